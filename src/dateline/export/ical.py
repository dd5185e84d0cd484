"""Events with days as a calendar (RFC 5545): what is planned is TENTATIVE, what happened CONFIRMED.

All-day events, for a report seldom gives a clock. An event of which only the month or the year is told is in no
calendar. Where reports give days that exclude each other there is one entry for each day, which says who tells it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from dateline import wording
from dateline.export.happenings import Happening, according, apart, days, happenings, name
from dateline.export.view import View, views
from dateline.model import Event, Record, Time

if TYPE_CHECKING:
    from icalendar import Event as Component

MARK = b"PRODID:-//Dateline//"
STATUS = {"happened": "CONFIRMED", "ongoing": "CONFIRMED", "planned": "TENTATIVE"}
_DAY = dt.timedelta(days=1)
NOTES = ", "


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """One calendar; the number of its events."""
    file.write(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Dateline//Dateline//EN\r\nCALSCALE:GREGORIAN\r\n")
    written = 0
    for view in views(records):
        for happening in happenings(view):
            for component in _components(happening, view):
                file.write(component.to_ical())
                written += 1
    file.write(b"END:VCALENDAR\r\n")
    return written


def _components(happening: Happening, view: View) -> Iterator[Component]:
    for number, time in enumerate(happening.times):
        if days(time):
            yield _component(happening, time, number, view)


def _component(happening: Happening, time: Time, number: int, view: View) -> Component:
    import icalendar  # noqa: PLC0415  (an extra)

    first, last = days(time) or (dt.date.min, dt.date.min)
    made = icalendar.Event()
    made.add("uid", f"{happening.id}{f'-{number + 1}' if number else ''}@dateline")
    made.add("dtstamp", _stamp(happening, first, view))
    made.add("dtstart", first)
    made.add("dtend", last + _DAY)  # the end is not part of it
    made.add("transp", "TRANSPARENT")
    made.add("status", STATUS[happening.status])
    made.add("summary", wording.visible(name(happening, view)))
    made.add("description", "\n".join(_told(claim, view) for claim in _telling(happening, time)))
    made.add("categories", [kind for kind in (happening.told.type, happening.told.mode, happening.status) if kind])
    where = happening.where
    if where:
        made.add("location", wording.visible(where.name))
    if where and where.latitude is not None and where.longitude is not None:
        made.add("geo", (where.latitude, where.longitude))
    url = next((u for claim in happening.claims if (u := _web(claim, view))), None)
    if url:
        made.add("url", url)
    return made


def _telling(happening: Happening, time: Time) -> Iterable[Event]:
    """The claims that tell it, without those that give another day."""
    return [claim for claim in happening.claims if claim.when is None or not apart(claim.when, time)]


def _told(claim: Event, view: View) -> str:
    """Who tells it and when, by whose word, as what, in which words."""
    report = view.reports[claim.evidence.report]
    published = wording.when(report.published) if report.published else ""
    notes = [note for note in (published, according(claim.attributed_to, view), wording.factuality(claim)) if note]
    source = f"{view.source(claim)}{f' ({NOTES.join(notes)})' if notes else ''}"
    return wording.visible(f"{source}: “{wording.flat(claim.evidence.text)}”")


def _stamp(happening: Happening, first: dt.date, view: View) -> dt.datetime:
    """When it was last told: the standard wants a moment, and a clock would make each file another one."""
    told = [published for claim in happening.claims if (published := view.published(claim))]
    return dt.datetime.combine(max(told, default=first), dt.time(), dt.UTC)


def _web(claim: Event, view: View) -> str | None:
    url = view.reports[claim.evidence.report].url
    return wording.visible(url) if url and url.startswith(("https://", "http://")) else None
