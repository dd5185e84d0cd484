"""The words of a language, as data: ``lang/<language>/*.toml`` read once into a ``Lexicon``.

One file is one section, one section is one type below, and a key that the type does not know, a wrong type, an
empty string or a word listed twice in one group is a ``LexiconError`` that names the file and the key. Facts that
belong to no language (currencies, the PLOVER codebook, outlets) are tables of ``dateline/data``, read with
``load_table`` under the same rules.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import TypeVar

import msgspec

from dateline.errors import LexiconError

LANGUAGES = ("en",)

T = TypeVar("T")


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the sections: frozen, every key known."""


class Common(Section, frozen=True, kw_only=True):
    """``common.toml``: words without a subject of their own, and words of order (see ``stories.py``, ``compare.py``)."""

    function_words: frozenset[str]
    first_words: tuple[str, ...]
    last_words: tuple[str, ...]


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


class TimeWording(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How times are written; ``financial`` are words that make a year a financial one."""

    week: str
    quarter: tuple[str, str, str, str]
    half: tuple[str, str]
    decade: str
    century: str
    financial_year: str
    since: str
    until: str
    financial: tuple[str, ...]
    seasons: dict[str, str]
    mods: dict[str, str]


class Wording(Section, frozen=True, kw_only=True):
    """``wording.toml``: how Dateline itself says things, with ``{}`` for the value (see ``wording.py``)."""

    bare: tuple[str, ...]
    per: str
    bounds: dict[str, str]
    changes: dict[str, str]
    scales: dict[str, int]
    units: dict[str, str]
    plurals: dict[str, str]
    times: TimeWording
    factuality: dict[str, str]
    events: dict[str, str]
    outlets: dict[str, str]
    lists: dict[str, str]


@dataclass(frozen=True)
class Lexicon:
    """The sections of one language, each read and checked when it is first asked for."""

    language: str

    @cached_property
    def digest(self) -> str:
        """A hash of every word: it changes whenever one does."""
        files = [_read(f"lang/{self.language}/{name}.toml") for name in SECTIONS]
        return hashlib.blake2b(b"\0".join(files), digest_size=8).hexdigest()

    def _section(self, name: str, kind: type[T]) -> T:
        source = f"lang/{self.language}/{name}.toml"
        return decode(_read(source), kind, source)

    @cached_property
    def common(self) -> Common:
        return self._section("common", Common)

    @cached_property
    def furniture(self) -> Furniture:
        return self._section("furniture", Furniture)

    @cached_property
    def names(self) -> Names:
        return self._section("names", Names)

    @cached_property
    def roles(self) -> Roles:
        return self._section("roles", Roles)

    @cached_property
    def dates(self) -> Dates:
        return self._section("dates", Dates)

    @cached_property
    def numbers(self) -> Numbers:
        return self._section("numbers", Numbers)

    @cached_property
    def speech(self) -> Speech:
        return self._section("speech", Speech)

    @cached_property
    def events(self) -> Events:
        return self._section("events", Events)

    @cached_property
    def factuality(self) -> FactualityWords:
        return self._section("factuality", FactualityWords)

    @cached_property
    def wording(self) -> Wording:
        return self._section("wording", Wording)


SECTIONS = ("common", "dates", "events", "factuality", "furniture", "names", "numbers", "roles", "speech", "wording")
"""The names of the sections, as attributes of ``Lexicon`` and as files of a language."""


@functools.cache
def load(language: str = "en") -> Lexicon:
    """The lexicon of ``language`` (ISO 639-1). Raises ``LexiconError`` for an unknown language; a bad file raises
    it when its section is first asked for.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise LexiconError(f"no lexicon for language {language!r}; known: {known}. Add lang/{language}/ to teach one.")
    return Lexicon(language)


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
