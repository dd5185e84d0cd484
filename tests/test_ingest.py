"""Reading sources: every format gives the report; what cannot be read is told with its reason, the rest is read."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dateline import ingest, outlets
from dateline.ingest import Item, language, limits
from dateline.ingest.draft import read_day
from dateline.ingest.raw import decode
from dateline.ingest.read import READERS
from dateline.model import Skipped, content_id
from dateline.settings import Settings

FIRST = "Two presidents met in the harbour city of Norvik on Monday to talk about water, officials said."
SECOND = "The talks lasted for two hours and were followed by a dinner in the old customs house."
BODY = f"{FIRST}\n\n{SECOND}"
STORY = {
    "outlet": "bbc.com",
    "url": "https://www.bbc.com/news/1",
    "published": "2031-05-05T10:00:00",
    "title": "River talks open",
    "text": BODY,
}


def put(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def read(*sources: str | Path, settings: Settings | None = None) -> list[Item | Skipped]:
    return list(ingest.read(sources, settings))


def one(*sources: str | Path, settings: Settings | None = None) -> Item:
    (found,) = read(*sources, settings=settings)
    assert isinstance(found, Item), found
    return found


def refused(*sources: str | Path) -> Skipped:
    (found,) = read(*sources)
    assert isinstance(found, Skipped), found
    assert found.stage == "ingest"
    assert found.reason.endswith((".", "?"))
    return found


# ── text ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_text_file(tmp_path: Path) -> None:
    file = put(tmp_path, "a.txt", f"River talks open\n\n{BODY}\n")
    report, outlet = one(file)
    assert report.text == f"River talks open\n\n{BODY}"
    assert (report.title, report.path, report.language) == ("River talks open", str(file), "en")
    assert outlet == outlets.UNKNOWN
    assert report.id == content_id(outlet.id, report.text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    words = f"{FIRST} “We agreed,” said Zoë Muñoz – the minister. {SECOND}"
    assert one(put(tmp_path, "a.txt", words.encode(encoding))).report.text == words


def test_an_encoding_that_only_statistics_tell() -> None:
    words = "Президент прибыл в Норвик во вторник, чтобы обсудить воду и торговлю между двумя странами. " * 8
    assert decode(words.encode("koi8-r")) == words


def test_a_header_block_names_the_outlet(tmp_path: Path) -> None:
    block = "Outlet: Harbour Post\nPublished: 5 May 2031\nURL: https://harbour-post.example/1\nTitle: River talks open"
    report, outlet = one(put(tmp_path, "a.txt", f"{block}\n\n{BODY}"))
    assert (outlet.id, outlet.name) == ("harbour-post.example", "Harbour Post")
    assert report.url == "https://harbour-post.example/1"
    assert report.published is not None
    assert report.published.from_ == dt.date(2031, 5, 5)


def test_an_agencys_own_copy_without_an_outlet_is_the_agencys(tmp_path: Path) -> None:
    report, outlet = one(put(tmp_path, "a.txt", f"River talks open\n\nNORVIK (AP) — {BODY}"))
    assert (outlet.id, outlet.kind, report.agency) == ("apnews.com", "agency", "Associated Press")
    assert report.dateline is not None
    assert report.dateline.name == "Norvik"


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_json_story(tmp_path: Path) -> None:
    report, outlet = one(put(tmp_path, "a.json", json.dumps(STORY | {"authors": ["Ana Ruiz", "Reporter"]})))
    assert report.text == f"River talks open\n\n{BODY}"
    assert (outlet.name, outlet.country, outlet.kind) == ("BBC", "GBR", "broadcaster")
    assert (report.url, report.bylines) == (STORY["url"], ("Ana Ruiz",))
    assert report.published is not None
    assert (report.published.value, report.published.basis) == ("2031-05-05", "explicit")


@pytest.mark.parametrize(
    "story",
    [
        {"@type": "NewsArticle", "headline": "River talks open", "articleBody": BODY, "datePublished": "2031-05-05",
         "publisher": {"@type": "Organization", "name": "BBC"}, "author": [{"@type": "Person", "name": "Ana Ruiz"}]},
        {"uri": "tag:bbc.com,2031:1", "headline": "River talks open", "body_html": f"<p>{FIRST}</p><p>{SECOND}</p>",
         "versioncreated": "2031-05-05T10:00:00Z", "byline": "By Ana Ruiz", "source": "BBC"},
        {"headlines": [{"value": "River talks open"}], "bodies": [{"contenttype": "text/plain", "value": BODY}],
         "firstcreated": "2031-05-05T10:00:00Z", "by": "Ana Ruiz", "organisations": [{"name": "BBC News"}]},
        {"title": "River talks open", "maintext": BODY, "date_publish": "2031-05-05 10:00:00", "authors": ["Ana Ruiz"],
         "source_domain": "www.bbc.co.uk"},
        {"title": "River talks open", "content": BODY, "publishedAt": "2031-05-05T10:00:00Z", "author": "Ana Ruiz",
         "source": {"id": "bbc-news", "name": "BBC News"}},
    ],
)  # fmt: skip
def test_formats_of_others(tmp_path: Path, story: dict[str, Any]) -> None:
    report, outlet = one(put(tmp_path, "a.json", json.dumps(story)))
    assert report.text == f"River talks open\n\n{BODY}"
    assert (outlet.id, report.bylines) == ("bbc.com", ("Ana Ruiz",))
    assert report.published is not None
    assert report.published.from_ == dt.date(2031, 5, 5)


def test_a_mapping_of_fields_goes_before_the_known_keys(tmp_path: Path) -> None:
    file = put(tmp_path, "a.json", json.dumps({"text": "no", "story": {"words": BODY}, "house": "Harbour Post"}))
    report, outlet = one(file, settings=Settings(fields={"text": "story.words", "outlet": "house"}))
    assert (report.text, outlet.id) == (BODY, "harbour-post")


def test_lists_and_broken_records(tmp_path: Path) -> None:
    file = put(tmp_path, "a.json", json.dumps([STORY, {"x": 1}, 3, STORY | {"title": "Water talks open"}]))
    found = read(file)
    assert [type(item) for item in found] == [Item, Skipped, Skipped, Item]
    assert [item.ref for item in found if isinstance(item, Skipped)] == [f"{file}#2", f"{file}#3"]


def test_json_lines_go_on_after_a_bad_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINE_BYTES", 10_000)
    lines = [json.dumps(STORY), "{bad", "", "x" * 50_000, json.dumps(STORY | {"title": "Water talks open"})]
    file = put(tmp_path, "a.jsonl", "\n".join(lines))
    found = read(file)
    assert [type(item) for item in found] == [Item, Skipped, Skipped, Item]
    assert [item.ref for item in found if isinstance(item, Skipped)] == [f"{file}:2", f"{file}:4"]


def test_a_packed_file(tmp_path: Path) -> None:
    assert one(put(tmp_path, "a.jsonl.gz", gzip.compress(json.dumps(STORY).encode()))).outlet.id == "bbc.com"


# ── pages ────────────────────────────────────────────────────────────────────────────────────────

PAGE = f"""<html><head><title>River talks open - Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><link rel="canonical" href="https://harbour-post.example/1">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [{{"@type": "WebSite", "name": "x"}},
{{"@type": "NewsArticle", "headline": "River talks open", "datePublished": "2031-05-05T10:00:00+02:00",
"author": {{"@type": "Person", "name": "Ana Ruiz"}}}}]}}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>River talks open</h1><p>By Ana Ruiz</p>
<p>{FIRST}</p><p>Advertisement</p><p>{SECOND}</p></article><footer>All rights reserved</footer></body></html>"""


def test_a_page_and_what_it_says_of_itself(tmp_path: Path) -> None:
    report, outlet = one(put(tmp_path, "a.html", PAGE))
    assert report.text == f"River talks open\n\n{FIRST}\n{SECOND}"
    assert (report.title, report.bylines, report.url) == (
        "River talks open",
        ("Ana Ruiz",),
        "https://harbour-post.example/1",
    )
    assert (outlet.id, outlet.name) == ("harbour-post.example", "Harbour Post")
    assert report.published is not None
    assert report.published.value == "2031-05-05"
    assert {dropped.reason for dropped in report.dropped} == {"headline repeated", "byline", "page furniture"}


def test_a_page_without_linked_data_is_read_by_its_meta_elements(tmp_path: Path) -> None:
    start, end = PAGE.index("<script"), PAGE.index("</script>")
    meta = '<meta property="article:published_time" content="2031-05-06"><meta name="author" content="Jan Berg">'
    report, _ = one(put(tmp_path, "a.html", PAGE[:start] + meta + PAGE[end:]))
    assert report.published is not None
    assert (report.published.value, report.bylines) == ("2031-05-06", ("Jan Berg", "Ana Ruiz"))


def test_a_page_states_its_day_or_has_none(tmp_path: Path) -> None:
    start, end = PAGE.index("<script"), PAGE.index("</script>")
    assert one(put(tmp_path, "a.html", PAGE[:start] + PAGE[end:])).report.published is None


GRAPH = """{"@context": "https://schema.org", "@graph": [
{"@type": ["Article", "NewsArticle"], "headline": "River talks open", "datePublished": "2031-05-05",
"dateModified": "2031-05-06T08:00:00+02:00", "author": [{"@id": "#ana"}, {"@id": "https://harbour-post.example/nobody"}],
"publisher": {"@id": "#house"}}, {"@type": "Person", "@id": "#ana", "name": "Ana Ruiz &amp; Jan Berg"},
{"@type": "Organization", "@id": "#house", "name": "Harbour Post"}]}"""


@pytest.mark.parametrize(
    "data",
    [
        GRAPH,
        f"<!-- {GRAPH} -->",
        f"//<![CDATA[\n{GRAPH}\n//]]>",
        GRAPH.replace("]}]}", "],}]}").replace('"River talks open"', '"River talks\nopen"'),
        f'{{"@type": "WebPage", "mainEntity": {GRAPH.replace("NewsArticle", "OpinionNewsArticle")}}}',
        GRAPH.replace('"NewsArticle"', '"https://schema.org/ReportageNewsArticle"'),
    ],
)
def test_linked_data_as_pages_carry_it(tmp_path: Path, data: str) -> None:
    start, end = PAGE.index("<script"), PAGE.index("</script>")
    report, outlet = one(
        put(tmp_path, "a.html", f'{PAGE[:start]}<script type="application/ld+json">{data}{PAGE[end:]}')
    )
    assert (report.title, report.bylines[:2], outlet.name) == (
        "River talks open",
        ("Ana Ruiz", "Jan Berg"),
        "Harbour Post",
    )
    assert report.published is not None
    assert report.published.value == "2031-05-05"
    assert report.updated == dt.datetime(2031, 5, 6, 6, tzinfo=dt.UTC)


def test_meta_elements_of_several_authors_and_microdata(tmp_path: Path) -> None:
    start, end = PAGE.index("<script"), PAGE.index("</script>")
    meta = "".join(
        f'<meta name="author" content="{name}">' for name in ("https://x.example/ana", "Mia Holm", "Jan Berg")
    )
    page = (
        PAGE[:start]
        + meta
        + PAGE[end:].replace("<p>By", '<time itemprop="datePublished" datetime="2031-05-05">x</time><p>By')
    )
    report, _ = one(put(tmp_path, "a.html", page))
    assert report.bylines[:2] == ("Mia Holm", "Jan Berg")
    assert report.published is not None


def test_a_page_is_known_whatever_its_name(tmp_path: Path) -> None:
    assert one(put(tmp_path, "a.txt", PAGE)).report.title == "River talks open"


# ── what cannot be read ──────────────────────────────────────────────────────────────────────────


FRENCH = "Le ministre a dit que la réunion de mardi est une étape pour les deux pays et pour la paix. " * 3
RUSSIAN = "Министр сказал, что встреча была важной для двух стран. " * 3
NOISE = bytes(position * position % 251 for position in range(4_000))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "the file is empty"),
        ("a.txt", b" \r\n\r\n\t", "the file is empty"),
        ("a.txt", NOISE, "binary"),
        ("a.txt", b"%PDF-1.7 x", "a PDF document"),
        ("a.txt", b"Ah.", "fewer than 4 words"),
        ("a.txt", FRENCH.encode(), "reads as French"),
        ("a.txt", RUSSIAN.encode(), "written in Cyrillic letters"),
        ("a.txt", ("外交部长说会议是重要的一步。" * 9).encode(), "written in Chinese letters"),
        ("a.json", b'{"text": "abc', "broken JSON"),
        ("a.json", b"[" * 100_000, "broken JSON"),
        ("a.json", b'{"x": 1}', "its keys: x"),
        ("a.jsonl", b"\n\n", "the file is empty"),
        ("a.html", b"<html><body></body></html>", "no report was found"),
        ("a.html", b"<html><body>" + b"<div>" * 1_000 + FIRST.encode() * 9, "nested more than"),
        ("a.html", b"<html><body>" + b"<b><i>" * 30_000 + FIRST.encode() * 9, "nested more than"),
        ("a.txt.gz", b"\x1f\x8bjunkjunkjunkjunk", "the gzip data is broken"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    assert reason in refused(put(tmp_path, name, content)).reason


def test_a_missing_path_and_a_good_one() -> None:
    samples = Path(__file__).parents[1] / "samples/lisbon-visit"
    found = read("/no/such/file.txt", samples)
    assert isinstance(found[0], Skipped)
    assert "No such file" in found[0].reason
    assert [type(item) for item in found[1:]] == [Item] * 5


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    file = put(tmp_path, "a.txt", BODY)
    file.chmod(0)
    assert "Permission denied" in refused(file).reason


def test_a_line_of_10_mb_and_a_bomb_take_little_time(tmp_path: Path) -> None:
    start = time.monotonic()
    assert "the bound for one report" in refused(put(tmp_path, "a.txt", FIRST * (10_000_000 // len(FIRST)))).reason
    bomb = put(tmp_path, "b.txt.gz", gzip.compress(b"\0" * 70_000_000))
    assert "unpacks to more than 300 times" in refused(bomb).reason
    assert time.monotonic() - start < 10


# ── folders, standard input, once ────────────────────────────────────────────────────────────────


def test_a_folder_is_read_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.json", ".hidden.txt", ".git/c.txt", "picture.png"):
        put(tmp_path, name, json.dumps(STORY) if name.endswith("json") else f"Number {name} of them\n\n{BODY}")
    found = read(tmp_path)
    assert [Path(str(item.report.path)).name for item in found if isinstance(item, Item)] == [
        "b.json",
        "z.txt",
        "b.txt",
    ]
    (other,) = (item for item in found if isinstance(item, Skipped))
    assert "no reader for .png" in other.reason


def test_links_that_lead_nowhere_or_back(tmp_path: Path) -> None:
    put(tmp_path, "d/a.txt", BODY)
    (tmp_path / "d/loop").symlink_to(tmp_path)
    (tmp_path / "d/dead.txt").symlink_to(tmp_path / "none")
    os.mkfifo(tmp_path / "d/pipe.txt")
    found = read(tmp_path)
    told = " ".join(item.reason for item in found if isinstance(item, Skipped))
    assert sum(isinstance(item, Item) for item in found) == 1
    assert all(words in told for words in ("leads back", "No such file", "neither a file nor a folder"))


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert "holds no reports" in refused(tmp_path).reason
    assert "a name is empty" in refused("").reason


@pytest.mark.parametrize("content", [BODY, json.dumps(STORY), json.dumps(STORY) + "\n" + json.dumps(STORY), PAGE])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    report = one("-").report
    assert FIRST in report.text
    assert report.path is None


def test_the_same_report_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, "a.json", json.dumps(STORY))
    put(tmp_path, "b.json", json.dumps(STORY | {"outlet": "BBC News"}))
    put(tmp_path, "c.json", json.dumps(STORY | {"outlet": "Harbour Post", "url": ""}))
    assert [item.outlet.id for item in read(tmp_path, tmp_path / "a.json") if isinstance(item, Item)] == [
        "bbc.com",
        "harbour-post",
    ]


# ── parts ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2031-05-05", "2031-05-05"),
        ("2031-05-05T23:30:00-08:00", "2031-05-05"),
        ("20310505T101500Z", "2031-05-05"),
        ("20310505101500", "2031-05-05"),
        ("Mon, 05 May 2031 10:15:00 GMT", "2031-05-05"),
        ("1935914400", "2031-05-07"),
        ("2031-13-05", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_days_of_publication(value: str | None, day: str | None) -> None:
    read = read_day(value)
    assert (read.value if read else None) == day


@pytest.mark.parametrize(
    ("name", "url", "outlet_id"),
    [
        ("BBC News", None, "bbc.com"),
        ("bbc.co.uk", None, "bbc.com"),
        (None, "http://edition.cnn.com/2031/05/05/x", "cnn.com"),
        ("Reuters", "https://www.reuters.com/x", "reuters.com"),
        (None, "https://www.harbour-post.example/x", "harbour-post.example"),
        ("Harbour Post", None, "harbour-post"),
        (None, "http://[bad", "unknown"),
        (None, None, "unknown"),
    ],
)
def test_outlets(name: str | None, url: str | None, outlet_id: str) -> None:
    assert outlets.find(name, url).id == outlet_id


def test_wire_copy_is_known_by_its_address() -> None:
    assert outlets.wire("https://www.nytimes.com/aponline/2031/05/05/x.html") == "Associated Press"
    assert outlets.wire("https://www.nytimes.com/2031/05/05/x.html") is None


@pytest.mark.parametrize("text", ["Ana Ruiz", f"{FIRST}", "Results: Norvik 3, Porto Novo 1; Sines 0, Varna 2."])
def test_english_and_what_is_too_short_to_tell_are_read(text: str) -> None:
    assert language.objection(text, "en") is None


def test_the_samples_are_what_their_readme_says() -> None:
    items = [item for item in read(Path(__file__).parents[1] / "samples/lisbon-visit") if isinstance(item, Item)]
    assert [item.outlet.name for item in items] == [
        "Tagus Courier", "North Sea News Agency", "The Fjord Post", "Harbour Post", "Southern Star",
    ]  # fmt: skip
    assert [item.report.published.value if item.report.published else None for item in items] == [
        "2031-05-11", "2031-05-13", "2031-05-13", "2031-05-14", "2031-05-14",
    ]  # fmt: skip
    assert [item.report.agency for item in items] == [
        None,
        "North Sea News Agency",
        None,
        "North Sea News Agency",
        None,
    ]
    assert all(150 <= len(item.report.text.split()) <= 350 for item in items)


# ── tables, feeds, mail ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["source", "date", "headline", "content"],
        ["BBC", "2031-05-05", "River talks open", f'"{BODY}"'],
        ["BBC", "", "x", ""],
    ]
    file = put(tmp_path, "a.csv", "\r\n".join(delimiter.join(row) for row in rows))
    item, empty = read(file)
    assert isinstance(item, Item)
    assert (item.report.text, item.outlet.id) == (f"River talks open\n\n{BODY}", "bbc.com")
    assert isinstance(empty, Skipped)
    assert "no text of a report" in empty.reason


RSS = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY far SYSTEM "file:///etc/passwd">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>BBC News</title><link>https://www.bbc.com</link>
<item><title>River talks open</title><link>https://www.bbc.com/news/1</link>
<pubDate>Mon, 05 May 2031 10:15:00 GMT</pubDate>
<dc:creator>Ana Ruiz</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></content:encoded></item>
<item><title>No text</title><link>https://www.bbc.com/news/2</link></item>
<item><title>Entity talks fail</title><description>&far; {FIRST}</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>BBC News</title><entry><title>River talks open</title>
<link rel="alternate" href="https://www.bbc.com/news/1"/><published>2031-05-05T10:15:00Z</published>
<author><name>Ana Ruiz</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content></entry></feed>"""
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta>
<provider literal="BBC"><name>BBC</name></provider>
<versionCreated>2031-05-05T10:15:00Z</versionCreated></itemMeta><contentMeta>
<by>Ana Ruiz</by><headline>River talks open</headline></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{FIRST}</p><p>{SECOND}</p></body></html>
</inlineXML></contentSet></newsItem>"""


@pytest.mark.parametrize(("name", "content"), [("a.rss", RSS), ("a.atom", ATOM), ("a.xml", NEWSML)])
def test_feeds(tmp_path: Path, name: str, content: str) -> None:
    item = read(put(tmp_path, name, content))[0]
    assert isinstance(item, Item), item
    assert item.report.text == f"River talks open\n\n{BODY}"
    assert (item.outlet.id, item.report.bylines) == ("bbc.com", ("Ana Ruiz",))
    assert item.report.published is not None
    assert item.report.published.value == "2031-05-05"


@pytest.mark.parametrize(
    ("title", "link", "name"),
    [
        ("Harbour Post", "https://www.harbour-post.example", "Harbour Post"),
        ("World | Harbour Post", "https://www.harbour-post.example", "harbour-post.example"),
        ("All the News", "https://collector.example", "harbour-post.example"),
    ],
)
def test_a_feed_names_the_outlet_whose_own_it_is(tmp_path: Path, title: str, link: str, name: str) -> None:
    feed = RSS.replace("https://www.bbc.com/news", "https://www.harbour-post.example/news")
    feed = feed.replace("BBC News", title).replace("https://www.bbc.com", link)
    item = read(put(tmp_path, "a.rss", feed))[0]
    assert isinstance(item, Item), item
    assert item.outlet.id == "harbour-post.example"
    assert item.outlet.name == name


def test_a_feed_reads_nothing_outside_itself_and_tells_of_items_without_text(tmp_path: Path) -> None:
    _, empty, entity = read(put(tmp_path, "a.rss", RSS))
    assert isinstance(empty, Skipped)
    assert "an address and no text" in empty.reason
    assert isinstance(entity, Item)
    assert "root:" not in entity.report.text


@pytest.mark.parametrize("content", ["<html><p>x</p></html>", "not xml", "<opml/>"])
def test_xml_of_another_kind_is_refused(tmp_path: Path, content: str) -> None:
    assert "not a feed" in refused(put(tmp_path, "a.xml", content)).reason


def test_mail(tmp_path: Path) -> None:
    head = "From: BBC News <news@bbc.co.uk>\r\nDate: Mon, 05 May 2031 10:15:00 +0000\r\nSubject: River talks open\r\n"
    plain = f'{head}Content-Type: text/plain; charset="utf-8"\r\n\r\n{BODY}'
    html = f'{head}Content-Type: text/html; charset="utf-8"\r\n\r\n<div><p>{FIRST}</p><p>{SECOND}</p></div>'
    for content in (plain, html):
        report, outlet = one(put(tmp_path, "a.eml", content))
        assert (report.text, outlet.id) == (f"River talks open\n\n{BODY}", "bbc.com")
        assert report.published is not None
        assert report.published.value == "2031-05-05"
    assert "no text" in refused(put(tmp_path, "b.eml", head + "\r\n")).reason


# ── archives ─────────────────────────────────────────────────────────────────────────────────────


def record(
    content: bytes, kind: str = "response", length: int | None = None, url: str = "https://www.bbc.com/news/1"
) -> bytes:
    mime = "application/http; msgtype=response" if kind == "response" else "text/plain"
    size = len(content) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-05-05T11:00:00Z\r\n"
    return f"{head}Content-Type: {mime}\r\nContent-Length: {size}\r\n\r\n".encode() + content + b"\r\n\r\n"


def answer(body: bytes, *fields: str, status: str = "200 OK") -> bytes:
    return (
        "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html; charset=utf-8", *fields, "", ""]).encode() + body
    )


def told_page(title: str) -> bytes:
    return PAGE.replace("River talks open", title).encode()


def test_an_archive_is_read_past_its_broken_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINE_BYTES", 100_000)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(told_page("Page three")), told_page("Page three"))
    archive = b"".join(
        [
            record(b"software: x", "warcinfo"),
            record(answer(told_page("Page one"))),
            record(answer(gzip.compress(told_page("Page two")), "Content-Encoding: gzip")),
            record(answer(chunked, "Transfer-Encoding: chunked")),
            record(answer(told_page("Lost one")), length=7_000),
            record(answer(told_page("Page four"))),
            record(answer(told_page("Lost two")), length=200),
            record(answer(gzip.compress(b"\0" * 5_000_000), "Content-Encoding: gzip")),
            record(answer(b"<html><body>" + b"<div>" * 1_000, status="200 OK")),
            record(answer(b"gone", status="404 Not Found")),
            record(b"x" * 200_000),
            b"noise\r\n" * 3,
            record(BODY.encode(), "conversion"),
            record(answer(told_page("Lost three")))[:-400],
        ]
    )
    found = read(put(tmp_path, "a.warc.gz", gzip.compress(archive)))
    items = [item for item in found if isinstance(item, Item)]
    assert [item.report.title for item in items] == ["Page one", "Page two", "Page three", "Page four", None]
    assert {item.outlet.id for item in items} == {"bbc.com"}
    assert items[0].report.retrieved == dt.datetime(2031, 5, 5, 11, tzinfo=dt.UTC)
    reasons = [item.reason for item in found if isinstance(item, Skipped)]
    assert len(reasons) == 7
    for words in (
        "runs into the next",
        "unpacks to more",
        "nested more",
        "status '404'",
        "the bound",
        "cut off",
        "goes on after",
    ):
        assert any(words in reason for reason in reasons), (words, reasons)


def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    assert "no WARC record" in refused(put(tmp_path, "a.warc", BODY)).reason


def test_a_link_to_itself_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "report.txt").write_text(
        "The ministers of Aldova met in Port Selm on Monday. They spoke about the price of gas and of grain."
    )
    found = list(ingest.read([tmp_path]))
    assert [isinstance(item, Skipped) for item in found] == [True, False]


class TestStretches:
    """Lines of a long file, read apart: together they are what the file is."""

    def test_stretches_are_the_file(self, tmp_path: Path) -> None:
        lines = [
            json.dumps({"text": f"The harbour of Marrow took in {number} boats on Monday.", "outlet": "Post"})
            for number in range(9)
        ]
        lines[3], lines[5] = "{broken", ""
        data = [f"{line}\n".encode() for line in lines]
        file = tmp_path / "news.jsonl"
        file.write_bytes(b"".join(data))
        starts = [sum(map(len, data[:number])) for number in range(10)]
        parts = [
            ingest.Stretch(str(file), starts[first], starts[last], first + 1)
            for first, last in ((0, 3), (3, 5), (5, 6), (6, 9))
        ]
        whole = list(ingest.read([file]))
        assert list(ingest.read(parts)) == whole
        assert [item.ref for item in whole if isinstance(item, Skipped)] == [f"{file}:4"]

    def test_absent_file(self, tmp_path: Path) -> None:
        (found,) = ingest.read([ingest.Stretch(str(tmp_path / "none.jsonl"), 0, 10, 1)])
        assert isinstance(found, Skipped)
        assert "cannot be opened" in found.reason


def test_how_many_reports_a_file_may_hold_is_told_by_its_name() -> None:
    assert READERS.keys() >= ingest.ALONE | ingest.LINES
    assert all(
        map(ingest.holds_many, ("a.csv", "b/NEWS.XML.GZ", "c.warc.gz", *(f"d{suffix}" for suffix in ingest.LINES)))
    )
    assert not any(
        map(ingest.holds_many, ("a.json", "b.docx", "c.csv.txt", *(f"d{suffix}" for suffix in ingest.ALONE)))
    )
