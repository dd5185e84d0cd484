"""The arithmetic of a story in a reader's words: what adds up, how many years lie between, how far numbers differ.

The checks themselves are ``dateline.compare``'s; here each is told once, beside what it explains, with its reports.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dateline import lexicon, wording
from dateline.model import AnyClaim, Check, Event, Figure, Report

FEW = 90  # characters of a clause that is quoted whole
TWICE = 100  # percent: from here on, "times as much" says more than a percentage


@dataclass(frozen=True)
class Explainer:
    """Tells checks. ``label`` names the thing that a claim is about, ``numbers`` the reports that make claims."""

    claims: Mapping[str, AnyClaim]
    reports: Mapping[str, Report]
    label: Callable[[str], str]
    numbers: Callable[[Iterable[str]], tuple[int, ...]]

    def notes(self, checks: Sequence[Check]) -> tuple[str, ...]:
        """``checks`` as sentences: sums against one total together, what fits before what does not."""
        ordered = sorted(checks, key=lambda check: check.standing)
        totals: dict[str, list[Check]] = defaultdict(list)
        for check in ordered:
            if check.kind == "sum":
                totals[check.claims[-1]].append(check)
        summed = {claim for held in totals.values() for check in held for claim in check.claims}
        told = [self._sum(total, held) for total, held in totals.items()]
        for check in ordered:
            match check.kind:
                case "sum":
                    continue
                case "elapsed":
                    told.append(self._elapsed(check))
                case "same_number":
                    told += [] if summed.issuperset(check.claims) else [self._same_number(check)]
                case _:
                    told.append(wording.full_sentence(check.note))
        return tuple(dict.fromkeys(told))

    def _in(self, claim: str) -> str:
        """`` (2)``: the report of a claim; nothing where there is only one."""
        numbers = self.numbers([claim])
        return f" ({wording.numbers(numbers)})" if numbers else ""

    def _sum(self, total: str, checks: Sequence[Check]) -> str:
        """As in ``Trade of A and B: $8 billion (2). $5 billion + $3 billion = $8 billion fits that; …``."""
        whole = self.claims[total]
        if not isinstance(whole, Figure):
            return wording.full_sentence(checks[0].note)
        sums = [self._added(check, whole) for check in checks]
        return f"{self.label(total)}: {wording.quantity(whole)}{self._in(total)}. {'; '.join(sums)}."

    def _added(self, check: Check, whole: Figure) -> str:
        parts = [part for key in check.claims[:-1] if isinstance(part := self.claims[key], Figure)]
        added = sum((part.value or Decimal(0) for part in parts), Decimal(0))
        said = wording.with_unit(wording.number(added), whole.unit, added)
        verdict = "fits that" if check.standing == "consistent" else "does not"
        return f"{' + '.join(map(wording.amount, parts))} = {said} {verdict}"

    def _same_number(self, check: Check) -> str:
        first = self.claims[check.claims[0]]
        amount = wording.amount(first) if isinstance(first, Figure) else ""
        things = [f"{self.label(claim)}{self._in(claim)}" for claim in check.claims]
        return f"{amount} stands for two things: {'; '.join(things)}."

    def _elapsed(self, check: Check) -> str:
        """As in ``“first … in five years” (1) · “last … in 2019” (2): 2019 to 2024 is 5 years``."""
        first, last = (self.claims[claim] for claim in check.claims[:2])
        start, stop = self._year(last), self._year(first)
        if not start or not stop:
            return wording.full_sentence(check.note)
        said = " · ".join(f"“{_clause(claim)}”{self._in(claim.id)}" for claim in (first, last))
        against = "" if check.standing == "consistent" else ", which does not fit"
        return f"{said}: {start} to {stop} is {wording.count(stop - start, 'year')}{against}."

    def _year(self, claim: AnyClaim) -> int:
        """The year of a claim's own day, else of its report; 0 where neither is known."""
        for time in (claim.when, self.reports[claim.evidence.report].published):
            day = (time.to or time.from_) if time and time.type in ("date", "time") else None  # "in five years" is none
            if day:
                return day.year
        return 0


def _clause(claim: AnyClaim) -> str:
    """The clause of a claim, cut at the first pause behind its own word and its time."""
    evidence, needed = claim.evidence, claim.evidence.start
    if isinstance(claim, Event):
        needed = max(needed, claim.trigger.end)
    if claim.when and claim.when.end and claim.when.report == evidence.report and claim.when.end <= evidence.end:
        needed = max(needed, claim.when.end)
    said = evidence.text
    pause = re.search(r"[,;:]\s", said[needed - evidence.start :])
    if len(said) > FEW and pause:
        said = f"{said[: needed - evidence.start + pause.start()]}{wording.ELLIPSIS}"
    return wording.visible(wording.flat(said)).strip(" .")


# ── how far numbers lie apart ────────────────────────────────────────────────────────────────────


def gap(note: str, positions: Sequence[Sequence[Figure]]) -> str:
    """``note`` with the distance of exact numbers alone: beside a bound or a rough word a percentage says nothing."""
    bare = _apart().sub("", note, count=1)
    if bare == note:
        return note
    exact = sorted({
        figure.value for group in positions for figure in group if figure.value is not None and figure.bound == "exact"
    })  # fmt: skip
    return "; ".join(part for part in (_distance(exact, len(positions)), bare) if part)


def _distance(exact: Sequence[Decimal], positions: int) -> str:
    """How far the highest exact number is from the lowest; empty where there are not two."""
    if len(exact) < 2 or exact[0] <= 0:
        return ""
    share = (exact[-1] - exact[0]) / exact[0] * 100
    if share >= TWICE:
        times = exact[-1] / exact[0]
        return f"the highest exact number is {wording.number(round(times, 0 if times >= 10 else 1))} times the lowest"
    percent = wording.number(round(share, 0 if share >= 1 else 1))
    said = lexicon.load().compare.notes["apart"].format(percent=f"{percent}%")
    return said if len(exact) == positions else f"the exact numbers are {said}"


@functools.cache
def _apart() -> re.Pattern[str]:
    """The distance as ``dateline.compare`` notes it."""
    before, _, after = lexicon.load().compare.notes["apart"].partition("{percent}")
    return re.compile(rf"^{re.escape(before)}[\d.,]+(?: \w+)?%{re.escape(after)}\.?(?:; )?")
