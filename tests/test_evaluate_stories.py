"""The scorer of story clustering, on labels whose scores are known by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.evaluate.stories import b_cubed, score_basil

GOLD = {"a": "x", "b": "x", "c": "y", "d": "y"}


def test_perfect_groups_score_one() -> None:
    assert b_cubed({"a": "1", "b": "1", "c": "2", "d": "2"}, GOLD) == 1.0


def test_one_group_for_all_has_half_the_precision() -> None:
    assert b_cubed(dict.fromkeys(GOLD, "1"), GOLD) == pytest.approx(2 / 3)


def test_singles_have_half_the_recall() -> None:
    assert b_cubed({key: key for key in GOLD}, GOLD) == pytest.approx(2 / 3)


def test_basil_is_measured_on_all_its_reports(shared: Path) -> None:
    first = score_basil(shared / "data" / "basil")[0]
    assert first.items == 150
    assert first.value > 0.9
