"""Where the records of an export come from: a record on disk, or the JSON that ``brief --json`` writes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline import schema
from dateline.errors import UnreadableError
from dateline.model import Record

if TYPE_CHECKING:
    from dateline import store

SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True)
class Source:
    """Records to export, one by one; ``pending``: reports were added whose stories are not made yet."""

    records: Iterator[Record]
    pending: bool = False


@contextmanager
def read(file: str | Path) -> Iterator[Source]:
    """The records in ``file``; ``-`` is JSON on standard input. The content tells which of the two it is.

    Raises ``UnreadableError`` for what is neither, and the errors of the store for a record that it cannot open.
    """
    if str(file) == "-":
        yield Source(iter((_decoded(sys.stdin.buffer.read(), "standard input"),)))
        return
    try:
        with Path(file).open("rb") as stream:
            on_disk = stream.read(len(SQLITE)) == SQLITE
        raw = b"" if on_disk else Path(file).read_bytes()
    except OSError as error:
        raise UnreadableError(f"{file}: cannot be read ({error.strerror}). Name a record.") from error
    if not on_disk:
        yield Source(iter((_decoded(raw, str(file)),)))
        return
    from dateline.store import open as open_store  # noqa: PLC0415  (SQLite only where a record on disk is read)

    with open_store(file) as held:
        yield Source(_all(held), held.is_pending())


def _decoded(raw: bytes, name: str) -> Record:
    try:
        return schema.decode(raw)
    except UnreadableError as error:
        raise UnreadableError(f"{name}: {error}") from error


def _all(held: store.Store) -> Iterator[Record]:
    """The stories, and then what was not read, a record for each."""
    yield from held.records()
    run = held.run()
    if run:
        yield from (Record(run=run, skipped=(skipped,)) for skipped in held.skipped())
