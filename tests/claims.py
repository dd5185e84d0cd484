"""Short ways to claims for the tests of matching and comparing: reports are made of one sentence a claim."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from dateline.match import Scene
from dateline.model import AnyClaim, Entity, Event, Figure, Mention, Quotation, Relation, Report, Time, content_id


def entity(name: str, kind: str = "person", country: str | None = None) -> Entity:
    """An entity whose id is made of its name."""
    return Entity(id=content_id(kind, name), name=name, type=kind, country=country)  # type: ignore[arg-type]


ALDOVA = entity("Aldova", "state", "ALD")
KARSIA = entity("Karsia", "state", "KAR")
BRANDT = entity("Tomas Brandt", "person", "ALD")
MARAN = entity("Ilse Maran", "person", "KAR")
STARK = entity("Ivo Stark", "person", "ALD")
EVERYBODY = (ALDOVA, KARSIA, BRANDT, MARAN, STARK)


def span(first: str, last: str | None = None) -> Time:
    """A day, or the days from ``first`` to ``last``."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    return Time(text=first, from_=start, to=end, grain="day" if last is None else "year", value=first)


def report(text: str, outlet: str, **more: Any) -> Report:
    """A report of ``outlet``; ``published`` is an ISO day."""
    published = more.pop("published", None)
    time = span(published) if published else None
    return Report(id=content_id(outlet, text), outlet=outlet, text=text, published=time, **more)


def figure(source: Report, words: str, value: str | None, **more: Any) -> Figure:
    """A figure whose quantity is ``words``; its evidence is the whole report."""
    start = source.text.index(words)
    return Figure(
        evidence=source.quote(0, len(source.text)),
        quantity=source.quote(start, start + len(words)),
        value=Decimal(value) if value is not None else None,
        unit=more.pop("unit", "USD"),
        measure=more.pop("measure", "goods"),
        method="test",
        **more,
    )


def event(source: Report, trigger: str, **more: Any) -> Event:
    """An event with this trigger; its evidence is the whole report."""
    start = source.text.index(trigger)
    return Event(
        evidence=source.quote(0, len(source.text)),
        trigger=source.quote(start, start + len(trigger)),
        type=more.pop("type", "CONSULT"),
        method="test",
        **more,
    )


def quotation(source: Report, words: str, by: str = "", **more: Any) -> Quotation:
    """A quotation of ``words``; ``by`` are the report's words for the speaker."""
    start = source.text.index(words)
    said = source.quote(start, start + len(words))
    if by:
        more["source"] = source.quote(source.text.index(by), source.text.index(by) + len(by))
    return Quotation(evidence=said, content=(said,), form=more.pop("form", "direct"), method="test", **more)


def office(source: Report, words: str, title: str, who: Entity, **more: Any) -> Relation:
    """An office held by ``who``."""
    start = source.text.index(words)
    said = source.quote(start, start + len(words))
    return Relation(evidence=said, words=said, subject=who.id, relation="office", title=title, method="test", **more)


def scene(reports: list[Report], claims: list[AnyClaim], mentions: list[Mention] | None = None) -> Scene:
    """A story of these reports and claims, with everybody known."""
    return Scene(
        reports={source.id: source for source in reports},
        entities={known.id: known for known in EVERYBODY},
        claims=claims,
        mentions=mentions or (),
    )
