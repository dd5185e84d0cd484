"""Who does what in a parse: subjects and objects through passive, control, relative clauses and coordination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.reading import cut_off

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEPTH = 6  # how many clauses a shared subject may lie above its verb
_PREDICATES = frozenset({"VERB", "AUX", "ADJ"})
_BY = frozenset({"by"})
_COPULAS = frozenset({"be", "become", "remain"})
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})


def coordinated(token: Token) -> list[Token]:
    """``token`` and what is coordinated with it, in order; without an "and" or "or" it is a wrong parse of commas."""
    found, joined = [token], False
    node: Token | None = token
    while node is not None:
        following = None
        for child in node.rights:
            joined = joined or child.dep_ == "cc"
            if child.dep_ == "conj" and child.pos_ in _NOMINAL:
                found.append(child)
                following = child
        node = following
    return found if joined else found[:1]


def resolved(token: Token) -> list[Token]:
    """``token`` with its coordinates; a relative pronoun becomes its antecedent."""
    if token.tag_ in ("WDT", "WP", "WP$") or (token.tag_ == "IN" and token.lower_ == "that"):
        clause = token
        for _ in range(_DEPTH):
            if clause.dep_ == "relcl" or clause.head == clause:
                break
            clause = clause.head
        if clause.dep_ == "relcl":
            return coordinated(clause.head)
        return []
    return coordinated(token)


def is_passive(verb: Token) -> bool:
    """Whether ``verb`` is passive: "was arrested", or a reduced relative, "people arrested in Lima"."""
    if verb.tag_ not in ("VBN", "VBD"):
        return False
    if any(child.dep_ in ("nsubjpass", "auxpass", "agent") for child in verb.children):
        return True
    if any(child.dep_ == "aux" or (child.dep_ == "dobj" and not _is_amount(child)) for child in verb.children):
        return False
    if verb.dep_ == "conj":
        return not _own_subject(verb) and _shares_passive(verb)
    below = verb.dep_ in ("xcomp", "oprd", "acomp") and is_passive(verb.head)  # "was found shot"
    return verb.tag_ == "VBN" and (below or verb.dep_ in ("acl", "advcl"))


def _shares_passive(verb: Token) -> bool:
    """Whether a verb is passive with the one it is coordinated with: "was jailed and deported", "fined $100"."""
    if verb.tag_ != "VBN" and not any(child.dep_ == "dobj" for child in verb.children):
        return False
    return is_passive(verb.head) or (verb.head.dep_ == "acomp" and verb.head.head.lemma_ in _COPULAS)


def _is_amount(noun: Token) -> bool:
    """Whether a noun says how much or how long, and is no object: "was fined $100"."""
    return noun.ent_type_ in ("MONEY", "QUANTITY", "PERCENT", "DATE", "TIME")


def _own_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for child in verb.children)


def subject(verb: Token, object_control: frozenset[str] = frozenset(), depth: int = 0) -> list[Token]:
    """The grammatical subject of ``verb``, its own or the one it shares with the clause above."""
    own = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    if own:  # of two, the first is a dateline: "LIMA, Peru — A court ruled"
        nearest = own[-1] if own[-1].i < verb.i else own[0]
        found = _behind_dateline(nearest) if nearest.is_upper and len(nearest) > 3 else resolved(nearest)
        before = cut_off(nearest.doc, nearest.left_edge.i)
        return [before, *found] if before is not None else found
    if depth >= _DEPTH or verb.head == verb:
        return _behind_front(verb) if verb.head == verb else []
    if verb.dep_ in ("relcl", "acl"):
        return _antecedent(verb)
    if verb.dep_ in ("xcomp", "ccomp", "oprd"):
        return _controller(verb, object_control, depth)
    if verb.dep_ == "pcomp":
        return _gerund_subject(verb.head.head, object_control, depth)
    shared = verb.dep_ in ("conj", "advcl", "acomp") and verb.head.pos_ in _PREDICATES
    return subject(verb.head, object_control, depth + 1) if shared else []


def _behind_dateline(noun: Token) -> list[Token]:
    """The subject where the parse took a dateline for it and the subject for its apposition; none if there is none."""
    dashes = [token for token in noun.doc[noun.i + 1 : noun.i + 10] if token.lower_ in ("—", "–", "--")]
    if not dashes or dashes[0].sent.start != noun.sent.start:
        return resolved(noun)
    behind = [child for child in noun.subtree if child.i > dashes[0].i and child.dep_ == "appos"]
    return coordinated(behind[0]) if behind else []


def _behind_front(verb: Token) -> list[Token]:
    """The subject that the parse hung on a name before it: "On a visit to Lima, Ana Brel, the premier, said"."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return []
    for prep in verb.lefts:
        if prep.dep_ == "prep" and prep.left_edge.i == verb.sent.start:
            names = [t for t in prep.subtree if t.dep_ in ("conj", "appos") and t.pos_ == "PROPN" and t.i < verb.i]
            unjoined = [t for t in names if t.doc[t.left_edge.i - 1].lower_ == "," and coordinated(t.head) == [t.head]]
            return unjoined[:1]
    return []


def _antecedent(verb: Token) -> list[Token]:
    """What a relative clause or a participle hangs on; of "his decision to leave", whose decision it is."""
    noun = verb.head
    if verb.dep_ == "acl" and noun.pos_ == "NOUN" and any(child.lower_ == "to" for child in verb.lefts):
        return possessors(noun) or prepositional(noun, _BY) or coordinated(noun)
    if noun.dep_ == "attr" and noun.head.lemma_ in _COPULAS:  # "was the first to visit": whoever it was
        return subject(noun.head) or coordinated(noun)
    return coordinated(noun)


def _controller(verb: Token, object_control: frozenset[str], depth: int) -> list[Token]:
    """Who does what an infinitive says: the object of "urged", the subject of "agreed"."""
    head = verb.head
    if verb.dep_ == "oprd":  # "found him shot", "he was found shot"
        return objects(head)
    if head.pos_ == "NOUN":
        return possessors(head)
    if head.pos_ not in _PREDICATES or (verb.dep_ == "ccomp" and verb.tag_ in ("VBD", "VBZ", "VBP")):
        return []
    if verb.dep_ == "ccomp" and verb.tag_ == "VB" and verb.i < head.i and not _has_to(verb):
        return []  # '"Send him back," she said': whoever is spoken to
    controlling = objects(head) if head.lemma_ in object_control else []
    return controlling or subject(head, object_control, depth + 1)


def _has_to(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.lefts)


def _gerund_subject(host: Token, object_control: frozenset[str], depth: int) -> list[Token]:
    """Who does what stands after a preposition: "accused him of lying", "after visiting Oslo"."""
    if host.pos_ not in _PREDICATES:
        return possessors(host)
    controlling = objects(host) if host.lemma_ in object_control else []
    return controlling or subject(host, object_control, depth + 1)


def actors(verb: Token, object_control: frozenset[str] = frozenset()) -> list[Token]:
    """Who does what ``verb`` says: the subject, or the "by" of a passive (none for an agentless passive)."""
    if is_passive(verb):
        agents = [noun for child in verb.children if child.dep_ == "agent" for noun in complements(child)]
        return agents or [noun for noun in prepositional(verb, _BY) if noun.ent_type_ in _NAMED]  # "Freed By Rebels"
    return subject(verb, object_control)


def objects(verb: Token) -> list[Token]:
    """What ``verb`` is done to: direct object, passive subject, the antecedent of a relative clause without one."""
    found: list[Token] = []
    passive = is_passive(verb)
    for child in verb.children:
        if passive and _is_amount(child):
            continue
        if child.dep_ == "dobj" or (child.dep_ == "dative" and child.pos_ in _NOMINAL):
            found += resolved(child)
        elif child.dep_ == "ccomp" and child.pos_ == "ADJ":  # "found him guilty"
            found += [token for inner in child.lefts if inner.dep_ == "nsubj" for token in resolved(inner)]
    if found:
        return found
    if passive:
        return subject(verb)
    if verb.dep_ == "relcl" and _own_subject(verb):
        gap = not any(
            child.tag_ == "WRB" or (child.dep_ in ("nsubj", "nsubjpass") and child.tag_ in ("WDT", "WP"))
            for child in verb.children
        )  # nor in "the town where she spoke"
        return coordinated(verb.head) if gap else []
    for child in verb.rights:  # "condemned and rejected the plan": the object hangs on the last
        if child.dep_ == "conj" and child.pos_ == "VERB" and not _own_subject(child) and child.i - verb.i <= 3:
            return objects(child)
    return []


def complements(prep: Token) -> list[Token]:
    """The nouns that a preposition governs, with coordination; through a second preposition ("out of")."""
    found: list[Token] = []
    for child in prep.rights:
        if child.dep_ == "pobj":
            found += resolved(child)
        elif child.dep_ == "prep":
            found += complements(child)
    if not found and prep.dep_ == "prt":
        found = objects(prep.head)
    return found


def prepositional(host: Token, prepositions: frozenset[str]) -> list[Token]:
    """The nouns under those prepositions of ``host``, in order."""
    return [
        noun
        for child in host.children
        if child.dep_ in ("prep", "dative", "agent") and child.lower_ in prepositions
        for noun in complements(child)
    ]


def possessors(noun: Token) -> list[Token]:
    """Whose ``noun`` is: "Kenya's visit"."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return coordinated(child)
    return []


def clause_head(token: Token) -> Token:
    """The verb (or root) whose clause ``token`` stands in."""
    while token.head != token and token.pos_ not in ("VERB", "AUX"):
        token = token.head
    return token
