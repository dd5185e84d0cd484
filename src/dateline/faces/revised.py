"""What outlets changed in their own reports: corrections, other values in a newer version, withdrawals."""

from __future__ import annotations

from collections.abc import Iterator

from dateline import lexicon
from dateline.faces.telling import clean
from dateline.model import Record, Report, Revision, Value
from dateline.versions import counting

_CORRECTING = ("correction", "clarification")


def revised(record: Record) -> Iterator[tuple[str, str]]:
    """The report, and what its outlet changed in it; reports in the order of their outlets."""
    outlets = {outlet.id: outlet.name for outlet in record.outlets}
    heard = counting(record.reports, record.versions)
    gone = {versions.reports[-1] for versions in record.versions if versions.withdrawn}
    for report in sorted(record.reports, key=lambda report: (report.outlet, report.title or "", report.id)):
        name = outlets.get(report.outlet, report.outlet)
        title = clean(f"{name}: {report.title}" if report.title else name)
        if report.id in heard:
            yield from ((title, words) for words in (*_corrections(report), *_other_values(report, record)))
        elif report.id in gone:
            yield from ((title, words) for words in _withdrawals(report))


def _corrections(report: Report) -> Iterator[str]:
    words = lexicon.load().wording.revised
    for notice in report.notices:
        if notice.kind in _CORRECTING and len(notice.text.split()) > 1:  # a label says nothing of what was wrong
            yield words["correction"].format(words=_line(notice.text))


def _withdrawals(report: Report) -> Iterator[str]:
    words = lexicon.load().wording.revised
    for notice in report.notices[-1:]:
        yield words["withdrawal"].format(words=_line(notice.text))


def _other_values(report: Report, record: Record) -> Iterator[str]:
    words = lexicon.load().wording.revised
    mine = [revision for revision in record.revisions if revision.newer == report.id]
    reports = {claim.id: claim.evidence.report for claim in record.claims} if mine else {}
    for revision in mine:
        values = " → ".join(clean(value.value) for value in _in_time(revision, reports))
        yield words["revision"].format(label=clean(revision.label), values=values)


def _in_time(revision: Revision, reports: dict[str, str]) -> list[Value]:
    """The values of a revision: those of the older version first."""
    return sorted(
        revision.differences[0].values,
        key=lambda value: all(reports.get(claim) == revision.newer for claim in value.claims),
    )


def _line(text: str) -> str:
    return clean(" ".join(text.split()))
