"""The section of ``lang/<language>/dates.toml``: words of time expressions."""

from __future__ import annotations

from dateline.lexicon.files import Section


class Holiday(Section, frozen=True, kw_only=True):
    """A named day: ``day`` of ``month``, the ``week``-th ``weekday`` of ``month``, or days from Western ``easter``."""

    names: tuple[str, ...]
    month: int = 0
    day: int = 0
    weekday: int | None = None
    week: int = 0
    plus: int = 0
    easter: int | None = None


class Outlook(Section, frozen=True, kw_only=True):
    """Words that decide between the past and the coming Tuesday; verbs and nouns as lemmas."""

    future_auxiliaries: frozenset[str]
    forward: frozenset[str]
    scheduled: frozenset[str]
    ahead: frozenset[str]
    behind: frozenset[str]
    outward: frozenset[str]
    ranked: frozenset[str]
    than: frozenset[str]
    speech: frozenset[str]
    topics: frozenset[str]
    occasions: frozenset[str]
    mishaps: frozenset[str]


class DateTraps(Section, frozen=True, kw_only=True):
    """Words beside what looks like a date and is none."""

    names_after: frozenset[str]
    ambiguous: frozenset[str]
    counted: frozenset[str]
    unyear: frozenset[str]
    played: frozenset[str]


class Fiscal(Section, frozen=True, kw_only=True):
    """Words of financial years, and the verbs that say when one begins and ends."""

    words: tuple[str, ...]
    begins: tuple[str, ...]
    ends: tuple[str, ...]


class Dates(Section, frozen=True, kw_only=True):
    """``dates.toml``: words of time expressions (see ``dates/words.py``). Keys are lower-cased words or phrases."""

    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, str]
    dayparts: dict[str, str]
    units: dict[str, str]
    decades: dict[str, int]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    deictic: dict[str, str]
    references: dict[str, str]
    repeated: dict[str, str]
    bounds: dict[str, str]
    parts: dict[str, str]
    clipped: dict[str, str]
    pointers: dict[str, str]
    after_units: dict[str, str]
    small: dict[str, str]
    ends: dict[str, str]
    outlook: Outlook
    traps: DateTraps
    fiscal: Fiscal
    holidays: tuple[Holiday, ...]
