"""Who holds which office, who works where, who supplies and belongs to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import relations
from dateline.model import Relation
from tests.factories import make_reading

CASES = Path(__file__).parent / "cases" / "en" / "relations.txt"


def _cases() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" -> ")) for line in lines if line.strip() and not line.startswith("#")]  # type: ignore[misc]


def _find(text: str, **given: str) -> tuple[Relation, ...]:
    return relations.find_relations(make_reading(text, **given))


@pytest.mark.parametrize(("sentence", "expected"), _cases())
def test_cases(sentence: str, expected: str) -> None:
    reading = make_reading(sentence)
    found = [
        f"{r.relation}: {reading.entity(r.subject).name}, {r.title or '-'}, "
        f"{reading.entity(r.object).name if r.object else '-'}"
        for r in relations.find_relations(reading)
    ]
    assert "; ".join(found or ["nothing"]) == expected


def test_words_span_the_whole_phrase() -> None:
    (relation,) = _find("Yesterday Ravi Menon, the foreign secretary of India, spoke to reporters.")
    assert relation.words.text == "Ravi Menon, the foreign secretary of India"
    assert relation.evidence == relation.words


def test_a_copula_shows_its_clause() -> None:
    (relation,) = _find("Norway is Poland's biggest supplier of gas, and prices fell.")
    assert relation.evidence.text.startswith("Norway is Poland's biggest supplier of gas")


@pytest.mark.parametrize(
    ("sentence", "factuality"),
    [
        ("Anna Dahl is the president of Norway.", "happened"),
        ("Anna Dahl is not the president of Norway.", "denied"),
        ("Anna Dahl will become president of Norway.", "planned"),
        ("Anna Dahl may become president of Norway.", "hypothetical"),
        ("Anna Dahl, the former president of Norway, left.", "happened"),
    ],
)
def test_factuality(sentence: str, factuality: str) -> None:
    (relation,) = _find(sentence)
    assert relation.factuality == factuality


def test_a_relation_is_told_once() -> None:
    found = _find("President Pavel Orlov of Russia spoke. President Orlov left. President Pavel Orlov slept.")
    assert [relation.words.text for relation in found] == ["President Pavel Orlov of Russia"]


def test_a_list_gives_an_office_to_nobody_else() -> None:
    text = "Lars Berg and Anna Dahl, the foreign minister, met."
    found = _find(text)
    assert all("Lars" not in relation.words.text for relation in found)


@given(st.text(alphabet=st.sampled_from("Prsident Orlvf,’s\u00a0é\u0301🙂\r\n“”the hdminW."), max_size=60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_words_are_the_reports_own(text: str) -> None:
    reading = make_reading("Ravi Menon, the foreign secretary of India, said " + text)
    for relation in relations.find_relations(reading):
        for part in (relation.words, relation.evidence):
            assert part.text == reading.report.text[part.start : part.end]
        assert {relation.subject, relation.object} - {None} <= {entity.id for entity in reading.entities}


def test_ids_are_unique() -> None:
    found = _find(
        "Kurt Hale, the U.S. deputy secretary of state and head of the Nordic Council, and his wife, Anna Hale, left."
    )
    assert len({relation.id for relation in found}) == len(found)


@pytest.mark.parametrize(
    ("sentence", "past"),
    [
        ("Karl Rozman, minister of defence in his cabinet, was sentenced.", True),
        ("Officials said that Karl Rozman, once the commander of a regiment, had been arrested.", True),
        ("Karl Rozman, the minister of trade at the time, signed it.", True),
        ("Karl Rozman, the mayor of Selm, then agreed.", False),
        ("Then the mayor, Karl Rozman, left.", False),
    ],
)
def test_an_office_held_once_is_marked(sentence: str, past: bool) -> None:
    (relation,) = _find(sentence)
    assert relation.method.endswith("/past") is past
