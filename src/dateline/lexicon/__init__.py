"""The words of a language, as data: ``lang/<language>/*.toml`` read once into a ``Lexicon``.

One file is one section, one section is one type of the module of the same name (``lang/en/dates.toml`` is read as
``lexicon/dates.py`` says), and a key that the type does not know, a wrong type, an empty string or a word listed twice
in one group is a ``LexiconError`` that names the file and the key. Facts that belong to no language (currencies, the
PLOVER codebook, outlets) are tables of ``dateline/data``, read with ``load_table`` under the same rules.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from dateline.errors import LexiconError
from dateline.lexicon.common import Common
from dateline.lexicon.compare import Compare
from dateline.lexicon.dates import Dates, Fiscal, Holiday, Outlook
from dateline.lexicon.events import ActWords, Events, Turn
from dateline.lexicon.factuality import FactualityWords
from dateline.lexicon.files import Section, decode, load_table, read
from dateline.lexicon.forms import root
from dateline.lexicon.furniture import Furniture, NoticeWords
from dateline.lexicon.names import Names
from dateline.lexicon.numbers import Numbers
from dateline.lexicon.roles import Roles
from dateline.lexicon.speech import Speech, SpeechWords
from dateline.lexicon.wording import Wording

__all__ = [
    "LANGUAGES",
    "SECTIONS",
    "ActWords",
    "Common",
    "Compare",
    "Dates",
    "Events",
    "FactualityWords",
    "Fiscal",
    "Furniture",
    "Holiday",
    "Lexicon",
    "Names",
    "NoticeWords",
    "Numbers",
    "Outlook",
    "Roles",
    "Section",
    "Speech",
    "SpeechWords",
    "Turn",
    "Wording",
    "decode",
    "load",
    "load_table",
    "root",
]

LANGUAGES = ("en",)

T = TypeVar("T")


@dataclass(frozen=True)
class Lexicon:
    """The sections of one language, each read and checked when it is first asked for."""

    language: str

    @cached_property
    def digest(self) -> str:
        """A hash of every word: it changes whenever one does."""
        files = [read(f"lang/{self.language}/{name}.toml") for name in SECTIONS]
        return hashlib.blake2b(b"\0".join(files), digest_size=8).hexdigest()

    def _section(self, name: str, kind: type[T]) -> T:
        source = f"lang/{self.language}/{name}.toml"
        return decode(read(source), kind, source)

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
    def compare(self) -> Compare:
        return self._section("compare", Compare)

    @cached_property
    def wording(self) -> Wording:
        return self._section("wording", Wording)


SECTIONS = (
    "common",
    "compare",
    "dates",
    "events",
    "factuality",
    "furniture",
    "names",
    "numbers",
    "roles",
    "speech",
    "wording",
)
"""The names of the sections, as attributes of ``Lexicon`` and as files of a language."""


@functools.cache
def load(language: str = "en") -> Lexicon:
    """The lexicon of ``language`` (ISO 639-1). Raises ``LexiconError`` for an unknown one.

    A bad file raises it when its section is first asked for.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise LexiconError(f"no lexicon for language {language!r}; known: {known}. Add lang/{language}/ to teach one.")
    return Lexicon(language)
