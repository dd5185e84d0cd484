"""What a brief is made of: immutable values of plain words, numbers of reports and ids, the same for every face."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateline import wording
from dateline.model import ClaimKind, Figure, Report, Time


@dataclass(frozen=True)
class Words:
    """Words of a report: ``text`` is the sentence around ``start:end`` of the report with this number.

    ``focus`` is the part of ``text`` that says it most exactly (a quantity, a trigger), where there is one; ``cited``
    is whose word it is, empty for the outlet's own.
    """

    number: int
    claim: str
    text: str
    focus: str
    cited: str
    report: str
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """A claim in the text of its report: ``start:end`` says it, ``spans`` are its own words inside."""

    claim: str
    item: str
    kind: ClaimKind
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Position:
    """One side of a difference: what it says and of which period, which reports say so, citing whom, in which words."""

    value: str
    period: str
    reports: tuple[int, ...]
    words: tuple[Words, ...]
    claims: tuple[str, ...]
    figures: tuple[Figure, ...]
    times: tuple[Time, ...]

    @property
    def cited(self) -> str:
        """Whom all the reports of the position cite; empty where they cite nobody, or not the same."""
        names = {words.cited for words in self.words}
        return names.pop() if len(names) == 1 else ""


@dataclass(frozen=True)
class Aspect:
    """One way in which reports differ on a thing: ``field`` is empty for its value, else "when", "where" or another."""

    field: str
    positions: tuple[Position, ...]
    note: str


@dataclass(frozen=True)
class Item:
    """One thing asked, with what the reports answer. ``value`` is empty where the label says all.

    ``state`` is "planned", "denied" or the like where the label does not say so: that of an event does.
    """

    id: str
    label: str
    value: str
    period: str
    state: str
    reports: tuple[int, ...]
    origins: int
    aspects: tuple[Aspect, ...]
    notes: tuple[str, ...]
    words: tuple[Words, ...]
    claims: tuple[str, ...]

    @property
    def heading(self) -> str:
        """What is asked, with its period."""
        return ", ".join(filter(None, (self.label, self.period)))

    @property
    def cited(self) -> str:
        """Whom the reports cite, several by their names alone; empty where one says it in its own voice."""
        names = list(dict.fromkeys(words.cited for words in self.words))
        if not all(names):
            return ""
        return wording.join(dict.fromkeys(name.partition(", ")[0] for name in names) if len(names) > 1 else names)


@dataclass(frozen=True)
class Told:
    """A sentence of one report with what it alone tells; ``cited`` where the sentence does not name its source."""

    words: Words
    items: tuple[Item, ...]
    cited: str


@dataclass(frozen=True)
class Alone:
    """What one origin alone tells: the report with this ``number``, and those that reprint it."""

    number: int
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Saying:
    """What was said; ``direct`` words are the speaker's own, others the report's.

    ``negative`` says how it was not said ("denied", "did not say"); empty for a plain statement.
    ``wordings`` are the reports' own forms of it, where they differ: one trims what another gives whole.
    """

    text: str
    direct: bool
    negative: str
    reports: tuple[int, ...]
    words: tuple[Words, ...]
    items: tuple[str, ...]
    wordings: tuple[Position, ...]


@dataclass(frozen=True)
class Speaker:
    """Somebody who is quoted, with the role that the reports give, and what was said. ``name`` is empty for nobody.

    Nobody is who could be anybody: a pronoun that was not resolved, or no word for a speaker at all.
    """

    name: str
    role: str
    sayings: tuple[Saying, ...]

    @property
    def shown(self) -> str:
        """The name, or that there is none."""
        return self.name or "Speaker not certain"


@dataclass(frozen=True)
class Row:
    """A figure of the table: the thing measured, its period, and the values with the reports that give them."""

    item: str
    label: str
    period: str
    cells: tuple[tuple[str, tuple[int, ...]], ...]
    figures: tuple[Figure, ...]

    @property
    def heading(self) -> str:
        """What is measured, with its period."""
        return ", ".join(filter(None, (self.label, self.period)))


@dataclass(frozen=True)
class Point:
    """A number of some day or period, in words as ``label``."""

    first: dt.date
    last: dt.date
    value: float
    label: str


@dataclass(frozen=True)
class Series:
    """One figure through time: over its own periods, or ``reported`` by the days of the reports that give it."""

    label: str
    unit: str
    points: tuple[Point, ...]
    reported: bool


@dataclass(frozen=True)
class Balance:
    """What passed within some days: how many things were done in cooperation and in conflict."""

    first: dt.date
    last: dt.date
    cooperation: int
    conflict: int


@dataclass(frozen=True)
class Spot:
    """A place on the map (degrees north and east), with the items that happened there and their labels."""

    name: str
    latitude: float
    longitude: float
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Moment:
    """An event on the timeline; ``ahead`` of its reports, or not. ``state`` says whose word it is, if not the outlets'.

    ``rank`` is its place by importance: 0 is the most important.
    """

    rank: int
    item: str
    date: str
    first: dt.date
    last: dt.date
    label: str
    ahead: bool
    state: str
    reports: tuple[int, ...]


@dataclass(frozen=True)
class Dyad:
    """What passed from ``actor`` to ``recipient``: kinds of acts and how often, cooperation apart from conflict."""

    actor: str
    recipient: str
    cooperation: tuple[tuple[str, int], ...]
    conflict: tuple[tuple[str, int], ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """Who somebody is, by which reports."""

    name: str
    roles: tuple[tuple[str, tuple[int, ...]], ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A report of the story. ``copies`` is the number of the report whose text it reprints."""

    number: int
    report: Report
    outlet: str
    title: str
    place: str
    date: str
    known: str
    agency: str
    copies: int | None
    length: int
    bylines: str
    left_out: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Brief:
    """One story, from its sentence to its last reprint."""

    id: str
    title: str
    dates: str
    sources: tuple[Source, ...]
    origins: int
    conflicts: tuple[Item, ...]
    compatible: tuple[Item, ...]
    agreed: tuple[Item, ...]
    alone: tuple[Alone, ...]
    speakers: tuple[Speaker, ...]
    figures: tuple[Row, ...]
    series: tuple[Series, ...]
    spots: tuple[Spot, ...]
    timeline: tuple[Moment, ...]
    planned: tuple[Moment, ...]
    dyads: tuple[Dyad, ...]
    people: tuple[Person, ...]
    arithmetic: tuple[str, ...]


@dataclass(frozen=True)
class Outline:
    """The stories of a record, what outlets changed in their reports, and what was not read, each with its reason."""

    stories: tuple[Brief, ...]
    revised: tuple[tuple[str, str], ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
