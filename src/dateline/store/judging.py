"""What people say of two claims or two entities: found by their ids, kept apart from what we find, never derived."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from dateline.errors import StoreError
from dateline.model import Judged, Run
from dateline.store.adding import as_integer
from dateline.store.codec import unpack_record

_ID = re.compile(r"[0-9a-f]{16}")
_NOBODY = Run(version="", settings={}, lexicon="", models=())


@dataclass(frozen=True)
class _Named:
    """What an id names: a claim of some kind, or an entity; ``id`` is the one that survives a new reading."""

    id: str
    what: str
    stories: frozenset[str]


def insert_judged(connection: sqlite3.Connection, judged: Judged) -> None:
    """Keep the judgement in place of an earlier one on the same pair; the stories that it is about are stale.

    Raises ``StoreError`` where it is about nothing that is held, or about two things that never meet.
    """
    left, right = _named(connection, judged.left), _named(connection, judged.right)
    if left.id == right.id:
        raise StoreError(f"{judged.left} and {judged.right} are one thing already. Name two, as `dateline show` does.")
    if left.what != right.what:
        raise StoreError(f"{judged.left} is {left.what}, {judged.right} is {right.what}. Name two of one kind.")
    shared = left.stories & right.stories
    if not shared:
        raise StoreError(
            f"{judged.left} and {judged.right} stand in different stories, and matches are made within one. "
            "Name two of one story."
        )
    first, second = sorted((left.id, right.id))
    at = judged.at.isoformat() if judged.at else None
    values = (first, second, judged.verdict, judged.by, at, judged.note)
    connection.execute("INSERT OR REPLACE INTO judged VALUES (?, ?, ?, ?, ?, ?)", values)
    connection.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(story,) for story in sorted(shared)])


def all_judged(connection: sqlite3.Connection) -> list[Judged]:
    """All that people judged."""
    found = connection.execute("SELECT first, second, verdict, person, at, note FROM judged ORDER BY first, second")
    return [
        msgspec.convert(dict(zip(("left", "right", "verdict", "by", "at", "note"), row, strict=True)), Judged)
        for row in found
    ]


def by_first(judged: Iterable[Judged]) -> Mapping[str, Sequence[Judged]]:
    """Judgements by their first id."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        found[one.left].append(one)
    return found


def _named(connection: sqlite3.Connection, identity: str) -> _Named:
    if not _ID.fullmatch(identity):
        raise StoreError(
            f"{identity!r} is no id of a claim or an entity. The JSON of `dateline show` gives them, of 16 digits."
        )
    claim = connection.execute(
        "SELECT claim.kind, home.story FROM claim LEFT JOIN home ON home.report = claim.report WHERE claim.key = ?",
        (identity,),
    ).fetchone()
    if claim:
        return _Named(identity, f"a claim ({claim[0]})", frozenset(filter(None, claim[1:])))
    local = _homes(connection, identity)
    if local:
        return _Named(identity, "an entity", local)
    for (body,) in connection.execute(
        "SELECT body FROM part JOIN story ON story.id = part.story WHERE entity = ? ORDER BY story.key", (identity,)
    ):
        decided = unpack_record(body, _NOBODY)
        merged = next((entity.merged for entity in decided.entities if entity.id == identity), ())
        if merged:
            return _Named(merged[0], "an entity", _homes(connection, merged[0]))
    raise StoreError(
        f"{identity}: no claim or entity of this record has that id. The JSON of `dateline show` gives the ids."
    )


def _homes(connection: sqlite3.Connection, entity: str) -> frozenset[str]:
    """The stories whose reports know the entity by this id."""
    found = connection.execute(
        "SELECT DISTINCT home.story FROM local JOIN home ON home.report = local.report WHERE local.key = ?",
        (as_integer(entity),),
    )
    return frozenset(story for (story,) in found)
