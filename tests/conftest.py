"""What all tests share: the loaded pipeline, and where the development data lies when it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import parse

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def pipeline() -> parse.Pipeline:
    return parse.load()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real reports and benchmark data; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside the project")
    return SHARED
