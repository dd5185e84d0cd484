"""Units of one dimension made comparable: which family a figure's unit is of, and its numbers in the family's base."""

from __future__ import annotations

import functools
from decimal import Decimal

import msgspec

from dateline.lexicon import load_table
from dateline.model import Figure

MONEY = "money"


class _Measures(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``data/measures.toml``: for each dimension, what a unit is in its base unit."""

    distance: dict[str, Decimal]
    area: dict[str, Decimal]
    mass: dict[str, Decimal]
    speed: dict[str, Decimal]
    volume: dict[str, Decimal]
    duration: dict[str, Decimal]


@functools.cache
def _factors() -> dict[str, tuple[str, Decimal]]:
    """Each unit with its dimension and its factor."""
    table = msgspec.structs.asdict(load_table("measures.toml", _Measures))
    return {unit: (dimension, factor) for dimension, units in table.items() for unit, factor in units.items()}


def family(unit: str) -> str:
    """What can be compared shares a family: all money, all units of one dimension, each other unit by itself."""
    if len(unit) == 3 and unit.isupper():
        return MONEY
    return _factors()[unit][0] if unit in _factors() else unit


def is_physical(unit: str) -> bool:
    """Whether a unit measures something, rather than counts it."""
    return unit in _factors()


def in_base(figure: Figure) -> Figure:
    """``figure`` with its numbers in the base unit of its dimension; itself where the unit has none."""
    if figure.unit not in _factors():
        return figure
    dimension, factor = _factors()[figure.unit]
    numbers = {
        name: number * factor for name in ("value", "low", "high") if (number := getattr(figure, name)) is not None
    }
    return msgspec.structs.replace(figure, unit=dimension, **numbers)
