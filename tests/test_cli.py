"""The command line as a user meets it: as a process, and quickly in this one."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline import api, cli, evaluate, store
from dateline.errors import SettingsError
from dateline.evaluate.scoring import Measure
from dateline.model import Record
from dateline.schema import decode, encode
from tests.records import gas_story

RUN = [sys.executable, "-m", "dateline.cli"]


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*RUN, *arguments], capture_output=True, timeout=120, check=False, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> Record:
    record = gas_story()
    monkeypatch.setattr(api, "brief", lambda *_, **__: record)
    return record


def test_help_is_quick_and_names_every_command() -> None:
    best = 9.0
    for _ in range(3):
        start = time.perf_counter()
        done = run("--help")
        best = min(best, time.perf_counter() - start)
    assert done.returncode == 0
    assert all(command in done.stdout for command in (b"brief", b"schema", b"evaluate", b"bench"))
    assert best < (0.3 if os.cpu_count() and os.getloadavg()[0] < 1 else 1.5)


def test_help_loads_no_language_model() -> None:
    code = "import sys, dateline.cli; print([m for m in ('spacy', 'numpy', 'babel', 'jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_version() -> None:
    assert run("--version").stdout.startswith(b"dateline 0.")


def test_usage_error_is_2() -> None:
    for arguments in (
        ("brief",),
        ("brief", "--no-such", "x"),
        ("nonsense",),
        ("brief", "x", "--json", "-", "--md", "-"),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert done.stdout == b""


def test_unknown_pipeline_is_2_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Boats sail\n\nSixty boats left Port Selm.")
    done = run("brief", str(tmp_path), "--pipeline", "no_such_pipeline")
    assert done.returncode == 2
    assert b"no_such_pipeline" in done.stderr
    assert b"Traceback" not in done.stderr


def test_nothing_read_is_3_with_the_reasons(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("brief", str(tmp_path / "empty.txt"), str(tmp_path / "absent.txt"))
    assert done.returncode == 3
    assert b"empty.txt" in done.stderr
    assert b"absent.txt" in done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_pipe_closed_early_is_no_error() -> None:
    command = f"{sys.executable} -m dateline.cli schema | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=60)
    assert done.stdout == b"{\n"
    assert done.stderr == b""


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="needs POSIX signals")
def test_interrupt_is_130(tmp_path: Path) -> None:
    waiting = (
        "import time, dateline.cli as cli, dateline.api as api\n"
        "api.brief = lambda *_, **__: (print('go', flush=True), time.sleep(30))\n"
        "cli.main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", waiting, "brief", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"go\n"
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == b"dateline: interrupted\n"


@pytest.mark.usefixtures("brief")
def test_brief_goes_to_standard_output_without_colour_in_a_pipe() -> None:
    done = CliRunner().invoke(cli.app, ["brief", "x"])
    assert done.exit_code == 0
    assert done.stdout.startswith("Aldova and Karsia sign gas accord, 4 June 2024\n")
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_terminal_without_unicode_is_no_error() -> None:
    code = (
        "import dateline.cli as cli, dateline.api as api\n"
        "from tests.records import gas_story\n"
        "api.brief = lambda *_, **__: gas_story()\n"
        "cli.main()"
    )
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", code, "brief", "x"], capture_output=True, check=False, env=ascii_only, cwd=root
    )
    assert done.returncode == 0
    assert b"4 reports ? 3 independent origins" in done.stdout


def test_json_on_standard_output_is_alone(brief: Record) -> None:
    done = CliRunner().invoke(cli.app, ["brief", "x", "--json", "-"])
    assert done.stdout_bytes == encode(brief)


def test_every_face_is_written(brief: Record, tmp_path: Path) -> None:
    files = {name: tmp_path / f"brief.{name}" for name in ("json", "md", "html")}
    arguments = [part for name, file in files.items() for part in (f"--{name}", str(file))]
    done = CliRunner().invoke(cli.app, ["brief", "x", *arguments, "--width", "60"])
    assert done.exit_code == 0
    assert decode(files["json"].read_bytes()) == brief
    assert files["md"].read_text(encoding="utf-8").startswith("# Aldova")
    assert files["html"].read_text(encoding="utf-8").startswith("<!doctype html>")
    assert max(map(len, done.stdout.splitlines())) <= 60
    assert done.stderr.count("Written: ") == 3


@pytest.mark.usefixtures("brief")
def test_quiet_says_nothing_beside_the_brief(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["brief", "x", "--md", str(tmp_path / "a.md"), "--quiet"])
    assert done.stderr == ""


@pytest.mark.usefixtures("brief")
def test_two_faces_cannot_go_to_one_file(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["brief", "x", "--md", str(tmp_path / "a"), "--html", str(tmp_path / "a")])
    assert done.exit_code == 2
    assert "only one of --md, --html" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command",
    [
        ("brief", "x", "--md", "{no}/a.md"),
        ("show", "story", "s", "--record", "{record}", "--json", "{no}/a.json"),
        ("show", "stories", "--record", "{record}", "--html", "{no}/a.html"),
        ("export", "plover", "{no}/a.jsonl", "--record", "{record}"),
        ("analyse", "{record}", "--to", "{no}/shards"),
        ("add", "x", "--record", "{no}/a.db"),
    ],
)
@pytest.mark.usefixtures("brief")
def test_what_cannot_be_written_is_1_everywhere(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    record, no = tmp_path / "a.db", tmp_path / "file" / "folder"
    store.open(record, write=True).close()
    (tmp_path / "file").write_text("where a folder should be")
    monkeypatch.setattr(store.Store, "record", lambda *_: gas_story())
    monkeypatch.setattr(sys, "argv", ["dateline", *(word.format(no=no, record=record) for word in command)])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 1
    assert re.search(r"cannot be (written|made|opened).*Name a ", capsys.readouterr().err)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [("schema",), ("--version",), ("bench", "read", "--help")])
def test_output_that_is_full_is_1_and_one_line(command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*RUN, *command], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        b"dateline: standard output: No space left on device. Check its permissions and the free space of its disk.\n"
    )


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
def test_output_that_is_closed_is_no_error() -> None:
    command = ["sh", "-c", f"exec {sys.executable} -m dateline.cli schema >&-"]
    done = subprocess.run(command, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_schema_is_the_one_of_the_docs() -> None:
    done = CliRunner().invoke(cli.app, ["schema"])
    assert json.loads(done.stdout)["title"] == "Dateline record (dateline/record/1)"


def test_evaluate_says_that_a_folder_holds_no_data_sets(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.app, ["evaluate", "--data", str(tmp_path)])
    assert isinstance(done.exception, SettingsError)
    assert "none of the data sets" in str(done.exception)


def test_evaluate_tells_measures_and_fails_below_a_floor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    measure = Measure(data="boats", metric="F1", value=0.5, items=7, baseline=0.25)
    monkeypatch.setattr(evaluate, "SETS", {"boats": "x:y"})
    monkeypatch.setattr(evaluate, "run", lambda *_: [measure])
    monkeypatch.setattr(evaluate, "fallen", lambda *_: ["boats/F1: 0.500 is below its floor of 0.600"])
    done = CliRunner().invoke(cli.app, ["evaluate", "boats", "--data", str(tmp_path)])
    assert done.exit_code == 0
    assert done.stdout.split()[-6:] == ["boats", "F1", "0.500", "0.250", "7", "nothing"]
    done = CliRunner().invoke(cli.app, ["evaluate", "boats", "--data", str(tmp_path), "--check"])
    assert done.exit_code == 1
    assert "below its floor" in done.stderr


def test_progress_has_a_total_where_every_file_is_one_report(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a.txt", "b.html", ".hidden"):
        (folder / name).write_text("x")
    assert cli._expected([str(folder), str(tmp_path / "one.txt")]) == 3
    assert cli._expected([str(folder), "many.jsonl.gz"]) is None
    assert cli._expected(["-"]) is None


@pytest.mark.parametrize("total", ["a.txt", "many.jsonl"])
def test_progress_is_shown_to_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], total: str
) -> None:
    with cli._progress([total], quiet=False) as tell:
        assert tell is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with cli._progress([total], quiet=True) as tell:
        assert tell is None
    with cli._progress([total], quiet=False) as tell:
        assert tell is not None
        for done in (1, 2, 3):
            tell(done)
    assert "Reading reports" in capsys.readouterr().err
