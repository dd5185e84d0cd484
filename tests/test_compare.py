"""Agreement: what claims that speak of one thing say of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.compare import Origins, compare, find_checks
from dateline.compare.figures import rounds
from dateline.model import AnyClaim, Bound, Entry, EventType, Mention, Report
from tests.claims import ALDOVA, BRANDT, KARSIA, MARAN, STARK, event, figure, office, quotation, report, scene, span

POST, WIRE, THIRD = "harbour-post", "northern-wire", "third-page"


def entry(*claims: AnyClaim, reports: list[Report], reprints: dict[str, str] | None = None) -> Entry:
    """The entry of claims that were matched as one thing."""
    known = scene(reports, list(claims))
    return compare(claims, "story", known, Origins(known, reprints or {}))


def toll(
    one: str | None,
    other: str | None,
    bounds: tuple[Bound, Bound] = ("exact", "exact"),
    days: tuple[str, str] = ("2024-06-04", "2024-06-04"),
) -> Entry:
    """Two outlets count the dead of one ferry."""
    a = report("A number of people died in Port Selm.", POST, published=days[0])
    b = report("The ferry took a number of people with it.", WIRE, published=days[1])
    first = figure(a, "A number", one, unit="person", measure="people", measure_kind="killed", bound=bounds[0])
    second = figure(b, "a number", other, unit="person", measure="people", measure_kind="killed", bound=bounds[1])
    return entry(first, second, reports=[a, b])


class TestFigures:
    def test_equal_numbers_of_two_origins_agree(self) -> None:
        assert toll("12", "12").standing == "agreed"

    @pytest.mark.parametrize(
        ("one", "other", "bounds"),
        [
            ("20", "20", ("exact", "at_least")),
            ("100", "104", ("about", "exact")),
            ("84", "100", ("at_least", "at_most")),
            ("200", "198", ("exact", "exact")),
            (None, "4", ("unknown", "exact")),
        ],
    )
    def test_numbers_that_can_all_be_true_are_compatible(
        self, one: str | None, other: str, bounds: tuple[Bound, Bound]
    ) -> None:
        assert toll(one, other, bounds).standing == "compatible"

    @pytest.mark.parametrize(
        ("one", "other", "bounds"),
        [
            ("12", "14", ("exact", "exact")),
            ("20", "18", ("at_least", "exact")),
            ("60e9", "65e9", ("exact", "exact")),
            ("50", "80", ("about", "exact")),
        ],
    )
    def test_numbers_that_cannot_all_be_true_conflict(self, one: str, other: str, bounds: tuple[Bound, Bound]) -> None:
        assert toll(one, other, bounds).standing == "conflicting"

    def test_a_toll_that_rises_from_day_to_day_is_no_conflict(self) -> None:
        rising = toll("12", "14", days=("2024-06-04", "2024-06-05"))
        assert rising.standing == "compatible"
        assert toll("14", "12", days=("2024-06-04", "2024-06-05")).standing == "conflicting"

    def test_what_one_outlet_says_otherwise_in_another_report_is_no_conflict_of_outlets(self) -> None:
        texts = ("The leak concerned 400 people.", "The leak concerned 700 people.")
        leaks = {"unit": "person", "measure": "people", "measure_kind": "count"}
        for outlets, standing in (((POST, POST), "single"), ((POST, WIRE), "conflicting")):
            told = [report(*pair) for pair in zip(texts, outlets, strict=True)]
            both = [figure(r, n, n, **leaks) for r, n in zip(told, ("400", "700"), strict=True)]
            assert entry(*both, reports=told).standing == standing

    def test_the_missing_are_found_from_day_to_day(self) -> None:
        a = report("30 people were missing.", POST, published="2024-06-04")
        b = report("12 people are missing still.", WIRE, published="2024-06-05")
        lost = {"unit": "person", "measure": "people", "measure_kind": "missing"}
        made = entry(figure(a, "30", "30", **lost), figure(b, "12", "12", **lost), reports=[a, b])
        assert made.standing == "compatible"
        assert made.differences[0].note == "later reports give other numbers"  # not "higher"

    def test_numbers_of_one_day_follow_one_another_in_one_outlet_only(self) -> None:
        texts = ("At first 12 people were dead.", "Now 14 people were dead.", "In the end 20 people were dead.")
        for outlets, standing in (((POST, POST, WIRE), "compatible"), ((POST, WIRE, WIRE), "conflicting")):
            days = ("2024-06-04", "2024-06-04", "2024-06-05")
            told = [report(*given[:2], published=given[2]) for given in zip(texts, outlets, days, strict=True)]
            dead = {"unit": "person", "measure": "people", "measure_kind": "killed"}
            counts = [figure(r, value, value, **dead) for r, value in zip(told, ("12", "14", "20"), strict=True)]
            assert entry(*counts, reports=told).standing == standing

    @pytest.mark.parametrize(
        ("unit", "value", "standing"), [("[mi_i]", "140", "compatible"), ("[mi_i]", "90", "conflicting")]
    )
    def test_measures_are_compared_in_one_unit(self, unit: str, value: str, standing: str) -> None:
        a = report("The ferry sank 230 kilometres west of Port Selm.", POST)
        b = report(f"The ferry sank {value} miles west of Port Selm.", WIRE)
        one = figure(a, "230 kilometres", "230", unit="km", measure="ferry", measure_kind="distance")
        other = figure(b, f"{value} miles", value, unit=unit, measure="ferry", measure_kind="distance")
        assert entry(one, other, reports=[a, b]).standing == standing

    def test_amounts_in_two_currencies_are_no_conflict(self) -> None:
        a = report("The wharf cost $40 million.", POST)
        b = report("The wharf cost 36 million euros.", WIRE)
        one = figure(a, "$40 million", "40e6", unit="USD", measure="wharf", measure_kind="price")
        other = figure(b, "36 million euros", "36e6", unit="EUR", measure="wharf", measure_kind="price")
        assert entry(one, other, reports=[a, b]).standing == "compatible"

    def test_the_distance_is_told(self) -> None:
        (difference,) = toll("60", "65").differences
        assert difference.note == "8% apart"
        assert [value.value for value in difference.values] == ["60", "65"]

    @given(st.integers(1, 10**9), st.integers(1, 10**9))
    def test_rounding_is_symmetric_and_close(self, one: int, other: int) -> None:
        a, b = Decimal(one), Decimal(other)
        assert rounds(a, b) == rounds(b, a)
        if rounds(a, b):
            assert abs(a - b) <= Decimal("0.02") * max(a, b)


class TestLabels:
    @pytest.mark.parametrize(
        ("words", "label"),
        [
            ("the bombings of the Karsian embassies there.", "Bombing of Karsian embassies"),
            ("the bombing of Karsia on Tuesday.", "Bombing of Karsia"),
        ],
    )
    def test_what_of_a_state_is_attacked_is_told(self, words: str, label: str) -> None:
        told = [report(f"{name} condemned {words}", outlet) for name, outlet in (("Brandt", POST), ("Maran", WIRE))]
        acts = [event(r, "bombing", type="ASSAULT", mode="bombing", recipients=(KARSIA.id,)) for r in told]
        named = [
            Mention(report=r.id, start=at, end=at + len(name), text=name, entity=KARSIA.id, kind="name")
            for r in told
            for name in ("Karsian" if "Karsian" in words else "Karsia",)
            for at in (r.text.index(name),)
        ]
        known = scene(told, list(acts), named)
        assert compare(acts, "story", known, Origins(known, {})).label == label


class TestOrigins:
    a = report("Imports were $4 billion a year, the ministry of Aldova found in June.", POST)
    b = report("The year brought imports of $4 billion.", WIRE)

    def test_one_origin_is_single_however_often_it_is_told(self) -> None:
        one, other = figure(self.a, "$4 billion", "4e9"), figure(self.b, "$4 billion", "4e9")
        made = entry(one, other, reports=[self.a, self.b], reprints={self.b.id: self.a.id})
        assert (made.standing, made.origins) == ("single", 1)

    def test_copy_of_one_agency_is_one_origin(self) -> None:
        reports = [report(text, outlet, agency="NW") for text, outlet in (("It was 4.", POST), ("They say 4.", WIRE))]
        made = entry(*(figure(source, "4", "4") for source in reports), reports=reports)
        assert (made.standing, made.origins) == ("single", 1)

    def test_one_official_told_by_two_outlets_is_one_source(self) -> None:
        one = figure(self.a, "$4 billion", "4e9", attributed_to=MARAN.id)
        other = figure(self.b, "$4 billion", "4e9", attributed_to=MARAN.id)
        made = entry(one, other, reports=[self.a, self.b])
        assert (made.standing, made.origins, len(made.outlets)) == ("single", 1, 2)

    def test_two_outlets_of_unknown_name_are_not_one_house(self) -> None:
        reports = [report("It was 4.", "unknown"), report("They say 4.", "unknown")]
        assert entry(*(figure(source, "4", "4") for source in reports), reports=reports).origins == 2

    def test_a_long_sentence_that_two_reports_share_is_one_origin(self) -> None:
        sentence = (
            "Twelve people died when the night ferry from Varn ran onto the rocks below the old lighthouse of Port Selm"
        )
        a = report(f"{sentence}, the coast guard said late on Monday night. Nobody was rescued alive.", POST)
        b = report(f"A court will hear the owner. {sentence}.", WIRE)
        one, other = (
            figure(source, "Twelve", "12", unit="person", measure="people", measure_kind="killed") for source in (a, b)
        )
        assert entry(one, other, reports=[a, b]).standing == "single"

    def test_words_of_two_speakers_conflict_between_them(self) -> None:
        one = figure(self.a, "$4 billion", "4e9", attributed_to=MARAN.id)
        other = figure(self.b, "$4 billion", "9e9", attributed_to=BRANDT.id)
        made = entry(one, other, reports=[self.a, self.b])
        assert made.standing == "conflicting"
        assert "a conflict between speakers: Ilse Maran gives $4 billion; Tomas Brandt gives $9 billion" in (
            made.differences[0].note
        )


class TestOthers:
    a = report("Brandt and Maran will meet. “We have closed it,” she said. Stark, deputy minister, left.", POST)
    b = report("Brandt and Maran met. “We have closed it,” he said. Stark, a minister, left.", WIRE)

    def test_plan_and_happening_are_compatible(self) -> None:
        day = span("2024-06-04")
        both = (BRANDT.id, MARAN.id)
        made = entry(
            event(self.a, "meet", actors=both, when=day, factuality="planned"),
            event(self.b, "met", actors=both, when=day),
            reports=[self.a, self.b],
        )
        assert made.standing == "compatible"
        assert [value.value for value in made.differences[0].values] == ["planned", "happened"]
        assert made.label == "Talks of Tomas Brandt and Ilse Maran, 4 June 2024"

    def test_what_one_report_denies_and_another_tells_conflicts(self) -> None:
        both = (BRANDT.id, MARAN.id)
        made = entry(
            event(self.a, "meet", actors=both, when=span("2024-06-04"), factuality="denied"),
            event(self.b, "met", actors=both, when=span("2024-06-04")),
            reports=[self.a, self.b],
        )
        assert made.standing == "conflicting"

    def test_days_that_exclude_each_other_conflict(self) -> None:
        both = (BRANDT.id, MARAN.id)
        made = entry(
            event(self.a, "meet", actors=both, when=span("2024-06-04")),
            event(self.b, "met", actors=both, when=span("2024-06-05")),
            reports=[self.a, self.b],
        )
        assert made.standing == "conflicting"

    @pytest.mark.parametrize(
        ("clock", "value", "standing"),
        [
            ("4 p.m.", "T16:00", "conflicting"),
            ("3:20 p.m.", "T15:20", "compatible"),
            ("4 p.m. GMT", "T16:00", "compatible"),
            ("at dusk", "TEV", "compatible"),
        ],
    )
    def test_hours_that_differ_conflict_where_no_zone_is_named(self, clock: str, value: str, standing: str) -> None:
        a = report("They met on Tuesday at 3 p.m. in the port.", POST)
        b = report(f"They met on Tuesday at {clock} in the port.", WIRE)
        day, both = span("2024-06-04"), (BRANDT.id, MARAN.id)
        first = msgspec.structs.replace(day, start=10, end=29, value="2024-06-04T15:00", grain="time")
        second = msgspec.structs.replace(day, start=10, end=29, value=f"2024-06-04{value}", grain="time")
        made = entry(
            event(a, "met", actors=both, when=first), event(b, "met", actors=both, when=second), reports=[a, b]
        )
        assert made.standing == standing

    def test_one_utterance_in_two_mouths_conflicts(self) -> None:
        made = entry(
            quotation(self.a, "We have closed it", speaker=MARAN.id),
            quotation(self.b, "We have closed it", speaker=BRANDT.id),
            reports=[self.a, self.b],
        )
        assert made.standing == "conflicting"
        assert {value.value for value in made.differences[0].values} == {"Ilse Maran", "Tomas Brandt"}

    def test_words_told_by_way_of_another_are_no_conflict_of_speakers(self) -> None:
        a = report("The Northern Wire reported that Maran had said “the gas will flow through Karsia in May”.", POST)
        b = report("“The gas will flow through Karsia in May,” said Maran.", WIRE)
        words = "he gas will flow through Karsia in May"
        one, other = quotation(a, words, speaker=STARK.id), quotation(b, words, speaker=MARAN.id)
        at = a.text.index("Maran")
        named = Mention(report=a.id, start=at, end=at + 5, text="Maran", entity=MARAN.id)
        plain = scene([a, b], [one, other])
        nested = replace(plain, mentions=[named])
        assert compare([one, other], "story", plain, Origins(plain, {})).standing == "conflicting"
        assert compare([one, other], "story", nested, Origins(nested, {})).standing == "agreed"

    @pytest.mark.parametrize(
        ("form", "note"), [("direct", "gives more of the words"), ("indirect", "in different words")]
    )
    def test_only_words_in_marks_are_told_in_part(self, form: str, note: str) -> None:
        a = report("“We have closed a long argument,” Maran said.", POST)
        b = report("Maran said: We have at last closed a long argument about gas.", WIRE)
        one = quotation(a, "We have closed a long argument", speaker=MARAN.id)
        other = quotation(b, "We have at last closed a long argument about gas", speaker=MARAN.id, form=form)
        made = entry(one, other, reports=[a, b])
        assert made.standing == "compatible"
        assert made.differences[0].note.endswith(note)

    def test_titles_of_different_rank_conflict(self) -> None:
        made = entry(
            office(self.a, "Stark, deputy minister", "deputy minister", STARK, object=ALDOVA.id),
            office(self.b, "Stark, a minister", "minister", STARK, object=ALDOVA.id),
            reports=[self.a, self.b],
        )
        assert made.standing == "conflicting"


class TestChecks:
    a = report("Aldova exports $4 billion to Karsia and imports $65 billion.", POST)
    b = report("Imports were $60 billion, exports $4 billion, trade close to $65 billion.", WIRE)

    def notes(self) -> dict[str, str]:
        claims: list[AnyClaim] = [
            figure(self.a, "$65 billion", "65e9", measure_kind="import", of=ALDOVA.id, from_=KARSIA.id),
            figure(self.b, "$60 billion", "60e9", measure_kind="import", of=ALDOVA.id, from_=KARSIA.id),
            figure(self.b, "$4 billion", "4e9", measure_kind="export", from_=ALDOVA.id, to=KARSIA.id),
            figure(self.b, "$65 billion", "65e9", measure_kind="trade", of=ALDOVA.id, from_=KARSIA.id, bound="about"),
        ]
        return {check.note: check.standing for check in find_checks(scene([self.a, self.b], claims))}

    def test_the_sum_says_which_reading_fits(self) -> None:
        sums = {note: standing for note, standing in self.notes().items() if "+" in note}
        assert sorted(sums.values()) == ["consistent", "inconsistent"]
        assert any(note.startswith("$60 billion + $4 billion = $64 billion, which fits") for note in sums)
        assert any(note.startswith("$65 billion + $4 billion = $69 billion, which does not") for note in sums)

    def test_one_number_for_two_things_is_pointed_out(self) -> None:
        assert any(note.startswith("$65 billion stands for") for note in self.notes())


@pytest.mark.parametrize(("bought", "standing"), [("6.4e9", "compatible"), ("9.1e9", "conflicting")])
def test_two_sides_count_one_flow_a_little_differently(bought: str, standing: str) -> None:
    one, other = report("Exports of $X.", "a"), report("Imports of $Y.", "b")
    sold = figure(one, "$X", "6.1e9", measure_kind="export", of=ALDOVA.id, from_=ALDOVA.id, to=KARSIA.id)
    paid = figure(other, "$Y", bought, measure_kind="import", of=KARSIA.id, from_=ALDOVA.id)
    assert entry(sold, paid, reports=[one, other]).standing == standing


def test_a_warrant_is_no_arrest_in_a_heading() -> None:
    told = report("Aldova issued a warrant for Ivo Stark.", "a")
    claim = event(told, "warrant", type="THREATEN", mode="arrest", actors=(ALDOVA.id,), recipients=(STARK.id,))
    assert entry(claim, reports=[told]).label == "Arrest warrant by Aldova against Ivo Stark"


@pytest.mark.parametrize(
    ("type_", "words", "name"),
    [
        ("COERCE", "banned", "Ban by Aldova against Karsia"),
        ("CONCEDE", "lifted its ban", "Concession by Aldova to Karsia"),
        ("SUPPORT", "signed an accord", "Accord of Aldova with Karsia"),
        ("ASSAULT", "shelled", "Shelling by Aldova of Karsia"),
    ],
)
def test_a_deed_is_named_by_the_reports_word_of_its_type(type_: EventType, words: str, name: str) -> None:
    told = report(f"Aldova {words} and Karsia knew of it.", "a")
    claim = event(told, words, type=type_, actors=(ALDOVA.id,), recipients=(KARSIA.id,))
    assert entry(claim, reports=[told]).label == name
