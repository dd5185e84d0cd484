"""Who says or thinks what, as stretches of tokens: a verb, noun or phrase of saying, its source and its content.

The rules read the frame of each such word in the dependency parse (that-clause, quoted words, infinitive, object,
preposition) and the conventions of attribution in news: the source is the whole noun phrase, the cue the verb with
its auxiliaries, adverbs and particle, the content the whole clause or the quotation with its marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.lexicon import Speech
from dateline.quotations.frames import of_token
from dateline.quotations.marks import Stretch
from dateline.quotations.page import Attribution, Page, make_page
from dateline.quotations.quoted import attach, continued

if TYPE_CHECKING:
    from spacy.tokens import Doc


def find_attributions(doc: Doc, speech: Speech, stretches: tuple[Stretch, ...]) -> tuple[Attribution, ...]:
    """Every attribution in ``doc``, in order of its first token."""
    page = make_page(doc, speech, stretches)
    attached = attach(page)
    found: list[Attribution] = []
    for token in doc:
        attribution = of_token(page, token, attached)
        if attribution is not None:
            found.append(attribution)
    found += continued(page, found)
    found = _unnested(page, found)
    return tuple(sorted(found, key=lambda a: (_first(a), a.anchor)))


def _unnested(page: Page, found: list[Attribution]) -> list[Attribution]:
    """``found`` without what stands inside other people's words: it is theirs, not a second voice.

    A statement inside an indirect one stays ("he said that the court had ruled …").
    """
    size = len(page.doc)
    any_words = _depth(size, found)
    direct = _depth(size, [attribution for attribution in found if attribution.manner == "direct"])
    return [
        a for a in found if a.manner == "direct" or not (direct if a.manner == "statement" else any_words)[a.anchor]
    ]


def _depth(size: int, found: list[Attribution]) -> list[int]:
    """For each token, how many attributions have it in their content."""
    depth = [0] * (size + 1)
    for attribution in found:
        for start, end in attribution.content:
            depth[start] += 1
            depth[end] -= 1
    for position in range(1, size):
        depth[position] += depth[position - 1]
    return depth


def _first(attribution: Attribution) -> int:
    ranges = [*attribution.content, *(r for r in (attribution.source, attribution.cue) if r)]
    return min(start for start, _ in ranges)
