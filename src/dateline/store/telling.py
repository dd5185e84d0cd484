"""The rows that rest on a story: made anew for the whole story, in one transaction with what they replace.

Rows exist for what is asked by index: who is told of, in which part, on which day; which two countries; how an entry
stands. All else that was decided (matches, checks, differences, roles) is kept once, in the bare record of the story.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from dateline import record
from dateline.match import interval, is_length
from dateline.match.words import plain
from dateline.model import (
    Analysis,
    AnyClaim,
    Entity,
    Entry,
    Event,
    Figure,
    Judged,
    Mention,
    Quotation,
    Record,
    Relation,
    Run,
)
from dateline.store.adding import chunks, insert_run, marks
from dateline.store.codec import pack_record, unpack_analysis
from dateline.store.rows import Changes, EntryRow

ROLES = (
    "actor", "recipient", "speaker", "addressee", "attributed_to", "of", "from", "to", "subject", "object", "mentioned",
)  # fmt: skip
"""The parts that somebody has in a claim; the file keeps the position here."""

NO_DAY = 0  # stands for a day that is not known; 0001-01-01 is 1


@dataclass(frozen=True)
class _Before:
    """What was told of the claims of a story until now: which stood in a conflict, and the entry of each."""

    disputed: frozenset[str]
    entry: Mapping[str, int]


def tell(connection: sqlite3.Connection, story: str, run: Run, rulings: Mapping[str, Sequence[Judged]]) -> Changes:
    """Make the rows of ``story`` anew of the reports that it has now; without any, they are removed.

    ``rulings`` are what people judged, by the first id. One transaction of the caller.
    """
    members, analyses = load_story(connection, story)
    row = connection.execute("SELECT id FROM story WHERE key = ?", (story,)).fetchone()
    connection.execute("DELETE FROM stale WHERE story = ?", (story,))
    if not members:
        if row:
            _remove(connection, row[0], ())
            connection.execute("DELETE FROM story WHERE id = ?", row)
        return Changes(gone=(story,) if row else ())
    made = record.consolidate(analyses, run, judged=_relevant(analyses, rulings), groups=[members])
    before = _before(connection, made)
    number = _write_story(connection, story, made, run)
    _remove(connection, number, [claim.id for claim in made.claims])
    rows = _rows(connection, made)
    _write_entries(connection, made, number, rows)
    _write_parties(connection, made, number, rows)
    changes = _changes(made, before)
    return replace(changes, changed=(story,)) if row else replace(changes, new=(story,))


def load_story(connection: sqlite3.Connection, story: str) -> tuple[list[str], list[Analysis]]:
    """The ids of a story's reports, and the analyses of these and of their older versions."""
    found = connection.execute(
        """SELECT report.key, report.page, text, body FROM home JOIN report ON report.id = home.report
        JOIN analysis ON analysis.report = report.id WHERE home.story = ? ORDER BY report.key""",
        (story,),
    ).fetchall()
    members = [key for key, _, _, _ in found]
    analyses = [unpack_analysis(body, text) for _, _, text, body in found]
    for pages in chunks(page for _, page, _, _ in found if page):
        older = connection.execute(
            f"""SELECT text, body FROM report JOIN shelved ON shelved.report = report.id
            JOIN analysis ON analysis.report = report.id WHERE page IN ({marks(pages)}) ORDER BY report.key""",
            pages,
        )
        analyses += [unpack_analysis(body, text) for text, body in older]
    return members, analyses


def _relevant(analyses: Iterable[Analysis], rulings: Mapping[str, Sequence[Judged]]) -> list[Judged]:
    """What people judged of claims or entities of these reports."""
    if not rulings:
        return []
    ids = {item.id for analysis in analyses for item in (*analysis.entities, *analysis.claims)}
    return [judged for key in sorted(ids & rulings.keys()) for judged in rulings[key] if judged.right in ids]


# ── what was, and what changed ───────────────────────────────────────────────────────────────────


def _before(connection: sqlite3.Connection, made: Record) -> _Before:
    disputed: set[str] = set()
    entries: dict[str, int] = {}
    for keys in chunks(claim.id for claim in made.claims):
        found = connection.execute(
            f"""SELECT claim.key, entry.id, entry.standing FROM claim JOIN told ON told.claim = claim.id
            JOIN entry ON entry.id = told.entry WHERE claim.key IN ({marks(keys)})""",
            keys,
        )
        for key, entry, standing in found:
            entries[key] = entry
            if standing == "conflicting":
                disputed.add(key)
    return _Before(frozenset(disputed), entries)


def _changes(made: Record, before: _Before) -> Changes:
    """The conflicts that were none before, and the figures that gained another value beside those told before."""
    claims = {claim.id: claim for claim in made.claims}
    conflicts, figures = [], []
    for entry in made.entries:
        if entry.standing == "conflicting" and not before.disputed.intersection(entry.claims):
            conflicts.append(entry_row(entry))
        elif entry.kind == "figure" and _gained(entry, claims, before):
            figures.append(entry_row(entry))
    return Changes(conflicts=tuple(conflicts), figures=tuple(figures))


def _gained(entry: Entry, claims: Mapping[str, AnyClaim], before: _Before) -> bool:
    own = [claim for key in entry.claims if isinstance(claim := claims[key], Figure)]
    old = {_amount(claim) for claim in own if claim.id in before.entry}
    return bool(old) and any(_amount(claim) not in old for claim in own)


def _amount(claim: Figure) -> tuple[object, ...]:
    return (claim.value, claim.low, claim.high, claim.unit, claim.change)


def entry_row(entry: Entry) -> EntryRow:
    """The entry as a list shows it."""
    values = next((tuple(value.value for value in one.values) for one in entry.differences), ())
    return EntryRow(entry.id, entry.story, entry.kind, entry.label, entry.standing, entry.origins, entry.claims, values)


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────


def _write_story(connection: sqlite3.Connection, story: str, made: Record, run: Run) -> int:
    """The row of the story itself, under the number that it had."""
    told = made.stories[0]
    standing = Counter(entry.standing for entry in made.entries)
    counting = set(told.reports)
    values = (
        story,
        told.label,
        told.from_.isoformat() if told.from_ else None,
        told.to.isoformat() if told.to else None,
        len(told.reports),
        len({report.outlet for report in made.reports if report.id in counting}),
        standing["agreed"],
        standing["compatible"],
        standing["conflicting"],
        standing["single"],
        insert_run(connection, run),
        pack_record(record.bare(made)),
    )
    names = ("label", "first", "last", "reports", "outlets", "agreed", "compatible", "conflicting", "single")
    changed = ", ".join(f"{name} = excluded.{name}" for name in (*names, "run", "body"))
    connection.execute(
        f"INSERT INTO story VALUES (NULL, {marks(values)}) ON CONFLICT (key) DO UPDATE SET {changed}", values
    )
    return int(connection.execute("SELECT id FROM story WHERE key = ?", (story,)).fetchone()[0])


def _remove(connection: sqlite3.Connection, number: int, claims: Iterable[str]) -> None:
    """Take away what rests on the story as it was, and on ``claims`` in whichever story they were."""
    gone = [
        claim
        for (claim,) in connection.execute(
            "SELECT told.claim FROM told JOIN entry ON entry.id = told.entry WHERE entry.story = ?", (number,)
        )
    ]
    for keys in chunks(claims):
        gone += [claim for (claim,) in connection.execute(f"SELECT id FROM claim WHERE key IN ({marks(keys)})", keys)]
    each = [(claim,) for claim in sorted(set(gone))]
    for table in ("told", "party", "dyad", "measured"):
        connection.executemany(f"DELETE FROM {table} WHERE claim = ?", each)
    connection.execute("DELETE FROM entry WHERE story = ?", (number,))
    connection.execute("DELETE FROM name WHERE story = ?", (number,))
    bearers = connection.execute("SELECT DISTINCT who FROM part WHERE story = ?", (number,)).fetchall()
    connection.execute("DELETE FROM part WHERE story = ?", (number,))
    alone = "NOT EXISTS (SELECT 1 FROM part WHERE part.who = ?1)"
    connection.executemany(f"DELETE FROM name WHERE who = ?1 AND {alone}", bearers)
    connection.executemany(f"DELETE FROM who WHERE id = ?1 AND {alone}", bearers)


def _rows(connection: sqlite3.Connection, made: Record) -> dict[str, int]:
    """The row of each claim."""
    return {
        key: row
        for keys in chunks(claim.id for claim in made.claims)
        for key, row in connection.execute(f"SELECT key, id FROM claim WHERE key IN ({marks(keys)})", keys)
    }


def _write_entries(connection: sqlite3.Connection, made: Record, number: int, rows: Mapping[str, int]) -> None:
    days = _days(made)
    for entry in made.entries:
        values = (entry.id, number, entry.kind, entry.label, entry.standing, entry.origins)
        row = connection.execute("INSERT INTO entry VALUES (NULL, ?, ?, ?, ?, ?, ?)", values).lastrowid
        told = sorted((rows[claim], row, days[claim] or None) for claim in entry.claims)
        connection.executemany("INSERT INTO told VALUES (?, ?, ?)", told)


def _days(made: Record) -> dict[str, int]:
    """The day of each claim: the first of its own time, else of its report's."""
    published = {report.id: interval(report.published) for report in made.reports}
    return {claim.id: _day(claim, published[claim.evidence.report]) for claim in made.claims}


def _day(claim: AnyClaim, published: tuple[dt.date, dt.date] | None) -> int:
    when = claim.when
    own = (when.from_ or when.to) if when and not is_length(when) else None
    day = own or (published[0] if published else None)
    return day.toordinal() if day else NO_DAY


def _write_parties(connection: sqlite3.Connection, made: Record, number: int, rows: Mapping[str, int]) -> None:
    """Who is told of, by which names, and in which part of which claim."""
    bearers = {entity.id: _bearer(connection, entity, number, apart) for entity, apart in _apart(made.entities)}
    told: dict[str, set[str]] = defaultdict(set)
    entities = {entity.id: entity for entity in made.entities}
    counting = {claim for entry in made.entries for claim in entry.claims}
    days, beside = _days(made), _Beside(made.mentions)
    parties: set[tuple[int, int, int, int]] = set()
    dyads: set[tuple[str, str, int, int]] = set()
    measured: set[tuple[str, str, int, int]] = set()
    for claim in made.claims:
        if claim.id not in counting:
            continue
        involved = [(role, key) for role, key in involvements(claim, beside) if key in bearers]
        parties.update((bearers[key], days[claim.id], rows[claim.id], ROLES.index(role)) for role, key in involved)
        for _, key in involved:
            told[key].add(claim.id)
        countries = sorted({country for _, key in involved if (country := entities[key].country)})
        dyads.update((one, other, days[claim.id], rows[claim.id]) for one, other in combinations(countries, 2))
        if isinstance(claim, Figure):
            own = (claim.measure_kind, days[claim.id], rows[claim.id])
            measured.update((country, *own) for country in ("", *countries))
    parts = [(number, key, bearers[key], len(told[key])) for key in sorted(bearers)]
    connection.executemany("INSERT INTO part VALUES (?, ?, ?, ?)", parts)
    connection.executemany("INSERT INTO party VALUES (?, ?, ?, ?)", sorted(parties))
    connection.executemany("INSERT INTO dyad VALUES (?, ?, ?, ?)", sorted(dyads))
    connection.executemany("INSERT INTO measured VALUES (?, ?, ?, ?)", sorted(measured))


def _apart(entities: Iterable[Entity]) -> Iterator[tuple[Entity, str]]:
    """Each entity, with what tells it from another one of the story that bears the same name; mostly nothing."""
    seen: set[tuple[str, str, str]] = set()
    for entity in entities:
        key = (entity.type, plain(entity.name), entity.country or "")
        yield entity, entity.id if key in seen else ""
        seen.add(key)


def _bearer(connection: sqlite3.Connection, entity: Entity, story: int, apart: str) -> int:
    """The row of who bears this name, with the names by which the story knows it."""
    own = plain(entity.name)
    values = (entity.type, own, entity.country or "", apart)
    number = connection.execute(
        "SELECT id FROM who WHERE type = ? AND plain = ? AND country = ? AND apart = ?", values
    ).fetchone()
    if number is None:
        row = connection.execute("INSERT INTO who VALUES (NULL, ?, ?, ?, ?, ?)", (*values, entity.name)).lastrowid or 0
        keys = {own, own.split()[-1]} if entity.type == "person" and own else {own}
        if entity.type == "state" and entity.country:
            keys.add(entity.country.lower())
        connection.executemany("INSERT INTO name VALUES (?, ?, 0)", sorted((key, row) for key in keys if key))
        number = (row,)
    others = sorted({plain(alias) for alias in entity.aliases} - {own, own.split()[-1] if own else ""} - {""})
    connection.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", [(key, *number, story) for key in others])
    return int(number[0])


class _Beside:
    """Who is mentioned where in the reports of a story."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions: dict[str, list[Mention]] = defaultdict(list)
        for mention in mentions:
            self._mentions[mention.report].append(mention)

    def within(self, claim: AnyClaim) -> Iterator[str]:
        """The entities mentioned in the words of the claim."""
        start, end = claim.evidence.start, claim.evidence.end
        for mention in self._mentions.get(claim.evidence.report, ()):
            if start <= mention.start and mention.end <= end:
                yield mention.entity


def involvements(claim: AnyClaim, beside: _Beside) -> Iterator[tuple[str, str]]:
    """Everybody who takes part in ``claim``: (part, entity); whom a statement mentions takes part in it too."""
    if claim.attributed_to:
        yield "attributed_to", claim.attributed_to
    match claim:
        case Event():
            yield from (("actor", key) for key in claim.actors)
            yield from (("recipient", key) for key in claim.recipients)
        case Quotation():
            named = {"speaker": claim.speaker, "addressee": claim.addressee}
            yield from ((role, key) for role, key in named.items() if key)
            yield from (("mentioned", key) for key in dict.fromkeys(beside.within(claim)) if key != claim.speaker)
        case Figure():
            named = {"of": claim.of, "from": claim.from_, "to": claim.to}
            yield from ((role, key) for role, key in named.items() if key)
        case Relation():
            yield "subject", claim.subject
            if claim.object:
                yield "object", claim.object
