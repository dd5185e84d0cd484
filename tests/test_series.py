"""Figures through time and places, and how they are drawn."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.faces import charts, series
from dateline.faces.html import render
from dateline.faces.outline import outline
from dateline.faces.parts import Point, Series, Spot
from dateline.model import Entry, Event, Figure, Place, Report, Time
from tests.factories import make_report
from tests.records import day, gas_story, year

REPORT = make_report("Aldova sold 3 tonnes in 2021 and 5 tonnes in 2022. Nine died.")


def figure(words: str, number: int, **more: object) -> Figure:
    said = REPORT.quote(REPORT.text.index(words), REPORT.text.index(words) + len(words))
    given_ = {"measure": "gas", "measure_kind": "export", "unit": "t", "from_": "ald", "method": "test", **more}
    return Figure(evidence=said, quantity=said, value=Decimal(number), **given_)  # type: ignore[arg-type]


def over_time(*figures: Figure) -> list[Series]:
    return list(series.through_time([(f, f.id) for f in figures], lambda _: "Exports, 2021"))


def test_one_measure_of_one_party_over_periods_is_a_series() -> None:
    first = figure("3 tonnes", 3, when=year(2021))
    (found,) = over_time(figure("5 tonnes", 5, when=year(2022)), first)
    assert [(p.first.year, p.value, p.label) for p in found.points] == [
        (2021, 3.0, "3 tonnes"),
        (2022, 5.0, "5 tonnes"),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"when": year(2021)},  # the same period
        {"when": year(2022), "from_": "kar"},  # another party
        {"when": year(2022), "unit": "kg"},
        {"when": year(2022), "change": "rise"},
        {"when": Time(text="recently")},
        {"when": year(2022), "measure": "cod"},
    ],
)
def test_what_differs_in_more_than_its_period_is_none(other: dict[str, object]) -> None:
    assert not over_time(figure("3 tonnes", 3, when=year(2021)), figure("5 tonnes", 5, **other))


def test_the_dead_of_two_days_are_no_series() -> None:
    dead = {"measure_kind": "killed", "unit": "person"}
    assert not over_time(figure("3 tonnes", 3, when=year(2021), **dead), figure("5 tonnes", 5, when=year(2022), **dead))


def toll(*told: tuple[str, int]) -> list[Series]:
    reports = {
        f"r{n}": Report(id=f"r{n}", outlet="o", text=REPORT.text, published=day(d)) for n, (d, _) in enumerate(told)
    }
    claims = {}
    for (key, report), (_, number) in zip(reports.items(), told, strict=True):
        said = report.quote(REPORT.text.index("Nine"), REPORT.text.index("Nine") + 4)
        claims[key] = Figure(evidence=said, quantity=said, value=Decimal(number), unit="person", measure="people",
                             measure_kind="killed", method="test")  # fmt: skip
    entry = Entry(id="e", story="s", kind="figure", label="people killed", standing="compatible", claims=tuple(claims),
                  outlets=("o",), origins=1)  # fmt: skip
    return list(series.by_report([entry], claims, reports))


def test_a_toll_that_grows_from_day_to_day_is_a_series() -> None:
    (found,) = toll(("2024-06-05", 12), ("2024-06-04", 9))
    assert (found.label, found.reported) == ("People killed", True)
    assert [(p.first.day, p.value) for p in found.points] == [(4, 9.0), (5, 12.0)]


def test_a_toll_of_one_day_or_one_height_is_none() -> None:
    assert not toll(("2024-06-04", 12), ("2024-06-04", 9))
    assert not toll(("2024-06-04", 12), ("2024-06-05", 12))


def placed() -> list[tuple[Entry, Event]]:
    where = [Place(name="Selm", latitude=10.0, longitude=20.0), Place(name="Orl", latitude=12.5, longitude=-3.0),
             Place(name="Nowhere")]  # fmt: skip
    found = []
    for place in where:
        said = REPORT.quote(0, 6)
        event = Event(evidence=said, trigger=said, type="AGREE", where=place, method="test")
        found.append((Entry(id=place.name, story="s", kind="event", label=f"signing at {place.name}", standing="single",
                            claims=(place.name,), outlets=("o",), origins=1), event))  # fmt: skip
    return found


def test_places_that_are_certain_stand_on_the_map_with_what_happened() -> None:
    pairs = placed()
    claims = {entry.claims[0]: event for entry, event in pairs}
    found = series.spots([entry for entry, _ in pairs], claims)
    assert [(spot.name, spot.items) for spot in found] == [
        ("Orl", (("Orl", "Signing at Orl"),)), ("Selm", (("Selm", "Signing at Selm"),)),
    ]  # fmt: skip
    assert series.spots([pairs[0][0], pairs[2][0]], claims) == ()  # one place needs no map


def test_north_is_up_and_east_is_right() -> None:
    drawn = charts.place_map([Spot("South", 0.0, 0.0, ()), Spot("North-east", 10.0, 10.0, ())])
    (x1, y1), (x2, y2) = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn)]
    assert x2 > x1
    assert y2 < y1


@given(st.lists(st.tuples(st.floats(-85, 85), st.floats(-180, 180)), min_size=2, max_size=9))
def test_places_stay_on_the_paper(at: list[tuple[float, float]]) -> None:
    drawn = charts.place_map([Spot(f"Place <{n}>", *one, ()) for n, one in enumerate(at)])
    height = float(re.search(r'viewBox="0 0 \d+ (\d+)"', drawn)[1])  # type: ignore[index]
    for x, y in re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)"', drawn):
        assert 0 <= float(x) <= charts.WIDTH
        assert 0 <= float(y) <= height
    assert "Place <" not in drawn
    assert drawn.count('class="grid"') < 60


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 400), st.floats(-1e9, 1e12)), min_size=2, max_size=9))
def test_points_through_time_stay_on_the_paper(points: list[tuple[int, int, float]]) -> None:
    start = dt.date(2000, 1, 1)
    made = [Point(start + dt.timedelta(a), start + dt.timedelta(a + b), v, f"{v:.0f} <t>") for a, b, v in points]
    drawn = charts.time_chart(Series("Gas", "t", tuple(sorted(made, key=lambda p: p.first)), reported=False))
    for x, y in re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)"', drawn):
        assert 0 <= float(x) <= charts.WIDTH
        assert 0 <= float(y) <= 190
    assert "<t>" not in drawn


def test_larger_numbers_stand_higher_and_periods_are_named() -> None:
    points = tuple(Point(dt.date(y, 1, 1), dt.date(y, 12, 31), v, str(v)) for y, v in ((2021, 3.0), (2022, 5.0)))
    drawn = charts.time_chart(Series("Gas", "t", points, reported=False))
    heights = {float(y) for y in re.findall(r'cy="([\d.]+)"', drawn)}
    assert len(heights) == 2
    assert ">2021<" in drawn
    assert ">2022<" in drawn


def test_the_page_draws_them() -> None:
    record = gas_story()
    places = iter(
        [Place(name="Selm", latitude=10.0, longitude=20.0), Place(name="Orl", latitude=12.5, longitude=-3.0)] * 9
    )
    claims = tuple(
        msgspec.structs.replace(claim, where=next(places)) if isinstance(claim, Event) else claim
        for claim in record.claims
    )
    page = render(outline(msgspec.structs.replace(record, claims=claims)))
    assert 'id="s1-places"' in page
    assert "Selm: 10° N, 20° E" in page
    assert 'id="s1-places"' not in render(outline(record))
