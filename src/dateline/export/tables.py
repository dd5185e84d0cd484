"""The tables of an export: every row type with its columns, their types and what they mean, in this one place.

JSON lines, Parquet and CSV are the same tables written in three ways, and ``docs/tables.md`` is made of what stands
here. A column is a field; its type is the Python type (``None`` where a value can be absent) and its meaning the text
beside it. Ids are those of the record, so that tables join by them.
"""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from dateline.model import (
    Basis,
    Bound,
    Change,
    CheckKind,
    CheckStanding,
    ClaimKind,
    EntityType,
    EventType,
    Factuality,
    Form,
    Grain,
    Judgement,
    MeasureKind,
    MentionKind,
    NoticeKind,
    OutletKind,
    Quad,
    RelationType,
    Standing,
    TimeType,
)

Texts = tuple[str, ...]
PartyRole = Literal["actor", "recipient", "speaker", "addressee", "of", "from", "to", "subject", "object",
                    "attributed_to"]  # fmt: skip
ColumnKind = Literal["text", "integer", "number", "boolean", "date", "moment"]


class Row(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of the row types."""


class Run(Row, frozen=True, kw_only=True):
    """What made the record: one row where one version with one setting read everything."""

    version: Annotated[str, "version of Dateline"]
    lexicon: Annotated[str, "hash of all words of the language that the rules know"]
    models: Annotated[Texts, "names and versions of the language models"]
    settings: Annotated[str, "the settings as a JSON object"]


class Outlet(Row, frozen=True, kw_only=True):
    """Who publishes."""

    outlet: Annotated[str, "id: the domain where one is known; `unknown` where the report names nobody"]
    name: Annotated[str, "as a reader knows it"]
    country: Annotated[str | None, "ISO 3166-1 alpha-3"]
    kind: Annotated[OutletKind, "`agency`, `newspaper`, `broadcaster`, `state`, `web` or `unknown`"]
    url: Annotated[str | None, "its home page"]


class Report(Row, frozen=True, kw_only=True):
    """What was read: one row a report."""

    report: Annotated[str, "id, made of the outlet and the text"]
    outlet: Annotated[str, "id of the outlet"]
    story: Annotated[str | None, "id of the story that it belongs to; of an older version, that of the newest"]
    reprint_of: Annotated[str | None, "id of the report whose text it copies: a reprint is no second witness"]
    title: Annotated[str | None, "the headline"]
    text: Annotated[str, "headline, blank line, body: all offsets count its Unicode code points"]
    language: Annotated[str, "ISO 639-1"]
    published_from: Annotated[dt.date | None, "first day on which it can have been published; a known day is both"]
    published_to: Annotated[dt.date | None, "last such day"]
    published_basis: Annotated[
        Basis | None, "how that is known; `story` is worked out from the other reports of the story"
    ]
    updated: Annotated[dt.datetime | None, "when, by its source, the text was last changed, UTC"]
    retrieved: Annotated[dt.datetime | None, "when it was fetched, UTC"]
    current: Annotated[bool, "false for an older version and for what was withdrawn: neither counts in entries"]
    withdrawn: Annotated[bool, "whether the outlet withdrew it, in this version or a later one"]
    versions: Annotated[str | None, "id that all versions of one report share"]
    version: Annotated[int | None, "1 for the oldest of them"]
    url: Annotated[str | None, "where it was published"]
    guid: Annotated[str | None, "what its source calls all versions of it, where that is no web address"]
    path: Annotated[str | None, "the file it was read from"]
    bylines: Annotated[Texts, "who wrote it"]
    agency: Annotated[str | None, "the news agency that it credits"]
    dateline_name: Annotated[str | None, "where it was filed, in its own word"]
    dateline_country: Annotated[str | None, "ISO 3166-1 alpha-3 of that place, where it is certain"]
    dateline_latitude: Annotated[float | None, "degrees north, WGS 84"]
    dateline_longitude: Annotated[float | None, "degrees east"]


class Notice(Row, frozen=True, kw_only=True):
    """What an outlet says of its own report: that it corrects, updates or withdraws it."""

    report: Annotated[str, "id of the report"]
    kind: Annotated[NoticeKind, "`correction`, `clarification`, `update`, `withdrawal` or `note`"]
    text: Annotated[str, "the words"]
    number: Annotated[int | None, "of an “UPDATE 2”"]


class Skipped(Row, frozen=True, kw_only=True):
    """What could not be read, and why."""

    ref: Annotated[str, "the file, address or report"]
    stage: Annotated[str, "where it was given up: `ingest` or `analyse`"]
    reason: Annotated[str, "what is wrong, and what would help"]


class Entity(Row, frozen=True, kw_only=True):
    """Who and what the reports speak of."""

    entity: Annotated[str, "id"]
    name: Annotated[str, "the fullest name in the reports"]
    type: Annotated[EntityType, "`person`, `state`, `organization`, `group`, `place` or `other`"]
    country: Annotated[str | None, "ISO 3166-1 alpha-3"]


class EntityName(Row, frozen=True, kw_only=True):
    """Every name of an entity: `SELECT entity FROM entity_names WHERE name = …` finds it by any of them."""

    entity: Annotated[str, "id of the entity"]
    name: Annotated[str, "the name"]
    main: Annotated[bool, "whether it is the one in `entities`"]


class Mention(Row, frozen=True, kw_only=True):
    """Words of a report that refer to an entity."""

    report: Annotated[str, "id of the report"]
    start: Annotated[int, "first character"]
    end: Annotated[int, "the character after the last one"]
    text: Annotated[str, "the words there"]
    entity: Annotated[str, "id of whom they mean"]
    kind: Annotated[MentionKind, "`name`, `nominal` (“the minister”) or `pronoun`"]


class Time(Row, frozen=True, kw_only=True):
    """The time expressions of the reports."""

    report: Annotated[str, "id of the report"]
    start: Annotated[int, "first character"]
    end: Annotated[int, "the character after the last one"]
    text: Annotated[str, "the words there"]
    from_: Annotated[dt.date | None, "first day"] = msgspec.field(name="from")
    to: Annotated[dt.date | None, "last day"]
    grain: Annotated[Grain, "how fine: `day`, `week`, `month`, `year`, …"]
    basis: Annotated[Basis, "`explicit`, `relative`, `publication` or `story`"]
    type: Annotated[TimeType, "`date`, `time`, `duration` or `set`, as in TIMEX3"]
    value: Annotated[str, "the TIMEX3 value"]
    mod: Annotated[str | None, "the TIMEX3 modifier: `START`, `APPROX`, …"]
    shift: Annotated[str | None, "the meaning of a relative expression"]


class Told(Row, frozen=True, kw_only=True):
    """What the tables of the four kinds repeat from `claims`, so that no row is read without it."""

    claim: Annotated[str, "id of the claim"]
    report: Annotated[str, "id of the report that says it"]
    outlet: Annotated[str, "id of the outlet"]
    current: Annotated[bool, "false where the report is an older version or was withdrawn: leave it out of counts"]
    factuality: Annotated[Factuality, "`happened`, `ongoing`, `planned`, `denied`, `alleged` or `hypothetical`"]
    attributed_to: Annotated[str | None, "id of the entity whose word it is; absent: the outlet's own voice"]
    when_from: Annotated[dt.date | None, "first day of the time it speaks of"]
    when_to: Annotated[dt.date | None, "last day; equal to `when_from` for a single day"]
    when_grain: Annotated[Grain | None, "how fine that time is"]


class Claim(Told, frozen=True, kw_only=True):
    """What one report says once, of whatever kind: the columns that all kinds have, with the words that say it."""

    kind: Annotated[ClaimKind, "`event`, `quotation`, `figure` or `relation`: the table that holds the rest"]
    start: Annotated[int, "first character of the words that say it"]
    end: Annotated[int, "the character after the last one"]
    text: Annotated[str, "those words"]
    when_text: Annotated[str | None, "the words for its time; they can stand elsewhere in the report"]
    when_basis: Annotated[Basis | None, "how the time was placed"]
    when_value: Annotated[str | None, "its TIMEX3 value"]
    where_name: Annotated[str | None, "the place, in the report's word"]
    where_country: Annotated[str | None, "ISO 3166-1 alpha-3, where it is certain"]
    where_latitude: Annotated[float | None, "degrees north (WGS 84), where they are certain"]
    where_longitude: Annotated[float | None, "degrees east"]
    where_entity: Annotated[str | None, "id of the place"]
    method: Annotated[str, "the rule that found it"]
    confidence: Annotated[float, "0 to 1, where the rule has one; else 1"]


class Event(Told, frozen=True, kw_only=True):
    """Who did what to whom, as one report tells it. Who took part stands in `participants`."""

    type: Annotated[EventType | None, "PLOVER type; absent for what nobody did (a storm)"]
    mode: Annotated[str | None, "the codebook's finer kind, or Dateline's own where `type` is absent"]
    quad: Annotated[
        Quad | None, "`verbal_cooperation`, `material_cooperation`, `verbal_conflict` or `material_conflict`"
    ]
    codebook_type: Annotated[
        EventType | None,
        "as the PLOVER codebook codes it: a planned visit is an `AGREE`, a planned request or a denied attack nothing",
    ]
    contexts: Annotated[Texts, "what it is about, in the codebook's terms"]
    trigger_start: Annotated[int, "first character of the word that names the act"]
    trigger_end: Annotated[int, "the character after the last one"]
    trigger: Annotated[str, "that word"]
    thing: Annotated[str | None, "the words for what opens, begins, ends or is published"]


class Quotation(Told, frozen=True, kw_only=True):
    """Who said what. A quotation that the report interrupts has several parts, in order."""

    form: Annotated[Form, "`direct` (in quotation marks), `indirect` (in the report's words) or `mixed`"]
    polarity: Annotated[str, "`positive`; `negative` for what was *not* said"]
    speaker: Annotated[str | None, "id of who said it, where the report decides that"]
    source: Annotated[str | None, "the report's words for the speaker"]
    source_start: Annotated[int | None, "their first character"]
    source_end: Annotated[int | None, "the character after their last one"]
    cue: Annotated[str | None, "the words of saying"]
    addressee: Annotated[str | None, "id of who was told"]
    occasion: Annotated[str | None, "where it was said"]
    medium: Annotated[str | None, "through what"]
    content: Annotated[Texts, "what was said, in parts"]
    content_starts: Annotated[tuple[int, ...], "first characters of the parts"]
    content_ends: Annotated[tuple[int, ...], "the characters after the last ones"]


class Figure(Told, frozen=True, kw_only=True):
    """How much of what, of whom. Its period is `when_from` to `when_to`."""

    value: Annotated[float | None, "the number; absent for a range and for an unknown quantity"]
    value_exact: Annotated[str | None, "the same to the last digit, in full digits"]
    low: Annotated[float | None, "the lower end of a range"]
    low_exact: Annotated[str | None, "the same to the last digit"]
    high: Annotated[float | None, "the upper end of a range"]
    high_exact: Annotated[str | None, "the same to the last digit"]
    bound: Annotated[Bound, "`exact`, `about`, `at_least`, `at_most`, `more_than`, `less_than`, `range` or `unknown`"]
    unit: Annotated[str, "ISO 4217 for money, `percent`, `person`, UCUM for physical units, else the report's noun"]
    measure: Annotated[str, "what is measured, in the report's words"]
    measure_kind: Annotated[MeasureKind, "what is measured, in terms that can be compared: `import`, `killed`, …"]
    change: Annotated[Change, "`level`, or a `rise` or `fall` *by* the value"]
    of: Annotated[str | None, "id of whose it is"]
    from_: Annotated[str | None, "id of from whom it comes"] = msgspec.field(name="from")
    to: Annotated[str | None, "id of to whom it goes"]
    quantity_start: Annotated[int, "first character of the number's own words"]
    quantity_end: Annotated[int, "the character after the last one"]
    quantity: Annotated[str, "those words, with their bound"]


class Relation(Told, frozen=True, kw_only=True):
    """What is so rather than what is done."""

    relation: Annotated[
        RelationType, "`office`, `affiliation`, `member_of`, `ally_of`, `supplies`, `part_of`, `family` or `other`"
    ]
    subject: Annotated[str, "id of who"]
    object: Annotated[str | None, "id of whom or what"]
    title: Annotated[str | None, "the office in it"]
    past: Annotated[bool, "whether the report speaks of it as over (“was the minister”)"]
    words_start: Annotated[int, "first character of the phrase"]
    words_end: Annotated[int, "the character after the last one"]
    words: Annotated[str, "the phrase"]


class Participant(Row, frozen=True, kw_only=True):
    """Everybody who takes part in a claim, one row each: the table that dyads are made of."""

    claim: Annotated[str, "id of the claim"]
    kind: Annotated[ClaimKind, "its kind"]
    role: Annotated[
        PartyRole,
        "`actor`, `recipient`, `speaker`, `addressee`, `of`, `from`, `to`, `subject`, `object`, `attributed_to`",
    ]
    position: Annotated[int, "1 for the first of the role"]
    entity: Annotated[str, "id"]
    name: Annotated[str, "its name"]
    type: Annotated[EntityType, "its type"]
    country: Annotated[str | None, "its country, ISO 3166-1 alpha-3"]


class Story(Row, frozen=True, kw_only=True):
    """Reports of one happening."""

    story: Annotated[str, "id"]
    label: Annotated[str, "the headline that stands nearest to all its reports"]
    from_: Annotated[dt.date | None, "first day of publication"] = msgspec.field(name="from")
    to: Annotated[dt.date | None, "last day"]
    reports: Annotated[Texts, "ids of its reports"]


class Entry(Row, frozen=True, kw_only=True):
    """What a story speaks of, each thing once, with how the reports stand to it."""

    entry: Annotated[str, "id"]
    story: Annotated[str, "id of the story"]
    position: Annotated[int, "1 for the most important of the story"]
    kind: Annotated[ClaimKind, "the kind of its claims"]
    label: Annotated[str, "the thing in question, in Dateline's words"]
    standing: Annotated[Standing, "`agreed`, `compatible`, `conflicting` or `single`"]
    origins: Annotated[int, "how many independent origins: reprints and outlets that cite one official count once"]
    outlets: Annotated[Texts, "ids of who carries it"]


class EntryClaim(Row, frozen=True, kw_only=True):
    """Which claims an entry gathers."""

    entry: Annotated[str, "id of the entry"]
    claim: Annotated[str, "id of the claim"]
    report: Annotated[str, "id of its report"]
    outlet: Annotated[str, "id of its outlet"]


class Difference(Row, frozen=True, kw_only=True):
    """Where the claims of an entry differ: one row for each position that is taken."""

    entry: Annotated[str, "id of the entry"]
    field: Annotated[str, "in what: `value`, `when`, `where`, `actors`, `speaker`, …"]
    position: Annotated[int, "1 for the first position of this difference"]
    value: Annotated[str, "the position in words"]
    claims: Annotated[Texts, "ids of the claims that take it"]
    outlets: Annotated[Texts, "ids of the outlets that take it"]
    note: Annotated[str, "what can be said about the difference; the same in all its rows"]


class Revision(Row, frozen=True, kw_only=True):
    """What a newer version of a report says differently: one row for each position, old and new."""

    revision: Annotated[str, "id"]
    older: Annotated[str, "id of the older version"]
    newer: Annotated[str, "id of the newer version"]
    kind: Annotated[ClaimKind, "the kind of the claims"]
    label: Annotated[str, "the thing in question, in Dateline's words"]
    field: Annotated[str, "in what they differ"]
    position: Annotated[int, "1 for the first position of this difference"]
    value: Annotated[str, "the position in words"]
    claims: Annotated[Texts, "ids of the claims that take it"]
    note: Annotated[str, "what can be said about the difference"]


class Match(Row, frozen=True, kw_only=True):
    """Judgements that two claims, or two entities, are about one thing; not that they agree."""

    left: Annotated[str, "id"]
    right: Annotated[str, "id"]
    what: Annotated[Literal["claim", "entity"], "what the two are"]
    judgement: Annotated[Judgement, "`same`, `different` or `unsure`"]
    score: Annotated[float, "0 to 1"]
    reasons: Annotated[Texts, "what spoke for it"]
    by: Annotated[str, "the rule, or `person:` and a name where somebody judged the pair"]


class Check(Row, frozen=True, kw_only=True):
    """Arithmetic between figures or dates of a story."""

    check: Annotated[str, "id, made of its kind and claims"]
    story: Annotated[str | None, "id of the story"]
    kind: Annotated[CheckKind, "`sum`, `share`, `elapsed`, `difference` or `same_number`"]
    claims: Annotated[Texts, "ids of what goes into it"]
    standing: Annotated[CheckStanding, "`consistent` or `inconsistent`"]
    note: Annotated[str, "the arithmetic in a sentence"]


TABLES: dict[str, type[Row]] = {
    "runs": Run,
    "outlets": Outlet,
    "reports": Report,
    "notices": Notice,
    "skipped": Skipped,
    "entities": Entity,
    "entity_names": EntityName,
    "mentions": Mention,
    "times": Time,
    "claims": Claim,
    "events": Event,
    "quotations": Quotation,
    "figures": Figure,
    "relations": Relation,
    "participants": Participant,
    "stories": Story,
    "entries": Entry,
    "entry_claims": EntryClaim,
    "differences": Difference,
    "revisions": Revision,
    "matches": Match,
    "checks": Check,
}
"""Every table by name, in the order of the documentation."""


class Column(msgspec.Struct, frozen=True):
    """One column: its name in the files, the field it is read from, its kind, and what it means."""

    name: str
    field: str
    kind: ColumnKind
    listed: bool
    optional: bool
    meaning: str


_KINDS: dict[type, ColumnKind] = {
    str: "text",
    int: "integer",
    float: "number",
    bool: "boolean",
    dt.date: "date",
    dt.datetime: "moment",
}


@functools.cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order."""
    row = TABLES[table]
    hints = get_type_hints(row, include_extras=True)
    return tuple(_column(field.encode_name, field.name, hints[field.name]) for field in msgspec.structs.fields(row))


def _column(name: str, field: str, hint: Any) -> Column:
    inner, meaning = get_args(hint)
    optional = get_origin(inner) in (Union, UnionType)
    kind = next(option for option in get_args(inner) if option is not type(None)) if optional else inner
    listed = get_origin(kind) is tuple
    scalar = get_args(kind)[0] if listed else kind
    base = str if get_origin(scalar) is Literal else scalar
    return Column(name, field, _KINDS[base], listed, optional, meaning)


def meaning(table: str) -> str:
    """What a table holds, in words."""
    return inspect.cleandoc(TABLES[table].__doc__ or "")


def document() -> str:
    """The reference of all tables in Markdown: the body of ``docs/tables.md``."""
    return "\n".join(line for table in TABLES for line in _section(table))


def _section(table: str) -> list[str]:
    rows = [f"| `{column.name}` | {_type(column)} | {column.meaning} |" for column in columns(table)]
    return [f"## {table}", "", meaning(table), "", "| column | type | meaning |", "| --- | --- | --- |", *rows, ""]


def _type(column: Column) -> str:
    said = f"list of {column.kind}s" if column.listed else column.kind
    return f"{said}, or absent" if column.optional else said
