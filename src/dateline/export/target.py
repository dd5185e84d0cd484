"""Where an export goes: one file, one folder, or standard output; whole or not at all.

Everything is written under a temporary name beside its place and renamed when it is complete. What stands there
already is replaced only where an export of the same format made it; anything else is left alone, with an error.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from dateline.errors import ExportError

MANIFEST = "dateline-export.json"
_HEAD = 4096  # bytes in which a file of ours says so
_CURE = "Name another place, or remove it yourself."


class Manifest(msgspec.Struct, frozen=True):
    """What a folder of ours holds: the format, and the number of rows by file. No clock in it."""

    dateline: str
    format: str
    files: dict[str, int]


@contextmanager
def file(out: str | Path, mark: bytes) -> Iterator[BinaryIO]:
    """A binary file to write ``out`` with; ``-`` is standard output. ``mark`` stands early in every file of ours.

    Raises ``ExportError`` where something else stands there already, or nothing can be written.
    """
    if str(out) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(out).resolve()
    _refuse_foreign_file(path, mark)
    with _named_errors(out):
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            part.chmod(0o666 & ~_umask())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def folder(out: str | Path, format_: str, version: str) -> Iterator[tuple[Path, dict[str, int]]]:
    """An empty folder to write ``out`` in, and the counts of rows by file for its manifest to be filled in.

    Raises ``ExportError`` where ``out`` is no folder of an export of this format, or nothing can be written.
    """
    if str(out) == "-":
        raise ExportError(f"{format_} is several files and cannot go to standard output. Name a folder.")
    path = Path(out).resolve()
    with _named_errors(out):
        known = _refuse_foreign_folder(path, format_)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
        try:
            counts: dict[str, int] = {}
            yield part, counts
            manifest = Manifest(dateline=version, format=format_, files=counts)
            (part / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
            part.chmod(0o777 & ~_umask())
            _put(part, path, known)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def _put(part: Path, path: Path, known: tuple[str, ...]) -> None:
    """The finished folder in the place of the one before it."""
    if not path.exists():
        part.rename(path)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".old", dir=path.parent))
    path.replace(old)
    part.rename(path)
    for name in known:
        (old / name).unlink(missing_ok=True)
    old.rmdir()


def _refuse_foreign_file(path: Path, mark: bytes) -> None:
    if not path.exists():
        return
    if not path.is_file():
        raise ExportError(f"{path}: is no file that could be replaced. {_CURE} Use - for standard output.")
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head and mark not in head:
        raise ExportError(f"{path}: exists, and is no export of this format. {_CURE}")


def _refuse_foreign_folder(path: Path, format_: str) -> tuple[str, ...]:
    """The names in a folder that an export of this format made; raises for any other that holds something."""
    if not path.exists():
        return ()
    if not path.is_dir():
        raise ExportError(f"{path}: is a file; {format_} is a folder of files. {_CURE}")
    names = {inner.name for inner in path.iterdir()}
    if not names:
        return ()
    try:
        manifest = msgspec.json.decode((path / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        raise ExportError(f"{path}: exists, and no export made it. {_CURE}") from None
    if manifest.format != format_:
        raise ExportError(f"{path}: is an export to {manifest.format}, not to {format_}. {_CURE}")
    known = {*manifest.files, MANIFEST}
    if foreign := sorted(names - known):
        raise ExportError(f"{path}: holds what no export made: {', '.join(foreign)}. Move it, or name another place.")
    return tuple(sorted(known & names))


@contextmanager
def _named_errors(out: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(f"{out}: cannot be written ({reason}). Name a place in a writable folder.") from error


def _umask() -> int:
    """The mask of new files: temporary ones are made for their owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
