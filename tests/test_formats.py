"""Parquet, PDF, mailboxes, tables of addresses, and the user's own keys in every format that has keys."""

from __future__ import annotations

import builtins
import csv
import datetime as dt
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from dateline import ingest
from dateline.ingest import Item, limits
from dateline.ingest.pdf import paragraphs
from dateline.model import Skipped
from dateline.settings import Settings

FIRST = "Two presidents met in the harbour city of Norvik on Monday to talk about water, officials said."
SECOND = "The talks lasted for two hours and were followed by a dinner in the old customs house."
BODY = f"{FIRST}\n\n{SECOND}"


def read(file: Path, settings: Settings | None = None) -> list[Item | Skipped]:
    return list(ingest.read([file], settings))


def reason(file: Path) -> str:
    (found,) = read(file)
    assert isinstance(found, Skipped), found
    assert found.reason.endswith(".")
    return found.reason


# ── Parquet ──────────────────────────────────────────────────────────────────────────────────────


def parquet(file: Path, rows: list[dict[str, Any]], **more: Any) -> Path:
    pq.write_table(pa.Table.from_pylist(rows), file, **more)
    return file


def test_parquet_by_row_groups(tmp_path: Path) -> None:
    rows = [
        {"title": f"River talks {number}", "text": BODY, "source": {"name": "BBC"}, "published": dt.date(2031, 5, 5),
         "authors": ["Ana Ruiz", "Jan Berg"], "embedding": [0.5] * 8}
        for number in range(300)
    ]  # fmt: skip
    rows[7]["text"] = None
    file = parquet(tmp_path / "a.parquet", rows, row_group_size=70)
    found = read(file)
    items = [item for item in found if isinstance(item, Item)]
    assert [len(items), len(found)] == [299, 300]
    assert isinstance(found[7], Skipped)
    assert found[7].ref == f"{file}#8"
    assert "no text of a report in the row" in found[7].reason
    assert items[-1].report.title == "River talks 299"
    assert (items[0].outlet.id, items[0].report.bylines) == ("bbc.com", ("Ana Ruiz", "Jan Berg"))
    assert items[0].report.published is not None
    assert items[0].report.published.value == "2031-05-05"


def test_parquet_with_a_large_and_with_a_broken_row_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"title": f"River talks {number}", "text": f"{BODY} {number}"} for number in range(30)]
    file = parquet(tmp_path / "a.parquet", rows, row_group_size=10, compression="NONE", use_dictionary=False)
    broken = bytearray(file.read_bytes())
    place = pq.ParquetFile(file).metadata.row_group(1).column(1).data_page_offset
    broken[place : place + 12] = b"\xff" * 12
    (tmp_path / "b.parquet").write_bytes(broken)
    found = read(tmp_path / "b.parquet")
    assert [type(one) for one in found] == [Item] * 10 + [Skipped] + [Item] * 10
    assert "broken row group" in str(found[10])
    monkeypatch.setattr(limits, "ROW_GROUP_BYTES", 100)
    assert [("smaller row groups" in one.reason) for one in read(file) if isinstance(one, Skipped)] == [True] * 3


def test_parquet_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 no table PAR1")
    assert "broken Parquet" in reason(tmp_path / "a.parquet")
    assert "no known column (its columns: x)" in reason(parquet(tmp_path / "b.parquet", [{"x": 1}]))
    packed = tmp_path / "c.parquet.gz"
    packed.write_bytes(gzip.compress((tmp_path / "b.parquet").read_bytes()))
    assert "Unpack it first" in reason(packed)
    lacking(monkeypatch, "pyarrow")
    assert "pip install 'dateline[parquet]'" in reason(tmp_path / "b.parquet")


def lacking(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """As if an extra were not installed."""
    load = builtins.__import__

    def refuse(name: str, *more: Any, **also: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == package:
            raise ImportError(name)
        return load(name, *more, **also)

    monkeypatch.setattr(builtins, "__import__", refuse)


# ── keys of one's own ────────────────────────────────────────────────────────────────────────────


def write_json(file: Path, story: dict[str, Any]) -> None:
    file.write_text(json.dumps(story))


def write_lines(file: Path, story: dict[str, Any]) -> None:
    file.write_text(f"{json.dumps(story)}\n")


def write_csv(file: Path, story: dict[str, Any]) -> None:
    flat = {
        "page.words": story["page"]["words"],
        "page.by": "Ana Ruiz",
        "house": story["house"][0]["label"],
        "day": story["day"],
    }
    with file.open("w", newline="") as table:
        writer = csv.DictWriter(table, flat)
        writer.writeheader()
        writer.writerow(flat)


@pytest.mark.parametrize(
    ("name", "write"),
    [("a.json", write_json), ("a.jsonl", write_lines), ("a.csv", write_csv),
     ("a.parquet", lambda file, story: parquet(file, [story]))],
)  # fmt: skip
def test_own_keys_in_every_format(tmp_path: Path, name: str, write: Callable[[Path, dict[str, Any]], Any]) -> None:
    story = {"page": {"words": BODY, "by": "Ana Ruiz"}, "house": [{"label": "BBC"}], "day": "2031-05-05", "text": "no"}
    write(tmp_path / name, story)
    house = "house" if name.endswith("csv") else "house.label"
    keys = {"text": "page.words", "authors": "page.by", "outlet": house, "published": "day"}
    (item,) = read(tmp_path / name, Settings(fields=keys))
    assert isinstance(item, Item), item
    assert (item.report.text, item.outlet.id, item.report.bylines) == (BODY, "bbc.com", ("Ana Ruiz",))
    assert item.report.published is not None
    assert item.report.published.value == "2031-05-05"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_longer_than_the_bound_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 50_000)
    monkeypatch.setattr(limits, "LINE_BYTES", 20_000)
    rows = [f'River talks {number},"{FIRST}\n{SECOND} Zoë Muñoz was there too."\r\n' for number in range(600)]
    rows[300:300] = [f"Endless,{'x' * 60_000}\r\n"]
    (tmp_path / "a.csv").write_bytes("".join(["title,text\r\n", *rows]).encode(encoding))
    found = read(tmp_path / "a.csv")
    items = [item for item in found if isinstance(item, Item)]
    assert [item.report.title for item in items] == [f"River talks {number}" for number in range(600)]
    assert all("Zoë Muñoz" in item.report.text for item in items)
    (skip,) = (one for one in found if isinstance(one, Skipped))
    assert "broken row: field larger" in skip.reason


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────


def pdf(file: Path, *pages: list[str], title: str = "", password: str = "") -> Path:
    """A document of these lines, made by hand."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    for lines in pages:
        page = writer.add_blank_page(width=595, height=842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(font)})}
        )
        stream = DecodedStreamObject()
        shown = "".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td\n" for line in lines)
        stream.set_data(f"BT /F1 11 Tf 50 800 Td\n{shown}ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if title:
        writer.add_metadata({"/Title": title})
    if password:
        writer.encrypt(password)
    with file.open("wb") as out:
        writer.write(out)
    return file


LINES = [
    "River talks open in Norvik", "",
    "Two presidents met in the harbour city of Norvik on Monday to talk about wa-",
    "ter, officials said. The talks on the river and its two dams lasted for two hours",
    "and were followed by a dinner.", "",
    "A second round is planned for June in the old customs house of the city, which",
    "has not been used for meetings of this kind before, the ministry said.",
]  # fmt: skip


def test_a_pdf(tmp_path: Path) -> None:
    pages = [["Ministry of Rivers", *LINES, f"Page {number} of 3"] for number in (1, 2, 3)]
    (item,) = read(pdf(tmp_path / "a.pdf", *pages, title="Microsoft Word - x.docx"))
    assert isinstance(item, Item), item
    assert "talk about water, officials said. The talks on the river" in item.report.text
    assert "Page 2" not in item.report.text
    assert "Ministry of Rivers" not in item.report.text
    assert "Microsoft" not in item.report.text
    assert item.report.published is None


def test_a_pdf_whose_title_stands_on_it(tmp_path: Path) -> None:
    (item,) = read(pdf(tmp_path / "a.pdf", LINES, title="River talks open in Norvik"))
    assert isinstance(item, Item), item
    assert item.report.title == "River talks open in Norvik"
    assert item.report.text.count("River talks open") == 1


def test_pdfs_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"%PDF-1.7 broken")
    assert "broken PDF" in reason(file)
    assert "pictures and no text" in reason(pdf(file, []))
    assert "locked with a password" in reason(pdf(file, LINES, password="secret"))  # noqa: S106
    monkeypatch.setattr(limits, "PDF_PAGES", 2)
    assert "3 pages" in reason(pdf(file, LINES, LINES, LINES))
    monkeypatch.setattr(limits, "PDF_SECONDS", -1)
    assert "longer than" in reason(pdf(file, LINES))
    lacking(monkeypatch, "pypdf")
    assert "pip install 'dateline[pdf]'" in reason(file)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["A short one.", "", "Another."], ["A short one.", "Another."]),
        (["The river commis-", "sion met with the Norvik-", "Velm council in the town of the two rivers."],
         ["The river commission met with the Norvik- Velm council in the town of the two rivers."]),
        (["The first paragraph ends early.", "The second goes on for a good while and then some more", "is told."],
         ["The first paragraph ends early.", "The second goes on for a good while and then some more is told."]),
        ([], []),
    ],
)  # fmt: skip
def test_lines_to_paragraphs(lines: list[str], told: list[str]) -> None:
    assert list(paragraphs([lines])) == told


# ── mail ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_mailbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINE_BYTES", 10_000)
    sender = "From news Mon May  5 10:15:00 2031\nFrom: BBC News <news@bbc.co.uk>"
    head = sender + "\nSubject: {0}\nDate: Mon, 05 May 2031 10:15:00 +0000\n\n"
    file = tmp_path / "a.mbox"
    file.write_text(
        head.format("River talks open") + f"{BODY}\n>From the old house they went home.\n\n"
        + head.format("Large") + "x" * 20_000 + "\n\n" + head.format("Empty") + "\n\n"
        + head.format("Water talks open") + BODY
    )  # fmt: skip
    found = read(file)
    assert [type(one) for one in found] == [Item, Skipped, Skipped, Item]
    assert isinstance(found[0], Item)
    assert "\nFrom the old house" in found[0].report.text
    assert found[0].outlet.id == "bbc.com"
    file.write_text("no mail")
    assert "no message begins" in reason(file)


# ── addresses without texts ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "content", "urls"),
    [
        ("a.csv", "url,date\nhttps://a.example/1,2031-05-05\nhttps://a.example/2,\n", 2),
        ("20310505.export.CSV", "1\t20310505\tX\thttps://a.example/1\n2\t20310505\tY\thttps://a.example/1\n", 1),
        ("20310505.gkg.csv", "1-1\t20310505\t1\ta.example\thttps://a.example/1\tx\thttps://img.example/1.png\n", 1),
        ("a.json", '{"articles": [{"url": "https://a.example/1", "title": "x", "seendate": "20310505T101500Z"}]}', 1),
        ("a.xml", "<urlset><url><loc>https://a.example/1</loc></url><url><x/></url></urlset>", 1),
        ("a.txt", "https://a.example/1\nhttps://a.example/2\n", 2),
    ],
)  # fmt: skip
def test_addresses_are_told_and_not_fetched(tmp_path: Path, name: str, content: str, urls: int) -> None:
    (tmp_path / name).write_text(content)
    found = read(tmp_path / name)
    told = [one for one in found if isinstance(one, Skipped) and "Add --fetch" in one.reason]
    assert len(told) == urls
    assert all("https://a.example/" in one.ref for one in told)


def test_a_summary_is_read_as_it_is_where_nothing_is_fetched(tmp_path: Path) -> None:
    item = f"<item><title>River talks</title><link>https://a.example/1</link><description>{BODY}</description></item>"
    (tmp_path / "a.rss").write_text(f"<rss><channel>{item}</channel></rss>")
    (found,) = read(tmp_path / "a.rss")
    assert isinstance(found, Item)
