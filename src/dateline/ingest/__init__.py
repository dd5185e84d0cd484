"""Sources to reports: every path, folder, page or stream becomes ``Item``s, or ``Skipped`` with the reason.

One bad source never stops the others. What is read is bounded: see ``limits`` for the sizes.
"""

from __future__ import annotations

from dateline.ingest.draft import Item
from dateline.ingest.fetch import Fetcher
from dateline.ingest.read import ALONE, LINES, Stretch, files, holds_many, kind_of, read

__all__ = ["ALONE", "LINES", "Fetcher", "Item", "Stretch", "files", "holds_many", "kind_of", "read"]
