"""The day of an undated report, from the words it shares with its story."""

from __future__ import annotations

import datetime as dt

import pytest

from dateline.match import interval
from dateline.model import Record, Run
from dateline.record import consolidate
from tests.factories import make_analysis

RUN = Run(version="test", settings={}, lexicon="", models=())

BEFORE = """Prime Minister Tomas Brandt of Aldova will meet President Ilse Maran of Karsia in Vienna this week. He is \
expected to land in Vienna on Monday, and the two leaders will hold talks about gas on Tuesday. “We attach great \
importance to this summit,” the Aldovan foreign minister, Olga Venn, told reporters in Port Selm on Friday."""
AFTER = """Aldovan Prime Minister Tomas Brandt arrived in Vienna on Monday for talks with Karsian President Ilse Maran \
about gas. The talks will be held on Tuesday. Aldova's foreign minister Olga Venn told reporters on Friday that gas \
was the first subject of the summit. The leaders last met in 2019."""


def record(other_day: str | None) -> Record:
    return consolidate(
        [make_analysis(BEFORE, outlet="harbour-post"), make_analysis(AFTER, published=other_day, outlet="wire")], RUN
    )


def test_an_undated_report_is_dated_by_its_story() -> None:
    made = record("2024-06-03")
    undated = next(report for report in made.reports if report.outlet == "harbour-post")
    assert undated.published is not None
    assert undated.published.basis == "story"
    first, last = interval(undated.published) or (None, None)
    assert dt.date(2024, 6, 1) <= (first or dt.date.min) <= (last or dt.date.max) <= dt.date(2024, 6, 3)


@pytest.mark.parametrize(
    ("words", "day"), [("Monday", "2024-06-03"), ("Tuesday", "2024-06-04"), ("Friday", "2024-05-31")]
)
def test_its_weekdays_stand_on_the_right_days(words: str, day: str) -> None:
    made = record("2024-06-03")
    undated = next(report.id for report in made.reports if report.outlet == "harbour-post")
    times = [time for time in made.times if time.report == undated and time.text == words]
    assert [(time.value, time.basis) for time in times] == [(day, "story")]


def test_no_dated_report_no_date() -> None:
    assert {report.published for report in record(None).reports} == {None}
