"""The words of a language, as data: ``lang/<language>/*.toml`` read once into a ``Lexicon``.

One file is one section, one section is one type below, and a key that the type does not know, a wrong type, an
empty string or a word listed twice in one group is a ``LexiconError`` that names the file and the key. Facts that
belong to no language (currencies, the PLOVER codebook, outlets) are tables of ``dateline/data``, read with
``load_table`` under the same rules.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Literal, TypeVar

import msgspec

from dateline.errors import LexiconError
from dateline.model import MeasureKind

LANGUAGES = ("en",)

T = TypeVar("T")


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the sections: frozen, every key known."""


class Common(Section, frozen=True, kw_only=True):
    """``common.toml``: words without a subject of their own, and words of order (see ``stories``, ``compare``)."""

    function_words: frozenset[str]
    first_words: tuple[str, ...]
    last_words: tuple[str, ...]


class Headers(Section, frozen=True, kw_only=True):
    """Labels of the header block of a text file, by field of the report."""

    outlet: tuple[str, ...]
    url: tuple[str, ...]
    published: tuple[str, ...]
    title: tuple[str, ...]
    authors: tuple[str, ...]
    agency: tuple[str, ...]


class PublicationWords(Section, frozen=True, kw_only=True):
    """Labels before the date of a page."""

    published: tuple[str, ...]
    updated: tuple[str, ...]


class FurnitureLines(Section, frozen=True, kw_only=True):
    """Lines that say nothing of the news, by what they are, begin or end with; ``counters`` follow a number."""

    alone: tuple[str, ...]
    openings: tuple[str, ...]
    endings: tuple[str, ...]
    counters: tuple[str, ...]


class LinkWords(Section, frozen=True, kw_only=True):
    """Headings of link lists, and labels before one link."""

    headings: tuple[str, ...]
    labels: tuple[str, ...]


class CaptionWords(Section, frozen=True, kw_only=True):
    """Words of captions: beginnings, cues inside, labels of the credit, frames around; ``old`` ones date nothing."""

    openings: tuple[str, ...]
    cues: tuple[str, ...]
    old: tuple[str, ...]
    credit: tuple[str, ...]
    frames: tuple[str, ...]


class CreditWords(Section, frozen=True, kw_only=True):
    """Words of the lines that say who worked on a report; ``small`` may stand between the names."""

    phrases: tuple[str, ...]
    openings: tuple[str, ...]
    writers: tuple[str, ...]
    small: tuple[str, ...]


class BylineWords(Section, frozen=True, kw_only=True):
    """Words of bylines: before the names, in their place, after them and between them."""

    by: tuple[str, ...]
    not_names: tuple[str, ...]
    tails: tuple[str, ...]
    joins: tuple[str, ...]


class EmbedWords(Section, frozen=True, kw_only=True):
    """Marks of posts from social networks, and of the lines that ask to follow somebody there."""

    marks: tuple[str, ...]
    posted: tuple[str, ...]
    verbs: tuple[str, ...]
    platforms: tuple[str, ...]


class Notes(Section, frozen=True, kw_only=True):
    """Notes on the report itself, stage directions of transcripts, labels at the head of a paragraph."""

    corrections: tuple[str, ...]
    sounds: tuple[str, ...]
    labels: tuple[str, ...]


class NoticeWords(Section, frozen=True, kw_only=True):
    """What a notice on the report itself says: phrases anywhere in one, and labels before a headline, by kind.

    A line that opens with one of ``own`` and one of ``withdrawn`` withdraws the report; so does a notice in which a
    sentence opens with one of ``reports`` and one of ``withdrawn``, and any line with one of ``withdrawing``.
    ``shouted`` labels stand in capitals, with a hyphen or a colon.
    """

    own: tuple[str, ...]
    reports: tuple[str, ...]
    withdrawn: tuple[str, ...]
    withdrawing: tuple[str, ...]
    phrases: dict[str, tuple[str, ...]]
    labels: dict[str, tuple[str, ...]]
    shouted: dict[str, tuple[str, ...]]


class Furniture(Section, frozen=True, kw_only=True):
    """``furniture.toml``: what stands on a page beside the report (see ``furniture.py``)."""

    not_places: frozenset[str]
    headers: Headers
    publication: PublicationWords
    lines: FurnitureLines
    links: LinkWords
    captions: CaptionWords
    credits: CreditWords
    bylines: BylineWords
    embeds: EmbedWords
    notes: Notes
    notices: NoticeWords


class Names(Section, frozen=True, kw_only=True):
    """``names.toml``: words that names are known by, and words for somebody named before (see ``entities``)."""

    honorifics: frozenset[str]
    male_honorifics: frozenset[str]
    female_honorifics: frozenset[str]
    suffixes: frozenset[str]
    particles: frozenset[str]
    family_first: frozenset[str]
    leaders: frozenset[str]
    ministers: frozenset[str]
    offices: frozenset[str]
    title_words: frozenset[str]
    male_nouns: frozenset[str]
    female_nouns: frozenset[str]
    family: frozenset[str]
    governments: frozenset[str]
    state_nouns: frozenset[str]
    city_nouns: frozenset[str]
    town: frozenset[str]
    institutions: frozenset[str]
    organization_words: frozenset[str]
    fields: frozenset[str]
    place_words: frozenset[str]
    groups: frozenset[str]
    groups_of: frozenset[str]
    bodies: frozenset[str]
    credits: frozenset[str]
    city_verbs: frozenset[str]
    attitudes: frozenset[str]
    target_verbs: frozenset[str]
    dealings: frozenset[str]
    dealing_verbs: frozenset[str]
    policies: frozenset[str]
    place_prepositions: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    it: frozenset[str]
    they: frozenset[str]
    relatives: frozenset[str]
    reflexives: frozenset[str]
    pair_words: frozenset[str]
    pair_people: frozenset[str]
    pair_states: frozenset[str]
    generations: frozenset[str]
    armed: frozenset[str]
    pair_nouns: frozenset[str]
    pair_articles: frozenset[str]
    each_other: tuple[str, ...]
    mutual_verbs: frozenset[str]
    because: frozenset[str]
    agent_verbs: frozenset[str]
    empty_verbs: frozenset[str]
    say_verbs: frozenset[str]
    former: frozenset[str]
    no_names: frozenset[str]
    twins: dict[str, tuple[str, ...]]
    pair_offices: dict[str, str]


class Roles(Section, frozen=True, kw_only=True):
    """``roles.toml``: titles, offices, memberships and other standing relations (see ``relations.py``); lemmas."""

    offices: frozenset[str]
    posts: frozenset[str]
    charges: frozenset[str]
    serving: frozenset[str]
    whose: frozenset[str]
    subject_of: frozenset[str]
    suppliers: frozenset[str]
    buyers: frozenset[str]
    members: frozenset[str]
    allies: frozenset[str]
    parts: frozenset[str]
    family: frozenset[str]


class Holiday(Section, frozen=True, kw_only=True):
    """A named day: ``day`` of ``month``, the ``week``-th ``weekday`` of ``month``, or days from Western ``easter``."""

    names: tuple[str, ...]
    month: int = 0
    day: int = 0
    weekday: int | None = None
    week: int = 0
    plus: int = 0
    easter: int | None = None


class Outlook(Section, frozen=True, kw_only=True):
    """Words that decide between the past and the coming Tuesday; verbs and nouns as lemmas."""

    future_auxiliaries: frozenset[str]
    forward: frozenset[str]
    scheduled: frozenset[str]
    ahead: frozenset[str]
    behind: frozenset[str]
    outward: frozenset[str]
    ranked: frozenset[str]
    speech: frozenset[str]
    topics: frozenset[str]
    occasions: frozenset[str]
    mishaps: frozenset[str]


class DateTraps(Section, frozen=True, kw_only=True):
    """Words beside what looks like a date and is none."""

    names_after: frozenset[str]
    ambiguous: frozenset[str]
    counted: frozenset[str]
    unyear: frozenset[str]


class Fiscal(Section, frozen=True, kw_only=True):
    """Words of financial years, and the verbs that say when one begins and ends."""

    words: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]


class Dates(Section, frozen=True, kw_only=True):
    """``dates.toml``: words of time expressions (see ``dates/words.py``). Keys are lower-cased words or phrases."""

    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, str]
    dayparts: dict[str, str]
    units: dict[str, str]
    decades: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    deictic: dict[str, str]
    references: dict[str, str]
    repeated: dict[str, str]
    bounds: dict[str, str]
    parts: dict[str, str]
    clipped: dict[str, str]
    pointers: dict[str, str]
    after_units: dict[str, str]
    small: dict[str, str]
    ends: dict[str, str]
    outlook: Outlook
    traps: DateTraps
    fiscal: Fiscal
    holidays: tuple[Holiday, ...]


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
    including: Words
    directions: Words
    include_verbs: Words
    whole: Words
    former: Words
    over_verbs: Words
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
    lives: LifeWords
    things: WordList
    nobody: ZeroWords
    crowds: CrowdWords
    populated: PlaceNouns
    containers: ContainerWords
    standing: StandingWords


class SpeechWords(Section, frozen=True, kw_only=True):
    """``[words]`` of ``speech.toml``: what beside a verb can tell that something is said, and how it was said."""

    noun: frozenset[str]
    adjective: frozenset[str]
    carrier: frozenset[str]
    withheld: frozenset[str]
    intended: frozenset[str]
    medium: frozenset[str]
    occasion: frozenset[str]
    quoted: frozenset[str]
    document: frozenset[str]
    light: frozenset[str]
    concession: frozenset[str]
    adherent: frozenset[str]
    denying: frozenset[str]
    cognition: frozenset[str]
    sign: frozenset[str]
    nobody: frozenset[str]
    before_occasion: frozenset[str]
    before_medium: frozenset[str]
    after_adjective: frozenset[str]
    present: frozenset[str]
    possible: frozenset[str]
    coming: frozenset[str]
    condition: frozenset[str]


class Speech(Section, frozen=True, kw_only=True):
    """``speech.toml``: verbs by the frame that holds what is said, nouns and phrases of saying (``quotations``).

    ``quote`` words in quotation marks, ``clause`` a that-clause of saying, ``showing`` one of a document or a study,
    ``thought`` one of belief, ``infinitive`` and ``intention`` the speaker's own act, ``bidding`` somebody else's,
    ``object`` a thing said, ``attitude`` a thing favoured or opposed, ``naming`` what it is called, ``preposition``
    verb -> the prepositions that open what is said.
    """

    quote: frozenset[str]
    clause: frozenset[str]
    showing: frozenset[str]
    thought: frozenset[str]
    infinitive: frozenset[str]
    intention: frozenset[str]
    bidding: frozenset[str]
    object: frozenset[str]
    attitude: frozenset[str]
    naming: frozenset[str]
    preposition: dict[str, tuple[str, ...]]
    words: SpeechWords


class ActWords(Section, frozen=True, kw_only=True):
    """Words of one kind of event: a PLOVER ``type`` (or none) with its ``mode``; patterns as in ``events/frames.py``.

    ``of`` is the role of a noun's "of", ``poss`` that of its possessor; ``swapped``: the subject is the recipient;
    ``reciprocal``: all are actors; ``alone``: an event even where nobody is named; ``ignore``: looks like an event and
    is none; ``weak``: tells a type but is no event worth keeping; ``carried``: a noun counts only with a verb that
    carries it; ``tool``: the object is what it is done with; ``unmeant``: the mode, without a type, where nobody and no
    attack does it; ``anything``: the subject need not be somebody; ``befalls``: nobody plans it, so that to announce it
    is to tell that it was; ``operator``: its complement decides what it is.
    ``examples`` mark the trigger with square brackets; the tests run them.
    """

    type: str | None = None
    mode: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    of: Literal["actor", "recipient"] = "recipient"
    poss: Literal["actor", "recipient"] = "actor"
    swapped: bool = False
    reciprocal: bool = False
    alone: bool = False
    anything: bool = False
    befalls: bool = False
    ignore: bool = False
    weak: bool = False
    unmeant: str | None = None
    carried: bool = False
    tool: bool = False
    operator: str | None = None
    contexts: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class Turn(Section, frozen=True, kw_only=True):
    """One kind of turn in the life of a thing: its ``mode``, the ``verbs`` that tell it, the ``things`` it is told of.

    A verb is a lemma, with the words that stand right behind it ("take effect"). ``examples`` mark the verb with square
    brackets and the thing with braces; the tests run them.
    """

    mode: str
    verbs: tuple[str, ...]
    things: tuple[str, ...]
    examples: tuple[str, ...] = ()


class Events(Section, frozen=True, kw_only=True):
    """``events.toml``: verbs, nouns and idioms of events by PLOVER type (see ``events/frames.py``).

    ``classes`` are nouns that frames name as ``<class>``; ``agents`` are common nouns that act, ``agent_endings`` what
    others of them end in, but for ``no_agents``; ``forces`` act for the state or body they belong to; ``parts`` stand
    for what they count; ``light`` are verbs that only carry an event noun ("held talks"), ``stative`` those among them
    that tell no happening ("have a pact"), ``announcing`` those by which sanctions and arrests are made; ``settings``
    are prepositions that make an event noun the setting of a verb ("on a visit, she said"), ``purposes`` those
    that do so of talks ("sat down for talks"); ``simultaneous`` are conjunctions of clauses that
    share a time; ``undergoing`` are the ``light`` verbs whose subject suffers what the noun says; ``object_control``
    are verbs whose object does what their infinitive says; ``roles`` are
    prepositions by the part they give; ``contexts`` are words by PLOVER context; ``turns`` are openings, beginnings and
    ends of things (see ``events/turns.py``), ``binding`` the prepositions that make a thing's name longer.
    """

    particles: tuple[str, ...] = ()
    classes: dict[str, tuple[str, ...]] = {}
    agents: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    agent_endings: tuple[str, ...] = ()
    no_agents: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    stative: tuple[str, ...] = ()
    announcing: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    simultaneous: tuple[str, ...] = ()
    undergoing: tuple[str, ...] = ()
    object_control: tuple[str, ...] = ()
    roles: dict[str, tuple[str, ...]] = {}
    contexts: dict[str, tuple[str, ...]] = {}
    acts: tuple[ActWords, ...] = ()
    binding: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()


class FactualityWords(Section, frozen=True, kw_only=True):
    """``factuality.toml``: words that tell done from planned, denied and possible (see ``events/factuality.py``).

    The four ``..._governors`` are verbs, nouns and adjectives by what they make of their complement ("call for" with
    its preposition, "report that" with a clause); ``passive_...`` do so only in the passive; ``transparent`` pass on
    what holds of themselves. ``contents`` are nouns of what is said, which ``dismissals`` hold untrue;
    ``proffers`` are there all the same; ``awaiting`` are governors of plans that say of another's deed only that it is
    awaited.
    """

    negations: tuple[str, ...] = ()
    negative_determiners: tuple[str, ...] = ()
    planned_modals: tuple[str, ...] = ()
    hypothetical_modals: tuple[str, ...] = ()
    reported_modals: tuple[str, ...] = ()
    conditional_marks: tuple[str, ...] = ()
    denying_marks: tuple[str, ...] = ()
    planned_marks: tuple[str, ...] = ()
    temporal_marks: tuple[str, ...] = ()
    alleged_adverbs: tuple[str, ...] = ()
    hypothetical_adverbs: tuple[str, ...] = ()
    denied_adverbs: tuple[str, ...] = ()
    planned_adjectives: tuple[str, ...] = ()
    hypothetical_adjectives: tuple[str, ...] = ()
    alleged_adjectives: tuple[str, ...] = ()
    denied_adjectives: tuple[str, ...] = ()
    ongoing_adjectives: tuple[str, ...] = ()
    past_adjectives: tuple[str, ...] = ()
    planned_governors: tuple[str, ...] = ()
    infinitive_only: tuple[str, ...] = ()
    hypothetical_governors: tuple[str, ...] = ()
    denied_governors: tuple[str, ...] = ()
    alleged_governors: tuple[str, ...] = ()
    passive_planned: tuple[str, ...] = ()
    passive_alleged: tuple[str, ...] = ()
    transparent: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    happening: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    dismissals: tuple[str, ...] = ()
    proffers: tuple[str, ...] = ()
    awaiting: tuple[str, ...] = ()
    lasting: tuple[str, ...] = ()
    unfulfilled: tuple[str, ...] = ()
    fronted_conditions: tuple[str, ...] = ()
    foremost: tuple[str, ...] = ()
    alongside: tuple[str, ...] = ()
    definite: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()
    example_prepositions: tuple[str, ...] = ()
    attending: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    unconditional: tuple[str, ...] = ()
    unsure_modals: tuple[str, ...] = ()
    false_adverbs: tuple[str, ...] = ()
    weighing: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


class TimeWording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How times are written; ``financial`` are words that make a year a financial one."""

    week: str
    quarter: tuple[str, str, str, str]
    half: tuple[str, str]
    decade: str
    century: str
    financial_year: str
    since: str
    until: str
    financial: tuple[str, ...]
    seasons: dict[str, str]
    mods: dict[str, str]


class Wording(Section, frozen=True, kw_only=True):
    """``wording.toml``: how Dateline itself says things, with ``{}`` for the value (see ``wording.py``)."""

    bare: tuple[str, ...]
    per: str
    that: str
    of: str
    the: str
    with_the: frozenset[str]
    pronouns: tuple[str, ...]
    abbreviations: frozenset[str]
    bounds: dict[str, str]
    changes: dict[str, str]
    scales: dict[str, int]
    units: dict[str, str]
    plurals: dict[str, str]
    times: TimeWording
    factuality: dict[str, str]
    events: dict[str, str]
    fields: dict[str, str]
    speech: dict[str, str]
    outlets: dict[str, str]
    revised: dict[str, str]
    lists: dict[str, str]


class Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an act is named: its noun, and the prepositions before those who act and those who are acted on."""

    noun: str
    by: str
    to: str


class Compare(Section, frozen=True, kw_only=True):
    """``compare.toml``: how things are named, and how claims stand to each other (see ``match``, ``compare``)."""

    anybody: tuple[str, ...]
    any_goods: tuple[str, ...]
    one_kind: tuple[tuple[str, ...], ...]
    one_act: tuple[tuple[str, ...], ...]
    once: tuple[str, ...]
    definite: tuple[str, ...]
    many: tuple[str, ...]
    again: tuple[str, ...]
    placing: tuple[str, ...]
    joining: tuple[str, ...]
    contrast: tuple[str, ...]
    then: tuple[str, ...]
    then_after: tuple[str, ...]
    earlier: tuple[str, ...]
    novel: tuple[str, ...]
    part_before: tuple[str, ...]
    part_after: tuple[str, ...]
    whole: tuple[str, ...]
    ranks: tuple[str, ...]
    rank_forms: dict[str, str]
    figures: dict[str, str]
    acts: dict[str, Act]
    named: dict[str, dict[str, str]]
    labels: dict[str, str]
    notes: dict[str, str]


@dataclass(frozen=True)
class Lexicon:
    """The sections of one language, each read and checked when it is first asked for."""

    language: str

    @cached_property
    def digest(self) -> str:
        """A hash of every word: it changes whenever one does."""
        files = [_read(f"lang/{self.language}/{name}.toml") for name in SECTIONS]
        return hashlib.blake2b(b"\0".join(files), digest_size=8).hexdigest()

    def _section(self, name: str, kind: type[T]) -> T:
        source = f"lang/{self.language}/{name}.toml"
        return decode(_read(source), kind, source)

    @cached_property
    def common(self) -> Common:
        return self._section("common", Common)

    @cached_property
    def furniture(self) -> Furniture:
        return self._section("furniture", Furniture)

    @cached_property
    def names(self) -> Names:
        return self._section("names", Names)

    @cached_property
    def roles(self) -> Roles:
        return self._section("roles", Roles)

    @cached_property
    def dates(self) -> Dates:
        return self._section("dates", Dates)

    @cached_property
    def numbers(self) -> Numbers:
        return self._section("numbers", Numbers)

    @cached_property
    def speech(self) -> Speech:
        return self._section("speech", Speech)

    @cached_property
    def events(self) -> Events:
        return self._section("events", Events)

    @cached_property
    def factuality(self) -> FactualityWords:
        return self._section("factuality", FactualityWords)

    @cached_property
    def compare(self) -> Compare:
        return self._section("compare", Compare)

    @cached_property
    def wording(self) -> Wording:
        return self._section("wording", Wording)


SECTIONS = (
    "common",
    "compare",
    "dates",
    "events",
    "factuality",
    "furniture",
    "names",
    "numbers",
    "roles",
    "speech",
    "wording",
)
"""The names of the sections, as attributes of ``Lexicon`` and as files of a language."""


@functools.cache
def load(language: str = "en") -> Lexicon:
    """The lexicon of ``language`` (ISO 639-1). Raises ``LexiconError`` for an unknown one.

    A bad file raises it when its section is first asked for.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise LexiconError(f"no lexicon for language {language!r}; known: {known}. Add lang/{language}/ to teach one.")
    return Lexicon(language)


def load_table(name: str, kind: type[T]) -> T:
    """The data file ``data/<name>`` (TOML) as a ``kind``. Raises ``LexiconError`` naming the file and the key."""
    return decode(_read(f"data/{name}"), kind, f"data/{name}")


def decode(raw: bytes, kind: type[T], source: str) -> T:
    """``raw`` TOML as a ``kind``, checked for empty strings and duplicates; ``source`` names it in errors."""
    try:
        value = msgspec.toml.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{source}: {error}. Mend the file, or the type that reads it.") from error
    for key, problem in _problems(msgspec.to_builtins(value), ""):
        raise LexiconError(f"{source}: {key}: {problem}. Remove or correct it.")
    return value


def _problems(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Empty strings anywhere, and strings that stand twice in one list."""
    if isinstance(value, str) and not value.strip():
        yield key, "empty string"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _problems(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list | tuple | set | frozenset):
        words = [word for word in value if isinstance(word, str)]
        if len(set(words)) < len(words):
            for word in sorted({word for word in words if words.count(word) > 1}):
                yield key, f"{word!r} is listed twice"
        for position, inner in enumerate(value):
            yield from _problems(inner, f"{key}[{position}]")


def _read(name: str) -> bytes:
    path = resources.files("dateline").joinpath(*name.split("/"))
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise LexiconError(f"{name} is missing from the installed package. Install Dateline again.") from error
