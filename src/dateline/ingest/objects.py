"""JSON and JSON Lines: one report an object, or a list of them, under any of the keys of ``data/fields.toml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft, Link, skipped
from dateline.ingest.fields import make_draft
from dateline.ingest.raw import decode, read_all
from dateline.model import Skipped

_LISTS = ("articles", "items", "results", "docs", "documents", "reports", "stories", "data", "@graph")
_KEYS_SHOWN = 8


def read_json(file: BinaryIO, ref: str, mapping: Mapping[str, str]) -> Iterator[Draft | Link | Skipped]:
    """The reports of a JSON file: one object, a list, or an object with a list of them in it."""
    text = decode(read_all(file))
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        if _is_lines(text):
            yield from _each_line(text.encode().splitlines(), ref, mapping)
            return
        raise UnreadableError(f"broken JSON: {error}. Mend the file, or give one object a line as .jsonl.") from error
    stories = _stories(value)
    for number, story in enumerate(stories, start=1):
        yield _draft(story, ref if len(stories) == 1 else f"{ref}#{number}", mapping)


def read_lines(file: BinaryIO, ref: str, mapping: Mapping[str, str]) -> Iterator[Draft | Link | Skipped]:
    """The reports of a JSON Lines file, one at a time; a broken or endless line is skipped and the next one read."""
    yield from _each_line(_bounded_lines(file), ref, mapping)


def read_stretch(file: BinaryIO, ref: str, mapping: Mapping[str, str], first: int) -> Iterator[Draft | Link | Skipped]:
    """The same for some lines of a file, of which the first is its line number ``first``: none need be filled."""
    yield from _each_line(_bounded_lines(file), ref, mapping, first)


def _each_line(
    lines: Iterator[bytes | None] | list[bytes], ref: str, mapping: Mapping[str, str], first: int | None = None
) -> Iterator[Draft | Link | Skipped]:
    empty = first is None
    for number, line in enumerate(lines, start=first or 1):
        here = f"{ref}:{number}"
        if line is None:
            empty = False
            yield skipped(here, f"the line is longer than {limits.LINE_BYTES // 2**20} MB. Give one report a line.")
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            empty = False
            try:
                story = msgspec.json.decode(decode(line))
            except (msgspec.DecodeError, RecursionError, UnreadableError) as error:
                yield skipped(here, f"broken JSON: {error}. Mend the line.")
                continue
            yield _draft(story, here, mapping)
    if empty:
        raise UnreadableError("the file is empty. Give one JSON object a line.")


def _bounded_lines(file: BinaryIO) -> Iterator[bytes | None]:
    """The lines of ``file``; none for one above the bound, of which no more than the bound is held."""
    while line := file.readline(limits.LINE_BYTES + 1):
        if len(line) <= limits.LINE_BYTES:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(limits.LINE_BYTES)
        yield None


def _is_lines(text: str) -> bool:
    """Whether a .json file holds JSON Lines: its first two lines are objects."""
    lines = [line for line in text[: limits.SAMPLE_BYTES].splitlines() if line.strip()]
    return len(lines) > 1 and lines[0].startswith("{") and lines[0].rstrip().endswith("}") and lines[1].startswith("{")


def _stories(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        inner = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
        return inner if inner is not None and not isinstance(value.get("text"), str) else [value]
    return value if isinstance(value, list) else [value]


def _draft(story: Any, ref: str, mapping: Mapping[str, str]) -> Draft | Link | Skipped:
    if not isinstance(story, Mapping):
        return skipped(ref, f"a JSON {_kind(story)} is no report. Give an object with a text.")
    draft = make_draft(story, ref, mapping)
    if draft.text or draft.notices:
        return draft
    if draft.url:
        return Link(ref, draft.url, draft)
    keys = ", ".join(sorted(map(str, story))[:_KEYS_SHOWN]) or "none"
    return skipped(
        ref, f"no text of a report in the object (its keys: {keys}). Name its key in dateline.toml: fields.text."
    )


def _kind(value: Any) -> str:
    return {list: "list", str: "string", bool: "truth value", type(None): "null"}.get(type(value), "number")
