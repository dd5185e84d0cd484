"""Sources to reports: every path, folder, page or stream becomes ``Item``s, or ``Skipped`` with the reason.

One bad source never stops the others. What is read is bounded: see ``limits`` for the sizes.
"""

from __future__ import annotations

from dateline.ingest.draft import Item
from dateline.ingest.fetch import Fetcher
from dateline.ingest.read import Stretch, files, read

__all__ = ["Fetcher", "Item", "Stretch", "files", "read"]
