"""Arithmetic between the figures and dates of a story: sums, one number for two things, elapsed years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from dateline import lexicon, wording
from dateline.compare.figures import extent, rounds
from dateline.compare.labels import label
from dateline.match import Scene
from dateline.model import AnyClaim, Check, CheckStanding, Figure

FITS = Decimal("0.03")  # a sum of rounded parts may miss a rounded total by this share


def find_checks(claims: Sequence[AnyClaim], scene: Scene) -> tuple[Check, ...]:
    """All checks that the claims of one story allow, without doubles."""
    figures = [claim for claim in claims if isinstance(claim, Figure)]
    found = [*_trade_sums(figures, scene), *_same_numbers(figures, scene)]
    unique: dict[str, Check] = {}
    for check in found:
        unique.setdefault(check.note, check)
    return tuple(unique.values())


def _trade_sums(figures: Iterable[Figure], scene: Scene) -> Iterator[Check]:
    """Imports and exports between two parties against the trade between them, every reading against every total."""
    flows = [figure for figure in figures if figure.value is not None and figure.change == "level"]
    totals = [figure for figure in flows if figure.measure_kind == "trade"]
    for total in _distinct(totals):
        sides = scene.parties(total)
        parts = [part for part in flows if scene.parties(part) == sides and len(sides) == 2 and _one_unit(part, total)]
        imports = _distinct(part for part in parts if part.measure_kind == "import")
        exports = _distinct(part for part in parts if part.measure_kind == "export")
        for bought in imports:
            for sold in exports:
                if not (scene.days_apart(bought, total) or scene.days_apart(sold, total)):
                    yield _sum_check((bought, sold), total, scene)


def _distinct(figures: Iterable[Figure]) -> list[Figure]:
    """One figure for each value and unit."""
    found: dict[tuple[str, str, str], Figure] = {}
    for figure in figures:
        found.setdefault((str(figure.value), figure.bound, figure.unit), figure)
    return list(found.values())


def _one_unit(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit


def _sum_check(parts: Sequence[Figure], total: Figure, scene: Scene) -> Check:
    added = sum((part.value or Decimal(0) for part in parts), Decimal(0))
    fits = _near(added, total)
    standing: CheckStanding = "consistent" if fits else "inconsistent"
    note = (
        lexicon.load()
        .compare.notes["sum_fits" if fits else "sum_fails"]
        .format(
            parts=" + ".join(wording.amount(part) for part in parts),
            sum=wording.with_unit(wording.number(added), total.unit, added),
            total=wording.quantity(total),
            measure=label([total], scene),
        )
    )
    return Check(kind="sum", claims=tuple(claim.id for claim in (*parts, total)), standing=standing, note=note)


def _near(added: Decimal, total: Figure) -> bool:
    low, high = extent(total)
    if total.value is None:
        return (low is None or low <= added) and (high is None or added <= high)
    return abs(added - total.value) <= FITS * total.value or rounds(added, total.value)


def _same_numbers(figures: Iterable[Figure], scene: Scene) -> Iterator[Check]:
    """One amount of money between the same parties under two measures, in different reports: a likely confusion."""
    held: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value is not None and len(figure.unit) == 3 and figure.unit.isupper():
            held[str(figure.value.normalize()), figure.unit].append(figure)
    for sharing in held.values():
        for position, one in enumerate(sharing):
            for other in sharing[position + 1 :]:
                if _confusable(one, other, scene):
                    note = (
                        lexicon.load()
                        .compare.notes["same_number"]
                        .format(value=wording.amount(one), first=label([one], scene), second=label([other], scene))
                    )
                    yield Check(kind="same_number", claims=(one.id, other.id), standing="inconsistent", note=note)


def _confusable(one: Figure, other: Figure, scene: Scene) -> bool:
    apart = one.evidence.report != other.evidence.report and one.measure_kind != other.measure_kind
    return apart and bool(scene.parties(one) & scene.parties(other))
