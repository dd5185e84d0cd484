"""The brief as one HTML file."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import time
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.faces import charts
from dateline.faces.html import render
from dateline.faces.outline import outline
from dateline.model import Difference, Event, Record, Value
from tests.records import day, gas_story, long_story, one_report, two_stories

HOSTILE = [
    "<script>alert(1)</script>", "</style><script>alert(2)</script>", "</title><img src=x onerror=alert(3)>",
    '" onmouseover="alert(4)', "' autofocus onfocus='alert(5)", "<svg onload=alert(6)>", "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(8)", "]]><!--", "\x00\x1b[2J\u202e\u2066", "W" * 3000, "&amp;&lt;&#x3c;",
]  # fmt: skip
STORIES = [gas_story(), one_report(), two_stories(), long_story(4, 20), *(gas_story(poison) for poison in HOSTILE)]


class Reader(HTMLParser):
    """The tags, attributes and ids of a page, and the text of its report sheets."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.sheets: list[str] = []
        self._open = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if ("class", "text") in attrs:
            self.sheets.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag == "p":
            self.sheets[-1] += "\n"
        if tag == "div":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.sheets[-1] += data

    def of(self, name: str) -> list[str]:
        return [value for attribute, value in self.attributes if attribute == name]


@pytest.mark.parametrize("record", STORIES)
def test_every_link_lands_and_every_id_is_unique(record: Record) -> None:
    page = Reader(render(outline(record)))
    ids = page.of("id")
    assert len(ids) == len(set(ids))
    links = page.of("href")
    assert len(links) > 5
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(ids)
    assert len([i for i in ids if re.fullmatch(r"s\d+c\d+", i)]) >= len(record.claims)


@pytest.mark.parametrize("poison", HOSTILE)
def test_hostile_words_add_no_tag_and_no_attribute(poison: str) -> None:
    plain, page = Reader(render(outline(gas_story()))), Reader(render(outline(gas_story(poison))))
    assert page.tags.count("script") == plain.tags.count("script") == 1
    assert set(page.tags) == set(plain.tags)
    names = {name for name, _ in page.attributes}
    assert names == {name for name, _ in plain.attributes}
    assert not [name for name in names if name.startswith("on") or name in ("src", "style")]


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=20).filter(lambda text: text.isprintable()))
def test_the_text_of_a_report_is_all_there(poison: str) -> None:
    record = gas_story(poison)
    sheets = Reader(render(outline(record))).sheets
    for sheet, report in zip(sheets, record.reports, strict=True):
        assert sheet.split() == report.text.split()


def test_overlapping_claims_are_split_exactly() -> None:
    page = render(outline(gas_story()))
    assert '<a class="m figure"' in page
    words = re.search(r'<a class="m figure" href="#(s1i\d+)" data-c="[\d ]+">12 billion</a>', page)
    assert words
    assert f'id="{words[1]}"' in page


def test_policy_has_the_hashes_of_what_stands_in_the_page() -> None:
    page = render(outline(gas_story("</style>")))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    said = policy[1].replace("&#39;", "'")
    assert said.startswith("default-src 'none'; style-src 'sha256-")
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in said


def test_it_says_first_what_conflicts() -> None:
    page = render(outline(gas_story()))
    assert "4 reports of 3 independent origins. They conflict on “Karsia&#39;s gas deliveries to Aldova" in page
    assert ": 12 billion cubic metres (Harbour Post) or 10 billion cubic metres (Northern Wire)." in page
    assert "One report. What it says rests on it alone." in render(outline(one_report()))


def test_long_story_is_small_and_quick() -> None:
    told = outline(long_story(20, 60))
    render(told)
    start = time.process_time()
    page = render(told)
    assert time.process_time() - start < 1.0
    assert len(page.encode()) < 2_000_000


# ── charts ───────────────────────────────────────────────────────────────────────────────────────


def test_number_line_places_larger_numbers_to_the_right() -> None:
    drawn = charts.number_line(
        [charts.Reach("a", 10, 10, False, 1), charts.Reach("b", 12, 12, True, 2), charts.Reach("c", 11, None, False, 3)]
    )
    first, second, third = (float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn))
    assert first < third < second
    assert drawn.count("arrow") == 1
    assert "ring" in drawn
    assert 'aria-label="a; b; c"' in drawn


@given(st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=6))
def test_number_line_stays_on_the_paper(values: list[float]) -> None:
    drawn = charts.number_line([charts.Reach(str(v), v, v, False, n) for n, v in enumerate(values)])
    assert all(0 <= float(x) <= charts.WIDTH for x in re.findall(r' (?:cx|x1|x2)="(-?[\d.]+)"', drawn))


@given(st.lists(st.tuples(st.dates(), st.dates(), st.integers(0, 2)), min_size=1, max_size=6))
def test_date_strip_stays_on_the_paper(days: list[tuple[dt.date, dt.date, int]]) -> None:
    stretches = [charts.Stretch("x", min(one, other), max(one, other), lane) for one, other, lane in days]
    drawn = charts.date_strip(stretches)
    assert all(0 <= float(x) <= charts.WIDTH for x in re.findall(r' (?:cx|x1|x2)="(-?[\d.]+)"', drawn))


def test_charts_escape_names() -> None:
    date = day("2024-06-04").from_
    assert date
    drawn = [
        charts.number_line([charts.Reach("<b>", 1, 2, False, 0)]),
        charts.date_strip([charts.Stretch("<b>", date, date, 0)]),
        charts.network([charts.Tie("<b>", "x", 1, 0), charts.Tie("<b>", "y", 0, 2)]),
    ]
    assert all(drawn)
    assert not any("<b>" in part for part in drawn)


def test_days_that_conflict_are_drawn_and_one_without_a_day_is_not() -> None:
    record = gas_story()
    signing = next(entry for entry in record.entries if entry.label.startswith("Signing"))
    undated = next(claim.id for claim in record.claims if isinstance(claim, Event) and claim.when is None)
    days = Difference(
        field="when",
        values=(
            Value(value="no day", claims=(undated,)),
            Value(value="3 June 2024", claims=signing.claims[:1]),
            Value(value="4 June 2024", claims=signing.claims[1:]),
        ),
    )
    entries = tuple(
        msgspec.structs.replace(entry, standing="conflicting", differences=(days,)) if entry is signing else entry
        for entry in record.entries
    )
    page = render(outline(msgspec.structs.replace(record, entries=entries)))
    strip = next(part for part in re.findall(r"<svg.*?</svg>", page) if "3 June 2024 (1)" in part)
    assert "4 June 2024 (2)" in strip
    assert "no day" not in strip


def test_network_of_two_needs_no_drawing() -> None:
    assert charts.network([charts.Tie("x", "y", 1, 1)]) == ""


def test_first_sentence_tells_the_exact_numbers_of_a_crowd() -> None:
    record = gas_story()
    first, *rest = record.entries
    (difference,) = first.differences
    low, high = difference.values
    bounds = tuple(
        msgspec.structs.replace(low, value=f"dozens {n}", claims=record.entries[1].claims[:1]) for n in range(3)
    )
    entry = msgspec.structs.replace(
        first, differences=(msgspec.structs.replace(difference, values=(*bounds, low, high)),)
    )
    page = render(outline(msgspec.structs.replace(record, entries=(entry, *rest))))
    lead = re.search(r'<p class="lead">(.*?)</p>', page)
    assert lead is not None
    assert "12 billion cubic metres (Harbour Post) or 10 billion cubic metres (Northern Wire)" in lead[1]
    assert "dozens" not in lead[1]
