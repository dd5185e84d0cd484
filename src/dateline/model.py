"""The record's types: what the program passes on, keeps and writes as JSON.

Every type is an immutable value. Offsets are Unicode code points, half-open, into ``Report.text``.
Ids are hashes of what is said and where, never of the method, the confidence or an entity link, so that
reading again with a better extractor keeps ids (and the judgements that people made about them).
This module imports nothing of ours. ``docs/record.md`` explains each field.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar, Literal

import msgspec

SCHEMA: Literal["dateline/record/1"] = "dateline/record/1"

OutletKind = Literal["agency", "newspaper", "broadcaster", "state", "web", "unknown"]
EntityType = Literal["person", "state", "organization", "group", "place", "other"]
MentionKind = Literal["name", "nominal", "pronoun"]
Grain = Literal["time", "day", "week", "month", "season", "quarter", "half", "year", "decade", "century", "unknown"]
Basis = Literal["explicit", "relative", "publication", "story"]
TimeType = Literal["date", "time", "duration", "set"]
Factuality = Literal["happened", "ongoing", "planned", "denied", "alleged", "hypothetical"]
Bound = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "range", "unknown"]
Change = Literal["level", "rise", "fall"]
Form = Literal["direct", "mixed", "indirect"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Quad = Literal["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]
RelationType = Literal["office", "affiliation", "member_of", "ally_of", "supplies", "part_of", "family", "other"]
MeasureKind = Literal[
    "import", "export", "trade", "trade_balance", "price", "aid", "investment", "loan", "fine", "compensation",
    "budget", "share", "rank", "killed", "injured", "missing", "displaced", "detained", "sentenced", "sentence",
    "released", "destroyed", "damaged", "troops", "weapons", "votes", "population", "production", "growth", "duration",
    "distance", "area", "magnitude", "age", "count", "other",
]  # fmt: skip
ClaimKind = Literal["event", "quotation", "figure", "relation"]
Standing = Literal["agreed", "compatible", "conflicting", "single"]
Judgement = Literal["same", "different", "unsure"]
NoticeKind = Literal["correction", "clarification", "update", "withdrawal", "note"]
CheckKind = Literal["sum", "share", "elapsed", "difference", "same_number"]
CheckStanding = Literal["consistent", "inconsistent"]


def content_id(*parts: object) -> str:
    """A 16-digit hexadecimal id made of ``parts`` alone: equal parts give equal ids, on any machine."""
    return hashlib.blake2b(msgspec.json.encode(parts), digest_size=8).hexdigest()


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the record's types: immutable, built by keyword."""


# ── sources ──────────────────────────────────────────────────────────────────────────────────────


class Outlet(Model, frozen=True, kw_only=True):
    """Who publishes. ``id`` is the domain where one is known, ``unknown`` where the report names nobody."""

    id: str
    name: str
    country: str | None = None
    kind: OutletKind = "unknown"
    url: str | None = None


class Evidence(Model, frozen=True, kw_only=True, order=True):
    """Words of a report: ``text == report.text[start:end]``."""

    report: str
    start: int
    end: int
    text: str


class Time(Model, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A point or stretch of time that a report speaks of.

    ``from`` and ``to`` are the first and the last day of the interval (a single day has both equal); a
    half-known interval has one of them; a relative expression in an undated report has neither until its story
    dates the report. ``start``/``end`` are absent for a time that is not words of the text (a page's metadata).
    ``value`` is the TIMEX3 value ("2024-07-08", "2024-W28", "P5Y", "PRESENT_REF"); for an unresolved relative
    expression it stays empty and ``shift`` keeps its meaning.
    """

    text: str = ""
    report: str | None = None
    start: int | None = None
    end: int | None = None
    from_: dt.date | None = None
    to: dt.date | None = None
    grain: Grain = "unknown"
    basis: Basis = "explicit"
    type: TimeType = "date"
    value: str = ""
    mod: str | None = None
    shift: str | None = None


class Place(Model, frozen=True, kw_only=True):
    """Where: the report's own word, and what a gazetteer is certain of (degrees north and east, WGS 84)."""

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    entity: str | None = None


class Dropped(Model, frozen=True, kw_only=True):
    """A range of the *source* text (not of ``Report.text``) that was left out, with the reason."""

    start: int
    end: int
    text: str
    reason: str


class Notice(Model, frozen=True, kw_only=True):
    """Words in which the outlet speaks of the report itself: it corrects, updates or withdraws it. No claim is in them.

    ``number`` is that of an "UPDATE 2". ``start``/``end`` are a range of ``Report.text`` where the words stand there
    (a report that is nothing but its notice); else they are left out of it and stand in ``Report.dropped``.
    """

    kind: NoticeKind
    text: str
    number: int | None = None
    start: int | None = None
    end: int | None = None


class Report(Model, frozen=True, kw_only=True):
    """One report of one outlet. ``text`` is headline, blank line, body: one offset space.

    ``updated`` is the moment (UTC) at which, by its source, the text was last changed; ``guid`` what its source calls
    all versions of it, where that is no web address.
    """

    id: str
    outlet: str
    text: str
    language: str = "en"
    title: str | None = None
    url: str | None = None
    guid: str | None = None
    path: str | None = None
    published: Time | None = None
    updated: dt.datetime | None = None
    retrieved: dt.datetime | None = None
    bylines: tuple[str, ...] = ()
    dateline: Place | None = None
    agency: str | None = None
    notices: tuple[Notice, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether the outlet says that it withdraws the report."""
        return any(notice.kind == "withdrawal" for notice in self.notices)

    def quote(self, start: int, end: int) -> Evidence:
        """The words at ``start:end`` as evidence. Raises ``ValueError`` for an empty range or one outside the text."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"range {start}:{end} is empty or outside the {len(self.text)} characters of {self.id}")
        return Evidence(report=self.id, start=start, end=end, text=self.text[start:end])


class Skipped(Model, frozen=True, kw_only=True):
    """What was not read, and why: ``stage`` says where it was given up ("ingest", "analyse")."""

    ref: str
    stage: str
    reason: str


# ── who and what ─────────────────────────────────────────────────────────────────────────────────


class Role(Model, frozen=True, kw_only=True):
    """A title somebody is given: a view on the relation claims that say so."""

    title: str
    of: str | None = None
    as_of: Time | None = None
    claims: tuple[str, ...] = ()


class Entity(Model, frozen=True, kw_only=True):
    """Somebody or something that acts or is spoken of. ``country`` is ISO 3166-1 alpha-3.

    In a record, ``merged`` lists the entities of single reports that were found to be this one.
    """

    id: str
    name: str
    type: EntityType
    country: str | None = None
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    merged: tuple[str, ...] = ()


class Mention(Model, frozen=True, kw_only=True, order=True):
    """Words of a report that refer to an entity."""

    report: str
    start: int
    end: int
    text: str
    entity: str
    kind: MentionKind = "name"


# ── claims ───────────────────────────────────────────────────────────────────────────────────────


class Claim(Model, frozen=True, kw_only=True, tag_field="kind"):
    """What one report says once. Nothing later edits it: sameness and agreement stand beside it.

    ``evidence`` is the clause that says it; narrower words (trigger, quantity, content) are fields of each kind.
    ``attributed_to`` is the entity whose word it is; without one it is the outlet's own voice.
    """

    kind: ClassVar[ClaimKind]
    id: str = ""
    evidence: Evidence
    when: Time | None = None
    where: Place | None = None
    attributed_to: str | None = None
    factuality: Factuality = "happened"
    method: str
    confidence: float = 1.0

    def identity(self) -> tuple[Any, ...]:
        """What tells this claim from another with the same evidence: words and values, no links."""
        raise NotImplementedError

    def __post_init__(self) -> None:
        """Derive the id from what is said and where."""
        if not self.id:
            where = (self.evidence.report, self.evidence.start, self.evidence.end)
            msgspec.structs.force_setattr(self, "id", content_id(self.kind, *where, *self.identity()))


def _ends(spans: Iterable[Evidence]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


class Event(Claim, frozen=True, kw_only=True, tag="event"):
    """Who did what to whom, in PLOVER's terms; ``type`` is absent for what happens without an actor (a storm).

    ``thing`` are the words for what a turn is of, which is no party to it: "the terminal" that opens in May.
    """

    kind: ClassVar[ClaimKind] = "event"
    type: EventType | None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    quad: Quad | None = None
    trigger: Evidence
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    thing: Evidence | None = None

    def identity(self) -> tuple[Any, ...]:
        return (self.type, self.mode, _ends((self.trigger,)))


class Quotation(Claim, frozen=True, kw_only=True, tag="quotation"):
    """Who said what. ``content`` holds the words without quotation marks, in parts where the report interrupts them.

    ``source`` is the report's words for the speaker ("an official who asked not to be named"), ``speaker`` the
    entity where the report decides it. ``polarity`` is ``negative`` for what was *not* said ("declined to say").
    """

    kind: ClassVar[ClaimKind] = "quotation"
    form: Form
    content: tuple[Evidence, ...]
    speaker: str | None = None
    source: Evidence | None = None
    cue: Evidence | None = None
    addressee: str | None = None
    occasion: str | None = None
    medium: str | None = None
    polarity: Literal["positive", "negative"] = "positive"

    def identity(self) -> tuple[Any, ...]:
        return (_ends(self.content),)


class Figure(Claim, frozen=True, kw_only=True, tag="figure", rename={"from_": "from"}):
    """How much of what, of whom. ``quantity`` is the number's own words with their bound; the period is ``when``.

    ``low``/``high`` are the ends of a stated range; ``value`` is absent for a range and for an unknown quantity.
    """

    kind: ClassVar[ClaimKind] = "figure"
    quantity: Evidence
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    bound: Bound = "exact"
    unit: str
    measure: str
    measure_kind: MeasureKind = "other"
    of: str | None = None
    from_: str | None = None
    to: str | None = None
    change: Change = "level"

    def identity(self) -> tuple[Any, ...]:
        return (str(self.value), str(self.low), str(self.high), self.unit, _ends((self.quantity,)))


class Relation(Claim, frozen=True, kw_only=True, tag="relation"):
    """What is so rather than what is done; ``words`` is the report's own phrase, ``title`` the office in it."""

    kind: ClassVar[ClaimKind] = "relation"
    subject: str
    relation: RelationType
    object: str | None = None
    words: Evidence
    title: str | None = None

    def identity(self) -> tuple[Any, ...]:
        return (self.relation, _ends((self.words,)))


AnyClaim = Event | Quotation | Figure | Relation


# ── across reports ───────────────────────────────────────────────────────────────────────────────


class Analysis(Model, frozen=True, kw_only=True):
    """What one report, alone, says. Entities are those of this report only."""

    report: Report
    outlet: Outlet
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    claims: tuple[AnyClaim, ...] = ()


class Story(Model, frozen=True, kw_only=True, rename={"from_": "from"}):
    """Reports of one happening. ``reprints`` maps a report to the one whose text it copies."""

    id: str
    label: str
    reports: tuple[str, ...]
    from_: dt.date | None = None
    to: dt.date | None = None
    reprints: dict[str, str] = {}


class Versions(Model, frozen=True, kw_only=True):
    """Texts of one report, oldest first. Only the newest counts in entries, and none where it is withdrawn."""

    id: str
    reports: tuple[str, ...]
    withdrawn: bool = False


class Match(Model, frozen=True, kw_only=True):
    """A judgement that two claims, or two entities, are about one thing. It says nothing of whether they agree."""

    left: str
    right: str
    judgement: Judgement
    score: float
    reasons: tuple[str, ...]
    by: str


class Judged(Model, frozen=True, kw_only=True):
    """What a person says of two claims, or of two entities of single reports: one thing, or two.

    Kept apart from our own matches, over which it goes. ``at`` is when it was said.
    """

    left: str
    right: str
    verdict: Literal["same", "different"]
    by: str
    at: dt.datetime | None = None
    note: str = ""


class Value(Model, frozen=True, kw_only=True):
    """One position in a difference: the value in words, and the claims that give it."""

    value: str
    claims: tuple[str, ...]


class Difference(Model, frozen=True, kw_only=True):
    """Where the claims of an entry differ, and what can be said about it."""

    field: str
    values: tuple[Value, ...]
    note: str = ""


class Entry(Model, frozen=True, kw_only=True):
    """One thing that the reports of a story speak of, with all the claims about it and how they stand.

    ``origins`` counts independent origins: a reprint is no second witness, two outlets that cite one official are
    one source told twice.
    """

    id: str
    story: str
    kind: ClaimKind
    label: str
    standing: Standing
    claims: tuple[str, ...]
    outlets: tuple[str, ...]
    origins: int
    differences: tuple[Difference, ...] = ()


class Revision(Model, frozen=True, kw_only=True):
    """What two successive versions of one report say differently: the outlet changed its word, which is no conflict."""

    id: str
    older: str
    newer: str
    kind: ClaimKind
    label: str
    claims: tuple[str, ...]
    differences: tuple[Difference, ...]


class Check(Model, frozen=True, kw_only=True):
    """Arithmetic between figures or dates of a story."""

    kind: CheckKind
    claims: tuple[str, ...]
    standing: CheckStanding
    note: str


class Run(Model, frozen=True, kw_only=True):
    """What made the record. No clock in it: the same input gives the same bytes."""

    version: str
    settings: dict[str, str]
    lexicon: str
    models: tuple[str, ...]


class Record(Model, frozen=True, kw_only=True, rename={"schema_": "schema"}):
    """The whole: what was read, what it claims, what of that is the same, and how it stands."""

    schema_: Literal["dateline/record/1"] = SCHEMA
    run: Run
    outlets: tuple[Outlet, ...] = ()
    reports: tuple[Report, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    claims: tuple[AnyClaim, ...] = ()
    versions: tuple[Versions, ...] = ()
    stories: tuple[Story, ...] = ()
    matches: tuple[Match, ...] = ()
    entries: tuple[Entry, ...] = ()
    checks: tuple[Check, ...] = ()
    revisions: tuple[Revision, ...] = ()
