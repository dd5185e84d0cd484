"""What outlets agree on and where they conflict, on invented stories with a key of our own (``gold/agreement``).

Nothing is given: all reports are read into one record as a user reads them, and its entries are laid on the key. A
claim *touches* words of the key where the narrowest words of what it says (the trigger of an event, the quantity of a
figure, the words of a quotation, the phrase of a relation), or the words of its day, overlap them.

Figures are found by figures, quotations by quotations, offices and other relations by relations, and events by events
or by statements that something is so; a date by any of them. Then:

- An **agreement** is found by an ``agreed`` or ``compatible`` entry with claims that touch its words in two of its
  reports, or by a ``conflicting`` entry of which one position does.
- A **conflict** is found by a ``conflicting`` entry with claims that touch the words of two sides, in two reports; a
  **development** (a toll that rises) by a ``conflicting`` or ``compatible`` one.
- A **trap** is fallen into where one shown entry holds claims that touch both its sides; the days of claims are left
  out here, for many things happen on one day.
- A **shown** entry is any but ``single``, offices apart. One that finds nothing is not in the key: an upper bound of
  the wrong ones, since no key lists everything that is true; entries that are found may hold a wrong claim beside. It
  has no floor: a right entry more that the key does not list lowers it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from dateline import api
from dateline.evaluate.scoring import Counts, Measure
from dateline.model import AnyClaim, ClaimKind, Entry, Event, Evidence, Figure, Quotation, Record, Relation

Words = dict[str, tuple[str, ...]]
Place = tuple[str, int, int]  # report by its address, start, end
_DATA = "agreement"
_BY: dict[str, tuple[ClaimKind, ...]] = {
    "figure": ("figure",),
    "quotation": ("quotation",),
    "office": ("relation",),
    "relation": ("relation",),
    "event": ("event", "quotation"),
}
"""Which kinds of entry find an item of a kind; the others (a date, a trap) any kind."""


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One position of a conflict, or one thing of a trap: its words by report."""

    words: Words
    value: str = ""


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an editor would want shown, or a pair that must not be joined (``trap``)."""

    item: Literal["agreement", "conflict", "development", "trap"]
    what: str
    kind: str = ""
    field: str = ""
    words: Words = {}
    sides: tuple[Side, ...] = ()


class Key(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key of one story.

    ``world`` is false where nothing in it is an event of world affairs, but for what stands in ``events``; ``part``
    is the blind reading for which the story was written, the first or the second.
    """

    story: str
    kind: str
    title: str
    world: bool
    reports: tuple[str, ...]
    items: tuple[Item, ...]
    events: Words = {}
    part: int = 1


@dataclass(frozen=True)
class Result:
    """An item of the key of ``story``, and the entries that find it or, of a trap, fall into it."""

    story: str
    item: Item
    entries: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """How a record stands to the keys: each of their items, in their order, and the shown entries."""

    results: tuple[Result, ...]
    shown: tuple[Entry, ...]

    def counts(self, sort: str) -> Counts:
        """How many items of a sort are found (of traps: fallen into) and missed."""
        results = [result for result in self.results if result.item.item == sort]
        right = sum(bool(result.entries) for result in results)
        return Counts(right=right, missed=len(results) - right)

    @property
    def matched(self) -> frozenset[str]:
        """The entries that find an item of the key."""
        return frozenset(entry for result in self.results if result.item.item != "trap" for entry in result.entries)


def score(folder: Path) -> list[Measure]:
    """The measures on ``reports.jsonl`` and ``keys.jsonl`` of ``folder``."""
    keys = read_keys(folder)
    record = api.brief([folder / "reports.jsonl"])
    outcome = judge(record, keys)
    shown = [entry.id for entry in outcome.shown]
    listed = sum(entry in outcome.matched for entry in shown)
    traps = outcome.counts("trap")
    calm = _without_events(record, [key for key in keys if not key.world])
    return [
        *(_recall(f"{sort}s found", outcome.counts(sort)) for sort in ("agreement", "conflict", "development")),
        _share("look-alikes kept apart", Counts(right=traps.missed, missed=traps.right)),
        _share("shown entries that are in the key", Counts(right=listed, spurious=len(shown) - listed), floor=False),
        _share("paragraphs of sport and business without events", calm),
    ]


def _recall(metric: str, counts: Counts) -> Measure:
    return Measure(_DATA, metric, counts.recall, counts.right + counts.missed, counts=counts)


def _share(metric: str, counts: Counts, *, floor: bool = True) -> Measure:
    items = counts.right + counts.spurious + counts.missed
    return Measure(_DATA, metric, counts.right / items if items else 0.0, items, counts=counts, floor=floor)


def read_keys(folder: Path) -> list[Key]:
    """The keys of ``folder``. Raises ``msgspec.ValidationError`` for a line that is none."""
    lines = (folder / "keys.jsonl").read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Key) for line in lines if line.strip()]


def judge(record: Record, keys: Iterable[Key]) -> Outcome:
    """Lay the entries of ``record`` on ``keys``. Raises ``ValueError`` for a key that is not of these reports."""
    laid = _Laid(record)
    results = [Result(key.story, item, laid.finds(item)) for key in keys for item in key.items]
    return Outcome(tuple(results), tuple(laid.shown))


def _without_events(record: Record, keys: Iterable[Key]) -> Counts:
    """How many paragraphs of the reports of ``keys`` have no event of a PLOVER type, and how many have one."""
    meant = {url: key.events.get(url, ()) for key in keys for url in key.reports}
    typed: dict[str, list[int]] = defaultdict(list)
    for claim in record.claims:
        if isinstance(claim, Event) and claim.type is not None:
            typed[claim.trigger.report].append(claim.trigger.start)
    total = Counts()
    for report in record.reports:
        for paragraph in re.finditer(r"\S[^\n]*", report.text) if report.url in meant else ():
            if not any(words in paragraph.group() for words in meant[report.url or ""]):
                busy = any(paragraph.start() <= at < paragraph.end() for at in typed[report.id])
                total += Counts(right=not busy, spurious=busy)
    return total


class _Laid:
    """The shown entries of a record with the places of their claims, to be laid on words of a key."""

    def __init__(self, record: Record) -> None:
        self._texts = {report.url or "": report.text for report in record.reports}
        self._address = {report.id: report.url or "" for report in record.reports}
        self._claims = {claim.id: claim for claim in record.claims}
        self._entries = [entry for entry in record.entries if entry.standing != "single"]
        self._narrow = {claim.id: self._places(_said(claim)) for claim in record.claims}
        self._days = {claim.id: self._day(claim) for claim in record.claims}

    @property
    def shown(self) -> list[Entry]:
        """The entries that are not ``single``, offices apart."""
        return [entry for entry in self._entries if not self._office(entry)]

    def _office(self, entry: Entry) -> bool:
        return all(
            isinstance(claim := self._claims[name], Relation) and claim.relation == "office" for name in entry.claims
        )

    def _places(self, spans: Iterable[Evidence]) -> tuple[Place, ...]:
        return tuple((self._address[span.report], span.start, span.end) for span in spans)

    def _day(self, claim: AnyClaim) -> tuple[Place, ...]:
        """The words of a claim's day, where they are words of its report."""
        when = claim.when
        if when is None or when.report is None or when.start is None or when.end is None:
            return ()
        return ((self._address[when.report], when.start, when.end),)

    def _words(self, words: Words) -> list[Place]:
        """Where the words stand; those that were left out of their report's text (a correction) stand nowhere.

        Raises ``ValueError`` for words that a report has more than once, or for a report that was not read.
        """
        places = []
        for report, phrases in words.items():
            if report not in self._texts:
                raise ValueError(f"the key speaks of {report}, which was not read")
            text = self._texts[report]
            for phrase in phrases:
                if text.count(phrase) > 1:
                    raise ValueError(f"{phrase!r} is {text.count(phrase)} times in {report}; the key needs it once")
                if phrase in text:
                    places.append((report, text.index(phrase), text.index(phrase) + len(phrase)))
        return places

    def finds(self, item: Item) -> frozenset[str]:
        """The entries that find ``item``, or of a trap, that fall into it."""
        words = self._words(item.words)
        sides = [self._words(side.words) for side in item.sides]
        return frozenset(entry.id for entry in self._entries if self._holds(entry, item, words, sides))

    def _holds(self, entry: Entry, item: Item, words: Sequence[Place], sides: Sequence[Sequence[Place]]) -> bool:
        if item.kind in _BY and entry.kind not in _BY[item.kind]:
            return False
        match item.item:
            case "agreement":
                return self._agrees(entry, words)
            case "conflict":
                return entry.standing == "conflicting" and self._tells(entry, sides)
            case "development":
                return entry.standing != "agreed" and self._tells(entry, sides)
            case "trap":
                return all(self._touched(entry.claims, side, narrow=True) for side in sides)

    def _touched(self, claims: Sequence[str], words: Sequence[Place], *, narrow: bool = False) -> set[str]:
        """The reports in which one of ``claims`` touches ``words``."""
        by_report: dict[str, list[Place]] = defaultdict(list)
        for claim in claims:
            for place in self._narrow[claim] + (() if narrow else self._days[claim]):
                by_report[place[0]].append(place)
        return {
            report
            for report, start, end in words
            if any(place[1] < end and start < place[2] for place in by_report[report])
        }

    def _agrees(self, entry: Entry, words: Sequence[Place]) -> bool:
        if entry.standing != "conflicting":
            return len(self._touched(entry.claims, words)) > 1
        positions = [value.claims for difference in entry.differences for value in difference.values]
        return any(len(self._touched(claims, words)) > 1 for claims in positions)

    def _tells(self, entry: Entry, sides: Sequence[Sequence[Place]]) -> bool:
        touched = [reports for side in sides if (reports := self._touched(entry.claims, side))]
        return len(touched) > 1 and len(set().union(*touched)) > 1


def _said(claim: AnyClaim) -> tuple[Evidence, ...]:
    """The narrowest words of what a claim says."""
    match claim:
        case Event():
            return (claim.trigger,)
        case Quotation():
            return claim.content
        case Figure():
            return (claim.quantity,)
        case Relation():
            return (claim.words,)
