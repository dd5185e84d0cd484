"""``analyse``: one report, alone, to what it says. Pure: no disk, no clock, no network.

The one place that orders the extractors, and the one place where an error inside a report becomes ``Skipped``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import msgspec

from dateline import dates, entities, events, figures, lexicon, parse, quotations, relations
from dateline.errors import LexiconError, UnreadableError
from dateline.model import (
    Analysis,
    AnyClaim,
    Entity,
    Event,
    Figure,
    Mention,
    Outlet,
    Quotation,
    Relation,
    Report,
    Skipped,
    Time,
)
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Doc

log = logging.getLogger(__name__)

BATCH = 64  # reports parsed together: enough for the fast path to fill its matrices, little enough to stay small

T = TypeVar("T")


@dataclass(frozen=True)
class Stages:
    """The extractors, as plain functions: to swap one is to pass another."""

    entities: Callable[[Reading], tuple[tuple[Entity, ...], tuple[Mention, ...]]] = entities.find_entities
    times: Callable[[Reading], tuple[Time, ...]] = dates.find_times
    claims: tuple[Callable[[Reading], Iterable[AnyClaim]], ...] = (
        relations.find_relations,
        quotations.find_quotations,
        figures.find_figures,
        events.find_events,
    )


def analyse(
    report: Report,
    outlet: Outlet,
    *,
    pipeline: parse.Pipeline | None = None,
    stages: Stages | None = None,
) -> Analysis:
    """What ``report`` says, read with ``pipeline`` (default: the installed English one)."""
    doc = next(iter((pipeline or parse.load()).parse([report.text])))
    return analyse_parsed(report, outlet, doc, stages or Stages())


def analyse_all(
    items: Iterable[tuple[Report, Outlet] | Skipped],
    *,
    pipeline: parse.Pipeline | None = None,
    stages: Stages | None = None,
) -> Iterator[Analysis | Skipped]:
    """Each report's analysis, in order. A report that fails becomes ``Skipped``; the next one is read.

    What was skipped before, as ``ingest.read`` gives it, comes out as it is.
    """
    pipeline, stages = pipeline or parse.load(), stages or Stages()
    for found in batches(items, BATCH):
        yield from (item for item in found if isinstance(item, Skipped))
        full = [item for item in found if not isinstance(item, Skipped)]
        too_long = {report.id: reason for report, _ in full if (reason := _too_long(report))}
        yield from (_skip(report, "parse", too_long[report.id]) for report, _ in full if report.id in too_long)
        batch = [(report, outlet) for report, outlet in full if report.id not in too_long]
        docs = pipeline.parse(report.text for report, _ in batch)
        for (report, outlet), doc in zip(batch, docs, strict=True):
            try:
                yield analyse_parsed(report, outlet, doc, stages)
            except LexiconError:
                raise  # a broken installation, not a bad report
            except Exception as error:  # one bad report never stops the run
                log.debug("report %s could not be analysed", report.id, exc_info=True)
                reason = f"analysis failed: {type(error).__name__}: {error}. Please report this text as a bug."
                yield _skip(report, "analyse", reason)


def _too_long(report: Report) -> str:
    """Why the report's text is too long to parse, or nothing."""
    try:
        parse.check_length(report.text)
    except UnreadableError as error:
        return str(error)
    return ""


def _skip(report: Report, stage: str, reason: str) -> Skipped:
    return Skipped(ref=report.path or report.url or report.id, stage=stage, reason=reason)


def analyse_parsed(report: Report, outlet: Outlet, doc: Doc, stages: Stages) -> Analysis:
    """The stages in order over a parsed report."""
    reading = Reading(report=report, doc=doc, lexicon=lexicon.load(report.language))
    found, mentions = stages.entities(reading)
    reading = replace(reading, entities=found, mentions=mentions)
    report = msgspec.structs.replace(report, dateline=entities.place_of_dateline(reading))
    times = stages.times(reading)
    reading = replace(reading, report=report, times=times)
    claims = tuple(claim for find in stages.claims for claim in find(reading) if not _in_notice(claim, report))
    return Analysis(
        report=report,
        outlet=outlet,
        entities=found,
        mentions=mentions,
        times=times,
        claims=tuple(sorted(attribute(claims), key=lambda c: (c.evidence.start, c.evidence.end, c.kind, c.id))),
    )


def _in_notice(claim: AnyClaim, report: Report) -> bool:
    """Whether the words are the outlet's about the report itself: "this story has been withdrawn" is no news."""
    said = claim.evidence
    return any(
        said.start < (notice.end or 0) and (notice.start or 0) < said.end for notice in report.notices if notice.end
    )


def attribute(claims: Iterable[AnyClaim]) -> Iterator[AnyClaim]:
    """Give each claim that lies in a quotation's content its speaker as ``attributed_to``: said is not done."""
    claims = tuple(claims)
    said = [claim for claim in claims if isinstance(claim, Quotation) and claim.speaker]
    for claim in claims:
        speaker = None if claim.attributed_to else _speaker_of(claim, said)
        yield msgspec.structs.replace(claim, attributed_to=speaker) if speaker else claim


def _speaker_of(claim: AnyClaim, said: Iterable[Quotation]) -> str | None:
    """The speaker of the shortest quotation whose content holds the claim's own words."""
    match claim:
        case Quotation():
            return None
        case Event():
            own = claim.trigger
        case Figure():
            own = claim.quantity
        case Relation():
            own = claim.words
    holding = [
        (part.end - part.start, quotation.speaker)
        for quotation in said
        for part in quotation.content
        if part.start <= own.start and own.end <= part.end
    ]
    return min(holding, key=lambda pair: pair[0])[1] if holding else None


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of ``size``, the last one shorter."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
