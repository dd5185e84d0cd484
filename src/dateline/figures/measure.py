"""What a quantity is of, from the grammar: the noun that it counts or measures, and the verb that says so.

The quantity's *anchor* is the token that ties it to the rest of its sentence. From there a walk up the parse finds
the counted noun ("20 Indian soldiers"), the measured noun ("a $4 billion loan", "imports ... touched $60 billion") and
the verb ("imports $65 billion").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.figures.quantities import Quantity
from dateline.figures.vocabulary import Vocabulary
from dateline.model import Change, MeasureKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

HARM: frozenset[MeasureKind] = frozenset(
    {"killed", "injured", "missing", "displaced", "detained", "sentenced", "released"}
)
"""What befell people."""
FATES: frozenset[MeasureKind] = HARM | {"destroyed", "damaged"}
"""What is told of who or what is counted by a verb or participle."""
_MODIFIES = frozenset(
    {"nummod", "compound", "amod", "nmod", "quantmod", "npadvmod", "appos", "poss", "det", "advmod", "predet"}
)
_NOUNS = frozenset({"NOUN", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_SHARES_SUBJECT = frozenset({"conj", "xcomp", "advcl", "aux", "auxpass", "pcomp"})
_NOT_MEASURED = frozenset({"DATE", "TIME", "GPE", "MONEY", "PERCENT", "QUANTITY", "CARDINAL"})
_DASHES = frozenset({"—", "–"})
_STEPS = 12  # no clause needs a longer walk; bounds the work on a broken parse


@dataclass(frozen=True)
class Frame:
    """Where a quantity stands in its sentence: tokens ``first:last`` are its own words.

    ``counted`` is the noun that it counts, ``measured`` the head of the words for what is measured, ``verb`` the
    verb that says it, ``relation`` how the quantity hangs on the verb ("subj", "obj" or "pp"), by which ``prep``.
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
    gapped: bool = False  # the verb is that of the quantity before
    subject: Token | None = None  # whose the quantity is where it shares the verb before: "and Mr Salo 44 percent"
    beside: bool = False  # measured is the noun right before: "claims, ranging from $5 to $9"
    complement: bool = False  # measured is what the quantity is a part of: "40% of its oil imports"


def frame_of(doc: Doc, span: tuple[int, int], quantity: Quantity, words: Vocabulary) -> Frame:
    """The frame of ``quantity``, whose words are the tokens ``span``."""
    first, last = span
    anchor = _anchor(doc, first, last, quantity)
    counted = None
    if quantity.role in ("count", "unknown", "fraction", "ratio", "score") or not quantity.unit:
        counted = _counted(doc, anchor, first, last, quantity)
    return _walk(Frame(first, last, anchor, counted, role=quantity.role), words)


def _anchor(doc: Doc, first: int, last: int, quantity: Quantity) -> Token:
    """The token of the quantity whose head is outside it; the number's own words lead."""
    start = next((i for i in range(last, first - 1, -1) if doc[i].idx < quantity.core[1]), last)
    token = doc[start]
    for _ in range(_STEPS):
        if token.head.i == token.i or not first <= token.head.i <= last or token.head.pos_ == "VERB":
            return token  # "surpassed $9 billion": the bound is the verb that says it
        token = token.head
    return token


def _complement(doc: Doc, frame_first: int, last: int, anchor: Token, prepositions: tuple[str, ...]) -> Token | None:
    """What stands behind the quantity with "of": "40% of its imports", "dozens of people"."""
    last = _bracket_end(doc, last)
    after = doc[last + 1] if last + 1 < len(doc) else None
    if after is None or after.lower_ not in prepositions or after.dep_ not in ("prep", "agent", "quantmod", "advmod"):
        return None
    if not (frame_first <= after.head.i <= last or after.head.i == anchor.i or after.lower_ == "off"):
        return None
    return _object(after)


def _bracket_end(doc: Doc, last: int) -> int:
    """The end of the brackets right behind token ``last``, with the same in another unit: "3 hectares (7 acres) of"."""
    if last + 1 >= len(doc) or doc[last + 1].text != "(":
        return last
    return next((at for at in range(last + 2, min(last + 10, len(doc))) if doc[at].text == ")"), last)


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
    if anchor.dep_ == "quantmod" and head.tag_ == "CD" and head.i == last + 2 and doc[last + 1].dep_ == "quantmod":
        head = head.head  # "120 of 150 seats"
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


def _walk(frame: Frame, words: Vocabulary) -> Frame:
    """``frame`` with what is measured and the verb: up from the counted noun or the anchor, a step at a time."""
    part = None if frame.counted is not None else _part_of(frame, words)
    frame = replace(frame, measured=part, complement=part is not None)
    node = frame.counted if frame.counted is not None and frame.counted.i > frame.first else frame.anchor
    prep = ""
    for _ in range(_STEPS):
        head = node.head
        if head.i == node.i:
            rooted = node.pos_ in _VERBS and node.i != frame.anchor.i
            return replace(frame, verb=node if rooted else None, prep=prep)
        if node.dep_ in ("pobj", "pcomp"):
            prep = prep if frame.first <= head.i <= frame.last else head.lower_
        elif _tells(head):
            return replace(frame, verb=head, relation=_relation(node), prep=prep if node.dep_ == "prep" else "")
        elif head.pos_ in (*_NOUNS, "PRON") and (
            node.dep_ in _MODIFIES or (node.dep_ == "prep" and (prep or node.i >= frame.first))
        ):
            frame = _measured_by(frame, head, node, words)
        node = head
    return replace(frame, prep=prep)


def _part_of(frame: Frame, words: Vocabulary) -> Token | None:
    """What the quantity is a part of: "40% of its oil imports", "$3 million in aid"; never a time or a place."""
    inside = ("of",) if frame.role == "physical" else ("of", "in", "off")  # "35 GWh in cooperation with another"
    noun = _complement(frame.anchor.doc, frame.first, frame.last, frame.anchor, inside)
    if noun is None or noun.ent_type_ in ("DATE", "TIME", "GPE") or noun.like_num or _is_period(noun, words):
        return None
    return noun


def _tells(token: Token) -> bool:
    """A verb, or the adjective that a clause is built on."""
    clausal = token.dep_ in ("ROOT", "relcl", "acl", "advcl", "ccomp") and token.pos_ in ("ADJ", "ADV")
    return token.pos_ in _VERBS or clausal


def _relation(node: Token) -> str:
    if node.dep_ in _SUBJECTS:
        return "subj"
    return {"prep": "pp", "conj": "conj"}.get(node.dep_, "obj")


def _measured_by(frame: Frame, noun: Token, node: Token, words: Vocabulary) -> Frame:
    """``frame`` measured by ``noun`` above it ("a $4 billion loan") or by what that contains ("worth of goods")."""
    if frame.measured is not None or frame.counted is not None or frame.first <= noun.i <= frame.last:
        return frame
    if noun.lemma_.lower() not in words.numbers.containers.nouns:
        return replace(frame, measured=noun)
    inner = _inside(noun, frame)
    carried = (
        noun if node.dep_ == "prep" or noun.lemma_.lower() not in words.numbers.shared_currencies.carriers else None
    )
    return replace(frame, measured=inner if inner is not None else carried)


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


def same_sentence(before: Frame, frame: Frame) -> bool:
    """Whether two quantities stand in one sentence; ``Token.sent`` would walk the whole document each time."""
    doc = frame.anchor.doc
    return not any(doc[at].is_sent_start for at in range(before.last + 1, frame.first + 1))


def sentence_of(token: Token) -> Span:
    """The sentence of ``token``."""
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and not doc[start].is_sent_start:
        start -= 1
    while end < len(doc) and not doc[end].is_sent_start:
        end += 1
    return doc[start:end]


def gapped(frame: Frame, before: Frame) -> Frame | None:
    """The frame of a quantity whose verb is left out: "imports reached $60 billion and exports [...] $4 billion".

    Between the two quantities stand a conjunction or a comma and a noun phrase without a verb; the noun is what is
    measured, the verb that of the first.
    """
    doc = frame.anchor.doc
    start, end = before.last + 1, frame.first
    own = doc[end - 1].pos_ == "ADP"
    if own and doc[end - 1].lower_ == before.prep and before.relation == "pp":
        end -= 1  # "imports came to $60 billion and exports to $4 billion"
    elif own:
        return None
    if not 2 <= end - start <= 12 or not same_sentence(before, frame):
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
    return replace(frame, measured=nouns[0], verb=before.verb, relation=before.relation, prep=before.prep, gapped=True)


def of_another(frame: Frame, before: Frame) -> Frame | None:
    """The frame of what another has of the same: "Berg won 52 percent of the vote and Salo 44 percent"."""
    doc, first = frame.anchor.doc, frame.first
    name = doc[first - 1] if first else None
    if name is None or name.pos_ != "PROPN" or before.verb is None or before.relation != "obj":
        return None
    subject = subject_of(before.verb)
    opens = name.i
    while opens > before.last + 1 and doc[opens - 1].pos_ == "PROPN":
        opens -= 1
    joined = doc[opens - 1].dep_ == "cc" or doc[opens - 1].text in ",;"
    if not joined or subject is None or subject.pos_ != "PROPN" or not same_sentence(before, frame):
        return None
    if first - before.last > _LONG or any(token.pos_ in _VERBS for token in doc[before.last + 1 : first]):
        return None
    return replace(before, first=first, last=frame.last, anchor=frame.anchor, role=frame.role, subject=name)


def gap_end(frame: Frame) -> int:
    """Where the words end that stand before a quantity whose verb is left out, without its preposition."""
    return frame.first - (frame.anchor.doc[frame.first - 1].lower_ == frame.prep)


def listed(frame: Frame) -> Frame | None:
    """The frame of a signed quantity in a list like "Exports +2% Imports -1%": measured is the noun before it."""
    before = frame.anchor.doc[frame.first - 1] if frame.first else None
    if before is None or frame.anchor.doc[frame.first].is_sent_start:
        return None
    noun = before.nbor(-1) if before.pos_ == "NUM" and before.i else before
    return replace(frame, measured=noun, verb=None, relation="") if noun.pos_ in _NOUNS else None


def unjoined(frame: Frame, words: Vocabulary) -> Frame:
    """``frame`` without the verb that the parse took for the last word of a name: "the steel panels measure 9 cm"."""
    verb = frame.measured if frame.measured is not None else frame.verb
    if verb is None or verb.dep_ != "ROOT" or verb.lower_ not in words.numbers.words.measuring:
        return frame
    thing = next((c for c in verb.children if c.dep_ == "compound" and c.i == verb.i - 1), None)
    return frame if thing is None else replace(frame, measured=thing, beside=True)


def beside(frame: Frame, words: Vocabulary) -> Frame:
    """``frame`` measured by the noun right before the quantity, where the words between say that it is.

    "Claims, ranging from $200 to $4 million", "fines from $5 to $9", "Berg, down 68p", "a strength below 9 MPa".
    """
    doc, at = frame.anchor.doc, frame.first - 1
    verb, small = frame.verb, words.numbers.words
    ranging = verb is not None and verb.tag_ == "VBG" and verb.lower_ in small.starting and verb.i in (at, at - 1)
    moved = at > 1 and doc[at].lower_ in small.up_down and doc[at - 1].text == ","
    between = doc[frame.first].lower_ in (*small.from_, *small.between) and frame.measured is None
    alone = verb is None and frame.measured is None
    if at < 0 or doc[frame.first].is_sent_start or not (ranging or moved or between or alone):
        return frame
    at = verb.i - 1 if ranging and verb is not None else at - moved
    noun = doc[at - (at > 0 and doc[at].text == ",")]
    if noun.pos_ not in _NOUNS or noun.like_num or noun.ent_type_ in _NOT_MEASURED or _is_period(noun, words):
        return frame
    if between and not ranging and noun.dep_ == "pobj" and noun.head.lower_ not in small.of:
        return frame  # "the reward in the case from $1 to $5"
    return replace(frame, measured=noun, beside=True)


# ── the verb and its arguments ───────────────────────────────────────────────────────────────────


def subject_of(verb: Token) -> Token | None:
    """The subject of ``verb``, also where it is shared ("exports ... and imports") or that of a governing verb."""
    node = verb
    for _ in range(_STEPS):
        subjects = [child for child in node.children if child.dep_ in _SUBJECTS]
        if subjects:
            return antecedent(_nearer(subjects, node))
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


def _nearer(subjects: Sequence[Token], verb: Token) -> Token:
    """The subject among several: of "Berg — Shares of the giant fell", "Once the leader, Berg fell" the second one."""
    first, last = subjects[0], subjects[-1]
    signs = [token.text for token in verb.doc[first.i : verb.i] if token.is_punct]
    apart = verb.doc[last.right_edge.i + 1 : verb.i]
    beside = all(token.dep_ in ("aux", "auxpass", "advmod", "neg") for token in apart)
    parted = sum(sign in _DASHES for sign in signs) == 1 or (signs[-1:] == [","] and beside)
    return last if parted else first


def antecedent(subject: Token) -> Token:
    """As in "which", "that" and "who" stand for the noun of their clause."""
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
            return antecedent(child)
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
    verb = frame.verb
    if frame.measured is not None or verb is None:
        return frame.measured
    if frame.relation == "subj":
        return object_of(verb, frame)
    if frame.role == "duration":  # "the court jailed him for ten years": him, not the court
        jailed = next((child for child in verb.children if child.dep_ == "dobj"), None)
        return jailed if jailed is not None and words.verb_kinds.get(verb.lemma_.lower()) in HARM else subject_of(verb)
    bought = _bought(frame, words) if frame.role == "money" else None
    if frame.role == "money" and frame.relation == "pp" and frame.prep == "for":  # "order two ships for $9 million"
        bought = next((child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")), None)
    other = bought if bought is not None else object_of(verb, frame)
    named = other is not None and not other.like_num and other.ent_type_ not in ("MONEY", "PERCENT")
    if named and other is not None and other.dep_ != "dative":
        return other
    return frame.subject or subject_of(verb)


def _bought(frame: Frame, words: Vocabulary) -> Token | None:
    """As in "Paid $48,000 for a new bridge", "spent $9 million on schools"."""
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
    if quantity.role in ("duration", "age"):
        return "level"
    if quantity.sign and quantity.role in ("percent", "money") and not quantity.inner:
        return "rise" if quantity.sign == "+" else "fall"
    before = doc[frame.first - 1] if frame.first else None
    if (
        before is not None
        and before.lower_ in words.numbers.words.up_down
        and quantity.role != "count"
        and before.dep_ != "prt"
    ):
        return "rise" if before.lower_ == "up" else "fall"
    return _by_noun(frame, words) or _by_verb(frame, quantity, words)


def _by_noun(frame: Frame, words: Vocabulary) -> Change | None:
    """As in "a 3 percent drop"."""
    changes = words.numbers.changing
    if frame.counted is not None or frame.measured is None or frame.complement:
        return None
    if frame.prep not in ("of", "") and frame.relation:
        return None
    lemma = frame.measured.lemma_.lower()
    return "rise" if lemma in changes.rise_nouns else "fall" if lemma in changes.fall_nouns else None


def _by_verb(frame: Frame, quantity: Quantity, words: Vocabulary) -> Change:
    """As in "rose 3 percent", "fell by 40"; "rose to" tells a level."""
    verb, changes = frame.verb, words.numbers.changing
    if verb is None or frame.relation == "subj" or frame.measured is not None:
        return "level"
    lemma = verb.lemma_.lower()
    if frame.relation == "pp" and frame.prep not in changes.step:
        return "level"
    if lemma in changes.moved and frame.relation == "obj" and quantity.role != "percent" and quantity.unit != "point":
        return "level"  # "raised $3 million"
    if frame.counted is not None and not quantity.unit and frame.relation != "pp":
        return "level"
    return "rise" if lemma in changes.rise else "fall" if lemma in changes.fall else "level"


# ── words ────────────────────────────────────────────────────────────────────────────────────────

_LEFT = frozenset({"compound", "amod", "nmod", "poss", "advmod", "quantmod", "npadvmod", "punct", "case", "nummod"})
_LONG = 14


def phrase(noun: Token, frame: Frame, prepositions: frozenset[str]) -> tuple[int, int]:
    """The token range of the noun phrase of ``noun``, without articles, the quantity and further clauses."""
    end = _right_end(noun, frame, prepositions) + 1
    if frame.gapped and noun.i < frame.first and noun.doc[noun.i + 1].lower_ in prepositions:
        end = max(end, gap_end(frame))  # the parse hangs "to Norway" on the words before
    return _left_end(noun, frame), end


def _left_end(noun: Token, frame: Frame) -> int:
    left = noun.i
    for child in sorted(noun.lefts, key=lambda t: -t.i):
        if child.dep_ not in _LEFT or child.right_edge.i + 1 != left:
            break
        if child.left_edge.i <= frame.last and child.right_edge.i >= frame.first:
            left = max(frame.last + 1, child.left_edge.i) if frame.last + 1 <= left else left
            break
        if (child.dep_ == "punct" and child.text not in "-–") or child.dep_ == "nummod":
            break
        left = child.left_edge.i
    while left < noun.i and _opens_nothing(noun.doc[left]):
        left += 1
    return left


def _opens_nothing(token: Token) -> bool:
    """Articles, pronouns and signs, with which no measure begins."""
    return token.pos_ in ("DET", "PUNCT", "PRON", "NUM", "SPACE", "ADP") or token.dep_ in ("det", "cc", "predet")


def _right_end(noun: Token, frame: Frame, prepositions: frozenset[str]) -> int:
    right = noun.i
    for child in noun.rights:
        if child.i - noun.i > _LONG or child.left_edge.i > right + (2 if child.dep_ == "conj" else 1):
            break
        if child.dep_ == "prep" and child.lower_ in prepositions:
            inner = _object(child)
            if inner is None or _is_other(child, inner, frame):
                break
            right = _right_end(inner, frame, prepositions)
        elif (child.dep_ in ("compound", "case") and child.i == right + 1) or (
            right == noun.i and child.dep_ == "conj" and _is_coordinated(child, noun, frame)
        ):
            right = child.i
        elif child.dep_ != "cc":
            break
    return right


def _is_other(prep: Token, inner: Token, frame: Frame) -> bool:
    """Whether a prepositional phrase holds the quantity, a number or a time, and is no part of the measure."""
    if any(child.dep_ == "nummod" for child in inner.children) and inner.i > frame.last:
        return True
    if inner.like_num or inner.ent_type_ in ("DATE", "TIME") or (prep.i <= frame.last and inner.i >= frame.first):
        return True
    return any(frame.first <= token.i <= frame.last for token in (inner, *inner.children))


def _is_coordinated(noun: Token, first: Token, frame: Frame) -> bool:
    """A short second half ("equipment and systems") without a number of its own."""
    if first == frame.counted and first.tag_ == "NNS" and noun.tag_ == "NN":
        return False  # "the deaths of 40 farmers and displacement of others"
    if any(child.tag_ == "VBG" for child in noun.lefts):
        return False  # "killing 40 people and flattening houses"
    short = noun.right_edge.i - noun.left_edge.i < _LONG
    counted = not short or any(token.like_num for token in noun.subtree)
    return noun.pos_ in _NOUNS and noun.i - first.i <= 3 and not counted and not _holds(noun, frame)


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
        lemma = lemma[:-1]
    if noun.lower_.endswith("ies") and lemma.endswith("ie"):
        lemma = f"{lemma[:-2]}y"
    return lemma
