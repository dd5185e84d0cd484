"""The words of a language, as data: ``lang/<language>/*.toml`` read once into a frozen ``Lexicon``.

One file is one section, one section is one type below, and a key that the type does not know, a wrong type, an
empty string or a word listed twice in one group is a ``LexiconError`` that names the file and the key. Facts that
belong to no language (currencies, the PLOVER codebook, outlets) are tables of ``dateline/data``, read with
``load_table`` under the same rules.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from importlib import resources
from typing import Any, TypeVar

import msgspec

from dateline.errors import LexiconError

LANGUAGES = ("en",)


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the sections: frozen, every key known."""


class Furniture(Section, frozen=True, kw_only=True):
    """``furniture.toml``: what stands on a page beside the report (see ``text.py``)."""


class Names(Section, frozen=True, kw_only=True):
    """``names.toml``: honorifics, descriptions and other words that names are known by (see ``entities.py``)."""


class Roles(Section, frozen=True, kw_only=True):
    """``roles.toml``: titles, offices, memberships and other standing relations (see ``relations.py``)."""


class Dates(Section, frozen=True, kw_only=True):
    """``dates.toml``: words of time expressions (see ``dates.py``)."""


class Numbers(Section, frozen=True, kw_only=True):
    """``numbers.toml``: words of quantities, their bounds and what they measure (see ``figures.py``)."""


class Speech(Section, frozen=True, kw_only=True):
    """``speech.toml``: verbs, nouns and phrases of saying (see ``quotations.py``)."""


class Events(Section, frozen=True, kw_only=True):
    """``events.toml``: verbs, nouns and idioms of events by PLOVER type (see ``events.py``)."""


class FactualityWords(Section, frozen=True, kw_only=True):
    """``factuality.toml``: words that tell done from planned, denied and possible (see ``events.py``)."""


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """All sections of one language; ``digest`` changes whenever a word does."""

    language: str
    digest: str
    furniture: Furniture
    names: Names
    roles: Roles
    dates: Dates
    numbers: Numbers
    speech: Speech
    events: Events
    factuality: FactualityWords


_SECTIONS: dict[str, type[Section]] = {
    "furniture": Furniture,
    "names": Names,
    "roles": Roles,
    "dates": Dates,
    "numbers": Numbers,
    "speech": Speech,
    "events": Events,
    "factuality": FactualityWords,
}

T = TypeVar("T")


@functools.cache
def load(language: str = "en") -> Lexicon:
    """The lexicon of ``language`` (ISO 639-1). Raises ``LexiconError`` for an unknown language or a bad file."""
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise LexiconError(f"no lexicon for language {language!r}; known: {known}. Add lang/{language}/ to teach one.")
    digest = hashlib.blake2b(digest_size=8)
    sections: dict[str, Any] = {}
    for name, kind in sorted(_SECTIONS.items()):
        raw = _read(f"lang/{language}/{name}.toml")
        digest.update(raw)
        sections[name] = decode(raw, kind, f"lang/{language}/{name}.toml")
    return Lexicon(language=language, digest=digest.hexdigest(), **sections)


def load_table(name: str, kind: type[T]) -> T:
    """The data file ``data/<name>`` (TOML) as a ``kind``. Raises ``LexiconError`` naming the file and the key."""
    return decode(_read(f"data/{name}"), kind, f"data/{name}")


def decode(raw: bytes, kind: type[T], source: str) -> T:
    """``raw`` TOML as a ``kind``, checked for empty strings and duplicates; ``source`` names it in errors."""
    try:
        value = msgspec.toml.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{source}: {error}. Mend the file, or the type that reads it.") from error
    for key, problem in _problems(msgspec.to_builtins(value), ""):
        raise LexiconError(f"{source}: {key}: {problem}. Remove or correct it.")
    return value


def _problems(value: object, key: str) -> Iterator[tuple[str, str]]:
    """Empty strings anywhere, and strings that stand twice in one list."""
    if isinstance(value, str) and not value.strip():
        yield key, "empty string"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _problems(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list | tuple | set | frozenset):
        words = [word for word in value if isinstance(word, str)]
        for word in sorted({word for word in words if words.count(word) > 1}):
            yield key, f"{word!r} is listed twice"
        for position, inner in enumerate(value):
            yield from _problems(inner, f"{key}[{position}]")


def _read(name: str) -> bytes:
    path = resources.files("dateline").joinpath(*name.split("/"))
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise LexiconError(f"{name} is missing from the installed package. Install Dateline again.") from error
