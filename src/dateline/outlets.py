"""Who publishes: the known outlets (``data/outlets.toml``, ``outlets.tsv``), found by address, name or credit."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from dateline import lexicon
from dateline.errors import LexiconError
from dateline.model import Outlet, OutletKind

UNKNOWN = Outlet(id="unknown", name="outlet unknown", kind="unknown")
_PREFIXES = ("www.", "m.", "amp.", "edition.", "mobile.")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


class _Known(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of the table; its head explains the keys."""

    domain: str
    name: str
    kind: OutletKind
    country: str | None = None
    also: tuple[str, ...] = ()
    aka: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    wires: dict[str, str] = {}


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    outlets: tuple[_Known, ...]
    pictures: tuple[str, ...]


class _Index(NamedTuple):
    """The table by what it is searched by; names and credits are lower-case and without a leading "the"."""

    domains: dict[str, _Known]
    names: dict[str, _Known]
    agencies: dict[str, str]
    pictures: frozenset[str]
    spellings: tuple[str, ...]


def by_domain(host: str) -> Outlet | None:
    """The known outlet that publishes under ``host`` ("edition.cnn.com"), or none."""
    known = _row(host)
    return _outlet(known) if known else None


def by_name(name: str) -> Outlet | None:
    """The known outlet of this name or alias, or none."""
    known = _index().names.get(_plain(name))
    return _outlet(known) if known else None


def find(name: str | None = None, url: str | None = None) -> Outlet:
    """The outlet of a report that names it, or says its address, or both; ``UNKNOWN`` where it says neither.

    A domain that is not in the table is its own id; a bare name that is not in it makes its id.
    """
    host = host_of(url) if url else None
    if name and _HOST.fullmatch(name.lower()):
        host, name = name.lower(), None
    known = (by_domain(host) if host else None) or (by_name(name) if name else None)
    if known:
        return known
    if host:
        host = _bare(host)
        return Outlet(id=host, name=name or host, kind="unknown")
    slug = re.sub(r"[\W_]+", "-", name.casefold()).strip("-") if name else ""
    return Outlet(id=slug, name=name or slug, kind="unknown") if slug else UNKNOWN


def agency(credit: str) -> str | None:
    """The name of the news agency that ``credit`` ("AP", "The Associated Press") stands for, or none."""
    return _index().agencies.get(_plain(credit))


def wire(url: str) -> str | None:
    """The name of the agency whose copy is at ``url``, where the outlet keeps such copy under an address of its own."""
    known = _row(host_of(url) or "")
    for part, domain in known.wires.items() if known else ():
        if part in url:
            return _index().domains[domain].name
    return None


def domain_of(host: str) -> str:
    """The first domain of the outlet that publishes under exactly ``host`` ("bbc.co.uk" is "bbc.com"), or ``host``."""
    known = _index().domains.get(host.lower())
    return known.domain if known else host.lower()


def is_picture_credit(words: str) -> bool:
    """Whether ``words`` ("Getty Images", "AP") are who is credited for pictures."""
    return _plain(words) in _index().pictures


def picture_credits() -> tuple[str, ...]:
    """Everyone credited for pictures as the table spells them, longest first."""
    return _index().spellings


def host_of(url: str) -> str | None:
    """The host of a web address in lower case, or none where it is no address."""
    try:
        return urlsplit(url).hostname
    except ValueError:  # "http://[bad": an address in a page is only text
        return None


def _row(host: str) -> _Known | None:
    """The table's row for the host or the longest domain that it lies under."""
    parts = host.lower().split(".")
    domains = _index().domains
    return next((domains[name] for i in range(len(parts) - 1) if (name := ".".join(parts[i:])) in domains), None)


def _bare(host: str) -> str:
    for prefix in _PREFIXES:
        host = host.removeprefix(prefix)
    return host


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold().removeprefix("the ")


def _outlet(known: _Known) -> Outlet:
    url = f"https://{known.domain}"
    return Outlet(id=known.domain, name=known.name, country=known.country, kind=known.kind, url=url)


@functools.cache
def _index() -> _Index:
    table = lexicon.load_table("outlets.toml", _Table)
    rows = (*table.outlets, *_more())
    domains = {domain: known for known in rows for domain in (known.domain, *known.also)}
    names = {_plain(name): known for known in rows for name in _names(known)}
    agencies = {_plain(credit): known.name for known in rows for credit in known.credits}
    spellings = {credit for known in rows for credit in known.credits} | set(table.pictures)
    ordered = tuple(sorted(spellings, key=lambda words: (-len(words), words)))
    return _Index(domains, names, agencies, frozenset(map(_plain, spellings)), ordered)


def _more() -> Iterator[_Known]:
    """The rows of ``data/outlets.tsv``."""
    raw = resources.files("dateline").joinpath("data", "outlets.tsv").read_text(encoding="utf-8")
    for number, line in enumerate(raw.splitlines(), start=1):
        if line.startswith("#"):
            continue
        try:
            domain, also, name, country, kind, credit = line.split("\t")
            told = (credit,) if credit else ()
            row = {
                "domain": domain,
                "name": name,
                "country": country,
                "kind": kind,
                "also": also.split(),
                "credits": told,
            }
            yield msgspec.convert(row, _Known)
        except (ValueError, msgspec.ValidationError) as error:
            raise LexiconError(
                f"data/outlets.tsv:{number}: {error}. Six fields between tabs, the kind fifth."
            ) from error


def _names(known: _Known) -> Iterator[str]:
    yield known.name
    yield from known.aka
    yield from known.credits
