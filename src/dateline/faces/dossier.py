"""What a record on disk says of a person, a pair, a figure or some words, before a face shows it: ``Dossier``.

A line is one thing of one day, with the words of every report that tells it; claims of one entry share a line. As in
``outline``, every string has gone through ``wording.visible``; escaping for its own syntax is what each face owes.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast, get_args

from dateline import wording
from dateline.codebook import quad_of
from dateline.faces.parts import Balance, Point, Series
from dateline.faces.telling import clean
from dateline.model import Bound, Change, Evidence, Figure, MeasureKind

if TYPE_CHECKING:
    from dateline.store import Bearer, ClaimRow, Days, ReportHit, Store, StoryRow

MOST = 200  # claims that one chapter is made of
LOOKED_AT = 2000  # figures among which words are sought
MOST_DAYS = {"week": 366, "month": 3660}  # longer spans are counted by the next larger unit

Grain = Literal["week", "month", "year"]


@dataclass(frozen=True)
class Cite:
    """The words of one report: ``focus`` is the part of ``text`` that says it most exactly."""

    outlet: str
    date: str
    text: str
    focus: str
    report: str
    start: int
    end: int
    claim: str


@dataclass(frozen=True)
class Line:
    """One thing of a day. ``sign`` is + for cooperation, − for conflict; ``state`` says if it is planned, denied, ….

    ``what`` is the answer where the words below do not say it best: what was done, how much, which office.
    """

    date: str
    first: dt.date | None
    last: dt.date | None
    sign: str
    what: str
    who: str
    state: str
    standing: str
    story: str
    cites: tuple[Cite, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who reports it, each once."""
        return tuple(dict.fromkeys(cite.outlet for cite in self.cites))


@dataclass(frozen=True)
class Chapter:
    """Lines of one kind. ``more`` says that there are others beyond them; ``series`` is what can be drawn of them."""

    heading: str
    lines: tuple[Line, ...]
    more: bool = False
    series: tuple[Series, ...] = ()


@dataclass(frozen=True)
class Dossier:
    """An answer: its question in words, what it rests on, its chapters; for a pair what was done, by ``grain``.

    ``others`` bear the same name and are not meant.
    """

    title: str
    lead: str
    chapters: tuple[Chapter, ...]
    balance: tuple[Balance, ...] = ()
    grain: Grain = "week"
    others: tuple[str, ...] = ()


# ── answers ──────────────────────────────────────────────────────────────────────────────────────


def of_person(store: Store, bearer: Bearer, days: Days) -> Dossier:
    """Whom reports say somebody is, what they say and did."""
    roles = store.roles(bearer)
    said = store.statements(bearer, days=days, limit=MOST + 1)
    did = store.told_of(bearer, kinds=("event",), days=days, limit=MOST + 1)
    counted = store.told_of(bearer, kinds=("figure",), days=days, limit=MOST + 1)
    return Dossier(
        title=clean(bearer.name),
        lead=_lead([*roles, *said, *did, *counted]),
        chapters=_chapters(
            ("Who it is", _roles(roles), False),
            ("Statements", tuple(replace(line, who="") for line in _lines(said)), len(said) > MOST),
            ("What happened", _lines(did), len(did) > MOST),
            ("Figures", _lines(counted), len(counted) > MOST),
        ),
    )


def of_pair(store: Store, one: Bearer, other: Bearer, days: Days) -> Dossier:
    """What passed between two: events with their direction, figures, and what one says of the other, through time."""
    rows = store.between(one, other, days=days, limit=3 * MOST)
    by_kind: dict[str, list[ClaimRow]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    events = _lines(by_kind["event"])
    grain, passed = balance(events)
    return Dossier(
        title=wording.join((clean(one.name), clean(other.name))),
        lead=_lead(rows),
        chapters=_chapters(
            ("What passed between them", events, len(rows) == 3 * MOST),
            ("Figures", _lines(by_kind["figure"]), False, through_time(by_kind["figure"])),
            ("Statements", _lines(by_kind["quotation"]), False),
            ("What is so", _lines(by_kind["relation"]), False),
        ),
        balance=passed,
        grain=grain,
    )


def of_figure(store: Store, measure: str, bearer: Bearer | None, days: Days) -> Dossier:
    """The figures of a kind ("imports", "killed") or in whose words ``measure`` stands, of ``bearer`` if given."""
    kind = _kind(measure)
    if kind:
        rows = store.figures(bearer, measure=kind, days=days, limit=MOST + 1)
    elif bearer:
        every = store.figures(bearer, days=days, limit=LOOKED_AT)
        rows = [row for row in every if _names(row, measure)]
    else:
        every = store.search_claims(measure, limit=LOOKED_AT)
        rows = [row for row in every if row.kind == "figure" and days.hold(row.day) and _names(row, measure)]
    rows = sorted(rows, key=lambda row: (row.day or dt.date.max, row.report, row.start))
    whose = f" of {wording.the(clean(bearer.name))}" if bearer else ""
    return Dossier(
        title=f"{wording.capital(clean(measure))}{whose}",
        lead=_lead(rows),
        chapters=_chapters(("Through time", _lines(rows), len(rows) > MOST, through_time(rows))),
    )


def _kind(measure: str) -> str | None:
    """The kind of measure that ``measure`` names, in the singular or plural: "imports", "trade balance"."""
    word = measure.strip().casefold().replace(" ", "_")
    return next((kind for kind in get_args(MeasureKind) if word in (kind, f"{kind}s")), None)


def _names(row: ClaimRow, measure: str) -> bool:
    """Whether what ``row`` measures is told with all words of ``measure``."""
    told = f"{row.words or ''} {row.text}".casefold()
    return all(word in told for word in measure.casefold().split())


def of_search(store: Store, words: str, limit: int) -> Dossier:
    """Reports and claims that hold all of ``words``."""
    hits = store.search(words, limit=limit)
    rows = store.search_claims(words, limit=limit)
    return Dossier(
        title=f"“{clean(words)}”",
        lead=_found(len(hits), len(rows), limit),
        chapters=_chapters(
            ("Reports", tuple(map(_hit, hits)), len(hits) == limit), ("Claims", _lines(rows), len(rows) == limit)
        ),
    )


def of_stories(rows: Sequence[StoryRow], limit: int) -> Dossier:
    """The stories of a record, the latest first."""
    return Dossier(
        title="Stories",
        lead=wording.count(len(rows), "story") if len(rows) < limit else f"The latest {limit:,} stories",
        chapters=_chapters(("Latest first", tuple(map(_story, rows)), len(rows) == limit)),
    )


def bearer_words(bearer: Bearer) -> str:
    """``Raj Kwatra (person, IND, 3 claims)``: enough to tell one bearer of a name from another."""
    about = (bearer.type, clean(bearer.country or ""), wording.count(bearer.claims, "claim"))
    return f"{clean(bearer.name)} ({', '.join(part for part in about if part)})"


def _chapters(
    *parts: tuple[str, tuple[Line, ...], bool] | tuple[str, tuple[Line, ...], bool, tuple[Series, ...]],
) -> tuple[Chapter, ...]:
    """The chapters that have lines."""
    return tuple(Chapter(*part) for part in parts if part[1])


def _found(reports: int, claims: int, limit: int) -> str:
    def at_least(number: int, noun: str) -> str:
        return f"at least {wording.count(number, noun)}" if number == limit else wording.count(number, noun)

    return f"In {at_least(reports, 'report')} and {at_least(claims, 'claim')}." if reports or claims else ""


def _lead(rows: Sequence[ClaimRow]) -> str:
    """``12 claims in 5 reports of 3 outlets, 3 March – 15 April 2031``; empty where nothing was found."""
    if not rows:
        return ""
    reports, outlets = {row.report for row in rows}, {row.outlet for row in rows}
    days = sorted(row.published for row in rows if row.published)
    span = f", {wording.interval(days[0], days[-1])}" if days else ""
    counts = (wording.count(len(rows), "claim"), wording.count(len(reports), "report"))
    return f"{' in '.join(counts)} of {wording.count(len(outlets), 'outlet')}{span}."


# ── lines ────────────────────────────────────────────────────────────────────────────────────────


def _lines(rows: Iterable[ClaimRow]) -> tuple[Line, ...]:
    """A line for each thing told: the claims of one entry that say the same; the order of ``rows`` is kept."""
    told: dict[tuple[str, ...], list[ClaimRow]] = defaultdict(list)
    for row in list(rows)[:MOST]:
        told[_sameness(row)].append(row)
    return tuple(_line(group) for group in told.values())


def _sameness(row: ClaimRow) -> tuple[str, ...]:
    """What claims on one line share: their entry, and for figures the value, since outlets may differ on it."""
    key = row.entry or row.id
    return (key, _quantity(row)) if row.kind == "figure" else (key, row.factuality)


def _line(rows: Sequence[ClaimRow]) -> Line:
    first = min(rows, key=lambda row: (row.day or dt.date.max, row.report, row.start))
    cites = {row.report: _cite(row) for row in sorted(rows, key=lambda row: (row.day or dt.date.max, row.report))}
    return Line(
        date=_date(first),
        first=first.when_from or first.day,
        last=first.when_to or first.day,
        sign=_sign(first),
        what=_what(first),
        who=_who(first),
        state=wording.words().factuality.get(first.factuality, ""),
        standing=_standing(rows),
        story=first.story,
        cites=tuple(cites.values()),
    )


def _date(row: ClaimRow) -> str:
    """The claim's own time; that of its report where it has none."""
    if row.when_from or row.when_to:
        return wording.interval(row.when_from, row.when_to)
    return wording.day(row.day) if row.day else "day unknown"


def _sign(row: ClaimRow) -> str:
    quad = quad_of(row.topic) if row.kind == "event" else None
    return "" if quad is None else "+" if quad.endswith("cooperation") else "−"


def _what(row: ClaimRow) -> str:
    """How much, or what was done; what was said or is so stands in the words themselves."""
    match row.kind:
        case "figure":
            return clean(_quantity(row))
        case "event":
            named = wording.words().events.get(row.topic or "")
            return named or clean((row.mode or row.own).replace("_", " "))
        case _:
            return ""


def _who(row: ClaimRow) -> str:
    """``Chile → Japan`` for what was done, ``Elena Rojas`` for what was said."""
    match row.kind:
        case "event":
            sides = (wording.join(dict.fromkeys(_named(row, role))) for role in ("actor", "recipient"))
            return " → ".join(side for side in sides if side)
        case "quotation":
            return wording.join(dict.fromkeys(_named(row, "speaker")))
        case "relation":
            return wording.join(dict.fromkeys(_named(row, "subject")))
        case _:
            return ""


def _standing(rows: Sequence[ClaimRow]) -> str:
    """What the comparison said of it, where several tell it: never the code."""
    standing = {row.standing for row in rows if row.standing}
    if "conflicting" in standing:
        return "the outlets conflict"
    origins = max((row.origins or 1 for row in rows), default=1)
    return wording.count(origins, "independent origin") if origins > 1 else ""


def _cite(row: ClaimRow) -> Cite:
    text, own = clean(row.sentence), clean(row.own)
    return Cite(
        outlet=clean(row.outlet_name),
        date=wording.day(row.published) if row.published else "",
        text=text,
        focus=own if own in text else "",
        report=row.report,
        start=row.start,
        end=row.end,
        claim=row.id,
    )


def _roles(rows: Sequence[ClaimRow]) -> tuple[Line, ...]:
    """Each title once, from the first to the last day on which a report gives it."""
    held: dict[str, list[ClaimRow]] = defaultdict(list)
    for row in rows:
        held[_title(row).casefold()].append(row)
    return tuple(_role(_title(given[0]), given) for given in held.values())


def _title(row: ClaimRow) -> str:
    of = next((party for party in row.parties if party.role == "object"), None)
    return clean(wording.office(row.words or row.own, of))


def _role(title: str, rows: Sequence[ClaimRow]) -> Line:
    days = sorted(row.day for row in rows if row.day)
    cites = {row.report: _cite(row) for row in rows}
    return Line(
        date=wording.interval(days[0], days[-1]) if days else "day unknown",
        first=days[0] if days else None,
        last=days[-1] if days else None,
        sign="",
        what=title,
        who="",
        state="",
        standing="",
        story=rows[0].story,
        cites=tuple(cites.values()),
    )


def _hit(hit: ReportHit) -> Line:
    cite = Cite(clean(hit.outlet_name), "", clean(hit.snippet), "", hit.report, 0, 0, "")
    day = wording.day(hit.day) if hit.day else "day unknown"
    title = clean(hit.title or "without a headline")
    return Line(day, hit.day, hit.day, "", title, "", "", "", hit.story or "", (cite,))


def _story(row: StoryRow) -> Line:
    told = [wording.count(row.reports, "report")]
    if row.conflicting:
        told.append(wording.count(row.conflicting, "conflict"))
    day = wording.interval(row.first, row.last) or "day unknown"
    return Line(day, row.first, row.last, "", clean(row.label), "", "", ", ".join(told), row.id, ())


# ── numbers and balances ─────────────────────────────────────────────────────────────────────────


def _figure(row: ClaimRow) -> Figure:
    """The figure of ``row`` as ``wording`` takes it."""
    words = Evidence(report=row.report, start=row.start, end=row.end, text=row.own)
    return Figure(
        id=row.id, evidence=words, quantity=words, value=row.value, low=row.low, high=row.high, unit=row.unit or "",
        measure=row.words or "", measure_kind=cast("MeasureKind", row.topic or "other"), method="",
        bound=cast("Bound", row.bound or "exact"), change=cast("Change", row.change or "level"),
    )  # fmt: skip


def _quantity(row: ClaimRow) -> str:
    return wording.quantity(_figure(row))


def through_time(rows: Iterable[ClaimRow]) -> tuple[Series, ...]:
    """One measure of the same parties, in one unit, over two days or periods or more."""
    groups: dict[tuple[object, ...], list[ClaimRow]] = defaultdict(list)
    for row in rows:
        if isinstance(row.value, Decimal) and row.change == "level" and _placed(row):
            groups[row.topic, row.unit, _measure(row).casefold()].append(row)
    return tuple(series for held in groups.values() if (series := _series(held)))


def _measure(row: ClaimRow) -> str:
    """``imports of copper, of Japan from Chile``: what is measured, in the report's words, and its parties."""
    parties = [f"{role} {wording.the(name)}" for role in ("of", "from", "to") for name in _named(row, role)]
    return ", ".join(part for part in (clean(row.words or ""), " ".join(parties)) if part)


def _named(row: ClaimRow, role: str) -> list[str]:
    return [clean(party.name) for party in row.parties if party.role == role]


def _placed(row: ClaimRow) -> bool:
    return bool((row.when_from and row.when_to) or row.day)


def _series(rows: Sequence[ClaimRow]) -> Series | None:
    points = sorted({_point(row) for row in rows}, key=lambda point: (point.first, point.last, point.value))
    if len({point.first for point in points}) < 2:
        return None
    return Series(wording.capital(_measure(rows[0])), rows[0].unit or "", tuple(points), reported=not rows[0].when_from)


def _point(row: ClaimRow) -> Point:
    first, last = row.when_from or row.day, row.when_to or row.day
    if first is None or last is None or row.value is None:
        raise ValueError(f"claim {row.id} has no day or no value")
    return Point(first, last, float(row.value), clean(_quantity(row)))


def balance(lines: Iterable[Line]) -> tuple[Grain, tuple[Balance, ...]]:
    """What was done, by week, month or year, as fits; what is only planned, denied or possible does not count."""
    done = [(line.first, line.sign) for line in lines if line.sign and not line.state and _is_near(line)]
    days = sorted(first for first, _ in done if first)
    span = (days[-1] - days[0]).days if days else 0
    grain: Grain = "week" if span < MOST_DAYS["week"] else "month" if span < MOST_DAYS["month"] else "year"
    counts: dict[tuple[dt.date, dt.date], list[int]] = defaultdict(lambda: [0, 0])
    for first, sign in done:
        if first:
            counts[_unit(first, grain)][sign != "+"] += 1
    return grain, tuple(Balance(*unit, *both) for unit, both in sorted(counts.items()))


def _is_near(line: Line) -> bool:
    """Whether the line's days are known to about a week: only then they can be counted into one."""
    return bool(line.first and line.last and (line.last - line.first).days < 7)


def _unit(day: dt.date, grain: Grain) -> tuple[dt.date, dt.date]:
    """The first and last day of the week (Monday to Sunday), month or year that ``day`` lies in."""
    if grain == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return monday, monday + dt.timedelta(days=6)
    if grain == "month":
        first = day.replace(day=1)
        return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return day.replace(month=1, day=1), day.replace(month=12, day=31)
