"""What a judge thinks of a pair of claims."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import Judgement


@dataclass(frozen=True)
class Verdict:
    """A judgement with its score (0 to 1) and the reasons, in words a person can read."""

    judgement: Judgement
    score: float
    reasons: tuple[str, ...]


def same(score: float, *reasons: str) -> Verdict:
    """The two speak of one thing."""
    return Verdict("same", score, reasons)


def different(*reasons: str) -> Verdict:
    """The two look alike and speak of different things: they must not meet through a third."""
    return Verdict("different", 0.0, reasons)


def unsure(score: float, *reasons: str) -> Verdict:
    """The two may speak of one thing; nothing is concluded from it."""
    return Verdict("unsure", score, reasons)
