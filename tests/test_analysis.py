"""The examples of docs/analysis.md run against an export of the samples, and give what they say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dateline import api, export
from dateline.model import Record

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
Table = list[dict[str, Any]]


def examples(language: str) -> dict[str, str]:
    """The examples of a language by the heading above them."""
    found: dict[str, str] = {}
    for heading, body in re.findall(r"^#{2,3} ([^\n]+)\n(.*?)(?=^#{2,3} |\Z)", PAGE, flags=re.M | re.S):
        for number, code in enumerate(re.findall(rf"```{language}\n(.*?)```", body, flags=re.S)):
            found[f"{heading}{' ' * number}"] = code
    return found


SQL, PYTHON, R = examples("sql"), examples("python"), examples("r")


@pytest.fixture(scope="module")
def record() -> Record:
    return api.brief([ROOT / "samples" / "lisbon-visit"])


@pytest.fixture(scope="module")
def folder(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("analysis")
    export.write([record], "parquet", place / "out")
    export.write([record], "csv", place / "tables")
    return place


@pytest.fixture
def results(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Table]:
    monkeypatch.chdir(folder)
    connection = duckdb.connect()
    found = {}
    for heading, code in SQL.items():
        rows = connection.sql(code)
        found[heading] = [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]
    return found


def test_the_sql_examples_find_what_the_samples_tell(results: dict[str, Table]) -> None:
    assert len(results) == 9
    assert [heading for heading, rows in results.items() if not rows] == []
    events = {row["event"]: row for row in results["What passed between two states"]}
    signed = next(row for label, row in events.items() if label.startswith("Signing") and row["outlets"] > 2)
    assert not [label for label in events if label.startswith("Planned")]
    assert 1 < signed["origins"] < signed["outlets"]  # the reprint of the agency's copy is no witness of its own
    months = results["A dyad through time, by quad class"]
    assert {str(row["month"]) for row in months} == {"2031-05-01"}
    imports = results["A figure through time"]
    assert {row["value"] for row in imports} == {780e6, 900e6}
    assert {row["unit"] for row in imports} == {"EUR"}
    conflicts = {(row["label"], row["value"]) for row in results["Where outlets conflict"]}
    assert {value for label, value in conflicts if "imports" in label} == {"€780 million", "€900 million"}
    stands = {row["outlet"]: row for row in results["How often an outlet stands against the others"]}
    assert all(0 <= row["in_conflict"] <= row["shared"] for row in stands.values())
    said = " ".join(row["words"] for row in results["What somebody said"])
    assert "We will not leave the families without an answer" in said
    assert all(row["exact"] for row in results["From a number back to its sentence"])
    assert all("lanned" in row["plan"] for row in results["What is still ahead"])
    offices = {(row["name"], row["title"], row["of_whom"]): row["reports"]
               for row in results["Who holds which office, by which report"]}  # fmt: skip
    assert offices["Ingrid Solheim", "prime minister", "Norway"] >= 3


@pytest.mark.parametrize("heading", PYTHON)
def test_the_pandas_examples_run(heading: str, folder: Path) -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", PYTHON[heading]], cwd=folder, capture_output=True,
                          text=True, check=False, timeout=120)  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = {
        "Figures as a table: measure by outlet": ("import", "780000000", "Harbour Post"),
        "Directed events between countries: a matrix for a network": ("NOR", "PRT"),
        "How much rests on one origin": ("conflicting", "figure"),
    }[heading]
    assert [word for word in told if word not in done.stdout] == [], done.stdout


@pytest.mark.parametrize("heading", R)
def test_the_r_examples_run(heading: str, folder: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("no Rscript on this machine")
    code = R[heading]
    if "library(arrow)" in code:
        asked = "quit(status = !all(c('arrow', 'dplyr') %in% rownames(installed.packages())))"
        if subprocess.run(["Rscript", "-e", asked], check=False, capture_output=True).returncode:
            pytest.skip("R has no arrow or no dplyr")
    done = subprocess.run(["Rscript", "-e", code], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "conflicting" in done.stdout or "fishermen" in done.stdout or "11" in done.stdout


def test_every_example_is_run() -> None:
    fenced = re.findall(r"```(\w*)\n", PAGE)
    assert len(SQL) == fenced.count("sql")
    assert len(PYTHON) == fenced.count("python")
    assert len(R) == fenced.count("r")
