"""Named entities: spaCy's BILUO transitions with the same weights, over all tokens at once.

Outside an entity the state of the transition system is the next token alone, without history. So all tokens are
scored as if no entity were open; only where that opens an entity of several tokens is the entity followed token by
token, all such entities in lock step. Which of them count is then read off from left to right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dateline.parse.encoder import Floats, Ints, Keys, NotUnderstoodError, only, parameter

if TYPE_CHECKING:
    from spacy.pipeline import EntityRecognizer

Flags = NDArray[np.bool_]

_NEVER = np.float32(-np.inf)
_ROWS = 2048  # tokens scored at once


@dataclass(frozen=True)
class Moves:
    """The transitions by number: their kind, their label's hash, and for each ``B`` its ``I`` and ``L``."""

    is_begin: Flags
    is_unit: Flags
    out: int
    label: Keys
    inside: Ints
    last: Ints

    @classmethod
    def of(cls, ner: EntityRecognizer) -> Moves:
        names: list[str] = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
        place = {name: number for number, name in enumerate(names)}
        begins = [name.startswith("B-") for name in names]
        return cls(
            is_begin=np.array(begins),
            is_unit=np.array([name.startswith("U-") and name != "U-" for name in names]),
            out=place["O"],
            label=np.array([ner.vocab.strings[name[2:]] for name in names], np.uint64),
            inside=np.array([place["I-" + n[2:]] if b else -1 for n, b in zip(names, begins, strict=True)]),
            last=np.array([place["L-" + n[2:]] if b else -1 for n, b in zip(names, begins, strict=True)]),
        )


@dataclass(frozen=True)
class EntityDecoder:
    """The weights above the token vectors, and the decoding."""

    moves: Moves
    linear: tuple[Floats, Floats]
    lower: tuple[Floats, Floats, Floats]  # for the next token, the entity's first, the token before the next
    lower_bias: Floats
    pads: tuple[Floats, Floats, Floats]
    upper: tuple[Floats, Floats]

    @classmethod
    def of(cls, ner: EntityRecognizer) -> EntityDecoder:
        model = ner.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        linear = only(model.get_ref("tok2vec"), "linear")
        if (lower.get_dim("nF"), lower.get_dim("nP")) != (3, 2) or model.attrs["unseen_classes"]:
            raise NotUnderstoodError("the entity recognizer's state is not the usual one of three tokens")
        weights, pads = parameter(lower, "W"), parameter(lower, "pad")[0]
        hidden = 2 * lower.get_dim("nO")
        by_piece = [np.ascontiguousarray(w.transpose(1, 0, 2).reshape(hidden, -1).T) for w in weights]
        flat_pads = [np.ascontiguousarray(pad.T.reshape(-1)) for pad in pads]
        return cls(
            moves=Moves.of(ner),
            linear=(np.ascontiguousarray(parameter(linear, "W").T), parameter(linear, "b")),
            lower=(by_piece[0], by_piece[1], by_piece[2]),
            lower_bias=np.ascontiguousarray(parameter(lower, "b").T.reshape(-1)),
            pads=(flat_pads[0], flat_pads[1], flat_pads[2]),
            upper=(np.ascontiguousarray(parameter(upper, "W").T), parameter(upper, "b")),
        )

    def decode(self, vectors: Floats, last: Flags, space: Flags) -> list[tuple[int, int, int]]:
        """Entities as (start, end, label hash) from the token vectors of a stream.

        ``last``: the next token starts a sentence or there is none. ``space``: white space, or no token at all.
        """
        tokens = vectors @ self.linear[0] + self.linear[1]
        guesses = self._outside(tokens, last, space)
        begins = np.flatnonzero(self.moves.is_begin[guesses])
        ends = dict(zip(begins.tolist(), self._ends(tokens, begins, guesses[begins], last).tolist(), strict=True))
        entities = []
        free = 0
        for start in np.flatnonzero(self.moves.is_begin[guesses] | self.moves.is_unit[guesses]).tolist():
            if start >= free:
                free = ends.get(start, start + 1)
                entities.append((start, free, int(self.moves.label[guesses[start]])))
        return entities

    def _scores(self, hidden: Floats) -> Floats:
        half = hidden.shape[1] // 2
        return np.maximum(hidden[:, :half], hidden[:, half:]) @ self.upper[0] + self.upper[1]

    def _outside(self, tokens: Floats, last: Flags, space: Flags) -> Ints:
        """The transition for each token where no entity is open."""
        moves = self.moves
        closed = np.where(moves.is_begin | moves.is_unit, np.float32(0), _NEVER)
        closed[moves.out] = 0
        at_last = np.where(moves.is_begin, _NEVER, closed)
        guesses = np.empty(len(tokens), np.int64)
        constant = self.lower_bias + self.pads[1] + self.pads[2]
        for start in range(0, len(tokens), _ROWS):
            rows = slice(start, start + _ROWS)
            scores = self._scores(tokens[rows] @ self.lower[0] + constant)
            scores += np.where(last[rows, None], at_last, closed)
            guesses[rows] = scores.argmax(axis=1)
        guesses[space] = moves.out
        return guesses

    def _ends(self, tokens: Floats, begins: Ints, guesses: Ints, last: Flags) -> Ints:
        """Where each entity that begins at ``begins`` ends (exclusive)."""
        inside, final = self.moves.inside[guesses], self.moves.last[guesses]
        first = tokens[begins] @ self.lower[1] + self.lower_bias
        ends = begins + 1
        live = np.arange(len(begins))
        while len(live):
            at = ends[live]
            scores = self._scores(tokens[at] @ self.lower[0] + first[live] + tokens[at - 1] @ self.lower[2])
            row = np.arange(len(live))
            goes_on = (scores[row, inside[live]] > scores[row, final[live]]) & ~last[at]
            ends[live] += 1
            live = live[goes_on]
        return ends
