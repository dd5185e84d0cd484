"""Round an act of saying: to whom, on what occasion, by what means, when, and whether it was said at all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from dateline.model import Factuality, Time
from dateline.quotations.page import VERB, Attribution, Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dateline.lexicon import SpeechWords
    from dateline.reading import Reading

_CLAUSES = frozenset({"relcl", "acl", "mark", "advcl", "nsubj"})
_TELLING = frozenset({"dobj", "dative", "iobj"})


def addressee(reading: Reading, found: Attribution) -> str | None:
    """The entity that the words were said to ("told The Associated Press", "wrote to the mayor")."""
    verb = reading.doc[found.anchor]
    for token in _told(verb):
        if not _within(token.i, found.content) and token.i != found.subject:
            entity = reading.entity_at(token)
            if entity is not None and not _joined(token):
                return entity.id
    return None


def _told(verb: Token) -> Iterator[Token]:
    """Heads of the phrases that can name who is spoken to."""
    for child in verb.children:
        if child.dep_ in _TELLING and child.i > verb.i:
            yield child
        elif child.dep_ in ("dative", "prep") and child.lower_ == "to":
            yield from (inner for inner in child.children if inner.dep_ == "pobj")


def _joined(token: Token) -> bool:
    return any(child.dep_ == "conj" for child in token.children)


def occasion(reading: Reading, found: Attribution) -> str | None:
    """The words for the occasion: "at a news conference on Friday"."""
    words = reading.lexicon.speech.words
    return _phrase(reading, found, words.before_occasion, words.occasion)


def medium(reading: Reading, found: Attribution) -> str | None:
    """The words for the means: "in a statement", "on X"."""
    words = reading.lexicon.speech.words
    return _phrase(reading, found, words.before_medium, words.medium)


def _phrase(reading: Reading, found: Attribution, prepositions: frozenset[str], nouns: frozenset[str]) -> str | None:
    """The first phrase on the verb with such a preposition and noun, outside what was said."""
    for preposition in _prepositions(reading.doc[found.anchor]):
        if preposition.lower_ not in prepositions or _within(preposition.i, found.content):
            continue
        for noun in preposition.children:
            name = noun.lemma_.lower().removesuffix(".")  # "on X." at the end of a sentence is read as an abbreviation
            if noun.dep_ == "pobj" and name in nouns:
                words = reading.words(reading.doc[preposition.i : _phrase_end(noun, found.content)]).text
                return words.removesuffix(".") if len(name) == 1 else words
    return None


def _prepositions(verb: Token) -> Iterator[Token]:
    """Prepositions on the verb, on whom it tells, on a participle beside it, or on the verb it stands beside."""
    for child in verb.children:
        if child.dep_ == "prep":
            yield child
        elif child.dep_ in _TELLING or (child.dep_ == "advcl" and child.tag_ == "VBG"):
            yield from (inner for inner in child.children if inner.dep_ == "prep")
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":  # "posted it on X, saying …"
        yield from (child for child in verb.head.children if child.dep_ == "prep")


def _phrase_end(noun: Token, content: tuple[Range, ...]) -> int:
    """Behind the noun phrase, before any clause on it, punctuation or quoted words."""
    end = int(noun.right_edge.i + 1)
    for token in noun.doc[noun.i + 1 : end]:
        if token.is_punct or token.is_space or token.dep_ in _CLAUSES or _within(token.i, content):
            end = int(token.i)
            break
    while end - 1 > noun.i and noun.doc[end - 1].tag_ in ("POS", "IN", "DT", "CC", "NNP") and _cut_off(noun.doc, end):
        end -= 1
    return end


def _cut_off(doc: Doc, end: int) -> bool:
    """Whether a phrase that ends at ``end`` is cut off before its noun ("in an interview on Channel One's")."""
    return any(token.tag_ == "POS" for token in doc[end - 1 : end + 2]) or doc[end - 1].tag_ in ("IN", "DT", "CC")


def when(reading: Reading, found: Attribution) -> Time | None:
    """The time expression that hangs on the verb of saying, outside content and source."""
    verb = reading.doc[found.anchor]
    sentence = verb.sent
    for time in reading.times[bisect_left(reading.times, sentence.start_char, key=_start) :]:
        if time.start is None or time.end is None or time.end > sentence.end_char:
            break
        if time.type in ("duration", "set"):
            continue
        span = reading.doc.char_span(time.start, time.end, alignment_mode="expand")
        if (
            span is None
            or _within(span.start, found.content)
            or _within(span.start, (found.source,) if found.source else ())
        ):
            continue
        if _hangs_on(span.root, verb, found):
            return time
    return None


def _start(time: Time) -> int:
    return time.start if time.start is not None else 0


def _hangs_on(token: Token, verb: Token, found: Attribution) -> bool:
    """Whether the way up from ``token`` comes to ``verb`` through phrases only."""
    for _ in range(6):
        head = token.head
        if head.i == verb.i:
            return True
        if head.i == token.i or head.dep_ in ("relcl", "acl", "ccomp") or _within(head.i, found.content):
            return False
        token = head
    return False


def polarity(reading: Reading, found: Attribution) -> Literal["positive", "negative"]:
    """``negative`` for what was not said ("did not say", "declined to say") or said not to be so ("denied that …")."""
    denies = reading.doc[found.anchor].lemma_.lower() in reading.lexicon.speech.words.denying
    return "negative" if denies != _unsaid(reading, found) else "positive"


def _unsaid(reading: Reading, found: Attribution) -> bool:
    """Whether the report says that it was not said."""
    tokens = list(_chain(reading, found))
    denied = sum(any(child.dep_ == "neg" for child in token.children) for token in tokens)
    denied += sum(token.lemma_.lower() in reading.lexicon.speech.words.withheld for token in tokens[1:])
    return (denied + _by_nobody(reading, found)) % 2 == 1


def _by_nobody(reading: Reading, found: Attribution) -> bool:
    """Whether the source is nobody: "no minister said that …"."""
    if found.source is None:
        return False
    return reading.doc[found.source[0]].lower_ in reading.lexicon.speech.words.nobody


def factuality(reading: Reading, found: Attribution) -> Factuality:
    """Whether the saying happened: "would say" is hypothetical, "will tell" planned, "did not say" denied."""
    if _unsaid(reading, found):
        return "denied"
    words = reading.lexicon.speech.words
    tokens = list(_chain(reading, found))
    helpers = {child.lower_ for token in tokens for child in token.children if child.dep_ in ("aux", "mark")}
    open_to_say = tokens[-1].dep_ in ("acl", "xcomp") and "to" in helpers  # "ready to say", "a chance to say"
    if open_to_say or helpers & words.condition or (helpers & words.possible and "have" not in helpers):
        return "hypothetical"
    if helpers & words.coming or _intended(tokens, words):
        return "planned"
    return "happened"


def _intended(tokens: list[Token], words: SpeechWords) -> bool:
    return any(token.lemma_.lower() in words.intended for token in tokens[1:])


def _chain(reading: Reading, found: Attribution) -> Iterator[Token]:
    """The verb of saying and the verbs that carry it ("declined to say": say, declined)."""
    token = reading.doc[found.anchor]
    yield token
    while token.dep_ == "xcomp" and token.head.pos_ in VERB:
        token = token.head
        yield token


def _within(position: int, ranges: tuple[Range, ...]) -> bool:
    return any(start <= position < end for start, end in ranges)
