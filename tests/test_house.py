"""The house keeps its shape: imports go downwards, words are data, the public surface is a list."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import dateline

SOURCE = Path(dateline.__file__).parent

ROOMS = (
    "model",
    "errors",
    "lexicon",
    "codebook",
    "settings",
    "wording",
    "schema",
    "reading",
    "outlets",
    "versions",
    "bylines",
    "furniture",
    "text",
    "ingest",
    "parse",
    "dates",
    "entities",
    "relations",
    "quotations",
    "events",
    "figures",  # asks events.factuality how a verb holds what it says
    "analyse",
    "stories",
    "stream",
    "match",
    "compare",
    "dating",
    "record",
    "store",
    "export",
    "scale",
    "api",
    "faces",
    "watch",
    "evaluate",
    "bench",
    "cli_files",
    "cli_show",
    "cli",
    "__main__",
)
"""The rooms from the ground up: each may import those before it, and itself."""


def room(path: Path) -> str:
    """The room that a file belongs to: its module, or its package."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "dateline":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dateline."):
            found.add((node.module or "").split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("dateline.")}
    return found


FILES = sorted(path for path in SOURCE.rglob("*.py") if path.name != "__init__.py" or path.parent != SOURCE)


def test_every_room_has_its_place() -> None:
    assert {room(path) for path in FILES} <= set(ROOMS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_downwards(path: Path) -> None:
    own = ROOMS.index(room(path))
    upwards = {name for name in imported(path) if name in ROOMS and ROOMS.index(name) > own}
    assert not upwards, f"{path.name} imports {sorted(upwards)}, which stand above it"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_words_are_data(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            words = [e.value for e in node.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            natural = [word for word in words if word.isalpha() and word.islower()]
            allowed = path.name == "model.py" or room(path) == "lexicon"
            assert allowed or len(natural) < 12, f"{path.name}:{node.lineno}: a list of words belongs in lang/ or data/"


def test_the_public_surface() -> None:
    assert dateline.__all__ == sorted(dateline.__all__)
    for name in dateline.__all__:
        assert getattr(dateline, name).__doc__, name


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "{'spacy', 'numpy', 'trafilatura', 'rich', 'jinja2'}"
    code = f"import sys, dateline, dateline.cli; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
