"""What a judge thinks of a pair of claims."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import Judged, Judgement, Match


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


def ruling(judged: Judged) -> Match:
    """What a person judged, as a match that the record shows."""
    left, right = sorted((judged.left, judged.right))
    reason = judged.note or f"{judged.by} says so"
    return Match(
        left=left, right=right, judgement=judged.verdict, score=1.0, reasons=(reason,), by=f"person:{judged.by}"
    )
