"""The section of ``lang/<language>/speech.toml``: verbs, nouns and phrases of saying."""

from __future__ import annotations

from dateline.lexicon.files import Section


class SpeechWords(Section, frozen=True, kw_only=True):
    """``[words]`` of ``speech.toml``: what beside a verb can tell that something is said, and how it was said."""

    noun: frozenset[str]
    adjective: frozenset[str]
    carrier: frozenset[str]
    withheld: frozenset[str]
    intended: frozenset[str]
    medium: frozenset[str]
    occasion: frozenset[str]
    quoted: frozenset[str]
    document: frozenset[str]
    light: frozenset[str]
    concession: frozenset[str]
    adherent: frozenset[str]
    denying: frozenset[str]
    cognition: frozenset[str]
    sign: frozenset[str]
    nobody: frozenset[str]
    before_occasion: frozenset[str]
    before_medium: frozenset[str]
    after_adjective: frozenset[str]
    present: frozenset[str]
    possible: frozenset[str]
    coming: frozenset[str]
    condition: frozenset[str]


class Speech(Section, frozen=True, kw_only=True):
    """``speech.toml``: verbs by the frame that holds what is said, nouns and phrases of saying (``quotations``).

    ``quote`` words in quotation marks, ``clause`` a that-clause of saying, ``showing`` one of a document or a study,
    ``thought`` one of belief, ``infinitive`` and ``intention`` the speaker's own act, ``bidding`` somebody else's,
    ``object`` a thing said, ``attitude`` a thing favoured or opposed, ``naming`` what it is called, ``preposition``
    verb -> the prepositions that open what is said.
    """

    quote: frozenset[str]
    clause: frozenset[str]
    showing: frozenset[str]
    thought: frozenset[str]
    infinitive: frozenset[str]
    intention: frozenset[str]
    bidding: frozenset[str]
    object: frozenset[str]
    attitude: frozenset[str]
    naming: frozenset[str]
    preposition: dict[str, tuple[str, ...]]
    words: SpeechWords
