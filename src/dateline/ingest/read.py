"""``read``: goes through sources in order and gives each report once."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft, Item, Link, make_item, skipped
from dateline.ingest.feeds import read_feed
from dateline.ingest.fetch import Fetcher
from dateline.ingest.links import follow, is_address, settle
from dateline.ingest.mail import read_mail, read_mailbox
from dateline.ingest.objects import read_json, read_lines, read_stretch
from dateline.ingest.page import looks_like_page, read_page
from dateline.ingest.parquet import read_parquet
from dateline.ingest.pdf import read_pdf
from dateline.ingest.raw import STDIN, decode, open_source, open_stretch, read_all
from dateline.ingest.tables import read_addresses, read_table
from dateline.ingest.warc import read_archive
from dateline.model import Skipped
from dateline.settings import Settings

Reader = Callable[[BinaryIO, str, Mapping[str, str]], Iterator[Draft | Link | Skipped]]


class Stretch(NamedTuple):
    """Some lines of a JSON Lines file that is not packed: bytes ``start`` to ``stop``, from line number ``line`` on."""

    path: str
    start: int
    stop: int
    line: int


def read(
    sources: Iterable[str | Path | Stretch], settings: Settings | None = None, *, fetcher: Fetcher | None = None
) -> Iterator[Item | Skipped]:
    """Each report of ``sources`` once, in order; what cannot be read as ``Skipped``, and the next one is read.

    A source is a file (by its suffix, see ``READERS``; ``.gz`` of each), a folder (recursively, sorted, without hidden
    files), ``-`` for standard input, the address of a page, feed or sitemap, or a ``Stretch``. Addresses, and those
    that feeds and tables hold in place of texts, are fetched where there is a ``fetcher``. Reports of one outlet with
    the same text are one report.
    """
    settings = settings or Settings()
    seen: set[str] = set()
    for found in files(sources):
        for item in [found] if isinstance(found, Skipped) else _items(found, settings, fetcher):
            if isinstance(item, Skipped):
                yield item
            elif item.report.id not in seen:
                seen.add(item.report.id)
                yield item


def files(sources: Iterable[str | Path | Stretch]) -> Iterator[str | Stretch | Skipped]:
    """The files of ``sources``, those of folders too, in the order in which ``read`` reads them."""
    for source in sources:
        if isinstance(source, Stretch):
            yield source
        else:
            yield from _files(str(source))


def _items(source: str | Stretch, settings: Settings, fetcher: Fetcher | None) -> Iterator[Item | Skipped]:
    """The reports of one source, and what of it cannot be read; those behind its links come last."""
    path = source.path if isinstance(source, Stretch) else source
    links: list[Link] = []
    try:
        for found in _found(source, settings):
            draft = settle(found) if isinstance(found, Link) and fetcher is None else found
            if isinstance(draft, Link):
                links.append(draft)
            else:
                yield draft if isinstance(draft, Skipped) else _item(draft, path, settings)
    except UnreadableError as error:
        yield skipped(path, str(error))
    if links and fetcher is not None:
        for draft in follow(links, fetcher, settings.fields):
            yield draft if isinstance(draft, Skipped) else _item(draft, path, settings)


def _found(source: str | Stretch, settings: Settings) -> Iterator[Draft | Link | Skipped]:
    if isinstance(source, Stretch):
        return _lines(source, settings)
    return iter([Link(source, source)]) if is_address(source) else _drafts(source, settings)


def _item(draft: Draft, path: str, settings: Settings) -> Item | Skipped:
    try:
        return make_item(draft, None if path == STDIN or is_address(path) else path, settings)
    except UnreadableError as error:
        return skipped(draft.ref, str(error))


def _drafts(path: str, settings: Settings) -> Iterator[Draft | Link | Skipped]:
    reader = READERS.get(kind_of(path)[0], _read_any)
    with open_source(path, mend=reader is read_archive) as file:
        yield from reader(file, path, settings.fields)


def _lines(stretch: Stretch, settings: Settings) -> Iterator[Draft | Link | Skipped]:
    with open_stretch(stretch.path, stretch.start, stretch.stop) as file:
        yield from read_stretch(file, stretch.path, settings.fields, stretch.line)


def kind_of(path: str | Path) -> tuple[str, bool]:
    """The suffix that says what a file is, that before ``.gz`` where it is packed; and whether it is."""
    file = Path(str(path).lower())
    return (Path(file.stem).suffix, True) if file.suffix == ".gz" else (file.suffix, False)


def holds_many(path: str | Path) -> bool:
    """Whether a file of that name may hold any number of reports; one in JSON mostly holds one."""
    return kind_of(path)[0] in READERS.keys() - ALONE - {".json"}


# ── one file ─────────────────────────────────────────────────────────────────────────────────────


def _read_any(file: BinaryIO, ref: str, mapping: Mapping[str, str]) -> Iterator[Draft | Link | Skipped]:
    """A text of any kind, told by its beginning: a page, JSON, JSON Lines, addresses one a line, or plain text."""
    text = decode(read_all(file))
    head = text[:1000].lstrip("\ufeff \t\r\n")
    if looks_like_page(text):
        yield read_page(text, ref)
    elif head.startswith(("{", "[{", "[\n")):
        yield from read_json(BytesIO(text.encode()), ref, mapping)
    elif all(is_address(line.strip()) for line in head.split()[:2]) and head:
        yield from read_addresses(text.splitlines(), ref)
    else:
        yield Draft(ref=ref, text=text)


def _read_html(file: BinaryIO, ref: str, _: Mapping[str, str]) -> Iterator[Draft | Skipped]:
    yield read_page(decode(read_all(file)), ref)


READERS: dict[str, Reader] = {
    "": _read_any,
    ".txt": _read_any,
    ".text": _read_any,
    ".html": _read_html,
    ".htm": _read_html,
    ".xhtml": _read_html,
    ".json": read_json,
    ".jsonl": read_lines,
    ".ndjson": read_lines,
    ".csv": read_table,
    ".tsv": read_table,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
    ".parquet": read_parquet,
    ".pdf": read_pdf,
    ".eml": read_mail,
    ".mbox": read_mailbox,
    ".warc": read_archive,
    ".wet": read_archive,
}
"""What reads which suffix; a file of another one is only read where it is named itself, and as plain text or a page."""
ALONE = frozenset({"", ".txt", ".text", ".html", ".htm", ".xhtml", ".eml", ".pdf"})
"""Suffixes of files that hold one report."""
LINES = frozenset({".jsonl", ".ndjson"})
"""Suffixes of files that hold a report a line."""


# ── folders ──────────────────────────────────────────────────────────────────────────────────────


def _files(source: str) -> Iterator[str | Skipped]:
    """The files of a source: itself, or those of a folder."""
    if not source:
        yield skipped("“”", "a name is empty, as of a shell variable that is not set. Name a file or a folder.")
        return
    if source == STDIN or not os.path.isdir(source):
        yield source
        return
    empty = True
    for found in _walk(source, frozenset(), 0):
        empty = False
        yield found
    if empty:
        yield skipped(source, "the folder holds no reports. Put .txt, .html, .json or .jsonl files in it.")


def _walk(folder: str, above: frozenset[tuple[int, int]], depth: int) -> Iterator[str | Skipped]:
    """The files below ``folder``, sorted by name; ``above`` are the folders that lead here, by device and inode."""
    try:
        here = os.stat(folder)
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield skipped(folder, f"the folder cannot be opened: {error.strerror}. Check its permissions.")
        return
    identity = (here.st_dev, here.st_ino)
    if identity in above or depth > limits.FOLDER_DEPTH:
        yield skipped(folder, "the symbolic link leads back to a folder above it. Remove the link.")
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _is_folder(entry):
            yield from _walk(entry.path, above | {identity}, depth + 1)
        else:
            yield _listed(entry)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself; ``_listed`` says so
        return False


def _listed(entry: os.DirEntry[str]) -> str | Skipped:
    """A file of a folder, where its suffix is one that is read."""
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        return skipped(entry.path, f"cannot be opened: {error.strerror}. Check the link and its permissions.")
    if not stat.S_ISREG(mode):
        return skipped(entry.path, "neither a file nor a folder (a device, pipe or socket). Leave it out.")
    suffix, _ = kind_of(entry.name)
    if suffix not in READERS or not suffix:
        known = ", ".join(sorted(filter(None, READERS)))
        return skipped(
            entry.path,
            f"no reader for {suffix or 'a file without suffix'}. Give one of {known}, or name the file itself.",
        )
    return entry.path
