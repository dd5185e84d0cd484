"""Stretches of time by where they lie from here: "last week", "this Christmas", "Tuesday", "the end of the year"."""

from __future__ import annotations

from dateline.dates.grammar.calendar import LONGEST
from dateline.dates.grammar.lengths import Length, read_length, span
from dateline.dates.grammar.parts import (
    DAY,
    MONTH,
    NO_YEAR,
    OPEN,
    PART,
    POINT,
    B,
    Match,
    Meaning,
    N,
    Patterns,
    U,
    Y,
    with_part,
)
from dateline.dates.shifts import MONTHS


def _pointed_unit(match: Match) -> Meaning | None:
    """Last week, this year, next month; "the past year" and "coming weeks" are lengths."""
    unit, names = str(match.value("u", "UNIT")), match.classes("p")
    if unit in ("second", "minute", "hour", "millennium") or (unit == "day" and names & {"LAST", "COMING", "THIS"}):
        return Meaning(kind="none")  # "the last day": of what, the words do not say
    if match.words("u")[0].text != unit or "RECENT" in names:
        plural = match.words("u")[0].text != unit and not names & {"THIS", "THAT"}
        return Meaning(value=Length(0, unit).value, type="duration") if plural else None
    if "PAST" in names and match.has("the"):
        return span(Length(1, unit), "past", None)
    if names & {"THAT", "FOLLOWING", "PREVIOUS"} or unit == "day":
        return Meaning(shift=f"{unit}{match.step:+d}", mod=match.mod, from_text=True)
    if match.has("the") and "NEXT" in names:
        return Meaning(shift=f"{unit}+1", mod=match.mod, kind="next")
    return _this_unit(match, unit)


def _this_unit(match: Match, unit: str) -> Meaning | None:
    """The unit before, of or after the day of the report."""
    step = match.step
    if unit == "weekend" and not step:
        return Meaning(shift=f"weekend{OPEN}")
    if unit == "fortnight":
        return span(Length(2, "week"), "next" if step > 0 else "past", None)
    if unit == "week" and step <= 0:
        return with_part(match, "week<" if step < 0 else f"week{OPEN}")
    return with_part(match, f"{unit}{step:+d}")


def _pointed_length(match: Match) -> Meaning | None:
    length = read_length(match)
    if length is None:
        return None
    names = match.classes("p")
    return span(length, "next" if names & {"NEXT", "COMING", "FOLLOWING"} else "past", match.bound)


def _pointed_name(match: Match) -> Meaning | None:
    """Last Tuesday, next December, this Christmas."""
    step = match.step
    names = match.classes("p")
    if "RECENT" in names:
        return None
    if name := match.weekday:
        shift = {-1: f"{name}<", 0: f"{name}{OPEN}", 1: f"{name}>"}[step]
        if "THIS" in names:
            shift = f"{name}@+0"
        return Meaning(shift=shift, from_text="THAT" in names or "FOLLOWING" in names)
    if match.has("m"):
        name = MONTHS[match.month - 1]
    elif match.has("s"):
        name = str(match.value("s", "SEASON"))
    else:
        name = str(match.value("h", "HOLIDAY"))
    if "THAT" in names:
        return Meaning(shift=f"{name}@+0", from_text=True)
    return with_part(match, {-1: f"{name}<", 0: f"{name}@+0", 1: f"{name}>"}[step])


def _name_of_year(match: Match) -> Meaning | None:
    """December of last year, in the summer of this year."""
    name = MONTHS[match.month - 1] if match.has("m") else str(match.value("s", "SEASON"))
    return with_part(match, f"{name}@{match.step:+d}")


def _weekday_only(match: Match) -> Meaning | None:
    return Meaning(shift=f"{match.weekday}{OPEN}")


def _weekday_of_week(match: Match) -> Meaning | None:
    return Meaning(shift=f"{match.weekday}@{match.step:+d}")


def _end_of_unit(match: Match) -> Meaning | None:
    """The end of the year: of the report's, or of the one told before."""
    unit = match.words("u")[0].text
    if unit not in ("week", "month", "quarter", "year", "decade", "century"):
        return None
    return Meaning(shift=f"{unit}+0 /{match.mod}", mod=match.mod)


def _holiday(match: Match) -> Meaning | None:
    key = match.value("h", "HOLIDAY")
    if match.has("y"):
        return Meaning(shift=f"{match.year:04} {key}@+0")
    return Meaning(shift=f"{key}{OPEN}")


def _holiday_unit(match: Match) -> Meaning | None:
    """Easter week, Christmas weekend."""
    unit = match.value("u", "UNIT")
    return Meaning(shift=f"{match.value('h', 'HOLIDAY')}{OPEN} {unit}+0") if unit in ("week", "weekend") else None


def _week_of(match: Match) -> Meaning | None:
    month, day = match.month, match.number("d")
    return Meaning(shift=f"{month:02}-{day:02}{OPEN} week+0") if 1 <= day <= LONGEST[month - 1] else None


PATTERNS: Patterns = (
    (f"{PART} (?P<the> THE)? {POINT} {U}", _pointed_unit),
    (
        f"(?:THE)? (?P<p> LAST | PAST | PREVIOUS | NEXT | COMING | FOLLOWING | RECENT) {B} {N} HYPHEN? {U}",
        _pointed_length,
    ),
    (
        f"{PART} (?:THE)? {POINT} (?:(?P<w> WEEKDAY)|(?P<m> MONTH)|(?P<s> SEASON)|(?P<h> HOLIDAY)) {NO_YEAR}",
        _pointed_name,
    ),
    (f"{PART} (?:(?:THE)? (?P<m> MONTH)|(?:THE)? (?P<s> SEASON)) OF? (?:THE)? {POINT} UNIT", _name_of_year),
    ("(?P<w> WEEKDAY) DOT?", _weekday_only),
    ("(?P<part> PART) THE (?P<u> UNIT)", _end_of_unit),
    (f"(?P<w> WEEKDAY) OF? {POINT} UNIT", _weekday_of_week),
    (f"(?P<h> HOLIDAY) (?: COMMA? {Y})?", _holiday),
    (f"(?:THE)? UNIT OF {MONTH} (?P<d> {DAY})", _week_of),
    ("(?P<h> HOLIDAY) (?P<u> UNIT)", _holiday_unit),
)
