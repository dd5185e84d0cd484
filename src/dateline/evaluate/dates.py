"""Time expressions against public gold: span and value, as the sets' README defines them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline import dates, lexicon, parse
from dateline.evaluate.scoring import Counts, Measure, read_items
from dateline.model import Report, Time, content_id
from dateline.reading import Reading

_TEMPEVAL = "HeidelTime value 77.61 (relaxed 90.30, strict 81.34), TempEval-3 test part (UzZaman et al. 2013)"


@dataclass(frozen=True)
class Pair:
    """A gold expression and a found one that overlap."""

    gold: dict[str, Any]
    found: Time


def readings(items: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Reading]]:
    """Each item of a set parsed, as a report of its own day."""
    pipeline = parse.load()
    for item in items:
        yield item, read(item["text"], item.get("published"), next(iter(pipeline.parse([item["text"]]))))


def read(text: str, published: str | None, doc: Any) -> Reading:
    """A reading of ``text`` published on an ISO day (or time)."""
    day = dt.date.fromisoformat(published[:10]) if published else None
    time = Time(from_=day, to=day, grain="day", value=day.isoformat()) if day else None
    report = Report(id=content_id(text), outlet="unknown", text=text, published=time)
    return Reading(report=report, doc=doc, lexicon=lexicon.load("en"))


def align(gold: list[dict[str, Any]], found: Iterable[Time]) -> list[Pair]:
    """Gold and found expressions that overlap, one to one, in order of the text."""
    left, pairs = list(found), []
    for item in sorted(gold, key=lambda g: (g["start"], g["end"])):
        for time in left:
            if (
                time.start is not None
                and time.end is not None
                and time.start < item["end"]
                and item["start"] < time.end
            ):
                pairs.append(Pair(item, time))
                left.remove(time)
                break
    return pairs


def _found(reading: Reading) -> tuple[Time, ...]:
    return dates.find_ends(reading)


def score_tempeval(folder: Path) -> list[Measure]:
    """Relaxed, strict and value F1 on ``tempeval3_aquaint``; the day of the report is given and not counted.

    "value F1" compares the whole string, as defined; the set's check value (124) counts a time of day as right when
    its day is, so "day value F1" compares that way.
    """
    relaxed = strict = Counts()
    right = right_day = baseline = 0
    for item, reading in readings(read_items(folder / "docs.jsonl")):
        gold, found = item["times"], _found(reading)
        pairs = align(gold, found)
        relaxed += Counts(len(pairs), len(found) - len(pairs), len(gold) - len(pairs))
        same = sum(p.gold["start"] == p.found.start and p.gold["end"] == p.found.end for p in pairs)
        strict += Counts(same, len(found) - same, len(gold) - same)
        right += sum(p.gold["value"] == p.found.value for p in pairs)
        right_day += sum(_to_day(p.gold["value"]) == _to_day(p.found.value) for p in pairs)
        baseline += sum(_to_day(g["value"]) == item["published"][:10] for g in gold)
    items, given = relaxed.right + relaxed.missed, "day of the report"
    measures = [
        Measure(
            "tempeval3_aquaint", name, relaxed.f1 * count / relaxed.right, items, given, Counts(count), share, _TEMPEVAL
        )
        for name, count, share in (("value F1", right, None), ("day value F1", right_day, baseline / items))
    ]
    return [
        *measures,
        Measure("tempeval3_aquaint", "relaxed F1", relaxed.f1, items, given, relaxed, anchor=_TEMPEVAL),
        Measure("tempeval3_aquaint", "strict F1", strict.f1, items, given, strict, anchor=_TEMPEVAL),
    ]


def _to_day(value: str) -> str:
    """A value without its time of day."""
    return value[:10] if value[10:11] == "T" else value


def score_gum(folder: Path) -> list[Measure]:
    """Span F1 of the dates annotated in ``gum``, and of the matched the share with the same value or the same ends."""
    spans, right, matched = Counts(), 0, 0
    for item, reading in readings(read_items(folder / "docs.jsonl")):
        gold, found = item["times"], _found(reading)
        exact = {(time.start, time.end) for time in found} & {(g["start"], g["end"]) for g in gold}
        spans += Counts(len(exact), len(found) - len(exact), len(gold) - len(exact))
        pairs = align(gold, found)
        matched += len(pairs)
        right += sum(_same_days(pair) for pair in pairs)
    given = "day of the report"
    return [
        Measure("gum", "times span F1", spans.f1, spans.right + spans.missed, given, spans),
        Measure("gum", "times value accuracy", right / matched, matched, given, Counts(right, 0, matched - right)),
    ]


def _same_days(pair: Pair) -> bool:
    """The same value, or for a range in the gold the same first and last day."""
    gold, time = pair.gold, pair.found
    if gold.get("value"):
        return bool(gold["value"] == time.value)
    first, last = gold.get("from", gold.get("not_before", "")), gold.get("to", gold.get("not_after", ""))
    return bool(time.from_ and time.to) and (first, last) == (str(time.from_), str(time.to))


def score_meantime(folder: Path) -> list[Measure]:
    """Span F1 and value accuracy of the times in the scored sentences of ``meantime``."""
    spans, right, matched = Counts(), 0, 0
    for item, reading in readings(read_items(folder / "docs.jsonl")):
        scored = [item["sentences"][position] for position in item["scored_sentences"]]
        gold = [time for time in item["times"] if _inside(time["start"], scored)]
        found = [time for time in _found(reading) if _inside(time.start or 0, scored)]
        exact = {(time.start, time.end) for time in found} & {(g["start"], g["end"]) for g in gold}
        spans += Counts(len(exact), len(found) - len(exact), len(gold) - len(exact))
        pairs = align(gold, found)
        matched += len(pairs)
        right += sum(pair.gold["value"] == pair.found.value for pair in pairs)
    given = "day of the report"
    return [
        Measure("meantime", "times span F1", spans.f1, spans.right + spans.missed, given, spans),
        Measure("meantime", "times value accuracy", right / matched, matched, given, Counts(right, 0, matched - right)),
    ]


def _inside(offset: int, ranges: list[list[int]]) -> bool:
    return any(start <= offset < end for start, end in ranges)
