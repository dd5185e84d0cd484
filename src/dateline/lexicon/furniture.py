"""The section of ``lang/<language>/furniture.toml``: what stands on a page beside the report."""

from __future__ import annotations

from dateline.lexicon.files import Section


class Headers(Section, frozen=True, kw_only=True):
    """Labels of the header block of a text file, by field of the report."""

    outlet: tuple[str, ...]
    url: tuple[str, ...]
    published: tuple[str, ...]
    title: tuple[str, ...]
    authors: tuple[str, ...]
    agency: tuple[str, ...]


class PublicationWords(Section, frozen=True, kw_only=True):
    """Labels before the date of a page."""

    published: tuple[str, ...]
    updated: tuple[str, ...]


class FurnitureLines(Section, frozen=True, kw_only=True):
    """Lines that say nothing of the news, by what they are, begin or end with; ``counters`` follow a number."""

    alone: tuple[str, ...]
    openings: tuple[str, ...]
    endings: tuple[str, ...]
    counters: tuple[str, ...]


class LinkWords(Section, frozen=True, kw_only=True):
    """Headings of link lists, and labels before one link."""

    headings: tuple[str, ...]
    labels: tuple[str, ...]


class CaptionWords(Section, frozen=True, kw_only=True):
    """Words of captions: beginnings, cues inside, labels of the credit, frames around; ``old`` ones date nothing."""

    openings: tuple[str, ...]
    cues: tuple[str, ...]
    old: tuple[str, ...]
    credit: tuple[str, ...]
    frames: tuple[str, ...]


class CreditWords(Section, frozen=True, kw_only=True):
    """Words of the lines that say who worked on a report; ``small`` may stand between the names."""

    phrases: tuple[str, ...]
    openings: tuple[str, ...]
    writers: tuple[str, ...]
    small: tuple[str, ...]


class BylineWords(Section, frozen=True, kw_only=True):
    """Words of bylines: before the names, in their place, after them and between them."""

    by: tuple[str, ...]
    not_names: tuple[str, ...]
    tails: tuple[str, ...]
    joins: tuple[str, ...]


class EmbedWords(Section, frozen=True, kw_only=True):
    """Marks of posts from social networks, and of the lines that ask to follow somebody there."""

    marks: tuple[str, ...]
    posted: tuple[str, ...]
    verbs: tuple[str, ...]
    platforms: tuple[str, ...]


class Notes(Section, frozen=True, kw_only=True):
    """Notes on the report itself, stage directions of transcripts, labels at the head of a paragraph."""

    corrections: tuple[str, ...]
    sounds: tuple[str, ...]
    labels: tuple[str, ...]


class NoticeWords(Section, frozen=True, kw_only=True):
    """What a notice on the report itself says: phrases anywhere in one, and labels before a headline, by kind.

    A line that opens with one of ``own`` and one of ``withdrawn`` withdraws the report; so does a notice in which a
    sentence opens with one of ``reports`` and one of ``withdrawn``, and any line with one of ``withdrawing``.
    ``shouted`` labels stand in capitals, with a hyphen or a colon.
    """

    own: tuple[str, ...]
    reports: tuple[str, ...]
    withdrawn: tuple[str, ...]
    withdrawing: tuple[str, ...]
    phrases: dict[str, tuple[str, ...]]
    labels: dict[str, tuple[str, ...]]
    shouted: dict[str, tuple[str, ...]]


class Furniture(Section, frozen=True, kw_only=True):
    """``furniture.toml``: what stands on a page beside the report (see ``furniture.py``)."""

    not_places: frozenset[str]
    headers: Headers
    publication: PublicationWords
    lines: FurnitureLines
    links: LinkWords
    captions: CaptionWords
    credits: CreditWords
    bylines: BylineWords
    embeds: EmbedWords
    notes: Notes
    notices: NoticeWords
