"""What the judges of claims look at: the claims of one story with their reports, people and places at hand."""

from __future__ import annotations

import datetime as dt
import functools
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from dateline import lexicon
from dateline.dates.shifts import MONTHS, WEEKDAYS
from dateline.match.words import containment, stems, text_stems
from dateline.model import AnyClaim, Entity, Event, Figure, Mention, Report, Time
from dateline.wording import sentence

T = TypeVar("T")

MANY = 4  # reports from which on a story has words that most of them repeat
FEW = 4  # words below which a sentence alone does not say what it is about
BEHIND = 25  # characters behind a number in which its place follows: "people were killed in"
SAME_WEEK = 10  # days around a story's reports in which an undated event is taken for one of the story's own time
_NAME = re.compile("[a-z]*")


def once(ask: Callable[..., T]) -> Callable[..., T]:
    """A question about one claim of a scene that is answered once: as a method, or as a function (claim, scene)."""

    @functools.wraps(ask)
    def answer(*asked: Any) -> T:
        scene, claim = asked if isinstance(asked[0], Scene) else (asked[1], asked[0])
        key = (ask.__qualname__, claim.id)
        if key not in scene.kept:
            scene.kept[key] = ask(*asked)
        found: T = scene.kept[key]
        return found

    return answer


@dataclass(frozen=True)
class _Placed:
    """Countries that a sentence joins, the word before the first of them, and where that one begins."""

    led: str
    start: int
    countries: frozenset[str]


@dataclass(frozen=True)
class Scene:
    """One story: its reports, the record's entities, and the claims (already linked to those entities)."""

    reports: Mapping[str, Report]
    entities: Mapping[str, Entity]
    claims: Sequence[AnyClaim]
    mentions: Iterable[Mention] = ()
    times: Iterable[Time] = ()
    _mentions: dict[str, list[Mention]] = field(init=False, repr=False, compare=False)
    _times: dict[str, list[tuple[int, Time]]] = field(init=False, repr=False, compare=False)
    _sentences: dict[str, tuple[int, int]] = field(init=False, repr=False, compare=False, default_factory=dict)
    kept: dict[tuple[str, str], Any] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What was found out about single claims, by what was asked and the claim's id (see ``once``)."""

    def __post_init__(self) -> None:
        by_report: dict[str, list[Mention]] = defaultdict(list)
        for mention in sorted(self.mentions, key=lambda m: (m.report, m.start, m.end)):
            by_report[mention.report].append(mention)
        object.__setattr__(self, "_mentions", by_report)
        times: dict[str, list[tuple[int, Time]]] = defaultdict(list)
        for time in self.times:
            if time.report is not None and time.start is not None:
                times[time.report].append((time.start, time))
        object.__setattr__(self, "_times", {key: sorted(own, key=lambda pair: pair[0]) for key, own in times.items()})

    def report(self, claim: AnyClaim) -> Report:
        """The report that makes ``claim``."""
        return self.reports[claim.evidence.report]

    def name(self, entity: str | None) -> str:
        """What an entity is called; empty for one that nobody knows."""
        known = self.entities.get(entity or "")
        return known.name if known else ""

    @once
    def named_in(self, claim: AnyClaim) -> frozenset[str]:
        """The entities mentioned in the sentence of the claim."""
        return frozenset(mention.entity for mention in self._mentioned(claim))

    @once
    def spelled_in(self, claim: AnyClaim) -> frozenset[str]:
        """Those of them that are mentioned by a name."""
        return frozenset(mention.entity for mention in self._mentioned(claim) if mention.kind == "name")

    def named_between(self, claim: AnyClaim, start: int, end: int) -> frozenset[str]:
        """The entities mentioned in a range of the claim's report."""
        return frozenset(mention.entity for mention in self.mentioned_between(claim, start, end))

    def _mentioned(self, claim: AnyClaim) -> list[Mention]:
        return self.mentioned_between(claim, *self.sentence(claim))

    def mentioned_between(self, claim: AnyClaim, start: int, end: int) -> list[Mention]:
        """The mentions in a range of the claim's report, in their order."""
        mentions = self._mentions.get(claim.evidence.report, [])
        first = bisect_left(mentions, start, key=lambda m: m.start)
        last = bisect_left(mentions, end, key=lambda m: m.start)
        return mentions[first:last]

    def times_in(self, claim: AnyClaim) -> list[Time]:
        """The time expressions in the words of the claim's evidence."""
        return self._between(claim, claim.evidence.start, claim.evidence.end)

    def times_in_sentence(self, claim: AnyClaim) -> list[Time]:
        """The time expressions in the sentence of the claim."""
        return self._between(claim, *self.sentence(claim))

    def _between(self, claim: AnyClaim, start: int, end: int) -> list[Time]:
        own = self._times.get(claim.evidence.report, [])
        first, last = (bisect_left(own, offset, key=lambda pair: pair[0]) for offset in (start, end))
        return [time for _, time in own[first:last]]

    @once
    def setting(self, claim: AnyClaim) -> tuple[dt.date, dt.date] | None:
        """The time that a claim is told in: its own, else the nearest before it in its paragraph, else unknown.

        What is told as done is not told in a time that lies ahead: "agreed to set up a panel, which will meet in June".
        """
        own = self.when(claim)
        if own:
            return own
        _, end = self.sentence(claim)
        day = interval(self.report(claim).published) if claim.factuality == "happened" else None
        told = [
            pair
            for time in self._between(claim, self.paragraph(claim), end)
            if time.type == "date" and (pair := interval(time)) and not (day and pair[0] > day[1])
        ]
        return told[-1] if told else None

    def paragraph(self, claim: AnyClaim) -> int:
        """Where the paragraph of the claim's evidence begins."""
        return self.report(claim).text.rfind("\n", 0, claim.evidence.start) + 1

    def sentence(self, claim: AnyClaim) -> tuple[int, int]:
        """The range of the sentence around the claim's evidence."""
        if claim.id not in self._sentences:
            self._sentences[claim.id] = sentence(self.report(claim).text, claim.evidence.start, claim.evidence.end)
        return self._sentences[claim.id]

    @once
    def words(self, claim: AnyClaim) -> frozenset[str]:
        """The stems of the sentence around the claim's evidence."""
        first, last = self.sentence(claim)
        return stems(self.report(claim).text[first:last])

    @cached_property
    def refrain(self) -> frozenset[str]:
        """The stems that most reports of the story hold: they tell its sentences apart no longer."""
        if len(self.reports) < MANY:
            return frozenset()
        held = Counter(word for report in self.reports.values() for word in text_stems(report.text))
        return frozenset(word for word, count in held.items() if count > len(self.reports) / 2)

    @cached_property
    def _tolls(self) -> dict[str, list[Figure]]:
        found: dict[str, list[Figure]] = defaultdict(list)
        for claim in self.claims:
            if isinstance(claim, Figure) and claim.measure_kind in ("killed", "injured"):
                found[claim.evidence.report].append(claim)
        return found

    @cached_property
    def _figures(self) -> dict[tuple[str, tuple[int, int]], list[Figure]]:
        found: dict[tuple[str, tuple[int, int]], list[Figure]] = defaultdict(list)
        for claim in self.claims:
            if isinstance(claim, Figure):
                found[claim.evidence.report, self.sentence(claim)].append(claim)
        return found

    def beside(self, figure: Figure) -> list[Figure]:
        """The other figures of the same unit and kind of measure in the figure's sentence."""
        told = self._figures.get((figure.evidence.report, self.sentence(figure)), [])
        alike = (figure.unit, figure.measure_kind)
        return [other for other in told if other.id != figure.id and (other.unit, other.measure_kind) == alike]

    def tolls(self, event: Event) -> list[Figure]:
        """The numbers of killed or injured that stand in the words of the event's evidence."""
        start, end = event.evidence.start, event.evidence.end
        return [f for f in self._tolls.get(event.evidence.report, ()) if start <= f.quantity.start < end]

    def alike_around(self, one: Figure, other: Figure, ignored: frozenset[str] = frozenset()) -> float:
        """How much the sentences around two figures have in common beyond what they measure, 0 to 1."""
        ignored = ignored | stems(one.measure) | stems(other.measure)
        return containment(self.context(one, ignored), self.context(other, ignored))

    def context(self, claim: AnyClaim, ignored: frozenset[str]) -> frozenset[str]:
        """The stems that say what the claim's sentence is about, with the sentence before where it says little."""
        text, (first, last) = self.report(claim).text, self.sentence(claim)
        words = stems(text[first:last]) - ignored
        if len(words) >= FEW or first < 2:
            return words
        return words | (stems(text[slice(*sentence(text, first - 2, first - 1))]) - ignored)

    @cached_property
    def events(self) -> Mapping[str, list[Event]]:
        """The events of each report in the order of their words."""
        found: dict[str, list[Event]] = defaultdict(list)
        for claim in self.claims:
            if isinstance(claim, Event):
                found[claim.evidence.report].append(claim)
        return {key: sorted(own, key=lambda event: (event.trigger.start, event.id)) for key, own in found.items()}

    @cached_property
    def topics(self) -> frozenset[str]:
        """The entities that the openings of half of the reports name."""
        named = Counter(
            entity
            for report in self.reports.values()
            for entity in {m.entity for m in self._mentions.get(report.id, ()) if m.start < _opening(report)}
        )
        return frozenset(entity for entity, count in named.items() if count * 2 >= len(self.reports))

    @cached_property
    def topics_of_place(self) -> frozenset[str]:
        """The places among the topics: "the death toll in X" is the death toll."""
        return frozenset(e for e in self.topics if e in self.entities and self.entities[e].type == "place")

    @cached_property
    def home(self) -> frozenset[str]:
        """The countries that the openings of half of the reports name: what the story is about."""
        named = Counter(
            country
            for report in self.reports.values()
            for country in self.countries(
                mention.entity for mention in self._mentions.get(report.id, ()) if mention.start < _opening(report)
            )
        )
        return frozenset(country for country, count in named.items() if count * 2 >= len(self.reports))

    @once
    def in_opening(self, claim: AnyClaim) -> bool:
        """Whether the claim stands where a report says what it is about: its headline or first paragraph."""
        start = claim.trigger.start if isinstance(claim, Event) else claim.evidence.start
        return start < _opening(self.report(claim))

    def in_headline(self, claim: AnyClaim) -> bool:
        """Whether the claim stands in the report's headline."""
        title = self.report(claim).title
        return title is not None and claim.evidence.end <= len(title)

    def parties(self, claim: Event | Figure) -> frozenset[str]:
        """Everybody who takes part in an event, or of whom, from whom or to whom a figure tells."""
        if isinstance(claim, Event):
            ids: set[str] = {*claim.actors, *claim.recipients}
        else:
            ids = {party for party in (claim.of, claim.from_, claim.to) if party}
        return frozenset(ids)

    def countries(self, ids: Iterable[str]) -> frozenset[str]:
        """The countries (ISO 3166-1 alpha-3) that these entities are, or stand for."""
        known = (self.entities.get(entity) for entity in ids)
        return frozenset(entity.country for entity in known if entity and entity.country)

    def one_side(self, one: str, other: str) -> bool:
        """Whether a state and a body or group of it are meant: "Aldova" and "the Aldovan authorities".

        So it is of a place by a shorter name: "the Mediterranean" and "the Mediterranean Sea".
        """
        pair = [self.entities.get(key) for key in (one, other)]
        if all(entity and entity.type == "place" for entity in pair):
            short, long = sorted((entity.name.split() for entity in pair if entity), key=len)
            return long[: len(short)] == short
        known = [entity for entity in pair if entity and entity.type in ("state", "group", "organization")]
        states = any(entity.type == "state" for entity in known)
        return len(known) == 2 and states and known[0].country is not None and known[0].country == known[1].country

    def names(self, ids: Iterable[str]) -> frozenset[str]:
        """The stems of all names of these entities."""
        known = (self.entities.get(entity) for entity in ids)
        return frozenset(word for e in known if e for name in (e.name, *e.aliases) for word in stems(name))

    @once
    def when(self, claim: AnyClaim) -> tuple[dt.date, dt.date] | None:
        """First and last day of the claim's time, where both are known."""
        return interval(claim.when) if claim.when and not is_length(claim.when) else None

    def days_apart(self, one: AnyClaim, other: AnyClaim) -> int | None:
        """Days between two claims' times: 0 where they overlap, None where one of them is not known."""
        a, b = self.when(one), self.when(other)
        if a is None or b is None:
            return None
        return max(0, (b[0] - a[1]).days, (a[0] - b[1]).days)

    @once
    def places(self, claim: AnyClaim) -> frozenset[str]:
        """The countries of the places and states that the sentence names; a place of unknown country tells nothing.

        A place right behind what is counted is where it was counted: "10 people in Karsia and two in Aldova".
        """
        return self.where_counted(claim) or self.placed(self.named_in(claim))

    def placed(self, ids: Iterable[str]) -> frozenset[str]:
        """The countries of the places and states among these entities."""
        return frozenset(country for entity in ids if (country := self._place_country(entity)))

    def has_more_places(self, one: AnyClaim, other: AnyClaim) -> bool:
        """Whether ``one`` is told of several countries together and ``other`` of some of them only."""
        own, named = self.where_counted(one), self.places(other)
        together = (own,) if own else self.joined_countries(one)
        return any(named & countries and not countries <= named for countries in together)

    @once
    def joined_countries(self, claim: AnyClaim) -> tuple[frozenset[str], ...]:
        """The groups of countries in which the sentence places things together: "in Karsia and Aldova"."""
        groups = self._placed_between(claim, *self.sentence(claim))
        return tuple(group.countries for group in groups if group.led in _placing() and len(group.countries) > 1)

    @once
    def where_counted(self, claim: AnyClaim) -> frozenset[str]:
        """The countries of the places right behind what a figure counts: "10 people in Karsia"; else none."""
        if not isinstance(claim, Figure):
            return frozenset()
        _, end = self.sentence(claim)
        for group in self._placed_between(claim, claim.quantity.end, end)[:1]:
            behind = self.report(claim).text[claim.quantity.end : group.start]
            if group.led in _placing() and len(behind) <= BEHIND and "," not in behind:
                return group.countries
        return frozenset()

    def _placed_between(self, claim: AnyClaim, start: int, end: int) -> list[_Placed]:
        """The countries of the places named in a range, those that words join in one group."""
        text, joining = self.report(claim).text, lexicon.load().compare.joining
        groups: list[_Placed] = []
        for mention in self.mentioned_between(claim, start, end):
            country = self._place_country(mention.entity)
            if country is None:
                continue
            between = text[start : mention.start].casefold().strip(" ,").removesuffix(" the")
            if groups and between in ("", *joining):
                groups[-1] = replace(groups[-1], countries=groups[-1].countries | {country})
            else:
                groups.append(_Placed(between.rsplit(" ", 1)[-1], mention.start, frozenset([country])))
            start = mention.end
        return groups

    def _place_country(self, entity: str) -> str | None:
        """The country of a place or state; of other entities none, whatever they stand for."""
        known = self.entities.get(entity)
        return known.country if known and known.type in ("place", "state") else None

    @once
    def named_time(self, claim: AnyClaim) -> str:
        """The weekday or month that a report without a day gives for the claim, in three letters; empty without one."""
        shift = claim.when.shift if claim.when and interval(claim.when) is None else None
        name = _NAME.match(shift or "")
        return name[0] if name and name[0] in WEEKDAYS + MONTHS else ""

    def named_apart(self, one: AnyClaim, other: AnyClaim) -> bool:
        """Whether two times without a day are of two months, or of weekdays that are no neighbours."""
        left, right = sorted((self.named_time(one), self.named_time(other)))
        if left in WEEKDAYS and right in WEEKDAYS:
            return abs(WEEKDAYS.index(left) - WEEKDAYS.index(right)) in range(2, 6)
        return left != right and left in MONTHS and right in MONTHS

    def both_dated(self, one: AnyClaim, other: AnyClaim) -> bool:
        """Whether the days of both reports are known."""
        return all(interval(self.report(claim).published) for claim in (one, other))

    def published_apart(self, one: AnyClaim, other: AnyClaim) -> int:
        """Days between the reports of two claims; 0 where a report has no day."""
        left, right = (interval(self.report(claim).published) for claim in (one, other))
        return abs((left[0] - right[0]).days) if left and right else 0

    @once
    def in_story_time(self, claim: AnyClaim) -> bool:
        """Whether the claim is told as of the days on which the story was reported; so is one that says no time."""
        time, days = self.setting(claim), [interval(report.published) for report in self.reports.values()]
        known = [day for pair in days if pair for day in pair]
        if time is None or not known:
            return time is None
        near = dt.timedelta(days=SAME_WEEK)
        return min(known) - near <= time[1] and time[0] <= max(known) + near


def _placing() -> tuple[str, ...]:
    return lexicon.load().compare.placing


def _opening(report: Report) -> int:
    """Where the report's first paragraph ends."""
    head = len(report.title or "")
    start = head + len(report.text[head:]) - len(report.text[head:].lstrip())
    end = report.text.find("\n", start)
    return end if end >= 0 else len(report.text)


def is_length(time: Time) -> bool:
    """Whether a time says how long rather than when: "the first in five years"."""
    return time.type == "duration" or time.value.startswith("P")


def interval(time: Time | None) -> tuple[dt.date, dt.date] | None:
    """First and last day of ``time``, where both are known."""
    return (time.from_, time.to) if time and time.from_ and time.to else None
