"""Drawings as SVG text: a number line, a strip of dates, a network. Colours are classes of the page's style sheet.

Every drawing has a description for those who do not see it; the page says the same in words beside it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from dateline import wording
from dateline.faces.parts import Balance, Point, Series, Spot
from dateline.model import Figure

WIDTH = 360.0  # user units: about the width of a phone, so that letters stay readable there
MARGIN = 12.0


@dataclass(frozen=True)
class Reach:
    """What a position says on a line: from ``low`` to ``high``, an end that is ``None`` is open."""

    label: str
    low: float | None
    high: float | None
    about: bool
    group: int


def reach(figure: Figure, label: str, group: int) -> Reach | None:
    """What ``figure`` says on a number line; nothing for a figure without a number."""
    low, high = figure.low, figure.high
    if figure.value is not None:
        low = None if figure.bound in ("at_most", "less_than") else figure.value
        high = None if figure.bound in ("at_least", "more_than") else figure.value
    if low is None and high is None:
        return None
    return Reach(label, _float(low), _float(high), figure.bound == "about", group)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


# ── the number line ──────────────────────────────────────────────────────────────────────────────


def number_line(reaches: Sequence[Reach], unit: str = "") -> str:
    """A line with each position above it: a point, a ring for "about", a bar for a range, an arrow where it is open."""
    ends = [end for one in reaches for end in (one.low, one.high) if end is not None]
    low, high = _room(min(ends), max(ends))
    scale = _Scale(low, high)
    height = 26.0 * len(reaches) + 34
    parts = [_line(MARGIN, height - 26, WIDTH - MARGIN, height - 26, "axis")]
    for tick in _ticks(low, high):
        x = scale(tick)
        parts += [_line(x, height - 29, x, height - 23, "axis"), _text(x, height - 8, _short(tick, unit), "tick")]
    for position, one in enumerate(reaches):
        parts += _mark(one, scale, 18 + 26.0 * position, height - 26)
    return _svg(height, "; ".join(one.label for one in reaches), parts)


def _mark(one: Reach, scale: _Scale, y: float, axis: float) -> Iterable[str]:
    kind = f"mark g{one.group % 6}"
    left = scale(one.low) if one.low is not None else None
    right = scale(one.high) if one.high is not None else None
    start, stop = (MARGIN if left is None else left), (WIDTH - MARGIN if right is None else right)
    if start != stop:
        yield _line(start, y, stop, y, f"{kind} bar")
    if left is None:
        yield _path(f"M{start + 7:.1f} {y - 5:.1f}L{start:.1f} {y:.1f}L{start + 7:.1f} {y + 5:.1f}", f"{kind} arrow")
    if right is None:
        yield _path(f"M{stop - 7:.1f} {y - 5:.1f}L{stop:.1f} {y:.1f}L{stop - 7:.1f} {y + 5:.1f}", f"{kind} arrow")
    for x in sorted({x for x in (left, right) if x is not None}):
        yield _line(x, y, x, axis, "drop")
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="{kind}{" ring" if one.about else ""}"/>'
    yield _beside(start, stop, y, one.label)


def _beside(start: float, stop: float, y: float, label: str) -> str:
    """The label right of the mark, or left of it, or above it, where there is room."""
    label = label if len(label) <= 44 else f"{label[:43]}…"
    needed = 6.6 * len(label) + 10
    if stop + needed < WIDTH:
        return _text(stop + 10, y + 4, label, "label start")
    if start - needed > 0:
        return _text(start - 10, y + 4, label, "label end")
    return _text((start + stop) / 2, y - 8, label, "label")


@dataclass(frozen=True)
class _Scale:
    low: float
    high: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return MARGIN + 10 + share * (WIDTH - 2 * MARGIN - 20)


def _room(low: float, high: float) -> tuple[float, float]:
    """From zero where that does not hide the difference; else with a margin on both sides."""
    spread = high - low
    if low >= 0 and spread > high * 0.35:
        return 0.0, high * 1.05
    pad = spread * 0.6 or abs(high) * 0.1 or 1.0
    return (max(0.0, low - pad) if low >= 0 else low - pad), high + pad


def _ticks(low: float, high: float) -> list[float]:
    """Two to six round values."""
    rough = (high - low) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = math.ceil(low / step)
    return [value * step for value in range(first, math.floor(high / step) + 1)]


def _short(value: float, unit: str) -> str:
    number = Decimal(f"{value:.6g}")
    told = unit == "percent" or (len(unit) == 3 and unit.isupper())  # a currency's sign is short, a noun is not
    return wording.with_unit(wording.number(number), unit, number) if told else wording.number(number)


# ── dates ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Stretch:
    """A day or days on a strip; ``lane`` 0 is what happened, 1 what is ahead, 2 the reports."""

    label: str
    first: dt.date
    last: dt.date
    lane: int
    group: int = 0


LANES = ("happened", "planned", "reported")


def date_strip(stretches: Sequence[Stretch], lanes: Sequence[str] = LANES) -> str:
    """A line of time with lanes above it: points for days, bars for longer."""
    low = min(one.first for one in stretches).toordinal()
    high = max(one.last for one in stretches).toordinal()
    pad = max(1.0, (high - low) * 0.06)
    scale = _Scale(low - pad, high + pad)
    used = [lane for lane in range(len(lanes)) if any(one.lane == lane for one in stretches)]
    height = 30.0 * len(used) + 30
    axis = height - 24
    parts = [_line(MARGIN, axis, WIDTH - MARGIN, axis, "axis")]
    for row, lane in enumerate(used):
        y = 24 + 30.0 * row
        parts.append(_text(MARGIN, y - 10, lanes[lane], "lane start"))
        parts += [part for one in stretches if one.lane == lane for part in _days(one, scale, y)]
    for date in _dates(low, high):
        x = scale(date.toordinal())
        parts += [_line(x, axis - 3, x, axis + 3, "axis"), _text(x, height - 6, _date(date, high - low), "tick")]
    return _svg(height, "; ".join(f"{one.label}: {wording.interval(one.first, one.last)}" for one in stretches), parts)


def _days(one: Stretch, scale: _Scale, y: float) -> Iterable[str]:
    kind = f"mark l{one.lane} g{one.group % 6}"
    start, stop = scale(one.first.toordinal()), scale(one.last.toordinal())
    name = f"<title>{escape(f'{one.label}: {wording.interval(one.first, one.last)}')}</title>"
    if stop - start > 4:
        yield f'<line x1="{start:.1f}" y1="{y:.1f}" x2="{stop:.1f}" y2="{y:.1f}" class="{kind} bar">{name}</line>'
    else:
        yield _dot((start + stop) / 2, y, kind, f"{one.label}: {wording.interval(one.first, one.last)}")


def _dates(low: int, high: int) -> list[dt.date]:
    """Two to five dates, the ends among them."""
    steps = min(4, max(1, high - low))
    if high == low:
        return [dt.date.fromordinal(low)]
    found = (dt.date.fromordinal(low + round((high - low) * step / steps)) for step in range(steps + 1))
    return (
        list(dict.fromkeys(found))
        if steps < 4
        else [dt.date.fromordinal(low + (high - low) * s // 2) for s in range(3)]
    )


def _date(date: dt.date, span: int) -> str:
    if span > 366:
        return f"{wording.month(date.month)[:3]} {date.year}"
    return f"{date.day} {wording.month(date.month)[:3]} {date.year}"


# ── a figure through time ────────────────────────────────────────────────────────────────────────


def time_chart(series: Series) -> str:
    """Points over a line of time from zero upwards, joined where each period has one number."""
    height, axis, top = 190.0, 160.0, 22.0
    low, high = series.points[0].first.toordinal(), max(point.last for point in series.points).toordinal()
    pad = max(1.0, (high - low) * 0.08)
    across = _Scale(low - pad, high + pad)
    floor, peak = min(0.0, *(p.value for p in series.points)), max(0.0, *(p.value for p in series.points))

    def up(value: float) -> float:
        return axis - (value - floor) / (peak - floor or 1.0) * (axis - top)

    parts = [_line(MARGIN, up(0.0), WIDTH - MARGIN, up(0.0), "axis")]
    places = [(across((p.first.toordinal() + p.last.toordinal()) / 2), up(p.value), p) for p in series.points]
    if len({x for x, _, _ in places}) == len(places):
        parts.append(_path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, _ in places), "trend"))
    taken: list[_Box] = []
    for x, y, point in sorted(places, key=lambda place: -place[1]):
        parts.append(_dot(x, y, "mark", _said(point)))
        parts += _label(x, y, point.label, taken, height)
    for first, last in sorted({(p.first, p.last) for p in series.points}):
        x = across((first.toordinal() + last.toordinal()) / 2)
        name = _period(first, last)
        box = _Box(x - 3.2 * len(name), height - 12, x + 3.2 * len(name), height)
        if not any(box.meets(other) for other in taken):
            taken.append(box)
            parts += [_line(x, axis - 3, x, axis + 3, "axis"), _text(x, height - 6, name, "tick")]
    return _svg(height, f"{series.label}: {'; '.join(map(_said, series.points))}", parts)


def _said(point: Point) -> str:
    return f"{_period(point.first, point.last)}: {point.label}"


def _period(first: dt.date, last: dt.date) -> str:
    """``2019``, ``2023–24`` for a year that begins in another month, ``4 Jun 2024`` for a day."""
    if first == last:
        return _date(first, 0)
    if 364 <= (last - first).days <= 366 and first.year != last.year:
        return wording.years(first.year, last.year)
    return wording.interval(first, last)


# ── what passed between two ──────────────────────────────────────────────────────────────────────


def balance_chart(bars: Sequence[Balance]) -> str:
    """Cooperation above a line of time and conflict below it, as high as there were things done."""
    most, room, middle = max(max(bar.cooperation, bar.conflict) for bar in bars), 62.0, 92.0
    height = 2 * middle + 20
    low, high = bars[0].first.toordinal(), max(bar.last for bar in bars).toordinal() + 1
    scale = _Scale(low, high)
    parts = [
        _text(MARGIN, 11, "cooperation", "lane start"),
        _text(MARGIN, 2 * middle - 2, "conflict", "lane start"),
        *itertools.chain.from_iterable(_bar(bar, scale, middle, room / most) for bar in bars),
        _line(MARGIN, middle, WIDTH - MARGIN, middle, "axis"),
    ]
    for date in _dates(low, high):
        x = min(max(scale(date.toordinal()), MARGIN + 30), WIDTH - MARGIN - 30)
        parts.append(_text(x, height - 6, _date(date, high - low), "tick"))
    return _svg(height, "; ".join(map(_passed, bars)), parts)


def _bar(bar: Balance, scale: _Scale, middle: float, unit: float) -> Iterable[str]:
    """One rectangle above and one below the line, each with its number; never thinner than can be seen."""
    left, right = scale(bar.first.toordinal()), scale(bar.last.toordinal() + 1)
    wide = max(min(right - left - 1.5, 26.0), 3.0)
    x = (left + right - wide) / 2
    for number, kind, top, label in (
        (bar.cooperation, "up", middle - bar.cooperation * unit, middle - bar.cooperation * unit - 4),
        (bar.conflict, "down", middle, middle + bar.conflict * unit + 13),
    ):
        if number:
            box = f'x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{number * unit:.1f}"'
            yield f'<rect {box} class="{kind}"><title>{escape(_passed(bar))}</title></rect>'
            yield _text(x + wide / 2, label, str(number), "tick")


def _passed(bar: Balance) -> str:
    return f"{wording.interval(bar.first, bar.last)}: cooperation {bar.cooperation}, conflict {bar.conflict}"


# ── places ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Box:
    """A rectangle that a label takes."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def _label(x: float, y: float, label: str, taken: list[_Box], height: float) -> Iterable[str]:
    """The label right, left, above or below of its mark, where it meets no other; else none: the list has it."""
    label = label if len(label) <= 28 else f"{label[:27]}…"
    wide = 6.6 * len(label)
    for left, base, kind in (
        (x + 9, y + 4, "label start"), (x - 9 - wide, y + 4, "label end"), (x - wide / 2, y - 10, "label"),
        (x - wide / 2, y + 18, "label"),
    ):  # fmt: skip
        box = _Box(left, base - 10, left + wide, base + 3)
        inside = box.left >= 0 and box.right <= WIDTH and box.top >= 0 and box.bottom <= height
        if inside and not any(box.meets(other) for other in taken):
            taken.append(box)
            at = left if kind.endswith("start") else left + wide if kind.endswith("end") else x
            yield _text(at, base, label, kind)
            return


def place_map(spots: Sequence[Spot]) -> str:
    """Where the places lie to each other, on a grid of degrees; a square degree keeps its shape at the middle."""
    middle = math.radians(sum(spot.latitude for spot in spots) / len(spots))
    shrink = max(math.cos(middle), 0.2)
    north, south = max(s.latitude for s in spots), min(s.latitude for s in spots)
    east, west = max(s.longitude for s in spots), min(s.longitude for s in spots)
    span = max((east - west) * shrink, (north - south) * 1.7, 0.5)
    scale = (WIDTH - 150.0) / span
    height = max(130.0, (north - south) * scale + 90)

    def at(latitude: float, longitude: float) -> tuple[float, float]:
        return (
            WIDTH / 2 + (longitude - (east + west) / 2) * shrink * scale,
            height / 2 - (latitude - (north + south) / 2) * scale,
        )

    centre, size = ((east + west) / 2, (north + south) / 2), (WIDTH / scale / shrink, height / scale)
    parts = list(_graticule(at, size, centre, height))
    marks = [(*at(spot.latitude, spot.longitude), spot) for spot in spots]
    taken = [_Box(x - 6, y - 6, x + 6, y + 6) for x, y, _ in marks]
    for x, y, spot in marks:
        parts.append(_dot(x, y, "node", spot.name))
        parts += _label(x, y, spot.name, taken, height)
    said = "; ".join(f"{s.name}: {_degrees(s.latitude, 'NS')}, {_degrees(s.longitude, 'EW')}" for s in spots)
    return _svg(height, said, parts)


def _graticule(
    at: Callable[[float, float], tuple[float, float]],
    size: tuple[float, float],
    centre: tuple[float, float],
    height: float,
) -> Iterable[str]:
    """Lines of round degrees, named at the left and at the bottom."""
    step = next((s for s in (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30) if max(size) / s <= 8), 45)
    for axis, names in ((0, "EW"), (1, "NS")):
        first = math.ceil((centre[axis] - size[axis] / 2) / step)
        for turn in range(first, math.floor((centre[axis] + size[axis] / 2) / step) + 1):
            degrees = turn * step
            if axis == 0:
                x, _ = at(0, degrees)
                yield _line(x, 0, x, height, "grid")
                if 20 < x < WIDTH - 20:
                    yield _text(x, height - 4, _degrees(degrees, names), "tick")
            elif abs(degrees) <= 90:
                _, y = at(degrees, 0)
                yield _line(0, y, WIDTH, y, "grid")
                if 14 < y < height - 20:
                    yield _text(3, y - 3, _degrees(degrees, names), "tick start")


def _degrees(value: float, names: str) -> str:
    """``38.7° N``."""
    shown = f"{abs(value):.1f}".removesuffix(".0")
    return f"{shown}°" + (f" {names[0] if value > 0 else names[1]}" if value else "")


# ── who acts on whom ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tie:
    """How often ``left`` and ``right`` acted on each other, with cooperation and in conflict."""

    left: str
    right: str
    cooperation: int
    conflict: int


def network(ties: Sequence[Tie], most: int = 9) -> str:
    """The parties in a ring, the busiest first; lines as thick as what passed between them. Empty for one tie."""
    weight: dict[str, int] = {}
    for tie in ties:
        for name in (tie.left, tie.right):
            weight[name] = weight.get(name, 0) + tie.cooperation + tie.conflict
    names = sorted(weight, key=lambda name: (-weight[name], name))[:most]
    if len(names) < 3:
        return ""
    centre, radius = (WIDTH / 2, 130.0), 100.0
    turn = 2 * math.pi / len(names)
    places = {
        name: (centre[0] + 0.85 * radius * math.sin(i * turn), centre[1] - radius * math.cos(i * turn))
        for i, name in enumerate(names)
    }
    parts: list[str] = []
    for tie in ties:
        if tie.left in places and tie.right in places:
            parts += _tie(tie, places[tie.left], places[tie.right])
    for name, (x, y) in places.items():
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" class="node"/>', _named(name, x, y, centre)]
    said = [f"{tie.left} and {tie.right}: cooperation {tie.cooperation}, conflict {tie.conflict}" for tie in ties]
    return _svg(max(y for _, y in places.values()) + 34, "; ".join(said), parts)


def _named(name: str, x: float, y: float, centre: tuple[float, float]) -> str:
    """The name outside the ring, as much of it as fits on the paper; centred above or below where that is more."""
    side = "start" if x > centre[0] + 5 else "end" if x < centre[0] - 5 else ""
    beside = WIDTH - x - 12 if side == "start" else x - 12 if side == "end" else 0.0
    around = 2 * min(x, WIDTH - x)
    if side and 6.6 * len(name) <= beside:
        return _text(x + 12 if side == "start" else x - 12, y + 4, name, f"label {side}")
    most = int(around / 6.6)
    short = name if len(name) <= most else f"{name[: most - 1]}…"
    return _text(x, y - 12 if y < centre[1] else y + 20, short, "label")


def _tie(tie: Tie, one: tuple[float, float], other: tuple[float, float]) -> Iterable[str]:
    """One line for cooperation, one for conflict, bent apart."""
    for bend, times, kind in ((-12, tie.cooperation, "coop"), (12, tie.conflict, "conf")):
        if times:
            x, y = (one[0] + other[0]) / 2, (one[1] + other[1]) / 2
            length = math.dist(one, other) or 1.0
            x += bend * (other[1] - one[1]) / length
            y -= bend * (other[0] - one[0]) / length
            width = min(1.5 + times, 8)
            path = f"M{one[0]:.1f} {one[1]:.1f}Q{x:.1f} {y:.1f} {other[0]:.1f} {other[1]:.1f}"
            yield f'<path d="{path}" class="tie {kind}" stroke-width="{width}"/>'


# ── SVG ──────────────────────────────────────────────────────────────────────────────────────────


def _svg(height: float, description: str, parts: Iterable[str]) -> str:
    label = escape(description if len(description) <= 400 else f"{description[:399]}…")
    box = f"0 0 {WIDTH:.0f} {height:.0f}"
    return f'<svg class="chart" viewBox="{box}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _dot(x: float, y: float, kind: str, title: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" class="{kind}"><title>{escape(title)}</title></circle>'


def _path(path: str, kind: str) -> str:
    return f'<path d="{path}" class="{kind}"/>'


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escape(text)}</text>'
