"""What a sentence, or a whole report, is about: in a match "beat", "save" and "attack" are no acts of the world.

A topic is a class of ``lang/<language>/events.toml`` whose words name hardly anything else. A sentence is of a topic if
it has one of them; a report is if they are many and of many kinds, those of a class ``<topic>_wide`` among them, which
say less alone ("game", "point").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import LEMMA, LOWER

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

KINDS = 5  # different words of a topic that make a report one of it
SHARE = 0.015  # of all words of the report
ENOUGH = 3  # different words that make a sentence one


class Topics:
    """The topics of one parsed report; each is looked for once, and only when it is asked for."""

    def __init__(self, doc: Doc, words: Mapping[str, frozenset[str]]) -> None:
        self._doc = doc
        self._words = words
        self._reports: dict[str, bool] = {}
        self._sentences: dict[int, frozenset[str]] = {}

    def near(self, token: Token, names: Iterable[str]) -> bool:
        """Whether the sentence of ``token``, or the whole report, is of one of the topics ``names``."""
        return any(self.in_sentence(token, (name,)) or self.of_report(name) for name in names)

    def in_sentence(self, token: Token, names: Iterable[str]) -> bool:
        """Whether the sentence of ``token`` has a word of one of the topics ``names``."""
        words = self._words_of(token.sent)
        return any(not words.isdisjoint(self._words[name]) for name in names)

    def of_sentence(self, token: Token, name: str) -> bool:
        """Whether the sentence of ``token`` is of the topic ``name`` by more than one of its words."""
        return len(self._words_of(token.sent) & self._wide(name)) >= ENOUGH

    def of_report(self, name: str) -> bool:
        """Whether the whole report is of the topic ``name``."""
        found = self._reports.get(name)
        if found is None:
            found = self._reports[name] = self._dominates(name)
        return found

    def _words_of(self, sentence: Span) -> frozenset[str]:
        found = self._sentences.get(sentence.start)
        if found is None:
            found = frozenset(form for token in sentence for form in (token.lower_, token.lemma_.lower()))
            self._sentences[sentence.start] = found
        return found

    def _wide(self, name: str) -> frozenset[str]:
        return self._words[name] | self._words.get(f"{name}_wide", frozenset())

    def _dominates(self, name: str) -> bool:
        ids = _ids(self._doc, self._wide(name))
        forms = self._doc.to_array([LEMMA, LOWER])
        hits = np.isin(forms, ids).any(axis=1)
        return int(hits.sum()) >= SHARE * len(self._doc) and len(np.unique(forms[hits, 0])) >= KINDS


def _ids(doc: Doc, words: Iterable[str]) -> list[int]:
    strings = doc.vocab.strings
    return [strings[word] for word in sorted(words) if word in strings]
