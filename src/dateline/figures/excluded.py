"""Numbers that are no quantities of their own: dates, clock times, versions, names with a number, "a mother of 12"."""

from __future__ import annotations

from dateline.figures.numbers import Number
from dateline.figures.quantities import Taken, touches, unit_at, word_at
from dateline.figures.vocabulary import Lexeme, Vocabulary, longest, longest_back


def not_a_figure(lex: list[Lexeme], number: Number, words: Vocabulary) -> Taken | None:
    """Dates, clock times, versions, names with a number, a parent's children: read past, so that they count nothing."""
    if _is_of_parent(lex, number.first, words):
        return Taken(number.last)
    if number.style != "digits":
        return None
    at, after = number.first, number.last
    if touches(lex, at) and (_is_name_before(lex, at, words) or word_at(lex, at - 1) == "#"):
        return Taken(after)
    for reader in (_clock, _calendar, _phone, _digit_chain):
        last = reader(lex, at, after, words)
        if last:
            return Taken(last)
    previous = word_at(lex, at - 1)
    dotted = at - 2 if previous == "." and touches(lex, at - 1) else at - 1
    if word_at(lex, dotted) in words.numbers.words.labels and not unit_at(lex, after, number, words):
        listed = word_at(lex, after) == "of" and after + 1 < len(lex) and lex[after + 1].is_digits  # "photo 3 of 25"
        return Taken(after + 2 if listed else after)
    return None


def _is_of_parent(lex: list[Lexeme], at: int, words: Vocabulary) -> bool:
    """As in "killed a mother of 12", "the father-of-two": one person, and nobody else is counted."""
    at -= word_at(lex, at - 1) == "-"
    parent = at - 2 - (word_at(lex, at - 2) == "-")
    return word_at(lex, at - 1) == "of" and word_at(lex, parent) in words.numbers.words.parents


def _is_name_before(lex: list[Lexeme], at: int, words: Vocabulary) -> bool:
    """Letters that stick to the digits, "i4" or "PLX-18", unless they are the sign of a currency."""
    before = lex[at - 1]
    if before.raw.isalpha():
        return longest_back(words.money_signs, lex, at, raw=True) is None
    if before.raw in "-/" and at >= 2 and touches(lex, at - 1) and lex[at - 2].raw.isalnum():
        word = lex[at - 2].low
        return (
            word.isalpha() and word not in words.numbers.words.negative and (word,) not in words.before
        ) and not _spelled_range(word, words)
    return before.raw in "._"


def _spelled_range(word: str, words: Vocabulary) -> bool:
    return word in words.cardinals or word in words.scales or word in words.suffixes or (word,) in words.unit_names


def _clock(lex: list[Lexeme], at: int, after: int, words: Vocabulary) -> int:
    """As in "11 a.m.", "5:55", "10.45pm"."""
    if word_at(lex, after) == ":" and touches(lex, after) and touches(lex, after + 1) and lex[after + 1].is_digits:
        return after + 2
    if word_at(lex, after) in ("a", "p") and word_at(lex, after + 1) == "." and word_at(lex, after + 2) == "m":
        return after + 3
    if word_at(lex, after) in words.numbers.words.clock and len(lex[at].low) <= 5:
        return after + 1
    return 0


def _calendar(lex: list[Lexeme], at: int, after: int, words: Vocabulary) -> int:
    """As in "8 July 2024", "Feb. 21", "2023-24", "in 2019", "the 1990s"."""
    small = words.numbers.words
    plain = lex[at].low
    if not plain.isdecimal():
        return 0
    day = len(plain) <= 2 and 1 <= int(plain) <= 31
    year = len(plain) == 4 and 1000 <= int(plain) <= 2100
    before = word_at(lex, at - 2) if word_at(lex, at - 1) in (".", ",") else word_at(lex, at - 1)
    if (day or year) and before in small.months and lex[at - 1].low != ",":
        return after if not (before in ("may", "march") and lex[at - 1].raw.islower()) else 0
    if day and word_at(lex, after) in small.months and not (word_at(lex, after) == "may" and lex[after].raw == "may"):
        return after + 1
    return _year(lex, at, after, words) if year else 0


def _year(lex: list[Lexeme], at: int, after: int, words: Vocabulary) -> int:
    if word_at(lex, after) == "s" and touches(lex, after):
        return after + 1
    if (
        word_at(lex, after) in "-–/"
        and touches(lex, after)
        and touches(lex, after + 1)
        and lex[after + 1].low.isdecimal()
    ):
        return after + 2
    return after if _is_year(lex, at, after, words) else 0


def _is_year(lex: list[Lexeme], at: int, after: int, words: Vocabulary) -> bool:
    """A bare four-digit number that its neighbours show to be a year; a noun behind it shows a count."""
    small = words.numbers.words
    follows = word_at(lex, after)
    if _is_measured(lex, at, after, words):
        return False
    bound = longest_back(words.before, lex, at)
    people = follows in words.persons
    dated = word_at(lex, at - 1) in small.dated or (word_at(lex, at - 1) == "," and word_at(lex, at - 2).isdecimal())
    if 1900 <= int(lex[at].low) <= 2100:
        bounded = follows.isalpha() and bound is not None and bound[1] != "about"
        return not (people or bounded) or (dated and not people)
    return dated and bound is None and not people


def _is_measured(lex: list[Lexeme], at: int, after: int, words: Vocabulary) -> bool:
    """Whether a sign, a unit or a range beside the number shows that it is no year."""
    follows = word_at(lex, after)
    if touches(lex, after) and follows.isalpha():
        return True
    if longest_back(words.money_signs, lex, at, raw=True) or unit_at(lex, after, None, words):
        return True
    if longest(words.percents, lex, after) or follows in words.scales:
        return True
    return follows in ("-", "–") and not touches(lex, after) and _unit_or_people(lex, after + 2, words)


def _unit_or_people(lex: list[Lexeme], at: int, words: Vocabulary) -> bool:
    return word_at(lex, at) in words.persons or unit_at(lex, at, None, words) is not None


def _phone(lex: list[Lexeme], at: int, after: int, _: Vocabulary) -> int:
    """As in "+46 8 123 456 78", "0800 123 456": groups of digits behind a plus or a zero."""
    signed = word_at(lex, at - 1) == "+" and touches(lex, at)
    if not signed and not (lex[at].low[0] == "0" and lex[at].low.isdecimal() and len(lex[at].low) > 2):
        return 0
    last = after
    while last < len(lex) and (lex[last].low.isdecimal() or lex[last].low in ("-", "(", ")")):
        last += 1
    return last if last - after >= 2 or (not signed and last > after) else 0


def _digit_chain(lex: list[Lexeme], _at: int, after: int, _: Vocabulary) -> int:
    """Versions, phone numbers, dates in digits: three or more groups joined by one sign."""
    sign = word_at(lex, after)
    if sign.startswith(".") and len(sign) > 1 and touches(lex, after):  # "2.4" + ".1"
        return after + 1
    last = after
    while sign in ("-", ".", "/", "–") and word_at(lex, last) == sign and _joins_digits(lex, last):
        last += 2
    groups = 1 + (last - after) // 2
    return last if groups >= 3 or (groups == 2 and sign == "/") else 0


def _joins_digits(lex: list[Lexeme], at: int) -> bool:
    return touches(lex, at) and touches(lex, at + 1) and lex[at + 1].is_digits
