"""A record with its parts at hand, and the memory of what was written of the records before it.

Records of one store share outlets and entities; ``Once`` lets each through the first time. It keeps one 64-bit number
for each report, story, entity and name, and nothing else of what went by.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from dateline import wording
from dateline.model import AnyClaim, Entity, Entry, Mention, Outlet, Record, Report, Story, Time, Versions

UNKNOWN = "unknown"  # id of the outlet of reports that name none


class Once:
    """Whether something is met for the first time."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def new(self, *parts: str) -> bool:
        """Whether these parts were never asked for before; asking is telling."""
        key = int.from_bytes(blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest())
        if key in self._seen:
            return False
        self._seen.add(key)
        return True


@dataclass(frozen=True)
class View:
    """One record, with only those reports (and what rests on them) that no record before it held."""

    record: Record
    once: Once
    fresh: frozenset[str]

    @cached_property
    def reports(self) -> Mapping[str, Report]:
        return {report.id: report for report in self.record.reports}

    @cached_property
    def outlets(self) -> Mapping[str, Outlet]:
        return {outlet.id: outlet for outlet in self.record.outlets}

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        return {entity.id: entity for entity in self.record.entities}

    @cached_property
    def claims(self) -> Mapping[str, AnyClaim]:
        return {claim.id: claim for claim in self.record.claims}

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """The stories that no record before held."""
        return tuple(story for story in self.record.stories if self.once.new("story", story.id))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The entries of those stories, in their order."""
        own = {story.id for story in self.stories}
        return tuple(entry for entry in self.record.entries if entry.story in own)

    @cached_property
    def story_of(self) -> Mapping[str, Story]:
        """Report -> its story."""
        return {report: story for story in self.record.stories for report in story.reports}

    @cached_property
    def versions_of(self) -> Mapping[str, Versions]:
        """Report -> the versions that it is one of."""
        return {report: versions for versions in self.record.versions for report in versions.reports}

    @cached_property
    def current(self) -> frozenset[str]:
        """The reports that count: no older versions, and none that was withdrawn."""
        old = {report for held in self.record.versions for report in held.reports[: None if held.withdrawn else -1]}
        return frozenset(report.id for report in self.record.reports if report.id not in old and not report.withdrawn)

    def own_claims(self) -> Iterator[AnyClaim]:
        """The claims of the fresh reports."""
        return (claim for claim in self.record.claims if claim.evidence.report in self.fresh)

    def outlet_id(self, claim: AnyClaim) -> str:
        return self.reports[claim.evidence.report].outlet

    def publisher(self, report: Report) -> str | None:
        """The name of the outlet; nothing where the report names none."""
        outlet = self.outlets.get(report.outlet)
        return outlet.name if outlet and outlet.id != UNKNOWN and outlet.name else None

    def source(self, claim: AnyClaim) -> str:
        """Who reports it, in words for a reader: also that it is unknown."""
        report = self.reports[claim.evidence.report]
        return wording.source(report, self.outlets.get(report.outlet))

    def name(self, entity: str | None) -> str | None:
        known = self.entities.get(entity or "")
        return known.name if known else None

    def mentions_of(self, report: str, entity: str) -> Sequence[Mention]:
        """The mentions of an entity in a report, in order."""
        return self._mentions.get((report, entity), ())

    @cached_property
    def _mentions(self) -> Mapping[tuple[str, str], list[Mention]]:
        found: dict[tuple[str, str], list[Mention]] = {}
        for mention in sorted(self.record.mentions):
            found.setdefault((mention.report, mention.entity), []).append(mention)
        return found

    def published(self, claim: AnyClaim) -> dt.date | None:
        """The day of its report, where it is one day."""
        return day(self.reports[claim.evidence.report].published)


def views(records: Iterable[Record]) -> Iterator[View]:
    """The records one by one, each with what is new in it."""
    once = Once()
    for record in records:
        fresh = frozenset(report.id for report in record.reports if once.new("report", report.id))
        yield View(record, once, fresh)


def day(time: Time | None) -> dt.date | None:
    """The day of ``time``, where it is a single one."""
    return time.from_ if time and time.from_ and time.from_ == time.to else None


def utc(moment: dt.datetime | None) -> dt.datetime | None:
    """A moment in UTC; archives write theirs without saying so."""
    if moment is None:
        return None
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
