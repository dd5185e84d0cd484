"""The events of a record as formats for events want them: each once, with all the reports that tell it.

An entry gathers the claims of several reports about one event. ``happenings`` makes one ``Happening`` of it, of what
the reports say and nothing more:

* *Whether it happened.* Only what some report tells as done or going on, or as planned. What is only denied, alleged
  or hypothetical is left out: a reader of these formats takes every event in them for one that takes place. What one
  report tells as done and another denies is ``disputed``. Planned stays planned, until a report tells it as done.
* *Who, what and where* are those of the one claim that says most; participants are never added up over claims.
* *When* is the narrowest time that the claims give; claims that exclude each other leave it open.
* *By whose word*: where every report gives it by the word of somebody, that somebody; never the outlet's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dateline import wording
from dateline.codebook import codebook_type
from dateline.export.view import View, day
from dateline.match import is_length
from dateline.model import Entry, Event, EventType, Factuality, Place, Time

Status = Literal["happened", "ongoing", "planned"]
INTENTS: frozenset[EventType | None] = frozenset({"AGREE", "CONCEDE", "THREATEN"})  # types that announce
_DONE: tuple[Status, ...] = ("happened", "ongoing")


@dataclass(frozen=True)
class Happening:
    """One event: ``told`` is the claim that says most, ``claims`` are all, ``times`` the positions on when.

    ``day`` is the day or the stretch of days that all agree on, where they are days; ``attributed`` are the entities
    by whose word alone it is told; ``disputed``: another report denies it.
    """

    id: str
    label: str
    entry: Entry
    told: Event
    claims: tuple[Event, ...]
    status: Status
    disputed: bool
    times: tuple[Time, ...]
    where: Place | None
    attributed: tuple[str, ...]

    @property
    def time(self) -> Time | None:
        """The one time that no claim contradicts."""
        return self.times[0] if len(self.times) == 1 else None

    @property
    def day(self) -> tuple[dt.date, dt.date] | None:
        """First and last day, where the time is told in days."""
        return days(self.time) if self.time else None


def happenings(view: View) -> Iterator[Happening]:
    """The events of the stories that are new in ``view``, in the order of their entries.

    A plan in the same entry as what was done is a plan of it, unless it speaks of another time: then it is an event
    of its own.
    """
    for entry in view.entries:
        claims = tuple(c for claim in entry.claims if isinstance(c := view.claims.get(claim), Event))
        done = [claim for claim in claims if claim.factuality in _DONE]
        planned = [claim for claim in claims if claim.factuality == "planned"]
        apart_ = [claim for claim in planned if done and _is_another(claim, done, view)]
        if done or planned:
            own = tuple(claim for claim in claims if claim not in apart_)
            yield _happening(entry, entry.id, own, done or planned, claims)
        if apart_:
            yield _happening(entry, f"{entry.id}-planned", tuple(apart_), apart_, claims)


def _happening(
    entry: Entry, key: str, claims: tuple[Event, ...], telling: list[Event], gathered: tuple[Event, ...]
) -> Happening:
    """The event that ``telling`` tell, of all ``claims`` on it; the entry ``gathered`` perhaps more."""
    told = max(telling, key=_says)
    attributed = [claim.attributed_to for claim in telling]
    return Happening(
        id=key,
        label=_label(entry, claims, gathered),
        entry=entry,
        told=told,
        claims=claims,
        status=told.factuality if told.factuality in _DONE else "planned",
        disputed=any(claim.factuality == "denied" for claim in claims),
        times=_times(telling),
        where=told.where or next((claim.where for claim in telling if claim.where), None),
        attributed=tuple(dict.fromkeys(who for who in attributed if who)) if all(attributed) else (),
    )


def _label(entry: Entry, claims: tuple[Event, ...], gathered: tuple[Event, ...]) -> str:
    """The entry's label, without the time at its end where that is only told by claims that are not of this event."""
    own = {wording.when(claim.when) for claim in claims if claim.when}
    others = {wording.when(claim.when) for claim in gathered if claim.when} - own
    label = wording.flat(entry.label)
    return next(
        (label.removesuffix(f", {said}") for said in sorted(others) if said and label.endswith(f", {said}")), label
    )


def _says(claim: Event) -> tuple[bool, int, bool, bool]:
    """How much a claim says; of equal ones the first is taken."""
    parties = len(claim.actors) + len(claim.recipients)
    return claim.type is not None, parties, day(claim.when) is not None, claim.where is not None


def _times(claims: list[Event]) -> tuple[Time, ...]:
    """The times of the claims without those that a narrower one lies in: one where they agree."""
    placed = {(t.from_, t.to): t for claim in claims if (t := claim.when) and (t.from_ or t.to) and not is_length(t)}
    return tuple(time for time in placed.values() if not any(_lies_in(other, time) for other in placed.values()))


def _lies_in(inner: Time, outer: Time) -> bool:
    """Whether one time lies in another, wider one."""
    if (inner.from_, inner.to) == (outer.from_, outer.to) or not (inner.from_ and inner.to):
        return False
    after = outer.from_ is None or outer.from_ <= inner.from_
    return after and (outer.to is None or inner.to <= outer.to)


def _is_another(plan: Event, done: list[Event], view: View) -> bool:
    """Whether a plan is of another event than that which was done.

    "The first visit since 2025" is no plan of that of 2025. A plan for a day after all reports of what was done is of
    something further; one in a report of a later day, too.
    """
    times, published = _times(done), [view.reports[claim.evidence.report].published for claim in done]
    own = plan.when if plan.when and not is_length(plan.when) and (plan.when.from_ or plan.when.to) else None
    if own is None:
        told = view.reports[plan.evidence.report].published
        return told is not None and bool(times) and all(_before(time, told) for time in times)
    if all(time is not None and _before(time, own) for time in published):
        return True
    return bool(times) and all(apart(own, time) for time in times)


def apart(one: Time, other: Time) -> bool:
    """Whether two times exclude each other."""
    return _before(one, other) or _before(other, one)


def _before(one: Time, other: Time) -> bool:
    return one.to is not None and other.from_ is not None and one.to < other.from_


def days(time: Time) -> tuple[dt.date, dt.date] | None:
    """First and last day of a time that is told in days: not the ends of a month in which one unknown day lies."""
    if time.from_ is None or time.to is None or time.grain not in ("day", "time"):
        return None
    return time.from_, time.to


def coded(type_: EventType | None, factuality: Factuality) -> EventType | None:
    """The type as the PLOVER codebook codes it; nothing where it does not, or where a plan would be coded as done.

    The codebook has an intent for most plans (a visit that is planned is an AGREE, an attack a THREATEN) and none for
    a planned request, accusation or refusal. What is only alleged or possible it does not code.
    """
    if factuality in ("alleged", "hypothetical"):
        return None
    found = codebook_type(type_, factuality)
    return None if factuality == "planned" and found not in INTENTS else found


def name(happening: Happening, view: View) -> str:
    """The label of its entry; it says where it is planned, told by somebody's word alone, or denied by another."""
    label, words = happening.label, wording.words()
    planned = words.factuality["planned"]
    if happening.status == "planned" and planned not in label.casefold():
        label = f"{wording.capital(planned)}: {label}"
    notes = [by for who in happening.attributed if (by := according(who, view))]
    if happening.disputed:
        notes.append(words.speech["against"])
    return f"{label} ({', '.join(notes)})" if notes else label


def according(entity: str | None, view: View) -> str | None:
    """By whose word a claim is told, in words; nothing for the outlet's own."""
    known = view.name(entity)
    return wording.words().speech["by"].format(wording.the(wording.flat(known))) if known else None
