"""Event records with the field names of the PLOVER codebook: JSON lines, one line an event with all its reports.

The codebook's chapter "Data Fields" names the fields and asks for newline-delimited JSON. Types are coded as the
codebook codes them (a planned visit is an ``AGREE`` of the day on which it is told). What the codebook has no field for
stands in the object ``dateline``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, BinaryIO

from dateline import wording
from dateline.codebook import quad_of
from dateline.export.happenings import Happening, coded, happenings
from dateline.export.texts import to_json
from dateline.export.view import View, views
from dateline.model import Event, EventType, Place, Record, Time

MARK = b'"coder":"dateline '
QUADS = {"verbal_cooperation": 1, "material_cooperation": 2, "verbal_conflict": 3, "material_conflict": 4}
Json = dict[str, Any]


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """One line for each event that the codebook codes; the number of them."""
    written = 0
    for view in views(records):
        for happening in happenings(view):
            type_ = coded(happening.told.type, happening.told.factuality)
            if type_:
                file.write(to_json(_event(happening, type_, view)) + b"\n")
                written += 1
    return written


def _event(happening: Happening, type_: EventType, view: View) -> Json:
    told = happening.told
    first, last = coded_day(happening, view) or (None, None)
    folded = type_ != told.type
    return {
        "id": happening.id,
        "coder": f"dateline {view.record.run.version}",
        "date": first,
        **({"enddate": last} if last != first else {}),
        "actor": [_party(party, view) for party in told.actors],
        "recipient": [_party(party, view) for party in told.recipients],
        "event": [type_],
        "mode": [told.mode] if told.mode and not folded else [],
        "context": list(told.contexts),
        "quad_code": QUADS[quad] if (quad := quad_of(type_)) else None,
        **({"event_loc": _place(happening.where)} if happening.where else {}),
        "event_text": [claim.evidence.text for claim in happening.claims],
        "text_info": [{"start": c.evidence.start, "end": c.evidence.end} for c in happening.claims],
        "cite_info": [_citation(claim, view) for claim in happening.claims],
        "dateline": _own(happening, view),
    }


def coded_day(happening: Happening, view: View) -> tuple[dt.date, dt.date] | None:
    """The day of the event that the codebook codes: of an act its own, of an intent the day on which it is told."""
    if happening.status != "planned":
        return happening.day
    told = [published for claim in happening.claims if (published := view.published(claim))]
    return (min(told), min(told)) if told else None


def _party(party: str, view: View) -> Json:
    entity = view.entities.get(party)
    if entity is None:
        return {"identifier_id": party}
    offices = [wording.role(role, view.entities.get(role.of or "")) for role in entity.roles]
    return _present(
        {
            "code": entity.country,
            "entity_text": entity.name,
            "identifier_id": entity.id,
            "identifier_text": entity.name,
            "office": offices[0] if len(offices) == 1 else None,
        }
    )


def _place(place: Place) -> Json:
    """A location with the names of geonames.org, as the codebook wants."""
    return _present({"name": place.name, "countryCode": place.country, "lat": place.latitude, "lng": place.longitude})


def _citation(claim: Event, view: View) -> Json:
    report = view.reports[claim.evidence.report]
    own = {
        "report": report.id,
        "outlet": report.outlet,
        "published": view.published(claim),
        "claim": claim.id,
        "factuality": claim.factuality,
        "attributed_to": view.name(claim.attributed_to),
    }
    return _present(
        {
            "corpus": view.publisher(report),
            "citation": report.id,
            "url": report.url,
            "title": report.title,
            "language": report.language,
            "dateline": _present(own),
        }
    )


def _own(happening: Happening, view: View) -> Json:
    """What the codebook has no field for: what it is before it is folded, how it stands, and what is not settled."""
    entry = happening.entry
    return _present(
        {
            "type": happening.told.type,
            "mode": happening.told.mode,
            "factuality": happening.status,
            "disputed": happening.disputed or None,
            "attributed_to": [view.name(who) for who in happening.attributed] or None,
            "times": [_time(time) for time in happening.times],
            "label": happening.label,
            "standing": entry.standing,
            "origins": entry.origins,
            "story": entry.story,
        }
    )


def _time(time: Time) -> Json:
    return _present({"from": time.from_, "to": time.to, "grain": time.grain, "basis": time.basis, "text": time.text})


def _present(values: Json) -> Json:
    return {key: value for key, value in values.items() if value is not None}
