"""The fast path: a spaCy CNN pipeline evaluated with the same weights and the same results, a batch at a time.

``FastPath`` takes apart a loaded pipeline of the kind that spaCy publishes as ``sm``, ``md`` and ``lg`` and raises
``NotUnderstoodError`` for any other. What comes out is an ordinary ``Doc``, except that ``doc.tensor`` stays empty.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IS_SPACE, NORM, ORTH, SENT_START, SPACY
from spacy.pipeline._parser_internals.nonproj import deprojectivize
from threadpoolctl import ThreadpoolController

from dateline.parse.arc_eager import LONGEST, ArcEager, Tokens, Weights
from dateline.parse.attributes import ATTRIBUTES, Attributes, mix
from dateline.parse.biluo import EntityDecoder, Flags
from dateline.parse.encoder import Embedding, Floats, Ints, Keys, NotUnderstoodError, WindowEncoder, WordTable, only

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import DependencyParser, Tagger
    from spacy.tokens import Doc
    from thinc.model import Model

log = logging.getLogger(__name__)

_ORDER = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")
_NEEDED = frozenset({"tok2vec", "tagger", "parser", "ner"})
_B, _I, _O = 3, 1, 2  # spaCy's ENT_IOB
_SENTENCE_END = "."  # the tag after which a sentence probably starts
_CLOSING = frozenset({"''", "-RRB-", ".", "_SP"})  # tags of what still belongs to the sentence before

# A text on which the fast path must agree with spaCy before it is trusted with a pipeline.
_PROBE = (
    "Mr. Smith's firm said on Monday it won't sell its $4.5 billion stake: \"There is no plan,\" he told them.\n\n"
    "In the U.S. the three ministers who had met in New York were happier, weren't they? Let's see what they'll do."
)


def fast_path(nlp: Language) -> FastPath | None:
    """The fast path for ``nlp``, if there is one that gives what spaCy gives; if not, a warning says why."""
    try:
        fast = FastPath(nlp)
        if not _agree(nlp, fast):
            raise NotUnderstoodError("its results differ from spaCy's")
    except NotUnderstoodError as error:
        log.warning(
            "pipeline %s runs on spaCy itself, slower: the fast path does not know it: %s", nlp.meta["name"], error
        )
        return None
    return fast


def _agree(nlp: Language, fast: FastPath) -> bool:
    own, other = nlp.make_doc(_PROBE), nlp(_PROBE)
    fast.annotate([own])
    return bool(own.to_json() == other.to_json())


class FastPath:
    """A spaCy pipeline taken apart. ``annotate`` does what its components do, in place."""

    def __init__(self, nlp: Language) -> None:
        _check(nlp)
        self._vocab = nlp.vocab
        pipes: dict[str, Any] = dict(nlp.pipeline)  # spaCy types them all as callables
        tok2vec, ner = pipes["tok2vec"].model, pipes["ner"]
        models = [tok2vec, _own_tok2vec(ner.model.get_ref("tok2vec"))]
        embeddings = [Embedding.of(model.layers[0]) for model in models]
        self._encoders = [WindowEncoder.of(model.layers[1]) for model in models]
        self._words = WordTable(embeddings, nlp.vocab.vectors)
        self._columns = [embedding.columns for embedding in embeddings]
        self._tagger = _Tagger(pipes["tagger"])
        self._parser = _Parser(pipes["parser"], self._tagger.labels)
        self._entities = EntityDecoder.of(ner)
        self._attributes = Attributes(nlp.vocab, pipes.get("attribute_ruler"), pipes.get("lemmatizer"))
        self._blas = ThreadpoolController()
        self._lock = threading.Lock()  # the tables grow: one batch at a time

    def annotate(self, docs: Sequence[Doc]) -> None:
        """Tags, parse, entities, parts of speech, morphology and lemmas for ``docs``, which hold tokens only.

        A sentence start that a ``Doc`` already has is kept, and none is made where it bars one. One thread is used,
        whatever BLAS is set to: the matrices are small, and programs that want more processors run more processes.
        """
        docs = [doc for doc in docs if len(doc)]
        if docs:
            with self._lock, self._blas.limit(limits=1, user_api="blas"):
                self._annotate(docs)

    def _annotate(self, docs: Sequence[Doc]) -> None:
        batch = _Batch(docs, max(encoder.pad for encoder in self._encoders))
        rows = self._words.rows(mix(*batch.columns(ORTH, NORM, SPACY)), batch.columns(ORTH)[0], self._features(batch))
        stream = batch.spread(rows)
        vectors = self._encoders[0].encode(stream, self._words.tables[0])
        tags = self._tagger.tags(vectors)
        self._parser.parse(batch, vectors, tags)
        sentence_start = batch.read(SENT_START).astype(np.int64) == 1
        vectors = self._encoders[1].encode(stream, self._words.tables[1])
        iob, types = self._decode_entities(batch, vectors, sentence_start)
        forms, tag_of = batch.columns(ORTH)[0], self._tagger.hashes[tags[batch.positions]]
        rules = self._attributes.look_up(forms, tag_of, batch.read(DEP).astype(np.uint64), batch.lengths)
        batch.write([*ATTRIBUTES, ENT_IOB, ENT_TYPE], np.column_stack((rules, iob, types)))

    def _features(self, batch: _Batch) -> list[Keys]:
        return [np.column_stack(batch.columns(*columns)) for columns in self._columns]

    def _decode_entities(self, batch: _Batch, vectors: Floats, sentence_start: Flags) -> tuple[Keys, Keys]:
        """``ENT_IOB`` and ``ENT_TYPE`` of each token."""
        last = np.ones(len(vectors), np.bool_)
        last[batch.positions] = batch.is_last
        last[batch.positions[:-1]] |= sentence_start[1:]
        space = np.ones(len(vectors), np.bool_)
        space[batch.positions] = batch.columns(IS_SPACE)[0].astype(np.bool_)
        iob, types = np.full(len(vectors), _O, np.uint64), np.zeros(len(vectors), np.uint64)
        for start, end, label in self._entities.decode(vectors, last, space):
            iob[start:end] = _I
            iob[start] = _B
            types[start:end] = label
        return iob[batch.positions], types[batch.positions]


class _Batch:
    """Documents as one stream of tokens with rows of nothing between them: see ``encoder``."""

    def __init__(self, docs: Sequence[Doc], pad: int) -> None:
        self.docs = docs
        self.lengths = [len(doc) for doc in docs]
        lengths = np.array(self.lengths)
        self.is_first, self.is_last = np.zeros((2, lengths.sum()), np.bool_)
        self.is_last[np.cumsum(lengths) - 1] = True
        self.is_first[np.cumsum(lengths) - lengths] = True
        # One row more than the encoder needs, so that position 0 is never a token and a document's end is a position.
        self.ends = np.cumsum(lengths + pad + 1)
        self.positions = np.arange(lengths.sum()) + np.repeat((pad + 1) * np.arange(1, len(docs) + 1), lengths)
        self.size = int(self.ends[-1]) + pad + 1
        self._known: dict[int, Keys] = {}

    def columns(self, *attributes: int) -> list[Keys]:
        """These lexical attributes of all tokens, each read once."""
        missing = [attribute for attribute in attributes if attribute not in self._known]
        if missing:
            values = np.concatenate([doc.to_array(list(missing)).reshape(len(doc), len(missing)) for doc in self.docs])
            self._known.update(zip(missing, np.ascontiguousarray(values.astype(np.uint64).T), strict=True))
        return [self._known[attribute] for attribute in attributes]

    def read(self, attribute: int) -> Keys:
        """An attribute of all tokens as it is now."""
        return np.concatenate([doc.to_array(attribute) for doc in self.docs])

    def write(self, attributes: Sequence[int], values: Any) -> None:
        """Set attributes from (tokens, attributes)."""
        start = 0
        for doc, length in zip(self.docs, self.lengths, strict=True):
            doc.from_array(list(attributes), values[start : start + length])
            start += length

    def spread(self, rows: Ints) -> Ints:
        """Rows of tokens as a stream with zeros between documents."""
        stream = np.zeros(self.size, np.int64)
        stream[self.positions] = rows
        return stream


class _Tagger:
    def __init__(self, tagger: Tagger) -> None:
        softmax = only(tagger.model, "softmax")
        self._weights, self._bias = np.ascontiguousarray(softmax.get_param("W").T), softmax.get_param("b")
        self.labels: tuple[str, ...] = tagger.labels
        self.hashes = np.array([tagger.vocab.strings[label] for label in self.labels], np.uint64)

    def tags(self, vectors: Floats) -> Ints:
        """The number of each token's tag; the softmax keeps the order, so the scores will do."""
        scores = vectors @ self._weights
        scores += self._bias
        return np.asarray(scores.argmax(axis=1))


class _Parser:
    def __init__(self, parser: DependencyParser, tags: Sequence[str]) -> None:
        self._weights = Weights.of(parser)
        self._arc_eager = ArcEager(self._weights)
        strings = parser.vocab.strings
        self._labels = np.array([strings[label] for label in self._weights.label], np.uint64)
        self._lifted = np.array(["||" in label for label in self._weights.label])
        self._root = np.uint64(strings["ROOT"])
        self._ends = np.array([tag == _SENTENCE_END for tag in tags])
        self._closes = np.array([tag in _CLOSING for tag in tags])

    def parse(self, batch: _Batch, vectors: Floats, tags: Ints) -> None:
        """Sets head and label, and with them the sentences."""
        here = batch.positions
        is_token, given, barred = np.zeros((3, batch.size), np.bool_)
        is_token[here] = True
        known = batch.read(SENT_START).astype(np.int64)
        given[here], barred[here] = known == 1, known == -1
        given[here[batch.is_first]] = True  # the tokenizer forgets this one now and then
        tokens = Tokens.of(is_token, given, barred)
        guessed = np.zeros(batch.size, np.bool_)
        guessed[1:] = self._ends[tags[:-1]] & ~self._closes[tags[1:]] & is_token[:-1] & is_token[1:] & ~barred[1:]
        starts = np.flatnonzero((given | guessed) & is_token)
        self._arc_eager.parse(vectors, tokens, _cut(starts, tokens, batch), batch.ends)
        head, move = tokens.head[here], tokens.move[here]
        headed = head > 0
        heads = np.where(headed, head - here, 0)
        labels = np.where(headed, self._labels[move], self._root)
        batch.write([HEAD, DEP], np.column_stack((heads.astype(np.uint64), labels)))
        lifted = np.add.reduceat(self._lifted[move] & headed, np.cumsum([0, *batch.lengths[:-1]]))
        for number in np.flatnonzero(lifted).tolist():
            deprojectivize(batch.docs[number])


def _cut(starts: Ints, tokens: Tokens, batch: _Batch) -> Ints:
    """``starts`` with more of them, so that nothing is longer than ``LONGEST``."""
    lengths = np.diff(np.append(starts, batch.size))
    more = [np.arange(starts[i] + LONGEST, starts[i] + lengths[i], LONGEST) for i in np.flatnonzero(lengths > LONGEST)]
    if not more:
        return starts
    added = np.concatenate(more)
    added = added[tokens.real[added] > 0]
    tokens.must_start(added)
    return np.sort(np.append(starts, added))


def _check(nlp: Language) -> None:
    """Raises ``NotUnderstoodError`` unless the components are the usual ones in the usual order."""
    factories = [nlp.get_pipe_meta(name).factory for name in nlp.pipe_names]
    if list(nlp.pipe_names) != factories or [name for name in _ORDER if name in factories] != factories:
        raise NotUnderstoodError(f"components {nlp.pipe_names}")
    if not set(factories) >= _NEEDED:
        raise NotUnderstoodError(f"no {sorted(_NEEDED - set(factories))}")
    pipes: dict[str, Any] = dict(nlp.pipeline)
    for name in ("tagger", "parser"):
        only(pipes[name].model, "tok2vec-listener")
    for name in ("parser", "ner"):
        pipe = pipes[name]
        if pipe.cfg["beam_width"] != 1 or pipe.cfg["incorrect_spans_key"] or not pipe.model.attrs["has_upper"]:
            raise NotUnderstoodError(f"the {name} is not a greedy one with an upper layer")


def _own_tok2vec(model: Model[Any, Any]) -> Model[Any, Any]:
    """The entity recognizer's own ``tok2vec``: the first part of ``model``, before the linear layer."""
    first = model.layers[0]
    if len(first.layers) != 2 or not first.layers[1].name.startswith("with_array(residual"):
        raise NotUnderstoodError("the entity recognizer has no CNN of its own")
    return first
