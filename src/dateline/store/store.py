"""``Store``: one record on disk, to add to and to ask."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from dateline import record as records_
from dateline.errors import StoreError
from dateline.model import Analysis, AnyClaim, ClaimKind, Judged, Record, Run, Skipped
from dateline.store import adding, file, forgetting, judging, queries, settling, telling
from dateline.store.codec import unpack_analysis, unpack_record, unpack_run
from dateline.store.rows import ALWAYS, Added, Bearer, Changes, ClaimRow, Days, ReportHit, StoryRow, Totals

BATCH = 64  # reports written in one transaction
LATEST = 5.0  # seconds after which what is read is written, full batch or not
STORIES = 32  # stories made anew in one transaction
SHORTEST = 6  # digits of an id that may stand for it


def open(path: str | Path, *, write: bool = False) -> Store:  # noqa: A001 (read as store.open, like gzip.open)
    """The record at ``path``; with ``write`` it is made where there is none.

    Raises ``StoreError`` for a file that is missing, foreign, damaged or from a later version; it touches none of them.
    """
    return Store(path, write=write)


class Store:
    """The record at ``path``. Any number of processes may read while one writes. Use it as a context manager."""

    def __init__(self, path: str | Path, *, write: bool = False) -> None:
        self.path = Path(path)
        self.write = write
        self._connection = file.connect(path, write=write)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────

    def known(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of the report ``ids`` that are held; ask before analysing."""
        with self._asking() as connection:
            return adding.known(connection, ids)

    def add(
        self,
        outcomes: Iterable[Analysis | Skipped],
        run: Run,
        *,
        on_commit: Callable[[Added], None] | None = None,
    ) -> Added:
        """Write what ``run`` read, each report once. What ``on_commit`` was told of is on the disk.

        Nothing is derived of it yet: ``settle`` does that. Where ``outcomes`` raises, what it gave before is written.
        """
        done = Added()
        with self._writing():
            for batch in _batches(outcomes):
                with self._transaction() as connection:
                    done = _insert(connection, batch, run, done)
                if on_commit:
                    on_commit(done)
        return done

    def skip(self, skipped: Iterable[Skipped]) -> None:
        """Keep what was not read, with the reason."""
        some = list(skipped)
        if some:
            with self._writing(), self._transaction() as connection:
                for one in some:
                    adding.insert_skipped(connection, one)

    def is_pending(self) -> bool:
        """Whether ``settle`` has something to do."""
        with self._asking() as connection:
            return any(
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in ("fresh", "dirty", "stale")
            )

    def settle(self, run: Run, *, again: bool = False, on_story: Callable[[int, int], None] | None = None) -> Changes:
        """Give what is pending its story, and make each story anew that this changes; with ``again`` all stories.

        Stopped at any moment, it goes on where it stood when it is called again. ``on_story`` is called with the number
        of stories done and that of all to do. Without anything pending it changes nothing.
        """
        with self._writing():
            with self._transaction() as connection:
                settling.settle_stories(connection)
                if again:
                    connection.execute("INSERT OR IGNORE INTO stale SELECT key FROM story")
            return self._tell(run, on_story)

    def forget(self, reports: Iterable[str], run: Run) -> Changes:
        """Remove reports and all that rests on them, all or none; their stories are made anew without them.

        Raises ``StoreError`` for an id that no report has.
        """
        with self._writing():
            with self._transaction() as connection:
                for report in reports:
                    forgetting.delete_report(connection, self._report(connection, report))
                settling.settle_stories(connection)
                rulings = judging.by_first(judging.all_judged(connection))
                changes = [telling.tell(connection, story, run, rulings) for story in _stale(connection)]
                connection.execute("INSERT INTO search (search) VALUES ('optimize')")  # its words leave the index too
            with self._asking() as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return Changes.together(changes)

    def judge(self, judged: Judged, run: Run) -> Changes:
        """Keep what a person says of two claims or two entities, and make their story anew by it.

        Raises ``StoreError`` where the ids name nothing, two different kinds of thing, or things of different stories.
        """
        with self._writing():
            with self._transaction() as connection:
                judging.insert_judged(connection, judged)
            return self._tell(run, None)

    def _tell(self, run: Run, on_story: Callable[[int, int], None] | None) -> Changes:
        with self._asking() as connection:
            rulings = judging.by_first(judging.all_judged(connection))
            stale = _stale(connection)
        changes: list[Changes] = []
        for start in range(0, len(stale), STORIES):
            with self._transaction() as connection:
                changes += [telling.tell(connection, story, run, rulings) for story in stale[start : start + STORIES]]
            if on_story:
                on_story(min(start + STORIES, len(stale)), len(stale))
        return Changes.together(changes)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────

    def totals(self) -> Totals:
        """How much is held."""
        with self._asking() as connection:
            return queries.totals(connection)

    def size(self) -> int:
        """The bytes of the file, what still stands in the write-ahead log among them."""
        with self._asking() as connection:
            pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
            return int(pages * size)

    def run(self) -> Run | None:
        """The run that last wrote; none where nothing is held."""
        with self._asking() as connection:
            row = connection.execute("SELECT body FROM run ORDER BY id DESC LIMIT 1").fetchone()
            return unpack_run(row[0]) if row else None

    def skipped(self) -> list[Skipped]:
        """What was not read, with the reasons."""
        with self._asking() as connection:
            found = connection.execute("SELECT ref, stage, reason FROM skipped ORDER BY ref, stage")
            return [Skipped(ref=ref, stage=stage, reason=reason) for ref, stage, reason in found]

    def judged(self) -> list[Judged]:
        """What people judged."""
        with self._asking() as connection:
            return judging.all_judged(connection)

    def record(self, story: str) -> Record:
        """The whole record of one story, named by its id, the id of one of its reports, or the beginning of either.

        Raises ``StoreError`` where that names no story, or more than one.
        """
        with self._asking() as connection:
            return _load_record(connection, _story(connection, story))

    def records(self, *, days: Days = ALWAYS, stories: Iterable[str] | None = None) -> Iterator[Record]:
        """A whole record of each story told within ``days``, or of ``stories``; by first day, then id.

        Stories without a day come last, and only where no day is asked for. What was skipped stands in ``skipped()``.
        """
        with self._asking() as connection:
            if stories is None:
                keys: Iterable[str] = list(queries.story_keys(connection, days))
            else:
                keys = [_story(connection, story) for story in stories]
        for key in keys:
            with self._asking() as connection:
                made = _load_record(connection, key)
            yield made

    def stories(self, *, days: Days = ALWAYS, limit: int = 100, offset: int = 0) -> list[StoryRow]:
        """The stories told within ``days``, the latest first."""
        with self._asking() as connection:
            return queries.list_stories(connection, days, limit, offset)

    def story_rows(self, stories: Iterable[str]) -> list[StoryRow]:
        """The rows of these stories, by their ids; those that are no longer there are left out."""
        with self._asking() as connection:
            return queries.rows_of(connection, sorted(set(stories)))

    def search(self, words: str, *, limit: int = 20, offset: int = 0) -> list[ReportHit]:
        """The reports that hold all ``words``, the best first; ``"a phrase"`` and ``begin*`` are understood."""
        with self._asking() as connection:
            return queries.search_reports(connection, words, limit, offset)

    def search_claims(self, words: str, *, limit: int = 50) -> list[ClaimRow]:
        """The claims whose words hold all ``words``, of the reports that hold them best."""
        with self._asking() as connection:
            return queries.search_claims(connection, words, limit)

    def find(self, name: str) -> list[Bearer]:
        """Who bears ``name`` (whole, a surname, another form, or a country's code), the most told first.

        People are one across stories by full name, type and a country that does not contradict; who shares a surname
        only is listed apart, never merged.
        """
        with self._asking() as connection:
            return queries.find(connection, name)

    def statements(self, bearer: Bearer, *, days: Days = ALWAYS, limit: int = 100) -> list[ClaimRow]:
        """What ``bearer`` said, the latest first."""
        return self._of(bearer, ("speaker",), ("quotation",), days, limit)

    def told_of(
        self,
        bearer: Bearer,
        *,
        kinds: Sequence[ClaimKind] = (),
        days: Days = ALWAYS,
        limit: int = 100,
    ) -> list[ClaimRow]:
        """The claims in which ``bearer`` takes part, of all ``kinds`` where none is named, the latest first."""
        return self._of(bearer, (), kinds, days, limit)

    def roles(self, bearer: Bearer, *, limit: int = 200) -> list[ClaimRow]:
        """The offices and affiliations that ``bearer`` is said to hold, the earliest first."""
        found = self._of(bearer, ("subject",), ("relation",), ALWAYS, limit)
        return [row for row in reversed(found) if row.topic in ("office", "affiliation")]

    def between(
        self,
        one: Bearer,
        other: Bearer,
        *,
        kinds: Sequence[ClaimKind] = (),
        days: Days = ALWAYS,
        limit: int = 200,
    ) -> list[ClaimRow]:
        """The claims in which both take part, the latest first; of two states also those of their people."""
        with self._asking() as connection:
            if one.type == other.type == "state" and one.country and other.country:
                rows = queries.between_states(connection, one.country, other.country, kinds, days, limit)
            else:
                rows = queries.between_bearers(connection, one, other, kinds, days, limit)
            return queries.claims_of(connection, rows)

    def figures(
        self,
        bearer: Bearer | None = None,
        *,
        measure: str | None = None,
        days: Days = ALWAYS,
        limit: int = 200,
    ) -> list[ClaimRow]:
        """The figures of a kind of measure about ``bearer``, the latest first; all where neither is named."""
        with self._asking() as connection:
            if bearer is None or (bearer.type == "state" and bearer.country):
                country = bearer.country or "" if bearer else ""
                rows = queries.figures_of_state(connection, country, measure, days, limit)
            else:
                rows = queries.figures_of(connection, bearer, measure, days, limit)
            return queries.claims_of(connection, rows)

    def claim(self, identity: str) -> tuple[AnyClaim, Record]:
        """The whole claim, and the record of its story. Raises ``StoreError`` for an id that no claim has."""
        with self._asking() as connection:
            row = connection.execute(
                """SELECT story.key FROM claim JOIN told ON told.claim = claim.id JOIN entry ON entry.id = told.entry
                JOIN story ON story.id = entry.story WHERE claim.key = ?""",
                (identity,),
            ).fetchone()
            if row is None:
                raise StoreError(
                    f"{identity}: no claim that counts has that id. The JSON of `dateline show` gives the ids."
                )
            made = _load_record(connection, row[0])
        return next(claim for claim in made.claims if claim.id == identity), made

    def _of(self, bearer: Bearer, roles: Sequence[str], kinds: Sequence[str], days: Days, limit: int) -> list[ClaimRow]:
        with self._asking() as connection:
            rows = queries.of_bearer(connection, bearer, roles, kinds, days, limit)
            return queries.claims_of(connection, rows)

    def _report(self, connection: sqlite3.Connection, name: str) -> str:
        """The id of the report that ``name`` is, or begins."""
        found = _beginning(connection, "report", name)
        if len(found) != 1:
            raise StoreError(f"{name}: {_how_many(found, 'report')}. The JSON of `dateline show` gives the ids.")
        return found[0]

    # ── the file ─────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _asking(self) -> Iterator[sqlite3.Connection]:
        with file.explained(self.path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self.write:
            raise StoreError(f"{self.path}: opened for reading. Open it with write=True.")
        with file.writing(self.path):
            yield

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        with file.explained(self.path), file.transaction(self._connection):
            yield self._connection


def _batches(outcomes: Iterable[Analysis | Skipped]) -> Iterator[list[Analysis | Skipped]]:
    """Full batches, or smaller ones where reading is slow; what came before an error is given before it is raised."""
    batch: list[Analysis | Skipped] = []
    since = time.monotonic()
    iterator = iter(outcomes)
    while True:
        try:
            batch.append(next(iterator))
        except StopIteration:
            break
        except BaseException:
            if batch:
                yield batch
            raise
        if len(batch) >= BATCH or time.monotonic() - since > LATEST:
            yield batch
            batch, since = [], time.monotonic()
    if batch:
        yield batch


def _insert(connection: sqlite3.Connection, batch: Iterable[Analysis | Skipped], run: Run, done: Added) -> Added:
    row = adding.insert_run(connection, run)
    new = known = 0
    skipped = list(done.skipped)
    for outcome in batch:
        if isinstance(outcome, Skipped):
            adding.insert_skipped(connection, outcome)
            skipped.append(outcome)
        elif adding.insert_analysis(connection, outcome, row):
            new += 1
        else:
            known += 1
    return Added(done.new + new, done.known + known, tuple(skipped))


def _stale(connection: sqlite3.Connection) -> list[str]:
    return [story for (story,) in connection.execute("SELECT story FROM stale ORDER BY story")]


def _load_record(connection: sqlite3.Connection, story: str) -> Record:
    """The record of the story as it was last made, whatever is pending."""
    body, run = connection.execute(
        "SELECT story.body, run.body FROM story JOIN run ON run.id = story.run WHERE story.key = ?", (story,)
    ).fetchone()
    decided = unpack_record(body, unpack_run(run))
    keys = {*decided.stories[0].reports, *(key for one in decided.versions for key in one.reports)}
    analyses = [
        unpack_analysis(packed, text)
        for some in adding.chunks(sorted(keys))
        for text, packed in connection.execute(
            f"""SELECT text, body FROM report JOIN analysis ON analysis.report = report.id
            WHERE key IN ({adding.marks(some)})""",
            some,
        )
    ]
    return records_.restore(decided, analyses)


def _story(connection: sqlite3.Connection, name: str) -> str:
    """The id of the story that ``name`` is, or one of whose reports it is, or begins."""
    stories = _beginning(connection, "story", name)
    reports = _beginning(connection, "report", name)
    for some in adding.chunks(reports):
        stories += [
            story
            for (story,) in connection.execute(
                f"""SELECT DISTINCT story.key FROM report JOIN home ON home.report = report.id
                JOIN story ON story.key = home.story WHERE report.key IN ({adding.marks(some)})""",
                some,
            )
        ]
    found = sorted(set(stories))
    if len(found) != 1:
        raise StoreError(f"{name}: {_how_many(found, 'story')}. `dateline show stories` lists them.")
    return found[0]


def _beginning(connection: sqlite3.Connection, table: str, name: str) -> list[str]:
    """The ids of ``table`` that ``name`` is or, with enough digits, begins."""
    if len(name) < SHORTEST or not name.isalnum():
        return []
    found = connection.execute(f"SELECT key FROM {table} WHERE key >= ? AND key < ? LIMIT 10", (name, f"{name}~"))
    return [key for (key,) in found]


def _how_many(found: Sequence[str], what: str) -> str:
    if not found:
        return f"no {what} of this record has an id that begins so"
    return f"more than one {what} has an id that begins so ({', '.join(found[:3])}, …)"
