"""Short ways to the values that tests start from."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dateline import dates, entities, lexicon, parse
from dateline.analyse import analyse
from dateline.model import Analysis, Outlet, Report, Time, content_id
from dateline.reading import Reading

OUTLET = Outlet(id="harbour-post", name="Harbour Post", kind="newspaper")


def make_report(
    text: str, *, published: str | None = None, outlet: str = OUTLET.id, title: str | None = None
) -> Report:
    """A report with this text, published on an ISO day."""
    day = dt.date.fromisoformat(published) if published else None
    time = Time(from_=day, to=day, grain="day", basis="explicit", value=published or "") if day else None
    return Report(id=content_id(outlet, text), outlet=outlet, text=text, title=title, published=time)


def make_reading(text: str, *, published: str | None = None) -> Reading:
    """A report parsed, with its entities and times: what the claim extractors get."""
    report = make_report(text, published=published)
    doc = next(iter(parse.load().parse([text])))
    reading = Reading(report=report, doc=doc, lexicon=lexicon.load("en"))
    found, mentions = entities.find_entities(reading)
    reading = replace(reading, entities=found, mentions=mentions)
    return replace(reading, times=dates.find_times(reading))


def make_analysis(text: str, *, published: str | None = None, outlet: str = OUTLET.id) -> Analysis:
    """Everything that a report with this text says."""
    return analyse(make_report(text, published=published, outlet=outlet), Outlet(id=outlet, name=outlet))
