"""Which of many sentences a reader wants first: named amounts and acts between parties before the rest, none twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline import wording
from dateline.match.words import dice, stems
from dateline.model import AnyClaim, Event, Figure, Relation

BARE = frozenset({"count", "other", "rank", "duration", "age"})  # measures that name nothing
ALIKE = 0.5  # share of words from which on two sentences tell nearly the same
COMPARED = 12  # sentences that a next one is held against: those that are shown before a list is folded
LEAD = 2.0  # what standing at the very top of a report is worth: as much as an act between parties


@dataclass(frozen=True)
class Ranked:
    """A sentence with what it is worth to a reader; ``known`` where it stands above already."""

    text: str
    worth: float
    known: bool


def worth(claims: Iterable[AnyClaim], text: str, depth: float) -> float:
    """What a sentence with ``claims`` is worth; ``depth`` is how far down its report it stands, from 0 to 1."""
    weights = sorted((_weight(claim) for claim in claims), reverse=True)
    first = text.strip("“\"'‘• ").partition(" ")[0].casefold()
    unclear = first in wording.words().pronouns  # nobody knows who "they" are outside their paragraph
    return weights[0] + 0.25 * min(len(weights) - 1, 4) + LEAD * (1 - depth) - 2 * unclear


def _weight(claim: AnyClaim) -> float:
    match claim:
        case Figure():
            told = claim.measure_kind not in BARE or claim.unit not in wording.words().bare
            named = told and claim.measure_kind != "age"  # how old somebody is, everybody tells
            return 2.5 if named and claim.value is not None else 1.0
        case Event():
            between = len({*claim.actors, *claim.recipients}) > 1
            return 2.0 if between and claim.factuality in ("happened", "ongoing") else 1.0
        case Relation():
            return 1.5
        case _:
            return 1.0


def in_order(sentences: Sequence[Ranked], known: Iterable[str]) -> list[int]:
    """The places of ``sentences`` in a reader's order: what repeats one before it, or ``known`` words, comes last."""
    order = sorted(range(len(sentences)), key=lambda place: (sentences[place].known, -sentences[place].worth, place))
    seen = [stems(text) for text in known]
    kept: list[frozenset[str]] = []
    first, last = [], []
    for place in order:
        mine = stems(sentences[place].text)
        if sentences[place].known or any(dice(mine, other) >= ALIKE for other in (*seen, *kept[:COMPARED])):
            last.append(place)
        else:
            first.append(place)
            kept.append(mine)
    return first + last
