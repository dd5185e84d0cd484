"""On how many independent origins an entry rests.

A reprint is no second witness; one official told by two outlets is one source told twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.match import Scene
from dateline.match.groups import Groups
from dateline.model import AnyClaim, Event, Figure, Quotation, Report
from dateline.stories import overlap, shingles

COPIED_WORDS = 0.8  # share of a passage's shingles in another report's passage that makes it copied
WHOLE_PASSAGE = 0.9  # the same for a quotation in reports that share little else
COPIED_SENTENCE = 0.6  # the same within one sentence of ``LONG`` shingles or more
LONG = 8  # shingles (13 words) below which two sentences are alike by chance
AROUND = 120  # characters on each side of the evidence that are looked at: a clause alone may be alike by chance
SHARED_COPY = 0.15  # share of two reports' shingles in common from which shared agency copy is likely


class Origins:
    """Counts origins for the entries of one story; ``reprints`` maps a report to the one it copies."""

    def __init__(self, scene: Scene, reprints: Mapping[str, str]) -> None:
        self._scene = scene
        self._reprints = reprints
        self._passages: dict[str, frozenset[int]] = {}
        self._sentences: dict[str, frozenset[int]] = {}
        self._shingles = {key: shingles(report.text) for key, report in scene.reports.items()}

    def count(self, claims: Sequence[AnyClaim]) -> int:
        """The number of independent origins of what ``claims`` say."""
        return len(self.groups(claims))

    def groups(self, claims: Sequence[AnyClaim]) -> list[list[int]]:
        """Positions in ``claims``, together where they go back to one origin."""
        groups: Groups[int] = Groups(range(len(claims)))
        for i, one in enumerate(claims):
            for j in range(i):
                if groups.root(i) != groups.root(j) and self._one_origin(one, claims[j]):
                    groups.unite(i, j)
        return groups.all()

    def _one_origin(self, one: AnyClaim, other: AnyClaim) -> bool:
        left, right = self._scene.report(one), self._scene.report(other)
        if self._root(left) == self._root(right) or _one_house(left, right):
            return True
        if isinstance(one, Figure | Event) and one.attributed_to and one.attributed_to == other.attributed_to:
            return True
        return self._copied(one, other)

    def _root(self, report: Report) -> str:
        return self._reprints.get(report.id, report.id)

    def _copied(self, one: AnyClaim, other: AnyClaim) -> bool:
        """Whether the passages around two claims are shared copy.

        The words of a quotation are the same wherever it is reported: for quotations more of the passage must be
        shared, or much of the reports.
        """
        left, right = one.evidence.report, other.evidence.report
        shared = overlap(self._passage(one), self._passage(other))
        if isinstance(one, Quotation) and overlap(self._shingles[left], self._shingles[right]) < SHARED_COPY:
            return shared >= WHOLE_PASSAGE
        return shared >= COPIED_WORDS or (not isinstance(one, Quotation) and self._one_sentence(one, other))

    def _one_sentence(self, one: AnyClaim, other: AnyClaim) -> bool:
        """Whether two long sentences are nearly word for word the same: agency copy, cut in two ways."""
        left, right = self._sentence(one), self._sentence(other)
        return min(len(left), len(right)) >= LONG and overlap(left, right) >= COPIED_SENTENCE

    def _sentence(self, claim: AnyClaim) -> frozenset[int]:
        """The shingles of the sentence around a claim."""
        if claim.id not in self._sentences:
            start, end = self._scene.sentence(claim)
            self._sentences[claim.id] = shingles(self._scene.report(claim).text[start:end])
        return self._sentences[claim.id]

    def _passage(self, claim: AnyClaim) -> frozenset[int]:
        """The shingles of the words around a claim."""
        if claim.id not in self._passages:
            text = self._scene.report(claim).text
            around = 2 * AROUND if isinstance(claim, Quotation) else AROUND
            self._passages[claim.id] = shingles(
                text[max(0, claim.evidence.start - around) : claim.evidence.end + around]
            )
        return self._passages[claim.id]


def _one_house(left: Report, right: Report) -> bool:
    """Copy of one agency, or reports of one outlet that are not the copy of two agencies."""
    if left.agency and right.agency:
        return left.agency == right.agency
    return left.outlet == right.outlet != "unknown"
