"""A record as rows of the tables: ``rows`` yields them one by one, with the name of the table each belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

import msgspec

from dateline import model
from dateline.export import tables
from dateline.export.happenings import coded
from dateline.export.tables import Row
from dateline.export.view import View, utc, views
from dateline.model import AnyClaim, Record, content_id

PAST = "/past"  # how the rule for relations marks one that the report speaks of as over


def rows(records: Iterable[Record]) -> Iterator[tuple[str, Row]]:
    """The rows of all tables as ``(table, row)``; what records share comes once, with the first that holds it."""
    for view in views(records):
        yield from _record(view)


def _record(view: View) -> Iterator[tuple[str, Row]]:
    for made in chain(
        _sources(view), _entities(view), _words(view), _told(view), _stories(view), _revisions(view), _judged(view)
    ):
        yield _NAMES[type(made)], made


_NAMES = {row: name for name, row in tables.TABLES.items()}


# ── sources ──────────────────────────────────────────────────────────────────────────────────────


def _sources(view: View) -> Iterator[Row]:
    run = view.record.run
    settings = msgspec.json.encode(run.settings, order="sorted").decode()
    if view.once.new("run", run.version, run.lexicon, *run.models, settings):
        yield tables.Run(version=run.version, lexicon=run.lexicon, models=run.models, settings=settings)
    for outlet in view.record.outlets:
        if view.once.new("outlet", outlet.id):
            yield tables.Outlet(
                outlet=outlet.id, name=outlet.name, country=outlet.country, kind=outlet.kind, url=outlet.url
            )
    for report in view.record.reports:
        if report.id in view.fresh:
            yield _report(report, view)
            for notice in report.notices:
                yield tables.Notice(report=report.id, kind=notice.kind, text=notice.text, number=notice.number)
    for skipped in view.record.skipped:
        if view.once.new("skipped", skipped.ref, skipped.stage, skipped.reason):
            yield tables.Skipped(ref=skipped.ref, stage=skipped.stage, reason=skipped.reason)


def _report(report: model.Report, view: View) -> Row:
    versions = view.versions_of.get(report.id)
    story = view.story_of.get(versions.reports[-1] if versions else report.id)
    published, filed = report.published, report.dateline
    return tables.Report(
        report=report.id,
        outlet=report.outlet,
        story=story.id if story else None,
        reprint_of=story.reprints.get(report.id) if story else None,
        title=report.title,
        text=report.text,
        language=report.language,
        published_from=published.from_ if published else None,
        published_to=published.to if published else None,
        published_basis=published.basis if published else None,
        updated=utc(report.updated),
        retrieved=utc(report.retrieved),
        current=report.id in view.current,
        withdrawn=report.withdrawn or bool(versions and versions.withdrawn),
        versions=versions.id if versions else None,
        version=versions.reports.index(report.id) + 1 if versions else None,
        url=report.url,
        guid=report.guid,
        path=report.path,
        bylines=report.bylines,
        agency=report.agency,
        dateline_name=filed.name if filed else None,
        dateline_country=filed.country if filed else None,
        dateline_latitude=filed.latitude if filed else None,
        dateline_longitude=filed.longitude if filed else None,
    )


# ── who and what, and the words for it ───────────────────────────────────────────────────────────


def _entities(view: View) -> Iterator[Row]:
    for entity in view.record.entities:
        if view.once.new("entity", entity.id):
            yield tables.Entity(entity=entity.id, name=entity.name, type=entity.type, country=entity.country)
        for number, name in enumerate(dict.fromkeys((entity.name, *entity.aliases))):
            if view.once.new("name", entity.id, name):
                yield tables.EntityName(entity=entity.id, name=name, main=number == 0)


def _words(view: View) -> Iterator[Row]:
    for mention in view.record.mentions:
        if mention.report in view.fresh:
            yield tables.Mention(
                report=mention.report,
                start=mention.start,
                end=mention.end,
                text=mention.text,
                entity=mention.entity,
                kind=mention.kind,
            )
    for time in view.record.times:
        if time.report in view.fresh and time.start is not None and time.end is not None:
            yield tables.Time(
                report=time.report or "",
                start=time.start,
                end=time.end,
                text=time.text,
                from_=time.from_,
                to=time.to,
                grain=time.grain,
                basis=time.basis,
                type=time.type,
                value=time.value,
                mod=time.mod,
                shift=time.shift,
            )


# ── claims ───────────────────────────────────────────────────────────────────────────────────────


def _told(view: View) -> Iterator[Row]:
    for claim in view.own_claims():
        common = _common(claim, view)
        yield _claim(claim, common)
        match claim:
            case model.Event():
                yield _event(claim, common)
            case model.Quotation():
                yield _quotation(claim, common)
            case model.Figure():
                yield _figure(claim, common)
            case model.Relation():
                yield _relation(claim, common)
        yield from _participants(claim, view)


def _common(claim: AnyClaim, view: View) -> dict[str, Any]:
    when = claim.when
    return {
        "claim": claim.id,
        "report": claim.evidence.report,
        "outlet": view.outlet_id(claim),
        "current": claim.evidence.report in view.current,
        "factuality": claim.factuality,
        "attributed_to": claim.attributed_to,
        "when_from": when.from_ if when else None,
        "when_to": when.to if when else None,
        "when_grain": when.grain if when else None,
    }


def _claim(claim: AnyClaim, common: dict[str, Any]) -> Row:
    when, where, words = claim.when, claim.where, claim.evidence
    return tables.Claim(
        **common,
        kind=claim.kind,
        start=words.start,
        end=words.end,
        text=words.text,
        when_text=(when.text or None) if when else None,
        when_basis=when.basis if when else None,
        when_value=(when.value or None) if when else None,
        where_name=where.name if where else None,
        where_country=where.country if where else None,
        where_latitude=where.latitude if where else None,
        where_longitude=where.longitude if where else None,
        where_entity=where.entity if where else None,
        method=claim.method,
        confidence=claim.confidence,
    )


def _event(event: model.Event, common: dict[str, Any]) -> Row:
    return tables.Event(
        **common,
        type=event.type,
        mode=event.mode,
        quad=event.quad,
        codebook_type=coded(event.type, event.factuality),
        contexts=event.contexts,
        trigger_start=event.trigger.start,
        trigger_end=event.trigger.end,
        trigger=event.trigger.text,
        thing=event.thing.text if event.thing else None,
    )


def _quotation(said: model.Quotation, common: dict[str, Any]) -> Row:
    source = said.source
    return tables.Quotation(
        **common,
        form=said.form,
        polarity=said.polarity,
        speaker=said.speaker,
        source=source.text if source else None,
        source_start=source.start if source else None,
        source_end=source.end if source else None,
        cue=said.cue.text if said.cue else None,
        addressee=said.addressee,
        occasion=said.occasion,
        medium=said.medium,
        content=tuple(part.text for part in said.content),
        content_starts=tuple(part.start for part in said.content),
        content_ends=tuple(part.end for part in said.content),
    )


def _figure(figure: model.Figure, common: dict[str, Any]) -> Row:
    return tables.Figure(
        **common,
        value=_float(figure.value),
        value_exact=_digits(figure.value),
        low=_float(figure.low),
        low_exact=_digits(figure.low),
        high=_float(figure.high),
        high_exact=_digits(figure.high),
        bound=figure.bound,
        unit=figure.unit,
        measure=figure.measure,
        measure_kind=figure.measure_kind,
        change=figure.change,
        of=figure.of,
        from_=figure.from_,
        to=figure.to,
        quantity_start=figure.quantity.start,
        quantity_end=figure.quantity.end,
        quantity=figure.quantity.text,
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _relation(relation: model.Relation, common: dict[str, Any]) -> Row:
    return tables.Relation(
        **common,
        relation=relation.relation,
        subject=relation.subject,
        object=relation.object,
        title=relation.title,
        past=relation.method.endswith(PAST),
        words_start=relation.words.start,
        words_end=relation.words.end,
        words=relation.words.text,
    )


def _participants(claim: AnyClaim, view: View) -> Iterator[Row]:
    for role, ids in _parties(claim):
        for number, party in enumerate(ids, 1):
            entity = view.entities.get(party)
            if entity is not None:
                yield tables.Participant(
                    claim=claim.id,
                    kind=claim.kind,
                    role=role,
                    position=number,
                    entity=entity.id,
                    name=entity.name,
                    type=entity.type,
                    country=entity.country,
                )


def _parties(claim: AnyClaim) -> Iterator[tuple[tables.PartyRole, tuple[str, ...]]]:
    match claim:
        case model.Event():
            yield "actor", claim.actors
            yield "recipient", claim.recipients
        case model.Quotation():
            yield "speaker", _some(claim.speaker)
            yield "addressee", _some(claim.addressee)
        case model.Figure():
            yield "of", _some(claim.of)
            yield "from", _some(claim.from_)
            yield "to", _some(claim.to)
        case model.Relation():
            yield "subject", _some(claim.subject)
            yield "object", _some(claim.object)
    yield "attributed_to", _some(claim.attributed_to)


def _some(entity: str | None) -> tuple[str, ...]:
    return (entity,) if entity else ()


# ── across reports ───────────────────────────────────────────────────────────────────────────────


def _stories(view: View) -> Iterator[Row]:
    for story in view.stories:
        yield tables.Story(story=story.id, label=story.label, from_=story.from_, to=story.to, reports=story.reports)
    positions: dict[str, int] = {}
    for entry in view.entries:
        positions[entry.story] = positions.get(entry.story, 0) + 1
        yield tables.Entry(
            entry=entry.id,
            story=entry.story,
            position=positions[entry.story],
            kind=entry.kind,
            label=entry.label,
            standing=entry.standing,
            origins=entry.origins,
            outlets=entry.outlets,
        )
        for claim in _held(entry.claims, view):
            yield tables.EntryClaim(
                entry=entry.id, claim=claim.id, report=claim.evidence.report, outlet=view.outlet_id(claim)
            )
        yield from _differences(entry, view)


def _held(ids: Iterable[str], view: View) -> Iterator[AnyClaim]:
    return (view.claims[claim] for claim in ids if claim in view.claims)


def _differences(entry: model.Entry, view: View) -> Iterator[Row]:
    for difference in entry.differences:
        for number, value in enumerate(difference.values, 1):
            yield tables.Difference(
                entry=entry.id,
                field=difference.field,
                position=number,
                value=value.value,
                claims=value.claims,
                outlets=tuple(dict.fromkeys(view.outlet_id(claim) for claim in _held(value.claims, view))),
                note=difference.note,
            )


def _revisions(view: View) -> Iterator[Row]:
    for revision in view.record.revisions:
        if revision.newer in view.fresh:
            for difference in revision.differences:
                for number, value in enumerate(difference.values, 1):
                    yield tables.Revision(
                        revision=revision.id,
                        older=revision.older,
                        newer=revision.newer,
                        kind=revision.kind,
                        label=revision.label,
                        field=difference.field,
                        position=number,
                        value=value.value,
                        claims=value.claims,
                        note=difference.note,
                    )


def _judged(view: View) -> Iterator[Row]:
    for match in view.record.matches:
        claim = view.claims.get(match.left)
        if claim.evidence.report in view.fresh if claim else view.once.new("match", match.left, match.right):
            yield tables.Match(
                left=match.left,
                right=match.right,
                what="claim" if claim else "entity",
                judgement=match.judgement,
                score=match.score,
                reasons=match.reasons,
                by=match.by,
            )
    for check in view.record.checks:
        held = next(_held(check.claims, view), None)
        if held is None or held.evidence.report in view.fresh:
            story = view.story_of.get(held.evidence.report) if held else None
            yield tables.Check(
                check=content_id("check", check.kind, check.claims),
                story=story.id if story else None,
                kind=check.kind,
                claims=check.claims,
                standing=check.standing,
                note=check.note,
            )
