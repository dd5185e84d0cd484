"""Names, entities, coreference within a report, and places."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import entities, lexicon, parse
from dateline.entities import gazetteer as gazetteer_module
from dateline.evaluate import coreference
from dateline.evaluate import entities as evaluation
from dateline.evaluate.scoring import read_items
from dateline.model import Entity, Mention, content_id
from dateline.reading import Reading

from .factories import make_reading, make_report

CASES = Path(__file__).parent / "cases" / "en" / "entities.txt"
MARK = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")


@dataclass(frozen=True)
class Marked:
    start: int
    end: int
    expected: tuple[str, ...]


def cases() -> list[str]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def unmark(line: str) -> tuple[str, list[Marked]]:
    text, marks, last = "", [], 0
    for match in MARK.finditer(line):
        text += line[last : match.start()].replace(" ¶ ", "\n\n")
        start = len(text)
        text += match[1]
        wanted = () if match[2] == "-" else tuple(part.strip() for part in match[2].split(" + "))
        marks.append(Marked(start, len(text), wanted))
        last = match.end()
    return text + line[last:].replace(" ¶ ", "\n\n"), marks


def said_of(reading: Reading, mark: Marked) -> list[Entity]:
    return [reading.entity(m.entity) for m in reading.mentions if (m.start, m.end) == (mark.start, mark.end)]


@pytest.mark.parametrize("line", cases())
def test_case(line: str) -> None:
    text, marks = unmark(line)
    reading = make_reading(text)
    for mark in marks:
        found = said_of(reading, mark)
        names = (
            {f"{e.name}@{e.type}" for e in found} if any("@" in w for w in mark.expected) else {e.name for e in found}
        )
        if not mark.expected:
            assert not found, text[mark.start : mark.end]
        else:
            assert names == set(mark.expected), text[mark.start : mark.end]


# ── identity ─────────────────────────────────────────────────────────────────────────────────────


def by_name(reading: Reading, name: str) -> Entity:
    return next(entity for entity in reading.entities if entity.name == name)


def test_states_and_known_organizations_have_one_id_in_all_reports() -> None:
    first = make_reading("Moscow denied it. NATO agreed. Zoran Petrov left.")
    second = make_reading("Russian troops left. The alliance, NATO, met. Zoran Petrov returned.")
    assert by_name(first, "Russia").id == by_name(second, "Russia").id == content_id("state", "RUS")
    assert by_name(first, "NATO").id == by_name(second, "NATO").id == content_id("organization", "NATO")
    assert by_name(first, "Zoran Petrov").id != by_name(second, "Zoran Petrov").id


def test_aliases_hold_the_other_forms() -> None:
    reading = make_reading("Prime Minister Zoran Petrov left. Petrov smiled.")
    assert by_name(reading, "Zoran Petrov").aliases == ("Petrov",)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("President Boris Kallas of Russia spoke.", "Boris Kallas", "RUS"),
        ("Indian Prime Minister Arun Mehta spoke.", "Arun Mehta", "IND"),
        ("Arun Mehta, India's foreign secretary, spoke.", "Arun Mehta", "IND"),
        ("Arun Mehta, the foreign secretary of India, spoke.", "Arun Mehta", "IND"),
        ("Arun Mehta, who likes India, spoke.", "Arun Mehta", None),
        ("The Chinese Foreign Ministry spoke.", "Chinese Foreign Ministry", "CHN"),
        ("Officials met in Lyon, France.", "Lyon", "FRA"),
    ],
)
def test_country(text: str, name: str, country: str | None) -> None:
    assert by_name(make_reading(text), name).country == country


def test_ministries_of_two_states_are_two() -> None:
    reading = make_reading("Poland's Defense Ministry denied it. Turkey's Defense Ministry confirmed it.")
    found = {entity.country for entity in reading.entities if entity.name == "Defense Ministry"}
    assert found == {"POL", "TUR"}


def test_demonym_is_innermost_and_the_group_is_at_its_noun() -> None:
    reading = make_reading("Indian officials denied the report.")
    assert reading.doc[0].text == "Indian"
    at_adjective, at_noun = reading.entity_at(reading.doc[0]), reading.entity_at(reading.doc[1])
    assert at_adjective is not None
    assert at_noun is not None
    assert (at_adjective.type, at_adjective.country) == ("state", "IND")
    assert (at_noun.type, at_noun.country) == ("group", "IND")


def test_headline_words_are_no_names() -> None:
    text = "Petrov Says Talks Collapsed After Fight Over Gas\n\nZoran Petrov said on Monday that talks had collapsed."
    reading = make_reading(text)
    assert [entity.name for entity in reading.entities] == ["Zoran Petrov"]
    assert [mention.text for mention in reading.mentions if mention.start < 48] == ["Petrov"]


def test_makers_of_a_report_are_nobody() -> None:
    text = "Zoran Petrov left.\n\nJana Novak contributed to this report from Riga."
    assert [entity.name for entity in make_reading(text).entities] == ["Zoran Petrov"]


def test_dateline_is_a_place() -> None:
    reading = make_reading("MOSCOW — Zoran Petrov left on Monday.")
    assert [e.type for e in reading.entities if "MOSCOW" in (e.name, *e.aliases)] == ["place"]


# ── places ───────────────────────────────────────────────────────────────────────────────────────


def test_place_gives_country_and_coordinates() -> None:
    reading = make_reading("Talks were held in Lyon, France, and in Tallinn.")
    found = entities.place(reading, "Lyon")
    assert found is not None
    assert (found.country, round(found.latitude or 0), round(found.longitude or 0)) == ("FRA", 46, 5)
    assert found.entity == by_name(reading, "Lyon").id
    tallinn = entities.place(reading, next(m for m in reading.mentions if m.text == "Tallinn"))
    assert tallinn is not None
    assert tallinn.country == "EST"


def test_place_without_certainty_has_no_coordinates() -> None:
    found = entities.place(make_reading("The fair was held in Springfield."), "Springfield")
    assert found is not None
    assert (found.country, found.latitude) == (None, None)


def test_place_of_a_person_is_none() -> None:
    reading = make_reading("Zoran Petrov left.")
    assert entities.place(reading, reading.mentions[0]) is None


def test_city_is_disambiguated_by_what_follows() -> None:
    reading = make_reading("The church is in St. Petersburg, Florida.")
    assert by_name(reading, "St. Petersburg").country == "USA"


# ── invariants ───────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    ["Zoran Petrov", "Mr. Petrov’s", "“he said”", "India", "the two leaders", "Moscow", "\u00a0", "\r\n", "🙂",
     "e\u0301", "met", "said", ",", ".", "who", "its", "the Indian leader", "U.S.", "“", "”", "—", "\n\n", "she", "-"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=25))
def test_mentions_are_words_of_the_report(pieces: list[str]) -> None:
    text = " ".join(pieces)
    report = make_report(text)
    doc = next(iter(parse.load().parse([text])))
    reading = Reading(report=report, doc=doc, lexicon=lexicon.load("en"))
    found, mentions = entities.find_entities(reading)
    ids = {entity.id for entity in found}
    assert len(ids) == len(found)
    for mention in mentions:
        assert mention.text == text[mention.start : mention.end] != ""
        assert mention.entity in ids
    assert entities.find_entities(reading) == (found, mentions)


def test_empty_report() -> None:
    assert make_reading("").mentions == ()


# ── gazetteer ────────────────────────────────────────────────────────────────────────────────────


def test_gazetteer_is_consistent() -> None:
    gazetteer = gazetteer_module.load()
    assert len(gazetteer.states) > 195
    for organization in gazetteer.organizations.values():
        assert set(organization.members) <= set(gazetteer.states), organization.name
        assert organization.country is None or organization.country in gazetteer.states, organization.name
    for codes in lexicon.load("en").names.twins.values():
        assert set(codes) <= set(gazetteer.states)


def test_longest_name_wins() -> None:
    found = gazetteer_module.load().match("West Bank towns", 0)
    assert found is not None
    assert found[0] == "West Bank"


def test_a_name_ends_with_a_word() -> None:
    found = gazetteer_module.load().match("Indianapolis", 0)
    assert found is None


# ── scorers ──────────────────────────────────────────────────────────────────────────────────────


def chains(*groups: str) -> list[frozenset[str]]:
    return [frozenset(group) for group in groups]


def test_coreference_scores_of_a_worked_example() -> None:
    """Key {a b c} {d e}, response {a b} {c d} {e}: worked by hand."""
    scores = coreference.score(chains("abc", "de"), chains("ab", "cd", "e"))
    assert (scores.muc.recall, scores.muc.recall_of) == (1, 3)
    assert (scores.muc.precision, scores.muc.precision_of) == (1, 2)
    assert scores.b_cubed.recall / scores.b_cubed.recall_of == pytest.approx((4 / 3 + 1 / 3 + 0.5 + 0.5) / 5)
    assert scores.b_cubed.precision / scores.b_cubed.precision_of == pytest.approx((2 + 0.5 + 0.5 + 1) / 5)
    assert scores.ceaf_e.recall == pytest.approx(4 / 5 + 2 / 3)


def test_perfect_response_scores_one() -> None:
    assert coreference.score(chains("abc", "de"), chains("de", "abc")).conll == pytest.approx(1)


@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=4))
def test_best_assignment_is_no_worse_than_greedy(rows: list[list[int]]) -> None:
    width = max(map(len, rows))
    gain = np.array([row + [0] * (width - len(row)) for row in rows], dtype=float)
    pairs = coreference.best_assignment(gain)
    assert len({r for r, _ in pairs}) == len(pairs) == len({c for _, c in pairs}) == min(gain.shape)
    greedy, free = 0.0, set(range(width))
    for row in gain:
        if free:
            best = max(free, key=lambda c, row=row: row[c])  # type: ignore[misc]
            greedy += row[best]
            free.discard(best)
    assert sum(gain[r, c] for r, c in pairs) >= greedy - 1e-9


def test_newswcl50_check_value(shared: Path) -> None:
    """Clusters by last word give the published check value: the scorer is the one the data's README defines."""
    docs = list(read_items(shared / "data/newswcl50/docs.jsonl"))
    scores = []
    for topic in sorted({doc["topic"] for doc in docs}):
        pairs: list[Any] = [(doc["id"], m) for doc in docs if doc["topic"] == topic for m in doc["mentions"]]
        pairs = [(doc, m) for doc, m in pairs if m["kind"] == "entity"]
        sizes = {chain: sum(m["chain"] == chain for _, m in pairs) for chain in {m["chain"] for _, m in pairs}}
        pairs = [(doc, m) for doc, m in pairs if sizes[m["chain"]] > 1]
        ids = [(doc, m["id"], m["chain"]) for doc, m in pairs]
        key = coreference.chains_of(zip(ids, (m["chain"] for _, m in pairs), strict=True))
        words = (evaluation.last_word(m["text"]) for _, m in pairs)
        scores.append(coreference.score(key, coreference.chains_of(zip(ids, words, strict=True))))
    assert sum(score.conll for score in scores) / len(scores) == pytest.approx(0.566, abs=0.0006)


def test_precision_of_coreference_on_the_annotated_sample(shared: Path, pipeline: parse.Pipeline) -> None:
    """Of the sampled pronouns and descriptions that are resolved, more than nine in ten rightly.

    The sample is offsets only: report, start, end, and for each entity meant the offset of one of its names.
    """
    sample = json.loads((Path(__file__).parent / "data" / "coreference_sample.json").read_text(encoding="utf-8"))
    folder = shared / "data" / "news_stories"
    items = {item["id"]: item for item in read_items(folder / "other.jsonl")}
    for path in (folder / "world").rglob("*.json"):
        item = json.loads(path.read_text(encoding="utf-8"))
        items[item["id"]] = item
    texts = {}
    for name in sorted({item[0] for item in sample})[::4]:  # a quarter of the reports keeps this test short
        texts[name] = f"{items[name]['title'] or ''}\n\n{items[name]['text']}"[:9000]
    right = total = 0
    for (name, text), doc in zip(texts.items(), pipeline.parse(texts.values()), strict=True):
        reading = Reading(report=make_report(text), doc=doc, lexicon=lexicon.load("en"))
        _, mentions = entities.find_entities(reading)
        for start, end, wanted in (item[1:] for item in sample if item[0] == name):
            found = {m.entity for m in mentions if (m.start, m.end) == (start, end)}
            if found:
                total += 1
                right += found == {entity for offset in wanted for entity in entities_over(mentions, offset)}
    assert total > 20
    assert right / total > 0.9


def entities_over(mentions: tuple[Mention, ...], offset: int) -> set[str]:
    over = [m for m in mentions if m.start <= offset < m.end]
    least = min((m.end - m.start for m in over), default=0)
    return {m.entity for m in over if m.end - m.start == least}


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("Norvik Motors Inc. of Bergen grew. Norvik said it would hire. Shares of Norvik Motors rose.", 1),
        ("Norvik Motors Inc. of Bergen grew. Norvik Opera said it would hire. The Norvik Opera is old.", 2),
    ],
)
def test_a_company_is_one_without_its_legal_form_and_trade(text: str, companies: int) -> None:
    reading = make_reading(text)
    assert len({entity.id for entity in reading.entities if "Norvik" in entity.name}) == companies
