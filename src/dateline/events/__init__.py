"""Who did what to whom: events in the terms of the PLOVER codebook, with what the report holds of them.

``frames`` finds triggers by the lexicon, ``grammar`` and ``participants`` read who takes part from the parse,
``factuality`` tells done from planned, denied, alleged and possible, ``codebook`` holds PLOVER; ``acts`` puts them
together on the parse alone, and ``find_events`` here makes claims of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from dateline.events.acts import Act, evidence_span, find_acts, object_deeds
from dateline.events.codebook import codebook_type, quad_of
from dateline.events.factuality import factuality_of
from dateline.events.frames import Table, table
from dateline.events.participants import parties
from dateline.model import Event, EventType, Factuality, Place, Time
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["codebook_type", "factuality_of", "find_events"]

_METHOD = "events/1"


def find_events(reading: Reading) -> tuple[Event, ...]:
    """The events of a report, in order of their triggers.

    ``type`` is what is done; a planned visit is a CONSULT with factuality ``planned`` (the codebook's own answer,
    AGREE, is ``codebook_type``). Actors and recipients are entities of the report that the grammar names.
    """
    frames = table(reading.lexicon.language)
    return tuple(_event(reading, act, frames) for act in find_acts(reading.doc, reading.lexicon))


def _event(reading: Reading, act: Act, frames: Table) -> Event:
    type_ = cast(EventType | None, act.type)
    actors = parties(reading, act.actors, frames)
    recipients = parties(reading, act.recipients, frames, deeds=object_deeds(act))
    when = _when(reading, act.token)
    return Event(
        evidence=reading.clause(act.token),
        trigger=reading.evidence(*evidence_span(act)),
        type=type_,
        mode=act.mode,
        quad=quad_of(type_),
        contexts=_contexts(act, frames),
        actors=actors,
        recipients=tuple(entity for entity in recipients if entity not in actors),
        when=when,
        where=_where(act),
        factuality=_dated(act.factuality, when, reading),
        method=_METHOD,
    )


def _contexts(act: Act, frames: Table) -> tuple[str, ...]:
    found = dict.fromkeys(act.words.contexts)
    for token in act.token.subtree:
        for context in frames.contexts.get(token.lemma_.lower(), ()):
            found.setdefault(context)
    return tuple(sorted(found))


def _when(reading: Reading, token: Token) -> Time | None:
    """The time expression of the event's own clause, the nearest one if there are several."""
    clause = reading.clause(token)
    times = [time for time in reading.times_in(clause.start, clause.end) if time.type in ("date", "time")]
    return min(times, key=lambda time: abs((time.start or 0) - token.idx)) if times else None


def _dated(factuality: Factuality, when: Time | None, reading: Reading) -> Factuality:
    """An event of a day after the report's own is not yet done."""
    published = reading.report.published
    if factuality not in ("happened", "ongoing") or when is None or published is None:
        return factuality
    after = when.from_ is not None and published.to is not None and when.from_ > published.to
    return "planned" if after else factuality


def _where(act: Act) -> Place | None:
    """The place that hangs on the trigger or its carrier with a preposition of place."""
    hosts = [act.token] + ([act.trigger.carrier] if act.trigger.carrier else [])
    for host in hosts:
        for prep in host.rights:
            if prep.dep_ == "prep" and prep.lower_ in ("in", "at", "near"):
                for noun in prep.rights:
                    if noun.dep_ == "pobj" and noun.ent_type_ in ("GPE", "LOC", "FAC"):
                        return Place(name=noun.doc[noun.left_edge.i : noun.i + 1].text)
    return None
