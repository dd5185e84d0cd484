"""Who did what to whom: events in the terms of the PLOVER codebook, with what the report holds of them.

``frames`` finds triggers by the lexicon, ``grammar`` and ``participants`` read who takes part from the parse,
``factuality`` tells done from planned, denied, alleged and possible, ``codebook`` holds PLOVER; ``acts`` puts them
together on the parse alone, and ``find_events`` here makes claims of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, cast

import msgspec

from dateline.codebook import codebook_type, deed_recipient, quad_of
from dateline.events import grammar, setting
from dateline.events.acts import Act, evidence_span, find_acts
from dateline.events.factuality import factuality_of, open_tense
from dateline.events.frames import Table, context_cues, table
from dateline.events.grammar import clause_head
from dateline.events.participants import in_scene, parties
from dateline.events.turns import find_turns
from dateline.events.worth import named_again, opening_of, refusals, worth
from dateline.model import Event, EventType, Evidence, Factuality, Time
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["codebook_type", "factuality_of", "find_events"]

Cue = tuple[int, tuple[str, ...]]
_METHOD = "events/1"
_TOLD = frozenset({"happened", "ongoing", "planned"})  # what a report opens with, whenever it is


def find_events(reading: Reading) -> tuple[Event, ...]:
    """The events of a report, in order of their triggers.

    ``type`` is what is done; a planned visit is a CONSULT with factuality ``planned`` (the codebook's own answer,
    AGREE, is ``codebook_type``). Actors and recipients are entities of the report that the grammar names.
    """
    frames = table(reading.lexicon.language)
    acts = find_acts(reading.doc, reading.lexicon, known=lambda token: _is_somebody(reading, token))
    opening, refused = opening_of(reading.report), refusals(acts)
    cues = context_cues(reading.doc, frames)
    told = [(act, _event(reading, act, frames, cues)) for act in acts]
    told = [(act, event) for act, event in told if worth(event, act, opening, refused)]
    events = [event for _, event in told]
    settled = [_settled(act, event, events) for act, event in told if not named_again(act, event, told)]
    return tuple(sorted((*settled, *_turns(reading, acts, frames, opening)), key=lambda event: event.trigger.start))


def _turns(reading: Reading, acts: Iterable[Act], frames: Table, opening: int) -> Iterator[Event]:
    """What opens, begins or ends, where the report tells when or opens with it."""
    told = {word.i for act in acts for word in act.trigger.words}
    for act, thing in find_turns(reading.doc, reading.lexicon, told):
        event = _event(reading, act, frames, ())
        words = reading.words(thing)
        dated = event.when is not None and _says_when(event.when, words)
        if dated or (event.trigger.start < opening and event.factuality in _TOLD):
            yield msgspec.structs.replace(event, thing=words, when=event.when if dated else None)


def _says_when(when: Time, thing: Evidence) -> bool:
    """Whether a time is a day or a stretch of days, and no part of the thing's own name ("the 2016 cup")."""
    inside = when.start is not None and thing.start <= when.start < thing.end
    return when.type == "date" and not inside and bool((when.from_ and when.to) or when.shift)


def _settled(act: Act, event: Event, events: Iterable[Event]) -> Event:
    """A visit or talks of which the sentence only says what they are, held as the report first tells them.

    "This is her first visit to Peru" does not say whether she has arrived: the first event of the kind that the report
    decides, with one of the same actors, does; else it is ``ongoing`` in the present tense, and as told in the past.
    """
    tense = open_tense(act.token) if event.type == "CONSULT" and event.factuality == "happened" else None
    if tense is None:
        return event
    first = next((other for other in events if other is not event and _of_one(event, other)), None)
    held = first.factuality if first else "ongoing" if tense == "present" else event.factuality
    return msgspec.structs.replace(event, factuality=held)


def _of_one(event: Event, other: Event) -> bool:
    """Whether ``other`` tells decidedly of the same kind of event with one of the same actors."""
    decided = other.factuality in ("happened", "ongoing", "planned")
    return decided and other.type == event.type and not {*event.actors}.isdisjoint(other.actors)


def _told_by(act: Act) -> tuple[Token, ...]:
    """The words whose place is the event's own: not that of a summit that somebody stays away from."""
    if quad_of(act.type) == "verbal_conflict":
        return (act.token,) if act.trigger.carrier is None else (act.token, act.trigger.carrier)
    return act.trigger.words


def _is_somebody(reading: Reading, token: Token) -> bool:
    """Whether a token is a mention of somebody who can act."""
    entity = reading.entity_at(token)
    return entity is not None and entity.type in ("person", "state", "organization", "group")


def _event(reading: Reading, act: Act, frames: Table, cues: Sequence[Cue]) -> Event:
    type_ = cast(EventType | None, act.type)
    actors = parties(reading, act.actors, frames)
    recipients = parties(reading, _done_to(reading, act, frames), frames, deeds=deed_recipient(act.type))
    when = setting.when(reading, act.trigger, frames)
    return Event(
        evidence=reading.clause(act.token),
        trigger=reading.evidence(*evidence_span(act)),
        type=type_,
        mode=act.mode,
        quad=quad_of(type_),
        contexts=_contexts(act, cues),
        actors=actors,
        recipients=tuple(entity for entity in recipients if entity not in actors),
        when=when,
        where=setting.where(reading, _told_by(act), frames),
        factuality=_dated(act, when, reading),
        method=_METHOD,
    )


def _done_to(reading: Reading, act: Act, frames: Table) -> Iterator[Token]:
    """The recipients without those that are only where it happened: a protest in Lima is not against Lima."""
    if act.type is None or act.type == "PROTEST":
        mere = frozenset({"place", "state"})
    else:
        mere = frozenset({"place"}) if quad_of(act.type) == "material_conflict" else frozenset()
    for noun in act.recipients:
        entity = reading.entity_at(noun)
        done_by = act.type == "SUPPORT" and grammar.prepositional(noun, frames.roles["actor"])
        if not (done_by or (entity and entity.type in mere and in_scene(noun, frames))):
            yield noun  # who welcomes a release by rebels does not support them


def _position(cue: Cue) -> int:
    return cue[0]


def _contexts(act: Act, cues: Sequence[Cue]) -> tuple[str, ...]:
    found = dict.fromkeys(act.words.contexts)
    first, last = act.token.left_edge.i, act.token.right_edge.i
    for _, contexts in cues[bisect_left(cues, first, key=_position) : bisect_right(cues, last, key=_position)]:
        found.update(dict.fromkeys(contexts))
    return tuple(sorted(found))


def _dated(act: Act, when: Time | None, reading: Reading) -> Factuality:
    """An event of a day after the report's own is not yet done, unless it is told in a past tense."""
    published = reading.report.published
    if _open(act, when, reading):
        return "planned"
    if act.factuality not in ("happened", "ongoing") or when is None or published is None:
        return act.factuality
    after = when.from_ is not None and published.to is not None and when.from_ > published.to
    verb = clause_head(act.token)
    past = verb.tag_ in ("VBD", "VBN") or any(child.tag_ == "VBD" for child in verb.lefts)
    return "planned" if after and not past else act.factuality


def _open(act: Act, when: Time | None, reading: Reading) -> bool:
    """Whether an event noun shares an unresolved time with a clause of the future: "would coincide with a summit"."""
    if act.verbal or act.factuality != "happened" or when is None or when.from_ is not None:
        return False
    return factuality_of(clause_head(act.token), reading.lexicon) in ("planned", "hypothetical")
