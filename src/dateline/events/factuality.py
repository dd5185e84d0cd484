"""Whether what a report speaks of is done, going on, planned, denied, alleged or merely possible.

From the word outwards: its own auxiliaries, negations, adverbs and adjectives, then every clause, noun or preposition
that governs it, each by its class in ``lang/<language>/factuality.toml`` (after the idea of FactBank: Saurí and
Pustejovsky 2009, factuality as the effect of the predicates that embed an event). What is negated is never happened.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dateline.lexicon import Lexicon, load
from dateline.model import Factuality

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEPTH = 12  # governors that are looked at: deeper nesting says no more
_VERBAL = frozenset({"VERB", "AUX"})
_COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "dobj", "attr", "oprd", "csubj", "acomp"})
_INFINITIVES = frozenset({"xcomp", "ccomp", "acl", "advcl", "relcl"})


@dataclass(frozen=True, slots=True)
class _Words:
    negations: frozenset[str]
    no: frozenset[str]
    modals: dict[str, Factuality]
    reported: frozenset[str]
    marks: dict[str, Factuality]
    adverbs: dict[str, Factuality]
    adjectives: dict[str, Factuality]
    past: frozenset[str]
    temporal: frozenset[str]
    infinitive_only: frozenset[str]
    governors: dict[str, Factuality]
    passive: dict[str, Factuality]
    transparent: frozenset[str]
    parts: frozenset[str]
    happening: frozenset[str]
    occasions: frozenset[str]
    means: frozenset[str]


@functools.cache
def _words(language: str) -> _Words:
    words = load(language).factuality
    modals: dict[str, Factuality] = {}
    modals.update(dict.fromkeys(words.planned_modals, "planned"))
    modals.update(dict.fromkeys(words.hypothetical_modals, "hypothetical"))
    marks: dict[str, Factuality] = {}
    marks.update(dict.fromkeys(words.conditional_marks, "hypothetical"))
    marks.update(dict.fromkeys(words.denying_marks, "denied"))
    marks.update(dict.fromkeys(words.planned_marks, "planned"))
    adverbs: dict[str, Factuality] = {}
    adverbs.update(dict.fromkeys(words.alleged_adverbs, "alleged"))
    adverbs.update(dict.fromkeys(words.hypothetical_adverbs, "hypothetical"))
    adjectives: dict[str, Factuality] = {}
    adjectives.update(dict.fromkeys(words.planned_adjectives, "planned"))
    adjectives.update(dict.fromkeys(words.hypothetical_adjectives, "hypothetical"))
    adjectives.update(dict.fromkeys(words.alleged_adjectives, "alleged"))
    adjectives.update(dict.fromkeys(words.ongoing_adjectives, "ongoing"))
    governors: dict[str, Factuality] = {}
    governors.update(dict.fromkeys(words.planned_governors, "planned"))
    governors.update(dict.fromkeys(words.hypothetical_governors, "hypothetical"))
    governors.update(dict.fromkeys(words.denied_governors, "denied"))
    governors.update(dict.fromkeys(words.alleged_governors, "alleged"))
    passive: dict[str, Factuality] = {}
    passive.update(dict.fromkeys(words.passive_planned, "planned"))
    passive.update(dict.fromkeys(words.passive_alleged, "alleged"))
    return _Words(
        negations=frozenset(words.negations),
        no=frozenset(words.negative_determiners),
        modals=modals,
        reported=frozenset(words.reported_modals),
        marks=marks,
        adverbs=adverbs,
        adjectives=adjectives,
        past=frozenset(words.past_adjectives),
        temporal=frozenset(words.temporal_marks),
        infinitive_only=frozenset(words.infinitive_only),
        governors=governors,
        passive=passive,
        transparent=frozenset(words.transparent),
        parts=frozenset(words.parts),
        happening=frozenset(words.happening),
        occasions=frozenset(words.occasions),
        means=frozenset(words.means),
    )


def factuality_of(token: Token, lexicon: Lexicon) -> Factuality:
    """How the report holds what ``token`` (a verb, or a noun of an event) says; time expressions are not looked at."""
    words = _words(lexicon.language)
    if token.pos_ == "NOUN" and _behind(token, words):
        return "happened"
    status: Factuality = "ongoing" if _progressive(token) else "happened"
    node = token
    told = False  # whether a whole clause, not only an infinitive, lies between
    fronted = False  # whether it stands before the verb, out of reach of its negation: "On a visit, he said nothing"
    for _ in range(_DEPTH):
        own = _own(node, words)
        own = None if fronted and own == "denied" else own
        status = _merge(status, "hypothetical" if told and own == "denied" else own)  # "it is not known who won"
        if node.head is node:
            break
        above = node.head
        status = _merge(status, _effect(node, above, words))
        if not _goes_on(node, above, words):
            break
        fronted = fronted or (node.dep_ == "prep" and node.i < above.i) or (node.dep_ == "advcl" and _beside(node))
        told = told or (node.dep_ == "ccomp" and not _to(node))
        node = above
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
    return "past" if verb.tag_ == "VBD" and _reported(verb) else None


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
    if token.tag_ != "VBG":
        return False
    return any(
        child.dep_ in ("aux", "auxpass") and child.lemma_ == "be" and child.tag_ in ("VBZ", "VBP")
        for child in token.children
    )


def _behind(noun: Token, words: _Words) -> bool:
    """Whether a noun says of itself that it is past: "last month's test", "a recent visit"."""
    for child in noun.lefts:
        if child.dep_ == "amod" and child.lower_ in words.past:
            return True
        if child.dep_ == "poss" and any(t.lower_ in words.past for t in child.subtree):
            return child.ent_type_ == "DATE"
    return False


def _own(node: Token, words: _Words) -> Factuality | None:
    """What the words that hang on ``node`` itself say of it."""
    found: Factuality | None = None
    for child in node.children:
        said = _modifier(child, node, words)
        if said == "denied":
            return said
        found = found or said
    if found is None and node.pos_ in _VERBAL and node.dep_ == "conj" and not _has_own_frame(node):
        return _own(node.head, words) if node.head.pos_ in _VERBAL else None
    if found is None and node.dep_ == "ROOT" and _to(node):
        return "planned"  # a headline: "Kenya to sign treaty"
    if found is None and node.tag_ == "VB" and node.dep_ == "ROOT" and not _to(node) and not _has_own_frame(node):
        return "hypothetical"  # an order: "Attack them!"
    if found is None and node.dep_ == "advcl" and _to(node) and _own_lemma(node.head) not in words.passive:
        return "hypothetical"  # "came to sign": the purpose is not yet done
    return found


def _modifier(child: Token, node: Token, words: _Words) -> Factuality | None:
    """What ``child`` says of the ``node`` that it hangs on."""
    dep, lower = child.dep_, child.lower_
    if _denies(child, words):
        return "denied"
    if dep in ("aux", "auxpass"):
        return "planned" if lower in words.reported and _reported(node) else words.modals.get(lower)
    if dep == "advmod":
        return words.adverbs.get(lower) or (words.marks.get(lower) if node.pos_ in _VERBAL else None)
    if dep == "mark":
        return words.marks.get(lower)
    return words.adjectives.get(lower) if dep in ("amod", "compound", "nmod") else None


def _denies(child: Token, words: _Words) -> bool:
    """Whether ``child`` negates what it hangs on: "not", "no talks", "nobody", "attacked no one"."""
    dep, lower = child.dep_, child.lower_
    if dep in ("nsubj", "nsubjpass", "dobj"):
        return lower in words.no or any(inner.dep_ == "det" and inner.lower_ in words.no for inner in child.children)
    if dep == "det":
        return lower in words.no
    return dep == "neg" or (lower in words.negations and dep in ("advmod", "preconj"))


def _reported(node: Token) -> bool:
    """Whether a clause is what somebody said: "said it would send aid" told of "will"."""
    return node.dep_ == "ccomp" and node.head.tag_ in ("VBD", "VBN") and node.head.pos_ == "VERB"


def _has_own_frame(node: Token) -> bool:
    return any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in node.children)


def _past(node: Token) -> bool:
    """Whether a clause speaks of what was: "had left", "left", "has left"."""
    if any(child.tag_ == "MD" for child in node.lefts):
        return False
    auxiliaries = [child for child in node.lefts if child.dep_ in ("aux", "auxpass")]
    if any(child.lemma_ == "have" or child.tag_ == "VBD" for child in auxiliaries):
        return True
    return node.tag_ == "VBD" and not auxiliaries


def _to(node: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in node.lefts)


def _effect(node: Token, above: Token, words: _Words) -> Factuality | None:
    """What the governor says of its complement ``node``."""
    dep = node.dep_
    if dep in ("pobj", "pcomp") or above.pos_ in ("ADP", "SCONJ"):
        return _of_preposition(above, words)
    if dep == "prep" and node.lower_ in words.occasions:
        return "planned" if above.pos_ in _VERBAL and _ahead(above, words) else None
    if dep in ("nsubjpass", "nsubj"):
        return _of_subject(node, above, words)
    if dep == "advcl" and _shares_future(node, words):  # "are set to talk when they meet"
        return words.passive.get(_own_lemma(above)) if _is_passive(above) else None
    if dep in _COMPLEMENTS or (dep in ("advcl", "relcl") and _to(node)):
        return _of_complement(node, above, words)
    return None


def _of_complement(node: Token, above: Token, words: _Words) -> Factuality | None:
    """What a verb, noun or adjective says of its infinitive, clause or object."""
    dep, lemma = node.dep_, _own_lemma(above)
    if dep == "acl" and not _to(node) and not any(child.dep_ == "mark" for child in node.lefts):
        return None  # "forces sent by": a participle says nothing of what it hangs on
    if dep == "dobj" and lemma in words.infinitive_only:
        return None
    if lemma in words.passive and _is_passive(above):
        return words.passive[lemma]
    found = words.governors.get(lemma) or words.governors.get(above.lower_)
    if dep == "xcomp" and _to(node):
        found = words.governors.get(f"{lemma} to") or found  # "are to meet"
    if dep == "ccomp" and found in ("planned", "hypothetical") and _past(node):
        open_ = found == "hypothetical" and lemma not in words.infinitive_only  # not "told her that he had won"
        return "alleged" if open_ else None  # nor "announced that it had won"
    unknown = found is None and _to(node) and dep in _INFINITIVES and lemma not in words.transparent
    return "hypothetical" if unknown else found


def _of_preposition(prep: Token, words: _Words) -> Factuality | None:
    """What a preposition and the word before it say of what it governs: "ahead of", "call for", "by" of a passive."""
    lower, host = prep.lower_, prep.head
    if lower in words.marks:
        return words.marks[lower]
    if prep.dep_ == "agent" and _own_lemma(host) in words.happening:  # "to be followed by talks"
        return "planned" if _to(host) else _own(host, words)
    pair = f"{_own_lemma(host)} {lower}"
    found = words.governors.get(pair) or (words.marks.get(f"{prep.nbor(-1).lower_} {lower}") if prep.i else None)
    if found is None and host.pos_ == "ADP":  # "stop short of"
        found = words.governors.get(f"{_own_lemma(host.head)} {host.lower_} {lower}")
    return found or (words.passive.get(pair) if _is_passive(host) else None)


def _of_subject(node: Token, verb: Token, words: _Words) -> Factuality | None:
    """A noun of an event as subject: "talks will be held", "a visit is planned", "the attack was averted"."""
    lemma = verb.lemma_.lower()
    if node.pos_ not in ("NOUN", "PROPN"):
        return None
    if node.dep_ == "nsubjpass" and lemma in words.passive:
        return words.passive[lemma]
    if node.dep_ == "nsubjpass" and words.governors.get(lemma) in ("denied", "planned", "hypothetical"):
        return words.governors[lemma]
    if lemma in words.happening and any(child.lower_ in words.reported for child in verb.lefts):
        return "planned"
    if lemma in words.happening or (node.dep_ == "nsubjpass" and lemma in words.transparent):
        own = _own(verb, words)
        copular = any(child.dep_ in ("attr", "acomp") for child in verb.children)
        return None if copular and own == "denied" else own  # "the visit was not a success": there was one
    return None


def _goes_on(node: Token, above: Token, words: _Words) -> bool:
    """Whether what governs ``above`` also governs ``node``."""
    dep, lemma = node.dep_, _own_lemma(above)
    if dep in ("acl", "advcl"):
        return _to(node) if dep == "acl" else _shares_future(node, words) or _beside(node)
    if dep == "conj":
        return not any(child.dep_ in ("nsubj", "nsubjpass") for child in node.children)
    if dep == "prep":
        governed = lemma in words.parts or lemma in words.transparent or f"{lemma} {node.lower_}" in words.governors
        return governed or _is_occasion(node, above, words)
    if dep == "pobj":
        return _carries(above, words) or _is_occasion(above, above.head, words)
    if dep in ("dobj", "nsubjpass"):
        return lemma in words.transparent or (dep == "dobj" and lemma in words.governors)
    return dep in _COMPLEMENTS or dep in ("pcomp", "npadvmod")  # "will meet her, a visit that ..."


def _beside(clause: Token) -> bool:
    """Whether a participle tells what goes with its main clause: "accused of being caught selling oil"."""
    bare = not any(child.dep_ in ("mark", "nsubj", "nsubjpass", "aux", "auxpass", "prep") for child in clause.lefts)
    return clause.tag_ == "VBG" and clause.i > clause.head.i and bare


def _is_occasion(prep: Token, verb: Token, words: _Words) -> bool:
    """Whether ``prep`` begins the occasion or the means of a verb, as real as it is: "will sign it at a summit"."""
    if verb.pos_ not in _VERBAL:
        return False
    if prep.lower_ in words.means:
        return any(child.dep_ == "pcomp" for child in prep.rights)
    return prep.lower_ in words.occasions and _ahead(verb, words)


def _ahead(verb: Token, words: _Words) -> bool:
    """Whether a verb tells what is planned, by itself or by the verb above ("are expected to announce")."""
    if _is_passive(verb) and words.passive.get(_own_lemma(verb)) == "planned":
        return True  # "at the fair they are expected to meet"
    said = _own(verb, words) or (_effect(verb, verb.head, words) if verb.head is not verb else None)
    return said == "planned"


def _shares_future(clause: Token, words: _Words) -> bool:
    """Whether a clause of time in the present speaks of its main clause's future: "will discuss it when they meet"."""
    if clause.tag_ not in ("VBP", "VBZ"):
        return False
    return any(child.lower_ in words.temporal for child in clause.lefts)


def _carries(prep: Token, words: _Words) -> bool:
    host = prep.head
    return f"{_own_lemma(host)} {prep.lower_}" in words.governors or _own_lemma(host) in words.transparent


def _own_lemma(token: Token) -> str:
    return str(token.lemma_).lower()


def _is_passive(verb: Token) -> bool:
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "amod", "acomp"):
        return True
    return any(child.lemma_ == "be" for child in verb.lefts) and verb.tag_ in ("VBN", "JJ")


def _asked(token: Token) -> bool:
    """Whether ``token`` stands in the main clause of a question."""
    node = token
    for _ in range(_DEPTH):
        if node.head == node:
            break
        if node.dep_ in ("relcl", "acl"):
            return False
        node = node.head
    return any(child.lower_ == "?" for child in node.rights) and not any(c.lower_ in ('"', "”") for c in node.children)
