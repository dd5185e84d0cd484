"""CSV and TSV: a report a row, under a header row with any of the keys of ``data/fields.toml``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft, skipped
from dateline.ingest.fields import make_draft
from dateline.ingest.raw import decode, read_all
from dateline.model import Skipped

_DELIMITERS = ",;\t|"


def read_table(file: BinaryIO, ref: str, mapping: Mapping[str, str]) -> Iterator[Draft | Skipped]:
    """The reports of a table; the delimiter is the one that the header row has most of."""
    text = decode(read_all(file))
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    if delimiter not in header:
        raise UnreadableError(
            "the first row names fewer than two columns. Give a header row, e.g. outlet,published,title,text."
        )
    csv.field_size_limit(limits.REPORT_CHARACTERS * 2)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield skipped(f"{ref}:{rows.line_num}", f"broken row: {error}. Quote the field, or shorten it.")
            continue
        here = f"{ref}:{rows.line_num}"
        draft = make_draft({key: value for key, value in row.items() if isinstance(key, str)}, here, mapping)
        yield (
            draft
            if draft.text
            else skipped(here, "no text of a report in the row. Name its column in dateline.toml: fields.text.")
        )
