"""WARC and WET archives (ISO 28500): the pages of ``response`` and ``resource`` records, the texts of ``conversion``.

Read here and not by a library because an archive must be read past its broken records: a wrong length, a cut-off
record or noise between records costs that record only, and no record is held above the bound.
"""

from __future__ import annotations

import datetime as dt
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft, skipped
from dateline.ingest.page import looks_like_page, read_page
from dateline.ingest.raw import decode
from dateline.model import Skipped

_READ = ("response", "resource", "conversion")  # the others describe the crawl: warcinfo, request, metadata, revisit
_NEXT = re.compile(rb"(?:^|\r\n)(?=WARC/1\.[01]\r\n)")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HEADER_LINES = 200
_LINE = 64 * 1024
_CHUNK = 1024 * 1024


class _Record(NamedTuple):
    headers: dict[str, str]
    content: bytes


@dataclass
class _Tape:
    """A file of which some bytes may be put back."""

    file: BinaryIO
    held: bytes = b""

    def line(self) -> bytes:
        """The next line, at most 64 kB of it; empty at the end."""
        end = self.held.find(b"\n") + 1
        if end or len(self.held) >= _LINE:
            end = end or _LINE
            line, self.held = self.held[:end], self.held[end:]
            return line
        line, self.held = self.held, b""
        return line + self.file.readline(_LINE - len(line))

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes, or what is left."""
        taken, self.held = self.held[:size], self.held[size:]
        return taken + self.file.read(size - len(taken)) if len(taken) < size else taken

    def skip(self, size: int) -> None:
        """Go past ``size`` bytes without holding them."""
        while size > 0 and (gone := self.take(min(size, _CHUNK))):
            size -= len(gone)


def read_archive(file: BinaryIO, ref: str, _: Mapping[str, str]) -> Iterator[Draft | Skipped]:
    """The reports of an archive, one record after the other; a bad record is told and the next one read."""
    found = False
    for number, record in enumerate(_records(_Tape(file)), start=1):
        found = True
        here = f"{ref}#{number}"
        if isinstance(record, str):
            yield skipped(here, record)
        elif record.headers.get("warc-type") in _READ:
            try:
                yield _draft(record, here)
            except UnreadableError as error:
                yield skipped(f"{here} {record.headers.get('warc-target-uri', '')}".strip(), str(error))
    if not found:
        raise UnreadableError("no WARC record is in the file. Give a WARC or WET archive.")


def _records(tape: _Tape) -> Iterator[_Record | str]:
    """The records, and in place of each that cannot be read the reason."""
    while line := tape.line():
        if not line.startswith(b"WARC/"):
            continue  # blank lines between records, or what a wrong length left over
        headers = _headers(tape)
        try:
            length = int(headers["content-length"])
        except (KeyError, ValueError):
            yield f"the record has no usable length ({headers.get('content-length', 'none')!r}). It was passed over."
            continue
        if length > limits.LINE_BYTES:
            tape.skip(length)
            yield f"the record has {length:,} bytes, more than {limits.LINE_BYTES:,}, the bound. It was passed over."
            continue
        yield _content(tape, headers, length)


def _headers(tape: _Tape) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_HEADER_LINES):
        line = tape.line()
        if not line.strip():
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _content(tape: _Tape, headers: dict[str, str], length: int) -> _Record | str:
    """A record's content; where its length runs into the next record, that one is put back."""
    content = tape.take(max(length, 0))
    after = tape.take(4)
    if after.strip(b"\r\n"):
        tape.held = after + tape.held
        if inside := _NEXT.search(content):
            tape.held = content[inside.end() :] + tape.held
            return "the length of the record runs into the next one. It was passed over."
    if len(content) < length:
        if inside := _NEXT.search(content):
            tape.held = content[inside.end() :] + tape.held
        return f"the record is cut off after {len(content):,} of {length:,} bytes. It was passed over."
    return _Record(headers, content)


def _draft(record: _Record, ref: str) -> Draft:
    headers, content = record
    url = headers.get("warc-target-uri", "").strip("<>") or None
    kind = headers.get("content-type", "")
    if kind.startswith("application/http"):
        kind, content = _http(content)
    declared = _CHARSET.search(kind)
    text = decode(content, declared[1] if declared else None)
    if looks_like_page(text) or "html" in kind:
        draft = read_page(text, ref, url)
    elif kind.startswith("text/plain"):
        draft = Draft(ref=ref, text=text, url=url)
    else:
        raise UnreadableError(f"content of type {kind or 'unknown'!r} is no report. Pages and plain text are read.")
    return Draft(**(vars(draft) | {"retrieved": _moment(headers.get("warc-date", ""))}))


def _http(content: bytes) -> tuple[str, bytes]:
    """The type and the unpacked body of an HTTP response."""
    head, _, body = content.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = [*lines[0].split(), "", ""][1]
    if status != "200":
        raise UnreadableError(f"the server answered with status {status or 'none'!r}, not a page. Nothing to cure.")
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    if fields.get("content-encoding", "").lower() in ("gzip", "x-gzip", "deflate"):
        body = _unpacked(body)
    return fields.get("content-type", ""), body


def _unchunked(body: bytes) -> bytes:
    """A chunked body joined; one that is not chunked after all as it is (crawlers often store it joined)."""
    parts: list[bytes] = []
    position = 0
    while True:
        end = body.find(b"\r\n", position, position + 64)
        size = body[position:end].split(b";")[0].strip() if end > 0 else b""
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
            return b"".join(parts) if parts else body
        if not int(size, 16):
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + int(size, 16)])
        position = end + 4 + int(size, 16)


def _unpacked(body: bytes) -> bytes:
    """A gzip or deflate body, up to the bound. A body that is stored unpacked stays as it is."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        unpacked = unpacker.decompress(body, limits.LINE_BYTES)
    except zlib.error:
        return body
    if unpacker.unconsumed_tail:
        raise UnreadableError(f"the page unpacks to more than {limits.LINE_BYTES:,} bytes, the bound. Leave it out.")
    return unpacked


def _moment(value: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None
