"""What the rules of attribution look at: the parse, the words of saying, the quoted stretches; and small readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dateline.lexicon import Speech
from dateline.quotations.marks import Stretch

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Manner = Literal["direct", "statement", "thought", "naming", "act", "attitude"]
Range = tuple[int, int]

VERB = frozenset({"VERB", "AUX"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_TIMES = frozenset({"DATE", "TIME"})  # "…, said Thursday" is often read as if the day spoke
_DASHES = frozenset({"—", "–", "--", "-"})
_DATELINE = 12  # tokens within which a dateline ends
_TRIMMED = frozenset({",", ":", ";", "-", "--", "—", "–", "."})


@dataclass(frozen=True)
class Attribution:
    """Half-open token ranges of one attribution. ``anchor`` is the token that carries the cue.

    ``subject`` is the head token of the source; where the source is a relative pronoun, that pronoun.
    ``continues`` marks quoted words without a cue of their own, given to the source of the attribution before.
    """

    anchor: int
    cue: Range | None
    source: Range | None
    subject: int | None
    content: tuple[Range, ...]
    manner: Manner
    continues: bool = False


@dataclass(frozen=True)
class Page:
    """What the rules look at: the parse, the words of saying, and which tokens stand in which quoted stretch."""

    doc: Doc
    speech: Speech
    quoted: tuple[tuple[Range, Stretch], ...]
    inside: tuple[int, ...]
    verbs: frozenset[str]
    text: str
    surnames: frozenset[str]

    def stretch_at(self, position: int) -> Range | None:
        number = self.inside[position]
        return self.quoted[number][0] if number >= 0 else None


def make_page(doc: Doc, speech: Speech, stretches: tuple[Stretch, ...]) -> Page:
    """The page of a parse; a stretch stands on the tokens it touches."""
    quoted: list[tuple[Range, Stretch]] = []
    inside = [-1] * len(doc)
    for stretch in stretches:
        span = doc.char_span(stretch.start, stretch.end, alignment_mode="expand")
        if span is None:
            continue
        for position in range(span.start, span.end):
            inside[position] = len(quoted)
        quoted.append(((span.start, span.end), stretch))
    surnames = frozenset(token.text for token in doc if token.ent_type_ == "PERSON")
    return Page(doc, speech, tuple(quoted), tuple(inside), _verbs(speech), doc.text, surnames)


def _verbs(speech: Speech) -> frozenset[str]:
    """Every verb that some frame knows."""
    groups = (speech.quote, speech.clause, speech.showing, speech.thought, speech.infinitive, speech.intention)
    return frozenset(speech.preposition).union(
        *groups, speech.words.light, speech.bidding, speech.object, speech.attitude, speech.naming
    )


def child_of(token: Token, dep: str) -> Token | None:
    """The first child with this relation."""
    return next((child for child in token.children if child.dep_ == dep), None)


def subtree(token: Token) -> Range:
    """All that hangs on ``token``, from its first to its last word."""
    return token.left_edge.i, token.right_edge.i + 1


def subject_beside(page: Page, verb: Token) -> Token | None:
    """The verb's own subject that stands in the same quoted words as it, or like it in none.

    The parser often takes the first noun of a quotation for the subject of the verb behind it.
    """
    here = page.inside[verb.i]
    found = (child for child in verb.children if child.dep_ in _SUBJECT and page.inside[child.i] == here)
    return min((c for c in found if c.ent_type_ not in _TIMES), key=lambda child: abs(child.i - verb.i), default=None)


def own_subject(verb: Token) -> Token | None:
    """The verb's own subject, of the active or the passive."""
    return next((child for child in verb.children if child.dep_ in _SUBJECT), None)


def trim(page: Page, part: Range) -> Range | None:
    """``part`` without the punctuation and spaces at its ends, but with the whole of a quoted stretch it cuts."""
    start, end = part
    doc = page.doc
    start = past_dateline(doc, start, end)
    while start < end and (doc[start].is_space or doc[start].text in _TRIMMED or _joins_sentence(page, start)):
        start += 1
    while start < end and (doc[end - 1].is_space or doc[end - 1].text in _TRIMMED or doc[end - 1].tag_ == "CC"):
        end -= 1
    return (start, end) if start < end else None


def _joins_sentence(page: Page, position: int) -> bool:
    """Whether a word only ties the report's sentence to the one before: "But the talks failed, she said"."""
    token = page.doc[position]
    return token.tag_ == "CC" and bool(token.is_sent_start) and page.inside[position] < 0


def past_dateline(doc: Doc, start: int, end: int) -> int:
    """``start``, or behind the dateline there: ``OSLO, Norway —``, ``BERGEN (Agency) —``, ``Oslo (NTB)``."""
    if start and not doc[start - 1].is_space:
        return start
    for position in range(start, min(end, start + _DATELINE)):
        token = doc[position]
        if _is_dash(doc, position) or (token.text == ")" and doc[position - 1].text.isupper()):
            follows = position + 1 < end and _is_dash(doc, position + 1)
            return position + 1 + follows if position > start else start
        if not (token.pos_ == "PROPN" or token.is_punct):
            return start
    return start


def _is_dash(doc: Doc, position: int) -> bool:
    """A dash between words, not a hyphen inside one."""
    token = doc[position]
    return token.text in _DASHES and (token.text != "-" or bool(token.whitespace_))


def unbroken(page: Page, part: Range, cue: Range) -> Range:
    """``part`` stretched over a hyphenated word that it cuts: "it had re-established contact".

    There the parse has lost the clause too, so what follows the word in its sentence belongs to it, up to the cue or
    the clause of another speaker.
    """
    start, end = word_start(page.doc, part[0]), part[1]
    if start < end < len(page.doc) and is_inside_word(page.doc, end):
        stop = page.doc[end - 1].sent.end
        end = cue[0] if end <= cue[0] < stop else _next_speaker(page, end, stop)
    return start, end


def _next_speaker(page: Page, start: int, stop: int) -> int:
    """The last comma before the next verb of saying between ``start`` and ``stop``; ``stop`` where there is none."""
    speaks = (t.i for t in page.doc[start:stop] if t.pos_ == "VERB" and t.lemma_.lower() in page.speech.clause)
    comma = stop
    for token in page.doc[start : next(speaks, start)]:
        comma = token.i if token.text == "," else comma
    return comma


def word_start(doc: Doc, position: int) -> int:
    """Where the word joined by hyphens begins that holds the token at ``position``."""
    while is_inside_word(doc, position):
        position -= 1
    return position


def is_inside_word(doc: Doc, position: int) -> bool:
    """Whether a word joined by hyphens goes on at ``position``."""
    if not 0 < position < len(doc) or doc[position - 1].whitespace_:
        return False
    return "-" in (doc[position - 1].text, doc[position].text) and not doc[position].is_space


def whole(page: Page, part: Range, cue: Range) -> Range:
    """``part`` stretched over the quoted words that it cuts, unless the cue stands in the same stretch."""
    start, end = part
    first, last = page.stretch_at(start), page.stretch_at(end - 1)
    if first is not None and not first[0] <= cue[0] < first[1]:
        start = first[0]
    if last is not None and not last[0] <= cue[0] < last[1]:
        end = max(end, last[1])
    elif (
        last is None and end < len(page.doc) and (following := page.stretch_at(end)) is not None and following[0] < end
    ):
        end = following[1]
    return start, end


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive; "was quoted" is, "has quoted" is not."""
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def has_to(verb: Token) -> bool:
    """Whether ``verb`` is a to-infinitive."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def is_small_clause(clause: Token) -> bool:
    """A clause without a finite verb: "wanted him to go", "called it a mistake"."""
    if clause.pos_ not in VERB:
        return not any(child.pos_ in VERB for child in clause.children)
    finite = "Fin" in clause.morph.get("VerbForm", []) or any(
        "Fin" in child.morph.get("VerbForm", []) for child in clause.children if child.dep_ in ("aux", "auxpass")
    )
    return not finite and not any(child.tag_ == "MD" for child in clause.children)


def is_reporting(page: Page, verb: Token) -> bool:
    """Whether ``verb`` is itself one of saying, so that a verb above it only carries it."""
    lemma = verb.lemma_.lower()
    return lemma in page.speech.clause | page.speech.quote or lemma in page.speech.preposition
