"""Reports into the file: each once, with what it says. Nothing is derived here; ``settling`` does that.

All rows of a report are written in the transaction that writes the report, so that a report is either held with all
that it says, or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from dateline import stream, versions
from dateline.model import Analysis, AnyClaim, Event, Figure, Outlet, Quotation, Relation, Run, Skipped
from dateline.store.codec import fingerprint, pack_analysis, pack_run
from dateline.stories import day_of

MANY = 500  # values in one statement

_CLAIM = f"INSERT OR IGNORE INTO claim VALUES (NULL, {', '.join('?' * 19)})"


def known(connection: sqlite3.Connection, ids: Iterable[str]) -> frozenset[str]:
    """Those of the report ``ids`` that are held."""
    return frozenset(
        key
        for some in chunks(ids)
        for (key,) in connection.execute(f"SELECT key FROM report WHERE key IN ({marks(some)})", some)
    )


def insert_run(connection: sqlite3.Connection, run: Run) -> int:
    """The row of ``run``, written where it is new."""
    key = fingerprint(run)
    connection.execute("INSERT OR IGNORE INTO run (key, body) VALUES (?, ?)", (key, pack_run(run)))
    return int(connection.execute("SELECT id FROM run WHERE key = ?", (key,)).fetchone()[0])


def insert_analysis(connection: sqlite3.Connection, analysis: Analysis, run: int) -> bool:
    """Write a report and what it says; False, and nothing written, where it is held already."""
    report = analysis.report
    day = day_of(report)
    values = (
        report.id,
        report.outlet,
        versions.report_key(report),
        day.isoformat() if day else None,
        report.title,
        report.url,
        report.path,
        report.language,
        report.text,
    )
    row = connection.execute(f"INSERT OR IGNORE INTO report VALUES (NULL, {marks(values)})", values)
    if not row.rowcount:
        return False
    number = row.lastrowid or 0
    _insert_outlet(connection, analysis.outlet)
    connection.execute("INSERT INTO search (rowid, text) VALUES (?, ?)", (number, report.text))
    connection.execute("INSERT INTO analysis VALUES (?, ?, ?)", (number, run, pack_analysis(analysis)))
    connection.executemany(_CLAIM, [_claim(number, claim) for claim in analysis.claims])
    locals_ = {(as_integer(entity.id), number) for entity in analysis.entities}
    connection.executemany("INSERT INTO local VALUES (?, ?)", sorted(locals_))
    made = stream.sketch(report)
    connection.execute("INSERT INTO sketch VALUES (?, ?)", (number, stream.pack(made)))
    connection.executemany("INSERT INTO keyword VALUES (?, ?)", sorted({(key, number) for key in stream.keys(made)}))
    connection.execute("INSERT INTO fresh VALUES (?)", (number,))
    refs = [ref for ref in (report.path, report.url, report.id) if ref]
    connection.execute(f"DELETE FROM skipped WHERE stage != 'ingest' AND ref IN ({marks(refs)})", refs)
    return True


def insert_skipped(connection: sqlite3.Connection, skipped: Skipped) -> None:
    """Keep what was not read, with the reason given last."""
    connection.execute("INSERT OR REPLACE INTO skipped VALUES (?, ?, ?)", (skipped.ref, skipped.stage, skipped.reason))


def _insert_outlet(connection: sqlite3.Connection, outlet: Outlet) -> None:
    """One row an outlet; of two accounts of it always the same one, whichever came first."""
    connection.execute(
        """INSERT INTO outlet VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE
        SET name = excluded.name, country = excluded.country, kind = excluded.kind, url = excluded.url
        WHERE (excluded.name, coalesce(excluded.country, ''), excluded.kind, coalesce(excluded.url, ''))
            > (name, coalesce(country, ''), kind, coalesce(url, ''))""",
        (outlet.id, outlet.name, outlet.country, outlet.kind, outlet.url),
    )


def _claim(report: int, claim: AnyClaim) -> tuple[object, ...]:
    start, end = own_words(claim)
    topic, mode = topic_of(claim)
    when = claim.when
    shared = (
        claim.id,
        report,
        claim.kind,
        topic,
        mode,
        claim.evidence.start,
        claim.evidence.end,
        start,
        end,
        claim.factuality,
        when.from_.isoformat() if when and when.from_ else None,
        when.to.isoformat() if when and when.to else None,
    )
    match claim:
        case Figure():
            amounts = [None if amount is None else str(amount) for amount in (claim.value, claim.low, claim.high)]
            return (*shared, *amounts, claim.bound, claim.unit, claim.measure, claim.change)
        case Relation():
            return (*shared, None, None, None, None, None, claim.title, None)
        case _:
            return (*shared, None, None, None, None, None, None, None)


def own_words(claim: AnyClaim) -> tuple[int, int]:
    """The range of the narrow words of a claim: quantity, quoted words, trigger, or the relation's phrase."""
    match claim:
        case Event():
            return claim.trigger.start, claim.trigger.end
        case Figure():
            return claim.quantity.start, claim.quantity.end
        case Relation():
            return claim.words.start, claim.words.end
        case Quotation():
            parts = claim.content or (claim.evidence,)
            return min(part.start for part in parts), max(part.end for part in parts)


def topic_of(claim: AnyClaim) -> tuple[str | None, str | None]:
    """What a claim is about in one word, and its mode."""
    match claim:
        case Event():
            return claim.type, claim.mode
        case Figure():
            return claim.measure_kind, None
        case Relation():
            return claim.relation, None
        case Quotation():
            return claim.form, claim.polarity


def as_integer(identity: str) -> int:
    """A 16-digit hexadecimal id as SQLite's signed integer."""
    return int.from_bytes(bytes.fromhex(identity), signed=True)


def marks(values: object) -> str:
    """As many placeholders as there are values."""
    return ", ".join("?" * len(values))  # type: ignore[arg-type]


def chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in lists that fit one statement."""
    given = list(ids)
    for start in range(0, len(given), MANY):
        yield given[start : start + MANY]
