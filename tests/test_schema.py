"""The record as JSON: exact, described by its schema, and documented field by field."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import jsonschema
import msgspec
import pytest

from dateline import model, schema
from dateline.errors import UnreadableError
from dateline.model import AnyClaim, Claim, Event, Figure, Record
from tests.records import gas_story, long_story, one_report

DOCS = Path(__file__).resolve().parents[1] / "docs"
TYPES = [
    value
    for value in vars(model).values()
    if isinstance(value, type)
    and issubclass(value, model.Model)
    and value is not model.Model
    and value is not model.Analysis
]


@pytest.mark.parametrize("record", [gas_story(), one_report(), long_story(3, 4)])
def test_written_record_is_valid_and_reads_back_equal(record: Record) -> None:
    raw = schema.encode(record)
    jsonschema.validate(json.loads(raw), schema.json_schema(), cls=jsonschema.Draft202012Validator)
    assert schema.decode(raw) == record
    assert schema.encode(schema.decode(raw)) == raw
    assert next(iter(json.loads(raw))) == "schema"


def test_schema_is_a_schema_and_refuses_what_is_no_record() -> None:
    described = schema.json_schema()
    jsonschema.Draft202012Validator.check_schema(described)
    broken = json.loads(schema.encode(gas_story()))
    broken["claims"][0]["factuality"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, described)


def test_absent_is_left_out_and_lists_are_there() -> None:
    report = json.loads(schema.encode(one_report()))["reports"][0]
    assert "published" not in report
    assert report["bylines"] == []


def test_event_that_nobody_did_keeps_its_null() -> None:
    record = one_report()
    words = record.reports[0].quote(0, 8)
    storm = Event(type=None, mode="storm", evidence=words, trigger=words, method="test")
    raw = schema.encode(msgspec.structs.replace(record, claims=(storm,)))
    assert json.loads(raw)["claims"][0]["type"] is None
    jsonschema.validate(json.loads(raw), schema.json_schema())
    assert schema.decode(raw).claims == (storm,)


@pytest.mark.parametrize("value", ["6E+10", "0.1", "123456789012345678901234567890.123456789", "-1E-7", "100"])
def test_numbers_are_exact_and_plain(value: str) -> None:
    record = gas_story()
    figure = next(claim for claim in record.claims if isinstance(claim, Figure))
    changed = msgspec.structs.replace(figure, value=Decimal(value))
    raw = schema.encode(msgspec.structs.replace(record, claims=(changed,)))
    (read,) = schema.decode(raw).claims
    assert isinstance(read, Figure)
    assert read.value == Decimal(value)
    assert re.search(rb'"value": -?[0-9]+(\.[0-9]+)?,', raw)


def test_what_is_no_record_is_refused_with_the_place() -> None:
    with pytest.raises(UnreadableError, match="outlet"):
        schema.decode(schema.encode(one_report()).replace(b'"outlet": "unknown"', b'"outlet": 7'))
    with pytest.raises(UnreadableError):
        schema.decode(b"\xff\xfe")


def test_published_schema_is_the_generated_one() -> None:
    published = json.loads((DOCS / "schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema.json_schema())), "run `dateline schema > docs/schema.json`"


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_every_field_is_documented(kind: type[Any]) -> None:
    sections = re.split(r"^#{2,3} ", (DOCS / "record.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    heading = "Claims" if kind is Claim else kind.__name__
    section = next(text for text in sections if text.startswith(f"{heading}\n"))
    names = set(
        re.findall(r"`(\w+)`", " ".join(line.split("|")[1] for line in section.splitlines() if line.startswith("|")))
    )
    fields = {field.encode_name for field in msgspec.structs.fields(kind)}
    if kind in get_args(AnyClaim):
        fields -= {field.encode_name for field in msgspec.structs.fields(Claim)}
    assert fields - names == set(), f"{heading}: not in docs/record.md"
    assert names - fields <= {"kind"}, f"{heading}: no such field"


def test_nothing_in_the_json_commands_a_terminal_or_turns_the_line() -> None:
    bad = "\x1b]0;x\x07\x7f\x9b31m\u061c\u202e\u2028\ufeff\U000e0041é𝄞"
    record = gas_story(bad)
    raw = schema.encode(record)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u202e\u2028\ufeff\U000e0041]", raw.decode())
    assert "é𝄞" in raw.decode()
    assert schema.decode(raw) == record
    assert json.loads(raw)["outlets"][0]["name"].endswith(bad)
