"""Who said what: direct, mixed and indirect quotations of a report, with speaker, cue and circumstances."""

from __future__ import annotations

from dateline.model import Evidence, Quotation
from dateline.quotations.attributions import Attribution, Manner, find_attributions
from dateline.quotations.marks import find_stretches
from dateline.reading import Reading

_STATEMENTS: tuple[Manner, ...] = ("direct", "statement", "thought")


def find_quotations(reading: Reading) -> tuple[Quotation, ...]:
    """What somebody said or wrote, in order of the text; the report's attitudes and intentions are left out."""
    return tuple(q for q in find_attributed(reading) if q.method.rpartition("/")[2] in _STATEMENTS)


def find_attributed(reading: Reading) -> tuple[Quotation, ...]:
    """All that is attributed to somebody: statements and, told apart by ``method``, acts and attitudes."""
    stretches = find_stretches(reading.report.text)
    found = find_attributions(reading.doc, reading.lexicon.speech, stretches)
    return tuple(_quotation(reading, attribution) for attribution in found)


def _quotation(reading: Reading, attribution: Attribution) -> Quotation:
    def evidence(part: tuple[int, int]) -> Evidence:
        return reading.words(reading.doc[part[0] : part[1]])

    content = tuple(evidence(part) for part in attribution.content)
    source = evidence(attribution.source) if attribution.source else None
    cue = evidence(attribution.cue) if attribution.cue else None
    parts = [*content, *(part for part in (source, cue) if part is not None)]
    subject = reading.doc[attribution.subject] if attribution.subject is not None else None
    entity = reading.entity_at(subject) if subject is not None else None
    return Quotation(
        evidence=reading.evidence(min(p.start for p in parts), max(p.end for p in parts)),
        form="direct" if attribution.manner == "direct" else "indirect",
        content=content,
        source=source,
        cue=cue,
        speaker=entity.id if entity else None,
        method=f"quotations/{attribution.manner}",
    )
