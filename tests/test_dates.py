"""Time expressions: words to days, what decides them, and what they are said of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import dates
from dateline.dates import shifts
from dateline.dates.grammar import find
from dateline.dates.words import classes
from dateline.evaluate.dates import score_gum, score_meantime, score_tempeval
from dateline.lexicon import load
from tests.factories import make_reading

CASES = Path(__file__).parent / "cases" / "en"
_MARK = re.compile(r"\{([^{}]*?) = ([^{}]*)\}")


def _lines(name: str) -> Iterator[str]:
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _cases() -> Iterator[tuple[str | None, str]]:
    day: str | None = None
    for line in _lines("dates.txt"):
        if line.startswith("@"):
            day = None if "undated" in line else line[1:].strip()
        else:
            yield day, line


@pytest.mark.parametrize(("day", "marked"), list(_cases()))
def test_marked_sentences(day: str | None, marked: str) -> None:
    reading = make_reading(_MARK.sub(r"\1", marked), published=day)
    found = [(time.text, time.value if day or not time.shift else time.shift) for time in reading.times]
    expected = [(words, value) for words, value in _MARK.findall(marked)]
    if day is None:
        found = [
            (words, value if time.shift else "") for (words, value), time in zip(found, reading.times, strict=True)
        ]
    trimmed = [(words.removeprefix("in ").removeprefix("the "), value) for words, value in found]
    assert trimmed == [(words.removeprefix("in ").removeprefix("the "), value) for words, value in expected]


@pytest.mark.parametrize("line", list(_lines("dates_attached.txt")))
def test_attached(line: str) -> None:
    sentence, expected = line.split(" -> ")
    start = sentence.index("*")
    reading = make_reading(sentence.replace("*", ""), published="2024-07-10")
    token = next(token for token in reading.doc if token.idx == start)
    time = dates.time_for(reading, token)
    assert (time.text if time else "nothing") == expected


@given(st.text(alphabet=st.sampled_from("Monday July 8, 2024’s\u00a0é\u0301🙂\r\n“”in–-:pm.1990s"), max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_words_are_the_reports_own(text: str) -> None:
    reading = make_reading("On Monday, July 8, 2024, " + text, published="2024-07-10")
    for time in reading.times:
        assert time.start is not None
        assert time.end is not None
        assert time.text == reading.report.text[time.start : time.end]
        assert time.from_ is None or time.to is None or time.from_ <= time.to


def test_offsets_hold_beside_emoji_and_curly_quotes() -> None:
    text = "🙂 “We left on\u00a0Monday’s ferry,” she said\u2009in\u00a02019.\r\n"
    reading = make_reading(text, published="2024-07-10")
    assert [time.text for time in reading.times] == ["Monday’s", "2019"] or [time.text for time in reading.times] == [
        "Monday",
        "2019",
    ]
    assert all(text[time.start : time.end] == time.text for time in reading.times)


def test_basis_says_how_a_day_is_known() -> None:
    reading = make_reading("She said today that he left on Friday, not in 2019.", published="2024-07-10")
    assert [(time.text, time.basis) for time in reading.times] == [
        ("today", "publication"),
        ("Friday", "relative"),
        ("2019", "explicit"),
    ]


def test_redate_resolves_what_an_undated_report_left_open() -> None:
    reading = make_reading("The ministers will dine on Tuesday, as they did in 2021.")
    coming, fixed = reading.times
    assert coming.from_ is None
    dated = dates.redate(coming, dt.date(2024, 7, 7))
    assert (dated.from_, dated.to, dated.basis) == (dt.date(2024, 7, 9), dt.date(2024, 7, 9), "story")
    assert dates.redate(fixed, dt.date(2024, 7, 7)) == fixed


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("The border has been closed since 2015.", "2015-01-01", None),
        ("The troops must leave by 1 May 2025.", None, "2025-05-01"),
        ("The border was closed in 2015.", "2015-01-01", "2015-12-31"),
    ],
)
def test_open_ends(sentence: str, first: str | None, last: str | None) -> None:
    reading = make_reading(sentence, published="2024-07-10")
    verb = next(token for token in reading.doc if token.lemma_ in ("close", "leave"))
    time = dates.time_for(reading, verb)
    assert time is not None
    assert (str(time.from_ or "") or None, str(time.to or "") or None) == (first, last)


def test_an_open_end_stays_open_when_the_story_dates_the_report() -> None:
    reading = make_reading("The border has been closed since Friday.")
    time = dates.time_for(reading, next(token for token in reading.doc if token.lemma_ == "close"))
    assert time is not None
    dated = dates.redate(time, dt.date(2024, 7, 7))
    assert (dated.from_, dated.to, dated.mod) == (dt.date(2024, 7, 5), None, "ON_OR_AFTER")


def test_a_day_fits_where_weekday_and_date_agree() -> None:
    (time,) = make_reading("The summit opened on Monday, July 8.").times
    assert dates.day_fits(time, dt.date(2024, 7, 10))
    assert not dates.day_fits(time, dt.date(2023, 7, 10))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        (
            "Profit rose in the 2023-24 financial year. The firm's financial year runs from 1 April to 31 March.",
            "2023-04-01",
            "2024-03-31",
        ),
        (
            "Profit rose in fiscal 2022, which ended in September. The fiscal year ends in September.",
            "2021-10-01",
            "2022-09-30",
        ),
        ("Profit rose in the 2023-24 financial year.", "2023-01-01", "2024-12-31"),
    ],
)
def test_financial_years_as_the_text_says_they_run(text: str, first: str, last: str) -> None:
    time = make_reading(text, published="2024-07-10").times[0]
    assert (str(time.from_), str(time.to)) == (first, last)


@pytest.mark.parametrize(
    ("shift", "first", "last"),
    [
        ("day-3", "2024-07-07", "2024-07-07"),
        ("week+1 tue@+0", "2024-07-16", "2024-07-16"),
        ("wed<=", "2024-07-10", "2024-07-10"),
        ("wed<", "2024-07-03", "2024-07-03"),
        ("wed>", "2024-07-17", "2024-07-17"),
        ("dec@-1", "2023-12-01", "2023-12-31"),
        ("07-08<= mon=", "2024-07-08", "2024-07-08"),
        ("02-29<=", "2024-02-29", "2024-02-29"),
        ("fy04+0", "2024-04-01", "2025-03-31"),
        ("FY2024-04", "2023-04-01", "2024-03-31"),
        ("past:P2W", "2024-06-26", "2024-07-10"),
        ("year+0 /START", "2024-01-01", "2024-07-01"),
        ("2019..2021", "2019-01-01", "2021-12-31"),
        ("easter<=", "2024-03-31", "2024-03-31"),
        ("thanksgiving@-1", "2023-11-23", "2023-11-23"),
        ("2023-W01", "2023-01-02", "2023-01-08"),
        ("WI<=", "2023-12-01", "2024-02-29"),
    ],
)
def test_shifts(shift: str, first: str, last: str) -> None:
    stretch = shifts.resolve(shift, dt.date(2024, 7, 10))
    assert stretch is not None
    assert (str(stretch.first), str(stretch.last)) == (first, last)


@pytest.mark.parametrize("shift", ["07-08<= tue=", "2023-02-30", "year+9000"])
def test_shifts_that_fit_no_day(shift: str) -> None:
    assert shifts.resolve(shift, dt.date(2024, 7, 10)) is None


def test_relative_shifts_need_a_day() -> None:
    assert shifts.resolve("day-1", None) is None


def test_an_unknown_step_is_an_error() -> None:
    with pytest.raises(shifts.ShiftError, match="fortnight"):
        shifts.resolve("fortnight-1", dt.date(2024, 7, 10))


def test_a_long_text_takes_linear_time() -> None:
    lexed = "On Monday, July 8, from May to June 2024 and two days before the 1990s. "
    kinds = classes(load("en"))
    assert len(find(kinds.lex(lexed * 3000), kinds)) >= 12000


def test_tempeval_check_value(shared: Path) -> None:
    value, day, relaxed, _ = score_tempeval(shared / "data" / "tempeval3_aquaint")
    assert value.items == 579
    assert day.baseline == pytest.approx(124 / 579)
    assert value.value > 0.79
    assert relaxed.value > 0.93


def test_other_sets_score(shared: Path) -> None:
    spans, values = score_gum(shared / "data" / "gum")
    assert spans.items == 400
    assert values.value > 0.7
    spans, values = score_meantime(shared / "data" / "meantime")
    assert values.value > 0.85
