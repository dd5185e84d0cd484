"""A report and all that rests on it, out of the file."""

from __future__ import annotations

import sqlite3

from dateline.errors import StoreError
from dateline.store.settling import mark_stale

_OWN = ("analysis", "sketch", "keyword", "local", "fresh", "shelved", "home")


def delete_report(connection: sqlite3.Connection, key: str) -> None:
    """Take the report out; its story, its day and the other versions of it are left to be settled."""
    found = connection.execute("SELECT id, page, day, outlet, text FROM report WHERE key = ?", (key,)).fetchone()
    if found is None:
        raise StoreError(f"{key}: no report of this record has that id. The JSON of `dateline show` gives the ids.")
    row, page, day, outlet, text = found
    mark_stale(connection, row)
    connection.execute("INSERT OR IGNORE INTO dirty VALUES (?)", (day or "",))
    if page:
        connection.execute("INSERT OR IGNORE INTO fresh SELECT id FROM report WHERE page = ? AND id != ?", (page, row))
    _delete_claims(connection, row)
    connection.execute("INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)", (row, text))
    for table in _OWN:
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (row,))
    connection.execute("DELETE FROM report WHERE id = ?", (row,))
    alone = "NOT EXISTS (SELECT 1 FROM report WHERE outlet = ?1)"
    connection.execute(f"DELETE FROM outlet WHERE key = ?1 AND {alone}", (outlet,))


def _delete_claims(connection: sqlite3.Connection, row: int) -> None:
    """The claims of a report, what rests on each, and what people judged of them or of the report's entities."""
    claims = connection.execute("SELECT id, key FROM claim WHERE report = ?", (row,)).fetchall()
    for table in ("told", "party", "dyad", "measured"):
        connection.executemany(f"DELETE FROM {table} WHERE claim = ?", [(claim,) for claim, _ in claims])
    gone = {key for _, key in claims}
    entities = connection.execute(
        """SELECT printf('%016x', key) FROM local AS mine WHERE report = ?1
        AND NOT EXISTS (SELECT 1 FROM local AS other WHERE other.key = mine.key AND other.report != ?1)""",
        (row,),
    )
    gone.update(entity for (entity,) in entities)
    connection.executemany("DELETE FROM judged WHERE ?1 IN (first, second)", [(key,) for key in sorted(gone)])
    connection.execute("DELETE FROM claim WHERE report = ?", (row,))
