"""RSS, Atom and NewsML-G2: a report an item, with the text that the feed itself carries, else a link; and sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from lxml import etree

from dateline import outlets
from dateline.errors import UnreadableError
from dateline.ingest.draft import Draft, Link, skipped
from dateline.ingest.fields import plain_text, withdrawal
from dateline.ingest.raw import read_all
from dateline.model import Skipped

_ITEMS = ("item", "entry", "newsItem")
_TEXT = ("encoded", "content", "body", "inlineData", "description", "summary")
_WHOLE = ("encoded", "content", "body", "inlineData", "inlineXML")  # the others are summaries
_FEEDS = ("rss", "feed", "RDF")
_MAPS = ("urlset", "sitemapindex")
_MAPPED = ("url", "sitemap")
_DAY = ("pubDate", "published", "issued", "date", "versionCreated", "contentCreated", "updated")
_UPDATED = ("updated", "modified", "versionCreated")
_STATUS = "pubStatus"  # of NewsML-G2: stat:usable, stat:withheld, stat:canceled
_SECTION = re.compile(r"\s[-–—|>»:/·]+\s|:\s")  # "World | Harbour Post": more than a name
_AUTHOR = ("creator", "author", "by")


def read_feed(file: BinaryIO, ref: str, _: Mapping[str, str]) -> Iterator[Draft | Link | Skipped]:
    """The items of a feed or a sitemap. Entities are not expanded and nothing outside the file is read.

    An item without the report's text is a link; so is one with only a summary, which is then told with it.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(read_all(file), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"broken XML: {error}. Mend the file.") from error
    if root is not None and _name(root) in _MAPS:
        yield from _map(root, ref)
        return
    items = [] if root is None else [element for element in root.iter() if _name(element) in _ITEMS]
    if not items:
        what = "no XML" if root is None else f"XML of another kind (<{_name(root)}>)"
        raise UnreadableError(f"{what}, not a feed with items. Give RSS, Atom, NewsML-G2 or a sitemap.")
    house = _house(root) if _name(root) in _FEEDS else _House()
    for number, item in enumerate(items, start=1):
        here = f"{ref}#{number}"
        draft = _draft(item, here, house)
        summary = not _first(item, _WHOLE)
        if draft.url and (summary or not draft.text):
            yield Link(here, draft.url, draft)
        elif draft.text or draft.notices:
            yield draft
        else:
            yield skipped(here, "the item holds neither a text nor an address. Use a feed with texts.")


def _map(root: etree._Element, ref: str) -> Iterator[Link | Skipped]:
    """The addresses of a sitemap (with what a news sitemap says of each), or of the sitemaps that an index names."""
    items = [element for element in root if _name(element) in _MAPPED]
    if not items:
        raise UnreadableError("the sitemap names no page. Give another one.")
    for number, item in enumerate(items):
        here = f"{ref}#{number + 1}"
        address = _first(item, ("loc",))
        if not address or "://" not in address:
            yield skipped(here, "the entry of the sitemap holds no address. Mend the sitemap.")
            continue
        is_map = _name(item) == "sitemap"
        told = Draft(
            ref=here,
            text="",
            title=_first(item, ("title",)),
            outlet=_first(item, ("name",)),
            url=address,
            published=_first(item, ("publication_date",)),
            updated=_first(item, ("lastmod",)),
        )
        yield Link(here, address, None if is_map else told)


class _House(NamedTuple):
    """Whose feed it is: its title, and the host of its address."""

    title: str | None = None
    host: str | None = None

    def publishes(self, url: str | None) -> str | None:
        """The title, where it names who publishes ``url``: a feed may hold what others publish."""
        if url is None:
            return self.title
        own = self.host is not None and outlets.host_of(url) == self.host
        return self.title if own and self.title and not _SECTION.search(self.title) else None


def _house(root: etree._Element) -> _House:
    top = root if _name(root) == "feed" else next((child for child in root if _name(child) == "channel"), root)
    named = {name: [child for child in top if _name(child) == name] for name in ("title", "link")}
    title = next((words for child in named["title"] if (words := _words(child))), None)
    hosts = (outlets.host_of(str(child.get("href") or child.text or "").strip()) for child in named["link"])
    return _House(title, next((host for host in hosts if host), None))


def _draft(item: etree._Element, ref: str, house: _House) -> Draft:
    title = _first(item, ("title", "headline"))
    authors = [words for element in item.iter() if _name(element) in _AUTHOR and (words := _words(element))]
    url = _address(item)
    return Draft(
        ref=ref,
        text=plain_text(_first(item, _TEXT) or ""),
        title=" ".join(plain_text(title).split()) if title else None,
        outlet=_first(item, ("source", "provider")) or house.publishes(url),
        url=url,
        published=_first(item, _DAY),
        authors=tuple(dict.fromkeys(authors)),
        updated=_first(item, _UPDATED),
        guid=_guid(item),
        notices=tuple(
            notice for element in item.iter() if _name(element) == _STATUS for notice in withdrawal(_status(element))
        ),
    )


def _guid(item: etree._Element) -> str | None:
    """What a NewsML-G2 item is called in all its versions; feeds have addresses for that."""
    named = item.get("guid") if _name(item) == "newsItem" else None
    return str(named) if named and "://" not in str(named) else None


def _status(element: etree._Element) -> str:
    return str(element.get("qcode") or element.get("literal") or "")


def _name(element: etree._Element) -> str:
    """An element's name without its namespace; nothing for a comment."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def _words(element: etree._Element) -> str:
    """The words of an element; the mark-up inside one that holds a page is kept as text."""
    if len(element) and any(_name(child) in ("div", "p", "html", "body") for child in element.iter()):
        return str(etree.tostring(element, encoding="unicode", method="html"))
    return " ".join(part for part in element.itertext() if part.strip()).strip()


def _first(item: etree._Element, names: tuple[str, ...]) -> str | None:
    """The words of the first element of ``item`` that has one of ``names``, in the order of the names."""
    for name in names:
        for element in item.iter():
            if _name(element) == name and (words := _words(element)):
                return words
    return None


def _address(item: etree._Element) -> str | None:
    for element in item.iter():
        if _name(element) == "link" and element.get("rel", "alternate") == "alternate":
            address = str(element.get("href") or element.text or "").strip()
            if "://" in address:
                return address
    return None
