"""Numbers of units: "two days ago", "for half a year", "every Friday"; ages, so that they are taken for no time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.dates.grammar.parts import OPEN, POINT, B, Match, Meaning, N, Patterns, U

_LETTERS = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "year": "Y"}
_MULTIPLES = {
    "fortnight": (2, "week"), "quarter": (3, "month"), "half": (6, "month"), "decade": (10, "year"),
    "century": (100, "year"), "millennium": (1000, "year"), "weekend": (1, "weekend"),
}  # fmt: skip
_HALVES = {
    "year": (6, "M"),
    "week": (3, "D"),
    "month": (2, "W"),
    "day": (12, "TH"),
    "hour": (30, "M"),
    "minute": (30, "S"),
}


@dataclass(frozen=True, slots=True)
class Length:
    """A number of units: ``count`` 0 is a number that is not said, ``half`` adds half a unit."""

    count: int
    unit: str
    half: bool = False

    @property
    def value(self) -> str:
        count, unit = self.count, self.unit
        if unit in _MULTIPLES:
            factor, unit = _MULTIPLES[unit]
            count *= factor
            if unit == "weekend":
                return f"P{count or 'X'}WE"
            if self.half:
                count += factor // 2
        letter, time = _LETTERS[unit], "T" if unit in ("second", "minute", "hour") else ""
        if not self.half or self.unit in _MULTIPLES:
            return f"P{time}{count or 'X'}{letter}"
        amount, half = _HALVES[unit]
        whole = f"P{time}{count}{letter}" if count else f"P{time}"
        return f"{whole}{amount}{half}" if not half.startswith("T") else f"{whole}T{amount}{half[1:]}"

    def step(self, sign: int) -> str | None:
        """The shift of so many units from a day; nothing for vague numbers and for less than a day."""
        if not self.count and not self.half:
            return None
        if self.unit in ("second", "minute", "hour"):
            return f"day{sign * (self.count // 24):+d}" if self.unit == "hour" and self.count % 24 == 0 else "day+0"
        factor, unit = _MULTIPLES.get(self.unit, (1, self.unit))
        if unit == "weekend" or self.count * factor > 20000:
            return None
        if self.half and unit == "year":
            return f"month{sign * (self.count * factor * 12 + 6 * factor):+d}"
        return f"{unit}{sign * (self.count * factor):+d}"


def read_length(match: Match) -> Length | None:
    """The count in group ``n`` and the unit in group ``u``."""
    unit = str(match.value("u", "UNIT"))
    count, half = 0, False
    for word in match.words("n"):
        number = word.values.get("NUM")
        if word.text in ("half", "½", "1/2"):
            half = True
        elif number is not None:
            size = float(number)
            count = round(count * size) if count and size in (100, 1000) else count + int(size)
            half = half or size % 1 == 0.5
        elif "AN" in word.values and not half and not count:
            count = 1
    names = [word.text for word in match.words("n")]
    if _is_range(names):
        count = 0  # "8-10 years"
    if names == [str(count)] and 1900 <= count <= 2100:
        return None  # "2018 day five"
    if unit == "quarter" and names in (["a"], ["an"]):
        return None  # "a quarter of the voters"
    if half and names[:1] in (["half"], ["a"]) and "and" not in names and len(names) <= 3:
        count = 0  # "half a year", "a half year"
    return Length(count, unit, half)


def _is_range(names: list[str]) -> bool:
    return len(names) == 3 and names[1] in ("-", "–") and names[0].isdigit() and names[2].isdigit()


def span(length: Length, direction: str, mod: str | None) -> Meaning | None:
    """The past two weeks: a length that ends on the day of the report."""
    value = length.value
    shift = f"{direction}:{value}" if re.fullmatch(r"P\d+[DWMY](?:\d+M)?", value) else None
    return Meaning(shift=shift, value=value, type="duration", mod=mod)


def _ago(match: Match) -> Meaning | None:
    length = read_length(match)
    step = length.step(-1) if length else None
    if length is None or step is None:
        return Meaning(value="PAST_REF")
    return Meaning(shift=step, mod=match.bound)


def _ahead(match: Match) -> Meaning | None:
    """In five years, two weeks from now."""
    length = read_length(match)
    step = length.step(1) if length else None
    if length is None or step is None:
        return Meaning(value="FUTURE_REF")
    return Meaning(shift=step, mod=match.bound)


def _within(match: Match) -> Meaning | None:
    """In five years: a point to come, or a stretch that has passed ("the first visit in five years")."""
    length = read_length(match)
    if length is None:
        return None
    return Meaning(shift=length.step(1), value=length.value, type="duration", mod=match.bound, kind="within")


def _from_text(match: Match) -> Meaning | None:
    """Two days earlier, a year later: from the time that the text spoke of before."""
    length = read_length(match)
    step = length.step(1 if match.has("later") else -1) if length else None
    if length is None or step is None or length.unit in ("second", "minute", "hour"):
        return Meaning(value=length.value, type="duration", mod=match.bound) if length else None
    return Meaning(shift=step, mod=match.bound, from_text=True)


def _offset(match: Match) -> Meaning | None:
    """Two days before … : joined with the time that follows, else a length."""
    length = read_length(match) if match.has("n") else Length(1, str(match.value("u", "UNIT")))
    if length is None:
        return None
    step = length.step(1 if match.has("later") else -1)
    value = length.value if match.has("n") else ""
    return Meaning(shift=step, value=value, type="duration", mod=match.bound, kind="offset")


def _elapsed(match: Match) -> Meaning | None:
    """In the two years since: up to the day of the report."""
    length = read_length(match)
    return span(length, "past", match.bound) if length else None


def _duration(match: Match) -> Meaning | None:
    length = read_length(match)
    if length is None:
        return None
    return Meaning(value=length.value, type="duration", mod=match.bound)


def _vague(match: Match) -> Meaning | None:
    """Decades-long, day-long."""
    unit, name = match.words("u")[0].text, str(match.value("u", "UNIT"))
    return Meaning(value=Length(int(unit == name), name).value, type="duration")


def _weekend(match: Match) -> Meaning | None:
    """The weekend; "the week" and "the year" alone mean too many things."""
    return Meaning(shift=f"weekend{OPEN}") if match.words("u")[0].text == "weekend" else None


def _set(match: Match) -> Meaning | None:
    """Every Friday, every two weeks, twice a month."""
    if match.has("w"):
        return Meaning(value=f"XXXX-WXX-{int(match.value('w', 'WEEKDAY') or 0)}", type="set")
    if match.has("m"):
        return Meaning(value=f"XXXX-{match.month:02}", type="set")
    if match.has("dp"):
        return Meaning(value="P1D", type="set")
    length = read_length(match) if match.has("n") else Length(1, str(match.value("u", "UNIT")))
    return Meaning(value=length.value, type="set") if length else None


def _rate(match: Match) -> Meaning | None:
    """Two days a week, 24 hours a day."""
    length = read_length(match)
    return Meaning(value=length.value, type="set", mod=match.bound) if length else None


def _repeated(match: Match) -> Meaning | None:
    return Meaning(value=str(match.value("x", "REPEATED")), type="set")


def _none(match: Match) -> Meaning | None:  # noqa: ARG001
    """Ages: matched so that nothing inside is read as a time."""
    return Meaning(kind="none")


PATTERNS: Patterns = (
    (f"{B} {N} HYPHEN? {U} AGO", _ago),
    (f"{B} {N} HYPHEN? {U} HENCE", _ahead),
    (f"IN {B} {N} {U} (?:TIMES)?", _within),
    (f"{B} {N} HYPHEN? {U} (?: EARLIER | (?P<later> LATER))", _from_text),
    (f"(?P<x> {B} {N} {U}) (?= BEFORE | (?P<later> AFTER | FROM | FOLLOWING))", _offset),
    ("(?P<x> THE (?P<u> UNIT)) (?= BEFORE | (?P<later> AFTER | FOLLOWING))", _offset),
    (f"{B} {N} {U} (?= SINCE)", _elapsed),
    (f"{B} {N} (?:MORE)? HYPHEN? (?:MORE)? {U} (?: HYPHEN LONG)?", _duration),
    ("(?P<u> UNIT) HYPHEN LONG", _vague),
    ("THE (?P<u> UNIT)", _weekend),
    (f"EVERY (?:(?P<w> WEEKDAY)|(?P<m> MONTH)|(?P<dp> DAYPART)|(?:OTHER)? {N}? {U})", _set),
    ("(?: TIMES) (?:AN | EVERY) (?P<u> UNIT)", _set),
    (f"{B} {N} {U} (?: AN | EVERY) UNIT", _rate),
    ("(?P<x> REPEATED)", _repeated),
    (f"(?:THE)? (?:{POINT})? (?: BOUND)? {N} HYPHEN? UNIT HYPHEN? OLD", _none),
)
