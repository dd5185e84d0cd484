"""Who said what: marked-up cases, offsets that hold, speakers, and the public data's check values."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import dates, entities, lexicon, parse
from dateline.evaluate import quotations as evaluation
from dateline.evaluate.scoring import read_items
from dateline.model import Entity, Mention, Quotation, Report
from dateline.quotations import find_attributed, find_quotations
from dateline.quotations.marks import find_stretches
from dateline.reading import Reading

CASES = Path(__file__).parent / "cases" / "en" / "quotations.txt"


def read(text: str, published: str | None = None) -> Reading:
    """A text with its entities and times, as the stages before quotations give it."""
    del published
    doc = next(iter(parse.load().parse([text])))
    reading = Reading(report=Report(id="r", outlet="o", text=text), doc=doc, lexicon=lexicon.load("en"))
    found, mentions = entities.find_entities(reading)
    reading = replace(reading, entities=found, mentions=mentions)
    return replace(reading, times=dates.find_times(reading))


def cases() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            found[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            found.append((line.replace("\\n", "\n"), []))
    return found


def described(reading: Reading, quotation: Quotation, expected: str) -> str:
    """The quotation in the words of the cases, with the fields that ``expected`` names."""
    source = quotation.source.text if quotation.source else "-"
    cue = quotation.cue.text if quotation.cue and quotation.cue.text not in source else "-"
    parts = [quotation.form, source, cue, " … ".join(part.text for part in quotation.content)]
    values = {
        "speaker": reading.entity(quotation.speaker).name if quotation.speaker else None,
        "to": reading.entity(quotation.addressee).name if quotation.addressee else None,
        "occasion": quotation.occasion,
        "medium": quotation.medium,
        "when": quotation.when.text if quotation.when else None,
        "fact": quotation.factuality,
    }
    named = [field.split("=")[0] for field in expected.split(" | ")[4:]]
    return " | ".join(parts + [f"{name}={values[name]}" for name in named])


@pytest.mark.parametrize(("text", "expected"), cases(), ids=[text[:40] for text, _ in cases()])
def test_cases(text: str, expected: list[str]) -> None:
    reading = read(text)
    found = find_quotations(reading)
    wanted = [] if expected == ["none"] else expected
    lines = [described(reading, q, wanted[i] if i < len(wanted) else "") for i, q in enumerate(found)]
    assert lines == wanted


# ── speakers ─────────────────────────────────────────────────────────────────────────────────────


def given_entities(text: str, *names: str) -> Reading:
    """A reading whose only mentions are these names (a place is written "@Name")."""
    plain = [name.lstrip("@") for name in names]
    found = tuple(
        Entity(id=name.lstrip("@"), name=name.lstrip("@"), type="place" if name.startswith("@") else "person")
        for name in names
    )
    mentions = tuple(
        Mention(report="r", start=at, end=at + len(name), text=name, entity=name)
        for name in plain
        for at in [text.index(name)]
    )
    return replace(read(text), entities=found, mentions=mentions)


def test_speaker_stands_behind_an_apposition_and_a_relative_pronoun() -> None:
    reading = given_entities("The foreign minister, Ana Ruiz, said the port was closed.", "Ana Ruiz")
    assert [q.speaker for q in find_quotations(reading)] == ["Ana Ruiz"]
    reading = given_entities("They met Ana Ruiz, who said that the port was closed.", "Ana Ruiz")
    assert [q.speaker for q in find_quotations(reading)] == ["Ana Ruiz"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A spokesman for Ana Ruiz said the port was closed.", ["Ana Ruiz"]),
        ("Ana Ruiz's spokesman said the port was closed.", ["Ana Ruiz"]),
        ("Ana Ruiz and Per Dahl said the port was closed.", ["Ana Ruiz", "Per Dahl"]),
        ("Lisbon said the port was closed.", ["@Lisbon"]),
    ],
)
def test_speaker_is_left_out_where_it_is_nobody_that_is_named(text: str, names: list[str]) -> None:
    quotations = find_quotations(given_entities(text, *names))
    assert [(q.source is not None, q.speaker) for q in quotations] == [(True, None)]


def test_addressee_occasion_and_day() -> None:
    text = "“The port is closed,” Ana Ruiz told Per Dahl in an interview on Friday."
    (quotation,) = find_quotations(given_entities(text, "Ana Ruiz", "Per Dahl"))
    assert (quotation.speaker, quotation.addressee) == ("Ana Ruiz", "Per Dahl")
    assert quotation.occasion is not None
    assert quotation.occasion.startswith("in an interview")
    assert quotation.when is not None
    assert quotation.when.text == "Friday"


def test_the_day_inside_what_was_said_is_not_the_day_of_saying() -> None:
    (quotation,) = find_quotations(read("Ana Ruiz said the port would open on Friday."))
    assert quotation.when is None


def test_wishes_are_attributed_but_are_no_quotations() -> None:
    reading = read("The minister supports the ban on trucks.")
    assert find_quotations(reading) == ()
    assert [q.method for q in find_attributed(reading)] == ["quotations/attitude"]


# ── offsets ──────────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [
        "Ana Ruiz",
        " said",
        " “Wir warten",
        "”",
        '"',
        "'",
        "’s",
        ", ",
        ". ",
        "\r\n\r\n",
        "\u00a0",
        "é",
        "🚢",
        "e\u0301",
        " the port is closed",
        " according to ",
        "«",
        "»",
        " told reporters",
        ":",
        " ''",
        " — ",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, min_size=1, max_size=25).map("".join))
def test_every_word_is_the_report_s(text: str) -> None:
    reading = read(text)
    for quotation in find_attributed(reading):
        parts = [quotation.evidence, *quotation.content, *(p for p in (quotation.source, quotation.cue) if p)]
        assert all(part.text == text[part.start : part.end] and part.text for part in parts)
        assert all(quotation.evidence.start <= p.start and p.end <= quotation.evidence.end for p in quotation.content)


@given(st.text(alphabet="ab .,“”\"'‘’«»\n", max_size=60))
def test_stretches_are_ordered_apart_and_within_a_paragraph(text: str) -> None:
    last = 0
    for stretch in find_stretches(text):
        assert last <= stretch.start < stretch.inner_start <= stretch.inner_end <= stretch.end <= len(text)
        assert "\n" not in text[stretch.start : stretch.end]
        assert text[stretch.inner_start : stretch.inner_end].strip()
        last = stretch.end


def test_each_of_many_paragraphs_keeps_its_own_quotations() -> None:
    paragraph = "“We will wait,” Ana Ruiz said. “It is cold.”"
    reading = read("\n\n".join([paragraph] * 100))
    assert len(find_stretches(reading.report.text)) == 200
    assert [q.cue is None for q in find_quotations(reading)] == [False, True] * 100


def test_no_word_is_listed_twice() -> None:
    raw = tomllib.loads(resources.files("dateline").joinpath("lang/en/speech.toml").read_text(encoding="utf-8"))
    lists = {**{k: v for k, v in raw.items() if isinstance(v, list)}, **raw["words"], **raw["preposition"]}
    assert {name: len(words) for name, words in lists.items()} == {n: len(set(w)) for n, w in lists.items()}


# ── the scorer ───────────────────────────────────────────────────────────────────────────────────


def test_runs_of_labels() -> None:
    labels = ["B-cue", "I-cue", "B-cue", "O", "B-content", "I-content"]
    assert evaluation.runs(labels) == {("cue", 0, 2), ("cue", 2, 3), ("content", 4, 6)}


def quoted_as_content(groups: list[dict[str, list[str]]]) -> list[list[str]]:
    """The README's trivial system: content from each `` to the next '' inclusive."""
    found = []
    for group in groups:
        labels, opened = ["O"] * len(group["tokens"]), -1
        for position, word in enumerate(group["tokens"]):
            if word == "``" and opened < 0:
                opened = position
            elif word == "''" and opened >= 0:
                labels[opened : position + 1] = ["B-content", *["I-content"] * (position - opened)]
                opened = -1
        found.append(labels)
    return found


def verbs_as_cue(groups: list[dict[str, list[str]]]) -> list[list[str]]:
    words = "said says say told added tweeted wrote asked argued called according announced"
    return [["B-cue" if word.lower() in words.split() else "O" for word in group["tokens"]] for group in groups]


@pytest.mark.parametrize(
    ("system", "role", "value"), [(quoted_as_content, "content", 0.2958), (verbs_as_cue, "cue", 0.4456)]
)
def test_check_values_of_polnear(shared: Path, system: object, role: str, value: float) -> None:
    items = list(read_items(shared / "data" / "polnear" / "dev_sentences.jsonl"))
    measures = {m.metric: m.value for m in evaluation.score_sentences(items, system)}  # type: ignore[arg-type]
    assert measures[f"{role} exact F1"] == pytest.approx(value, abs=0.0001)
