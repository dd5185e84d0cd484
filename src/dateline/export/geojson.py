"""Events and places with coordinates as GeoJSON (RFC 7946): points in WGS 84, longitude first.

An event is a point where a report says that it takes place. Whether it is planned, by whose word it is told and how the
reports stand to it are properties, and a planned one says so in its name too, for maps that show nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from dateline.export.happenings import Happening, happenings, name
from dateline.export.texts import to_json
from dateline.export.view import View, views
from dateline.model import Event, Place, Record

MARK = b'"generator":"dateline'
Json = dict[str, Any]


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """One FeatureCollection; the number of its features."""
    file.write(b'{"type":"FeatureCollection","generator":"dateline","features":[')
    written = 0
    for view in views(records):
        for feature in _features(view):
            file.write((b",\n" if written else b"\n") + to_json(feature))
            written += 1
    file.write(b"\n]}\n")
    return written


def _features(view: View) -> Iterator[Json]:
    for place in _places(view):
        if view.once.new("place", place.name, str(place.longitude), str(place.latitude)):
            yield from _feature(None, place, {"kind": "place", "name": place.name, "country": place.country})
    for happening in happenings(view):
        if happening.where:
            yield from _feature(happening.id, happening.where, _event(happening, happening.where, view))


def _places(view: View) -> Iterator[Place]:
    """Where reports were filed, and where what they claim takes place."""
    for report in view.record.reports:
        if report.id in view.fresh and report.dateline:
            yield report.dateline
    for claim in view.own_claims():
        if claim.where:
            yield claim.where


def _feature(key: str | None, place: Place, properties: Json) -> Iterator[Json]:
    """The feature; nothing for a place without coordinates on the globe."""
    lon, lat = place.longitude, place.latitude
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return
    yield {
        "type": "Feature",
        **({"id": key} if key else {}),
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {name: value for name, value in properties.items() if value is not None},
    }


def _event(happening: Happening, where: Place, view: View) -> Json:
    told, entry = happening.told, happening.entry
    time = happening.time
    return {
        "kind": "event",
        "name": name(happening, view),
        "place": where.name,
        "country": where.country,
        "type": told.type,
        "mode": told.mode,
        "factuality": happening.status,
        "disputed": happening.disputed or None,
        "attributed_to": [view.name(who) for who in happening.attributed] or None,
        "from": time.from_ if time else None,
        "to": time.to if time else None,
        "grain": time.grain if time else None,
        "standing": entry.standing,
        "origins": entry.origins,
        "actors": [view.name(party) for party in told.actors],
        "recipients": [view.name(party) for party in told.recipients],
        "told": [_words(claim, view) for claim in happening.claims],
    }


def _words(claim: Event, view: View) -> Json:
    report = view.reports[claim.evidence.report]
    said = {
        "outlet": view.publisher(report),
        "published": view.published(claim),
        "url": report.url,
        "factuality": claim.factuality,
        "attributed_to": view.name(claim.attributed_to),
        "report": report.id,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "text": claim.evidence.text,
    }
    return {key: value for key, value in said.items() if value is not None}
