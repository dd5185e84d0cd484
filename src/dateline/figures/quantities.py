"""Quantities as a text writes them: number, unit, rate, bound, range; without grammar, in one pass over the lexemes.

What a quantity is *of* needs the parse and is the matter of ``measure``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from dateline.figures.numbers import Number, read_number, unglue
from dateline.figures.vocabulary import Lexeme, Unit, Vocabulary, lexemes, longest, longest_back
from dateline.model import Bound

Role = Literal["money", "percent", "physical", "duration", "count", "fraction", "ratio", "age", "rank", "score", "unknown"]
Join = Literal["", "to", "from", "or", "range"]


@dataclass(frozen=True)
class Quantity:
    """A quantity at the characters ``start:end``, bound, unit and rate included; ``core`` is where its number stands.

    ``unit`` is the code of ``units.toml``, empty for a plain count. ``per`` is what a rate is per (a UCUM time, or the
    noun's own word). ``role`` is what the number is used for. ``join`` tells how the parts of a range were joined; ``sign`` is
    a written plus or minus. ``inner`` marks one that stands in brackets behind another and says the same in another unit.
    """

    start: int
    end: int
    core: tuple[int, int]
    role: Role
    low: Decimal | None
    high: Decimal | None = None
    bound: Bound = "exact"
    unit: str = ""
    per: str = ""
    sign: Literal["", "+", "-"] = ""
    join: Join = ""
    vague: bool = False
    inner: bool = False
    own_unit: bool = True
    numeral: Decimal | None = None
    scaled: bool = False
    one: bool = False
    ordinal: bool = False

    @property
    def is_range(self) -> bool:
        """Whether two ends were stated."""
        return bool(self.join) and self.high is not None


def find_quantities(text: str, words: Vocabulary) -> list[Quantity]:
    """All quantities of ``text`` in order; they do not overlap. Linear in the length of the text."""
    lex = lexemes(text)
    found: list[_Found] = []
    at = 0
    while at < len(lex):
        item = _unknown(lex, at, words) or _read(lex, at, words)
        if item is None:
            at += 1
            continue
        if item.quantity is not None:
            found.append(item)
        at = max(item.last, at + 1)
    local = "US$" in text or "$US" in text  # then a bare "$" is another dollar, and which one is not said
    return [_dollar(item.quantity, text, local) for item in _share_units(_join(found, lex, words), lex, words) if item.quantity]


@dataclass(frozen=True)
class _Found:
    """A quantity with the lexemes it covers; without one, lexemes that a date or a name takes."""

    first: int
    last: int
    quantity: Quantity | None


def _word(lex: list[Lexeme], at: int) -> str:
    return lex[at].low if 0 <= at < len(lex) else ""


def _touches(lex: list[Lexeme], at: int) -> bool:
    return 0 < at < len(lex) and lex[at].start == lex[at - 1].end


def _read(lex: list[Lexeme], at: int, words: Vocabulary) -> _Found | None:
    number = read_number(lex, at, words)
    if number is None:
        return None
    if number.style == "multiple":
        return _ratio(lex, number, words)
    if number.style == "ordinal":
        return _rank(lex, number, words)
    return _not_a_figure(lex, number, words) or _quantity(lex, number, words)


def _unknown(lex: list[Lexeme], at: int, words: Vocabulary) -> _Found | None:
    """ "an unknown number of Chinese troops": a quantity without a value."""
    if lex[at].low not in _first_words(words):
        return None
    for size in range(5, 1, -1):
        if tuple(x.low for x in lex[at : at + size]) in words.unknown:
            start, end = lex[at].start, lex[min(at + size, len(lex)) - 1].end
            core = (start, end)
            return _Found(at, at + size, Quantity(start, end, core, "unknown", None, bound="unknown"))
    return None


def _first_words(words: Vocabulary) -> frozenset[str]:
    return _FIRST.setdefault(id(words), frozenset(phrase[0] for phrase in words.unknown))


_FIRST: dict[int, frozenset[str]] = {}


# ── numbers that are no quantities ───────────────────────────────────────────────────────────────


def _not_a_figure(lex: list[Lexeme], number: Number, words: Vocabulary) -> _Found | None:
    """Dates, clock times, versions, names with a number: read past, so that their digits count nothing."""
    if number.style != "digits":
        return None
    at, after = number.first, number.last
    if _touches(lex, at) and (_is_name_before(lex, at, words) or _word(lex, at - 1) == "#"):
        return _Found(at, after, None)
    for reader in (_clock, _calendar, _digit_chain):
        last = reader(lex, at, after, words)
        if last:
            return _Found(at, last, None)
    previous = _word(lex, at - 1)
    dotted = at - 2 if previous == "." and _touches(lex, at - 1) else at - 1
    if _word(lex, dotted) in words.numbers.words.labels and not _unit_at(lex, after, number, words):
        return _Found(at, after, None)
    return None


def _is_name_before(lex: list[Lexeme], at: int, words: Vocabulary) -> bool:
    """Letters that stick to the digits, "i4" or "PLX-18", unless they are the sign of a currency."""
    before = lex[at - 1]
    if before.raw.isalpha():
        return longest_back(words.money_signs, lex, at, raw=True) is None
    if before.raw in "-/" and at >= 2 and _touches(lex, at - 1) and lex[at - 2].raw.isalnum():
        word = lex[at - 2].low
        return (word.isalpha() and word not in words.numbers.words.negative and (word,) not in words.before) and not _spelled_range(word, words)
    return before.raw in "._"


def _spelled_range(word: str, words: Vocabulary) -> bool:
    return word in words.cardinals or word in words.scales or word in words.suffixes or (word,) in words.unit_names


def _clock(lex: list[Lexeme], at: int, after: int, words: Vocabulary) -> int:
    """ "11 a.m.", "5:55", "10.45pm"."""
    if _word(lex, after) == ":" and _touches(lex, after) and _touches(lex, after + 1) and lex[after + 1].is_digits:
        return after + 2
    if _word(lex, after) in ("a", "p") and _word(lex, after + 1) == "." and _word(lex, after + 2) == "m":
        return after + 3
    if _word(lex, after) in words.numbers.words.clock and len(lex[at].low) <= 5:
        return after + 1
    return 0


def _calendar(lex: list[Lexeme], at: int, after: int, words: Vocabulary) -> int:
    """ "8 July 2024", "Feb. 21", "2023-24", "in 2019", "the 1990s"."""
    small = words.numbers.words
    plain = lex[at].low
    if not plain.isdecimal():
        return 0
    day = len(plain) <= 2 and 1 <= int(plain) <= 31
    year = len(plain) == 4 and 1000 <= int(plain) <= 2100
    before = _word(lex, at - 2) if _word(lex, at - 1) in (".", ",") else _word(lex, at - 1)
    if (day or year) and before in small.months and lex[at - 1].low != ",":
        return after if not (before in ("may", "march") and lex[at - 1].raw.islower()) else 0
    if day and _word(lex, after) in small.months and not (_word(lex, after) == "may" and lex[after].raw == "may"):
        return after + 1
    if not year:
        return 0
    if _word(lex, after) == "s" and _touches(lex, after):
        return after + 1
    if _word(lex, after) in "-–/" and _touches(lex, after) and _touches(lex, after + 1) and lex[after + 1].low.isdecimal():
        return after + 2
    return after if _is_year(lex, at, after, words) else 0


def _is_year(lex: list[Lexeme], at: int, after: int, words: Vocabulary) -> bool:
    """A bare four-digit number that its neighbours show to be a year; a noun behind it shows a count."""
    small = words.numbers.words
    follows = _word(lex, after)
    if _touches(lex, after) and follows.isalpha() and not follows.startswith("'"):
        return False
    if longest_back(words.money_signs, lex, at, raw=True) or _unit_at(lex, after, None, words):
        return False
    if longest(words.percents, lex, after) or follows in words.scales:
        return False
    bound = longest_back(words.before, lex, at)
    if follows and follows in "-–" and not _touches(lex, after) and _unit_or_people(lex, after + 2, words):
        return False  # "2000 - 2500 calories"
    recent = 1900 <= int(lex[at].low) <= 2100
    dated = _word(lex, at - 1) in small.dated or (_word(lex, at - 1) == "," and _word(lex, at - 2).isdecimal())
    if recent:
        counted = follows.isalpha() and (follows in words.persons or (bound is not None and bound[1] not in ("about",)))
        return not counted or (dated and follows not in words.persons)
    return dated and bound is None and follows not in words.persons


def _unit_or_people(lex: list[Lexeme], at: int, words: Vocabulary) -> bool:
    return _word(lex, at) in words.persons or _unit_at(lex, at, None, words) is not None


def _digit_chain(lex: list[Lexeme], at: int, after: int, _: Vocabulary) -> int:
    """Versions, phone numbers, dates in digits: three or more groups joined by one sign."""
    sign = _word(lex, after)
    last, groups = after, 1
    while sign and sign in "-./–" and _word(lex, last) == sign and _touches(lex, last) and _touches(lex, last + 1) and lex[last + 1].is_digits:
        last, groups = last + 2, groups + 1
    dotted = _word(lex, after).startswith(".") and _touches(lex, after)
    if groups >= 3 or (dotted and len(_word(lex, after)) > 1):
        return max(last, after + 1)
    return after + 2 if groups == 2 and sign == "/" else 0


def _ratio(lex: list[Lexeme], number: Number, words: Vocabulary) -> _Found | None:
    """ "twice the number", "double the price", "sales doubled": a multiple of something else."""
    low = lex[number.first].low
    follows = _word(lex, number.last)
    if low.endswith(words.numbers.words.fold):
        return _Found(number.first, number.last, replace(_plain(lex, number, "ratio", words), unit="times"))
    if follows not in ("the", "as", "its", "their", "what", "that") and not low.endswith("d"):
        return None
    return _Found(number.first, number.last, _plain(lex, number, "ratio", words))


def _rank(lex: list[Lexeme], number: Number, words: Vocabulary) -> _Found | None:
    """ "fifth largest", "ranked 5th"; other ordinals only enumerate."""
    small = words.numbers.words
    after = number.last + 1 if _word(lex, number.last) == "-" else number.last
    if _word(lex, after) in small.superlatives:
        return _Found(number.first, number.last, _plain(lex, number, "rank", words))
    if any(_word(lex, at) in small.ranked for at in (number.first - 1, number.first - 2)):
        return _Found(number.first, number.last, _plain(lex, number, "rank", words))
    return _Found(number.first, number.last, None) if lex[number.first].is_digits else None


def _plain(lex: list[Lexeme], number: Number, role: Role, words: Vocabulary) -> Quantity:
    start, end = lex[number.first].start, lex[number.last - 1].end
    first, bound = _bound_before(lex, number.first, words)
    return Quantity(lex[first].start, end, (start, end), role, number.low, bound=bound or "exact")


# ── number + unit + bound ────────────────────────────────────────────────────────────────────────


def _quantity(lex: list[Lexeme], number: Number, words: Vocabulary) -> _Found | None:
    first, sign, money = _signs_before(lex, number, words)
    if money and number.glued:
        number = unglue(number, words)
        number = _more_scales(number, lex, words)
    elif number.glued and not _glued_unit(lex, number, words):
        number = unglue(number, words)
    after = number.last
    unit, role, after = _unit_behind(lex, number, money, words)
    if unit is None and _touches(lex, number.last) and lex[number.last].low[0].isalpha():
        return _Found(number.first, number.last + 1, None)  # "3D", "737s": a name
    if role == "count" and number.style == "fraction":
        role = "fraction"
    after, per = _rate(lex, after, role, words)
    after, role = _age(lex, first, after, role, unit, words)
    if after < len(lex) and _dimension_word(lex, after, unit, words):
        after += 2 if _word(lex, after) == "in" else 1
    low = -number.low if sign == "-" else number.low
    opens, bound = _bound_before(lex, first, words)
    last, later = _bound_after(lex, after, words)
    end = lex[last - 1].end
    quantity = Quantity(
        start=lex[opens].start,
        end=end,
        core=(lex[number.first].start, lex[number.last - 1].end),
        role=role,
        low=low,
        high=number.high,
        bound=bound or later or ("about" if number.style == "vague" else "exact"),
        unit=unit.code if unit else "",
        per=per,
        sign=sign,
        vague=number.style == "vague",
        numeral=number.numeral,
        scaled=number.scale is not None and number.scale != 1,
        one=number.style == "words" and number.low == 1,
        inner=_word(lex, opens - 1) == "(",
    )
    return _Found(opens, last, quantity)


def _more_scales(number: Number, lex: list[Lexeme], words: Vocabulary) -> Number:
    factor = words.scales.get(_word(lex, number.last))
    return number if factor is None else replace(number, low=number.low * factor, last=number.last + 1, scale=factor)


_SIGNS = {"-": "-", "−": "-", "–": "-", "+": "+"}


def _signs_before(lex: list[Lexeme], number: Number, words: Vocabulary) -> tuple[int, Literal["", "+", "-"], Unit | None]:
    """What stands before the number: (first lexeme, sign, currency)."""
    first = number.first
    sign: Literal["", "+", "-"] = ""
    first, sign = _sign_at(lex, first, words)
    money = longest_back(words.money_signs, lex, first, raw=True)
    if money and _is_sign_of_money(lex, money[0], first):
        first = money[0]
        if not sign:
            first, sign = _sign_at(lex, first, words)
        return first, sign, money[1]
    return first, sign, None


def _is_sign_of_money(lex: list[Lexeme], start: int, end: int) -> bool:
    """ "A$4" is Australian money, "a $4 loan" and "A $4 loan" are not; "US $4" and "US$4" are one."""
    if end - start == 1:
        return not (lex[start].raw.isalpha() and start > 0 and _touches(lex, start) and lex[start - 1].raw.isalnum())
    parts = lex[start:end]
    loose = any(b.start > a.end for a, b in zip(parts, parts[1:], strict=False))
    return not loose or all(len(x.raw) != 1 or not x.raw.isalpha() for x in parts)


def _sign_at(lex: list[Lexeme], first: int, words: Vocabulary) -> tuple[int, Literal["", "+", "-"]]:
    before = _word(lex, first - 1)
    if before == "-" and _touches(lex, first) and _word(lex, first - 2) in words.numbers.words.negative:
        return first - 2, "-"
    if before in words.numbers.words.negative:
        return first - 1, "-"
    if before in _SIGNS and _touches(lex, first) and before != "–" and not _touches(lex, first - 1):
        return first - 1, "-" if _SIGNS[before] == "-" else "+"
    if before == "-" and _touches(lex, first) and lex[first - 2 : first - 1] and lex[first - 2].raw in "$£€¥(":
        return first - 1, "-"
    return first, ""


def _glued_unit(lex: list[Lexeme], number: Number, words: Vocabulary) -> bool:
    """Whether the letters at the digits are a unit: "5m" is metres at the end of a phrase, millions before a noun."""
    raw = lex[number.last].raw
    if (raw,) not in words.unit_symbols:
        return False
    if raw not in ("m", "t"):
        return True
    follows = lex[number.last + 1] if number.last + 1 < len(lex) else None
    if follows is None or not follows.low.isalpha() or (follows.low,) in words.dimension_words:
        return True
    return follows.low in _function_words(words)


def _function_words(words: Vocabulary) -> frozenset[str]:
    small = words.numbers.words
    return frozenset((*small.and_, *small.to, *small.or_, *small.from_, *small.of, *small.in_, *small.articles, *small.dated))


def _unit_at(lex: list[Lexeme], at: int, number: Number | None, words: Vocabulary) -> tuple[int, Unit] | None:
    """The unit that starts at lexeme ``at``, by symbol or by name, a hyphen before it skipped: (lexeme after, unit)."""
    if at >= len(lex) or lex[at].low == "\n":
        return None
    symbol = longest(words.unit_symbols, lex, at, raw=True)
    if symbol and _may_be_symbol(lex, at, symbol[0]):
        return symbol
    skip = at + 1 if lex[at].low in "-–" and _touches(lex, at) and _touches(lex, at + 1) else at
    name = longest(words.unit_names, lex, skip)
    if name and not (number is not None and _not_unit_after_all(lex, skip, name, number, words)):
        return name
    if skip > at:
        symbol = longest(words.unit_symbols, lex, skip, raw=True)
        if symbol and len(lex[skip].raw) > 1:
            return symbol
    return None


def _may_be_symbol(lex: list[Lexeme], at: int, after: int) -> bool:
    """A symbol of one letter must stick to the digits ("5m", not "5 m"), and no symbol runs on into a word."""
    if _touches(lex, after) and lex[after].low[0].isalpha():
        return False
    lone = after == at + 1 and len(lex[at].raw) == 1 and lex[at].raw.isalpha()
    return not lone or _touches(lex, at) or lex[at].raw in "WVg"


def _not_unit_after_all(lex: list[Lexeme], at: int, name: tuple[int, Unit], number: Number, words: Vocabulary) -> bool:
    """Names that are units only now and then: "two won seats", "a second man", "five points" of a plan."""
    word = lex[at].low
    if word == "real" and number.low != 1:
        return True
    if word in ("won", "sol", "p", "dong", "rand", "crown", "stone", "real", "mil", "min"):
        return number.style == "words" and number.scale is None
    return False


def _unit_behind(lex: list[Lexeme], number: Number, money: Unit | None, words: Vocabulary) -> tuple[Unit | None, Role, int]:
    """The unit of ``number``: (unit, role, lexeme after it)."""
    after = number.last
    if money:
        named = longest(words.unit_names, lex, after)
        if named and named[1].family == "money":
            after = named[0]
        elif _word(lex, after) == "us" and lex[after].raw.isupper():
            after += 1
        elif _word(lex, after) == "u" and _word(lex, after + 1) == "." and _word(lex, after + 2) == "s":
            after += 4 if _word(lex, after + 3) == "." else 3
        return money, "money", after
    skip = after + 1 if _word(lex, after) == "-" and _touches(lex, after) else after
    percent = longest(words.percents, lex, skip)
    if percent:
        return percent[1], "percent", percent[0]
    signed = longest(words.money_signs, lex, after, raw=True)
    if signed and not (lex[signed[0] - 1 : signed[0] + 1][-1].is_digits and _word(lex, after) == "$"):
        return signed[1], "money", signed[0]
    fold = _word(lex, skip)
    if fold in words.numbers.words.fold or (fold in ("times",) and _is_multiple(lex, skip, words)):
        return Unit("times", "ratio"), "ratio", skip + 1
    if number.style == "fraction" and _word(lex, after) in words.numbers.words.of and _word(lex, after + 1) in words.numbers.words.articles:
        whole = _unit_at(lex, after + 2, None, words)
        if whole and whole[1].family in ("physical", "duration"):
            return whole[1], "duration" if whole[1].family == "duration" else "physical", whole[0]  # "a quarter of a mile"
    partitive = number.style == "vague" and _word(lex, after) in words.numbers.words.of  # "tens of thousands of dollars"
    found = _unit_at(lex, after + 1 if partitive else after, number, words)
    if found is None:
        return None, "count", after
    unit = _pound(lex, number, found[1], words)
    role: Role = {"money": "money", "duration": "duration", "percent": "percent"}.get(unit.family, "physical")  # type: ignore[assignment]
    return unit, role, found[0]


def _is_multiple(lex: list[Lexeme], at: int, words: Vocabulary) -> bool:
    """ "four times the number", "6.5 times earnings", "9 times a minute", not "met four times in May"."""
    follows = _word(lex, at + 1)
    if follows in words.numbers.words.per and longest(words.unit_names, lex, at + 2):
        return True
    return follows in ("the", "as", "more", "higher", "larger", "that", "its", "their", "what", "greater", "earnings", "book")


def _pound(lex: list[Lexeme], number: Number, unit: Unit, words: Vocabulary) -> Unit:
    """ "Pounds" are money behind a million and beside a verb of paying, else weight."""
    if unit.code != "[lb_av]":
        return unit
    near = {x.low for x in lex[max(0, number.first - 6) : number.first]}
    verbs = words.numbers.shared_currencies.money_verbs
    paid = any(word.startswith(verb) for verb in verbs for word in near)
    million = number.scale is not None and number.scale >= 1_000_000
    return Unit("GBP", "money") if million or paid else unit


_RATED = frozenset({"money", "percent", "physical", "count", "ratio"})


def _rate(lex: list[Lexeme], after: int, role: Role, words: Vocabulary) -> tuple[int, str]:
    """ "a year", "per barrel", "/day", "a-year": (lexeme after it, what it is per)."""
    if role not in _RATED:
        return after, ""
    small = words.numbers.words
    at = after + 1 if _word(lex, after) == "-" and _touches(lex, after) else after
    word = _word(lex, at)
    slash = word == "/" and _touches(lex, at)
    if word not in small.per and not slash:
        return after, ""
    noun = at + 2 if _word(lex, at + 1) == "-" else at + 1
    unit = longest(words.unit_names, lex, noun) or longest(words.unit_symbols, lex, noun, raw=True)
    if unit and _word(lex, unit[0]) in small.ago:
        return after, ""  # "$6 billion a year earlier"
    if unit and (unit[1].family == "duration" or (word not in small.articles and unit[1].family != "money")):
        return unit[0], unit[1].code
    if (word == "per" or slash) and _word(lex, noun).isalpha():
        return noun + 1, _word(lex, noun)
    return after, ""


def _age(lex: list[Lexeme], first: int, after: int, role: Role, unit: Unit | None, words: Vocabulary) -> tuple[int, Role]:
    """ "15-year-old", "aged 15", "Smith, 51,": how old somebody is."""
    small = words.numbers.words
    if role == "duration":
        at = after + 1 if _word(lex, after) == "-" else after
        if _word(lex, at) in small.old:
            return at + 1, "age"
        if _word(lex, at) == "of" and _word(lex, at + 1) == "age":
            return at + 2, "age"
        if _word(lex, first - 1) in small.of and _word(lex, first - 2) in small.aged:
            return after, "age"
    if role not in ("count", "duration"):
        return after, role
    if _word(lex, first - 1) in small.aged and _word(lex, first - 2) not in words.scales:
        return after, "age"
    if role == "count" and _word(lex, first - 1) == "," and first >= 2 and lex[first - 2].raw[:1].isupper():
        value = lex[first].low
        closed = _word(lex, after) in (",", ".", "and", "\n", ";", "of", "from", "told", "who", "said", "") and after - first == 1
        if closed and value.isdecimal() and 1 <= int(value) <= 110 and lex[first - 2].low not in small.months:
            return after, "age"
    return after, role


def _dimension_word(lex: list[Lexeme], at: int, unit: Unit | None, words: Vocabulary) -> bool:
    if unit is None or unit.family != "physical":
        return False
    return (_word(lex, at),) in words.dimension_words or (_word(lex, at), _word(lex, at + 1)) in words.dimension_words


def _bound_before(lex: list[Lexeme], first: int, words: Vocabulary) -> tuple[int, Bound | None]:
    """The bound phrase that ends before lexeme ``first``, with what joins it ("a", "the" are not crossed)."""
    at = first - 1 if _word(lex, first - 1) == "-" and (_word(lex, first - 2),) in words.before else first
    found = longest_back(words.before, lex, at)
    if found is None:
        return first, None
    start, bound = found
    again = longest_back(words.before, lex, start)  # "only about 20", "for at least some 20"
    if again and bound == "exact":
        start, bound = again
    elif again and again[1] == "exact":
        start = again[0]
    return start, bound


def _bound_after(lex: list[Lexeme], after: int, words: Vocabulary) -> tuple[int, Bound | None]:
    if _word(lex, after) == "+" and _touches(lex, after):
        return after + 1, "at_least"
    found = longest(words.after, lex, after)
    if found is None or (found[0] - after == 1 and _word(lex, found[0]).isalpha() and lex[after].low != "plus"):
        return after, None
    if lex[after].low == "plus" and _word(lex, after + 1) not in ("", ",", "."):
        return after, None
    return found


# ── two numbers that belong together ─────────────────────────────────────────────────────────────


def _join(found: list[_Found], lex: list[Lexeme], words: Vocabulary) -> list[_Found]:
    """Ranges and scores out of two neighbouring quantities."""
    joined: list[_Found] = []
    for item in found:
        merged = _pair(joined[-1], item, lex, words) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(item)
    return joined


def _pair(left: _Found, right: _Found, lex: list[Lexeme], words: Vocabulary) -> _Found | None:
    one, two = left.quantity, right.quantity
    if one is None or two is None or one.is_range or two.is_range or one.low is None or two.low is None:
        return None
    if one.vague != two.vague and not (two.scaled or one.vague):
        return None
    between = [x.low for x in lex[left.last : right.first]]
    small = words.numbers.words
    if _long_from_to(left, right, lex, between, words):
        return _range(left, right, lex, words, "from", left.first - 1)
    if len(between) != 1 or one.role in ("age", "rank", "unknown") or two.role in ("rank", "unknown"):
        return None
    connector = between[0]
    compatible = one.unit in ("", two.unit) or (one.unit == "USD" and two.unit == "")
    if not compatible or (two.role == "count" and one.unit and not two.unit and connector not in "-–"):
        return None
    opener = _word(lex, left.first - 1)
    if connector in small.and_ and (opener in small.between or _bound_word(lex, left) in small.between):
        return _range(left, right, lex, words, "range", left.first - 1)
    if connector in small.to:
        return _to_range(left, right, lex, words)
    if (connector in small.or_ and not one.unit and one.numeral is not None and not one.one) or (connector in small.or_ and _word(lex, right.first) == "two" and one.one):
        return _range(left, right, lex, words, "or", left.first)
    if connector in "-–—" and _touches(lex, left.last) and _touches(lex, right.first):
        return _dash(left, right, lex, words)
    if connector in "-–" and one.low < two.low and two.unit:
        return _range(left, right, lex, words, "range", left.first)
    return None


def _long_from_to(left: _Found, right: _Found, lex: list[Lexeme], between: list[str], words: Vocabulary) -> bool:
    """ "from 208 pounds to 193", "from $36 at noon to $34": an old and a new level."""
    one, two, small = left.quantity, right.quantity, words.numbers.words
    assert one is not None and two is not None
    if not between or between[-1] not in small.to or _word(lex, left.first - 1) not in small.from_ or len(between) > 6:
        return False
    plain = all(word.isalnum() for word in between)
    return plain and (two.unit in ("", one.unit)) and (len(between) > 1 or (bool(one.unit) and not two.unit))


def _bound_word(lex: list[Lexeme], item: _Found) -> str:
    return _word(lex, item.first)


def _to_range(left: _Found, right: _Found, lex: list[Lexeme], words: Vocabulary) -> _Found | None:
    one, two = left.quantity, right.quantity
    assert one is not None and two is not None and one.low is not None and two.low is not None
    small = words.numbers.words
    opener = _word(lex, left.first - 1)
    if opener in small.from_:
        near = {x.low for x in lex[max(0, left.first - 4) : left.first - 1]}
        spread = bool(near & set(small.ranging))
        return _range(left, right, lex, words, "range" if spread else "from", left.first - 1)
    if opener in ("by",):
        bare = not one.unit or one.core[1] == one.end
        return _range(left, right, lex, words, "range", left.first) if not one.unit and bare and one.low < two.low else None
    if not one.unit or (one.role == "money" and one.low < two.low):
        return _range(left, right, lex, words, "range", left.first) if one.low < _scaled_low(one, two)[1] else None
    steps = one.role == "percent" and opener.isalpha() and opener not in _function_words(words)  # "rose 2% to 5%"
    if one.unit == two.unit and one.low < two.low and not steps:
        return _range(left, right, lex, words, "range", left.first)
    return None


def _scaled_low(one: Quantity, two: Quantity) -> tuple[Decimal, Decimal]:
    """The ends of a range, the scale of the second shared with the first: "10 to 15 billion"."""
    assert one.low is not None and two.low is not None
    low = one.low
    if two.scaled and not one.scaled and two.numeral and one.numeral is not None and one.numeral < two.numeral:
        low = one.low * (two.low / two.numeral)
    return low, two.low


def _range(left: _Found, right: _Found, lex: list[Lexeme], words: Vocabulary, join: Join, first: int) -> _Found:
    one, two = left.quantity, right.quantity
    assert one is not None and two is not None
    low, high = _scaled_low(one, two)
    if two.vague and two.high is not None and not one.vague:
        high = two.low if two.low is not None else high
    bound: Bound = one.bound if one.bound in ("about", "at_least", "at_most") and not one.vague else "range"
    opens = first
    if join == "range" and bound == "range":
        opens, outer = _bound_before(lex, first, words)
        bound = outer if outer == "about" else "range"
    unit = two.unit or one.unit
    role = two.role if two.unit else one.role
    quantity = replace(
        two, start=lex[opens].start, core=(one.core[0], two.core[1]), low=low, high=high, bound=bound, unit=unit,
        role=role, per=two.per or one.per, join=join, own_unit=bool(one.unit), inner=one.inner, vague=False,
    )  # fmt: skip
    return _Found(opens, right.last, quantity)


def _dash(left: _Found, right: _Found, lex: list[Lexeme], words: Vocabulary) -> _Found | None:
    """ "30-40 people" is a range, "2-0" and "a 52-48 vote" are scores."""
    one, two = left.quantity, right.quantity
    assert one is not None and two is not None and one.low is not None and two.low is not None
    low, high = _scaled_low(one, two)
    if low < high:
        return _range(left, right, lex, words, "range", left.first)
    quantity = replace(two, start=one.start, core=(one.core[0], two.core[1]), low=low, high=high, role="score", join="to")
    return _Found(left.first, right.last, quantity)


_LIST = re.compile(r"\s*(?:,|,?\s*(?:and|or|to))\s*|\s*-\s*(?:,|and|or)\s*")


def _share_units(found: list[_Found], lex: list[Lexeme], words: Vocabulary) -> list[_Found]:
    """ "10, 20 and 30 percent", "7- or 8-inch": a bare number takes the unit of the next one in its list."""
    shared = list(found)
    for at in range(len(shared) - 2, -1, -1):
        one, two = shared[at].quantity, shared[at + 1].quantity
        if one is None or two is None or one.role != "count" or not two.unit or one.vague or two.role not in ("percent", "physical", "money", "duration"):
            continue
        between = [x.low for x in lex[shared[at].last : shared[at + 1].first]]
        if between and set(between) <= {",", *words.numbers.words.and_, *words.numbers.words.or_, "-"} and len(between) <= 2:
            value = one.low
            shared[at] = _Found(shared[at].first, shared[at].last, replace(one, unit=two.unit, role=two.role, per=two.per, low=value, own_unit=False))
    return shared


def _dollar(quantity: Quantity, text: str, local: bool) -> Quantity:
    """A bare "$" beside "US$" in one report is not the US dollar, and which one it is the report does not say."""
    if quantity.unit != "USD" or not local:
        return quantity
    words = text[max(0, quantity.start - 4) : quantity.end]
    bare = "$" in words and "US" not in words and "U.S" not in words
    return replace(quantity, unit="dollar") if bare else quantity


def inside(quantities: list[Quantity], start: int, end: int) -> Iterator[Quantity]:
    """The quantities whose number lies in the character range ``start:end``."""
    return (quantity for quantity in quantities if start <= quantity.core[0] and quantity.core[1] <= end)
