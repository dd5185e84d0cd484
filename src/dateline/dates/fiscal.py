"""Financial years: whose year it is, and with that its days.

In order: the state that owns it ("India's 2023-24 financial year"), what the text itself says of how its year runs,
the only fitting state named in the sentence. Else the days stay a frame: "2023-24" lies between 1 January 2023 and
31 December 2024.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import replace

from dateline.dates.drafts import Draft
from dateline.lexicon import Dates, Fiscal, Section, load_table
from dateline.reading import Reading


class FiscalYears(Section, frozen=True, kw_only=True):
    """``data/fiscal_years.toml``: first month by state; ``start``: states that name a year by its beginning."""

    start: frozenset[str]
    month: dict[str, int]


@functools.cache
def _table() -> FiscalYears:
    return load_table("fiscal_years.toml", FiscalYears)


def settle(reading: Reading, text: str, drafts: Iterable[Draft]) -> list[Draft]:
    """``drafts`` with their financial years put into days."""
    kept = list(drafts)
    if not any(draft.meaning.kind == "fiscal" for draft in kept):
        return kept
    said = _said(text, reading.lexicon.dates)
    return [_settled(reading, draft, said) if draft.meaning.kind == "fiscal" else draft for draft in kept]


def _settled(reading: Reading, draft: Draft, said: int | None) -> Draft:
    year = draft.meaning.value.removeprefix("FY")
    split = re.search(r"\d\s?[-–/]\s?\d", reading.report.text[draft.start : draft.end]) is not None
    country = _country(reading, draft, split=split, said=said)
    month = _table().month.get(country, 0) if country else said or 0
    if year[0] in "+-":
        shift = f"fy{month:02}{year}" if month else None
    else:
        late = country in _table().start and not split
        shift = f"FY{int(year) + late:04}-{month:02}"
    return replace(draft, meaning=replace(draft.meaning, shift=shift, value="", kind=""))


def _country(reading: Reading, draft: Draft, *, split: bool, said: int | None) -> str | None:
    """The state whose year it is; nothing where the text says how the year runs, or two states could be meant."""
    owner = [
        entity.country
        for token in draft.head.subtree
        if token.dep_ in ("poss", "compound", "amod") and (entity := reading.entity_at(token)) is not None
    ]
    found = _fitting(owner, split=split)
    if len(found) != 1 and said is None:
        sentence = draft.head.sent
        found = _fitting([e.country for token in sentence if (e := reading.entity_at(token)) is not None], split=split)
    return found.pop() if len(found) == 1 else None


def _fitting(countries: Iterable[str | None], *, split: bool) -> set[str]:
    month = _table().month
    return {country for country in countries if country in month and (not split or month[country] > 1)}


def _said(text: str, dates: Dates) -> int | None:
    """The month in which the text says that the financial year begins, where it says so of one month only."""
    begins, ends = _said_patterns(tuple(dates.months), dates.fiscal)
    found = {dates.months[match[1].lower()] for match in begins.finditer(text)}
    found |= {dates.months[match[1].lower()] % 12 + 1 for match in ends.finditer(text)}
    return found.pop() if len(found) == 1 else None


@functools.cache
def _said_patterns(months: tuple[str, ...], fiscal: Fiscal) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns whose first group is the month in which a year begins, and in which it ends."""
    month = "|".join(sorted(months, key=len, reverse=True))
    before = rf"\b(?:{'|'.join(fiscal.words)})s?,?\s+(?:\w+\s+)?"
    after = rf"(?:\s+\w+)?\s+(?:\d{{1,2}}\s+)?({month})\b"
    return (
        re.compile(f"{before}(?:{'|'.join(fiscal.begins)}){after}", re.IGNORECASE),
        re.compile(f"{before}(?:{'|'.join(fiscal.ends)}){after}", re.IGNORECASE),
    )
