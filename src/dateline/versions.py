"""Which reports are versions of one report: one outlet, one address, another text. Only the newest counts.

An outlet changes its report in the course of a day, corrects it, and now and then withdraws it. Its texts are one
witness with a history: what two of them say differently is a change of the outlet's own word, never a conflict.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import msgspec

from dateline import lexicon, outlets
from dateline.model import Report, Versions, content_id

_PORTS = {"http": 80, "https": 443}


class _Addresses(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``data/addresses.toml``, whose head explains the keys."""

    hosts: tuple[str, ...]
    tracking: tuple[str, ...]
    amp: tuple[str, ...]
    amp_endings: tuple[str, ...]


@functools.cache
def _table() -> _Addresses:
    return lexicon.load_table("addresses.toml", _Addresses)


def report_key(report: Report) -> str | None:
    """What the versions of ``report`` have in common: its page, else what its source calls it; none for neither."""
    return page_key(report.outlet, report.url) or (f"{report.outlet} {report.guid}" if report.guid else None)


def page_key(outlet: str, url: str | None) -> str | None:
    """What the versions of one report have in common: ``outlet`` (its id) and the page that ``url`` leads to.

    None where there is no address of http or https, and for a home page, on which the reports change.
    """
    try:
        parts = urlsplit(url or "")
        port = parts.port
    except ValueError:  # "http://[bad": an address in a page is only text
        return None
    if parts.scheme.lower() not in _PORTS or not parts.hostname:
        return None
    path, query = _path(parts.path), _query(parts.query)
    if not path and not query:
        return None
    host = _host(parts.hostname) + (f":{port}" if port and port not in _PORTS.values() else "")
    return f"{outlet} {host}{path}{'?' if query else ''}{query}"


def _host(host: str) -> str:
    host = host.rstrip(".")
    for prefix in _table().hosts:
        host = host.removeprefix(prefix)
    return outlets.domain_of(host)


def _path(path: str) -> str:
    """The path without what leads to another form of the same page; percent signs resolved."""
    path = unquote(path).rstrip("/")
    ending = next((end for end in _table().amp_endings if path.lower().endswith(end)), "")
    return path.removesuffix(path[len(path) - len(ending) :]).rstrip("/") if ending else path


def _query(query: str) -> str:
    """The parameters that say which page, in order of their names."""
    told = parse_qsl(query[:2000], keep_blank_values=True)
    return urlencode(sorted((name, value) for name, value in told if not _is_tracking(name.lower())))


def _is_tracking(name: str) -> bool:
    known = _table()
    return name in known.amp or any(
        name.startswith(one[:-1]) if one.endswith("*") else name == one for one in known.tracking
    )


def find_versions(reports: Iterable[Report]) -> tuple[Versions, ...]:
    """The reports of which there is more than one text, and those that are withdrawn; in any order the same."""
    pages: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        pages[report_key(report) or report.id].append(report)
    found = []
    for key, texts in sorted(pages.items()):
        ordered = order(texts)
        if len(ordered) > 1 or ordered[-1].withdrawn:
            ids = tuple(report.id for report in ordered)
            found.append(Versions(id=content_id("versions", key), reports=ids, withdrawn=ordered[-1].withdrawn))
    return tuple(sorted(found, key=lambda versions: versions.id))


def order(texts: Sequence[Report]) -> list[Report]:
    """The texts of one report, oldest first.

    By when they were fetched, where that is known of all: a page shows its newest text. Else by when their source
    says that they were made. Where that does not tell: a withdrawal last, a later "UPDATE 2" after an earlier one, a
    corrected text after one that is not, a longer one after a shorter one.
    """
    fetched = all(report.retrieved for report in texts)
    return sorted(texts, key=lambda report: (_moment(report.retrieved if fetched else None), *_signs(report)))


def _signs(report: Report) -> tuple[dt.datetime, bool, int, int, int, str]:
    day = report.published and (report.published.from_ or report.published.to)
    told = report.updated or (dt.datetime.combine(day, dt.time(), dt.UTC) if day else None)
    number = max((notice.number or 0 for notice in report.notices), default=0)
    return (_moment(told), report.withdrawn, number, len(report.notices), len(report.text), report.id)


def _moment(moment: dt.datetime | None) -> dt.datetime:
    """A moment that can be compared: in UTC; the unknown first."""
    if moment is None:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def counting(reports: Iterable[Report], found: Iterable[Versions]) -> frozenset[str]:
    """The ids of the reports that count as witnesses: without older versions and without what is withdrawn."""
    out: set[str] = set()
    for versions in found:
        out.update(versions.reports if versions.withdrawn else versions.reports[:-1])
    return frozenset(report.id for report in reports) - out
