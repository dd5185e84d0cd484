"""The grammar of time expressions: patterns over word classes, each with what its match means.

A meaning is a *shift* (see ``shifts``): independent of the day of the report and of the tense. Where the words leave
open which Tuesday is meant, the shift has ``?`` in the place of the relation ("tue?"), to be filled by ``anchors``.
Where two patterns match at one place the longer match wins, then the earlier pattern.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dateline.dates.shifts import MONTHS, WEEKDAYS, stretch_of
from dateline.dates.words import Classes, Lexed, Word
from dateline.model import TimeType

OPEN = "?"
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


Kind = Literal["", "fiscal", "within", "next", "offset", "clock", "none"]
"""What must still be done: put in the country's financial year, tell "in five years" to come from those past and "the
next week" told of from that to come, join a clock time with its day and "two days before" with its Tuesday; ``none``
is no time at all and only keeps other patterns from matching."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression says: a ``shift``, or for lengths, sets and vague references a fixed TIMEX3 ``value``.

    With ``from_text`` the shift starts from the time that the text
    spoke of before, not from the day of the report.
    """

    shift: str | None = None
    value: str = ""
    type: TimeType = "date"
    mod: str | None = None
    from_text: bool = False
    kind: Kind = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A match of a pattern: words ``first:last`` of the lexed text."""

    lexed: Lexed
    found: re.Match[str]

    def words(self, group: str) -> list[Word]:
        """The words of a named group; none where it did not take part."""
        if group not in self.found.re.groupindex:
            return []
        start, end = self.found.span(group)
        return self.lexed.words[start:end] if start >= 0 else []

    def has(self, group: str) -> bool:
        """Whether the group took part."""
        return group in self.found.re.groupindex and self.found.span(group)[0] >= 0

    def value(self, group: str, name: str) -> str | int | None:
        """What the lexicon says of the first word of the group that has the class ``name``."""
        return next((word.values[name] for word in self.words(group) if name in word.values), None)

    def number(self, group: str) -> int:
        """The first number of the group; 0 where there is none."""
        value = self.value(group, "NUM")
        if value is not None:
            return int(float(value))
        ordinal = self.value(group, "ORDWORD")
        if ordinal is not None:
            return int(ordinal)
        return next((int(d.group()) for word in self.words(group) if (d := re.match(r"\d+", word.text))), 0)


Build = Callable[[Match], Meaning | None]


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: words ``first:last`` of the lexed text and what they mean."""

    first: int
    last: int
    meaning: Meaning


def find(lexed: Lexed, classes: Classes) -> list[Found]:
    """The time expressions of a lexed text, in order, not overlapping."""
    candidates: list[tuple[int, int, int, Found]] = []
    for rank, (pattern, build) in enumerate(_patterns(classes)):
        for match in pattern.finditer(lexed.classes):
            meaning = build(Match(lexed, match))
            if meaning is not None:
                first, last = _ends(lexed, match)
                candidates.append((first, -last, rank, Found(first, last, meaning)))
    chosen: list[Found] = []
    end = 0
    for first, minus_last, _, found in sorted(candidates, key=lambda c: c[:3]):
        if first >= end:
            chosen.append(found)
            end = -minus_last
    return [found for found in chosen if found.meaning.kind != "none"]


def _ends(lexed: Lexed, match: re.Match[str]) -> tuple[int, int]:
    """The words of a match, without the full stop that ends the sentence rather than an abbreviation."""
    first, last = match.span("x") if "x" in match.re.groupindex else match.span()
    if lexed.words[last - 1].text == "." and last - first > 1 and not _is_abbreviation(lexed.words[last - 2].text):
        last -= 1
    return first, last


def _is_abbreviation(text: str) -> bool:
    return len(text) <= 5 and text not in ("march", "april", "may", "june", "july")


# ── small readers ────────────────────────────────────────────────────────────────────────────────


def _year(word: Word) -> int:
    digits = re.sub(r"\D", "", word.text)
    if len(digits) == 4:
        return int(digits)
    return (1900 if int(digits) > 30 else 2000) + int(digits)


def _month(match: Match, group: str) -> int:
    return int(match.value(group, "MONTH") or 0)


def _weekday(match: Match, group: str = "w") -> str:
    value = match.value(group, "WEEKDAY")
    return WEEKDAYS[int(value) - 1] if value else ""


def _mod(match: Match, group: str = "part") -> str | None:
    value = match.value(group, "PART")
    return str(value) if value else None


def _clip(match: Match) -> str:
    if not match.has("part"):
        return ""
    clipped = match.value("part", "CLIPPED")
    return f" /{clipped}" if clipped else f" /{_mod(match)}"


def _with_part(match: Match, shift: str) -> Meaning:
    return Meaning(shift=shift + _clip(match), mod=_mod(match) if match.has("part") else None)


@dataclass(frozen=True, slots=True)
class _Length:
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


def _length(match: Match) -> _Length | None:
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
    return _Length(count, unit, half)


def _is_range(names: list[str]) -> bool:
    return len(names) == 3 and names[1] in ("-", "–") and names[0].isdigit() and names[2].isdigit()


def _bound(match: Match) -> str | None:
    value = match.value("b", "BOUND")
    return str(value) if value else None


# ── what each pattern means ──────────────────────────────────────────────────────────────────────


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
    month, day = _month(match, "m"), match.number("d")
    if not 1 <= day <= 31:
        return None
    if match.has("y"):
        return _absolute(f"{_year(match.words('y')[0]):04}-{month:02}-{day:02}")
    check = f" {_weekday(match)}=" if match.has("w") else ""
    return Meaning(shift=f"{month:02}-{day:02}{OPEN}{check}") if day <= _LONGEST[month - 1] else None


_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _pointed_date(match: Match) -> Meaning | None:
    """Last Oct. 23."""
    month, day = _month(match, "m"), match.number("d")
    if not 1 <= day <= _LONGEST[month - 1]:
        return None
    return Meaning(shift=f"{month:02}-{day:02}" + {-1: "<", 0: "@+0", 1: ">"}[_step(match)])


def _days(match: Match) -> Meaning | None:
    """July 8-9, 2024; the interval's value is ``first/last``."""
    month, first, last = _month(match, "m"), match.number("d"), match.number("e")
    if not 1 <= first < last <= _LONGEST[month - 1]:
        return None
    if match.has("y"):
        year = f"{_year(match.words('y')[0]):04}-"
        return Meaning(shift=f"{year}{month:02}-{first:02}..{year}{month:02}-{last:02}")
    start = f"{month:02}-{first:02}{OPEN}"
    return Meaning(shift=f"{start}..{start} {month:02}-{last:02}>=")


def _month_year(match: Match) -> Meaning | None:
    return _with_part(match, f"{_year(match.words('y')[0]):04}-{_month(match, 'm'):02}")


def _month_only(match: Match) -> Meaning | None:
    return _with_part(match, f"{MONTHS[_month(match, 'm') - 1]}{OPEN}")


def _year_only(match: Match) -> Meaning | None:
    return _with_part(match, f"{_year(match.words('y')[0]):04}")


def _years(match: Match) -> Meaning | None:
    """2023-24 and 2019-2022; a financial year where the words say so."""
    first = _year(match.words("y")[0])
    digits = match.words("z")[0].text
    last = int(digits) if len(digits) == 4 else first // 100 * 100 + int(digits)
    if not first < last <= first + 120:
        return None
    if match.has("f") or match.has("g"):
        return Meaning(value=f"FY{last:04}", kind="fiscal") if last == first + 1 else None
    return Meaning(shift=f"{first:04}..{last:04}")


def _fiscal(match: Match) -> Meaning | None:
    return Meaning(value=f"FY{_year(match.words('y')[0]):04}", kind="fiscal")


def _fiscal_relative(match: Match) -> Meaning | None:
    return Meaning(value=f"FY{_step(match):+d}", kind="fiscal")


def _decade(match: Match) -> Meaning | None:
    if match.has("k"):
        text = match.words("k")[0].text
        digits = re.sub(r"\D", "", text)
        if "'" in text[1:] and len(digits) == 4 and not match.has("the"):
            return Meaning(shift=digits)  # "Plan 2040's goals"
        decade = digits[:3] if len(digits) == 4 else f"19{digits[0]}"
        return _with_part(match, f"{decade}X")
    return _with_part(match, f"19{match.value('dw', 'DECADEWORD')}X")


def _century(match: Match) -> Meaning | None:
    number, unit = match.number("o"), match.value("u", "UNIT")
    return _with_part(match, f"{number - 1:02}XX") if unit == "century" and 11 <= number <= 22 else None


def _season_year(match: Match) -> Meaning | None:
    return _with_part(match, f"{_year(match.words('y')[0]):04}-{match.value('s', 'SEASON')}")


def _season(match: Match) -> Meaning | None:
    return _with_part(match, f"{match.value('s', 'SEASON')}{OPEN}")


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
        return Meaning(shift=f"{_year(match.words('y')[0]):04}-{letter}{number}")
    step = _step(match) if match.has("p") else 0
    return Meaning(shift=f"year{step:+d} {'quarter' if size == 3 else 'half'}+{number - 1}")


def _step(match: Match) -> int:
    """-1, 0, +1 for last, this, next in group ``p``."""
    names = set().union(*(word.values for word in match.words("p")))
    if names & {"LAST", "PAST", "PREVIOUS"}:
        return -1
    return 1 if names & {"NEXT", "COMING", "FOLLOWING"} else 0


def _pointed_unit(match: Match) -> Meaning | None:
    """Last week, this year, next month; "the past year" and "coming weeks" are lengths."""
    unit, names = str(match.value("u", "UNIT")), set().union(*(word.values for word in match.words("p")))
    if unit in ("second", "minute", "hour", "millennium") or (unit == "day" and names & {"LAST", "COMING", "THIS"}):
        return Meaning(kind="none")  # "the last day": of what, the words do not say
    if match.words("u")[0].text != unit or "RECENT" in names:
        plural = match.words("u")[0].text != unit and not names & {"THIS", "THAT"}
        return Meaning(value=_Length(0, unit).value, type="duration") if plural else None
    if "PAST" in names and match.has("the"):
        return _span(_Length(1, unit), "past", None)
    if names & {"THAT", "FOLLOWING", "PREVIOUS"} or unit == "day":
        return Meaning(shift=f"{unit}{_step(match):+d}", mod=_mod(match), from_text=True)
    if match.has("the") and "NEXT" in names:
        return Meaning(shift=f"{unit}+1", mod=_mod(match), kind="next")
    return _this_unit(match, unit)


def _this_unit(match: Match, unit: str) -> Meaning | None:
    """The unit before, of or after the day of the report."""
    step = _step(match)
    if unit == "weekend" and not step:
        return Meaning(shift=f"weekend{OPEN}")
    if unit == "fortnight":
        return _span(_Length(2, "week"), "next" if step > 0 else "past", None)
    if unit == "week" and step <= 0:
        return _with_part(match, "week<" if step < 0 else f"week{OPEN}")
    return _with_part(match, f"{unit}{step:+d}")


def _span(length: _Length, direction: str, mod: str | None) -> Meaning | None:
    """The past two weeks: a length that ends on the day of the report."""
    value = length.value
    shift = f"{direction}:{value}" if re.fullmatch(r"P\d+[DWMY](?:\d+M)?", value) else None
    return Meaning(shift=shift, value=value, type="duration", mod=mod)


def _pointed_length(match: Match) -> Meaning | None:
    length = _length(match)
    if length is None:
        return None
    names = set().union(*(word.values for word in match.words("p")))
    return _span(length, "next" if names & {"NEXT", "COMING", "FOLLOWING"} else "past", _bound(match))


def _pointed_name(match: Match) -> Meaning | None:
    """Last Tuesday, next December, this Christmas."""
    step = _step(match)
    names = set().union(*(word.values for word in match.words("p")))
    if "RECENT" in names:
        return None
    if name := _weekday(match) if match.has("w") else "":
        shift = {-1: f"{name}<", 0: f"{name}{OPEN}", 1: f"{name}>"}[step]
        if "THIS" in names:
            shift = f"{name}@+0"
        return Meaning(shift=shift, from_text="THAT" in names or "FOLLOWING" in names)
    if match.has("m"):
        name = MONTHS[_month(match, "m") - 1]
    elif match.has("s"):
        name = str(match.value("s", "SEASON"))
    elif match.has("h"):
        name = str(match.value("h", "HOLIDAY"))
    if "THAT" in names:
        return Meaning(shift=f"{name}@+0", from_text=True)
    return _with_part(match, {-1: f"{name}<", 0: f"{name}@+0", 1: f"{name}>"}[step])


def _name_of_year(match: Match) -> Meaning | None:
    """December of last year, in the summer of this year."""
    name = MONTHS[_month(match, "m") - 1] if match.has("m") else str(match.value("s", "SEASON"))
    return _with_part(match, f"{name}@{_step(match):+d}")


def _weekday_only(match: Match) -> Meaning | None:
    return Meaning(shift=f"{_weekday(match)}{OPEN}")


def _weekday_of_week(match: Match) -> Meaning | None:
    return Meaning(shift=f"{_weekday(match)}@{_step(match):+d}")


def _holiday(match: Match) -> Meaning | None:
    key = match.value("h", "HOLIDAY")
    if match.has("y"):
        return Meaning(shift=f"{_year(match.words('y')[0]):04} {key}@+0")
    return Meaning(shift=f"{key}{OPEN}")


def _holiday_unit(match: Match) -> Meaning | None:
    """Easter week, Christmas weekend."""
    unit = match.value("u", "UNIT")
    return Meaning(shift=f"{match.value('h', 'HOLIDAY')}{OPEN} {unit}+0") if unit in ("week", "weekend") else None


def _offset(match: Match) -> Meaning | None:
    """Two days before … : joined with the time that follows, else a length."""
    length = _length(match) if match.has("n") else _Length(1, str(match.value("u", "UNIT")))
    if length is None:
        return None
    step = length.step(1 if match.has("later") else -1)
    value = length.value if match.has("n") else ""
    return Meaning(shift=step, value=value, type="duration", mod=_bound(match), kind="offset")


def _ago(match: Match) -> Meaning | None:
    length = _length(match)
    step = length.step(-1) if length else None
    if length is None or step is None:
        return Meaning(value="PAST_REF")
    return Meaning(shift=step, mod=_bound(match))


def _ahead(match: Match) -> Meaning | None:
    """In five years, two weeks from now."""
    length = _length(match)
    step = length.step(1) if length else None
    if length is None or step is None:
        return Meaning(value="FUTURE_REF")
    return Meaning(shift=step, mod=_bound(match))


def _within(match: Match) -> Meaning | None:
    """In five years: a point to come, or a stretch that has passed ("the first visit in five years")."""
    length = _length(match)
    if length is None:
        return None
    return Meaning(shift=length.step(1), value=length.value, type="duration", mod=_bound(match), kind="within")


def _from_text(match: Match) -> Meaning | None:
    """Two days earlier, a year later: from the time that the text spoke of before."""
    length = _length(match)
    step = length.step(1 if match.has("later") else -1) if length else None
    if length is None or step is None or length.unit in ("second", "minute", "hour"):
        return Meaning(value=length.value, type="duration", mod=_bound(match)) if length else None
    return Meaning(shift=step, mod=_bound(match), from_text=True)


def _elapsed(match: Match) -> Meaning | None:
    """In the two years since: up to the day of the report."""
    length = _length(match)
    return _span(length, "past", _bound(match)) if length else None


def _duration(match: Match) -> Meaning | None:
    length = _length(match)
    if length is None:
        return None
    return Meaning(value=length.value, type="duration", mod=_bound(match))


def _end_of_unit(match: Match) -> Meaning | None:
    """The end of the year: of the report's, or of the one told before."""
    unit = match.words("u")[0].text
    if unit not in ("week", "month", "quarter", "year", "decade", "century"):
        return None
    return Meaning(shift=f"{unit}+0 /{_mod(match)}", mod=_mod(match))


def _weekend(match: Match) -> Meaning | None:
    """The weekend; "the week" and "the year" alone mean too many things."""
    return Meaning(shift=f"weekend{OPEN}") if match.words("u")[0].text == "weekend" else None


def _vague(match: Match) -> Meaning | None:
    """Decades-long, day-long."""
    unit, name = match.words("u")[0].text, str(match.value("u", "UNIT"))
    return Meaning(value=_Length(int(unit == name), name).value, type="duration")


def _set(match: Match) -> Meaning | None:
    """Every Friday, every two weeks, twice a month."""
    if match.has("w"):
        return Meaning(value=f"XXXX-WXX-{int(match.value('w', 'WEEKDAY') or 0)}", type="set")
    if match.has("m"):
        return Meaning(value=f"XXXX-{_month(match, 'm'):02}", type="set")
    if match.has("dp"):
        return Meaning(value="P1D", type="set")
    length = _length(match) if match.has("n") else _Length(1, str(match.value("u", "UNIT")))
    return Meaning(value=length.value, type="set") if length else None


def _rate(match: Match) -> Meaning | None:
    """Two days a week, 24 hours a day."""
    length = _length(match)
    return Meaning(value=length.value, type="set", mod=_bound(match)) if length else None


def _repeated(match: Match) -> Meaning | None:
    return Meaning(value=str(match.value("x", "REPEATED")), type="set")


def _deictic(match: Match) -> Meaning | None:
    shift = str(match.value("j", "DEICTIC"))
    if match.has("dp"):
        shift = f"{shift.split(' ', maxsplit=1)[0]} T{_daypart(match)}"
    return Meaning(shift=shift, type="time" if " T" in shift else "date")


def _reference(match: Match) -> Meaning | None:
    return Meaning(value=str(match.value("r", "REFERENCE")))


def _daypart(match: Match) -> str:
    return str(match.value("dp", "DAYPART"))


def _weekday_part(match: Match) -> Meaning | None:
    names = set().union(*(word.values for word in match.words("p"))) if match.has("p") else set()
    relation = "<" if "LAST" in names else ">" if "NEXT" in names else OPEN
    return Meaning(shift=f"{_weekday(match)}{relation} T{_daypart(match)}", type="time")


def _pointed_part(match: Match) -> Meaning | None:
    """As in "this morning"; "last night" is in the lexicon."""
    names = set().union(*(word.values for word in match.words("p")))
    text = bool(names & {"THAT", "FOLLOWING", "NEXT", "PREVIOUS"})
    step = 1 if names & {"NEXT", "FOLLOWING"} else -1 if names & {"PREVIOUS", "LAST"} else 0
    return Meaning(shift=f"day{step:+d} T{_daypart(match)}", type="time", from_text=text)


def _week_of(match: Match) -> Meaning | None:
    month, day = _month(match, "m"), match.number("d")
    return Meaning(shift=f"{month:02}-{day:02}{OPEN} week+0") if 1 <= day <= _LONGEST[month - 1] else None


def _none(match: Match) -> Meaning | None:  # noqa: ARG001
    """Ages: matched so that nothing inside is read as a time."""
    return Meaning(kind="none")


def _time(match: Match) -> Meaning | None:
    """A clock time: ``T16:30``; joined with its day by ``anchors``."""
    words = match.words("c")
    digits = re.sub(r"^(\d\d?)\.(\d\d)$|^(\d\d)(\d\d)$", r"\1\3:\2\4", words[0].text)  # 7.30am, 1430 GMT
    if "DAYPART" in words[0].values:
        value = str(words[0].values["DAYPART"])
        return Meaning(value=f"T{value}", type="time", kind="clock") if ":" in value else None
    hour, minute = (
        (int(part) for part in digits.split(":")[:2]) if ":" in digits else (int(re.sub(r"\D", "", digits)), 0)
    )
    if match.has("ap"):
        half = match.words("ap")[0].text[0] if "AMPM" not in match.words("ap")[0].values else ""
        half = half or match.words("ap")[0].text[0]
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if match.has("dp") and str(match.value("dp", "DAYPART")) in ("AF", "EV", "NI") and hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        return None
    return Meaning(value=f"T{hour:02}:{minute:02}", type="time", kind="clock")


def _zoned(match: Match) -> Meaning | None:
    """As in "1430 GMT": four digits that are no year."""
    return _time(match) if len(match.words("c")[0].text) in (4, 5) else None


# ── the patterns ─────────────────────────────────────────────────────────────────────────────────

_COUNT = "(?: WORDNUM (?: HYPHEN? WORDNUM)* | NUM (?: HYPHEN NUM)?)"
_N = f"(?P<n> {_COUNT} (?: AND (?:AN)? HALF | HALF)? | AN | HALF (?:AN)? | AN HALF | AN AND AN HALF)"
_B = "(?P<b> BOUND)?"
_U = "(?P<u> UNIT)"
_Y = "(?P<y> YEAR | SHORTYEAR)"
_DAY = "(?: DAYNUM | ORDINAL | ORDWORD)"
_W = "(?:(?P<w> WEEKDAY) DOT? (?: COMMA | OPEN)? (?:THE)?)?"
_POINT = "(?P<p> LAST | PAST | PREVIOUS | NEXT | COMING | FOLLOWING | THIS | THAT | RECENT)"
_PART = "(?P<part>(?: PART | CLIPPED) HYPHEN? (?:IN|ON)?)?"
_MONTH = "(?P<m> MONTH) DOT?"

_NO_YEAR = "(?! DOT? (?: COMMA | OF)? YEAR | DOT? DAYNUM COMMA? YEAR | COMMA MONTH)"  # "this May 3, 2016 photo"

_GRAMMAR: tuple[tuple[str, Build], ...] = (
    ("(?P<x> ISO)", _iso),
    ("(?P<x> SLASH)", _slash),
    (f"{_W} {_MONTH} (?:THE)? (?P<d> {_DAY}) (?: HYPHEN | TO) (?P<e> {_DAY}) (?: COMMA? {_Y})?", _days),
    (f"{_MONTH} {_DAY} AND (?P<x> (?P<d> DAYNUM | ORDINAL) (?: COMMA? {_Y})?)", _date),
    (f"{_W} (?P<d> {_DAY}) (?: HYPHEN | TO | AND) (?P<e> {_DAY}) OF? {_MONTH} (?: COMMA? {_Y})?", _days),
    (f"{_W} {_MONTH} (?:THE)? (?P<d> {_DAY}) (?: COMMA? OF? {_Y})?", _date),
    (f"{_W} (?:THE)? (?P<d> {_DAY}) OF? {_MONTH} (?: COMMA? {_Y})?", _date),
    (f"{_PART} {_MONTH} (?: COMMA | OF)? {_Y}", _month_year),
    (f"{_PART} {_MONTH}", _month_only),
    (f"(?P<p> LAST | THIS | NEXT) {_MONTH} (?P<d> {_DAY}) (?! COMMA? YEAR)", _pointed_date),
    (f"(?:THE)? (?P<f> FISCAL)? OF? {_Y} (?: HYPHEN | STROKE) (?P<z> TWO | YEAR) (?P<g> FISCAL)", _years),
    (f"(?:THE)? (?P<f> FISCAL) (?:OF)? {_Y} (?: HYPHEN | STROKE) (?P<z> TWO | YEAR)", _years),
    (f"{_Y} HYPHEN (?P<z> TWO)", _years),
    (f"(?:THE)? (?: FISCAL) (?:OF)? {_Y}", _fiscal),
    (f"(?:THE)? {_Y} FISCAL", _fiscal),
    (f"(?:THE)? {_POINT} FISCAL", _fiscal_relative),
    (f"{_PART} {_Y}", _year_only),
    (f"{_PART} (?P<the> THE)? (?P<part2> PART)? HYPHEN? (?P<k> DECADE)", _decade),
    (f"THE {_PART} (?P<dw> DECADEWORD)", _decade),
    (f"{_PART} (?:THE)? (?P<part2> PART)? (?P<o> ORDINAL | ORDWORD) HYPHEN? (?P<u> UNIT)", _century),
    (f"{_PART} (?:THE)? (?P<s> SEASON) OF? {_Y}", _season_year),
    (f"{_PART} THE (?P<s> SEASON)", _season),
    (f"(?:THE)? (?P<o> ORDINAL | ORDWORD) HYPHEN? {_U} (?: OF {_Y}| OF? (?:THE)? {_POINT} UNIT)?", _quarter),
    (f"(?:THE)? (?P<o> ORDINAL | ORDWORD) HYPHEN? HALF (?: OF {_Y}| OF (?:THE)? {_POINT} UNIT)", _first_half),
    (f"{_PART} (?P<the> THE)? {_POINT} {_U}", _pointed_unit),
    (
        f"(?:THE)? (?P<p> LAST | PAST | PREVIOUS | NEXT | COMING | FOLLOWING | RECENT) {_B} {_N} HYPHEN? {_U}",
        _pointed_length,
    ),
    (
        f"{_PART} (?:THE)? {_POINT} (?:(?P<w> WEEKDAY)|(?P<m> MONTH)|(?P<s> SEASON)|(?P<h> HOLIDAY)) {_NO_YEAR}",
        _pointed_name,
    ),
    (f"{_PART} (?:(?:THE)? (?P<m> MONTH)|(?:THE)? (?P<s> SEASON)) OF? (?:THE)? {_POINT} UNIT", _name_of_year),
    ("(?P<w> WEEKDAY) DOT?", _weekday_only),
    ("(?P<part> PART) THE (?P<u> UNIT)", _end_of_unit),
    (f"(?P<w> WEEKDAY) OF? {_POINT} UNIT", _weekday_of_week),
    (f"(?P<h> HOLIDAY) (?: COMMA? {_Y})?", _holiday),
    (f"{_B} {_N} HYPHEN? {_U} AGO", _ago),
    (f"{_B} {_N} HYPHEN? {_U} HENCE", _ahead),
    (f"IN {_B} {_N} {_U} (?:TIMES)?", _within),
    (f"{_B} {_N} HYPHEN? {_U} (?: EARLIER | (?P<later> LATER))", _from_text),
    (f"(?P<x> {_B} {_N} {_U}) (?= BEFORE | (?P<later> AFTER | FROM | FOLLOWING))", _offset),
    ("(?P<x> THE (?P<u> UNIT)) (?= BEFORE | (?P<later> AFTER | FOLLOWING))", _offset),
    (f"{_B} {_N} {_U} (?= SINCE)", _elapsed),
    (f"{_B} {_N} (?:MORE)? HYPHEN? (?:MORE)? {_U} (?: HYPHEN LONG)?", _duration),
    ("(?P<u> UNIT) HYPHEN LONG", _vague),
    ("THE (?P<u> UNIT)", _weekend),
    (f"EVERY (?:(?P<w> WEEKDAY)|(?P<m> MONTH)|(?P<dp> DAYPART)|(?:OTHER)? {_N}? {_U})", _set),
    ("(?: TIMES) (?:AN | EVERY) (?P<u> UNIT)", _set),
    (f"{_B} {_N} {_U} (?: AN | EVERY) UNIT", _rate),
    ("(?P<x> REPEATED)", _repeated),
    ("(?P<j> DEICTIC) (?P<dp> DAYPART)?", _deictic),
    ("(?P<r> REFERENCE)", _reference),
    (f"(?:{_POINT})? (?P<w> WEEKDAY) (?P<dp> DAYPART)", _weekday_part),
    (f"(?:THE)? {_POINT} (?P<dp> DAYPART)", _pointed_part),
    (f"(?:THE)? UNIT OF {_MONTH} (?P<d> {_DAY})", _week_of),
    (f"(?:THE)? (?:{_POINT})? (?: BOUND)? {_N} HYPHEN? UNIT HYPHEN? OLD", _none),
    ("(?P<h> HOLIDAY) (?P<u> UNIT)", _holiday_unit),
    ("(?P<c> CLOCK) (?: (?P<ap> AMPM) ZONE? | ZONE)", _time),
    ("(?: AT | TO | FROM | BY | SINCE | BEFORE | AFTER | BETWEEN | BOUND) (?P<x> (?P<c> CLOCK | DAYPART))", _time),
    ("(?P<c> DAYNUM | NUM) (?P<ap> AMPM) ZONE?", _time),
    ("(?P<c> NUM) ZONE", _zoned),
    ("(?P<c> DAYNUM) IN THE (?P<dp> DAYPART)", _time),
)


@functools.cache
def _patterns(classes: Classes) -> tuple[tuple[re.Pattern[str], Build], ...]:
    return tuple((classes.pattern(text), build) for text, build in _GRAMMAR)
