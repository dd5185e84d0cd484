"""How things are said."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import wording
from dateline.model import Entity, Event, Figure, Outlet, Report, Role, Time
from tests.factories import make_report
from tests.records import day, year

REPORT = make_report("About sixty boats left Port Selm. An unknown number of sailors stayed.")


def figure(value: str | None = None, unit: str = "person", **more: Any) -> Figure:
    more = {name: Decimal(end) if name in ("low", "high") else end for name, end in more.items()}
    return Figure(
        evidence=REPORT.quote(0, 17),
        quantity=REPORT.quote(34, 54),
        value=Decimal(value) if value else None,
        unit=unit,
        measure="boats",
        method="test",
        **more,
    )


@pytest.mark.parametrize(
    ("given_figure", "said"),
    [
        (figure("20", bound="at_least"), "at least 20"),
        (figure("65E+9", "USD", bound="about"), "about $65 billion"),
        (figure("60000000000", "USD"), "$60 billion"),
        (figure("1234567", "vote"), "1,234,567 votes"),
        (figure("1.25E+6", "barrel"), "1.25 million barrels"),
        (figure("40", "percent", bound="more_than"), "more than 40 percent"),
        (figure("1", "percentage_point", change="rise"), "up 1 percentage point"),
        (figure("3.50", "[mi_i]", change="fall"), "down 3.5 miles"),
        (figure(low="24", high="36", bound="range"), "24–36"),
        (figure(low="5E+9", high="6.5E+9", unit="EUR", bound="range"), "€5–6.5 billion"),
        (figure(low="900000", high="1200000", bound="range"), "900,000 – 1.2 million"),
        (figure(low="24", high="120", bound="about"), "an unknown number"),
        (figure(low="24", bound="range"), "at least 24"),
        (figure(high="24", bound="range"), "at most 24"),
        (figure("5E+9", "RUB"), "5 billion Russian rubles"),
        (figure("80", "USD/[bbl_us]"), "$80 a barrel"),
        (figure("1", "country"), "1 country"),
        (figure("7", "country"), "7 countries"),
        (figure("2", "cruise missile"), "2 cruise missiles"),
        (figure("12", "aircraft"), "12 aircraft"),
        (figure("90", "km/h"), "90 kilometres an hour"),
        (figure("5", "rank", measure_kind="rank"), "5th"),
        (figure("0", "m"), "0 metres"),
        (figure("-3", "Cel"), "-3 degrees Celsius"),
        (figure(bound="unknown"), "An unknown number"),
    ],
)
def test_quantity(given_figure: Figure, said: str) -> None:
    assert wording.quantity(given_figure) == said


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_no_number_loses_a_digit(value: Decimal) -> None:
    said, _, scale = wording.number(value).partition(" ")
    power = wording.words().scales.get(scale, 0)
    assert Decimal(said.replace(",", "")).scaleb(power) == value


def span(first: str | None, last: str | None, grain: Any = "day", **more: Any) -> Time:
    return Time(
        from_=dt.date.fromisoformat(first) if first else None,
        to=dt.date.fromisoformat(last) if last else None,
        grain=grain,
        **more,
    )


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (day("2024-07-08"), "8 July 2024"),
        (year(2019), "2019"),
        (span("2020-06-01", "2020-06-30", "month"), "June 2020"),
        (span("2024-07-01", "2024-07-07", "week"), "week of 1 July 2024"),
        (span("2024-04-01", "2024-06-30", "quarter"), "second quarter of 2024"),
        (span("2024-07-01", "2024-12-31", "half"), "second half of 2024"),
        (span("2024-06-01", "2024-08-31", "season", value="2024-SU"), "summer 2024"),
        (span("2010-01-01", "2019-12-31", "decade"), "the 2010s"),
        (span("1901-01-01", "2000-12-31", "century"), "the 20th century"),
        (span("2023-04-01", "2024-03-31", "year", text="the fiscal year"), "financial year 2023–24"),
        (span("2023-04-01", "2024-03-31", "year", text="the past year"), "April 2023 – March 2024"),
        (span("2024-07-08", "2024-07-08", "time", value="2024-07-08T15:30", type="time"), "8 July 2024, 15:30"),
        (span("2020-01-01", "2020-12-31", "year", mod="END"), "late 2020"),
        (span("2017-11-16", "2017-11-30", "month", mod="END"), "late November 2017"),
        (span("2017-11-16", "2017-11-18", "day", mod="END"), "16–18 November 2017"),
        (span("2021-05-03", None), "since 3 May 2021"),
        (span(None, "2021-05-03"), "until 3 May 2021"),
        (span("2024-07-08", "2024-07-09"), "8–9 July 2024"),
        (span("2024-07-30", "2024-08-02"), "30 July – 2 August 2024"),
        (span("2023-12-30", "2024-01-02"), "30 December 2023 – 2 January 2024"),
        (span("2022-01-01", "2023-12-31"), "2022–2023"),
        (Time(text="this week", shift="P0W"), "“this week”"),
        (Time(text="five years", type="duration", value="P5Y"), "“five years”"),
        (Time(), ""),
    ],
)
def test_when(time: Time, said: str) -> None:
    assert wording.when(time) == said


@given(st.dates(), st.dates())
def test_every_interval_names_its_years(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    said = wording.interval(first, last)
    assert str(first.year) in said
    assert str(last.year) in said


def test_lists_names_and_counts() -> None:
    assert [wording.join("ABC"[:n]) for n in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert wording.numbers([7, 1, 2, 3, 9, 10]) == "1–3, 7, 9, 10"
    assert wording.possessive("Karsia") == "Karsia's"
    assert wording.possessive("the Northern Isles") == "the Northern Isles'"
    assert [wording.count(n, "independent origin") for n in (1, 2)] == ["1 independent origin", "2 independent origins"]
    assert [wording.ordinal(n) for n in (1, 2, 3, 11, 12, 13, 21, 102)] == [
        "1st", "2nd", "3rd", "11th", "12th", "13th", "21st", "102nd",
    ]  # fmt: skip


def test_source_falls_back_to_the_agency() -> None:
    nobody = Outlet(id="unknown", name="")
    assert wording.source(Report(id="r", outlet="unknown", text="x"), nobody) == "outlet unknown"
    assert wording.source(Report(id="r", outlet="unknown", text="x", agency="Northern Wire"), nobody) == "Northern Wire"
    assert wording.source(REPORT, Outlet(id="harbour-post", name="Harbour Post")) == "Harbour Post"


def test_role_names_the_body_once() -> None:
    karsia = Entity(id="k", name="Karsia", type="state")
    assert wording.role(Role(title="energy minister"), karsia) == "energy minister of Karsia"
    assert wording.role(Role(title="president of Karsia"), karsia) == "president of Karsia"
    assert wording.role(Role(title="energy minister")) == "energy minister"


def test_act_and_factuality_are_plain_words() -> None:
    words = REPORT.quote(0, 5)
    storm = Event(type=None, mode="flash_flood", evidence=words, trigger=words, method="t", factuality="planned")
    assert wording.act(storm) == "flash flood"
    assert wording.factuality(storm) == "planned"


TEXT = """Boats leave harbour

Mr. Brandt, Gen. Holm and the U.S. envoy met in Port Selm. They denied on Monday, after a long night of talks in the \
old customs house by the harbour and many telephone calls to ministers who had gone to bed, that 60 boats had left, \
and they added that the weather, which had been bad since the beginning of the month, would not let any boat of that \
size leave the harbour before the end of the week at the very earliest. “Nobody sails!” he said. Rain fell."""


def excerpt_of(words: str, width: int = 200) -> str:
    start = TEXT.index(words)
    return wording.excerpt(make_report(TEXT), start, start + len(words), width)


def test_excerpt_is_the_sentence_and_abbreviations_end_none() -> None:
    assert excerpt_of("envoy") == "Mr. Brandt, Gen. Holm and the U.S. envoy met in Port Selm."
    assert excerpt_of("leave harbour") == "Boats leave harbour"
    assert excerpt_of("sails") == "“Nobody sails!” he said."


def test_excerpt_keeps_the_denial_before_the_words() -> None:
    said = excerpt_of("60 boats had left")
    assert said.startswith("They denied on Monday")
    assert "60 boats had left" in said
    assert said.endswith("…")


@given(st.data())
def test_excerpt_is_whole_words_of_the_text(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(TEXT) - 2))
    end = data.draw(st.integers(start + 1, len(TEXT)))
    said = wording.excerpt(make_report(TEXT), start, end, data.draw(st.integers(20, 300)))
    assert said.strip("…") in wording.flat(TEXT)
    assert wording.flat(TEXT[start:end]) in said


@given(st.text())
def test_visible_text_cannot_command_or_reorder(text: str) -> None:
    shown = wording.visible(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not [char for char in shown if unicodedata.category(char) == "Cf" and char not in "\u200c\u200d"]


def test_visible_keeps_what_readers_need() -> None:
    plain = "Zürich, “Ақтау”, 北京, 👩‍🚀, e\u0301, \u0645\u06cc\u200c\u062e"
    assert wording.visible(plain) == plain
    assert wording.visible("a\x1b[31mb\u202ec\x9bd") == "a␛[31mbc\ufffdd"
