"""Words of a language are data, and bad data names its place."""

from __future__ import annotations

import pytest

from dateline import lexicon
from dateline.errors import LexiconError


@pytest.mark.parametrize("name", lexicon.SECTIONS)
def test_every_section_loads(name: str) -> None:
    assert getattr(lexicon.load("en"), name) is not None


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b'function_words = ["a", "a"]\nfirst_words = ["b"]\nlast_words = ["c"]', "function_words: 'a' is listed"),
        (b'function_words = ["a"]\nfirst_words = [""]\nlast_words = ["last"]', "empty string"),
        (b'function_words = ["a"]\nfirst_words = ["x"]\nlast_words = ["y"]\nextra = 1', "extra"),
        (b"function_words = 3", "function_words"),
        (b"function_words = [", "words.toml"),
    ],
)
def test_a_bad_file_is_named(raw: bytes, problem: str) -> None:
    with pytest.raises(LexiconError, match=r"words\.toml") as raised:
        lexicon.decode(raw, lexicon.Common, "words.toml")
    assert problem in str(raised.value)


def test_an_unknown_language_says_which_are_known() -> None:
    with pytest.raises(LexiconError, match="known: en"):
        lexicon.load("xx")


def test_the_digest_is_stable() -> None:
    assert lexicon.load("en").digest == lexicon.Lexicon("en").digest
