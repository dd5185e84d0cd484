"""Quoted words and the verb that gives them, before, after or around them; and words that go on without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.quotations.marks import Stretch
from dateline.quotations.page import VERB, Attribution, Page, Range, child_of, is_reporting, subject_beside
from dateline.quotations.parts import made

if TYPE_CHECKING:
    from spacy.tokens import Token

_INSIDE_PHRASE = frozenset({"POS", "IN", "DT", "JJ", "PRP$", "CC", "TO", "CD"})
_MAIN = frozenset({"ROOT", "parataxis", "conj", "prep"})
_AFTERTHOUGHT = 40  # words that may follow a cue before its speaker goes on ("…," she said at a rally in Oslo. "…")
_SPEECHLIKE_WORDS = 4  # fewer quoted words than this are a term or a scare quote unless punctuation says otherwise


def _speechlike(page: Page, number: int) -> bool:
    """Whether quoted words can stand as somebody's sentence, not as a term, a title or a scare quote."""
    (start, end), stretch = page.quoted[number]
    words = [token for token in page.doc[start:end] if token.is_alpha]
    last = page.text[stretch.inner_end - 1] if stretch.closed else "."
    if not words:
        return False
    if last in ".,!?—-" or page.text[stretch.end : stretch.end + 1] in (",",):
        return True
    before = page.doc[start - 1].text if start else ""
    if before in (",", ":"):
        return True
    return len(words) >= _SPEECHLIKE_WORDS and any(token.pos_ in VERB for token in words)


def attach(page: Page) -> dict[int, list[Range]]:
    """Verb of saying -> the quoted stretches that it gives, by what stands right before or right after their marks."""
    attached: dict[int, list[Range]] = {}
    for number, (place, _) in enumerate(page.quoted):
        if _speechlike(page, number):
            verb = _verb_of(page, number)
            if verb is not None:
                attached.setdefault(verb.i, []).append(place)
    return attached


def _is_time(token: Token) -> bool:
    return token.dep_ == "npadvmod" or token.ent_type_ in ("DATE", "TIME")


def _verb_of(page: Page, number: int) -> Token | None:
    """The verb before words that a mark announces and a stop ends; else the verb after, else the one before."""
    start, inner_end = page.quoted[number][0][0], page.quoted[number][1].inner_end
    announced = start > 0 and page.doc[start - 1].text in (",", ":") and page.text[inner_end - 1] == "."
    first, second = (_verb_before, _verb_after) if announced else (_verb_after, _verb_before)
    return first(page, number) or second(page, number)


def _is_quoting(page: Page, token: Token) -> bool:
    return token.pos_ in VERB and token.lemma_.lower() in page.speech.quote


def _verb_after(page: Page, number: int) -> Token | None:
    """``"…," the minister said`` and ``"…," said the minister``: the verb in the rest of the sentence."""
    doc, ((_, end), stretch) = page.doc, page.quoted[number]
    last = page.text[stretch.inner_end - 1]
    if not stretch.closed or end >= len(doc) or not _opens_or_leads(page, number, last):
        return None
    position = end + 1 if doc[end].text in (",", "-", "--", "—") else end
    if last == "." and position < len(doc) and not _lower_or_verb(page, position):
        return None
    while position < len(doc) and page.inside[position] < 0:
        token = doc[position]
        gives = _is_quoting(page, token) and token.dep_ not in ("amod", "aux") and child_of(token, "neg") is None
        if gives or (last in ",?!" and _speaks_at_once(page, token, end)):
            return token
        if _ends_clause(token):
            return None
        position += 1
    return None


def _ends_clause(token: Token) -> bool:
    """Whether the search for the verb of quoted words stops here: at a stop, or at another verb with its own clause."""
    if token.is_space or token.text in (".", "?", "!", ":", ";"):
        return True
    return token.pos_ in VERB and token.dep_ not in ("aux", "auxpass", "relcl", "acl", "amod")


def _opens_or_leads(page: Page, number: int, last: str) -> bool:
    """Whether quoted words begin a sentence, or end one that a verb after them can own.

    ``On “Evening Hour,” she said`` (a title) and ``He said it was “over.” She added`` (another's words) do not.
    """
    doc, (place, _) = page.doc, page.quoted[number]
    lead = _lead(page, place, doc[place[0]])
    if lead >= place[0]:
        return True
    before = doc[lead : place[0]]
    if last not in ",!?" and doc[place[1] : place[1] + 1].text != ",":
        return False
    if any(token.pos_ in VERB and is_reporting(page, token) for token in before):
        return False
    return any(token.pos_ in VERB for token in doc[lead : place[1]])


def _lower_or_verb(page: Page, position: int) -> bool:
    token = page.doc[position]
    following = page.doc[position + 1] if position + 1 < len(page.doc) else None
    return _is_quoting(page, token) or (following is not None and _is_quoting(page, following) and not token.is_space)


def _speaks_at_once(page: Page, verb: Token, end: int) -> bool:
    """Any verb right behind the closing mark (``"Great!" beamed Ana Ruiz``), or with its subject alone between."""
    if verb.pos_ != "VERB" or verb.tag_ not in ("VBD", "VBZ"):
        return False
    subject = subject_beside(page, verb)
    if verb.i == end:
        return subject is None or subject.i > verb.i
    after = verb.doc[verb.i + 1 : verb.i + 2]
    return subject is not None and subject.left_edge.i == end and len(after) == 1 and after[0].text in (".", ",")


def _speaker_beside(page: Page, verb: Token, quote: Range) -> Token | None:
    """Who speaks, where the parse gives the verb no subject: the noun phrase right behind it."""
    if (
        verb.lemma_.lower() == "quote"
        or subject_beside(page, verb) is not None
        or quote[0] > verb.i
        or verb.i + 1 >= len(page.doc)
    ):
        return None
    for child in verb.children:
        if child.left_edge.i == verb.i + 1 and child.pos_ in ("PROPN", "NOUN", "PRON") and not _is_time(child):
            return child
    return None


def _verb_before(page: Page, number: int) -> Token | None:
    """``The minister said: "…"``: the verb of the sentence that runs up to the opening mark."""
    doc, ((start, _), stretch) = page.doc, page.quoted[number]
    position = start - 1
    if position > 0 and doc[position].is_space and doc[position - 1].text == ":":
        position -= 1  # the quoted paragraph that a colon announces
    introduced = position >= 0 and doc[position].text in (",", ":")
    if position < 0 or not (
        introduced or _is_quoting(page, doc[position]) or _may_follow(page, stretch, doc[position])
    ):
        return None
    while position >= 0 and page.inside[position] < 0:
        token = doc[position]
        if token.is_space or token.text in (".", "?", "!", ";"):
            return None
        if _is_quoting(page, token) and token.dep_ not in ("amod", "aux", "relcl" if introduced else "amod"):
            return token
        if token.pos_ in VERB and token.dep_ in ("ccomp", "ROOT", "conj") and not introduced:
            return None
        position -= 1
    return None


def _may_follow(page: Page, stretch: Stretch, before: Token) -> bool:
    """``told reporters "We …"`` can be speech without a comma; ``on “Evening Hour”`` and ``its “Plan”`` are names."""
    return _capital(page, stretch) and not before.is_space and before.tag_ not in _INSIDE_PHRASE


def _capital(page: Page, stretch: Stretch) -> bool:
    return page.text[stretch.inner_start : stretch.inner_start + 1].isupper()


def continued(page: Page, found: list[Attribution]) -> Iterator[Attribution]:
    """Quoted sentences without a verb of their own, right after somebody's words: the last speaker goes on."""
    ordered = sorted((a for a in found if a.source and _leads_on(page, a)), key=_end)
    following, last = 0, None
    covered = _covered(len(page.doc), found)
    for number, (place, _) in enumerate(page.quoted):
        while following < len(ordered) and _end(ordered[following]) <= place[0]:
            last, following = _nearer(last, ordered[following]), following + 1
        if covered[place[0]] or last is None or not _whole_sentences(page, number):
            continue
        if _goes_on(page, number, last):
            last = replace(last, content=(place,), cue=None, manner="direct", continues=True)
            yield last


def _leads_on(page: Page, attribution: Attribution) -> bool:
    """Whether its source can go on speaking: that of direct speech, or of a main clause."""
    return attribution.manner == "direct" or page.doc[attribution.anchor].dep_ in _MAIN


def _nearer(last: Attribution | None, then: Attribution) -> Attribution:
    """The later of two, unless it passes on the direct speech before ("… she said, according to a magazine").

    Nor does the source of that speech become another by what is told of it ("…, who asked not to be named").
    """
    if last is None or last.manner != "direct" or then.manner == "direct":
        return then
    passed_on = any(start <= last.anchor < end for start, end in then.content)
    told = last.source is not None and last.source[0] <= then.anchor < last.source[1]
    return last if passed_on or told else then


def _end(attribution: Attribution) -> int:
    ranges = [*attribution.content, *(part for part in (attribution.source, attribution.cue) if part)]
    return max(end for _, end in ranges)


def _covered(size: int, found: list[Attribution]) -> list[bool]:
    """For each token, whether it stands in the content of an attribution."""
    covered = [False] * (size + 1)
    for attribution in found:
        for start, end in attribution.content:
            covered[start:end] = [True] * (end - start)
    return covered


def _goes_on(page: Page, number: int, last: Attribution) -> bool:
    """Whether only the end of a sentence lies between, or of a paragraph that gave direct speech."""
    doc, start = page.doc, page.quoted[number][0][0]
    between = doc[_end(last) : start]
    if any("\n" in token.text for token in between):
        return last.manner == "direct" and all(token.is_space or token.is_punct for token in between)
    words = [token for token in between if not token.is_space]
    if any(token.dep_ == "nsubj" and token.head.dep_ == "conj" for token in words):
        return False  # "…," she said, and her brother laughed. "…"
    return len(words) <= _AFTERTHOUGHT and not any(token.text in (".", "!", "?") for token in words[:-1])


def _whole_sentences(page: Page, number: int) -> bool:
    """Quoted words that stand as sentences of their own."""
    (start, _), stretch = page.quoted[number]
    before = start - 1
    opens = before < 0 or page.doc[before].is_space or page.doc[before].text in (".", "!", "?", '"', "”", ",")
    last = page.text[stretch.inner_end - 1]
    return opens and (last in ".!?,…" or not stretch.closed) and _capital(page, stretch)


def quoted_by(page: Page, verb: Token, quotes: list[Range]) -> Attribution | None:
    """Quoted words and their verb; where unquoted words of the speaker lead up to them, those belong to the content."""
    first = quotes[0]
    start = _lead(page, first, verb) if first[0] < verb.i else _lead_after(page, first, verb)
    if start >= first[0]:
        return made(page, verb, tuple(quotes), "direct", _speaker_beside(page, verb, first))
    return made(page, verb, ((start, first[1]), *quotes[1:]), "statement", _speaker_beside(page, verb, first))


def _lead(page: Page, quote: Range, verb: Token) -> int:
    """Where the content of ``India will "wait and see," she said`` begins: at the sentence, not at the mark."""
    doc, position = page.doc, quote[0]
    floor = verb.sent.start
    while position > 0 and page.inside[position - 1] < 0:
        before = doc[position - 1]
        if (
            before.is_space
            or before.text in (".", "?", "!", ":", ";")
            or (doc[position].is_sent_start and position <= floor)
        ):
            break
        position -= 1
    if position > 0 and position < quote[0] and page.inside[position - 1] >= 0:
        position = page.quoted[page.inside[position - 1]][0][0]
        return position if doc[position].is_sent_start or position == 0 or doc[position - 1].is_space else quote[0]
    words = [token for token in doc[position : quote[0]] if token.is_alpha]
    if not words or (len(words) == 1 and words[0].lower_ in ("and", "but", "yet", "so", "then")):
        return quote[0]
    return position if doc[quote[0] - 1].text not in (",", ":") else quote[0]


def _lead_after(page: Page, quote: Range, verb: Token) -> int:
    """Where the content of ``she said India will "wait and see."`` begins."""
    before = page.doc[quote[0] - 1]
    if before.text in (",", ":") or before.i == verb.i:
        return quote[0]
    clause = child_of(verb, "ccomp")
    if clause is None or clause.left_edge.i <= verb.i or clause.left_edge.i >= quote[0]:
        return quote[0]
    return clause.left_edge.i
