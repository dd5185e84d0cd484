"""Token vectors: the embedding and window encoder of spaCy's CNN ``tok2vec``, with the same weights, faster.

Two facts make it fast. The embedding and its mixing layer see one word at a time, so each word type is computed once
and kept (``WordTable``). The window encoder sees at most ``depth`` tokens to each side, so a stream of tokens may be
cut anywhere into pieces that fit the processor's cache, if each piece reads ``depth`` tokens more on both sides.

A *stream* is an array of word-table rows: the tokens of many documents one after the other, with at least ``pad``
rows of zeros (row 0 of the table) between two documents, as spaCy pads them itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.vectors import Vectors
    from thinc.model import Model

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]

PIECE = 320  # tokens encoded at once: input, output and weights of a layer lie in a 1 MB second-level cache
MAX_TYPES = 60_000  # word types kept before the table starts anew: 23 MB an encoder
_EPSILON = np.float32(1e-8)  # as in thinc's layernorm


class NotUnderstoodError(Exception):
    """The pipeline has a part that the fast path does not know; spaCy itself must run it."""


def nodes(model: Model[Any, Any], name: str) -> list[Model[Any, Any]]:
    """The layers called ``name`` in ``model``, in order of evaluation."""
    return [node for node in model.walk(order="dfs_pre") if node.name == name]


def only(model: Model[Any, Any], name: str) -> Model[Any, Any]:
    """The single layer called ``name``. Raises ``NotUnderstoodError`` where there are none or several."""
    found = nodes(model, name)
    if len(found) != 1:
        raise NotUnderstoodError(f"{len(found)} layers {name!r} instead of one")
    return found[0]


def parameter(model: Model[Any, Any], name: str) -> Floats:
    """A weight of ``model``."""
    return np.asarray(model.get_param(name), np.float32)


@dataclass(frozen=True)
class Maxout:
    """A maxout layer and the layer normalisation after it."""

    weights: Floats  # (inputs, pieces * width): piece by piece, so that maxout is a maximum of slices
    bias: Floats
    gain: Floats
    shift: Floats

    @classmethod
    def of(cls, maxout: Model[Any, Any], norm: Model[Any, Any]) -> Maxout:
        weights, bias = parameter(maxout, "W"), parameter(maxout, "b")
        width, pieces, inputs = weights.shape
        return cls(
            weights=np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * width, inputs).T),
            bias=np.ascontiguousarray(bias.T.reshape(-1)),
            gain=parameter(norm, "G"),
            shift=parameter(norm, "b"),
        )

    @property
    def width(self) -> int:
        return len(self.gain)

    def apply(self, inputs: Floats) -> Floats:
        """(rows, inputs) -> (rows, width)."""
        width = self.width
        pieces = inputs @ self.weights
        pieces += self.bias
        out: Floats = np.maximum(pieces[:, :width], pieces[:, width : 2 * width])
        for start in range(2 * width, pieces.shape[1], width):
            np.maximum(out, pieces[:, start : start + width], out=out)
        out -= out.mean(axis=1, keepdims=True)
        scale = np.einsum("ij,ij->i", out, out)
        scale /= np.float32(width)
        scale += _EPSILON
        out *= (np.float32(1) / np.sqrt(scale))[:, None]
        out *= self.gain
        out += self.shift
        return out


@dataclass(frozen=True)
class Embedding:
    """The part of a ``tok2vec`` that sees one word at a time: hashed features, static vectors, mixing layer."""

    columns: tuple[int, ...]  # attributes of spaCy that it reads
    hashes: Model[Any, Any]
    mix: Maxout
    static: Floats | None  # (vector width, width)

    @classmethod
    def of(cls, embed: Model[Any, Any]) -> Embedding:
        extract = only(embed, "extract_features")
        hashes = [node.layers[0] for node in embed.walk() if node.name.startswith("with_array(ints-getitem>>hashembed")]
        if len(hashes) != 1:
            raise NotUnderstoodError("the embedding is not a MultiHashEmbed")
        vectors = nodes(embed, "static_vectors")
        return cls(
            columns=tuple(extract.attrs["columns"]),
            hashes=hashes[0],
            mix=Maxout.of(only(embed, "maxout"), only(embed, "layernorm")),
            static=np.ascontiguousarray(parameter(vectors[0], "W").T) if vectors else None,
        )

    def vectors(self, features: Keys, orths: Keys, table: Vectors) -> Floats:
        """(types, width): the vector of each word type, from its features (types, columns) and its ``ORTH``."""
        parts: list[Floats] = [self.hashes.predict(np.ascontiguousarray(features))]
        if self.static is not None:
            rows = table.find(keys=orths)
            projected = table.data[rows] @ self.static
            projected[rows < 0] = 0  # no vector for this word
            parts.append(projected)
        return self.mix.apply(np.concatenate(parts, axis=1))


@dataclass(frozen=True)
class WindowEncoder:
    """The residual maxout layers over a window of one token to each side."""

    layers: tuple[Maxout, ...]

    @classmethod
    def of(cls, encode: Model[Any, Any]) -> WindowEncoder:
        windows, maxouts, norms = (nodes(encode, name) for name in ("expand_window", "maxout", "layernorm"))
        residuals = [node for node in encode.walk() if node.name.startswith("residual(expand_window")]
        if not len(windows) == len(maxouts) == len(norms) >= 1 or any(w.attrs["window_size"] != 1 for w in windows):
            raise NotUnderstoodError("the encoder is not a MaxoutWindowEncoder with a window of one token")
        if len([node for node in residuals if node.name.count("residual(") == 1]) != len(windows):
            raise NotUnderstoodError("the encoder's layers are not residual")
        if encode.attrs.get("pad", 0) < len(windows):
            raise NotUnderstoodError("the encoder reads across documents")
        return cls(tuple(Maxout.of(maxout, norm) for maxout, norm in zip(maxouts, norms, strict=True)))

    @property
    def pad(self) -> int:
        """How many tokens to each side have an influence: the rows of zeros needed between documents."""
        return len(self.layers)

    def encode(self, stream: Ints, table: Floats) -> Floats:
        """(len(stream), width): the vectors of a stream that begins and ends with ``pad`` rows of zeros."""
        out = np.zeros((len(stream), table.shape[1]), np.float32)
        for start in range(self.pad, len(stream) - self.pad, PIECE):
            stop = min(start + PIECE, len(stream) - self.pad)
            out[start:stop] = self._piece(table[stream[start - self.pad : stop + self.pad]])[self.pad : -self.pad]
        return out

    def _piece(self, vectors: Floats) -> Floats:
        rows, width = vectors.shape
        window = np.zeros((rows, 3 * width), np.float32)
        for layer in self.layers:
            window[1:, :width] = vectors[:-1]
            window[:, width : 2 * width] = vectors
            window[:-1, 2 * width :] = vectors[1:]
            vectors += layer.apply(window)
        return vectors


class WordTable:
    """Word types with their vector for each of several embeddings; row 0 is zeros. Bounded: see ``MAX_TYPES``."""

    def __init__(self, embeddings: Sequence[Embedding], vectors: Vectors) -> None:
        self._embeddings = tuple(embeddings)
        self._vectors = vectors
        self._rows: dict[int, int] = {}
        self.tables: list[Floats] = [np.zeros((4096, e.mix.width), np.float32) for e in self._embeddings]

    def rows(self, keys: Keys, orths: Keys, features: Sequence[Keys]) -> Ints:
        """The rows of tokens with these type keys.

        ``features`` holds for each embedding the tokens' features (tokens, columns): tokens of one key must have one
        and the same. Earlier rows are void after a call in which the table started anew.
        """
        types, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        ids = self._known(types)
        missing = np.flatnonzero(ids < 0)
        if len(self._rows) + len(missing) > MAX_TYPES:
            self._rows.clear()
            missing = np.arange(len(types))
        if len(missing):
            start = len(self._rows) + 1
            ids[missing] = np.arange(start, start + len(missing))
            self._rows.update(zip(types[missing].tolist(), ids[missing].tolist(), strict=True))
            self._fill(start, first[missing], orths, features)
        return ids[inverse]

    def _known(self, types: Keys) -> Ints:
        get = self._rows.get
        return np.fromiter((get(key, -1) for key in types.tolist()), np.int64, len(types))

    def _fill(self, start: int, tokens: Ints, orths: Keys, features: Sequence[Keys]) -> None:
        stop = start + len(tokens)
        for number, embedding in enumerate(self._embeddings):
            table = self.tables[number]
            if stop > len(table):
                more = np.zeros((max(stop - len(table), len(table)), table.shape[1]), np.float32)
                self.tables[number] = table = np.concatenate([table, more])
            for piece in range(start, stop, 4 * PIECE):  # a first batch is all new: keep what is held at once small
                part = tokens[piece - start : piece - start + 4 * PIECE]
                table[piece : piece + len(part)] = embedding.vectors(features[number][part], orths[part], self._vectors)
