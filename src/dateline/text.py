"""From a source's text to the report's own: headline, blank line, body in one offset space, with a map back.

The characters that are kept are never altered. Only line ends become new lines, runs of blank lines become one, spaces
at the ends of lines go, lines that were wrapped at a fixed width are joined by a space, control characters go, and what
is no part of the report (``furniture.py``) goes as ``Dropped`` with its range in the source and the reason. Every kept
character maps back to its place in the source.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from dateline import bylines, furniture, outlets
from dateline.furniture import Line, make_line
from dateline.lexicon import Lexicon
from dateline.model import Dropped, Notice, Place, Time

HEADLINE_LENGTH = 200
HEADER_LINES = 12
LEAD_LINES = 8  # where bylines and lines of publication stand
PARAGRAPH_WORDS = 8  # after a notice in brackets, from which on they are the report's
GALLERY_WORDS = 25  # a page with fewer words beside its pictures is a gallery: its captions are the report

_BREAK = re.compile(r"\r\n|[\r\n\f\v\x1c-\x1e\x85\u2028\u2029]")
# Control characters, byte order marks, soft hyphens and overrides of the direction of writing: they say nothing, hide
# words from the reader and from the parse, and may command a terminal.
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]+"
)
_LABEL = re.compile(r"([^\W\d_][\w -]{1,20}?)\s*:\s+(?=\S)")
_SITE = re.compile(r"\s+[|:•·—–-]\s+([^|•·—–]{2,40})$")
_TIME_OF_DAY = re.compile(
    r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?:\s?[ap]\.?m\b\.?)?|T\d\d:\d\d\S*", re.IGNORECASE
)
_SPEAKER = re.compile(r"[A-Z][A-Z .'’-]{1,40}(?:, [A-Z]+)?:(?:\s|$)")
_HALF_SENTENCE = re.compile(r"[.!?…]['\"”’)\]]*$")


@dataclass(frozen=True)
class OffsetMap:
    """Where each stretch of the text comes from: ``text[starts[i] + k]`` is ``source[sources[i] + k]``.

    Between two stretches stand only new lines and spaces that the source has in another form.
    """

    starts: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()

    def to_source(self, offset: int) -> int:
        """The source offset of text offset ``offset``; between two stretches, the end of the one before."""
        if not self.starts:
            return 0
        position = max(bisect_right(self.starts, offset) - 1, 0)
        return self.sources[position] + min(max(offset - self.starts[position], 0), self.lengths[position])

    def end_to_source(self, offset: int) -> int:
        """The source offset just after the character before ``offset``: the end of a half-open range."""
        return self.to_source(offset - 1) + 1 if offset > 0 else self.to_source(offset)

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Each stretch inside text range ``start:end``: its offset from ``start``, its source offset, its length."""
        position = max(bisect_right(self.starts, start) - 1, 0)
        while position < len(self.starts) and self.starts[position] < end:
            first = max(start, self.starts[position])
            last = min(end, self.starts[position] + self.lengths[position])
            if first < last:
                yield first - start, self.sources[position] + first - self.starts[position], last - first
            position += 1


class Cleaned(msgspec.Struct, frozen=True, kw_only=True):
    """A source's text, read. ``dated`` are the days that captions give their pictures, in order.

    ``is_agency_copy`` says that the text is an agency's own (its dateline, byline or staff say so).

    ``headers`` are the fields of the header block of a text file, as (field, value).
    """

    text: str
    title: str | None = None
    origin: OffsetMap = OffsetMap()
    dropped: tuple[Dropped, ...] = ()
    bylines: tuple[str, ...] = ()
    dateline: Place | None = None
    agency: str | None = None
    is_agency_copy: bool = False
    published: Time | None = None
    dated: tuple[Time, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    notices: tuple[Notice, ...] = ()


class _Cut(NamedTuple):
    start: int
    end: int
    reason: str


@dataclass
class _Page:
    """A page while it is read: its lines (shortened as parts of them go) and what the dropped parts say."""

    flat: str
    lines: list[Line]
    title: int | None = None
    cuts: list[_Cut] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    credits: dict[int, list[str]] = field(default_factory=dict)  # agencies, by how sure: 0 is the dateline
    place: Place | None = None
    published: Time | None = None
    dated: list[Time] = field(default_factory=list)
    headers: list[tuple[str, str]] = field(default_factory=list)

    def credit(self, agencies: Iterable[str], rank: int) -> None:
        """Note the agencies that a dateline (0), a byline or its own staff (1) or another credit (2) names."""
        if agencies := list(agencies):
            self.credits.setdefault(rank, []).extend(agencies)

    def drop(self, number: int, reason: str) -> None:
        """Leave out all of a line."""
        line = self.lines[number]
        if line.start < line.end:
            self.cuts.append(_Cut(line.start, line.end, reason))
            self.lines[number] = make_line(line.end, line.end, "", line.gap)

    def cut_head(self, number: int, length: int, reason: str) -> None:
        """Leave out the first ``length`` characters of a line, and the spaces after them."""
        line = self.lines[number]
        rest = line.words[length:].lstrip()
        if not length:
            return
        if not rest:
            self.drop(number, reason)
            return
        start = line.end - len(rest)
        self.cuts.append(_Cut(line.start, start, reason))
        self.lines[number] = make_line(start, line.end, rest, line.gap)

    def cut_tail(self, number: int, start: int, reason: str) -> None:
        """Leave out a line's characters from ``start`` on, and the spaces before them."""
        line = self.lines[number]
        kept = line.words[:start].rstrip()
        if start == len(line.words):
            return
        if not kept:
            self.drop(number, reason)
            return
        end = line.start + len(kept)
        self.cuts.append(_Cut(end, line.end, reason))
        self.lines[number] = make_line(line.start, end, kept, line.gap)

    @property
    def title_words(self) -> str:
        """The headline in its plain form, or nothing."""
        return self.lines[self.title].low if self.title is not None else ""

    def kept(self) -> list[int]:
        """The numbers of the lines of which something is left, without the headline."""
        return [n for n, line in enumerate(self.lines) if line.start < line.end and n != self.title]


def clean(raw: str, lexicon: Lexicon, *, title: str | None = None) -> Cleaned:
    """The report in ``raw``. ``title`` is the headline where the source gives it apart: the first line of ``raw``."""
    flat, origin, hidden = _flatten(raw)
    page = _read_page(flat, title, lexicon, keep_pictures=False)
    if _is_gallery(page):
        page = _read_page(flat, title, lexicon, keep_pictures=True)
    text, map_ = _assemble(page, origin)
    cuts = [(origin.to_source(c.start), origin.end_to_source(c.end), c.reason) for c in page.cuts]
    dropped = [Dropped(start=s, end=e, text=raw[s:e], reason=reason) for s, e, reason in sorted({*cuts, *hidden})]
    headline = page.lines[page.title].words if page.title is not None else None
    return Cleaned(
        text=text,
        title=headline,
        origin=map_,
        dropped=tuple(dropped),
        bylines=tuple(dict.fromkeys(page.names)),
        dateline=page.place,
        agency=", ".join(dict.fromkeys(page.credits[min(page.credits)])) if page.credits else None,
        is_agency_copy=bool(page.credits) and min(page.credits) < 2,
        published=page.published or _dated_by_caption(page, lexicon),
        dated=tuple(page.dated),
        headers=tuple(page.headers),
        notices=tuple(_notices(page, lexicon)),
    )


def _notices(page: _Page, lexicon: Lexicon) -> Iterator[Notice]:
    """What the page says of the report itself, in its order."""
    for cut in sorted({cut for cut in page.cuts if cut.reason in furniture.NOTICES}):
        words = page.flat[cut.start : cut.end]
        label = furniture.headline_notice(words + "…", lexicon) if cut.reason == furniture.NOTICE else None
        kind, number = label[:2] if label else (furniture.notice_kind(words, lexicon), None)
        yield Notice(
            kind=furniture.WITHDRAWN if cut.reason == furniture.WITHDRAWAL else kind, text=words.rstrip(), number=number
        )


def _read_page(flat: str, title: str | None, lexicon: Lexicon, *, keep_pictures: bool) -> _Page:
    page = _Page(flat, _lines(flat))
    if title is None:
        _read_headers(page, lexicon)
    elif page.lines:
        page.title = 0
        _drop_site_name(page)
    if page.title is None:
        page.title = _headline(page, lexicon)
    _cut_notices(page, lexicon)
    _drop_repeated_headline(page)
    _read_lead(page, lexicon)
    _drop_furniture(page, lexicon, keep_pictures)
    _read_dateline(page, lexicon)
    _read_last(page, lexicon)
    for number in furniture.find_crossheads(page.lines, page.kept()):
        page.drop(number, furniture.CROSSHEAD)
    return page


# ── lines ────────────────────────────────────────────────────────────────────────────────────────


def _flatten(raw: str) -> tuple[str, OffsetMap, list[tuple[int, int, str]]]:
    """``raw`` with plain line ends, trimmed and unwrapped lines and no control characters; the map; what was hidden."""
    spans: list[tuple[int, int]] = []
    gaps: list[bool] = []
    hidden: list[tuple[int, int, str]] = []
    position, blank = 0, False
    for end, after in _line_ends(raw):
        start, stop = _trimmed(raw, position, end)
        position = after
        if start == stop:
            blank = True
            continue
        spans.append((start, stop))
        gaps.append(blank)
        blank = False
    joined = _wrapped(raw, spans, gaps)
    pieces: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    lengths: list[int] = []
    length = 0
    for number, (start, stop) in enumerate(spans):
        gap = "" if not number else " " if joined and not gaps[number] else "\n\n" if gaps[number] else "\n"
        pieces.append(gap)
        length += len(gap)
        for first, last in _visible(raw, start, stop, hidden):
            starts.append(length)
            sources.append(first)
            lengths.append(last - first)
            pieces.append(raw[first:last])
            length += last - first
    return "".join(pieces), OffsetMap(tuple(starts), tuple(sources), tuple(lengths)), hidden


def _line_ends(raw: str) -> Iterator[tuple[int, int]]:
    """Where each line ends, and where the next one begins."""
    for match in _BREAK.finditer(raw):
        yield match.start(), match.end()
    yield len(raw), len(raw)


def _trimmed(raw: str, start: int, end: int) -> tuple[int, int]:
    """The line without white space and control characters at its ends; empty if nothing is left."""
    while start < end and (raw[start].isspace() or _CONTROL.match(raw[start])):
        start += 1
    while end > start and (raw[end - 1].isspace() or _CONTROL.match(raw[end - 1])):
        end -= 1
    return start, end


def _visible(raw: str, start: int, end: int, hidden: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """The stretches of ``raw[start:end]`` between control characters, which are noted in ``hidden``."""
    for match in _CONTROL.finditer(raw, start, end):
        hidden.append((match.start(), match.end(), "control characters"))
        if start < match.start():
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end


def _wrapped(raw: str, spans: Sequence[tuple[int, int]], gaps: Sequence[bool]) -> bool:
    """Whether the lines were wrapped at a fixed width: nearly each is as long as the next one's first word allows."""
    width = max((end - start for start, end in spans), default=0)
    breaks = [number for number in range(1, len(spans)) if not gaps[number]]
    if width > 100 or len(breaks) < 4 or not any(gaps):
        return False
    full = cut = 0
    for number in breaks:
        (start, end), (after, stop) = spans[number - 1], spans[number]
        word = raw[after:stop].split(None, 1)[0]
        full += end - start + 1 + len(word) > width - 3
        cut += not _HALF_SENTENCE.search(raw[max(start, end - 5) : end])
    return full >= 0.8 * len(breaks) and cut >= 0.5 * len(breaks)


def _lines(flat: str) -> list[Line]:
    lines = []
    for match in re.finditer(r"[^\n]+", flat):
        gap = flat[max(match.start() - 2, 0) : match.start()] == "\n\n"
        lines.append(make_line(match.start(), match.end(), match.group(), gap))
    return lines


# ── headline, header block, lead ─────────────────────────────────────────────────────────────────


def _read_headers(page: _Page, lexicon: Lexicon) -> None:
    """The optional header block at the top of a text file: "Outlet: ...", "Published: ...", one field a line."""
    labels = {label: name for name, words in _header_words(lexicon) for label in words}
    found: list[tuple[int, str, re.Match[str]]] = []
    for number, line in enumerate(page.lines[:HEADER_LINES]):
        match = _LABEL.match(line.words)
        name = labels.get(match[1].lower()) if match else None
        if not match or not name or (line.gap and number):
            break
        found.append((number, name, match))
    if len(found) < 2 and not (found and len(page.lines) > 1 and page.lines[1].gap):
        return
    for number, name, match in found:
        value = page.lines[number].words[match.end() :]
        page.headers.append((name, value))
        if name == "title":
            page.cut_head(number, match.end(), "header")
            page.title = number
        else:
            _note_header(page, name, value, lexicon)
            page.drop(number, "header")


def _header_words(lexicon: Lexicon) -> tuple[tuple[str, tuple[str, ...]], ...]:
    told = lexicon.furniture.headers
    return tuple((name, getattr(told, name)) for name in told.__struct_fields__)


def _note_header(page: _Page, name: str, value: str, lexicon: Lexicon) -> None:
    if name == "published" and (dates := bylines.find_dates(value, lexicon)):
        page.published = bylines.day_time(dates[0][1], value)
    elif name == "authors":
        page.names += bylines.people(value, lexicon).names or [value]
    elif name == "agency":
        page.credit([outlets.agency(value) or value], 0)


def _headline(page: _Page, lexicon: Lexicon) -> int | None:
    """The first line that is left, where it is short, does not end like a sentence and is no furniture."""
    kept = page.kept()
    while kept and furniture.judge(page.lines[kept[0]], lexicon) in (furniture.FURNITURE, furniture.DIVIDER):
        kept.pop(0)
    if len(kept) < 2:
        return None
    line = page.lines[kept[0]]
    question = line.words.endswith(("?", "!", "?”", "?’", '?"'))
    if len(line.words) > HEADLINE_LENGTH or len(line.words.split()) < 2 or (line.ended and not question):
        return None
    refused = (
        furniture.judge(line, lexicon)
        or bylines.byline(line.words, lexicon)
        or bylines.dateline(line.words, lexicon)
        or bylines.is_credit(line.words, lexicon)
        or _publication(line, lexicon)
    )
    follows = page.lines[kept[1]]
    return (
        None if refused or (len(follows.words) < len(line.words) and not follows.ended and not follows.gap) else kept[0]
    )


def _drop_site_name(page: _Page) -> None:
    """The outlet's name after a page's headline: "... | Reuters"."""
    match = _SITE.search(page.lines[0].words)
    if match and outlets.by_name(match[1]):
        page.cut_tail(0, match.start(), "site name")


def _cut_notices(page: _Page, lexicon: Lexicon) -> None:
    """The labels of a wire before the headline: "CORRECTED-UPDATE 2-...", each a notice of its own."""
    while page.title is not None and (label := furniture.headline_notice(page.lines[page.title].words, lexicon)):
        page.cut_head(page.title, label[2], furniture.NOTICE)


def _drop_repeated_headline(page: _Page) -> None:
    """The headline again at the head of the body, alone or before a caption on the same line."""
    if page.title is None:
        return
    low = page.lines[page.title].low.rstrip(" .")
    for number in page.kept()[:3]:
        line = page.lines[number]
        if (
            line.low.startswith(low)
            and (len(line.low) == len(low) or not line.low[len(low)].isalnum())
            and number > page.title
        ):
            rest = line.words[len(low) :].strip(" .")
            after_sentence = not rest or rest[0].isupper() or rest[0].isdigit()
            if after_sentence and (not line.ended or len(low) > 30):
                page.cut_head(number, len(line.words) - len(line.words[len(low) :].lstrip(" .")), "headline repeated")


def _read_lead(page: _Page, lexicon: Lexicon) -> None:
    """Bylines and lines of publication, near the head and at the very end."""
    kept = page.kept()
    for number in dict.fromkeys([*kept[:LEAD_LINES], *kept[-2:]]):
        line = page.lines[number]
        if found := _publication(line, lexicon):
            label, day = found
            if label == "published" or page.published is None:
                page.published = bylines.day_time(day, line.words)
            page.credit(bylines.agencies_in(line.words), 1)
            page.drop(number, "publication line")
        elif people := bylines.byline(line.words, lexicon):
            page.names += people.names
            page.credit(people.agencies, 1)
            page.drop(number, "byline")


def _publication(line: Line, lexicon: Lexicon) -> tuple[str, dt.date] | None:
    """What a line of publication (a date and little else) says: "published" or "updated", and the day."""
    if len(line.words) > 140:
        return None
    dates = bylines.find_dates(line.words, lexicon)
    if not dates:
        return None
    match, day = dates[0]
    before = line.low[: match.start()].strip(" :|-•")
    told = lexicon.furniture.publication
    for label, words in (("published", told.published), ("updated", told.updated)):
        if before in words:
            return label, day
    rest = _TIME_OF_DAY.sub(" ", line.words[: match.start()] + " " + line.words[match.end() :])
    extra = [word for word in re.findall(r"[^\W\d_]+", rest) if not (word.isupper() and len(word) <= 5)]
    return (
        ("published", day)
        if all(word.lower() in ("at", "on", *told.published, *told.updated) for word in extra)
        else None
    )


# ── furniture, dateline, credits ─────────────────────────────────────────────────────────────────


def _drop_furniture(page: _Page, lexicon: Lexicon, keep_pictures: bool) -> None:
    kept = page.kept()
    lines = [page.lines[number] for number in kept]
    for position, reason in furniture.judge_all(lines, lexicon).items():
        line = lines[position]
        if reason in furniture.PICTURES:
            _note_days(page, line, lexicon)
            if keep_pictures:
                _unframe(page, kept[position], lexicon)
                continue
        if reason == furniture.CREDIT and (alone := furniture.credited(line.words)):
            page.credit(alone if position < 3 or position >= len(lines) - 2 else (), 2)
        elif reason == furniture.CREDIT:
            page.credit(bylines.agency_staff(line.words, lexicon), 1)
            page.credit(bylines.agencies_in(line.words), 2)
        elif reason in furniture.NOTICES and (end := _bracketed(line.words)):
            page.cut_head(kept[position], end, reason)
            continue
        page.drop(kept[position], reason)
    for number in page.kept():
        for label in lexicon.furniture.notes.labels:
            rest = page.lines[number].words[len(label) :].lstrip(" :\"'“‘")
            if page.lines[number].low.startswith(label) and (rest[:1].isupper() or rest[:1].isdigit()):
                page.cut_head(number, len(label), "label")


def _bracketed(words: str) -> int:
    """Where a notice in brackets ends before a paragraph on its line ("(Corrects a title) NORVIK - ..."); else 0."""
    end = words.find(")") + 1 if words.startswith("(") else 0
    return end if len(words[end:].split()) >= PARAGRAPH_WORDS else 0


def _unframe(page: _Page, number: int, lexicon: Lexicon) -> None:
    """Take the labels off a caption that is kept: "Photos: ..." before it, "Hide Caption 1 of 8" after it."""
    page.cut_head(number, furniture.frame_length(page.lines[number], page.title_words, lexicon), furniture.GALLERY)
    page.cut_tail(number, furniture.frame_start(page.lines[number], lexicon), furniture.GALLERY)


def _note_days(page: _Page, line: Line, lexicon: Lexicon) -> None:
    """The day that a caption gives its picture: with the weekday, or after a comma; "on 5 May" is some other day."""
    if furniture.is_old(line, lexicon):
        return
    for match, day in bylines.find_dates(line.words, lexicon):
        if match["weekday"] and lexicon.dates.weekdays[match["weekday"].lower()] != day.isoweekday():
            continue  # one of the two is a slip
        if match["weekday"] or line.words[: match.start()].rstrip().endswith(","):
            page.dated.append(bylines.day_time(day, match.group(), "caption"))


def _read_dateline(page: _Page, lexicon: Lexicon) -> None:
    """The dateline of the first paragraph, or of the second where the first is a summary."""
    speakers = sum(bool(_SPEAKER.match(page.lines[number].words)) for number in page.kept())
    for number in page.kept()[:2]:
        words = page.lines[number].words
        opening = bylines.dateline(words, lexicon)
        if not opening or (speakers > 1 and _SPEAKER.match(words)):
            continue
        page.place = opening.place
        if opening.day and page.published is None:
            page.published = bylines.day_time(opening.day, words[: opening.end].strip(), "dateline")
        page.credit([opening.agency] if opening.agency else [], 0)
        page.cut_head(number, opening.end, "dateline" if opening.place else furniture.CREDIT)
        return


def _read_last(page: _Page, lexicon: Lexicon) -> None:
    """Credits at the end of the last paragraph: "(Reporting by ...)", "(AFP)", "... said. Reuters"."""
    for number in page.kept()[-1:]:
        line = page.lines[number]
        if agency := furniture.plain_credit(line):
            page.credit([outlets.agency(agency) or agency], 2)
            page.cut_tail(
                number,
                line.words.rindex(agency) - line.words[: line.words.rindex(agency)].endswith(("(", "[")),
                furniture.CREDIT,
            )
            line = page.lines[number]
        start = line.words.rfind(" (")
        if (
            start > 0
            and line.words.rstrip(" .").endswith(")")
            and bylines.opens_credit(line.words[start + 2 :], lexicon)
        ):
            page.credit(bylines.agencies_in(line.words[start:]), 2)
            page.cut_tail(number, start, furniture.CREDIT)


def _dated_by_caption(page: _Page, lexicon: Lexicon) -> Time | None:
    """The day of the report from its pictures: where they give one day, and the body first names that weekday."""
    days = {time.from_ for time in page.dated if time.from_}
    if len(days) != 1:
        return None
    lead = " ".join(page.lines[number].low for number in page.kept()[:4])
    weekdays = lexicon.dates.weekdays
    first = next((weekdays[word] for word in re.findall(r"\w+", lead) if word in weekdays), None)
    return page.dated[0] if days.pop().isoweekday() == first else None


def _is_gallery(page: _Page) -> bool:
    """Whether next to nothing is left beside the captions."""
    left = sum(len(page.lines[number].words.split()) for number in page.kept())
    pictured = sum(len(page.flat[c.start : c.end].split()) for c in page.cuts if c.reason in furniture.PICTURES)
    return left < GALLERY_WORDS and pictured > left


# ── the report's text ────────────────────────────────────────────────────────────────────────────


def _assemble(page: _Page, origin: OffsetMap) -> tuple[str, OffsetMap]:
    """The kept lines as headline, blank line, body, and the map from there to the source."""
    order = page.kept() if page.title is None else [page.title, *page.kept()]
    pieces: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    lengths: list[int] = []
    length = 0
    for position, number in enumerate(order):
        line = page.lines[number]
        blank = order[position - 1] == page.title or _gap(page, order[position - 1], number)
        gap = "" if not position else "\n\n" if blank else "\n"
        pieces += [gap, line.words]
        for offset, source, size in origin.stretches(line.start, line.end):
            starts.append(length + len(gap) + offset)
            sources.append(source)
            lengths.append(size)
        length += len(gap) + len(line.words)
    return "".join(pieces), OffsetMap(tuple(starts), tuple(sources), tuple(lengths))


def _gap(page: _Page, before: int, number: int) -> bool:
    """Whether a blank line stands between two kept lines, or between the dropped ones that lay there."""
    return any(page.lines[i].gap for i in range(before + 1, number + 1))
