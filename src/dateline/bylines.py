"""Who wrote a report, from where and for whom: bylines, credits of agencies, datelines.

Bylines and credits are recognised by their shape: names, and between them only the small words that the lexicon
lists (``furniture.toml``: ``bylines``, ``credits``). A sentence of the report always has some other word.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from dateline import outlets
from dateline.lexicon import Lexicon
from dateline.model import Place, Time

BYLINE_LENGTH = 160
DATELINE_LENGTH = 110
_SPLIT = re.compile(r"\s*[,;|/()]\s*|\s+-\s+")
_TOKEN = re.compile(r"[^\s,;:|/()\[\]\"“”.]+\.?")
_SEPARATOR = re.compile(r"\s*[—–]+\s*|\s+-{1,3}\s*|\s*--+\s*|\s*:\s+|\s*\.?\s*/(?P<slash>[^/\s]{2,20})/\.?\s*")
_CREDIT = re.compile(r"\s*\(([^()]{2,40})\)$")
_STATE = re.compile(r"\s*\[[^\[\]]{2,40}\]$")


class People(NamedTuple):
    """Names in a byline, the agencies named with them, and whether nothing else stands there."""

    names: tuple[str, ...]
    agencies: tuple[str, ...]
    whole: bool


class Opening(NamedTuple):
    """The dateline at the head of a paragraph: ``end`` is where the report begins; ``day`` needs its year stated."""

    end: int
    place: Place | None
    agency: str | None
    day: dt.date | None = None


# ── dates ────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def _date_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    months = _alternatives(lexicon.dates.months)
    days = _alternatives(lexicon.dates.weekdays)
    ordinal = r"(?:st|nd|rd|th)?"
    return re.compile(
        rf"(?:\b(?P<weekday>{days})\.?,?\s+)?(?:"
        rf"\b(?P<m1>{months})\.?\s+(?P<d1>\d{{1,2}}){ordinal}(?:,\s*|\s+)(?P<y1>(?:19|20)\d\d)\b"
        rf"|\b(?P<d2>\d{{1,2}}){ordinal}\s+(?P<m2>{months})\.?,?\s+(?P<y2>(?:19|20)\d\d)\b"
        r"|\b(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)(?!\d)"
        r"|\b(?P<m4>\d{1,2})/(?P<d4>\d{1,2})/(?P<y4>(?:19|20)\d\d)\b)",
        re.IGNORECASE,
    )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def find_dates(words: str, lexicon: Lexicon) -> list[tuple[re.Match[str], dt.date]]:
    """The full dates (day, month and year) in ``words``, with their match. 3/4/2024 is ambiguous and left out."""
    found = []
    for match in _date_pattern(lexicon).finditer(words):
        day = _date(match, lexicon)
        if day:
            found.append((match, day))
    return found


def _date(match: re.Match[str], lexicon: Lexicon) -> dt.date | None:
    group = match.groupdict()
    year = int(next(filter(None, (group["y1"], group["y2"], group["y3"], group["y4"]))))
    day = int(next(filter(None, (group["d1"], group["d2"], group["d3"], group["d4"]))))
    name = group["m1"] or group["m2"]
    month = lexicon.dates.months[name.lower()] if name else int(group["m3"] or group["m4"])
    if group["m4"] and month <= 12 and day <= 12 and month != day:  # day or month first: nobody can tell
        return None
    if group["m4"] and month > 12:
        month, day = day, month
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_time(day: dt.date, words: str = "", mod: str | None = None) -> Time:
    """A ``Time`` of one day that is not words of the report's text."""
    return Time(text=words, from_=day, to=day, grain="day", basis="explicit", value=day.isoformat(), mod=mod)


# ── names ────────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def _joins(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_alternatives(lexicon.furniture.bylines.joins)})\s+", re.IGNORECASE)


@functools.cache
def _tails(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_alternatives(lexicon.furniture.bylines.tails)})\s+.*$", re.IGNORECASE)


@functools.cache
def _by(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternatives(lexicon.furniture.bylines.by)})(?::\s*|\s+)", re.IGNORECASE)


def people(listed: str, lexicon: Lexicon) -> People:
    """Names and agencies in a list such as "Ana Ruiz and Jan Berg in Oslo, The Associated Press"."""
    names: list[str] = []
    agencies: list[str] = []
    whole = True
    for chunk in _SPLIT.split(re.sub(r"\S+@\S+", "", listed)):
        for words in _joins(lexicon).split(f" {chunk} "):
            part = _without_writer(words.strip(" .*•·"), lexicon)
            credited = outlets.agency(part)
            name = _tails(lexicon).sub("", part)
            if credited:
                agencies.append(credited)
            elif is_name(name, lexicon):
                names.append(name)
            elif part and not _is_function(part.lower(), lexicon) and not outlets.by_name(part):
                whole = False
    return People(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(agencies)), whole)


def authors(listed: Iterable[str], lexicon: Lexicon) -> People:
    """Names and agencies among the authors that a page's metadata lists, with or without "By"."""
    by = _by(lexicon)
    return people(
        "; ".join(by.sub("", words.strip(), count=1) if by.match(words.strip()) else words for words in listed), lexicon
    )


def _is_function(low: str, lexicon: Lexicon) -> bool:
    """Whether the words are an office in a newsroom, not a name: "diplomatic correspondent"."""
    known = lexicon.furniture.bylines.not_names
    return low in known or all(word in known or word in lexicon.furniture.credits.writers for word in low.split())


def _without_writer(part: str, lexicon: Lexicon) -> str:
    """The agency before "Writer" and the like; other words as they are."""
    head, _, last = part.rpartition(" ")
    return head if last.lower() in lexicon.furniture.credits.writers and outlets.agency(head) else part


def is_name(words: str, lexicon: Lexicon) -> bool:
    """Whether ``words`` have the shape of a person's full name: two to five capitalised words, particles allowed."""
    tokens = words.split()
    if not 2 <= len(tokens) <= 5 or outlets.by_name(words):
        return False
    refused = lexicon.furniture.bylines.not_names
    for token in tokens:
        low = token.lower()
        if low in refused or low.rstrip(".") in lexicon.dates.weekdays:
            return False
        if low not in lexicon.names.particles and not (
            token[0].isupper() and not re.search(r"[\d@#_:!?“”\"]|['’]s$", token)
        ):
            return False
    return True


def byline(words: str, lexicon: Lexicon) -> People | None:
    """Who a byline names ("By Ana Ruiz and Jan Berg, The Associated Press"), or none where the line is no byline."""
    if len(words) > BYLINE_LENGTH or (words.endswith((".", "!", "?", ",")) and not words.endswith("Jr.")):
        return None
    match = _by(lexicon).match(words)
    found = people(words[match.end() :] if match else words, lexicon)
    if match and (found.names or found.agencies) and (found.whole or _is_affiliated(words[match.end() :], lexicon)):
        return found
    if match or not found.whole or not found.names or "/" in words:  # "Ana Ruiz/AP" credits a picture
        return None
    parts = [part for part in _SPLIT.split(words) if part]  # no "By": a name and a known outlet, "Ana Ruiz, CNN"
    return found if len(parts) == 2 and outlets.by_name(parts[1]) and is_name(parts[0], lexicon) else None


def _is_affiliated(listed: str, lexicon: Lexicon) -> bool:
    """Names and, after a comma, the name of an outlet that the table lacks: "Nora Eide, The Fjord Post"."""
    names, _, house = listed.rpartition(", ")
    small = lexicon.furniture.credits.small
    capitalised = all(word[0].isupper() or word.lower() in small for word in house.split())
    return bool(names) and capitalised and people(names, lexicon).whole


# ── credits ──────────────────────────────────────────────────────────────────────────────────────


@functools.cache
def _credit_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    told = lexicon.furniture.credits
    return re.compile(
        rf"^\W*(?P<opening>{_alternatives(told.openings)})(?!\w)|\b(?:{_alternatives(told.phrases)})\b", re.IGNORECASE
    )


def is_credit(words: str, lexicon: Lexicon) -> bool:
    """Whether ``words`` only say who worked on the report ("Ruiz reported from Lisbon.")."""
    if not _credit_pattern(lexicon).search(words):
        return False
    known = _credit_words(lexicon)
    return all(
        token[0].isupper() or token[0].isdigit() or token.strip(".'’").lower() in known
        for token in _TOKEN.findall(words)
        if token[0].isalnum()
    )


def opens_credit(words: str, lexicon: Lexicon) -> bool:
    """Whether ``words`` open as a credit does ("Reporting by ...")."""
    match = _credit_pattern(lexicon).match(words)
    return bool(match and match["opening"])


@functools.cache
def _credit_words(lexicon: Lexicon) -> frozenset[str]:
    told = lexicon.furniture.credits
    phrases = " ".join((*told.phrases, *told.openings, *told.writers, *told.small)).lower()
    return frozenset(phrases.replace(":", "").split()) | frozenset(lexicon.names.particles)


def agencies_in(words: str) -> tuple[str, ...]:
    """The agencies that a credit names ("With inputs from AFP and Reuters"), in order."""
    found = (outlets.agency(match.group()) for match in _agency_pattern().finditer(words))
    return tuple(dict.fromkeys(name for name in found if name))


def agency_staff(words: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The agencies whose own people a credit names: "Associated Press writers Jan Berg and ..."."""
    writers = lexicon.furniture.credits.writers
    found = []
    for match in _agency_pattern().finditer(words):
        after = re.match(r"\s+(\w+)", words[match.end() :])
        if after and after[1].lower() in writers:
            found.append(outlets.agency(match.group()) or match.group())
    return tuple(dict.fromkeys(found))


@functools.cache
def _agency_pattern() -> re.Pattern[str]:
    spellings = [words for words in outlets.picture_credits() if outlets.agency(words)]
    return re.compile(rf"(?<![\w/])(?:{_alternatives(spellings)})(?!\w)")


# ── datelines ────────────────────────────────────────────────────────────────────────────────────


def dateline(words: str, lexicon: Lexicon) -> Opening | None:
    """The dateline that ``words`` open with ("RAMALLAH, West Bank (AP) — "), or none."""
    bare = _bare_credit(words)
    if bare:
        return bare
    for match in _SEPARATOR.finditer(words[:DATELINE_LENGTH]):
        opening = _opening(words[: match.start()], match, lexicon)
        if opening and match.end() < len(words):
            return opening
    return None


def _bare_credit(words: str) -> Opening | None:
    """A credit with no place before it: "(Reuters) - ", "(CNN) "."""
    match = re.match(r"\(([^()]{2,30})\)\s*(?:[—–:-]+\s*)?(?=\S)", words)
    credited = match and (outlets.agency(match[1]) or outlets.by_name(match[1]))
    return Opening(match.end(), None, outlets.agency(match[1])) if match and credited else None


def _opening(head: str, separator: re.Match[str], lexicon: Lexicon) -> Opening | None:
    """The dateline in ``head``, the words before a dash or colon."""
    credit = _CREDIT.search(head)
    agency = outlets.agency(credit[1]) if credit else None
    if credit and not agency and not outlets.by_name(credit[1]):  # an agency that the table lacks: after capitals only
        if not head[: credit.start()].split(",", maxsplit=1)[0].isupper() or not credit[1][0].isupper():
            return None
        agency = credit[1]
    head = head[: credit.start()] if credit else head
    if slash := separator["slash"]:
        agency = outlets.agency(slash)
        if not agency:
            return None
    dated = _trailing_day(lexicon).search(head)
    head = head[: dated.start()] if dated else head
    head = _STATE.sub("", head).rstrip(" ,.")
    colon = ":" in separator.group()
    sure = bool(credit or slash or (dated and not colon))
    if not head:
        return Opening(separator.end(), None, agency) if agency else None
    if not _is_place(head, sure, lexicon):
        return None
    days = find_dates(dated.group(), lexicon) if dated else []
    return Opening(separator.end(), Place(name=_titled(head)), agency, days[0][1] if days else None)


@functools.cache
def _trailing_day(lexicon: Lexicon) -> re.Pattern[str]:
    months = _alternatives(lexicon.dates.months)
    year = r"(?:,?\s+(?:19|20)\d\d)?"
    return re.compile(rf"(?:^|,?\s+)(?:(?:{months})\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?:{months})\.?){year}$", re.IGNORECASE)


def _is_place(head: str, sure: bool, lexicon: Lexicon) -> bool:
    """Whether ``head`` is the place of a dateline: in capitals, or capitalised where a credit or a date tells."""
    parts = head.split(", ")
    first = parts[0]
    letters = [c for c in first if c.isalpha()]
    if len(letters) < 3 or len(parts) > 3 or len(first.split()) > 4 or first.lower() in lexicon.furniture.not_places:
        return False
    if not all(
        word[0].isupper() or word.lower() in lexicon.names.particles for part in parts for word in part.split() if word
    ):
        return False
    return sure or all(c.isupper() for c in letters)


def _titled(head: str) -> str:
    """A place in capitals as names are written ("SAN JOSE, Costa Rica" → "San Jose, Costa Rica")."""
    parts = head.split(", ")
    return ", ".join(
        re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), p) if p.isupper() and len(p) > 2 else p for p in parts
    )
