"""``watch``: feeds asked again and again, what is new in them added to a record on disk, a line for each thing new.

Polite: feeds and pages are asked for changes only (ETag, Last-Modified), a page less and less often, a host one request
at a time, what fails at growing intervals. What was asked and when lies beside the record, in
``FILE.watch.json``: it saves requests and nothing else; without it all is asked anew, and known reports stay known.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec

from dateline import api, store
from dateline.analyse import batches
from dateline.errors import DatelineError, StoreError, UnreadableError
from dateline.faces.changes import entry_line, stories_of
from dateline.ingest import Fetcher, Item, guard
from dateline.ingest.draft import Draft, Link, make_item, skipped
from dateline.ingest.fetch import BusyError, Network, Page
from dateline.ingest.links import read_link
from dateline.model import Record, Skipped, content_id
from dateline.settings import Settings
from dateline.store import Changes, Store
from dateline.wording import count, flat, interval, visible

log = logging.getLogger(__name__)

INTERVAL = 300.0  # seconds between two requests for one feed
LONGEST = 6 * 3600.0  # after many failures
JITTER = 0.1  # share of an interval by which feeds are spread, so that they do not come all at once
FRESH = 3600.0  # seconds after which a page is asked for changes first; then twice that, and so on
KEPT = 7 * 86400.0  # seconds for which a page is asked at all, after it was first seen
BATCH = 32  # pages that are fetched, read and added together
MOST_ASKED = 1_000  # pages in one round; the feeds tell the others again in the next one
MOST_PAGES = 50_000  # whose state is kept


class _Asked(msgspec.Struct):
    """When a page was first seen and last asked for, in how many seconds again, and what its feed said of it."""

    first: float
    last: float
    again: float
    said: str = ""


class _News(NamedTuple):
    """An address that a feed names; ``whole`` where the feed carries the report itself, so that nothing is fetched."""

    link: Link
    whole: bool = False

    @property
    def said(self) -> str:
        """What the feed says of it, in short."""
        told = self.link.told
        return content_id(told.title, told.text, told.published, told.updated) if told else ""


class _State(msgspec.Struct):
    """What is kept between rounds: validators by address, and the pages."""

    validators: dict[str, dict[str, str]] = {}
    pages: dict[str, _Asked] = {}


@dataclass
class _Feed:
    """A feed, when to ask it, and how often it failed since it last answered."""

    url: str
    due: float = 0.0
    failed: int = 0


class _Memory:
    """The state beside a record; ``save`` replaces the file in one step."""

    def __init__(self, record: str | Path) -> None:
        self._file = Path(f"{record}.watch.json")
        self.state = _State()
        with contextlib.suppress(OSError, msgspec.DecodeError):  # none yet, or of no use: all is asked anew
            self.state = msgspec.json.decode(self._file.read_bytes(), type=_State)
        self.fresh: dict[str, dict[str, str]] = {}  # validators of this round, kept when its reports are

    def get(self, url: str) -> Mapping[str, str] | None:
        return self.state.validators.get(url)

    def put(self, url: str, headers: Mapping[str, str]) -> None:
        self.fresh[url] = dict(headers)

    def keep(self, url: str) -> None:
        """Ask ``url`` for changes only from now on."""
        if headers := self.fresh.pop(_spelled(url), None):
            self.state.validators[_spelled(url)] = headers

    def save(self, now: float) -> None:
        pages = {url: asked for url, asked in self.state.pages.items() if now - asked.first < KEPT}
        for url in sorted(pages, key=lambda url: pages[url].first)[: max(0, len(pages) - MOST_PAGES)]:
            del pages[url]
        gone = {_spelled(url) for url in self.state.pages.keys() - pages.keys()}
        self.state.pages = pages
        self.state.validators = {url: told for url, told in self.state.validators.items() if url not in gone}
        draft = self._file.with_name(f"{self._file.name}.new")
        draft.write_bytes(msgspec.json.encode(self.state))
        os.replace(draft, self._file)


@dataclass
class Watch:
    """Feeds watched for one record. ``tell`` gets each line of news, ``warn`` each line about a source that failed.

    ``stop`` ends the watch at the next pause; ``clock`` is the time of day in seconds, for tests.
    """

    feeds: Sequence[str]
    record: str | Path
    tell: Callable[[str], None]
    warn: Callable[[str], None]
    settings: Settings = field(default_factory=Settings)
    every: float = INTERVAL
    network: Network | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    clock: Callable[[], float] = time.time

    def __post_init__(self) -> None:
        self._feeds = [_Feed(url) for url in dict.fromkeys(self.feeds)]
        self._memory = _Memory(self.record)
        self._reader = api.Reader(self.settings)
        self._fetcher = Fetcher(
            contact=self.settings.contact, validators=self._memory, network=self.network or Network()
        )
        with store.open(self.record, write=True):  # a record that cannot be written is told at once
            pass

    def run(self) -> None:
        """Ask the feeds whenever they are due, until ``stop`` is set."""
        while not self.stop.is_set():
            try:
                self.once()
            except DatelineError:
                raise  # a record or a pipeline that cannot be used
            except Exception as error:  # over what some page holds: the watch goes on
                log.debug("a round failed", exc_info=True)
                self._warn(
                    f"a round failed ({type(error).__name__}: {error}). It goes on; please report this as a bug."
                )
            self.stop.wait(max(0.0, min(feed.due for feed in self._feeds) - self.clock()))

    def once(self) -> int:
        """One round: the feeds and pages that are due. Gives the number of feeds that answered."""
        due = [feed for feed in self._feeds if feed.due <= self.clock()]
        answers = list(zip(due, self._fetcher.get_all(feed.url for feed in due), strict=True))
        answered: list[str] = []
        named: dict[str, _News] = {}
        for feed, page in answers:
            for news in self._news(feed, page):
                named.setdefault(news.link.url, news)
            if not isinstance(page, UnreadableError):
                answered.append(feed.url)
        asked = [news for news in named.values() if self._is_new(news)]
        asked += [_News(Link(url, url)) for url in self._stale() if url not in named]
        settled = len(asked) <= MOST_ASKED
        for batch in batches(asked[:MOST_ASKED], BATCH):
            if self.stop.is_set():
                return len(answered)
            settled &= self._take(batch)
        if settled:  # else the feeds must tell all of it again
            for url in answered:
                self._memory.keep(url)
        self._save()
        return len(answered)

    # ── feeds ────────────────────────────────────────────────────────────────────────────────────

    def _news(self, feed: _Feed, page: Page | UnreadableError) -> Iterator[_News]:
        """What a feed names."""
        feed.failed = feed.failed + 1 if isinstance(page, UnreadableError) else 0
        wait = self._pause(feed, page)
        feed.due = self.clock() + wait
        if isinstance(page, UnreadableError):
            self._warn(f"{feed.url}: {page} Asked again in {_minutes(wait)}.")
            return
        for found in read_link(Link(feed.url, feed.url), page, self.settings.fields):
            if isinstance(found, Link):
                yield _News(found)
            elif isinstance(found, Draft):
                url = found.url or f"{feed.url}#{content_id(found.title, found.text)}"
                yield _News(Link(found.ref, url, found), whole=True)
            else:
                self._warn(f"{found.ref}: {found.reason}")

    def _pause(self, feed: _Feed, page: Page | UnreadableError) -> float:
        """Seconds until the feed is asked again: twice as long after each failure, and spread by its address."""
        wait: float = min(self.every * 2.0 ** min(feed.failed, 20), max(LONGEST, self.every))
        spread = crc32(f"{feed.url} {feed.failed}".encode()) / 2**32
        wait *= 1 + JITTER * (2 * spread - 1)
        return max(wait, page.wait) if isinstance(page, BusyError) else wait

    # ── pages ────────────────────────────────────────────────────────────────────────────────────

    def _is_new(self, news: _News) -> bool:
        """Whether a page was never asked for, or its feed says something else of it than before."""
        known = self._memory.state.pages.get(news.link.url)
        return known is None or known.said != news.said

    def _stale(self) -> list[str]:
        """The pages that may have changed without their feed saying so."""
        now = self.clock()
        pages = self._memory.state.pages
        return sorted(url for url, asked in pages.items() if asked.last + asked.again <= now < asked.first + KEPT)

    def _take(self, some: Sequence[_News]) -> bool:
        """Fetch and add what is behind ``some``; false where the record could not take it."""
        urls = [news.link.url for news in some if not news.whole]
        pages = dict(zip(urls, self._fetcher.get_all(urls), strict=True))
        items: list[Item | Skipped] = []
        for link, whole in some:
            parts = iter([link.told]) if whole else read_link(link, pages[link.url], self.settings.fields)
            items += [self._item(found) for found in parts if isinstance(found, Draft | Skipped)]
        try:
            self._add(items)
        except StoreError as error:  # another process writes, for example
            self._warn(f"{self.record}: {error}")
            return False
        for news in some:
            self._note(news, pages.get(news.link.url))
        return True

    def _item(self, found: Draft | Skipped) -> Item | Skipped:
        if isinstance(found, Skipped):
            self._warn(f"{found.ref}: {found.reason}")
            return found
        try:
            return make_item(found, None, self.settings)
        except UnreadableError as error:
            return skipped(found.ref, str(error))

    def _note(self, news: _News, page: Page | UnreadableError | None) -> None:
        """Remember that a page was asked for, and when to ask again: later and later while it stays as it is."""
        now, url = self.clock(), news.link.url
        known = self._memory.state.pages.get(url) or _Asked(now, now, 2 * self.every)
        if news.whole:
            known.again = KEPT
        elif isinstance(page, UnreadableError) or (page is not None and page.unchanged):
            known.again = min(2 * known.again, KEPT)
        else:
            known.again = FRESH
        if not isinstance(page, UnreadableError):
            self._memory.keep(url)
        known.said, known.last = news.said or known.said, now
        self._memory.state.pages[url] = known

    # ── the record ───────────────────────────────────────────────────────────────────────────────

    def _add(self, items: Sequence[Item | Skipped]) -> None:
        """Add ``items`` and tell what that changed."""
        if not items:
            return
        with store.open(self.record, write=True) as kept:
            new = {item.report.id: item for item in items if isinstance(item, Item)}
            known = kept.known(new)
            done = api.add_items(kept, items, self._reader)
            fresh = {report: item for report, item in new.items() if report not in known}
            for line in self._lines(kept, done.changes, fresh):
                self.tell(visible(flat(line)))

    def _lines(self, kept: Store, changes: Changes, fresh: Mapping[str, Item]) -> Iterator[str]:
        """A line for each new story, conflict, changed figure and withdrawal."""
        rows = stories_of(kept, changes)
        made = {story: kept.record(story) for story in sorted({*changes.new, *changes.changed} & rows.keys())}
        for story in sorted({*changes.new} & rows.keys()):
            row = rows[story]
            if _was_told(made[story], fresh):
                continue
            days = interval(row.first, row.last) or "no day"
            yield f"STORY      {row.id}  {row.label} ({days}, {count(row.reports, 'report')})"
        for entry in changes.conflicts:
            yield f"CONFLICT   {entry.story}  {entry_line(entry, rows)}"
        for entry in changes.figures:
            yield f"FIGURE     {entry.story}  {entry_line(entry, rows)}"
        for story, told in made.items():
            yield from (f"CHANGED    {story}  {line}" for line in _revised(told, fresh))
        for report, outlet in fresh.values():
            if report.withdrawn:
                yield f"WITHDRAWN  {report.id}  {report.title or report.url or ''} ({outlet.name})"

    def _save(self) -> None:
        try:
            self._memory.save(self.clock())
        except OSError as error:
            self._warn(f"{self.record}.watch.json cannot be written ({error.strerror}). Pages will be asked for again.")

    def _warn(self, line: str) -> None:
        self.warn(visible(flat(line)))


def _spelled(url: str) -> str:
    """An address in its one spelling, under which its validators are kept."""
    try:
        return guard.parse(url).url
    except UnreadableError:
        return url


def _was_told(made: Record, fresh: Mapping[str, Item]) -> bool:
    """Whether a story that goes by a new id has been told before: by older versions of its reports."""
    return any(report not in fresh for versions in made.versions for report in versions.reports)


def _revised(made: Record, fresh: Mapping[str, Item]) -> Iterator[str]:
    """The figures that the ``fresh`` versions of reports give in another way: the old value, the new, the outlet."""
    reports = {claim.id: claim.evidence.report for claim in made.claims}
    for revision in made.revisions:
        if revision.newer in fresh and revision.kind == "figure":
            values = sorted(
                revision.differences[0].values,
                key=lambda value: any(reports.get(claim) == revision.newer for claim in value.claims),
            )
            told = " → ".join(value.value for value in values)
            yield f"{revision.label}: {told} ({fresh[revision.newer].outlet.name})"


def _minutes(seconds: float) -> str:
    return count(max(1, round(seconds / 60)), "minute")
