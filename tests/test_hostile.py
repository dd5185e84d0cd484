"""Hostile sources: an archive of broken and malicious records is read to the end, within stated time and memory."""

from __future__ import annotations

import gzip
import os
import shlex
import subprocess
import sys
import time
import zlib
from pathlib import Path

import msgspec
import pytest

from dateline import ingest
from dateline.ingest import Item, limits
from dateline.model import Skipped, content_id

SECONDS, MEGABYTES = 60, 300  # for the whole archive below, on a busy core; measured: 1.1 s and 121 MB
FIRST = "Two presidents met in the harbour city of Norvik on Monday to talk about water, officials said."
SECOND = "The talks lasted for two hours and were followed by a dinner in the old customs house."


def page(title: str) -> bytes:
    body = f"<h1>{title}</h1><p>{FIRST}</p><p>{SECOND}</p>"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def record(content: bytes, *, length: int | str | None = None, mime: str = "text/html") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\n\r\n".encode()
    return warc(head + content, length=length)


def warc(
    content: bytes, *, kind: str = "response", length: int | str | None = None, mime: str = "application/http"
) -> bytes:
    size = len(content) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://harbour-post.example/{zlib.crc32(content)}\r\n"
    return f"{head}Content-Type: {mime}\r\nContent-Length: {size}\r\n\r\n".encode() + content + b"\r\n\r\n"


def packed(content: bytes, *, encoding: str = "gzip") -> bytes:
    return warc(
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n\r\n".encode() + content
    )


def cut(record: bytes) -> bytes:
    """A packed record of which the end is missing."""
    return gzip.compress(record)[:-40]


def garbled(record: bytes) -> bytes:
    """A packed record with noise in its middle."""
    data = bytearray(gzip.compress(record))
    data[40:60] = bytes(range(200, 220))
    return bytes(data)


def zip_of(member: bytes) -> bytes:
    return gzip.compress(member, 6)


def bomb(megabytes: int) -> bytes:
    """One member that unpacks to so many megabytes of one record."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    size = megabytes * 2**20
    head = f"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n".encode()
    parts = [packer.compress(head)]
    parts += [packer.compress(bytes(2**20)) for _ in range(megabytes)]
    return b"".join([*parts, packer.flush()])


WORDS = f"{FIRST} {SECOND} ".encode()
BAD: list[tuple[bytes, str]] = [
    (record(b"gone", length=9_999_999), "runs into the next"),
    (record(page("Short"), length=180), "goes on after"),
    (record(page("No length"), length="none"), "no usable length"),
    (record(page("Negative"), length=-5), "no usable length"),
    (record(page("Digits"), length="9" * 5_000), "no usable length"),
    (record(page("Ten gigabytes"), length=10 * 2**30), "and runs into the next"),
    (record(b"<html><body>" + b"<div>" * 1_000 + WORDS), "nested more"),
    (record(b"<html><body>" + b"<b><i>" * 33_334 + WORDS), "nested more"),
    (record(b"<html><body>" + b"<p>" * 66_667 + WORDS), "elements, more than"),
    (record(WORDS * (50 * 2**20 // len(WORDS)), mime="text/plain"), "the bound"),
    (packed(gzip.compress(bytes(80 * 2**20))), "unpacks to more"),
    (packed(zlib.compress(bytes(80 * 2**20)), encoding="deflate"), "unpacks to more"),
    (record(b"\xff\xfe\x00\xd8" * 5_000, mime="text/plain"), "languages|common words|binary|fewer than|letters"),
    (record(os.urandom(4_000), mime="image/png"), "binary|no report"),
    (warc(b"HTTP/1.1 200 OK", kind="response"), "no report"),
    (record(b"<html><body><p>" + b"\xed\xa0\x80" * 2_000, mime="text/html"), "no report|common words|letters|fewer"),
    (record(b"<!--" + b"x" * 200_000), "no report"),
    (record(b"<html><body><a href='" + b"x" * 200_000), "no report|fewer"),
]
GOOD = [f"Good page number {number}" for number in range(len(BAD) + 4)]

READ = """
import pathlib, re, sys, time
from dateline import ingest
from dateline.ingest import Item
start = time.monotonic()
for found in ingest.read([sys.argv[1]]):
    print("good" if isinstance(found, Item) else "bad", found.report.title if isinstance(found, Item) else found.reason)
peak = re.search(r"VmHWM:\\s*(\\d+)", pathlib.Path("/proc/self/status").read_text())
print("took", time.monotonic() - start, int(peak[1]) // 1024)
"""


def archive(pack: bool) -> bytes:
    """Bad records, each between two good ones: plain, or each packed as Common Crawl does."""
    parts = [warc(b"software: x", kind="warcinfo")]
    for (bad, _), title in zip(BAD, GOOD, strict=False):
        parts += [record(page(title)), bad]
    parts = [zip_of(part) if pack else part for part in parts]
    if pack:
        extra = [cut(record(page("Cut"))), bomb(1_200), garbled(record(page("Garbled"))), b"\x1f\x8b\x08noise"]
        for title, bad in zip(GOOD[len(BAD) :], extra, strict=True):
            parts += [zip_of(record(page(title))), bad]
    else:
        parts += [b"x" * (50 * 2**20), b"\r\n\r\n", record(page(GOOD[len(BAD)])), b"WARC/1.0\r\n" * 300]
        parts += [record(page(GOOD[len(BAD) + 1])), record(page("Cut off"))[:-60]]
    return b"".join(parts)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is asked of Linux")
@pytest.mark.parametrize("pack", [False, True])
def test_a_hostile_archive_is_read_to_the_end(tmp_path: Path, pack: bool) -> None:
    file = tmp_path / ("a.warc.gz" if pack else "a.warc")
    file.write_bytes(archive(pack))
    done = subprocess.run(
        [sys.executable, "-c", READ, str(file)], capture_output=True, text=True, timeout=300, check=True
    )
    *lines, took = done.stdout.splitlines()
    good = [line.removeprefix("good ") for line in lines if line.startswith("good ")]
    bad = [line.removeprefix("bad ") for line in lines if line.startswith("bad ")]
    assert good == GOOD[: len(BAD) + (4 if pack else 2)]
    for _, reason in BAD:
        assert any(word in line for word in reason.split("|") for line in bad), (reason, bad)
    if pack:
        for reason in ("data check", "unpacks to more than 300 times", "the gzip data of part"):
            assert any(reason in line for line in bad), (reason, bad)
    else:
        assert any("cut off" in line for line in bad)
    _, seconds, megabytes = took.split()
    assert float(seconds) < SECONDS
    assert int(megabytes) < MEGABYTES


def test_a_bomb_of_lines_costs_little(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    lines = b"\n" * 2**20
    (tmp_path / "a.jsonl.gz").write_bytes(b"".join([packer.compress(lines) for _ in range(500)]) + packer.flush())
    start = time.monotonic()
    (found,) = ingest.read([tmp_path / "a.jsonl.gz"])
    assert isinstance(found, Skipped)
    assert "300 times" in found.reason
    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize(
    "content", [f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>", f"{FIRST}\n\n{SECOND}"]
)
def test_half_a_surrogate_pair_is_marked_wherever_it_comes_from(tmp_path: Path, content: str) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(name)).write_text(content)
    broken = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.json"))
    broken.write_text('{"text": "x"}')
    found = list(ingest.read([tmp_path]))
    assert [type(one) for one in found] == [Item, Skipped]
    for one in found:
        assert "\ufffd" in (one.report.path or "" if isinstance(one, Item) else one.ref)
        msgspec.json.encode(one)
    mail = tmp_path / "b.eml"
    mail.write_bytes(b"From: a@b.example\r\nSubject: River talks \xed\xa0\x80 open\r\n\r\n" + WORDS)
    (item,) = ingest.read([mail])
    assert isinstance(item, Item), item
    msgspec.json.encode(item)
    assert content_id(item.report.text)
    escaped = tmp_path / "c.jsonl"
    escaped.write_text('{"title": "River \\ud800 talks", "text": "' + WORDS.decode() + '"}')
    for one in ingest.read([escaped]):
        msgspec.json.encode(one)


def test_deep_and_endless_values_in_json(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        "\n".join(["[" * 200_000, '{"text": ' * 50_000, '{"text": "' + WORDS.decode() + '"}'])
    )
    assert [type(found) for found in ingest.read([tmp_path / "a.jsonl"])] == [Skipped, Skipped, Item]


def test_the_bounds_are_stated_in_the_docs() -> None:
    told = (Path(__file__).parents[1] / "docs/sources.md").read_text(encoding="utf-8")
    for bound in (limits.HTML_ELEMENTS, limits.REPORT_CHARACTERS, limits.PACKED_RATIO, limits.HTML_DEPTH):
        assert f"{bound:,}" in told, bound


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of a process")
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("add", "{visit}", "--record", "a.db"), b"a.db: "),
        (("analyse", "{visit}", "--to", "shards"), b"jsonl.gz: cannot be written (File too large). Make room"),
        (("brief", "{visit}", "--workers", "2"), b"jsonl.gz: cannot be written (File too large). Make room"),
        (("brief", "{visit}", "--html", "a.html"), b"a.html: cannot be written (File too large)"),
    ],
)
def test_a_disk_that_is_full_is_said_and_leaves_nothing_half_done(
    tmp_path: Path, command: tuple[str, ...], said: bytes
) -> None:
    visit = Path(__file__).parents[1] / "samples" / "lisbon-visit"
    words = [sys.executable, "-m", "dateline.cli", *(word.format(visit=visit) for word in command)]

    def run(limit: str) -> subprocess.CompletedProcess[bytes]:
        line = f"ulimit -f {limit}; exec {shlex.join(words)}"
        return subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, timeout=120, check=False)

    full = run("8")  # blocks of 512 or 1,024 bytes, by shell
    assert full.returncode == 1
    assert full.stderr.startswith(b"dateline: ")
    assert said in full.stderr
    assert b"rollback" not in full.stderr
    assert full.stderr.count(b"\n") == 1
    assert not list(tmp_path.glob("*.html")) + list(tmp_path.rglob("*.tmp"))
    assert run("unlimited").returncode == 0
