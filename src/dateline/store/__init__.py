"""The record on disk: one SQLite file with what reports say, kept once, and what rests on it, made anew by story.

>>> from dateline import store
>>> with store.open("record.db", write=True) as kept:  # doctest: +SKIP
...     kept.add(analyses, run)
...     kept.settle(run)
"""

from __future__ import annotations

from dateline.store.codec import fingerprint
from dateline.store.rows import Added, Bearer, Changes, ClaimRow, Days, EntryRow, Party, ReportHit, StoryRow, Totals
from dateline.store.store import Store, open  # noqa: A004 (read as store.open, like gzip.open)

__all__ = [
    "Added",
    "Bearer",
    "Changes",
    "ClaimRow",
    "Days",
    "EntryRow",
    "Party",
    "ReportHit",
    "Store",
    "StoryRow",
    "Totals",
    "fingerprint",
    "open",
]
