"""Speed side by side: what is shown, and that a run gives figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import bench
from dateline.bench import Row
from dateline.errors import NothingReadError


def make_row(tool: str, cpu: float, *, processes: int = 1, wall: float | None = None) -> Row:
    return Row(
        tool,
        bench.DOES[tool],
        reports=10,
        tokens=10_000,
        cpu_seconds=cpu,
        wall_seconds=wall or cpu,
        load_seconds=1.5,
        peak_mb=400,
        processes=processes,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(6):
        body = (
            f"The {number + 2} sides met on Monday in Port Marrow. They agreed on nothing at all, an official said.\n"
        )
        (tmp_path / f"{number}.txt").write_text(f"Talks on fish quotas\n\n{body}", encoding="utf-8")
    return tmp_path


def test_rates_are_per_cpu_second() -> None:
    row = make_row("parse", 0.5)
    assert (row.tokens_per_second, row.reports_per_second) == (20_000, 20)


def test_absent_tool_has_no_rate() -> None:
    assert Row("cqe", "quantities", absent="no environment").tokens_per_second == 0


def test_summary() -> None:
    rows = [
        make_row("spacy", 2.0),
        make_row("parse", 0.5),
        make_row("analyse", 1.0),
        make_row("timexy", 4.0),
        make_row("textacy", 6.0),
        make_row("analyse", 1.0, processes=2, wall=0.5),
    ]
    assert bench.summary(rows) == [
        "Our parse is 4.0 times as fast as spaCy.",
        "Our whole reading is 10.0 times as fast as timexy, textacy together.",
        "Two processes read 2.00 times as much as one in the same time.",
    ]


def test_render_names_what_is_absent() -> None:
    shown = bench.render(
        [make_row("parse", 0.5), Row("cqe", "quantities", absent="no environment 'cqe' among the peers")]
    )
    lines = shown.splitlines()
    assert lines[2].split() == ["parse", "the", "parse", "20,000", "20.00", "400", "1.5"]
    assert lines[3].split(maxsplit=2) == ["cqe", "quantities", "absent: no environment 'cqe' among the peers"]


def test_split_keeps_all_texts_once() -> None:
    texts = [str(number) for number in range(23)]
    warm, rest = bench.split(texts)
    assert sorted(warm + rest) == sorted(texts)
    assert len(warm) == 5


def test_too_little_to_measure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One report that stands alone in its folder, about fish.", encoding="utf-8")
    with pytest.raises(NothingReadError, match="1 reports found"):
        bench.read([tmp_path], tools=["parse"])


def test_read(folder: Path) -> None:
    absent, ours = bench.read([folder], tools=["quantulum3", "parse"])
    assert absent.absent == "no environment 'quantulum3' among the peers"
    assert ours.absent is None
    assert ours.reports == 4
    assert ours.tokens > 4 * 20
    assert ours.cpu_seconds > 0
    assert 50 < ours.peak_mb < 700


def test_a_tool_that_fails_is_absent_with_its_reason(folder: Path, tmp_path: Path) -> None:
    python = tmp_path / "peers" / "timexy" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho 'no such module' >&2\nexit 3\n", encoding="utf-8")
    python.chmod(0o755)
    assert [row.absent for row in bench.read([folder], peers=tmp_path / "peers", tools=["timexy"])] == [
        "no such module"
    ]
