"""When and where an event is: the time and the place that the grammar ties to its trigger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dateline import dates, entities
from dateline.events import grammar
from dateline.model import Place, Time
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEPTH = 10  # words between a time and its verb: more than this is another matter
_VERBAL = ("VERB", "AUX")
_PLACES = frozenset({"in", "at", "near", "outside", "inside", "off", "to", "into"})


def when(reading: Reading, hosts: Sequence[Token]) -> Time | None:
    """The time of an event: what hangs on its trigger (the first of ``hosts``) or on the other words that tell it."""
    trigger = hosts[0]
    found = dates.time_for(reading, trigger)
    if found is not None:
        return found
    clause = reading.clause(trigger)
    positions = {host.i for host in hosts}
    fitting = []
    for time in reading.times_in(clause.start, clause.end):
        if time.type not in ("date", "time") or time.start is None:
            continue
        token = _token_at(reading, time.start)
        if token is not None and _belongs(token, positions):
            fitting.append((abs(token.i - trigger.i), time))
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _token_at(reading: Reading, start: int) -> Token | None:
    span = reading.doc.char_span(start, start + 1, alignment_mode="expand")
    return span[0] if span is not None and len(span) else None


def _belongs(token: Token, hosts: set[int]) -> bool:
    """Whether a time hangs on one of ``hosts``, maybe through a noun that is its setting ("at a meeting last week")."""
    node, adjunct = token, True
    for _ in range(_DEPTH):
        if node.i in hosts:
            return adjunct or node.pos_ not in _VERBAL
        if node.head == node or (node.pos_ in _VERBAL and node != token):
            return False
        if (
            node.pos_ in ("NOUN", "PROPN")
            and node.dep_ in ("dobj", "nsubj", "nsubjpass", "attr")
            and not _is_time(node)
        ):
            adjunct = False
        node = node.head
    return False


def _is_time(noun: Token) -> bool:
    return noun.ent_type_ in ("DATE", "TIME")


def where(reading: Reading, hosts: Sequence[Token]) -> Place | None:
    """The place that hangs on one of the words that tell an event with a preposition of place."""
    for host in hosts:
        for prep in host.rights:
            if prep.dep_ != "prep" or prep.lower_ not in _PLACES:
                continue
            for noun in grammar.complements(prep):
                found = _place(reading, noun)
                if found is not None:
                    return found
    return None


def _place(reading: Reading, noun: Token) -> Place | None:
    if noun.ent_type_ not in ("GPE", "LOC", "FAC"):
        return None
    mention = reading.mention_at(noun)
    if mention is not None and reading.entity(mention.entity).type in ("state", "place"):
        return entities.place(reading, mention) or Place(name=mention.text, entity=mention.entity)
    return Place(name=reading.words(noun.doc[noun.i : noun.i + 1]).text)
