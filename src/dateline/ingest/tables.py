"""CSV and TSV: a report a row, under a header row with any of the keys of ``data/fields.toml``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import BinaryIO

from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft, Link, skipped
from dateline.ingest.fields import make_row
from dateline.ingest.raw import text_lines
from dateline.model import Skipped

_DELIMITERS = ",;\t|"
_WEB = re.compile(r"\s*\"?https?://", re.IGNORECASE)


def read_table(file: BinaryIO, ref: str, mapping: Mapping[str, str]) -> Iterator[Draft | Link | Skipped]:
    """The reports of a table of any length; the delimiter is the one that the header row has most of.

    A table without a header whose rows each hold an address (GDELT's events, mentions and knowledge graph) is a list of
    links, each address once.
    """
    longest = 2 * limits.REPORT_CHARACTERS
    csv.field_size_limit(longest)
    lines = text_lines(file, endless="x" * (longest + 1) + "\n")  # which the reader of rows will tell as broken
    header = next(lines, "")
    delimiter = max(_DELIMITERS, key=header.count)
    if _is_headless(header, delimiter):
        yield from read_addresses(chain([header], lines), ref, delimiter)
        return
    if delimiter not in header:
        if header.strip().lower() in ("url", "link"):
            delimiter = ","
        else:
            raise UnreadableError(
                "the first row names fewer than two columns. Give a header row, e.g. outlet,published,title,text."
            )
    rows = csv.DictReader(chain([header], lines), delimiter=delimiter)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield skipped(f"{ref}:{rows.line_num}", f"broken row: {error}. Quote the field, or shorten it.")
            continue
        yield make_row({k: v for k, v in row.items() if isinstance(k, str)}, f"{ref}:{rows.line_num}", mapping)


def _is_headless(header: str, delimiter: str) -> bool:
    """Whether the first row is one of data: it holds an address, which no name of a column is."""
    return any(_WEB.match(cell) for cell in header.split(delimiter))


def read_addresses(lines: Iterable[str], ref: str, delimiter: str = "\t") -> Iterator[Link | Skipped]:
    """The first address of each row, once."""
    seen: set[str] = set()
    for number, row in enumerate(lines, start=1):
        url = next((cell.strip().strip('"') for cell in row.split(delimiter) if _WEB.match(cell)), "")
        if url and url not in seen:
            seen.add(url)
            yield Link(f"{ref}:{number}", url)
        elif not url and row.strip():
            yield skipped(f"{ref}:{number}", "no address of a page in the row. Give a header row, or rows with one.")
