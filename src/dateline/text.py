"""From a source's text to the report's own: headline, blank line, body in one offset space, with a map back.

The characters that are kept are never altered. Only line ends become new lines, runs of blank lines become one, spaces
at the ends of lines go, and what is no part of the report goes as ``Dropped`` with its range in the source and the
reason. Every kept character maps back to its place in the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

import msgspec

from dateline.lexicon import Lexicon
from dateline.model import Dropped, Place, Time


@dataclass(frozen=True)
class OffsetMap:
    """Where each stretch of the text comes from: ``text[starts[i] + k]`` is ``source[sources[i] + k]``."""

    starts: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()

    def to_source(self, offset: int) -> int:
        """The source offset of text offset ``offset``; inside a separator, the end of the words before it."""
        if not self.starts:
            return 0
        position = max(bisect_right(self.starts, offset) - 1, 0)
        return self.sources[position] + min(max(offset - self.starts[position], 0), self.lengths[position])


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """A source's text, read: ``dated`` are the days that dropped captions and credits name, in order."""

    text: str
    title: str | None = None
    origin: OffsetMap = OffsetMap()
    dropped: tuple[Dropped, ...] = ()
    bylines: tuple[str, ...] = ()
    dateline: Place | None = None
    agency: str | None = None
    published: Time | None = None
    dated: tuple[Time, ...] = ()


_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_FULL_STOP = re.compile(r"[.!?;:,]['\"”’)\]]*$")
HEADLINE_LENGTH = 200


def clean(raw: str, lexicon: Lexicon, *, title: str | None = None) -> Cleaned:
    """The report in ``raw``; ``title`` is the headline where the source gives it apart (it then opens ``raw``)."""
    lines = [span for match in _LINE.finditer(raw) if (span := _strip(raw, *match.span()))]
    if title is None and len(lines) > 1 and _is_headline(raw, lines):
        title = raw[slice(*lines[0])]
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for number, (start, end) in enumerate(lines):
        gap = "" if not number else "\n\n" if number == 1 and title else "\n"
        parts += [gap, raw[start:end]]
        starts.append(length + len(gap))
        length += len(gap) + end - start
    origin = OffsetMap(tuple(starts), tuple(s for s, _ in lines), tuple(e - s for s, e in lines))
    return Cleaned(text="".join(parts), title=title, origin=origin)


def _strip(raw: str, start: int, end: int) -> tuple[int, int] | None:
    words = raw[start:end].strip()
    if not words:
        return None
    start = raw.index(words[0], start)
    return start, start + len(words)


def _is_headline(raw: str, lines: list[tuple[int, int]]) -> bool:
    start, end = lines[0]
    return end - start <= HEADLINE_LENGTH and not _FULL_STOP.search(raw[start:end])
