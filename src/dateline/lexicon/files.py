"""One TOML file of words or facts to one type: every key known, nothing empty, nothing twice."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import TypeVar

import msgspec

from dateline.errors import LexiconError

T = TypeVar("T")


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the types of a file and of its tables: frozen, every key known."""


def load_table(name: str, kind: type[T]) -> T:
    """The data file ``data/<name>`` (TOML) as a ``kind``. Raises ``LexiconError`` naming the file and the key."""
    return decode(read(f"data/{name}"), kind, f"data/{name}")


def decode(raw: bytes, kind: type[T], source: str) -> T:
    """``raw`` TOML as a ``kind``, checked for empty strings and duplicates; ``source`` names it in errors."""
    try:
        value = tomllib.loads(raw.decode())
        for key, problem in _problems(value, ""):
            raise LexiconError(f"{source}: {key}: {problem}. Remove or correct it.")
        return msgspec.convert(value, kind, str_keys=True)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise LexiconError(f"{source}: {error}. Mend the file, or the type that reads it.") from error


def _problems(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Empty strings anywhere, and strings that stand twice in one list."""
    if isinstance(value, str) and not value.strip():
        yield key, "empty string"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _problems(inner, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        words = [word for word in value if isinstance(word, str)]
        yield from ((key, f"{word!r} is listed twice") for word in sorted(_repeated(words)))
        for position, inner in enumerate(value):
            if not isinstance(inner, str) or not inner.strip():  # what is a word has been looked at
                yield from _problems(inner, f"{key}[{position}]")


def _repeated(words: Sequence[str]) -> set[str]:
    if len(set(words)) == len(words):
        return set()
    return {word for word in words if words.count(word) > 1}


def read(name: str) -> bytes:
    """The bytes of the package's file ``name``. Raises ``LexiconError`` where it is missing."""
    path = resources.files("dateline").joinpath(*name.split("/"))
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise LexiconError(f"{name} is missing from the installed package. Install Dateline again.") from error
