"""HTML pages: the report by trafilatura, and what the page says of itself (JSON-LD, OpenGraph, meta elements).

The day of publication is only taken where the page states it as such; trafilatura's own guess from the text and the
clock is not asked for.
"""

from __future__ import annotations

import functools
import html
import logging
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import lxml.html
import msgspec
from lxml import etree

from dateline import furniture, lexicon
from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft
from dateline.ingest.fields import make_draft
from dateline.ingest.linked import find_article

_LEAVES = 2_000  # elements that are looked at for the words of a withdrawal

for _name in ("trafilatura", "htmldate", "justext"):  # they tell of every odd page; what matters becomes ``Skipped``
    logging.getLogger(_name).addHandler(logging.NullHandler())


class _Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of meta elements by field of the report (``data/metadata.toml``)."""

    title: tuple[str, ...]
    url: tuple[str, ...]
    published: tuple[str, ...]
    authors: tuple[str, ...]
    outlet: tuple[str, ...]
    updated: tuple[str, ...]


@functools.cache
def _names() -> _Names:
    return lexicon.load_table("metadata.toml", _Names)


def read_page(page: str, ref: str, url: str | None = None) -> Draft:
    """The report of a page. Raises ``UnreadableError`` where the page holds none."""
    if len(page) > limits.PAGE_CHARACTERS:
        size = f"{len(page):,} characters, more than {limits.PAGE_CHARACTERS:,}"
        raise UnreadableError(f"the page has {size}. Save its report as text.")
    tree = _parse(page)
    own, meta = _linked_data(tree, ref), _meta(tree)
    text = _text(tree) or (own.text if own else None) or _withdrawal(tree)
    if not text:
        raise UnreadableError("no report was found in the page. Save its words as .txt.")
    return Draft(
        ref=ref,
        text=text,
        title=(own and own.title) or meta.get("title"),
        outlet=(own and own.outlet) or meta.get("outlet"),
        url=url or (own and own.url) or meta.get("url"),
        published=(own and own.published) or meta.get("published"),
        updated=(own and own.updated) or meta.get("updated"),
        authors=(own.authors if own else ()) or _authors(tree),
        notices=own.notices if own else (),
    )


def looks_like_page(text: str) -> bool:
    """Whether a text is HTML whatever its file is called."""
    head = text[:500].lstrip("\ufeff \t\r\n").lower()
    return head.startswith(("<!doctype html", "<html", "<head", "<body")) or (
        head.startswith("<?xml") and "<html" in head
    )


def _parse(page: str) -> lxml.html.HtmlElement:
    try:
        tree = lxml.html.document_fromstring(
            page.encode("utf-8", "replace"), parser=lxml.html.HTMLParser(encoding="utf-8")
        )
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"the page cannot be parsed ({error}). Save its words as .txt.") from error
    depth = deepest = elements = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        elements += event == "start"
        deepest = max(deepest, depth)
    if deepest > limits.HTML_DEPTH:
        raise UnreadableError(
            f"elements are nested more than {limits.HTML_DEPTH} deep. Save the report's words as .txt."
        )
    if elements > limits.HTML_ELEMENTS:
        bound = f"{elements:,} elements, more than {limits.HTML_ELEMENTS:,}"
        raise UnreadableError(f"the page has {bound}. Save the report's words as .txt.")
    return tree


def _text(tree: lxml.html.HtmlElement) -> str | None:
    """The report's words, one paragraph a line."""
    import trafilatura  # noqa: PLC0415 (takes as long as a page: not where only text is read)

    crowded = sum(1 for _ in tree.iter()) > limits.HTML_CROWDED  # its second opinion takes the square of their number
    document = trafilatura.bare_extraction(
        tree, with_metadata=False, include_comments=False, include_tables=False, fast=crowded
    )
    text = getattr(document, "text", None)
    return str(text) if text else None


def _withdrawal(tree: lxml.html.HtmlElement) -> str | None:
    """The words of a page that has nothing on it any more but that its report was withdrawn."""
    for element in islice(tree.iter("p", "div", "h1", "h2", "strong", "em"), _LEAVES):
        if element.tag == "div" and element.find("div") is not None:
            continue
        words = " ".join(element.text_content().split())
        if furniture.judge(furniture.make_line(0, len(words), words), lexicon.load()) == furniture.WITHDRAWAL:
            return words
    return None


def _linked_data(tree: lxml.html.HtmlElement, ref: str) -> Draft | None:
    """The report as the page's linked data describes it."""
    article = find_article(tree)
    if article is None:
        return None
    draft = make_draft(article, ref, {})
    people = tuple(html.unescape(name) for name in draft.authors if "://" not in name)
    house = html.unescape(draft.outlet) if draft.outlet and "://" not in draft.outlet else None
    return replace(draft, authors=people, outlet=house)


def _authors(tree: lxml.html.HtmlElement) -> tuple[str, ...]:
    """The authors that meta elements name, each element one; those of the most telling name of an element."""
    said: dict[str, list[str]] = {}
    for name, content in _elements(tree):
        if "://" not in content:
            said.setdefault(name, []).append(content)
    return next((tuple(said[name]) for name in _names().authors if name in said), ())


def _elements(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, str]]:
    """The names and contents of the meta elements, and of elements that are dated as microdata."""
    for element in tree.iter("meta", "time"):
        is_time = element.tag == "time"
        name = (
            element.get("itemprop")
            if is_time
            else element.get("property") or element.get("name") or element.get("itemprop")
        )
        content = (element.get("datetime" if is_time else "content") or "").strip()
        if name and content:
            yield name.lower(), content


def _meta(tree: lxml.html.HtmlElement) -> dict[str, str]:
    """The fields of a report that meta elements, the canonical link and the title element give."""
    said: dict[str, str] = {}
    for name, content in _elements(tree):
        said.setdefault(name, content)
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            said.setdefault("canonical", link.get("href"))
    heading = next((" ".join(h.text_content().split()) for h in tree.iter("h1")), "") or tree.findtext(".//title")
    fields = {
        field: next((said[name] for name in getattr(_names(), field) if name in said), "")
        for field in _Names.__struct_fields__
    }
    fields["title"] = fields["title"] or (heading or "").strip()
    return {field: value for field, value in fields.items() if value}
