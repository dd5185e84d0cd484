"""Disjoint groups that grow by uniting pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Groups(Generic[K]):
    """Each key starts alone; ``unite`` puts two groups together. The first key of a group stays its root."""

    def __init__(self, keys: Iterable[K]) -> None:
        self._parent: dict[K, K] = {key: key for key in keys}
        self._order = {key: position for position, key in enumerate(self._parent)}
        self._parted: list[tuple[K, K]] = []

    def root(self, key: K) -> K:
        """The key that stands for the whole group of ``key``."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def part(self, one: K, other: K) -> None:
        """Keep ``one`` and ``other`` in different groups from now on; ``may_unite`` says so to who unites."""
        self._parted.append((one, other))

    def may_unite(self, one: K, other: K) -> bool:
        """Whether nothing that is parted would come together with the groups of ``one`` and ``other``."""
        pair = {self.root(one), self.root(other)}
        return len(pair) == 1 or not any({self.root(a), self.root(b)} == pair for a, b in self._parted)

    def unite(self, one: K, other: K) -> None:
        """Make the groups of ``one`` and ``other`` one group."""
        first, second = sorted((self.root(one), self.root(other)), key=self._order.__getitem__)
        self._parent[second] = first

    def all(self) -> list[list[K]]:
        """The groups, members in the order in which they were given."""
        found: dict[K, list[K]] = defaultdict(list)
        for key in self._parent:
            found[self.root(key)].append(key)
        return list(found.values())
