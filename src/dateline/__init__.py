"""Dateline: one sourced record of what many outlets report.

>>> import dateline
>>> record = dateline.brief(["one.txt", "two.txt"])  # doctest: +SKIP

Names load when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.api import add, brief
    from dateline.errors import DatelineError
    from dateline.model import Analysis, Outlet, Record, Report, Skipped
    from dateline.record import consolidate
    from dateline.settings import Settings

__all__ = [
    "Analysis",
    "DatelineError",
    "Outlet",
    "Record",
    "Report",
    "Settings",
    "Skipped",
    "add",
    "brief",
    "consolidate",
]

_HOMES = {
    "Analysis": "model",
    "DatelineError": "errors",
    "Outlet": "model",
    "Record": "model",
    "Report": "model",
    "Settings": "settings",
    "Skipped": "model",
    "add": "api",
    "brief": "api",
    "consolidate": "record",
}


def __getattr__(name: str) -> Any:
    """The public name ``name``, from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    return getattr(import_module(f"dateline.{_HOMES[name]}"), name)
