"""Events and their mentions in the columns of GDELT 2.0: tab-separated, without a header, as GDELT's own files.

One row an event and pair of actors; a mention for each report that tells it. Codes are CAMEO's, from PLOVER types
(``data/cameo.toml``). GDELT has no column for what is planned or whose word it is: a planned event has the code of its
intent, and ``Extras`` of a mention says both. Columns of which Dateline knows nothing stay empty: ethnic, religious and
sector codes, the Goldstein scale, tone, FIPS and ADM codes.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator
from itertools import permutations, product
from pathlib import Path
from typing import Any

from dateline import wording
from dateline.export.happenings import Happening, coded, happenings
from dateline.export.plover import coded_day
from dateline.export.texts import guard, to_json
from dateline.export.view import View, views
from dateline.lexicon import Section, load_table
from dateline.model import Entity, Event, Place, Record, Time, content_id

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
          "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENTS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
MENTIONS = (
    "GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
FILES = ("dateline.export.CSV", "dateline.mentions.CSV")
_WEB, _CITATION = 1, 2
_COUNTRY = 1
Cells = dict[str, Any]


class Cameo(Section, frozen=True, kw_only=True):
    """``cameo.toml``: the codes of types and modes, of planned types, and the quad class of each root code."""

    source: str
    codes: dict[str, str]
    planned: dict[str, str]
    quads: dict[str, int]


@functools.cache
def cameo() -> Cameo:
    """The table of codes."""
    return load_table("cameo.toml", Cameo)


def write(records: Iterable[Record], folder: Path, counts: dict[str, int]) -> None:
    """The two files of GDELT 2.0 in ``folder``."""
    counts |= dict.fromkeys(FILES, 0)
    with (folder / FILES[0]).open("wb") as events, (folder / FILES[1]).open("wb") as mentions:
        for view in views(records):
            for happening in happenings(view):
                for event, told in _rows(happening, view):
                    events.write(_line(event, EVENTS))
                    counts[FILES[0]] += 1
                    for mention in told:
                        mentions.write(_line(mention, MENTIONS))
                        counts[FILES[1]] += 1


def code(happening: Happening) -> str | None:
    """The CAMEO code; of a planned event that of its intent; ``None`` where CAMEO or the codebook has none."""
    told = happening.told
    if coded(told.type, told.factuality) is None:
        return None
    if happening.status == "planned":
        return cameo().planned.get(told.type or "")
    return cameo().codes.get(f"{told.type}/{told.mode}") or cameo().codes.get(told.type or "")


def _rows(happening: Happening, view: View) -> Iterator[tuple[Cells, list[Cells]]]:
    """The event for each pair of actors, each with its mentions."""
    coded = code(happening)
    if coded is None:
        return
    for one, other in _pairs(happening.told):
        number = int(content_id("gdelt", happening.id, one, other), 16) >> 1  # of 63 bits, as a signed column holds
        first, second = view.entities.get(one), view.entities.get(other)
        event = {"GlobalEventID": number, **_when(happening, view), **_actor(1, first), **_actor(2, second)}
        event |= _coded(coded) | _counts(happening, view) | _action(happening.where, view) | _added(happening, view)
        added = event["DATEADDED"]
        yield (
            event,
            [
                {"GlobalEventID": number, "EventTimeDate": added, **_mention(claim, first, second, view)}
                for claim in happening.claims
            ],
        )


def _pairs(told: Event) -> Iterable[tuple[str, str]]:
    """Who acts on whom; those who act together act on each other, both ways, as CAMEO codes them."""
    if len(told.actors) > 1 and not told.recipients:
        return permutations(told.actors, 2)
    return product(told.actors or ("",), told.recipients or ("",))


def _actor(number: int, entity: Entity | None) -> Cells:
    if entity is None:
        return {}
    codes = {"Code": entity.country, "Name": entity.name, "CountryCode": entity.country}
    return {f"Actor{number}{name}": value for name, value in codes.items()}


def _when(happening: Happening, view: View) -> Cells:
    """The day; the month or the year alone where no more is told. Never the day of the report for that of the event."""
    day = coded_day(happening, view)
    if day:
        first = day[0]
        return _calendar(first) | {"Day": f"{first:%Y%m%d}", "FractionDate": _fraction(first)}
    time = happening.time if happening.status != "planned" else None
    return _month(time) if time else {}


def _month(time: Time) -> Cells:
    first, last = time.from_, time.to
    if first is None or last is None or first.year != last.year:
        return {}
    return _calendar(first) if first.month == last.month else {"Year": first.year}


def _calendar(first: dt.date) -> Cells:
    return {"MonthYear": f"{first:%Y%m}", "Year": first.year}


def _fraction(first: dt.date) -> str:
    """The year with the part of it that has passed, in months of thirty days, as GDELT reckons."""
    return f"{first.year + round(((first.month - 1) * 30 + first.day) / 365, 4):.4f}"


def _coded(coded: str) -> Cells:
    return {
        "EventCode": coded,
        "EventBaseCode": coded[:3],
        "EventRootCode": coded[:2],
        "QuadClass": cameo().quads[coded[:2]],
    }


def _counts(happening: Happening, view: View) -> Cells:
    reports = {claim.evidence.report for claim in happening.claims}
    return {
        "IsRootEvent": int(any(_leads(claim, view) for claim in happening.claims)),
        "NumMentions": len(happening.claims),
        "NumSources": len({view.reports[report].outlet for report in reports}),
        "NumArticles": len(reports),
    }


def _leads(claim: Event, view: View) -> bool:
    """Whether it stands in the headline or in the first paragraph."""
    text = view.reports[claim.evidence.report].text
    headline = text.find("\n\n")
    lead = text.find("\n\n", headline + 2) if headline >= 0 else -1
    return lead < 0 or claim.evidence.start < lead


def _action(where: Place | None, view: View) -> Cells:
    if where is None:
        return {}
    entity = view.entities.get(where.entity or "")
    state = entity is not None and entity.type == "state"
    return {
        "ActionGeo_Type": _COUNTRY if state else None,
        "ActionGeo_FullName": where.name,
        "ActionGeo_Lat": where.latitude,
        "ActionGeo_Long": where.longitude,
    }


def _added(happening: Happening, view: View) -> Cells:
    """When it was first told, and where."""
    told = [published for claim in happening.claims if (published := view.published(claim))]
    urls = [url for claim in happening.claims if (url := view.reports[claim.evidence.report].url)]
    return {"DATEADDED": _moment(min(told, default=None)), "SOURCEURL": urls[0] if urls else None}


def _moment(day: dt.date | None) -> str | None:
    return f"{day:%Y%m%d}000000" if day else None


def _mention(claim: Event, first: Entity | None, second: Entity | None, view: View) -> Cells:
    report = view.reports[claim.evidence.report]
    published = view.published(claim)
    citation = ", ".join(part for part in (report.title, view.publisher(report), str(published or "")) if part)
    extras = {
        "claim": claim.id,
        "report": report.id,
        "factuality": claim.factuality,
        "attributed_to": view.name(claim.attributed_to),
    }
    return {
        "MentionTimeDate": _moment(published),
        "MentionType": _WEB if report.url else _CITATION,
        "MentionSourceName": view.publisher(report),
        "MentionIdentifier": report.url or citation,
        "Actor1CharOffset": _offset(claim, first, view),
        "Actor2CharOffset": _offset(claim, second, view),
        "ActionCharOffset": claim.trigger.start,
        "MentionDocLen": len(report.text),
        "Extras": to_json({key: value for key, value in extras.items() if value is not None}).decode(),
    }


def _offset(claim: Event, entity: Entity | None, view: View) -> int | None:
    """Where the words of the claim name the actor; nothing where they do not."""
    if entity is None:
        return None
    words = claim.evidence
    inside = (m.start for m in view.mentions_of(words.report, entity.id) if words.start <= m.start < words.end)
    return next(inside, None)


def _line(cells: Cells, names: tuple[str, ...]) -> bytes:
    return ("\t".join(_cell(cells.get(name)) for name in names) + "\n").encode("utf-8", "replace")


def _cell(value: Any) -> str:
    return "" if value is None else guard(wording.flat(value)) if isinstance(value, str) else str(value)
