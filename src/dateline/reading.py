"""The frozen context that every extractor gets: one report, its parse, and what earlier stages found in it.

Offsets: spaCy's ``token.idx`` are offsets into ``Report.text`` (the parse reads a same-length view of the text), but
the *words* of evidence are always taken from ``Report.text``, never from the ``Doc``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dateline.lexicon import Lexicon
from dateline.model import Entity, Evidence, Mention, Report, Time

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_CLAUSE_DEPS = frozenset({"ROOT", "advcl", "relcl", "ccomp", "xcomp", "acl", "parataxis", "csubj", "pcomp"})
_SUBJECT_DEPS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})


@dataclass(frozen=True)
class Reading:
    """A report with its parse; ``entities``, ``mentions`` and ``times`` are empty until their stage has run."""

    report: Report
    doc: Doc
    lexicon: Lexicon
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    _by_id: dict[str, Entity] = field(init=False, repr=False, compare=False)
    _by_token: dict[int, Mention] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {entity.id: entity for entity in self.entities})
        object.__setattr__(self, "_by_token", self._index_mentions())

    def _index_mentions(self) -> dict[int, Mention]:
        """Each token's innermost mention."""
        index: dict[int, Mention] = {}
        for mention in sorted(self.mentions, key=lambda m: m.end - m.start, reverse=True):
            span = self.doc.char_span(mention.start, mention.end, alignment_mode="expand")
            for position in range(span.start, span.end) if span is not None else ():
                index[position] = mention
        return index

    # ── words ────────────────────────────────────────────────────────────────────────────────────

    def evidence(self, start: int, end: int) -> Evidence:
        """The report's words at the character range ``start:end``."""
        return self.report.quote(start, end)

    def words(self, span: Span) -> Evidence:
        """The report's words under a spaCy span."""
        return self.report.quote(span.start_char, span.end_char)

    def clause(self, token: Token) -> Evidence:
        """The words of the clause that ``token`` stands in, without clauses coordinated with it.

        The natural evidence of a claim that hangs on ``token``: long enough to say it, short enough to show.
        """
        head = _clause_head(token)
        left, right = head.left_edge.i, head.right_edge.i
        for child in head.children:
            if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and child.i > head.i and _has_subject(child):
                right = min(right, child.left_edge.i - 1)
        while (right > left and self.doc[right].dep_ in ("cc", "punct")) or self.doc[right].is_space:
            right -= 1
        while left < right and (self.doc[left].is_space or self.doc[left].dep_ in ("cc", "punct")):
            left += 1
        right = max(right, token.i)
        left = min(left, token.i)
        before = cut_off(self.doc, left)
        left = before.i if before is not None else left
        return self.words(self.doc[left : right + 1])

    # ── what earlier stages found ────────────────────────────────────────────────────────────────

    def entity(self, entity_id: str) -> Entity:
        """The entity with this id. Raises ``KeyError`` for an id of another report."""
        return self._by_id[entity_id]

    def mention_at(self, token: Token) -> Mention | None:
        """The innermost mention that covers ``token``."""
        return self._by_token.get(token.i)

    def entity_at(self, token: Token) -> Entity | None:
        """The entity that ``token`` belongs to a mention of."""
        mention = self._by_token.get(token.i)
        return self._by_id.get(mention.entity) if mention else None

    def times_in(self, start: int, end: int) -> tuple[Time, ...]:
        """The time expressions inside the character range ``start:end``, in order."""
        return tuple(
            t for t in self.times if t.start is not None and t.end is not None and start <= t.start and t.end <= end
        )


def cut_off(doc: Doc, position: int) -> Token | None:
    """The name that the parse left standing alone before the sentence at ``position``: "Togo | and | Kenya signed"."""
    if position < 2 or not doc[position].is_sent_start:
        return None
    joint, name = doc[position - 1], doc[position - 2]
    alone = joint.is_sent_start and joint.pos_ == "CCONJ" and name.head == name and name.pos_ == "PROPN"
    return name if alone else None


def _clause_head(token: Token) -> Token:
    while token.dep_ not in _CLAUSE_DEPS and not (token.dep_ == "conj" and _has_subject(token)):
        if token.head == token:
            break
        token = token.head
    if token.dep_ == "xcomp" and token.head != token:  # "wants to build": the clause is that of "wants"
        return _clause_head(token.head)
    return token


def _has_subject(token: Token) -> bool:
    return any(child.dep_ in _SUBJECT_DEPS for child in token.children)
