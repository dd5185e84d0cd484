"""How Dateline says things: figures, times, intervals, lists, sources and excerpts in plain English.

Every face and every label uses these functions, so that one thing has one wording. The words themselves are
``lang/en/wording.toml``; names and signs of currencies and of months are CLDR's, through babel.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from babel.dates import get_month_names
from babel.numbers import get_currency_name, get_currency_symbol, list_currencies

from dateline import lexicon
from dateline.model import Claim, Entity, Event, Figure, Outlet, Quotation, Report, Role, Time

LOCALE = "en"
ELLIPSIS = "…"
_PLACES = 4  # decimals that a report writes
WIDTH = 200  # characters of an excerpt: most sentences of a report fit

_DAY = dt.timedelta(days=1)


@functools.cache
def words() -> lexicon.Wording:
    """The language's own wording."""
    return lexicon.load(LOCALE).wording


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────


def number(value: Decimal) -> str:
    """``65``, ``1,234``, ``1.2 million``, ``65 billion``: whole words of thousands where nothing is lost by it."""
    for scale, power in sorted(words().scales.items(), key=lambda item: -item[1]):
        scaled = value.scaleb(-power)
        if abs(scaled) >= 1 and scaled == round(scaled, 3):
            return f"{_plain(scaled)} {scale}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    """With commas, without an exponent or zeros that say nothing."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(figure: Figure) -> str:
    """The figure in words, with its bound, unit and change: ``at least 20``, ``$60 billion``, ``up 5 percent``.

    A figure without a number ("dozens", "scores"), or with one that only rounding could write, is the report's own
    words: numbers for them would be ours.
    """
    if _is_rough(figure):
        return flat(figure.quantity.text).casefold().removesuffix(words().of)
    numberless = figure.value is None and figure.low is None and figure.high is None
    if numberless or (figure.value is not None and -int(figure.value.as_tuple().exponent) > _PLACES):  # "two thirds"
        return flat(figure.quantity.text).removesuffix(words().of)
    said = words().bounds[_bound(figure)].format(amount(figure))
    return words().changes[figure.change].format(said) if figure.change != "level" else said


def _is_rough(figure: Figure) -> bool:
    """Whether the number is only a word for many, whose ends no report gives."""
    ends = figure.low is not None and figure.high is not None
    wordy = not any(char.isdigit() for char in figure.quantity.text)
    return figure.value is None and figure.bound == "about" and ends and wordy and figure.change == "level"


def _bound(figure: Figure) -> str:
    """The bound that the numbers allow: half a range is a bound of its own."""
    if figure.value is None and figure.high is None:
        return "at_least"
    if figure.value is None and figure.low is None:
        return "at_most"
    return "exact" if figure.bound == "unknown" else figure.bound


def amount(figure: Figure) -> str:
    """The number with its unit and without its bound; empty where the figure has no number."""
    if figure.measure_kind == "rank" and figure.value is not None and figure.value == int(figure.value):
        return ordinal(int(figure.value))
    if figure.value is not None:
        return with_unit(number(figure.value), figure.unit, figure.value)
    low, high = figure.low, figure.high
    if low is None or high is None:
        only = low if low is not None else high
        return with_unit(number(only), figure.unit, only) if only is not None else ""
    return with_unit(_range(number(low), number(high)), figure.unit, high)


def _range(low: str, high: str) -> str:
    """``24–36``, ``5–6 billion``, ``900 million – 1.2 billion``."""
    number_low, _, scale_low = low.partition(" ")
    number_high, _, scale_high = high.partition(" ")
    if scale_low == scale_high:
        return f"{number_low}–{number_high} {scale_high}".rstrip()
    return f"{low} – {high}"


def with_unit(text: str, unit: str, value: Decimal) -> str:
    """``text`` (a number in words) with ``unit`` in its place: ``$60 billion``, ``40 percent``, ``3 rockets``."""
    if unit in words().bare or not unit:
        return text
    head, _, per = unit.partition("/")
    if per and unit not in words().units:
        return words().per.format(with_unit(text, head, value), unit_name(per))
    if head in _currencies():
        sign = get_currency_symbol(head, locale=LOCALE)
        if sign != head:
            return f"{sign}{text}"
        return f"{text} {get_currency_name(head, count=2 if value != 1 else 1, locale=LOCALE)}"
    name = unit_name(unit)
    return f"{text} {name if abs(value) == 1 else plural(name)}"


@functools.cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def unit_name(unit: str) -> str:
    """A unit in the singular: ``kilometre`` for ``km``, the report's own noun for one that is no code."""
    bare = unit.strip("{}")
    return words().units.get(unit, words().units.get(bare, bare.replace("_", " ")))


def plural(noun: str) -> str:
    """``rockets``, ``countries``, ``aircraft``: the rule, and the exceptions of ``wording.toml``."""
    known = words().plurals
    if noun in known:
        return known[noun]
    head, _, last = noun.rpartition(" ")
    if last in known:
        return f"{head} {known[last]}"
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(s|x|z|ch|sh)$", noun) else f"{noun}s"


def count(how_many: int, noun: str) -> str:
    """``1 report``, ``2 reports``."""
    return f"{how_many:,} {noun if how_many == 1 else plural(noun)}"


def ordinal(value: int) -> str:
    """``1st``, ``2nd``, ``20th``."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th") if value % 100 not in (11, 12, 13) else "th"
    return f"{value:,}{ending}"


# ── times ────────────────────────────────────────────────────────────────────────────────────────


def when(time: Time) -> str:
    """A time as a person writes it: ``8 July 2024``, ``June 2020``, ``2019``, ``week of 1 July 2024``.

    The report's own words, in quotation marks, where they could not be placed on the calendar.
    """
    said = _placed(time)
    if not said:
        return f"“{flat(time.text)}”" if time.text else ""
    pattern = words().times.mods.get(time.mod or "")
    if pattern is None or time.from_ is None or time.to is None:  # "since" and "until" say it already
        return said
    return pattern.format(_whole(time) or said) if time.mod not in _PARTS or _whole(time) else said


_PARTS = frozenset({"START", "MID", "END"})


def _whole(time: Time) -> str:
    """The month or year that a time is a part of ("late November 2017"), or fills; empty for another grain."""
    first, last = time.from_, time.to
    if first is None or last is None or first.year != last.year:
        return ""
    if time.grain == "month" and first.month == last.month:
        return f"{month(first.month)} {first.year}"
    return str(first.year) if time.grain == "year" else ""


def _placed(time: Time) -> str:
    """``time`` on the calendar by its grain; empty where it is not placed."""
    first, last = time.from_, time.to
    if time.type in ("duration", "set") or (first is None and last is None):
        return ""
    if first is None or last is None:
        return interval(first, last)
    if time.grain == "time" and "T" in time.value and first == last:
        clock = re.search(r"T(\d{2}:\d{2})", time.value)
        return f"{day(first)}, {clock[1]}" if clock else day(first)
    return _by_grain(time, first, last) or interval(first, last)


def _by_grain(time: Time, first: dt.date, last: dt.date) -> str:
    """The name of a calendar unit that ``first`` to ``last`` fills; empty where it fills none."""
    days = (last - first).days + 1
    if time.grain == "season" and time.value[-2:] in words().times.seasons:
        return words().times.seasons[time.value[-2:]].format(time.value[:4])
    if time.grain == "week" and days == 7:
        return words().times.week.format(day(first))
    if time.grain == "year" and 364 <= days <= 366 and (first.month, first.day) != (1, 1) and _is_financial(time):
        return words().times.financial_year.format(years(first.year, last.year))
    return _part_of_years(time, first, last) if first.day == 1 and (last + _DAY).day == 1 else ""


def _part_of_years(time: Time, first: dt.date, last: dt.date) -> str:
    """The name of a quarter, half, decade or century of whole months; empty for others."""
    times, months = words().times, (last.year - first.year) * 12 + last.month - first.month + 1
    match time.grain, months:
        case "quarter", 3 if first.month % 3 == 1:
            return times.quarter[first.month // 3].format(first.year)
        case "half", 6 if first.month % 6 == 1:
            return times.half[first.month // 6].format(first.year)
        case "decade", 120:
            return times.decade.format(first.year)
        case "century", 1200:
            return times.century.format(ordinal((first.year + 99) // 100))
        case _:
            return ""


def _is_financial(time: Time) -> bool:
    return any(word in time.text.casefold() for word in words().times.financial)


def day(date: dt.date) -> str:
    """``8 July 2024``."""
    return f"{date.day} {month(date.month)} {date.year}"


def weekday(date: dt.date) -> str:
    """``Monday, 8 July 2024``."""
    return f"{date:%A}, {day(date)}"


def month(number_: int) -> str:
    """``July``."""
    return str(get_month_names("wide", locale=LOCALE)[number_])


def years(first: int, last: int) -> str:
    """``2023–24``, ``1999–2001``, ``2019``."""
    if first == last:
        return str(first)
    return f"{first}–{last % 100:02d}" if first // 100 == last // 100 else f"{first}–{last}"


def interval(first: dt.date | None, last: dt.date | None) -> str:
    """From the first to the last day: ``8–9 July 2024``, ``June 2020``, ``2019``, ``since 3 May 2021``.

    Empty where neither is known.
    """
    if first is None:
        return words().times.until.format(day(last)) if last else ""
    if last is None:
        return words().times.since.format(day(first))
    if first.day == 1 and (last + _DAY).day == 1 and first != last:
        return _months(first, last)
    return _days(first, last)


def _days(first: dt.date, last: dt.date) -> str:
    """Days of one month, of one year, or of two."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{first.day} {month(first.month)} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def _months(first: dt.date, last: dt.date) -> str:
    """Whole months: one, some, or a year."""
    if (first.month, last.month) == (1, 12):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{month(first.month)} {first.year}"
    start = month(first.month) if first.year == last.year else f"{month(first.month)} {first.year}"
    return f"{start} – {month(last.month)} {last.year}"


# ── lists, names, sources ────────────────────────────────────────────────────────────────────────


def join(items: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *most, last = list(items) or [""]
    return words().lists["last"].format(", ".join(most), last) if most else last


def numbers(values: Iterable[int]) -> str:
    """``1, 2``, ``1–4, 7``: numbers in order, three or more in a row as a range."""
    runs: list[list[int]] = []
    for value in sorted(set(values)):
        if runs and runs[-1][-1] == value - 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    said = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(said)


def possessive(name: str) -> str:
    """``India's``, ``the United States'``."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def capital(text: str) -> str:
    """``text`` with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def source(report: Report, outlet: Outlet | None) -> str:
    """Who reports: the outlet, else the agency that the report credits, else that nobody is named."""
    if outlet is not None and outlet.id != "unknown" and outlet.name:
        return outlet.name
    return report.agency or words().outlets["unknown"]


def the(name: str) -> str:
    """``the United States``, ``India``: a name as it stands inside a sentence."""
    return words().the.format(name) if name in words().with_the else name


def role(given: Role, of: Entity | None = None) -> str:
    """``foreign secretary of India``, ``fellow, Harbour Institute``; the title alone where it names the body."""
    return office(given.title, of)


class Named(Protocol):
    """Whatever has a name and a type of entity: an entity, or a party as a record on disk has it."""

    @property
    def name(self) -> str: ...

    @property
    def type(self) -> str: ...


def office(title: str, of: Named | None) -> str:
    """As ``role``. One is something *of* a state or a person; at, in or of another body only the report knows.

    The body alone where no title is given.
    """
    title = flat(title)
    if of is None or of.name.casefold() in title.casefold():
        return title
    if not title:
        return of.name
    return f"{title} of {the(of.name)}" if of.type in ("state", "person") else f"{title}, {the(of.name)}"


def full_sentence(note: str) -> str:
    """``note`` with a capital and a full stop; empty stays empty."""
    said = capital(flat(note))
    return said if not said or said.endswith((".", "!", "?", ".”", "!”", "?”")) else f"{said}."


def factuality(claim: Claim) -> str:
    """``planned``, ``denied``, ``alleged``, ``possible``, ``going on``; empty for what happened."""
    return words().factuality.get(claim.factuality, "")


def negation(quotation: Quotation) -> str:
    """``denied``, or ``did not say`` for words that were never said; empty for a plain statement."""
    if quotation.polarity == "positive":
        return ""
    return words().speech["unsaid" if quotation.factuality == "denied" else "denied"]


def act(event: Event) -> str:
    """What an event is in plain words: ``agreement``, ``talks or visit``; its own word where it has no type."""
    if event.type is not None:
        return words().events[event.type]
    return (event.mode or flat(event.trigger.text)).replace("_", " ")


# ── the report's words ───────────────────────────────────────────────────────────────────────────

_LAST_WORD = re.compile(r"([\w.]+)\.$")
_STOP = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_PAUSE = re.compile(r"[,;:—–]\s")


def excerpt(report: Report, start: int, end: int, width: int = WIDTH) -> str:
    """The sentence around ``start:end`` on one line; a long one is cut at words, with an ellipsis where it was cut.

    What stands before the words may deny or attribute them, so the end of a sentence is cut before its beginning;
    the words themselves stay whole.
    """
    first, last = sentence(report.text, start, end)
    if last - first <= width * 3 // 2:  # a sentence a little too long is better than one cut short
        return flat(report.text[first:last])
    cut_left = start - first > max(width - (end - start), width // 2)
    if cut_left:
        first = _cut_left(report.text, first, start, width // 3)
    cut_right = last - first > width and last > end
    stop = _cut_right(report.text, end, last, max(first + width, end)) if cut_right else last
    said = flat(report.text[first:stop])
    return f"{ELLIPSIS if cut_left else ''}{said}{ELLIPSIS if stop < last else ''}"


def around(text: str, focus: str, width: int) -> str:
    """About ``width`` characters of ``text`` with ``focus`` whole, cut at words, with an ellipsis where it was cut."""
    if len(text) <= width:
        return text
    place = max(text.find(focus), 0) if focus else 0
    room = max(width - len(focus), 0)
    first = text.rfind(" ", 0, place - room // 2) + 1 if place > room else 0
    stop = text.rfind(" ", place + len(focus), first + width + 1) if first + width < len(text) else len(text)
    if stop < 0:  # the next word is longer than the room
        stop = place + len(focus) if focus else width
    cut = text[first:stop].rstrip(" ,;:")
    return f"{ELLIPSIS if first else ''}{cut}{ELLIPSIS if stop < len(text) else ''}"


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of the sentence or sentences that hold ``start:end``, without the space around them."""
    line = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    first, last = line, line_end
    for stop in _stops(text, line, line_end):
        if stop <= start:
            first = stop
        elif stop >= end:
            last = stop
            break
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def _stops(text: str, start: int, end: int) -> Iterable[int]:
    """Where sentences begin after a full stop that ends no abbreviation."""
    for match in _STOP.finditer(text, start, end):
        if text[match.start()] != "." or not _is_abbreviation(text[max(start, match.start() - 16) : match.start() + 1]):
            yield match.end()


def _is_abbreviation(words_: str) -> bool:
    """Whether the last word with its full stop is an initial or a known abbreviation."""
    last = _LAST_WORD.search(words_)
    if last is None:
        return False
    return last[1] in words().abbreviations or len(last[1].rpartition(".")[2]) == 1


def _cut_left(text: str, first: int, start: int, room: int) -> int:
    """Where to begin: at a pause or a word at most ``room`` before ``start``."""
    window = max(first, start - room)
    pauses = [match.end() for match in _PAUSE.finditer(text, window, start)]
    if pauses:
        return pauses[0]
    space = text.find(" ", window, start)
    return space + 1 if space >= 0 else start


def _cut_right(text: str, end: int, last: int, limit: int) -> int:
    """Where to stop: after the last whole word before ``limit``."""
    space = text.rfind(" ", end, min(limit, last))
    return space if space >= 0 else end


def flat(text: str) -> str:
    """``text`` on one line."""
    return " ".join(text.split())


def visible(text: str) -> str:
    """``text`` without control characters: nothing in it can command a terminal or reorder the line.

    Controls become their Unicode pictures (or U+FFFD); line separators become spaces; bidirectional controls, tags
    and other invisible format characters are left out; joiners that scripts and emoji need stay.
    """
    return "".join(map(_visible, text)) if not text.isascii() or not text.isprintable() else text


@functools.lru_cache(maxsize=4096)
def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\t\n\r" or category in ("Zl", "Zp"):
        return " "
    if category == "Cc":
        return chr(0x2400 + ord(char)) if ord(char) < 0x20 else "\u2421" if ord(char) == 0x7F else "\ufffd"
    if category in ("Cs", "Co", "Cn"):
        return "\ufffd"
    if category == "Cf":
        return char if char in "\u200c\u200d" else ""
    return char
