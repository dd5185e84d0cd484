"""The files that a command writes where the user says, ``-`` for standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import typer

from dateline.errors import UnwritableError

STDOUT = "-"


def check(options: Mapping[str, str | None]) -> None:
    """Refuse what names one file by two of the ``options``, before anything is read for them."""
    for file in filter(None, options.values()):
        given = [option for option, other in options.items() if other == file]
        if len(given) > 1:
            where = "go to standard output" if file == STDOUT else f"be written to {file}"
            raise typer.BadParameter(f"only one of {', '.join(given)} can {where}. Name a file for each.")


def write(options: Mapping[str, str | None], face: Callable[[str], bytes], *, quiet: bool = False) -> bool:
    """Write what ``face`` makes for the name of each option that is given; whether one went to standard output.

    Raises ``UnwritableError``.
    """
    for option, file in options.items():
        if file == STDOUT:
            sys.stdout.buffer.write(face(option))
            sys.stdout.buffer.flush()
        elif file is not None:
            _save(Path(file), face(option))
            if not quiet:
                sys.stderr.write(f"Written: {file}\n")
    return STDOUT in options.values()


def _save(file: Path, data: bytes) -> None:
    before = file.exists()
    try:
        file.write_bytes(data)
    except OSError as error:
        if not before:  # half a page is worse than none
            with suppress(OSError):
                file.unlink()
        raise UnwritableError(
            f"{file}: cannot be written ({error.strerror}). Name a file in a writable folder."
        ) from error
