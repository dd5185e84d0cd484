"""The section of ``lang/<language>/compare.toml``: how things are named, and how claims stand to each other."""

from __future__ import annotations

from dateline.lexicon.files import Section


class Act(Section, frozen=True, kw_only=True):
    """How an act is named: its noun, the preposition before those who act, and that before those acted on, if told."""

    noun: str
    by: str
    to: str | None = None


class Compare(Section, frozen=True, kw_only=True):
    """``compare.toml``: how things are named, and how claims stand to each other (see ``match``, ``compare``)."""

    anybody: tuple[str, ...]
    any_goods: tuple[str, ...]
    one_kind: tuple[tuple[str, ...], ...]
    one_thing: tuple[tuple[str, ...], ...]
    one_act: tuple[tuple[str, ...], ...]
    once: tuple[str, ...]
    definite: tuple[str, ...]
    many: tuple[str, ...]
    again: tuple[str, ...]
    assets: tuple[str, ...]
    placing: tuple[str, ...]
    joining: tuple[str, ...]
    contrast: tuple[str, ...]
    then: tuple[str, ...]
    then_after: tuple[str, ...]
    earlier: tuple[str, ...]
    novel: tuple[str, ...]
    part_before: tuple[str, ...]
    part_after: tuple[str, ...]
    others: tuple[str, ...]
    beside: tuple[str, ...]
    whole: tuple[str, ...]
    ranks: tuple[str, ...]
    rank_forms: dict[str, str]
    figures: dict[str, str]
    acts: dict[str, Act]
    named: dict[str, dict[str, str]]
    labels: dict[str, str]
    notes: dict[str, str]
