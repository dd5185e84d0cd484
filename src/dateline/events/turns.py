"""Turns in the life of a thing, told with their time: "the terminal is to open in March", "the ban took effect".

What opens, begins, ends or is published is no party to an event of PLOVER, and editors hold the day against that of
other reports all the same. ``[[turns]]`` in ``events.toml`` says which verbs tell a turn, and of which things. The
thing may be the verb's subject or its object, the antecedent of "which", or what "it" stands for, where the sentence
before names one such thing only. A turn without a time is a claim only where the report opens
with it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from spacy.attrs import LEMMA
from spacy.strings import get_string_id

from dateline.events import grammar
from dateline.events.acts import Act
from dateline.events.factuality import factuality_of
from dateline.events.frames import Trigger, is_agent, table
from dateline.lexicon import ActWords, Lexicon, load

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_BEFORE = 5  # words before the noun of a thing that belong to its name
_BEHIND = 6  # and behind it: "of the peacekeepers in the north"
_PART = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_TIMES = frozenset({"DATE", "TIME"})


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way to tell a turn: its mode, the words that must follow the verb, and the nouns of its things."""

    mode: str
    rest: tuple[str, ...]
    things: frozenset[str]


@functools.cache
def _verbs(language: str) -> dict[str, tuple[_Kind, ...]]:
    """The kinds of turn by the lemma of their verb, those that ask for more words first."""
    found: dict[str, list[_Kind]] = {}
    for turn in load(language).events.turns:
        for verb in turn.verbs:
            head, *rest = verb.split()
            found.setdefault(head, []).append(_Kind(turn.mode, tuple(rest), frozenset(turn.things)))
    return {head: tuple(sorted(kinds, key=lambda kind: -len(kind.rest))) for head, kinds in found.items()}


@functools.cache
def _heads(language: str) -> npt.NDArray[np.uint64]:
    return np.array(sorted(get_string_id(head) for head in _verbs(language)), dtype=np.uint64)


def find_turns(doc: Doc, lexicon: Lexicon, taken: Iterable[int] = ()) -> Iterator[tuple[Act, Span]]:
    """The turns of ``doc`` in order, each with the words of its thing; ``taken`` are tokens that tell other events.

    Where the thing is such an event itself ("the talks are to begin") the report has told it already.
    """
    elsewhere = frozenset(taken)
    for position in np.flatnonzero(np.isin(doc.to_array(LEMMA), _heads(lexicon.language))):
        verb = doc[int(position)]
        if verb.pos_ == "VERB" and verb.dep_ not in ("amod", "compound") and verb.i not in elsewhere:
            found = _turn(verb, lexicon, elsewhere)
            if found is not None:
                yield found


def _turn(verb: Token, lexicon: Lexicon, elsewhere: frozenset[int]) -> tuple[Act, Span] | None:
    for kind in _verbs(lexicon.language)[verb.lemma_]:
        if not _followed(verb, kind.rest):
            continue
        own = range(verb.i, verb.i + len(kind.rest) + 1)
        done_to = [noun for noun in grammar.objects(verb) if noun.i not in own]  # not the effect that a law takes
        noun = _thing(done_to or grammar.subject(verb), kind.things, lexicon)
        if noun is None or noun.i in elsewhere:
            continue
        frames = table(lexicon.language)
        actors = [token for token in grammar.actors(verb, frames.object_control) if is_agent(token, frames)]
        act = Act(
            trigger=Trigger(verb, ActWords(mode=kind.mode)),
            type=None,
            mode=kind.mode,
            actors=tuple(token for token in actors if done_to and token.i != noun.i),
            recipients=(),
            factuality=factuality_of(verb, lexicon),
        )
        return act, _name(noun, frozenset(lexicon.events.binding))
    return None


def _followed(verb: Token, rest: tuple[str, ...]) -> bool:
    behind = verb.doc[verb.i + 1 : verb.i + 1 + len(rest)]
    return tuple(token.lower_ for token in behind) == rest


def _thing(nouns: list[Token], things: frozenset[str], lexicon: Lexicon) -> Token | None:
    """The noun of the thing among the subjects or objects, or what one of them stands for."""
    for noun in nouns:
        if _is_thing(noun, things):
            return noun
        found = _meant(noun, things) if noun.lower_ == "it" else _outer(noun, things, lexicon)
        if found is not None:
            return found
    return None


def _is_thing(noun: Token, things: frozenset[str]) -> bool:
    return noun.pos_ in ("NOUN", "PROPN") and not things.isdisjoint((noun.lemma_.lower(), noun.lower_))


def _outer(noun: Token, things: frozenset[str], lexicon: Lexicon) -> Token | None:
    """Of "a terminal at the port of Sines, which is to open": the first thing of the phrase that ``noun`` ends."""
    if noun.pos_ != "PROPN" or not any(child.dep_ == "relcl" for child in noun.rights):
        return None
    found, binding = None, lexicon.events.binding
    for token in reversed(noun.doc[noun.sent.start : noun.i]):
        if not (token.pos_ in (*_PART, "DET") or token.lower_ in binding):
            break
        if _is_thing(token, things):
            found = token
    return found


def _meant(pronoun: Token, things: frozenset[str]) -> Token | None:
    """What "it" stands for, where one thing only is named before it, in its own sentence and the one before."""
    start = pronoun.sent.start
    first = pronoun.doc[start - 1].sent.start if start else 0
    lines = re.split("\n", pronoun.doc.text[pronoun.doc[first].idx : pronoun.idx])
    begin = pronoun.idx - len(lines[-1])  # no further back than the paragraph
    named = [token for token in pronoun.doc[first : pronoun.i] if token.idx >= begin and _is_thing(token, things)]
    return named[-1] if len({token.lemma_.lower() for token in named}) == 1 else None


def _name(noun: Token, binding: frozenset[str]) -> Span:
    """The words of a thing: what stands before its noun but for article and owner, and what prepositions bind to it."""
    doc, first, last = noun.doc, noun.i, noun.i
    for token in reversed(doc[max(noun.left_edge.i, noun.i - _BEFORE) : noun.i]):
        if token.is_quote or token.dep_ == "case" or (token.pos_ not in _PART and token.dep_ != "punct"):
            break
        first = token.i if token.pos_ in _PART else first
    for prep in noun.rights:
        end = prep.right_edge.i
        bound = prep.dep_ == "prep" and prep.lower_ in binding and prep.i == last + 1 and end - noun.i <= _BEHIND
        if not bound or any(token.ent_type_ in _TIMES or token.pos_ == "VERB" for token in prep.subtree):
            break
        last = end
    return doc[first : last + 1]
