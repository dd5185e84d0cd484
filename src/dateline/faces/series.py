"""What of a story can be drawn besides its conflicts: a figure through time, and places that are certain."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from dateline import wording
from dateline.faces.parts import Point, Series, Spot
from dateline.match import interval
from dateline.match.figures import HARM
from dateline.match.words import stems
from dateline.model import AnyClaim, Entry, Event, Figure, Report, Time

YEARLY = frozenset({
    "import", "export", "trade", "trade_balance", "price", "aid", "investment", "budget", "share", "population",
    "production", "troops",
})  # fmt: skip
"""Measures that one asks for period by period: the dead of two days are two events, no series."""


def through_time(figures: Sequence[tuple[Figure, str]], label: Callable[[str], str]) -> Iterable[Series]:
    """One measure of one party over different periods; ``figures`` come with their items, ``label`` names an item."""
    groups: dict[tuple[object, ...], list[tuple[Figure, str]]] = defaultdict(list)
    for figure, item in figures:
        parties = (figure.of, figure.from_, figure.to)
        if figure.measure_kind in YEARLY and figure.change == "level" and any(parties) and figure.value is not None:
            groups[figure.measure_kind, figure.unit, *parties, stems(figure.measure)].append((figure, item))
    for held in groups.values():
        found = _points((figure, figure.when) for figure, _ in held)
        if len({point.first for point in found}) > 1:
            name, period = label(held[0][1]), wording.when(held[0][0].when) if held[0][0].when else ""
            yield Series(name.removesuffix(f", {period}"), held[0][0].unit, found, reported=False)


def by_report(
    entries: Iterable[Entry], claims: Mapping[str, AnyClaim], reports: Mapping[str, Report]
) -> Iterable[Series]:
    """Tolls as the reports of each day gave them, where the number grew or fell from day to day."""
    for entry in entries:
        figures = [claim for key in entry.claims if isinstance(claim := claims[key], Figure)]
        if not figures or figures[0].measure_kind not in HARM:
            continue
        days = ((f, reports[f.evidence.report].published) for f in figures if f.evidence.report in reports)
        found = _points(days)
        if found and _highest(found, found[0].first) != _highest(found, found[-1].first):
            yield Series(wording.capital(wording.visible(entry.label)), figures[0].unit, found, reported=True)


def _highest(points: Sequence[Point], day: dt.date) -> float:
    return max(point.value for point in points if point.first == day)


def _points(placed: Iterable[tuple[Figure, Time | None]]) -> tuple[Point, ...]:
    """The numbers that have a day or period, each once, in order of time."""
    found = set()
    for figure, time in placed:
        days = interval(time)
        if days and figure.value is not None:
            found.add(Point(*days, float(figure.value), wording.visible(wording.quantity(figure))))
    return tuple(sorted(found, key=lambda point: (point.first, point.last, point.value, point.label)))


def spots(entries: Iterable[Entry], claims: Mapping[str, AnyClaim]) -> tuple[Spot, ...]:
    """The places of events, where the record is certain of them, with what happened there; none for fewer than two."""
    found: dict[tuple[float, float], dict[str, str]] = defaultdict(dict)
    names: dict[tuple[float, float], str] = {}
    for entry in entries:
        for claim in (claims[key] for key in entry.claims):
            place = claim.where if isinstance(claim, Event) else None
            if place and place.latitude is not None and place.longitude is not None and claim.factuality != "denied":
                at = (place.latitude, place.longitude)
                names.setdefault(at, wording.visible(place.name))
                found[at].setdefault(entry.id, wording.capital(wording.flat(wording.visible(entry.label))))
    if len(found) < 2:
        return ()
    ordered = sorted(found, key=lambda at: (-len(found[at]), names[at]))
    return tuple(Spot(names[at], *at, tuple(found[at].items())) for at in ordered)
