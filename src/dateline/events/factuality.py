"""Whether what a report speaks of is done, going on, planned, denied, alleged or merely possible.

From the word outwards: its own auxiliaries, negations, adverbs and adjectives (``modifiers``), then every clause, noun
or preposition that governs it (``embedding``), each by its class in ``lang/<language>/factuality.toml`` (after the idea
of FactBank: Saurí and Pustejovsky 2009, factuality as the effect of the predicates that embed an event). What is
negated is never happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from dateline.events.embedding import effect, goes_on, has_day, is_beside
from dateline.events.factuality_words import Words, factuality_words
from dateline.events.modifiers import is_content, is_infinitive, is_reported, said_of_itself, shares_frame
from dateline.lexicon import Lexicon
from dateline.model import Factuality

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEPTH = 12  # governors that are looked at: deeper nesting says no more
# What a governor says against the word below it: "denied claims that", "urged them not to attack".
_OVERRULED = frozenset({("alleged", "denied"), ("denied", "hypothetical")})


def factuality_of(token: Token, lexicon: Lexicon, named: frozenset[str] = frozenset()) -> Factuality:
    """How the report holds what ``token`` (a verb, or a noun of an event) says; time expressions are not looked at.

    ``named`` are words before a noun that name its kind ("attempted coup") and say nothing of whether it was.
    """
    words = factuality_words(lexicon.language)
    if token.pos_ == "NOUN" and _behind(token, words):
        return "happened"
    status: Factuality = "happened"
    if _progressive(token):
        status = "planned" if has_day(token) else "ongoing"  # "is meeting Tuesday"
    node, below = token, None
    told = False  # whether a whole clause, not only an infinitive, lies between
    fronted = False  # whether it stands before the verb, out of reach of its negation: "On a visit, he said nothing"
    for _ in range(_DEPTH):
        own = said_of_itself(node, words, apart=below, named=named if below is None else frozenset())
        own = None if own == "denied" and (fronted or (below is not None and shares_frame(below))) else own
        status = _merge(status, "hypothetical" if told and own == "denied" else own)  # "it is not known who won"
        if node.head is node:
            break
        above = node.head
        outer = effect(node, above, words)
        status = outer if outer and (status, outer) in _OVERRULED else _merge(status, outer)
        if not goes_on(node, above, words):
            break
        fronted = (
            fronted or (node.dep_ == "prep" and node.i < above.i) or (node.dep_ == "advcl" and is_beside(node, words))
        )
        told = told or (node.dep_ == "ccomp" and not is_infinitive(node)) or is_content(node)
        node, below = above, node
    return "hypothetical" if status in ("happened", "ongoing", "planned") and _asked(token) else status


def open_tense(noun: Token) -> Literal["present", "past"] | None:
    """The tense in which a sentence only says what an event is, if it does: "This is her first visit to Peru".

    Past only where what somebody said shifts it back ("said that the summit was important"): a report's own past tells.
    """
    verb = noun.head
    if noun.pos_ != "NOUN" or noun.dep_ not in ("nsubj", "attr") or verb.lemma_ != "be" or _behind_time(verb):
        return None
    if verb.tag_ in ("VBZ", "VBP"):
        return "present"
    return "past" if verb.tag_ == "VBD" and is_reported(verb) else None


def _behind_time(verb: Token) -> bool:
    """Whether an auxiliary or a time stands with the verb, which then tells when it was."""
    return any(child.dep_ == "aux" or child.ent_type_ in ("DATE", "TIME") for child in verb.children)


def _merge(inner: Factuality, outer: Factuality | None) -> Factuality:
    """What ``inner`` is, seen from a governor that says ``outer`` of it."""
    if outer is None or inner == outer == "planned":
        return inner
    if inner in ("happened", "ongoing"):
        return outer
    if outer == "denied":
        return "hypothetical" if inner == "denied" else "denied"
    if outer == "hypothetical":
        return "denied" if inner == "denied" else "hypothetical"
    return inner


def _progressive(token: Token) -> bool:
    """Whether a verb says that it goes on: "is attacking", "has been attacking"."""
    if token.tag_ != "VBG":
        return False
    auxiliaries = [child for child in token.lefts if child.dep_ in ("aux", "auxpass")]
    present = any(child.tag_ in ("VBZ", "VBP") for child in auxiliaries)
    return present and any(child.lemma_ == "be" for child in auxiliaries)


def _behind(noun: Token, words: Words) -> bool:
    """Whether a noun says of itself that it is past: "last month's test", "a recent visit"."""
    for child in noun.lefts:
        if child.dep_ == "amod" and child.lower_ in words.past:
            return True
        if child.dep_ == "poss" and any(t.lower_ in words.past for t in child.subtree):
            return child.ent_type_ == "DATE"
    return False


def _asked(token: Token) -> bool:
    """Whether ``token`` stands in the main clause of a question."""
    node = token
    for _ in range(_DEPTH):
        if node.head == node:
            break
        if node.dep_ in ("relcl", "acl"):
            return False
        node = node.head
    marks = (child.i for child in node.rights if child.lower_ == "?" and child.i > token.i)
    return any(not any(other.is_quote for other in token.doc[token.i : mark]) for mark in marks)
