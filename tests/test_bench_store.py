"""Invented reports, and what the record on disk costs with them: a small run of the real measurement."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline import cli
from dateline.bench import disk, invented
from dateline.model import Figure, Quotation


def test_equal_seeds_give_equal_reports() -> None:
    first, again, other = (list(invented.analyses(30, seed=seed, a_day=10)) for seed in (1, 1, 2))
    assert first == again
    assert len({analysis.report.id for analysis in first}) == 30
    assert not {analysis.report.id for analysis in first} & {analysis.report.id for analysis in other}
    assert [item.report for item in invented.items(30, a_day=10)] == [analysis.report for analysis in first]


def test_reports_come_by_day_and_every_span_is_equal_to_its_text() -> None:
    made = list(invented.analyses(40, a_day=10))
    days = [analysis.report.published.from_ for analysis in made if analysis.report.published]
    assert days == sorted(day for day in days if day)
    assert len(set(days)) > 2
    for analysis in made:
        text = analysis.report.text
        assert 2000 < len(text) < 5000
        for mention in analysis.mentions:
            assert text[mention.start : mention.end] == mention.text
        for claim in analysis.claims:
            assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.text
            assert claim.evidence.text == claim.evidence.text.strip()
            if isinstance(claim, Figure):
                assert f"{claim.value:,}".startswith(claim.quantity.text.split()[0].split(",")[0])
        assert sum(isinstance(claim, Quotation) for claim in analysis.claims) > 3


def test_a_small_measurement(tmp_path: Path) -> None:
    *_, measured = disk.measure(40, tmp_path / "b.db", a_day=8)
    assert measured.growth[-1].reports == 40
    assert all(row.bytes_a_report > 1000 for row in measured.growth)
    assert {name for name, _, _ in measured.answers} >= {"find a person", "a pair of states", "search claims"}
    assert all(cost > 0 for _, _, cost in measured.answers)
    shown = disk.render(measured)
    assert "settled ms" in shown
    assert "find a person" in shown


def test_the_command_fills_no_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    done = CliRunner().invoke(cli.app, ["bench", "store", "10", "--record", str(path), "--a-day", "5"])
    assert done.exit_code == 0, done.output
    assert "bytes" not in done.output
    assert "kB each" in done.output
    again = CliRunner().invoke(cli.app, ["bench", "store", "10", "--record", str(path)])
    assert again.exit_code != 0


@pytest.mark.parametrize("size", [1, 3])
def test_as_many_as_were_asked_for(size: int) -> None:
    assert sum(1 for _ in islice(invented.analyses(size), 10)) == size
