"""Shards: cut alike for any number of workers, done once, and whole whatever is killed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import dateline
from dateline import api, ingest, lexicon, scale, schema, store
from dateline.errors import PipelineError, SettingsError, UnreadableError, WorkerError
from dateline.model import Analysis, Skipped
from dateline.scale import local, plan
from dateline.settings import Settings

REPORTS = int(os.environ.get("DATELINE_SCALE_REPORTS", "120"))
"""How many reports the tests that kill processes read; 2,000 once before a release."""
TOWNS = ("Norvik", "Port Marrow", "Estmark", "Old Brandt", "Sant Hallow", "Lower Okoro", "Varga", "Tillen")
GOODS = ("cod", "barley", "copper", "timber", "coal", "wool", "salt")


def invented(number: int) -> dict[str, str]:
    """A short report; every third one tells of what the one before tells, by another outlet."""
    subject, outlet = number // 3, ("post.example", "herald.example", "wire.example")[number % 3]
    town, goods = TOWNS[subject % len(TOWNS)], GOODS[subject % len(GOODS)]
    tons = 1_000 + subject % 97 * 10 + (50 if number % 9 == 2 else 0)
    return {
        "outlet": outlet,
        "published": f"2031-{subject % 12 + 1:02d}-{subject % 28 + 1:02d}",
        "title": f"{town} sells more {goods} in case {subject}",
        "text": f"{town} sold {tons:,} tonnes of {goods} to the Republic of Estmark on Monday, officials said. "
        f'"This is the largest sale of {goods} in years," said Ilse Varga, the mayor of {town}. '
        f"Number {subject} on the list of the harbour was signed after {subject % 7 + 2} hours of talks, she said.",
    }


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports as lines of a file, with one that is broken and one that stands twice, and as files of a folder."""
    folder = tmp_path_factory.mktemp("news")
    lines = [json.dumps(invented(number)) for number in range(REPORTS)]
    lines[REPORTS // 3] = "{broken"
    lines[-1] = lines[0]
    (folder / "lines.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for number in range(REPORTS, REPORTS + 5):
        told = invented(number)
        (folder / f"{number}.txt").write_text(f"{told['title']}\n\n{told['text']}\n", encoding="utf-8")
    (folder / "notes.docx").write_bytes(b"not read")
    return folder


@pytest.fixture(scope="module")
def undisturbed(news: Path) -> bytes:
    """The record of one process, without shards."""
    return schema.encode(dateline.brief([news]))


def command(news: Path, to: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "dateline", "analyse", str(news), "--to", str(to), "--size", "10", "-q", *more]


def markers(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.done")}


def children(pid: int) -> set[int]:
    """The child processes of a process, by whichever of its threads."""
    found: set[int] = set()
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        found |= set(map(int, tasks.read_text().split()))
    return found


def wait_for(condition: object, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def stop() -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.kill()
        process.wait()


class TestPlan:
    def test_parts_are_the_sources(self, news: Path) -> None:
        made = scale.make_plan([news], Settings(), size=7)
        sources = [part.source for shard in made.shards for part in shard.parts]
        apart, whole = list(ingest.read(sources)), list(ingest.read([news]))
        assert [item for item in whole if not isinstance(item, Skipped)] == [
            item for item in apart if not isinstance(item, Skipped)
        ]
        assert [skip.ref for skip in made.skipped] == [str(news / "notes.docx")]
        assert {skip.ref for skip in whole if isinstance(skip, Skipped)} == {
            *(skip.ref for skip in apart if isinstance(skip, Skipped)),
            *(skip.ref for skip in made.skipped),
        }

    def test_size(self, news: Path) -> None:
        for size in (1, 7, 50, 10_000):
            shards = scale.make_plan([news], Settings(), size=size).shards
            found = [list(ingest.read([part.source for part in shard.parts])) for shard in shards]
            assert max(map(len, found)) <= size
            assert [shard.number for shard in shards] == list(range(len(shards)))

    def test_ids_are_of_what_is_read_and_what_reads(self, tmp_path: Path) -> None:
        def ids(settings: Settings | None = None) -> list[str]:
            return [shard.id for shard in scale.make_plan([tmp_path], settings or Settings(), size=2).shards]

        for number in range(4):
            (tmp_path / f"{number}.txt").write_text(invented(number)["text"], encoding="utf-8")
        first = ids()
        assert ids() == first
        assert len(set(first)) == 2
        assert not set(first) & set(ids(Settings(pipeline="xx_other")))
        (tmp_path / "3.txt").write_text("Something else altogether is told here now.", encoding="utf-8")
        assert [one == other for one, other in zip(ids(), first, strict=True)] == [True, False]

    def test_long_files_of_few_reports(self, tmp_path: Path) -> None:
        (tmp_path / "blank.jsonl").write_bytes(b"\n" * 100)
        (tmp_path / "packed.jsonl").write_bytes(gzip.compress(json.dumps(invented(1)).encode()))
        (tmp_path / "no-end.jsonl").write_bytes(b"\n".join(json.dumps(invented(n)).encode() for n in range(5)))
        (tmp_path / "page.html").write_bytes(b"<html>" + b" " * 1_000_000)
        parts = [part for shard in scale.make_plan([tmp_path], Settings(), size=2).shards for part in shard.parts]
        cut = [(Path(part.path).stem, part.line) for part in parts]
        assert cut == [("blank", 1), ("no-end", 1), ("no-end", 3), ("no-end", 5), ("packed", 1), ("page", 1)]

    def test_absent_file_is_told_by_who_reads_it(self, tmp_path: Path) -> None:
        scale.read_shards([tmp_path / "none.txt"], tmp_path / "shards")
        (skip,) = scale.outcomes(tmp_path / "shards")
        assert isinstance(skip, Skipped)
        assert "cannot be opened" in skip.reason

    def test_standard_input(self) -> None:
        with pytest.raises(SettingsError, match="Save it as a file"):
            scale.make_plan(["-"], Settings())

    def test_folder_of_other_shards(self, news: Path, tmp_path: Path) -> None:
        made = scale.make_plan([news], Settings(), size=10)
        plan.save_plan(made, tmp_path)
        assert plan.save_plan(made, tmp_path) == made
        with pytest.raises(SettingsError, match="Name an empty folder"):
            plan.save_plan(scale.make_plan([news], Settings(), size=20), tmp_path)

    def test_folder_among_the_sources(self, news: Path) -> None:
        with pytest.raises(SettingsError, match="Name a folder outside"):
            scale.read_shards([news], news / "shards")

    def test_no_shards(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableError, match="Name a folder of shards"):
            list(scale.outcomes(tmp_path))
        (tmp_path / plan.MANIFEST).write_text('{"schema": "dateline/shards/2"}')
        assert scale.is_plan(tmp_path)
        with pytest.raises(UnreadableError, match="Analyse the sources anew"):
            dateline.brief([tmp_path])


class TestShare:
    def test_shares_are_all_shards_once(self, news: Path) -> None:
        made = scale.make_plan([news], Settings(), size=10)
        shares = [scale.Share.of(f"{index}/3").of_plan(made) for index in (1, 2, 3)]
        assert sorted(shard.number for share in shares for shard in share) == [s.number for s in made.shards]
        assert max(map(len, shares)) - min(map(len, shares)) <= 1

    @pytest.mark.parametrize("text", ["", "1", "0/3", "4/3", "1/", "-1/3", "a/b", "1/2/3"])
    def test_bad_share(self, text: str) -> None:
        with pytest.raises(SettingsError, match="1/64 to 64/64"):
            scale.Share.of(text)

    def test_jobs_of_a_batch_scheduler(self, news: Path, undisturbed: bytes, tmp_path: Path) -> None:
        jobs = [scale.Means(share=scale.Share(index, 3)) for index in (1, 2, 3)]
        for means in jobs[:2]:
            scale.read_shards([news], tmp_path / "shards", means=means, size=10)
        missing = [skip for skip in scale.outcomes(tmp_path / "shards") if isinstance(skip, Skipped)]
        assert any("is not done yet" in skip.reason for skip in missing)
        scale.read_shards([news], tmp_path / "shards", means=jobs[2], size=10)
        assert schema.encode(dateline.brief([tmp_path / "shards"])) == undisturbed


class TestShards:
    @pytest.fixture
    def shards(self, news: Path, tmp_path: Path) -> Path:
        scale.read_shards([news / "lines.jsonl"], tmp_path / "shards", size=40)
        return tmp_path / "shards"

    def test_twice_is_harmless(self, news: Path, shards: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in shards.rglob("*")}
        again = scale.read_shards([news / "lines.jsonl"], shards, size=40)
        assert (again.shards, again.before) == (0, REPORTS // 40)
        assert {path: path.stat().st_mtime_ns for path in shards.rglob("*")} == before

    def test_outcomes_are_the_analyses(self, news: Path, shards: Path) -> None:
        found = list(scale.outcomes(shards))
        analyses = [outcome for outcome in found if isinstance(outcome, Analysis)]
        items = [item for item in ingest.read([news / "lines.jsonl"]) if not isinstance(item, Skipped)]
        assert [analysis.report for analysis in analyses[: len(items)]] == [item.report for item in items]
        assert [skip.ref for skip in found if isinstance(skip, Skipped)] == [f"{news}/lines.jsonl:{REPORTS // 3 + 1}"]

    def test_same_bytes(self, news: Path, shards: Path, tmp_path: Path) -> None:
        scale.read_shards([news / "lines.jsonl"], tmp_path / "other", size=40)
        one, other = ({p.relative_to(f): p.read_bytes() for p in f.rglob("*.*")} for f in (shards, tmp_path / "other"))
        assert one == other

    def test_what_was_left_half_done(self, news: Path, shards: Path) -> None:
        before = {path: path.read_bytes() for path in shards.rglob("*.*")}
        marker = min(shards.rglob("*.done"))
        file = marker.with_suffix(".jsonl.gz")
        marker.unlink()
        file.write_bytes(file.read_bytes()[:500])
        (file.parent / f"{file.name}.77.tmp").write_bytes(b"of a process that was killed")
        scale.read_shards([news / "lines.jsonl"], shards, size=40)
        assert {path: path.read_bytes() for path in shards.rglob("*.*")} == before

    @pytest.mark.parametrize("keep", [0, 30, 700, -9])
    def test_damaged(self, shards: Path, keep: int) -> None:
        whole = sum(isinstance(outcome, Analysis) for outcome in scale.outcomes(shards))
        file = min(shards.rglob("*.jsonl.gz"))
        file.write_bytes(file.read_bytes()[:keep])
        found = list(scale.outcomes(shards))
        assert sum(isinstance(outcome, Analysis) for outcome in found) < whole or keep < 0  # only the end is missing
        assert [skip.reason for skip in found if isinstance(skip, Skipped) and "is damaged" in skip.reason]

    def test_known_reports_are_left_out(self, news: Path, tmp_path: Path) -> None:
        made = scale.make_plan([news / "lines.jsonl"], Settings(), size=40)
        items = [item for item in ingest.read([news / "lines.jsonl"]) if not isinstance(item, Skipped)]
        held = frozenset(item.report.id for item in items[:10])
        done = scale.process_shard(made.shards[0], tmp_path, Settings(), held.intersection)
        assert (done.known, done.reports) == (10, 40 - 10 - (REPORTS // 3 < 40))


class TestWorkers:
    @pytest.mark.parametrize("workers", [2, 4])
    def test_any_number_gives_the_same_record(self, news: Path, undisturbed: bytes, workers: int) -> None:
        assert schema.encode(dateline.brief([news], workers=workers)) == undisturbed

    def test_error_stops_the_run(self, news: Path) -> None:
        with pytest.raises(PipelineError, match="'xx_none' is not installed"):
            dateline.brief([news], settings=Settings(pipeline="xx_none"), workers=2)

    def test_a_shard_that_kills_its_workers(
        self, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        monkeypatch.setattr(local, "_start", start)
        with pytest.raises(WorkerError, match=r"each of 3 processes died at shard 0 \(.*lines.jsonl\)"):
            scale.read_shards([news / "lines.jsonl"], tmp_path / "shards", means=scale.Means(2), size=1000)
        assert caplog.text.count("a worker died at shard 0") == local.ATTEMPTS


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds processes in Linux's /proc")
class TestKilled:
    def test_worker_then_driver(
        self, news: Path, undisturbed: bytes, tmp_path: Path, stop: list[subprocess.Popen[bytes]]
    ) -> None:
        to = tmp_path / "shards"
        driver = subprocess.Popen(command(news, to, "--workers", "2"))
        stop.append(driver)
        wait_for(lambda: len(markers(to)) >= 2)
        first, second = sorted(children(driver.pid))[:2]
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: len(children(driver.pid) - {first}) == 2)  # another one took its place
        reached = len(markers(to))
        wait_for(lambda: len(markers(to)) > reached)
        os.kill(driver.pid, signal.SIGKILL)
        driver.wait()
        wait_for(lambda: not is_running(second), 10)  # no worker outlives the driver
        kept = markers(to)
        assert 3 <= len(kept) < len(scale.load_plan(to).shards)
        times = {path: path.stat().st_mtime_ns for path in to.rglob("*.done")}
        subprocess.run(command(news, to, "--workers", "2"), check=True)
        assert {path: path.stat().st_mtime_ns for path in times} == times  # what was done is not done again
        assert schema.encode(dateline.brief([to])) == undisturbed
        assert not list(to.rglob("*.tmp"))

    def test_interrupt_leaves_nobody_behind(
        self, news: Path, tmp_path: Path, stop: list[subprocess.Popen[bytes]]
    ) -> None:
        to = tmp_path / "shards"
        driver = subprocess.Popen(command(news, to, "--workers", "2"), stderr=subprocess.PIPE)
        stop.append(driver)
        wait_for(lambda: len(markers(to)) >= 1)
        workers = children(driver.pid)
        assert len(workers) == 2
        driver.send_signal(signal.SIGINT)
        assert driver.communicate(timeout=10)[1] == b"dateline: interrupted\n"
        assert driver.returncode == 130
        wait_for(lambda: not any(map(is_running, workers)), 10)


class TestRay:
    """See ``scripts/check-ray``: Ray is too heavy for the development environment."""

    def test_absent(self, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "ray", None)
        with pytest.raises(SettingsError, match=r"pip install 'dateline\[ray\]'"):
            scale.read_shards([news], tmp_path / "shards", means=scale.Means(ray="local"))

    def test_worker_then_driver(
        self, news: Path, undisturbed: bytes, tmp_path: Path, stop: list[subprocess.Popen[bytes]]
    ) -> None:
        pytest.importorskip("ray")
        to = tmp_path / "shards"
        driver = subprocess.Popen(command(news, to, "--ray", "local"))
        stop.append(driver)
        wait_for(lambda: len(markers(to)) >= 2)
        os.kill(ray_worker(), signal.SIGKILL)
        reached = len(markers(to))
        wait_for(lambda: len(markers(to)) > reached)
        os.kill(driver.pid, signal.SIGKILL)
        driver.wait()
        kept = markers(to)
        assert 3 <= len(kept) < len(scale.load_plan(to).shards)
        subprocess.run(command(news, to, "--ray", "local"), check=True)
        assert schema.encode(dateline.brief([to])) == undisturbed


def ray_worker() -> int:
    """A process of Ray's that runs a task of ours; it names itself after the task."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().startswith(b"ray::_work"):
                return int(path.parent.name)
        except OSError:
            continue
    raise AssertionError("no task of ours runs on Ray")


def test_a_report_under_two_paths_stands_under_the_first_in_every_way(tmp_path: Path) -> None:
    told = invented(1)
    for name in ("second", "first", "third"):  # in the order in which they are given, which no sorting gives
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_text(f"{told['title']}\n\n{told['text']}\n", encoding="utf-8")
        (tmp_path / name / f"{name}.docx").write_bytes(b"not read")
    sources = [tmp_path / name for name in ("second", "first", "third")]
    for number, part in enumerate((sources, sources[:2], sources[2:])):
        scale.read_shards(part, tmp_path / f"shards-{number}", size=1)
    plain = dateline.brief(sources)
    assert [report.path for report in plain.reports] == [str(tmp_path / "second" / "1.txt")]
    assert [Path(skip.ref).stem for skip in plain.skipped] == ["first", "second", "third"]
    others = (
        dateline.brief(sources, workers=2),
        dateline.brief([tmp_path / "shards-0"]),
        dateline.brief([tmp_path / "shards-1", tmp_path / "shards-2"]),
    )
    assert [schema.encode(record) for record in others] == [schema.encode(plain)] * 3


def test_shards_and_other_sources_are_not_read_together(news: Path, tmp_path: Path) -> None:
    plan.save_plan(plan.make_plan([news], Settings()), tmp_path / "shards")
    with pytest.raises(SettingsError, match="is no folder of shards"):
        dateline.brief([tmp_path / "shards", news])


def test_lexicon_is_part_of_the_plan(news: Path) -> None:
    assert scale.make_plan([news], Settings()).lexicon == lexicon.load("en").digest


def distinct(news: Path) -> int:
    return sum(not isinstance(item, Skipped) for item in ingest.read([news]))


def exported(record: Path) -> list[bytes]:
    """All that a record on disk holds, story by story, and what was skipped."""
    with store.open(record) as kept:
        return [*map(schema.encode, kept.records()), msgspec.json.encode(kept.skipped())]


@pytest.fixture(scope="module")
def added(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record on disk that one process makes."""
    record = tmp_path_factory.mktemp("added") / "news.record"
    done = api.add([news], record)
    assert done.added.new == distinct(news)
    return record


class TestAdd:
    @pytest.mark.parametrize("workers", [2, 4])
    def test_any_number_gives_the_same_export(self, news: Path, added: Path, tmp_path: Path, workers: int) -> None:
        done = api.add([news], tmp_path / "news.record", workers=workers)
        assert done.added.new == distinct(news)
        assert exported(tmp_path / "news.record") == exported(added)
        assert not (tmp_path / "news.record.shards").exists()
        again = api.add([news], tmp_path / "news.record", workers=workers)
        assert (again.added.new, again.changes.changed) == (0, ())
        assert again.added.known >= distinct(news)

    def test_shards(self, news: Path, added: Path, tmp_path: Path) -> None:
        record, to = tmp_path / "news.record", tmp_path / "shards"
        for share in ("2/2", "1/2"):
            scale.read_shards([news], to, means=scale.Means(share=scale.Share.of(share)), size=10)
            done = api.add([to], record)
        assert done.added.known > 0
        assert exported(record) == exported(added)

    def test_shards_that_are_not_done_are_told_and_not_kept(self, news: Path, tmp_path: Path) -> None:
        record, to = tmp_path / "news.record", tmp_path / "shards"
        scale.read_shards([news], to, means=scale.Means(share=scale.Share(1, 2)), size=10)
        done = api.add([to], record)
        assert sum(skip.stage == scale.STAGE for skip in done.added.skipped) == len(scale.load_plan(to).shards) // 2
        with store.open(record) as kept:
            assert scale.STAGE not in {skip.stage for skip in kept.skipped()}

    @pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="finds processes in Linux's /proc")
    def test_killed(self, news: Path, added: Path, tmp_path: Path, stop: list[subprocess.Popen[bytes]]) -> None:
        record = tmp_path / "news.record"
        add = [sys.executable, "-m", "dateline", "add", str(news), "--record", str(record), "--workers", "2", "-q"]
        driver = subprocess.Popen(add)
        stop.append(driver)
        shards = tmp_path / "news.record.shards"
        wait_for(lambda: len(markers(shards)) >= 1)
        os.kill(min(children(driver.pid)), signal.SIGKILL)
        wait_for(lambda: len(markers(shards)) >= 2)
        os.kill(driver.pid, signal.SIGKILL)
        driver.wait()
        subprocess.run(add, check=True)
        assert exported(record) == exported(added)
        assert not shards.exists()

    def test_shards_left_of_other_sources(self, news: Path, tmp_path: Path) -> None:
        record, left = tmp_path / "news.record", tmp_path / "news.record.shards"
        scale.read_shards([news / "lines.jsonl"], left)
        assert api.add([news / f"{REPORTS}.txt"], record, workers=2).added.new == 1
        assert not left.exists()
