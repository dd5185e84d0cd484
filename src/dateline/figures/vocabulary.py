"""The words of quantities as the readers of this room want them: lexemes of a text, and phrases to look up.

Quantities are read from characters, not from spaCy's tokens, which cut "$1.2bn", "40km" and "US$5m" in many ways.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

import msgspec

from dateline.lexicon import Numbers, load_table
from dateline.model import Bound, MeasureKind

V = TypeVar("V")
Phrase = tuple[str, ...]

_LEXEME = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]*\d)"  # 8,114.20
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"  # 1,20,000: the Indian way
    r"|\d+(?:\.\d+)?"
    r"|(?<![\w.])\.\d+"
    r"|[^\W\d_]+(?:'[^\W\d_]+)?"
    r"|\n|[^\w\s]|_"
)


class Lexeme(NamedTuple):
    """A word, a number in digits, a sign or a line end; ``low`` is ``raw`` in small letters."""

    start: int
    end: int
    raw: str
    low: str

    @property
    def is_digits(self) -> bool:
        return self.low[-1].isdecimal()


def lexemes(text: str) -> list[Lexeme]:
    """The lexemes of ``text`` in order, with their character offsets."""
    return [Lexeme(m.start(), m.end(), m.group(), m.group().lower()) for m in _LEXEME.finditer(text)]


@dataclass(frozen=True)
class Unit:
    """A unit: ``code`` as the record writes it, and what family it is of."""

    code: str
    family: str  # "money" | "percent" | "physical" | "duration"
    kind: MeasureKind | None = None


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    currencies: dict[str, tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    dimensions: dict[MeasureKind, tuple[str, ...]]


@dataclass(frozen=True)
class Vocabulary:
    """``numbers.toml`` and ``units.toml`` compiled: phrases are tuples of small-letter lexemes, symbols keep case."""

    numbers: Numbers
    cardinals: Mapping[str, Decimal]
    scales: Mapping[str, Decimal]
    suffixes: Mapping[str, Decimal]
    plurals: Mapping[str, Decimal]
    parts: Mapping[str, Decimal]
    ordinals: Mapping[str, Decimal]
    multiples: Mapping[str, Decimal]
    vague: frozenset[str]
    before: Mapping[Phrase, Bound]
    after: Mapping[Phrase, Bound]
    unknown: frozenset[Phrase]
    unknown_first: frozenset[str]
    unit_names: Mapping[Phrase, Unit]
    unit_symbols: Mapping[Phrase, Unit]
    prefixed_units: Mapping[Phrase, Unit]
    money_signs: Mapping[Phrase, Unit]
    percents: Mapping[Phrase, Unit]
    triggers: frozenset[str]
    persons: frozenset[str]
    things: frozenset[str]
    person_adjectives: frozenset[str]
    adjective_kinds: Mapping[str, MeasureKind]
    noun_kinds: Mapping[str, MeasureKind]
    verb_kinds: Mapping[str, MeasureKind]
    dimension_words: frozenset[Phrase]


def longest(table: Mapping[Phrase, V], lex: list[Lexeme], at: int, raw: bool = False) -> tuple[int, V] | None:
    """The longest phrase of ``table`` that starts at lexeme ``at``: (lexeme after it, value)."""
    for size in range(min(6, len(lex) - at), 0, -1):
        found = table.get(tuple(x.raw if raw else x.low for x in lex[at : at + size]))
        if found is not None:
            return at + size, found
    return None


def longest_back(table: Mapping[Phrase, V], lex: list[Lexeme], end: int, raw: bool = False) -> tuple[int, V] | None:
    """The longest phrase of ``table`` that ends before lexeme ``end``: (its first lexeme, value)."""
    for size in range(min(5, end), 0, -1):
        found = table.get(tuple(x.raw if raw else x.low for x in lex[end - size : end]))
        if found is not None:
            return end - size, found
    return None


@functools.cache
def table() -> _Table:
    """``data/units.toml``."""
    return load_table("units.toml", _Table)


_CACHE: dict[int, tuple[Numbers, Vocabulary]] = {}


def vocabulary(numbers: Numbers) -> Vocabulary:
    """``numbers`` compiled, once for each lexicon section object."""
    kept = _CACHE.get(id(numbers))
    if kept is None or kept[0] is not numbers:
        kept = _CACHE[id(numbers)] = (numbers, _compile(numbers))
    return kept[1]


def _compile(n: Numbers) -> Vocabulary:
    dimension_of = {code: kind for kind, codes in table().dimensions.items() for code in codes}

    def physical(code: str) -> Unit:
        kind = dimension_of.get(code)
        return Unit(code, "duration" if kind == "duration" else "physical", kind)

    bounds: tuple[Bound, ...] = ("exact", "about", "at_least", "at_most", "more_than", "less_than")
    names = {p: physical(code) for code, words in n.unit_names.items() for word in words for p in _plural(word)}
    names |= {p: Unit(word, "money") for word in n.shared_currencies.names for p in _plural(word)}
    names |= {p: Unit(c, "money") for c, words in n.currency_names.items() for word in words for p in _plural(word)}
    percents = {_phrase(word): Unit("percent", "percent") for word in n.words.percent}
    percents |= {_phrase(word): Unit("percentage point", "percent") for word in n.words.points}
    words = n.words
    triggers = {*n.cardinals, *n.plurals, *n.vague, *n.multiples, *n.ordinals, *words.articles, "half", "tens"}
    return Vocabulary(
        numbers=n,
        cardinals=_decimals(n.cardinals),
        scales=_decimals(n.scales),
        suffixes=_decimals(n.suffixes),
        plurals=_decimals(n.plurals),
        parts=_decimals(n.parts) | {f"{word}s": Decimal(v) for word, v in n.parts.items()},
        ordinals=_decimals(n.ordinals),
        multiples=_decimals(n.multiples),
        vague=frozenset(n.vague),
        before={_phrase(p): bound for bound in bounds for p in getattr(n.before, bound)},
        after={_phrase(p): bound for bound in bounds for p in getattr(n.after, bound)},
        unknown=frozenset(_phrase(p) for p in words.unknown),
        unknown_first=frozenset(_phrase(p)[0] for p in words.unknown),
        unit_names=names,
        unit_symbols={_raw(s): physical(code) for code, symbols in table().units.items() for s in symbols},
        prefixed_units={_phrase(name): physical(code) for code, names in n.prefixed_units.items() for name in names},
        money_signs={_raw(s): Unit(code, "money") for code, symbols in table().currencies.items() for s in symbols},
        percents=percents,
        triggers=frozenset(triggers),
        persons=frozenset(p for word in n.persons.nouns for p in (word, f"{word}s")),
        things=frozenset((*n.things.words, *n.populated.nouns, *n.kind_nouns["weapons"])),
        person_adjectives=frozenset(n.persons.adjectives),
        adjective_kinds=_by_word(n.kind_adjectives),
        noun_kinds=_by_word(n.kind_nouns),
        verb_kinds=_by_word(n.kind_verbs),
        dimension_words=frozenset(_phrase(p) for p in n.dimension_words.words),
    )


def _by_word(groups: Mapping[MeasureKind, Iterable[str]]) -> dict[str, MeasureKind]:
    return {word: kind for kind, words in groups.items() for word in words}


def _decimals(values: Mapping[str, int]) -> dict[str, Decimal]:
    return {word: Decimal(value) for word, value in values.items()}


def _phrase(text: str) -> Phrase:
    return tuple(x.low for x in lexemes(text))


def _raw(text: str) -> Phrase:
    return tuple(x.raw for x in lexemes(text))


def _plural(name: str) -> set[Phrase]:
    """``name`` and its plurals: "mile per hour" has its "s" on the first word, "nautical mile" on the last."""
    phrase = _phrase(name)
    forms = {phrase} if phrase[0].endswith("s") else {phrase, (phrase[0] + "s", *phrase[1:])}
    return forms if phrase[-1].endswith("s") else forms | {(*phrase[:-1], phrase[-1] + "s")}
