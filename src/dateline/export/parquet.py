"""The tables as Parquet: one file a table, zstd, with real dates, numbers and lists, and each column's meaning."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.export import tables
from dateline.export.rows import rows
from dateline.export.tables import Column, Row
from dateline.export.tabular import Counts
from dateline.model import Record

if TYPE_CHECKING:
    import pyarrow as pa

GROUP = 8192  # rows that are held before they are written as one row group


def write(records: Iterable[Record], folder: Path, counts: Counts) -> None:
    """``<table>.parquet`` in ``folder``. A record gives the same bytes with the same version of pyarrow."""
    with ExitStack() as stack:
        files = {table: stack.enter_context(_File(folder, table)) for table in tables.TABLES}
        for table, row in rows(records):
            files[table].add(row)
    counts |= {f"{table}.parquet": file.rows for table, file in files.items()}


class _File:
    """One table on its way to disk, a row group at a time."""

    def __init__(self, folder: Path, table: str) -> None:
        import pyarrow.parquet as pq  # noqa: PLC0415  (an extra)

        self.rows = 0
        self._columns = tables.columns(table)
        self._schema = schema(table)
        self._held: list[Row] = []
        self._writer = pq.ParquetWriter(folder / f"{table}.parquet", self._schema, compression="zstd")

    def add(self, row: Row) -> None:
        self.rows += 1
        self._held.append(row)
        if len(self._held) >= GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa  # noqa: PLC0415

        arrays = [
            pa.array([getattr(row, column.field) for row in self._held], field.type)
            for column, field in zip(self._columns, self._schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema), row_group_size=GROUP)
        self._held.clear()

    def __enter__(self) -> _File:
        return self

    def __exit__(self, failed: Any, *_: object) -> None:
        if failed is None and self._held:
            self._flush()
        self._writer.close()


def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; the meaning of a column is its metadata."""
    import pyarrow as pa  # noqa: PLC0415

    fields = [
        pa.field(column.name, _arrow(column), nullable=column.optional, metadata={"meaning": column.meaning})
        for column in tables.columns(table)
    ]
    return pa.schema(fields, metadata={"table": table, "meaning": tables.meaning(table)})


def _arrow(column: Column) -> pa.DataType:
    import pyarrow as pa  # noqa: PLC0415

    scalar = {
        "text": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "moment": pa.timestamp("us", tz="UTC"),
    }[column.kind]
    return pa.list_(scalar) if column.listed else scalar
