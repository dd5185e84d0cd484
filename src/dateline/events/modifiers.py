"""What the words that hang on a verb or noun say of it: auxiliaries, negation, adverbs, adjectives, conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.model import Factuality

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.events.factuality_words import Words

VERBAL = frozenset({"VERB", "AUX"})
_CONDITIONS = frozenset({"advcl", "ccomp", "csubj"})
_NOT_ANY = frozenset({"det", "preconj"})  # "no talks", "neither Kenya nor Togo"


def said_of_itself(
    node: Token, words: Words, apart: Token | None = None, named: frozenset[str] = frozenset()
) -> Factuality | None:
    """What the words on ``node`` itself say of it, without ``apart``, which speaks for itself, and ``named``."""
    found: Factuality | None = None
    for child in node.children:
        said = _modifier(child, node, words) if child != apart and child.lower_ not in named else None
        if said == "denied":
            return "hypothetical" if any(c.lower_ in words.unsure for c in node.lefts) else said
        found = found or said
    if found is None and shares_frame(node):
        return said_of_itself(node.head, words)
    if found in (None, "planned") and node.pos_ in VERBAL and _is_conditional(node, words):
        return "hypothetical"
    return found or _by_form(node, words)


def shares_frame(node: Token) -> bool:
    """Whether a verb has its auxiliaries from the one before it: "did not meet or call"."""
    joined = node.dep_ == "conj" and node.pos_ in VERBAL and node.head.pos_ in VERBAL
    return joined and not _has_own_frame(node)


def _by_form(node: Token, words: Words) -> Factuality | None:
    """What the bare form of a verb says: a headline's "Kenya to sign", an order, a purpose."""
    if node.dep_ == "ROOT" and is_infinitive(node):
        return "planned"
    spoken = node.dep_ == "ROOT" or (node.dep_ == "ccomp" and node.i < node.head.i and not is_infinitive(node))
    if spoken and node.tag_ == "VB" and not _has_own_frame(node):
        return "hypothetical"  # "Attack them!", she said
    purpose = node.dep_ == "advcl" and is_infinitive(node) and lemma_of(node.head) not in words.passive
    return "hypothetical" if purpose and lemma_of(node) not in words.outcomes else None  # not "beat them to become"


def _is_conditional(verb: Token, words: Words) -> bool:
    """Whether a verb only tells what would be: "will attack if", "Had they met, they would ..."."""
    depends = not is_past(verb) and _on_condition(verb, words)
    return depends or (verb.dep_ in _CONDITIONS and _inverted(verb, words))


def _on_condition(verb: Token, words: Words) -> bool:
    """Whether a verb depends on a clause with "if" or "unless": "will attack if", not "even if"."""
    for clause in verb.children:
        if clause.dep_ != "advcl":
            continue
        mark = next((child for child in clause.lefts if child.dep_ == "mark"), None)
        if mark is not None and mark.lower_ in words.conditions:
            return mark.i == 0 or mark.nbor(-1).lower_ not in words.unconditional
    return False


def _inverted(verb: Token, words: Words) -> bool:
    """Whether a clause is a condition by its order of words alone: "had Kenya attacked", "should talks fail"."""
    first = next(iter(verb.lefts), None)
    return first is not None and first.dep_ in ("aux", "auxpass") and first.lower_ in words.fronted


def _modifier(child: Token, node: Token, words: Words) -> Factuality | None:
    """What ``child`` says of the ``node`` that it hangs on."""
    dep, lower = child.dep_, child.lower_
    if _denies(child, node, words):
        return "denied"
    if dep in ("aux", "auxpass"):
        unreal = any(other.lower_ == "have" for other in node.lefts)  # "said that it would have left"
        reported = lower in words.reported and is_reported(node) and not unreal
        return "planned" if reported else words.modals.get(lower)
    pair = f"{child.nbor(-1).lower_} {lower}" if child.i else lower  # "no longer", "rather than"
    if dep in ("advmod", "neg"):
        found = words.adverbs.get(pair) or words.adverbs.get(lower)
        return found or (words.marks.get(lower) if node.pos_ in VERBAL else None)
    if dep == "mark":
        return words.marks.get(lower) or words.marks.get(pair)
    if dep in ("acl", "relcl"):
        return "planned" if _is_to_come(child, node, words) else None
    return words.adjectives.get(lower) if dep in ("amod", "compound", "nmod", "det") else None


def _is_to_come(clause: Token, noun: Token, words: Words) -> bool:
    """Whether a clause says that its noun is to come: "the talks to be held", "talks set for May"."""
    if is_infinitive(clause):
        return any(inner.dep_ == "auxpass" for inner in clause.lefts)
    bare = clause.dep_ == "acl" and clause.tag_ == "VBN" and noun.pos_ in ("NOUN", "PROPN")
    bare = bare and not any(child.dep_ == "xcomp" for child in clause.rights)  # not "a strike set to last"
    return bare and words.passive.get(lemma_of(clause)) == "planned"


def _denies(child: Token, node: Token, words: Words) -> bool:
    """Whether ``child`` negates what it hangs on: "not", "no talks", "nobody", "attacked no one"."""
    dep, lower = child.dep_, child.lower_
    if dep in ("nsubj", "nsubjpass", "dobj"):
        return (lower in words.no and child.pos_ != "INTJ") or any(
            inner.dep_ in _NOT_ANY and inner.lower_ in words.no for inner in child.children
        )
    if dep == "det":
        return lower in words.no
    before = child.i < node.i or dep == "preconj"  # not 'voted "no"'
    return dep == "neg" or (lower in words.negations and dep in ("advmod", "preconj") and (before or len(lower) > 2))


def is_reported(node: Token) -> bool:
    """Whether a clause is what somebody said: "said it would send aid" told of "will"."""
    if is_content(node):
        return True
    return node.dep_ == "ccomp" and node.head.tag_ in ("VBD", "VBN") and node.head.pos_ == "VERB"


def _has_own_frame(node: Token) -> bool:
    return any(child.dep_ in ("aux", "nsubj", "nsubjpass") for child in node.children)


def is_past(node: Token) -> bool:
    """Whether a clause speaks of what was: "had left", "left", "has left"."""
    if any(child.tag_ == "MD" for child in node.lefts):
        return False
    auxiliaries = [child for child in node.lefts if child.dep_ in ("aux", "auxpass")]
    if any(child.lemma_ == "have" or child.tag_ == "VBD" for child in auxiliaries):
        return True
    return node.tag_ == "VBD" and not auxiliaries


def is_infinitive(node: Token) -> bool:
    """Whether a verb has "to" before it."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in node.lefts)


def is_content(clause: Token) -> bool:
    """Whether a clause says what a noun holds: "the claim that Kenya attacked"."""
    marked = clause.dep_ in ("acl", "relcl") and any(child.dep_ == "mark" for child in clause.lefts)
    return marked and not is_infinitive(clause)


def lemma_of(token: Token) -> str:
    """The lemma in small letters."""
    return str(token.lemma_).lower()


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: "is expected", "set to", "planned by"."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "amod", "acomp"):
        return True
    return any(child.lemma_ == "be" for child in verb.lefts) and verb.tag_ in ("VBN", "JJ")
