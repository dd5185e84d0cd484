"""How well reports of one happening are found in a mixed pile: B-cubed and pairwise F1 over reports."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from dateline.evaluate.scoring import Measure, count, read_items
from dateline.model import Report, Time
from dateline.stories import find_stories
from dateline.stream import follow, sketch

AT_ONCE = "all reports at once, as a brief takes them"
TFIDF = "TF-IDF, average link, threshold tuned to the set (development part)"


@dataclass(frozen=True)
class Pile:
    """Reports without their story, and the story of each by report id."""

    reports: tuple[Report, ...]
    story: Mapping[str, str]


def score_news(folder: Path) -> list[Measure]:
    """News fetched from outlets' pages, world and other topics together."""
    world = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "world").rglob("*.json"))]
    items = chain(world, read_items(folder / "other.jsonl"))
    return _score("news_stories", _pile(items, "story"), 0.914)


def score_basil(folder: Path) -> list[Measure]:
    """Three outlets on each of fifty events."""
    return _score("basil", _pile(read_items(folder / "docs.jsonl"), "story"), 0.967)


def score_ecbplus(folder: Path) -> list[Measure]:
    """Pairs of like events told in short reports without dates."""
    return _score("ecbplus", _pile(read_items(folder / "docs.jsonl"), "subtopic"), 0.899)


def _pile(items: Iterable[Mapping[str, Any]], key: str) -> Pile:
    reports, story = [], {}
    for position, item in enumerate(items):
        made = report_of(f"{position:05d}", item)
        reports.append(made)
        story[made.id] = str(item[key])
    return Pile(tuple(reports), story)


def report_of(name: str, item: Mapping[str, Any], outlet: str = "") -> Report:
    """A report of a set's ``text``, ``title`` and ``published``."""
    day = _day(str(item.get("published") or ""))
    title = item.get("title") or None
    text = f"{title}\n\n{item['text']}" if title else item["text"]
    return Report(id=name, outlet=outlet, text=text, title=title, published=Time(from_=day, to=day) if day else None)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _score(data: str, pile: Pile, baseline: float) -> list[Measure]:
    found = {report: story.id for story in find_stories(pile.reports) for report in story.reports}
    streamed = {report: name for name, told in follow(map(sketch, pile.reports)).items() for report in told}
    pairs = count(_pairs(found), _pairs(pile.story))
    size, at_once = len(pile.reports), b_cubed(found, pile.story)
    return [
        Measure(data, "story clustering B3 F1", at_once, size, baseline=baseline, anchor=TFIDF),
        Measure(
            data,
            "story clustering day by day B3 F1",
            b_cubed(streamed, pile.story),
            size,
            baseline=at_once,
            anchor=AT_ONCE,
        ),
        Measure(data, "story clustering pairwise F1", pairs.f1, size, counts=pairs),
    ]


def b_cubed(found: Mapping[str, str], gold: Mapping[str, str]) -> float:
    """Harmonic mean of B-cubed precision and recall, each the mean over the items of ``gold``."""
    ours, theirs = _groups(found), _groups(gold)
    shared = {item: len(ours[found[item]] & theirs[gold[item]]) for item in gold}
    precision = sum(shared[item] / len(ours[found[item]]) for item in gold) / len(gold)
    recall = sum(shared[item] / len(theirs[gold[item]]) for item in gold) / len(gold)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _groups(labels: Mapping[str, str]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = defaultdict(set)
    for item, label in labels.items():
        groups[label].add(item)
    return groups


def _pairs(labels: Mapping[str, str]) -> set[tuple[str, str]]:
    return {pair for group in _groups(labels).values() for pair in combinations(sorted(group), 2)}
