"""What a reader of a format knows of a report, and the one place where a ``Report`` is made of it."""

from __future__ import annotations

import datetime as dt
import email.utils
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import msgspec

from dateline import bylines, furniture, lexicon, outlets
from dateline.errors import UnreadableError
from dateline.ingest import language, limits
from dateline.model import Notice, Outlet, Report, Skipped, Time, content_id
from dateline.settings import Settings
from dateline.text import Cleaned, clean

_ISO = re.compile(r"\s*((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?=$|\D|\d{4}(?:\d\d)?(?:$|\D))")
_CHANGING = frozenset(
    {"correction", "clarification", "withdrawal"}
)  # notices that make another report of the same text
_SURROGATE = re.compile("[\ud800-\udfff]")
_EPOCH = re.compile(r"\s*(\d{9,10})(?:\.\d+|\d{3})?\s*$")


class Item(NamedTuple):
    """A report and the outlet that published it."""

    report: Report
    outlet: Outlet


@dataclass(frozen=True)
class Draft:
    """A report as its source gives it. ``ref`` names it in messages; ``title`` stands apart from ``text``."""

    ref: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    updated: str | None = None
    guid: str | None = None
    retrieved: dt.datetime | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Link:
    """An address in place of a report: ``told`` is what its source says of it. Read only where fetching is allowed."""

    ref: str
    url: str
    told: Draft | None = None


def skipped(ref: str, reason: str) -> Skipped:
    """A source that is not read, and why: what, the value, the cure."""
    return Skipped(ref=sound(ref), stage="ingest", reason=sound(reason))


def sound(words: str) -> str:
    """``words`` with a mark in place of each half of a surrogate pair: no character, and no part of UTF-8 or JSON.

    They come from names of files that are not in UTF-8, from broken headers of mail and from escapes in JSON.
    """
    return _SURROGATE.sub("\ufffd", words)


def _sound(draft: Draft) -> Draft:
    """``draft`` with sound words in every field; itself where they are."""
    told = {name: value for name, value in vars(draft).items() if isinstance(value, str)}
    broken: dict[str, Any] = {name: sound(value) for name, value in told.items() if _SURROGATE.search(value)}
    if any(map(_SURROGATE.search, draft.authors)):
        return replace(draft, **broken, authors=tuple(map(sound, draft.authors)))
    return replace(draft, **broken) if broken else draft


def make_item(draft: Draft, path: str | None, settings: Settings) -> Item:
    """The report of ``draft``, cleaned. Raises ``UnreadableError`` where it holds none that can be read."""
    draft, path = _sound(draft), sound(path) if path else None
    if len(draft.text) > limits.REPORT_CHARACTERS:
        bound = f"{limits.REPORT_CHARACTERS:,}, the bound for one report"
        raise UnreadableError(
            f"the text has {len(draft.text):,} characters, more than {bound}. Give one report a file."
        )
    title = " ".join(draft.title.split()) if draft.title else None
    words = lexicon.load(settings.language)
    cleaned = _with_bare_notice(clean(f"{title}\n\n{draft.text}" if title else draft.text, words, title=title or None))
    if objection := language.objection(cleaned.text, settings.language):
        raise UnreadableError(f"{objection}; Dateline reads {settings.language!r} here. Leave it out, or translate it.")
    status = next((notice for notice in draft.notices if notice.kind == furniture.WITHDRAWN), None)
    if status and not cleaned.text.strip():  # nothing is left but that it is withdrawn
        cleaned = msgspec.structs.replace(cleaned, text=status.text)
        draft = replace(draft, notices=(msgspec.structs.replace(status, start=0, end=len(status.text)),))
    elif len(cleaned.text.split()) < limits.REPORT_WORDS and not status:
        raise UnreadableError(f"fewer than {limits.REPORT_WORDS} words of a report are in it. Give the report's text.")
    told = dict(cleaned.headers)
    url = draft.url or told.get("url")
    outlet = _outlet(draft.outlet or told.get("outlet"), url, cleaned)
    names = bylines.authors(draft.authors, words)
    notices = tuple(dict.fromkeys((*draft.notices, *cleaned.notices)))
    report = Report(
        id=content_id(outlet.id, cleaned.text, *(notice.text for notice in notices if notice.kind in _CHANGING)),
        outlet=outlet.id,
        text=cleaned.text,
        language=settings.language,
        title=cleaned.title,
        url=url,
        guid=draft.guid[:500] if draft.guid else None,
        path=path,
        published=read_day(draft.published) or cleaned.published,
        updated=read_moment(draft.updated),
        retrieved=draft.retrieved,
        bylines=_distinct((*names.names, *cleaned.bylines)),
        dateline=cleaned.dateline,
        agency=_agency(draft, cleaned, url, names.agencies),
        notices=notices,
        dropped=cleaned.dropped,
    )
    return Item(report, outlet)


def _with_bare_notice(cleaned: Cleaned) -> Cleaned:
    """A text of which only its withdrawal is left, with the withdrawal's words for a text; others as they are.

    Where the headline itself says that the report is withdrawn, all of the body is about that.
    """
    withdrawals = [notice for notice in cleaned.notices if notice.kind == furniture.WITHDRAWN]
    labels = {cut.text.strip() for cut in cleaned.dropped if cut.reason == furniture.NOTICE}
    lines = [notice for notice in withdrawals if notice.text not in labels]
    title = cleaned.title or ""
    head = title if cleaned.text.startswith(title) else ""
    left = cleaned.text[len(head) :].strip()
    killed = len(lines) < len(withdrawals)
    if not withdrawals or (len(left.split()) >= limits.REPORT_WORDS and not killed):
        return cleaned
    said = left if killed and left else "\n".join(notice.text for notice in lines)
    text = f"{head}\n\n{said}" if head and said else head or said
    notice = Notice(kind=furniture.WITHDRAWN, text=said, start=len(text) - len(said), end=len(text))
    others = (other for other in cleaned.notices if other not in lines)
    dropped = tuple(cut for cut in cleaned.dropped if cut.reason != furniture.WITHDRAWAL)
    return msgspec.structs.replace(
        cleaned, text=text, notices=(*others, notice) if said else cleaned.notices, dropped=dropped
    )


def _outlet(name: str | None, url: str | None, cleaned: Cleaned) -> Outlet:
    """Who publishes: as named or by the address; where neither says, the one agency whose own copy the text is."""
    outlet = outlets.find(name, url)
    if outlet != outlets.UNKNOWN or not cleaned.agency or not cleaned.is_agency_copy or ", " in cleaned.agency:
        return outlet
    known = outlets.find(cleaned.agency)
    return known if known.kind != "unknown" else msgspec.structs.replace(known, kind="agency")


def _agency(draft: Draft, cleaned: Cleaned, url: str | None, authors: tuple[str, ...]) -> str | None:
    """The wire that is credited: by the source's own field, its address, the text, or as author."""
    given = outlets.agency(draft.agency) or draft.agency if draft.agency else None
    return given or (outlets.wire(url) if url else None) or cleaned.agency or (authors[0] if authors else None)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names once each, in order; the same name in other capitals or spacing counts as the same."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(" ".join(name.split()).casefold(), name)
    return tuple(first.values())


def read_day(value: str | None) -> Time | None:
    """The day of a date in ISO 8601 (with or without marks), RFC 5322 or seconds since 1970; none for anything else."""
    if not value:
        return None
    day = _iso(value) or _epoch(value) or _mail_date(value)
    return bylines.day_time(day, value) if day else None


def read_moment(value: str | None) -> dt.datetime | None:
    """The moment (UTC) of a date and time in ISO 8601, RFC 5322 or seconds since 1970; none for anything else.

    A time without a zone is taken for UTC: an error of hours at most, which orders the versions of one source alike.
    """
    moment = _moment(value.strip()) if value else None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC) if moment else None
    except (OverflowError, ValueError):  # the first or last hours of the calendar
        return None


def _moment(value: str) -> dt.datetime | None:
    for read in (dt.datetime.fromisoformat, _epoch_moment, email.utils.parsedate_to_datetime):
        try:
            if moment := read(value):
                return moment
        except (ValueError, IndexError, TypeError, OverflowError):
            continue
    return None


def _epoch_moment(value: str) -> dt.datetime | None:
    match = _EPOCH.match(value)
    return dt.datetime.fromtimestamp(int(match[1]), dt.UTC) if match else None


def _iso(value: str) -> dt.date | None:
    match = _ISO.match(value)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _epoch(value: str) -> dt.date | None:
    moment = _epoch_moment(value)
    return moment.date() if moment else None


def _mail_date(value: str) -> dt.date | None:
    try:
        return email.utils.parsedate_to_datetime(value).date()
    except (ValueError, IndexError, TypeError):
        return None
