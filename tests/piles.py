"""Small invented reports with ready analyses, quick to make: what the tests of the store add and take away."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache

from dateline.model import (
    Analysis,
    AnyClaim,
    Entity,
    Figure,
    Mention,
    Outlet,
    Quotation,
    Relation,
    Report,
    Run,
    Time,
    content_id,
)

RUN = Run(version="test", settings={"pipeline": "none"}, lexicon="", models=("none",))

_TOPICS = (
    ("Velm", "dam", "Tomas Brandt", "Aldova", "ALD", "water minister"),
    ("Hestvik", "ferry", "Inga Solheim", "Norland", "NOR", "harbour master"),
    ("Osterheim", "summit", "Ilse Maran", "Karsia", "KAR", "president"),
    ("Quarna", "quake", "Omar Belhadi", "Tessaly", "TES", "governor"),
    ("Bruvik", "strike", "Petra Lunde", "Norland", "NOR", "union leader"),
    ("Tolmez", "harvest", "Rosa Quint", "Aldova", "ALD", "farm minister"),
    ("Irsk", "mine", "Lev Aronin", "Karsia", "KAR", "prosecutor"),
    ("Calda", "bridge", "Nadia Ferro", "Tessaly", "TES", "mayor"),
)
_WORDS = """granite lantern orchard pilot quarry saddle timber violin walnut anchor basalt candle drummer engine falcon
gravel hammer island jacket kettle ladder marble needle oyster pepper ribbon shovel tunnel valley window blanket copper
dancer ember fiddle garden hazel ivory juniper kernel"""


def make(
    number: int, *, topic: int = 0, day: int | None = 0, outlet: str = "one", value: int = 12, news: str = ""
) -> Analysis:
    """The analysis of an invented report: a figure, an office, a statement. Equal arguments, equal report."""
    place, thing, person, state, country, title = _TOPICS[topic % len(_TOPICS)]
    words = _WORDS.split()
    own = " ".join(word.title() for word in words[topic % len(_TOPICS) * 5 :][:5])
    head = f"{place} {thing}: {value} rescued in {state}"
    body = (
        f"Rescuers took {value} people from the {place} {thing}, said {person}, {title} of {state}. "
        f"“The {thing} of {place} is safe now,” {person} said in {place} beside {own}. "
        f"It was {words[number % len(words)]} and {words[number * 7 % len(words)]} {number}. {news}"
    )
    text = f"{head}\n\n{body}"
    when = dt.date(2024, 3, 1) + dt.timedelta(days=day) if day is not None else None
    time = Time(from_=when, to=when, grain="day", value=when.isoformat()) if when else None
    report = Report(id=content_id(outlet, text), outlet=outlet, text=text, title=head, published=time)
    who = Entity(
        id=content_id(report.id, "person", person),
        name=person,
        type="person",
        country=country,
        aliases=(person.split()[1],),
    )
    land = Entity(id=content_id("state", country), name=state, type="state", country=country)
    return Analysis(
        report=report,
        outlet=Outlet(id=outlet, name=outlet.title(), kind="newspaper"),
        entities=(who, land),
        mentions=tuple(
            Mention(report=report.id, start=found.start(), end=found.end(), text=found.group(), entity=entity.id)
            for entity in (who, land)
            for found in re.finditer(re.escape(entity.name), text)
        ),
        claims=tuple(_claims(report, who, land, title, value)),
    )


def _claims(report: Report, who: Entity, land: Entity, title: str, value: int) -> list[AnyClaim]:
    text = report.text
    body = text.index("\n\n") + 2
    start = text.index(f"{value} people", body)
    quote = text.index("“") + 1
    end = text.index(",”")
    office = text.index(f"{title} of {land.name}")
    return [
        Figure(
            evidence=report.quote(body, text.index(", said")),
            quantity=report.quote(start, start + len(str(value))),
            value=Decimal(value),
            unit="person",
            measure="people rescued",
            measure_kind="count",
            of=land.id,
            method="test",
        ),
        Relation(
            evidence=report.quote(office, office + len(f"{title} of {land.name}")),
            words=report.quote(office, office + len(title)),
            subject=who.id,
            relation="office",
            object=land.id,
            title=title,
            method="test",
        ),
        Quotation(
            evidence=report.quote(quote - 1, end + 2),
            content=(report.quote(quote, end),),
            speaker=who.id,
            form="direct",
            method="test",
        ),
    ]


_NEWS = (
    "Arbiter Brochure Citadel Delegate Envelope",
    "Forester Gardener Hospital Inventor Journey",
    "Keystone Labourer Magnet Notary Outpost",
    "Painter Quorum Receipt Surgeon Tribunal",
)


@cache
def affair(size: int = 20) -> tuple[Analysis, ...]:
    """Invented reports of one long affair: four happenings with pauses between them, and single late words."""
    made = []
    for number in range(size):
        phase = number % 4
        late = 5 if number % 7 == 6 else 0
        news = f"{_NEWS[phase]}. {_NEWS[phase]} and {_NEWS[phase].lower()}."
        made.append(make(number, day=9 * phase + number % 2 + late, outlet=("one", "two")[number % 2], news=news))
    return tuple(made)


@cache
def pile(size: int = 40) -> tuple[Analysis, ...]:
    """Invented reports of eight affairs over some weeks, two outlets, every ninth without a day."""
    return tuple(
        make(
            number,
            topic=number % 8,
            day=None if number % 9 == 4 else (number * 5) % 61,
            outlet=("one", "two")[number % 2],
            value=12 + number % 4,
        )
        for number in range(size)
    )
