"""Days, months, years and parts of years by their names: "8 July 2024", "March", "the 1990s", "the third quarter"."""

from __future__ import annotations

import re

from dateline.dates.grammar.parts import DAY, MONTH, OPEN, PART, POINT, Match, Meaning, Patterns, U, W, Y, with_part
from dateline.dates.shifts import MONTHS, stretch_of

LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""The days of each month, in a leap year."""


def _iso(match: Match) -> Meaning | None:
    return _absolute(match.words("x")[0].text)


def _absolute(value: str) -> Meaning | None:
    try:
        stretch_of(value)
    except ValueError:
        return None
    return Meaning(shift=value)


def _slash(match: Match) -> Meaning | None:
    first, second, year = (int(part) for part in match.words("x")[0].text.split("/"))
    year += 0 if year > 99 else 2000 if year <= 30 else 1900
    day_first, month_first = f"{year:04}-{second:02}-{first:02}", f"{year:04}-{first:02}-{second:02}"
    if first > 12:
        return _absolute(day_first)
    if second > 12 or first == second:
        return _absolute(month_first)
    return None  # 03/04/2024 is two days: unknown stays unknown


def _date(match: Match) -> Meaning | None:
    """A day of a month, with or without weekday and year."""
    month, day = match.month, match.number("d")
    if not 1 <= day <= 31:
        return None
    if match.has("y"):
        return _absolute(f"{match.year:04}-{month:02}-{day:02}")
    check = f" {match.weekday}=" if match.has("w") else ""
    return Meaning(shift=f"{month:02}-{day:02}{OPEN}{check}") if day <= LONGEST[month - 1] else None


def _pointed_date(match: Match) -> Meaning | None:
    """Last Oct. 23."""
    month, day = match.month, match.number("d")
    if not 1 <= day <= LONGEST[month - 1]:
        return None
    return Meaning(shift=f"{month:02}-{day:02}" + {-1: "<", 0: "@+0", 1: ">"}[match.step])


def _days(match: Match) -> Meaning | None:
    """July 8-9, 2024; the interval's value is ``first/last``."""
    month, first, last = match.month, match.number("d"), match.number("e")
    if not 1 <= first < last <= LONGEST[month - 1]:
        return None
    if match.has("y"):
        year = f"{match.year:04}-"
        return Meaning(shift=f"{year}{month:02}-{first:02}..{year}{month:02}-{last:02}")
    start = f"{month:02}-{first:02}{OPEN}"
    return Meaning(shift=f"{start}..{start} {month:02}-{last:02}>=")


def _month_year(match: Match) -> Meaning | None:
    return with_part(match, f"{match.year:04}-{match.month:02}")


def _month_only(match: Match) -> Meaning | None:
    return with_part(match, f"{MONTHS[match.month - 1]}{OPEN}")


def _year_only(match: Match) -> Meaning | None:
    return with_part(match, f"{match.year:04}")


def _years(match: Match) -> Meaning | None:
    """2023-24 and 2019-2022; a financial year where the words say so."""
    first = match.year
    digits = match.words("z")[0].text
    last = int(digits) if len(digits) == 4 else first // 100 * 100 + int(digits)
    if not first < last <= first + 120:
        return None
    if match.has("f") or match.has("g"):
        return Meaning(value=f"FY{last:04}", kind="fiscal") if last == first + 1 else None
    return Meaning(shift=f"{first:04}..{last:04}")


def _fiscal(match: Match) -> Meaning | None:
    return Meaning(value=f"FY{match.year:04}", kind="fiscal")


def _fiscal_relative(match: Match) -> Meaning | None:
    return Meaning(value=f"FY{match.step:+d}", kind="fiscal")


def _decade(match: Match) -> Meaning | None:
    if match.has("k"):
        text = match.words("k")[0].text
        digits = re.sub(r"\D", "", text)
        if "'" in text[1:] and len(digits) == 4 and not match.has("the"):
            return Meaning(shift=digits)  # "Plan 2040's goals"
        decade = digits[:3] if len(digits) == 4 else f"19{digits[0]}"
        return with_part(match, f"{decade}X")
    return with_part(match, f"19{match.value('dw', 'DECADEWORD')}X")


def _century(match: Match) -> Meaning | None:
    number, unit = match.number("o"), match.value("u", "UNIT")
    return with_part(match, f"{number - 1:02}XX") if unit == "century" and 11 <= number <= 22 else None


def _season_year(match: Match) -> Meaning | None:
    return with_part(match, f"{match.year:04}-{match.value('s', 'SEASON')}")


def _season(match: Match) -> Meaning | None:
    return with_part(match, f"{match.value('s', 'SEASON')}{OPEN}")


def _quarter(match: Match) -> Meaning | None:
    number, unit = match.number("o"), match.value("u", "UNIT")
    if unit not in ("quarter", "half") or not 1 <= number <= (4 if unit == "quarter" else 2):
        return None
    return _part_of_year(match, number, 3 if unit == "quarter" else 6)


def _first_half(match: Match) -> Meaning | None:
    number = match.number("o")
    return _part_of_year(match, number, 6) if number <= 2 else None


def _part_of_year(match: Match, number: int, size: int) -> Meaning | None:
    letter = "Q" if size == 3 else "H"
    if match.has("y"):
        return Meaning(shift=f"{match.year:04}-{letter}{number}")
    return Meaning(shift=f"year{match.step:+d} {'quarter' if size == 3 else 'half'}+{number - 1}")


PATTERNS: Patterns = (
    ("(?P<x> ISO)", _iso),
    ("(?P<x> SLASH)", _slash),
    (f"{W} {MONTH} (?:THE)? (?P<d> {DAY}) (?: HYPHEN | TO) (?P<e> {DAY}) (?: COMMA? {Y})?", _days),
    (f"{MONTH} {DAY} AND (?P<x> (?P<d> DAYNUM | ORDINAL) (?: COMMA? {Y})?)", _date),
    (f"{W} (?P<d> {DAY}) (?: HYPHEN | TO | AND) (?P<e> {DAY}) OF? {MONTH} (?: COMMA? {Y})?", _days),
    (f"{W} {MONTH} (?:THE)? (?P<d> {DAY}) (?: COMMA? OF? {Y})?", _date),
    (f"{W} (?:THE)? (?P<d> {DAY}) OF? {MONTH} (?: COMMA? {Y})?", _date),
    (f"{PART} {MONTH} (?: COMMA | OF)? {Y}", _month_year),
    (f"{PART} {MONTH}", _month_only),
    (f"(?P<p> LAST | THIS | NEXT) {MONTH} (?P<d> {DAY}) (?! COMMA? YEAR)", _pointed_date),
    (f"(?:THE)? (?P<f> FISCAL)? OF? {Y} (?: HYPHEN | STROKE) (?P<z> TWO | YEAR) (?P<g> FISCAL)", _years),
    (f"(?:THE)? (?P<f> FISCAL) (?:OF)? {Y} (?: HYPHEN | STROKE) (?P<z> TWO | YEAR)", _years),
    (f"{Y} HYPHEN (?P<z> TWO)", _years),
    (f"(?:THE)? (?: FISCAL) (?:OF)? {Y}", _fiscal),
    (f"(?:THE)? {Y} FISCAL", _fiscal),
    (f"(?:THE)? {POINT} FISCAL", _fiscal_relative),
    (f"{PART} {Y}", _year_only),
    (f"{PART} (?P<the> THE)? (?P<part2> PART)? HYPHEN? (?P<k> DECADE)", _decade),
    (f"THE {PART} (?P<dw> DECADEWORD)", _decade),
    (f"{PART} (?:THE)? (?P<part2> PART)? (?P<o> ORDINAL | ORDWORD) HYPHEN? (?P<u> UNIT)", _century),
    (f"{PART} (?:THE)? (?P<s> SEASON) OF? {Y}", _season_year),
    (f"{PART} THE (?P<s> SEASON)", _season),
    (f"(?:THE)? (?P<o> ORDINAL | ORDWORD) HYPHEN? {U} (?: OF {Y}| OF? (?:THE)? {POINT} UNIT)?", _quarter),
    (f"(?:THE)? (?P<o> ORDINAL | ORDWORD) HYPHEN? HALF (?: OF {Y}| OF (?:THE)? {POINT} UNIT)", _first_half),
)
