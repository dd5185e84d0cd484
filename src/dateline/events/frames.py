"""Which words of a report are the trigger of an event: the patterns of ``lang/<language>/events.toml`` against a parse.

A verb pattern is a lemma, then in any order of the sentence: particles and prepositions that must hang on it ("pull out
of"), and ``<class>`` for a noun of that class as its object, or after the preposition before it as that one's object
("cut <ties>", "call for <ceasefire>"). ``+to`` wants an infinitive, ``+that`` a clause, ``+must`` a clause with that
modal, ``+own`` a clause about a person, as the speaker often is; ``+subject <class>`` wants a subject of the class,
``+to <class>`` one of these verbs in the infinitive; ``+verb`` any clause as its complement; ``+will`` one of the
future, ``+be`` one in the subjunctive; ``obj`` any object, ``!obj`` none. ``<agent>`` is somebody who can act,
``<person>`` a human being, ``<guest>`` one or the people of a country, ``<country>`` a state, ``<place>`` a place,
``<team>`` a body or a country, as its players are called, ``<foreign>`` a thing of another country. ``not_guilty`` is
an adjective that is denied.
A noun pattern is a noun with words that stand before it ("arrest warrant") and, optionally, a preposition with a
class ("declaration of <war>") or a clause ("call +to"). Of the patterns that fit, the one that asks most wins; of
equals, the first in the file.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import LEMMA, LOWER
from spacy.strings import get_string_id

from dateline.errors import LexiconError
from dateline.events import grammar
from dateline.events.topics import Topics
from dateline.lexicon import ActWords, Lexicon, load

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_WORD_DEPS = frozenset({"prt", "prep", "advmod", "dative", "agent", "acomp", "oprd", "dobj"})
_FOREIGN = "foreign"
_SPECIAL = frozenset({"agent", "person", "guest", "country", "place", "team"})
_SUBJECT, _INFINITIVE = "+subject", "+to"
_TAKING = (_SUBJECT, _INFINITIVE)  # demands that a class may follow
_FOR, _FROM = frozenset({"for"}), frozenset({"from"})
_COUNTRIES = frozenset({"GPE", "NORP"})
_NAMES = frozenset({"DATE", "TIME", "PERSON", "ORG", "GPE", "LOC", "FAC", "WORK_OF_ART", "PRODUCT", "MONEY"})
_NOBODY = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "WORK_OF_ART", "LAW", "LANGUAGE"})
_CLAUSES = {
    "+to": frozenset({"xcomp", "ccomp", "advcl", "acl"}),
    "+that": frozenset({"ccomp"}),
    "+must": frozenset({"ccomp"}),
    "+not": frozenset({"xcomp"}),
    "+own": frozenset({"ccomp"}),
    "+will": frozenset({"ccomp"}),
    "+be": frozenset({"ccomp"}),
    "+verb": frozenset({"xcomp", "ccomp"}),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One demand of a pattern: a word, a clause, or a noun of a class (after ``word`` if that is a preposition)."""

    word: str = ""
    nouns: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``weight`` orders those of one head."""

    act: ActWords
    before: tuple[str, ...]
    parts: tuple[Part, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Table:
    """The compiled frames of a language, by head lemma."""

    verbs: Mapping[str, tuple[Pattern, ...]]
    nouns: Mapping[str, tuple[Pattern, ...]]
    adjectives: Mapping[str, tuple[Pattern, ...]]
    classes: Mapping[str, frozenset[str]]
    agents: frozenset[str]
    parts: frozenset[str]
    agent_endings: tuple[str, ...]
    no_agents: frozenset[str]
    forces: frozenset[str]
    lifeless: frozenset[str]
    future: frozenset[str]
    light: frozenset[str]
    stative: frozenset[str]
    announcing: frozenset[str]
    settings: frozenset[str]
    purposes: frozenset[str]
    attended: frozenset[str]
    asking: frozenset[str]
    simultaneous: frozenset[str]
    undergoing: frozenset[str]
    object_control: frozenset[str]
    roles: Mapping[str, frozenset[str]]
    contexts: Mapping[str, tuple[str, ...]]
    heads: npt.NDArray[np.uint64]
    cues: npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern found: its head, what it took, the verb that carries it, and the words of it ``before`` its head."""

    token: Token
    act: ActWords
    taken: tuple[Token, ...] = ()
    prep: Token | None = None
    carrier: Token | None = None
    before: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[Token, ...]:
        """The words that tell the event, the trigger first."""
        return (self.token, *self.taken, *((self.carrier,) if self.carrier is not None else ()))


@functools.cache
def table(language: str) -> Table:
    """The frames of ``language``. Raises ``LexiconError`` for a pattern that names an unknown class."""
    words, held = load(language).events, load(language).factuality
    classes = {name: frozenset(nouns) for name, nouns in words.classes.items()}
    particles = frozenset(words.particles)
    contexts: dict[str, list[str]] = defaultdict(list)
    for context, cues in words.contexts.items():
        for cue in cues:
            contexts[cue].append(context)
    verbs = _index((act, text) for act in words.acts for text in act.verbs)
    adjectives = _index((act, text) for act in words.acts for text in act.adjectives)
    nouns = _index_nouns(((act, text) for act in words.acts for text in act.nouns), particles)
    _check(classes, (verbs, adjectives, nouns))
    return Table(
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        classes=classes,
        agents=(frozenset(words.agents) | frozenset(words.forces) | _persons(language)) - classes["vehicle"],
        parts=frozenset(words.parts),
        agent_endings=words.agent_endings,
        no_agents=frozenset(words.no_agents),
        forces=frozenset(words.forces),
        lifeless=classes["vehicle"] | classes["weaponry"] | classes["hazard"] | frozenset(nouns),
        future=frozenset((*held.planned_modals, *held.reported_modals)),
        light=frozenset(words.light),
        stative=frozenset(words.stative),
        announcing=frozenset(words.announcing),
        settings=frozenset(words.settings),
        purposes=frozenset(words.purposes),
        attended=frozenset(words.attended),
        asking=frozenset(_asking(words.acts)),
        simultaneous=frozenset(words.simultaneous),
        undergoing=frozenset(words.undergoing),
        object_control=frozenset(words.object_control),
        roles={name: frozenset(preps) for name, preps in words.roles.items()},
        contexts={cue: tuple(names) for cue, names in contexts.items()},
        heads=_ids({*verbs, *nouns, *adjectives}),
        cues=_ids(contexts),
    )


def _persons(language: str) -> frozenset[str]:
    """The common nouns of people that other sections know: who is counted, who holds an office, who is of a family."""
    lexicon = load(language)
    roles = lexicon.roles
    return frozenset((*lexicon.numbers.persons.nouns, *roles.offices, *roles.posts, *roles.family))


def _asking(acts: Iterable[ActWords]) -> Iterator[str]:
    """The verbs that ask for things: "call for"."""
    for act in acts:
        for head, *rest in (text.split() for text in act.verbs):
            if act.operator == "request" and set(rest) & _FOR:
                yield head


def _ids(heads: Iterable[str]) -> npt.NDArray[np.uint64]:
    """The ids, as spaCy stores them, of words with small or capital initial or in capitals."""
    forms = {form for head in heads for form in (head, head.capitalize(), head.upper())}
    return np.sort(np.array([get_string_id(form) for form in forms], dtype=np.uint64))


def _check(classes: Mapping[str, frozenset[str]], indexes: Iterable[dict[str, tuple[Pattern, ...]]]) -> None:
    for pattern in (pattern for index in indexes for group in index.values() for pattern in group):
        for part in pattern.parts:
            if part.nouns and part.nouns not in classes and part.nouns not in (*_SPECIAL, _FOREIGN):
                raise LexiconError(f"events.toml: <{part.nouns}> is no class. Add it under [classes].")
        for topic in (*pattern.act.beside, *pattern.act.unless):
            if topic not in classes:
                raise LexiconError(f"events.toml: the topic {topic!r} is no class. Add it under [classes].")


def _index(entries: Iterable[tuple[ActWords, str]]) -> dict[str, tuple[Pattern, ...]]:
    index: dict[str, list[Pattern]] = defaultdict(list)
    for act, text in entries:
        head, *rest = text.split()
        index[head].append(_pattern(act, (), rest))
    return {head: _ordered(patterns) for head, patterns in index.items()}


def _index_nouns(entries: Iterable[tuple[ActWords, str]], preps: frozenset[str]) -> dict[str, tuple[Pattern, ...]]:
    index: dict[str, list[Pattern]] = defaultdict(list)
    for act, text in entries:
        words = text.split()
        cut = next((i for i, word in enumerate(words) if i and (word in preps or word.startswith("+"))), len(words))
        index[words[cut - 1]].append(_pattern(act, words[: cut - 1], words[cut:]))
    return {head: _ordered(patterns) for head, patterns in index.items()}


def _ordered(patterns: list[Pattern]) -> tuple[Pattern, ...]:
    return tuple(sorted(patterns, key=lambda pattern: -pattern.weight))


def _pattern(act: ActWords, before: Iterable[str], rest: Iterable[str]) -> Pattern:
    parts: list[Part] = []
    for word in rest:
        if not word.startswith("<"):
            parts.append(Part(word=word))
        elif parts and parts[-1].word and (parts[-1].word in _TAKING or not parts[-1].word.startswith("+")):
            parts[-1] = Part(word=parts[-1].word, nouns=word.strip("<>"))
        else:
            parts.append(Part(nouns=word.strip("<>")))
    before = tuple(before)
    weight = 2 * len(before) + sum(_weight(part) for part in parts) + bool(act.beside)
    return Pattern(act, before, tuple(parts), weight)


def _weight(part: Part) -> int:
    """How much a part asks: a noun of a class more than a preposition or anybody."""
    return (1 if part.word else 0) + (0 if not part.nouns else 1 if part.nouns in _SPECIAL else 2)


# ── matching ─────────────────────────────────────────────────────────────────────────────────────


def find_triggers(doc: Doc, lexicon: Lexicon, topics: Topics) -> list[Trigger]:
    """The triggers of ``doc``, whose topics are ``topics``, in order.

    A noun that a verb's pattern took ("cut ties") is no trigger of its own, nor is a verb that carries a noun's.
    """
    frames = table(lexicon.language)
    found = [trigger for token in _heads(doc, frames) if (trigger := _trigger_at(token, frames, topics))]
    taken = {noun.i for trigger in found for noun in trigger.taken}
    found = [trigger for trigger in found if trigger.token.i not in taken]
    carriers = {trigger.carrier.i for trigger in found if trigger.carrier is not None}
    return [trigger for trigger in found if trigger.token.i not in carriers and not trigger.act.ignore]


def _heads(doc: Doc, frames: Table) -> list[Token]:
    """The tokens whose word or lemma is the head of a pattern: few, and found without making every token."""
    known = _among(doc.to_array([LEMMA, LOWER]), frames.heads).any(axis=1)
    return [doc[int(position)] for position in np.flatnonzero(known)]


def _among(words: npt.NDArray[Any], known: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Which of ``words`` are in ``known``, which is sorted."""
    at = np.minimum(np.searchsorted(known, words), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[at] == words
    return found


class _Around:
    """What stands around a word that may be a trigger, read once for all the patterns that are tried on it."""

    def __init__(self, token: Token, topics: Topics) -> None:
        self.token = token
        self.topics = topics

    @functools.cached_property
    def objects(self) -> list[Token]:
        return grammar.objects(self.token)

    @functools.cached_property
    def subjects(self) -> list[Token]:
        return grammar.subject(self.token)

    @functools.cached_property
    def words(self) -> frozenset[str]:
        """All words that ``_words`` can find without a noun taken before."""
        doc, following = self.token.doc, self.token.i + 1
        found = {doc[following].lower_} if following < len(doc) else set()
        for child in self.token.children:
            found.add(_said(child))
            found.update(inner.lower_ for inner in child.rights)
        for noun in self.objects:
            found.update(inner.lower_ for inner in noun.rights)
        return frozenset(found)


def context_cues(doc: Doc, frames: Table) -> list[tuple[int, tuple[str, ...]]]:
    """The positions of words that put an event beside them into a context, with those contexts."""
    positions = np.flatnonzero(_among(doc.to_array(LEMMA), frames.cues))
    return [(int(i), frames.contexts.get(doc[int(i)].lemma_.lower(), ())) for i in positions]


def _trigger_at(token: Token, frames: Table, topics: Topics) -> Trigger | None:
    patterns = _patterns_of(token, frames)
    found = _first(_Around(token, topics), patterns, frames) if patterns else None
    return _carried(found, frames) if found and token.pos_ in ("NOUN", "PROPN") else found


def _patterns_of(token: Token, frames: Table) -> tuple[Pattern, ...]:
    """The patterns whose head ``token`` can be, by its part of speech."""
    pos, dep, lemma, lower = token.pos_, token.dep_, token.lemma_.lower(), token.lower_
    if pos in ("VERB", "AUX") and dep not in ("aux", "auxpass", "amod", "compound"):
        return _of_either(frames.verbs, token) or frames.adjectives.get(lower, ())
    if pos == "ADJ" and dep != "amod":
        return frames.adjectives.get(lemma, ())
    if pos not in ("NOUN", "PROPN") or (dep in ("compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN")):
        return ()
    if pos == "PROPN" and token.ent_type_ in _NAMES:  # "March" the month, a film's name
        return ()
    return _of_either(frames.nouns, token)


def _of_either(index: Mapping[str, tuple[Pattern, ...]], token: Token) -> tuple[Pattern, ...]:
    """The patterns of a token's own form and of its lemma."""
    lemma, lower = token.lemma_.lower(), token.lower_
    return index.get(lemma, ()) if lemma == lower else index.get(lower, ()) + index.get(lemma, ())


def _first(around: _Around, patterns: tuple[Pattern, ...], frames: Table) -> Trigger | None:
    for pattern in patterns:
        found = _fit(around, pattern, frames)
        if found:
            return found
    return None


def _fit(around: _Around, pattern: Pattern, frames: Table) -> Trigger | None:
    token = around.token
    if pattern.before and not _stand_before(token, pattern.before):
        return None
    taken: list[Token] = []
    prep: Token | None = None
    for part in pattern.parts:
        if part.word.startswith(("+", "!")) or part.word == "obj":
            if not _holds(around, part, frames):
                return None
            continue
        if part.word and prep is None and not taken and part.word not in around.words:
            return None
        matched = _match(around, part, prep, taken, frames)
        if matched is None:
            return None
        prep, more = matched
        taken += more
    found = Trigger(token, pattern.act, tuple(taken), prep, before=pattern.before)
    return found if _on_topic(around, pattern.act) else None


def _on_topic(around: _Around, act: ActWords) -> bool:
    """Whether the sentence and the report are of what an act asks for: "beat" of a match, "attack" of a campaign."""
    if not act.beside:
        return True
    topics, token = around.topics, around.token
    return topics.near(token, act.beside) and not topics.in_sentence(token, act.unless)


def _match(
    around: _Around, part: Part, prep: Token | None, taken: list[Token], frames: Table
) -> tuple[Token | None, list[Token]] | None:
    """The preposition that governs after ``part``, and the nouns it takes; ``None`` where it does not fit."""
    more: list[Token] = []
    if part.word:
        word = _governed(prep, part.word) or _word(around, part.word, taken)
        if word is None:
            return None
        nouns = grammar.complements(word)
        if word.dep_ in ("dobj", "pobj"):
            more.append(word)
        elif word.pos_ != "ADJ":
            prep = word
    else:
        nouns = around.objects
    if not part.nouns:
        return prep, more
    fitting = [noun for noun in nouns if noun_in(noun, part.nouns, frames)]
    if not fitting:
        return None
    return prep, more if part.nouns in _SPECIAL else [*more, *fitting]


def _holds(around: _Around, part: Part, frames: Table) -> bool:
    """Whether a demand that takes no words holds: "+to", "obj", "!obj"."""
    if part.word == _SUBJECT:
        return any(noun_in(noun, part.nouns, frames) for noun in around.subjects)
    if part.word.startswith("+"):
        return _has_clause(around.token, part, frames)
    return bool(around.objects) == (part.word == "obj")


def _stand_before(token: Token, words: tuple[str, ...]) -> bool:
    """Whether the modifiers of ``token``, or the tokens right before it, hold every one of ``words``."""
    start = max(0, token.i - len(words))
    near = {t.lower_ for t in token.doc[start : token.i]} | {t.lemma_.lower() for t in token.doc[start : token.i]}
    if near.issuperset(words):
        return True
    hanging = {child.lower_ for child in token.lefts} | {child.lemma_.lower() for child in token.lefts}
    return hanging.issuperset(words)


def _has_clause(token: Token, part: Part, frames: Table) -> bool:
    kind = part.word
    for child in token.children:
        if part.nouns and child.lemma_.lower() not in frames.classes[part.nouns]:
            continue
        if kind == "+own" and child.dep_ == "ccomp":
            return any(inner.dep_ == "nsubj" and inner.tag_ == "PRP" for inner in child.lefts)
        if child.dep_ in _CLAUSES[kind] and _is_clause(child, kind, frames):
            return True
    return False


def _is_clause(clause: Token, kind: str, frames: Table) -> bool:
    """Whether a clause is of a kind: "+to" by its infinitive, "+will" by its future, "+be" by its subjunctive."""
    match kind:
        case "+that" | "+verb":
            return True
        case "+will":
            return any(child.lower_ in frames.future for child in clause.lefts)
        case "+be":
            auxiliaries = [child for child in clause.lefts if child.dep_ in ("aux", "auxpass")]
            told = any(child.dep_ in ("nsubj", "nsubjpass") for child in clause.lefts)
            return (
                told and all(child.lower_ in ("be", "not") for child in auxiliaries) and _is_bare(clause, auxiliaries)
            )
        case _:
            return any(child.lower_ == kind[1:] for child in clause.lefts)


def _is_bare(verb: Token, auxiliaries: list[Token]) -> bool:
    """Whether a verb or its "be" is not inflected: "that he modify it", "that he be freed"."""
    if verb.tag_ == "VBP":  # as the tagger holds it: "that he modify it"
        return any("Sing" in child.morph.get("Number", []) for child in verb.lefts if child.dep_ == "nsubj")
    return verb.tag_ == "VB" or any(child.lower_ == "be" for child in auxiliaries)


def _word(around: _Around, word: str, taken: list[Token]) -> Token | None:
    """The particle or preposition ``word`` of ``token`` (or of the noun it took)."""
    return next((found for found in _words(around, word, taken) if not _of_time(found)), None)


def _words(around: _Around, word: str, taken: list[Token]) -> Iterator[Token]:
    """Where ``word`` may stand: on the token or what it took, on its object, right after it, on its preposition."""
    token = around.token
    for host in (token, *taken):
        yield from (c for c in host.children if _said(c) == word and (c.dep_ in _WORD_DEPS or c.pos_ == "ADJ"))
    for noun in around.objects if not taken else ():
        yield from (child for child in noun.rights if child.lower_ == word and child.dep_ == "prep")
    following = token.i + 1
    if following < len(token.doc) and token.doc[following].lower_ == word:
        yield token.doc[following]
    for child in token.rights:  # "pull out of": the second preposition hangs on the first
        if child.dep_ in _WORD_DEPS:
            yield from (inner for inner in child.rights if inner.lower_ == word and inner.dep_ in ("prep", "advmod"))


def _said(token: Token) -> str:
    """The word, as patterns write it where it is negated: "not_guilty"."""
    negated = token.pos_ == "ADJ" and any(child.dep_ == "neg" for child in token.lefts)
    return f"not_{token.lower_}" if negated else token.lower_


def _governed(prep: Token | None, word: str) -> Token | None:
    """The noun ``word`` under the preposition found before it: "put on trial"."""
    if prep is None:
        return None
    return next((child for child in prep.rights if child.dep_ == "pobj" and child.lower_ == word), None)


def _of_time(prep: Token) -> bool:
    """Whether a preposition begins a time: "called on Monday" is no "call on"."""
    return any(child.dep_ == "pobj" and child.ent_type_ in ("DATE", "TIME") for child in prep.rights)


def noun_in(noun: Token, name: str, frames: Table) -> bool:
    """Whether ``noun`` (or what it is a number or part of) belongs to the class ``name``."""
    special = _KINDS.get(name)
    return special(noun, frames) if special else _listed(noun, frames.classes[name], frames.parts)


def _is_guest(noun: Token, frames: Table) -> bool:
    """Whether a noun is somebody who can be received: no body, no event with a name, no number."""
    if noun.ent_type_ in ("PERSON", *_COUNTRIES) or noun.lower_ in frames.agents:
        return True
    return noun.pos_ not in ("PROPN", "NUM") and is_agent(noun, frames)


def _is_of_country(noun: Token) -> bool:
    """Whether a thing is said to be of a country: "Kenyan tea", "tea from Kenya"."""
    before = any(child.ent_type_ in _COUNTRIES and child.dep_ in ("amod", "nmod", "compound") for child in noun.lefts)
    origins = grammar.prepositional(noun, _FROM)
    return noun.pos_ == "NOUN" and (before or any(origin.ent_type_ == "GPE" for origin in origins))


def _listed(noun: Token, words: frozenset[str], parts: frozenset[str]) -> bool:
    lemma = noun.lemma_.lower()
    before = noun.doc[noun.i - 1].lower_ if noun.i else ""
    if not words.isdisjoint((lemma, noun.lower_, f"{before} {lemma}", f"{before} {noun.lower_}")):
        return True
    return lemma in parts and any(
        inner.lemma_.lower() in words
        for child in noun.rights
        if child.dep_ == "prep" and child.lower_ == "of"
        for inner in child.rights
        if inner.dep_ == "pobj"
    )


def is_agent(noun: Token, frames: Table) -> bool:
    """Whether ``noun`` is somebody: a name, a pronoun of persons, or a common noun that acts."""
    if noun.ent_type_ in _NOBODY:
        return False
    if noun.ent_type_ in ("PERSON", "ORG", "GPE", "NORP"):
        return True
    if noun.pos_ == "PROPN":  # in a headline also a thing with a capital: "A Missile Hit"
        return noun.lower_ not in frames.lifeless
    if noun.pos_ == "PRON":
        return noun.lower_ not in frames.classes["things"]
    lemma = noun.lemma_.lower()
    if lemma in frames.agents or noun.lower_ in frames.agents or noun.pos_ == "NUM":
        return True
    return noun.pos_ == "NOUN" and lemma.endswith(frames.agent_endings) and lemma not in frames.no_agents


_KINDS: Mapping[str, Callable[[Token, Table], bool]] = {
    "agent": is_agent,
    "person": lambda noun, frames: noun.ent_type_ == "PERSON" or (noun.pos_ != "PROPN" and is_agent(noun, frames)),
    "guest": _is_guest,
    "country": lambda noun, frames: noun.ent_type_ in _COUNTRIES or noun.lemma_.lower() in frames.classes["countries"],
    "team": lambda noun, _: noun.ent_type_ in ("ORG", "GPE"),
    "foreign": lambda noun, frames: not is_agent(noun, frames) and _is_of_country(noun),
    "place": lambda noun, _: (
        noun.ent_type_ in ("GPE", "LOC", "FAC") or (noun.pos_ == "PROPN" and noun.ent_type_ in ("", "ORG"))
    ),
}


def _carried(trigger: Trigger, frames: Table) -> Trigger:
    """With the light verb that carries the noun ("held talks", "talks were held"), where there is one."""
    verb = carrier_of(trigger.token, frames)
    if verb is None:
        return trigger
    return replace(trigger, carrier=verb)


def carrier_of(noun: Token, frames: Table) -> Token | None:
    """The light verb whose object (or passive subject) ``noun`` is."""
    first = noun
    while first.dep_ == "conj" and first.head.pos_ in ("NOUN", "PROPN"):
        first = first.head
    if first.dep_ == "pobj" and first.head.lower_ == "of" and first.head.head.lemma_.lower() in frames.parts:
        first = first.head.head  # "a round of talks"
    verb: Token = first.head
    if verb.pos_ in ("VERB", "AUX") and verb.lemma_.lower() in frames.light:
        return verb if first.dep_ in ("dobj", "nsubjpass") else None
    return next((c for c in noun.children if c.dep_ in ("acl", "relcl") and _takes(c, frames)), None)


def _takes(verb: Token, frames: Table) -> bool:
    """A participle or relative clause of a light verb without another object: "talks held in Vienna"."""
    return verb.lemma_.lower() in frames.light and not any(c.dep_ == "dobj" and c.pos_ != "PRON" for c in verb.children)
