"""Events across reports on public data: clusters over a topic (ECB+), merged events over a collection (MEANTIME).

Nothing is given: reports are analysed and consolidated as in the main job, and what the record holds as one entry is
laid on the sets' chains. A mention of ours is the trigger of an event or the cue of a quotation (both sets annotate
acts of speech as events); a mention of ours and one of the set are the same where their words overlap, one to one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dateline import lexicon, parse
from dateline.analyse import analyse_all
from dateline.evaluate import coreference
from dateline.evaluate.coreference import Scores, best_assignment, chains_of
from dateline.evaluate.entities import last_word
from dateline.evaluate.scoring import Counts, Measure, read_items
from dateline.evaluate.stories import report_of
from dateline.match import interval
from dateline.match.words import stem
from dateline.model import Analysis, Event, Evidence, Outlet, Quotation, Record, Run
from dateline.record import consolidate

Span = tuple[str, int, int]  # report, start, end
_ROLES = {"Arg0": "actors", "Arg1": "recipients"}


@dataclass(frozen=True)
class Told:
    """One mention of an event in a record: where, its word, and the entry that holds it."""

    span: Span
    word: str
    entry: str


def _read(items: Sequence[Mapping[str, Any]]) -> list[Analysis]:
    """Each item analysed as a report of its own outlet; one that fails is an error of the evaluation."""
    outlets = [Outlet(id=f"outlet-{item['id']}", name="") for item in items]
    reports = [report_of(str(item["id"]), item, outlet.id) for item, outlet in zip(items, outlets, strict=True)]
    found = list(analyse_all(zip(reports, outlets, strict=True), pipeline=parse.load()))
    analyses = [analysis for analysis in found if isinstance(analysis, Analysis)]
    if len(analyses) < len(found):
        raise ValueError(f"{len(found) - len(analyses)} reports could not be analysed")
    return analyses


def _consolidate(analyses: Iterable[Analysis]) -> Record:
    return consolidate(analyses, Run(version="", settings={}, lexicon=lexicon.load().digest, models=()))


def told(record: Record) -> list[Told]:
    """The mentions of events in ``record``, in the order of the reports."""
    entry = {claim: entry.id for entry in record.entries for claim in entry.claims}
    found = {}
    for claim in record.claims:
        word = _word(claim) if isinstance(claim, Event | Quotation) else None
        if word:
            found[word.report, word.start, word.end] = Told(
                (word.report, word.start, word.end), word.text, entry[claim.id]
            )
    return [found[span] for span in sorted(found)]


def _word(claim: Event | Quotation) -> Evidence | None:
    return claim.trigger if isinstance(claim, Event) else claim.cue


def _aligned(ours: Iterable[Span], gold: Mapping[Span, Hashable]) -> dict[Span, Span]:
    """Our spans to those of the set whose words they overlap, one to one, the nearest ends first."""
    by_report: dict[str, list[Span]] = defaultdict(list)
    for span in gold:
        by_report[span[0]].append(span)
    pairs = sorted(
        (abs(own[1] - other[1]) + abs(own[2] - other[2]), own, other)
        for own in ours
        for other in by_report[own[0]]
        if own[1] < other[2] and other[1] < own[2]
    )
    taken: dict[Span, Span] = {}
    used: set[Span] = set()
    for _, own, other in pairs:
        if own not in taken and other not in used:
            taken[own] = other
            used.add(other)
    return taken


def _inside(item: Mapping[str, Any], start: int) -> bool:
    """Whether an offset lies in a sentence that the set's annotators have checked."""
    sentences = [item["sentences"][number] for number in item["scored_sentences"]]
    return any(first <= start < last for first, last in sentences)


def _checked(record: Record, items: Sequence[Mapping[str, Any]]) -> list[Told]:
    by_id = {str(item["id"]): item for item in items}
    offset = {r.id: r.text.index(by_id[r.id]["text"]) for r in record.reports}
    moved = [
        Told((t.span[0], t.span[1] - offset[t.span[0]], t.span[2] - offset[t.span[0]]), t.word, t.entry)
        for t in told(record)
    ]
    return [mention for mention in moved if _inside(by_id[mention.span[0]], mention.span[1])]


# ── ECB+ ─────────────────────────────────────────────────────────────────────────────────────────


def score_ecbplus(folder: Path) -> list[Measure]:
    """CoNLL F1 of event chains, all reports of a topic together, own mentions; mean over topics.

    The baseline has the same mentions and puts those with one last word together. The second measure leaves out
    mentions that only one side has: it tells the clustering apart from the finding.
    """
    items = list(read_items(folder / "docs.jsonl"))
    analyses = {analysis.report.id: analysis for analysis in _read(items)}
    whole: list[tuple[Scores, Scores]] = []
    shared: list[tuple[Scores, Scores]] = []
    count = 0
    for topic in sorted({item["topic"] for item in items}):
        inside = [item for item in items if item["topic"] == topic]
        gold = {
            (str(item["id"]), mention["start"], mention["end"]): mention["chain"]
            for item in inside
            for mention in item["mentions"]
            if mention["kind"] == "event"
        }
        count += len(gold)
        found = _checked(_consolidate(analyses[str(item["id"])] for item in inside), inside)
        taken = _aligned([mention.span for mention in found], gold)
        both = [mention for mention in found if mention.span in taken]
        key = {taken[mention.span]: gold[taken[mention.span]] for mention in both}
        whole.append((_score(gold, found, taken, _entry), _score(gold, found, taken, _last)))
        shared.append((_score(key, both, taken, _entry), _score(key, both, taken, _last)))
    return [
        _measure("event clusters CoNLL F1", whole, count, "nothing"),
        _measure("event clusters CoNLL F1, mentions found by both", shared, count, "mentions, of those found"),
    ]


def _entry(mention: Told) -> Hashable:
    return mention.entry


def _last(mention: Told) -> Hashable:
    return stem(last_word(mention.word))


def _score(gold: Mapping[Span, Hashable], found: Iterable[Told], taken: Mapping[Span, Span], label: Any) -> Scores:
    response = [(taken.get(mention.span, mention.span), label(mention)) for mention in found]
    return coreference.score(chains_of(gold.items()), chains_of(response))


def _measure(metric: str, scores: Sequence[tuple[Scores, Scores]], items: int, given: str) -> Measure:
    own, base = (sum(pair[side].conll for pair in scores) / len(scores) for side in (0, 1))
    return Measure("ecbplus", metric, own, items, given=given, baseline=base)


# ── MEANTIME ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Instance:
    """An event of a collection, ours or the set's: its mentions, its day, and who takes part in which role."""

    mentions: frozenset[Span]
    days: tuple[dt.date, dt.date] | None
    participants: frozenset[tuple[str, str]]


def score_meantime(folder: Path) -> list[Measure]:
    """Record F1: events of the record laid on the set's merged events; then days and participants of the aligned.

    The set's events are those of scope "corpus" with a mention in a checked sentence; ours those with a mention there.
    An event of ours that is one of scope "document" is neither rewarded nor punished.
    """
    items = list(read_items(folder / "docs.jsonl"))
    record = _consolidate(_read(items))
    spans = {
        (str(item["id"]), mention["id"]): (str(item["id"]), mention["start"], mention["end"])
        for item in items
        for kind in ("events", "entities")
        for mention in item[kind]
        if _inside(item, mention["start"])
    }
    instances = list(read_items(folder / "instances.jsonl"))
    gold = _gold(instances, "corpus", spans)
    inner = _gold(instances, "document", spans)
    things = {x["id"]: _mentions(x, spans) for x in instances if x["kind"] == "entity"}
    found = _checked(record, items)
    known = {span for instance in (*gold, *inner) for span in instance.mentions}
    ours = _our_instances(record, found, known)
    counts, pairs = _laid(gold, inner, [instance.mentions for instance in ours])
    taken = _aligned([mention.span for mention in found], dict.fromkeys(known))
    words = chains_of((taken.get(mention.span, mention.span), _last(mention)) for mention in found)
    baseline, _ = _laid(gold, inner, [frozenset(s for s in group if isinstance(s, tuple)) for group in words])
    days = [_one_day(gold[g].days, ours[o].days) for g, o in pairs if gold[g].days]
    return [
        Measure("meantime", "record F1", counts.f1, len(gold), counts=counts, baseline=baseline.f1),
        Measure("meantime", "record day accuracy", sum(days) / len(days), len(days), given="aligned events"),
        _participants(record, items, things, [(gold[g], ours[o]) for g, o in pairs]),
    ]


def _gold(instances: Iterable[Mapping[str, Any]], scope: str, spans: Mapping[tuple[str, str], Span]) -> list[_Instance]:
    events = (_gold_instance(x, spans) for x in instances if (x["scope"], x["kind"]) == (scope, "event"))
    return [event for event in events if event.mentions]


def _laid(
    gold: Sequence[_Instance], inner: Sequence[_Instance], ours: Sequence[frozenset[Span]]
) -> tuple[Counts, list[tuple[int, int]]]:
    """The counts of ``ours`` laid on ``gold`` and ``inner`` together, and the pairs with ``gold``."""
    pairs = _pair([instance.mentions for instance in (*gold, *inner)], ours)
    right = [(g, o) for g, o in pairs if g < len(gold)]
    return Counts(len(right), len(ours) - len(pairs), len(gold) - len(right)), right


def _mentions(instance: Mapping[str, Any], spans: Mapping[tuple[str, str], Span]) -> frozenset[Span]:
    keys = ((str(m["doc"]), m["mention"]) for m in instance["mentions"])
    return frozenset(spans[key] for key in keys if key in spans)


def _gold_instance(instance: Mapping[str, Any], spans: Mapping[tuple[str, str], Span]) -> _Instance:
    return _Instance(
        _mentions(instance, spans),
        _stretch(instance.get("time") or instance.get("begin") or ""),
        frozenset((p["instance"], _ROLES.get(p["role"], "other")) for p in instance.get("participants", ())),
    )


def _stretch(value: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of "2008-06-09", "2008-06" or "2008"; nothing for what is not known."""
    parts = value.split("-")
    if not parts[0].isdigit():
        return None
    numbers = [int(part) for part in parts if part.isdigit()]
    year, month, day = (*numbers, 0, 0)[:3]
    if day:
        return (dt.date(year, month, day),) * 2
    first = dt.date(year, month or 1, 1)
    after = dt.date(year + 1, 1, 1) if month in (0, 12) else dt.date(year, month + 1, 1)
    return first, after - dt.timedelta(days=1)


def _our_instances(record: Record, found: Iterable[Told], gold: set[Span]) -> list[_Instance]:
    taken = _aligned([mention.span for mention in found], dict.fromkeys(gold))
    held: dict[str, set[Span]] = defaultdict(set)
    for mention in found:
        held[mention.entry].add(taken.get(mention.span, mention.span))
    claims = {claim.id: claim for claim in record.claims}
    made = []
    for entry in record.entries:
        if entry.id not in held:
            continue
        own = [claim for key in entry.claims if isinstance(claim := claims[key], Event | Quotation)]
        days = [pair for claim in own if claim.when and (pair := interval(claim.when))]
        parts = {part for claim in own for part in _parts(claim)}
        made.append(_Instance(frozenset(held[entry.id]), min(days, key=_width, default=None), frozenset(parts)))
    return made


def _width(days: tuple[dt.date, dt.date]) -> tuple[int, dt.date]:
    return (days[1] - days[0]).days, days[0]


def _parts(claim: Event | Quotation) -> Iterable[tuple[str, str]]:
    if isinstance(claim, Quotation):
        return [(claim.speaker, "actors")] if claim.speaker else []
    return [(key, "actors") for key in claim.actors] + [(key, "recipients") for key in claim.recipients]


def _pair(gold: Sequence[frozenset[Span]], ours: Sequence[frozenset[Span]]) -> list[tuple[int, int]]:
    """One-to-one pairs with the greatest number of shared mentions, at least one each."""
    if not gold or not ours:
        return []
    gain = np.array([[float(len(g & o)) for o in ours] for g in gold])
    return [(g, o) for g, o in best_assignment(gain) if gain[g, o] > 0]


def _one_day(gold: tuple[dt.date, dt.date] | None, own: tuple[dt.date, dt.date] | None) -> bool:
    """Whether the days are equal, or the coarser contains the finer."""
    if gold is None or own is None:
        return False
    return (gold[0] <= own[0] and own[1] <= gold[1]) or (own[0] <= gold[0] and gold[1] <= own[1])


def _participants(
    record: Record,
    items: Sequence[Mapping[str, Any]],
    things: Mapping[str, frozenset[Span]],
    aligned: Iterable[tuple[_Instance, _Instance]],
) -> Measure:
    """F1 of (participant, role) over the aligned events, our entities laid on the set's by shared mentions."""
    by_id = {str(item["id"]): item for item in items}
    offset = {r.id: r.text.index(by_id[r.id]["text"]) for r in record.reports}
    own: dict[str, list[Span]] = defaultdict(list)
    for m in record.mentions:
        start = m.start - offset[m.report]
        if start >= 0 and _inside(by_id[m.report], start):
            own[m.entity].append((m.report, start, m.end - offset[m.report]))
    gold = {span: None for spans in things.values() for span in spans}
    taken = _aligned([span for spans in own.values() for span in spans], gold)
    keys, names = list(things), list(own)
    pairs = _pair([things[key] for key in keys], [frozenset(taken.get(s, s) for s in own[name]) for name in names])
    known = {names[o]: keys[g] for g, o in pairs}
    total = Counts()
    for theirs, ours in aligned:
        wanted = {part for part in theirs.participants if part[1] != "other"}
        given = {(known.get(entity, entity), role) for entity, role in ours.participants}
        total += Counts(len(wanted & given), len(given - wanted), len(wanted - given))
    return Measure(
        "meantime", "record participants F1", total.f1, total.right + total.missed, given="aligned events", counts=total
    )
