"""Who says or thinks what, as stretches of tokens: a verb, noun or phrase of saying, its source and its content.

The rules read the frame of each such word in the dependency parse (that-clause, quoted words, infinitive, object,
preposition) and the conventions of attribution in news: the source is the whole noun phrase, the cue the verb with
its auxiliaries, adverbs and particle, the content the whole clause or the quotation with its marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dateline.lexicon import Speech
from dateline.quotations.marks import Stretch

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Manner = Literal["direct", "statement", "thought", "act", "attitude"]
Range = tuple[int, int]

_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_VERB = frozenset({"VERB", "AUX"})
_TRIMMED = frozenset({",", ":", ";", "-", "--", "—", "–", "."})
_SPEECHLIKE_WORDS = 4  # fewer quoted words than this are a term or a scare quote unless punctuation says otherwise


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
class _Page:
    """What the rules look at: the parse, the words of saying, and which tokens stand in which quoted stretch."""

    doc: Doc
    speech: Speech
    quoted: tuple[tuple[Range, Stretch], ...]
    inside: tuple[int, ...]

    def stretch_at(self, position: int) -> Range | None:
        number = self.inside[position]
        return self.quoted[number][0] if number >= 0 else None


def find_attributions(doc: Doc, speech: Speech, stretches: tuple[Stretch, ...]) -> tuple[Attribution, ...]:
    """Every attribution in ``doc``, in order of its first token."""
    page = _page(doc, speech, stretches)
    attached = _attach(page)
    found: list[Attribution] = []
    for token in doc:
        attribution = _of_token(page, token, attached)
        if attribution is not None:
            found.append(attribution)
    found += _continued(page, attached, found)
    found = _unnested(page, found)
    return tuple(sorted(found, key=lambda a: (_first(a), a.anchor)))


def _unnested(page: _Page, found: list[Attribution]) -> list[Attribution]:
    """``found`` without what stands inside other people's words: it is theirs, not a second voice.

    A statement inside an indirect one stays ("he said that the court had ruled …").
    """
    size = len(page.doc)
    any_words = _depth(size, found)
    direct = _depth(size, [attribution for attribution in found if attribution.manner == "direct"])
    return [a for a in found if a.manner == "direct" or not (direct if a.manner == "statement" else any_words)[a.anchor]]


def _depth(size: int, found: list[Attribution]) -> list[int]:
    """For each token, how many attributions have it in their content."""
    depth = [0] * (size + 1)
    for attribution in found:
        for start, end in attribution.content:
            depth[start] += 1
            depth[end] -= 1
    for position in range(1, size):
        depth[position] += depth[position - 1]
    return depth


def _first(attribution: Attribution) -> int:
    ranges = [*attribution.content, *(r for r in (attribution.source, attribution.cue) if r)]
    return min(start for start, _ in ranges)


def _page(doc: Doc, speech: Speech, stretches: tuple[Stretch, ...]) -> _Page:
    quoted: list[tuple[Range, Stretch]] = []
    inside = [-1] * len(doc)
    for stretch in stretches:
        span = doc.char_span(stretch.start, stretch.end, alignment_mode="expand")
        if span is None:
            continue
        for position in range(span.start, span.end):
            inside[position] = len(quoted)
        quoted.append(((span.start, span.end), stretch))
    return _Page(doc, speech, tuple(quoted), tuple(inside))


# ── quoted words and their verb ──────────────────────────────────────────────────────────────────


def _speechlike(page: _Page, number: int) -> bool:
    """Whether quoted words can stand as somebody's sentence, not as a term, a title or a scare quote."""
    (start, end), stretch = page.quoted[number]
    words = [token for token in page.doc[start:end] if token.is_alpha]
    last = page.doc.text[stretch.inner_end - 1] if stretch.closed else "."
    if not words:
        return False
    if last in ".,!?—-" or page.doc.text[stretch.end : stretch.end + 1] in (",",):
        return True
    before = page.doc[start - 1].text if start else ""
    if before in (",", ":"):
        return True
    return len(words) >= _SPEECHLIKE_WORDS and any(token.pos_ in _VERB for token in words)


def _attach(page: _Page) -> dict[int, int]:
    """Quoted stretch -> the verb of saying that gives it, by what stands right before or right after its marks."""
    attached: dict[int, int] = {}
    for number in range(len(page.quoted)):
        if _speechlike(page, number):
            verb = _verb_after(page, number) or _verb_before(page, number)
            if verb is not None:
                attached[number] = verb.i
    return attached


def _is_quoting(page: _Page, token: Token) -> bool:
    return token.pos_ in _VERB and token.lemma_.lower() in page.speech.quote


def _verb_after(page: _Page, number: int) -> Token | None:
    """``"…," the minister said`` and ``"…," said the minister``: the verb in the rest of the sentence."""
    doc, ((_, end), stretch) = page.doc, page.quoted[number]
    last = doc.text[stretch.inner_end - 1]
    if not stretch.closed or end >= len(doc):
        return None
    position = end + 1 if doc[end].text in (",", "-", "--", "—") else end
    if last == "." and position < len(doc) and not _lower_or_verb(page, position):
        return None
    while position < len(doc) and page.inside[position] < 0:
        token = doc[position]
        if token.is_space or token.text in (".", "?", "!", ":", ";"):
            return None
        if _is_quoting(page, token) and token.dep_ not in ("amod", "aux"):
            return token if _near_subject(page, token, end) else None
        if token.pos_ in _VERB and token.dep_ not in ("aux", "auxpass", "relcl", "acl", "amod"):
            return None
        position += 1
    return None


def _lower_or_verb(page: _Page, position: int) -> bool:
    token = page.doc[position]
    following = page.doc[position + 1] if position + 1 < len(page.doc) else None
    return _is_quoting(page, token) or (following is not None and _is_quoting(page, following) and not token.is_space)


def _near_subject(page: _Page, verb: Token, end: int) -> bool:
    """Whether the verb's subject stands outside the quoted words (after them, or before the whole)."""
    subject = _own_subject(verb)
    return subject is None or page.inside[subject.i] < 0 or subject.i >= end


def _verb_before(page: _Page, number: int) -> Token | None:
    """``The minister said: "…"``: the verb of the sentence that runs up to the opening mark."""
    doc, ((start, _), stretch) = page.doc, page.quoted[number]
    position = start - 1
    if position < 0 or doc[position].is_space:
        return None
    introduced = doc[position].text in (",", ":")
    if not introduced and not _is_quoting(page, doc[position]) and not _capital(page, stretch):
        return None
    while position >= 0 and page.inside[position] < 0:
        token = doc[position]
        if token.is_space or token.text in (".", "?", "!", ";"):
            return None
        if _is_quoting(page, token) and token.dep_ not in ("amod", "aux", "relcl" if introduced else "amod"):
            return token
        if token.pos_ in _VERB and token.dep_ in ("ccomp", "ROOT", "conj") and not introduced:
            return None
        position -= 1
    return None


def _capital(page: _Page, stretch: Stretch) -> bool:
    return page.doc.text[stretch.inner_start : stretch.inner_start + 1].isupper()


def _continued(page: _Page, attached: dict[int, int], found: list[Attribution]) -> Iterator[Attribution]:
    """Quoted sentences without a verb of their own, right after other quoted words: the last speaker goes on."""
    by_anchor = {attribution.anchor: attribution for attribution in found if attribution.manner == "direct"}
    last: Attribution | None = None
    for number, (place, _) in enumerate(page.quoted):
        if number in attached:
            last = by_anchor.get(attached[number])
            continue
        if last is None or not _whole_sentences(page, number) or _covered(place, found):
            if not _covered(place, found):
                last = last if _same_paragraph(page, number) else None
            continue
        if _follows(page, number):
            yield replace(last, content=(place,), cue=None, continues=True)
        else:
            last = None


def _covered(place: Range, found: list[Attribution]) -> bool:
    return any(start <= place[0] and place[1] <= end for a in found for start, end in a.content)


def _same_paragraph(page: _Page, number: int) -> bool:
    if not number:
        return False
    between = page.doc[page.quoted[number - 1][0][1] : page.quoted[number][0][0]]
    return not any("\n" in token.text for token in between)


def _whole_sentences(page: _Page, number: int) -> bool:
    """Quoted words that stand as sentences of their own."""
    (start, _), stretch = page.quoted[number]
    before = start - 1
    opens = before < 0 or page.doc[before].is_space or page.doc[before].text in (".", "!", "?", '"', "”", ",")
    last = page.doc.text[stretch.inner_end - 1]
    return opens and (last in ".!?,…" or not stretch.closed) and _capital(page, stretch)


def _follows(page: _Page, number: int) -> bool:
    """Whether nothing but the attribution of the words before stands between them and these."""
    if not number:
        return False
    between = page.doc[page.quoted[number - 1][0][1] : page.quoted[number][0][0]]
    stops = sum(token.text in (".", "!", "?") for token in between)
    return stops <= 1 or all(token.is_space for token in between)


# ── frames ───────────────────────────────────────────────────────────────────────────────────────


def _of_token(page: _Page, token: Token, attached: dict[int, int]) -> Attribution | None:
    if token.lower_ == "according":
        return _according(page, token)
    if token.pos_ in _VERB:
        return _of_verb(page, token, attached)
    if token.dep_ == "acomp" and token.lemma_.lower() in page.speech.words.adjective:
        return _of_adjective(page, token)
    if token.pos_ == "NOUN" and token.lemma_.lower() in page.speech.words.noun:
        return _of_noun(page, token)
    return None


def _of_adjective(page: _Page, adjective: Token) -> Attribution | None:
    """``is confident that …``, ``was reluctant to …``, ``is critical of …``."""
    for child in adjective.children:
        if child.i < adjective.i or child.dep_ not in ("ccomp", "xcomp", "prep"):
            continue
        inner = _child(child, "pobj") or _child(child, "pcomp") if child.dep_ == "prep" else child
        copula, subject = adjective.head, _subject(page, adjective.head)
        if inner is None or subject is None or subject.lower_ == "it" or copula.i > adjective.i:
            continue
        if child.dep_ == "prep" and child.lower_ not in ("of", "about", "over", "with", "to"):
            continue
        end = child.i + 1 if child.dep_ == "prep" else adjective.i + 1
        cue = _leftwards(page.doc, copula, copula.i), end
        part = _trim(page, (max(_subtree(inner)[0], end), _subtree(inner)[1]))
        if part is not None:
            return Attribution(copula.i, cue, _source(page, subject, cue), subject.i, (_whole(page, part, cue),), "attitude")
    return None


def _of_noun(page: _Page, noun: Token) -> Attribution | None:
    """``the minister's claim that …``, ``their promise to …``, ``criticism of … by …``."""
    source = _child(noun, "poss")
    if source is None:
        return None
    for child in noun.children:
        if child.i < noun.i:
            continue
        inner = child
        if child.dep_ == "prep":
            inner = _child(child, "pobj") or _child(child, "pcomp") or child
        if child.dep_ not in ("acl", "ccomp", "prep", "relcl") or inner is child and child.dep_ == "prep":
            continue
        if child.dep_ == "relcl" and not (child.left_edge.lower_ == "that" and child.left_edge.dep_ == "mark"):
            continue
        if child.dep_ == "acl" and not _has_to(child) and child.left_edge.dep_ != "mark":
            continue
        end = child.i + 1 if child.dep_ == "prep" else noun.i + 1
        cue = noun.left_edge.i if source.i > noun.i else _subtree(source)[1], end
        part = _trim(page, (max(_subtree(inner)[0], end), _subtree(inner)[1]))
        if part is not None:
            manner: Manner = "act" if child.dep_ == "prep" else "statement"
            return Attribution(noun.i, cue, _possessor(page, source), source.i, (_whole(page, part, cue),), manner)
    return None


def _possessor(page: _Page, source: Token) -> Range:
    """A possessor without its ``'s``."""
    start, end = _subtree(source)
    while end - 1 > source.i and page.doc[end - 1].tag_ == "POS":
        end -= 1
    return start, end


def _of_verb(page: _Page, verb: Token, attached: dict[int, int]) -> Attribution | None:
    if verb.dep_ in ("aux", "auxpass", "amod"):
        return None
    lemma = verb.lemma_.lower()
    quotes = [page.quoted[number][0] for number, anchor in attached.items() if anchor == verb.i]
    if quotes:
        return _made(page, verb, tuple(quotes), "direct")
    speech = page.speech
    clause = _child(verb, "ccomp")
    if clause is not None and _small_clause(clause):
        if lemma in speech.bidding and _has_to(clause):
            subject = _own_subject(clause)
            start = subject.right_edge.i + 1 if subject is not None else clause.left_edge.i
            return _made(page, verb, ((start, clause.right_edge.i + 1),), "act")
        if lemma in speech.naming:
            return _made(page, verb, (_subtree(clause),), "attitude")
    elif clause is not None and lemma in speech.clause | speech.showing | speech.thought:
        manner: Manner = "statement" if lemma in speech.clause | speech.showing else "thought"
        return _made(page, verb, _clause_ranges(page, verb, clause), manner)
    if lemma in speech.clause and (ranges := _parenthetical(page, verb)):
        return _made(page, verb, ranges, "statement")
    infinitive = _child(verb, "xcomp")
    if infinitive is not None and _has_to(infinitive) and not _is_reporting(page, infinitive):
        if lemma in speech.infinitive | speech.intention | speech.bidding:
            manner = "act" if lemma in speech.infinitive | speech.bidding else "attitude"
            return _made(page, verb, (_subtree(infinitive),), manner)
    if lemma in speech.naming and (named := _named(verb)):
        return _made(page, verb, (named,), "attitude")
    thing = _child(verb, "dobj")
    if thing is not None and lemma in speech.object | speech.attitude and thing.pos_ != "PRON":
        manner = "act" if lemma in speech.object else "attitude"
        return _made(page, verb, (_subtree(thing),), manner)
    return _of_preposition(page, verb, lemma)


def _named(verb: Token) -> Range | None:
    """From the thing to what it is called."""
    thing = _child(verb, "dobj")
    name = _child(verb, "oprd") or next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    if name is None or name.i < verb.i:
        return None
    start = thing.left_edge.i if thing is not None and thing.i > verb.i else name.left_edge.i
    return start, name.right_edge.i + 1


def _of_preposition(page: _Page, verb: Token, lemma: str) -> Attribution | None:
    for preposition in verb.children:
        if preposition.dep_ != "prep" or preposition.lower_ not in page.speech.preposition.get(lemma, ()):
            continue
        inner = _child(preposition, "pobj") or _child(preposition, "pcomp")
        if inner is not None and preposition.i > verb.i:
            found = _made(page, verb, (_subtree(inner),), "attitude")
            if found is not None and found.cue is not None:
                return replace(found, cue=(found.cue[0], preposition.i + 1))
    return None


def _according(page: _Page, token: Token) -> Attribution | None:
    """``according to X``: what it hangs on is the content."""
    to = token.nbor() if token.i + 1 < len(page.doc) else None
    if to is None or to.lower_ != "to":
        return None
    subject = _child(to, "pobj")
    if subject is None:
        return None
    source = _source(page, subject, (token.i, to.i + 1))
    sentence = token.sent
    right = source[1]
    if token.i - sentence.start <= 1:
        right += right < len(page.doc) and page.doc[right].text == ","
        content = _trim(page, (right, sentence.end))
    else:
        content = _trim(page, (sentence.start, token.i))
    if content is None:
        return None
    return Attribution(token.i, (token.i, to.i + 1), source, subject.i, (content,), "statement")


def _clause_ranges(page: _Page, verb: Token, clause: Token) -> tuple[Range, ...]:
    """The clause's words; before, after or around the verb."""
    start, end = _subtree(clause)
    if clause.i > verb.i:
        return ((max(start, verb.i + 1), end),)
    left, right = verb.i, verb.i + 1
    subject = _own_subject(verb)
    if subject is not None:
        left, right = min(left, subject.left_edge.i), max(right, subject.right_edge.i + 1)
    cue = _cue(page, verb)
    left, right = min(left, cue[0]), max(right, cue[1])
    parts = [(start, min(end, left)), (max(start, right), end)]
    return tuple(part for part in parts if part[0] < part[1])


def _parenthetical(page: _Page, verb: Token) -> tuple[Range, ...]:
    """The sentence around ``…, the minister said`` where the parse does not hang it on the verb."""
    doc, sentence, subject = page.doc, verb.sent, _own_subject(verb)
    if subject is None:
        return ()
    left = min(_cue(page, verb)[0], subject.left_edge.i)
    right = max(_cue(page, verb)[1], subject.right_edge.i + 1)
    if left <= sentence.start + 1 or doc[left - 1].text != ",":
        return ()
    if right < len(doc) and doc[right].text not in (",", ".") and not doc[right].is_space:
        return ()
    if any(child.dep_ in ("dobj", "xcomp") for child in verb.children):
        return ()
    before = (sentence.start, left - 1)
    after = (right + 1, sentence.end)
    parts = [_trim(page, before)] + ([_trim(page, after)] if right < len(doc) and doc[right].text == "," else [])
    return tuple(part for part in parts if part is not None)


# ── parts of an attribution ──────────────────────────────────────────────────────────────────────


def _made(page: _Page, verb: Token, content: tuple[Range, ...], manner: Manner) -> Attribution | None:
    cue = _cue(page, verb)
    subject = _subject(page, verb)
    trimmed = (_trim(page, _outside(part, cue)) for part in content)
    parts = tuple(_whole(page, part, cue) for part in trimmed if part is not None)
    if not parts:
        return None
    source = _source(page, subject, cue, parts) if subject is not None else None
    return Attribution(verb.i, cue, source, subject.i if subject is not None else None, parts, manner)


def _outside(part: Range, cue: Range) -> Range:
    if part[0] < cue[0] < part[1] <= cue[1]:
        return part[0], cue[0]
    if cue[0] <= part[0] < cue[1]:
        return cue[1], part[1]
    return part


def _trim(page: _Page, part: Range) -> Range | None:
    """``part`` without the punctuation and spaces at its ends, but with the whole of a quoted stretch it cuts."""
    start, end = part
    doc = page.doc
    while start < end and (doc[start].is_space or doc[start].text in _TRIMMED):
        start += 1
    while start < end and (doc[end - 1].is_space or doc[end - 1].text in _TRIMMED):
        end -= 1
    return (start, end) if start < end else None


def _whole(page: _Page, part: Range, cue: Range) -> Range:
    """``part`` stretched over the quoted words that it cuts, unless the cue stands in the same stretch."""
    start, end = part
    first, last = page.stretch_at(start), page.stretch_at(end - 1)
    if first is not None and not first[0] <= cue[0] < first[1]:
        start = first[0]
    if last is not None and not last[0] <= cue[0] < last[1]:
        end = max(end, last[1])
    elif last is None and end < len(page.doc) and (following := page.stretch_at(end)) is not None and following[0] < end:
        end = following[1]
    return start, end


def _cue(page: _Page, verb: Token) -> Range:
    """The verb with its auxiliaries, adverbs, particle, carriers and a following colon."""
    doc, start, end = page.doc, verb.i, verb.i + 1
    head = verb
    while True:
        start = _leftwards(doc, head, start)
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


def _leftwards(doc: Doc, head: Token, start: int) -> int:
    """Walk left over auxiliaries, negation and adverbs of ``head``."""
    while start > 0:
        token = doc[start - 1]
        if token.head != head or token.dep_ not in ("aux", "auxpass", "neg", "advmod"):
            break
        start -= 1
    return start


def _subject(page: _Page, verb: Token) -> Token | None:
    """The token that says whose words they are: the verb's subject, or that of the verb it shares it with."""
    for child in verb.children:
        if child.dep_ == "agent":
            return _child(child, "pobj")
    own = _own_subject(verb)
    if own is not None:
        return own
    if verb.dep_ in ("xcomp", "conj", "advcl") and verb.head.pos_ in _VERB:
        return _subject(page, verb.head)
    if verb.dep_ in ("acl",) and verb.tag_ == "VBG":
        return verb.head
    return None


def _source(page: _Page, subject: Token, cue: Range, parts: tuple[Range, ...] = ()) -> Range:
    """The noun phrase of the source, kept clear of cue and content."""
    start, end = _subtree(subject)
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


def _own_subject(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.dep_ in _SUBJECT), None)


def _child(token: Token, dep: str) -> Token | None:
    return next((child for child in token.children if child.dep_ == dep), None)


def _subtree(token: Token) -> Range:
    return token.left_edge.i, token.right_edge.i + 1


def _has_to(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)


def _small_clause(clause: Token) -> bool:
    """A clause without a finite verb: "wanted him to go", "called it a mistake"."""
    if clause.pos_ not in _VERB:
        return not any(child.pos_ in _VERB for child in clause.children)
    finite = "Fin" in clause.morph.get("VerbForm") or any(
        "Fin" in child.morph.get("VerbForm") for child in clause.children if child.dep_ in ("aux", "auxpass")
    )
    return not finite and not any(child.tag_ == "MD" for child in clause.children)


def _is_reporting(page: _Page, verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    return lemma in page.speech.clause | page.speech.quote or lemma in page.speech.preposition
