"""The fields of a report under the keys that formats and crawlers give them (``data/fields.toml``)."""

from __future__ import annotations

import datetime as dt
import functools
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import lxml.html
import msgspec
from lxml import etree

from dateline import lexicon
from dateline.ingest.draft import Draft, Link, skipped
from dateline.model import Notice, Skipped

_FRAGMENT = re.compile(
    r"</?(?:p|div|br|span|a|em|strong|b|i|ul|ol|li|h[1-6]|blockquote|figure)\b[^<>]*>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d?);")
_BLOCK = re.compile(r"p|div|br|li|ul|ol|h[1-6]|blockquote|fig(?:ure|caption)|tr|section|article|pre")
_UNREAD = frozenset({"script", "style", "noscript", "template", "svg", "iframe", "head"})


class Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For each field of a report, the keys that may hold it, the most telling first."""

    text: tuple[str, ...]
    title: tuple[str, ...]
    url: tuple[str, ...]
    published: tuple[str, ...]
    authors: tuple[str, ...]
    outlet: tuple[str, ...]
    agency: tuple[str, ...]
    updated: tuple[str, ...]
    correction: tuple[str, ...]
    status: tuple[str, ...]


class _Table(Fields, frozen=True, forbid_unknown_fields=True):
    """``data/fields.toml``; ``withdrawn`` are the values of ``status`` that withdraw a report."""

    withdrawn: frozenset[str]


@functools.cache
def _table() -> _Table:
    return lexicon.load_table("fields.toml", _Table)


def make_draft(story: Mapping[str, Any], ref: str, mapping: Mapping[str, str]) -> Draft:
    """The report in ``story``; ``mapping`` (field → key) goes before the known keys. Its text may be empty."""

    def get(field: str) -> list[str]:
        keys = (mapping[field],) if field in mapping else getattr(_table(), field)
        return next((words for key in keys if (words := list(_texts(_at(story, key))))), [])

    title, published = get("title"), get("published")
    return Draft(
        ref=ref,
        text=plain_text("\n\n".join(get("text"))),
        title=plain_text(title[0]).replace("\n", " ") if title else None,
        outlet=next(iter(get("outlet")), None),
        url=next((url for url in get("url") if "://" in url), None),
        published=published[0] if published else None,
        authors=tuple(get("authors")),
        agency=next(iter(get("agency")), None),
        updated=next(iter(get("updated")), None),
        guid=next((uri for uri in _texts(story.get("uri")) if uri.startswith(("urn:", "tag:"))), None),
        notices=tuple(_notices(get("correction"), get("status"))),
    )


def _notices(corrections: list[str], status: list[str]) -> Iterator[Notice]:
    for words in corrections:
        yield Notice(kind="correction", text=" ".join(plain_text(words).split()))
    yield from withdrawal(next(iter(status), ""))


def withdrawal(status: str) -> Iterator[Notice]:
    """The notice in what a source says of a report's standing ("canceled", "stat:canceled"): one, or none."""
    if status.strip().lower().rpartition(":")[2] in _table().withdrawn:
        yield Notice(kind="withdrawal", text=status.strip())


def make_row(row: Mapping[str, Any], ref: str, mapping: Mapping[str, str]) -> Draft | Link | Skipped:
    """The report in a row of a table; a link where the row has an address and no text."""
    draft = make_draft(row, ref, mapping)
    if draft.text:
        return draft
    if draft.url:
        return Link(ref, draft.url, draft)
    return skipped(ref, "no text of a report in the row. Name its column in dateline.toml: fields.text.")


def columns(names: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """Those of ``names`` that may hold a field of a report."""
    keys = [key for field in Fields.__struct_fields__ for key in getattr(_table(), field)] + list(mapping.values())
    wanted = {*keys, *(key.split(".")[0] for key in keys)}
    return [name for name in names if name in wanted]


def _at(value: Any, key: str) -> Any:
    """What lies under a key: one that is there as it stands, or a dotted one; a list is entered at its first item."""
    if isinstance(value, Mapping) and key in value:
        return value[key]
    for part in key.split("."):
        if isinstance(value, list):
            value = value[0] if value else None
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def _texts(value: Any) -> Iterator[str]:
    """The words in a value: itself, the items of a list, the ``name`` of an object. Others have none."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, bool):
        return
    elif isinstance(value, int | float | Decimal | dt.date):  # the last two of Parquet; a moment is a date too
        yield str(value)
    elif isinstance(value, list):
        for item in value[:100]:
            if not isinstance(item, list):
                yield from _texts(item)
    elif isinstance(value, Mapping):
        yield from _texts(
            next((value[key] for key in ("name", "@value", "value", "@id") if isinstance(value.get(key), str)), None)
        )


def plain_text(words: str) -> str:
    """``words`` without the mark-up of an HTML fragment; blocks become lines. Text without mark-up stays as it is."""
    if not _FRAGMENT.search(words):
        return html.unescape(words) if _ENTITY.search(words) else words
    try:
        tree = lxml.html.fragment_fromstring(words, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return words
    parts: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        block = isinstance(element.tag, str) and bool(_BLOCK.fullmatch(element.tag))
        unread = not isinstance(element.tag, str) or element.tag in _UNREAD
        if event == "start":
            parts += ["\n" if block else "", "" if unread else " ".join((element.text or "").split("\n"))]
        else:
            parts += ["\n" if block else "", " ".join((element.tail or "").split("\n"))]
    return re.sub(r"\s*\n\s*", "\n\n", "".join(parts)).strip()
