"""The section of ``lang/<language>/numbers.toml``: words of quantities, their bounds and what they measure."""

from __future__ import annotations

import msgspec

from dateline.lexicon.files import Section
from dateline.model import MeasureKind

Words = tuple[str, ...]


class BoundWords(Section, frozen=True, kw_only=True):
    """Phrases by the bound that they give a number."""

    exact: Words
    about: Words
    at_least: Words
    at_most: Words
    more_than: Words
    less_than: Words


class NumberWords(Section, frozen=True, kw_only=True):
    """Small words of quantities, and words that tell a number from a date, a label or an age."""

    articles: Words
    and_: Words = msgspec.field(name="and")
    to: Words
    or_: Words = msgspec.field(name="or")
    between: Words
    from_: Words = msgspec.field(name="from")
    point: Words
    negative: Words
    per: Words
    one: Words
    by: Words
    of: Words
    in_: Words = msgspec.field(name="in")
    ranging: Words
    starting: Words
    up_down: Words
    measuring: Words
    including: Words
    directions: Words
    include_verbs: Words
    whole: Words
    former: Words
    over_verbs: Words
    up_verbs: Words
    fold: Words
    times: Words
    compared: Words
    closing: Words
    percent: Words
    points: Words
    ago: Words
    clock: Words
    labels: Words
    parents: Words
    months: Words
    dated: Words
    old: Words
    aged: Words
    superlatives: Words
    ranked: Words
    unknown: Words


class CurrencyWords(Section, frozen=True, kw_only=True):
    """Words of money: names that belong to several states, words that carry a sum ("worth of"), verbs of pounds."""

    names: Words
    doubtful: Words
    carriers: Words
    money_verbs: Words


class ZeroWords(Section, frozen=True, kw_only=True):
    """Words for none: pronouns, determiners, what sets apart those already told of, verbs of the first reports."""

    pronouns: Words
    determiners: Words
    beside: Words
    reporting: Words


class CrowdWords(Section, frozen=True, kw_only=True):
    """Verbs that people alone do, as in "hundreds fled", or that say what befell them, as in "suffered injuries"."""

    verbs: Words


class WordList(Section, frozen=True, kw_only=True):
    """A plain list of words."""

    words: Words


class PassiveWords(Section, frozen=True, kw_only=True):
    """Verbs that say something of their subject only in the passive."""

    verbs: Words


class ContainerWords(Section, frozen=True, kw_only=True):
    """Nouns that only carry what is measured ("a total of")."""

    nouns: Words


class LifeWords(Section, frozen=True, kw_only=True):
    """Nouns and verbs that together tell of deaths ("claimed 30 lives"), and adverbs that do ("fatally shot")."""

    nouns: Words
    verbs: Words
    adverbs: Words


class PlaceNouns(Section, frozen=True, kw_only=True):
    """Nouns of places with inhabitants ("a city of 350,000")."""

    nouns: Words


class PersonWords(Section, frozen=True, kw_only=True):
    """Nouns that count people, and adjectives that stand for people behind a number ("12 dead")."""

    nouns: Words
    adjectives: Words


class TradeWords(Section, frozen=True, kw_only=True):
    """Verbs by which a state imports (buys) and exports (sells); prepositions that make trading a price."""

    buy: Words
    sell: Words
    priced: Words


class ChangeWords(Section, frozen=True, kw_only=True):
    """Verbs and nouns of rising and falling, of standing at a level, and prepositions of the new level and the step."""

    rise: Words
    fall: Words
    moved: Words
    revised: Words
    rise_nouns: Words
    fall_nouns: Words
    level: Words
    put: Words
    step: Words
    touch: Words


class StandingWords(Section, frozen=True, kw_only=True):
    """Words that tell a figure that is so from one that is planned, possible, alleged or denied."""

    hypothetical: Words
    planned: Words
    planning: Words
    alleged: Words
    believed: Words
    denied: Words


class Numbers(Section, frozen=True, kw_only=True):
    """``numbers.toml``: words of quantities, their bounds and what they measure (see ``figures``).

    Numbers are given by word, units by UCUM or ISO 4217 code, kinds by ``model.MeasureKind``.
    """

    cardinals: dict[str, int]
    scales: dict[str, int]
    suffixes: dict[str, int]
    plurals: dict[str, int]
    parts: dict[str, int]
    ordinals: dict[str, int]
    multiples: dict[str, int]
    before: BoundWords
    after: BoundWords
    vague: dict[str, int]
    words: NumberWords
    currency_names: dict[str, Words]
    shared_currencies: CurrencyWords
    unit_names: dict[str, Words]
    prefixed_units: dict[str, Words]
    dimension_words: WordList
    persons: PersonWords
    kind_verbs: dict[MeasureKind, Words]
    acted_on: PassiveWords
    verb_nouns: dict[str, str]
    kind_adjectives: dict[MeasureKind, Words]
    kind_nouns: dict[MeasureKind, Words]
    trading: TradeWords
    changing: ChangeWords
    suffering: CrowdWords
    states: dict[MeasureKind, tuple[str, ...]]
    lives: LifeWords
    things: WordList
    nobody: ZeroWords
    crowds: CrowdWords
    populated: PlaceNouns
    containers: ContainerWords
    standing: StandingWords
