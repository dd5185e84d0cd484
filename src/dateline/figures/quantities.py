"""One quantity as a text writes it: number, unit, rate, age, bound; from lexemes, without grammar.

What a quantity is *of* needs the parse and is the matter of ``measure``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from dateline.figures.numbers import Number, unglue
from dateline.figures.vocabulary import Lexeme, Unit, Vocabulary, longest, longest_back
from dateline.model import Bound

Role = Literal[
    "money", "percent", "physical", "duration", "count", "fraction", "ratio", "age", "rank", "score", "unknown"
]


Join = Literal["", "to", "from", "or", "range"]


@dataclass(frozen=True)
class Quantity:
    """A quantity at the characters ``start:end``, bound, unit and rate included; ``core`` is where its number stands.

    ``unit`` is the code of ``units.toml``, empty for a plain count. ``per`` is what a rate is per (a UCUM time, or the
    noun's own word). ``role`` is what the number is used for. ``join`` tells how the parts of a range were joined;
    ``sign`` is a written plus or minus. ``inner`` marks one that stands in brackets, ``vague`` a magnitude.
    """

    start: int
    end: int
    core: tuple[int, int]
    role: Role
    low: Decimal
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


@dataclass(frozen=True)
class Found:
    """A quantity with the lexemes ``first:last`` that it covers."""

    first: int
    last: int
    quantity: Quantity


@dataclass(frozen=True)
class Taken:
    """Lexemes up to ``last`` with a number that a date or a name takes."""

    last: int


def word_at(lex: list[Lexeme], at: int) -> str:
    """The small letters of lexeme ``at``; empty outside the text."""
    return lex[at].low if 0 <= at < len(lex) else ""


def touches(lex: list[Lexeme], at: int) -> bool:
    """Whether lexeme ``at`` follows the one before it without a space."""
    return 0 < at < len(lex) and lex[at].start == lex[at - 1].end


def read_quantity(lex: list[Lexeme], number: Number, words: Vocabulary) -> Found | Taken:
    """The quantity whose number was read as ``number``; a number that runs on into letters is a name."""
    first, sign, money = _signs_before(lex, number, words)
    if money and number.glued:
        number = unglue(number, words)
        number = _more_scales(number, lex, words)
    elif number.glued and not _glued_unit(lex, number, words):
        number = unglue(number, words)
    after = number.last
    unit, role, after = _unit_behind(lex, number, money, words)
    ahead = longest_back(words.prefixed_units, lex, first) if unit is None and number.style == "digits" else None
    if ahead:
        first, unit, role = ahead[0], ahead[1], "physical"
    if unit is None and touches(lex, number.last) and lex[number.last].low[0].isalpha():
        return Taken(number.last + 1)  # "3D", "737s": a name
    if role == "count" and number.style == "fraction":
        role = "fraction"
    after, per = _rate(lex, after, role, words)
    after, role = _age(lex, first, after, role, words)
    if after < len(lex) and _dimension_word(lex, after, unit, words):
        after += 2 if word_at(lex, after) == "in" else 1
    low = -number.low if sign == "-" else number.low
    opens, bound = bound_before(lex, first, words)
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
        inner=word_at(lex, opens - 1) == "(",
    )
    return Found(opens, last, quantity)


def _more_scales(number: Number, lex: list[Lexeme], words: Vocabulary) -> Number:
    factor = words.scales.get(word_at(lex, number.last))
    return number if factor is None else replace(number, low=number.low * factor, last=number.last + 1, scale=factor)


_SIGNS = {"-": "-", "−": "-", "–": "-", "+": "+"}


def _signs_before(
    lex: list[Lexeme], number: Number, words: Vocabulary
) -> tuple[int, Literal["", "+", "-"], Unit | None]:
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
    """As in "A$4" is Australian money, "a $4 loan" and "A $4 loan" are not; "US $4" and "US$4" are one."""
    if end - start == 1:
        return not (lex[start].raw.isalpha() and start > 0 and touches(lex, start) and lex[start - 1].raw.isalnum())
    parts = lex[start:end]
    loose = any(b.start > a.end for a, b in pairwise(parts))
    return not loose or all(len(x.raw) != 1 or not x.raw.isalpha() for x in parts)


def _sign_at(lex: list[Lexeme], first: int, words: Vocabulary) -> tuple[int, Literal["", "+", "-"]]:
    before = word_at(lex, first - 1)
    if before == "-" and touches(lex, first) and word_at(lex, first - 2) in words.numbers.words.negative:
        return first - 2, "-"
    if before in words.numbers.words.negative:
        return first - 1, "-"
    if before in _SIGNS and touches(lex, first) and before != "–" and not touches(lex, first - 1):
        return first - 1, "-" if _SIGNS[before] == "-" else "+"
    if before == "-" and touches(lex, first) and lex[first - 2 : first - 1] and lex[first - 2].raw in "$£€¥(":
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
    return follows.low in function_words(words)


def function_words(words: Vocabulary) -> frozenset[str]:
    """The small words that may follow a unit, and no noun that it could count."""
    small = words.numbers.words
    return frozenset(
        (*small.and_, *small.to, *small.or_, *small.from_, *small.of, *small.in_, *small.articles, *small.dated)
    )


def unit_at(lex: list[Lexeme], at: int, number: Number | None, words: Vocabulary) -> tuple[int, Unit] | None:
    """The unit that starts at lexeme ``at``, by symbol or by name, a hyphen before it skipped: (lexeme after, unit)."""
    if at >= len(lex) or lex[at].low == "\n":
        return None
    symbol = longest(words.unit_symbols, lex, at, raw=True)
    if symbol and _may_be_symbol(lex, at, symbol[0]):
        return symbol
    skip = at + 1 if lex[at].low in "-–" and touches(lex, at) and touches(lex, at + 1) else at
    name = longest(words.unit_names, lex, skip)
    if name and not (number is not None and _not_unit_after_all(lex, skip, number, words)):
        return name
    if skip > at:
        symbol = longest(words.unit_symbols, lex, skip, raw=True)
        if symbol and len(lex[skip].raw) > 1:
            return symbol
    return None


def _may_be_symbol(lex: list[Lexeme], at: int, after: int) -> bool:
    """A symbol of one letter must stick to the digits ("5m", not "5 m"), and no symbol runs on into a word."""
    if touches(lex, after) and lex[after].low[0].isalpha():
        return False
    lone = after == at + 1 and len(lex[at].raw) == 1 and lex[at].raw.isalpha()
    return not lone or touches(lex, at) or lex[at].raw in "WVg"


def _not_unit_after_all(lex: list[Lexeme], at: int, number: Number, words: Vocabulary) -> bool:
    """Names that are units only now and then: "two won seats", "three stone houses"; behind digits they are units."""
    spelled = number.style == "words" and number.scale is None
    return lex[at].low in words.numbers.shared_currencies.doubtful and (spelled or lex[at].raw[:1].isupper())


def _unit_behind(
    lex: list[Lexeme], number: Number, money: Unit | None, words: Vocabulary
) -> tuple[Unit | None, Role, int]:
    """The unit of ``number``: (unit, role, lexeme after it)."""
    after = number.last
    if money:
        return money, "money", _money_again(lex, after, words)
    skip = after + 1 if word_at(lex, after) == "-" and touches(lex, after) else after
    percent = longest(words.percents, lex, skip)
    if percent:
        return percent[1], "percent", percent[0]
    signed = longest(words.money_signs, lex, after, raw=True)
    if signed and not (word_at(lex, after) == "$" and word_at(lex, signed[0])[:1].isdecimal()):
        return signed[1], "money", signed[0]
    if word_at(lex, skip) in words.numbers.words.fold or _is_multiple(lex, skip, words):
        return Unit("times", "ratio"), "ratio", skip + 1
    found = _unit_of_part(lex, number, words) or unit_at(lex, after, number, words)
    if found is None:
        return None, "count", after
    unit = _pound(lex, number, found[1], words)
    return unit, _ROLES.get(unit.family, "physical"), found[0]


_ROLES: dict[str, Role] = {"money": "money", "duration": "duration", "percent": "percent"}


def _money_again(lex: list[Lexeme], after: int, words: Vocabulary) -> int:
    """The lexeme after what repeats the sign of the currency: "$5 million dollars", "$75 U.S."."""
    named = longest(words.unit_names, lex, after)
    if named and named[1].family == "money":
        return named[0]
    if word_at(lex, after) == "us" and lex[after].raw.isupper():
        return after + 1
    if [word_at(lex, after + i) for i in range(3)] == ["u", ".", "s"]:
        return after + (4 if word_at(lex, after + 3) == "." else 3)
    return after


def _unit_of_part(lex: list[Lexeme], number: Number, words: Vocabulary) -> tuple[int, Unit] | None:
    """The unit behind "of": "a quarter of a mile", "1/8 of a US gallon", "tens of thousands of dollars"."""
    after, small = number.last, words.numbers.words
    if word_at(lex, after) not in small.of:
        return None
    if number.style == "vague":
        return unit_at(lex, after + 1, number, words)
    if number.style != "fraction" or word_at(lex, after + 1) not in small.articles:
        return None
    named = after + 2 < len(lex) and lex[after + 2].raw.isupper()
    whole = unit_at(lex, after + 3 if named else after + 2, None, words)
    return whole if whole and whole[1].family in ("physical", "duration") else None


def _is_multiple(lex: list[Lexeme], at: int, words: Vocabulary) -> bool:
    """As in "four times the number", "five times earnings", "40 times a minute", not "met four times in May"."""
    if word_at(lex, at) not in words.numbers.words.times:
        return False
    follows = word_at(lex, at + 1)
    if follows in words.numbers.words.per and longest(words.unit_names, lex, at + 2):
        return True
    return follows in words.numbers.words.compared


def _pound(lex: list[Lexeme], number: Number, unit: Unit, words: Vocabulary) -> Unit:
    """As in "Pounds" are money behind a million and beside a verb of paying, else weight."""
    if unit.code != "[lb_av]":
        return unit
    near = {x.low for x in lex[max(0, number.first - 6) : number.first]}
    verbs = words.numbers.shared_currencies.money_verbs
    paid = any(word.startswith(verb) for verb in verbs for word in near)
    million = number.scale is not None and number.scale >= 1_000_000
    return Unit("GBP", "money") if million or paid else unit


_RATED = frozenset({"money", "percent", "physical", "count", "ratio"})


def _rate(lex: list[Lexeme], after: int, role: Role, words: Vocabulary) -> tuple[int, str]:
    """As in "a year", "per barrel", "/day", "a-year": (lexeme after it, what it is per)."""
    if role not in _RATED:
        return after, ""
    small = words.numbers.words
    at = after + 1 if word_at(lex, after) == "-" and touches(lex, after) else after
    word = word_at(lex, at)
    slash = word == "/" and touches(lex, at)
    if word not in small.per and not slash:
        return after, ""
    noun = at + 2 if word_at(lex, at + 1) == "-" else at + 1
    unit = longest(words.unit_names, lex, noun) or longest(words.unit_symbols, lex, noun, raw=True)
    if unit and word_at(lex, unit[0]) in small.ago:
        return after, ""  # "$5 billion a year earlier"
    if unit and (unit[1].family == "duration" or (word not in small.articles and unit[1].family != "money")):
        return unit[0], unit[1].code
    if (word == "per" or slash) and word_at(lex, noun).isalpha():
        return noun + 1, word_at(lex, noun)
    return after, ""


def _age(lex: list[Lexeme], first: int, after: int, role: Role, words: Vocabulary) -> tuple[int, Role]:
    """As in "15-year-old", "aged 15", "Smith, 51,": how old somebody is."""
    small = words.numbers.words
    before = word_at(lex, first - 1)
    if role == "duration":
        at = after + 1 if word_at(lex, after) == "-" else after
        if word_at(lex, at) in small.old:
            return at + 1, "age"
        if word_at(lex, at) in small.of and word_at(lex, at + 1) in small.aged:
            return at + 2, "age"
        if before in small.of and word_at(lex, first - 2) in small.aged:
            return after, "age"
    if role in ("count", "duration") and before in small.aged and word_at(lex, first - 2) not in words.scales:
        return after, "age"
    if role == "count" and _is_age_in_commas(lex, first, after, words):
        return after, "age"
    return after, role


def _is_age_in_commas(lex: list[Lexeme], first: int, after: int, words: Vocabulary) -> bool:
    """As in "Anna Berg, 51, said" and "her daughter, 6, ..."."""
    if word_at(lex, first - 1) != "," or first < 2 or after - first != 1:
        return False
    whose, value, follows = lex[first - 2], lex[first].low, word_at(lex, after)
    named = (whose.raw[:1].isupper() or whose.low in words.persons) and whose.low not in words.numbers.words.months
    return (
        named
        and value.isdecimal()
        and 1 <= int(value) <= 110
        and not (follows.isalnum() and _counted_by(follows, words))
    )


def _counted_by(word: str, words: Vocabulary) -> bool:
    """Whether ``word`` behind a number may be what it counts; "and", "of", "told" are not."""
    return word not in words.numbers.words.closing


def _dimension_word(lex: list[Lexeme], at: int, unit: Unit | None, words: Vocabulary) -> bool:
    if unit is None or unit.family != "physical":
        return False
    return (word_at(lex, at),) in words.dimension_words or (
        word_at(lex, at),
        word_at(lex, at + 1),
    ) in words.dimension_words


def bound_before(lex: list[Lexeme], first: int, words: Vocabulary) -> tuple[int, Bound | None]:
    """The bound phrase that ends before lexeme ``first``, with what joins it ("a", "the" are not crossed)."""
    at = first - 1 if word_at(lex, first - 1) == "-" and (word_at(lex, first - 2),) in words.before else first
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
    if word_at(lex, after) == "+" and touches(lex, after):
        return after + 1, "at_least"
    found = longest(words.after, lex, after)
    if found is None or (found[0] - after == 1 and word_at(lex, found[0]).isalpha() and lex[after].low != "plus"):
        return after, None
    if lex[after].low == "plus" and word_at(lex, after + 1) not in ("", ",", "."):
        return after, None
    return found
