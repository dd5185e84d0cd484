"""What the store answers with: plain values, one a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dateline.model import ClaimKind, Skipped, Standing


@dataclass(frozen=True)
class Days:
    """The days that an answer is limited to, ``since`` and ``until`` included; open where there is none."""

    since: dt.date | None = None
    until: dt.date | None = None

    def hold(self, day: dt.date | None) -> bool:
        """Whether ``day`` is one of them; the unknown day is where none is asked for."""
        if day is None:
            return self.since is None and self.until is None
        return (self.since or dt.date.min) <= day <= (self.until or dt.date.max)


ALWAYS = Days()


@dataclass(frozen=True)
class Added:
    """What came of adding: how many reports were new, how many were held already, and what was not read."""

    new: int = 0
    known: int = 0
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True)
class EntryRow:
    """An entry as a list shows it. ``values`` are its positions in words, where they differ."""

    id: str
    story: str
    kind: ClaimKind
    label: str
    standing: Standing
    origins: int
    claims: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What settling changed: stories by id, conflicts that were none before, figures that gained another value."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    conflicts: tuple[EntryRow, ...] = ()
    figures: tuple[EntryRow, ...] = ()

    @classmethod
    def together(cls, parts: Iterable[Changes]) -> Changes:
        """What several parts changed."""
        every = list(parts)
        return cls(
            new=tuple(story for part in every for story in part.new),
            changed=tuple(story for part in every for story in part.changed),
            gone=tuple(story for part in every for story in part.gone),
            conflicts=tuple(entry for part in every for entry in part.conflicts),
            figures=tuple(entry for part in every for entry in part.figures),
        )


@dataclass(frozen=True)
class Totals:
    """How much is in the record; ``pending`` reports are kept and not yet settled."""

    reports: int
    outlets: int
    claims: int
    stories: int
    entries: int
    conflicting: int
    skipped: int
    judged: int
    pending: int


@dataclass(frozen=True)
class StoryRow:
    """A story as a list shows it, with the number of its entries by standing."""

    id: str
    label: str
    first: dt.date | None
    last: dt.date | None
    reports: int
    outlets: int
    agreed: int
    compatible: int
    conflicting: int
    single: int


@dataclass(frozen=True)
class ReportHit:
    """A report that a search found; ``snippet`` is words of its text around what was sought."""

    report: str
    outlet: str
    outlet_name: str
    day: dt.date | None
    title: str | None
    url: str | None
    story: str | None
    snippet: str


@dataclass(frozen=True)
class Party:
    """Who takes part in a claim, and as what."""

    role: str
    name: str
    type: str
    country: str | None


@dataclass(frozen=True)
class ClaimRow:
    """A claim as a list shows it: ``text`` are the words that say it (``start``/``end`` in the report's text).

    ``own`` are the narrow words: the quantity, the quoted words, the trigger, the title; ``sentence`` is what stands
    around them, on one line. ``topic`` is the type of an
    event, the kind of measure of a figure, the relation, or the form of a quotation; ``words`` what a figure measures
    or the title of an office. ``day`` is the day that it speaks of, else that of its report.
    """

    id: str
    kind: ClaimKind
    day: dt.date | None
    report: str
    outlet: str
    outlet_name: str
    published: dt.date | None
    url: str | None
    story: str
    entry: str
    standing: Standing
    origins: int
    text: str
    start: int
    end: int
    own: str
    sentence: str
    factuality: str
    topic: str | None
    mode: str | None
    when_from: dt.date | None
    when_to: dt.date | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bound: str | None
    unit: str | None
    words: str | None
    change: str | None
    parties: tuple[Party, ...]

    def party(self, *roles: str) -> Party | None:
        """The first party in one of ``roles``."""
        return next((party for role in roles for party in self.parties if party.role == role), None)


@dataclass(frozen=True)
class Bearer:
    """Somebody or something that bears a name, over all stories in which nothing tells two bearers apart.

    ``claims`` counts those it takes part in, ``first`` and ``last`` are their days. ``keys`` are the rows behind it.
    """

    name: str
    type: str
    country: str | None
    claims: int
    stories: int
    first: dt.date | None
    last: dt.date | None
    keys: tuple[int, ...]
