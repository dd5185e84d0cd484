"""What figures that measure one thing say: the same number, numbers that can all be true, or numbers that cannot."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from dateline import lexicon, wording
from dateline.match import Scene, interval
from dateline.match.figures import HARM, extent, is_mirrored, meet
from dateline.match.units import MONEY, family, in_base
from dateline.model import Difference, Figure, Standing, Value
from dateline.outlets import UNKNOWN

ROUNDED = Decimal("0.02")  # numbers further apart than this are not one number rounded

CONVERTED = Decimal("0.05")  # what outlets round away when they convert a measure
MIRRORED = Decimal("1.25")  # how far the statistics of two sides of one flow may differ: freight, insurance, timing
FAR = 3  # numbers of which one is so many times the other are not told apart by percent
VAGUE = 10  # "dozens" is not contradicted by a number within ten times of its ends


def compare_figures(figures: Sequence[Figure], scene: Scene) -> tuple[Standing, tuple[Difference, ...]]:
    """How the figures stand, before origins are counted: ``agreed`` here means that they give one number."""
    positions = _positions(figures)
    if len(positions) == 1:
        return "agreed", ()
    note = _compatible(positions, scene)
    values = tuple(Value(value=value, claims=tuple(f.id for f in group)) for value, group in positions)
    if note is not None:
        return "compatible", (Difference(field="value", values=values, note=note),)
    return "conflicting", (Difference(field="value", values=values, note=_gap(positions)),)


def _positions(figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    """The figures by what they say, in words; the lowest first."""
    positions: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=lambda f: (_middle(f), f.evidence.report, f.evidence.start)):
        known = figure.value is not None or figure.low is not None or figure.high is not None
        value = wording.quantity(figure) if known else lexicon.load().wording.bounds["unknown"]
        positions.setdefault(value, []).append(figure)
    return list(positions.items())


def _compatible(positions: Sequence[tuple[str, Sequence[Figure]]], scene: Scene) -> str | None:
    """Why all the numbers can be true, or None where they cannot."""
    notes = lexicon.load().compare.notes
    figures = [group[0] for _, group in positions]
    reasons: list[str] = []
    for one, other in combinations(figures, 2):
        reason = _fit(one, other) or _mirrored(one, other)
        if reason is None:
            told = [figure for _, group in positions for figure in group]
            note = "changing" if any(figure.measure_kind == "missing" for figure in told) else "progress"
            return notes[note] if _progress(told, scene) else _retold(told, scene)
        reasons.append(reason)
    return notes[sorted(set(reasons))[0]]


def _fit(one: Figure, other: Figure) -> str | None:
    """The key of the note that says why two numbers are compatible, or None."""
    if one.unit != other.unit:
        return _converted(one, other)
    left, right = extent(one), extent(other)
    if left == right == (None, None) or None is _middle_or_none(one) or None is _middle_or_none(other):
        return "unknown"
    if meet(left, right):
        return "bounds"
    if _rough(one) or _rough(other):
        return "rough" if _within(one, other, VAGUE) else None
    if one.bound == other.bound == "exact" and one.value is not None and other.value is not None:
        return "rounding" if rounds(one.value, other.value) else None
    return None


def _mirrored(one: Figure, other: Figure) -> str | None:
    """The same for what a seller and a buyer count of one flow, which is never quite one number."""
    return "mirror" if is_mirrored(one, other) and _within(one, other, MIRRORED) else None


def _converted(one: Figure, other: Figure) -> str | None:
    """The same for two units: money is not converted, for no report says at which rate; measures are, and rounded."""
    if family(one.unit) == family(other.unit) == MONEY:
        return "currency"
    left, right = in_base(one), in_base(other)
    if left.unit != right.unit:
        return None
    low, high = sorted((_middle(left), _middle(right)))
    return "converted" if high - low <= CONVERTED * high or meet(extent(left), extent(right)) else None


def _rough(figure: Figure) -> bool:
    """Whether a number is only a word for many: "dozens", "thousands"."""
    return figure.value is None and figure.bound == "about"


def _within(one: Figure, other: Figure, times: Decimal | int) -> bool:
    low, high = sorted((_middle(one), _middle(other)))
    return high <= low * times


def rounds(one: Decimal, other: Decimal) -> bool:
    """Whether the one number is the other rounded to the digits that it is given with."""
    if not one or not other or abs(one - other) > ROUNDED * max(abs(one), abs(other)):
        return False
    coarse, fine = sorted((one, other), key=lambda number: len(number.normalize().as_tuple().digits))
    digits = len(coarse.normalize().as_tuple().digits)
    shift = fine.adjusted() - digits + 1
    return round(fine.scaleb(-shift)) == coarse.scaleb(-shift)


def _progress(figures: Sequence[Figure], scene: Scene) -> bool:
    """Whether a toll only rises from day to day of publication; the missing are found, and their number may fall.

    What different outlets give on one day must fit together; one outlet's numbers of one day follow one another.
    """
    days = [interval(scene.report(figure).published) for figure in figures]
    if any(day is None or figure.measure_kind not in HARM for day, figure in zip(days, figures, strict=True)):
        return False
    dated = sorted(
        (day[0], _middle(figure), figure.id, figure) for day, figure in zip(days, figures, strict=True) if day
    )
    return all(
        _fit(one, other) or (_follows(less, more, one) if first < second else _one_outlet(one, other, scene))
        for (first, less, _, one), (second, more, _, other) in combinations(dated, 2)
    )


def _follows(earlier: Decimal, later: Decimal, figure: Figure) -> bool:
    """Whether a later number may have come of an earlier one."""
    return earlier <= later or figure.measure_kind == "missing"


def _retold(figures: Sequence[Figure], scene: Scene) -> str | None:
    """The note on what one outlet alone says otherwise in another report: it has changed its word, or means another."""
    excluded = (pair for pair in combinations(figures, 2) if not _fit(*pair))
    return lexicon.load().compare.notes["retold"] if all(_one_outlet(*pair, scene) for pair in excluded) else None


def _one_outlet(one: Figure, other: Figure, scene: Scene) -> bool:
    """Whether two reports of one outlet give the numbers; two that name none are of two."""
    left, right = scene.report(one), scene.report(other)
    return left.id != right.id and left.outlet == right.outlet != UNKNOWN.id


def _gap(positions: Sequence[tuple[str, Sequence[Figure]]]) -> str:
    """How far the lowest and the highest number lie apart, in percent of the lower one."""
    known = [group[0].value for _, group in positions if group[0].bound in ("exact", "about")]
    values = [value for value in known if value is not None and value > 0]
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    if low == high or high > FAR * low:  # a share says nothing between bounds, or between numbers far apart
        return ""
    share = (high - low) / low * 100
    shown = wording.number(round(share, 0 if share >= 1 else 1))
    return lexicon.load().compare.notes["apart"].format(percent=f"{shown}%")


def _middle_or_none(figure: Figure) -> Decimal | None:
    if figure.value is not None:
        return figure.value
    ends = [end for end in (figure.low, figure.high) if end is not None]
    return sum(ends, Decimal(0)) / len(ends) if ends else None


def _middle(figure: Figure) -> Decimal:
    middle = _middle_or_none(figure)
    return middle if middle is not None else Decimal("Infinity")
