"""The parts of an attribution: the cue round its verb, whose words they are, the noun phrase of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.quotations.page import VERB, Attribution, Manner, Page, Range, child_of, own_subject, subtree, trim, whole

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def made(page: Page, verb: Token, content: tuple[Range, ...], manner: Manner) -> Attribution | None:
    cue = cue_of(page, verb)
    subject = subject_of(page, verb)
    trimmed = (trim(page, _outside(part, cue)) for part in content)
    parts = tuple(whole(page, part, cue) for part in trimmed if part is not None)
    if not parts:
        return None
    source = source_of(page, subject, cue, parts) if subject is not None else None
    return Attribution(verb.i, cue, source, subject.i if subject is not None else None, parts, manner)


def _outside(part: Range, cue: Range) -> Range:
    if part[0] < cue[0] < part[1] <= cue[1]:
        return part[0], cue[0]
    if cue[0] <= part[0] < cue[1]:
        return cue[1], part[1]
    return part


def cue_of(page: Page, verb: Token) -> Range:
    """The verb with its auxiliaries, adverbs, particle, carriers and a following colon."""
    doc, start, end = page.doc, verb.i, verb.i + 1
    head = verb
    while True:
        start = leftwards(doc, head, start)
        carrier = head.head
        if head.dep_ != "xcomp" or carrier.i >= head.i or carrier.lemma_.lower() not in page.speech.words.carrier:
            break
        if any(token.dep_ in ("dobj", "punct") for token in doc[carrier.i + 1 : start]):
            break
        head, start = carrier, carrier.i
    for child in verb.children:
        if child.i == end and child.dep_ == "prt":
            end += 1
    if end < len(doc) and doc[end].text == ":":
        end += 1
    return start, end


def leftwards(doc: Doc, head: Token, start: int) -> int:
    """Walk left over auxiliaries, negation and adverbs of ``head``."""
    while start > 0:
        token = doc[start - 1]
        if token.head != head or token.dep_ not in ("aux", "auxpass", "neg", "advmod"):
            break
        start -= 1
    return start


def subject_of(page: Page, verb: Token) -> Token | None:
    """The token that says whose words they are: the verb's subject, or that of the verb it shares it with."""
    for child in verb.children:
        if child.dep_ == "agent":
            return child_of(child, "pobj")
    own = own_subject(verb)
    if own is not None:
        return own
    if verb.dep_ in ("xcomp", "conj", "advcl") and verb.head.pos_ in VERB:
        return subject_of(page, verb.head)
    if verb.dep_ in ("acl",) and verb.tag_ == "VBG":
        return verb.head
    return None


def source_of(page: Page, subject: Token, cue: Range, parts: tuple[Range, ...] = ()) -> Range:
    """The noun phrase of the source, kept clear of cue and content."""
    start, end = subtree(subject)
    for left, right in (cue, *parts):
        if right <= subject.i:
            start = max(start, right)
        elif left > subject.i:
            end = min(end, left)
    doc = page.doc
    while (
        end - 1 > subject.i and (doc[end - 1].is_punct or doc[end - 1].is_space) and doc[end - 1].text not in ("'", ")")
    ):
        end -= 1
    while start < subject.i and (doc[start].is_punct or doc[start].is_space):
        start += 1
    if (
        end < len(doc)
        and doc[end].text == ","
        and any(t.dep_ in ("appos", "relcl") for t in doc[start:end])
        and end < cue[1]
    ):
        end += 1
    return start, end


def possessor(page: Page, source: Token) -> Range:
    """A possessor without its ``'s``."""
    start, end = subtree(source)
    while end - 1 > source.i and page.doc[end - 1].tag_ == "POS":
        end -= 1
    return start, end
