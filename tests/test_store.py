"""The record on disk: kept once, the same whatever the order, whole after any end, and asked by index."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline import store
from dateline.errors import StoreError
from dateline.model import Analysis, Judged, Quotation, Skipped
from dateline.record import consolidate
from dateline.store import file
from tests.dumps import dump
from tests.piles import RUN, affair, make, pile

SKIPPED = Skipped(ref="reports/empty.txt", stage="ingest", reason="fewer than 20 words")


def fill(path: Path, analyses: Iterable[Analysis | Skipped]) -> store.Changes:
    with store.open(path, write=True) as kept:
        kept.add(analyses, RUN)
        return kept.settle(RUN)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "filled.db"
    fill(path, [*pile(), SKIPPED])
    return path


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────


def test_each_story_is_the_record_that_its_reports_make(filled: Path) -> None:
    by_id = {analysis.report.id: analysis for analysis in pile()}
    with store.open(filled) as kept:
        seen: list[str] = []
        for record in kept.records():
            own = [by_id[report.id] for report in record.reports]
            assert record == consolidate(own, RUN, groups=[record.stories[0].reports])
            seen += [report.id for report in record.reports]
        assert sorted(seen) == sorted(by_id)
        assert kept.skipped() == [SKIPPED]
        assert kept.run() == RUN


def test_stories_come_by_their_first_day(filled: Path) -> None:
    with store.open(filled) as kept:
        days = [record.stories[0].from_ or dt.date.max for record in kept.records()]
        assert days == sorted(days)
        assert len(days) > 3
        some = [
            record.stories[0] for record in kept.records(days=store.Days(dt.date(2024, 3, 10), dt.date(2024, 3, 12)))
        ]
        assert some
        assert all(s.from_ and s.to and s.from_ <= dt.date(2024, 3, 12) and s.to >= dt.date(2024, 3, 10) for s in some)


def test_adding_again_changes_nothing(filled: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    shutil.copy(filled, again)
    with store.open(again, write=True) as kept:
        added = kept.add([*pile(), SKIPPED], RUN)
        assert (added.new, added.known, added.skipped) == (0, len(pile()), (SKIPPED,))
        assert kept.settle(RUN) == store.Changes()
        assert kept.known([pile()[0].report.id, "0" * 16]) == {pile()[0].report.id}
    assert dump(again) == dump(filled)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(24)), cuts=st.lists(st.integers(1, 23), max_size=3))
def test_the_order_and_the_portions_decide_nothing(
    order: list[int], cuts: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("order")
    small = pile(24)
    fill(folder / "once.db", small)
    bounds = [0, *sorted(set(cuts)), len(small)]
    for first, last in pairwise(bounds):
        fill(folder / "portions.db", [small[i] for i in order[first:last]])
    assert dump(folder / "portions.db") == dump(folder / "once.db")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(20)), cuts=st.lists(st.integers(1, 19), max_size=4), gone=st.integers(0, 19))
def test_the_order_decides_nothing_in_a_long_affair(
    order: list[int], cuts: list[int], gone: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("affair")
    fill(folder / "once.db", [report for number, report in enumerate(affair()) if number != gone])
    bounds = [0, *sorted(set(cuts)), len(order)]
    for first, last in pairwise(bounds):
        fill(folder / "portions.db", [affair()[i] for i in order[first:last]])
    with store.open(folder / "portions.db", write=True) as kept:
        assert kept.totals().stories > 2
        kept.forget([affair()[gone].report.id], RUN)
    assert dump(folder / "portions.db") == dump(folder / "once.db")


def test_an_unrelated_report_changes_no_other_story(filled: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.db"
    shutil.copy(filled, more)
    stranger = _stranger("2024-03-20")
    changes = fill(more, [stranger])
    assert (len(changes.new), changes.changed, changes.gone) == (1, (), ())
    before, after = dump(filled), dump(more)
    for table in ("story", "entry", "told", "party", "home"):
        assert set(map(str, before[table])) <= set(map(str, after[table]))


def _stranger(day: str) -> Analysis:
    plain = make(0, outlet="far")
    text = "Chess open of Varna\n\nAnja Torvik won nine games of the chess open and a prize of crowns and roubles."
    when = dt.date.fromisoformat(day)
    time_ = msgspec.structs.replace(plain.report.published, from_=when, to=when)  # type: ignore[type-var]
    report = msgspec.structs.replace(plain.report, id="ab" * 8, text=text, title="Chess open of Varna", published=time_)
    return msgspec.structs.replace(plain, report=report, entities=(), mentions=(), claims=())


def test_a_reprint_agrees_with_nobody(tmp_path: Path) -> None:
    first = make(0)
    fill(tmp_path / "r.db", [first])
    with store.open(tmp_path / "r.db") as kept:
        assert {entry.standing for record in kept.records() for entry in record.entries} == {"single"}
    copies = [make(0, outlet=name, day=1) for name in ("two", "three")]
    fill(tmp_path / "r.db", copies)
    with store.open(tmp_path / "r.db") as kept:
        (record,) = kept.records()
        assert len(record.reports) == 3
        assert len(record.stories[0].reprints) == 2
        assert {entry.standing for entry in record.entries} == {"single"}
        assert max(len(entry.claims) for entry in record.entries) == 3


def test_what_changed_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    first = fill(path, [make(0, value=12)])
    assert len(first.new) == 1
    second = fill(path, [make(1, outlet="two", value=17, day=1)])
    assert (second.new, second.changed) == ((), first.new)
    assert [(entry.kind, entry.standing) for entry in second.conflicts] == [("figure", "conflicting")]
    assert len(second.conflicts[0].values) == 2
    third = fill(path, [make(2, outlet="three", value=19, day=1)])
    assert third.conflicts == ()
    assert fill(path, []) == store.Changes()


# ── versions and forgetting ──────────────────────────────────────────────────────────────────────


def _at(analysis: Analysis, url: str, retrieved: str) -> Analysis:
    moment = dt.datetime.fromisoformat(retrieved)
    return msgspec.structs.replace(analysis, report=msgspec.structs.replace(analysis.report, url=url, retrieved=moment))


def test_only_the_newest_version_of_a_page_counts(tmp_path: Path) -> None:
    page = "https://one.example/news/dam"
    old = _at(make(0, value=12), page, "2024-03-01T10:00:00+00:00")
    new = _at(make(0, value=13), page + "?utm_source=feed", "2024-03-01T15:00:00+00:00")
    other = make(3, outlet="two", value=13)
    for name, order in (("a", [old, new, other]), ("b", [new, other, old])):
        for one in order:
            fill(tmp_path / name, [one])
    assert dump(tmp_path / "a") == dump(tmp_path / "b")
    with store.open(tmp_path / "a") as kept:
        (record,) = kept.records()
        assert record == consolidate([old, new, other], RUN, groups=[[new.report.id, other.report.id]])
        assert set(record.stories[0].reports) == {new.report.id, other.report.id}
        assert [versions.reports for versions in record.versions] == [(old.report.id, new.report.id)]
        assert kept.totals().conflicting == 0
        assert not {row.report for row in kept.figures()} & {old.report.id}


def test_to_forget_is_as_if_it_had_never_been_added(filled: Path, tmp_path: Path) -> None:
    gone = [pile()[3].report.id, pile()[22].report.id]
    without, after = tmp_path / "without.db", tmp_path / "after.db"
    fill(without, [*(a for a in pile() if a.report.id not in gone), SKIPPED])
    shutil.copy(filled, after)
    with store.open(after, write=True) as kept:
        kept.forget(gone, RUN)
        with pytest.raises(StoreError, match="no report"):
            kept.forget(gone, RUN)
    assert dump(after) == dump(without)
    words = pile()[3].report.text.splitlines()[2].encode()
    assert words in filled.read_bytes()
    assert words not in after.read_bytes()


def test_to_forget_a_version_brings_the_one_before_back(tmp_path: Path) -> None:
    page = "https://one.example/news/dam"
    old = _at(make(0, value=12), page, "2024-03-01T10:00:00+00:00")
    new = _at(make(0, value=13), page, "2024-03-01T15:00:00+00:00")
    fill(tmp_path / "a", [old, new])
    fill(tmp_path / "b", [old])
    with store.open(tmp_path / "a", write=True) as kept:
        kept.forget([new.report.id[:8]], RUN)
    assert dump(tmp_path / "a") == dump(tmp_path / "b")


# ── what people judge ────────────────────────────────────────────────────────────────────────────


def _judged(pair: Sequence[str], verdict: str) -> Judged:
    left, right = pair
    return msgspec.convert({"left": left, "right": right, "verdict": verdict, "by": "ada", "note": "read both"}, Judged)


def test_a_judgement_goes_before_ours_and_survives(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    fill(path, [make(0, value=12), make(1, outlet="two", value=17, day=1)])
    with store.open(path, write=True) as kept:
        (record,) = kept.records()
        entry = next(entry for entry in record.entries if entry.standing == "conflicting")
        changes = kept.judge(_judged(entry.claims, "different"), RUN)
        assert changes.changed == (record.stories[0].id,)
        assert kept.totals().conflicting == 0
        assert [(judged.by, judged.verdict) for judged in kept.judged()] == [("ada", "different")]
    fill(path, [make(2, outlet="three", value=12, day=2)])
    with store.open(path, write=True) as kept:
        kept.settle(RUN, again=True)
        (record,) = kept.records()
        assert any(match.by == "person:ada" for match in record.matches)
        assert not any(set(entry.claims) <= set(each.claims) for each in record.entries)
        kept.judge(_judged(entry.claims, "same"), RUN)
        assert [judged.verdict for judged in kept.judged()] == ["same"]
        kept.forget([make(0, value=12).report.id], RUN)
        assert kept.judged() == []


def test_entities_are_judged_by_the_ids_that_the_record_shows(tmp_path: Path) -> None:
    path = tmp_path / "e.db"
    fill(path, [make(0), make(1, outlet="two", day=1)])
    with store.open(path, write=True) as kept:
        (record,) = kept.records()
        brandt = next(entity for entity in record.entities if entity.name == "Tomas Brandt")
        kept.judge(_judged(brandt.merged, "different"), RUN)
        (record,) = kept.records()
        assert [entity.name for entity in record.entities].count("Tomas Brandt") == 2
        two = [entity.id for entity in record.entities if entity.name == "Tomas Brandt"]
        assert len(kept.find("Brandt")) == 2
        kept.judge(_judged(two, "same"), RUN)
        (record,) = kept.records()
        assert [entity.name for entity in record.entities].count("Tomas Brandt") == 1


def test_what_cannot_be_judged_is_said(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "w.db"
    shutil.copy(filled, path)
    with store.open(path, write=True) as kept:
        first, second = list(kept.records())[:2]
        quotes = [next(c.id for c in r.claims if isinstance(c, Quotation)) for r in (first, second)]
        figure = next(claim.id for claim in first.claims if claim.kind == "figure")
        for left, right, message in (
            (quotes[0], quotes[1], "different stories"),
            (quotes[0], figure, "two of one kind"),
            (quotes[0], quotes[0], "one thing already"),
            (quotes[0], "0" * 16, "no claim or entity"),
            ("Brandt", quotes[0], "no id"),
        ):
            with pytest.raises(StoreError, match=message):
                kept.judge(_judged((left, right), "same"), RUN)
        assert kept.judged() == []


# ── killed ───────────────────────────────────────────────────────────────────────────────────────

_ADDING = """
import sys
from pathlib import Path
from dateline import store
from tests.piles import RUN, pile
store.store.BATCH, store.store.STORIES = 4, 2
with store.open(sys.argv[1], write=True) as kept:
    def tell(done):
        print("added", done.new + done.known, flush=True)
    kept.add(pile(100), RUN, on_commit=tell)
    kept.settle(RUN, on_story=lambda done, total: print("told", done, flush=True))
"""


@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_moment_it_ends_with_the_same_rows(seed: int, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole.db", tmp_path / "broken.db"
    fill(whole, pile(100))
    chance = random.Random(seed)  # noqa: S311 (a moment, no secret)
    acknowledged, killed = 0, 0
    for _ in range(3):
        with subprocess.Popen(
            [sys.executable, "-c", _ADDING, str(broken)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[1],
        ) as process:
            assert process.stdout is not None
            for number, line in enumerate(process.stdout):
                if line.startswith("added"):
                    acknowledged = max(acknowledged, int(line.split()[1]))
                if number == chance.randrange(3, 30):
                    break
            time.sleep(chance.random() * 0.02)
            killed += process.poll() is None
            process.send_signal(signal.SIGKILL)
        with store.open(broken) as kept:
            assert kept.totals().reports >= acknowledged
            assert sum(1 for _ in kept.records()) == kept.totals().stories
    assert killed
    fill(broken, pile(100))
    assert dump(broken) == dump(whole)


def test_what_was_read_before_an_error_is_kept(tmp_path: Path) -> None:
    def broken() -> Iterable[Analysis]:
        yield from pile(5)
        raise RuntimeError("the reader broke")

    with store.open(tmp_path / "b.db", write=True) as kept:
        with pytest.raises(RuntimeError):
            kept.add(broken(), RUN)
        assert kept.totals().reports == 5
        assert kept.totals().pending == 5


# ── the file ─────────────────────────────────────────────────────────────────────────────────────


def _refused(path: Path, message: str, *, write: bool = True) -> None:
    before = path.read_bytes()
    for mode in {False, write}:
        with pytest.raises(StoreError, match=message):
            store.open(path, write=mode)
    assert path.read_bytes() == before


def test_a_file_that_is_no_record_is_not_touched(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("no database at all, but a text of some length" * 40)
    _refused(text, "not a record of Dateline")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    _refused(other, "not a record of Dateline")
    with pytest.raises(StoreError, match="not a file"):
        store.open(tmp_path, write=True)


def test_a_file_from_the_future_is_not_touched(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "future.db"
    shutil.copy(filled, path)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {file.VERSION + 1}")
    connection.close()
    _refused(path, "later version")


def test_a_damaged_file_is_not_touched(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "short.db"
    path.write_bytes(filled.read_bytes()[: filled.stat().st_size // 2])
    _refused(path, "damaged")
    scratched = bytearray(filled.read_bytes())
    for start in range(2 * file.PAGE, len(scratched), file.PAGE):
        scratched[start : start + 200] = b"\xff" * 200
    path.write_bytes(scratched)
    with pytest.raises(StoreError, match="damaged"), store.open(path) as kept:
        list(kept.records())
    assert path.read_bytes() == bytes(scratched)


def test_a_missing_file_is_made_only_for_writing(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with pytest.raises(StoreError, match="no such record"):
        store.open(path)
    assert list(tmp_path.iterdir()) == []
    with store.open(path, write=True) as kept:
        assert kept.totals().reports == 0
        assert kept.run() is None
        assert list(kept.records()) == []
    with pytest.raises(StoreError, match="cannot be made"):
        store.open(tmp_path / "nowhere" / "new.db", write=True)
    empty = tmp_path / "empty.db"
    empty.touch()
    fill(empty, pile(2))
    with store.open(empty) as kept:
        assert kept.totals().reports == 2


def test_a_second_writer_is_told_and_readers_are_not_disturbed(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "WAIT", 0.05)
    path = tmp_path / "shared.db"
    shutil.copy(filled, path)
    with store.open(path, write=True) as one, store.open(path, write=True) as other, store.open(path) as reader:
        held = reader.totals().reports

        def meanwhile() -> Iterable[Analysis]:
            with pytest.raises(StoreError, match="another process is writing"):
                other.add(pile(2), RUN)
            assert reader.totals().reports == held
            yield make(77, outlet="three")

        one.add(meanwhile(), RUN)
        assert reader.totals().reports == held + 1
        other.settle(RUN)
        assert reader.totals().pending == 0
    with store.open(path) as reader, pytest.raises(StoreError, match="opened for reading"):
        reader.add([], RUN)


def test_a_record_of_an_older_schema_is_brought_forward(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    shutil.copy(filled, path)
    monkeypatch.setattr(file, "STEPS", (*file.STEPS, "CREATE TABLE later (id INTEGER PRIMARY KEY);\nDROP TABLE fresh"))
    monkeypatch.setattr(file, "VERSION", file.VERSION + 1)
    with pytest.raises(StoreError, match="brings it forward"):
        store.open(path)
    store.open(path, write=True).close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM later").fetchone() == (0,)
    assert connection.execute("PRAGMA user_version").fetchone() == (file.VERSION,)
    connection.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    shutil.copy(filled, path)
    monkeypatch.setattr(
        file, "STEPS", (*file.STEPS, "CREATE TABLE later (id INTEGER);\nDROP TABLE nothing_of_that_name")
    )
    monkeypatch.setattr(file, "VERSION", file.VERSION + 1)
    with pytest.raises(StoreError):
        store.open(path, write=True)
    monkeypatch.undo()
    assert dump(path) == dump(filled)


# ── questions ────────────────────────────────────────────────────────────────────────────────────


def test_every_span_is_equal_to_its_text(filled: Path) -> None:
    texts = {analysis.report.id: analysis.report.text for analysis in pile()}
    with store.open(filled) as kept:
        (bearer,) = kept.find("NOR")
        rows = kept.told_of(bearer, limit=1000)
        assert rows
        assert all(row.text == texts[row.report][row.start : row.end] and row.own in row.text for row in rows)


def test_people_are_found_by_name_and_what_they_said_and_held(filled: Path) -> None:
    with store.open(filled) as kept:
        (brandt,) = kept.find("brandt")
        assert (brandt.name, brandt.type, brandt.country) == ("Tomas Brandt", "person", "ALD")
        assert kept.find("Tomas Brandt") == [brandt]
        own = [a for a in pile() if "Brandt" in a.report.text]
        said = kept.statements(brandt, limit=1000)
        assert {row.report for row in said} == {a.report.id for a in own}
        assert {row.own for row in said} == {"The dam of Velm is safe now"}
        days = [row.day or dt.date.min for row in said]
        assert days == sorted(days, reverse=True)
        roles = kept.roles(brandt)
        assert {(row.words, row.party("object").name) for row in roles} == {("water minister", "Aldova")}  # type: ignore[union-attr]
        assert kept.find("Nobody") == []
        assert brandt.claims == len(kept.told_of(brandt, limit=1000))


def test_bearers_of_one_surname_are_listed_apart(tmp_path: Path) -> None:
    other = make(0, topic=1, outlet="two")
    namesake = msgspec.structs.replace(other.entities[0], name="Karl Brandt", aliases=("Brandt",))
    renamed = msgspec.structs.replace(other, entities=(namesake, other.entities[1]))
    fill(tmp_path / "n.db", [make(0), renamed])
    with store.open(tmp_path / "n.db") as kept:
        assert {bearer.name for bearer in kept.find("Brandt")} == {"Tomas Brandt", "Karl Brandt"}
        assert [bearer.name for bearer in kept.find("karl brandt")] == ["Karl Brandt"]


def test_a_pair_and_its_figures_through_time(filled: Path) -> None:
    with store.open(filled) as kept:
        (karsia,), (maran,) = kept.find("KAR"), kept.find("Ilse Maran")
        between = kept.between(karsia, maran, limit=1000)
        assert {row.kind for row in between} == {"relation"}
        figures = kept.figures(karsia, measure="count", limit=1000)
        assert len(figures) == sum("Karsia" in a.report.text for a in pile())
        assert {row.unit for row in figures} == {"person"}
        assert kept.figures(karsia, measure="trade") == []
        assert len(kept.figures(measure="count", limit=1000)) == len(pile())
        late = kept.figures(karsia, measure="count", days=store.Days(dt.date(2024, 3, 20)))
        assert late
        assert all(row.day and row.day >= dt.date(2024, 3, 20) for row in late)
        (norland,) = kept.find("Norland")
        assert kept.between(karsia, norland) == []


def test_search_reads_no_operators(filled: Path) -> None:
    with store.open(filled) as kept:
        assert {hit.title for hit in kept.search("ferry Hestvik")} == {
            a.report.title for a in pile() if "Hestvik" in a.report.text
        }
        assert kept.search('"ferry is safe"') == []
        assert kept.search('"ferry of Hestvik"')
        assert kept.search("hestv*")
        for odd in ('"', "AND", "a OR (", "NEAR(", "text:ferry", "-ferry", "*", "'; DROP TABLE report", "", "\0"):
            kept.search(odd)
            kept.search_claims(odd)
        found = kept.search_claims("ferry safe")
        assert found
        assert all("ferry" in row.text and "safe" in row.text for row in found)


def test_a_story_is_named_by_its_id_its_beginning_or_a_report(filled: Path) -> None:
    with store.open(filled) as kept:
        row = kept.stories(limit=1)[0]
        record = kept.record(row.id)
        assert record.stories[0].label == row.label
        assert kept.record(row.id[:8]) == record
        assert kept.record(record.reports[0].id) == record
        claim, whole = kept.claim(record.claims[0].id)
        assert (claim, whole) == (record.claims[0], record)
        for name in ("", "abc", "zzzzzzzz", "'\"", "../../x"):
            with pytest.raises(StoreError, match="no story"):
                kept.record(name)
        with pytest.raises(StoreError, match="no claim"):
            kept.claim("0" * 16)


def test_totals_add_up(filled: Path) -> None:
    with store.open(filled) as kept:
        totals = kept.totals()
        stories = kept.stories(limit=1000)
        assert totals.reports == len(pile()) == sum(story.reports for story in stories)
        assert totals.stories == len(stories)
        assert totals.conflicting == sum(story.conflicting for story in stories)
        assert totals.entries == sum(s.agreed + s.compatible + s.conflicting + s.single for s in stories)
        assert (totals.claims, totals.skipped, totals.pending) == (3 * len(pile()), 1, 0)


def test_what_sqlite_took_back_itself_is_not_taken_back_again() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE kept (what TEXT)")

    def fill() -> None:
        with file.transaction(connection):
            connection.execute("INSERT INTO kept VALUES ('one')")
            connection.execute("ROLLBACK")  # as SQLite does by itself where the disk is full
            raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(sqlite3.OperationalError, match="disk is full"):
        fill()
    with file.transaction(connection):
        connection.execute("INSERT INTO kept VALUES ('two')")
    assert connection.execute("SELECT what FROM kept").fetchall() == [("two",)]
