"""In which time a word's clause stands.

A time expression belongs to what it is said of: the verb it modifies ("met on Tuesday"), or a noun ("Tuesday's
talks", "the talks on Tuesday"). A word takes the time said of itself, then one inside its own phrase, then, for a
noun, that of the verb of its clause. What is said to be "since" or "by" a time is so from it or up to it, with the
other end open. It never takes the time of another clause ("said on Friday that they would
meet") and never one of another sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from dateline.dates.anchors import mishap_before
from dateline.model import Time
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from dateline.lexicon import Dates, Outlook

_CLAUSES = frozenset({"ROOT", "advcl", "relcl", "ccomp", "xcomp", "acl", "parataxis", "csubj", "csubjpass", "pcomp"})
_CLIMB = 12
_FINE = frozenset({"time", "day", "week"})


def time_for(reading: Reading, token: Token, *, own: bool = False) -> Time | None:
    """The time expression that says when what ``token`` names (an event, a figure) is; nothing where none does.

    With ``own``, only a time said of the word or inside its phrase.
    """
    sites = _sites(reading, token)
    if not sites:
        return None
    said_of = [time for time, site in sites if site.i == token.i]
    if said_of:
        return _nearest(said_of, token)
    clause = _clause(token)
    inside = [time for time, site in sites if _inside(site, token, reading.lexicon.dates.outlook)]
    if inside:
        return _nearest(inside, token)
    if own:
        return None
    whole = [time for time, site in sites if site.i == clause.i]
    if whole and _shares(token, clause):
        return _nearest(whole, token)
    return (
        _relative(clause, sites)
        or _of_first_conjunct(clause, sites)
        or _of_outcome(clause, sites)
        or _of_antecedent(clause, sites)
        or _lone(clause, sites, reading.lexicon.dates.outlook)
    )


def _sites(reading: Reading, token: Token) -> list[tuple[Time, Token]]:
    """The times of the token's sentence that can say when, each with the word it is said of."""
    sentence = token.sent
    first = bisect_left(reading.times, sentence.start_char, key=_start)
    sites: list[tuple[Time, Token]] = []
    for time in reading.times[first:]:
        if _start(time) >= sentence.end_char:
            break
        if time.type == "set" or (time.type == "duration" and not (time.from_ or time.shift)):
            continue
        head = _head(sentence, time)
        if head is None or _is_compared(head, reading.lexicon.dates.outlook):
            continue
        if not _within(head, time) and not _is_mark(head, reading.lexicon.dates):
            site = _site(head, time)
            moved = mishap_before(head, site, reading.lexicon.dates.outlook) if time.grain not in _FINE else None
            sites.append((_ended(time, head, reading.lexicon.dates.ends), moved or site))
    return sites


def _within(head: Token, time: Time) -> bool:
    """Whether a time only says since when there was none: "the first visit in five years"."""
    if not (time.shift or "").startswith("past:"):
        return False
    return head.idx == time.start and head.pos_ == "ADP"


def _is_mark(head: Token, dates: Dates) -> bool:
    """Whether a time only says since when nothing was more: "the lowest since 2008", "the first since 2019"."""
    if head.dep_ != "pobj" or dates.ends.get(head.head.lower_) is None or head.head.i == 0:
        return False
    before = head.head.nbor(-1)
    return before.tag_ in ("JJS", "RBS") or before.lower_ in dates.outlook.ranked


def _is_compared(head: Token, outlook: Outlook) -> bool:
    """Whether a time is what something is held against: "lower than in 2029", "more than last year"."""
    above = head.head
    while above.dep_ == "prep" and above.lower_ not in outlook.than and above.head.pos_ == "ADP":
        above = above.head
    return above.lower_ in outlook.than


def _ended(time: Time, head: Token, ends: Mapping[str, str]) -> Time:
    """Since 2015, by Friday: the time with its open end."""
    mod = ends.get(head.head.lower_) if head.dep_ == "pobj" else None
    return half_open(msgspec.structs.replace(time, mod=mod)) if mod else time


def half_open(time: Time) -> Time:
    """``time`` without the end that its ``mod`` leaves open."""
    if time.mod in ("AFTER", "ON_OR_AFTER"):
        return msgspec.structs.replace(time, to=None)
    return msgspec.structs.replace(time, from_=None) if time.mod in ("BEFORE", "ON_OR_BEFORE") else time


def _start(time: Time) -> int:
    return time.start or 0


def _head(sentence: Span, time: Time) -> Token | None:
    """The word of the expression whose head lies outside of it."""
    span = sentence.doc.char_span(time.start or 0, time.end or 0, alignment_mode="contract")
    inside = list(span) if span is not None else []
    own = {t.i for t in inside}
    heads = [t for t in inside if t.head.i not in own or t.head.i == t.i]
    return next((t for t in heads if not t.is_punct), heads[0] if heads else None)


def _site(head: Token, time: Time) -> Token:
    """The word that the expression is said of: over prepositions and determiners to a verb or noun."""
    token = head
    for _ in range(_CLIMB):
        if token.head.i == token.i:
            return token
        token = token.head
        inside = (time.start or 0) <= token.idx < (time.end or 0)
        if token.pos_ not in ("ADP", "SCONJ", "DET", "ADV", "PART", "NUM", "PUNCT") and not inside:
            return token
    return token


def _clause(token: Token) -> Token:
    """The head of the clause that ``token`` stands in."""
    for _ in range(_CLIMB):
        if token.dep_ in _CLAUSES and token.pos_ in ("VERB", "AUX", "ADJ", "NOUN", "PROPN"):
            return token
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX"):
            return token
        if token.head.i == token.i:
            return token
        token = token.head
    return token


def _inside(site: Token, token: Token, outlook: Outlook) -> bool:
    """Whether ``site`` lies under ``token`` without a clause between, and is not what ``token`` only speaks of."""
    if token.lemma_.lower() in outlook.topics and token.pos_ in ("VERB", "AUX") and site.lemma_ in outlook.mishaps:
        return False
    for _ in range(_CLIMB):
        if site.i == token.i:
            return True
        if site.dep_ in _CLAUSES or (site.dep_ == "conj" and site.pos_ in ("VERB", "AUX")) or site.head.i == site.i:
            return False
        site = site.head
    return False


def _shares(token: Token, clause: Token) -> bool:
    """Whether what ``token`` names happens when the clause does: not where the verb only speaks of it or awaits it."""
    return token.i == clause.i or token.pos_ not in ("VERB", "AUX")


def _relative(clause: Token, sites: list[tuple[Time, Token]]) -> Time | None:
    """As in "In 2018, when she opened a fair": the time that a relative clause hangs on."""
    if clause.dep_ not in ("relcl", "advcl", "acl"):
        return None
    if not any(child.lower_ == "when" for child in clause.children):
        return None
    start = clause.left_edge.idx
    return next((time for time, _ in sites if 0 <= start - (time.end or 0) <= 2), None)


def _of_first_conjunct(clause: Token, sites: list[tuple[Time, Token]]) -> Time | None:
    """As in "On Monday he landed and met …": a time said before both verbs holds for both."""
    if clause.dep_ != "conj" or any(child.dep_ in ("nsubj", "nsubjpass") for child in clause.children):
        return None
    first = clause.head
    before = [time for time, site in sites if site.i == first.i and (time.start or 0) < first.idx]
    return before[-1] if before else None


def _of_outcome(clause: Token, sites: list[tuple[Time, Token]]) -> Time | None:
    """As in "The train derailed on Monday, killing nine": what a participle tells of a deed is of the deed's time."""
    verb = clause.head
    trails = clause.dep_ == "advcl" and clause.tag_ == "VBG" and clause.i > verb.i and verb.pos_ == "VERB"
    if not trails or any(child.dep_ in ("mark", "aux", "nsubj", "prep") for child in clause.lefts):
        return None
    said = [time for time, site in sites if site.i == verb.i and (time.start or 0) < clause.idx]
    return _nearest(said, clause) if said and clause.nbor(-1).text == "," else None


def _of_antecedent(clause: Token, sites: list[tuple[Time, Token]]) -> Time | None:
    """As in "the attack on Monday that killed nine": a past deed of the noun is of the noun's time."""
    if clause.dep_ != "relcl" or clause.tag_ != "VBD" or any(child.tag_ == "WRB" for child in clause.children):
        return None
    nouns = {clause.head.i}
    if clause.head.dep_ == "pobj" and clause.head.head.dep_ == "prep":  # "the 2012 floods in Oslo, which killed 40"
        nouns.add(clause.head.head.head.i)
    return next((time for time, site in sites if site.i in nouns and time.type in ("date", "time")), None)


def _lone(clause: Token, sites: list[tuple[Time, Token]], outlook: Outlook) -> Time | None:
    """The only time of the sentence, where the parse hangs it on a noun of the same clause."""
    if len(sites) != 1:
        return None
    time, site = sites[0]
    if site.lemma_ in outlook.mishaps and clause.lemma_ in outlook.topics:
        return None
    return time if site.pos_ not in ("VERB", "AUX") and _clause(site).i == clause.i else None


def _nearest(times: list[Time], token: Token) -> Time:
    """The finest of the times, then the nearest to the word."""
    return min(times, key=lambda time: (_days(time), abs((time.start or 0) - token.idx)))


def _days(time: Time) -> int:
    """The length in days, by orders of magnitude: a day beats a year, two single days are equals."""
    if time.from_ is None or time.to is None:
        return 2
    return len(str((time.to - time.from_).days))
