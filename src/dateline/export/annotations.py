"""Claims as W3C Web Annotations (JSON-LD): one annotation a claim, on the words that say it.

The target is the report's text (a ``urn:dateline:report:`` with the page it is ``via``), selected by position and by
quotation with what stands around it. The body says in a few tags what the claim is, and carries it as it stands in the
record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import msgspec

from dateline import wording
from dateline.export.happenings import according
from dateline.export.texts import to_json
from dateline.export.view import View, views
from dateline.model import AnyClaim, Event, Figure, Quotation, Record, Relation

CONTEXT = ("http://www.w3.org/ns/anno.jsonld", {"dateline": "urn:dateline:term:"})
HEAD = {
    "@context": CONTEXT,
    "id": "urn:dateline:annotations",
    "type": "AnnotationCollection",
    "label": "Dateline: claims of news reports",
}
MARK = b'"id":"urn:dateline:annotations"'
AROUND = 32  # characters before and after, as annotation tools keep them
APART = frozenset({"evidence", "id"})  # the target and the annotation's own id
Json = dict[str, Any]


def write(records: Iterable[Record], file: BinaryIO) -> int:
    """One collection with all annotations in its first page; the number of them."""
    file.write(to_json(HEAD)[:-1])
    file.write(b',"first":{"id":"urn:dateline:annotations:1","type":"AnnotationPage","startIndex":0,"items":[')
    written = 0
    for view in views(records):
        for claim in view.own_claims():
            file.write((b",\n" if written else b"\n") + to_json(annotation(claim, view)))
            written += 1
    file.write(b'\n]},"total":%d}\n' % written)
    return written


def annotation(claim: AnyClaim, view: View) -> Json:
    """The annotation of one claim."""
    return {
        "id": f"urn:dateline:claim:{claim.id}",
        "type": "Annotation",
        "motivation": "describing",
        "generator": {
            "id": f"urn:dateline:version:{view.record.run.version}",
            "type": "Software",
            "name": f"Dateline {view.record.run.version}",
        },
        "body": [*map(_tag, _tags(claim, view)), _content(claim, view)],
        "target": _target(claim, view),
    }


def _tag(words: str) -> Json:
    return {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "language": "en", "value": words}


def _tags(claim: AnyClaim, view: View) -> Iterator[str]:
    """What it is, whether it happened, and whose word it is: what must not be missed."""
    yield claim.kind
    match claim:
        case Event():
            yield wording.act(claim)
        case Figure():
            yield wording.flat(claim.measure)
        case Quotation():
            yield from filter(None, (wording.negation(claim), _speaker(claim, view)))
        case Relation():
            yield claim.relation.replace("_", " ")
    if stage := wording.factuality(claim):
        yield stage
    if by := according(claim.attributed_to, view):
        yield by


def _speaker(said: Quotation, view: View) -> str | None:
    """Whose words they are: the speaker, else the report's own words for whoever it is."""
    if said.speaker or said.source is None:
        return according(said.speaker, view)
    return wording.words().speech["by"].format(wording.flat(said.source.text))


def _content(claim: AnyClaim, view: View) -> Json:
    """The claim as data, with the names of its entities beside their ids."""
    plain = msgspec.to_builtins(claim, builtin_types=(Decimal,)).items()
    kept = {key: _digits(value) for key, value in plain if value not in (None, [], ()) and key not in APART}
    names = {party: name for party in _parties(claim) if (name := view.name(party))}
    value = to_json(kept | ({"names": names} if names else {})).decode()
    return {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": value}


def _digits(value: Any) -> Any:
    """A number in full digits: ``6E+10`` is one that few readers take for one."""
    return msgspec.Raw(format(value, "f").encode()) if isinstance(value, Decimal) else value


def _parties(claim: AnyClaim) -> Iterator[str]:
    match claim:
        case Event():
            found: tuple[str | None, ...] = (*claim.actors, *claim.recipients)
        case Quotation():
            found = (claim.speaker, claim.addressee)
        case Figure():
            found = (claim.of, claim.from_, claim.to)
        case Relation():
            found = (claim.subject, claim.object)
    yield from (party for party in dict.fromkeys((*found, claim.attributed_to)) if party)


def _target(claim: AnyClaim, view: View) -> Json:
    words, report = claim.evidence, view.reports[claim.evidence.report]
    quote = {
        "type": "TextQuoteSelector",
        "exact": words.text,
        "prefix": report.text[max(words.start - AROUND, 0) : words.start],
        "suffix": report.text[words.end : words.end + AROUND],
    }
    source = {
        "id": f"urn:dateline:report:{report.id}",
        "type": "Text",
        "format": "text/plain",
        "language": report.language,
        "dateline:title": report.title,
        "dateline:outlet": view.publisher(report),
        "dateline:published": view.published(claim),
        "dateline:superseded": None if report.id in view.current else True,
        "via": report.url if report.url and report.url.startswith(("https://", "http://")) else None,
    }
    return {
        "type": "SpecificResource",
        "source": {key: value for key, value in source.items() if value is not None},
        "selector": [{"type": "TextPositionSelector", "start": words.start, "end": words.end}, quote],
    }
