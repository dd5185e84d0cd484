"""What the patterns share: a match and its meaning, the parts that stand in many of them, and what these say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dateline.dates.shifts import WEEKDAYS
from dateline.dates.words import Lexed, Word
from dateline.model import TimeType

OPEN = "?"
"""Stands in a shift for the relation that the words leave open."""


Kind = Literal["", "fiscal", "within", "next", "offset", "clock", "none"]
"""What must still be done: put in the country's financial year, tell "in five years" to come from those past and "the
next week" told of from that to come, join a clock time with its day and "two days before" with its Tuesday; ``none``
is no time at all and only keeps other patterns from matching."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression says: a ``shift``, or for lengths, sets and vague references a fixed TIMEX3 ``value``.

    With ``from_text`` the shift starts from the time that the text spoke of before, not from the day of the report.
    """

    shift: str | None = None
    value: str = ""
    type: TimeType = "date"
    mod: str | None = None
    from_text: bool = False
    kind: Kind = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A match of a pattern, and what the groups of the parts below say in it."""

    lexed: Lexed
    found: re.Match[str]

    def words(self, group: str) -> list[Word]:
        """The words of a named group; none where it did not take part."""
        if group not in self.found.re.groupindex:
            return []
        start, end = self.found.span(group)
        return self.lexed.words[start:end] if start >= 0 else []

    def classes(self, group: str) -> set[str]:
        """The classes of all words of a named group."""
        return set().union(*(word.values for word in self.words(group)))

    def has(self, group: str) -> bool:
        """Whether the group took part."""
        return group in self.found.re.groupindex and self.found.span(group)[0] >= 0

    def value(self, group: str, name: str) -> str | int | None:
        """What the lexicon says of the first word of the group that has the class ``name``."""
        return next((word.values[name] for word in self.words(group) if name in word.values), None)

    def number(self, group: str) -> int:
        """The first number of the group; 0 where there is none."""
        value = self.value(group, "NUM")
        if value is not None:
            return int(float(value))
        ordinal = self.value(group, "ORDWORD")
        if ordinal is not None:
            return int(ordinal)
        return next((int(d.group()) for word in self.words(group) if (d := re.match(r"\d+", word.text))), 0)

    @property
    def year(self) -> int:
        """The year of ``Y``; of two digits, one from 1931 to 2030."""
        digits = re.sub(r"\D", "", self.words("y")[0].text)
        if len(digits) == 4:
            return int(digits)
        return (1900 if int(digits) > 30 else 2000) + int(digits)

    @property
    def month(self) -> int:
        """The number of the month of ``MONTH``; 0 without one."""
        return int(self.value("m", "MONTH") or 0)

    @property
    def weekday(self) -> str:
        """The weekday of ``W`` as shifts write it; empty without one."""
        value = self.value("w", "WEEKDAY")
        return WEEKDAYS[int(value) - 1] if value else ""

    @property
    def step(self) -> int:
        """-1, 0, +1 for the last, this, next of ``POINT``; 0 without one."""
        names = self.classes("p")
        if names & {"LAST", "PAST", "PREVIOUS"}:
            return -1
        return 1 if names & {"NEXT", "COMING", "FOLLOWING"} else 0

    @property
    def mod(self) -> str | None:
        """The TIMEX3 modifier of ``PART``: "early" as START."""
        value = self.value("part", "PART")
        return str(value) if value else None

    @property
    def bound(self) -> str | None:
        """The TIMEX3 modifier of ``B``: "more than" as MORE_THAN."""
        value = self.value("b", "BOUND")
        return str(value) if value else None


Build = Callable[[Match], Meaning | None]
Patterns = tuple[tuple[str, Build], ...]
"""Patterns, each with what its match means; of matches of one length at one place the earlier pattern wins."""

# The parts that stand in many patterns. A part of one capital letter is the group of the small one.

COUNT = "(?: WORDNUM (?: HYPHEN? WORDNUM)* | NUM (?: HYPHEN NUM)?)"
N = f"(?P<n> {COUNT} (?: AND (?:AN)? HALF | HALF)? | AN | HALF (?:AN)? | AN HALF | AN AND AN HALF)"
B = "(?P<b> BOUND)?"
U = "(?P<u> UNIT)"
Y = "(?P<y> YEAR | SHORTYEAR)"
DAY = "(?: DAYNUM | ORDINAL | ORDWORD)"
W = "(?:(?P<w> WEEKDAY) DOT? (?: COMMA | OPEN)? (?:THE)?)?"
POINT = "(?P<p> LAST | PAST | PREVIOUS | NEXT | COMING | FOLLOWING | THIS | THAT | RECENT)"
PART = "(?P<part>(?: PART | CLIPPED) HYPHEN? (?:IN|ON)?)?"
MONTH = "(?P<m> MONTH) DOT?"

NO_YEAR = "(?! DOT? (?: COMMA | OF)? YEAR | DOT? DAYNUM COMMA? YEAR | COMMA MONTH)"  # "this May 3, 2016 photo"


def with_part(match: Match, shift: str) -> Meaning:
    """The part of ``shift`` that ``PART`` names: "early 2024"; all of it where none is named."""
    if not match.has("part"):
        return Meaning(shift=shift)
    return Meaning(shift=f"{shift} /{match.value('part', 'CLIPPED') or match.mod}", mod=match.mod)
