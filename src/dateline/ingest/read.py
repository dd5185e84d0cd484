"""``read``: goes through sources in order and gives each report once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
from charset_normalizer import from_bytes

from dateline import lexicon
from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.model import Outlet, Report, Skipped, Time, content_id
from dateline.settings import Settings
from dateline.text import clean

UNKNOWN = Outlet(id="unknown", name="outlet unknown", kind="unknown")


class Item(NamedTuple):
    """A report and the outlet that published it."""

    report: Report
    outlet: Outlet


def read(sources: Iterable[str | Path], settings: Settings | None = None) -> Iterator[Item | Skipped]:
    """Each report of ``sources`` once, in order; what cannot be read as ``Skipped``.

    A source is a file (``.txt``, ``.html``, ``.json``, ``.jsonl``), a folder, or ``-`` for standard input.
    """
    settings = settings or Settings()
    seen: set[str] = set()
    for source in sources:
        for path in _files(source):
            try:
                for item in _read_file(path, settings):
                    if item.report.id not in seen:
                        seen.add(item.report.id)
                        yield item
            except UnreadableError as error:
                yield Skipped(ref=str(path), stage="ingest", reason=str(error))


def _files(source: str | Path) -> Iterator[str | Path]:
    if str(source) == "-" or not Path(source).is_dir():
        yield source
        return
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(names) if not name.startswith("."))


def _read_file(path: str | Path, settings: Settings) -> Iterator[Item]:
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be opened: {error.strerror}. Check the path and its permissions.") from error
    if not raw.strip():
        raise UnreadableError("the file is empty. Save the report's text in it.")
    match = from_bytes(raw).best()
    if b"\0" in raw or match is None:
        raise UnreadableError("the file is not text. Give text, HTML or JSON.")
    text = str(match)
    if Path(path).suffix == ".json":
        for story in _objects(raw):
            yield _from_object(story, path, settings)
    else:
        yield _item(UNKNOWN, text, None, path, settings)


def _objects(raw: bytes) -> list[dict[str, object]]:
    try:
        value = msgspec.json.decode(raw)
    except msgspec.DecodeError as error:
        raise UnreadableError(f"broken JSON: {error}. Mend the file.") from error
    return value if isinstance(value, list) else [value]


def _from_object(story: dict[str, object], path: str | Path, settings: Settings) -> Item:
    domain = str(story.get("outlet") or "unknown")
    outlet = Outlet(id=domain, name=domain) if domain != "unknown" else UNKNOWN
    title = str(story["title"]) if story.get("title") else None
    text = str(story.get("text") or "")
    item = _item(outlet, f"{title}\n\n{text}" if title else text, title, path, settings)
    day = str(story.get("published") or "")[:10]
    time = msgspec.convert({"from": day, "to": day, "grain": "day", "value": day}, Time) if day else None
    report = msgspec.structs.replace(item.report, url=story.get("url"), published=time)
    return Item(report, item.outlet)


def _item(outlet: Outlet, raw: str, title: str | None, path: str | Path, settings: Settings) -> Item:
    cleaned = clean(raw, lexicon.load(settings.language), title=title)
    if len(cleaned.text) > limits.REPORT_CHARACTERS:
        raise UnreadableError(f"{len(cleaned.text):,} characters are more than a report has. Split the file.")
    report = Report(
        id=content_id(outlet.id, cleaned.text),
        outlet=outlet.id,
        text=cleaned.text,
        title=cleaned.title,
        path=str(path),
        language=settings.language,
    )
    return Item(report, outlet)
