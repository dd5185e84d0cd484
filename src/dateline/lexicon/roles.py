"""The section of ``lang/<language>/roles.toml``: titles, offices, memberships and other standing relations."""

from __future__ import annotations

from dateline.lexicon.files import Section


class Roles(Section, frozen=True, kw_only=True):
    """``roles.toml``: titles, offices, memberships and other standing relations (see ``relations.py``); lemmas."""

    offices: frozenset[str]
    posts: frozenset[str]
    charges: frozenset[str]
    serving: frozenset[str]
    whose: frozenset[str]
    subject_of: frozenset[str]
    once: frozenset[str]
    once_behind: tuple[str, ...]
    suppliers: frozenset[str]
    buyers: frozenset[str]
    members: frozenset[str]
    allies: frozenset[str]
    parts: frozenset[str]
    family: frozenset[str]
