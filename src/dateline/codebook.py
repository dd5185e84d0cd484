"""The PLOVER codebook as data: types, quad classes, modes, contexts, and how types fold into one another.

``data/plover.toml`` pins the codebook's facts, with their source. What the codebook folds away (a future visit is an
AGREE, an announced withdrawal a CONCEDE) Dateline keeps apart in ``Event.type`` and ``Event.factuality``, so that a
planned visit can be matched with the visit; ``codebook_type`` gives PLOVER's own answer.
"""

from __future__ import annotations

import functools
from typing import cast, get_args

import msgspec

from dateline.errors import LexiconError
from dateline.lexicon import Section, load_table
from dateline.model import EventType, Factuality, Quad

TYPES: frozenset[str] = frozenset(get_args(EventType))


class TypeEntry(Section, frozen=True, kw_only=True):
    """One of the 16 types.

    ``refused`` is the REJECT mode that refusing it has; ``place``: it is done to a place too; ``giver``: what it names
    comes "from" its actor; ``deeds``: what it is done to stands for its doer ("condemned Chad's decree").
    """

    quad: Quad
    definition: str
    recipient: bool = False
    place: bool = False
    giver: bool = False
    deeds: bool = False
    modes: dict[str, str] = msgspec.field(default_factory=dict)
    refused: str | None = None


class Fold(Section, frozen=True, kw_only=True):
    """``of`` becomes ``type`` when it is the complement of an operator, or planned, or denied (``under``)."""

    under: str
    of: tuple[EventType, ...]
    type: EventType


class Codebook(Section, frozen=True, kw_only=True):
    """``plover.toml``: ``own_modes`` are Dateline's, for what has no type in the codebook."""

    version: str
    source: str
    licence: str
    types: dict[EventType, TypeEntry]
    contexts: dict[str, str]
    own_modes: dict[str, str]
    folds: tuple[Fold, ...]


@functools.cache
def codebook() -> Codebook:
    """The pinned codebook. Raises ``LexiconError`` if a type is missing from the table."""
    book = load_table("plover.toml", Codebook)
    if missing := TYPES - set(book.types):
        raise LexiconError(f"data/plover.toml: types: {', '.join(sorted(missing))} missing. Add the types.")
    return book


def quad_of(type_: str | None) -> Quad | None:
    """The quad class of a type."""
    entry = _entry(type_)
    return entry.quad if entry else None


def refused_mode(type_: str | None) -> str | None:
    """The mode that a REJECT or REQUEST of a ``type_`` has."""
    entry = _entry(type_)
    return entry.refused if entry else None


def place_recipient(type_: str | None) -> bool:
    """Whether a ``type_`` can be done to a place: "deployed troops in Togo"."""
    entry = _entry(type_)
    return entry is not None and entry.place


def deed_recipient(type_: str | None) -> bool:
    """Whether a ``type_`` is done to somebody by being done to a deed of theirs: "condemned Chad's decree"."""
    entry = _entry(type_)
    return entry is not None and entry.deeds


def from_actor(type_: str | None) -> bool:
    """Whether a ``type_`` comes from its actor: "aid from Togo"."""
    entry = _entry(type_)
    return entry is not None and entry.giver


def _entry(type_: str | None) -> TypeEntry | None:
    return codebook().types.get(cast(EventType, type_)) if type_ else None


@functools.cache
def folded(type_: str | None, under: str) -> EventType | None:
    """What a ``type_`` is under an operator; ``None`` where the table has nothing to say."""
    return next((fold.type for fold in codebook().folds if fold.under == under and type_ in fold.of), None)


def codebook_type(type_: str | None, factuality: Factuality) -> EventType | None:
    """PLOVER's type of an event that Dateline holds with this type and factuality; ``None`` where it codes nothing.

    "Will send aid" is AGREE, "will withdraw" CONCEDE, "did not release" REJECT; a denied attack is no event.
    """
    if factuality in ("happened", "ongoing", "alleged") or type_ is None:
        return cast(EventType | None, type_)
    return folded(type_, factuality) or (None if factuality == "denied" else cast(EventType, type_))
