"""PDF documents that hold text: pages to paragraphs, without what stands on every page. A scan has no text to read."""

from __future__ import annotations

import itertools
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft
from dateline.ingest.raw import read_all
from dateline.model import Skipped

_FULL = 0.75  # of the usual width of a line: a shorter one that ends a sentence ends a paragraph
_EDGE = 2  # lines at the head and the foot of a page that may stand on every page
_HYPHENED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_ENDED = re.compile(r"[.!?:…][\"”’)\]]*$")


def read_pdf(file: BinaryIO, ref: str, _: Mapping[str, str]) -> Iterator[Draft | Skipped]:
    """The report of a document: its first pages, up to the bounds of pages and time."""
    try:
        import pypdf  # noqa: PLC0415 (an extra)
        import pypdf.errors  # noqa: PLC0415
    except ImportError as error:
        raise UnreadableError("PDF needs pypdf, which is not installed. Run: pip install 'dateline[pdf]'.") from error
    import io  # noqa: PLC0415
    import logging  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every odd object; what matters is told here
    start = time.monotonic()
    try:
        document = pypdf.PdfReader(io.BytesIO(read_all(file)), strict=False)
        if document.is_encrypted and not document.decrypt(""):
            raise UnreadableError("the document is locked with a password. Save it without.")
        count = len(document.pages)
        if count > limits.PDF_PAGES:
            raise UnreadableError(
                f"the document has {count:,} pages, more than {limits.PDF_PAGES}. Give the report's own."
            )
        pages = []
        for page in document.pages:
            pages.append((page.extract_text() or "").splitlines())
            if time.monotonic() - start > limits.PDF_SECONDS:
                raise UnreadableError(
                    f"reading takes longer than {limits.PDF_SECONDS} s. Save the report's words as .txt."
                )
    except UnreadableError:
        raise
    except Exception as error:  # a broken document fails in as many ways as there are objects in it
        what = f"{type(error).__name__}: {str(error)[:120]}"
        raise UnreadableError(f"broken PDF ({what}). Save the report's words as .txt.") from error
    text = "\n\n".join(paragraphs(pages))
    if not text.strip():
        raise UnreadableError("the document holds pictures and no text (a scan?). Recognise its text first.")
    title = " ".join(str((document.metadata and document.metadata.title) or "").split())
    named = bool(title) and " ".join(text.split()).startswith(title)
    yield Draft(ref=ref, text=text.replace(title, "", 1).strip() if named else text, title=title if named else None)


def paragraphs(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """The paragraphs of a document's lines: words divided at a line's end joined, heads and feet of pages left out."""
    edges = Counter(_shape(line) for page in pages for line in {*_inked(page)[:_EDGE], *_inked(page)[-_EDGE:]})
    often = {shape for shape, count in edges.items() if count > max(1, len(pages) // 2)}
    lines = list(
        itertools.chain.from_iterable(
            [line.strip() for line in page if _shape(line) not in often or len(pages) == 1] for page in pages
        )
    )
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[round(0.9 * (len(lengths) - 1))] if lengths else 0
    held = ""
    for line in lines:
        if line:
            held = _joined(held, line)
        short = len(line) < _FULL * width
        if held and (not line or (short and _ENDED.search(line))):
            yield held
            held = ""
    if held:
        yield held


def _inked(page: Sequence[str]) -> list[str]:
    return [line for line in page if line.strip()]


def _shape(line: str) -> str:
    """A line with its numbers made alike: "Page 3 of 9" is the same on every page."""
    return re.sub(r"\d+", "0", " ".join(line.split()).casefold())


def _joined(held: str, line: str) -> str:
    if not held:
        return line
    if _HYPHENED.search(held) and line[:1].islower():
        return held[:-1] + line
    return f"{held} {line}"
