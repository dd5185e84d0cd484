"""The documentation is tested: the README shows what the command prints, and what is documented exists."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), ROOT / "samples" / "README.md"])


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, in a terminal of 80 columns."""
    return subprocess.run(
        [sys.executable, "-m", "dateline", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "80", "NO_COLOR": "1", "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
    )


def test_the_readme_shows_what_the_command_prints() -> None:
    (excerpt,) = re.findall(r"```text\n(.*?)```", README, flags=re.S)
    done = run("brief", "samples/lisbon-visit", "--quiet")
    assert done.returncode == 0, done.stderr
    assert excerpt.strip(), "the README shows nothing"
    assert done.stdout.startswith(excerpt.rstrip("\n")), f"put this into README.md:\n{done.stdout[: len(excerpt)]}"


def test_the_readmes_python_runs(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.S)
    for name, file in (("one.txt", "1-tagus-courier.txt"), ("two.txt", "2-agency.txt")):
        text = (ROOT / "samples" / "lisbon-visit" / file).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_options_that_are_documented_exist() -> None:
    told = set(re.findall(r"(?<=[\s`])--[a-z]+", README)) - {"--quiet"}
    known = "".join(
        run(*words, "--help").stdout for words in (["brief"], ["add"], ["watch"], ["export"], ["show", "pair"])
    )
    assert {option for option in told if option not in known} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), f"{page.name} links to {link}"


def test_every_setting_is_documented() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in Settings.__struct_fields__ if f"`{name}" not in pages] == []


def test_every_room_is_on_the_map() -> None:
    house = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "src" / "dateline").iterdir() if not path.name.startswith(("_", "py.typed"))]
    missing = [room for room in rooms if f"`{room}" not in house and f"{room}/" not in house]
    assert missing == []


def test_no_page_names_a_machine() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(?:work|home|root|Users)/", text), page.name


def test_the_tutorial_runs(tmp_path: Path) -> None:
    """Its commands in order, each printing what the page says; then its chart."""
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    blocks = re.findall(r"```console\n(.*?)```", page, flags=re.S)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.M)[1:]]
    assert len(steps) > 6
    for step in steps:
        command, _, expected = step.partition("\n")
        done = run(*shlex.split(command)[1:], cwd=tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        pattern = ".*".join(re.escape(part.strip()) for part in expected.split("…"))
        assert re.match(pattern, done.stdout, flags=re.S), f"{command} printed\n{done.stdout}"
    (chart,) = re.findall(r"```python\n(.*?)```", page, flags=re.S)
    drawn = subprocess.run([sys.executable, "-c", chart], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert drawn.returncode == 0, drawn.stderr
    assert "+" in drawn.stdout
    assert 'class="up"' in (tmp_path / "pair.html").read_text(encoding="utf-8")
