"""Figures that are no numerals of a count: how old somebody is, and that nobody was hurt."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from dateline.figures.measure import antecedent
from dateline.figures.quantities import Quantity
from dateline.figures.vocabulary import Vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dateline.figures.measure import Frame
    from dateline.lexicon import Lexicon

_NOUNS = frozenset({"NOUN", "PROPN"})
_OPEN = frozenset({"MD", "TO"})
_STEPS = 8
_WITHIN_NAME = frozenset({"compound", "flat", "amod", "nmod", "punct"})
_OLDEST = 125  # years: nobody has lived longer


def is_aged(frame: Frame, quantity: Quantity, words: Vocabulary) -> bool:
    """As in "The suspect is 27": a bare number that a form of "be" says of one person."""
    verb, subject = frame.verb, _subject(frame)
    plain = quantity.role == "count" and not quantity.unit and quantity.high is None and not quantity.vague
    if not plain or frame.counted is not None or verb is None or verb.lemma_ != "be" or frame.relation != "obj":
        return False
    return subject is not None and 0 < quantity.low <= _OLDEST and is_somebody(subject, words)


def is_listed(frame: Frame, whose: Token) -> bool:
    """As in "his brother and nieces, aged 44", "two girls, 8 and 11": more people than one."""
    doc, after = frame.anchor.doc, frame.last + 1
    if any(child.dep_ == "conj" and whose.i < child.i < frame.first for child in whose.children):
        return True
    return after + 1 < len(doc) and doc[after].dep_ == "cc" and doc[after + 1].like_num


def is_somebody(noun: Token, words: Vocabulary) -> bool:
    """Whether ``noun`` is one person, by name or as "a boy"."""
    if noun.ent_type_ == "PERSON":
        return True
    return noun.tag_ == "NN" and (noun.lower_ in words.persons or noun.lemma_.lower() in words.persons)


def aged(doc: Doc, frame: Frame) -> Token | None:
    """Who is of an age: "a 12-year-old boy", "the driver, aged 34", "Ms Holt, 51, said", "the boy was 12 years old"."""
    comma = frame.first - 1
    if comma > 0 and doc[comma].text == "," and doc[comma - 1].pos_ in _NOUNS:
        return _head_of_name(doc[comma - 1])
    node = frame.anchor
    for _ in range(6):
        if node.head.i == node.i:
            break
        node = node.head
        if node.pos_ in _NOUNS and not frame.first <= node.i <= frame.last:
            return node
        if node.pos_ in ("VERB", "AUX") and node.dep_ not in ("acl", "amod"):
            return _subject(frame) if node.lemma_ == "be" else _before_comma(doc, frame)
    return None


def _before_comma(doc: Doc, frame: Frame) -> Token | None:
    """As in "The driver, aged 34, was taken away", where the parse hangs the age on the verb."""
    comma = frame.first - 2
    joined = comma > 0 and doc[comma].text == "," and doc[comma - 1].pos_ in _NOUNS
    return _head_of_name(doc[comma - 1]) if joined else None


def _head_of_name(last: Token) -> Token:
    token = last
    while token.dep_ in _WITHIN_NAME and token.head.i < last.i and token.head.pos_ in _NOUNS:
        token = token.head
    return token


def _subject(frame: Frame) -> Token | None:
    verb = frame.verb
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None) if verb is not None else None
    return antecedent(subject) if subject is not None else None


# ── none ─────────────────────────────────────────────────────────────────────────────────────────


def find_none(doc: Doc, lexicon: Lexicon, words: Vocabulary) -> Iterator[tuple[tuple[int, int], Quantity]]:
    """Words for none as quantities of zero with their tokens: "no one", "nobody", "no injuries".

    Not where it may be otherwise ("if nobody is hurt", "no one should be killed"), nor for "no other victims", "no one
    else", which leave out those told of before.
    """
    small = words.numbers.nobody
    for token in doc:
        if token.lower_ in small.pronouns:
            first, last = token.i, token.i
        elif token.lower_ in small.determiners and token.i + 1 < len(doc):
            one = doc[token.i + 1].lower_ in words.numbers.words.one
            if not one and (token.dep_ not in ("det", "neg") or token.head.pos_ not in _NOUNS):
                continue
            first, last = token.i, token.i + one
        else:
            continue
        verb = _verb(doc[last])
        if verb is None or _is_open(verb, lexicon) or _has_others(doc, last, words):
            continue
        start, end = doc[first].idx, doc[last].idx + len(doc[last])
        yield (first, last), Quantity(start, end, (start, end), "count", Decimal(0))


def _has_others(doc: Doc, last: int, words: Vocabulary) -> bool:
    return any(token.lower_ in words.numbers.nobody.beside for token in doc[last + 1 : last + 3])


def _is_open(verb: Token, lexicon: Lexicon) -> bool:
    """Whether the clause only says what may be: a modal verb, an infinitive, a condition."""
    conditions = lexicon.factuality.conditional_marks
    return any(child.tag_ in _OPEN or child.lower_ in conditions for child in verb.children)


def _verb(token: Token) -> Token | None:
    node = token
    for _ in range(_STEPS):
        if node.pos_ in ("VERB", "AUX"):
            return node
        if node.head.i == node.i:
            return None
        node = node.head
    return None
