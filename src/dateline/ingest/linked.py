"""What a page says of its report as linked data: JSON-LD of schema.org, in the spellings in which pages carry it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.html
import msgspec

_KIND = "application/ld+json"
_ARTICLE = re.compile(r"(?:.*[/:#])?(?:\w*NewsArticle|Article|Report|(?:Live)?BlogPosting|(?:Tech|Scholarly)Article)")
_WRAPPED = re.compile(
    r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://)?\s*(?:-->|\]\]>|/\*\s*\]\]>\s*\*/)\s*$"
)
_TRAILING = re.compile(r",(?=\s*[}\]])")
_CHARACTERS = 2_000_000  # of one script
_THINGS = 500  # looked at on a page
_DEPTH = 6  # of things within things


def find_article(tree: lxml.html.HtmlElement) -> Mapping[str, Any] | None:
    """The first article that the page describes, with the people and houses that it names by reference; or none."""
    values = [value for script in tree.iter("script") if (value := _value(script)) is not None]
    things = [thing for value in values for thing in _things(value, _DEPTH)][:_THINGS]
    by_id = {str(thing["@id"]): thing for thing in things if "@id" in thing and len(thing) > 1}
    article = next((thing for thing in things if _is_article(thing)), None)
    return {key: _resolved(value, by_id) for key, value in article.items()} if article is not None else None


def _value(script: lxml.html.HtmlElement) -> Any:
    """The JSON of a script, mended where pages commonly break it; none where it is no linked data."""
    if (script.get("type") or "").split(";")[0].strip().lower() != _KIND:
        return None
    text = (script.text or "")[:_CHARACTERS]
    for mended in (text.strip(), _TRAILING.sub("", _WRAPPED.sub("", text)).strip()):
        try:
            return msgspec.json.decode(mended)
        except (msgspec.DecodeError, RecursionError):
            continue
    try:
        return json.loads(mended, strict=False)  # line ends within strings
    except (ValueError, RecursionError):
        return None


def _things(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The things in a value that have a type or an id, those above before those within."""
    if isinstance(value, list):
        for item in value[:_THINGS]:
            yield from _things(item, depth - 1) if depth else ()
    elif isinstance(value, Mapping):
        if "@type" in value or "@id" in value:
            yield value
        for inner in value.values():
            if depth and isinstance(inner, list | Mapping):
                yield from _things(inner, depth - 1)


def _is_article(thing: Mapping[str, Any]) -> bool:
    types = thing.get("@type")
    named = any(
        isinstance(name, str) and _ARTICLE.fullmatch(name) for name in (types if isinstance(types, list) else [types])
    )
    return named and any(key in thing for key in ("headline", "name", "articleBody", "datePublished"))


def _resolved(value: Any, by_id: Mapping[str, Mapping[str, Any]]) -> Any:
    """A value with what it refers to in its place; a reference that leads nowhere names nobody."""
    if isinstance(value, list):
        return [found for item in value if (found := _resolved(item, by_id)) is not None]
    if isinstance(value, Mapping) and "@id" in value and "name" not in value and "@type" not in value:
        known = by_id.get(str(value["@id"]))
        return known if known is not None else value
    return value
