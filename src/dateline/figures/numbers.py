"""Numbers as a text writes them, in digits or words, to exact decimals: "2.5 million", "two and a half", "dozens".

Pure reading of numerals: what is counted and how it is bounded is the matter of ``quantities``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from dateline.figures.vocabulary import Lexeme, Vocabulary

Style = Literal["digits", "words", "vague", "fraction", "multiple", "ordinal"]

TEN = Decimal(10)


@dataclass(frozen=True)
class Number:
    """A number at lexemes ``first:last``. ``high`` is set where the words say only a magnitude ("dozens": 12 to 120).

    ``numeral`` is the value before its scale word ("20" in "20 to 30 billion"), ``glued`` letters that stick to the
    digits and may be a scale or a unit ("5m": 5 million or 5 metres).
    """

    first: int
    last: int
    low: Decimal
    style: Style
    high: Decimal | None = None
    numeral: Decimal | None = None
    scale: Decimal | None = None
    glued: str = ""


def read_number(lex: list[Lexeme], at: int, words: Vocabulary) -> Number | None:
    """The number that starts at lexeme ``at``, as long as it goes; ``None`` where none starts there."""
    if lex[at].is_digits:
        return _digits(lex, at, words)
    low = lex[at].low
    if low not in words.triggers and not low.endswith(words.numbers.words.fold):
        return None
    for reader in (_magnitude, _fraction, _spelled, _multiple, _ordinal):
        found = reader(lex, at, words)
        if found:
            return found
    return None


def _word(lex: list[Lexeme], at: int) -> str:
    return lex[at].low if 0 <= at < len(lex) else ""


def _adjacent(lex: list[Lexeme], at: int) -> bool:
    """Whether lexeme ``at`` follows the one before it without a space."""
    return 0 < at < len(lex) and lex[at].start == lex[at - 1].end


def _digits(lex: list[Lexeme], at: int, words: Vocabulary) -> Number | None:
    value = Decimal(lex[at].low.replace(",", ""))
    after = at + 1
    if (
        _word(lex, after) in ("/", "⁄")
        and _adjacent(lex, after)
        and _adjacent(lex, after + 1)
        and lex[after + 1].is_digits
    ):
        return _slash(lex, at, value, words) or Number(at, after, value, "digits", numeral=value)
    if _word(lex, after) in _HALVES:
        value, after = value + _HALVES[lex[after].low], after + 1
    elif after < len(lex) and lex[after].is_digits and _word(lex, after + 1) in ("/", "⁄") and value < 100:
        part = _slash(lex, after, Decimal(lex[after].low.replace(",", "")), words)
        if part:
            return Number(at, part.last, value + part.low, "digits")
    share = _out_of(lex, at, words) if after == at + 1 and value < 100 else None
    if share:
        return share
    number = Number(at, after, value, "digits", numeral=value)
    if _adjacent(lex, after) and lex[after].low.isalpha():
        return _with_letters(number, lex, words)
    return _scaled(number, lex, words)


def _with_letters(number: Number, lex: list[Lexeme], words: Vocabulary) -> Number:
    """A number that letters stick to: "5th", "5m", or a unit, which is not the matter of this module."""
    after, letters = number.last, lex[number.last].low
    if letters in ("st", "nd", "rd", "th") and number.low == number.low.to_integral():
        return Number(number.first, after + 1, number.low, "ordinal")
    if letters in words.suffixes and not _adjacent_letters(lex, after + 1):
        return replace(number, glued=letters)
    return number


def _adjacent_letters(lex: list[Lexeme], at: int) -> bool:
    return _adjacent(lex, at) and lex[at].low[0].isalnum()


_DENOMINATORS = frozenset(map(Decimal, (16, 20, 32, 50, 64, 100, 1000)))
_HALVES = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3}


def _slash(lex: list[Lexeme], at: int, above: Decimal, words: Vocabulary) -> Number | None:
    """A fraction in digits; "9/11", "24/7" and the "5/30" under a picture are none."""
    below = Decimal(lex[at + 2].low.replace(",", ""))
    later = at + 3
    if (
        not 1 <= above < below
        or (below > 12 and below not in _DENOMINATORS and _word(lex, later) not in words.numbers.words.of)
        or (above > 7 and below <= 31)
        or (_word(lex, later) in ("/", "⁄") and _adjacent(lex, later))
    ):
        return None
    return Number(at, later, above / below, "fraction")


def _scaled(number: Number, lex: list[Lexeme], words: Vocabulary) -> Number:
    """``number`` with the scale words behind it: "2 hundred million", "5-million"."""
    value, after, scale = number.low, number.last, Decimal(1)
    while True:
        skip = after + 1 if _word(lex, after) == "-" and _adjacent(lex, after) and _adjacent(lex, after + 1) else after
        factor = words.scales.get(_word(lex, skip))
        if factor is None:
            break
        value, scale, after = value * factor, scale * factor, skip + 1
    if scale == 1:
        return number
    return replace(number, low=value, last=after, scale=scale)


def unglue(number: Number, words: Vocabulary) -> Number:
    """``number`` with the letters that stick to it read as a scale."""
    factor = words.suffixes[number.glued]
    return replace(number, low=number.low * factor, last=number.last + 1, scale=factor, glued="")


def _spelled(lex: list[Lexeme], at: int, words: Vocabulary) -> Number | None:
    """A number in words: the usual sum of groups, each multiplied by the scales behind it."""
    articles = words.numbers.words.articles
    total, group, after = Decimal(0), Decimal(0), at
    seen, last_scale = False, Decimal(0)
    numeral: Decimal | None = None
    if _word(lex, at) in articles:
        if _word(lex, at + 1) not in words.scales:
            return None
        group, after, seen = Decimal(1), at + 1, True
    while after < len(lex):
        step = after
        if (seen and _word(lex, step) == "-" and _adjacent(lex, step) and _adjacent(lex, step + 1)) or (
            last_scale >= 100
            and _word(lex, step) in words.numbers.words.and_
            and _word(lex, step + 1) in words.cardinals
        ):
            step += 1
        word = _word(lex, step)
        if word in words.cardinals:
            value = words.cardinals[word]
            if seen and not _may_follow(group, value):
                break
            group, seen, after = group + value, True, step + 1
            continue
        factor = words.scales.get(word)
        if factor is None or not seen:
            break
        numeral = numeral if numeral is not None else group
        last_scale = factor
        if factor >= 1000:
            total, group = total + (group or 1) * factor, Decimal(0)
        else:
            group = (group or 1) * factor
        after = step + 1
    if not seen:
        return None
    value, after = _and_a_half(lex, after, total + group, words)
    number = Number(at, after, value, "words", numeral=numeral if numeral is not None else value)
    number = replace(number, scale=last_scale or None)
    return _decimal_words(_scaled(number, lex, words) if not last_scale else number, lex, words)


def _may_follow(group: Decimal, value: Decimal) -> bool:
    """Whether ``value`` continues ``group``: "twenty" + "one", "hundred" + "five", not "two" + "three"."""
    if group % 100 == 0:
        return value < 100
    return group % 10 == 0 and value < 10 and group % 100 >= 20


def _and_a_half(lex: list[Lexeme], at: int, value: Decimal, words: Vocabulary) -> tuple[Decimal, int]:
    small = words.numbers.words
    if _word(lex, at) in small.and_ and _word(lex, at + 1) in (*small.articles, *small.one):
        part = words.parts.get(_word(lex, at + 2))
        if part:
            return value + 1 / part, at + 3
    return value, at


def _decimal_words(number: Number, lex: list[Lexeme], words: Vocabulary) -> Number:
    """As in "two point five"."""
    if _word(lex, number.last) not in words.numbers.words.point:
        return number
    after, digits = number.last + 1, ""
    while _word(lex, after) in words.cardinals and words.cardinals[lex[after].low] < 10:
        digits, after = digits + str(words.cardinals[lex[after].low]), after + 1
    if not digits:
        return number
    value = number.low + Decimal(f"0.{digits}")
    return _scaled(Number(number.first, after, value, "words", numeral=value), lex, words)


def _magnitude(lex: list[Lexeme], at: int, words: Vocabulary) -> Number | None:
    """As in "dozens", "tens of thousands", "several hundred": at least this, less than ten times it."""
    small = words.numbers.words
    after, least = at, Decimal(1)
    vague = False
    if _word(lex, after) in small.articles and _word(lex, after + 1) in words.vague:
        after += 1
    if _word(lex, after) in words.vague:
        vague, least, after = True, Decimal(words.numbers.vague[lex[after].low]), after + 1
        if _word(lex, after) in small.of:
            after += 1
        factor = words.scales.get(_word(lex, after), words.plurals.get(_word(lex, after)))
        if factor is None:
            return None
        low, after = least * factor, after + 1
        ceiling = factor * TEN
    elif _word(lex, after) == "tens" and _word(lex, after + 1) in small.of and _word(lex, after + 2) in words.plurals:
        low = TEN * words.plurals[lex[after + 2].low]
        ceiling, after = low * TEN, after + 3
    elif _word(lex, after) in words.plurals:
        low = words.plurals[lex[after].low]
        ceiling, after = low * TEN, after + 1
    else:
        return None
    while _word(lex, after) in small.of and _word(lex, after + 1) in words.plurals:
        factor = words.plurals[lex[after + 1].low]
        low, ceiling, after = low * factor, ceiling * factor, after + 2
    while vague and _word(lex, after) in words.scales:
        factor = words.scales[lex[after].low]
        low, ceiling, after = low * factor, ceiling * factor, after + 1
    return Number(at, after, low, "vague", high=ceiling)


def _fraction(lex: list[Lexeme], at: int, words: Vocabulary) -> Number | None:
    """As in "two-thirds", "a third of", "half the", "half a million", "one in five", "three out of ten"."""
    small = words.numbers.words
    word = _word(lex, at)
    first = at + 1 if word in small.articles else at
    if _word(lex, first) in ("half", "quarter"):
        return _half(lex, at, first, words)
    if word in small.articles:
        if _word(lex, at + 1) in words.parts and _word(lex, at + 2) in small.of:
            return Number(at, at + 2, 1 / words.parts[lex[at + 1].low], "fraction")
        return None
    above = words.cardinals.get(word)
    if above is None:
        return None
    after = at + 1
    dash = _word(lex, after) == "-"
    part = _word(lex, after + 1 if dash else after)
    if part in words.parts and (part.endswith("s") if above > 1 else _word(lex, after + 1 + dash) in (*small.of, "-")):
        return Number(at, after + 1 + dash, above / words.parts[part], "fraction")
    return _out_of(lex, at, words)


def _out_of(lex: list[Lexeme], at: int, words: Vocabulary) -> Number | None:
    above = Decimal(lex[at].low) if lex[at].low.isdecimal() else words.cardinals.get(_word(lex, at))
    after = at + 1
    if _word(lex, after) == "out" and _word(lex, after + 1) == "of":
        after += 2
    elif _word(lex, after) == "in":
        after += 1
    else:
        return None
    if _word(lex, after) == "every":
        after += 1
    if not after < len(lex):
        return None
    plain = lex[after].low.replace(",", "")
    below = Decimal(plain) if lex[after].is_digits else words.cardinals.get(lex[after].low)
    if (
        above is None
        or below is None
        or not 0 < above < below
        or 1000 < below < 2100
        or _word(lex, after + 1) in words.scales
    ):
        return None
    return Number(at, after + 1, above / below, "fraction")


def _half(lex: list[Lexeme], at: int, first: int, words: Vocabulary) -> Number | None:
    small = words.numbers.words
    value = 1 / words.parts[lex[first].low]
    after = first + 1
    scaled = after + 1 if _word(lex, after) in small.articles else after
    if _word(lex, first) == "quarter" and _word(lex, after) in small.of and _word(lex, after + 1) in small.articles:
        scaled = after + 2
    if _word(lex, scaled) == "-":
        scaled += 1
    if _word(lex, scaled) in words.scales:
        factor = words.scales[lex[scaled].low]
        return Number(at, scaled + 1, value * factor, "words", numeral=value, scale=factor)
    whole = _word(lex, after) in (*small.of, "the", "its", "their", "his", "her", "our", "all")
    if whole and (lex[first].low == "half" or _word(lex, after) in small.of):
        return Number(at, after, value, "fraction")
    if _word(lex, first) == "half" and _word(lex, after) in small.articles and (after + 1, _word(lex, after + 1))[1]:
        unit = words.unit_names.get((_word(lex, after + 1),))
        if unit:  # "half an hour": the article belongs to the number
            return Number(at, after + 1, value, "words", numeral=value)
    return None


def _multiple(lex: list[Lexeme], at: int, words: Vocabulary) -> Number | None:
    value = words.multiples.get(_word(lex, at))
    for ending in words.numbers.words.fold:
        if value is None and _word(lex, at).endswith(ending):
            value = words.cardinals.get(_word(lex, at).removesuffix(ending))
    return Number(at, at + 1, value, "multiple") if value else None


def _ordinal(lex: list[Lexeme], at: int, words: Vocabulary) -> Number | None:
    value = words.ordinals.get(_word(lex, at))
    return Number(at, at + 1, value, "ordinal") if value else None
