"""The parse: the same as spaCy's, only faster."""

from __future__ import annotations

import itertools
import json
import logging
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import threadpool_info

from dateline import parse
from dateline.errors import PipelineError, UnreadableError
from dateline.parse import arc_eager, attributes, encoder, fast

ATTRIBUTES = ("TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "SENT_START")
SHARED_TOKENS = 120_000  # what spaCy itself reads in half a minute

REPORT = """\
Harbour talks end without a deal

PORT MARROW (Wire) — Delegates from Norland and the Republic of Estmark left the harbour talks on Tuesday, 4 March 2025,
without a deal on fishing rights, officials said. "There's no text, and there won't be one this week," Ms. Ilse Varga,
Norland's chief negotiator, told reporters. "We'd have signed on Monday; they wouldn't."

Exports of cod fell 12.5% to $1.3bn (£1.02 billion) in the year to June, the Institute of Trade's Dr. A. B. Okoro said,
the lowest since 2009-10. At least 3,400 jobs — more than a third of the total — could go by Dec. 31, she added.

* Who gains? Nobody, it seems...
* What's next: a summit in St. Hallow's on the 14th
"Let's see," the minister's aide said. "I'm gonna wait. Ain't nothin' doin' till they're done, y'all."

The U.S. and the E.U. had urged both sides to settle, but Mr. Brandt, who has led Estmark since his father's death in a
plane crash that was never explained, and whose party, the Union for the Coast, holds 61 of the 120 seats in the
parliament that he dissolved in January, said no one could make him sign what he hadn't read.
"""

ODDITIES = [
    "",
    " ",
    "\n\n",
    "A",
    ".",
    "‘Caught out!’ Varga claims Estmark is buying coal from N. Marrow despite the ban\n\nShe has proof.",
    "No full stop here\nnor here\n\n\n  an indented line\twith a tab",
    "Windows lines.\r\nThey end so.\r\n\r\nThe café’s naïve owner paid €5\u00a0000 😀👍🏽 to 北京 – e\u0301te\u0301.",
    "MINISTER RESIGNS OVER LEAK!!! READ MORE: http://example.org/a?b=c#d @desk #leak",
    "1. One. 2. Two. 3. Three. a) four; b) five. (See p. 6.) [Sic.] \"'Quoted, he said.'\"",
    "There was. There were. It's there. Do you? I do. You got ta go. C'm on. Let 's go. He is gon na win. 'nuff said.",
]


def differences(own: Iterable[Doc], other: Iterable[Doc]) -> Counter[str]:
    """The number of tokens that differ, by attribute."""
    found: Counter[str] = Counter()
    for mine, reference in zip(own, other, strict=True):
        assert [token.text for token in mine] == [token.text for token in reference]
        for name in ATTRIBUTES:
            found[name] += int((mine.to_array(name) != reference.to_array(name)).sum())
    return +found


def shared_texts(shared: Path) -> Iterator[str]:
    for path in sorted((shared / "data" / "news_stories" / "world").glob("*/*.json")):
        report = json.loads(path.read_text(encoding="utf-8"))
        yield f"{report.get('title') or ''}\n\n{report['text']}"
    for name in ("polnear/train.jsonl", "lgl/docs.jsonl", "gum/docs.jsonl", "basil/docs.jsonl"):
        with (shared / "data" / name).open(encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in itertools.islice(lines, 60))


def is_same(pipeline: parse.Pipeline, texts: list[str]) -> bool:
    return not differences(pipeline.parse(texts), pipeline.parse_with_spacy(texts))


class TestSameAsSpacy:
    def test_default_pipeline_takes_the_fast_path(self, pipeline: parse.Pipeline) -> None:
        assert pipeline.is_fast

    def test_report(self, pipeline: parse.Pipeline) -> None:
        assert differences(pipeline.parse([REPORT]), pipeline.parse_with_spacy([REPORT])) == {}

    @pytest.mark.parametrize("text", ODDITIES)
    def test_oddity(self, pipeline: parse.Pipeline, text: str) -> None:
        assert differences(pipeline.parse([text]), pipeline.parse_with_spacy([text])) == {}

    def test_whole_pipeline(self, pipeline: parse.Pipeline) -> None:
        """The parts of the pipeline that are not loaded change nothing."""
        whole = spacy.load(parse.DEFAULT_PIPELINE)
        assert len(whole.vocab.strings) > 700_000
        for text in (REPORT, *ODDITIES):
            own, other = next(pipeline.parse([text])), whole.tokenizer(parse.plain(text))
            for before, token in itertools.pairwise(other):
                if before.is_space and "\n" in before.text:
                    token.is_sent_start = True
                elif before.text[-1].isalnum():
                    token.is_sent_start = False
            for _, component in whole.pipeline:
                other = component(other)
            assert own.to_json() == other.to_json()

    def test_shuffled_words(self, pipeline: parse.Pipeline) -> None:
        """Where sentences end is hard to guess in nonsense: the guesses that fail must not show."""
        words = REPORT.split()
        texts = [" ".join(words[start::step]) for step in (2, 3, 5, 7, 11) for start in range(step)]
        assert differences(pipeline.parse(texts), pipeline.parse_with_spacy(texts)) == {}

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.sampled_from([*REPORT.split(), "\n", ".", '."', "...", "?", "He", "and"]), max_size=60))
    def test_any_order_of_words(self, pipeline: parse.Pipeline, words: list[str]) -> None:
        assert is_same(pipeline, [" ".join(words)])

    def test_shared_corpora(self, pipeline: parse.Pipeline, shared: Path) -> None:
        texts: list[str] = []
        for text in shared_texts(shared):
            texts.append(text)
            if sum(map(len, texts)) > 5 * SHARED_TOKENS:
                break
        own = list(pipeline.parse(texts))
        found = differences(own, pipeline.parse_with_spacy(texts))
        assert sum(map(len, own)) > SHARED_TOKENS * 0.9
        assert found.total() == 0

    def test_tables_that_start_anew(self, pipeline: parse.Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = list(pipeline.parse([REPORT, *ODDITIES]))
        monkeypatch.setattr(encoder, "MAX_TYPES", 50)
        monkeypatch.setattr(attributes, "MAX_CASES", 50)
        monkeypatch.setattr(attributes, "MAX_WINDOWS", 1)
        for text, doc in zip([REPORT, *ODDITIES], expected, strict=True):
            assert differences(pipeline.parse([text]), [doc]) == {}

    def test_small_pieces_and_groups(self, pipeline: parse.Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = list(pipeline.parse([REPORT]))
        monkeypatch.setattr(encoder, "PIECE", 3)
        monkeypatch.setattr(arc_eager, "GROUP", 10)
        assert differences(pipeline.parse([REPORT]), expected) == {}

    def test_batch_is_no_context(self, pipeline: parse.Pipeline) -> None:
        texts = [REPORT, *ODDITIES, REPORT[:300], *ODDITIES]
        together = list(pipeline.parse(texts))
        alone = [next(pipeline.parse([text])) for text in texts]
        assert differences(together, alone) == {}


class TestDoc:
    def test_doc_is_whole(self, pipeline: parse.Pipeline) -> None:
        doc = next(pipeline.parse(["Ilse Varga told them on Monday that there were two plans."]))
        assert all(
            doc.has_annotation(name) for name in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "SENT_START", "ENT_IOB")
        )
        assert [(ent.text, ent.label_) for ent in doc.ents] == [
            ("Ilse Varga", "PERSON"),
            ("Monday", "DATE"),
            ("two", "CARDINAL"),
        ]
        assert [token.lemma_ for token in doc][2:4] == ["tell", "they"]
        assert str(doc[0].morph) == "Number=Sing"
        assert next(child.text for child in doc[2].children) == "Varga"
        assert [chunk.text for chunk in doc.noun_chunks][-1] == "two plans"

    def test_new_line_starts_a_sentence(self, pipeline: parse.Pipeline) -> None:
        doc = next(pipeline.parse(["Talks on fish\n\nthe two sides met"]))
        assert [sent.text.strip() for sent in doc.sents] == ["Talks on fish", "the two sides met"]

    @pytest.mark.parametrize("headline", ["Karsia bans imports of Aldovan wheat", "Talks on gas with Karsia"])
    def test_a_headline_takes_no_word_of_the_body(self, pipeline: parse.Pipeline, headline: str) -> None:
        body = "Aldova on Tuesday accused Karsia of using wheat as a lever."
        doc = next(pipeline.parse([f"{headline}\n\n{body}"]))
        assert [sent.text.strip() for sent in doc.sents] == [headline, body]

    @pytest.mark.parametrize(
        ("headline", "written"),
        [
            ("Maran Visits Port Selm As Brandt Hails Gas Deal", "Maran visits Port Selm as Brandt hails gas deal"),
            ("Maran visits Port Selm, hails Deal", "Maran visits Port Selm, hails Deal"),  # not in title case
            ("May Vows To Visit Port Selm Again", "May Vows to visit Port Selm again"),  # "Vows": the body does not say
        ],
    )
    def test_a_headline_in_title_case_is_read_as_its_body_writes(self, headline: str, written: str) -> None:
        body = "Maran may hail the deal on gas when she visits Port Selm, where Brandt hails it, said Ms. May."
        assert parse.plain(f"{headline}\n\n{headline}\n\n{body}").split("\n")[0] == written

    def test_no_sentence_starts_after_a_mere_word(self, pipeline: parse.Pipeline) -> None:
        words = [word for word in REPORT.split() if word.isalnum()]
        assert len(list(next(pipeline.parse([" ".join(words * 5)])).sents)) == 1

    def test_texts_without_words(self, pipeline: parse.Pipeline) -> None:
        docs = list(pipeline.parse(["", " \n ", "Fish."]))
        assert [len(doc) for doc in docs] == [0, 1, 2]
        assert [len(list(doc.sents)) for doc in docs] == [0, 1, 1]

    def test_no_texts(self, pipeline: parse.Pipeline) -> None:
        assert list(pipeline.parse([])) == []

    @settings(max_examples=60, deadline=None)
    @given(st.text(st.characters(codec=None), max_size=80))
    def test_offsets_are_those_of_the_text(self, pipeline: parse.Pipeline, text: str) -> None:
        doc = next(pipeline.parse([text]))
        assert doc.text == parse.plain(text)
        assert len(doc.text) == len(text)
        for token in doc:
            mine = text[token.idx : token.idx + len(token)]
            assert all(a == b or not (a.isascii() and a.isprintable()) for a, b in zip(mine, token.text, strict=True))

    def test_order_is_kept_over_batches(self, pipeline: parse.Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(parse, "BATCH_LENGTH", 30)
        texts = [f"Report {number} came late." for number in range(7)]
        assert [doc.text for doc in pipeline.parse(texts)] == texts


class TestBounds:
    def test_too_long(self, pipeline: parse.Pipeline) -> None:
        with pytest.raises(UnreadableError, match="1,048,577 characters, more than 1,048,576"):
            next(pipeline.parse(["x" * (parse.MAX_LENGTH + 1)]))

    def test_text_without_an_end_of_a_sentence(self, pipeline: parse.Pipeline) -> None:
        doc = next(pipeline.parse(["( " * 5_000]))
        assert max(len(sent) for sent in doc.sents) <= 2 * arc_eager.LONGEST

    def test_cost_is_in_proportion_to_length(self, pipeline: parse.Pipeline) -> None:
        """Once it was quadratic: 40,000 tokens took half a minute before they were parsed."""
        text = "Cod and barley were sold in Norvik. " * 5_000
        begin = time.process_time()
        doc = next(pipeline.parse([text]))
        assert len(doc) == 40_000
        assert time.process_time() - begin < 12

    def test_vocabulary_does_not_grow_without_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = []

        def open_blank(_: Sequence[str]) -> Language:
            opened.append(spacy.blank("en"))
            return opened[-1]

        pipeline = parse.Pipeline(open_blank)
        del opened[:-1]  # the fast path does not know it: opened once more, whole
        monkeypatch.setattr(parse, "BATCH_LENGTH", 1)
        monkeypatch.setattr(parse, "MAX_WORDS", len(opened[0].vocab) + 3)
        docs = [doc.text for doc in pipeline.parse(["Codfish swim.", "Herring and plaice leap.", "Eels."])]
        assert docs == ["Codfish swim.", "Herring and plaice leap.", "Eels."]
        assert len(opened) == 3

    def test_blas_threads_are_left_as_they_were(self, pipeline: parse.Pipeline) -> None:
        before = [library["num_threads"] for library in threadpool_info()]
        next(pipeline.parse([REPORT]))
        assert [library["num_threads"] for library in threadpool_info()] == before


class TestLoad:
    def test_once(self, pipeline: parse.Pipeline) -> None:
        assert parse.load(parse.DEFAULT_PIPELINE) is pipeline

    def test_absent_pipeline(self) -> None:
        with pytest.raises(PipelineError, match="'xx_no_such_pipeline' is not installed"):
            parse.load("xx_no_such_pipeline")

    def test_import_is_light(self) -> None:
        code = "import sys, dateline.parse; print({'spacy', 'numpy', 'thinc'} & set(sys.modules))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "set()"

    def test_other_pipelines_run_on_spacy(self, caplog: pytest.LogCaptureFixture) -> None:
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        with caplog.at_level(logging.WARNING):
            found = fast.fast_path(nlp)
        assert found is None
        assert "runs on spaCy itself" in caplog.text
        assert "sentencizer" in caplog.text
        asked: list[Sequence[str]] = []

        def open_other(without: Sequence[str]) -> Language:
            asked.append(without)
            return nlp

        pipeline = parse.Pipeline(open_other)
        assert not pipeline.is_fast
        assert asked[-1] == ()  # spaCy itself gets all that it may ask for
        assert [doc.text for doc in pipeline.parse(["One. Two.", ""])] == ["One. Two.", ""]

    def test_a_pipeline_with_other_results_runs_on_spacy(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """As if spaCy had changed: the check at loading notices."""
        nlp = spacy.load(parse.DEFAULT_PIPELINE)
        monkeypatch.setattr(encoder, "_EPSILON", 50)
        assert fast.fast_path(nlp) is None
        assert "differ from spaCy's" in caplog.text
