"""Coreference scores: MUC, B³ and CEAFe, as in the CoNLL-2012 reference scorer v8.01, and their mean.

A partition is given as chains of hashable mentions. Mentions of the key that the response lacks (and the other way
round) count as the reference scorer counts them: not found, or spurious.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

Chains = Sequence[frozenset[Hashable]]


@dataclass(frozen=True)
class Sums:
    """Numerators and denominators of recall and precision, which add up over documents."""

    recall: float = 0.0
    recall_of: float = 0.0
    precision: float = 0.0
    precision_of: float = 0.0

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.recall + other.recall,
            self.recall_of + other.recall_of,
            self.precision + other.precision,
            self.precision_of + other.precision_of,
        )

    @property
    def f1(self) -> float:
        """Harmonic mean of recall and precision; 0 where either is 0."""
        if not self.recall_of or not self.precision_of:
            return 0.0
        r, p = self.recall / self.recall_of, self.precision / self.precision_of
        return 2 * r * p / (r + p) if r + p else 0.0


@dataclass(frozen=True)
class Scores:
    """The three metrics of one key and response; ``conll`` is the mean of their F1."""

    muc: Sums = Sums()
    b_cubed: Sums = Sums()
    ceaf_e: Sums = Sums()

    def __add__(self, other: Scores) -> Scores:
        return Scores(self.muc + other.muc, self.b_cubed + other.b_cubed, self.ceaf_e + other.ceaf_e)

    @property
    def conll(self) -> float:
        """Mean of the F1 of MUC, B³ and CEAFe."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def chains_of(labels: Iterable[tuple[Hashable, Hashable]]) -> list[frozenset[Hashable]]:
    """Chains from (mention, label) pairs, in order of first appearance."""
    groups: dict[Hashable, set[Hashable]] = {}
    for mention, label in labels:
        groups.setdefault(label, set()).add(mention)
    return [frozenset(group) for group in groups.values()]


def score(key: Chains, response: Chains) -> Scores:
    """MUC, B³ and CEAFe of ``response`` against ``key``."""
    in_key = {mention: chain for chain in key for mention in chain}
    in_response = {mention: chain for chain in response for mention in chain}
    muc = Sums(*_links(key, in_response), *_links(response, in_key))
    b_cubed = Sums(*_overlaps(key, in_response), *_overlaps(response, in_key))
    return Scores(muc, b_cubed, _aligned(key, response, in_response))


def _links(chains: Chains, other: dict[Hashable, frozenset[Hashable]]) -> tuple[float, float]:
    """Links kept and links there are (Vilain et al. 1995)."""
    kept = total = 0
    for chain in chains:
        parts = {id(other[mention]) for mention in chain if mention in other}
        alone = sum(mention not in other for mention in chain)
        kept += len(chain) - len(parts) - alone
        total += len(chain) - 1
    return kept, total


def _overlaps(chains: Chains, other: dict[Hashable, frozenset[Hashable]]) -> tuple[float, float]:
    """Per-mention overlaps and the number of mentions (Bagga and Baldwin 1998)."""
    overlap = 0.0
    for chain in chains:
        sizes: dict[int, int] = {}
        for mention in chain:
            if mention in other:
                sizes[id(other[mention])] = sizes.get(id(other[mention]), 0) + 1
        overlap += sum(size * size for size in sizes.values()) / len(chain)
    return overlap, sum(len(chain) for chain in chains)


def _aligned(key: Chains, response: Chains, in_response: dict[Hashable, frozenset[Hashable]]) -> Sums:
    """CEAF with the entity similarity φ4 (Luo 2005): the best one-to-one alignment of chains."""
    if not key or not response:
        return Sums(0.0, float(len(key)), 0.0, float(len(response)))
    place = {id(chain): j for j, chain in enumerate(response)}
    gain = np.zeros((len(key), len(response)))
    for i, chain in enumerate(key):
        for mention in chain:
            if mention in in_response:
                gain[i, place[id(in_response[mention])]] += 1
    sizes = np.add.outer([len(chain) for chain in key], [len(chain) for chain in response])
    gain = 2 * gain / sizes
    total = float(sum(gain[i, j] for i, j in best_assignment(gain)))
    return Sums(total, float(len(key)), total, float(len(response)))


def best_assignment(gain: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> list[tuple[int, int]]:
    """Pairs (row, column) of the one-to-one assignment with the greatest total gain, in O(n³) (Kuhn–Munkres).

    The shortest-augmenting-path form of Jonker and Volgenant on the negated gains.
    """
    cost = -np.asarray(gain, dtype=np.float64)
    swap = cost.shape[0] > cost.shape[1]
    if swap:
        cost = cost.T
    rows, columns = cost.shape
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    match = np.zeros(columns + 1, dtype=np.int64)  # row matched to each column, 1-based; 0 is none
    for row in range(1, rows + 1):
        match[0] = row
        column = 0
        slack = np.full(columns + 1, np.inf)
        way = np.zeros(columns + 1, dtype=np.int64)
        used = np.zeros(columns + 1, dtype=bool)
        while match[column]:
            used[column] = True
            reduced = cost[match[column] - 1] - u[match[column]] - v[1:]
            better = ~used[1:] & (reduced < slack[1:])
            slack[1:][better] = reduced[better]
            way[1:][better] = column
            free = np.where(used, np.inf, slack)
            free[0] = np.inf
            following = int(np.argmin(free))
            delta = free[following]
            u[match[used]] += delta
            v[used] -= delta
            slack[~used] -= delta
            column = following
        while column:
            match[column] = match[way[column]]
            column = int(way[column])
    pairs = [(int(match[c]) - 1, c - 1) for c in range(1, columns + 1) if match[c]]
    return [(c, r) for r, c in pairs] if swap else pairs
