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
            if time.start is not None and time.end is not None and time.start < item["end"] and item["start"] < time.end:
                pairs.append(Pair(item, time))
                left.remove(time)
                break
    return pairs


def _found(reading: Reading) -> tuple[Time, ...]:
    return dates.find_times(reading)


def score_tempeval(folder: Path) -> list[Measure]:
    """Relaxed, strict and value F1 on ``tempeval3_aquaint``; the day of the report is given and not counted."""
    relaxed = strict = Counts()
    right = baseline = 0
    for item, reading in readings(read_items(folder / "docs.jsonl")):
        gold, found = item["times"], _found(reading)
        pairs = align(gold, found)
        relaxed += Counts(len(pairs), len(found) - len(pairs), len(gold) - len(pairs))
        same = sum(p.gold["start"] == p.found.start and p.gold["end"] == p.found.end for p in pairs)
        strict += Counts(same, len(found) - same, len(gold) - same)
        right += sum(p.gold["value"] == p.found.value for p in pairs)
        baseline += sum(g["value"] == item["published"][:10] for g in gold)
    items = relaxed.right + relaxed.missed
    value = relaxed.f1 * right / relaxed.right if relaxed.right else 0.0
    name, given = "tempeval3_aquaint", "day of the report"
    return [
        Measure(name, "value F1", value, items, given, Counts(right, 0, relaxed.right - right), baseline / items, _TEMPEVAL),
        Measure(name, "relaxed F1", relaxed.f1, items, given, relaxed, anchor=_TEMPEVAL),
        Measure(name, "strict F1", strict.f1, items, given, strict, anchor=_TEMPEVAL),
    ]
