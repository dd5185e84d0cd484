"""The tables as JSON lines and as CSV: one file a table, in one folder."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from dateline.export import tables
from dateline.export.rows import rows
from dateline.export.tables import Column, Row
from dateline.export.texts import guard, printable, to_json
from dateline.model import Record

Counts = dict[str, int]


def write_jsonl(records: Iterable[Record], folder: Path, counts: Counts) -> None:
    """``<table>.jsonl``: one JSON object a line, absent values left out."""
    with ExitStack() as stack:
        files = {table: stack.enter_context((folder / f"{table}.jsonl").open("wb")) for table in tables.TABLES}
        counts |= dict.fromkeys((f"{table}.jsonl" for table in files), 0)
        for table, row in rows(records):
            files[table].write(to_json(_object(table, row)) + b"\n")
            counts[f"{table}.jsonl"] += 1


def _object(table: str, row: Row) -> dict[str, Any]:
    values = ((column, getattr(row, column.field)) for column in tables.columns(table))
    return {column.name: value for column, value in values if value is not None}


def write_csv(records: Iterable[Record], folder: Path, counts: Counts) -> None:
    """``<table>.csv``: RFC 4180 in UTF-8, a header row, an absent value empty, a list as a JSON array."""
    with ExitStack() as stack:
        files = {table: stack.enter_context(_open_csv(folder / f"{table}.csv")) for table in tables.TABLES}
        writers = {table: csv.writer(file, lineterminator="\n") for table, file in files.items()}
        for table, writer in writers.items():
            writer.writerow([column.name for column in tables.columns(table)])
        counts |= dict.fromkeys((f"{table}.csv" for table in files), 0)
        for table, row in rows(records):
            writers[table].writerow([_cell(getattr(row, c.field), c) for c in tables.columns(table)])
            counts[f"{table}.csv"] += 1


def _open_csv(path: Path) -> TextIOWrapper:
    return path.open("w", encoding="utf-8", errors="replace", newline="")


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return ""
    if column.listed:
        return printable(to_json(value).decode())
    return _CELLS[column.kind](value)


def _moment(value: dt.datetime) -> str:
    return value.isoformat().replace("+00:00", "Z")


_CELLS: dict[tables.ColumnKind, Callable[[Any], str]] = {
    "text": guard,
    "integer": str,
    "number": repr,
    "boolean": lambda value: "true" if value else "false",
    "date": dt.date.isoformat,
    "moment": _moment,
}
