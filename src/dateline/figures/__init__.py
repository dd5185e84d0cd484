"""How much of what, of whom: every figure of a report with its bound, unit, measure, parties and period.

From the ground up: ``vocabulary`` (the words), ``numbers`` (numerals), ``quantities`` (number, unit, rate, bound),
``excluded`` (numbers that are none), ``ranges`` and ``scan`` (all quantities of a text, from characters); then, from
the parse, ``measure``
and ``kinds`` (what is measured), ``parties`` (whose it is). ``find_quantities`` gives every quantity that stands in the
text, ``find_figures`` those that are claims: no ages, dates, scores of matches, bare enumerations.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from dateline import dates
from dateline.events.factuality import factuality_of
from dateline.figures import scan
from dateline.figures.kinds import fate_of, is_thing, is_whole, kind_of, told_by, told_by_adjective, toll_of
from dateline.figures.measure import (
    FATES,
    HARM,
    Frame,
    beside,
    chain,
    change_of,
    frame_of,
    gapped,
    is_passive,
    listed,
    measured_noun,
    of_another,
    phrase,
    same_sentence,
    singular,
    subject_of,
    unjoined,
)
from dateline.figures.parties import parties
from dateline.figures.people import aged, find_none, is_aged, is_listed, is_somebody
from dateline.figures.quantities import Quantity
from dateline.figures.vocabulary import Vocabulary, vocabulary
from dateline.model import Change, Factuality, Figure, MeasureKind, Time
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Finding", "find_figures", "find_quantities"]

_FLOWS: frozenset[MeasureKind] = frozenset({"import", "export", "trade", "trade_balance"})
_OF = frozenset({"of"})
_SPENT = frozenset({"of", "on"})  # "the tariff on steel", "spending on defense"
_ON: frozenset[MeasureKind] = frozenset({"price", "budget"})
_FLOW_PREPOSITIONS = frozenset({"of", "from", "to", "with", "between"})
_PRONOUNS = frozenset({"PRP", "DT", "WDT", "WP"})
_BARE: frozenset[MeasureKind] = frozenset({"count", "other"})


@dataclass(frozen=True)
class Finding:
    """A quantity with its place in the grammar: what a ``Figure`` is made of, and what the scorers look at.

    ``noun`` is the head of the words for what is measured or counted, ``person`` whether people are counted,
    ``conversion`` whether it only says the quantity before it in another unit ("100 km (60 miles)").
    """

    quantity: Quantity
    frame: Frame
    noun: Token | None
    kind: MeasureKind
    change: Change
    person: bool
    conversion: bool = False


def find_figures(reading: Reading) -> tuple[Figure, ...]:
    """The figures of a report, in order. ``parties`` says how ``of``, ``from`` and ``to`` are set for each kind.

    ``unit`` is an ISO 4217 code, ``percent``, ``percentage point``, ``person``, a UCUM code, ``times``, ``rank``, or
    the
    singular noun counted. A rate by time of money stays in ``quantity`` ("$65 billion a year" is USD); other rates are
    in the unit ("USD/[bbl_us]"). A magnitude ("dozens") has ``low`` and ``high`` and the bound ``about``; an unknown
    quantity has neither. Fractions are given in percent. ``method`` says how the number was used ("figures/money");
    of a change from one level to another ("figures/to") the new level is the claim, and a former level is one only
    where it has a period of its own. Conversions, ages, scores and durations other than sentences are no claims.
    """
    words = vocabulary(reading.lexicon.numbers)
    made: list[Figure] = []
    before: Finding | None = None
    for finding in sorted([*find_quantities(reading), *_none(reading, words)], key=lambda f: f.quantity.start):
        for figure in _figures(reading, finding, words):
            if made and before is not None and _share_time(before, finding):
                made[-1] = msgspec.structs.replace(made[-1], when=made[-1].when or figure.when)
                made.append(msgspec.structs.replace(figure, when=figure.when or made[-1].when))
            else:
                made.append(figure)
            before = finding
    return tuple(made)


def _share_time(one: Finding, two: Finding) -> bool:
    """Whether two quantities share a verb, or a deed its subject: "killed 12 and wounded 30 on Sunday"."""
    if two.frame.gapped:
        return True
    first, second = one.frame.verb, two.frame.verb
    if first is None or second is None or one.kind not in HARM or two.kind not in HARM:
        return False
    joined = second.dep_ == "conj" and second.head.i == first.i and not any(c.dep_ == "nsubj" for c in second.children)
    return joined and first.tag_ == "VBD" and second.tag_ in ("VBD", "VBN")


def find_quantities(reading: Reading) -> list[Finding]:
    """Every quantity of the report with its frame, kind and change, in order; ages, durations and scores among them."""
    words = vocabulary(reading.lexicon.numbers)
    doc = reading.doc
    starts = [token.idx for token in doc]
    found: list[Finding] = []
    text = doc.text
    for read in scan.find_quantities(text, words):
        quantity = read
        span = (max(0, bisect_right(starts, quantity.start) - 1), max(0, bisect_right(starts, quantity.end - 1) - 1))
        if found and quantity.inner and _converts(found[-1], quantity, text):
            found.append(_converted(found[-1], quantity))
        else:
            quantity = _without_particle(doc, span[0], quantity, words)
            finding = _finding(doc, span, quantity, words, found[-1].frame if found else None)
            if not _is_name(finding) and not (found and _is_votes_against(finding, found[-1], words)):
                finding = _included(_elliptic(finding, _full_before(found), words), found[-1] if found else None, words)
                if found:
                    found[-1] = _shared_fate(found[-1], finding)
                found.append(_bounded_behind(finding, words))
    return found


def _shared_fate(one: Finding, two: Finding) -> Finding:
    """``one``, with the fate told behind both: "8 tourists, 3 sailors killed"."""
    noun, other = one.frame.counted, two.frame.counted
    if noun is None or other is None or one.kind != "count" or not one.person or two.kind not in HARM:
        return one
    doc, end = noun.doc, other.i + 1
    listed = noun.i + 2 == two.frame.first and doc[noun.i + 1].text == ","
    return replace(one, kind=two.kind) if listed and end < len(doc) and doc[end].tag_ in ("VBN", "VBD", "JJ") else one


def _none(reading: Reading, words: Vocabulary) -> Iterator[Finding]:
    """As in "no one was hurt", "no deaths were reported": nobody, where people could have been."""
    for span, quantity in find_none(reading.doc, reading.lexicon, words):
        finding = _finding(reading.doc, span, quantity, words, None)
        if finding.kind in HARM:
            yield finding


def _included(finding: Finding, before: Finding | None, words: Vocabulary) -> Finding:
    """As in "killed 40 people, including eight pupils": the part shares the fate of the whole.

    So do two children in "the dead included two children".
    """
    frame = finding.frame
    told = _of_included(finding, words)
    if told is not None:
        return replace(finding, kind=told, person=True)
    if before is None or before.kind not in HARM or finding.kind in HARM or not finding.person or not frame.first:
        return finding
    opener = frame.anchor.doc[frame.first - 1].lower_
    near = frame.first - before.frame.last <= 8 and same_sentence(before.frame, frame)
    return replace(finding, kind=before.kind) if near and opener in words.numbers.words.including else finding


def _of_included(finding: Finding, words: Vocabulary) -> MeasureKind | None:
    """The fate that the subject of a verb of including names."""
    verb = finding.frame.verb
    if verb is None or finding.frame.relation == "subj" or not finding.person:
        return None
    if verb.lemma_.lower() not in words.numbers.words.include_verbs and verb.lemma_ != "be":
        return None
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    return words.adjective_kinds.get(subject.lower_) if subject is not None else None


def _bounded_behind(finding: Finding, words: Vocabulary) -> Finding:
    """As in "600 people or more": the bound stands behind what is counted."""
    noun, quantity = finding.frame.counted, finding.quantity
    if noun is None or quantity.bound != "exact" or not finding.frame.last < noun.i < finding.frame.last + 4:
        return finding
    bound = words.after.get(tuple(token.lower_ for token in noun.doc[noun.i + 1 : noun.i + 3]))
    return replace(finding, quantity=replace(quantity, bound=bound)) if bound else finding


def _without_particle(doc: Doc, first: int, quantity: Quantity, words: Vocabulary) -> Quantity:
    """As in "Handed over 15 miners": the particle of a verb bounds nothing."""
    token = doc[first]
    before = doc[first - 1].lemma_.lower() if first else ""
    small = words.numbers.words
    handed = token.lower_ == "over" and before in small.over_verbs
    raised = token.lower_ in small.up_down and before in small.up_verbs  # "was put up to 9.5 percent"
    if (token.dep_ != "prt" and not handed and not raised) or token.idx >= quantity.core[0]:
        return quantity
    return replace(quantity, start=quantity.core[0] if raised else doc[first + 1].idx, bound="exact")


def _is_votes_against(finding: Finding, before: Finding, words: Vocabulary) -> bool:
    """As in "by 109 votes to 87": the other side of a tally, which counts nothing by itself."""
    frame = finding.frame
    behind = frame.first - 2 == (before.frame.counted.i if before.frame.counted is not None else -1)
    bare = finding.quantity.role == "count" and frame.counted is None
    return (
        before.kind == "votes"
        and bare
        and behind
        and frame.anchor.doc[frame.first - 1].lower_ in words.numbers.words.to
    )


def _is_name(finding: Finding) -> bool:
    """A bare number that is part of a name ("the Index 500", "12 Harbour Road", "the one")."""
    quantity, frame, counted = finding.quantity, finding.frame, finding.frame.counted
    if quantity.vague and frame.anchor.pos_ == "PROPN" and frame.anchor.dep_ == "compound":
        return True
    if _is_model(finding):
        return True
    if quantity.role not in ("count", "score") or quantity.vague or quantity.bound != "exact" or quantity.scaled:
        return False
    if quantity.one and counted is None:
        return True
    doc = frame.anchor.doc
    plural = counted is not None and counted.tag_ in ("NNS", "NNPS")
    before = doc[frame.first - 1] if frame.first else None
    if (
        before is not None
        and before.pos_ == "PROPN"
        and before.text[:1].isupper()
        and before.whitespace_
        and not plural
    ):
        return before.text.isalnum() or "&" in before.text or before.text.isupper()
    after = doc[frame.last + 1] if frame.last + 1 < len(doc) else None
    grouped = any("," in doc[at].text for at in range(frame.first, frame.last + 1))
    return (
        counted is not None and counted.tag_ == "NNP" and after is not None and after.text[:1].isupper() and not grouped
    )


def _is_model(finding: Finding) -> bool:
    """As in "a Cessna 208B Caravan": a letter that would be a scale, between names."""
    quantity, frame = finding.quantity, finding.frame
    doc = frame.anchor.doc
    if quantity.role != "count" or not quantity.scaled or frame.first == 0 or frame.last + 1 >= len(doc):
        return False
    number = doc.text[quantity.core[0] : quantity.core[1]]
    glued = number[-1:].isupper() and number[-2:-1].isdigit()
    return glued and doc[frame.first - 1].pos_ == "PROPN" and doc[frame.last + 1].text[:1].isupper()


def _finding(doc: Doc, span: tuple[int, int], quantity: Quantity, words: Vocabulary, before: Frame | None) -> Finding:
    frame = frame_of(doc, span, quantity, words)
    whose = aged(doc, frame) if quantity.role == "age" or is_aged(frame, quantity, words) else None
    if whose is not None and is_somebody(whose, words) and not is_listed(frame, whose):
        quantity = replace(quantity, role="age", unit=quantity.unit or "a")
        return Finding(quantity, replace(frame, counted=None, measured=whose), whose, "age", "level", person=False)
    if before is not None and frame.counted is None:
        bare = frame.measured is None and quantity.unit
        frame = of_another(frame, before) or (gapped(frame, before) if bare else None) or frame
    if quantity.sign and quantity.unit:
        frame = listed(frame) or frame
    elif quantity.unit:
        frame = unjoined(_onward(frame, before, words) or beside(frame, words), words)
    change = change_of(doc, frame, quantity, words)
    counts = quantity.role in ("count", "unknown") and not quantity.unit
    harm = fate_of(doc, frame, words) if counts else None
    noun = frame.counted if frame.counted is not None else measured_noun(frame, words)
    toll = toll_of(noun, words) if counts and frame.counted is None else None
    if harm and not toll and frame.counted is None:
        noun = None  # "killed 12": the subject is not who was counted
    if _is_crowd(frame, quantity, words):
        return Finding(quantity, frame, None, harm or "count", change, person=True)
    kind = harm or toll or kind_of(frame, quantity, noun, words)
    person = bool(harm in HARM or toll) or _counts_people(frame, noun, words)
    return Finding(quantity, frame, noun, kind, change, person)


def _onward(frame: Frame, before: Frame | None, words: Vocabulary) -> Frame | None:
    """The frame of a level right behind the step to it, or of the same in another unit.

    "Berg, down 68p at 1112p"; "60% of its value, or $30 billion".
    """
    if before is None or before.measured is None:
        return None
    if before.beside and frame.first == before.last + 2:
        return replace(frame, measured=before.measured, beside=True)
    behind = before.measured.right_edge.i + 1 if before.complement and frame.measured is None else frame.first
    again = [token.lower_ for token in frame.anchor.doc[behind : frame.first]] == [",", *words.numbers.words.or_]
    return replace(frame, measured=before.measured, verb=before.verb, relation=before.relation) if again else None


def _is_crowd(frame: Frame, quantity: Quantity, words: Vocabulary) -> bool:
    """As in "Hundreds fled the fighting": what only people do."""
    if not quantity.vague or frame.counted is not None or frame.verb is None or frame.relation != "subj":
        return False
    return frame.verb.lemma_.lower() in words.numbers.crowds.verbs


def _full_before(found: list[Finding]) -> Finding | None:
    """The last finding that a bare number can take its unit from; durations in between are passed over."""
    return next((f for f in reversed(found[-3:]) if f.quantity.role != "duration"), None)


def _same_things(finding: Finding, before: Finding, words: Vocabulary) -> Finding:
    """As in "destroyed 400 homes and damaged 1,200 others", "35 houses were destroyed and 120 damaged"."""
    noun, thing = finding.frame.counted, before.frame.counted
    if finding.kind in HARM or thing is None or not is_thing(thing, words) or finding.quantity.role != "count":
        return finding
    other = noun is None or noun.lower_ in words.numbers.nobody.beside
    if not other or not same_sentence(before.frame, finding.frame):
        return finding
    return replace(finding, frame=replace(finding.frame, counted=thing), noun=thing, person=False)


def _elliptic(finding: Finding, before: Finding | None, words: Vocabulary) -> Finding:
    """A bare number takes unit or noun of the one before it: "7 million cars, up from 6 million".

    Only within a sentence, where both are of one order of magnitude and the number stands as a level of something.
    """
    bare = finding.quantity
    if before is None or finding.kind in FATES:
        return finding if before is None else _same_things(finding, before, words)
    full = before.quantity
    if bare.role != "count" or bare.unit or finding.frame.counted is not None or finding.kind in HARM or bare.vague:
        return finding
    if full.role not in ("money", "physical", "count") or (full.role == "count" and before.frame.counted is None):
        return finding
    near = same_sentence(before.frame, finding.frame) and finding.frame.first - before.frame.last <= 15
    alike = (bare.low and full.low and full.unit == "point") or (
        bare.low and full.low and Decimal("0.1") <= abs(bare.low / full.low) <= 10
    )
    if not near or not alike or not (bare.scaled or bare.low >= 100) or before.kind in HARM:
        return finding
    if full.role == "count":
        frame = replace(finding.frame, counted=before.frame.counted)
        return replace(finding, frame=frame, noun=before.frame.counted, person=before.person, kind=before.kind)
    return replace(finding, quantity=replace(bare, unit=full.unit, role=full.role, own_unit=False))


def _counts_people(frame: Frame, noun: Token | None, words: Vocabulary) -> bool:
    if frame.counted is not None:
        return _is_person(frame.counted, words)
    return noun is not None and any(_is_person(token, words) for token in chain(noun) if token.tag_ in ("NNS", "NNPS"))


def _is_person(noun: Token, words: Vocabulary) -> bool:
    if noun.lower_ in words.persons or noun.lemma_.lower() in words.persons:
        return True
    return noun.ent_type_ == "NORP" and noun.tag_ in ("NNPS", "NNS")


def _converts(before: Finding, quantity: Quantity, text: str) -> bool:
    """Whether a quantity in brackets says the one before it in another unit."""
    gap = text[before.quantity.end : quantity.start]
    return gap.strip() == "(" and before.quantity.role == quantity.role and bool(quantity.unit)


def _converted(before: Finding, quantity: Quantity) -> Finding:
    bound = before.quantity.bound if quantity.bound == "exact" and not before.quantity.is_range else quantity.bound
    return replace(before, quantity=replace(quantity, bound=bound), conversion=True)


# ── from findings to claims ──────────────────────────────────────────────────────────────────────


def _figures(reading: Reading, finding: Finding, words: Vocabulary) -> Iterator[Figure]:
    named = _named(reading, finding) if _is_claim(reading, finding, words) else None
    if named is None:
        return
    finding, quantity = named, named.quantity
    if quantity.join == "from" and not _is_spread(finding, words):  # "from 10 to 15": the old level and the new one
        yield _figure(reading, finding, words, (quantity.high, None), "figures/to")
        return
    yield _figure(reading, finding, words, (quantity.low, quantity.high), f"figures/{quantity.role}")


def _is_spread(finding: Finding, words: Vocabulary) -> bool:
    """Whether "from 10 to 15" are two ends and not two levels: "fines from $500 to $900 await them"."""
    quantity, frame, changes = finding.quantity, finding.frame, words.numbers.changing
    if quantity.high is None or quantity.low >= quantity.high or finding.change != "level":
        return False
    verb = frame.verb.lemma_.lower() if frame.verb is not None else ""
    noun = frame.measured.lemma_.lower() if frame.measured is not None and not frame.beside else ""
    if verb in (*changes.rise, *changes.fall, *changes.revised) or noun in (*changes.rise_nouns, *changes.fall_nouns):
        return False
    return bool(noun) or verb in (*changes.touch, *words.numbers.words.measuring)


def _named(reading: Reading, finding: Finding) -> Finding | None:
    """``finding`` with a noun for a pronoun that it measures; ``None`` where nothing says what that stands for.

    "Fish made up two thirds of that" measures fish. "It invested $5 million" stays, where "it" is somebody.
    """
    noun, verb = finding.noun, finding.frame.verb
    if finding.kind in HARM:
        return finding
    if noun is None:
        empty = verb is not None and verb.lemma_ == "be" and finding.kind not in ("share", "rank")
        empty = empty or (verb is not None and verb.dep_ == "prep")  # "compared with 44 percent"
        return None if empty else finding  # "the house is 5 miles off" measures nothing
    if noun.tag_ not in _PRONOUNS or finding.kind == "sentence":
        return finding if noun.tag_ not in _PRONOUNS else replace(finding, noun=None)  # "sentenced her to ten years"
    subject = subject_of(verb) if verb is not None else None
    if subject is not None and subject.pos_ in ("NOUN", "PROPN") and subject.i != noun.i:
        return replace(finding, noun=subject)
    if reading.entity_at(noun) is not None and finding.kind not in ("distance", "sentence"):
        return finding
    told = verb is not None and finding.kind not in (*_BARE, "distance") and finding.frame.measured is None
    return replace(finding, noun=None) if told else None


def _is_claim(reading: Reading, finding: Finding, words: Vocabulary) -> bool:
    """Whether a quantity is worth a claim: it measures something, or counts something that is not just mentioned."""
    quantity = finding.quantity
    if finding.kind == "age":
        return True
    if quantity.role in ("age", "score") or finding.conversion:
        return False
    if quantity.role == "duration":
        return finding.kind == "sentence"
    if _in_time(reading, quantity) or _is_stale(reading, finding, words) or _is_whereabouts(finding, words):
        return False
    counts = quantity.role in ("count", "unknown", "ratio", "fraction")
    return finding.kind in HARM or not counts or _is_count(finding, words)


def _is_whereabouts(finding: Finding, words: Vocabulary) -> bool:
    """As in "Sines, 100 miles south of Lisbon": where a place lies, not what the report measures."""
    last, doc = finding.frame.last, finding.frame.anchor.doc
    following = doc[last + 1].lower_ if last + 1 < len(doc) else ""
    if _is_measured_by_place(finding, words):
        return False
    return finding.quantity.role == "physical" and following in words.numbers.words.directions


def _is_measured_by_place(finding: Finding, words: Vocabulary) -> bool:
    """As in "The epicenter was 40 kilometers south of Varo": where something happened, not where a place lies."""
    noun, verb = finding.noun, finding.frame.verb
    if noun is None or verb is None or finding.frame.relation != "obj" or finding.frame.measured is not None:
        return False
    return noun.pos_ == "NOUN" and not noun.ent_type_ and noun.lemma_.lower() not in words.numbers.populated.nouns


def _is_count(finding: Finding, words: Vocabulary) -> bool:
    """Whether a number without a unit counts something new to the reader."""
    quantity, noun = finding.quantity, finding.noun
    if noun is None and finding.person and quantity.vague:
        return True
    if noun is None or noun.ent_type_ in ("DATE", "TIME") or quantity.one:
        return False
    bare = finding.frame.counted is None and finding.kind in _BARE
    if bare and (
        _is_aged(finding, noun, words) or noun.pos_ == "PRON" or not (quantity.scaled or _is_level(finding, words))
    ):
        return False  # "the two watched": points back
    return not _definite(finding) and not _is_description(finding)


def _is_aged(finding: Finding, noun: Token, words: Vocabulary) -> bool:
    """As in "between the ages of 18 and 35", "Ms. Holt, who is 19": no count."""
    verb = finding.frame.verb
    somebody = noun.ent_type_ == "PERSON" or (_is_person(noun, words) and noun.tag_ == "NN")
    return noun.lower_ in words.numbers.words.aged or (somebody and verb is not None and verb.lemma_ == "be")


def _is_description(finding: Finding) -> bool:
    """As in "A 9.5 rifle", "a three-course meal": a number before a singular describes and does not count."""
    noun, quantity = finding.frame.counted, finding.quantity
    if noun is None or finding.person or finding.kind not in _BARE or quantity.role != "count" or quantity.one:
        return False
    return noun.tag_ == "NN" and quantity.low != 1


def _is_level(finding: Finding, words: Vocabulary) -> bool:
    """Whether a bare number is what something reaches: "the index fell to 1,334", "visitors numbered 400"."""
    verb, changes = finding.frame.verb, words.numbers.changing
    if verb is None or finding.frame.relation == "subj":
        return False
    if verb.lemma_.lower() in changes.put and finding.frame.prep in ("", *changes.level):
        return True  # "put the number of protesters at 8,000"
    if finding.frame.relation == "pp" and finding.frame.prep not in (*changes.level, *changes.step):
        return False
    return verb.lemma_.lower() in (*changes.rise, *changes.fall, *changes.touch)


def _is_former(finding: Finding, words: Vocabulary) -> bool:
    """The level before a change: "rose to 61 from 58", "up from $900 million a year earlier"."""
    doc, first = finding.frame.anchor.doc, finding.frame.first
    changes, verb = words.numbers.changing, finding.frame.verb
    if finding.kind in HARM and verb is not None and _is_superseded(verb, words):
        return True
    if first == 0 or doc[first - 1].lower_ not in words.numbers.words.from_ or finding.quantity.join:
        return False
    if first > 1 and doc[first - 2].like_num:  # "revised to 45 from 52"
        return True
    changing = verb is not None and verb.lemma_.lower() in (*changes.rise, *changes.fall)
    return changing or (first > 1 and doc[first - 2].lower_ in ("up", "down"))


def _is_superseded(verb: Token, words: Vocabulary) -> bool:
    """As in "An earlier toll had put the dead at nine", "officials initially said that 30 had died"."""
    for node in (verb, verb.head):
        subject = next((child for child in node.children if child.dep_ in ("nsubj", "nsubjpass")), None)
        near = [*node.children, *(subject.children if subject is not None else ())]
        if any(child.lower_ in words.numbers.words.former for child in near if child.dep_ in ("advmod", "amod")):
            return True
    return False


def _is_stale(reading: Reading, finding: Finding, words: Vocabulary) -> bool:
    """A former level without a time of its own would contradict the new one; a former toll always would."""
    return _is_former(finding, words) and (finding.kind in HARM or _own_time(reading, finding) is None)


def _own_time(reading: Reading, finding: Finding) -> Time | None:
    """A time right behind the quantity, in its sentence: "from $900 million in 2020"."""
    end, last = finding.quantity.end, finding.frame.anchor.sent.end_char
    dated = (t for t in reading.times if t.start is not None and t.type == "date")
    behind = (t for t in dated if t.start is not None and 0 <= t.start - end <= 6 and t.start < last)
    return next(behind, None)


def _definite(finding: Finding) -> bool:
    """As in "the two leaders", "both of its two ships": points back at something told, and tells no number."""
    quantity, noun = finding.quantity, finding.frame.counted
    if noun is None or finding.kind not in _BARE or quantity.bound != "exact" or quantity.low > 12:
        return False
    return any(
        child.dep_ in ("det", "poss") and child.i < finding.frame.first and child.lower_ not in ("all", "a", "an")
        for child in noun.children
    )


def _in_time(reading: Reading, quantity: Quantity) -> bool:
    start, end = quantity.core
    return any(t.start is not None and t.end is not None and t.start <= start and end <= t.end for t in reading.times)


def _figure(
    reading: Reading, finding: Finding, words: Vocabulary, ends: tuple[Decimal | None, Decimal | None], method: str
) -> Figure:
    quantity, frame = finding.quantity, finding.frame
    low, high = (_plain(end, quantity) if quantity.role != "unknown" else None for end in ends)
    whose = parties(reading, frame, finding.noun, finding.kind)
    stated = (
        finding.kind == "population"
        or is_whole(frame, words)
        or (finding.kind in FATES and told_by_adjective(frame.anchor.doc, frame, words))
    )
    lead = (
        frame.verb
        if frame.verb is not None and not stated
        else frame.counted
        if frame.counted is not None
        else frame.anchor
    )
    return Figure(
        evidence=reading.clause(frame.anchor),
        quantity=reading.evidence(quantity.start, quantity.end),
        value=low if high is None else None,
        low=low if high is not None else None,
        high=high,
        bound="exact" if method == "figures/to" and quantity.bound == "range" else quantity.bound,
        unit=_unit(finding),
        measure=_measure(reading, finding, words),
        measure_kind=finding.kind,
        of=whose.of,
        from_=whose.from_,
        to=whose.to,
        change=finding.change,
        when=_period(reading, finding, words),
        factuality=_factuality(reading, lead, finding, words),
        method=method,
    )


def _is_given(finding: Finding) -> bool:
    """Whether the clause takes the number for granted, whatever it says: "its 30 divers will be free to go"."""
    noun, frame = finding.frame.counted, finding.frame
    if finding.kind == "age":
        return frame.verb is None or frame.verb.lemma_ != "be" or frame.relation != "obj"
    if noun is None or finding.kind not in _BARE:
        return False
    pointing = (child for child in noun.children if child.dep_ in ("det", "poss") and child.i < frame.first)
    return any(
        c.dep_ == "poss" or c.morph.get("Definite", []) == ["Def"] or c.morph.get("PronType", []) == ["Dem"]
        for c in pointing
    )


def _factuality(reading: Reading, lead: Token, finding: Finding, words: Vocabulary) -> Factuality:
    """As the verb tells; but "no one was hurt" tells of zero and is no denial; in first reports it is alleged."""
    quantity = finding.quantity
    if _is_given(finding):
        return "happened"
    if quantity.low or quantity.role != "count" or quantity.numeral is not None:
        return factuality_of(lead, reading.lexicon)
    return "alleged" if lead.lemma_.lower() in words.numbers.nobody.reporting else "happened"


def _plain(value: Decimal | None, quantity: Quantity) -> Decimal | None:
    """``value`` in full units without trailing zeros; fractions in percent."""
    if value is None:
        return None
    if quantity.role == "fraction":
        value = round(value * 100, 6)
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral() and abs(value) < Decimal(10) ** 27 else value


def _unit(finding: Finding) -> str:
    quantity = finding.quantity
    if quantity.role == "fraction":
        return "percent"
    if quantity.role == "rank":
        return "rank"
    if quantity.unit:
        timed = quantity.per in ("d", "wk", "mo", "a", "h", "min", "s", "decade") and quantity.role in (
            "money",
            "percent",
        )
        return quantity.unit if timed or not quantity.per else f"{quantity.unit}/{quantity.per}"
    if finding.person:
        return "person"
    if finding.kind == "population":
        return "person"
    noun = finding.frame.counted
    return singular(noun) if noun is not None else "count"


def _measure(reading: Reading, finding: Finding, words: Vocabulary) -> str:
    """The report's words for what is measured."""
    frame, noun = finding.frame, finding.noun
    verb = frame.verb
    if noun is None:
        if finding.person:
            return "people"
        lemma = verb.lemma_.lower() if verb is not None else frame.anchor.lemma_.lower()
        return words.numbers.verb_nouns.get(lemma, lemma)
    prepositions = _FLOW_PREPOSITIONS if finding.kind in _FLOWS else _SPENT if finding.kind in _ON else _OF
    if finding.kind in HARM and noun.tag_ in _PRONOUNS:
        return "people"  # "six of them died"
    start, end = phrase(noun, frame, prepositions)
    text = " ".join(reading.words(frame.anchor.doc[start:end]).text.split())
    says = (
        verb is not None
        and frame.measured is None
        and frame.counted is None
        and words.verb_kinds.get(verb.lemma_.lower()) == finding.kind
    )
    if says and verb is not None and words.noun_kinds.get(noun.lemma_.lower()) in _FLOWS:
        return reading.words(
            verb.doc[verb.i : verb.i + 1]
        ).text  # "imports were ... and exports ...": a verb to the parse
    if says and verb is not None and verb.i not in range(start, end):
        return _told_by_verb(text, verb, finding, words, before=start < verb.i)
    return text


def _told_by_verb(text: str, verb: Token, finding: Finding, words: Vocabulary, *, before: bool) -> str:
    """A verb and its subject or object as a measure: "investment by Norway", "imports of goods", "bridge cost"."""
    named = words.numbers.verb_nouns.get(verb.lemma_.lower())
    if named is None:
        return f"{text} {verb.lower_}" if before else f"{verb.lower_} {text}"
    acts = before and finding.kind != "growth" and not is_passive(verb)
    small = words.numbers.words
    return f"{named} {(small.by if acts else small.of)[0]} {text}"


def _period(reading: Reading, finding: Finding, words: Vocabulary) -> Time | None:
    """The figure's own time; not one behind a former level ("rose to 4.5 percent, from 4.1 percent in May")."""
    own = _own_time(reading, finding)
    if own is not None or finding.kind in ("population", "age"):
        return own
    teller = told_by(finding.frame.counted, words) if finding.kind in FATES else None
    if teller is not None and words.verb_kinds.get(teller.lemma_.lower()) == finding.kind:
        return dates.time_for(reading, teller)  # "the miners abducted in 2019 were freed on Monday"
    time = dates.time_for(reading, finding.frame.anchor)
    if time is None or time.start is None or time.start < finding.quantity.end:
        return time
    between = reading.report.text[finding.quantity.end : time.start].split()
    pairs = pairwise(between)
    former = any(word in words.numbers.words.from_ and any(map(str.isdecimal, after)) for word, after in pairs)
    return None if former else time
