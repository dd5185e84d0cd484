"""Whose figure it is: the entities of a figure's measure, by possessor, demonym, subject and preposition.

One direction for all trade, so that figures of different outlets can be compared whatever their words:

- ``import``: ``of`` the importer, ``from`` the exporter;
- ``export``: ``of`` and ``from`` the exporter, ``to`` the importer;
- ``trade``: two parties without a direction: ``of`` the one whose name comes first in the alphabet, ``to`` the other;
- ``trade_balance``: ``of`` whose balance it is, ``to`` the partner.

For all other kinds ``of`` is whose it is (the possessor, the demonym, the "of" or "in" phrase, else the subject),
``from`` and ``to`` what the prepositions or the giver and the receiver of the verb say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.figures.measure import HARM, Frame, gap_end, sentence_of, subject_of
from dateline.model import MeasureKind
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_GIVEN: frozenset[MeasureKind] = frozenset({"aid", "loan", "investment"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_FLOWS: frozenset[MeasureKind] = frozenset({"import", "export", "trade", "trade_balance"})
_PARTY = frozenset({"state", "organization", "group", "person", "place"})


@dataclass(frozen=True)
class Parties:
    """Entity ids; ``None`` where the report does not say."""

    of: str | None = None
    from_: str | None = None
    to: str | None = None


@dataclass
class _Found:
    """What the words around a figure say, before its kind gives it a direction."""

    owner: str | None = None
    subject: str | None = None
    source: str | None = None
    goal: str | None = None
    partners: tuple[str, ...] = ()
    demonym: str | None = None


def parties(reading: Reading, frame: Frame, measured: Token | None, kind: MeasureKind) -> Parties:
    """The parties of a figure of ``kind`` that measures or counts ``measured``."""
    if not reading.entities or kind == "magnitude":
        return Parties()
    if kind == "age":
        whole = measured.head if measured is not None and measured.dep_ == "appos" else None
        return Parties(of=_entity(reading, measured) or _entity(reading, whole))
    found = _look_around(reading, frame, measured)
    if kind == "population" and measured is not None:
        outer = _entity(reading, measured) or (_entity(reading, measured.head) if measured.dep_ == "appos" else None)
        return Parties(of=outer or found.owner)
    return _of_flow(reading, frame, found, kind) if kind in (*_FLOWS, *_GIVEN) else _plain(reading, frame, found, kind)


def _of_flow(reading: Reading, frame: Frame, found: _Found, kind: MeasureKind) -> Parties:
    """Who gives or sells and who gets."""
    if kind in ("import", "export"):
        acts = frame.verb is not None and _trades(reading, frame.verb, kind)
        return (_import if kind == "import" else _export)(reading, frame, found, acts)
    if kind in ("trade", "trade_balance"):
        return _trade(reading, found, kind)
    giver = found.source or found.owner or found.demonym or found.subject
    return Parties(of=giver, from_=giver if found.goal else found.source, to=found.goal)


def _look_around(reading: Reading, frame: Frame, measured: Token | None) -> _Found:
    """All that the words around a figure say of parties."""
    found = _Found()
    if frame.counted is not None and frame.counted.ent_type_ == "NORP":  # "10 Americans"
        found.demonym = _state_of(reading, frame.counted)
    for node in _noun_chain(measured):
        _look_at_noun(reading, node, found)
    if frame.gapped and measured is not None:
        _look_at_gap(reading, frame, measured, found)
    _look_at_quantity(reading, frame, found)
    if frame.verb is not None:
        puts = frame.verb.lemma_.lower() in reading.lexicon.numbers.changing.put  # "police put the crowd at 8,000"
        _look_at_verb(reading, frame.verb, None if puts else frame.subject or subject_of(frame.verb), found)
    return found


def _plain(reading: Reading, frame: Frame, found: _Found, kind: MeasureKind) -> Parties:
    """Whose a figure is that tells no flow; of victims their state, never who did it to them."""
    if kind in HARM:
        return Parties(of=found.owner or found.demonym or found.source, to=found.goal)
    subject = found.subject if frame.counted is None or kind == "votes" else None
    if kind == "sentence" and frame.verb is not None:
        sentenced = next((child for child in frame.verb.children if child.dep_ in ("dobj", "nsubjpass")), None)
        return Parties(of=_entity(reading, sentenced) if sentenced is not None else subject)
    return Parties(of=found.owner or found.demonym or subject, from_=found.source, to=found.goal)


def _noun_chain(noun: Token | None) -> Iterator[Token]:
    """The measured noun, and the nouns it stands in or holds with "of"."""
    node, steps = noun, 0
    while node is not None and steps < 4:
        yield node
        inner = next(
            (
                c
                for p in node.children
                if p.dep_ == "prep" and p.lower_ in ("of", "in")
                for c in p.children
                if c.dep_ == "pobj"
            ),
            None,
        )
        node, steps = (inner if inner is not None and inner.pos_ in _NOUNS else None), steps + 1


def _entity(reading: Reading, token: Token | None) -> str | None:
    """The entity that ``token`` names, if it can be a party."""
    if token is None:
        return None
    entity = reading.entity_at(token)
    return entity.id if entity is not None and entity.type in _PARTY else None


def _state_of(reading: Reading, people: Token) -> str | None:
    """The state of a people, as others call the same victims "American": else the people itself."""
    group = reading.entity_at(people)
    if group is not None and group.type == "group" and group.country:
        state = next((e.id for e in reading.entities if e.type == "state" and e.country == group.country), None)
        return state or group.id
    return _entity(reading, people)


def _entities(reading: Reading, token: Token) -> list[str]:
    """The entities that ``token`` names: two for "the two countries", whose mentions share their words."""
    mention = reading.mention_at(token)
    if mention is None or not _entity(reading, token):
        return []
    names = []
    for number in range(bisect_left(reading.mentions, mention.start, key=lambda m: m.start), len(reading.mentions)):
        other = reading.mentions[number]
        if other.start != mention.start:
            break
        if other.end == mention.end and reading.entity(other.entity).type in _PARTY:
            names.append(other.entity)
    return names


def _look_at_noun(reading: Reading, noun: Token, found: _Found) -> None:
    """Possessors, demonyms and prepositions at one noun."""
    partners = list(found.partners)
    for child in noun.children:
        name = _entity(reading, child)
        if child.dep_ == "poss":
            found.owner = found.owner or name
        elif child.dep_ in ("amod", "compound", "nmod") and name and name != _entity(reading, noun):
            if _is_excluded(child):
                continue
            partners += [name, *filter(None, (_entity(reading, c) for c in child.children))]
            found.demonym = found.demonym or name
        elif child.dep_ == "prep":
            _look_at_prep(reading, child, found, partners)
    found.partners = tuple(dict.fromkeys(partners))


def _is_excluded(name: Token) -> bool:
    """As in "three non-Korean ships": whatever they are, they are not of that state."""
    before = name.doc[max(0, name.i - 4) : name.i]
    return any(token.lower_ == "non" and name.doc[token.i + 1].text == "-" for token in before)


def _look_at_prep(reading: Reading, prep: Token, found: _Found, partners: list[str]) -> None:
    names = [name for child in prep.children if child.dep_ == "pobj" for name in _coordinated(reading, child)]
    if not names:
        return
    word = prep.lower_
    if word == "from":
        found.source = found.source or names[0]
    elif word == "to":
        found.goal = found.goal or names[0]
    elif word in ("between", "with", "among"):
        partners += names
    elif word in ("of", "by", "in"):
        found.owner = found.owner or (names[0] if len(names) == 1 else None)


def _coordinated(reading: Reading, token: Token) -> list[str]:
    """The entity of ``token`` and of what is coordinated with it."""
    return [name for part in (token, *token.conjuncts) for name in _entities(reading, part)]


def _look_at_gap(reading: Reading, frame: Frame, noun: Token, found: _Found) -> None:
    """As in "and exports to Norway to $4 billion": the parse does not hang "to Norway" on the exports."""
    partners: list[str] = list(found.partners)
    for at in range(noun.i + 1, gap_end(frame)):
        token = noun.doc[at]
        if token.dep_ == "prep" and token.head.i != noun.i:
            _look_at_prep(reading, token, found, partners)
    found.partners = tuple(dict.fromkeys(partners))


def _look_at_quantity(reading: Reading, frame: Frame, found: _Found) -> None:
    """Prepositions that hang on the quantity itself: "$5 billion from Norway"."""
    partners: list[str] = list(found.partners)
    carriers = [frame.anchor.doc[at] for at in range(frame.first, frame.last + 1)]
    node = frame.anchor
    carrying = reading.lexicon.numbers.shared_currencies.carriers
    while node.head.i != node.i and node.dep_ != "pobj" and len(carriers) < 20:
        node = node.head  # "$4 billion worth of goods to ...", "goods worth $4 billion from ..."
        if node.pos_ not in _NOUNS and node.lower_ not in carrying:
            break
        carriers.append(node)
    for carrier in carriers:
        for child in carrier.children:
            if child.dep_ == "prep" and child.i > frame.last and child.lower_ in ("from", "to", "with"):
                _look_at_prep(reading, child, found, partners)
    found.partners = tuple(dict.fromkeys(partners))


def _look_at_verb(reading: Reading, verb: Token, subject: Token | None, found: _Found) -> None:
    """The subject and the prepositions of the verb."""
    found.subject = _entity(reading, subject)
    if found.subject is None and subject is not None:
        found.subject = next((n for c in subject.children if c.dep_ == "poss" and (n := _entity(reading, c))), None)
    partners = list(found.partners)
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in ("from", "to", "with"):
            _look_at_prep(reading, child, found, partners)
        elif child.dep_ == "oprd":  # "goods worth 5 billion from Norway"
            for prep in child.children:
                if prep.dep_ == "prep":
                    _look_at_prep(reading, prep, found, partners)
        elif child.dep_ == "dative":
            found.goal = found.goal or _entity(
                reading, child if child.lower_ != "to" else next(iter(child.children), None)
            )
    found.partners = tuple(dict.fromkeys(partners))


def _trades(reading: Reading, verb: Token, kind: MeasureKind) -> bool:
    """Whether the verb itself says that its subject imports (buys) or exports (sells)."""
    words = reading.lexicon.numbers
    acting = words.trading.buy if kind == "import" else words.trading.sell
    return verb.lemma_.lower() in (*words.kind_verbs[kind], *acting)


def _import(reading: Reading, frame: Frame, found: _Found, acts: bool) -> Parties:
    importer = (found.subject if acts else None) or found.owner or found.goal
    exporter = found.source
    if exporter is None and found.demonym != importer and acts:  # "buys Russian oil"
        exporter = found.demonym
    if importer is None and exporter is None:
        importer = found.demonym
    other = None if importer and exporter else _counterpart(reading, frame, importer or exporter)
    importer, exporter = importer or (other if exporter else None), exporter or (other if importer else None)
    return Parties(of=importer, from_=exporter)


def _export(reading: Reading, frame: Frame, found: _Found, acts: bool) -> Parties:
    exporter = (found.subject if acts else None) or found.owner or found.source or found.demonym
    importer = found.goal
    other = None if importer and exporter else _counterpart(reading, frame, importer or exporter)
    importer, exporter = importer or (other if exporter else None), exporter or (other if importer else None)
    return Parties(of=exporter, from_=exporter, to=importer)


def _counterpart(reading: Reading, frame: Frame, known: str | None) -> str | None:
    """The other party of a flow of which the words name one only.

    In order: the one other state of the sentence, where that tells of both directions ("Imports from Russia touched
    ... and exports from India ..."); the other of the two whose trade the sentence before tells of; the country of
    the person who says it. Nothing is taken where a third state is named.
    """
    if known is None or reading.entity(known).type != "state":
        return None
    sentence = sentence_of(frame.anchor)
    states = _states(reading, sentence)
    if any(_flows(token) and _is_coordinated(token, frame) for token in sentence) and len(states) == 2:
        return _other(states, known)
    if len(states) > 1:
        return None
    before = sentence_of(sentence[0].nbor(-1)) if sentence.start and not _opens_paragraph(sentence[0]) else None
    if before is not None and any(_flows(token) for token in before):
        pair = _states(reading, before)
        if len(pair) > 1:
            return _other(pair, known) if len(pair) == 2 else None
    return _country_of_speaker(reading, sentence, known)


def _flows(token: Token) -> bool:
    return token.lemma_.lower() in _FLOWS


def _opens_paragraph(token: Token) -> bool:
    return token.i == 0 or "\n" in token.nbor(-1).text


def _states(reading: Reading, tokens: Iterable[Token]) -> list[str]:
    """The states that the tokens name, each once."""
    names = (name for token in tokens for name in _entities(reading, token))
    return [name for name in dict.fromkeys(names) if reading.entity(name).type == "state"]


def _other(pair: list[str], known: str) -> str | None:
    """The other one of two; nothing where ``known`` is a third."""
    return next((name for name in pair if name != known), None) if known in pair else None


def _country_of_speaker(reading: Reading, sentence: Span, known: str) -> str | None:
    """The state of the official who says the sentence ("Imports from Norway rose, the Portuguese minister said")."""
    verb = sentence.root
    subject = subject_of(verb) if verb.lemma_.lower() in reading.lexicon.speech.clause else None
    speaker = reading.entity_at(subject) if subject is not None else None
    if speaker is None or speaker.type != "person" or not speaker.country:
        return None
    states = (e.id for e in reading.entities if e.type == "state" and e.country == speaker.country)
    state = next(states, None)
    return state if state != known else None


def _is_coordinated(token: Token, frame: Frame) -> bool:
    """Whether a word of importing or exporting is another one than the figure's own."""
    own = frame.verb if frame.measured is None else frame.measured
    return own is None or token.i != own.i


def _trade(reading: Reading, found: _Found, kind: MeasureKind) -> Parties:
    """Two parties without a direction; a balance belongs to somebody."""
    if kind == "trade_balance":
        owner = found.owner or found.subject or found.demonym
        return Parties(of=owner, to=next((n for n in (*found.partners, found.goal) if n and n != owner), None))
    names = [n for n in dict.fromkeys((found.owner, *found.partners, found.goal, found.source)) if n]
    if found.subject and len(names) < 2 and found.subject not in names:
        names.append(found.subject)
    states = [n for n in names if reading.entity(n).type == "state"] or names
    if not states:
        return Parties()
    states = sorted(states[:2], key=lambda name: (reading.entity(name).name, name))
    return Parties(of=states[0], to=states[1] if len(states) > 1 else None)
