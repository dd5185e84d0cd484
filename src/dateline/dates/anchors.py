"""Which Tuesday: what the grammar leaves open, decided by the tense of the clause and the times told before."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from dateline.dates.grammar import OPEN, Meaning

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dateline.lexicon import Outlook

Direction = Literal["past", "past?", "future?", "future", "unknown"]
"""Where a clause looks; with ``?`` where the time hangs on a noun, of which the verb says little ("May's ruling")."""
_RELATIONS: dict[Direction, str] = {"past": "<~", "past?": "<~", "future?": ">~", "future": ">~", "unknown": "~"}
_WEEK_RELATIONS: dict[Direction, str] = {"past": "<=", "past?": "<=", "future?": "~", "future": ">=", "unknown": "<="}
_WEEKLY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun|weekend)\?")
_HOLIDAY = re.compile(r"[a-z_']{5,}\?")  # longer than the names of weekdays and months
_NOUN_PLACES = frozenset({"pobj", "dobj", "nsubj", "nsubjpass"})
_BEFORE_NOUNS = frozenset({"det", "compound", "amod", "poss", "nummod"})
_STEPS = 12  # heads to climb: deeper parses are parser errors, and the walk stays bounded


class Tokens:
    """The parse by character offset."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._starts = doc.to_array("IDX").tolist()

    def at(self, offset: int) -> Token:
        """The token that holds the character at ``offset``."""
        return self.doc[max(0, bisect_right(self._starts, offset) - 1)]

    def head(self, start: int, end: int) -> Token:
        """The token of ``start:end`` whose head lies outside of it."""
        first, last = self.at(start).i, self.at(end - 1).i
        for token in self.doc[first : last + 1]:
            outside = not first <= token.head.i <= last or token.head == token
            if outside and not token.is_punct and not token.is_space:
                return token
        return self.doc[first]


def direction(token: Token, outlook: Outlook) -> Direction:
    """Whether the clause that ``token`` (the head of a time expression) stands in looks back or ahead."""
    marked = _by_preposition(token, outlook)
    if marked != "unknown":
        return marked
    if _of_mishap(token, outlook):
        return "past"
    through_noun, subject, start = False, False, token
    attached = token.dep_ == "pobj"  # "talks on Tuesday" look where their clause looks, "Tuesday's ruling" need not
    for _ in range(_STEPS):
        if _is_verb(token):
            looks = _by_verb(token, outlook, looking=None if through_noun else start)
            firm = subject or attached or not through_noun or token.lemma_ in outlook.scheduled
            return looks if firm else _weak(looks)
        if token.head == token:
            return "unknown"
        if token.lemma_.lower() in outlook.scheduled and token.pos_ == "ADJ":
            return "future"
        subject = token.dep_ in ("nsubj", "nsubjpass")
        token = token.head
        through_noun = through_noun or token.pos_ in ("NOUN", "PROPN") or _is_mistagged(token)
    return "unknown"


def _is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") and not _is_mistagged(token)


def _is_mistagged(token: Token) -> bool:
    """Whether the parse has a noun where the tags have a verb: "a blast at the gas works on Monday"."""
    return token.dep_ in _NOUN_PLACES and any(child.dep_ in _BEFORE_NOUNS for child in token.lefts)


def _of_mishap(token: Token, outlook: Outlook) -> bool:
    """Whether a bare month or year is that of something nobody plans: "will discuss the crash in May"."""
    if token.dep_ != "pobj" or token.head.lower_ != "in":
        return False
    host = token.head.head
    return host.lemma_ in outlook.mishaps or mishap_before(token, host, outlook) is not None


def mishap_before(head: Token, site: Token, outlook: Outlook) -> Token | None:
    """What nobody plans, where a verb ``site`` speaks of it and a time (with its ``head``) follows it with "in"."""
    if site.lemma_ not in outlook.topics or head.dep_ != "pobj" or head.head.lower_ != "in":
        return None
    nouns = [child for child in site.rights if child.dep_ == "dobj" and child.i < head.i]
    for _ in range(3):  # "a full account of the sinking of a trawler"
        for noun in nouns:
            if noun.lemma_ in outlook.mishaps:
                return noun
        nouns = [inner for noun in nouns for prep in noun.rights if prep.dep_ == "prep" for inner in prep.rights]
    return None


def _weak(looks: Direction) -> Direction:
    return "past?" if looks == "past" else "future?" if looks == "future" else looks


def _by_preposition(token: Token, outlook: Outlook) -> Direction:
    head = token
    for _ in range(3):
        if head.head == head or _is_verb(head):
            break
        head = head.head
        if head.pos_ in ("ADP", "SCONJ", "ADV"):
            if head.lower_ in outlook.behind:
                return "past"
            if head.lower_ in outlook.ahead:
                negated = any(child.dep_ == "neg" for child in head.head.children)
                return "past" if negated else "future"  # "they did not vote until Monday"
            break
    return "unknown"


def _by_verb(verb: Token, outlook: Outlook, climbs: int = 3, looking: Token | None = None) -> Direction:
    """The tense of the verb group; an infinitive looks where its governor looks ("planned to meet": ahead)."""
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if any(aux.lower_ in outlook.future_auxiliaries for aux in auxiliaries):
        return "past" if any(aux.lower_ == "have" for aux in auxiliaries) else "future"
    outward = verb.lemma_ in outlook.forward and any(child.lower_ in outlook.outward for child in verb.children)
    told = looking and looking.i < verb.i and verb.tag_ != "VBN"  # "On Friday they planned …": when they planned
    if outward or (verb.lemma_ in outlook.scheduled and not told):
        return "future"
    tags = {aux.tag_ for aux in auxiliaries}
    if verb.tag_ == "VB" or "TO" in tags:
        return _infinitive(verb, outlook, climbs)
    if verb.tag_ == "VBG" and not tags:
        return _governed(verb, outlook, climbs)
    return _by_form(verb, {aux.lemma_ for aux in auxiliaries}, tags, outlook)


def _by_form(verb: Token, lemmas: set[str], tags: set[str], outlook: Outlook) -> Direction:
    """The direction of a finite verb group by its form."""
    if "MD" in tags:
        return "future?"  # "could be found on Wednesday"
    if "have" not in lemmas and tags & {"VBZ", "VBP"} and verb.tag_ in ("VBG", "VBN"):
        return "future" if verb.tag_ == "VBG" else "future?"  # "is visiting on Tuesday", "the appeal is heard in May"
    past = verb.tag_ in ("VBD", "VBN") or tags & {"VBD", "VBN"} or "have" in lemmas
    return "past" if past or verb.lemma_ in outlook.speech else "future"


def _infinitive(verb: Token, outlook: Outlook, climbs: int) -> Direction:
    head = verb.head
    if head == verb:
        return "unknown"
    if verb.dep_ in ("acl", "advcl", "relcl"):  # "the plan to sail on Tuesday", "…, to be joined by others on Tuesday"
        return "future?"
    forward = head.lemma_.lower() in outlook.forward or head.lower_ in outlook.forward
    if forward and (verb.dep_ in ("xcomp", "ccomp") or head.pos_ in ("ADJ", "NOUN")):
        return "future"
    return _governed(verb, outlook, climbs)


def _governed(verb: Token, outlook: Outlook, climbs: int) -> Direction:
    """The direction of the verb that governs a participle or infinitive."""
    token = verb.head
    for _ in range(_STEPS):
        if token.pos_ in ("VERB", "AUX") and token != verb:
            return _by_verb(token, outlook, climbs - 1) if climbs else "unknown"
        if token.head == token:
            break
        token = token.head
    return "unknown"


def fill(meaning: Meaning, looks: Direction) -> Meaning:
    """``meaning`` with its open relations filled in for a clause that looks back, ahead or nowhere."""
    if not meaning.shift or OPEN not in meaning.shift:
        return meaning
    if meaning.shift.startswith(f"week{OPEN}"):
        ahead = looks in ("future", "future?")
        return replace(meaning, shift=meaning.shift.replace(OPEN, ">=" if ahead else "+0"))
    if _HOLIDAY.fullmatch(meaning.shift) and looks == "past":
        return replace(meaning, shift=meaning.shift.replace(OPEN, "<="))
    relation = (_WEEK_RELATIONS if _WEEKLY.match(meaning.shift) else _RELATIONS)[looks]
    return replace(meaning, shift=meaning.shift.replace(OPEN, relation))
