"""Which Tuesday: what the grammar leaves open, decided by the tense of the clause and the times told before."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from dateline.dates.grammar import OPEN, Meaning

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dateline.lexicon import Outlook

Direction = Literal["past", "future", "unknown"]
_RELATIONS: dict[Direction, str] = {"past": "<=", "future": ">=", "unknown": "~"}
_STEPS = 12  # heads to climb: deeper parses are parser errors, and the walk stays bounded


class Tokens:
    """The parse by character offset."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._starts = [token.idx for token in doc]

    def at(self, offset: int) -> Token:
        """The token that holds the character at ``offset``."""
        return self.doc[max(0, bisect_right(self._starts, offset) - 1)]

    def head(self, start: int, end: int) -> Token:
        """The token of ``start:end`` whose head lies outside of it."""
        first, last = self.at(start).i, self.at(end - 1).i
        for token in self.doc[first : last + 1]:
            if not first <= token.head.i <= last or token.head is token:
                if not token.is_punct and not token.is_space:
                    return token
        return self.doc[first]


def direction(token: Token, outlook: Outlook) -> Direction:
    """Whether the clause that ``token`` (the head of a time expression) stands in looks back or ahead."""
    marked = _by_preposition(token, outlook)
    if marked != "unknown":
        return marked
    for _ in range(_STEPS):
        if token.pos_ in ("VERB", "AUX"):
            return _by_verb(token, outlook)
        if token.lemma_.lower() in outlook.forward and token.pos_ in ("NOUN", "ADJ"):
            return "future"
        if token.head is token:
            return "unknown"
        token = token.head
    return "unknown"


def _by_preposition(token: Token, outlook: Outlook) -> Direction:
    head = token
    for _ in range(3):
        if head.head is head or head.pos_ in ("VERB", "AUX"):
            break
        head = head.head
        if head.pos_ in ("ADP", "SCONJ", "ADV"):
            if head.lower_ in outlook.behind:
                return "past"
            if head.lower_ in outlook.ahead and head.lower_ != "by":
                return "future"
            break
    return "unknown"


def _by_verb(verb: Token, outlook: Outlook) -> Direction:
    """The tense of the verb group; an infinitive looks where its governor looks ("planned to meet": ahead)."""
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(aux.lower_ in outlook.future_auxiliaries for aux in auxiliaries):
        return "past" if any(aux.lower_ == "have" for aux in auxiliaries) else "future"
    tags = {aux.tag_ for aux in auxiliaries}
    if verb.tag_ == "VB" or "TO" in tags:
        return _infinitive(verb, outlook)
    if verb.tag_ == "VBG" and tags & {"VBZ", "VBP"} and not tags & {"VBN"}:
        return "future"
    if verb.tag_ in ("VBD", "VBN") or tags & {"VBD", "VBN"} or any(aux.lemma_ == "have" for aux in auxiliaries):
        return "past"
    if verb.tag_ == "VBG":
        return _governed(verb, outlook)
    return "past" if verb.lemma_ in outlook.speech else "future"


def _infinitive(verb: Token, outlook: Outlook) -> Direction:
    head = verb.head
    if head is verb:
        return "unknown"
    if verb.dep_ in ("xcomp", "acl", "ccomp") or head.pos_ in ("ADJ", "NOUN"):
        if head.lemma_.lower() in outlook.forward or head.lower_ in outlook.forward:
            return "future"
        if verb.dep_ == "acl":
            return "future"
    return _governed(verb, outlook)


def _governed(verb: Token, outlook: Outlook) -> Direction:
    """The direction of the verb that governs a participle or infinitive."""
    token = verb.head
    for _ in range(_STEPS):
        if token.pos_ in ("VERB", "AUX") and token is not verb:
            return _by_verb(token, outlook) if token.tag_ not in ("VB", "VBG") else _shallow(token, outlook)
        if token.head is token:
            break
        token = token.head
    return "unknown"


def _shallow(verb: Token, outlook: Outlook) -> Direction:
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    return "future" if auxiliaries & outlook.future_auxiliaries else "unknown"


def fill(meaning: Meaning, looks: Direction) -> Meaning:
    """``meaning`` with its open relations filled in for a clause that looks back, ahead or nowhere."""
    if not meaning.shift or OPEN not in meaning.shift:
        return meaning
    dated = meaning.shift[0].isdigit()
    relation = "~" if dated else _RELATIONS[looks] if looks != "unknown" else "<="
    until = meaning.until.replace(OPEN, ">=") if meaning.until else None
    return replace(meaning, shift=meaning.shift.replace(OPEN, relation), until=until)
