"""An export as a whole: where it goes, what it never touches, what it reads, and the command."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from importlib import util
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from dateline import cli, export, store
from dateline.errors import ExportError
from dateline.export import target
from dateline.model import Record, Run, Skipped
from dateline.schema import encode
from tests.factories import make_analysis
from tests.records import gas_story, long_story, one_report

FOLDERS = [name for name, format_ in export.FORMATS.items() if format_.folder]
FILES = [name for name, format_ in export.FORMATS.items() if not format_.folder]
PAGE = (Path(__file__).resolve().parents[1] / "docs" / "export.md").read_text(encoding="utf-8")


class BrokenError(Exception):
    """What goes wrong in the middle."""


def breaking() -> Iterator[Record]:
    yield gas_story()
    raise BrokenError


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# ── where it goes ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format_", export.FORMATS)
def test_an_export_replaces_the_one_before_it_and_leaves_nothing_else(format_: str, tmp_path: Path) -> None:
    out = tmp_path / "here" / "out"
    out.parent.mkdir()
    for records in ([gas_story()], [], [one_report()], [gas_story()]):
        export.write(records, format_, out)
        assert [path.name for path in out.parent.iterdir()] == ["out"]
    again = tree(tmp_path)
    export.write([gas_story()], format_, out)
    assert tree(tmp_path) == again


@pytest.mark.parametrize("format_", export.FORMATS)
def test_what_breaks_in_the_middle_leaves_the_old_one_whole(format_: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(BrokenError):
        export.write(breaking(), format_, out)
    assert list(tmp_path.iterdir()) == []
    export.write([one_report()], format_, out)
    before = tree(tmp_path)
    with pytest.raises(BrokenError):
        export.write(breaking(), format_, out)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("format_", FILES)
def test_a_file_of_another_kind_is_left_alone(format_: str, tmp_path: Path) -> None:
    out = tmp_path / "notes.txt"
    out.write_text("my notes on dateline")
    with pytest.raises(ExportError, match=r"notes\.txt: exists, and is no export"):
        export.write([gas_story()], format_, out)
    assert out.read_text() == "my notes on dateline"
    for other in FILES:
        if other != format_:
            export.write([gas_story()], other, tmp_path / other)
            with pytest.raises(ExportError):
                export.write([gas_story()], format_, tmp_path / other)
    with pytest.raises(ExportError, match="no file that could be replaced"):
        export.write([gas_story()], format_, tmp_path)


@pytest.mark.parametrize("format_", FOLDERS)
def test_a_folder_of_another_kind_is_left_alone(format_: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export.write([gas_story()], format_, out)  # an empty folder may be used
    (out / "model.R").write_text("my work")
    with pytest.raises(ExportError, match=r"model\.R"):
        export.write([gas_story()], format_, out)
    assert (out / "model.R").read_text() == "my work"
    other = next(name for name in FOLDERS if name != format_)
    export.write([gas_story()], other, tmp_path / "other")
    with pytest.raises(ExportError, match=f"is an export to {other}, not to {format_}"):
        export.write([gas_story()], format_, tmp_path / "other")
    work = tmp_path / "work"
    work.mkdir()
    (work / "thesis.tex").write_text("years of work")
    with pytest.raises(ExportError, match="no export made it"):
        export.write([gas_story()], format_, work)
    (work / target.MANIFEST).write_text("{}")
    with pytest.raises(ExportError, match="no export made it"):
        export.write([gas_story()], format_, work)
    assert (work / "thesis.tex").read_text() == "years of work"
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="is a file"):
        export.write([gas_story()], format_, tmp_path / "file")


def test_a_manifest_says_what_a_folder_holds(tmp_path: Path) -> None:
    counts = export.write([gas_story()], "csv", tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / target.MANIFEST).read_bytes())
    assert manifest["format"] == "csv"
    assert manifest["files"] == counts
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*counts, target.MANIFEST}


def test_a_manifest_can_lead_nowhere_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export.write([gas_story()], "csv", out)
    (tmp_path / "precious").write_text("x")
    raw = json.loads((out / target.MANIFEST).read_bytes())
    raw["files"]["../precious"] = 1
    (out / target.MANIFEST).write_text(json.dumps(raw))
    export.write([gas_story()], "csv", out)
    assert (tmp_path / "precious").read_text() == "x"


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    export.write([gas_story()], "plover", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").is_file()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written"):
        export.write([gas_story()], "geojson", tmp_path / "no" / "such" / "folder")
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written"):
        export.write([gas_story()], "csv", tmp_path / "file" / "out")


# ── what it needs ────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_format_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as error:
        export.write([], "excel", tmp_path / "out")
    assert all(name in str(error.value) for name in ("excel", *export.FORMATS))


@pytest.mark.parametrize(("format_", "extra"), [("parquet", "parquet"), ("icalendar", "calendar")])
def test_a_missing_extra_is_named(format_: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "find_spec", lambda _: None)
    with pytest.raises(ExportError, match=rf"pip install 'dateline\[{extra}\]'"):
        export.write([gas_story()], format_, tmp_path / "out")


def test_every_format_is_in_the_help_and_documented() -> None:
    told = CliRunner().invoke(cli.app, ["export", "--help"]).output
    for name in export.FORMATS:
        assert name in told
        assert f"`{name}`" in PAGE


def many(number: int) -> Iterator[Record]:
    """Records of other reports each."""
    record = long_story(2, 20)
    for n in range(number):
        mark = f"{n:04d}"
        raw = msgspec.json.encode(record).decode()
        for key in (*(r.id for r in record.reports), *(c.id for c in record.claims), *(e.id for e in record.entries)):
            raw = raw.replace(key, f"{key[:-4]}{mark}")
        yield msgspec.json.decode(raw.replace("story-1", f"story-{mark}"), type=Record)


@pytest.mark.parametrize("format_", ["jsonl", "plover", "ftm", "annotations", "icalendar"])
def test_memory_does_not_grow_with_the_records(format_: str, tmp_path: Path) -> None:
    def peak(number: int) -> int:
        tracemalloc.start()
        export.write(many(number), format_, tmp_path / f"{format_}-{number}")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(2)  # what is loaded once
    assert peak(60) < peak(4) * 1.5 + 100_000


# ── the command ──────────────────────────────────────────────────────────────────────────────────


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "dateline", "export", *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def record(tmp_path: Path) -> str:
    file = tmp_path / "record.json"
    file.write_bytes(encode(gas_story()))
    return str(file)


@pytest.mark.parametrize("format_", export.FORMATS)
def test_the_command_writes_what_the_function_writes(format_: str, record: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["export", format_, str(tmp_path / "command"), "--record", record])
    assert done.exit_code == 0, done.output
    export.write([gas_story()], format_, tmp_path / "function")
    command, function = tmp_path / "command", tmp_path / "function"
    if command.is_dir():
        assert tree(command) == tree(function)
    else:
        assert command.read_bytes() == function.read_bytes()


def test_standard_output_and_input(record: str, tmp_path: Path) -> None:
    done = run("geojson", "-", "--record", record, "--quiet")
    assert (done.returncode, done.stderr) == (0, b"")
    export.write([gas_story()], "geojson", tmp_path / "out")
    assert done.stdout == (tmp_path / "out").read_bytes()
    assert run("geojson", "-", "--record", "-", "-q", stdin=encode(gas_story())).stdout == done.stdout


def test_errors_are_one_line_each(record: str, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "bad.json").write_text("{}")
    for arguments, words in (
        (("excel", "-", "--record", record), b"Formats: jsonl, csv"),
        (("parquet", "-", "--record", record), b"Name a folder"),
        (("plover", str(tmp_path / "mine"), "--record", record), b"exists, and is no export"),
        (("plover", "-", "--record", str(tmp_path / "absent")), b"cannot be read"),
        (("plover", "-", "--record", str(tmp_path / "bad.json")), b"not a dateline/record/1 record"),
    ):
        done = run(*arguments)
        assert done.returncode == 1, arguments
        assert done.stderr.startswith(b"dateline: ")
        assert words in done.stderr
        assert b"Traceback" not in done.stderr
        assert done.stdout == b""
    assert run("plover", "-").returncode == 2


# ── a record on disk ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def disk(tmp_path: Path) -> str:
    """Two stories of invented reports and something that was not read, kept on disk."""
    file = tmp_path / "news.db"
    run_ = Run(version="0.1.0", settings={}, lexicon="0123456789abcdef", models=("test",))
    texts = (
        ("post", "Karsia signs\n\nKarsia and Aldova signed a gas accord on Tuesday.", "2024-06-04"),
        ("wire", "Gas accord\n\nAldova and Karsia signed a gas accord in Port Selm on Tuesday.", "2024-06-04"),
        ("post", "Boats sink\n\nTwo boats sank near Norvik on 1 May. Nine sailors drowned.", "2024-05-02"),
    )
    analyses = [make_analysis(text, published=day_, outlet=outlet) for outlet, text, day_ in texts]
    with store.open(file, write=True) as held:
        held.add([*analyses, Skipped(ref="a.bin", stage="ingest", reason="is not text")], run_)
        held.settle(run_)
    return str(file)


@pytest.mark.parametrize("format_", export.FORMATS)
def test_a_record_on_disk_is_exported_whole(format_: str, disk: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["export", format_, str(tmp_path / "out"), "--record", disk])
    assert done.exit_code == 0, done.output
    assert "not made yet" not in done.stderr
    with store.open(disk) as held:
        texts = {report.id: report.text for record in held.records() for report in record.reports}
    assert len(texts) == 3
    if format_ != "jsonl":
        return
    rows = {path.stem: [json.loads(line) for line in path.read_bytes().splitlines()]
            for path in (tmp_path / "out").glob("*.jsonl")}  # fmt: skip
    assert {row["report"]: row["text"] for row in rows["reports"]} == texts
    assert [row["ref"] for row in rows["skipped"]] == ["a.bin"]
    assert len(rows["runs"]) == 1
    assert len(rows["stories"]) == len({row["story"] for row in rows["reports"]})
    assert all(texts[row["report"]][row["start"] : row["end"]] == row["text"] for row in rows["claims"])
    entities = [row["entity"] for row in rows["entities"]]
    assert len(set(entities)) == len(entities)


def test_what_waits_for_its_story_is_told(disk: str, tmp_path: Path) -> None:
    run_ = Run(version="0.1.0", settings={}, lexicon="0123456789abcdef", models=("test",))
    with store.open(disk, write=True) as held:
        held.add([make_analysis("Late news\n\nIt rained in Norvik.", published="2024-06-09")], run_)
    done = CliRunner().invoke(cli.app, ["export", "plover", str(tmp_path / "out"), "--record", disk, "-q"])
    assert done.exit_code == 0
    assert "not made yet" in done.stderr
