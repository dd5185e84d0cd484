"""Counts that add up, and the measures made of them. Every scorer of ``dateline.evaluate`` reports through these."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Counts:
    """True positives, false positives and false negatives; ``+`` adds them up."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 where nothing was found."""
        return self.right / (self.right + self.spurious) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 0 where nothing was found."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """2PR/(P+R), 0 where nothing is right."""
        return 2 * self.right / (2 * self.right + self.spurious + self.missed) if self.right else 0.0


def count(predicted: set[Any], gold: set[Any]) -> Counts:
    """Counts of exact hits between two sets."""
    return Counts(len(predicted & gold), len(predicted - gold), len(gold - predicted))


def macro_f1(pairs: Iterable[tuple[str, str]], classes: Iterable[str]) -> float:
    """Mean over ``classes`` of the F1 of (gold, predicted) labels; a class without a hit counts 0."""
    pairs, classes = list(pairs), list(classes)
    return sum(class_counts(pairs, name).f1 for name in classes) / len(classes)


def class_counts(pairs: Iterable[tuple[str, str]], name: str) -> Counts:
    """Counts of one class among (gold, predicted) labels."""
    total = Counts()
    for gold, predicted in pairs:
        total += Counts(gold == predicted == name, predicted == name != gold, gold == name != predicted)
    return total


@dataclass(frozen=True)
class Measure:
    """One figure of an evaluation: ``value`` in 0..1, on ``items`` items of ``data``; ``given`` says what was gold.

    ``floor`` is false for a figure that may fall while accuracy rises, and is not pinned.
    """

    data: str
    metric: str
    value: float
    items: int
    given: str = "nothing"
    counts: Counts | None = None
    baseline: float | None = None
    anchor: str = ""
    floor: bool = True

    @property
    def name(self) -> str:
        """What floors are kept under."""
        return f"{self.data}/{self.metric}"


def read_items(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
