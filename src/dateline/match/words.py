"""Wordings made comparable: the content words of a phrase, cut to their stems."""

from __future__ import annotations

import functools
import re
import unicodedata

from dateline import lexicon

MODIFIERS = 3  # words between "two" and the plural that it counts
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")


def plain(text: str) -> str:
    """``text`` in lower case without accents, for comparing names and words, never for showing."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@functools.lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The stems of the content words of a phrase or sentence, kept for the next time."""
    return text_stems(text)


def text_stems(text: str) -> frozenset[str]:
    """The same of a whole text, which is too large to keep."""
    ignored = lexicon.load().common.function_words
    words = (_bare(match.group()) for match in _WORD.finditer(plain(text)))
    return frozenset(stem(word) for word in words if word and word not in ignored)


def _bare(word: str) -> str:
    """``word`` without the ending of a genitive."""
    return word.removesuffix("s").rstrip("'’") if word.endswith(("'s", "’s")) else word.rstrip("'’")


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


@functools.cache
def act_kinds() -> dict[str, str]:
    """The stem of each word for an act, to the first word of its kind: "murder" and "death" to "kill"."""
    return {stem(plain(word)): group[0] for group in lexicon.load().compare.one_act for word in group}


def several(text: str) -> bool:
    """Whether a phrase tells of an act more than once: "two crashes", "a series of attacks", "similar visits"."""
    words = [word.strip(",.;:()\"“”'’") for word in plain(text).split()]
    for position, word in enumerate(words):
        if word.endswith("s") and stem(word) in act_kinds():
            before = f" {' '.join(words[max(0, position - MODIFIERS) : position])} "
            if any(f" {many} " in before for many in lexicon.load().compare.many):
                return True
    return False


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Twice the shared share of two sets; 0 where either is empty."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def containment(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller set that is in the other; 0 where either is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
