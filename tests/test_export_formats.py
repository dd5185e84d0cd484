"""Each format of an export as its own reader takes it, and what a reader must not be made to believe."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import icalendar
import jsonschema
import msgspec
import pytest
from followthemoney import model as ftm_model
from followthemoney.proxy import EntityProxy

from dateline import export
from dateline.codebook import TYPES, codebook
from dateline.export.gdelt import EVENTS, MENTIONS, cameo
from dateline.export.happenings import coded, happenings
from dateline.export.texts import unguard
from dateline.export.view import View, views
from dateline.model import Event, Outlet, Place, Quotation, Record, Report, Story, Time
from tests.records import Draft, day, gas_story, one_report, two_stories, year

TEXT = """Talks in Selm

Karsia struck Aldova on 3 June. Karsia denied that it struck Aldova.

Aldova may strike Karsia. Aldova is said to have struck Karsia. The ministry said that Karsia shelled Selm on 2 June.

The leaders will meet in Port Selm on 9 June. They met in May. A parade is held in Port Selm from 5 to 7 June."""

POISON = " =1+1\t<script>\x1b[2J\r\nEND:VEVENT\n\u202e]}"
SELM = Place(name="Port Selm", country="PRT", latitude=-12.5, longitude=170.25)


def month(number: int) -> Time:
    last = (dt.date(2024, number + 1, 1) - dt.timedelta(days=1)).isoformat()
    return Time(text="in May", from_=dt.date(2024, number, 1), to=dt.date.fromisoformat(last), grain="month")


def stages(poison: str = "") -> Record:
    """Events in every stage: told as done and denied, possible, alleged, by somebody's word, planned, of a month."""
    draft = Draft(poison)
    outlet = draft.outlet("Harbour Post", kind="newspaper")
    report = draft.report(outlet, TEXT, published=day("2024-06-04"), url="https://post.example/selm")
    aldova = draft.entity("Aldova", "state", country="NOR")
    karsia = draft.entity("Karsia", "state", country="PRT")
    ministry = draft.entity("the ministry", "organization")
    hit = {"type": "ASSAULT", "quad": "material_conflict", "actors": (karsia,), "recipients": (aldova,)}
    back = {**hit, "actors": (aldova,), "recipients": (karsia,)}
    meet = {"type": "CONSULT", "quad": "verbal_cooperation", "actors": (aldova, karsia)}
    struck = draft.event(report, "Karsia struck Aldova on 3 June", "struck", when=day("2024-06-03"), **hit)
    denied = draft.event(report, "Karsia denied that it struck Aldova", "struck", factuality="denied", **hit)
    draft.entry("Attack of Karsia on Aldova", "conflicting", (struck, denied))
    for words, trigger, factuality in (
        ("Aldova may strike Karsia", "strike", "hypothetical"),
        ("Aldova is said to have struck Karsia", "struck", "alleged"),
    ):
        claim = draft.event(report, words, trigger, factuality=factuality, when=day("2024-06-01"), where=SELM, **back)
        draft.entry(words, "single", (claim,))
    shelled = draft.event(report, "Karsia shelled Selm on 2 June", "shelled", when=day("2024-06-02"),
                          attributed_to=ministry, **hit)  # fmt: skip
    draft.entry("Shelling of Selm", "single", (shelled,))
    will = draft.event(report, "The leaders will meet in Port Selm on 9 June", "meet", factuality="planned",
                       when=day("2024-06-09"), where=SELM, **meet)  # fmt: skip
    draft.entry("Talks of the leaders", "single", (will,))
    met = draft.event(report, "They met in May", "met", when=month(5), **meet)
    draft.entry("Talks, May 2024", "single", (met,))
    days = Time(text="from 5 to 7 June", from_=dt.date(2024, 6, 5), to=dt.date(2024, 6, 7), grain="day")
    parade = draft.event(report, "A parade is held in Port Selm from 5 to 7 June", "parade", type=None,
                         mode="ceremony", when=days, where=SELM, factuality="ongoing")  # fmt: skip
    draft.entry("Parade", "single", (parade,))
    story = Story(id="story-1", label=draft.bad("Talks in Selm"), reports=(report.id,))
    return msgspec.structs.replace(
        one_report(),
        outlets=tuple(draft.outlets),
        reports=tuple(draft.reports),
        entities=tuple(draft.entities),
        mentions=tuple(draft.mentions),
        claims=tuple(draft.claims),
        stories=(story,),
        entries=tuple(draft.entries),
    )


RECORDS = [gas_story(), two_stories(), stages(), stages(POISON), gas_story(POISON)]
IDS = ["gas", "two", "stages", "hostile stages", "hostile gas"]
every_record = pytest.mark.parametrize("record", RECORDS, ids=IDS)


def written(record: Record | list[Record], format_: str, tmp_path: Path) -> bytes:
    out = tmp_path / format_
    export.write(record if isinstance(record, list) else [record], format_, out)
    return out.read_bytes()


def lines(raw: bytes) -> list[Any]:
    return [json.loads(line) for line in raw.decode().split("\n") if line]


def texts(record: Record) -> dict[str, str]:
    return {report.id: report.text for report in record.reports}


def viewed(record: Record) -> View:
    return next(views([record]))


# ── what is an event ─────────────────────────────────────────────────────────────────────────────


def test_only_what_is_told_as_done_or_planned_is_an_event() -> None:
    found = {h.entry.label: h for h in happenings(viewed(stages()))}
    assert {label: h.status for label, h in found.items()} == {
        "Attack of Karsia on Aldova": "happened",
        "Shelling of Selm": "happened",
        "Talks of the leaders": "planned",
        "Talks, May 2024": "happened",
        "Parade": "ongoing",
    }
    assert [label for label, h in found.items() if h.disputed] == ["Attack of Karsia on Aldova"]
    assert [label for label, h in found.items() if h.attributed] == ["Shelling of Selm"]
    assert found["Talks, May 2024"].day is None
    assert found["Parade"].day == (dt.date(2024, 6, 5), dt.date(2024, 6, 7))


def entry_of(*claims: Event, reports: tuple[Report, ...]) -> View:
    draft = Draft()
    draft.outlet("Post")
    draft.reports.extend(reports)
    draft.claims.extend(claims)
    draft.entry("Visit, 2020", "compatible", tuple(claim.id for claim in claims))
    record = msgspec.structs.replace(one_report(), reports=reports, claims=claims, entries=tuple(draft.entries),
                                     stories=(Story(id="story-1", label="x", reports=()),))  # fmt: skip
    return viewed(record)


def made(report: Report, words: str, **more: Any) -> Event:
    start = report.text.index(words)
    said = report.quote(start, start + len(words))
    return Event(evidence=said, trigger=said, method="test", type="CONSULT", **more)


def test_the_narrowest_time_counts_and_days_that_exclude_each_other_leave_it_open() -> None:
    report = Report(
        id="r", outlet="post", text="He came. He came on Monday. He came on Tuesday.", published=day("2024-06-09")
    )
    wide = made(report, "He came.", when=year(2024))
    monday = made(report, "He came on Monday", when=day("2024-06-03"))
    tuesday = made(report, "He came on Tuesday", when=day("2024-06-04"))
    (one,) = happenings(entry_of(wide, monday, reports=(report,)))
    assert one.day == (dt.date(2024, 6, 3), dt.date(2024, 6, 3))
    (two,) = happenings(entry_of(wide, monday, tuesday, reports=(report,)))
    assert two.day is None
    assert len(two.times) == 2
    assert two.claims == (wide, monday, tuesday)


def test_a_plan_of_another_time_is_no_word_on_what_was_done() -> None:
    report = Report(
        id="r", outlet="post", text="He will come, the first since 2020. He came in 2020.", published=day("2024-06-09")
    )
    done = made(report, "He came in 2020", when=year(2020))
    for when in (day("2024-06-11"), None):
        plan = made(report, "He will come", when=when, factuality="planned")
        told, ahead = happenings(entry_of(plan, done, reports=(report,)))
        assert (told.status, told.claims, told.label) == ("happened", (done,), "Visit, 2020")
        assert (ahead.status, ahead.claims, ahead.label) == ("planned", (plan,), "Visit")
        assert (told.id, ahead.id) == (told.entry.id, f"{told.entry.id}-planned")
    early = Report(id="e", outlet="post", text="He will come.", published=day("2019-12-30"))
    plan = made(early, "He will come", factuality="planned")
    (told,) = happenings(entry_of(plan, done, reports=(report, early)))
    assert told.claims == (plan, done)


def test_what_is_planned_for_a_day_after_the_report_of_what_was_done_is_something_further() -> None:
    report = Report(id="r", outlet="post", text="He met him. He will meet him.", published=day("2024-06-03"))
    done = made(report, "He met him")
    for when, number in ((day("2024-06-04"), 2), (day("2024-06-03"), 1), (day("2024-06-02"), 1)):
        plan = made(report, "He will meet him", when=when, factuality="planned")
        found = list(happenings(entry_of(plan, done, reports=(report,))))
        assert len(found) == number
        assert found[0].status == "happened"


def test_a_plan_is_coded_as_an_intent_or_not_at_all() -> None:
    planned = {type_: coded(type_, "planned") for type_ in sorted(TYPES)}  # type: ignore[arg-type]
    assert {type_ for type_, code_ in planned.items() if code_ is None} == {"ACCUSE", "REJECT", "REQUEST"}
    assert set(filter(None, planned.values())) == {"AGREE", "CONCEDE", "THREATEN"}
    assert set(cameo().planned) == TYPES - {"ACCUSE", "REJECT", "REQUEST"}
    assert coded("ASSAULT", "alleged") is None
    assert coded("ASSAULT", "hypothetical") is None
    assert coded("ASSAULT", "denied") is None
    assert coded("CONSULT", "denied") == "REJECT"
    assert coded("ASSAULT", "happened") == "ASSAULT"
    assert coded(None, "happened") is None


# ── PLOVER ───────────────────────────────────────────────────────────────────────────────────────

FIELDS = {
    "id", "has_event", "date", "time", "enddate", "endtime", "actor", "recipient", "event", "event_loc", "event_text",
    "quad_code", "event_scale", "mode", "context", "link", "text", "text_info", "cite_info", "coder", "coded_date",
    "coded_time", "comment",
}  # fmt: skip
ENTITY = {"code", "sector", "entity_text", "identifier_id", "identifier_text", "religion", "ethnicity", "office",
          "gender", "age"}  # fmt: skip
CITATION = {"corpus", "citation", "url", "title", "language"}


@every_record
def test_plover_has_the_fields_of_the_codebook_and_the_words(record: Record, tmp_path: Path) -> None:
    found = lines(written(record, "plover", tmp_path))
    assert found
    for event in found:
        assert set(event) <= FIELDS | {"dateline"}
        assert {"id", "date", "actor", "event"} <= set(event)
        assert all(set(party) <= ENTITY for party in event["actor"] + event["recipient"])
        assert set(event["event"]) <= TYPES
        assert event["quad_code"] in (1, 2, 3, 4)
        assert event["date"] is None or dt.date.fromisoformat(event["date"])
        modes = codebook().types[event["event"][0]].modes
        assert set(event["mode"]) <= set(modes)
        told = list(zip(event["event_text"], event["text_info"], event["cite_info"], strict=True))
        assert told
        for text, place, source in told:
            assert set(source) <= CITATION | {"dateline"}
            assert texts(record)[source["citation"]][place["start"] : place["end"]] == text
    assert len({event["id"] for event in found}) == len(found)


def test_plover_codes_a_plan_as_its_intent_on_the_day_it_is_told(tmp_path: Path) -> None:
    found = {event["dateline"]["label"]: event for event in lines(written(stages(), "plover", tmp_path))}
    assert set(found) == {"Attack of Karsia on Aldova", "Shelling of Selm", "Talks of the leaders", "Talks, May 2024"}
    plan = found["Talks of the leaders"]
    assert (plan["event"], plan["date"], plan["quad_code"]) == (["AGREE"], "2024-06-04", 1)
    assert (plan["dateline"]["factuality"], plan["dateline"]["type"]) == ("planned", "CONSULT")
    assert plan["dateline"]["times"][0]["from"] == "2024-06-09"
    assert plan["event_loc"] == {"name": "Port Selm", "countryCode": "PRT", "lat": -12.5, "lng": 170.25}
    assert found["Talks, May 2024"]["date"] is None  # some day of May is no day
    assert found["Shelling of Selm"]["dateline"]["attributed_to"] == ["the ministry"]
    attack = found["Attack of Karsia on Aldova"]
    assert attack["dateline"]["disputed"] is True
    assert [source["dateline"]["factuality"] for source in attack["cite_info"]] == ["happened", "denied"]


# ── GDELT ────────────────────────────────────────────────────────────────────────────────────────


def gdelt(record: Record, tmp_path: Path) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    export.write([record], "gdelt", tmp_path / "gdelt")
    found = []
    for name, columns in (("export", EVENTS), ("mentions", MENTIONS)):
        raw = (tmp_path / "gdelt" / f"dateline.{name}.CSV").read_text(encoding="utf-8")
        rows = [line.split("\t") for line in raw.split("\n")[:-1]]
        found.append([dict(zip(columns, row, strict=True)) for row in rows])
    return found[0], found[1]


def test_gdelt_has_its_columns_in_number_and_order() -> None:
    assert (len(EVENTS), len(MENTIONS)) == (61, 16)
    assert [EVENTS[i] for i in (0, 5, 15, 25, 26, 29, 35, 51, 59, 60)] == [
        "GlobalEventID", "Actor1Code", "Actor2Code", "IsRootEvent", "EventCode", "QuadClass", "Actor1Geo_Type",
        "ActionGeo_Type", "DATEADDED", "SOURCEURL",
    ]  # fmt: skip


@every_record
def test_gdelt_rows_are_whole_and_harmless(record: Record, tmp_path: Path) -> None:
    events, mentions = gdelt(record, tmp_path)
    assert events
    ids = [event["GlobalEventID"] for event in events]
    assert len(set(ids)) == len(ids)
    assert all(0 < int(key) < 2**63 for key in ids)
    assert {mention["GlobalEventID"] for mention in mentions} == set(ids)
    for event in events:
        assert event["EventCode"].startswith(event["EventBaseCode"])
        assert event["EventBaseCode"].startswith(event["EventRootCode"])
        assert event["QuadClass"] == str(cameo().quads[event["EventRootCode"]])
        assert int(event["NumMentions"]) == Counter(m["GlobalEventID"] for m in mentions)[event["GlobalEventID"]]
        assert re.fullmatch(r"(\d{8})?", event["Day"])
        assert re.fullmatch(r"(\d{14})?", event["DATEADDED"])
        assert not event["GoldsteinScale"] + event["AvgTone"] + event["Actor1EthnicCode"]
    for mention in mentions:
        extras = json.loads(unguard(mention["Extras"]))
        claim = next(c for c in record.claims if c.id == extras["claim"])
        assert isinstance(claim, Event)
        assert extras["factuality"] == claim.factuality
        start = int(mention["ActionCharOffset"])
        assert texts(record)[extras["report"]][start:].startswith(claim.trigger.text)
    cells = [cell for row in events + mentions for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@")) or not cell.isprintable()]


def test_gdelt_codes_pairs_plans_and_partial_days(tmp_path: Path) -> None:
    events, mentions = gdelt(stages(), tmp_path)
    assert Counter(event["EventCode"] for event in events) == {"180": 2, "036": 2, "040": 2}
    plan = [event for event in events if event["EventCode"] == "036"]
    assert {(event["Actor1Name"], event["Actor2Name"]) for event in plan} == {
        ("Aldova", "Karsia"),
        ("Karsia", "Aldova"),
    }
    assert {event["Day"] for event in plan} == {"20240604"}  # told then; the talks are on the 9th
    (talks, _) = [event for event in events if event["EventCode"] == "040"]
    assert (talks["Day"], talks["MonthYear"], talks["Year"], talks["FractionDate"]) == ("", "202405", "2024", "")
    attack = next(event for event in events if event["Day"] == "20240603")
    assert attack["FractionDate"] == "2024.4192"
    said = [json.loads(m["Extras"]) for m in mentions if m["GlobalEventID"] == attack["GlobalEventID"]]
    assert [extra["factuality"] for extra in said] == ["happened", "denied"]
    assert "the ministry" in [json.loads(m["Extras"]).get("attributed_to") for m in mentions]


def test_fraction_of_the_year_as_gdelt_publishes_it() -> None:
    from dateline.export.gdelt import _fraction  # noqa: PLC0415

    assert _fraction(dt.date(2015, 2, 18)) == "2015.1315"


def test_every_type_and_mode_has_a_cameo_code_or_none_by_name() -> None:
    codes, planned = cameo().codes, cameo().planned
    assert set(codes) >= TYPES
    modes = {f"{type_}/{mode}" for type_, entry in codebook().types.items() for mode in entry.modes}
    assert {key for key in codes if "/" in key} <= modes
    assert {code[:2] for code in (*codes.values(), *planned.values())} <= set(cameo().quads)
    assert set(planned) <= TYPES
    assert all(re.fullmatch(r"(0[1-9]|1[0-9]|20)\d{1,2}", code) for code in (*codes.values(), *planned.values()))


# ── FollowTheMoney ───────────────────────────────────────────────────────────────────────────────


@every_record
def test_followthemoney_loads_it_and_changes_nothing(record: Record, tmp_path: Path) -> None:
    found = lines(written([record, record], "ftm", tmp_path))
    by_id = {entity["id"]: entity for entity in found}
    assert len(by_id) == len(found)
    for entity in found:
        proxy = EntityProxy.from_dict(entity, cleaned=False)  # cleans: what it would not take is gone afterwards
        kept = proxy.to_dict()["properties"]
        assert {name: sorted(values) for name, values in kept.items()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }
        proxy.schema.validate(entity)
        assert not proxy.schema.abstract
        for name, values in entity["properties"].items():
            prop = proxy.schema.get(name)
            assert prop is not None
            if prop.type.name == "entity":
                reached = [ftm_model.get(by_id[value]["schema"]) for value in values]
                assert prop.range is not None
                assert all(schema is not None and schema.is_a(prop.range) for schema in reached)
    schemata = {entity["schema"] for entity in found}
    assert {"Article", "PublicBody", "Event"} <= schemata


def test_followthemoney_names_people_offices_and_what_is_planned(tmp_path: Path) -> None:
    found = lines(written(gas_story(), "ftm", tmp_path))
    by_id = {entity["id"]: entity["properties"] for entity in found}
    (office,) = [entity["properties"] for entity in found if entity["schema"] == "Occupancy"]
    assert by_id[office["holder"][0]]["name"] == ["Olga Venn"]
    assert by_id[office["post"][0]]["name"] == ["energy minister of Aldova"]
    assert by_id[office["proof"][0]]["publisher"] == ["Northern Wire"]
    events = [entity["properties"] for entity in found if entity["schema"] == "Event"]
    plans = [event for event in events if "planned" in event.get("keywords", [])]
    assert [event["name"] for event in plans] == [["Planned visit of Brandt to Karsia, October 2024"]]
    assert plans[0]["summary"] == ["Planned"]
    assert plans[0]["startDate"] == ["2024-10"]
    names = {entity["properties"]["name"][0] for entity in lines(written(stages(), "ftm", tmp_path))
             if entity["schema"] == "Event"}  # fmt: skip
    assert names == {
        "Attack of Karsia on Aldova (denied in another report)",
        "Shelling of Selm (according to the ministry)",
        "Planned: Talks of the leaders",
        "Talks, May 2024",
        "Parade",
    }


@pytest.mark.parametrize("format_", ["plover", "gdelt", "ftm", "annotations", "geojson"])
def test_no_outlet_is_made_of_one_that_is_unknown(format_: str, tmp_path: Path) -> None:
    record = stages()
    reports = tuple(msgspec.structs.replace(report, outlet="unknown", url=None) for report in record.reports)
    nobody = Outlet(id="unknown", name="outlet unknown")
    out = tmp_path / "out"
    export.write([msgspec.structs.replace(record, reports=reports, outlets=(nobody,))], format_, out)
    raw = b"".join(path.read_bytes() for path in (sorted(out.iterdir()) if out.is_dir() else [out]))
    assert raw.count(b"outlet unknown") == raw.count(b": \xe2\x80\x9c")  # said in prose only, before the words


# ── Web Annotation ───────────────────────────────────────────────────────────────────────────────

SELECTORS = {
    "type": "array",
    "prefixItems": [
        {
            "type": "object",
            "required": ["type", "start", "end"],
            "properties": {
                "type": {"const": "TextPositionSelector"},
                "start": {"type": "integer", "minimum": 0},
                "end": {"type": "integer", "minimum": 1},
            },
        },
        {
            "type": "object",
            "required": ["type", "exact", "prefix", "suffix"],
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string", "minLength": 1},
                "prefix": {"type": "string"},
                "suffix": {"type": "string"},
            },
        },
    ],
    "minItems": 2,
    "items": False,
}
BODY = {
    "type": "object",
    "required": ["type", "value", "purpose", "format"],
    "properties": {
        "type": {"const": "TextualBody"},
        "value": {"type": "string"},
        "purpose": {"enum": ["tagging", "describing"]},
        "format": {"enum": ["text/plain", "application/json"]},
        "language": {"type": "string"},
    },
    "additionalProperties": False,
}
IRI = {"type": "string", "pattern": '^(urn:dateline:|https?://)[^\\s<>"]+$'}
ANNOTATION = {
    "type": "object",
    "required": ["id", "type", "target"],
    "properties": {
        "id": IRI,
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["describing", "tagging", "identifying", "commenting", "linking"]},
        "generator": {"type": "object", "required": ["id", "type"], "properties": {"type": {"const": "Software"}}},
        "body": {"type": "array", "items": BODY, "minItems": 2},
        "target": {
            "type": "object",
            "required": ["source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"type": "object", "required": ["id", "type"],
                           "properties": {"id": IRI, "type": {"const": "Text"}, "via": IRI}},
                "selector": SELECTORS,
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}  # fmt: skip
COLLECTION = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {
            "type": "array",
            "prefixItems": [
                {"const": "http://www.w3.org/ns/anno.jsonld"},
                {"type": "object", "additionalProperties": {"type": "string"}},
            ],
        },
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["id", "type", "items"],
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "startIndex": {"const": 0},
                "items": {"type": "array", "items": ANNOTATION},
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
"""The W3C Recommendation "Web Annotation Data Model" (2017) as far as these annotations go, written down by us."""


@every_record
def test_annotations_are_what_the_recommendation_asks_and_select_their_words(record: Record, tmp_path: Path) -> None:
    found = json.loads(written([record, record], "annotations", tmp_path))
    jsonschema.validate(found, COLLECTION, cls=jsonschema.Draft202012Validator)
    items = found["first"]["items"]
    assert found["total"] == len(items) == len(record.claims)
    by_id = {f"urn:dateline:claim:{claim.id}": claim for claim in record.claims}
    for item in items:
        claim = by_id[item["id"]]
        text = texts(record)[item["target"]["source"]["id"].removeprefix("urn:dateline:report:")]
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"] == claim.evidence.text
        assert text.find(quote["prefix"] + quote["exact"] + quote["suffix"]) == position["start"] - len(quote["prefix"])
        tags = [body["value"] for body in item["body"] if body["purpose"] == "tagging"]
        assert tags[0] == claim.kind
        assert (claim.factuality in ("planned", "denied", "alleged")) == bool(
            {"planned", "denied", "alleged"} & set(tags)
        )
        whose = claim.attributed_to or (isinstance(claim, Quotation) and (claim.speaker or claim.source))
        assert bool(whose) == any(tag.startswith("according to") for tag in tags)
        (data,) = [json.loads(body["value"]) for body in item["body"] if body["purpose"] == "describing"]
        assert data["kind"] == claim.kind
        assert data["factuality"] == claim.factuality


def test_no_annotations_is_an_empty_collection(tmp_path: Path) -> None:
    found = json.loads(written([], "annotations", tmp_path))
    jsonschema.validate(found, COLLECTION, cls=jsonschema.Draft202012Validator)
    assert found["total"] == 0


# ── GeoJSON ──────────────────────────────────────────────────────────────────────────────────────

GEOJSON = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": ["string", "number"]},
                    "properties": {"type": ["object", "null"]},
                    "geometry": {
                        "type": "object",
                        "required": ["type", "coordinates"],
                        "properties": {
                            "type": {"const": "Point"},
                            "coordinates": {
                                "type": "array",
                                "prefixItems": [
                                    {"type": "number", "minimum": -180, "maximum": 180},
                                    {"type": "number", "minimum": -90, "maximum": 90},
                                ],
                                "minItems": 2,
                                "items": False,
                            },
                        },
                        "not": {"anyOf": [{"required": [name]} for name in ("geometry", "properties", "features")]},
                    },
                },
                "not": {"anyOf": [{"required": [name]} for name in ("coordinates", "geometries", "features")]},
            },
        },
    },
    "not": {"anyOf": [{"required": [n]} for n in ("coordinates", "geometries", "geometry", "properties", "crs")]},
}
"""RFC 7946 for collections of points: what must be there (sections 3.1 to 3.3) and what must not (7.1, 4)."""


@every_record
def test_geojson_keeps_to_the_rfc_and_quotes_its_reports(record: Record, tmp_path: Path) -> None:
    found = json.loads(written([record, record], "geojson", tmp_path))
    jsonschema.validate(found, GEOJSON, cls=jsonschema.Draft202012Validator)
    for feature in found["features"]:
        for told in feature["properties"].get("told", []):
            assert texts(record)[told["report"]][told["start"] : told["end"]] == told["text"]


def test_geojson_puts_longitude_first_and_says_what_is_planned(tmp_path: Path) -> None:
    found = json.loads(written(stages(), "geojson", tmp_path))["features"]
    assert {tuple(feature["geometry"]["coordinates"]) for feature in found} == {(170.25, -12.5)}
    events = {f["properties"]["name"]: f["properties"] for f in found if f["properties"]["kind"] == "event"}
    assert set(events) == {"Planned: Talks of the leaders", "Parade"}
    assert events["Planned: Talks of the leaders"]["factuality"] == "planned"
    assert (events["Parade"]["from"], events["Parade"]["to"]) == ("2024-06-05", "2024-06-07")
    assert [f["properties"]["name"] for f in found if f["properties"]["kind"] == "place"] == ["Port Selm"]


def test_geojson_leaves_out_what_lies_off_the_globe(tmp_path: Path) -> None:
    record = stages()
    off = msgspec.structs.replace(SELM, latitude=91.0)
    moved = tuple(msgspec.structs.replace(c, where=off if c.where else None) for c in record.claims)
    found = json.loads(written(msgspec.structs.replace(record, claims=moved), "geojson", tmp_path))
    assert found["features"] == []


# ── iCalendar ────────────────────────────────────────────────────────────────────────────────────


@every_record
def test_a_calendar_is_read_back_whole(record: Record, tmp_path: Path) -> None:
    raw = written([record, record], "icalendar", tmp_path)
    calendar = icalendar.Calendar.from_ical(raw)
    assert not calendar.errors
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r\n")
    events = calendar.walk("VEVENT")
    uids = [str(event["UID"]) for event in events]
    assert len(set(uids)) == len(uids) == raw.count(b"BEGIN:VEVENT")
    for event in events:
        assert not event.errors
        assert event["STATUS"] in ("CONFIRMED", "TENTATIVE")
        assert event.decoded("DTSTART") < event.decoded("DTEND")
        shown = f"{event['SUMMARY']}{event['DESCRIPTION']}{event.get('LOCATION', '')}"
        assert all(char.isprintable() or char == "\n" for char in shown)


def test_planned_is_tentative_and_what_is_denied_or_possible_is_in_no_calendar(tmp_path: Path) -> None:
    events = icalendar.Calendar.from_ical(written(stages(), "icalendar", tmp_path)).walk("VEVENT")
    told = {str(e["SUMMARY"]): (str(e["STATUS"]), e.decoded("DTSTART"), e.decoded("DTEND")) for e in events}
    assert told == {
        "Attack of Karsia on Aldova (denied in another report)": (
            "CONFIRMED",
            dt.date(2024, 6, 3),
            dt.date(2024, 6, 4),
        ),
        "Shelling of Selm (according to the ministry)": ("CONFIRMED", dt.date(2024, 6, 2), dt.date(2024, 6, 3)),
        "Planned: Talks of the leaders": ("TENTATIVE", dt.date(2024, 6, 9), dt.date(2024, 6, 10)),
        "Parade": ("CONFIRMED", dt.date(2024, 6, 5), dt.date(2024, 6, 8)),
    }
    plan = next(event for event in events if event["STATUS"] == "TENTATIVE")
    assert "(4 June 2024, planned): “The leaders will meet in Port Selm on 9 June”" in str(plan["DESCRIPTION"])
    assert plan.decoded("DTSTAMP") == dt.datetime(2024, 6, 4, tzinfo=dt.UTC)
    assert str(plan["URL"]) == "https://post.example/selm"
