"""Forms of one word, without a dictionary."""

from __future__ import annotations

_ENDINGS = ("ing", "es", "ed", "s", "e")


def root(word: str) -> str:
    """``word``, in lower case, without the commonest endings of verbs and nouns: "hail", "hailed", "hailing" as one.

    For where it does little harm that two words meet by chance ("plan", "plane"); ``match.words.stem`` cuts less.
    """
    for ending in _ENDINGS:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word[: -len(ending)]
    return word
