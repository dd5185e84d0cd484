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

_PLACES = frozenset({"in", "at", "near", "outside", "inside", "off", "to", "into"})


def when(reading: Reading, hosts: Sequence[Token]) -> Time | None:
    """The time of an event: that of its trigger (the first of ``hosts``), else of another of the words that tell it."""
    return next((time for host in hosts if (time := dates.time_for(reading, host))), None)


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
