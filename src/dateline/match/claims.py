"""Which claims of a story speak of one thing: block, score, reasons. Never whether they agree.

Pairs are formed only inside blocks (same kind of measure and unit, same type of event, same speaker or shared words,
same subject), each pair is judged with reasons that a person can read, and groups grow from the strongest pair down;
a pair judged ``different`` is never brought together through a third claim. A figure is never matched by its value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from dateline.match import crowds, events, quotations, relations
from dateline.match.groups import Groups
from dateline.match.scene import Scene
from dateline.match.verdict import Verdict, ruling
from dateline.model import AnyClaim, Claim, ClaimKind, Judged, Match

LARGEST_BLOCK = 400  # claims; a larger block is compared only between neighbours in the text's order


@dataclass(frozen=True)
class _Judge:
    """How one kind of claim is matched: which blocks a claim belongs to, and what is thought of a pair."""

    blocks: Callable[[Any, Scene], Iterable[Hashable]]
    judge: Callable[[Any, Any, Scene], Verdict | None]
    by: str


_JUDGES: dict[ClaimKind, _Judge] = {
    "figure": _Judge(crowds.blocks, crowds.judge, "figures/1"),
    "event": _Judge(events.blocks, events.judge, "events/1"),
    "quotation": _Judge(quotations.blocks, quotations.judge, "quotations/1"),
    "relation": _Judge(relations.blocks, relations.judge, "relations/1"),
}


def match_claims(scene: Scene, judged: Iterable[Judged] = ()) -> tuple[tuple[Match, ...], list[list[AnyClaim]]]:
    """The judgements between the claims of ``scene``, and the groups that speak of one thing (singles included).

    What people have ``judged`` stands in place of our own judgement of the same pair, and before it in the groups.
    """
    said = {match.left + match.right: match for match in map(ruling, judged)}
    matches: list[Match] = []
    groups: list[list[AnyClaim]] = []
    for kind, judge in _JUDGES.items():
        claims = [claim for claim in scene.claims if claim.kind == kind]
        ids = {claim.id for claim in claims}
        ruled = [match for match in said.values() if match.left in ids and match.right in ids]
        found = [match for match in _judge_pairs(claims, judge, scene) if match.left + match.right not in said]
        matches += found + ruled
        groups += _group(claims, found, ruled)
    return tuple(sorted(matches, key=lambda m: (m.left, m.right))), groups


def _judge_pairs(claims: list[AnyClaim], judge: _Judge, scene: Scene) -> Iterator[Match]:
    for one, other in _pairs(claims, judge, scene):
        verdict = judge.judge(one, other, scene)
        if verdict:
            left, right = sorted((one.id, other.id))
            yield Match(
                left=left,
                right=right,
                judgement=verdict.judgement,
                score=round(verdict.score, 3),
                reasons=verdict.reasons,
                by=judge.by,
            )


def _pairs(claims: list[AnyClaim], judge: _Judge, scene: Scene) -> Iterator[tuple[AnyClaim, AnyClaim]]:
    blocks: dict[Hashable, list[AnyClaim]] = defaultdict(list)
    for claim in claims:
        for block in judge.blocks(claim, scene):
            blocks[block].append(claim)
    seen: set[tuple[str, str]] = set()
    for block_claims in blocks.values():
        for one, other in _neighbours(block_claims):
            key = (one.id, other.id)
            if one.id != other.id and key not in seen:
                seen.add(key)
                yield one, other


def _neighbours(claims: list[AnyClaim]) -> Iterator[tuple[AnyClaim, AnyClaim]]:
    if len(claims) <= LARGEST_BLOCK:
        yield from combinations(claims, 2)
    else:
        for start, one in enumerate(claims):
            yield from ((one, other) for other in claims[start + 1 : start + LARGEST_BLOCK])


def _group(claims: list[AnyClaim], found: Iterable[Match], ruled: Iterable[Match]) -> list[list[AnyClaim]]:
    """The groups that grow of what people ruled, then of what was found, the strongest pair first."""
    by_id: dict[str, AnyClaim] = {claim.id: claim for claim in claims}
    growing = _Growing(by_id)
    growing.take(ruled)
    growing.take(found)
    return [[by_id[key] for key in group] for group in growing.groups.all()]


class _Growing:
    """Groups of claims in which nothing that was judged ``different`` comes together."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.groups: Groups[str] = Groups(keys)
        self._members: dict[str, set[str]] = {key: {key} for group in self.groups.all() for key in group}
        self._apart: dict[str, set[str]] = defaultdict(set)

    def take(self, matches: Iterable[Match]) -> None:
        """Keep apart what is ``different``, then unite what is ``same``, the strongest first."""
        same = []
        for match in matches:
            if match.judgement == "different":
                self._apart[match.left].add(match.right)
                self._apart[match.right].add(match.left)
            elif match.judgement == "same":
                same.append(match)
        for match in sorted(same, key=lambda m: (-m.score, m.left, m.right)):
            self._unite(self.groups.root(match.left), self.groups.root(match.right))

    def _unite(self, left: str, right: str) -> None:
        parted = any(self._apart[key] & self._members[right] for key in self._members[left])
        if left != right and not parted:
            self.groups.unite(left, right)
            self._members[self.groups.root(left)] = self._members.pop(left) | self._members.pop(right)


def order(claim: Claim) -> tuple[str, int, int, str]:
    """The order in which claims stand in a record: report, then offset."""
    return (claim.evidence.report, claim.evidence.start, claim.evidence.end, claim.id)
