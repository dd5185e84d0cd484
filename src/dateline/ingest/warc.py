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
from dateline.ingest.raw import Unpacked, decode
from dateline.model import Skipped

_READ = ("response", "resource", "conversion")  # the others describe the crawl: warcinfo, request, metadata, revisit
_NEXT = re.compile(rb"(?:^|\r\n)(?=WARC/1\.[01]\r\n)")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = re.compile(rb"\r\n\r\n(?=WARC/1\.[01]\r\n)")
_HEAD_BYTES = 16  # of that expression with what it looks ahead to
_LENGTH = re.compile(r"[0-9]{1,15}")
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

    def skip(self, size: int) -> bool:
        """Go past ``size`` bytes without holding them; stop and say so where another record begins among them."""
        tail = b""
        while size > 0 and (taken := self.take(min(size, _CHUNK))):
            size -= len(taken)
            if inside := _HEAD.search(tail + taken):
                self.held = (tail + taken)[inside.end() :] + self.held
                return True
            tail = (tail + taken)[-_HEAD_BYTES:]
        return False


def read_archive(file: BinaryIO, ref: str, _: Mapping[str, str]) -> Iterator[Draft | Skipped]:
    """The reports of an archive, one record after the other; a bad record is told and the next one read."""
    found = False
    packed = getattr(file, "raw", None)
    problems = packed.problems if isinstance(packed, Unpacked) else []
    for number, record in enumerate(_records(_Tape(file)), start=1):
        found = True
        here = f"{ref}#{number}"
        if isinstance(record, str):
            yield skipped(here, problems.pop(0) if problems else record)
        elif record.headers.get("warc-type") in _READ:
            try:
                yield _draft(record, here)
            except UnreadableError as error:
                yield skipped(f"{here} {record.headers.get('warc-target-uri', '')}".strip(), str(error))
        while problems:
            yield skipped(f"{ref}#{number}+", problems.pop(0))
    for problem in problems:
        yield skipped(ref, problem)
    if not found and not problems:
        raise UnreadableError("no WARC record is in the file. Give a WARC or WET archive.")


def _records(tape: _Tape) -> Iterator[_Record | str]:
    """The records, and in place of each that cannot be read the reason."""
    while line := tape.line():
        if not line.startswith(b"WARC/"):
            continue  # blank lines between records, or what a wrong length left over
        headers = _headers(tape)
        told = headers.get("content-length", "none")
        if not _LENGTH.fullmatch(told):
            yield f"the record has no usable length ({told[:40]!r}). It was passed over."
            continue
        length = int(told)
        if length > limits.LINE_BYTES:
            early = tape.skip(length)
            more = "and runs into the next one" if early else f"more than {limits.LINE_BYTES:,}, the bound"
            yield f"the record has {length:,} bytes, {more}. It was passed over."
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
    content = tape.take(length)
    after = tape.take(4)
    rest = after.strip(b"\r\n")
    whole = len(content) == length and b"WARC".startswith(rest)
    tape.held = after + tape.held
    if whole:
        return _Record(headers, content)
    if inside := _NEXT.search(content + after):
        tape.held = content[inside.end() :] + tape.held
        return "the length of the record runs into the next one. It was passed over."
    if len(content) < length:
        return f"the record is cut off after {len(content):,} of {length:,} bytes. It was passed over."
    return f"the record goes on after the {length:,} bytes of its length. It was passed over."


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
