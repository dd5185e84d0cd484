"""Whether what a sentence speaks of is done: readable cases, and what must hold of every word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import lexicon, parse
from dateline.events import factuality_of
from dateline.model import Factuality

CASES = Path(__file__).parent / "cases" / "en" / "factuality.txt"


def cases() -> list[tuple[str, str, str]]:
    """Sentence, marked word (the last of the brackets), expected factuality."""
    found = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            marked, expected = line.split(" => ")
            word = re.search(r"\[([^]]+)\]", marked)
            assert word, line
            found.append((marked.replace("[", "").replace("]", ""), word[1].split()[-1], expected))
    return found


@pytest.mark.parametrize(("sentence", "word", "expected"), cases(), ids=[f"{c[0]}" for c in cases()])
def test_factuality_of_a_word(pipeline: parse.Pipeline, sentence: str, word: str, expected: str) -> None:
    doc = next(iter(pipeline.parse([sentence])))
    token = next(token for token in doc if token.text == word)
    assert factuality_of(token, lexicon.load("en")) == expected


WORDS = [
    "Kenya",
    "refused",
    "not",
    "to",
    "attack",
    "if",
    "the",
    "talks",
    "will",
    "?",
    ".",
    "avoid",
    "said",
    "that",
    "\n",
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
def test_every_word_has_a_factuality(words: list[str]) -> None:
    doc = next(iter(parse.load().parse([" ".join(words)])))
    assert all(factuality_of(token, lexicon.load("en")) in get_args(Factuality) for token in doc)


def test_negated_is_never_happened(pipeline: parse.Pipeline) -> None:
    verbs = ["attacked", "signed", "released", "condemned", "arrested", "visited"]
    for doc in pipeline.parse(f"Kenya never {verb} them." for verb in verbs):
        assert factuality_of(doc[2], lexicon.load("en")) == "denied"
