"""What a quantity is of, from the grammar: the noun it counts, the noun it measures, the verb that says so, and the kind.

The quantity's *anchor* is the token that ties it to the rest of its sentence. From there a walk up the parse finds
the counted noun ("20 Indian soldiers"), the measured noun ("a $4 billion loan", "imports ... touched $60 billion") and
the verb ("imports $65 billion").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.figures.quantities import Quantity
from dateline.figures.vocabulary import Vocabulary
from dateline.model import Change, MeasureKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

HARM: frozenset[MeasureKind] = frozenset({"killed", "injured", "missing", "displaced", "detained", "sentenced"})
_MODIFIES = frozenset(
    {"nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "appos", "poss", "det", "advmod", "predet"}
)
_NOUNS = frozenset({"NOUN", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_SHARES_SUBJECT = frozenset({"conj", "xcomp", "advcl", "aux", "auxpass", "pcomp"})
_STEPS = 12  # no clause needs a longer walk; bounds the work on a broken parse


@dataclass(frozen=True)
class Frame:
    """Where a quantity stands in its sentence: tokens ``first:last`` are its own words.

    ``counted`` is the noun that it counts, ``measured`` the head of the words for what is measured, ``verb`` the verb that
    says it, ``relation`` how the quantity hangs on the verb ("subj", "obj" or "pp"), by which ``prep``.
    """

    first: int
    last: int
    anchor: Token
    counted: Token | None = None
    measured: Token | None = None
    verb: Token | None = None
    relation: str = ""
    prep: str = ""
    role: str = ""
    complement: bool = False  # measured is what the quantity is a part of: "40% of its oil imports"


def frame_of(doc: Doc, span: tuple[int, int], quantity: Quantity, words: Vocabulary) -> Frame:
    """The frame of ``quantity``, whose words are the tokens ``span``."""
    first, last = span
    anchor = _anchor(doc, first, last, quantity)
    counted = None
    if quantity.role in ("count", "unknown", "fraction", "ratio", "score") or not quantity.unit:
        counted = _counted(doc, anchor, first, last, quantity)
    return _walk(Frame(first, last, anchor, counted, role=quantity.role), quantity, words)


def _anchor(doc: Doc, first: int, last: int, quantity: Quantity) -> Token:
    """The token of the quantity whose head is outside it; the number's own words lead."""
    start = next((i for i in range(last, first - 1, -1) if doc[i].idx < quantity.core[1]), last)
    token = doc[start]
    for _ in range(_STEPS):
        if token.head.i == token.i or not first <= token.head.i <= last:
            return token
        token = token.head
    return token


def _complement(doc: Doc, frame_first: int, last: int, anchor: Token, prepositions: tuple[str, ...]) -> Token | None:
    """What stands behind the quantity with "of": "40% of its imports", "dozens of people"."""
    after = doc[last + 1] if last + 1 < len(doc) else None
    if after is None or after.lower_ not in prepositions or after.dep_ not in ("prep", "agent", "quantmod", "advmod"):
        return None
    if not (frame_first <= after.head.i <= last or after.head.i == anchor.i):
        return None
    return _object(after)


def _object(prep: Token) -> Token | None:
    return next((child for child in prep.children if child.dep_ in ("pobj", "pcomp")), None)


def _counted(doc: Doc, anchor: Token, first: int, last: int, quantity: Quantity) -> Token | None:
    part = _complement(doc, first, last, anchor, ("of",))
    if quantity.role == "unknown":
        inside = next(
            (c for i in range(first, last + 1) for c in doc[i].children if c.dep_ == "pobj" and c.i > last), None
        )
        return inside or part or _next_noun(doc, last)
    if part is not None:
        return part
    head = anchor.head
    if anchor.dep_ in _MODIFIES and head.pos_ in _NOUNS and head.i > last and head.ent_type_ not in ("DATE", "TIME"):
        return head
    if (
        anchor.pos_ in _NOUNS
        and anchor.i == last
        and anchor.dep_ not in _MODIFIES
        and anchor.lower_.isalpha()
        and anchor.pos_ == "NOUN"
        and anchor.tag_ == "NNS"
        and not quantity.vague
    ):
        return anchor
    return _next_noun(doc, last)


def _next_noun(doc: Doc, last: int) -> Token | None:
    """The plural noun right behind the number, where the parse ties them to different places."""
    for at in range(last + 1, min(last + 6, len(doc))):
        token = doc[at]
        if token.tag_ == "NNS" or (
            token.pos_ in _NOUNS
            and token.head.i < at
            and token.dep_ not in ("compound", "npadvmod")
            and at == last + 1
            and token.tag_ == "NNS"
        ):
            return token
        if (token.pos_ not in ("ADJ", "NOUN", "PROPN", "ADV") and token.text != "-") or token.ent_type_ in (
            "DATE",
            "TIME",
        ):
            return None
    return None


# ── the walk up ──────────────────────────────────────────────────────────────────────────────────


def _walk(frame: Frame, quantity: Quantity, words: Vocabulary) -> Frame:
    doc = frame.anchor.doc
    containers = frozenset(words.numbers.containers.nouns)
    node = frame.counted or frame.anchor
    measured = None
    complement = False
    if frame.counted is None:
        measured = _complement(doc, frame.first, frame.last, frame.anchor, ("of", "in"))
        if measured is not None and (
            measured.ent_type_ in ("DATE", "TIME", "GPE") or measured.like_num or _is_period(measured, words)
        ):
            measured = None
        complement = measured is not None
    elif frame.anchor.i > frame.first and frame.counted.i < frame.first:
        node = frame.anchor
    verb, relation, prep = None, "", ""
    for _ in range(_STEPS):
        head = node.head
        if head.i == node.i:
            if node.pos_ in _VERBS and node.i != frame.anchor.i:
                verb = verb or node
            break
        if node.dep_ in ("pobj", "pcomp") and head.dep_ in (
            "prep",
            "agent",
            "dative",
            "advmod",
            "amod",
            "quantmod",
            "dep",
            "ROOT",
            "conj",
            "cc",
            "mark",
        ):
            if frame.first <= head.i <= frame.last:
                node = head
                continue
            prep, node = head.lower_, head
            above = head.head
            if above.i == head.i:
                break
            if above.pos_ in _NOUNS or above.pos_ == "PRON":
                if measured is None and frame.counted is None and above.lemma_.lower() not in containers:
                    measured = above
                elif measured is None and frame.counted is None:
                    measured = _inside(above, frame) or above
                node = above
                continue
            if above.pos_ in _VERBS:
                verb, relation = above, "pp"
                break
            node = above
            continue
        if head.pos_ in _VERBS or (
            head.dep_ in ("ROOT", "relcl", "acl", "advcl", "ccomp") and head.pos_ in ("ADJ", "ADV")
        ):
            if node.dep_ == "conj":
                verb, relation = head, "conj"
                break
            verb = head
            relation = "subj" if node.dep_ in _SUBJECTS else ("pp" if node.dep_ == "prep" else "obj")
            if node.dep_ != "prep" or not prep:
                prep = prep if node.dep_ == "prep" else ""
            break
        if (
            measured is None
            and frame.counted is None
            and head.pos_ in _NOUNS
            and node.dep_ in _MODIFIES
            and not frame.first <= head.i <= frame.last
        ):
            inner = _inside(head, frame) if head.lemma_.lower() in containers else None
            measured = inner or (head if head.lemma_.lower() not in ("worth",) else None)
        node = head
    return replace(frame, measured=measured, verb=verb, relation=relation, prep=prep, complement=complement)


def _is_period(noun: Token, words: Vocabulary) -> bool:
    unit = words.unit_names.get((noun.lemma_.lower(),))
    return unit is not None and unit.family == "duration"


def _inside(noun: Token, frame: Frame) -> Token | None:
    """What a container noun contains, unless that is the quantity itself: "worth of goods"."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "in") and child.i > noun.i:
            inner = _object(child)
            if inner is not None and not frame.first <= inner.i <= frame.last and inner.i != frame.anchor.i:
                return inner
    return None


def gapped(frame: Frame, before: Frame) -> Frame | None:
    """The frame of a quantity whose verb is left out: "imports reached $60 billion and exports [...] $4 billion".

    Between the two quantities stand a conjunction or a comma and a noun phrase without a verb; the noun is what is
    measured, the verb that of the first.
    """
    doc = frame.anchor.doc
    start, end = before.last + 1, frame.first
    if not 2 <= end - start <= 12 or doc[start].sent.start != doc[end].sent.start or doc[end - 1].pos_ == "ADP":
        return None
    gap = doc[start:end]
    if any(token.pos_ in _VERBS or token.is_space or token.pos_ == "NUM" for token in gap):
        return None
    joint = next((token.i for token in reversed(gap) if token.dep_ == "cc" or token.text in ",;:"), None)
    if joint is None or joint == end - 1:
        return None
    nouns = [t for t in doc[joint + 1 : end] if t.pos_ in _NOUNS and t.dep_ not in ("pobj", "compound", "poss", "amod")]
    if not nouns or nouns[0].ent_type_ in ("DATE", "TIME") or before.verb is None:
        return None
    return replace(frame, measured=nouns[0], verb=before.verb, relation=before.relation, prep=before.prep)


def listed(frame: Frame) -> Frame | None:
    """The frame of a signed quantity in a list like "Exports +2% Imports -1%": the noun before it is what is measured."""
    before = frame.anchor.doc[frame.first - 1] if frame.first else None
    if before is None or before.sent.start > frame.first:
        return None
    noun = before.nbor(-1) if before.pos_ == "NUM" and before.i else before
    return replace(frame, measured=noun, verb=None, relation="") if noun.pos_ in _NOUNS else None


# ── the verb and its arguments ───────────────────────────────────────────────────────────────────


def subject_of(verb: Token) -> Token | None:
    """The subject of ``verb``, also where it is shared ("exports ... and imports") or that of a governing verb."""
    node = verb
    for _ in range(_STEPS):
        for child in node.children:
            if child.dep_ in _SUBJECTS:
                return _antecedent(child)
        if node.dep_ in ("acl", "relcl") and node.head.pos_ in (*_NOUNS, "PRON"):
            if node.dep_ != "acl" or node.tag_ != "VB":
                return node.head
            while node.pos_ not in _VERBS or node.dep_ == "acl":  # "announced plans to cut": who plans, cuts
                if node.head.i == node.i:
                    return None
                node = node.head
            continue
        if node.dep_ in _SHARES_SUBJECT and node.head.i != node.i:
            node = node.head
            while node.pos_ not in _VERBS and node.head.i != node.i and node.dep_ not in ("nsubj", "nsubjpass"):
                node = node.head  # "exports goods ... and imports": the parser hangs the second verb on the goods
            continue
        return None
    return None


def _antecedent(subject: Token) -> Token:
    """ "which", "that" and "who" stand for the noun of their clause."""
    if subject.tag_ in ("WDT", "WP") and subject.head.dep_ == "relcl":
        return subject.head.head
    if subject.pos_ in ("PRON", "DET", "NUM"):  # "each of the buildings costs"
        for child in subject.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                return _object(child) or subject
    return subject


def object_of(verb: Token, frame: Frame) -> Token | None:
    """The object of ``verb`` other than the quantity itself."""
    for child in verb.children:
        if (
            child.dep_ in ("dobj", "nsubjpass", "dative", "obj")
            and not _holds(child, frame)
            and not any(c.dep_ == "nummod" for c in child.children)
        ):
            return child
    return None


def _holds(token: Token, frame: Frame) -> bool:
    return token.left_edge.i <= frame.first and frame.last <= token.right_edge.i


def is_passive(verb: Token) -> bool:
    """Whether ``verb`` is in the passive, as a clause or as a participle behind its noun ("people killed")."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if (
        verb.dep_ == "conj"
        and verb.head.pos_ in _VERBS
        and verb.tag_ == "VBN"
        and not any(c.dep_ in ("nsubj", "aux") for c in verb.children)
    ):
        return is_passive(verb.head)
    return verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD")


def measured_noun(frame: Frame, words: Vocabulary) -> Token | None:
    """The head of the words for what a quantity with a unit measures; ``None`` where the verb alone says it."""
    if frame.measured is not None:
        return frame.measured
    verb = frame.verb
    if verb is None:
        return None
    if frame.relation == "subj":
        return object_of(verb, frame)
    other = object_of(verb, frame)
    if frame.role == "duration":
        return subject_of(verb)
    bought = _bought(frame, words) if frame.role == "money" else None
    if bought is not None:
        return bought
    passive = other if other is not None and other.dep_ == "nsubjpass" else None
    if passive is not None:
        return passive
    changes = words.numbers.changing
    if other is not None and other.dep_ != "dative" and not (other.like_num or other.ent_type_ in ("MONEY", "PERCENT")):
        return other
    if verb.lemma_.lower() in (*changes.rise, *changes.fall, *changes.touch):
        return subject_of(verb)
    return subject_of(verb)


def _bought(frame: Frame, words: Vocabulary) -> Token | None:
    """ "Paid $35,000 for a new roof", "spent $3 million on schools"."""
    verb = frame.verb
    if (
        verb is None
        or verb.lemma_.lower() not in words.numbers.shared_currencies.money_verbs
        or frame.relation != "obj"
    ):
        return None
    nodes = [verb, *(verb.doc[at] for at in range(frame.first, frame.last + 1))]
    for node in nodes:
        for child in node.children:
            if child.dep_ == "prep" and child.lower_ in ("for", "on") and child.i > frame.last:
                inner = _object(child)
                if inner is not None and inner.ent_type_ not in ("DATE", "TIME") and not inner.like_num:
                    return inner
    return None


# ── change ───────────────────────────────────────────────────────────────────────────────────────


def change_of(doc: Doc, frame: Frame, quantity: Quantity, words: Vocabulary) -> Change:
    """Whether the quantity is a level, or the step of a rise or a fall."""
    changes = words.numbers.changing
    if quantity.sign and quantity.role in ("percent", "money") and not quantity.inner:
        return "rise" if quantity.sign == "+" else "fall"
    before = doc[frame.first - 1].lower_ if frame.first else ""
    if before in ("up", "down") and quantity.role != "count" and doc[frame.first - 1].dep_ != "prt":
        return "rise" if before == "up" else "fall"
    if frame.counted is None and frame.measured is not None and not frame.complement:
        lemma = frame.measured.lemma_.lower()
        near = frame.prep in ("of", "") or frame.relation == ""
        if near and frame.measured is not None:
            if lemma in changes.rise_nouns:
                return "rise"
            if lemma in changes.fall_nouns:
                return "fall"
    verb = frame.verb
    if verb is None or frame.relation == "subj" or frame.measured is not None:
        return "level"
    lemma = verb.lemma_.lower()
    direction: Change = "rise" if lemma in changes.rise else "fall" if lemma in changes.fall else "level"
    if lemma in changes.moved and frame.relation == "obj" and quantity.role != "percent" and quantity.unit != "point":
        return "level"  # "raised $3 million"
    if quantity.role in ("duration", "age"):
        return "level"
    if direction == "level" or (frame.relation == "pp" and frame.prep not in changes.step):
        return "level"
    if (
        quantity.role in ("count", "unknown")
        and not quantity.unit
        and frame.relation != "pp"
        and frame.counted is not None
    ):
        return "level"
    return direction


# ── words ────────────────────────────────────────────────────────────────────────────────────────

_LEFT = frozenset({"compound", "amod", "nmod", "poss", "advmod", "quantmod", "npadvmod", "punct", "case", "nummod"})
_LONG = 14


def phrase(noun: Token, frame: Frame, prepositions: frozenset[str]) -> tuple[int, int]:
    """The token range of the noun phrase of ``noun``, without articles, the quantity and further clauses."""
    left = noun.i
    for child in sorted(noun.lefts, key=lambda t: -t.i):
        if child.dep_ not in _LEFT or child.right_edge.i + 1 != left:
            break
        if child.left_edge.i <= frame.last and child.right_edge.i >= frame.first:
            if frame.last + 1 <= left:
                left = max(frame.last + 1, child.left_edge.i)
            break
        if (child.dep_ == "punct" and child.text not in "-–") or child.dep_ == "nummod":
            break
        left = child.left_edge.i
    while left < noun.i and (
        noun.doc[left].pos_ in ("DET", "PUNCT", "PRON", "NUM", "SPACE")
        or noun.doc[left].dep_ in ("det", "cc", "predet")
    ):
        left += 1
    right = noun.i
    for child in noun.rights:
        if child.i - noun.i > _LONG or child.left_edge.i > right + (2 if child.dep_ == "conj" else 1):
            break
        if child.dep_ == "prep" and child.lower_ in prepositions:
            inner = _object(child)
            if (
                inner is None
                or (child.i <= frame.last and inner.i >= frame.first)
                or inner.like_num
                or inner.ent_type_ in ("DATE", "TIME")
            ):
                break
            if any(frame.first <= t.i <= frame.last for t in (inner, *inner.children)):
                break
            right = phrase(inner, frame, prepositions)[1] - 1
        elif (child.dep_ in ("compound", "case") and child.i == right + 1) or (
            child.dep_ == "conj"
            and child.pos_ in _NOUNS
            and right == noun.i
            and child.i - noun.i <= 3
            and not _holds(child, frame)
        ):
            right = child.i
        elif child.dep_ != "cc":
            break
    return left, right + 1


def chain(noun: Token) -> Iterator[Token]:
    """The noun, its modifiers, and what stands behind it with "of" or "in": where words of its kind may be."""
    yield noun
    for child in noun.children:
        if child.dep_ in ("compound", "amod", "nmod"):
            yield child
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("of", "in", "for"):
            inner = _object(child)
            if inner is not None and inner.i != noun.i:
                yield inner
                yield from (c for c in inner.children if c.dep_ in ("compound", "amod", "nmod"))


def singular(noun: Token) -> str:
    """The singular of ``noun`` in small letters; names in the plural have no lemma of their own."""
    lemma = str(noun.lemma_).lower()
    if noun.tag_ == "NNPS" and lemma == noun.lower_ and lemma.endswith("s"):
        return lemma[:-1]
    return lemma
