"""How much of what, of whom: numbers, units, bounds, measures, parties; and what is no figure."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import figures, lexicon
from dateline.evaluate import figures as evaluation
from dateline.evaluate.scoring import read_items
from dateline.figures.scan import find_quantities
from dateline.figures.vocabulary import table, vocabulary
from dateline.model import Figure
from dateline.reading import Reading
from tests.factories import make_reading

CASES = Path(__file__).parent / "cases" / "en" / "figures.txt"


def _cases() -> list[tuple[str, list[str]]]:
    """Each sentence of the case file with its figures, one an indented line."""
    cases: list[tuple[str, list[str]]] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            cases[-1][1].append(line.strip())
        elif line.strip() and not line.startswith("#"):
            cases.append((line, []))
    return cases


def _show(reading: Reading, figure: Figure) -> str:
    """A figure as the case file writes it."""
    value = "?" if figure.value is None else str(figure.value)
    if figure.low is not None:
        value = f"{figure.low}..{figure.high}"
    bound = "" if figure.bound == "exact" else f"{figure.bound} "
    parties = (("of", figure.of), ("from", figure.from_), ("to", figure.to))
    tail = [f", {word} {reading.entity(name).name}" for word, name in parties if name]
    tail += [f", {figure.change}"] if figure.change != "level" else []
    tail += [f", {figure.factuality}"] if figure.factuality != "happened" else []
    what = f"{figure.measure}: {figure.measure_kind}{''.join(tail)}"
    return f"{figure.quantity.text} = {bound}{value} {figure.unit} | {what}"


@pytest.mark.parametrize(("sentence", "expected"), _cases())
def test_cases(sentence: str, expected: list[str]) -> None:
    reading = make_reading(sentence)
    assert [_show(reading, figure) for figure in figures.find_figures(reading)] == expected


def _quantities(text: str) -> list[tuple[str, Decimal, str]]:
    found = find_quantities(text, vocabulary(lexicon.load("en").numbers))
    return [(text[q.start : q.end], q.low, q.unit) for q in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8,114.20", "8114.20"),
        ("1,20,000", "120000"),
        ("2 hundred million", "200000000"),
        ("two and a half", "2.5"),
        ("thirty-one thousand four hundred fifteen", "31415"),
        ("one hundred and twenty", "120"),
        ("half a million", "500000"),
        ("a dozen", "12"),
        ("three point five", "3.5"),
        ("a hundred", "100"),
        ("2½", "2.5"),
        ("7 1/2", "7.5"),
        ("300k", "300000"),
        ("minus 40", "-40"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    ((_, low, _),) = _quantities(f"They had {text} of it")
    assert low == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$1.2bn", "1200000000", "USD"),
        ("US $71.50 per barrel", "71.50", "USD"),
        ("A$5m", "5000000", "AUD"),
        ("€3.5 million", "3500000", "EUR"),
        ("8 million pounds", "8000000", "GBP"),
        ("8 pounds", "8", "[lb_av]"),
        ("40 rupees", "40", "rupee"),
        ("EUR70m", "70000000", "EUR"),
        ("12 per cent", "12", "percent"),
        ("3 percentage points", "3", "percentage point"),
        ("45kg", "45", "kg"),
        ("20 km/h", "20", "km/h"),
        ("5m wide", "5", "m"),
        ("2.6m tons", "2600000", "ton"),
        ("250 sq m", "250", "m2"),
        ("a quarter of a mile", "0.25", "[mi_i]"),
        ("minus-40 degrees Fahrenheit", "-40", "[degF]"),
        ("fivefold", "5", "times"),
    ],
)
def test_units(text: str, value: str, unit: str) -> None:
    ((_, low, found),) = _quantities(f"It is {text}.")
    assert (low, found) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "It was founded on 8 July 2024 and closed on May 3.",
        "In 2019 they met; the 1990s and 2016-17 were quiet.",
        "It opens at 10:30 p.m. and 5 pm.",
        "The Boeing 737 crashed under Article 5 of the treaty.",
        "Version 2.4.1 was sent to +1-222-555-0199.",
        "The RAV4 and the PLX-18 were tested.",
        "After 9/11 nobody slept 24/7.",
        "See photo 3 of 25.",
        "It was the first of its kind, and the third.",
    ],
)
def test_numbers_that_are_no_figures(text: str) -> None:
    assert figures.find_figures(make_reading(text)) == ()


def test_an_age_is_labelled_as_what_it_is() -> None:
    reading = make_reading("Anna Berg, 51, and a 15-year-old boy, aged 15, were there.")
    assert [f.quantity.role for f in figures.find_quantities(reading)] == ["age", "age", "age"]
    assert [(f.measure_kind, f.unit) for f in figures.find_figures(reading)] == [("age", "a")] * 3


def test_a_fate_told_at_the_noun_has_the_time_told_there() -> None:
    text = "Some 70 miners abducted by rebels in 2019 were seen on Monday."
    (figure,) = figures.find_figures(make_reading(text, published="2024-07-10"))
    assert figure.measure_kind == "detained"
    assert figure.when is not None
    assert figure.when.text == "2019"


@pytest.mark.parametrize(
    "text", ["A fire killed 12 on Sunday and wounded 30.", "A fire killed 12 and wounded 30 on Sunday."]
)
def test_two_fates_of_one_deed_have_one_time(text: str) -> None:
    found = figures.find_figures(make_reading(text, published="2024-07-10"))
    assert [figure.when.text if figure.when else None for figure in found] == ["Sunday", "Sunday"]


def test_a_bare_dollar_beside_us_dollars_is_no_us_dollar() -> None:
    found = figures.find_figures(make_reading("The bridge cost US$40 million, and the road cost $60 million."))
    assert [f.unit for f in found] == ["USD", "dollar"]


def test_a_conversion_in_brackets_is_one_figure() -> None:
    reading = make_reading("The road is more than 100 kilometers (60 miles) long.")
    assert [q.quantity.bound for q in figures.find_quantities(reading)] == ["more_than", "more_than"]
    assert [f.unit for f in figures.find_figures(reading)] == ["km"]


def test_a_former_level_keeps_its_own_period() -> None:
    found = figures.find_figures(
        make_reading("Norway's imports rose to $5 billion in 2021, up from $4 billion in 2020.")
    )
    assert [(f.value, f.when.value if f.when else None) for f in found] == [
        (Decimal(5_000_000_000), "2021"),
        (Decimal(4_000_000_000), "2020"),
    ]


def test_a_former_toll_never_contradicts_the_new_one() -> None:
    found = figures.find_figures(make_reading("The death toll rose to 61 from 58."))
    assert [(f.value, f.measure_kind) for f in found] == [(Decimal(61), "killed")]


def test_a_shared_period_belongs_to_both_halves() -> None:
    found = figures.find_figures(
        make_reading("Imports from Poland reached $6 billion and exports from Norway $4 billion in 2022.")
    )
    assert [f.when.value if f.when else None for f in found] == ["2022", "2022"]


def test_evidence_is_the_reports_own_words() -> None:
    text = "He said:\r\n“At\u00a0least 20 soldiers 👩‍🚒 were killed,” and cafe\u0301s lost €3\u00a0million."
    found = figures.find_figures(make_reading(text))
    assert [f.quantity.text for f in found] == ["At\u00a0least 20", "€3\u00a0million"]
    for figure in found:
        for words in (figure.evidence, figure.quantity):
            assert words.text == text[words.start : words.end]


SIGNS = [*"0159.,-–/$€%()\n ’“", "e\u0301", "\u00a0", "\r\n", "👩‍🚒", "m", "bn", "US$"]
WORDS = [
    " and",
    " to",
    " from",
    " between",
    " million",
    " dozen",
    " half a",
    " a third of",
    " killed",
    " people",
    " at least",
]
SMALL = [" percent", " of", " one in", " minus", " years", " the", " or", " up to", " over", " including"]
PIECES = st.sampled_from([*SIGNS, *WORDS, *SMALL])


@given(st.lists(PIECES, max_size=25).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_quantities_in_order(text: str) -> None:
    found = find_quantities(text, vocabulary(lexicon.load("en").numbers))
    for quantity in found:
        assert 0 <= quantity.start <= quantity.core[0] < quantity.core[1] <= quantity.end <= len(text)
    for one, two in pairwise(found):
        assert one.core[1] <= two.core[0]


@given(st.lists(PIECES, min_size=1, max_size=12).map("".join))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_gives_claims_with_their_words(text: str) -> None:
    reading = make_reading(f"x {text}")
    for figure in figures.find_figures(reading):
        assert figure.quantity.text == reading.report.text[figure.quantity.start : figure.quantity.end]
        assert figure.unit
        assert figure.measure


def test_a_long_text_is_read_in_linear_time() -> None:
    words = vocabulary(lexicon.load("en").numbers)
    text = "from 5 to 7 or 9 - 10 and 20 million, between 3 and " * 1500
    started = time.perf_counter()
    assert find_quantities(text, words)
    assert time.perf_counter() - started < 20


def test_every_unit_has_a_name_or_a_symbol() -> None:
    known = {*lexicon.load("en").numbers.unit_names, *table().units}
    assert {code for codes in table().dimensions.values() for code in codes} <= known


# ── measured on public data ──────────────────────────────────────────────────────────────────────


def test_newsquant_check_value(shared: Path) -> None:
    items = list(read_items(shared / "data" / "newsquant" / "dev.jsonl"))
    gold = [evaluation.gold_rows(item) for item in items]
    counts = evaluation.count_rows(gold, [evaluation.digit_rows(item["text"]) for item in items])["value"]
    assert [round(100 * x, 1) for x in (counts.precision, counts.recall, counts.f1)] == [55.1, 68.0, 60.9]


def test_newsquant_targets(shared: Path) -> None:
    reached = {m.metric: m.value for m in evaluation.score(shared / "data" / "newsquant")}
    assert reached["value F1"] >= 0.93
    assert reached["unit F1"] >= 0.87
    assert reached["change F1"] >= 0.89


def test_trade_of_the_two_reports(shared: Path) -> None:
    """Value, kind and direction of the trade that both reports speak of; the names are facts of the world."""
    rows = set()
    for file in sorted((shared / "reports" / "moscow-visit").glob("*.txt")):
        reading = make_reading(file.read_text(encoding="utf-8"))
        country = {entity.id: entity.country for entity in reading.entities}
        for f in figures.find_figures(reading):
            if f.unit == "USD" and f.value is not None:
                parties = tuple(country.get(name or "") for name in (f.of, f.from_, f.to))
                rows.add((int(f.value / 10**9), f.bound, f.measure_kind, *parties))
    assert rows == {
        (4, "exact", "export", "IND", "IND", "RUS"),
        (65, "exact", "import", "IND", "RUS", None),
        (60, "exact", "import", "IND", "RUS", None),
        (65, "about", "trade", "IND", None, "RUS"),
    }


def test_a_day_of_the_next_sentence_is_not_the_figures() -> None:
    reading = make_reading("Shares in Selm jumped by 14 percent. Two years ago its fleet was hit by a strike.")
    (figure,) = figures.find_figures(reading)
    assert figure.when is None
