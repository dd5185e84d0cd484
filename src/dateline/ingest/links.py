"""From addresses to reports: each is fetched where a user allows it, and read as what it turns out to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from io import BufferedReader, BytesIO
from itertools import islice

from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft, Link, skipped
from dateline.ingest.feeds import read_feed
from dateline.ingest.fetch import Fetcher, Page
from dateline.ingest.objects import read_json
from dateline.ingest.page import looks_like_page, read_page
from dateline.ingest.pdf import read_pdf
from dateline.ingest.raw import Unpacked, decode
from dateline.ingest.tables import read_table
from dateline.model import Skipped

_XML = ("<?xml", "<rss", "<feed", "<rdf", "<urlset", "<sitemapindex", "<newsitem", "<newsmessage")


def is_address(source: str) -> bool:
    """Whether a source is the address of a page and no file."""
    return source[:8].lower().startswith(("http://", "https://"))


def settle(link: Link) -> Draft | Skipped:
    """What a link comes to where nothing is fetched: what its source tells of it, or that it was not read."""
    if link.told and link.told.text:
        return link.told
    what = "an address and no text" if link.told or link.ref != link.url else "a web address"
    reason = f"{what}, and nothing is fetched unless it is allowed. Add --fetch, or save the page as a file."
    return skipped(link.ref if link.ref == link.url else f"{link.ref} {link.url}", reason)


def follow(
    links: Iterable[Link], fetcher: Fetcher, mapping: Mapping[str, str], *, told: Callable[[str], None] | None = None
) -> Iterator[Draft | Skipped]:
    """The reports behind ``links`` and behind those that feeds and sitemaps among them name, within the bounds.

    Each address is fetched once. ``told`` is called with the address of each page that has not changed since it was
    last fetched.
    """
    seen: set[str] = set()
    waiting, depth = [link for link in links if _first(link, seen)], 1
    while waiting and depth <= limits.LINK_DEPTH:
        if len(waiting) > limits.LINKS:
            rest = len(waiting) - limits.LINKS
            yield skipped(waiting[0].ref, f"{rest:,} addresses above the bound of {limits.LINKS:,}. Give them apart.")
        waiting = waiting[: limits.LINKS]
        further: list[Link] = []
        for link, page in zip(waiting, fetcher.get_all(link.url for link in waiting), strict=True):
            for found in read_link(link, page, mapping, told):
                if isinstance(found, Link):
                    further.append(found)
                else:
                    yield found
        waiting, depth = [link for link in further if _first(link, seen)], depth + 1
    for link in islice(waiting, 1):
        yield skipped(
            f"{link.ref} {link.url}", f"a list of lists more than {limits.LINK_DEPTH} deep. Give its own address."
        )


def _first(link: Link, seen: set[str]) -> bool:
    if link.url in seen:
        return False
    seen.add(link.url)
    return True


def read_link(
    link: Link,
    page: Page | UnreadableError,
    mapping: Mapping[str, str],
    told: Callable[[str], None] | None = None,
) -> Iterator[Draft | Link | Skipped]:
    """What one address gave: reports, more links, or why not, and then what its source told of it."""
    if isinstance(page, Page) and page.unchanged:
        if told:
            told(link.url)
        return
    try:
        if isinstance(page, UnreadableError):
            raise page
        for found in _parts(page, mapping):
            if isinstance(found, Draft):
                yield _completed(replace(found, retrieved=page.retrieved), link.told)
            else:
                yield found
    except UnreadableError as error:
        yield skipped(link.url if link.ref == link.url else f"{link.ref} {link.url}", str(error))
        if link.told and link.told.text:
            yield link.told


def _parts(page: Page, mapping: Mapping[str, str]) -> Iterator[Draft | Link | Skipped]:
    content, kind = page.content, page.kind
    if "gzip" in kind:
        with BufferedReader(Unpacked(BytesIO(content))) as unpacked:
            content, kind = unpacked.read(limits.LINE_BYTES), ""
    if kind == "application/pdf" or content.startswith(b"%PDF"):
        yield from (
            replace(one, url=page.url) if isinstance(one, Draft) else one
            for one in read_pdf(BytesIO(content), page.url, {})
        )
        return
    text = decode(content, page.charset) if content.strip() else ""
    head = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if looks_like_page(text) or kind in ("text/html", "application/xhtml+xml"):
        yield read_page(text, page.url, page.url)
    elif head.startswith(_XML) or kind.endswith("xml"):
        yield from read_feed(BytesIO(text.encode() if "utf-8" in head[:100] else content), page.url, mapping)
    elif kind.endswith("json") or head.startswith(("{", "[{", "[\n")):
        yield from read_json(BytesIO(text.encode()), page.url, mapping)
    elif kind == "text/csv":
        yield from read_table(BytesIO(text.encode()), page.url, mapping)
    elif text:
        yield Draft(ref=page.url, text=text, url=page.url)
    else:
        raise UnreadableError("the server sent an empty page. Try again later.")


def _completed(draft: Draft, told: Draft | None) -> Draft:
    """The page's own words and fields, with what its feed or sitemap says where it says nothing itself."""
    if told is None:
        return draft
    fields = ("title", "outlet", "published", "updated", "agency", "url")
    missing = {name: getattr(told, name) for name in fields if getattr(draft, name) is None}
    authors = draft.authors or told.authors
    return replace(draft, **missing, authors=authors, notices=(*draft.notices, *told.notices))
