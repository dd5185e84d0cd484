"""The file: its schema, how it is opened, and what is said of a file that cannot be.

A file is looked at read-only before anything is written to it: what is no record of ours, comes from a later version or
is damaged is refused and stays as it is. The schema's version is in ``user_version``; each step of ``STEPS`` leads to
the next one.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from dateline.errors import StoreError

APPLICATION = 0x446C6E65  # "Dlne", in the header of each file
WAIT = 5.0  # seconds that a writer waits for another one
PAGE = 8192  # bytes: a report's text and its analysis have three or four thousand each

STEPS = (
    """
CREATE TABLE run (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, body BLOB NOT NULL);
CREATE TABLE outlet (key TEXT PRIMARY KEY, name TEXT NOT NULL, country TEXT, kind TEXT NOT NULL, url TEXT)
  WITHOUT ROWID;
CREATE TABLE report (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, outlet TEXT NOT NULL, page TEXT, day TEXT, title TEXT, url TEXT,
  path TEXT, language TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX report_day ON report (day, key);
CREATE INDEX report_page ON report (page) WHERE page IS NOT NULL;
CREATE TABLE analysis (report INTEGER PRIMARY KEY, run INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE claim (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, report INTEGER NOT NULL, kind TEXT NOT NULL, topic TEXT, mode TEXT,
  start INTEGER NOT NULL, end INTEGER NOT NULL, own_start INTEGER NOT NULL, own_end INTEGER NOT NULL,
  factuality TEXT NOT NULL, first TEXT, last TEXT, value TEXT, low TEXT, high TEXT, bound TEXT, unit TEXT,
  words TEXT, change TEXT);
CREATE INDEX claim_report ON claim (report);
CREATE TABLE local (key INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (key, report)) WITHOUT ROWID;
CREATE INDEX local_report ON local (report);
CREATE TABLE sketch (report INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE keyword (key INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (key, report)) WITHOUT ROWID;
CREATE TABLE skipped (ref TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (ref, stage))
  WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 (
  text, content = 'report', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE judged (
  first TEXT NOT NULL, second TEXT NOT NULL, verdict TEXT NOT NULL, person TEXT NOT NULL, at TEXT, note TEXT NOT NULL,
  PRIMARY KEY (first, second)) WITHOUT ROWID;

CREATE TABLE fresh (report INTEGER PRIMARY KEY);
CREATE TABLE dirty (day TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE stale (story TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE shelved (report INTEGER PRIMARY KEY);
CREATE TABLE home (report INTEGER PRIMARY KEY, story TEXT NOT NULL, joined TEXT, moved TEXT);
CREATE INDEX home_story ON home (story);
CREATE INDEX home_joined ON home (joined) WHERE joined IS NOT NULL;
CREATE INDEX home_moved ON home (moved) WHERE moved IS NOT NULL;
CREATE TABLE story (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, label TEXT NOT NULL, first TEXT, last TEXT,
  reports INTEGER NOT NULL, outlets INTEGER NOT NULL, agreed INTEGER NOT NULL, compatible INTEGER NOT NULL,
  conflicting INTEGER NOT NULL, single INTEGER NOT NULL, run INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX story_first ON story (first, key, last);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL, story INTEGER NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,
  standing TEXT NOT NULL, origins INTEGER NOT NULL);
CREATE INDEX entry_story ON entry (story);
CREATE TABLE told (claim INTEGER PRIMARY KEY, entry INTEGER NOT NULL, day INTEGER);
CREATE INDEX told_entry ON told (entry);
CREATE TABLE who (
  id INTEGER PRIMARY KEY, type TEXT NOT NULL, plain TEXT NOT NULL, country TEXT NOT NULL, apart TEXT NOT NULL,
  name TEXT NOT NULL, UNIQUE (type, plain, country, apart));
CREATE TABLE part (story INTEGER NOT NULL, entity TEXT NOT NULL, who INTEGER NOT NULL, claims INTEGER NOT NULL,
  PRIMARY KEY (story, entity)) WITHOUT ROWID;
CREATE INDEX part_who ON part (who, story, claims);
CREATE TABLE name (key TEXT NOT NULL, who INTEGER NOT NULL, story INTEGER NOT NULL, PRIMARY KEY (key, who, story))
  WITHOUT ROWID;
CREATE INDEX name_story ON name (story);
CREATE INDEX name_who ON name (who);
CREATE TABLE party (who INTEGER NOT NULL, day INTEGER NOT NULL, claim INTEGER NOT NULL, role INTEGER NOT NULL,
  PRIMARY KEY (who, day, claim, role)) WITHOUT ROWID;
CREATE INDEX party_claim ON party (claim);
CREATE TABLE dyad (one TEXT NOT NULL, other TEXT NOT NULL, day INTEGER NOT NULL, claim INTEGER NOT NULL,
  PRIMARY KEY (one, other, day, claim)) WITHOUT ROWID;
CREATE INDEX dyad_claim ON dyad (claim);
CREATE TABLE measured (country TEXT NOT NULL, topic TEXT NOT NULL, day INTEGER NOT NULL, claim INTEGER NOT NULL,
  PRIMARY KEY (country, topic, day, claim)) WITHOUT ROWID;
CREATE INDEX measured_claim ON measured (claim);
""",
)
VERSION = len(STEPS)


def connect(path: str | Path, *, write: bool) -> sqlite3.Connection:
    """An open connection to the record at ``path``; with ``write`` it is made where there is none.

    Raises ``StoreError`` for a file that is missing, foreign, damaged or from a later version; it touches none of them.
    """
    file = Path(path)
    if not file.exists() or (write and file.is_file() and not file.stat().st_size):
        if not write:
            raise StoreError(f"{file}: there is no such record. Make it with `dateline add SOURCE --record {file}`.")
        _create(file)
    version = _look(file)
    if version < VERSION and not write:
        raise StoreError(
            f"{file}: its schema is {version}, this version reads {VERSION}. `dateline add --record {file}` "
            "with any source brings it forward."
        )
    with explained(file):
        connection = _open(file, "rw" if write else _reading(file))
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA cache_size = -65536")
        if write:
            connection.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves no bytes behind
            connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged outlives a loss of power
            _bring_forward(connection, version)
    return connection


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Be the one writer of ``path`` meanwhile. Raises ``StoreError`` where another process is."""
    lock = sqlite3.connect(f"{path}-lock", timeout=WAIT, isolation_level=None)
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise StoreError(
                    f"{path}-lock: cannot be made ({error}). Put the record in a writable folder."
                ) from error
            raise StoreError(
                f"{path}: another process is writing to it. Wait until it is done, or stop it; reading goes on."
            ) from error
        yield
    finally:
        lock.close()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Errors of SQLite in words that say what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise StoreError(f"{path}: another process is writing to it. Try again when it is done.") from error
        if "malformed" not in str(error):
            raise StoreError(f"{path}: {error}. Check the disk's free space and the file's permissions.") from error
        raise _damaged(path, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # what a full disk stops, SQLite has taken back itself
            with suppress(sqlite3.Error):  # what went wrong before says more
                connection.execute("ROLLBACK")
        raise


def _damaged(path: Path, what: str) -> StoreError:
    return StoreError(
        f"{path}: the file is damaged ({what}) and was not touched. Restore a copy, or add the sources to a new record."
    )


def _look(file: Path) -> int:
    """The schema's version, after a look at the file that changes nothing."""
    if not file.is_file():
        raise StoreError(f"{file}: not a file. Name a file for the record.")
    foreign = f"{file}: not a record of Dateline, so it was not touched. Name another file."
    try:
        connection = _open(file, _reading(file))
    except sqlite3.Error as error:
        raise StoreError(f"{file}: cannot be opened ({error}). Check its permissions.") from error
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
        size = int(connection.execute("PRAGMA page_size").fetchone()[0])
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise StoreError(foreign if "not a database" in str(error) else str(_damaged(file, str(error)))) from error
    finally:
        connection.close()
    if application != APPLICATION:
        raise StoreError(foreign)
    if version > VERSION:
        raise StoreError(
            f"{file}: made by a later version of Dateline (schema {version}, this one knows {VERSION}), so it was not "
            "touched. Install that version."
        )
    log = Path(f"{file}-wal")
    complete = (log.exists() and log.stat().st_size > 0) or file.stat().st_size >= pages * size
    if not complete or not tables or version < 1:
        raise _damaged(file, "a part of it is missing")
    return version


def _open(file: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(file.absolute()))}?{mode if '=' in mode else f'mode={mode}'}"
    return sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None)


def _reading(file: Path) -> str:
    """How a reader opens the file: as it stands where the folder takes no file of SQLite's beside it."""
    beside = os.access(file.absolute().parent, os.W_OK) or Path(f"{file}-shm").exists()
    return "ro" if beside else "immutable=1"


def _create(file: Path) -> None:
    """An empty record, whole at once: it is made beside its place and then given its name."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.absolute().parent)
    except OSError as error:
        raise StoreError(f"{file}: cannot be made ({error.strerror}). Name a file in a writable folder.") from error
    os.close(handle)
    try:
        with explained(file):
            connection = sqlite3.connect(name, isolation_level=None)
            connection.execute(f"PRAGMA page_size = {PAGE}")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            _bring_forward(connection, 0)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.close()
        os.chmod(name, 0o666 & ~_umask())
        with suppress(FileExistsError):
            if file.exists() and not file.stat().st_size:
                os.replace(name, file)
            else:
                os.link(name, file)  # unlike a renaming, this never replaces what another process has made meanwhile
    except OSError as error:
        raise StoreError(f"{file}: cannot be made ({error.strerror}). Name a file in a writable folder.") from error
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _bring_forward(connection: sqlite3.Connection, version: int) -> None:
    """The schema from ``version`` to ours, all steps or none."""
    if version == VERSION:
        return
    with transaction(connection):
        for step in STEPS[version:]:
            for statement in step.split(";\n"):
                if statement.strip():
                    connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
