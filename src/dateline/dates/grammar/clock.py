"""Days by their nearness, parts of the day and clock times: "today", "Tuesday morning", "4.30 p.m." and the like."""

from __future__ import annotations

import re

from dateline.dates.grammar.parts import OPEN, POINT, Match, Meaning, Patterns


def _deictic(match: Match) -> Meaning | None:
    shift = str(match.value("j", "DEICTIC"))
    if match.has("dp"):
        shift = f"{shift.split(' ', maxsplit=1)[0]} T{_daypart(match)}"
    return Meaning(shift=shift, type="time" if " T" in shift else "date")


def _reference(match: Match) -> Meaning | None:
    return Meaning(value=str(match.value("r", "REFERENCE")))


def _daypart(match: Match) -> str:
    return str(match.value("dp", "DAYPART"))


def _weekday_part(match: Match) -> Meaning | None:
    names = match.classes("p")
    relation = "<" if "LAST" in names else ">" if "NEXT" in names else OPEN
    return Meaning(shift=f"{match.weekday}{relation} T{_daypart(match)}", type="time")


def _pointed_part(match: Match) -> Meaning | None:
    """As in "this morning"; "last night" is in the lexicon."""
    names = match.classes("p")
    text = bool(names & {"THAT", "FOLLOWING", "NEXT", "PREVIOUS"})
    step = 1 if names & {"NEXT", "FOLLOWING"} else -1 if names & {"PREVIOUS", "LAST"} else 0
    return Meaning(shift=f"day{step:+d} T{_daypart(match)}", type="time", from_text=text)


def _time(match: Match) -> Meaning | None:
    """A clock time: ``T16:30``; joined with its day by ``anchors``."""
    words = match.words("c")
    digits = re.sub(r"^(\d\d?)\.(\d\d)$|^(\d\d)(\d\d)$", r"\1\3:\2\4", words[0].text)  # 7.30am, 1430 GMT
    if "DAYPART" in words[0].values:
        value = str(words[0].values["DAYPART"])
        return Meaning(value=f"T{value}", type="time", kind="clock") if ":" in value else None
    hour, minute = (int(part) for part in digits.split(":")[:2]) if ":" in digits else (match.number("c"), 0)
    if match.has("ap"):
        half = match.words("ap")[0].text[0]
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if match.has("dp") and str(match.value("dp", "DAYPART")) in ("AF", "EV", "NI") and hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        return None
    return Meaning(value=f"T{hour:02}:{minute:02}", type="time", kind="clock")


def _zoned(match: Match) -> Meaning | None:
    """As in "1430 GMT": four digits that are no year."""
    return _time(match) if len(match.words("c")[0].text) in (4, 5) else None


PATTERNS: Patterns = (
    ("(?P<j> DEICTIC) (?P<dp> DAYPART)?", _deictic),
    ("(?P<r> REFERENCE)", _reference),
    (f"(?:{POINT})? (?P<w> WEEKDAY) (?P<dp> DAYPART)", _weekday_part),
    (f"(?:THE)? {POINT} (?P<dp> DAYPART)", _pointed_part),
    ("(?P<c> CLOCK) (?: (?P<ap> AMPM) ZONE? | ZONE)", _time),
    ("(?: AT | TO | FROM | BY | SINCE | BEFORE | AFTER | BETWEEN | BOUND) (?P<x> (?P<c> CLOCK | DAYPART))", _time),
    ("(?<! WORDNUM)(?<! WORDNUM HYPHEN) (?P<c> DAYNUM | NUM) (?P<ap> AMPM) ZONE?", _time),  # not "ten fifty-five p.m."
    ("(?P<c> NUM) ZONE", _zoned),
    ("(?P<c> DAYNUM) IN THE (?P<dp> DAYPART)", _time),
)
