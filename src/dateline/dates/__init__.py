"""Time expressions of a report: where they stand, which days they mean, and how that is known.

``find_times`` reads them; ``time_for`` says in which time a word's clause stands; ``redate`` resolves what a report
without a date left open once its story dates it; ``day_fits`` says whether a day can be the day of the report.

A package of small modules, one way through: ``words`` (text to word classes) → ``grammar`` (patterns to shifts, one
module for each kind of expression) → ``anchors`` (tense) → here (days). ``shifts`` holds the calendar.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from dateline.dates import drafts, fiscal, grammar, shifts
from dateline.dates.anchors import Tokens
from dateline.dates.attach import half_open, time_for
from dateline.dates.grammar import Meaning
from dateline.dates.words import classes, plain
from dateline.lexicon import Dates
from dateline.model import Basis, Time
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

_THAT = "that"  # the class of pointers back in the text
__all__ = ["day_fits", "find_times", "redate", "time_for"]


def find_times(reading: Reading) -> tuple[Time, ...]:
    """The time expressions of the report, in order; relative ones from the day it was published, where known."""
    return _times(reading, intervals=True)


def find_ends(reading: Reading) -> tuple[Time, ...]:
    """As ``find_times``, but "from May to July" is two expressions: what TIMEX3 annotates."""
    return _times(reading, intervals=False)


def _times(reading: Reading, *, intervals: bool) -> tuple[Time, ...]:
    text, words = plain(reading.report.text), reading.lexicon.dates
    kinds = classes(reading.lexicon)
    lexed = kinds.lex(_without_conjunctions(text, reading.doc, words))
    found = drafts.drafts(text, lexed, grammar.find(lexed, kinds), Tokens(reading.doc), words)
    found = fiscal.settle(reading, text, found)
    anchor = _anchor(reading)
    joined = drafts.intervals(text, found) if intervals else found
    return tuple(_time(reading, draft.start, draft.end, draft.meaning, anchor) for draft in joined)


def _without_conjunctions(text: str, doc: Doc, words: Dates) -> str:
    """``text``, as long as before, without pointers that are conjunctions: "said that Thursday's vote was fair"."""
    number = doc.vocab.strings
    pointers = [number[word] for word, meaning in words.pointers.items() if meaning == _THAT]
    labels = doc.to_array(["DEP", "LOWER"])
    marks = np.flatnonzero(
        (labels[:, 0] == number["mark"]) & np.isin(labels[:, 1], np.array(pointers, dtype=np.uint64))
    )
    parts, last = [], 0
    for token in (doc[int(position)] for position in marks):
        parts += [text[last : token.idx], "_" * len(token)]
        last = token.idx + len(token)
    return "".join((*parts, text[last:]))


def _anchor(reading: Reading) -> dt.date | None:
    published = reading.report.published
    return published.from_ if published and published.from_ == published.to else None


def _time(reading: Reading, start: int, end: int, meaning: Meaning, anchor: dt.date | None) -> Time:
    shift = meaning.shift
    absolute = bool(shift) and shifts.is_absolute(shift or "")
    named = absolute or not (shift or meaning.value.endswith("_REF"))
    basis: Basis = "explicit" if named else "publication" if shift == "day+0" else "relative"
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
    days = msgspec.structs.replace(time, from_=stretch.first, to=stretch.last, grain=stretch.grain, value=value)
    return half_open(days)


def redate(time: Time, day: dt.date) -> Time:
    """``time`` resolved for a report of ``day``, with basis ``story``; what needs no such day stays as it is."""
    if not time.shift:
        return time
    stretch = shifts.resolve(time.shift, day)
    return msgspec.structs.replace(_dated(time, stretch), basis="story") if stretch else time


def day_fits(time: Time, day: dt.date) -> bool:
    """Whether a report of ``day`` can say ``time``: "Monday, July 8" only in years where that is a Monday."""
    return not time.shift or shifts.resolve(time.shift, day) is not None
