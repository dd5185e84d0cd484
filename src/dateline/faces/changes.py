"""What adding reports changed, in a few plain lines: for ``dateline add``, and for who watches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from dateline.store import Added, Changes, EntryRow, Store, StoryRow
from dateline.wording import count, flat, interval, visible

SHOWN = 10  # lines of one kind, unless all are asked for


def summary(kept: Store, added: Added, changes: Changes, *, full: bool = False) -> Iterator[str]:
    """What was read, and what it changed; long lists folded unless ``full``."""
    totals = kept.totals()
    parts = [f"{added.new:,} new", f"{added.known:,} known", f"{len(added.skipped):,} skipped"]
    yield f"{', '.join(parts)}. The record holds {count(totals.reports, 'report')} in {count(totals.stories, 'story')}."
    rows = stories_of(kept, changes)
    fresh = [rows[story] for story in changes.new if story in rows]
    yield from _section("SKIPPED", [f"{skip.ref}: {skip.reason}" for skip in added.skipped], full)
    yield from _section("NEW STORIES", [_story(row) for row in fresh], full)
    yield from _section("NEW CONFLICTS", [entry_line(entry, rows) for entry in changes.conflicts], full)
    yield from _section("FIGURES WITH ANOTHER VALUE", [entry_line(entry, rows) for entry in changes.figures], full)
    old = len([story for story in changes.changed if story in rows])
    if old:
        yield ""
        yield f"{count(old, 'story')} went on."


def stories_of(kept: Store, changes: Changes) -> Mapping[str, StoryRow]:
    """The stories that ``changes`` speaks of, by id."""
    named = {*changes.new, *changes.changed, *(entry.story for entry in (*changes.conflicts, *changes.figures))}
    return {row.id: row for row in kept.story_rows(named)}


def entry_line(entry: EntryRow, stories: Mapping[str, StoryRow]) -> str:
    """An entry in one line: of which story, what, and the values that it has."""
    label = f" ({stories[entry.story].label})" if entry.story in stories else ""
    values = f": {' / '.join(entry.values)}" if entry.values else ""
    return f"{entry.label}{values}{label}"


def _story(row: StoryRow) -> str:
    days = interval(row.first, row.last) or "no day"
    conflicts = f", {count(row.conflicting, 'conflict')}" if row.conflicting else ""
    return f"{row.id}  {row.label} ({days}, {count(row.reports, 'report')}{conflicts})"


def _section(heading: str, lines: Sequence[str], full: bool) -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield heading
    shown: Iterable[str] = lines if full else islice(lines, SHOWN)
    yield from (f"  {visible(flat(line))}" for line in shown)
    if not full and len(lines) > SHOWN:
        yield f"  … and {len(lines) - SHOWN:,} more (--all shows them)"
