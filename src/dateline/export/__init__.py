"""Records as files for other programs: tables, event data, investigations, annotations, maps and calendars.

>>> from dateline import export
>>> export.write([record], "parquet", "out")  # doctest: +SKIP

``FORMATS`` is the explicit table. Every writer takes records one by one and writes as they come, so that memory does
not grow with them; rows that several records share come once; the same records give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module, util
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from dateline.errors import ExportError
from dateline.export import target
from dateline.model import Record


@dataclass(frozen=True)
class Format:
    """A format: its writer as "module:function", whether it is a folder, and what it needs beyond Dateline."""

    writer: str
    meaning: str
    folder: bool = False
    module: str | None = None
    extra: str | None = None


FORMATS: dict[str, Format] = {
    "jsonl": Format("tabular:write_jsonl", "a folder of tables as JSON lines", folder=True),
    "csv": Format("tabular:write_csv", "a folder of tables as CSV", folder=True),
    "parquet": Format("parquet:write", "a folder of tables as Parquet", True, "pyarrow", "parquet"),
    "plover": Format("plover:write", "events with the field names of the PLOVER codebook, JSON lines"),
    "gdelt": Format("gdelt:write", "a folder with events and mentions in the columns of GDELT 2.0", folder=True),
    "ftm": Format("ftm:write", "FollowTheMoney entities, JSON lines"),
    "annotations": Format("annotations:write", "W3C Web Annotations, one for each claim, JSON-LD"),
    "geojson": Format("geojson:write", "events and places with coordinates, GeoJSON"),
    "icalendar": Format("ical:write", "events with days, iCalendar", False, "icalendar", "calendar"),
}
"""Every format by name."""


def write(records: Iterable[Record], format: str, out: str | Path) -> dict[str, int]:  # noqa: A002
    """Write ``records`` to ``out`` (a folder or a file, by format; ``-`` is standard output for a file).

    Gives the number of rows, lines or items by file. Raises ``ExportError`` for an unknown format, a missing extra, or
    a place where something stands that no export of the format made.
    """
    chosen = known(format)
    if chosen.module and util.find_spec(chosen.module) is None:
        raise ExportError(f"{format} needs {chosen.module}. Install it with: pip install 'dateline[{chosen.extra}]'")
    module, function = chosen.writer.split(":")
    home = import_module(f"dateline.export.{module}")
    if chosen.folder:
        with target.folder(out, format, version("dateline")) as (folder, counts):
            into: Callable[[Iterable[Record], Path, dict[str, int]], None] = getattr(home, function)
            into(records, folder, counts)
        return counts
    with target.file(out, home.MARK) as file:
        onto: Callable[[Iterable[Record], BinaryIO], int] = getattr(home, function)
        return {str(out): onto(records, file)}


def known(format: str) -> Format:  # noqa: A002
    """The format of this name. Raises ``ExportError`` with the list of formats."""
    if format not in FORMATS:
        raise ExportError(f"no export format {format!r}. Formats: {', '.join(FORMATS)}.")
    return FORMATS[format]
