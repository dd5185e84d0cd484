"""Parquet: a report a row, row group after row group, of the columns that ``data/fields.toml`` or the settings name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft, Link, skipped
from dateline.ingest.fields import columns, make_row
from dateline.model import Skipped

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_ROWS = 64  # in memory at a time


def read_parquet(file: BinaryIO, ref: str, mapping: Mapping[str, str]) -> Iterator[Draft | Link | Skipped]:
    """The reports of a Parquet file. A row group above the bound, or broken, is told and the next one read."""
    try:
        import pyarrow as pa  # noqa: PLC0415 (an extra)
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError(
            "Parquet needs pyarrow, which is not installed. Run: pip install 'dateline[parquet]'."
        ) from error
    if not file.seekable():
        raise UnreadableError(
            "a Parquet file cannot be read while it is packed or from standard input. Unpack it first."
        )
    try:
        table = pq.ParquetFile(file, thrift_string_size_limit=limits.FILE_BYTES)
        names = columns(table.schema_arrow.names, mapping)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableError(f"broken Parquet: {_first_line(error)}. Write the file again.") from error
    if not names:
        told = ", ".join(table.schema_arrow.names[:8]) or "none"
        raise UnreadableError(f"no known column (its columns: {told}). Name them in dateline.toml: fields.text.")
    row = 0
    for group in range(table.num_row_groups):
        size = table.metadata.row_group(group).total_byte_size
        rows = table.metadata.row_group(group).num_rows
        here = f"{ref}#{row + 1}"
        if size > limits.ROW_GROUP_BYTES:
            bound = f"{size:,} bytes, more than {limits.ROW_GROUP_BYTES:,}"
            yield skipped(here, f"the row group has {bound}. Write the file with smaller row groups.")
        else:
            try:
                yield from _rows(table, group, names, (ref, row), mapping)
            except (pa.ArrowException, OSError, ValueError) as error:
                yield skipped(here, f"broken row group: {_first_line(error)}. Write the file again.")
        row += rows


def _rows(
    table: pq.ParquetFile, group: int, names: list[str], place: tuple[str, int], mapping: Mapping[str, str]
) -> Iterator[Draft | Link | Skipped]:
    ref, row = place
    for batch in table.iter_batches(batch_size=_ROWS, row_groups=[group], columns=names, use_threads=False):
        for story in batch.to_pylist():
            row += 1
            yield make_row(story, f"{ref}#{row}", mapping)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200].rstrip(".")
