"""``dateline add``, ``forget`` and ``judge``: as a user meets them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

import dateline
from dateline import api, cli, parse, scale, store
from dateline.errors import SettingsError
from dateline.faces import changes
from dateline.model import Skipped
from dateline.settings import Settings
from tests.dumps import dump
from tests.piles import RUN, make, pile

ROOT = Path(__file__).resolve().parents[1]
VISIT = ROOT / "samples" / "lisbon-visit"


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("add") / "visit.db"
    dateline.add([VISIT], path)
    return path


def test_what_is_added_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "visit.db"
    first = invoke("add", VISIT, "--record", path)
    assert first.exit_code == 0, first.output
    assert first.output.startswith("5 new, 0 known, 0 skipped. The record holds 5 reports in 1 story.")
    assert "NEW STORIES" in first.output
    assert "NEW CONFLICTS" in first.output
    held = dump(path)
    again = invoke("add", VISIT, "--record", path)
    assert again.output == "0 new, 5 known, 0 skipped. The record holds 5 reports in 1 story.\n"
    assert dump(path) == held
    assert invoke("add", VISIT, "--record", path, "--quiet").output == ""


def test_what_is_known_is_not_read_again(visit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded(*_: object) -> None:
        raise AssertionError("the language model was loaded")

    monkeypatch.setattr(parse, "load", loaded)
    told: list[int] = []
    done = dateline.add([VISIT], visit, on_progress=told.append)
    assert (done.added.new, done.added.known) == (0, 5)
    assert told == [5]


def test_what_cannot_be_read_is_kept_with_its_reason(tmp_path: Path) -> None:
    path, short = tmp_path / "r.db", tmp_path / "short.txt"
    short.write_text("Too short.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "dateline.cli", "add", str(short), "--record", str(path)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert b"SKIPPED" in done.stdout
    with store.open(path) as kept:
        assert [skip.ref for skip in kept.skipped()] == [str(short)]


def test_stopped_in_the_middle_it_goes_on(tmp_path: Path, visit: Path) -> None:
    path = tmp_path / "broken.db"
    command = [sys.executable, "-m", "dateline.cli", "add", str(VISIT), "--record", str(path), "--quiet"]
    with subprocess.Popen(command) as process:
        for _ in range(2000):
            if path.exists() or process.poll() is not None:
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    assert subprocess.run(command, check=False).returncode == 0
    assert dump(path) == dump(visit)


def test_shards_are_sources_too(tmp_path: Path, visit: Path) -> None:
    scale.read_shards([VISIT], tmp_path / "shards", Settings(), means=scale.Means(1))
    told: list[int] = []
    done = dateline.add([tmp_path / "shards"], tmp_path / "s.db", on_progress=told.append)
    assert done.added.new == 5
    assert told == [5]
    assert dump(tmp_path / "s.db") == dump(visit)
    with pytest.raises(SettingsError, match="no folder of shards"):
        dateline.add([tmp_path / "shards", VISIT], tmp_path / "s.db")


def test_a_report_is_forgotten_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    path = tmp_path / "f.db"
    dateline.add([VISIT], path)
    with store.open(path) as kept:
        (record,) = kept.records()
    gone = record.reports[0]
    done = invoke("forget", gone.id[:8], "--record", path)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("Forgotten: 1 report with ")
    assert "1 story made anew, 0 gone" in done.output
    with store.open(path) as kept:
        (record,) = kept.records()
        assert gone.id not in {report.id for report in record.reports}


def test_a_judgement_is_kept_with_its_maker(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    dateline.add([VISIT], path)
    with store.open(path) as kept:
        (record,) = kept.records()
    entry = next(entry for entry in record.entries if entry.standing == "conflicting")
    left, right = entry.claims[0], entry.claims[-1]
    done = invoke("judge", left, right, "different", "--record", path, "--by", "ada", "--note", "two years")
    assert done.exit_code == 0, done.output
    assert done.output == f"Kept. Story {record.stories[0].id} was made anew.\n"
    with store.open(path) as kept:
        (judged,) = kept.judged()
        assert (judged.by, judged.note, judged.verdict) == ("ada", "two years", "different")
        assert judged.at is not None
        (record,) = kept.records()
        assert not any({left, right} <= set(entry.claims) for entry in record.entries)
    assert invoke("judge", left, right, "alike", "--record", path).exit_code == 2


def test_no_record_is_made_by_forgetting_or_judging(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    for command in (["forget", "0" * 16], ["judge", "0" * 16, "1" * 16, "same"]):
        done = subprocess.run(
            [sys.executable, "-m", "dateline.cli", *command, "--record", str(path)], capture_output=True, check=False
        )
        assert done.returncode == 1
        assert b"there is no such record" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_maker_is_this_version(visit: Path) -> None:
    with store.open(visit) as kept:
        assert api.maker(kept) == kept.run()


def test_long_lists_are_folded_and_nothing_in_them_is_a_terminal_code(tmp_path: Path) -> None:
    evil = msgspec.structs.replace(make(0).report, title="Red \x1b[31m alert", id="cd" * 8)
    with store.open(tmp_path / "l.db", write=True) as kept:
        skipped = [Skipped(ref=f"r{number}", stage="ingest", reason="bad\x1b[2J") for number in range(14)]
        added = kept.add([*pile(8), msgspec.structs.replace(make(0), report=evil), *skipped], RUN)
        changed = kept.settle(RUN)
        lines = list(changes.summary(kept, added, changed))
        assert "  … and 4 more (--all shows them)" in lines
        assert not any("\x1b" in line for line in lines)
        assert len(list(changes.summary(kept, added, changed, full=True))) == len(lines) + 3
