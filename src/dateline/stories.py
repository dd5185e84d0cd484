"""Reports to stories: which reports tell one happening, and which of them copy another.

Likeness of two reports is the cosine of their weighted words, lowered when their days lie far apart. A word weighs
by how rare it is: in the collection at hand *and* in an imagined thousand other reports, in which a name is rarer
than a common word. The imagined reports keep the scale absolute, so that two reports alone are judged like two
among thousands and nothing needs tuning to a collection. Groups grow by average linkage over pairs that share rare
words; only such pairs are ever compared, which keeps the cost near-linear.
"""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from zlib import crc32

import numpy as np

from dateline import lexicon
from dateline.model import Report, Story, content_id

LINK = 0.18  # least mean likeness within a story; chosen on three public sets together (docs/evaluation/stories.md)
IMAGINED = 1000  # other reports that every collection is thought to be part of
NAME_SHARE, WORD_SHARE = 0.003, 0.02  # share of the imagined reports that hold a given name, or a given other word
SAME_DAYS, FADE_DAYS, FADE = 2, 30, 0.3  # likeness falls by up to 30 % as the days between two reports grow
PAUSE = 4  # days without a report after which an affair may go on with something new
APART = 0.8  # reports on two sides of a pause tell two happenings below this share of their likeness within each side
TELLING = 120  # reports at most that hold a word by which pairs are found; keeps the number of pairs near-linear
SHINGLE = 6  # words in a row that two texts hardly share by chance
COPIED = 0.6  # share of a report's shingles found in another one that makes it a reprint

_FACTOR = np.uint64(6364136223846793005)  # Knuth's multiplier of a 64-bit congruential generator
_WORD = re.compile(r"[^\W\d_][\w’'-]+|\d[\d.,]*\d|\d")


def find_stories(reports: Iterable[Report]) -> tuple[Story, ...]:
    """The stories that ``reports`` tell, each report in exactly one, in the order of their first day."""
    ordered = sorted(reports, key=lambda report: report.id)
    weighted, days = _weigh([count_words(report) for report in ordered]), [day_of(report) for report in ordered]
    likeness = _likeness(weighted, days)
    groups = link(likeness, [1] * len(ordered))
    happenings = chain.from_iterable(_happenings(group, days, likeness) for group in groups)
    return _in_order(_story([ordered[i] for i in group], [weighted[i] for i in group]) for group in happenings)


def as_stories(reports: Iterable[Report], groups: Iterable[Iterable[str]]) -> tuple[Story, ...]:
    """The stories of ``groups`` of report ids, where it is decided already which reports tell one happening."""
    by_id = {report.id: report for report in reports}
    told = [[by_id[key] for key in sorted(group)] for group in groups]
    return _in_order(_story(group, _weigh([count_words(report) for report in group])) for group in told)


def _in_order(stories: Iterable[Story]) -> tuple[Story, ...]:
    return tuple(sorted(stories, key=lambda story: (story.from_ or dt.date.max, story.id)))


def find_reprints(reports: Sequence[Report]) -> dict[str, str]:
    """Which report copies which: the later (by day, else the shorter, else by id) points at its original."""
    texts = {report.id: shingles(report.text) for report in reports}
    order = sorted(reports, key=lambda r: (day_of(r) or dt.date.max, r.agency is None, -len(r.text), r.id))
    copies: dict[str, str] = {}
    for position, report in enumerate(order):
        best = max(
            ((overlap(texts[report.id], texts[other.id]), -i, other.id) for i, other in enumerate(order[:position])),
            default=(0.0, 0, ""),
        )
        if best[0] >= COPIED:
            copies[report.id] = copies.get(best[2], best[2])
    return dict(sorted(copies.items()))


def shingles(text: str) -> frozenset[int]:
    """Hashes of every run of six words of ``text``, case and punctuation aside."""
    words = np.array([crc32(word.encode()) for word in _WORD.findall(text.lower())], np.uint64)
    if len(words) < SHINGLE:
        return frozenset()
    runs = np.zeros(len(words) - SHINGLE + 1, np.uint64)
    for place in range(SHINGLE):  # a polynomial in the words' hashes, modulo 2 to the 64th
        runs = runs * _FACTOR + words[place : place + len(runs)]
    return frozenset(runs.tolist())


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of the smaller set of shingles that is in the other one; 0 for texts shorter than a shingle."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


# ── words and their weights ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Words:
    """Word counts of one report (headline words twice), and how often each stood as a name."""

    words: Counter[str]
    names: Counter[str]


def count_words(report: Report) -> Words:
    """The words of ``report`` that say what it is about: function words and single letters left out."""
    ignored = lexicon.load(report.language).common.function_words
    words: Counter[str] = Counter()
    names: Counter[str] = Counter()
    forms = Counter(_WORD.findall(report.title or ""))
    forms.update(_WORD.findall(report.text))
    for form, count in forms.items():
        word = _bare(form)
        if word not in ignored and len(word) > 1:
            words[word] += count
            names[word] += count * form[0].isupper()
    return Words(words, names)


def _bare(form: str) -> str:
    """A word in small letters, without the ending of a genitive."""
    return form.lower().removesuffix("’s").removesuffix("'s")


def _weigh(features: Sequence[Words]) -> list[dict[str, float]]:
    """A unit vector of word weights for each report."""
    holding: Counter[str] = Counter()
    total: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for report in features:
        holding.update(report.words.keys())
        total.update(report.words)
        named.update(report.names)
    rarity = {
        word: math.log(
            (len(features) + IMAGINED) / (holding[word] + IMAGINED * _share(word, named[word] / total[word]))
        )
        for word in total
    }
    return [_unit({word: (1 + math.log(n)) * rarity[word] for word, n in report.words.items()}) for report in features]


def _share(word: str, capitalised: float) -> float:
    return NAME_SHARE if capitalised > 0.7 or word[0].isdigit() else WORD_SHARE


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {word: weight / length for word, weight in vector.items()}


def _likeness(vectors: Sequence[Mapping[str, float]], days: Sequence[dt.date | None]) -> dict[tuple[int, int], float]:
    """Cosine of every pair that shares a word which is rare enough to tell stories apart."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        for word, weight in vector.items():
            postings[word].append((i, weight))
    common = min(max(50, len(vectors) // 10), TELLING)
    products: dict[tuple[int, int], float] = defaultdict(float)
    for holders in postings.values():
        if len(holders) <= common:
            for (i, left), (j, right) in itertools.combinations(holders, 2):
                products[i, j] += left * right
    return {pair: value * _nearness(days[pair[0]], days[pair[1]]) for pair, value in products.items()}


def _nearness(one: dt.date | None, other: dt.date | None) -> float:
    gap = abs((one - other).days) if one and other else 0
    return 1 - FADE * (1 - math.exp(-max(0, gap - SAME_DAYS) / FADE_DAYS))


# ── groups ───────────────────────────────────────────────────────────────────────────────────────


def link(sums: Mapping[tuple[int, int], float], sizes: Sequence[int], seeds: int = 0) -> list[list[int]]:
    """Average linkage: the two groups with the greatest mean likeness unite, down to ``LINK``.

    ``sizes`` are the reports in each item, ``sums`` the summed likeness of theirs. The first ``seeds`` items never
    unite with each other; one of them stands first in its group.
    """
    members = {i: [i] for i in range(len(sizes))}
    size = dict(enumerate(sizes))
    near: dict[int, dict[int, float]] = {i: {} for i in members}
    heap: list[tuple[float, int, int]] = []
    for (i, j), value in sums.items():
        near[i][j] = near[j][i] = value
        if value / (size[i] * size[j]) >= LINK:
            heap.append((-value / (size[i] * size[j]), i, j))
    heapq.heapify(heap)
    fresh = itertools.count(len(sizes))
    while heap:
        _, i, j = heapq.heappop(heap)
        if i not in members or j not in members:
            continue
        new = next(fresh)
        members[new] = sorted(members.pop(i) + members.pop(j))
        size[new] = size[i] + size[j]
        seeded = members[new][0] < seeds
        near[new] = {}
        one, other = near.pop(i), near.pop(j)
        for key in sorted((one.keys() | other.keys()) - {i, j}):
            near[key].pop(i, None)
            near[key].pop(j, None)
            if seeded and members[key][0] < seeds:
                continue  # two seeds stay two
            total = one.get(key, 0.0) + other.get(key, 0.0)
            near[new][key] = near[key][new] = total
            mean = total / (size[new] * size[key])
            if mean >= LINK:
                heapq.heappush(heap, (-mean, key, new))
    return sorted(members.values())


def _happenings(
    group: Sequence[int], days: Sequence[dt.date | None], likeness: Mapping[tuple[int, int], float]
) -> list[list[int]]:
    """A long affair by its happenings: apart where a pause lies and the reports after it tell something new.

    Both sides hold two reports or more, for one alone is as likely a late word on what was told before.
    """
    parts: list[list[int]] = []
    for part in phases(group, days):
        if parts and _mean(likeness, itertools.product(parts[-1], part)) >= APART * _inner(likeness, parts[-1], part):
            parts[-1] += part
        else:
            parts.append(part)
    for report in (i for i in group if days[i] is None):
        max(parts, key=lambda part: _mean(likeness, itertools.product((report,), part))).append(report)
    return [sorted(part) for part in parts]


def phases(group: Sequence[int], days: Sequence[dt.date | None]) -> list[list[int]]:
    """The dated reports of ``group`` by day, cut at pauses, two or more in each; one empty phase without any."""
    parts: list[list[int]] = [[]]
    dated = sorted((day, i) for i in group if (day := days[i]))
    for (before, _), (day, i) in zip([dated[0], *dated], dated, strict=False) if dated else ():
        if (day - before).days >= PAUSE and len(parts[-1]) > 1:
            parts.append([])
        parts[-1].append(i)
    if len(parts) > 1 and len(parts[-1]) == 1:
        late = parts.pop()
        parts[-1] += late
    return parts


def _inner(likeness: Mapping[tuple[int, int], float], *parts: Sequence[int]) -> float:
    """Mean likeness of two reports of one part."""
    return _mean(likeness, chain.from_iterable(itertools.combinations(part, 2) for part in parts))


def _mean(likeness: Mapping[tuple[int, int], float], pairs: Iterable[tuple[int, int]]) -> float:
    found = [likeness.get((min(pair), max(pair)), 0.0) for pair in pairs]
    return sum(found) / len(found) if found else 0.0


def _story(reports: Sequence[Report], vectors: Sequence[Mapping[str, float]]) -> Story:
    """The story of ``reports``: named after its earliest report, labelled by its most typical headline."""
    days = sorted(day for day in map(day_of, reports) if day)
    first = min(reports, key=lambda report: (day_of(report) or dt.date.max, report.id))
    return Story(
        id=content_id("story", first.id),
        label=_label(reports, vectors),
        reports=tuple(report.id for report in sorted(reports, key=lambda r: (day_of(r) or dt.date.max, r.id))),
        from_=days[0] if days else None,
        to=days[-1] if days else None,
        reprints=find_reprints(reports),
    )


def _label(reports: Sequence[Report], vectors: Sequence[Mapping[str, float]]) -> str:
    """The headline that is nearest to all reports together; the first sentence where nobody has a headline."""
    centre: Counter[str] = Counter()
    for vector in vectors:
        centre.update(vector)
    titled = [report for report in reports if report.title]
    if not titled:
        return re.split(r"(?<=[.!?])\s", reports[0].text.strip(), maxsplit=1)[0][:200]
    return min(titled, key=lambda report: (-_closeness(report.title or "", centre), report.id)).title or ""


def _closeness(title: str, centre: Mapping[str, float]) -> float:
    """Mean weight of the title's words, so that neither a long nor a one-word headline wins by its length."""
    words = _WORD.findall(title)
    return sum(centre.get(_bare(word), 0.0) for word in words) / (len(words) + 4)


def day_of(report: Report) -> dt.date | None:
    """The first known day of the report's own date."""
    return (report.published.from_ or report.published.to) if report.published else None
