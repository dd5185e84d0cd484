"""The small grammar of shifts: what a time expression means, independent of the day it is said on.

A shift is one or more steps with a space between; each step starts from the first day of what the step before it
gave, the first step from the day of the report. ``resolve("week-1 tue@+0", day)`` is the Tuesday of last week.

=====================  ==========================================================================================
``2024-07-08``         a value of its own, as in TIMEX3: a day, ``2024-07``, ``2024``, ``2024-W28``, ``2024-Q3``,
                       ``2024-H1``, ``2024-SU``, ``199X`` (decade), ``19XX`` (century)
``FY2024-04``          the financial year that ends in 2024 and begins in April; ``FY2024-00``: no one says in which
                       month it begins, it lies somewhere in 2023 and 2024
``day-3`` ``year+5``   so many units from here; the stretch is the whole unit (``year+5`` is a whole year).
                       Units: day, week, weekend, month, quarter, half, year, decade, century
``tue<`` ``tue<=``     the latest Tuesday before the day; the latest one, the day itself included
``tue>`` ``tue>=``     the coming Tuesday; the coming one, the day itself included
``tue~``               the nearest one; ``<~`` and ``>~``: the latest or the coming one, but the other where that is
                       four times nearer ("planned for March", said in February)
``weekend<=``          the same for weekends
``week<`` ``week>=``   last week and, ahead, this week: as ``week-1`` and ``week+0``, but on a Sunday, when papers speak
                       of the week just over and of the one to come, one week later
``tue@-1``             Tuesday of last week; ``dec@-1``: December of last year; ``07-08@+0``: 8 July of this year
``dec<`` ``07-08~``    the same for months (jan … dec), days of the year (MM-DD), seasons (SP SU FA WI) and holidays
                       (``christmas<``): their keys in ``dates.toml``
``mon=``               no move: the day must be a Monday, else the shift fits no day
``fy04+0``             the financial year that begins in April and holds the day (``fy04-1``: the one before)
``past:P2W``           from so long ago up to the day; ``next:P2W``: from the day on
``/START``             the first half of the stretch; ``/MID`` its middle half, ``/END`` its second half
``/earlier``           the part of the stretch up to the day of the report, ``/later``: from it on
``2019..2021``         from the first day of the one to the last day of the other
``TMO`` ``T16:30``     a part or time of the day (MO, AF, EV, NI, or a clock time)
=====================  ==========================================================================================
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from dateline.lexicon import Holiday, load
from dateline.model import Grain

WEEKDAYS = tuple("mon tue wed thu fri sat sun".split())  # noqa: SIM905 - keywords, not a list of words
MONTHS = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())  # noqa: SIM905
"""The names of weekdays and months in shifts: keywords of the grammar, the same in every language."""

_WEEKDAYS = {name: number for number, name in enumerate(WEEKDAYS, 1)}
_MONTHS = {name: number for number, name in enumerate(MONTHS, 1)}
_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_UNIT_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_UNIT = re.compile(r"(day|weekend|week|month|quarter|half|year|decade|century)([+-]\d+)")
_NAMED = re.compile(r"([a-z][a-z_']*|SP|SU|FA|WI|\d\d-\d\d)(<=|>=|<~|>~|<|>|~|@[+-]\d+)")
_FISCAL = re.compile(r"fy(\d\d)([+-]\d+)")
_SPAN = re.compile(r"(past|next):P(\d+)([DWMY])(?:(\d+)M)?")
_ISO = re.compile(r"FY\d{4}-\d\d|\d\d[\dX]{2}(?:-(?:\d\d(?:-\d\d)?|W\d\d(?:-WE)?|Q\d|H\d|SP|SU|FA|WI))?")
_FINENESS: tuple[Grain, ...] = (
    "time", "day", "week", "month", "season", "quarter", "half", "year", "decade", "century", "unknown",
)  # fmt: skip
_TRIES = 9  # years to look either way for a named day: enough for 29 February and for a weekday to come round


class ShiftError(ValueError):
    """A step that the grammar of shifts does not know."""


@dataclass(frozen=True)
class Stretch:
    """Days ``first`` to ``last``, both included, with their TIMEX3 value."""

    first: dt.date
    last: dt.date
    grain: Grain
    value: str


def day(date: dt.date) -> Stretch:
    """The one day."""
    return Stretch(date, date, "day", date.isoformat())


def is_absolute(shift: str) -> bool:
    """Whether the shift needs no day of the report."""
    return bool(_ISO.fullmatch(shift.split(" ", maxsplit=1)[0]))


def is_day(shift: str) -> bool:
    """Whether the shift gives a single day (or a time of one)."""
    step = [step for step in shift.split(" ") if not step.startswith("T") and not step.endswith("=")] or [shift]
    last = re.split(r"[<>~@+]|-\d+$", step[-1])[0] if not re.fullmatch(r"\d{4}-\d\d-\d\d", step[-1]) else "day"
    return last in _WEEKDAYS or last == "day" or bool(re.fullmatch(r"\d\d-\d\d", last)) or last in _holidays()


def resolve(shift: str, anchor: dt.date | None) -> Stretch | None:
    """What ``shift`` means said on ``anchor``; nothing where it fits no day or needs an anchor that is absent."""
    start, _, end = shift.partition("..")
    if end:
        return _between(resolve(start, anchor), resolve(end, anchor))
    here = day(anchor) if anchor else None
    try:
        for step in shift.split(" "):
            here = _step(step, here, anchor)
            if here is None:
                return None
    except ShiftError:
        raise
    except (ValueError, OverflowError):  # 31 June, the year 10,000
        return None
    return here


def _between(first: Stretch | None, last: Stretch | None) -> Stretch | None:
    if first is None or last is None or last.last < first.first:
        return None
    grain = min(first.grain, last.grain, key=_FINENESS.index)
    return Stretch(first.first, last.last, grain, f"{first.value}/{last.value}")


def _step(step: str, here: Stretch | None, anchor: dt.date | None) -> Stretch | None:
    """What one step gives from where the steps before it led."""
    if _ISO.fullmatch(step):
        return stretch_of(step)
    if here is None:
        return None
    for pattern, move in _MOVES:
        if found := pattern.fullmatch(step):
            return move(found, here, anchor)
    raise ShiftError(f"unknown step {step!r} in a shift; the grammar stands in dates/shifts.py")


# ── whole units ──────────────────────────────────────────────────────────────────────────────────


def stretch_of(value: str) -> Stretch:
    """The days of a TIMEX3 value. Raises ``ValueError`` for a day that does not exist."""
    head, _, rest = value.partition("-")
    if head.startswith("FY"):
        return fiscal_year(int(rest), int(head[2:]))
    if "X" in head:
        return _years(int(head.replace("X", "0")), 10 ** head.count("X"), value)
    return _in_that_year(int(head), rest, value) if rest else _years(int(head), 1, value)


def _in_that_year(year: int, rest: str, value: str) -> Stretch:
    """The part ``rest`` of ``year``: W28, Q3, H1, SU, 07, 07-08."""
    if rest.startswith("W") and rest not in _SEASONS:
        return _week_of(dt.date.fromisocalendar(year, int(rest[1:3]), 1), weekend=rest.endswith("WE"))
    if rest[0] in "QH":
        size = 3 if rest[0] == "Q" else 6
        return _months(year, (int(rest[1]) - 1) * size + 1, size, value)
    if rest in _SEASONS:
        return _season(year, rest)
    return _months(year, int(rest), 1, value) if len(rest) == 2 else day(dt.date.fromisoformat(value))


def _years(year: int, count: int, value: str) -> Stretch:
    grain: Grain = {1: "year", 10: "decade", 100: "century"}[count]  # type: ignore[assignment]
    return Stretch(dt.date(year, 1, 1), dt.date(year + count - 1, 12, 31), grain, value)


def _months(year: int, month: int, count: int, value: str) -> Stretch:
    grain: Grain = {1: "month", 3: "quarter", 6: "half"}[count]  # type: ignore[assignment]
    return Stretch(dt.date(year, month, 1), add_months(dt.date(year, month, 1), count) - dt.timedelta(1), grain, value)


def _season(year: int, season: str) -> Stretch:
    first, last = _SEASONS[season]
    end = dt.date(year + (last < first), last, 1)
    return Stretch(dt.date(year, first, 1), add_months(end, 1) - dt.timedelta(1), "season", f"{year:04}-{season}")


def _week_of(date: dt.date, *, weekend: bool = False) -> Stretch:
    monday = date - dt.timedelta(date.weekday())
    year, week, _ = date.isocalendar()
    if weekend:
        return Stretch(monday + dt.timedelta(5), monday + dt.timedelta(6), "week", f"{year:04}-W{week:02}-WE")
    return Stretch(monday, monday + dt.timedelta(6), "week", f"{year:04}-W{week:02}")


def add_months(date: dt.date, months: int) -> dt.date:
    """``date`` moved by whole months; the 31st becomes the last day of a shorter month."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def _unit(unit: str, count: int, here: dt.date) -> Stretch:
    if unit == "day":
        return day(here + dt.timedelta(count))
    if unit in ("week", "weekend"):
        return _week_of(here + dt.timedelta(7 * count), weekend=unit == "weekend")
    moved = add_months(here, _UNIT_MONTHS[unit] * count)
    if unit == "month":
        return stretch_of(f"{moved.year:04}-{moved.month:02}")
    if unit in ("quarter", "half"):
        size = _UNIT_MONTHS[unit]
        return stretch_of(f"{moved.year:04}-{'Q' if size == 3 else 'H'}{(moved.month - 1) // size + 1}")
    digits = {"year": 4, "decade": 3, "century": 2}[unit]
    return stretch_of(f"{moved.year:04}"[:digits].ljust(4, "X"))


# ── named days, months, seasons ──────────────────────────────────────────────────────────────────


def _named(name: str, relation: str, here: dt.date) -> Stretch | None:
    if name in _WEEKDAYS:
        return _weekday(_WEEKDAYS[name], relation, here)
    if name == "week":
        sunday = here.isoweekday() == 7
        weeks = {"<": 0 if sunday else -1, ">=": 1 if sunday else 0}[relation]
        return _week_of(here + dt.timedelta(7 * weeks))
    if name == "weekend":
        return _choose([_week_of(here + dt.timedelta(7 * week), weekend=True) for week in (-1, 0, 1)], relation, here)
    if relation.startswith("@"):
        return _in_year(name, here.year + int(relation[1:]))
    around = [_in_year(name, here.year + offset) for offset in range(-_TRIES, _TRIES + 1)]
    return _choose([stretch for stretch in around if stretch], relation, here)


def _weekday(weekday: int, relation: str, here: dt.date) -> Stretch | None:
    monday = here - dt.timedelta(here.weekday())
    if relation.startswith("@"):
        return day(monday + dt.timedelta(7 * int(relation[1:]) + weekday - 1))
    weeks = [monday + dt.timedelta(7 * week + weekday - 1) for week in (-1, 0, 1)]
    return _choose([day(date) for date in weeks], relation, here)


def _choose(stretches: list[Stretch], relation: str, here: dt.date) -> Stretch | None:
    """The one of ``stretches`` (in order of time) that stands in ``relation`` to ``here``."""
    if relation == "~":
        return min(stretches, key=lambda s: _distance(s, here), default=None)
    if relation in ("<~", ">~"):
        before, after = _choose(stretches, "<=", here), _choose(stretches, ">=", here)
        first, second = (before, after) if relation == "<~" else (after, before)
        nearer = first and second and 4 * _distance(second, here) < _distance(first, here)
        return second if nearer else first
    if relation in ("<", "<="):
        past = [s for s in stretches if (s.first <= here if relation == "<=" else s.last < here)]
        return past[-1] if past else None
    return next((s for s in stretches if (s.last >= here if relation == ">=" else s.first > here)), None)


def _distance(stretch: Stretch, here: dt.date) -> int:
    return max(0, (stretch.first - here).days, (here - stretch.last).days)


def _in_year(name: str, year: int) -> Stretch | None:
    """The named day, month or season of ``year``; nothing for 29 February of a common year."""
    if name in _MONTHS:
        return stretch_of(f"{year:04}-{_MONTHS[name]:02}")
    if name in _SEASONS:
        return _season(year, name)
    if name[0].isdigit():
        month, date = int(name[:2]), int(name[3:])
        return day(dt.date(year, month, date)) if date <= calendar.monthrange(year, month)[1] else None
    return day(holiday(_holidays()[name], year)) if name in _holidays() else None


@functools.cache
def _holidays() -> dict[str, Holiday]:
    return {holiday_key(entry): entry for entry in load("en").dates.holidays}


def holiday_key(entry: Holiday) -> str:
    """The name of a holiday in shifts."""
    return re.sub(r"[^a-z']+", "_", entry.names[0])


def holiday(entry: Holiday, year: int) -> dt.date:
    """The day of a holiday in ``year``."""
    if entry.easter is not None:
        return _easter(year) + dt.timedelta(entry.easter)
    if entry.weekday is None:
        return dt.date(year, entry.month, entry.day)
    first = dt.date(year, entry.month, 1)
    days = [first + dt.timedelta(n) for n in range(calendar.monthrange(year, entry.month)[1])]
    matching = [date for date in days if date.isoweekday() == entry.weekday]
    return matching[entry.week - 1 if entry.week > 0 else entry.week] + dt.timedelta(entry.plus)


def _easter(year: int) -> dt.date:
    """Western Easter Sunday: the "anonymous Gregorian" computus (Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, date = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, date + 1)


# ── spans and parts ──────────────────────────────────────────────────────────────────────────────


def _fiscal(month: int, count: int, here: dt.date) -> Stretch:
    return fiscal_year(month, here.year + (here.month >= month > 1) + count)


def fiscal_year(month: int, ending: int) -> Stretch:
    """The financial year that begins on the first of ``month`` and ends in the year ``ending``."""
    if month == 0:
        return Stretch(dt.date(ending - 1, 1, 1), dt.date(ending, 12, 31), "year", f"FY{ending:04}")
    first = dt.date(ending - (month > 1), month, 1)
    return Stretch(first, add_months(first, 12) - dt.timedelta(1), "year", f"FY{ending:04}")


def _span(ahead: bool, count: int, unit: str, months: int, here: dt.date) -> Stretch:
    days = {"D": 1, "W": 7}.get(unit)
    sign = 1 if ahead else -1
    size = count * (12 if unit == "Y" else 1) + months
    there = here + dt.timedelta(sign * count * days) if days else add_months(here, sign * size)
    grain: Grain = {"D": "day", "W": "week", "M": "month", "Y": "year"}[unit]  # type: ignore[assignment]
    return Stretch(min(here, there), max(here, there), grain, f"P{count}{unit}" + (f"{months}M" if months else ""))


def _part(here: Stretch, part: str, anchor: dt.date | None) -> Stretch | None:
    if part in ("earlier", "later"):
        if anchor is None or not here.first <= anchor <= here.last:
            return here
        return replace(here, last=anchor) if part == "earlier" else replace(here, first=anchor)
    days = (here.last - here.first).days
    low, high = {"START": (0, days // 2), "MID": (days // 4, days - days // 4), "END": ((days + 1) // 2, days)}[part]
    return replace(here, first=here.first + dt.timedelta(low), last=here.first + dt.timedelta(high))


def _same_weekday(name: str, here: Stretch) -> Stretch | None:
    return here if here.first.isoweekday() == _WEEKDAYS[name] else None


_Move = Callable[[re.Match[str], Stretch, "dt.date | None"], Stretch | None]
_MOVES: tuple[tuple[re.Pattern[str], _Move], ...] = (
    (re.compile(r"/(START|MID|END|earlier|later)"), lambda m, here, anchor: _part(here, m[1], anchor)),
    (re.compile(r"(mon|tue|wed|thu|fri|sat|sun)="), lambda m, here, _: _same_weekday(m[1], here)),
    (
        re.compile(r"T(?:[A-Z]{2}|\d\d:\d\d)"),
        lambda m, here, _: replace(here, grain="time", value=f"{here.first.isoformat()}{m[0]}"),
    ),
    (_UNIT, lambda m, here, _: _unit(m[1], int(m[2]), here.first)),
    (_NAMED, lambda m, here, _: _named(m[1], m[2], here.first)),
    (_FISCAL, lambda m, here, _: _fiscal(int(m[1]), int(m[2]), here.first)),
    (_SPAN, lambda m, here, _: _span(m[1] == "next", int(m[2]), m[3], int(m[4] or 0), here.first)),
)
"""The steps of the grammar, and what each does from ``here``."""
