"""The section of ``lang/<language>/wording.toml``: how Dateline itself says things."""

from __future__ import annotations

from dateline.lexicon.files import Section


class TimeWording(Section, frozen=True, kw_only=True):
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
    that: str
    of: str
    the: str
    with_the: frozenset[str]
    pronouns: tuple[str, ...]
    abbreviations: frozenset[str]
    bounds: dict[str, str]
    changes: dict[str, str]
    scales: dict[str, int]
    units: dict[str, str]
    plurals: dict[str, str]
    times: TimeWording
    factuality: dict[str, str]
    events: dict[str, str]
    fields: dict[str, str]
    speech: dict[str, str]
    outlets: dict[str, str]
    revised: dict[str, str]
    lists: dict[str, str]
