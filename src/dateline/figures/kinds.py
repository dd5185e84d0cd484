"""Which kind of measure a figure is (``model.MeasureKind``), from the verb, the adjectives and the nouns around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.figures.measure import FATES, HARM, Frame, chain, is_passive
from dateline.figures.quantities import Quantity
from dateline.figures.vocabulary import Vocabulary, table
from dateline.model import MeasureKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def fate_of(doc: Doc, frame: Frame, words: Vocabulary) -> MeasureKind | None:
    """What befell who or what is counted: people killed, injured, missing …, things destroyed or damaged.

    In order of trust: an adjective or participle at the noun ("12 dead", "the 43 missing students", "people
    killed"), then
    the verb that acts on them or that they do ("killed 12", "12 died"); never a verb whose doers they are ("12 men
    killed").
    """
    told = _own_word(doc, frame, words) or _by_governing_noun(_whole_phrase(frame), words)
    if is_whole(frame, words):
        return told
    if told in (None, "detained"):  # "15 abducted miners were freed"
        acted = _by_verb(frame, words)
        told = acted if told is None or acted == "released" else told
    told = told or _by_lives(frame, words) or _by_noun(frame.counted, words)
    return told if _may_befall(told, frame.counted, words) else None


def _whole_phrase(frame: Frame) -> Token | None:
    """The word that the counted noun's phrase hangs by: the number in "the release of 21 of the girls"."""
    return frame.anchor if frame.counted is not None and _is_part(frame) else frame.counted


def _may_befall(fate: MeasureKind | None, noun: Token | None, words: Vocabulary) -> bool:
    """Whether ``fate`` can be told of what is counted; much else than people is released."""
    if fate == "released":
        return noun is not None and (_is_of_people(noun, words) or noun.ent_type_ == "NORP")
    return fate not in HARM or not is_thing(noun, words)


def told_by(noun: Token | None, words: Vocabulary) -> Token | None:
    """The participle or relative clause at the noun that says what befell it: "miners abducted in 2019"."""
    if noun is None:
        return None
    return next(
        (
            child
            for child in noun.children
            if child.dep_ in ("acl", "relcl") and words.verb_kinds.get(child.lemma_.lower()) in FATES
        ),
        None,
    )


def is_thing(noun: Token | None, words: Vocabulary) -> bool:
    """As in "killed 300 sheep", "captured 12 tanks": no people were."""
    return (
        noun is not None
        and not _is_of_people(noun, words)
        and not words.things.isdisjoint((noun.lower_, noun.lemma_.lower()))
    )


def _is_of_people(noun: Token, words: Vocabulary) -> bool:
    return noun.lower_ in words.persons or noun.lemma_.lower() in words.persons


def told_by_adjective(doc: Doc, frame: Frame, words: Vocabulary) -> bool:
    """Whether a word at the noun says what befell the people, so that the verb of the clause tells something else."""
    return _own_word(doc, frame, words) is not None or _by_governing_noun(frame.counted, words) is not None


def _own_word(doc: Doc, frame: Frame, words: Vocabulary) -> MeasureKind | None:
    """What an adjective or participle at the noun says, unless it says it of more than were counted."""
    if frame.counted is not None and _is_part(frame):
        return None
    return _adjacent(doc, frame, words) or _modifier(frame.counted, words)


def _by_governing_noun(noun: Token | None, words: Vocabulary) -> MeasureKind | None:
    """As in "the deaths of ten tourists and two pilots", "the arrest of 12 men"."""
    while noun is not None and noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN") and noun.head.i < noun.i:
        noun = noun.head
    if noun is None or noun.dep_ != "pobj" or noun.head.lower_ not in words.numbers.words.of:
        return None
    beside = noun.head.nbor(-1) if noun.head.i else noun  # "the deaths of ten and injury of 30 others"
    governing = beside if beside.pos_ == "NOUN" and _by_noun(beside, words) else noun.head.head
    return _by_noun(governing, words) if governing.pos_ == "NOUN" else None


def _is_part(frame: Frame) -> bool:
    """As in "15 of the 90 abducted miners were freed": the miners were abducted, the 15 were freed."""
    noun = frame.counted
    if (
        noun is None
        or noun.dep_ != "pobj"
        or noun.head.lower_ != "of"
        or not frame.first <= noun.head.head.i <= frame.last
    ):
        return False
    definite = any(child.dep_ in ("det", "poss", "nummod") for child in noun.children)
    return definite and noun.tag_ in ("NNS", "NNPS")


def is_whole(frame: Frame, words: Vocabulary) -> bool:
    """As in "three of the 40 passengers died": what befell the three is not told of the 40."""
    noun = frame.counted
    if noun is None or noun.dep_ != "pobj" or noun.head.lower_ not in words.numbers.words.of:
        return False
    part = noun.head.head
    if frame.first <= part.i <= frame.last or part.lower_ in words.numbers.words.whole:
        return False
    numeral = part.like_num or part.lower_ in words.cardinals or part.lower_ in words.plurals
    return numeral or part.pos_ in ("PRON", "DET") or part.lower_ in words.numbers.nobody.pronouns


def _among(verb: Token, words: Vocabulary) -> MeasureKind | None:
    """As in "Ten children were among the dead", "among the 40 people killed"."""
    for prep in verb.children:
        if prep.dep_ == "prep" and prep.lower_ in words.numbers.words.including:
            for noun in prep.children:
                kind = words.adjective_kinds.get(noun.lower_) or _modifier(noun, words)
                if noun.dep_ == "pobj" and kind:
                    return kind
    return None


def _by_lives(frame: Frame, words: Vocabulary) -> MeasureKind | None:
    """As in "claimed 12 lives", "the lives of 12 people", "12 people lost their lives", "fatally shot 12"."""
    noun, verb, lives = frame.counted, frame.verb, words.numbers.lives
    if verb is None or (noun is None and frame.relation != "obj"):
        return None
    if any(child.dep_ == "advmod" and child.lower_ in lives.adverbs for child in verb.children):
        return "killed" if (frame.relation == "subj") == is_passive(verb) else None
    if noun is None or verb.lemma_.lower() not in lives.verbs:
        return None
    taken = [noun]
    if noun.dep_ == "pobj" and noun.head.lower_ in words.numbers.words.of:
        taken.append(noun.head.head)
    if frame.relation == "subj" and not is_passive(verb):
        taken = [child for child in verb.children if child.dep_ == "dobj"]
    return "killed" if any(token.lemma_.lower() in lives.nouns for token in taken) else None


def _adjacent(doc: Doc, frame: Frame, words: Vocabulary) -> MeasureKind | None:
    """As in "12 dead", "12 people killed", "12 others missing": the word right behind the quantity and its noun."""
    noun = frame.counted
    at = max(frame.last, noun.i if noun is not None and noun.i - frame.last <= 6 else frame.last) + 1
    while (
        at < len(doc)
        and (doc[at].tag_ in ("RB", "RBR", "JJR") or doc[at].lower_ in ("people", "others", "more"))
        and at < frame.last + 8
    ):
        at += 1
    if at >= len(doc):
        return None
    kind = words.adjective_kinds.get(doc[at].lower_)
    if kind is None and noun is not None and noun.i > frame.last:
        return words.adjective_kinds.get(noun.lower_)
    if kind and (any(child.dep_ in ("dobj", "obj") for child in doc[at].children) or _acts(doc[at])):
        return None
    return kind


def _acts(word: Token) -> bool:
    """As in "12 soldiers killed a man": a finite verb with an object behind it."""
    follows = word.nbor() if word.i + 1 < len(word.doc) else None
    return word.tag_ == "VBD" and follows is not None and follows.pos_ in ("DET", "NOUN", "PROPN", "PRON", "NUM")


def _modifier(noun: Token | None, words: Vocabulary) -> MeasureKind | None:
    if noun is None:
        return None
    for child in noun.children:
        if child.dep_ in ("amod", "acl", "compound", "relcl"):
            kind = words.adjective_kinds.get(child.lower_)
            verb_kind = words.verb_kinds.get(child.lemma_.lower()) if child.dep_ in ("acl", "relcl") else None
            if kind and not any(c.dep_ in ("dobj", "obj") for c in child.children):
                return kind
            if verb_kind in FATES and child.dep_ == "acl" and child.tag_ in ("VBN", "VBD"):
                return verb_kind
            if verb_kind in FATES and child.dep_ == "relcl" and _happens_to_subject(child, words):
                return verb_kind
    return None


def _happens_to_subject(verb: Token, words: Vocabulary) -> bool:
    return is_passive(verb) or verb.lemma_.lower() not in words.numbers.acted_on.verbs


def _by_verb(frame: Frame, words: Vocabulary) -> MeasureKind | None:
    """As in "killed 12", "12 died", "12 were killed", "left 12 dead", "12 were among the injured"."""
    verb = frame.verb
    if verb is None or frame.relation == "pp":
        return None
    told = _predicate(frame, verb, words)
    if told in FATES:
        return told
    kind = words.verb_kinds.get(verb.lemma_.lower())
    if kind not in FATES or verb.pos_ == "ADJ":
        return None
    acts = verb.lemma_.lower() in words.numbers.acted_on.verbs
    befalls_subject = is_passive(verb) or not acts
    if frame.relation == "subj":
        return kind if befalls_subject else None
    if frame.relation == "conj":
        return None  # "2 injured, thousands flee": what another verb says
    return kind if acts and not is_passive(verb) else None


_NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass"})  # "the dead"
_COUNTED: frozenset[MeasureKind] = frozenset({"troops", "weapons"})
_PREDICATES = frozenset({"acomp", "oprd", "xcomp", "ccomp", "attr"})


def _predicate(frame: Frame, verb: Token, words: Vocabulary) -> MeasureKind | None:
    """What an adjective built on the verb, or being among the dead, says of the people."""
    if verb.pos_ == "ADJ" or (verb.tag_ == "VBG" and not any(c.dep_ in ("dobj", "obj") for c in verb.children)):
        return words.adjective_kinds.get(verb.lower_)  # "are missing": a verb to the parse
    for child in verb.children:
        if child.i > verb.i and child.dep_ in _PREDICATES and child.lower_ in words.adjective_kinds:
            return words.adjective_kinds[child.lower_]
    if frame.relation == "subj" and verb.lemma_.lower() in words.numbers.suffering.verbs:  # "five suffered injuries"
        return next((_by_noun(child, words) for child in verb.children if child.dep_ == "dobj"), None)
    if frame.relation == "subj" and verb.lemma_ == "be":
        return _among(verb, words) or _state(verb, words)
    return None


def _state(verb: Token, words: Vocabulary) -> MeasureKind | None:
    """As in "64 people are in custody", "two are in critical condition"."""
    for prep in (child for child in verb.children if child.dep_ == "prep" and child.i > verb.i):
        for noun in (child for child in prep.children if child.dep_ == "pobj"):
            for kind, phrases in words.numbers.states.items():
                if f"{prep.lower_} {noun.lower_}" in phrases:
                    return kind
    return None


def _by_noun(noun: Token | None, words: Vocabulary) -> MeasureKind | None:
    """As in "12 deaths"."""
    if noun is None:
        return None
    kind = words.noun_kinds.get(noun.lemma_.lower()) or words.noun_kinds.get(noun.lower_)
    return kind if kind in HARM else None


def toll_of(noun: Token | None, words: Vocabulary) -> MeasureKind | None:
    """As in "a death toll of 12", "the number of injured rose to 12": the noun that a bare number measures."""
    if noun is None:
        return None
    for token in chain(noun):
        kind = _by_noun(token, words) or (words.adjective_kinds.get(token.lower_) if token.dep_ in _NOMINAL else None)
        if kind in HARM:
            return kind
    return None


def _is_population(frame: Frame, words: Vocabulary) -> bool:
    """As in "A city of 280,000 people"."""
    node = frame.counted if frame.counted is not None else frame.anchor
    prep = node.head
    places = words.numbers.populated.nouns
    return (
        node.dep_ == "pobj"
        and prep.lower_ == "of"
        and (prep.head.lemma_.lower() in places or prep.head.ent_type_ == "GPE")
    )


def kind_of(frame: Frame, quantity: Quantity, measured: Token | None, words: Vocabulary) -> MeasureKind:
    """The kind of a figure that counts no victims: by its use, else by its verb, else by its noun, else by its unit."""
    verb = frame.verb
    verb_kind = words.verb_kinds.get(verb.lemma_.lower()) if verb is not None else None
    noun_kind = _noun_kind(measured, words)
    if noun_kind in _COUNTED and quantity.role not in ("count", "unknown"):
        noun_kind = None  # "the missile flew 930 km"
    used = _by_use(frame, quantity, words)
    if used == "share" and noun_kind == "votes":
        return "votes"
    if verb_kind == "trade" and _is_quote(frame, words):
        return "price"
    told = verb_kind if verb_kind and verb_kind not in FATES and _says_what(frame, verb_kind) else None
    trade = _trade_verb(frame, words) if quantity.role in ("money", "physical") else None
    named = noun_kind if noun_kind and noun_kind not in HARM else None
    if quantity.role == "duration" and verb is not None and (verb_kind == "sentenced" or _jails(frame, words)):
        return "sentence"
    return used or told or trade or named or _by_unit(quantity)


def _by_use(frame: Frame, quantity: Quantity, words: Vocabulary) -> MeasureKind | None:
    """What the use of the number says: a rank, a part of something, how many live in a place."""
    if quantity.role == "rank":
        return "rank"
    if quantity.role == "count" and _is_population(frame, words):
        return "population"
    part = quantity.role == "fraction" or (quantity.role == "percent" and frame.complement)
    return "share" if part else None


def _by_unit(quantity: Quantity) -> MeasureKind:
    if quantity.role in ("physical", "duration"):
        return _dimension(quantity)
    return "count" if quantity.role in ("count", "unknown") else "other"


def _jails(frame: Frame, words: Vocabulary) -> bool:
    """As in "jailed him for ten years"; "detained him for three days" is no sentence."""
    lemma = frame.verb.lemma_.lower() if frame.verb is not None else ""
    return words.verb_kinds.get(lemma) == "detained" and lemma in words.numbers.verb_nouns


def _is_quote(frame: Frame, words: Vocabulary) -> bool:
    """As in "The coin was trading at $10,000", not "They traded goods for $5 billion"."""
    if frame.verb is None or frame.relation != "pp" or frame.prep not in words.numbers.trading.priced:
        return False
    return not any(child.dep_ in ("dobj", "nsubjpass") for child in frame.verb.children)


def _says_what(frame: Frame, kind: MeasureKind) -> bool:
    """Whether the verb tells the kind of its object: "imports $65 billion", not "rose at the price of"."""
    if kind in ("import", "export", "trade", "price", "investment", "fine", "loan", "aid", "compensation"):
        return (frame.relation in ("obj", "pp") and frame.measured is None) or kind in ("import", "export")
    return frame.relation == "obj" and frame.measured is None


def _trade_verb(frame: Frame, words: Vocabulary) -> MeasureKind | None:
    verb = frame.verb
    if verb is None or not (frame.relation == "obj" or _between_states(frame, verb)):
        return None
    trading = words.numbers.trading
    lemma = verb.lemma_.lower()
    return "import" if lemma in trading.buy else "export" if lemma in trading.sell else None


def _between_states(frame: Frame, verb: Token) -> bool:
    """As in "Portugal bought goods for $5 billion from Norway": only states trade where a price alone is told."""
    if frame.relation != "pp" or frame.prep != "for":
        return False
    ends = [child for child in verb.children if child.dep_ in ("nsubj", "dative")]
    carriers = [verb, frame.anchor, *(child for child in verb.children if child.dep_ == "dobj")]
    preps = [c for carrier in carriers for c in carrier.children if c.dep_ == "prep" and c.lower_ in ("from", "to")]
    ends += [child for prep in preps for child in prep.children if child.dep_ == "pobj"]
    return len(ends) > 1 and all(end.ent_type_ == "GPE" for end in ends)


def _noun_kind(measured: Token | None, words: Vocabulary) -> MeasureKind | None:
    if measured is None:
        return None
    for token in chain(measured):
        kind = words.noun_kinds.get(token.lemma_.lower()) or words.noun_kinds.get(token.lower_)
        if kind and not (kind in _COUNTED and token.dep_ in ("compound", "amod", "nmod")):  # "12 bullet holes"
            return kind
    return None


def _dimension(quantity: Quantity) -> MeasureKind:
    for kind, codes in table().dimensions.items():
        if quantity.unit in codes:
            return kind
    return "other"
