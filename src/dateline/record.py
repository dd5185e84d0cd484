"""``consolidate``: all analyses together to one record. Pure, and independent of the order of its input.

The reduce step walks one way: versions, stories, days of undated reports, entities, claims, entries, checks. An
analysis is never changed; the record holds its claims with entity links and days as the whole collection decides them.
What is an older version of a report, or was withdrawn, keeps its row and its claims and counts in no story.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import TypeVar

import msgspec

from dateline.compare import Origins, compare, find_checks
from dateline.dating import date_by_story, dated
from dateline.match import Linked, Scene, interval, link_entities, match_claims, order
from dateline.match.events import DONE
from dateline.model import (
    Analysis,
    AnyClaim,
    Check,
    Entity,
    Entry,
    Event,
    Figure,
    Judged,
    Match,
    Mention,
    Place,
    Quotation,
    Record,
    Relation,
    Revision,
    Role,
    Run,
    Skipped,
    Story,
    Versions,
    content_id,
)
from dateline.stories import as_stories, find_stories
from dateline.versions import counting, find_versions

K = TypeVar("K", Mention, AnyClaim)

RANK = {"conflicting": 0, "compatible": 1, "agreed": 2, "single": 3}
BARE = frozenset({"count", "other", "rank", "duration", "age"})


def consolidate(
    analyses: Iterable[Analysis],
    run: Run,
    skipped: Iterable[Skipped] = (),
    judged: Iterable[Judged] = (),
    groups: Iterable[Iterable[str]] | None = None,
) -> Record:
    """One record of ``analyses``; the same analyses in any order give the same record.

    What people ``judged`` goes before our own matches. ``groups`` are the reports of each story, by id, where that is
    decided already (``stream``); else the stories are found among the reports that count.
    """
    ordered, judged = _in_order(analyses), tuple(judged)
    versions = find_versions(analysis.report for analysis in ordered)
    heard = counting((analysis.report for analysis in ordered), versions)
    reports = [analysis.report for analysis in ordered if analysis.report.id in heard]
    stories = find_stories(reports) if groups is None else as_stories(reports, groups)
    linked = link_entities(ordered, stories, judged)
    ordered = date_by_story([_link(analysis, linked) for analysis in ordered], stories)
    stories = _span(stories, ordered)
    by_id = {analysis.report.id: analysis for analysis in ordered}
    entities = {entity.id: entity for entity in linked.entities}
    told = [_tell(story, [by_id[report] for report in story.reports], entities, judged) for story in stories]
    counted = (claim for analysis in ordered if analysis.report.id in heard for claim in analysis.claims)
    decided = Record(
        run=run,
        skipped=tuple(sorted(skipped, key=lambda s: (s.ref, s.stage, s.reason))),
        entities=_with_roles(linked.entities, sorted(counted, key=order)),
        versions=versions,
        stories=stories,
        matches=tuple(sorted(chain(linked.matches, *(part.matches for part in told)), key=lambda m: (m.left, m.right))),
        entries=tuple(chain.from_iterable(part.entries for part in told)),
        checks=tuple(chain.from_iterable(part.checks for part in told)),
        revisions=tuple(chain.from_iterable(_revisions(one, by_id, entities) for one in versions)),
    )
    return _with_said(decided, ordered)


def _in_order(analyses: Iterable[Analysis]) -> list[Analysis]:
    """By the id of their report, each once; of several always the same one, whichever came first."""
    by_id: dict[str, list[Analysis]] = defaultdict(list)
    for analysis in analyses:
        by_id[analysis.report.id].append(analysis)
    return [min(by_id[key], key=msgspec.json.encode) if len(by_id[key]) > 1 else by_id[key][0] for key in sorted(by_id)]


def _with_said(decided: Record, ordered: Sequence[Analysis]) -> Record:
    """The record with what its reports say, as ``ordered`` has it: linked, dated, and in the order of their ids."""
    return msgspec.structs.replace(
        decided,
        outlets=tuple(sorted({a.outlet.id: a.outlet for a in ordered}.values(), key=lambda outlet: outlet.id)),
        reports=tuple(analysis.report for analysis in ordered),
        mentions=tuple(sorted(chain.from_iterable(a.mentions for a in ordered), key=_place_in_text)),
        times=tuple(chain.from_iterable(analysis.times for analysis in ordered)),
        claims=tuple(sorted(chain.from_iterable(analysis.claims for analysis in ordered), key=order)),
    )


def bare(record: Record) -> Record:
    """The record without what its analyses say: what was decided of them. ``restore`` makes it whole again.

    Of the reports only those stay that their story dated, without their text.
    """
    by_story = [report for report in record.reports if report.published and report.published.basis == "story"]
    return msgspec.structs.replace(
        record,
        outlets=(),
        reports=tuple(msgspec.structs.replace(report, text="", dropped=()) for report in by_story),
        mentions=(),
        times=(),
        claims=(),
    )


def restore(decided: Record, analyses: Iterable[Analysis]) -> Record:
    """The record that ``bare`` left of it, whole: ``analyses`` are those that it was made of."""
    target = {part: entity.id for entity in decided.entities for part in entity.merged}
    linked = Linked(entities=decided.entities, matches=(), target=target)
    days = {report.id: report.published for report in decided.reports}
    ordered = []
    for analysis in sorted(analyses, key=lambda analysis: analysis.report.id):
        published = days.get(analysis.report.id)
        whole = _link(analysis, linked)
        ordered.append(dated(whole, published) if published else whole)
    return _with_said(decided, ordered)


def _revisions(
    versions: Versions, analyses: Mapping[str, Analysis], entities: Mapping[str, Entity]
) -> Iterator[Revision]:
    """What each version of a report says differently from the one before it; a withdrawal says nothing."""
    texts = [analyses[report] for report in versions.reports if not analyses[report].report.withdrawn]
    for older, newer in pairwise(texts):
        scene = _scene([older, newer], entities)
        origins = Origins(scene, {})
        for group in match_claims(scene)[1]:
            if len({claim.evidence.report for claim in group}) == 1:
                continue
            entry = compare(group, versions.id, scene, origins)
            if entry.differences and (entry.standing == "conflicting" or entry.kind != "quotation"):
                yield Revision(
                    id=content_id("revision", *sorted(entry.claims)),
                    older=older.report.id,
                    newer=newer.report.id,
                    kind=entry.kind,
                    label=entry.label,
                    claims=entry.claims,
                    differences=entry.differences,
                )


class _Told(msgspec.Struct, frozen=True):
    """What one story comes to."""

    matches: tuple[Match, ...]
    entries: tuple[Entry, ...]
    checks: tuple[Check, ...]


def _tell(
    story: Story, analyses: Sequence[Analysis], entities: Mapping[str, Entity], judged: Iterable[Judged]
) -> _Told:
    """Match and compare the claims of one story."""
    scene = _scene(analyses, entities)
    matches, groups = match_claims(scene, judged)
    origins = Origins(scene, story.reprints)
    checks = find_checks(scene)
    entries = [compare(group, story.id, scene, origins) for group in _join_elapsed(groups, checks)]
    by_id = {claim.id: claim for claim in scene.claims}
    return _Told(matches, tuple(sorted(entries, key=lambda entry: _importance(entry, by_id))), checks)


def _scene(analyses: Sequence[Analysis], entities: Mapping[str, Entity]) -> Scene:
    """What ``analyses`` say, to be matched and compared."""
    return Scene(
        reports={analysis.report.id: analysis.report for analysis in analyses},
        entities=entities,
        claims=sorted(chain.from_iterable(analysis.claims for analysis in analyses), key=order),
        mentions=tuple(chain.from_iterable(analysis.mentions for analysis in analyses)),
        times=tuple(chain.from_iterable(analysis.times for analysis in analyses)),
    )


def _join_elapsed(groups: Sequence[list[AnyClaim]], checks: Iterable[Check]) -> list[list[AnyClaim]]:
    """The groups, with "the first in five years" beside the "last in 2019" that it speaks of, where the years fit."""
    home = {claim.id: number for number, group in enumerate(groups) for claim in group}
    joined: dict[int, list[AnyClaim]] = {number: list(group) for number, group in enumerate(groups)}
    for check in checks:
        if check.kind != "elapsed" or check.standing != "consistent":
            continue
        first, last = (home[claim] for claim in check.claims)
        if first != last and first in joined and last in joined and len(joined[first]) == 1:
            joined[last] += joined.pop(first)
    return list(joined.values())


def _importance(entry: Entry, claims: Mapping[str, AnyClaim]) -> tuple[int, int, int, int, str]:
    """Conflicts first, then what most reports tell, then what says most, then what stands early."""
    own = [claims[claim] for claim in entry.claims]
    reports = len({claim.evidence.report for claim in own})
    earliest = min(claim.evidence.start for claim in own)
    return (RANK[entry.standing], -reports, min(map(_weight, own)), earliest, entry.id)


def _weight(claim: AnyClaim) -> int:
    """How much a claim says, the least number most: named measures and acts between parties before bare counts."""
    match claim:
        case Figure():
            return 0 if claim.measure_kind not in BARE else 2
        case Event():
            return 1 if len(claim.actors) + len(claim.recipients) > 1 and claim.factuality in DONE else 2
        case Quotation():
            return 3
        case Relation():
            return 4


# ── links ────────────────────────────────────────────────────────────────────────────────────────


def _link(analysis: Analysis, linked: Linked) -> Analysis:
    """The analysis with the record's entities in place of the report's own."""
    return msgspec.structs.replace(
        analysis,
        mentions=tuple(msgspec.structs.replace(m, entity=linked.of(m.entity)) for m in analysis.mentions),
        claims=tuple(_relink(claim, linked) for claim in analysis.claims),
    )


def _place_in_text(mention: Mention) -> tuple[str, int, int, str]:
    return (mention.report, mention.start, mention.end, mention.entity)


def _span(stories: Iterable[Story], analyses: Iterable[Analysis]) -> tuple[Story, ...]:
    """The stories with the first and last day of all their reports, those dated by their story included."""
    days = {a.report.id: pair for a in analyses if (pair := interval(a.report.published))}
    spanned = []
    for story in stories:
        known = [days[report] for report in story.reports if report in days]
        first, last = min((pair[0] for pair in known), default=None), max((pair[1] for pair in known), default=None)
        spanned.append(msgspec.structs.replace(story, from_=first, to=last))
    return tuple(spanned)


def _relink(claim: AnyClaim, linked: Linked) -> AnyClaim:
    """The claim with the record's entities in place of the report's; its id does not depend on them."""

    def one(entity: str | None) -> str | None:
        return linked.of(entity) if entity else None

    def many(entities: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(linked.of(entity) for entity in entities))

    shared = {"attributed_to": one(claim.attributed_to), "where": _place(claim.where, linked)}
    match claim:
        case Event():
            own: dict[str, object] = {"actors": many(claim.actors), "recipients": many(claim.recipients)}
        case Quotation():
            own = {"speaker": one(claim.speaker), "addressee": one(claim.addressee)}
        case Figure():
            own = {"of": one(claim.of), "from_": one(claim.from_), "to": one(claim.to)}
        case Relation():
            own = {"subject": linked.of(claim.subject), "object": one(claim.object)}
    return msgspec.structs.replace(claim, **shared, **own)


def _place(place: Place | None, linked: Linked) -> Place | None:
    if place is None or place.entity is None:
        return place
    return msgspec.structs.replace(place, entity=linked.of(place.entity))


def _with_roles(entities: Iterable[Entity], claims: Iterable[AnyClaim]) -> tuple[Entity, ...]:
    """The entities with their roles: a view on the office and affiliation claims about them."""
    held: dict[str, dict[tuple[str, str | None], list[Relation]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        if not isinstance(claim, Relation) or claim.relation not in ("office", "affiliation"):
            continue
        if claim.title or (claim.relation == "affiliation" and claim.object):  # of an institute, as what nobody says
            held[claim.subject][claim.title or "", claim.object].append(claim)
    return tuple(
        msgspec.structs.replace(
            entity,
            roles=tuple(
                Role(title=title, of=of, as_of=given[0].when, claims=tuple(claim.id for claim in given))
                for (title, of), given in held.get(entity.id, {}).items()
            ),
        )
        for entity in entities
    )
