"""The scorer of agreements and conflicts: each definition on a record made by hand, and the key against its reports."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from dateline.evaluate.agreement import Item, Key, Side, judge, read_keys, score
from dateline.model import (
    AnyClaim,
    Difference,
    Entry,
    Event,
    Figure,
    Record,
    Relation,
    Report,
    Standing,
    Time,
    Value,
)
from tests.records import RUN

GOLD = Path(__file__).resolve().parents[1] / "gold" / "agreement"
TEXTS = {
    "a": "On Friday, 12 boats sank and 3 sailors drowned.",
    "b": "A dozen boats went down; 3 sailors died.",
    "c": "Twenty boats sank on Thursday.",
}
REPORTS = {name: Report(id=f"id-{name}", outlet=name, url=name, text=text) for name, text in TEXTS.items()}


def figure(report: str, words: str) -> Figure:
    made = REPORTS[report]
    start = made.text.index(words)
    return Figure(
        evidence=made.quote(0, len(made.text)),
        quantity=made.quote(start, start + len(words)),
        value=Decimal(1),
        unit="boat",
        measure="boats",
        method="test",
    )


def event(report: str, trigger: str, day: str) -> Event:
    made = REPORTS[report]
    start, at = made.text.index(trigger), made.text.index(day)
    return Event(
        evidence=made.quote(0, len(made.text)),
        type=None,
        trigger=made.quote(start, start + len(trigger)),
        when=Time(text=day, report=made.id, start=at, end=at + len(day)),
        method="test",
    )


def office(report: str, words: str) -> Relation:
    made = REPORTS[report]
    start = made.text.index(words)
    phrase = made.quote(start, start + len(words))
    return Relation(evidence=phrase, subject="x", relation="office", words=phrase, method="test")


def holds(item: Item, standing: Standing, *claims: AnyClaim, positions: tuple[tuple[AnyClaim, ...], ...] = ()) -> bool:
    """Whether a record with one entry of these claims finds ``item`` (of a trap: falls into it)."""
    values = tuple(Value(value="", claims=tuple(claim.id for claim in each)) for each in positions)
    entry = Entry(
        id="entry",
        story="story",
        kind=claims[0].kind,
        label="",
        standing=standing,
        claims=tuple(claim.id for claim in claims),
        outlets=(),
        origins=2,
        differences=(Difference(field="value", values=values),) if values else (),
    )
    record = Record(run=RUN, reports=tuple(REPORTS.values()), claims=claims, entries=(entry,))
    key = Key(story="boats", kind="accident", title="", world=True, reports=tuple(TEXTS), items=(item,))
    return bool(judge(record, [key]).results[0].entries)


BOATS = Item(item="agreement", what="twelve boats", kind="figure", words={"a": ("12 boats",), "b": ("dozen boats",)})
NUMBER = Item(
    item="conflict",
    what="how many boats",
    kind="figure",
    sides=(Side(words=BOATS.words), Side(words={"c": ("Twenty boats",)})),
)
A, B, C = figure("a", "12"), figure("b", "A dozen"), figure("c", "Twenty")


def test_an_agreement_needs_claims_of_two_of_its_reports() -> None:
    assert holds(BOATS, "agreed", A, B)
    assert holds(BOATS, "compatible", A, B)
    assert not holds(BOATS, "agreed", A, figure("b", "3"))
    assert not holds(BOATS, "agreed", A, C)


def test_an_agreement_within_a_conflict_is_one_position() -> None:
    assert holds(BOATS, "conflicting", A, B, C, positions=((A, B), (C,)))
    assert not holds(BOATS, "conflicting", A, B, positions=((A,), (B,)))


def test_figures_are_found_by_figures_and_a_date_by_anything() -> None:
    sank = (event("a", "12 boats sank", "Friday"), event("b", "boats went down", "died"))
    assert not holds(BOATS, "agreed", *sank)
    dated = Item(item="agreement", what="Friday", kind="date", words={"a": ("On Friday",), "b": ("went down",)})
    assert holds(dated, "agreed", *sank)


def test_a_conflict_needs_two_sides_and_the_standing() -> None:
    assert holds(NUMBER, "conflicting", A, C)
    assert not holds(NUMBER, "compatible", A, C)
    assert not holds(NUMBER, "conflicting", A, B)
    assert holds(Item(item="development", what="", kind="figure", sides=NUMBER.sides), "compatible", A, C)
    assert not holds(Item(item="development", what="", kind="figure", sides=NUMBER.sides), "agreed", A, C)


def test_a_trap_joins_both_sides_and_not_by_their_day() -> None:
    trap = Item(item="trap", what="", sides=(Side(words={"a": ("On Friday",)}), Side(words={"c": ("Thursday",)})))
    days = (event("a", "12 boats sank", "Friday"), event("c", "boats sank", "Thursday"))
    assert not holds(trap, "agreed", *days)
    joined = Item(item="trap", what="", sides=(Side(words={"a": ("3 sailors",)}), Side(words={"c": ("Twenty",)})))
    assert holds(joined, "conflicting", figure("a", "3"), C)
    assert not holds(joined, "single", figure("a", "3"), C)


def test_offices_are_found_and_not_counted_as_shown() -> None:
    item = Item(item="agreement", what="", kind="office", words={"a": ("sailors",), "b": ("sailors",)})
    claims = (office("a", "sailors"), office("b", "sailors"))
    assert holds(item, "agreed", *claims)
    entry = Entry(
        id="e",
        story="s",
        kind="relation",
        label="",
        standing="agreed",
        claims=(claims[0].id, claims[1].id),
        outlets=(),
        origins=2,
    )
    record = Record(run=RUN, reports=tuple(REPORTS.values()), claims=claims, entries=(entry,))
    assert judge(record, []).shown == ()


def test_words_that_stand_twice_and_reports_that_were_not_read_are_refused() -> None:
    twice = Item(item="agreement", what="", words={"a": ("s",)})
    with pytest.raises(ValueError, match="times in a"):
        holds(twice, "agreed", A, B)
    with pytest.raises(ValueError, match="not read"):
        holds(Item(item="agreement", what="", words={"z": ("boats",)}), "agreed", A, B)


def test_the_key_speaks_of_its_reports_word_for_word() -> None:
    lines = (GOLD / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    reports = [json.loads(line) for line in lines]
    texts = {report["url"]: f"{report['title']}\n\n{report['text']}" for report in reports}
    keys = read_keys(GOLD)
    assert sorted(url for key in keys for url in key.reports) == sorted(texts)
    for key in keys:
        assert set(key.events) <= set(key.reports)
        for item in key.items:
            held = [item.words] if item.item == "agreement" else [side.words for side in item.sides]
            assert len({report for words in held for report in words}) > 1 or item.item == "trap", item.what
            assert len(held) > (item.item != "agreement"), item.what
            for report, phrases in ((report, phrases) for words in held for report, phrases in words.items()):
                assert report in key.reports
                assert [texts[report].count(phrase) for phrase in phrases] == [1] * len(phrases), (item.what, phrases)


def test_the_key_is_measured_whole() -> None:
    measures = {measure.metric: measure for measure in score(GOLD)}
    assert measures["agreements found"].items == 199
    assert measures["conflicts found"].items == 44
    assert measures["look-alikes kept apart"].value > 0.9
    assert measures["agreements found"].value > 0.3
