"""All rows of a record on disk, without the numbers that SQLite gave them: what two files must have in common."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_WHO = "who.type, who.plain, who.country, who.apart"
_QUERIES = {
    "run": "SELECT key, body FROM run",
    "outlet": "SELECT * FROM outlet",
    "report": "SELECT key, outlet, page, day, title, url, path, language, text FROM report",
    "analysis": "SELECT report.key, run.key, analysis.body FROM analysis JOIN report ON report.id = report "
    "JOIN run ON run.id = run",
    "claim": "SELECT claim.key, report.key, kind, topic, mode, start, end, own_start, own_end, factuality, first, "
    "last, value, low, high, bound, unit, words, change FROM claim JOIN report ON report.id = claim.report",
    "local": "SELECT local.key, report.key FROM local JOIN report ON report.id = local.report",
    "sketch": "SELECT report.key, body FROM sketch JOIN report ON report.id = sketch.report",
    "keyword": "SELECT keyword.key, report.key FROM keyword JOIN report ON report.id = keyword.report",
    "skipped": "SELECT * FROM skipped",
    "judged": "SELECT * FROM judged",
    "fresh": "SELECT * FROM fresh",
    "dirty": "SELECT * FROM dirty",
    "stale": "SELECT * FROM stale",
    "shelved": "SELECT report.key FROM shelved JOIN report ON report.id = shelved.report",
    "home": "SELECT report.key, story, joined, moved FROM home JOIN report ON report.id = home.report",
    "story": "SELECT story.key, label, first, last, reports, outlets, agreed, compatible, conflicting, single, "
    "run.key, story.body FROM story JOIN run ON run.id = story.run",
    "entry": "SELECT entry.key, story.key, kind, entry.label, standing, origins FROM entry "
    "JOIN story ON story.id = entry.story",
    "told": "SELECT claim.key, entry.key, day FROM told JOIN claim ON claim.id = told.claim "
    "JOIN entry ON entry.id = told.entry",
    "who": f"SELECT {_WHO}, name FROM who",
    "part": f"SELECT story.key, entity, {_WHO}, claims FROM part JOIN story ON story.id = part.story "
    "JOIN who ON who.id = part.who",
    "name": f"SELECT name.key, {_WHO}, coalesce(story.key, '') FROM name JOIN who ON who.id = name.who "
    "LEFT JOIN story ON story.id = name.story",
    "party": f"SELECT {_WHO}, role, day, claim.key FROM party JOIN who ON who.id = party.who "
    "JOIN claim ON claim.id = party.claim",
    "dyad": "SELECT one, other, day, claim.key FROM dyad JOIN claim ON claim.id = dyad.claim",
    "measured": "SELECT country, measured.topic, day, claim.key FROM measured JOIN claim ON claim.id = measured.claim",
    "search": "SELECT term, doc, cnt FROM words",
}


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each table, sorted; of the search index its words and in how many reports each stands."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search', 'row')")
    try:
        return {
            table: sorted(connection.execute(query).fetchall(), key=lambda row: tuple(map(str, row)))
            for table, query in _QUERIES.items()
        }
    finally:
        connection.close()
