"""Stretches of a text between quotation marks: straight, curly, doubled single, guillemets; balanced or not."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

_OPEN = {"“": '"', "„": '"', "«": '"', "‟": '"', "‘": "'", "‹": "'"}
_TRIED = 8  # marks that may close a single one: behind more of them, what opened it was an apostrophe
_DOUBLE = re.compile("[\"“”„«»‟'`‘’]")
_SINGLE = re.compile("['‘‹]")
_CLOSER = re.compile(r"['’›](?![^\W_])")
_CLOSE = {"”": '"', "»": '"', "’": "'", "›": "'"}


@dataclass(frozen=True)
class Stretch:
    """Words between marks: ``start:end`` with the marks, ``inner_start:inner_end`` without them, in characters.

    ``closed`` is False where the paragraph ends before a closing mark (speech that goes on in the next paragraph).
    ``single`` tells single marks from double ones.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    single: bool = False


def find_stretches(text: str) -> tuple[Stretch, ...]:
    """The outermost quoted stretches of ``text`` in order; a stretch never crosses a paragraph."""
    found: list[Stretch] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        found += _in_paragraph(text, start, end)
        start = end + 1
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int) -> list[Stretch]:
    doubles = _double(text, start, end)
    holes, position = [], start
    for stretch in doubles:
        holes.append((position, stretch.start))
        position = stretch.end
    holes.append((position, end))
    singles = [stretch for left, right in holes for stretch in _single(text, left, right)]
    return sorted(doubles + singles, key=lambda stretch: stretch.start)


def _double(text: str, start: int, end: int) -> list[Stretch]:
    """Stretches between double marks; of mixed kinds too, since pages mix them."""
    found: list[Stretch] = []
    opened: tuple[int, int] | None = None
    position = start
    while mark := _DOUBLE.search(text, position, end):
        position = mark.start()
        width = _double_width(text, position, end)
        if not width:
            position += 1
            continue
        if opened is None:
            if _can_open(text, position, width, end):
                opened = (position, position + width)
        elif _can_close(text, position, width, end):
            found.append(Stretch(opened[0], position + width, opened[1], position))
            opened = None
        elif _OPEN.get(text[position]):  # a second opening mark: the first one was never closed
            opened = (position, position + width)
        position += width
    if opened is not None:
        found.append(Stretch(opened[0], end, opened[1], end, closed=False))
    return [stretch for stretch in found if text[stretch.inner_start : stretch.inner_end].strip()]


def _double_width(text: str, position: int, end: int) -> int:
    """Length of the double mark at ``position``: 0 for none, 2 for a pair of single marks."""
    char = text[position]
    if char == '"' or _OPEN.get(char) == '"' or _CLOSE.get(char) == '"':
        return 1
    if char in "'`‘’" and position + 1 < end and text[position + 1] in "'`‘’":
        triple = position + 2 < end and text[position + 2] in "'\""
        return 0 if triple else 2
    return 0


def _can_open(text: str, position: int, width: int, end: int) -> bool:
    if text[position] in _CLOSE and text[position] != "’":
        return False
    after = position + width
    if after >= end or text[after].isspace():
        return text[position] in _OPEN and after < end
    if text[position] in _OPEN and width == 1:
        return True
    return position == 0 or not text[position - 1].isalnum()


def _can_close(text: str, position: int, width: int, end: int) -> bool:
    if text[position] in _OPEN and width == 1:
        return False
    if text[position] in _CLOSE and width == 1:
        return True
    after = position + width
    return after >= end or not text[after].isalnum() or not text[position - 1].isspace()


def _single(text: str, start: int, end: int) -> list[Stretch]:
    """Stretches between single marks, where no apostrophe explains them."""
    found: list[Stretch] = []
    closers = [mark.start() for mark in _CLOSER.finditer(text, start, end)]
    position = start
    while mark := _SINGLE.search(text, position, end):
        position = mark.start()
        if _single_opens(text, position, end):
            close = _single_close(text, position, closers)
            if close:
                found.append(Stretch(position, close + 1, position + 1, close, single=True))
                position = close
        position += 1
    return found


def _single_opens(text: str, position: int, end: int) -> bool:
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < end else " "
    return not before.isalnum() and before not in "'\"”’.,!?" and (after.isalnum() or after in "[($…")


def _single_close(text: str, opened: int, closers: list[int]) -> int:
    """Where the single mark at ``opened`` is closed, 0 if nowhere; an apostrophe after s only if no other mark does.

    ``closers`` are the marks of the paragraph that no letter follows, in order.
    """
    wanted = "’" if text[opened] == "‘" else "›" if text[opened] == "‹" else "'"
    doubtful = 0
    first = bisect_left(closers, opened + 2)
    for position in closers[first : first + _TRIED]:
        if text[position] != wanted:
            continue
        if text[position - 1] in "sz" and not doubtful and text[position + 1 : position + 2] == " ":
            doubtful = position
            continue
        return position if not text[position - 1].isspace() else 0
    return doubtful if text[opened] != "'" else 0
