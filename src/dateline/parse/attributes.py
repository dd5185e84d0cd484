"""Part of speech, morphology and lemmas: spaCy's attribute ruler and lemmatizer, each distinct case computed once.

Both are rules over a token's form, tag and dependency label, so their result is kept by these three. Rules over
several tokens ("let's", "there is") are tried only where the first token fits, on a window of the sentence that is
wide enough to hold every rule that may reach the token, and their result is kept by the whole window. All results come
from spaCy's own components, run on short ``Doc``s of the cases that are new.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

from dateline.parse.biluo import Flags
from dateline.parse.encoder import Ints, Keys, NotUnderstoodError

if TYPE_CHECKING:
    from spacy.vocab import Vocab

ATTRIBUTES = [TAG, POS, MORPH, LEMMA, DEP]  # what the rules may set, in the order of the columns of a result
MAX_CASES = 200_000  # cases kept before the table starts anew: 8 MB
MAX_WINDOWS = 50_000

# What a pattern may ask of a token: all follow from its form, tag and label.
_KNOWN = frozenset({"ORTH", "TEXT", "LOWER", "SHAPE", "PREFIX", "SUFFIX", "LENGTH", "IS_SPACE", "TAG", "DEP"})
_MIX = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93))


def mix(*columns: Keys) -> Keys:
    """One 64-bit key for each row of up to three columns of spaCy's hashes."""
    key = np.zeros(len(columns[0]), np.uint64)
    for column, odd in zip(columns, _MIX, strict=False):
        key ^= column * odd
        key ^= key >> np.uint64(29)
        key *= _MIX[2]
    return key


class Attributes:
    """The table of cases. Raises ``NotUnderstoodError`` for rules that look at more than form, tag and label."""

    def __init__(self, vocab: Vocab, ruler: AttributeRuler | None, lemmatizer: Lemmatizer | None) -> None:
        if lemmatizer is not None and lemmatizer.mode not in ("rule", "lookup"):
            raise NotUnderstoodError(f"lemmas by {lemmatizer.mode!r}")
        self._vocab = vocab
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._alone = AttributeRuler(vocab)  # the rules over one token
        self._opens = Matcher(vocab)  # the first tokens of the rules over several
        self._reach = 0  # how far from a token a rule that touches it may look
        rules: list[dict[str, Any]] = cast(Any, ruler.patterns if ruler else [])
        for rule in rules:
            self._sort_in(rule["patterns"], rule["attrs"], rule["index"])
        _index_lemmas(lemmatizer)
        self._rows: dict[int, int] = {}
        self._results = np.zeros((1024, len(ATTRIBUTES)), np.uint64)
        self._flags = np.zeros(1024, np.bool_)
        self._windows: dict[tuple[int, ...], list[list[int]]] = {}

    def _sort_in(self, patterns: list[list[dict[int | str, Any]]], attrs: dict[str, Any], index: int) -> None:
        for pattern in patterns:
            unknown = {str(key) for token in pattern for key in token} - _KNOWN
            if unknown:
                raise NotUnderstoodError(f"the attribute ruler looks at {sorted(unknown)}")
            if len(pattern) == 1:
                self._alone.add([pattern], attrs, index)
            else:
                first: Any = [[pattern[0]]]
                self._opens.add(str(len(self._opens)), first)
                self._reach = max(self._reach, len(pattern) - 1)

    def look_up(self, forms: Keys, tags: Keys, labels: Keys, lengths: Sequence[int]) -> Keys:
        """``ATTRIBUTES`` of each token (tokens, 5) from the hashes of its form, tag and label.

        ``lengths``: the number of tokens of each document; no rule looks across.
        """
        keys, first, inverse = np.unique(mix(forms, tags, labels), return_index=True, return_inverse=True)
        rows = self._rows_of(keys, np.stack((forms[first], tags[first], labels[first])))
        result = self._results[rows][inverse]
        opening = np.flatnonzero(self._flags[rows][inverse])
        if len(opening):
            self._apply_windows(result, opening, np.stack((forms, tags, labels)), np.cumsum(lengths))
        return result

    def _rows_of(self, keys: Keys, cases: Keys) -> Ints:
        get = self._rows.get
        rows = np.fromiter((get(key, -1) for key in keys.tolist()), np.int64, len(keys))
        missing = np.flatnonzero(rows < 0)
        if len(self._rows) + len(missing) > MAX_CASES:
            self._rows.clear()
            missing = np.arange(len(keys))
        if len(missing):
            start, stop = len(self._rows), len(self._rows) + len(missing)
            rows[missing] = np.arange(start, stop)
            self._rows.update(zip(keys[missing].tolist(), range(start, stop), strict=True))
            if stop > len(self._flags):
                grown = max(stop, 2 * len(self._flags))
                self._results = np.resize(self._results, (grown, len(ATTRIBUTES)))
                self._flags = np.resize(self._flags, grown)
            doc = self._doc(cases[:, missing])
            self._flags[start:stop] = self._opening(doc)
            self._results[start:stop] = self._apply(self._alone, doc)
        return rows

    def _doc(self, cases: Keys) -> Doc:
        """A ``Doc`` of these forms with their tags and labels."""
        strings = self._vocab.strings
        doc = Doc(self._vocab, words=[strings[form] for form in cases[0].tolist()])
        values: Any = np.ascontiguousarray(cases[1:].T)
        return doc.from_array([TAG, DEP], values)

    def _opening(self, doc: Doc) -> Flags:
        flags = np.zeros(len(doc), np.bool_)
        if len(self._opens):
            flags[[start for _, start, _ in self._opens(doc, allow_missing=True)]] = True
        return flags

    def _apply(self, ruler: AttributeRuler | None, doc: Doc) -> Keys:
        if ruler is not None:
            ruler(doc)
        if self._lemmatizer is not None:
            self._lemmatizer(doc)
        return cast(Keys, doc.to_array(ATTRIBUTES).astype(np.uint64).reshape(len(doc), len(ATTRIBUTES)))

    def _apply_windows(self, result: Keys, opening: Ints, cases: Keys, ends: Ints) -> None:
        """Where a rule over several tokens may start: what all rules together give to the tokens that it reaches."""
        reach = self._reach
        if len(self._windows) > MAX_WINDOWS:
            self._windows.clear()
        for position in opening.tolist():
            document = int(np.searchsorted(ends, position, side="right"))
            low, high = (int(ends[document - 1]) if document else 0), int(ends[document])
            start, stop = max(low, position - reach), min(high, position + 2 * reach + 1)
            window = cases[:, start:stop]
            key = (position - start, *window.ravel().tolist())
            if key not in self._windows:
                self._windows[key] = self._apply(self._ruler, self._doc(window)).tolist()
            reached = slice(position, min(high, position + reach + 1))
            result[reached] = self._windows[key][position - start : reached.stop - start]


def _index_lemmas(lemmatizer: Lemmatizer | None) -> None:
    """Let forms be looked up in a table of base forms, not in a list from its start, as spaCy does."""
    if lemmatizer is not None and "lemma_index" in lemmatizer.lookups:
        index = lemmatizer.lookups.get_table("lemma_index")
        for part_of_speech in list(index.keys()):
            index[part_of_speech] = dict.fromkeys(index[part_of_speech])
