"""The tables of an export: typed, documented, the same in three formats, and every span the words it points at."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow.parquet as pq
import pytest

from dateline import export
from dateline.export import tables
from dateline.export.rows import rows
from dateline.export.texts import guard, to_json, unguard
from dateline.model import (
    Check,
    Difference,
    Entity,
    Entry,
    Event,
    Figure,
    Match,
    Mention,
    Notice,
    Outlet,
    Quotation,
    Record,
    Relation,
    Report,
    Revision,
    Story,
    Time,
    Value,
    Versions,
)
from tests.records import gas_story, long_story, one_report, two_stories

DOCS = Path(__file__).resolve().parents[1] / "docs"
FORMULAS = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "'=1", " =1", "＝1", "-", "\r=1"]
POISON = ' =HYPERLINK("http://x") <b> \x1b[2J \u202e \x9b `$(rm)` ../../etc'
Rows = dict[str, list[dict[str, Any]]]


def plain(value: Any) -> Any:
    """A value as JSON has it: what all three formats must agree on."""
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def read_jsonl(folder: Path) -> Rows:
    files = {table: (folder / f"{table}.jsonl").read_text(encoding="utf-8") for table in tables.TABLES}
    return {table: [json.loads(line) for line in text.split("\n") if line] for table, text in files.items()}


def read_parquet(folder: Path) -> Rows:
    found = {table: pq.read_table(folder / f"{table}.parquet").to_pylist() for table in tables.TABLES}
    return {
        table: [{name: plain(value) for name, value in row.items() if value is not None} for row in own]
        for table, own in found.items()
    }


def read_csv(folder: Path) -> Rows:
    return {table: _read_csv(folder / f"{table}.csv", table) for table in tables.TABLES}


def _read_csv(path: Path, table: str) -> list[dict[str, Any]]:
    columns = {column.name: column for column in tables.columns(table)}
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    return [
        {name: _value(cell, columns[name]) for name, cell in row.items() if cell or not columns[name].optional}
        for row in found
    ]


def _value(cell: str, column: tables.Column) -> Any:
    if column.listed:
        return json.loads(cell)
    kinds = {"text": unguard, "integer": int, "number": float, "boolean": lambda c: c == "true"}
    return kinds.get(column.kind, str)(cell)  # type: ignore[operator]


READERS = {"jsonl": read_jsonl, "parquet": read_parquet, "csv": read_csv}


def written(records: list[Record], format_: str, tmp_path: Path) -> Rows:
    folder = tmp_path / format_
    export.write(records, format_, folder)
    return READERS[format_](folder)


def versioned() -> Record:
    """Two versions of one report, of which the newer corrects a number; and one that was withdrawn."""
    old = Report(id="old", outlet="post", text="Nine died\n\nNine people died in Selm.")
    new = Report(
        id="new",
        outlet="post",
        text="Ten died\n\nTen people died in Selm.",
        updated=dt.datetime(2024, 6, 4, 12, tzinfo=dt.UTC),
        retrieved=dt.datetime(2024, 6, 4, 15, tzinfo=dt.timezone(dt.timedelta(hours=2))),
        notices=(Notice(kind="correction", text="An earlier version gave another number.", number=2),),
    )
    gone = Report(id="gone", outlet="post", text="All died\n\nAll people died in Selm.")

    def dead(report: Report, words: str, value: int) -> Figure:
        start = report.text.index(words, 10)
        said = report.quote(start, start + len(words))
        return Figure(evidence=said, quantity=said, value=Decimal(value), unit="person",
                      measure="people", measure_kind="killed", method="test")  # fmt: skip

    claims = (dead(old, "Nine", 9), dead(new, "Ten", 10), dead(gone, "All", 99))
    changed = Difference(
        field="value", values=(Value(value="9", claims=(claims[0].id,)), Value(value="10", claims=(claims[1].id,)))
    )
    return msgspec.structs.replace(
        one_report(),
        outlets=(Outlet(id="post", name="Post"),),
        reports=(old, new, gone),
        claims=claims,
        stories=(),
        entries=(),
        versions=(Versions(id="v1", reports=("old", "new")), Versions(id="v2", reports=("gone",), withdrawn=True)),
        revisions=(
            Revision(id="r1", older="old", newer="new", kind="figure", label="People killed", claims=(),
                     differences=(changed,)),
        ),
    )  # fmt: skip


RECORDS = {
    "gas": [gas_story()],
    "none": [],
    "one": [one_report()],
    "two": [two_stories()],
    "shared": [gas_story(), two_stories()],
    "versions": [versioned()],
}


@pytest.mark.parametrize("name", RECORDS)
def test_the_three_formats_hold_the_same(name: str, tmp_path: Path) -> None:
    lines, arrow, cells = (written(RECORDS[name], format_, tmp_path) for format_ in READERS)
    assert lines == arrow
    assert lines == cells
    assert bool(lines["claims"]) == bool(RECORDS[name])


@pytest.mark.parametrize("format_", READERS)
@pytest.mark.parametrize("poison", ["", POISON])
def test_every_span_equals_its_text(format_: str, poison: str, tmp_path: Path) -> None:
    record = gas_story(poison)
    found = written([record], format_, tmp_path)
    texts = {row["report"]: row["text"] for row in found["reports"]}
    spans = [(row["report"], row["start"], row["end"], row["text"]) for row in found["mentions"] + found["claims"]]
    for table, word in (("events", "trigger"), ("figures", "quantity"), ("relations", "words")):
        spans += [(row["report"], row[f"{word}_start"], row[f"{word}_end"], row[word]) for row in found[table]]
    for row in found["quotations"]:
        parts = zip(row["content_starts"], row["content_ends"], row["content"], strict=True)
        spans += [(row["report"], start, end, text) for start, end, text in parts]
    assert len(spans) > 2 * len(record.claims)
    assert [text for _, _, _, text in spans] == [texts[report][start:end] for report, start, end, _ in spans]


def test_times_are_spans_too(tmp_path: Path) -> None:
    record = one_report()
    place = record.reports[0].text.index("in May")
    may = Time(text="in May", report=record.reports[0].id, start=place, end=place + 6, from_=dt.date(2024, 5, 1),
               to=dt.date(2024, 5, 31), grain="month", value="2024-05")  # fmt: skip
    page = Time(text="from the page's metadata", from_=dt.date(2024, 5, 1), to=dt.date(2024, 5, 1))
    (row,) = written([msgspec.structs.replace(record, times=(may, page))], "parquet", tmp_path)["times"]
    assert record.reports[0].text[row["start"] : row["end"]] == row["text"] == "in May"
    assert (row["from"], row["to"]) == ("2024-05-01", "2024-05-31")


def test_what_records_share_comes_once(tmp_path: Path) -> None:
    record = gas_story()
    once, twice = (written([record] * n, "jsonl", tmp_path) for n in (1, 2))
    assert once == twice
    found = written([gas_story(), two_stories()], "jsonl", tmp_path)
    for table, key in (("outlets", "outlet"), ("reports", "report"), ("entities", "entity"), ("claims", "claim"),
                       ("stories", "story"), ("entries", "entry")):  # fmt: skip
        counts = Counter(row[key] for row in found[table])
        assert set(counts.values()) == {1}, table
    assert len(found["stories"]) == 2


def test_a_further_name_of_a_known_entity_is_kept(tmp_path: Path) -> None:
    one = gas_story()
    named = [msgspec.structs.replace(e, aliases=(*e.aliases, f"old {e.name}")) for e in one.entities]
    other = msgspec.structs.replace(one_report(), entities=tuple(named), run=one.run)
    found = written([one, other], "jsonl", tmp_path)["entity_names"]
    assert {row["name"] for row in found} == {name for e in named for name in (e.name, *e.aliases)}
    assert Counter(row["main"] for row in found) == {True: len(named), False: len(named)}


@pytest.mark.parametrize("format_", export.FORMATS)
def test_the_same_record_gives_the_same_bytes(format_: str, tmp_path: Path) -> None:
    def files(name: str) -> dict[str, bytes]:
        out = tmp_path / name
        export.write([gas_story(), one_report()], format_, out)
        return {p.name: p.read_bytes() for p in out.iterdir()} if out.is_dir() else {"": out.read_bytes()}

    assert files("one") == files("other")


def test_old_versions_and_withdrawn_reports_say_so_in_every_row(tmp_path: Path) -> None:
    found = written([versioned()], "parquet", tmp_path)
    by_id = {row["report"]: row for row in found["reports"]}
    assert {key: row["current"] for key, row in by_id.items()} == {"old": False, "new": True, "gone": False}
    assert {key: row["withdrawn"] for key, row in by_id.items()} == {"old": False, "new": False, "gone": True}
    assert (by_id["old"]["version"], by_id["new"]["version"]) == (1, 2)
    assert by_id["new"]["retrieved"] == "2024-06-04T13:00:00Z"
    assert {row["report"]: row["current"] for row in found["figures"]} == {"old": False, "new": True, "gone": False}
    assert [(row["value"], row["position"]) for row in found["revisions"]] == [("9", 1), ("10", 2)]
    assert found["notices"][0]["number"] == 2
    export.write([versioned()], "ftm", tmp_path / "ftm")
    articles = [json.loads(line) for line in (tmp_path / "ftm").read_bytes().splitlines()]
    notes = [entity["properties"]["notes"] for entity in articles if "notes" in entity["properties"]]
    assert notes == [["An earlier version gave another number."]]


def test_an_older_version_is_of_the_story_of_the_newest(tmp_path: Path) -> None:
    story = Story(id="s1", label="Deaths in Selm", reports=("new",))
    found = written([msgspec.structs.replace(versioned(), stories=(story,))], "jsonl", tmp_path)["reports"]
    assert {row["report"]: row.get("story") for row in found} == {"old": "s1", "new": "s1", "gone": None}


def test_numbers_are_exact_to_the_digit(tmp_path: Path) -> None:
    record = gas_story()
    figure = next(claim for claim in record.claims if isinstance(claim, Figure))
    value = Decimal("123456789012345678901234567890.123456789")
    figure = msgspec.structs.replace(figure, value=value, low=value.copy_negate())
    changed = msgspec.structs.replace(record, claims=(figure,))
    for format_ in READERS:
        (row,) = written([changed], format_, tmp_path)["figures"]
        assert row["value_exact"] == "123456789012345678901234567890.123456789"
        assert row["value"] == pytest.approx(1.2345678901234568e29)
        assert row["low_exact"] == "-123456789012345678901234567890.123456789"
        assert row["low"] < 0


# ── what a spreadsheet or a terminal makes of it ─────────────────────────────────────────────────


@pytest.mark.parametrize("text", [*FORMULAS, "", "Aldova", "a\nb", "5 =", "\x00\x1b[31m"])
def test_no_cell_is_a_formula_and_the_text_comes_back(text: str) -> None:
    cell = guard(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t"))
    assert guard("-12.5") == "-12.5"
    assert len(unguard(cell)) == len(text)
    assert text.isprintable() is False or unguard(cell) == text


def test_numbers_stay_numbers_and_hostile_text_stays_text_in_csv(tmp_path: Path) -> None:
    record = gas_story(" =1+1\x1b]0;x\x07")
    outlets = tuple(msgspec.structs.replace(o, name=f"=cmd|{o.id}") for o in record.outlets)
    record = msgspec.structs.replace(record, outlets=outlets)
    export.write([record], "csv", tmp_path / "csv")
    for path in sorted((tmp_path / "csv").glob("*.csv")):
        raw = path.read_text(encoding="utf-8")
        assert not any(c < " " and c not in "\n\t" for c in raw), path.name
        own = {c.name: c for c in tables.columns(path.stem)}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                text = [cell for name, cell in row.items() if own[name].kind == "text" and not own[name].listed]
                assert not [cell for cell in text if cell.startswith(("=", "+", "-", "@"))]
    figures = duckdb.read_csv(str(tmp_path / "csv" / "figures.csv")).project("value")
    assert str(figures.types[0]) == "DOUBLE"
    assert "'=cmd|harbour-post" in (tmp_path / "csv" / "outlets.csv").read_text(encoding="utf-8")


def test_json_shows_no_control_or_invisible_character_and_reads_back(tmp_path: Path) -> None:
    nasty = "a\x00\x1b\x7f\x9b\u2028\u202e\u2066\ufeff\U000e0041z é 😀"
    raw = to_json({"x": nasty})
    assert json.loads(raw) == {"x": nasty}
    assert b"\xc2\x9b" not in raw
    assert raw.isascii() is False  # letters stay letters
    for format_ in ("jsonl", "plover", "ftm", "annotations", "geojson"):
        out = tmp_path / format_
        export.write([gas_story(" \x1b[2J\x9b\u202e")], format_, out)
        for path in out.iterdir() if out.is_dir() else [out]:
            text = path.read_text(encoding="utf-8")
            assert not any(c in text for c in "\x1b\x9b\u202e\x7f"), path.name


# ── Parquet ──────────────────────────────────────────────────────────────────────────────────────


def test_parquet_has_real_types_and_says_what_columns_mean(tmp_path: Path) -> None:
    export.write([gas_story()], "parquet", tmp_path / "out")
    kinds = {
        ("reports", "published_from"): "date32[day]",
        ("reports", "retrieved"): "timestamp[us, tz=UTC]",
        ("reports", "bylines"): "list<element: string not null>",
        ("figures", "value"): "double",
        ("figures", "value_exact"): "string",
        ("claims", "start"): "int64",
        ("entity_names", "main"): "bool",
    }
    for (table, column), kind in kinds.items():
        schema = pq.read_schema(tmp_path / "out" / f"{table}.parquet")
        assert str(schema.field(column).type).replace(" not null", "") == kind.replace(" not null", "")
    for table in tables.TABLES:
        file = pq.ParquetFile(tmp_path / "out" / f"{table}.parquet")
        assert file.schema_arrow.metadata[b"meaning"].decode() == tables.meaning(table)
        for own in tables.columns(table):
            field = file.schema_arrow.field(own.name)
            assert field.nullable == own.optional
            assert field.metadata[b"meaning"].decode() == own.meaning
        for group in range(file.num_row_groups):
            assert file.metadata.row_group(group).column(0).compression == "ZSTD"


def test_many_rows_make_row_groups_whatever_records_they_come_in(tmp_path: Path) -> None:
    records = [_renamed(long_story(3, 60), n) for n in range(12)]
    counts = export.write(iter(records), "parquet", tmp_path / "out")
    file = pq.ParquetFile(tmp_path / "out" / "participants.parquet")
    assert file.metadata.num_rows == counts["participants.parquet"]
    claims = duckdb.read_parquet(str(tmp_path / "out" / "claims.parquet"))
    assert claims.count("*").fetchall() == [(sum(len(r.claims) for r in records),)]


def _renamed(record: Record, number: int) -> Record:
    """The same record as another one: its reports, stories and entries have other ids."""
    raw = msgspec.json.encode(record).decode()
    for report in record.reports:
        raw = raw.replace(report.id, f"{report.id[:-2]}{number:02d}")
    for entry in record.entries:
        raw = raw.replace(f'"{entry.id}"', f'"{entry.id[:-2]}{number:02d}"')
    for claim in record.claims:
        raw = raw.replace(f'"{claim.id}"', f'"{claim.id[:-2]}{number:02d}"')
    return msgspec.json.decode(raw.replace("story-1", f"story-{number}"), type=Record)


# ── the reference ────────────────────────────────────────────────────────────────────────────────


def test_every_column_is_documented() -> None:
    page = (DOCS / "tables.md").read_text(encoding="utf-8")
    assert page.endswith(f"{tables.document()}"), "write dateline.export.tables.document() to the end of docs/tables.md"


LEFT_OUT: dict[str, tuple[type[msgspec.Struct], set[str]]] = {
    "outlets": (Outlet, {"id"}),
    "reports": (Report, {"id", "published", "dateline", "notices", "dropped"}),
    "notices": (Notice, {"start", "end"}),
    "entities": (Entity, {"id", "aliases", "roles", "merged"}),
    "mentions": (Mention, set()),
    "times": (Time, set()),
    "events": (Event, {"id", "evidence", "when", "where", "method", "confidence", "actors", "recipients"}),
    "quotations": (Quotation, {"id", "evidence", "when", "where", "method", "confidence"}),
    "figures": (Figure, {"id", "evidence", "when", "where", "method", "confidence"}),
    "relations": (Relation, {"id", "evidence", "when", "where", "method", "confidence"}),
    "stories": (Story, {"id", "reprints"}),
    "entries": (Entry, {"id", "claims", "differences"}),
    "matches": (Match, set()),
    "checks": (Check, set()),
}
"""What of the record a table holds under another name, in another table, or (`dropped`, `merged`) not at all."""


@pytest.mark.parametrize("table", LEFT_OUT)
def test_every_field_of_the_record_is_in_a_table_or_left_out_by_name(table: str) -> None:
    model, left_out = LEFT_OUT[table]
    fields = {field.encode_name for field in msgspec.structs.fields(model)}
    assert fields - {column.name for column in tables.columns(table)} == left_out


def test_rows_name_their_tables() -> None:
    found = {table for table, _ in rows([gas_story()])}
    assert {"runs", "reports", "events", "figures", "quotations", "relations", "differences", "checks"} <= found
