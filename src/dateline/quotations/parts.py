"""The parts of an attribution: the cue round its verb, whose words they are, the noun phrase of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.quotations.page import (
    VERB,
    Attribution,
    Manner,
    Page,
    Range,
    child_of,
    is_inside_word,
    is_passive,
    past_dateline,
    subject_beside,
    subtree,
    trim,
    unbroken,
    whole,
    word_start,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_UPWARDS = 8  # verbs that share a subject are few; a bound keeps hostile text linear
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def made(
    page: Page, verb: Token, content: tuple[Range, ...], manner: Manner, subject: Token | None = None
) -> Attribution | None:
    """The attribution of ``content`` on ``verb``; none where nothing of the content is left beside the cue."""
    cue = cue_of(page, verb)
    subject = subject or subject_of(page, verb)
    trimmed = (trim(page, unbroken(page, _outside(part, cue), cue)) for part in content)
    parts = tuple(whole(page, part, cue) for part in trimmed if part is not None)
    if not parts:
        return None
    source = source_of(page, subject, cue, parts) if subject is not None else None
    if source is not None and is_inside_word(page.doc, source[1]):
        return None  # "the station's re": the parse took half a word for who speaks
    if source is not None:
        source = word_start(page.doc, source[0]), source[1]
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
        if head.dep_ == "pcomp" and carrier.lower_ == "as" and carrier.i == start - 1:
            quoted = carrier.head
            if quoted.i == carrier.i - 1 and quoted.lemma_.lower() in page.speech.words.quoted:
                start = leftwards(doc, quoted, quoted.i)  # "was quoted as saying"
            break
        went_on = head.dep_ == "advcl" and carrier.i == start - 2 and doc[start - 1].dep_ == "prt"  # "went on to say"
        if (
            not (head.dep_ == "xcomp" or went_on)
            or carrier.i >= head.i
            or carrier.lemma_.lower() not in page.speech.words.carrier
        ):
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
    """The token that says whose words they are: the verb's subject, or that of the verb it shares it with.

    A passive has the agent ("was said by …"), and the subject only of "was quoted as saying".
    """
    for _ in range(_UPWARDS):
        agent = child_of(verb, "agent")
        if agent is not None:
            return child_of(agent, "pobj")
        quoted = _quoted_by_another(page, verb)
        if quoted is not None:
            return quoted
        own = subject_beside(page, verb)
        if own is not None and own.lower_ != "there":
            own = _past_dateline(page.doc, own, verb)
            return own if not is_passive(verb) or verb.lemma_.lower() in page.speech.words.quoted else None
        if own is None and verb.tag_ in _FINITE and verb.dep_ in ("ROOT", "ccomp", "conj"):
            left = _subject_left(page.doc, verb)
            if left is not None:
                return left
        above = _above(page, verb)
        if above is None or above.pos_ not in VERB:
            return above
        verb = above
    return None


def _quoted_by_another(page: Page, verb: Token) -> Token | None:
    """Who speaks in ``the paper quoted Ruiz as saying``: the one who is quoted, not the one who quotes."""
    if verb.lemma_.lower() != "quote" or is_passive(verb):
        return None
    thing = child_of(verb, "dobj")
    return thing if thing is not None and page.inside[thing.i] == page.inside[verb.i] else None


def _past_dateline(doc: Doc, subject: Token, verb: Token) -> Token:
    """The subject behind the dash, where the parse took a dateline's place for it (``OSLO — The ministry said``)."""
    start = subject.left_edge.i
    if start and not doc[start - 1].is_space:
        return subject
    dashes = [token.i for token in doc[subject.i + 1 : verb.i] if token.text in ("—", "–", "--", "-")]
    if len(dashes) != 1 or any(not (t.pos_ == "PROPN" or t.is_punct) for t in doc[start : dashes[0]]):
        return subject
    nouns = [t for t in doc[dashes[0] + 1 : verb.i] if t.pos_ in ("NOUN", "PROPN", "PRON") and t.dep_ != "compound"]
    return next((noun for noun in nouns if not dashes[0] < noun.head.i < verb.i), subject)


def _above(page: Page, verb: Token) -> Token | None:
    """Where the subject of a verb without one is to be looked for: the verb it hangs on, or the noun before it."""
    head = verb.head
    if head.i == verb.i:
        return None
    if verb.dep_ == "conj" and head.tag_ == "VB" and verb.tag_ in (*_FINITE, "VBN") and child_of(verb, "aux") is None:
        while head.dep_ in ("ccomp", "xcomp") and head.tag_ == "VB":  # "said it will help and proposed": who said it
            head = head.head
        return head if head.pos_ in VERB else None
    if verb.dep_ in ("xcomp", "conj", "advcl"):
        return head if head.pos_ in VERB else None
    if verb.dep_ == "pcomp" and head.lower_ == "as" and head.head.lemma_.lower() in page.speech.words.quoted:
        return head.head
    if verb.dep_ != "acl" or verb.tag_ != "VBG":
        return None
    words = page.speech.words
    told = head.lemma_.lower() in words.noun | words.document | words.medium
    carried = head.dep_ in ("oprd", "attr") or (head.dep_ == "dobj" and told)
    return head.head if carried and head.head.pos_ in VERB else head  # "she sent a letter saying": she says it


def _subject_left(doc: Doc, verb: Token) -> Token | None:
    """The noun phrase between commas before a verb that the parse left without a subject.

    ``On a visit to Oslo, Ana Ruiz, the minister, said …`` is often read as if ``Ruiz`` went on with ``Oslo``.
    """
    position = verb.i - 1
    while position > 0 and (doc[position].is_punct or doc[position].dep_ in ("advmod", "aux", "neg")):
        position -= 1
    token = doc[position] if position >= 0 else None
    for _ in range(_UPWARDS):
        if token is None or token.pos_ in VERB:
            return None
        apart = _apart_from_place(token)
        if apart is not None or _set_off(token):
            return apart or token
        token = token.head if token.head.i != token.i else None
    return None


def _apart_from_place(token: Token) -> Token | None:
    """The person whom the parse takes for an apposition to a place, with or without what is said of the person."""
    head = token.head
    if token.dep_ != "appos" or head.ent_type_ not in _PLACES:
        return None
    beside = (child for child in head.children if child.dep_ == "appos" and child.i <= token.i)
    first = next(beside, None)
    comma = first is not None and token.doc[first.left_edge.i - 1].text == ","
    return first if comma and first is not None and first.ent_type_ == "PERSON" else None


def _set_off(token: Token) -> bool:
    """Whether ``token`` heads a noun phrase behind a comma that is no apposition to the noun before it."""
    if token.pos_ not in ("PROPN", "NOUN") or token.left_edge.i == 0 or token.doc[token.left_edge.i - 1].text != ",":
        return False
    return token.dep_ == "conj" or (token.dep_ == "appos" and token.head.pos_ not in ("PROPN", "NOUN"))


def source_of(page: Page, subject: Token, cue: Range, parts: tuple[Range, ...] = ()) -> Range:
    """The noun phrase of the source, kept clear of cue and content."""
    start, end = subtree(subject)
    if subject.dep_ == "appos" and subject.head.ent_type_ in _PLACES:  # its own appositions hang beside it
        end = max([end, *(c.right_edge.i + 1 for c in subject.head.children if c.dep_ == "appos")])
    for left, right in (cue, *parts):
        if right <= subject.i:
            start = max(start, right)
        elif left > subject.i:
            end = min(end, left)
    doc = page.doc
    end = _before_aside(doc, subject, start, end)
    while (
        end - 1 > subject.i and (doc[end - 1].is_punct or doc[end - 1].is_space) and doc[end - 1].text not in ("'", ")")
    ):
        end -= 1
    start = past_dateline(doc, start, subject.i + 1)
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


def _before_aside(doc: Doc, subject: Token, start: int, end: int) -> int:
    """Before what is told, after a comma, of another than the source ("of the union, which …")."""
    for token in doc[start:end]:
        left = token.left_edge.i
        aside = token.dep_ in ("relcl", "advcl") and left > subject.i and doc[left - 1].text == ","
        of_another = token.dep_ == "relcl" and token.head.i != subject.i and token.head.dep_ != "appos"
        if aside and (of_another or doc[left].tag_ == "WRB"):  # "says an expert, when it breaks apart"
            return min(end, left - 1)
    return end


def possessor(page: Page, source: Token) -> Range:
    """A possessor without its ``'s``."""
    start, end = subtree(source)
    while end - 1 > source.i and page.doc[end - 1].tag_ == "POS":
        end -= 1
    return start, end
