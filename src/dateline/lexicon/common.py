"""The section of ``lang/<language>/common.toml``: words without a subject of their own."""

from __future__ import annotations

from dateline.lexicon.files import Section


class Common(Section, frozen=True, kw_only=True):
    """``common.toml``: words without a subject of their own, and words of order (see ``stories``, ``compare``)."""

    function_words: frozenset[str]
    first_words: tuple[str, ...]
    last_words: tuple[str, ...]
