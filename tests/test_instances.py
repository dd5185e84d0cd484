"""Events across reports: how our mentions are laid on a set's, and that the sets are measured at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dateline.evaluate.instances import _aligned, _laid, _one_day, _stretch, score_ecbplus
from dateline.evaluate.instances import _Instance as Instance


def test_each_of_our_spans_gets_the_nearest_that_it_overlaps() -> None:
    gold = {("r", 0, 5): "a", ("r", 3, 9): "b", ("s", 0, 5): "c"}
    assert _aligned([("r", 0, 4), ("r", 4, 9), ("r", 20, 24)], gold) == {
        ("r", 0, 4): ("r", 0, 5),
        ("r", 4, 9): ("r", 3, 9),
    }


def test_an_event_told_within_one_report_only_counts_neither_way() -> None:
    def instance(*starts: int) -> Instance:
        return Instance(frozenset(("r", start, start + 1) for start in starts), None, frozenset())

    gold, inner = [instance(0, 1), instance(2)], [instance(5)]
    ours = [frozenset({("r", 0, 1), ("r", 1, 2)}), frozenset({("r", 5, 6)}), frozenset({("r", 9, 10)})]
    counts, pairs = _laid(gold, inner, ours)
    assert (counts.right, counts.spurious, counts.missed) == (1, 1, 1)
    assert pairs == [(0, 0)]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2008-06-09", (dt.date(2008, 6, 9), dt.date(2008, 6, 9))),
        ("2008-02", (dt.date(2008, 2, 1), dt.date(2008, 2, 29))),
        ("2008-12", (dt.date(2008, 12, 1), dt.date(2008, 12, 31))),
        ("2008", (dt.date(2008, 1, 1), dt.date(2008, 12, 31))),
        ("XXXX-XX-XX", None),
        ("", None),
    ],
)
def test_a_value_is_read_as_its_days(value: str, days: tuple[dt.date, dt.date] | None) -> None:
    assert _stretch(value) == days


def test_the_coarser_day_may_contain_the_finer() -> None:
    assert _one_day(_stretch("2008-06"), _stretch("2008-06-09"))
    assert not _one_day(_stretch("2008-06-09"), _stretch("2008-06-10"))
    assert not _one_day(_stretch("2008-06-09"), None)


def test_ecbplus_is_measured_on_its_event_mentions(shared: Path) -> None:
    whole, found = score_ecbplus(shared / "data" / "ecbplus")
    assert whole.items == found.items > 1000
    assert found.baseline is not None
    assert found.value > 0.6
