"""Reports to stories day by day: the same stories whatever came first, and a past that stays as it is."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from dateline.model import Report
from dateline.stories import as_stories, find_stories
from dateline.stream import Stream, follow, keys, pack, place, sketch, unpack
from tests.factories import make_report

TREATY = (
    "Aldova and Karsia sign the Velm river treaty\n\nPrime Minister Tomas Brandt of Aldova and President Ilse Maran of "
    "Karsia signed a treaty on the water of the Velm river in Osterheim, ending a dispute over the Karsian dam."
)
TREATY_TOO = (
    "Velm river treaty signed in Osterheim\n\nTomas Brandt and Ilse Maran put their names under a treaty that shares "
    "the water of the Velm river. Aldova had taken the Karsian dam to a court of arbitration."
)
TREATY_LATER = (
    "Parliament of Karsia ratifies the Velm treaty\n\nThe treaty on the Velm river that Tomas Brandt and Ilse Maran "
    "signed in Osterheim passed the Karsian parliament; the dam will release water to Aldova."
)
FERRY = (
    "Ferry runs aground off Hestvik\n\nThe ferry Solveig ran aground off Hestvik in fog. All 212 passengers were "
    "taken off by lifeboats, the Norland coast guard said, and the captain was questioned by the harbour police."
)
CHESS = (
    "Girl of thirteen wins the open of Varna\n\nAnja Torvik, thirteen, beat the grandmaster Pavel Lind in the last "
    "round of the chess open and takes home a prize of 9,000 crowns."
)


@pytest.fixture(scope="module")
def pile() -> list[Report]:
    return [
        make_report(TREATY, published="2024-06-03", outlet="one"),
        make_report(TREATY_TOO, published="2024-06-03", outlet="two"),
        make_report(TREATY_LATER, published="2024-06-05", outlet="one"),
        make_report(FERRY, published="2024-06-04", outlet="two"),
        make_report(CHESS, outlet="three"),
    ]


def grouped(reports: list[Report]) -> set[frozenset[str]]:
    return {frozenset(group) for group in follow(map(sketch, reports)).values()}


def test_a_small_pile_falls_into_the_stories_that_it_falls_into_at_once(pile: list[Report]) -> None:
    assert grouped(pile) == {frozenset(story.reports) for story in find_stories(pile)}


def test_a_story_is_named_after_its_first_report(pile: list[Report]) -> None:
    named = {name: set(group) for name, group in follow(map(sketch, pile)).items()}
    assert named == {story.id: set(story.reports) for story in find_stories(pile)}
    decided = as_stories(pile, named.values())
    assert [(story.id, story.reports) for story in decided] == [(s.id, s.reports) for s in find_stories(pile)]


def test_the_order_in_which_reports_come_decides_nothing(pile: list[Report]) -> None:
    expected = follow(map(sketch, pile))
    for seed in range(10):
        shuffled = random.Random(seed).sample(pile, len(pile))  # noqa: S311 (an order, no secret)
        assert follow(map(sketch, shuffled)) == expected


def test_an_undated_report_joins_the_story_that_it_tells(pile: list[Report]) -> None:
    undated = make_report(TREATY_TOO.replace("put their names under", "have signed"), outlet="four")
    with_it = grouped([*pile, undated])
    assert any({undated.id, pile[0].id} <= group for group in with_it)
    assert frozenset({pile[3].id}) in with_it


def test_an_unrelated_report_moves_no_other(pile: list[Report]) -> None:
    assert grouped(pile[:4]) <= grouped(pile)


def test_a_story_long_untold_takes_no_more_reports(pile: list[Report]) -> None:
    late = make_report(TREATY_LATER, published="2025-06-05", outlet="four")
    assert frozenset({late.id}) in grouped([*pile, late])


def test_stories_that_stand_never_unite(pile: list[Report]) -> None:
    apart = {"first": [sketch(pile[0])], "second": [sketch(pile[1])]}
    ((name, reports),) = place([sketch(pile[2])], apart, [])
    assert name in apart
    assert reports == [pile[2].id]


def test_a_stream_that_is_taken_up_again_goes_on_as_if_it_had_not_stopped(pile: list[Report]) -> None:
    made = {report.id: sketch(report) for report in pile[:4]}
    days = [dt.date(2024, 6, day) for day in (3, 4, 5)]
    through, first = Stream(), Stream()
    for day in days[:2]:
        fresh = [one for one in made.values() if one.day == day]
        first.advance(day, fresh)
        through.advance(day, fresh)
    again = Stream(first.stories, first.before)
    last = [one for one in made.values() if one.day == days[2]]
    assert again.advance(days[2], last) == through.advance(days[2], last)
    assert set(through.advance(days[2] + dt.timedelta(days=1), [])[0]) == set()


def test_a_sketch_survives_packing(pile: list[Report]) -> None:
    made = sketch(pile[0])
    again = unpack(made.report, made.day, pack(made))
    assert again.words.tolist() == made.words.tolist()
    assert again.counts.tolist() == made.counts.tolist()
    assert keys(again) == keys(made)


def test_likeness_falls_with_the_days_between() -> None:
    near, far = ("2024-06-04", "2024-06-28")
    weak = (
        "Frost closes the locks of Osterheim\n\nIce closed the locks of the Velm river, and barges with grain, gravel "
        "and timber wait in the harbour basin until a thaw, the harbour office said on the quay."
    )
    first = sketch(make_report(TREATY, published="2024-06-03", outlet="one"))
    found = [place([sketch(make_report(weak, published=day, outlet="two"))], {"s": [first]}, []) for day in (near, far)]
    assert [name for ((name, _),) in found] == ["s", None]


def test_nothing_gives_nothing() -> None:
    assert follow([]) == {}
    assert place([], {}, []) == []
