"""Frames of saying: what a verb, an adjective or a noun of saying takes as what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dateline.quotations.page import (
    VERB,
    Attribution,
    Manner,
    Page,
    Range,
    child_of,
    has_to,
    is_passive,
    is_reporting,
    is_small_clause,
    own_subject,
    subject_beside,
    subtree,
    trim,
    whole,
)
from dateline.quotations.parts import cue_of, leftwards, made, possessor, source_of, subject_of
from dateline.quotations.quoted import quoted_by

if TYPE_CHECKING:
    from spacy.tokens import Token

_LABEL_WORDS = 5
_LEAD_WORDS = 12  # words between the verb and the colon that announces a paragraph


def of_token(page: Page, token: Token, attached: dict[int, list[Range]]) -> Attribution | None:
    """The attribution that hangs on ``token``, if there is one; ``attached`` holds the quoted words of each verb."""
    if token.lower_ == "according":
        return _according(page, token)
    if token.text == ":":
        return _label(page, token) or _block(page, token)
    if token.pos_ in VERB:
        return _of_verb(page, token, attached)
    if token.dep_ == "acomp" and token.lemma_.lower() in page.speech.words.adjective:
        return _of_adjective(page, token)
    if token.pos_ == "NOUN" and token.lemma_.lower() in page.speech.words.noun:
        return _of_noun(page, token)
    return None


def _of_adjective(page: Page, adjective: Token) -> Attribution | None:
    """``is confident that …``, ``was reluctant to …``, ``is critical of …``."""
    for child in adjective.children:
        if child.i < adjective.i or child.dep_ not in ("ccomp", "xcomp", "prep"):
            continue
        inner = child_of(child, "pobj") or child_of(child, "pcomp") if child.dep_ == "prep" else child
        copula, subject = adjective.head, subject_of(page, adjective.head)
        if inner is None or subject is None or subject.lower_ == "it" or copula.i > adjective.i:
            continue
        if child.dep_ == "prep" and child.lower_ not in page.speech.words.after_adjective:
            continue
        end = child.i + 1 if child.dep_ == "prep" else adjective.i + 1
        cue = leftwards(page.doc, copula, copula.i), end
        part = trim(page, (max(subtree(inner)[0], end), subtree(inner)[1]))
        if part is not None:
            return Attribution(
                copula.i, cue, source_of(page, subject, cue), subject.i, (whole(page, part, cue),), "attitude"
            )
    return None


def _of_noun(page: Page, noun: Token) -> Attribution | None:
    """``the minister's claim that …``, ``their promise to …``, ``her criticism of …``."""
    source, inside = child_of(noun, "poss"), _of_inside(noun)
    if source is None or inside is None:
        return None
    end, inner = inside
    cue = (noun.left_edge.i if source.i > noun.i else subtree(source)[1]), end
    part = trim(page, (max(subtree(inner)[0], end), subtree(inner)[1]))
    if part is None:
        return None
    manner: Manner = "act" if end > noun.i + 1 or has_to(inner) else "statement"
    return Attribution(noun.i, cue, possessor(page, source), source.i, (whole(page, part, cue),), manner)


def _of_verb(page: Page, verb: Token, attached: dict[int, list[Range]]) -> Attribution | None:
    if verb.dep_ in ("aux", "auxpass", "amod"):
        return None
    if verb.i in attached:
        return quoted_by(page, verb, attached[verb.i])
    lemma = verb.lemma_.lower()
    if lemma == "be":
        return _adherent(page, verb)
    if lemma not in page.verbs:
        return None
    for frame in _FRAMES:
        found = frame(page, verb, lemma)
        if found is not None:
            return found
    return None


def _clause(page: Page, verb: Token, lemma: str) -> Attribution | None:
    """``said that …``, ``…, she said``, ``a study found that …``, ``thinks that …``."""
    clause = child_of(verb, "ccomp")
    if clause is None and lemma in page.speech.clause:
        clause = _clause_of_hearer(verb) or child_of(verb, "oprd")  # headlines: "Oslo says ready for talks"
    if clause is None or (clause.dep_ == "ccomp" and clause.i > verb.i and is_small_clause(clause)):
        return None
    if clause.i < verb.i and any(token.text == ";" for token in verb.doc[clause.right_edge.i + 1 : verb.i]):
        return None  # "they condemned it; Oslo urged calm": two sentences
    if lemma in page.speech.showing and (lemma not in page.speech.clause or _is_document(page, verb)):
        manner: Manner = "statement" if _is_document(page, verb) else "attitude"
    elif lemma in page.speech.clause:
        manner = "statement"
    elif lemma in page.speech.thought:
        manner = "attitude" if lemma in page.speech.words.cognition or is_passive(verb) else "thought"
    else:
        return None
    return made(page, verb, _clause_ranges(page, verb, clause), manner)


def _clause_of_hearer(verb: Token) -> Token | None:
    """The that-clause in ``told a reporter that he was glad``, where the parse hangs it on the reporter."""
    hearer = child_of(verb, "dobj")
    for child in hearer.children if hearer is not None and hearer.i > verb.i else ():
        first = child.left_edge
        if child.dep_ in ("relcl", "acl", "ccomp") and first.lower_ == "that" and first.dep_ == "mark":
            return child
    return None


def _is_document(page: Page, verb: Token) -> bool:
    """Whether what shows something is a study, a poll, a report: words of somebody, not a fact."""
    subject = own_subject(verb)
    return subject is not None and subject.lemma_.lower() in page.speech.words.document


def _beside(page: Page, verb: Token, lemma: str) -> Attribution | None:
    """``…, the minister said`` where the parse does not hang the sentence on the verb; ``as the minister said, …``."""
    thinks = lemma in page.speech.thought and lemma not in page.speech.words.cognition
    if lemma not in page.speech.clause and not thinks:
        return None
    ranges = _as_clause(verb) or _parenthetical(page, verb)
    return made(page, verb, ranges, "thought" if thinks else "statement") if ranges else None


def _as_clause(verb: Token) -> tuple[Range, ...]:
    """The main clause beside ``as the minister said``."""
    mark = child_of(verb, "mark")
    if mark is None or verb.dep_ != "advcl" or mark.lower_ != "as":
        return ()
    if any(child.dep_ in ("dobj", "ccomp", "xcomp", "advcl") for child in verb.children):
        return ()
    start, end = subtree(verb)
    whole_start, whole_end = subtree(verb.head)
    parts = (whole_start, start), (end, whole_end)
    return tuple(part for part in parts if part[0] + 1 < part[1])


def _bidding(page: Page, verb: Token, lemma: str) -> Attribution | None:
    """``urged Oslo to wait``: what is bidden, with the one who is to do it."""
    clause = child_of(verb, "ccomp")
    if clause is None or lemma not in page.speech.bidding or not (is_small_clause(clause) and has_to(clause)):
        return None
    return made(page, verb, (subtree(clause),), "act")


def _infinitive(page: Page, verb: Token, lemma: str) -> Attribution | None:
    """``promised to stay``, ``plans to leave``; ``is expected to win`` with the one of whom it is expected."""
    speech = page.speech
    infinitive = child_of(verb, "xcomp")
    if infinitive is None or not has_to(infinitive) or is_reporting(page, infinitive):
        return None
    if is_passive(verb):
        subject = own_subject(verb)
        if subject is None or lemma not in speech.bidding | speech.thought | speech.clause:
            return None
        return made(page, verb, (subtree(subject), subtree(infinitive)), "attitude")
    if lemma in speech.infinitive | speech.bidding:
        return made(page, verb, (subtree(infinitive),), "act")
    return made(page, verb, (subtree(infinitive),), "attitude") if lemma in speech.intention else None


def _naming(page: Page, verb: Token, lemma: str) -> Attribution | None:
    """``called the plan a mistake``, ``described it as late``."""
    if lemma not in page.speech.naming:
        return None
    clause = child_of(verb, "ccomp")
    named = subtree(clause) if clause is not None and is_small_clause(clause) else _named(verb)
    manner: Manner = "attitude" if lemma in page.speech.words.cognition | page.speech.thought else "naming"
    return made(page, verb, (named,), manner) if named else None


def _light(page: Page, verb: Token, lemma: str) -> Attribution | None:
    """``made no mention of the port``, ``issued a statement that …``: the noun says it, the verb only carries it."""
    thing = child_of(verb, "dobj")
    if lemma not in page.speech.words.light or thing is None or thing.lemma_.lower() not in page.speech.words.noun:
        return None
    inside = _of_inside(thing)
    if inside is None or thing.i < verb.i:
        return None
    end, inner = inside
    found = made(page, verb, ((max(subtree(inner)[0], end), subtree(inner)[1]),), "act")
    return replace(found, cue=(found.cue[0], end)) if found is not None and found.cue is not None else None


def _of_inside(noun: Token) -> tuple[int, Token] | None:
    """What a noun of saying holds, and where it begins: behind the noun, or behind its preposition."""
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in ("ccomp", "acl", "relcl") and (has_to(child) or child.left_edge.dep_ == "mark"):
            return noun.i + 1, child
        inner = child_of(child, "pobj") or child_of(child, "pcomp") if child.dep_ == "prep" else None
        if inner is not None:
            return child.i + 1, inner
    return None


def _adherent(page: Page, verb: Token) -> Attribution | None:
    """``is a critic of the ban``."""
    noun = child_of(verb, "attr")
    if noun is None or noun.lemma_.lower() not in page.speech.words.adherent:
        return None
    preposition = child_of(noun, "prep")
    inner = child_of(preposition, "pobj") if preposition is not None and preposition.i > noun.i else None
    subject = subject_of(page, verb)
    if inner is None or preposition is None or subject is None:
        return None
    cue = leftwards(page.doc, verb, verb.i), preposition.i + 1
    part = trim(page, subtree(inner))
    if part is None or cue[0] > noun.i:
        return None
    return Attribution(verb.i, cue, source_of(page, subject, cue), subject.i, (whole(page, part, cue),), "attitude")


def _thing(page: Page, verb: Token, lemma: str) -> Attribution | None:
    """``denied the report``, ``supports the ban``; ``the ban was proposed by Oslo``."""
    shown = lemma in page.speech.showing and _is_document(page, verb)
    manner: Manner = "act" if shown or lemma in page.speech.object else "attitude"
    if not shown and lemma not in page.speech.object | page.speech.attitude:
        return None
    thing = child_of(verb, "dobj")
    if thing is None and is_passive(verb) and child_of(verb, "agent") is not None:
        thing = own_subject(verb)
    if thing is None or thing.pos_ == "PRON":
        return None
    start, end = _plain_phrase(thing)
    for child in verb.children:  # "praised Oslo for waiting": the reason belongs to what is praised
        if child.i == end and child.dep_ == "prep" and child.lower_ in page.speech.preposition.get(lemma, ()):
            end = child.right_edge.i + 1
    return made(page, verb, ((start, end),), manner)


def _plain_phrase(thing: Token) -> Range:
    """A noun phrase up to what is only added to it after a comma."""
    start, end = subtree(thing)
    for child in thing.children:
        if (
            child.i > thing.i
            and child.dep_ in ("relcl", "appos", "acl")
            and thing.doc[child.left_edge.i - 1].text == ","
        ):
            return start, min(end, child.left_edge.i - 1)
    return start, end


def _named(verb: Token) -> Range | None:
    """From the thing to what it is called."""
    thing = child_of(verb, "dobj")
    name = child_of(verb, "oprd") or next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    if name is None or name.i < verb.i:
        return None
    start = thing.left_edge.i if thing is not None and thing.i > verb.i else name.left_edge.i
    saying = (t for t in verb.doc[name.i + 1 : name.right_edge.i + 1] if t.tag_ == "VBG" and child_of(t, "ccomp"))
    return start, min([name.right_edge.i + 1, *(token.left_edge.i for token in saying)])


def _preposition(page: Page, verb: Token, lemma: str) -> Attribution | None:
    """``called for a truce``, ``accused Oslo of delay``."""
    for preposition in verb.children:
        if preposition.dep_ != "prep" or preposition.lower_ not in page.speech.preposition.get(lemma, ()):
            continue
        inner = child_of(preposition, "pobj") or child_of(preposition, "pcomp")
        if inner is not None and preposition.i > verb.i:
            found = made(page, verb, (subtree(inner),), "attitude")
            if found is not None and found.cue is not None:
                return replace(found, cue=(found.cue[0], preposition.i + 1))
    return None


def _according(page: Page, token: Token) -> Attribution | None:
    """``according to X``: what it hangs on is the content."""
    to = token.nbor() if token.i + 1 < len(page.doc) else None
    if to is None or to.lower_ != "to":
        return None
    subject = child_of(to, "pobj")
    if subject is None:
        return None
    source = source_of(page, subject, (token.i, to.i + 1))
    sentence = token.sent
    right = source[1]
    if token.i - sentence.start <= 1:
        right += right < len(page.doc) and page.doc[right].text == ","
        content = trim(page, (right, sentence.end))
    else:
        content = trim(page, (sentence.start, token.i))
    if content is None:
        return None
    return Attribution(token.i, (token.i, to.i + 1), source, subject.i, (content,), "statement")


def _label(page: Page, colon: Token) -> Attribution | None:
    """``Ruiz: We will wait`` as a headline or line of a transcript: a name, a colon, what the person says."""
    doc, start = page.doc, colon.i
    while start > 0 and not doc[start - 1].is_space and colon.i - start <= _LABEL_WORDS:
        start -= 1
    start += bool(doc[start].is_quote)  # a transcript whose every turn opens with a mark
    name = doc[start : colon.i]
    if not 0 < len(name) <= _LABEL_WORDS or colon.i + 1 >= len(doc):
        return None
    if not all(token.pos_ == "PROPN" for token in name) and not (name.text.isupper() and _is_surname(page, name[-1])):
        return None
    surname = name[-1].text
    if len(surname) < 3:
        return None  # an agency's letters under a picture
    if name[-1].ent_type_ != "PERSON" and not (name.text.isupper() and _is_surname(page, name[-1])):
        return None
    end = colon.i + 1
    while end < len(doc) and "\n" not in doc[end].text:
        end += 1
    part = trim(page, (colon.i + 1, end))
    if part is None or part[1] - part[0] < 3:
        return None
    manner: Manner = "direct" if page.stretch_at(part[0]) == part else "statement"
    return Attribution(colon.i, (colon.i, colon.i + 1), (start, colon.i), colon.i - 1, (part,), manner)


def _is_surname(page: Page, shouted: Token) -> bool:
    """Whether the report names a person whose name stands in capitals here."""
    return shouted.text.title() in page.surnames


def _block(page: Page, colon: Token) -> Attribution | None:
    """``He wrote:`` and, as a paragraph of its own without marks, what he wrote."""
    doc, start = page.doc, colon.i + 2
    if start >= len(doc) or "\n" not in doc[colon.i + 1].text:
        return None
    before = doc[max(0, colon.i - _LEAD_WORDS) : colon.i]
    verbs = (t for t in reversed(before) if t.pos_ in VERB and t.sent.end > colon.i and not t.dep_.startswith("aux"))
    verb = next(verbs, None)
    subject = subject_of(page, verb) if verb is not None and verb.lemma_.lower() in page.speech.quote else None
    end = start
    while end < len(doc) and "\n" not in doc[end].text:
        end += 1
    part = trim(page, (start, end))
    if verb is None or subject is None or part is None or doc[end - 1].text not in (".", "!", "?"):
        return None
    if not any(token.pos_ in VERB for token in doc[start:end]) or any(page.inside[i] >= 0 for i in range(start, end)):
        return None
    cue = cue_of(page, verb)
    return Attribution(verb.i, cue, source_of(page, subject, cue), subject.i, (part,), "direct")


def _clause_ranges(page: Page, verb: Token, clause: Token) -> tuple[Range, ...]:
    """The clause's words; before, after or around the verb."""
    start, end = subtree(clause)
    if clause.i > verb.i:
        return ((max(start, verb.i + 1), _before_concession(page, clause, end)),)
    left, right = verb.i, verb.i + 1
    subject = own_subject(verb)
    if subject is not None:
        left, right = min(left, subject.left_edge.i), max(right, subject.right_edge.i + 1)
    cue = cue_of(page, verb)
    left, right = min(left, cue[0]), max(right, cue[1])
    parts = [(start, min(end, left)), (max(start, right), end)]
    return tuple(part for part in parts if part[0] < part[1])


def _before_concession(page: Page, clause: Token, end: int) -> int:
    """Where what was said ends, before the report's own ``…, although nobody saw it``."""
    doc = page.doc
    for verb in clause.children:
        left = verb.left_edge
        if verb.dep_ != "advcl" or left.i <= clause.i or verb.right_edge.i + 2 < end or page.inside[verb.i] >= 0:
            continue
        if doc[left.i - 1].text == "," and left.lower_ in page.speech.words.concession:
            return left.i - 1
    return end


def _parenthetical(page: Page, verb: Token) -> tuple[Range, ...]:
    """The sentence around ``…, the minister said`` where the parse does not hang it on the verb."""
    doc, sentence, subject = page.doc, verb.sent, subject_beside(page, verb)
    if subject is None:
        return ()
    left = min(cue_of(page, verb)[0], subject.left_edge.i)
    right = max(cue_of(page, verb)[1], subject.right_edge.i + 1)
    if left <= sentence.start + 1 or doc[left - 1].text != ",":
        return ()
    if right < len(doc) and doc[right].text not in (",", ".") and not doc[right].is_space:
        return ()
    if any(child.dep_ in ("dobj", "xcomp") for child in verb.children):
        return ()
    before = (sentence.start, left - 1)
    after = (right + 1, sentence.end)
    parts = [trim(page, before)]
    if right < len(doc) and doc[right].text == "," and any(token.pos_ in VERB for token in doc[after[0] : after[1]]):
        parts.append(trim(page, after))
    if not any(token.pos_ in VERB for token in doc[before[0] : after[1]] if not left <= token.i < right):
        return ()
    return tuple(part for part in parts if part is not None)


_FRAMES = (_clause, _beside, _bidding, _infinitive, _naming, _light, _thing, _preposition)
"""The frames of a verb, in the order in which the first that holds is taken."""
