"""Wordings made comparable: the content words of a phrase, cut to their stems."""

from __future__ import annotations

import functools
import re
import unicodedata

from dateline import lexicon

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")


def plain(text: str) -> str:
    """``text`` in lower case without accents, for comparing names and words, never for showing."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@functools.lru_cache(maxsize=65536)
def stems(text: str, language: str = "en") -> frozenset[str]:
    """The stems of the content words of a phrase or sentence, kept for the next time."""
    return text_stems(text, language)


def text_stems(text: str, language: str = "en") -> frozenset[str]:
    """The same of a whole text, which is too large to keep."""
    ignored = lexicon.load(language).common.function_words
    words = (re.sub(r"['’]s?$", "", match.group()) for match in _WORD.finditer(plain(text)))
    return frozenset(stem(word) for word in words if word and word not in ignored)


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light stem: plural and the commonest verb endings off. Two forms of a word should meet; no more is needed."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)].removesuffix("e")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Twice the shared share of two sets; 0 where either is empty."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def containment(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller set that is in the other; 0 where either is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
