"""Cleaning: what is kept is never altered, what goes goes with its reason, and every character maps back."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import bylines, lexicon, text
from dateline.text import Cleaned, clean

EN = lexicon.load("en")
CASES = Path(__file__).parent / "cases" / "en"
FIRST = "Two presidents met in the harbour city of Norvik to talk about water, officials said."
SECOND = "The talks lasted for two hours and were followed by a dinner in the old customs house."
THIRD = "Neither side expects the dispute over the river to be settled before the autumn."
LAST = "A second round of talks is to be held in June, the foreign ministry said."


def cases(name: str, separator: str) -> list[tuple[str, ...]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(separator)) for line in lines if line.strip() and not line.startswith("#")]


def page(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def reasons(cleaned: Cleaned) -> dict[str, str]:
    return {dropped.text: dropped.reason for dropped in cleaned.dropped}


# ── what goes and what stays ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("reason", "line"), cases("furniture.txt", " :: "))
def test_a_line_is_kept_or_left_out_for_its_reason(reason: str, line: str) -> None:
    cleaned = clean(page("River talks open in Norvik", FIRST, SECOND, line, THIRD, LAST, FIRST.upper()), EN)
    assert reasons(cleaned).get(line, "kept") == reason
    assert (line in cleaned.text) == (reason == "kept")
    assert all(paragraph in cleaned.text for paragraph in (FIRST, SECOND, THIRD, LAST))


@pytest.mark.parametrize(("place", "agency", "line"), cases("datelines.txt", " | "))
def test_datelines(place: str, agency: str, line: str) -> None:
    cleaned = clean(page("River talks open in Norvik", line, SECOND, THIRD), EN)
    assert (cleaned.dateline.name if cleaned.dateline else "-") == place.replace("Lisbon", "Lisbon, Portugal")
    assert (cleaned.agency or "-") == agency
    kept = cleaned.text.split("\n\n")[1]
    assert line.endswith(kept)
    assert (kept == line) == (place == "-" and agency == "-")


@pytest.mark.parametrize(("names", "agencies", "line"), cases("bylines.txt", " | "))
def test_bylines(names: str, agencies: str, line: str) -> None:
    found = bylines.byline(line, EN)
    assert ("; ".join(found.names) or "-" if found else "no byline") == names
    assert ("; ".join(found.agencies) or "-" if found else "-") == agencies


def test_a_byline_and_a_line_of_publication_go_into_the_report() -> None:
    cleaned = clean(
        page("River talks open", "By Ana Ruiz and Jan Berg", "Published: 5 May 2031, 10:30 GMT", FIRST, SECOND), EN
    )
    assert cleaned.bylines == ("Ana Ruiz", "Jan Berg")
    assert cleaned.published is not None
    assert cleaned.published.from_ == cleaned.published.to == dt.date(2031, 5, 5)
    assert cleaned.text == page("River talks open", FIRST, SECOND)


def test_a_published_date_counts_before_an_updated_one() -> None:
    cleaned = clean(page("River talks open", "Updated: May 6, 2031", "Published: May 5, 2031", FIRST, SECOND), EN)
    assert cleaned.published is not None
    assert cleaned.published.value == "2031-05-05"


@pytest.mark.parametrize("label", ["EXCLUSIVE: ", "UPDATE: ", "Story highlights "])
def test_a_label_goes_and_its_paragraph_stays(label: str) -> None:
    cleaned = clean(page("River talks open", FIRST, label + SECOND, THIRD), EN)
    assert cleaned.text == page("River talks open", FIRST, SECOND, THIRD)
    assert reasons(cleaned) == {label: "label"}


def test_links_at_the_end_go_with_their_heading() -> None:
    cleaned = clean(
        page(FIRST, SECOND, THIRD, LAST, "Read more:", "How the river was divided", "The dam is full. What now?"), EN
    )
    assert cleaned.text == page(FIRST, SECOND, THIRD, LAST)
    assert set(reasons(cleaned).values()) == {"related link"}


def test_a_heading_of_links_inside_the_report_takes_no_paragraph_with_it() -> None:
    cleaned = clean(page(FIRST, "Read more", SECOND, THIRD, LAST), EN)
    assert cleaned.text == page(FIRST, SECOND, THIRD, LAST)


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        ("Ruiz reported from Lisbon and Berg from Oslo.", None),
        (
            "Associated Press writers Ana Ruiz in Lisbon and Jan Berg in Oslo contributed to this report.",
            "Associated Press",
        ),
        ("With inputs from AFP and Reuters", "Agence France-Presse, Reuters"),
        ("Reporting by Ana Ruiz; Editing by Jan Berg", None),
        ("Xinhua", "Xinhua"),
    ],
)
def test_credits_at_the_end(credit: str, agency: str | None) -> None:
    cleaned = clean(page(FIRST, SECOND, THIRD, credit), EN)
    assert cleaned.text == page(FIRST, SECOND, THIRD)
    assert (cleaned.agency, reasons(cleaned)) == (agency, {credit: "credit"})


def test_a_credit_in_the_last_paragraph_is_cut_off_it() -> None:
    for credit, agency in ((" (Reporting by Ana Ruiz; Editing by Jan Berg)", None), (" (AFP)", "Agence France-Presse")):
        cleaned = clean(page(FIRST, SECOND, LAST + credit), EN)
        assert cleaned.text == page(FIRST, SECOND, LAST)
        assert cleaned.agency == agency


def test_help_of_an_agency_is_not_its_own_copy() -> None:
    helped = clean(page(FIRST, SECOND, "The Associated Press contributed to this report."), EN)
    own = clean(page(FIRST, SECOND, "Associated Press writer Ana Ruiz contributed to this report."), EN)
    assert helped.agency == own.agency == "Associated Press"
    assert (helped.is_agency_copy, own.is_agency_copy) == (False, True)


# ── headline and header block ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line", ["River talks open in Norvik", "Will the river talks fail?", "‘Water for all,’ say presidents"]
)
def test_a_short_first_line_is_the_headline(line: str) -> None:
    cleaned = clean(page(line, FIRST, SECOND), EN)
    assert cleaned.title == line
    assert cleaned.text == page(line, FIRST, SECOND)


@pytest.mark.parametrize("first", [FIRST, "NORVIK — Two presidents met", "By Ana Ruiz", "Photo: Jan Berg/AP"])
def test_a_sentence_a_dateline_a_byline_and_a_caption_are_no_headline(first: str) -> None:
    assert clean(page(first, SECOND, THIRD), EN).title is None


def test_a_headline_given_apart_is_not_told_twice() -> None:
    title = "River talks open in Norvik"
    cleaned = clean(page(f"{title} | Reuters", title, FIRST, SECOND), EN, title=f"{title} | Reuters")
    assert cleaned.text == page(title, FIRST, SECOND)
    assert reasons(cleaned) == {" | Reuters": "site name", title: "headline repeated"}


def test_the_header_block_of_a_text_file() -> None:
    block = "Outlet: Harbour Post\nPublished: 5 May 2031\nURL: https://harbour-post.example/1\n"
    block += "Title: River talks open\nBy: Ana Ruiz"
    cleaned = clean(page(block, FIRST, SECOND), EN)
    assert dict(cleaned.headers)["outlet"] == "Harbour Post"
    assert dict(cleaned.headers)["url"] == "https://harbour-post.example/1"
    assert cleaned.text == page("River talks open", FIRST, SECOND)
    assert (cleaned.title, cleaned.bylines) == ("River talks open", ("Ana Ruiz",))
    assert cleaned.published is not None
    assert cleaned.published.value == "2031-05-05"


def test_a_paragraph_with_a_colon_is_no_header_block() -> None:
    first = "By: the time it takes to read this, the river will have risen again, the mayor said."
    assert first in clean(f"{first}\n{SECOND}\n{THIRD}", EN).text


# ── the report's own date ────────────────────────────────────────────────────────────────────────


def test_a_full_date_in_the_dateline_dates_the_report() -> None:
    cleaned = clean(page("River talks open", f"NORVIK, May 5, 2031 (AP) — {FIRST}", SECOND), EN)
    assert cleaned.published is not None
    assert (cleaned.published.from_, cleaned.published.mod) == (dt.date(2031, 5, 5), "dateline")
    assert clean(page("River talks open", f"NORVIK, May 5 (AP) — {FIRST}", SECOND), EN).published is None


def captioned(caption: str, lead: str) -> Cleaned:
    return clean(page("River talks open", caption, lead, SECOND, THIRD), EN)


def test_a_dated_caption_dates_the_report_when_the_lead_names_its_weekday() -> None:
    caption = "The presidents in Norvik, Monday, May 5, 2031. (Jan Berg/AP)"
    cleaned = captioned(caption, "Two presidents met in Norvik on Monday, officials said.")
    assert cleaned.published is not None
    assert (cleaned.published.from_, cleaned.published.mod) == (dt.date(2031, 5, 5), "caption")


@pytest.mark.parametrize(
    ("caption", "lead"),
    [
        (
            "The presidents in Norvik, Monday, May 5, 2031. (Jan Berg/AP)",
            "On Tuesday, two presidents met after Monday's storm.",
        ),
        ("FILE - The presidents in Norvik, Monday, May 5, 2031. (Jan Berg/AP)", "Two presidents met on Monday."),
        ("The school where 20 were taken on May 5, 2031 (Jan Berg/AP)", "Two presidents met on Monday."),
        ("The presidents in Norvik, Sunday, May 5, 2031. (Jan Berg/AP)", "Two presidents met on Sunday."),
    ],
)
def test_a_caption_of_another_day_dates_nothing(caption: str, lead: str) -> None:
    assert captioned(caption, lead).published is None


# ── lines, characters, offsets ───────────────────────────────────────────────────────────────────


def test_line_ends_indentation_and_blank_lines() -> None:
    cleaned = clean(f"River talks open\r\n\r\n    {FIRST}   \r\n\r\n\f\r\n\t{SECOND}\r\n{THIRD}\r\n", EN)
    assert cleaned.text == f"River talks open\n\n{FIRST}\n\n{SECOND}\n{THIRD}"


def test_lines_wrapped_at_a_fixed_width_become_paragraphs() -> None:
    wrapped = (
        "Two presidents met in the harbour city of Norvik on Monday to talk\n"
        "about the water of the river that their states share, officials\n"
        "said after the talks, which had been planned for more than a\n"
        "year and were put off twice.\n\n"
        "The talks lasted for two hours and were followed by a dinner in\n"
        "the old customs house, to which the mayor had invited the guests\n"
        "of both delegations and the press.\n"
    )
    cleaned = clean(wrapped, EN)
    assert [len(paragraph.split("\n")) for paragraph in cleaned.text.split("\n\n")] == [1, 1]
    assert cleaned.text.replace(" ", "") == wrapped.strip().replace("\n\n", "\r").replace("\n", "").replace(
        "\r", "\n\n"
    ).replace(" ", "")


def test_control_characters_go() -> None:
    cleaned = clean(f"\ufeff{FIRST[:10]}\u00ad{FIRST[10:]}\n\n{SECOND}\u202e\x1b[31m", EN)
    assert cleaned.text.startswith(FIRST)
    assert "\x1b" not in cleaned.text
    assert "\u202e" not in cleaned.text
    assert set(reasons(cleaned).values()) == {"control characters"}


def test_a_gallery_keeps_its_captions() -> None:
    lines = [
        f"Photos: River talks open Number {n} of the presidents' cars crosses the bridge. Hide Caption {n} of 9"
        for n in (1, 2, 3)
    ]
    cleaned = clean(page("River talks open", *lines), EN, title="River talks open")
    assert cleaned.text.split("\n\n")[1] == "Number 1 of the presidents' cars crosses the bridge."


PIECES = st.sampled_from(
    [
        FIRST, "BERLIN — ", "By Ana Ruiz\n", "Title: x\n", "Read more:\n", "(AP)", "© Jan Berg", "\r\n", "\n\n", "\f",
        "\t", "\u00a0", "“", "”", "👩‍👩‍👧", "e\u0301", "\u00ad", "\x00", "\u2028", "Photo: ",
        "Monday, May 5, 2031", "...",
        "— Ana (@ana) May 5, 2031", "(", ")", "[x]",
    ]
)  # fmt: skip


def check_offsets(raw: str, cleaned: Cleaned) -> None:
    """Kept characters are the source's own, dropped ranges are the source's own, and nothing is in neither."""
    covered = bytearray(len(raw))
    for offset, character in enumerate(cleaned.text):
        source = cleaned.origin.to_source(offset)
        if not character.isspace():
            assert raw[source] == character
            covered[source] = 1
    for dropped in cleaned.dropped:
        assert dropped.text == raw[dropped.start : dropped.end] != ""
        covered[dropped.start : dropped.end] = b"\1" * (dropped.end - dropped.start)
    assert all(seen or raw[i].isspace() or text._CONTROL.match(raw[i]) for i, seen in enumerate(covered))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=25).map("".join))
def test_every_character_is_kept_unaltered_or_dropped(raw: str) -> None:
    check_offsets(raw, clean(raw, EN))


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=15).map("".join))
def test_with_a_title_given_apart(raw: str) -> None:
    source = f"River talks open\n\n{raw}"
    check_offsets(source, clean(source, EN, title="River talks open"))


def test_the_time_is_linear_in_the_length() -> None:
    for raw in (
        "(" * 30_000,
        "Read more\n" * 4_000,
        "a (b " * 8_000,
        "By Ana Ruiz, " * 3_000,
        "\u00ad" * 30_000,
        f"{FIRST}\n" * 4_000,
    ):
        check = clean(raw, EN)
        assert len(check.text) <= len(raw)


# ── the real thing ───────────────────────────────────────────────────────────────────────────────


def test_real_pages_lose_their_furniture_only(shared: Path) -> None:
    """72 fetched pages: the share of characters left out as measured when all that was dropped had been read."""
    total = left_out = 0
    found: Counter[str] = Counter()
    for file in sorted((shared / "data/news_stories/world").glob("*/*.json")):
        story = json.loads(file.read_text(encoding="utf-8"))
        raw = f"{story['title']}\n\n{story['text']}"
        cleaned = clean(raw, EN, title=story["title"])
        check_offsets(raw, cleaned)
        total += len(raw)
        left_out += sum(len(dropped.text) for dropped in cleaned.dropped)
        found.update(dropped.reason for dropped in cleaned.dropped)
    assert 0.12 < left_out / total < 0.145
    assert found["caption"] >= 90
    assert found["dateline"] >= 22
