"""What claims that speak of one thing say of it: agreed, compatible, conflicting or single, and the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import msgspec

from dateline import lexicon, wording
from dateline.compare.checks import find_checks
from dateline.compare.figures import compare_figures
from dateline.compare.labels import label
from dateline.compare.origins import Origins
from dateline.compare.others import compare_events, compare_quotations, compare_relations
from dateline.match import Scene, order
from dateline.model import AnyClaim, Difference, Entry, Event, Figure, Quotation, Relation, Standing, content_id

__all__ = ["Origins", "compare", "find_checks"]


def compare(claims: Sequence[AnyClaim], story: str, scene: Scene, origins: Origins) -> Entry:
    """The entry of ``claims``, which were matched as one thing, with its standing and differences."""
    ordered = sorted(claims, key=order)
    standing, differences = _stand(ordered, scene)
    count = origins.count(ordered)
    inside = standing == "conflicting" and len({claim.evidence.report for claim in ordered}) == 1
    if standing != "conflicting" and count < 2:
        differences = differences if standing == "compatible" else ()
        standing = "single"
    if standing == "conflicting":
        differences = tuple(_explained(difference, ordered, scene, inside=inside) for difference in differences)
    return Entry(
        id=content_id("entry", story, *sorted(claim.id for claim in ordered)),
        story=story,
        kind=ordered[0].kind,
        label=label(ordered, scene),
        standing=standing,
        claims=tuple(claim.id for claim in ordered),
        outlets=tuple(dict.fromkeys(scene.report(claim).outlet for claim in ordered)),
        origins=count,
        differences=differences,
    )


def _stand(claims: Sequence[AnyClaim], scene: Scene) -> tuple[Standing, tuple[Difference, ...]]:
    """Agreed, compatible or conflicting by what is said alone; origins are counted elsewhere."""
    if len(claims) == 1:
        return "agreed", ()
    match claims[0]:
        case Figure():
            return compare_figures(cast("Sequence[Figure]", claims), scene)
        case Event():
            return compare_events(cast("Sequence[Event]", claims), scene)
        case Quotation():
            return compare_quotations(cast("Sequence[Quotation]", claims), scene)
        case Relation():
            return compare_relations(cast("Sequence[Relation]", claims), scene)


def _explained(difference: Difference, claims: Sequence[AnyClaim], scene: Scene, *, inside: bool) -> Difference:
    """The difference with what a reader must know: that it lies in one report, or between two speakers."""
    notes = lexicon.load().compare.notes
    by_id: Mapping[str, AnyClaim] = {claim.id: claim for claim in claims}
    said = [difference.note] if difference.note else []
    if inside:
        said.append(notes["inside"])
    sides = []
    for value in difference.values:
        speakers = {by_id[claim].attributed_to for claim in value.claims}
        names = [name for speaker in sorted(filter(None, speakers)) if (name := scene.name(speaker))]
        if names and None not in speakers:
            sides.append(notes["side"].format(speaker=wording.join(names), value=value.value))
    if len(sides) == len(difference.values):
        said.append(notes["speakers"].format(sides="; ".join(sides)))
    return msgspec.structs.replace(difference, note="; ".join(said))
