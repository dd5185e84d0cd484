"""When and where an event is: the time and the place that the grammar ties to its trigger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dateline import dates, entities
from dateline.codebook import quad_of
from dateline.events import grammar
from dateline.events.factuality_words import factuality_words
from dateline.events.frames import Table, Trigger
from dateline.events.participants import is_site
from dateline.model import Place, Time
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.lexicon import Outlook


def when(reading: Reading, trigger: Trigger, frames: Table) -> Time | None:
    """The time of an event: that of its trigger, else of another of the words that tell it, else of its twin clause.

    A noun that another deed is about keeps its own time: "condemned the attack on Friday" does not say when the attack
    was, nor "marched on Friday against the ban" when that was.
    """
    told, outlook = _told_later(trigger, frames), reading.lexicon.dates.outlook
    own = told or _object_of_another(trigger.token, frames, outlook) or _is_charge(trigger.token, reading)
    others = () if told else (*trigger.words[1:], *_twins(trigger.token, frames))
    taken = trigger.taken if own else ()  # "protested on Friday against a ban on imports"
    times = (dates.time_for(reading, host, own=host in taken) for host in others)
    found = dates.time_for(reading, trigger.token, own=own) or next((time for time in times if time), None)
    return _with_coordinates(reading, found) if found else None


def _told_later(trigger: Trigger, frames: Table) -> bool:
    """Whether the verb beside a noun only tells of it, on a day of its own: "their deaths were announced on Friday".

    To announce sanctions is to impose them, on that day.
    """
    carrier = trigger.carrier
    if carrier is None or carrier.lemma_.lower() not in frames.announcing:
        return False
    return trigger.act.befalls or quad_of(trigger.act.type) != "material_conflict" or trigger.act.poss == "recipient"


def _with_coordinates(reading: Reading, time: Time) -> Time:
    """``time`` with what is coordinated with it, as the stretch that holds both: "clashes in 2022 and 2020"."""
    if time.start is None or time.end is None or time.from_ is None or time.to is None:
        return time
    span = reading.doc.char_span(time.start, time.end, alignment_mode="expand")
    for noun in grammar.coordinated(span.root)[1:] if span is not None else ():
        other = next((t for t in reading.times_in(time.end, noun.idx + len(noun)) if t.from_ and t.to), None)
        if other is None or other.end is None or other.from_ is None or other.to is None:
            continue
        time = msgspec.structs.replace(
            time,
            text=reading.report.text[time.start : other.end],
            end=other.end,
            from_=min(time.from_, other.from_),
            to=max(time.to, other.to),
            grain="unknown",
            value="",
            shift=None,
        )
    return time


def _object_of_another(token: Token, frames: Table, outlook: Outlook) -> bool:
    """Whether a noun is what another deed is about, so that the time of the deed is not its own."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ in ("NOUN", "PROPN"):
        return token.head.head.lemma_.lower() not in frames.parts
    if token.dep_ == "pobj" and _of_occasion(token.head).lower_ in outlook.occasions:
        return True
    return token.dep_ == "dobj" and token.head.lemma_.lower() in outlook.topics


def _is_charge(token: Token, reading: Reading) -> bool:
    """Whether a noun says what somebody is charged with, so that the day of the charge is not its own."""
    if token.pos_ != "NOUN" or token.dep_ != "pobj":
        return False
    governors = factuality_words(reading.lexicon.language).governors
    return governors.get(f"{token.head.head.lemma_.lower()} {token.head.lower_}") == "alleged"


def _of_occasion(prep: Token) -> Token:
    """The word that says how a noun is tied to a deed: the first one of "because of"."""
    return prep.head if prep.dep_ in ("prep", "pcomp") and prep.head.dep_ == "prep" else prep


def _twins(token: Token, frames: Table) -> list[Token]:
    """The words of what happens with ``token``: "met when she visited", "a raid in which ten died"."""
    if token.pos_ not in ("VERB", "AUX"):
        return []
    below = [child for child in token.children if child.dep_ == "advcl" and _simultaneous(child, frames)]
    above = [token.head] if token.dep_ == "advcl" and _simultaneous(token, frames) else []
    if token.dep_ == "relcl" and any(_which(child) for child in token.lefts):
        above = [token.head]
    return above + below


def _simultaneous(clause: Token, frames: Table) -> bool:
    return any(child.lower_ in frames.simultaneous for child in clause.lefts)


def _which(prep: Token) -> bool:
    """Whether a preposition begins a relative clause: "in which"."""
    return prep.dep_ == "prep" and any(child.tag_ == "WDT" for child in prep.rights)


def where(reading: Reading, hosts: Sequence[Token], frames: Table) -> Place | None:
    """The place that hangs on one of the words that tell an event with a preposition of place, or stands before it."""
    for host in (*hosts, *_comes_about(hosts[0], reading, frames), *_twins(hosts[0], frames)):
        if _speaks_of_mishap(host, reading.lexicon.dates.outlook):
            continue  # "discussed the crash near Lima": that is where the crash was
        for prep in host.rights:
            if prep.dep_ != "prep" or prep.lower_ not in frames.roles["where"]:
                continue
            nouns = grammar.complements(prep)
            for noun in nouns if nouns and nouns[0].ent_type_ not in ("DATE", "TIME") else ():
                found = _place(reading, noun) or _place_of(reading, noun, frames)
                if found is not None:
                    return found
    return _before(reading, hosts[0])


def _place_of(reading: Reading, noun: Token, frames: Table) -> Place | None:
    """Where a building or the like is: "at a beach in Lima", "outside Lima's cathedral"."""
    if reading.mention_at(noun) is not None or noun.pos_ != "NOUN" or noun.ent_type_ in ("DATE", "TIME"):
        return None
    owners = (child for child in noun.lefts if child.dep_ == "poss")
    beneath = (
        inner
        for prep in noun.rights
        if prep.dep_ == "prep" and prep.lower_ in frames.roles["site"]
        for inner in grammar.complements(prep)
    )
    return next((place for token in (*owners, *beneath) if (place := _place(reading, token))), None)


def _comes_about(noun: Token, reading: Reading, frames: Table) -> list[Token]:
    """The verb by which an event noun comes about: "clashes erupted", "was in Lima for talks"."""
    if noun.dep_ == "pobj" and noun.head.head.lemma_ == "be" and noun.head.lower_ in frames.settings:
        return [noun.head.head]  # "was in Lima for a visit"
    happens = noun.dep_ in ("nsubj", "nsubjpass") and noun.head.lemma_.lower() in reading.lexicon.factuality.happening
    if not happens or noun.pos_ not in ("NOUN", "PROPN"):
        return []
    return [noun.head, *(child for child in noun.head.rights if child.dep_ == "acomp")]  # "is due in Lima"


def _speaks_of_mishap(verb: Token, outlook: Outlook) -> bool:
    things = (child for child in verb.rights if child.dep_ == "dobj")
    return verb.lemma_ in outlook.topics and any(noun.lemma_ in outlook.mishaps for noun in things)


def _before(reading: Reading, noun: Token) -> Place | None:
    """The place that names an event: "the Lomé attacks"."""
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    for child in noun.lefts:
        entity = reading.entity_at(child) if child.pos_ == "PROPN" and is_site(child) else None  # no "Lima-led"
        if entity is not None and entity.type == "place":
            return _place(reading, child)
    return None


def _place(reading: Reading, noun: Token) -> Place | None:
    if noun.ent_type_ not in ("GPE", "LOC", "FAC"):
        return None
    mention = reading.mention_at(noun)
    if mention is not None and reading.entity(mention.entity).type in ("state", "place"):
        return entities.place(reading, mention) or Place(name=mention.text, entity=mention.entity)
    return Place(name=reading.words(noun.doc[noun.i : noun.i + 1]).text)
