"""Which shards there are: sources cut the same way on every machine and for any number of workers.

A shard is some files, or some lines of a long JSON Lines file. Its id is made of what is read (paths, sizes, times of
change) and of what reads it (version, words, settings), so a shard that is done stays done as long as both stay.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import msgspec

from dateline import ingest, lexicon
from dateline.errors import SettingsError, UnreadableError, UnwritableError
from dateline.ingest import Stretch
from dateline.model import Skipped, content_id
from dateline.settings import Settings

SIZE = 50  # reports of a shard: two seconds of work, which is what a killed worker loses
MANIFEST = "manifest.json"
_SCHEMA: Literal["dateline/shards/1"] = "dateline/shards/1"
_REPORT_BYTES = 4_000  # of a file that may hold many reports, for each: no more than a guess is needed
_PACKED = 4  # how many times as much a packed file holds
_CHUNK = 1 << 20


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file, or the bytes ``start`` to ``stop`` of it, whole lines from line number ``line`` on.

    ``size`` in bytes and ``changed`` in nanoseconds since 1970 tell it from what was called so before; both are absent
    where there is no such file.
    """

    path: str
    size: int | None = None
    changed: int | None = None
    start: int = 0
    stop: int | None = None
    line: int = 1

    @property
    def source(self) -> str | Stretch:
        """What ``ingest.read`` reads."""
        return self.path if self.stop is None else Stretch(self.path, self.start, self.stop, self.line)


class Shard(msgspec.Struct, frozen=True, kw_only=True):
    """What is read at once and written to one file."""

    number: int
    id: str
    parts: tuple[Part, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True, rename={"schema_": "schema"}):
    """All shards of the sources, what reads them, and the sources that cannot be read."""

    schema_: Literal["dateline/shards/1"] = _SCHEMA
    version: str
    lexicon: str
    settings: Settings
    skipped: tuple[Skipped, ...] = ()
    shards: tuple[Shard, ...] = ()


def make_plan(sources: Iterable[str | Path], settings: Settings, size: int = SIZE) -> Plan:
    """The shards of ``sources``, about ``size`` reports each. Raises ``SettingsError`` for standard input."""
    skipped: list[Skipped] = []
    maker = (version("dateline"), lexicon.load(settings.language).digest, msgspec.to_builtins(settings))
    shards = []
    for number, parts in enumerate(_shards(_parts(sources, size, skipped), size)):
        name = content_id(*maker, msgspec.to_builtins(parts))
        shards.append(Shard(number=number, id=name, parts=tuple(parts)))
    return Plan(version=maker[0], lexicon=maker[1], settings=settings, skipped=tuple(skipped), shards=tuple(shards))


def save_plan(plan: Plan, folder: Path) -> Plan:
    """Write ``plan`` into ``folder``, or find it there. Raises ``SettingsError`` where another one is there."""
    if is_plan(folder):
        if load_plan(folder) != plan:
            raise SettingsError(
                f"{folder} holds shards of other sources or settings, of another size, or of another version. "
                "Name an empty folder, or remove it."
            )
        return plan
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(plan), indent=1))
    except OSError as error:
        raise UnwritableError(f"{folder}: cannot be written ({error.strerror}). Name a writable folder.") from error
    return plan


def is_plan(folder: str | Path) -> bool:
    """Whether ``folder`` holds shards."""
    try:
        with (Path(folder) / MANIFEST).open("rb") as file:
            return _SCHEMA.rpartition("/")[0].encode() in file.read(200)
    except OSError:
        return False


def load_plan(folder: str | Path) -> Plan:
    """The plan of the shards in ``folder``. Raises ``UnreadableError``."""
    try:
        return msgspec.json.decode((Path(folder) / MANIFEST).read_bytes(), type=Plan)
    except OSError as error:
        raise UnreadableError(f"{folder}: {error.strerror}. Name a folder of shards.") from error
    except msgspec.DecodeError as error:
        raise UnreadableError(f"{folder}: no {_SCHEMA} that can be read: {error}. Analyse the sources anew.") from error


def write_whole(path: Path, data: bytes) -> None:
    """``data`` as the file ``path``: all of it or none, whenever the machine stops."""
    own = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    with own.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    own.replace(path)


# ── cutting ──────────────────────────────────────────────────────────────────────────────────────


def _shards(parts: Iterable[tuple[Part, int]], size: int) -> Iterator[list[Part]]:
    """Neighbours together until they are ``size`` reports, by the guess that comes with each."""
    shard: list[Part] = []
    held = 0
    for part, reports in parts:
        if shard and held + reports > size:
            yield shard
            shard, held = [], 0
        shard.append(part)
        held += reports
    if shard:
        yield shard


def _parts(sources: Iterable[str | Path], size: int, skipped: list[Skipped]) -> Iterator[tuple[Part, int]]:
    """The files of ``sources``, or the stretches of long ones, with a guess of how many reports each holds."""
    for found in ingest.files(sources):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif isinstance(found, Stretch) or found == "-":
            raise SettingsError("standard input cannot be cut into shards. Save it as a file, or use one worker.")
        else:
            yield from _cut(found, size)


def _cut(path: str, size: int) -> Iterator[tuple[Part, int]]:
    try:
        known = os.stat(path)
    except OSError:  # who reads it says so
        yield Part(path=path), 1
        return
    part = Part(path=path, size=known.st_size, changed=known.st_mtime_ns)
    suffix, packed = ingest.kind_of(path)
    if suffix in ingest.LINES and not packed and stat.S_ISREG(known.st_mode):
        yield from _stretches(part, size)
    elif suffix in ingest.ALONE:
        yield part, 1
    else:
        yield part, -(-known.st_size * (_PACKED if packed else 1) // _REPORT_BYTES)


def _stretches(whole: Part, size: int) -> Iterator[tuple[Part, int]]:
    """A file of lines cut after every ``size`` of them; one that is short, packed or blank stays whole."""
    ends: list[int] = []  # of every size-th line
    lines = position = 0
    blank = True
    try:
        with Path(whole.path).open("rb") as file:
            while chunk := file.read(_CHUNK):
                if not position and chunk.startswith(b"\x1f\x8b"):
                    break
                blank = blank and not chunk.strip()
                end = chunk.find(b"\n")
                while end >= 0:
                    lines += 1
                    if lines % size == 0:
                        ends.append(position + end + 1)
                    end = chunk.find(b"\n", end + 1)
                position += len(chunk)
    except OSError:  # who reads it says so
        ends = []
    if blank or not ends:
        yield whole, max(lines, 1)
        return
    if ends[-1] < position:
        ends.append(position)
    start = 0
    for number, stop in enumerate(ends):
        yield msgspec.structs.replace(whole, start=start, stop=stop, line=number * size + 1), size
        start = stop
