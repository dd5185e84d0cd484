"""Reports to stories as they come: a day's reports are laid beside the stories of the days before, which stay apart.

The likeness and the linkage are those of ``stories`` (average linkage over weighted words, one threshold), with three
differences that make the cost of a report flat and the past steady. Stories that stand are seeds: they take new
reports in and never unite, so no pair of old reports is looked at again. A word's rarity is counted over the last
``WINDOW`` days, today among them. And a story that nobody has told for so long takes no more reports. What results for
a set of reports depends on the set alone: days are taken in order, the reports of a day in the order of their ids.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from dateline.model import Report, content_id
from dateline.stories import (
    APART,
    FADE,
    FADE_DAYS,
    IMAGINED,
    LINK,
    NAME_SHARE,
    SAME_DAYS,
    TELLING,
    WORD_SHARE,
    count_words,
    day_of,
    link,
    phases,
)

WINDOW = 30  # days without a report after which a story takes no more (docs/evaluation/stories.md)
MOST = 127  # occurrences of a word that are counted
CELLS = 1 << 23  # pairs of reports that are worked out at once, and
STEP = 256  # new reports at most for which they are: both bound the memory
KEYWORDS = 6  # a report's most telling words; two reports that share two of them may tell one story

N = TypeVar("N", np.uint32, np.uint8)
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_NAME = 0x80


@dataclass(frozen=True)
class Sketch:
    """What of a report decides its story: its day, and its words (hashed, in order) with how often they stand in it.

    ``counts`` holds the occurrences in its low seven bits; the high bit says that the word stands as a name.
    """

    report: str
    day: dt.date | None
    words: npt.NDArray[np.uint32]
    counts: npt.NDArray[np.uint8]


def sketch(report: Report) -> Sketch:
    """The sketch of ``report``."""
    found = count_words(report)
    rows: dict[int, int] = {}
    for word, count in found.words.items():
        name = found.names[word] > 0.7 * count or word[0].isdigit()
        rows[crc32(word.encode())] = min(count, MOST) | (_NAME if name else 0)
    ordered = sorted(rows)
    return Sketch(
        report.id,
        day_of(report),
        np.array(ordered, np.uint32),
        np.array([rows[word] for word in ordered], np.uint8),
    )


def pack(made: Sketch) -> bytes:
    """The words of a sketch as bytes, five a word."""
    return made.words.astype("<u4").tobytes() + made.counts.tobytes()


def unpack(report: str, day: dt.date | None, packed: bytes) -> Sketch:
    """The sketch that ``pack`` wrote."""
    size = len(packed) // 5
    words = np.frombuffer(packed, "<u4", size).astype(np.uint32)
    return Sketch(report, day, words, np.frombuffer(packed, np.uint8, size, 4 * size))


def keys(made: Sketch) -> list[int]:
    """Numbers that reports of one story are likely to share: one for each two of the most telling words."""
    weights = _counted(made.counts) * np.log(1 / _shares(made.counts))
    top = sorted(int(made.words[i]) for i in np.lexsort((made.words, -weights))[:KEYWORDS])
    return [crc32(f"{one} {other}".encode()) for one, other in itertools.combinations(top, 2)]


class Stream:
    """The stories that stand, moved on day by day. ``stories`` and ``before`` are the state at the start.

    ``stories`` are those told within ``WINDOW`` days before the first day that will come, with all their reports;
    ``before`` are all reports of those days.
    """

    def __init__(
        self, stories: Mapping[str, Iterable[Sketch]] | None = None, before: Iterable[Sketch] | None = None
    ) -> None:
        self.stories: dict[str, list[Sketch]] = {name: list(told) for name, told in (stories or {}).items()}
        self.before: list[Sketch] = list(before or ())

    def advance(self, day: dt.date, fresh: Sequence[Sketch]) -> tuple[dict[str, str], dict[str, str]]:
        """The story of each report of ``fresh``, all of ``day``, and of each older one that moves; days come in order.

        An older report moves at most once: out of a long affair, with the others that tell its new happening.
        """
        since = day - dt.timedelta(days=WINDOW)
        self.before = [made for made in self.before if made.day and made.day >= since]
        self.stories = {name: told for name, told in self.stories.items() if _last(told) >= since}
        self.before += sorted(fresh, key=lambda made: made.report)
        rarity = _Rarity.over(self.before)
        placed = _named(_place(fresh, self.stories, rarity))
        by_id = {made.report: made for made in fresh}
        moved: dict[str, str] = {}
        for name, reports in placed.items():
            self.stories.setdefault(name, []).extend(by_id[report] for report in reports)
            moved |= self._split(name, rarity)
        story = {report: name for name, reports in placed.items() for report in reports} | moved
        return {key: story[key] for key in by_id}, {key: name for key, name in moved.items() if key not in by_id}

    def _split(self, name: str, rarity: _Rarity) -> dict[str, str]:
        """Where what a story tells after its last pause is a happening of its own: that story, by report."""
        told = sorted(self.stories[name], key=lambda made: (made.day or dt.date.max, made.report))
        *earlier, last = phases(range(len(told)), [made.day for made in told])
        before, after = [told[i] for i in chain.from_iterable(earlier)], [told[i] for i in last]
        if not before or not _is_new(before, after, rarity):
            return {}
        own = content_id("story", after[0].report)
        self.stories[name], self.stories[own] = before, after
        return {made.report: own for made in after}


def follow(sketches: Iterable[Sketch]) -> dict[str, list[str]]:
    """All reports by story, as a stream that brings them day by day leaves them."""
    stream, days = Stream(), _by_day(sketches)
    undated = days.pop(None, [])
    by_id: dict[str, Sketch] = {}
    story: dict[str, str] = {}
    for day, fresh in sorted((day, fresh) for day, fresh in days.items() if day):
        by_id |= {made.report: made for made in fresh}
        placed, moved = stream.advance(day, fresh)
        story |= placed | moved
    told: dict[str, list[Sketch]] = defaultdict(list)
    for report, name in story.items():
        told[name].append(by_id[report])
    holders: dict[int, set[str]] = defaultdict(set)
    for name, dated in told.items():
        for made in dated:
            for key in keys(made):
                holders[key].add(name)
    near = {name for made in undated for key in keys(made) for name in holders.get(key, ())}
    found = {name: {made.report for made in sketches} for name, sketches in told.items()}
    for name, reports in place_undated(undated, {name: told[name] for name in near}).items():
        found.setdefault(name, set()).update(reports)
    return {name: sorted(reports) for name, reports in sorted(found.items())}


def place_undated(undated: Sequence[Sketch], stories: Mapping[str, Sequence[Sketch]]) -> dict[str, list[str]]:
    """Reports without a day by story: one of ``stories`` (those that share ``keys`` with them), or one of their own.

    The rarity of a word is counted over all that is given: what many of the stories tell does not tell them apart.
    """
    return _named(place(undated, stories, [*undated, *chain.from_iterable(stories.values())]))


def _named(groups: Iterable[tuple[str | None, list[str]]]) -> dict[str, list[str]]:
    """The groups by their story: that which they join, else one named after its first report."""
    return {seed or content_id("story", min(reports)): reports for seed, reports in groups}


def _by_day(sketches: Iterable[Sketch]) -> dict[dt.date | None, list[Sketch]]:
    days: dict[dt.date | None, list[Sketch]] = defaultdict(list)
    for made in sketches:
        days[made.day].append(made)
    return days


def _last(told: Iterable[Sketch]) -> dt.date:
    return max(made.day for made in told if made.day)


def place(
    fresh: Sequence[Sketch], seeds: Mapping[str, Sequence[Sketch]], among: Sequence[Sketch]
) -> list[tuple[str | None, list[str]]]:
    """Groups of the reports ``fresh``: each with the seed that it joins, or none for a story of its own.

    ``seeds`` are the stories that stand, with all their reports; ``among`` the reports over which the rarity of a word
    is counted. The order of none of them matters.
    """
    return _place(fresh, seeds, _Rarity.over(among))


def _place(
    fresh: Sequence[Sketch], seeds: Mapping[str, Sequence[Sketch]], rarity: _Rarity
) -> list[tuple[str | None, list[str]]]:
    fresh = sorted(fresh, key=lambda made: made.report)
    names = sorted(seeds)
    old = list(chain.from_iterable(sorted(seeds[name], key=lambda made: made.report) for name in names))
    column = [number for number, name in enumerate(names) for _ in seeds[name]]
    likeness = _likeness(fresh, old, column, rarity)
    sizes = [len(seeds[name]) for name in names] + [1] * len(fresh)
    groups = link(likeness, sizes, seeds=len(names))
    return [
        (names[group[0]] if group[0] < len(names) else None, [fresh[i - len(names)].report for i in group[home:]])
        for group in groups
        if (home := int(group[0] < len(names))) < len(group)
    ]


# ── likeness ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Rarity:
    """In how many of ``size`` reports each word stands."""

    words: npt.NDArray[np.uint32]
    holders: Ints
    size: int

    @classmethod
    def over(cls, sketches: Sequence[Sketch]) -> _Rarity:
        words, holders = np.unique(_joined([made.words for made in sketches], np.uint32), return_counts=True)
        return cls(words, holders.astype(np.int64), len(sketches))

    def held(self, words: npt.NDArray[np.uint32]) -> Ints:
        """The number of reports that hold each of ``words``."""
        if not len(self.words):
            return np.zeros(len(words), np.int64)
        at = np.minimum(np.searchsorted(self.words, words), len(self.words) - 1)
        return np.where(self.words[at] == words, self.holders[at], 0)

    def common(self) -> int:
        """The number of holders above which a word tells no stories apart."""
        return min(max(50, self.size // 10), TELLING)


@dataclass(frozen=True)
class _Postings:
    """Words with their weights in the reports that hold them, sorted by word."""

    words: npt.NDArray[np.uint32]
    rows: Ints
    weights: Floats


def _weigh(sketches: Sequence[Sketch], rarity: _Rarity) -> _Postings:
    """The unit vector of each report, as postings; words that are too common take part in the length alone."""
    words = _joined([made.words for made in sketches], np.uint32)
    counts = _joined([made.counts for made in sketches], np.uint8)
    rows = np.repeat(np.arange(len(sketches)), [len(made.words) for made in sketches])
    held = rarity.held(words)
    weights = _counted(counts) * np.log((rarity.size + IMAGINED) / (held + IMAGINED * _shares(counts)))
    lengths = np.sqrt(np.bincount(rows, weights * weights, minlength=len(sketches)))
    weights = weights / np.where(lengths[rows] > 0, lengths[rows], 1.0)
    telling = held <= rarity.common()
    order = np.lexsort((rows[telling], words[telling]))
    return _Postings(words[telling][order], rows[telling][order], weights[telling][order])


def _likeness(
    fresh: Sequence[Sketch], old: Sequence[Sketch], column: Sequence[int], rarity: _Rarity
) -> dict[tuple[int, int], float]:
    """Summed likeness of each new report with each seed, and of each two new ones; seeds are numbered first.

    What is like nothing by ``LINK`` is left out: no mean of smaller numbers reaches it, so it can never unite.
    """
    seeds = max(column, default=-1) + 1
    new, known = _weigh(fresh, rarity), _weigh(old, rarity)
    columns, days, old_days = np.array(column, np.int64), _ordinals(fresh), _ordinals(old)
    left: list[Ints] = []
    right: list[Ints] = []
    sums: list[Floats] = []
    step = max(1, min(STEP, CELLS // max(len(old), len(fresh), 1)))
    for start in range(0, len(fresh), step):
        stop = min(start + step, len(fresh))
        inside = (new.rows >= start) & (new.rows < stop)
        part = _Postings(new.words[inside], new.rows[inside] - start, new.weights[inside])
        for row, other, value in _sums(part, known, (stop - start, len(old))):
            faded = value * _nearness(days[start + row], old_days[other])
            cells, totals = _added(row * seeds + columns[other], faded, (stop - start) * seeds)
            left.append(cells % seeds)
            right.append(seeds + start + cells // seeds)
            sums.append(totals)
        for row, other, value in _sums(part, new, (stop - start, len(fresh))):
            later = other > start + row
            one, two = row[later] + start, other[later]
            left.append(seeds + one)
            right.append(seeds + two)
            sums.append(value[later] * _nearness(days[one], days[two]))
    sizes = np.concatenate([np.bincount(columns, minlength=seeds), np.ones(len(fresh), np.int64)])
    return _telling(left, right, sums, sizes)


def _telling(
    left: Sequence[Ints], right: Sequence[Ints], sums: Sequence[Floats], sizes: Ints
) -> dict[tuple[int, int], float]:
    """The sums by pair, without those of items that no other one is like by ``LINK``."""
    if not sums:
        return {}
    one, other, value = np.concatenate(left), np.concatenate(right), np.concatenate(sums)
    like = value / (sizes[one] * sizes[other]) >= LINK
    linked = np.zeros(len(sizes), np.bool_)
    linked[one[like]] = linked[other[like]] = True
    kept = linked[one] & linked[other]
    pairs = zip(one[kept].tolist(), other[kept].tolist(), strict=True)
    return dict(zip(pairs, value[kept].tolist(), strict=True))


def _sums(part: _Postings, known: _Postings, shape: tuple[int, int]) -> list[tuple[Ints, Ints, Floats]]:
    """The products of all pairs of reports that share a word, summed for each pair: (row, row, sum), or nothing."""
    first = np.searchsorted(known.words, part.words, side="left")
    count = np.searchsorted(known.words, part.words, side="right") - first
    total = int(count.sum())
    if not total:
        return []
    ends = np.cumsum(count)
    at = np.arange(total) - np.repeat(ends - count, count) + np.repeat(first, count)
    cells = np.repeat(part.rows, count) * shape[1] + known.rows[at]
    pairs, sums = _added(cells, np.repeat(part.weights, count) * known.weights[at], shape[0] * shape[1])
    return [(pairs // shape[1], pairs % shape[1], sums)]


def _added(cells: Ints, values: Floats, size: int) -> tuple[Ints, Floats]:
    """Distinct ``cells`` (of ``size``), sorted, with the sum of their values."""
    totals = np.bincount(cells, values, minlength=size).astype(np.float64)
    distinct = np.flatnonzero(totals)
    return distinct, totals[distinct]


def _joined(parts: Sequence[npt.NDArray[N]], kind: type[N]) -> npt.NDArray[N]:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _counted(counts: npt.NDArray[np.uint8]) -> Floats:
    return 1 + np.log((counts & MOST).astype(np.float64))


def _shares(counts: npt.NDArray[np.uint8]) -> Floats:
    return np.where(counts & _NAME, NAME_SHARE, WORD_SHARE)


def _ordinals(sketches: Sequence[Sketch]) -> Floats:
    return np.array([made.day.toordinal() if made.day else np.nan for made in sketches], np.float64)


def _nearness(one: Floats, other: Floats) -> Floats:
    """How much of their likeness two reports keep over the days between them; all of it where a day is not known."""
    gap = np.nan_to_num(np.abs(one - other), nan=0.0)
    kept: Floats = 1 - FADE * (1 - np.exp(-np.maximum(0.0, gap - SAME_DAYS) / FADE_DAYS))
    return kept


def _is_new(before: Sequence[Sketch], after: Sequence[Sketch], rarity: _Rarity) -> bool:
    """Whether the reports on two sides of a pause are less alike across it than within (``stories.APART``)."""
    one, other = _weigh(before, rarity), _weigh(after, rarity)
    size = math.comb(len(before), 2) + math.comb(len(after), 2)
    inner = _total(one, one, before, before) + _total(other, other, after, after)
    across = _total(one, other, before, after) / (len(before) * len(after))
    return across < APART * inner / size if size else False


def _total(one: _Postings, other: _Postings, left: Sequence[Sketch], right: Sequence[Sketch]) -> float:
    """The likeness of all pairs of two lists of reports, summed; each pair once where the lists are one."""
    days, other_days = _ordinals(left), _ordinals(right)
    total = 0.0
    for row, column, value in _sums(one, other, (len(left), len(right))):
        once = row < column if left is right else np.full(len(row), fill_value=True)
        total += float(np.sum((value * _nearness(days[row], other_days[column]))[once]))
    return total
