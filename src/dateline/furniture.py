"""What of a page is no part of the report: captions, credits, link lists, advertisements, posts, repeated lines.

A line is judged by its shape and by the words of ``furniture.toml``, at its beginning, its end or as a whole, never by
a phrase somewhere inside; and where a line may be either, it stays: to drop a sentence of the report is worse.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from dateline import outlets
from dateline.bylines import find_dates, is_credit
from dateline.lexicon import Lexicon, NoticeWords
from dateline.model import NoticeKind

CAPTION = "caption"
CREDIT = "credit"
EMBED = "social-media embed"
FURNITURE = "page furniture"
GALLERY = "photo gallery"
LINK = "related link"
REPEATED = "repeated"
CROSSHEAD = "crosshead"
CORRECTION = "correction"
WITHDRAWAL = "withdrawal"
NOTICE = "notice"
NOTICES = frozenset({CORRECTION, WITHDRAWAL, NOTICE})
SOUND = "sound note"
DIVIDER = "divider"
PICTURES = frozenset({CAPTION, GALLERY})

LINK_LENGTH = 160  # of the title of another page
REPEAT_LENGTH = 25  # characters that two lines must share to be one caption told twice
CROSSHEAD_WORDS = 9
NOTICE_LENGTH = 600  # of a line that may withdraw the report
CREDIT_LENGTH = 60  # of the credit of a picture on a line of its own

WITHDRAWN: NoticeKind = "withdrawal"
NOTED: NoticeKind = "note"
_KINDS: tuple[NoticeKind, ...] = ("correction", "clarification", "update")

_PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
    }
)
_MARKS = " .:>»→-*•…"
_ENDED = re.compile(r"[.!?…:;,][\s'\"”’)\]]*(?:\([^()]*\))?$|[-—–]$")
_SPEECH = re.compile(r"[\"”]")
_WORDLESS = re.compile(r"[\W_]*$")
_OF_GALLERY = re.compile(r"(\d{1,3})/(\d{2,3})\s+[A-Z\"“‘']")  # "2/30 The market": the second of thirty pictures
_BRACKETED = re.compile(r"\[[^\[\]]{3,200}\]$")
_TAIL = re.compile(r"[(\[]\s*([^()\[\]]{1,160}?)\s*[)\]][.\s]*$")
_SIGN = re.compile(r"(?:©|\(c\)\s*(?!opyright))\s*[A-Z][^.!?]{1,70}$")
_AFTER_STOP = re.compile(r"[.!?]['\"”’]?\s*([A-Z][^.!?]{1,70})$")
_PARTS = re.compile(r"\s*(?:/|,|;|\||\s-\s|\bvia\b|\bfor\b)\s*")
_HANDLE = re.compile(r"[—–-]\s*[^—–]{1,80}\(@\w{1,30}\)")
_PRINTED = re.compile(r"\([^()]{0,60}\b[Pp]age\s?[A-Z]?\d+[^()]{0,20}\)$")


class Line(NamedTuple):
    """A line of the page: its range, its words, and the same words in lower case with plain punctuation."""

    start: int
    end: int
    words: str
    low: str
    gap: bool = False  # a blank line stands before it

    @property
    def ended(self) -> bool:
        """Whether the line ends like a sentence."""
        return bool(_ENDED.search(self.words))


def make_line(start: int, end: int, words: str, gap: bool = False) -> Line:
    """A line with its plain form."""
    return Line(start, end, words, words.translate(_PLAIN).lower(), gap)


@dataclass(frozen=True)
class _Patterns:
    """``furniture.toml`` compiled: each pattern is matched at the place that its name says."""

    alone: frozenset[str]
    opening: re.Pattern[str]
    ending: re.Pattern[str]
    counter: re.Pattern[str]
    follow: re.Pattern[str]
    headings: frozenset[str]
    heading: re.Pattern[str]
    label: re.Pattern[str]
    caption: re.Pattern[str]
    cue: re.Pattern[str]
    old: re.Pattern[str]
    picture_label: re.Pattern[str]
    picture_head: re.Pattern[str]
    frame: re.Pattern[str]
    frame_end: re.Pattern[str]
    mark: re.Pattern[str]
    posted: re.Pattern[str]
    correction: re.Pattern[str]
    withdrawal: re.Pattern[str]
    notices: tuple[tuple[NoticeKind, re.Pattern[str]], ...]
    headline: re.Pattern[str]
    sound: re.Pattern[str]


def _plain(words: Iterable[str]) -> list[str]:
    return sorted({word.translate(_PLAIN).lower() for word in words}, key=lambda word: (-len(word), word))


def _any(words: Iterable[str]) -> str:
    """The words as alternatives, each ended by a word boundary where it ends in a word character."""
    return "|".join(re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "") for word in _plain(words))


@functools.cache
def _patterns(lexicon: Lexicon) -> _Patterns:
    told = lexicon.furniture
    pictures = "|".join(re.escape(words) for words in outlets.picture_credits())
    return _Patterns(
        alone=frozenset(_plain(told.lines.alone)),
        opening=re.compile(rf"\W{{0,3}}(?:{_any(told.lines.openings)})"),
        ending=re.compile(rf"(?:{'|'.join(map(re.escape, _plain(told.lines.endings)))})$"),
        counter=re.compile(rf"\d[\d.,]*\s?[km]?\+?\s*(?:{_any(told.lines.counters)})$"),
        follow=re.compile(rf"(?:{_any(told.embeds.verbs)})\s.{{0,80}}\bon (?:{_any(told.embeds.platforms)})"),
        headings=frozenset(_plain(told.links.headings)),
        heading=re.compile(rf"(?:{_any(told.links.headings)})"),
        label=re.compile(rf"(?:{_any(told.links.labels)})\s*[:|]\s*"),
        caption=re.compile(rf"\W{{0,2}}(?:{_any(told.captions.openings)})"),
        cue=re.compile(
            "|".join(
                (r"(?<!\w)" if cue[0].isalnum() else "") + re.escape(cue) + (r"(?!\w)" if cue[-1].isalnum() else "")
                for cue in _plain(told.captions.cues)
            )
        ),
        old=re.compile(rf"\b(?:{_any(told.captions.old)})"),
        picture_label=re.compile(rf"(?:{_any(told.captions.credit)})"),
        picture_head=re.compile(rf"(?:{pictures})(?::(?:{pictures}))?(?: / \w+)?\s+(?=[A-Z\d\"“‘'])"),
        frame=re.compile(rf"(?:{_any(told.captions.frames)})\s*:?\s+", re.IGNORECASE),
        frame_end=re.compile(rf"\s+(?:{_any(told.captions.frames)})\s+\d{{1,3}} of \d{{1,3}}$", re.IGNORECASE),
        mark=re.compile("|".join(map(re.escape, _plain(told.embeds.marks)))),
        posted=re.compile(rf"(?:{_any(told.embeds.posted)})\s.{{2,80}}$"),
        correction=re.compile(rf"\W?(?:{_any(told.notes.corrections)})"),
        withdrawal=re.compile(
            rf"[\s(\[*_]{{0,3}}(?:{_any(told.notices.own)}) (?:{_any(told.notices.withdrawn)})"
            rf"|.{{0,600}}?(?<!\w)(?:{_any(told.notices.withdrawing)})"
        ),
        notices=tuple(_notice_kinds(told.notices)),
        headline=_headline_labels(told.notices),
        sound=re.compile(rf"[(\[](?:{_any(told.notes.sounds)})[^()\[\]]*[)\]]\.?$"),
    )


def _notice_kinds(told: NoticeWords) -> Iterator[tuple[NoticeKind, re.Pattern[str]]]:
    """What each kind of notice says anywhere in it, the gravest kind first."""
    yield (
        "withdrawal",
        re.compile(
            rf"(?:^|[:.(\[-]\s*)(?:{_any(told.reports)}) (?:{_any(told.withdrawn)})|(?<!\w)(?:{_any(told.withdrawing)})"
        ),
    )
    for kind in _KINDS:
        yield kind, re.compile(rf"\b(?:{_any(told.phrases[kind])})")


def _headline_labels(told: NoticeWords) -> re.Pattern[str]:
    """A label of a wire before a headline, its number and its colon or hyphen; one group for each kind of notice."""

    def either(kind: NoticeKind) -> str:
        spoken = "|".join(map(re.escape, sorted(told.labels.get(kind, ()), key=len, reverse=True)))
        shouted = "|".join(map(re.escape, sorted(told.shouted.get(kind, ()), key=len, reverse=True)))
        parts = [rf"(?:{shouted})(?:\s+\d{{1,2}})?\s?[-–—:]" if shouted else "", rf"(?i:{spoken}):" if spoken else ""]
        return f"(?P<{kind}>{'|'.join(filter(None, parts))})"

    return re.compile(rf"(?:{'|'.join(either(kind) for kind in (WITHDRAWN, *_KINDS, NOTED))})\s*")


# ── one line ─────────────────────────────────────────────────────────────────────────────────────


def judge(line: Line, lexicon: Lexicon) -> str | None:
    """Why the line, by itself, is no part of the report, or none where it may be."""
    told = _patterns(lexicon)
    return next((reason for reason, is_one in _JUDGES if is_one(line, told, lexicon)), None)


def _is_divider(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:  # noqa: ARG001
    return bool(_WORDLESS.match(line.low))


def _is_alone(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:  # noqa: ARG001
    bare = line.low.strip(_MARKS)
    return bare in told.alone or line.low in told.alone or bool(told.counter.match(bare))


def _is_gallery(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:  # noqa: ARG001
    return bool(told.frame_end.search(line.words))


def _is_correction(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:  # noqa: ARG001
    return bool(told.correction.match(line.low))


def _is_withdrawal(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:  # noqa: ARG001
    return len(line.low) <= NOTICE_LENGTH and bool(told.withdrawal.match(line.low))


def _is_furniture(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:  # noqa: ARG001
    """Begins or ends as furniture does, or asks to follow somebody on a platform."""
    if told.opening.match(line.low) or told.ending.search(line.low) or _PRINTED.match(line.words):
        return True
    return len(line.low) <= 200 and bool(told.follow.match(line.low)) and not _SPEECH.search(line.words)


def _is_embed(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:
    """A post of a social network: signed with a handle and a day, or carrying the network's own marks."""
    if told.mark.search(line.low):
        return True
    tail = line.words[-200:]
    signed = _HANDLE.search(tail)
    if signed and len(tail) - signed.end() < 40:
        return True
    posted = told.posted.search(line.low[-120:])
    return bool(posted and find_dates(posted.group(), lexicon))


def _is_sound(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:  # noqa: ARG001
    return bool(told.sound.match(line.low))


def _is_caption(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:
    """Describes a picture: by its beginning, its credit, or both its cue and its missing full stop."""
    if told.caption.match(line.low) or _is_of_gallery(line.words) or _strong_credit(line.words, lexicon):
        return True
    if line.ended:
        return False
    alone = len(line.words) <= CREDIT_LENGTH and "/" in line.words and is_picture_credit(line.words, lexicon)
    if alone or told.picture_head.match(line.words):
        return True
    return bool(told.cue.search(line.low)) and not _SPEECH.search(line.words)


def _is_of_gallery(words: str) -> bool:
    """Whether a line begins with the number of its picture in a gallery: no day ("9/11"), no fraction."""
    numbered = _OF_GALLERY.match(words)
    return numbered is not None and 0 < int(numbered[1]) <= int(numbered[2]) > 12


def _is_link(line: Line, told: _Patterns, lexicon: Lexicon) -> bool:  # noqa: ARG001
    """A title of another page: in brackets, or after a label such as "READ MORE:"."""
    if _BRACKETED.match(line.words):
        return not line.words[:-1].endswith(".") and len(line.words.split()) > 2
    label = told.label.match(line.low)
    shouted = label and line.words[: label.end()].isupper()
    return bool(label and len(line.words) <= LINK_LENGTH and (shouted or not line.words.endswith(".")))


_JUDGES: tuple[tuple[str, Callable[[Line, _Patterns, Lexicon], bool]], ...] = (
    (DIVIDER, _is_divider),
    (FURNITURE, _is_alone),
    (GALLERY, _is_gallery),
    (WITHDRAWAL, _is_withdrawal),
    (CORRECTION, _is_correction),
    (FURNITURE, _is_furniture),
    (EMBED, _is_embed),
    (SOUND, _is_sound),
    (CAPTION, _is_caption),
    (LINK, _is_link),
)


def notice_kind(words: str, lexicon: Lexicon) -> NoticeKind:
    """What a line that is a notice on the report itself does to it."""
    low = words.translate(_PLAIN).lower()
    return next((kind for kind, pattern in _patterns(lexicon).notices if pattern.search(low)), NOTED)


def headline_notice(headline: str, lexicon: Lexicon) -> tuple[NoticeKind, int | None, int] | None:
    """What a label before a headline does ("UPDATE 2-"), its number and its length; none where there is no label."""
    match = _patterns(lexicon).headline.match(headline)
    if not match or match.end() == len(headline):
        return None
    number = re.search(r"\d+", match.group())
    return cast("NoticeKind", match.lastgroup), int(number[0]) if number else None, match.end()


def is_heading(line: Line, lexicon: Lexicon) -> bool:
    """Whether the line is the heading of a list of links ("Read more:")."""
    return line.low.strip(_MARKS) in _patterns(lexicon).headings


def is_run_on_links(line: Line, lexicon: Lexicon) -> bool:
    """A heading of links in capitals with its titles on the same line ("MOST READ IN NEWS ...")."""
    match = _patterns(lexicon).heading.match(line.low)
    if not match or len(line.words) < match.end() + 20:
        return False
    heading, rest = line.words[: match.end()], line.words[match.end() :].strip(" :")
    shouts = sum(word.isupper() and len(word) > 2 for word in rest.split())
    titled = all(word[0].isupper() for word in heading.split())
    return bool(rest) and rest[0] in "'‘\"“" + rest[0].upper() and titled and shouts >= 2 and len(heading.split()) > 1


# ── captions ─────────────────────────────────────────────────────────────────────────────────────


def _strong_credit(words: str, lexicon: Lexicon) -> bool:
    """Whether the line ends in the credit of a picture that cannot be anything else."""
    tail = words[-200:]
    match = _TAIL.search(tail)
    if match and is_picture_credit(match[1], lexicon):
        return True
    if match and (before := _TAIL.search(tail[: match.start()].rstrip())) and is_picture_credit(before[1], lexicon):
        return True
    if (sign := _SIGN.search(tail)) and sign.start() > 0:
        return True
    after = _AFTER_STOP.search(tail)
    if after and is_picture_credit(after[1], lexicon):
        return True
    labelled = re.search(r"(?:^|[.!?]['\"”’]?)\s*([A-Z][a-z]+:?\s[^.!?]{3,80})$", tail)
    return bool(
        labelled
        and _patterns(lexicon).picture_label.match(labelled[1].lower())
        and is_picture_credit(labelled[1], lexicon)
    )


def is_picture_credit(words: str, lexicon: Lexicon) -> bool:
    """Whether ``words`` credit a picture beyond doubt: two parts or more, one an agency, or a label such as "Photo".

    An agency must stand last ("Ruiz/Reuters") or before a person's name ("REUTERS/Ana Ruiz").
    """
    label = _patterns(lexicon).picture_label.match(words.translate(_PLAIN).lower())
    rest = words[label.end() :].strip(" :/,") if label else words
    parts = [part for part in _PARTS.split(words) if part and part.lower() not in lexicon.furniture.captions.old]
    known = [_is_source(part) for part in parts]
    if label:
        named = any(_is_source(part) for part in _PARTS.split(rest))
        if named or (rest and len(rest.split()) <= 5 and ":" in words[: label.end() + 1]):
            return True
    if len(_PARTS.split(words)) < 2 or not any(known):
        return words.startswith("/") and any(known)
    return known[-1] or (known[0] and len(parts[-1].split()) >= 2 and parts[-1][0].isupper())


def _is_source(part: str) -> bool:
    """An agency, with or without "Photo" and the like after it ("AP Photo", "Kremlin Pool Photo via AP")."""
    part = part.strip(" .")
    return outlets.is_picture_credit(part) or outlets.is_picture_credit(part.rpartition(" ")[0])


def plain_credit(line: Line) -> str | None:
    """The agency alone that a line ends with: "... said. AFP", "... said. (Reuters)". A credit of picture or text."""
    match = _TAIL.search(line.words) or _AFTER_STOP.search(line.words)
    return match[1] if match and outlets.is_picture_credit(match[1]) else None


def is_old(line: Line, lexicon: Lexicon) -> bool:
    """Whether the caption says that its picture is from the files."""
    return bool(_patterns(lexicon).old.search(line.low))


def frame_length(line: Line, title: str, lexicon: Lexicon) -> int:
    """How many characters of labels a caption opens with: "Photos: ", and the gallery's name if it is the headline."""
    match = _patterns(lexicon).frame.match(line.words)
    length = match.end() if match else 0
    if match and title and line.low.startswith(title, length):
        length += len(title)
    return length


def frame_start(line: Line, lexicon: Lexicon) -> int:
    """Where the labels after a caption begin ("Hide Caption 1 of 8"); the line's length where it has none."""
    match = _patterns(lexicon).frame_end.search(line.words)
    return match.start() if match else len(line.words)


# ── lines among lines ────────────────────────────────────────────────────────────────────────────


def judge_all(lines: Sequence[Line], lexicon: Lexicon) -> dict[int, str]:
    """The lines that are no part of the report, by their number, with the reason."""
    found = {number: reason for number, line in enumerate(lines) if (reason := judge(line, lexicon))}
    _find_links(lines, lexicon, found)
    _find_credits(lines, lexicon, found)
    _find_plain_credits(lines, lexicon, found)
    _find_repeated(lines, found)
    return found


def _find_links(lines: Sequence[Line], lexicon: Lexicon, found: dict[int, str]) -> None:
    """Headings of link lists and the titles below them: to the end of the page, or up to the next full paragraph."""
    headings = [number for number, line in enumerate(lines) if is_heading(line, lexicon)]
    end = _closing_links(lines, headings, found)
    for number, line in enumerate(lines):
        if is_run_on_links(line, lexicon):
            found[number] = LINK
    below = False
    for number in range(headings[0] if headings else len(lines), len(lines)):
        line = lines[number]
        below = number in headings[:1] or number >= end or (below and not line.ended and len(line.words) <= LINK_LENGTH)
        if below or is_heading(line, lexicon):
            found.setdefault(number, LINK)
            below = True


def _closing_links(lines: Sequence[Line], headings: Sequence[int], found: Mapping[int, str]) -> int:
    """The first heading below which there are only short lines, at least half of them without a full stop."""
    first, titles, open_ended = len(lines), 0, 0
    known = set(headings)
    for number in range(len(lines) - 1, -1, -1):
        if number in known:
            first = number if titles <= 2 * open_ended else first
        elif number not in found:
            if len(lines[number].words) > LINK_LENGTH:
                break
            titles += 1
            open_ended += not lines[number].ended
    return first


def _find_credits(lines: Sequence[Line], lexicon: Lexicon, found: dict[int, str]) -> None:
    """Who worked on the report: lines of names near the head or the end, and an agency alone on a line."""
    kept = [number for number in range(len(lines)) if number not in found]
    for number in {*kept[:3], *kept[-5:]}:
        if is_credit(lines[number].words, lexicon):
            found[number] = CREDIT
    for number in kept:
        if credited(lines[number].words):
            found[number] = CREDIT
            below = number + 1
            if below in kept[:-1] and not lines[below].ended:  # "Reuters", and what its picture shows on the next line
                found[below] = CAPTION


def credited(words: str) -> tuple[str, ...]:
    """The agencies in a line that holds nothing else: "AFP", "Reuters - AP - dpa"; empty for any other line."""
    names = re.split(r"\s*[-–/,]\s*|\s+and\s+", words.strip("()—– ."))
    if len(names) > 4 or not all(outlets.is_picture_credit(name) for name in names):
        return ()
    return tuple(outlets.agency(name) or name for name in names)


def _find_plain_credits(lines: Sequence[Line], lexicon: Lexicon, found: dict[int, str]) -> None:
    """Captions that end in an agency's name: above the first paragraph, dated, with a cue, or several at the end.

    One such line at the very end is the report's last paragraph with the credit of its text.
    """
    kept = [number for number in range(len(lines)) if number not in found]
    marked = [number for number in kept if plain_credit(lines[number])]
    last = kept[-1] if kept else -1
    cue = _patterns(lexicon).cue
    for number in marked:
        line = lines[number]
        early = number == kept[0] and len(kept) > 2
        closing = number + 1 in marked or (number - 1 in marked and number == last)
        if (number != last and (early or cue.search(line.low) or find_dates(line.words, lexicon))) or closing:
            found[number] = CAPTION


def _find_repeated(lines: Sequence[Line], found: dict[int, str]) -> None:
    """Lines that stand twice, and lines without a full stop that begin as another does: captions of one picture."""
    heads: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if len(line.low) >= REPEAT_LENGTH:
            heads.setdefault(line.low[:REPEAT_LENGTH], []).append(number)
    for numbers in heads.values():
        if len(numbers) > 1:
            _mark_repeated(lines, numbers[:20], found)


def _mark_repeated(lines: Sequence[Line], numbers: Sequence[int], found: dict[int, str]) -> None:
    seen: set[str] = set()
    for number in numbers:
        low = lines[number].low.rstrip(" .")
        twin = next((i for i in numbers if i != number and _is_twin(low, lines[i].low)), None)
        if low in seen:
            found.setdefault(number, REPEATED)
        elif twin is not None and not lines[number].ended:
            found.setdefault(number, CAPTION)
        seen.add(low)


def _is_twin(low: str, other: str) -> bool:
    return other.startswith(low) or low.startswith(other.rstrip(" ."))


def find_crossheads(lines: Sequence[Line], kept: Sequence[int]) -> list[int]:
    """Short headings between the paragraphs of a report whose other lines end like sentences."""
    ended = sum(lines[number].ended for number in kept)
    if len(kept) < 4 or ended < 0.6 * len(kept):
        return []
    inner = zip(kept, kept[1:], kept[2:], strict=False)
    return [number for before, number, after in inner if _is_crosshead(lines[before], lines[number], lines[after])]


def _is_crosshead(before: Line, line: Line, after: Line) -> bool:
    dashed = line.words[0] in "-–—" and line.words[-1] in "-–—"
    if (line.ended and not dashed) or len(line.words.split()) > CROSSHEAD_WORDS or any(c.isdigit() for c in line.words):
        return False
    quoted = _SPEECH.findall(line.words)
    if quoted and not line.words.startswith(('"', "“")):
        return False
    return before.ended and after.ended and len(after.words) > len(line.words) and line.words[:1] not in "•*·"
