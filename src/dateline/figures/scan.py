"""All quantities of a text, in one pass over its lexemes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from dateline.figures.excluded import not_a_figure
from dateline.figures.numbers import Number, read_number
from dateline.figures.quantities import Found, Quantity, Role, Taken, bound_before, read_quantity, word_at
from dateline.figures.ranges import join_ranges, share_units
from dateline.figures.vocabulary import Lexeme, Vocabulary, lexemes


def find_quantities(text: str, words: Vocabulary) -> list[Quantity]:
    """All quantities of ``text`` in order; they do not overlap. Linear in the length of the text."""
    lex = lexemes(text)
    found: list[Found] = []
    at = 0
    while at < len(lex):
        item = _unknown(lex, at, words) or _read(lex, at, words)
        if item is None:
            at += 1
            continue
        if isinstance(item, Found):
            found.append(item)
        at = max(item.last, at + 1)
    local = "US$" in text or "$US" in text  # then a bare "$" is another dollar, and which one is not said
    return [_dollar(item.quantity, text, local) for item in share_units(join_ranges(found, lex, words), lex, words)]


def _read(lex: list[Lexeme], at: int, words: Vocabulary) -> Found | Taken | None:
    number = read_number(lex, at, words)
    if number is None:
        return None
    if number.style == "multiple":
        return _ratio(lex, number, words)
    if number.style == "ordinal":
        return _rank(lex, number, words)
    return not_a_figure(lex, number, words) or read_quantity(lex, number, words)


def _unknown(lex: list[Lexeme], at: int, words: Vocabulary) -> Found | None:
    """As in "an unknown number of troops": a quantity without a value."""
    if lex[at].low not in words.unknown_first:
        return None
    for size in range(5, 1, -1):
        if tuple(x.low for x in lex[at : at + size]) in words.unknown:
            start, end = lex[at].start, lex[min(at + size, len(lex)) - 1].end
            core = (start, end)
            return Found(at, at + size, Quantity(start, end, core, "unknown", Decimal(0), bound="unknown"))
    return None


def _ratio(lex: list[Lexeme], number: Number, words: Vocabulary) -> Found | Taken | None:
    """As in "twice the number", "double the price", "sales doubled": a multiple of something else."""
    low = lex[number.first].low
    follows = word_at(lex, number.last)
    if low.endswith(words.numbers.words.fold):
        return Found(number.first, number.last, replace(_plain(lex, number, "ratio", words), unit="times"))
    if follows not in ("the", "as", "its", "their", "what", "that") and not low.endswith("d"):
        return None
    return Found(number.first, number.last, _plain(lex, number, "ratio", words))


def _rank(lex: list[Lexeme], number: Number, words: Vocabulary) -> Found | Taken | None:
    """As in "fifth largest", "ranked 5th"; other ordinals only enumerate."""
    small = words.numbers.words
    after = number.last + 1 if word_at(lex, number.last) == "-" else number.last
    if word_at(lex, after) in small.superlatives:
        return Found(number.first, number.last, _plain(lex, number, "rank", words))
    if any(word_at(lex, at) in small.ranked for at in (number.first - 1, number.first - 2)):
        return Found(number.first, number.last, _plain(lex, number, "rank", words))
    return Taken(number.last) if lex[number.first].is_digits else None


def _plain(lex: list[Lexeme], number: Number, role: Role, words: Vocabulary) -> Quantity:
    start, end = lex[number.first].start, lex[number.last - 1].end
    first, bound = bound_before(lex, number.first, words)
    return Quantity(lex[first].start, end, (start, end), role, number.low, bound=bound or "exact")


def _dollar(quantity: Quantity, text: str, local: bool) -> Quantity:
    """A bare "$" beside "US$" in one report is not the US dollar, and which one it is the report does not say."""
    if quantity.unit != "USD" or not local:
        return quantity
    words = text[max(0, quantity.start - 4) : quantity.end]
    bare = "$" in words and "US" not in words and "U.S" not in words
    return replace(quantity, unit="dollar") if bare else quantity
