"""The grammar of time expressions: patterns over word classes, each with what its match means.

A meaning is a *shift* (see ``shifts``): independent of the day of the report and of the tense. Where the words leave
open which Tuesday is meant, the shift has ``?`` in the place of the relation ("tue?"), to be filled by ``anchors``.
Where two patterns match at one place the longer match wins, then the earlier pattern.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import chain

from dateline.dates.grammar import calendar, clock, lengths, pointed
from dateline.dates.grammar.parts import OPEN, Build, Match, Meaning
from dateline.dates.words import Classes, Lexed

__all__ = ["OPEN", "Found", "Meaning", "find"]


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: words ``first:last`` of the lexed text and what they mean."""

    first: int
    last: int
    meaning: Meaning


def find(lexed: Lexed, classes: Classes) -> list[Found]:
    """The time expressions of a lexed text, in order, not overlapping."""
    candidates: list[tuple[int, int, int, Found]] = []
    for rank, (pattern, build) in enumerate(_patterns(classes)):
        for match in pattern.finditer(lexed.classes):
            meaning = build(Match(lexed, match))
            if meaning is not None:
                first, last = _ends(lexed, match)
                candidates.append((first, -last, rank, Found(first, last, meaning)))
    chosen: list[Found] = []
    end = 0
    for first, minus_last, _, found in sorted(candidates, key=lambda c: c[:3]):
        if first >= end:
            chosen.append(found)
            end = -minus_last
    return [found for found in chosen if found.meaning.kind != "none"]


def _ends(lexed: Lexed, match: re.Match[str]) -> tuple[int, int]:
    """The words of a match, without the full stop that ends the sentence rather than an abbreviation."""
    first, last = match.span("x") if "x" in match.re.groupindex else match.span()
    if lexed.words[last - 1].text == "." and last - first > 1 and not _is_abbreviation(lexed.words[last - 2].text):
        last -= 1
    return first, last


def _is_abbreviation(text: str) -> bool:
    return len(text) <= 5 and text not in ("march", "april", "may", "june", "july")


@functools.cache
def _patterns(classes: Classes) -> tuple[tuple[re.Pattern[str], Build], ...]:
    return tuple(
        (classes.pattern(text), build)
        for text, build in chain(calendar.PATTERNS, pointed.PATTERNS, lengths.PATTERNS, clock.PATTERNS)
    )
