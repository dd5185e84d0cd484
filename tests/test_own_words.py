"""What the project contains, we wrote: no run of words of the real reports and benchmarks stands in it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RUN = 8  # words in a row that two texts do not share by chance
FACTS = ("src/dateline/data/", "requirements/")  # names of organizations, states and packages are what they are
FORMULAS = "tests/cases/en/furniture.txt"  # formulas that every page prints

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of words of ``text``, case and punctuation aside."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    return zip(*(words[i:] for i in range(RUN)), strict=False)


def strings(value: Any) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def foreign_texts(shared: Path) -> Iterator[str]:
    """The texts of the reports and of the benchmark data."""
    for path in sorted((shared / "reports").rglob("*.txt")):
        yield path.read_text(encoding="utf-8")
    for path in sorted((shared / "data").rglob("*.json*")):
        if path.suffix == ".jsonl":
            for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
                yield from strings(json.loads(line))
        elif path.name != "index.json":
            yield from strings(json.loads(path.read_text(encoding="utf-8")))


def test_no_text_of_the_real_reports_is_in_the_project(shared: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    own: dict[tuple[str, ...], str] = {}
    for name in listed:
        text = name.endswith((".py", ".toml", ".txt", ".md", ".json", ".html", ".j2"))
        if text and not name.startswith(FACTS) and name != FORMULAS:
            own.update(dict.fromkeys(runs((ROOT / name).read_text(encoding="utf-8")), name))
    copied = {(own[run], " ".join(run)) for text in foreign_texts(shared) for run in runs(text) if run in own}
    assert copied == set()
