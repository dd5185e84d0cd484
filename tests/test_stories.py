"""Stories and reprints, from texts alone."""

from __future__ import annotations

import pytest

from dateline.model import Report
from dateline.stories import find_reprints, find_stories, overlap, shingles
from tests.claims import report

FERRY = """The ferry Santa Ruza sank in the bay of Port Selm on Tuesday with 40 people aboard, the coast guard
of Aldova said. Divers found the wreck of the ferry at a depth of 30 metres, and a search for nine missing passengers
went on through the night. The owner of the Santa Ruza, a small firm in Port Selm, did not answer calls."""
FERRY_TOO = """Rescuers in Port Selm gave up hope for nine passengers of a ferry that sank in the bay on Tuesday. The
Santa Ruza went down within minutes, a survivor told the coast guard. Aldova has declared a day of mourning for the
passengers of the ferry."""
GRAIN = """Karsia's parliament passed a grain law on Thursday that caps the export of wheat. Farmers in the Lower Vesh
protested against the cap with tractors, and the farm minister, Olga Venn, promised compensation from the budget."""
GRAIN_TOO = """Hundreds of tractors blocked the road to the Karsian parliament on Thursday as it capped exports
of wheat.
Farm minister Olga Venn told the farmers of the Lower Vesh that the budget would compensate them for the grain law."""


RAISED = """The owner of the ferry Santa Ruza raised the wreck from the bay of Port Selm on Friday with a floating
crane. A prosecutor of Aldova sealed the wreck and ordered an inquiry into the loading ramp of the ferry, which had
been welded twice this year."""
RAISED_TOO = """A crane lifted the wreck of the Santa Ruza out of the bay of Port Selm on Friday. The ferry's loading
ramp had been welded twice this year, the prosecutor said, and sealed the wreck for an inquiry."""


@pytest.fixture
def pile() -> list[Report]:
    texts = (FERRY, GRAIN, FERRY_TOO, GRAIN_TOO)
    return [report(text, f"outlet-{i}", published=f"2024-06-0{4 + i % 2}") for i, text in enumerate(texts)]


def test_reports_of_one_happening_are_one_story(pile: list[Report]) -> None:
    stories = {frozenset(story.reports) for story in find_stories(pile)}
    assert stories == {frozenset({pile[0].id, pile[2].id}), frozenset({pile[1].id, pile[3].id})}


def test_the_order_of_the_pile_does_not_matter(pile: list[Report]) -> None:
    assert find_stories(pile) == find_stories(pile[::-1])


@pytest.fixture
def affair() -> list[Report]:
    days = ((FERRY, "04"), (FERRY_TOO, "05"), (RAISED, "14"), (RAISED_TOO, "15"))
    return [report(text, f"outlet-{day}", published=f"2024-06-{day}") for text, day in days]


def test_a_long_affair_is_told_by_its_happenings(affair: list[Report]) -> None:
    stories = [set(story.reports) for story in find_stories(affair)]
    assert stories == [{affair[0].id, affair[1].id}, {affair[2].id, affair[3].id}]


def test_one_late_report_stays_with_what_it_looks_back_on(affair: list[Report]) -> None:
    assert [len(story.reports) for story in find_stories(affair[:3])] == [3]


def test_a_report_without_a_day_goes_to_the_happening_that_it_tells(affair: list[Report]) -> None:
    undated = report(RAISED_TOO.replace("A crane", "A huge crane"), "undated")
    stories = [set(story.reports) for story in find_stories([*affair, undated])]
    assert undated.id in stories[1]


def test_a_report_of_something_else_changes_no_story(pile: list[Report]) -> None:
    before = {story.id: story.reports for story in find_stories(pile)}
    more = report("A chess player of thirteen won the open of Velm and thanked her grandmother for it.", "chess")
    after = {story.id: story.reports for story in find_stories([*pile, more])}
    assert before.items() <= after.items()


def test_two_reports_alone_are_judged_like_two_among_many() -> None:
    one, other = report(FERRY, "a"), report(FERRY_TOO, "b")
    assert [len(story.reports) for story in find_stories([one, other])] == [2]
    assert [len(story.reports) for story in find_stories([one, report(GRAIN, "c")])] == [1, 1]


def test_a_reprint_points_at_its_original() -> None:
    original = report(FERRY, "wire", agency="Northern Wire", published="2024-06-04")
    reprint = report(f"Our readers may recall the harbour.\n\n{FERRY[:250]}", "paper", published="2024-06-05")
    assert find_reprints([reprint, original, report(FERRY_TOO, "other")]) == {reprint.id: original.id}


def test_chains_of_reprints_lead_to_the_first() -> None:
    first, second, third = (report(f"{FERRY} {i}", f"o{i}", published=f"2024-06-0{i}") for i in (1, 2, 3))
    assert find_reprints([third, second, first]) == {second.id: first.id, third.id: first.id}


def test_overlap_of_short_texts_is_nothing() -> None:
    assert overlap(shingles("too short"), shingles("too short")) == 0.0


def test_the_label_is_a_headline_where_there_is_one() -> None:
    one = report(f"Ferry sinks off Port Selm\n\n{FERRY}", "a", title="Ferry sinks off Port Selm")
    (story,) = find_stories([one, report(FERRY_TOO, "b")])
    assert story.label == "Ferry sinks off Port Selm"
