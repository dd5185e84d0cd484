"""Candidates to expressions: what only looks like a time is put aside, what belongs together is joined.

"2,019 soldiers", "Jan Berg", "the Sunday Times" and "48 Hours" are no times; "10 a.m." belongs to its "Tuesday",
"from May to July 2020" is one stretch; "the next day" starts from the day that the text spoke of before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TYPE_CHECKING

from dateline.dates import shifts
from dateline.dates.anchors import Direction, Tokens, direction, fill
from dateline.dates.grammar import Found, Meaning
from dateline.dates.words import Lexed

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.lexicon import Dates

_NEAR = 600  # characters back to the time that "the next day" starts from: about two paragraphs
_CLOCK_GAP = re.compile(
    r"[ ,]*(?:\([^)]{0,30}\)|[A-Z]{2,4}T|GMT|local time|on|of|,)*[ ,]*(?:\([^)]{0,30}\))?(?:on )?[ ,]*"
)
_RANGE_GAP = {"from": re.compile(r"\s*(?:to|until|till|through|-|–)\s*"), "between": re.compile(r"\s*and\s*")}
_BARE_GAP = re.compile(r"\s?[-–]\s?|\s+(?:to|through)\s+")
_AFTER_YEAR = re.compile(r"[ \u00a0-]([^\W\d_]+)")
_LOWER = re.compile(r"(?<!')\b(?:may|march|sat|sun|mar|dec|jan|wed|mon)\b")  # "they may", "he sat": no names of time
_AGES = re.compile(r"(?:[Ee]arly|[Mm]id|[Ll]ate)?[ -]?\d0s")  # "in his 30s"
_OFFSET_GAP = re.compile(r" (?:before|after|from|following) (?:the )?")
_NAMES = ("PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "GPE", "LOC")


@dataclass(frozen=True, slots=True)
class Draft:
    """An expression at ``start:end`` of the text, the head of its words, and where its clause looks."""

    start: int
    end: int
    meaning: Meaning
    head: Token
    looks: Direction


def drafts(text: str, lexed: Lexed, found: Iterable[Found], tokens: Tokens, dates: Dates) -> list[Draft]:
    """The expressions of ``text``, open relations filled in, joined, in order."""
    kept: list[Draft] = []
    for item in found:
        words = lexed.words[item.first : item.last]
        start, end = words[0].start, words[-1].end
        head = tokens.head(start, end)
        if not _is_time(text, start, end, tokens, dates) or _is_of_game(item.meaning, head, dates):
            continue
        looks = direction(head, dates.outlook)
        kept.append(
            Draft(
                start,
                end,
                _settled(
                    fill(item.meaning, looks),
                    looks,
                    _ranked(text[max(head.sent.start_char, start - 90) : start], dates),
                ),
                head,
                looks,
            )
        )
    return _clocks(_from_text(_joined(text, kept)))


# ── what is no time ──────────────────────────────────────────────────────────────────────────────


def _is_time(text: str, start: int, end: int, tokens: Tokens, dates: Dates) -> bool:
    words = text[start:end]
    in_name = words[-1].isdigit() and text[end : end + 1].isalpha()  # "the March 4C pump"
    if in_name or _LOWER.search(words) or (_AGES.fullmatch(words) and not words.startswith("the")):
        return False
    first, last = tokens.at(start), tokens.at(end - 1)
    if words.isdigit():
        return _is_year(text, start, end, first, dates)
    if first.i == last.i or words.rstrip(".").isalpha():
        return _is_name_of_time(words, text[end : end + 30], first, dates)
    if words[:1] == "'" and not text[max(0, start - 5) : start].rstrip().lower().endswith(
        ("the", "in", "of", "early", "late")
    ):
        return False
    if last.lower_ == "second" and last.pos_ != "NOUN":
        return False
    titled = first.ent_type_ in ("PRODUCT", "WORK_OF_ART") and last.ent_type_ == first.ent_type_
    return not (titled and words[:1].isdigit())  # "48 Hours"


def _is_of_game(meaning: Meaning, head: Token, dates: Dates) -> bool:
    """As in "scored in the third quarter": a part of a game and no part of the year."""
    part = (meaning.shift or "").startswith("year+0 quarter")
    return part and any(token.lower_ in dates.traps.played for token in head.sent)


def _is_year(text: str, start: int, end: int, token: Token, dates: Dates) -> bool:
    """Four digits alone: not a count ("2,019 soldiers"), not a sum, not a number in a name."""
    before = text[max(0, start - 14) : start].rstrip().lower()
    if before.endswith(tuple(dates.traps.unyear)) and not before[-1:].isalpha():
        return False
    word = re.search(r"[^\W\d_]+\.?$", before)
    if word and word.group().rstrip(".") in dates.traps.unyear:
        return False
    if re.match(r"[\d.,]\d|%|-(?:[a-z]|\d{3})", text[end : end + 4]) or re.search(
        r"[\d$€£¥]$|\d[.,]$", text[max(0, start - 2) : start]
    ):
        return False
    after = _AFTER_YEAR.match(text, end)
    if after and after[1].lower() in dates.traps.counted:
        return False
    if token.ent_type_ in ("MONEY", "QUANTITY", "PERCENT"):
        return False
    return not (token.dep_ == "nummod" and token.ent_type_ == "CARDINAL" and token.head.tag_ == "NNS")


def _is_name_of_time(words: str, after: str, token: Token, dates: Dates) -> bool:
    """A lone word: a time of its own, not a verb, a person or part of a title."""
    lower = words.lower().rstrip(".")
    if token.ent_type_ == "PERSON":
        return False
    if lower in dates.references:
        return not token.is_sent_start  # "Now, the vote …": a turn of speech, no time
    if lower in dates.repeated:
        return token.pos_ in ("ADJ", "ADV") and not re.match(r" [A-Z]", after)  # "the party daily Vorwaerts": a paper
    if lower in dates.seasons:
        return bool(token.pos_ == "NOUN")
    return (lower not in dates.months and lower not in dates.weekdays) or _is_of_calendar(words, after, token, dates)


def _is_of_calendar(words: str, after: str, token: Token, dates: Dates) -> bool:
    """A lone month or weekday: with a capital, not "Theresa May", "the Sunday Times", "they may", "he sat"."""
    lower, abbreviated = words.lower().rstrip("."), words.endswith(".")
    if token.dep_ != "compound" and token.i and dates.small.get(token.nbor(-1).lower_) == "an":
        return False  # "on a Monday": any
    if not words[0].isupper() and (len(lower) <= 5 or token.pos_ not in ("PROPN", "NOUN")):
        return False
    follower = re.match(r"['’]?s?\s+([A-Z][^\W\d_]+)", after)
    if (follower and follower[1].lower() in dates.traps.names_after) or (
        len(lower) <= 3 and lower != "may" and not abbreviated
    ):
        return False
    if lower not in dates.traps.ambiguous and (len(lower) > 4 or abbreviated):
        return True
    if token.pos_ in ("VERB", "AUX") or token.ent_type_ in _NAMES or re.match(r" (?:of the|for) [A-Z]", after):
        return False
    return not (token.i and (token.nbor(-1).ent_type_ == "PERSON" or token.nbor(-1).dep_ == "compound"))


# ── what belongs together ────────────────────────────────────────────────────────────────────────


def _settled(meaning: Meaning, looks: Direction, ranked: bool) -> Meaning:
    """The two readings of "in five years" and of "the next week"."""
    if meaning.kind == "next":
        return replace(meaning, kind="", from_text=looks == "past")
    if meaning.kind != "within":
        return meaning
    if looks in ("future", "future?") and meaning.shift and not ranked:
        return replace(meaning, kind="", type="date", value="")
    span = f"past:{meaning.value}" if re.fullmatch(r"P\d+[DWMY](?:\d+M)?", meaning.value) else None
    return replace(meaning, kind="", shift=span if ranked else None)


def _ranked(before: str, dates: Dates) -> bool:
    """Whether the words before speak of the first, the last or the most: "the first visit in five years"."""
    words = re.findall(r"[^\W\d_]+", before.lower())
    return any(word in dates.outlook.ranked or (len(word) > 4 and word.endswith("est")) for word in words)


def _joined(text: str, kept: list[Draft]) -> list[Draft]:
    """Clock times with their day; two ends with their stretch."""
    out: list[Draft] = []
    for draft in kept:
        before = out[-1] if out else None
        gap = text[before.end : draft.start] if before else ""
        if before and before.meaning.kind == "clock" and _is_day(draft.meaning) and _CLOCK_GAP.fullmatch(gap):
            meaning = replace(draft.meaning, shift=f"{_day_of(draft.meaning)} {before.meaning.value}", type="time")
            out[-1] = Draft(before.start, draft.end, meaning, draft.head, draft.looks)
        elif (
            before
            and draft.meaning.kind == "clock"
            and _is_day(before.meaning)
            and re.fullmatch(r",? (?:at )?(?:about )?", gap)
        ):
            meaning = replace(before.meaning, shift=f"{_day_of(before.meaning)} {draft.meaning.value}", type="time")
            out[-1] = Draft(before.start, draft.end, meaning, before.head, before.looks)
        elif before and _is_offset(before.meaning) and _is_point(draft.meaning) and _OFFSET_GAP.fullmatch(gap):
            meaning = Meaning(shift=f"{draft.meaning.shift} {before.meaning.shift}", mod=before.meaning.mod)
            out[-1] = Draft(before.start, draft.end, meaning, draft.head, draft.looks)
        else:
            out.append(draft)
    return [_unjoined(draft) for draft in out if draft.meaning.kind != "offset" or draft.meaning.value]


def _is_offset(meaning: Meaning) -> bool:
    """How far from another time, if that is known: not "a few weeks before"."""
    return meaning.kind == "offset" and bool(meaning.shift)


def _unjoined(draft: Draft) -> Draft:
    """An offset from something that is no time ("two days before the vote") is a length."""
    if draft.meaning.kind != "offset":
        return draft
    return replace(draft, meaning=replace(draft.meaning, shift=None, kind=""))


def _is_point(meaning: Meaning) -> bool:
    return meaning.type in ("date", "time") and bool(meaning.shift) and not meaning.from_text


def _clocks(kept: list[Draft]) -> list[Draft]:
    """A clock time alone belongs to the one day that its sentence names."""
    days: dict[int, list[Draft]] = {}
    for draft in kept:
        if draft.meaning.kind != "clock" and _is_day(draft.meaning):
            days.setdefault(draft.head.sent.start, []).append(draft)
    out: list[Draft] = []
    for alone in kept:
        draft = alone
        named = days.get(draft.head.sent.start, ()) if draft.meaning.kind == "clock" else ()
        if len(named) == 1:
            shift = f"{_day_of(named[0].meaning)} {draft.meaning.value}"
            draft = replace(draft, meaning=replace(draft.meaning, shift=shift, kind=""))
        out.append(draft)
    return out


def _is_day(meaning: Meaning) -> bool:
    return meaning.type in ("date", "time") and bool(meaning.shift) and shifts.is_day(meaning.shift or "")


def _day_of(meaning: Meaning) -> str:
    """The shift without its part of the day: the clock says it better."""
    return " ".join(step for step in (meaning.shift or "").split(" ") if not step.startswith("T"))


def intervals(text: str, kept: list[Draft]) -> list[Draft]:
    """``kept`` with "from May to July 2020" and "between 2019 and 2021" as one expression each."""
    out: list[Draft] = []
    for draft in kept:
        before = out[-1] if out else None
        if before and _is_end(before.meaning) and _is_end(draft.meaning) and _spans(text, before, draft):
            start = before.meaning.shift
            end = draft.meaning.shift or ""
            opened = re.search(r"(from|between)\s+$", text[max(0, before.start - 9) : before.start], re.I)
            begin = before.start - len(opened.group()) if opened else before.start
            meaning = replace(draft.meaning, shift=f"{_in_year_of(start or '', end)}..{end}")
            out[-1] = Draft(begin, draft.end, meaning, before.head, before.looks)
        else:
            out.append(draft)
    return out


def _is_end(meaning: Meaning) -> bool:
    return meaning.type == "date" and ".." not in (meaning.shift or "..") and not meaning.kind


def _spans(text: str, left: Draft, right: Draft) -> bool:
    gap = text[left.end : right.start]
    opened = re.search(r"\b(from|between)\s+$", text[max(0, left.start - 9) : left.start], re.IGNORECASE)
    if opened:
        return bool(_RANGE_GAP[opened[1].lower()].fullmatch(gap))
    return bool(_BARE_GAP.fullmatch(gap)) and gap.strip() in ("-", "–")


def _in_year_of(start: str, end: str) -> str:
    """As in "from May to July 2020": May takes the year of July."""
    if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", end) and re.match(r"[a-z]{3}[<>~]|\d\d-\d\d[<>~]", start):
        name = re.split(r"[<>~]", start)[0]
        return f"{end} {name}<="
    return start


def _from_text(kept: list[Draft]) -> list[Draft]:
    """As in "The next day": the shift goes on from the time told before; without one it says nothing."""
    out: list[Draft] = []
    for alone in kept:
        draft = alone
        if draft.meaning.from_text:
            before = next((d for d in _near(out, draft) if _can_anchor(d, draft)), None)
            shift = f"{_day_of(before.meaning)} {draft.meaning.shift}" if before else None
            draft = replace(draft, meaning=replace(draft.meaning, shift=shift))
        out.append(draft)
    return out


def _near(out: list[Draft], draft: Draft) -> Iterator[Draft]:
    """The expressions shortly before, the nearest first."""
    return takewhile(lambda before: draft.start - before.start <= _NEAR, reversed(out))


def _can_anchor(before: Draft, draft: Draft) -> bool:
    if not before.meaning.shift or before.meaning.type not in ("date", "time"):
        return False
    step = (draft.meaning.shift or "").split(" ")[0]
    return not step.startswith("day") or shifts.is_day(before.meaning.shift)
