"""Bytes of a file, unpacked within bounds, and as text in the encoding that they are in."""

from __future__ import annotations

import codecs
import io
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from charset_normalizer import from_bytes

from dateline.errors import UnreadableError
from dateline.ingest import limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STDIN = "-"
_GZIP = b"\x1f\x8b"
_MEMBER = b"\x1f\x8b\x08"
_PIECE = 64 * 1024
_MOST_AGAIN = 1024 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"SQLite format 3", "an SQLite file"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "bzip2-packed"),
    (b"\xfd7zXZ", "xz-packed"),
    (b"\x28\xb5\x2f\xfd", "zstandard-packed"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_BUFFER = 1024 * 1024
_LATIN = "cp1252"  # what Western texts are in that are not UTF-8, as the WHATWG encoding standard has it


class Unpacked(io.RawIOBase):
    """The bytes of a gzip file, its members one after the other as one stream, within bounds.

    With ``mend``, what is broken costs its own member: the reason goes to ``problems``, a blank line takes the place of
    what is lost, and reading goes on at the next member. Without, it raises ``UnreadableError``.
    """

    def __init__(self, file: BinaryIO, *, mend: bool = False) -> None:
        super().__init__()
        self._file = file
        self._mend = mend
        self._held = b""
        self._again = 0  # bytes gone back, so that members within members cannot keep it busy for ever
        self._member: Any = None  # zlib gives its decompressor no public type
        self._given = self._taken = self._members = self._start = 0
        self.problems: list[str] = []

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` with unpacked bytes; 0 at the end."""
        while True:
            if self._member is None and not self._next_member():
                return 0
            room = memoryview(buffer).cast("B")
            if piece := self._piece(len(room)):
                room[: len(piece)] = piece
                return len(piece)

    def _next_member(self) -> bool:
        """Begin with the next member, wherever it begins; false where there is none."""
        while True:
            start = self._held.find(_MEMBER)
            if start >= 0:
                self._held = self._held[start:]
                self._start = self._file.tell() - len(self._held)
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
                self._given = self._taken = 0
                self._members += 1
                return True
            more = self._file.read(_PIECE)
            self._held = self._held[1 - len(_MEMBER) :] + more
            if not more:
                if not self._members:
                    self._give_up("no member begins in it")
                return False

    def _piece(self, size: int) -> bytes:
        """Some unpacked bytes of the member; none at its end, where it needs more, and where it is broken."""
        packed = self._held or self._file.read(_PIECE)
        if not packed:
            return self._give_up("ends in the middle")
        try:
            piece: bytes = self._member.decompress(packed, size)
        except zlib.error as error:
            return self._give_up(str(error).partition("while ")[2] or str(error))
        self._held = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
        self._taken += len(packed) - len(self._held)
        self._given += len(piece)
        if self._given > limits.LINE_BYTES and self._given > limits.PACKED_RATIO * self._taken:
            return self._give_up(f"unpacks to more than {limits.PACKED_RATIO} times its size, the bound for a part")
        if self._member.eof:
            self._member = None
        return piece

    def _give_up(self, what: str) -> bytes:
        if not self._mend:
            raise UnreadableError(f"the gzip data is broken ({what}). Pack the file again.")
        if self._member is not None and self._again < _MOST_AGAIN:  # a cut member may have swallowed the next one
            self._again += self._file.tell() - self._start
            self._file.seek(self._start + 1)
            self._held = b""
        self._member = None
        self.problems.append(f"the gzip data of part {self._members} is broken ({what}). It was passed over.")
        return b"\r\n\r\n"


@contextmanager
def open_source(path: str, *, mend: bool = False) -> Iterator[BinaryIO]:
    """The bytes of a path (``-`` is standard input), unpacked where they are gzip. Raises ``UnreadableError``.

    With ``mend``, an ``Unpacked`` file goes on after a broken part.
    """
    try:
        if path == STDIN:
            yield sys.stdin.buffer
            return
        with Path(path).open("rb") as file:
            if file.peek(2)[:2] != _GZIP:
                yield file
                return
            yield io.BufferedReader(Unpacked(file, mend=mend), _PIECE)
    except OSError as error:
        raise UnreadableError(
            f"cannot be opened: {error.strerror or error}. Check the path and its permissions."
        ) from error


@contextmanager
def open_stretch(path: str, start: int, stop: int) -> Iterator[BinaryIO]:
    """The bytes of ``path`` from ``start`` to ``stop``. Raises ``UnreadableError``."""
    try:
        with Path(path).open("rb") as file:
            file.seek(start)
            yield io.BufferedReader(_Bounded(file, stop - start), _BUFFER)
    except OSError as error:
        raise UnreadableError(
            f"cannot be opened: {error.strerror or error}. Check the path and its permissions."
        ) from error


class _Bounded(io.RawIOBase):
    """The next ``left`` bytes of a file."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self._file, self._left = file, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        data = self._file.read(min(self._left, len(memoryview(buffer))))
        memoryview(buffer)[: len(data)] = data
        self._left -= len(data)
        return len(data)


def read_all(file: BinaryIO) -> bytes:
    """All bytes of ``file``. Raises ``UnreadableError`` for an empty file and for one above the bound."""
    raw = file.read(limits.FILE_BYTES + 1)
    if len(raw) > limits.FILE_BYTES:
        raise UnreadableError(
            f"more than {limits.FILE_BYTES // 2**20} MB, the bound for one file. Split it, or give JSONL."
        )
    if not raw.strip(b"\0 \t\r\n\f\v"):
        raise UnreadableError("the file is empty. Save the report's text in it.")
    return raw


def text_lines(file: BinaryIO, endless: str) -> Iterator[str]:
    """The lines of a text of any length, their ends kept; ``endless`` in place of one above the bound of a line.

    A text within the bound of a file is decoded as a whole; of a longer one the beginning tells the encoding. Raises
    ``UnreadableError`` for an empty file and for what is no text.
    """
    head = file.read(limits.FILE_BYTES + 1)
    if len(head) <= limits.FILE_BYTES:
        yield from io.StringIO(decode(read_all(io.BytesIO(head))), newline="")
        return
    sample = head[: limits.SAMPLE_BYTES]
    decode(sample)  # says what is no text
    marked = next((encoding for mark, encoding in _MARKS if sample.startswith(mark)), None)
    rest = io.BufferedReader(_Joined(head, file), _BUFFER)
    text = io.TextIOWrapper(rest, marked or _wide(sample) or _western(sample), errors="replace", newline="")
    first = True
    while line := text.readline(limits.LINE_BYTES):
        whole = len(line) < limits.LINE_BYTES or line.endswith("\n")
        yield (line.removeprefix("\ufeff") if first else line) if whole else endless
        first = False
        while not whole and line and not line.endswith("\n"):
            line = text.readline(limits.LINE_BYTES)


def _western(sample: bytes) -> str:
    """UTF-8 where the sample is, but for a character that its end divides; else Western."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return _LATIN
    return "utf-8"


class _Joined(io.RawIOBase):
    """What was read of a file already, and the rest of it."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head, self._file, self._place = head, file, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer).cast("B")
        data = self._head[self._place : self._place + len(room)] or self._file.read(len(room))
        self._place += len(data)
        if self._place >= len(self._head):
            self._head = b""
        room[: len(data)] = data
        return len(data)


def decode(raw: bytes, declared: str | None = None) -> str:
    """``raw`` as text: by its byte order mark, as UTF-8, as declared, as Western, else by statistics.

    ``declared`` is the encoding that a transport names; a page's own declaration is found. Raises ``UnreadableError``
    for what is no text.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace")
    sample = raw[: limits.SAMPLE_BYTES]
    kind = next((name for magic, name in _KINDS if raw.startswith(magic)), None)
    wide = None if kind else _wide(sample)
    if wide:
        return raw.decode(wide, errors="replace")
    if kind or b"\0" in sample or len(sample.translate(None, _CONTROLS)) < 0.98 * len(sample):
        what = f"the file is {kind}" if kind else "the file is binary, not text"
        raise UnreadableError(f"{what}. Give text, HTML or JSON; save the report's words as one of these.")
    return _decode_text(raw, sample, declared)


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    half = len(sample) // 2
    if half < 4:
        return None
    low, high = sample[1::2].count(0), sample[0::2].count(0)
    if low > 0.7 * half and high < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if high > 0.7 * half and low < 0.05 * half else None


def _decode_text(raw: bytes, sample: bytes, declared: str | None) -> str:
    found = _DECLARED.search(sample[:2048]) if sample.lstrip()[:1] == b"<" else None
    for encoding in ("utf-8", declared, found[1].decode("ascii") if found else None):
        try:
            if encoding:
                return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    foreign = sum(byte > 127 for byte in sample)
    if foreign < 0.05 * len(sample):
        try:
            return raw.decode(_LATIN)
        except UnicodeDecodeError:
            pass
    best = from_bytes(sample).best()
    if best is None:
        raise UnreadableError("the encoding cannot be told. Save the file as UTF-8.")
    return raw.decode(best.encoding, errors="replace")
