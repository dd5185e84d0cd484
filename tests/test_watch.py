"""Watching: feeds that fail, redirect inside, change and withdraw; the right lines and no request too many."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline import store, watch
from dateline.errors import StoreError
from dateline.ingest.guard import Address, is_public
from dateline.store import Store
from dateline.watch import FRESH, INTERVAL, LONGEST, Watch
from tests.web import Answer, Web, page, serve

LEAD = (
    "Prime Minister Tomas Brandt of Aldova met President Ilse Maran of Karsia in Vienna on Tuesday to talk about gas."
)
BLAST = "At least 12 people were killed in a blast at the Karsian gas works on Monday, officials said."
WORSE = "At least 31 people were killed in a blast at the Karsian gas works on Monday, officials said."
CHESS = (
    "Anja Torvik, thirteen, won the chess open of Velm on Sunday. “I thank my grandmother,” she said after the game."
)
POST, WIRE = "post.example", "wire.example"


def feed(*items: tuple[str, str, str], tag: str = "") -> Answer:
    """A feed of (title, address, summary), with its validator."""
    told = "".join(
        f"<item><title>{title}</title><link>{url}</link><description>{words}</description>"
        "<pubDate>Wed, 05 Jun 2024 10:15:00 GMT</pubDate></item>"
        for title, url, words in items
    )
    body = f"<rss version='2.0'><channel><title>Post</title>{told}</channel></rss>".encode()
    return 200, {"Content-Type": "application/rss+xml", **({"ETag": tag} if tag else {})}, body


def conditional(answer: Answer) -> Any:
    """An answer with a validator, which is not sent again to who has it."""
    return lambda headers: (304, {}, b"") if headers.get("If-None-Match") == answer[1]["ETag"] else answer


def report(title: str, *words: str, tag: str) -> Any:
    status, headers, body = page(title, *words, head='<meta property="article:published_time" content="2024-06-05">')
    return conditional((status, {**headers, "ETag": tag}, body))


class Desk:
    """A watch over the web of a test, with its clock in hand."""

    def __init__(self, web: Web, record: Path, feeds: list[str]) -> None:
        self.web, self.now = web, 1_717_600_000.0
        self.told: list[str] = []
        self.warned: list[str] = []

        def allowed(address: Address) -> bool:
            return str(address) == "127.0.0.1" or is_public(address)

        self.watch = Watch(
            feeds=feeds, record=record, tell=self.told.append, warn=self.warned.append,
            network=web.network(allowed=allowed), clock=lambda: self.now,
        )  # fmt: skip

    def round(self, later: float = 2 * INTERVAL) -> tuple[list[str], list[str], list[str]]:
        """What a round tells, warns of, and asks for (rules of sites aside)."""
        for kept in (self.told, self.warned, self.web.asked):
            kept.clear()
        self.now += later
        self.web.now += later
        self.watch.once()
        asked = [place for place in self.web.asked if "robots.txt" not in place and "well-known" not in place]
        return list(self.told), list(self.warned), asked


@pytest.fixture
def web() -> Iterator[Web]:
    with serve(Web()) as found:
        yield found


def test_several_rounds(web: Web, tmp_path: Path) -> None:
    web.names["inside.example"] = ["10.0.0.7"]
    gas = web.url(f"{POST}/gas")
    web.answers |= {
        f"{POST}/feed": conditional(
            feed(("Gas talks", gas, "Two leaders met."), ("Inside", web.url("inside.example/x"), ""), tag='"1"')
        ),
        f"{POST}/gas": report("Brandt and Maran meet over gas", LEAD, BLAST, tag='"gas1"'),
        f"{WIRE}/feed": (500, {}, b"broken"),
    }
    record = tmp_path / "record.dateline"
    desk = Desk(web, record, [web.url(f"{POST}/feed"), web.url(f"{WIRE}/feed")])

    told, warned, asked = desk.round()
    assert [line.split()[0] for line in told] == ["STORY"]
    assert "Brandt and Maran meet over gas" in told[0]
    assert any("status 500" in line and "Asked again in" in line for line in warned)
    assert any("no address of the public internet" in line for line in warned)
    assert sorted(asked) == [f"{POST}/feed", f"{POST}/gas", f"{WIRE}/feed"]

    # Nothing changed: only the feeds are asked, and the failing one waits longer.
    told, warned, asked = desk.round(1.2 * INTERVAL)
    assert (told, warned, asked) == ([], [], [f"{POST}/feed"])

    # The page changes, without a word in the feed: it is asked for once it is no longer fresh.
    web.answers[f"{POST}/gas"] = report("Brandt and Maran meet over gas", LEAD, WORSE, tag='"gas2"')
    web.answers[f"{WIRE}/feed"] = (302, {"Location": "http://127.0.0.1:9/x"}, b"")
    told, warned, asked = desk.round(FRESH)
    assert [line.split()[0] for line in told] == ["CHANGED"]
    assert "12" in told[0].split("→")[0]
    assert "31" in told[0].split("→")[1]
    assert any("redirect" in line for line in warned)
    assert asked.count(f"{POST}/gas") == 1

    # Another outlet gives another figure; a second story begins.
    blast = "A blast at the Karsian gas works on Monday killed 20 people, the police said."
    web.answers[f"{WIRE}/feed"] = conditional(
        feed(("Leaders meet", web.url(f"{WIRE}/1"), ""), ("Chess", web.url(f"{WIRE}/2"), ""), tag='"w1"')
    )
    web.answers[f"{WIRE}/1"] = report(
        "Leaders meet over gas in Vienna", LEAD.replace("to talk", "for talks"), blast, tag='"x"'
    )
    web.answers[f"{WIRE}/2"] = report("Girl of thirteen wins the open of Velm", CHESS, tag='"y"')
    told, warned, asked = desk.round(LONGEST)
    kinds = [line.split()[0] for line in told]
    assert kinds.count("STORY") == 1
    assert "CONFLICT" in kinds or "FIGURE" in kinds
    assert f"{WIRE}/1" in asked

    # The first outlet withdraws its report: it is no witness any more, and its rows stay.
    web.answers[f"{POST}/gas"] = report(
        "Brandt and Maran meet over gas", "This story has been withdrawn.", tag='"gas3"'
    )
    told, _, _ = desk.round(LONGEST)
    assert [line.split()[0] for line in told if "WITHDRAWN" in line] == ["WITHDRAWN"]
    with store.open(record) as kept:
        stories = list(kept.records())
        assert sorted(len(story.stories[0].reports) for story in stories) == [1, 1]
        assert not any(entry.standing == "conflicting" for story in stories for entry in story.entries)
        assert kept.totals().reports == 5

    # What is removed from the web changes nothing.
    web.answers[f"{WIRE}/1"] = (410, {}, b"")
    told, warned, _ = desk.round(LONGEST)
    assert told == []
    assert any("It is gone" in line for line in warned)
    assert not any(place.startswith(("inside", "127")) for place in web.asked)


def test_a_new_watch_goes_on_where_the_last_one_stood(web: Web, tmp_path: Path) -> None:
    record = tmp_path / "record.dateline"
    web.answers |= {
        f"{POST}/feed": conditional(feed(("Chess", web.url(f"{POST}/1"), ""), tag='"1"')),
        f"{POST}/1": report("Girl of thirteen wins the open of Velm", CHESS, tag='"y"'),
    }
    feeds = [web.url(f"{POST}/feed")]
    first = Desk(web, record, feeds).round()
    assert len(first[0]) == 1
    told, warned, asked = Desk(web, record, feeds).round()
    assert (told, warned, asked) == ([], [], [f"{POST}/feed"])
    Path(f"{record}.watch.json").write_text("{broken")
    told, warned, asked = Desk(web, record, feeds).round()
    assert (told, warned) == ([], [])
    assert sorted(asked) == [f"{POST}/1", f"{POST}/feed"]


def test_a_record_that_another_process_writes_loses_nothing(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = tmp_path / "record.dateline"
    web.answers |= {
        f"{POST}/feed": conditional(feed(("Chess", web.url(f"{POST}/1"), ""), tag='"1"')),
        f"{POST}/1": report("Girl of thirteen wins the open of Velm", CHESS, tag='"y"'),
    }
    desk = Desk(web, record, [web.url(f"{POST}/feed")])

    def busy(*_: Any, **__: Any) -> Store:
        raise StoreError("another process writes it. Wait for it.")

    with monkeypatch.context() as patch:
        patch.setattr(store, "open", busy)
        told, warned, _ = desk.round()
    assert told == []
    assert any("another process" in line for line in warned)
    told, warned, _ = desk.round()
    assert ([line.split()[0] for line in told], warned) == (["STORY"], [])


def test_a_feed_that_carries_its_reports_is_all_that_is_asked(web: Web, tmp_path: Path) -> None:
    item = f"<title>Velm open</title><link>{web.url(POST + '/1')}</link><content:encoded>{CHESS}</content:encoded>"
    body = f"<rss xmlns:content='urn:x'><channel><item>{item}</item></channel></rss>".encode()
    web.answers[f"{POST}/feed"] = (200, {"Content-Type": "text/xml"}, body)
    desk = Desk(web, tmp_path / "record.dateline", [web.url(f"{POST}/feed")])
    assert [len(part) for part in desk.round()] == [1, 0, 1]
    assert [len(part) for part in desk.round(LONGEST)] == [0, 0, 1]


def test_failures_are_asked_at_growing_intervals(web: Web, tmp_path: Path) -> None:
    web.answers[f"{POST}/feed"] = (503, {"Retry-After": "40000"}, b"")
    desk = Desk(web, tmp_path / "record.dateline", [web.url(f"{POST}/feed")])
    (watched,) = desk.watch._feeds
    desk.round()
    assert watched.due - desk.now == 40_000
    web.answers[f"{POST}/feed"] = (500, {}, b"")
    waits = []
    for _ in range(10):
        desk.round(watched.due - desk.now)
        waits.append(watched.due - desk.now)
    assert waits[0] == pytest.approx(4 * INTERVAL, rel=0.11)
    assert waits[1] == pytest.approx(8 * INTERVAL, rel=0.11)
    assert waits[-1] <= 1.1 * LONGEST
    assert len({round(wait / INTERVAL, 3) for wait in waits[-3:]}) == 3  # spread, and the same on every run


def test_a_feed_of_too_many_pages_is_taken_in_several_rounds(
    web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "MOST_ASKED", 3)
    places = [f"{POST}/{number}" for number in range(5)]
    web.answers[f"{POST}/feed"] = conditional(feed(*(("x", web.url(place), "") for place in places), tag='"1"'))
    desk = Desk(web, tmp_path / "record.dateline", [web.url(f"{POST}/feed")])
    asked = [desk.round(1.2 * INTERVAL)[2] for _ in range(3)]
    assert [len(places) for places in asked] == [4, 3, 1]
    assert sorted({place for places in asked for place in places}) == sorted([f"{POST}/feed", *places])


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_at_a_signal(tmp_path: Path, way: signal.Signals) -> None:
    command = [
        sys.executable,
        "-m",
        "dateline",
        "watch",
        "http://127.0.0.1:9/feed",
        "--record",
        str(tmp_path / "r.dateline"),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as running:
        assert running.stderr is not None
        line = running.stderr.readline()
        assert "port 9" in line
        time.sleep(0.2)
        running.send_signal(way)
        out, _ = running.communicate(timeout=20)
    assert (out, running.returncode) == ("", 0)


def test_one_round_in_which_nothing_answers_says_so(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "dateline",
        "watch",
        "ftp://x/feed",
        "--once",
        "--record",
        str(tmp_path / "r.dateline"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "only http and https" in done.stderr
    assert "no feed answered" in done.stderr
