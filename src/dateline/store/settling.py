"""Which report belongs to which story, for what is new or was taken away: the days from the first that changed on.

Days are gone through in order with ``stream``, until what stands on a day is what stood on it before: then all later
days stay as they are. What results depends on the reports that are held, not on the order in which they came.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from dateline import versions
from dateline.model import Report
from dateline.store.adding import chunks, marks
from dateline.store.codec import unpack_analysis
from dateline.stream import WINDOW, Sketch, Stream, place_undated, unpack

_COUNTED = "NOT EXISTS (SELECT 1 FROM shelved WHERE shelved.report = report.id)"
_SKETCHES = f"""SELECT report.id, report.key, report.day, sketch.body, home.story, home.joined, home.moved FROM report
  JOIN sketch ON sketch.report = report.id LEFT JOIN home ON home.report = report.id WHERE {_COUNTED}"""


@dataclass(frozen=True)
class _Home:
    """The story of a report; ``joined`` is the one that it came to first, where it ``moved`` out of that one later."""

    story: str
    joined: str | None = None
    moved: str | None = None

    def at(self, day: dt.date) -> str:
        """The story before ``day``."""
        return self.joined if self.joined and self.moved and self.moved >= day.isoformat() else self.story

    def names(self) -> set[str]:
        """Every story that the report was in."""
        return {self.story, self.joined} - {None} if self.joined else {self.story}


@dataclass
class _Held:
    """Reports as they stand in the file: their sketch, row and story by id."""

    sketches: dict[str, Sketch] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    homes: dict[str, _Home] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[tuple[int, str, str | None, bytes, str | None, str | None, str | None]]) -> _Held:
        held = cls()
        for row, key, day, body, story, joined, moved in found:
            held.sketches[key] = unpack(key, dt.date.fromisoformat(day) if day else None, body)
            held.rows[key] = row
            if story:
                held.homes[key] = _Home(story, joined, moved)
        return held

    def by_story(self, day: dt.date = dt.date.max) -> dict[str, list[Sketch]]:
        """The reports of each story as it was before ``day``."""
        told: dict[str, list[Sketch]] = defaultdict(list)
        for key, home in self.homes.items():
            told[home.at(day)].append(self.sketches[key])
        return told


def settle_stories(connection: sqlite3.Connection) -> None:
    """Give each pending report its story, and mark the stories that change as stale. One transaction of the caller."""
    if not _any(connection, "SELECT 1 FROM fresh") and not _any(connection, "SELECT 1 FROM dirty"):
        return
    _settle_versions(connection)
    connection.execute(
        f"""INSERT OR IGNORE INTO dirty SELECT coalesce(day, '') FROM report JOIN fresh ON fresh.report = report.id
        WHERE {_COUNTED} AND NOT EXISTS (SELECT 1 FROM home WHERE home.report = report.id)"""
    )
    dirty = {day for (day,) in connection.execute("SELECT day FROM dirty")}
    days = sorted(dt.date.fromisoformat(day) for day in dirty if day)
    changed = _replay(connection, days[0], days[-1]) if days else set()
    if "" in dirty or (changed and _near_undated(connection, changed)):
        _settle_undated(connection)
    connection.execute("DELETE FROM fresh")
    connection.execute("DELETE FROM dirty")


def _any(connection: sqlite3.Connection, query: str, values: Iterable[object] = ()) -> bool:
    return connection.execute(f"{query} LIMIT 1", tuple(values)).fetchone() is not None


# ── versions ─────────────────────────────────────────────────────────────────────────────────────


def _settle_versions(connection: sqlite3.Connection) -> None:
    """Shelve what is an older version or withdrawn; the days of what is shelved or comes back are dirty."""
    pages = connection.execute(
        """SELECT DISTINCT page, CASE WHEN page IS NULL THEN key END FROM report
        JOIN fresh ON fresh.report = report.id ORDER BY 1, 2"""
    ).fetchall()
    for page, key in pages:
        texts = _texts(connection, "page", page) if page else _texts(connection, "key", key)
        if len(texts) == 1 and not next(iter(texts.values())).withdrawn:
            _shelve(connection, next(iter(texts)), out=False)
            continue
        rows = {report.id: row for row, report in texts.items()}
        heard = versions.counting(texts.values(), versions.find_versions(texts.values()))
        for report, row in sorted(rows.items()):
            _shelve(connection, row, out=report not in heard)
        for report in heard:  # its record lists its versions, one of which is new
            mark_stale(connection, rows[report])


def _texts(connection: sqlite3.Connection, column: str, value: str) -> dict[int, Report]:
    """The reports of one page by row; a report without an address is alone."""
    found = connection.execute(
        f"""SELECT report.id, text, body FROM report JOIN analysis ON analysis.report = report.id
        WHERE {column} = ? ORDER BY report.key""",
        (value,),
    )
    return {row: unpack_analysis(body, text).report for row, text, body in found}


def _shelve(connection: sqlite3.Connection, row: int, *, out: bool) -> None:
    """Put a report among those that do not count, or take it back; its day is dirty where that changes anything."""
    if out:
        done = connection.execute("INSERT OR IGNORE INTO shelved VALUES (?)", (row,)).rowcount
    else:
        done = connection.execute("DELETE FROM shelved WHERE report = ?", (row,)).rowcount
    if not done:
        return
    if out:
        mark_stale(connection, row)
        connection.execute("DELETE FROM home WHERE report = ?", (row,))
    connection.execute("INSERT OR IGNORE INTO dirty SELECT coalesce(day, '') FROM report WHERE id = ?", (row,))


def mark_stale(connection: sqlite3.Connection, row: int) -> None:
    """The stories that a report is or was in are to be made anew."""
    for name in ("story", "joined"):
        connection.execute(
            f"INSERT OR IGNORE INTO stale SELECT {name} FROM home WHERE report = ? AND {name} IS NOT NULL", (row,)
        )


# ── days ─────────────────────────────────────────────────────────────────────────────────────────


def _replay(connection: sqlite3.Connection, first: dt.date, last: dt.date) -> set[str]:
    """Place the reports of all days from ``first`` on, until nothing differs any more after ``last``.

    Returns the stories that changed, by their old and new names.
    """
    since = first - dt.timedelta(days=WINDOW)
    stories, before, old_last = _standing(connection, since, first)
    stream = Stream(stories, before)
    changed = {name for (name,) in connection.execute("SELECT story FROM stale")}  # some lost a report
    for day in _days(connection, first):
        active = day - dt.timedelta(days=WINDOW)
        if active > last and not _reaches(changed, stream, old_last, active):
            break
        held = _Held.of(connection.execute(f"{_SKETCHES} AND report.day = ?", (day.isoformat(),)))
        for name in chain.from_iterable(home.names() for home in held.homes.values()):
            old_last[name] = day
        placed, moved = stream.advance(day, list(held.sketches.values()))
        changed |= _place(connection, placed, held, day) | _move(connection, moved, day)
    connection.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(name,) for name in sorted(changed)])
    return changed


def _standing(
    connection: sqlite3.Connection, since: dt.date, first: dt.date
) -> tuple[dict[str, list[Sketch]], list[Sketch], dict[str, dt.date]]:
    """The state before ``first``: the stories told since ``since``, all reports since then, each story's last day."""
    window = (since.isoformat(), first.isoformat())
    recent = _Held.of(connection.execute(f"{_SKETCHES} AND report.day >= ? AND report.day < ?", window))
    last: dict[str, dt.date] = {}
    for key, home in recent.homes.items():
        for name in home.names():
            last[name] = max(last.get(name, dt.date.min), recent.sketches[key].day or dt.date.min)
    told = recent.by_story(first)
    older: dict[str, list[Sketch]] = defaultdict(list)
    for names in chunks(told):
        some = marks(names)
        found = connection.execute(
            f"{_SKETCHES} AND report.day < ? AND (home.story IN ({some}) OR home.joined IN ({some}))",
            (since.isoformat(), *names, *names),
        )
        for name, sketches in _Held.of(found).by_story(first).items():
            if name in names:
                older[name] += sketches
    return {name: [*older[name], *made] for name, made in told.items()}, list(recent.sketches.values()), last


def _days(connection: sqlite3.Connection, first: dt.date) -> list[dt.date]:
    """The days from ``first`` on that have a report."""
    found = connection.execute("SELECT DISTINCT day FROM report WHERE day >= ? ORDER BY day", (first.isoformat(),))
    return [dt.date.fromisoformat(day) for (day,) in found]


def _reaches(changed: set[str], stream: Stream, old_last: Mapping[str, dt.date], active: dt.date) -> bool:
    """Whether a story that changed could still take reports, as it is now or as it was."""
    return any(
        old_last.get(name, dt.date.min) >= active
        or any(made.day and made.day >= active for made in stream.stories.get(name, ()))
        for name in changed
    )


def _place(connection: sqlite3.Connection, placed: Mapping[str, str], held: _Held, day: dt.date) -> set[str]:
    """Write where the reports of ``day`` are placed now; the stories that this changes."""
    changed: set[str] = set()
    for report, name in placed.items():
        old = held.homes.get(report)
        if old is None or old.at(day) != name:
            connection.execute("INSERT OR REPLACE INTO home VALUES (?, ?, NULL, NULL)", (held.rows[report], name))
            changed |= {name} | (old.names() if old else set())
    return changed


def _move(connection: sqlite3.Connection, moved: Mapping[str, str], day: dt.date) -> set[str]:
    """Write which older reports move to another story on ``day``, and take back what moved on it before."""
    found = connection.execute(
        """SELECT report.key, report.id, story, joined FROM home JOIN report ON report.id = home.report
        WHERE moved = ?""",
        (day.isoformat(),),
    )
    before = {key: (row, story, joined) for key, row, story, joined in found}
    changed: set[str] = set()
    for key, (row, story, joined) in before.items():
        if moved.get(key) != story:
            connection.execute("UPDATE home SET story = joined, joined = NULL, moved = NULL WHERE report = ?", (row,))
            changed |= {story, joined}
    for key, name in moved.items():
        if key in before and before[key][1] == name:
            continue
        (row, *stood) = connection.execute(
            "SELECT report.id, story, joined, moved FROM report JOIN home ON home.report = report.id WHERE key = ?",
            (key,),
        ).fetchone()
        joined = _Home(*stood).at(day)
        values = (name, joined, day.isoformat(), row)
        connection.execute("UPDATE home SET story = ?, joined = ?, moved = ? WHERE report = ?", values)
        changed |= {name, joined, *_Home(*stood).names()}
    return changed


# ── reports without a day ────────────────────────────────────────────────────────────────────────


def _near_undated(connection: sqlite3.Connection, changed: Iterable[str]) -> bool:
    """Whether a report without a day shares telling words with one of the stories."""
    if not _any(connection, "SELECT 1 FROM report WHERE day IS NULL"):
        return False
    return any(
        _any(
            connection,
            f"""SELECT 1 FROM home JOIN keyword AS mine ON mine.report = home.report
            JOIN keyword AS other ON other.key = mine.key JOIN report ON report.id = other.report
            WHERE home.story IN ({marks(names)}) AND report.day IS NULL""",
            names,
        )
        for names in chunks(sorted(changed))
    )


def _settle_undated(connection: sqlite3.Connection) -> None:
    """Place all reports without a day anew, beside the dated stories with which they share telling words."""
    held = _Held.of(connection.execute(f"{_SKETCHES} AND report.day IS NULL"))
    near = connection.execute(
        f"""SELECT DISTINCT home.story FROM report JOIN keyword AS mine ON mine.report = report.id
        JOIN keyword AS other ON other.key = mine.key JOIN report AS dated ON dated.id = other.report
        JOIN home ON home.report = dated.id WHERE report.day IS NULL AND dated.day IS NOT NULL AND {_COUNTED}"""
    )
    stories: dict[str, list[Sketch]] = {}
    for names in chunks(sorted(name for (name,) in near)):
        dated = connection.execute(f"{_SKETCHES} AND report.day IS NOT NULL AND home.story IN ({marks(names)})", names)
        stories |= _Held.of(dated).by_story()
    placed = place_undated(list(held.sketches.values()), stories)
    homes = {report: name for name, reports in placed.items() for report in reports}
    changed = _place(connection, homes, held, dt.date.max)
    connection.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(name,) for name in sorted(changed)])
