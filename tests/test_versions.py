"""Versions, corrections and withdrawals: one report has one witness, however often its outlet changes it."""

from __future__ import annotations

import datetime as dt
import io
import json
from itertools import permutations
from pathlib import Path

import pytest
from rich.console import Console

from dateline import ingest, lexicon
from dateline.analyse import analyse
from dateline.faces import html, markdown, terminal
from dateline.faces.outline import outline
from dateline.faces.parts import Outline
from dateline.furniture import notice_kind
from dateline.ingest import Item
from dateline.ingest.draft import Draft, make_item, read_moment
from dateline.model import Analysis, Notice, Outlet, Report, Run, content_id
from dateline.record import consolidate
from dateline.schema import encode
from dateline.settings import Settings
from dateline.versions import counting, find_versions, order, page_key

RUN = Run(version="test", settings={}, lexicon="", models=())
BODY = """Two presidents met in the harbour city of Norvik on Monday to talk about water, officials said.

The talks lasted for two hours and were followed by a dinner in the old customs house."""
URL = "https://www.harbour-post.example/world/river-talks"


def item(text: str = BODY, title: str | None = "River talks open", **more: str) -> Item:
    return make_item(Draft(ref="test", text=text, title=title, url=more.pop("url", URL), **more), None, Settings())  # type: ignore[arg-type]


def kinds(found: Item) -> list[str]:
    return [notice.kind for notice in found.report.notices]


# ── one page ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        "http://harbour-post.example/world/river-talks/",
        "https://m.harbour-post.example/world/river-talks#comments",
        "https://www.harbour-post.example/world/river-talks?utm_source=x&fbclid=1",
        "https://www.harbour-post.example:443/world/river-talks/amp/",
        "https://HARBOUR-POST.example./world/river%2Dtalks",
        "https://amp.harbour-post.example/world/river-talks.amp.html",
    ],
)
def test_spellings_of_one_address(url: str) -> None:
    assert page_key("harbour-post.example", url) == page_key("harbour-post.example", URL)


@pytest.mark.parametrize(
    "url",
    [f"{URL}-2", f"{URL}?id=2", f"{URL}?page=2", "https://other.example/world/river-talks",
     "https://www.harbour-post.example:8080/world/river-talks"],
)  # fmt: skip
def test_other_pages(url: str) -> None:
    assert page_key("harbour-post.example", url) != page_key("harbour-post.example", URL)


@pytest.mark.parametrize(
    "url",
    [None, "", "https://x.example", "https://x.example/?utm_source=rss", "http://[bad", "mailto:a@b.c", "http://x:99999/a"],
)  # fmt: skip
def test_what_names_no_page(url: str | None) -> None:
    assert page_key("x", url) is None


def test_two_domains_of_one_outlet() -> None:
    assert page_key("bbc.com", "https://www.bbc.co.uk/news/1") == page_key("bbc.com", "https://www.bbc.com/news/1")


# ── notices ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Correction: An earlier version of this article said that 12 people were killed.", "correction"),
        ("(Corrects to show that the bill was withdrawn, in paragraph 3)", "correction"),
        ("Editor's note: A paragraph of this article has been removed because it was wrong.", "note"),
        ("Editor's note: This article has been retracted.", "withdrawal"),
        ("Clarification: The headline of this story was changed.", "clarification"),
        ("This story has been updated with a statement of the ministry.", "update"),
        ("Editor's note: The author is a member of the council.", "note"),
    ],
)
def test_kinds_of_notices(words: str, kind: str) -> None:
    assert notice_kind(words, lexicon.load()) == kind
    found = item(f"{BODY}\n\n{words}")
    assert kinds(found) == [kind]
    assert words not in found.report.text
    assert found.report.withdrawn == (kind == "withdrawal")


@pytest.mark.parametrize(
    ("headline", "found", "left"),
    [
        ("CORRECTED-UPDATE 2-River talks open", [("correction", None), ("update", 2)], "River talks open"),
        ("UPDATE 3 - River talks open", [("update", 3)], "River talks open"),
        ("Correction: River talks story", [("correction", None)], "River talks story"),
        ("Update on the river talks", [], "Update on the river talks"),
        ("KILL order signed in Norvik", [], "KILL order signed in Norvik"),
    ],
)
def test_labels_of_headlines(headline: str, found: list[tuple[str, int | None]], left: str) -> None:
    report = item(title=headline).report
    assert [(notice.kind, notice.number) for notice in report.notices] == found
    assert report.title == left
    assert report.text == f"{left}\n\n{BODY}"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("River talks open", "This story has been withdrawn."),
        (None, "This article has been removed after it was found to rest on a forged letter."),
        ("WITHDRAWN-River talks open", "The story about talks in Norvik is wrong and is withdrawn. We regret it."),
        ("BULLETIN KILL: River talks", "Kill the story slugged River Talks. Nobody met. A kill is mandatory."),
    ],
)  # fmt: skip
def test_a_bare_withdrawal_is_a_report_without_claims(title: str | None, text: str) -> None:
    report, outlet = item(text, title)
    assert report.withdrawn
    (notice,) = (notice for notice in report.notices if notice.end)
    assert report.text[notice.start : notice.end] == notice.text == text
    claims = analyse(report, outlet).claims
    assert all(claim.evidence.end <= (notice.start or 0) for claim in claims)


@pytest.mark.parametrize(
    "line",
    [
        "The report was withdrawn by the ministry on Friday, two days after it was published.",
        "“This story has been withdrawn,” the editor told the court.",
        "A picture in this story has been removed.",
        "The offer has been withdrawn, the minister said on Monday.",
    ],
)
def test_news_of_withdrawals_is_news(line: str) -> None:
    report = item(f"{BODY}\n\n{line}").report
    assert not report.withdrawn
    assert line in report.text


def test_a_notice_before_a_paragraph_takes_only_itself() -> None:
    report = item(f"(Corrects the name in paragraph 2)NORVIK, May 5 (Reuters) - {BODY}").report
    assert report.text == f"River talks open\n\n{BODY}"
    assert [(notice.kind, notice.text) for notice in report.notices] == [
        ("correction", "(Corrects the name in paragraph 2)")
    ]
    assert report.dateline is not None


def test_a_withdrawal_or_correction_makes_another_report_of_the_same_text() -> None:
    plain, updated = item().report, item(f"{BODY}\n\nThis story has been updated.").report
    withdrawn = item(f"{BODY}\n\nThis story has been withdrawn.").report
    corrected = item(f"{BODY}\n\nCorrection: the talks were on Monday.").report
    assert plain.text == updated.text == withdrawn.text == corrected.text
    assert plain.id == updated.id == content_id(plain.outlet, plain.text)
    assert len({plain.id, withdrawn.id, corrected.id}) == 3


def test_what_a_source_says_of_its_standing(tmp_path: Path) -> None:
    story = {
        "headline": "River talks open",
        "body_text": BODY,
        "uri": URL,
        "versioncreated": "2031-05-05T12:00:00+02:00",
    }
    file = tmp_path / "a.json"
    file.write_text(
        json.dumps([story, story | {"pubstatus": "canceled"}, story | {"correction": "The day was wrong."}])
    )
    usable, canceled, corrected = (found for found in ingest.read([file]) if isinstance(found, Item))
    assert usable.report.updated == dt.datetime(2031, 5, 5, 10, tzinfo=dt.UTC)
    assert (kinds(usable), kinds(canceled), kinds(corrected)) == ([], ["withdrawal"], ["correction"])
    newsml = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta>
<pubStatus qcode="stat:canceled"/></itemMeta><contentMeta><headline>River talks open</headline></contentMeta>
<contentSet><inlineXML><html><body><p>{BODY}</p></body></html></inlineXML></contentSet></newsItem>"""
    (tmp_path / "a.xml").write_text(newsml)
    (found,) = ingest.read([tmp_path / "a.xml"])
    assert isinstance(found, Item)
    assert found.report.withdrawn


def test_a_canceled_story_without_a_text(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(
        json.dumps([{"uri": URL, "pubstatus": "canceled"}, {"uri": URL, "headline": "River", "pubstatus": "canceled"}])
    )
    bare, titled = (found for found in ingest.read([file]) if isinstance(found, Item))
    assert (bare.report.text, titled.report.text) == ("canceled", "River")
    assert bare.report.withdrawn
    assert titled.report.withdrawn


def test_a_page_with_nothing_but_its_withdrawal(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text(
        "<html><head><title>River talks open</title></head><body><nav><a href='/'>Home</a></nav>"
        "<h1>River talks open</h1><div><p>This story has been withdrawn.</p></div><footer>x</footer></body></html>"
    )
    (found,) = ingest.read([file])
    assert isinstance(found, Item), found
    assert found.report.withdrawn


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2031-05-05T10:15:00Z", "2031-05-05T10:15:00+00:00"),
        ("2031-05-05T10:15:00+02:00", "2031-05-05T08:15:00+00:00"),
        ("2031-05-05", "2031-05-05T00:00:00+00:00"),
        ("Mon, 05 May 2031 10:15:00 GMT", "2031-05-05T10:15:00+00:00"),
        ("1935914400", "2031-05-07T10:00:00+00:00"),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_moments(value: str, moment: str | None) -> None:
    read = read_moment(value)
    assert (read.isoformat() if read else None) == moment


# ── versions ─────────────────────────────────────────────────────────────────────────────────────


def version(text: str, *, updated: str | None = None, retrieved: str | None = None, **more: object) -> Report:
    return Report(
        id=content_id("harbour-post.example", text),
        outlet="harbour-post.example",
        text=text,
        url=URL,
        updated=read_moment(updated),
        retrieved=read_moment(retrieved),
        **more,  # type: ignore[arg-type]
    )


def test_the_order_of_versions() -> None:
    by_source = [version("a b", updated="2031-05-05T12:00Z"), version("a", updated="2031-05-05T13:00Z")]
    by_fetch = [version("b", retrieved="2031-05-05", updated="2031-05-06"), version("a", retrieved="2031-05-07")]
    mixed = [version("a", retrieved="2031-05-07"), version("b", updated="2031-05-06")]
    numbered = [
        version("aaa", notices=(Notice(kind="update", text="UPDATE 1-", number=1),)),
        version("a", notices=(Notice(kind="update", text="UPDATE 2-", number=2),)),
    ]
    withdrawn = [version("a long text"), version("gone", notices=(Notice(kind="withdrawal", text="gone"),))]
    for texts in (by_source, by_fetch, mixed, numbered, withdrawn):
        for shuffled in permutations(texts):
            assert order(shuffled) == texts


def test_only_the_newest_counts_and_none_of_a_withdrawn_report() -> None:
    one, two = version("a", updated="2031-05-05"), version("b", updated="2031-05-06")
    (found,) = find_versions([two, one])
    assert (found.reports, found.withdrawn) == ((one.id, two.id), False)
    assert counting([one, two], [found]) == {two.id}
    gone = version("c", updated="2031-05-07", notices=(Notice(kind="withdrawal", text="c"),))
    (found,) = find_versions([two, gone, one])
    assert found.withdrawn
    assert counting([one, two, gone], [found]) == frozenset()


def test_versions_of_a_wire_are_known_by_what_it_calls_them(tmp_path: Path) -> None:
    item = """<newsItem guid="urn:newsml:wire.example:20310505:1" version="{0}" xmlns="http://iptc.org/std/nar/2006-10-01/">
<itemMeta><provider literal="Wire"><name>Wire</name></provider><versionCreated>2031-05-05T1{0}:00:00Z</versionCreated>
</itemMeta><contentMeta><headline>River talks open</headline></contentMeta>
<contentSet><inlineXML><html><body><p>{1}</p></body></html></inlineXML></contentSet></newsItem>"""
    (tmp_path / "1.xml").write_text(item.format(1, BODY))
    (tmp_path / "2.xml").write_text(item.format(2, f"{BODY} They meet again in June."))
    story = {"uri": "tag:wire.example,2031:2", "headline": "Velm open", "body_text": BODY, "source": "Wire"}
    (tmp_path / "3.json").write_text(json.dumps([story, story | {"body_text": f"{BODY} It rained in the evening."}]))
    reports = [found.report for found in ingest.read([tmp_path]) if isinstance(found, Item)]
    assert sorted(len(found.reports) for found in find_versions(reports)) == [2, 2]
    first = next(found for found in find_versions(reports) if reports[0].id in found.reports)
    assert first.reports == (reports[0].id, reports[1].id)


# ── in the record ────────────────────────────────────────────────────────────────────────────────

FIRST = """Aldova and Karsia agree on gas

Prime Minister Tomas Brandt of Aldova met President Ilse Maran of Karsia in Vienna on Tuesday. At least 12 people were \
killed in a blast at the Karsian gas works on Monday, officials said."""
SECOND = FIRST.replace("At least 12 people", "A total of 31 people")
OTHER = """Brandt, Maran meet in Vienna

Aldovan Prime Minister Tomas Brandt met Karsian President Ilse Maran in Vienna on Tuesday. A total of 31 people were \
killed in the blast at the Karsian gas works on Monday, the police said."""


def told(text: str, outlet: str, url: str, updated: str, *notices: Notice) -> Analysis:
    day = read_moment(updated)
    report = Report(
        id=content_id(outlet, text, *notices), outlet=outlet, text=text, url=url, updated=day, notices=notices
    )
    return analyse(report, Outlet(id=outlet, name=outlet))


@pytest.fixture(scope="module")
def texts() -> list[Analysis]:
    return [
        told(FIRST, "harbour-post.example", URL, "2031-05-05T10:00Z"),
        told(SECOND, "harbour-post.example", URL, "2031-05-05T18:00Z"),
        told(OTHER, "northern-wire.example", "https://northern-wire.example/1", "2031-05-05T19:00Z"),
    ]


def test_a_changed_figure_is_a_revision_and_no_conflict(texts: list[Analysis]) -> None:
    records = [consolidate(shuffled, RUN) for shuffled in permutations(texts)]
    assert len({encode(record) for record in records}) == 1
    record = records[0]
    (story,) = record.stories
    first, second, other = (analysis.report.id for analysis in texts)
    assert {*story.reports} == {second, other}
    assert {report.id for report in record.reports} == {first, second, other}
    assert any(claim.evidence.report == first for claim in record.claims)
    counted = {claim for entry in record.entries for claim in entry.claims}
    assert not any(claim.evidence.report == first for claim in record.claims if claim.id in counted)
    assert not any(entry.standing == "conflicting" for entry in record.entries)
    (revision,) = (revision for revision in record.revisions if revision.kind == "figure")
    assert (revision.older, revision.newer) == (first, second)
    assert {"12", "31"} <= {word for value in revision.differences[0].values for word in value.value.split()}


def test_a_withdrawn_report_is_no_witness(texts: list[Analysis]) -> None:
    gone = told(
        "This story has been withdrawn.", "harbour-post.example", URL, "2031-05-06",
        Notice(kind="withdrawal", text="This story has been withdrawn.", start=0, end=30),
    )  # fmt: skip
    record = consolidate([*texts, gone], RUN)
    assert [len(story.reports) for story in record.stories] == [1]
    assert {entry.origins for entry in record.entries} == {1}
    assert [(len(found.reports), found.withdrawn) for found in record.versions] == [(3, True)]
    assert len(record.reports) == 4
    alone = consolidate([gone], RUN)
    assert (alone.stories, len(alone.reports), alone.claims) == ((), 1, ())


# ── in the brief ─────────────────────────────────────────────────────────────────────────────────


def test_a_brief_tells_what_outlets_changed(texts: list[Analysis]) -> None:
    note = Notice(kind="correction", text="Correction: An earlier version gave a wrong day.")
    corrected = told(OTHER, "northern-wire.example", "https://northern-wire.example/1", "2031-05-05T19:00Z", note)
    brief = outline(consolidate([*texts[:2], corrected], RUN))
    shown = dict(brief.revised)
    assert shown["northern-wire.example"] == "“Correction: An earlier version gave a wrong day.”"
    assert shown["harbour-post.example"].endswith("12 → 31") or "31" in shown["harbour-post.example"].split("→")[1]
    for face in (markdown.render(brief), html.render(brief), terminal_text(brief)):
        assert "changed by the outlets" in face.lower()
        assert "An earlier version gave a wrong day." in face


def test_a_brief_of_a_withdrawn_report_says_so() -> None:
    gone = told(
        "This story has been <b>withdrawn</b>.", "harbour-post.example", URL, "2031-05-06",
        Notice(kind="withdrawal", text="This story has been <b>withdrawn</b>.", start=0, end=37),
    )  # fmt: skip
    brief = outline(consolidate([gone], RUN))
    assert brief.stories == ()
    assert "withdrawn, so that it counts for nothing" in markdown.render(brief)
    assert "<b>withdrawn" not in html.render(brief)
    assert "withdrawn, so that" in terminal_text(brief)


def terminal_text(brief: Outline) -> str:
    console = Console(width=200, record=True, file=io.StringIO())
    terminal.show(brief, console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()
