"""FollowTheMoney entities as JSON lines: people, bodies, events, articles and what ties them.

For Aleph, the tools of OpenSanctions and the package ``followthemoney`` itself.

Every entity that rests on a report names its ``Article`` as ``proof``. Groups are ``LegalEntity``, states
``PublicBody`` (a state acts), places ``Address``; entities of type ``other`` have no schema and are left out. Only
mentions by name are ``Mention``s: a "he" is no name.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from babel.core import get_global

from dateline import wording
from dateline.export.happenings import Happening, according, happenings, name
from dateline.export.rows import PAST
from dateline.export.texts import printable, to_json
from dateline.export.view import Once, View, utc, views
from dateline.model import Entity, Mention, Place, Record, Relation, Report, Time, content_id

MARK = b'"datasets":["dateline"]'
SCHEMATA = {
    "person": "Person",
    "organization": "Organization",
    "group": "LegalEntity",
    "state": "PublicBody",
    "place": "Address",
}
LEGAL = frozenset({"person", "organization", "group", "state"})
TEXT = "bodyText"
ENDED = "ended"  # how OpenSanctions marks a post that is no longer held
Json = dict[str, Any]
Properties = dict[str, Iterable[str | None]]


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """One line an entity; the number of them."""
    written = 0
    once = Once()
    for view in views(records):
        for made in _entities(view, once):
            file.write(to_json(made) + b"\n")
            written += 1
    return written


def _entities(view: View, once: Once) -> Iterator[Json]:
    for report in view.record.reports:
        if report.id in view.fresh:
            yield _article(report, view)
    for entity in view.record.entities:
        if entity.type in SCHEMATA and once.new("entity", entity.id):
            yield _party(entity)
    for mention in view.record.mentions:
        made = _mention(mention, view)
        if made and mention.report in view.fresh and once.new("mention", made["id"]):
            yield made
    for claim in view.own_claims():
        if isinstance(claim, Relation) and claim.evidence.report in view.current:
            yield from _relation(claim, view, once)
    for happening in happenings(view):
        yield from _event(happening, view, once)


def _made(key: tuple[str, ...], schema: str, properties: Properties) -> Json:
    """An entity with the properties that have values.

    All values but the text of an article are one line.
    """
    kept = {
        name: list(filter(None, dict.fromkeys(_value(name, value) for value in values if value)))
        for name, values in properties.items()
    }
    return {
        "id": _id(*key),
        "schema": schema,
        "datasets": ["dateline"],
        "properties": {name: values for name, values in kept.items() if values},
    }


def _value(name: str, value: str) -> str:
    return printable(value.strip() if name == TEXT else wording.flat(value))


def _id(*key: str) -> str:
    return f"dateline-{key[1]}" if len(key) == 2 else f"dateline-{content_id('ftm', *key)}"


# ── articles, people and bodies ──────────────────────────────────────────────────────────────────


def _article(report: Report, view: View) -> Json:
    outlet = view.outlets.get(report.outlet)
    return _made(
        ("report", report.id),
        "Article",
        {
            "title": [report.title],
            "publisher": [view.publisher(report)],
            "publisherUrl": [_web(outlet.url) if outlet else None],
            "sourceUrl": [_web(report.url)],
            "publishedAt": [_date(report.published)],
            "retrievedAt": [f"{moment:%Y-%m-%dT%H:%M:%S}" if (moment := utc(report.retrieved)) else None],
            "language": [_language(report.language)],
            "author": report.bylines,
            "notes": [notice.text for notice in report.notices],
            "bodyText": [report.text],
        },
    )


def _party(entity: Entity) -> Json:
    names = [wording.flat(name) for name in (entity.name, *entity.aliases)]
    if entity.type == "place":
        return _made(("entity", entity.id), "Address", {"full": names[:1], "country": [_country(entity.country)]})
    return _made(
        ("entity", entity.id),
        SCHEMATA[entity.type],
        {"name": names[:1], "weakAlias": names[1:], "country": [_country(entity.country)]},
    )


def _mention(mention: Mention, view: View) -> Json | None:
    """That an article names somebody: one for each name and article."""
    entity = view.entities.get(mention.entity)
    if mention.kind != "name" or entity is None or entity.type not in LEGAL:
        return None
    name = wording.flat(mention.text)
    return _made(
        ("mention", mention.report, entity.id, name),
        "Mention",
        {
            "document": [_id("report", mention.report)],
            "resolved": [_id("entity", entity.id)],
            "name": [name],
            "detectedSchema": [SCHEMATA[entity.type]],
            "contextCountry": [_country(entity.country)],
        },
    )


# ── relations ────────────────────────────────────────────────────────────────────────────────────


def _relation(claim: Relation, view: View, once: Once) -> Iterator[Json]:
    """An office as a post and who holds it, a membership, else a link that says what it is."""
    subject, other = view.entities.get(claim.subject), view.entities.get(claim.object or "")
    if subject is None or subject.type not in SCHEMATA or claim.factuality not in ("happened", "ongoing"):
        return
    past = [ENDED] if claim.method.endswith(PAST) else []
    told: Properties = {
        "proof": [_id("report", claim.evidence.report)],
        "summary": [wording.flat(claim.evidence.text)],
        "description": [according(claim.attributed_to, view)],
    }
    if claim.relation == "office" and subject.type == "person" and claim.title:
        post = wording.office(claim.title, other)
        made = _made(
            ("post", claim.title, claim.object or ""),
            "Position",
            {"name": [post], "country": [_country(other.country) if other else None]},
        )
        if once.new("post", made["id"]):
            yield made
        held: Properties = {"holder": [_id("entity", subject.id)], "post": [made["id"]], "status": past}
        yield _made(("relation", claim.id), "Occupancy", held | told)
    elif other is not None and other.type in SCHEMATA:
        link: Properties = {"subject": [_id("entity", subject.id)], "object": [_id("entity", other.id)]}
        role = wording.flat(claim.title or claim.words.text)
        yield _made(("relation", claim.id), "UnknownLink", link | {"role": [role], "status": past} | told)


# ── events ───────────────────────────────────────────────────────────────────────────────────────


def _event(happening: Happening, view: View, once: Once) -> Iterator[Json]:
    where, told = happening.where, happening.told
    if where and where.latitude is not None and where.longitude is not None:
        address = _address(where)
        if once.new("address", address["id"]):
            yield address
    first, last = happening.day or (None, None)
    parties = [view.entities.get(party) for party in (*told.actors, *told.recipients)]
    planned = happening.status == "planned"
    known = wording.words().factuality
    yield _made(
        ("entry", happening.id),
        "Event",
        {
            "name": [name(happening, view)],
            "startDate": [str(first)] if first else [_date(happening.time)],
            "endDate": [str(last)] if last and last != first else [],
            "keywords": [told.type, told.mode, known["planned"] if planned else None],
            "summary": [wording.capital(known["planned"])] if planned else [],
            "description": [_evidence(claim, view) for claim in happening.claims],
            "location": [where.name if where else None],
            "addressEntity": [_address(where)["id"]] if where and where.latitude is not None else [],
            "country": [_country(where.country) if where else None],
            "involved": [_id("entity", party.id) for party in parties if party and party.type in LEGAL],
            "proof": [_id("report", claim.evidence.report) for claim in happening.claims],
            "recordId": [happening.id],
        },
    )


def _evidence(claim: Any, view: View) -> str:
    """Who tells it, by whose word, as what, in which words."""
    notes = [note for note in (according(claim.attributed_to, view), wording.factuality(claim)) if note]
    said = f"{view.source(claim)} ({', '.join(notes)})" if notes else view.source(claim)
    return f"{said}: “{wording.flat(claim.evidence.text)}”"


def _address(where: Place) -> Json:
    key = ("address", where.name, str(where.latitude), str(where.longitude))
    return _made(
        key,
        "Address",
        {
            "full": [wording.flat(where.name)],
            "country": [_country(where.country)],
            "latitude": [str(where.latitude)],
            "longitude": [str(where.longitude)],
        },
    )


# ── values ───────────────────────────────────────────────────────────────────────────────────────


def _date(time: Time | None) -> str | None:
    """A day, a month or a year: as much as is known. A stretch that is none of them is no date."""
    if time is None or time.from_ is None or time.to is None:
        return None
    first, last = time.from_, time.to
    if first == last:
        return str(first)
    if time.grain == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    return f"{first:%Y}" if time.grain == "year" and first.year == last.year else None


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) else None


def _country(alpha3: str | None) -> str | None:
    """ISO 3166-1 alpha-2 in lower case, by the territory aliases of CLDR."""
    two = _aliases().get(alpha3 or "", ())
    return two[0].lower() if len(two) == 1 else None


@functools.cache
def _aliases() -> dict[str, list[str]]:
    return dict(get_global("territory_aliases"))


def _language(alpha2: str) -> str | None:
    """ISO 639-2, as the standard wants, by the language aliases of CLDR read backwards."""
    found = [three for three, two in get_global("language_aliases").items() if two == alpha2 and len(three) == 3]
    return min(found, default=None)
