"""Arithmetic between the figures and dates of a story: sums, one number for two things, elapsed years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from dateline import lexicon, wording
from dateline.compare.figures import rounds
from dateline.compare.labels import phrase
from dateline.match import Scene, interval
from dateline.match.events import has_word_before, years_since
from dateline.match.figures import VAGUE, extent, unit_family
from dateline.model import Check, CheckStanding, Event, Figure

FITS = Decimal("0.03")  # a sum of rounded parts may miss a rounded total by this share


def find_checks(scene: Scene) -> tuple[Check, ...]:
    """All checks that the claims of one story allow, without doubles."""
    figures = [claim for claim in scene.claims if isinstance(claim, Figure)]
    events = [claim for claim in scene.claims if isinstance(claim, Event)]
    found = [*_trade_sums(figures, scene), *_same_numbers(figures, scene), *_elapsed(events, scene)]
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
        parts = [part for part in flows if scene.parties(part) == sides and len(sides) == 2 and part.unit == total.unit]
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
            measure=phrase([total], scene),
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
        if figure.value is not None and unit_family(figure) == "money":
            held[str(figure.value.normalize()), figure.unit].append(figure)
    for sharing in held.values():
        for position, one in enumerate(sharing):
            for other in sharing[position + 1 :]:
                if _confusable(one, other, scene):
                    note = (
                        lexicon.load()
                        .compare.notes["same_number"]
                        .format(value=wording.amount(one), first=phrase([one], scene), second=phrase([other], scene))
                    )
                    yield Check(kind="same_number", claims=(one.id, other.id), standing="inconsistent", note=note)


def _confusable(one: Figure, other: Figure, scene: Scene) -> bool:
    apart = one.evidence.report != other.evidence.report and one.measure_kind != other.measure_kind
    told = not VAGUE & {one.measure_kind, other.measure_kind}
    return apart and told and bool(scene.parties(one) & scene.parties(other))


def _elapsed(events: Sequence[Event], scene: Scene) -> Iterator[Check]:
    """A first "in five years" in one place against a last "in 2019" in another."""
    words = lexicon.load().common
    firsts = [(event, years) for event in events if (years := years_since(event, scene))]
    lasts = [event for event in events if event.when and has_word_before(event, words.last_words, scene)]
    for first, years in firsts:
        told = _year_of(first, scene)
        for last in lasts:
            since = scene.when(last)
            one_act = (first.type, first.mode) == (last.type, last.mode) and _one_way(first, last, scene)
            if told and since and one_act and since[0].year < told:
                yield _elapsed_check(first, last, years, (since[0].year, told))


def _one_way(first: Event, last: Event, scene: Scene) -> bool:
    """Whether two visits or the like lead to the same country, and both concern the same two countries."""
    targets = [scene.countries({*event.recipients, *_place_of(event)}) for event in (first, last)]
    return bool(targets[0] & targets[1]) and len(_sides(first, scene) & _sides(last, scene)) > 1


def _sides(event: Event, scene: Scene) -> frozenset[str]:
    """The countries of those that an event's sentence names, its parties and place included."""
    return scene.countries(scene.parties(event) | scene.named_in(event) | _place_of(event))


def _place_of(event: Event) -> frozenset[str]:
    """The entity of the place where an event happens."""
    return frozenset([event.where.entity]) if event.where and event.where.entity else frozenset()


def _year_of(event: Event, scene: Scene) -> int | None:
    """The year of an event that its report tells as news: that of its own day, else of the report's."""
    own = scene.when(event) or interval(scene.report(event).published)
    return own[0].year if own else None


def _elapsed_check(first: Event, last: Event, years: int, ends: tuple[int, int]) -> Check:
    fits = abs(ends[1] - ends[0] - years) <= 1
    standing: CheckStanding = "consistent" if fits else "inconsistent"
    words = {name: wording.flat(event.evidence.text) for name, event in (("first", first), ("last", last))}
    note = (
        lexicon.load()
        .compare.notes["elapsed_fits" if fits else "elapsed_fails"]
        .format(**words, **{"from": ends[0], "to": ends[1]}, years=wording.count(ends[1] - ends[0], "year"))
    )
    return Check(kind="elapsed", claims=(first.id, last.id), standing=standing, note=note)
