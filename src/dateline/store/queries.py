"""The questions that faces ask, each an index look-up: none reads more than what it shows and its neighbours."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import get_args

from dateline import wording
from dateline.match.words import plain
from dateline.model import MeasureKind
from dateline.store.adding import chunks, marks
from dateline.store.rows import Bearer, ClaimRow, Days, Party, ReportHit, StoryRow, Totals
from dateline.store.telling import NO_DAY, ROLES

PASSAGE = 18  # words of a snippet
MARGIN = 400  # characters before and after a claim in which its sentence is looked for
RANKED = 3000  # reports that a search ranks at most: where more hold the words, those that were added last
LOOKED_AT = 200  # reports, the best first, in which a search for claims looks for them

_CLAIMS = f"""SELECT claim.id, claim.key, claim.kind, told.day, report.key AS report, report.outlet,
  outlet.name AS outlet_name, report.day AS published, report.url, story.key AS story, entry.key AS entry,
  entry.standing, entry.origins, claim.start, claim.end,
  substr(report.text, claim.start + 1, claim.end - claim.start) AS text,
  substr(report.text, claim.own_start + 1, claim.own_end - claim.own_start) AS own,
  substr(report.text, max(claim.start - {MARGIN}, 0) + 1, claim.end - claim.start + 2 * {MARGIN}) AS sentence,
  claim.factuality, claim.topic, claim.mode, claim.first, claim.last, claim.value, claim.low, claim.high, claim.bound,
  claim.unit, claim.words, claim.change
  FROM claim JOIN told ON told.claim = claim.id JOIN entry ON entry.id = told.entry JOIN story ON story.id = entry.story
  JOIN report ON report.id = claim.report JOIN outlet ON outlet.key = report.outlet"""
_WORD = re.compile(r"\w+", re.UNICODE)
_TERM = re.compile(r'"([^"]*)"|(\S+)')


def _numbers(days: Days) -> tuple[int, int]:
    """The first and last day as the file numbers them; without any bound also what has no day."""
    first = days.since.toordinal() if days.since else (NO_DAY + 1 if days.until else NO_DAY)
    return first, days.until.toordinal() if days.until else dt.date.max.toordinal()


def totals(connection: sqlite3.Connection) -> Totals:
    """How much is held."""
    counts = [
        connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
        for what in (
            "report",
            "outlet",
            "claim",
            "story",
            "entry",
            "entry WHERE standing = 'conflicting'",
            "skipped",
            "judged",
            "fresh",
        )
    ]
    return Totals(*counts)


_STORIES = "SELECT key, label, first, last, reports, outlets, agreed, compatible, conflicting, single FROM story"


def list_stories(connection: sqlite3.Connection, days: Days, limit: int, offset: int) -> list[StoryRow]:
    """The stories told in ``days``, the latest first; those without a day last."""
    where, values = _told_in(days)
    found = connection.execute(
        f"{_STORIES} {where} ORDER BY first DESC, key LIMIT ? OFFSET ?", (*values, limit, offset)
    )
    return [_story_row(*row) for row in found]


def rows_of(connection: sqlite3.Connection, stories: Sequence[str]) -> list[StoryRow]:
    """The rows of ``stories``."""
    return [
        _story_row(*row)
        for some in chunks(stories)
        for row in connection.execute(f"{_STORIES} WHERE key IN ({marks(some)}) ORDER BY key", some)
    ]


def _told_in(days: Days) -> tuple[str, list[str]]:
    """The stories told between two days, as a condition and its values."""
    if not (days.since or days.until):
        return "", []
    return "WHERE last >= ? AND first <= ?", [
        (days.since or dt.date.min).isoformat(),
        (days.until or dt.date.max).isoformat(),
    ]


def _story_row(key: str, label: str, first: str | None, last: str | None, *counts: int) -> StoryRow:
    return StoryRow(key, label, day(first), day(last), *counts)


def day(text: str | None) -> dt.date | None:
    """The day of an ISO date."""
    return dt.date.fromisoformat(text) if text else None


# ── search ───────────────────────────────────────────────────────────────────────────────────────


def search_reports(connection: sqlite3.Connection, words: str, limit: int, offset: int) -> list[ReportHit]:
    """The reports that hold all ``words``, the best first."""
    sought = expression(words)
    if not sought:
        return []
    best = _best(connection, sought, limit, offset)
    found = connection.execute(
        f"""SELECT search.rowid, report.key, outlet, outlet.name, report.day, title, report.url, home.story,
        snippet(search, 0, '', '', '…', {PASSAGE}) FROM search JOIN report ON report.id = search.rowid
        JOIN outlet ON outlet.key = report.outlet LEFT JOIN home ON home.report = report.id
        WHERE search MATCH ? AND search.rowid IN ({marks(best)})""",
        (sought, *best),
    )
    hits = {row: ReportHit(key, outlet, name, day(when), *rest) for row, key, outlet, name, when, *rest in found}
    return [hits[row] for row in best]


def _best(connection: sqlite3.Connection, sought: str, limit: int, offset: int = 0) -> list[int]:
    """The rows of the reports that hold what is sought, the best first.

    To rank a word that most reports hold would take as long as to read them: where more than ``RANKED`` hold it, those
    that were added last are ranked.
    """
    since = connection.execute(
        "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?", (sought, RANKED)
    ).fetchone()
    found = connection.execute(
        "SELECT rowid FROM search WHERE search MATCH ? AND rowid >= ? ORDER BY rank LIMIT ? OFFSET ?",
        (sought, since[0] if since else 0, limit, offset),
    )
    return [row for (row,) in found]


def search_claims(connection: sqlite3.Connection, words: str, limit: int) -> list[ClaimRow]:
    """The claims whose words hold all ``words``, in the order of their reports, the best first."""
    sought = expression(words)
    terms = [_plain_words(phrase) for phrase in _phrases(words)]
    if not sought:
        return []
    found: list[int] = []
    for report in _best(connection, sought, LOOKED_AT):
        claims = connection.execute(
            """SELECT claim.id, substr(report.text, start + 1, end - start) FROM claim
            JOIN report ON report.id = claim.report WHERE claim.report = ? ORDER BY start, claim.key""",
            (report,),
        )
        found += [row for row, text in claims if _holds(text, terms)]
        if len(found) >= limit:
            break
    return claims_of(connection, found[:limit])


def expression(words: str) -> str:
    """What a person types as an FTS5 query: every word or "quoted phrase" must be there, ``word*`` begins with it.

    Nothing in it is read as an operator.
    """
    terms = []
    for phrase in _phrases(words):
        inner = " ".join(_WORD.findall(phrase))
        if inner:
            terms.append(f'"{inner}"' + ("*" if phrase.endswith("*") else ""))
    return " ".join(terms)


def _phrases(words: str) -> list[str]:
    return [quoted or word for quoted, word in _TERM.findall(words) if quoted or word]


def _plain_words(text: str) -> str:
    return f" {' '.join(_WORD.findall(plain(text)))} "


def _holds(text: str, terms: Iterable[str]) -> bool:
    within = _plain_words(text)
    return all(term in within or (term.strip() and f" {term.strip()}" in within) for term in terms)


# ── who ──────────────────────────────────────────────────────────────────────────────────────────


def find(connection: sqlite3.Connection, name: str) -> list[Bearer]:
    """Who bears ``name``: whole, as a surname, another form of it, or a country's code. The most told first."""
    found = connection.execute(
        """SELECT DISTINCT who.id, who.name, who.plain, who.type, who.country, who.apart FROM name
        JOIN who ON who.id = name.who WHERE name.key = ?""",
        (plain(name),),
    ).fetchall()
    groups: dict[tuple[str, str, str, str], list[tuple[int, str]]] = defaultdict(list)
    countries: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, _, own, kind, country, _ in found:
        countries[kind, own] |= {country} - {""}
    for row, shown, own, kind, country, apart in found:
        only = countries[kind, own]
        place = country or (next(iter(only)) if len(only) == 1 and kind != "organization" else "")
        groups[kind, own, place, apart].append((row, shown))
    bearers = [_bearer(connection, kind, place, rows) for (kind, _, place, _), rows in groups.items()]
    return sorted(bearers, key=lambda bearer: (-bearer.claims, bearer.name, bearer.type, bearer.country or ""))


def _bearer(connection: sqlite3.Connection, kind: str, country: str, rows: Sequence[tuple[int, str]]) -> Bearer:
    keys = tuple(sorted(row for row, _ in rows))
    stories, claims = connection.execute(
        f"SELECT count(DISTINCT story), sum(claims) FROM part WHERE who IN ({marks(keys)})", keys
    ).fetchone()
    days = [_ends(connection, key) for key in keys]
    first = min((pair[0] for pair in days if pair[0]), default=None)
    last = max((pair[1] for pair in days if pair[1]), default=None)
    return Bearer(
        name=min((shown for _, shown in rows)),
        type=kind,
        country=country or None,
        claims=claims,
        stories=stories,
        first=dt.date.fromordinal(first) if first else None,
        last=dt.date.fromordinal(last) if last else None,
        keys=keys,
    )


def _ends(connection: sqlite3.Connection, who: int) -> tuple[int | None, int | None]:
    """The first and the last known day on which somebody is told of."""
    row = connection.execute(
        f"SELECT (SELECT min(day) FROM party WHERE who = ?1 AND day > {NO_DAY}), "
        f"(SELECT max(day) FROM party WHERE who = ?1 AND day > {NO_DAY})",
        (who,),
    ).fetchone()
    return row[0], row[1]


# ── claims ───────────────────────────────────────────────────────────────────────────────────────


def of_bearer(
    connection: sqlite3.Connection, bearer: Bearer, roles: Sequence[str], kinds: Sequence[str], days: Days, limit: int
) -> list[int]:
    """The rows of the claims in which ``bearer`` has one of ``roles``, the latest first."""
    parts = [ROLES.index(role) for role in roles or ROLES]
    found = connection.execute(
        f"""SELECT DISTINCT party.claim, party.day FROM party {"JOIN claim ON claim.id = party.claim" if kinds else ""}
        WHERE who IN ({marks(bearer.keys)}) AND role IN ({marks(parts)}) AND day BETWEEN ? AND ?
        {f"AND claim.kind IN ({marks(kinds)})" if kinds else ""} ORDER BY day DESC, claim DESC LIMIT ?""",
        (*bearer.keys, *parts, *_numbers(days), *kinds, limit),
    )
    return [claim for claim, _ in found]


def between_states(
    connection: sqlite3.Connection, one: str, other: str, kinds: Sequence[str], days: Days, limit: int
) -> list[int]:
    """The rows of the claims in which two countries take part, the latest first."""
    first, second = sorted((one, other))
    join = f"JOIN claim ON claim.id = dyad.claim AND claim.kind IN ({marks(kinds)})" if kinds else ""
    found = connection.execute(
        f"""SELECT dyad.claim FROM dyad {join} WHERE one = ? AND other = ? AND day BETWEEN ? AND ?
        ORDER BY day DESC, dyad.claim DESC LIMIT ?""",
        (*kinds, first, second, *_numbers(days), limit),
    )
    return [claim for (claim,) in found]


def between_bearers(
    connection: sqlite3.Connection, one: Bearer, other: Bearer, kinds: Sequence[str], days: Days, limit: int
) -> list[int]:
    """The rows of the claims in which both take part, the latest first; looked up from the one told of less."""
    rare, common = sorted((one, other), key=lambda bearer: bearer.claims)
    join = f"JOIN claim ON claim.id = mine.claim AND claim.kind IN ({marks(kinds)})" if kinds else ""
    found = connection.execute(
        f"""SELECT DISTINCT mine.claim, mine.day FROM party AS mine {join} WHERE mine.who IN ({marks(rare.keys)})
        AND mine.day BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM party AS yours WHERE yours.claim = mine.claim
        AND yours.who IN ({marks(common.keys)})) ORDER BY mine.day DESC, mine.claim DESC LIMIT ?""",
        (*kinds, *rare.keys, *_numbers(days), *common.keys, limit),
    )
    return [claim for claim, _ in found]


def figures_of_state(
    connection: sqlite3.Connection, country: str, measure: str | None, days: Days, limit: int
) -> list[int]:
    """The rows of the figures of ``measure`` (all without one) in which a country takes part, the latest first.

    Without a country (an empty one) those about anybody.
    """
    found = [
        row
        for topic in ((measure,) if measure else get_args(MeasureKind))
        for row in connection.execute(
            """SELECT day, claim FROM measured WHERE country = ? AND topic = ? AND day BETWEEN ? AND ?
            ORDER BY day DESC, claim DESC LIMIT ?""",
            (country, topic, *_numbers(days), limit),
        )
    ]
    return [claim for _, claim in sorted(found, reverse=True)[:limit]]


def figures_of(
    connection: sqlite3.Connection, bearer: Bearer, measure: str | None, days: Days, limit: int
) -> list[int]:
    """The rows of the figures of ``measure`` (all without one) about ``bearer``, the latest first."""
    parts = [ROLES.index(role) for role in ("of", "from", "to")]
    found = connection.execute(
        f"""SELECT DISTINCT party.claim, day FROM party JOIN claim ON claim.id = party.claim
        WHERE who IN ({marks(bearer.keys)}) AND role IN ({marks(parts)}) AND day BETWEEN ? AND ? AND kind = 'figure'
        {"AND topic = ?" if measure else ""} ORDER BY day DESC, party.claim DESC LIMIT ?""",
        (*bearer.keys, *parts, *_numbers(days), *((measure,) if measure else ()), limit),
    )
    return [claim for claim, _ in found]


def claims_of(connection: sqlite3.Connection, rows: Sequence[int]) -> list[ClaimRow]:
    """The claims in the order of ``rows``."""
    if not rows:
        return []
    cursor = connection.execute(f"{_CLAIMS} WHERE claim.id IN ({marks(rows)})", rows)
    names = [column[0] for column in cursor.description]
    found = {values[0]: dict(zip(names, values, strict=True)) for values in cursor}
    parties = _parties(connection, rows)
    return [_claim_row(found[row], parties[row]) for row in rows if row in found]


def _claim_row(found: Mapping[str, object], parties: Sequence[Party]) -> ClaimRow:
    values = dict(found)
    del values["id"]
    ordinal = values.pop("day")
    values["sentence"] = _sentence(values)
    return ClaimRow(
        id=values.pop("key"),  # type: ignore[arg-type]
        day=dt.date.fromordinal(ordinal) if isinstance(ordinal, int) and ordinal else None,
        published=day(values.pop("published")),  # type: ignore[arg-type]
        when_from=day(values.pop("first")),  # type: ignore[arg-type]
        when_to=day(values.pop("last")),  # type: ignore[arg-type]
        value=_decimal(values.pop("value")),
        low=_decimal(values.pop("low")),
        high=_decimal(values.pop("high")),
        parties=tuple(parties),
        **values,  # type: ignore[arg-type]
    )


def _sentence(values: Mapping[str, object]) -> str:
    """The sentence or sentences that hold the words of a claim, of those and what stands around them."""
    around, text, start = str(values["sentence"]), str(values["text"]), values["start"]
    first = min(int(start), MARGIN) if isinstance(start, int) else 0
    begin, end = wording.sentence(around, first, first + len(text))
    return wording.flat(around[begin:end])


def _decimal(value: object) -> Decimal | None:
    return Decimal(value) if isinstance(value, str) else None


def _parties(connection: sqlite3.Connection, rows: Sequence[int]) -> Mapping[int, list[Party]]:
    found = connection.execute(
        f"""SELECT party.claim, party.role, who.name, who.type, who.country FROM party JOIN who ON who.id = party.who
        WHERE party.claim IN ({marks(rows)}) ORDER BY party.claim, party.role, who.plain, who.country""",
        rows,
    )
    parties: dict[int, list[Party]] = defaultdict(list)
    for claim, role, name, kind, country in found:
        parties[claim].append(Party(ROLES[role], name, kind, country or None))
    return parties


def story_keys(connection: sqlite3.Connection, days: Days) -> Iterator[str]:
    """The ids of the stories told in ``days`` by their first day; those without a day last."""
    where, values = _told_in(days)
    keys = connection.execute(f"SELECT key FROM story {where} ORDER BY first IS NULL, first, key", values).fetchall()
    yield from (key for (key,) in keys)
