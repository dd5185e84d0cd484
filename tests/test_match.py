"""Sameness: which claims and entities are one thing. Values never decide it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from dateline.match import Scene, link_entities, match_claims
from dateline.match.groups import Groups
from dateline.match.words import plain, stem, stems
from dateline.model import (
    Analysis,
    AnyClaim,
    Bound,
    Entity,
    Figure,
    MeasureKind,
    Mention,
    Outlet,
    Place,
    Report,
    Story,
    Time,
    content_id,
)
from tests.claims import ALDOVA, BRANDT, KARSIA, MARAN, STARK, event, figure, office, quotation, report, scene, span

POST, WIRE = "harbour-post", "northern-wire"


def together(reports: list[Report], one: AnyClaim, other: AnyClaim) -> bool:
    """Whether two claims end up in one group."""
    _, groups = match_claims(scene(reports, [one, other]))
    return any({one.id, other.id} <= {claim.id for claim in group} for group in groups)


def named(source: Report, words: str, who: Entity) -> Mention:
    """A mention of ``who``: the first word of ``words``, where they stand first in the report."""
    start = source.text.index(words)
    name = who.name if words.startswith(who.name) else words.split(maxsplit=1)[0]
    return Mention(report=source.id, start=start, end=start + len(name), text=name, entity=who.id, kind="name")


def grouped(told: Scene, one: AnyClaim, other: AnyClaim) -> bool:
    """Whether two claims of a scene end up in one group."""
    return any({one.id, other.id} <= {claim.id for claim in group} for group in match_claims(told)[1])


def imports(source: Report, words: str, value: str, **more: object) -> AnyClaim:
    return figure(source, words, value, measure_kind="import", of=ALDOVA.id, from_=KARSIA.id, **more)


class TestFigures:
    a = report("Aldova imports goods for $65 billion from Karsia.", POST)
    b = report("Imports from Karsia reached $60 billion, trade $65 billion.", WIRE)

    def test_one_measure_of_the_same_parties_is_one_thing_whatever_the_value(self) -> None:
        assert together(
            [self.a, self.b], imports(self.a, "$65 billion", "65e9"), imports(self.b, "$60 billion", "60e9")
        )

    def test_the_same_number_of_another_measure_is_not(self) -> None:
        trade = figure(self.b, "$65 billion", "65e9", measure_kind="trade", of=ALDOVA.id, from_=KARSIA.id)
        assert not together([self.a, self.b], imports(self.a, "$65 billion", "65e9"), trade)

    def test_different_periods_are_different_things(self) -> None:
        early = imports(self.a, "$65 billion", "65e9", when=span("2022-01-01", "2022-12-31"))
        late = imports(self.b, "$60 billion", "60e9", when=span("2023-01-01", "2023-12-31"))
        assert not together([self.a, self.b], early, late)

    @pytest.mark.parametrize(
        ("before", "one_thing"), [("Karsia and Aldova signed. ", True), ("Aldova signed. ", False)]
    )
    def test_a_flow_that_leaves_out_a_side_its_paragraph_names_is_that_of_both(
        self, before: str, one_thing: bool
    ) -> None:
        a = report(f"{before}Under it, Aldova will supply 400,000 tons of copper a year.", POST)
        b = report("Under it, Aldova will supply 450,000 tons of copper a year to Karsia.", WIRE)
        more: dict[str, Any] = {"unit": "ton", "measure": "copper", "measure_kind": "export", "from_": ALDOVA.id}
        one = figure(a, "400,000 tons", "4e5", factuality="planned", **more)
        other = figure(b, "450,000 tons", "4.5e5", factuality="planned", to=KARSIA.id, **more)
        mentions = [named(a, name, who) for name, who in (("Karsia", KARSIA), ("Aldova", ALDOVA)) if name in a.text]
        assert grouped(scene([a, b], [one, other], mentions=mentions), one, other) is one_thing

    def test_different_parties_are_different_things(self) -> None:
        other = figure(self.b, "$60 billion", "60e9", measure_kind="import", of=KARSIA.id, from_=ALDOVA.id)
        assert not together([self.a, self.b], imports(self.a, "$65 billion", "65e9"), other)

    def test_a_part_is_not_the_whole(self) -> None:
        whole = report("A ferry sank off Port Selm and 12 people died.", POST)
        part = report("A ferry sank off Port Selm; five of the dead were children.", WIRE)
        one = figure(whole, "12", "12", unit="person", measure="people", measure_kind="killed")
        other = figure(part, "five", "5", unit="person", measure="dead", measure_kind="killed")
        assert not together([whole, part], one, other)

    @pytest.mark.parametrize(("value", "meet"), [("2", True), ("30", False)])
    def test_nobody_hurt_and_a_few_hurt_are_told_of_one_thing(self, value: str, meet: bool) -> None:
        none = report("Nobody was hurt when a barge burned off Port Selm.", POST)
        some = report(f"{value} people were hurt when a barge burned off Port Selm.", WIRE)
        one = figure(none, "Nobody", "0", unit="person", measure="people", measure_kind="injured")
        other = figure(some, value, value, unit="person", measure="people", measure_kind="injured")
        assert together([none, some], one, other) is meet

    @pytest.mark.parametrize(("whose", "meet"), [(BRANDT.id, True), (None, False)])
    def test_an_age_is_of_somebody_named(self, whose: str | None, meet: bool) -> None:
        left = report("Brandt, 51, spoke of a boy, 12.", POST)
        right = report("Brandt, 52, spoke of a boy, 14.", WIRE)
        one = figure(left, "51", "51", unit="a", measure="Brandt", measure_kind="age", of=whose)
        other = figure(right, "52", "52", unit="a", measure="Brandt", measure_kind="age", of=whose)
        assert together([left, right], one, other) is meet

    def test_a_toll_in_two_reports_is_one_thing(self) -> None:
        one, other = (
            report(text, outlet)
            for text, outlet in (
                ("A ferry sank off Port Selm and 12 people died.", POST),
                ("At least 14 people died when the ferry sank off Port Selm.", WIRE),
            )
        )
        first = figure(one, "12", "12", unit="person", measure="people", measure_kind="killed")
        second = figure(other, "14", "14", unit="person", measure="people", measure_kind="killed", bound="at_least")
        assert together([one, other], first, second)

    def test_two_numbers_in_one_report_are_two_things(self) -> None:
        source = report("A ferry sank off Port Selm and 12 people died; 14 people died in a storm there.", POST)
        first = figure(source, "12", "12", unit="person", measure="people", measure_kind="killed")
        second = figure(source, "14", "14", unit="person", measure="people", measure_kind="killed")
        assert not together([source], first, second)

    def test_a_headline_and_its_body_are_compared(self) -> None:
        source = report(
            "Ferry kills 20 people\n\nThe ferry that sank killed 12 people.", POST, title="Ferry kills 20 people"
        )
        first = figure(source, "20", "20", unit="person", measure="people", measure_kind="killed")
        in_title = source.quote(0, 21)
        first = type(first)(**{name: getattr(first, name) for name in first.__struct_fields__} | {"evidence": in_title})
        second = figure(source, "12", "12", unit="person", measure="people", measure_kind="killed")
        second = type(second)(
            **{name: getattr(second, name) for name in second.__struct_fields__} | {"evidence": source.quote(23, 59)}
        )
        assert together([source], first, second)

    def test_two_numbers_of_one_sentence_are_two_things(self) -> None:
        source = report("More than 600 women and about 1,200 women in all complained in Port Selm.", POST)
        one = figure(source, "600", "600", unit="person", measure="women", measure_kind="count", bound="more_than")
        other = figure(source, "1,200", "1200", unit="person", measure="women", measure_kind="count", bound="about")
        assert not together([source], one, other)

    @pytest.mark.parametrize(("value", "one_thing"), [("30", True), ("42", False)])
    def test_numbers_that_exclude_each_other_withhold_what_words_leave_unsure(
        self, value: str, one_thing: bool
    ) -> None:
        a = report("Divers searched the cabins for the 30 passengers of the ferry on Monday morning.", POST)
        b = report(f"The ferry left Port Selm with {value} foreign passengers who slept in cabins.", WIRE)
        one = figure(a, "30", "30", unit="person", measure="passengers", measure_kind="count")
        other = figure(b, value, value, unit="person", measure="foreign passengers", measure_kind="count")
        assert together([a, b], one, other) is one_thing

    def test_a_toll_of_several_attacks_is_not_that_of_one(self) -> None:
        a = report("The attack in Aldova killed dozens of people.", POST)
        b = report("A series of attacks in Aldova killed dozens of people.", WIRE)
        one, other = (
            figure(source, "dozens", None, low=Decimal(12), high=Decimal(120), bound="about", unit="person",
                   measure="people", measure_kind="killed")
            for source in (a, b)
        )  # fmt: skip
        assert not together([a, b], one, other)

    def test_two_speakers_who_count_the_dead_differently_are_compared(self) -> None:
        source = report("Brandt said 77 people died in the storm; Stark said 80 people died in the storm.", POST)
        toll = {"unit": "person", "measure": "people", "measure_kind": "killed"}
        one = figure(source, "77", "77", attributed_to=BRANDT.id, **toll)
        one = msgspec.structs.replace(one, evidence=source.quote(0, 40))
        other = figure(source, "80", "80", attributed_to=STARK.id, **toll)
        other = msgspec.structs.replace(other, evidence=source.quote(41, 80))
        assert not together([source], one, other)  # one sentence gives both
        two = report("Brandt said 77 people died in the storm.\n\nStark said 80 people died in the storm.", POST)
        one = msgspec.structs.replace(
            figure(two, "77", "77", attributed_to=BRANDT.id, **toll), evidence=two.quote(0, 40)
        )
        other = msgspec.structs.replace(
            figure(two, "80", "80", attributed_to=STARK.id, **toll), evidence=two.quote(42, 81)
        )
        assert together([two], one, other)

    def test_weights_of_one_thing_meet_in_other_units(self) -> None:
        a = report("A 25-tonne lorry blocked the bridge.", POST)
        b = report("The bridge was blocked by a 19-ton lorry.", WIRE)
        one = figure(a, "25", "25", unit="t", measure="lorry", measure_kind="other")
        assert together([a, b], one, figure(b, "19", "19", unit="ton", measure="lorry", measure_kind="other"))

    @pytest.mark.parametrize(("value", "one_thing"), [("20", True), ("9", False)])
    def test_a_number_of_somebody_that_names_no_measure_never_makes_a_conflict(
        self, value: str, one_thing: bool
    ) -> None:
        a = report("Stark made 20 points to win the regatta at Port Selm.", POST)
        b = report(f"Stark needed {value} points to win the regatta at Port Selm.", WIRE)
        bare = {"unit": "point", "measure": "Stark", "measure_kind": "other", "of": STARK.id}
        assert together([a, b], figure(a, "20", "20", **bare), figure(b, value, value, **bare)) is one_thing

    @pytest.mark.parametrize(("value", "one_thing"), [("three", True), ("two", False)])
    def test_a_count_of_one_bare_word_never_makes_a_conflict(self, value: str, one_thing: bool) -> None:
        a = report("A storm off Port Selm cut three cables on the sea bed and broke telephone lines.", POST)
        b = report(f"Telephone lines broke after a storm off Port Selm had cut {value} cables.", WIRE)
        number = {"three": "3", "two": "2"}
        bare = {"unit": "cable", "measure": "cables", "measure_kind": "count"}
        one, other = figure(a, "three", "3", **bare), figure(b, value, number[value], **bare)
        assert together([a, b], one, other) is one_thing

    @pytest.mark.parametrize(("who", "one_thing"), [(BRANDT, True), (MARAN, False)])
    def test_a_bare_count_is_of_the_person_whom_its_clause_is_about(self, who: Entity, one_thing: bool) -> None:
        a = report("Brandt won the regatta at Port Selm with nine boats.", POST)
        b = report(f"{who.name} was at the regatta at Port Selm with nine boats.", WIRE)
        bare = {"unit": "boat", "measure": "boats", "measure_kind": "count"}
        one, other = figure(a, "nine", "9", **bare), figure(b, "nine", "9", **bare)
        told = [named(a, "Brandt", BRANDT), named(b, who.name, who)]
        assert grouped(scene([a, b], [one, other], told), one, other) is one_thing

    def test_two_numbers_that_both_sentences_give_are_not_each_others(self) -> None:
        a = report("The council of Port Selm split 15 to 17 over the ferry.", POST)
        b = report("Over the ferry the council of Port Selm split 15 to 17.", WIRE)
        votes = {"unit": "count", "measure": "votes of the council", "measure_kind": "count"}
        claims: list[AnyClaim] = [figure(source, words, words, **votes) for source in (a, b) for words in ("15", "17")]
        judged = {frozenset((match.left, match.right)): match for match in match_claims(scene([a, b], claims))[0]}
        crossed = [judged[frozenset((claims[one].id, claims[other].id))] for one, other in ((0, 3), (1, 2))]
        assert [match.judgement for match in crossed] == ["different", "different"]

    @pytest.mark.parametrize(
        ("words", "one_thing"), [("all three of the cables", True), ("three of the cables", False)]
    )
    def test_a_part_of_some_things_is_not_all_of_them(self, words: str, one_thing: bool) -> None:
        a = report("A storm off Port Selm cut four telephone cables.", POST)
        b = report(f"A storm off Port Selm cut {words}.", WIRE)
        cables = {"unit": "cable", "measure": "telephone cables", "measure_kind": "count"}
        assert together([a, b], figure(a, "four", "4", **cables), figure(b, "three", "3", **cables)) is one_thing

    def test_parts_of_one_whole_may_be_two_parts(self) -> None:
        a = report("Six of his points came after Stark had fallen off Port Selm.", POST)
        b = report("Stark had fallen off Port Selm and made five of his points.", WIRE)
        points = {"unit": "point", "measure": "race points", "measure_kind": "count", "of": STARK.id}
        assert not together([a, b], figure(a, "Six", "6", **points), figure(b, "five", "5", **points))

    @pytest.mark.parametrize(
        "words", ["The then 39-year-old Brandt sold the ferry.", "Brandt, who was 39 at the time, sold the ferry."]
    )
    def test_an_age_of_then_is_not_held_against_that_of_now(self, words: str) -> None:
        a = report("Brandt, 52, spoke in Port Selm.", POST)
        b = report(words, WIRE)
        age = {"unit": "a", "measure": "Brandt", "measure_kind": "age", "of": BRANDT.id}
        assert not together([a, b], figure(a, "52", "52", **age), figure(b, "39", "39", **age))

    @pytest.mark.parametrize(("place", "one_thing"), [(ALDOVA, True), (KARSIA, False)])
    def test_shares_of_what_is_in_two_countries_are_two(self, place: Entity, one_thing: bool) -> None:
        a = report("The storm cut 65 percent of radio traffic in Aldova and some in Karsia.", POST)
        b = report(f"The storm cut 55 percent of radio traffic in {place.name}, beside Aldova and Karsia.", WIRE)
        share = {"unit": "percent", "measure": "radio traffic", "measure_kind": "share"}
        one, other = figure(a, "65", "65", **share), figure(b, "55", "55", **share)
        told = [named(a, "Aldova", ALDOVA), named(a, "Karsia", KARSIA), named(b, place.name, place)]
        told += [named(b, "Aldova and", ALDOVA), named(b, "Karsia.", KARSIA)]
        assert grouped(scene([a, b], [one, other], told), one, other) is one_thing

    @pytest.mark.parametrize(
        ("words", "one_thing"),
        [
            ("The blasts in Aldova and Karsia killed 40 people.", False),
            ("The blasts killed 30 people in Karsia and 40 people in Aldova.", True),
        ],
    )
    def test_the_dead_of_two_countries_are_not_those_of_one(self, words: str, one_thing: bool) -> None:
        a = report("The blasts killed 38 people in Aldova.", POST)
        b = report(words, WIRE)
        dead = {"unit": "person", "measure": "people", "measure_kind": "killed"}
        one, other = figure(a, "38", "38", **dead), figure(b, "40", "40", **dead)
        told = [named(a, "Aldova", ALDOVA), named(b, "Aldova", ALDOVA), named(b, "Karsia", KARSIA)]
        assert grouped(scene([a, b], [one, other], told), one, other) is one_thing

    @pytest.mark.parametrize(("whose", "one_thing"), [("ferry workers' pay", True), ("pay", False)])
    def test_a_rate_of_nobody_in_particular_contradicts_nothing(self, whose: str, one_thing: bool) -> None:
        a = report("In Port Selm ferry workers' pay grew by 4 percent last spring.", POST)
        b = report("In Port Selm, ferry workers' pay last spring grew by 9 percent.", WIRE)
        rate = {"unit": "percent", "measure_kind": "other", "change": "up"}
        one = figure(a, "4 percent", "4", measure="ferry workers' pay", **rate)
        assert together([a, b], one, figure(b, "9 percent", "9", measure=whose, **rate)) is one_thing

    @pytest.mark.parametrize(("shift", "one_thing"), [("mon<=", True), ("fri<=", False)])
    def test_two_weekdays_are_two_days_though_nobody_knows_the_week(self, shift: str, one_thing: bool) -> None:
        a = report("A ferry sank off Port Selm on Monday and 12 people died.", POST)
        b = report("14 people died when a ferry sank off Port Selm.", WIRE)
        dead = {"unit": "person", "measure": "people", "measure_kind": "killed"}
        one = figure(a, "12", "12", when=Time(text="Monday", shift="mon<=", type="date", grain="unknown"), **dead)
        other = figure(b, "14", "14", when=Time(text="that day", shift=shift, type="date", grain="unknown"), **dead)
        assert together([a, b], one, other) is one_thing

    @pytest.mark.parametrize(("when", "one_thing"), [(None, True), (Time(text="in January", grain="month"), False)])
    def test_a_month_of_no_known_year_is_not_held_against_the_reports_own_days(
        self, when: Time | None, one_thing: bool
    ) -> None:
        a = report("A storm cut three telephone cables off Port Selm.", POST)
        b = report("Off Port Selm a storm cut five telephone cables.", WIRE)
        cables = {"unit": "cable", "measure": "telephone cables", "measure_kind": "count"}
        one, other = figure(a, "three", "3", **cables), figure(b, "five", "5", when=when, **cables)
        assert together([a, b], one, other) is one_thing


class TestEvents:
    a = report("Brandt will meet Maran in Port Selm on Tuesday.", POST)
    b = report("Brandt met Maran in Port Selm on Tuesday.", WIRE)

    def test_a_plan_and_its_happening_are_one(self) -> None:
        day = span("2024-06-04")
        plan = event(self.a, "meet", actors=(BRANDT.id, MARAN.id), when=day, factuality="planned")
        done = event(self.b, "met", actors=(BRANDT.id, MARAN.id), when=day)
        assert together([self.a, self.b], plan, done)

    @pytest.mark.parametrize(("town", "one_thing"), [("Kara", True), ("Lome", False)])
    def test_talks_planned_for_one_month_in_one_town_are_one(self, town: str, one_thing: bool) -> None:
        june = span("2031-06-01", "2031-06-30")
        a = report("Rain fell.\nA panel of both states will meet in Kara in June.", POST)
        b = report(f"All is quiet.\nThe panel is to hold its first meeting at {town} in June.", WIRE)
        more: dict[str, Any] = {"when": june, "factuality": "planned"}
        one = event(a, "meet", where=Place(name="Kara", country="TGO"), **more)
        other = event(b, "hold its first meeting", where=Place(name=town, country="TGO"), **more)
        assert together([a, b], one, other) is one_thing

    def test_what_is_done_is_not_told_in_a_time_that_lies_ahead(self) -> None:
        a = report("They agreed on a panel, which will meet in June.", POST, published="2031-03-03")
        told = event(a, "agreed")
        june = span("2031-06-01", "2031-06-30")
        june = msgspec.structs.replace(june, report=a.id, start=a.text.index("June"))
        known = Scene(reports={a.id: a}, entities={}, claims=[told], times=[june])
        assert known.setting(told) is None
        planned = event(a, "meet", factuality="planned")
        assert known.setting(planned) == (june.from_, june.to)

    def test_other_days_are_other_events(self) -> None:
        one = event(self.a, "meet", actors=(BRANDT.id, MARAN.id), when=span("2024-06-04"))
        other = event(self.b, "met", actors=(BRANDT.id, MARAN.id), when=span("2021-03-01"))
        assert not together([self.a, self.b], one, other)

    def test_a_possible_event_is_never_one_that_happened(self) -> None:
        one = event(self.a, "meet", actors=(BRANDT.id, MARAN.id), when=span("2024-06-04"), factuality="hypothetical")
        other = event(self.b, "met", actors=(BRANDT.id, MARAN.id), when=span("2024-06-04"))
        assert not together([self.a, self.b], one, other)

    def test_what_one_report_denies_and_another_tells_is_compared(self) -> None:
        a = report("Brandt never met Maran in Port Selm on Tuesday over the gas accord of May.", POST)
        b = report("Brandt met Maran in Port Selm on Tuesday over the gas accord of May.", WIRE)
        day, both = span("2024-06-04"), (BRANDT.id, MARAN.id)
        one = event(a, "met", actors=both, when=day, factuality="denied")
        assert together([a, b], one, event(b, "met", actors=both, when=day))

    def test_several_events_told_together_are_not_one_of_them(self) -> None:
        a = report("Two attacks on Port Selm killed nobody.", POST)
        b = report("An attack on Port Selm killed nobody.", WIRE)
        day = span("2024-06-04")
        one = event(a, "attacks", type="ASSAULT", recipients=(ALDOVA.id,), when=day)
        other = event(b, "attack", type="ASSAULT", recipients=(ALDOVA.id,), when=day)
        assert not together([a, b], one, other)

    def test_attacks_in_two_countries_are_not_the_one_in_one(self) -> None:
        a = report("Attacks in Aldova and Karsia killed nobody.", POST)
        b = report("An attack in Aldova killed nobody.", WIRE)
        one, other = (event(source, "ttack", type="ASSAULT", when=span("2024-06-04")) for source in (a, b))
        told = [named(a, "Aldova", ALDOVA), named(a, "Karsia", KARSIA), named(b, "Aldova", ALDOVA)]
        assert not grouped(scene([a, b], [one, other], told), one, other)
        assert grouped(scene([a, b], [one, other], told[:1] + told[2:]), one, other)

    @pytest.mark.parametrize(
        ("words", "one_event"),
        [("Maran arrested in Port Selm", True), ("Rain fell. Then Maran arrested people.", False)],
    )
    def test_who_acts_is_acted_on_only_in_a_headline(self, words: str, one_event: bool) -> None:
        a = report("Police arrested Maran on Tuesday in Port Selm.", POST)
        b = report(words, WIRE)
        one = event(a, "arrested", type="COERCE", mode="arrest", recipients=(MARAN.id,), when=span("2024-06-04"))
        other = event(b, "arrested", type="COERCE", mode="arrest", actors=(MARAN.id,), when=span("2024-06-04"))
        second = b.text.index("Then") if "Then" in words else 0
        other = msgspec.structs.replace(other, evidence=b.quote(second, len(words)))
        assert together([a, b], one, other) is one_event

    def test_talks_of_a_minister_are_not_those_of_the_president(self) -> None:
        a = report("Brandt met Maran in Port Selm.", POST)
        b = report("Stark met Maran in Port Selm.", WIRE)
        day = span("2024-06-04")
        one = event(a, "met", actors=(BRANDT.id, MARAN.id), when=day)
        assert not together([a, b], one, event(b, "met", actors=(STARK.id, MARAN.id), when=day))

    def test_what_two_do_again_and_again_needs_more_than_their_names(self) -> None:
        a = report("Rain fell on the coast.\n\nBrandt met Maran.", POST, published="2024-06-05")
        b = report("Bread costs more here.\n\nBrandt met Maran.", WIRE, published="2024-06-05")
        both = (BRANDT.id, MARAN.id)
        assert not together([a, b], event(a, "met", actors=both), event(b, "met", actors=both))
        one = event(a, "met", actors=both, when=span("2024-06-04"))
        assert together([a, b], one, event(b, "met", actors=both))

    def test_one_act_on_one_person_is_one_event_in_other_words(self) -> None:
        a = report("Police detained Ilse Maran in Port Selm.", POST)
        b = report("The arrest of Ilse Maran surprised nobody.", WIRE)
        one = event(a, "detained", type="COERCE", mode="arrest", recipients=(MARAN.id,))
        assert together([a, b], one, event(b, "arrest", type="COERCE", mode="arrest", recipients=(MARAN.id,)))

    def test_a_murder_that_is_charged_is_the_death_that_is_told(self) -> None:
        a = report("Ivo Stark was charged with the murder of Ilse Maran.", POST)
        b = report("Ilse Maran died in May.", WIRE)
        one = event(a, "murder", type="ASSAULT", recipients=(MARAN.id,), factuality="alleged")
        assert together([a, b], one, event(b, "died", type=None, mode="death", actors=(MARAN.id,)))

    def test_a_headline_that_leaves_out_was_is_read_as_the_passive(self) -> None:
        a = report("Ivo Stark arrested over gas deal", POST)
        b = report("Ivo Stark was arrested over the gas deal.", WIRE)
        one = event(a, "arrested", type="COERCE", mode="arrest", actors=(STARK.id,))
        assert together([a, b], one, event(b, "arrested", type="COERCE", mode="arrest", recipients=(STARK.id,)))

    def test_what_was_done_when_a_report_was_written_is_not_what_it_expects(self) -> None:
        a = report("Brandt met Maran in Port Selm.", POST, published="2024-06-03")
        b = report("Brandt will meet Maran in Port Selm on Tuesday.", WIRE, published="2024-06-03")
        both = (BRANDT.id, MARAN.id)
        plan = event(b, "meet", actors=both, when=span("2024-06-04"), factuality="planned")
        assert not together([a, b], event(a, "met", actors=both), plan)

    def test_attacks_in_towns_far_apart_are_two(self) -> None:
        a = report("The attack in Port Selm killed nobody.", POST)
        b = report("The attack in Varn killed nobody.", WIRE)
        selm = Place(name="Port Selm", country="ALD", latitude=50.0, longitude=10.0)
        varn = Place(name="Varn", country="ALD", latitude=52.0, longitude=10.0)
        one = event(a, "attack", type="ASSAULT", recipients=(ALDOVA.id,), where=selm, when=span("2024-06-04"))
        other = event(b, "attack", type="ASSAULT", recipients=(ALDOVA.id,), when=span("2024-06-04"))
        assert together([a, b], one, msgspec.structs.replace(other, where=selm))
        assert not together([a, b], one, msgspec.structs.replace(other, where=varn))

    def test_the_crash_is_the_one_that_its_report_told_of(self) -> None:
        a = report("A ferry crashed off Port Selm. Relatives mourned. The crash shocked Aldova.", POST)
        one = event(a, "crashed", type=None, mode="accident")
        assert together([a], one, event(a, "crash s", type=None, mode="accident"))

    def test_acts_told_as_several_are_not_the_one_that_the_report_told_of(self) -> None:
        a = report("Stark was arrested in Port Selm. Brandt spoke. Beside the arrests, the club lost a match.", POST)
        one = event(a, "arrested", type="COERCE", mode="arrest", recipients=(STARK.id,))
        one = msgspec.structs.replace(one, evidence=a.quote(0, 32))
        for words, again in (("the arrests", False), ("the arrest", True)):
            told = report(a.text.replace("the arrests", words), POST)
            later = event(told, words.split()[-1] + ",", type="COERCE", mode="arrest")
            trigger = told.quote(later.trigger.start, later.trigger.end - 1)
            later = msgspec.structs.replace(later, trigger=trigger, evidence=told.quote(47, len(told.text)))
            first = msgspec.structs.replace(one, evidence=told.quote(0, 32), trigger=told.quote(10, 18))
            assert together([told], first, later) is again

    @pytest.mark.parametrize(("words", "one_event"), [("Stark’s arrest", True), ("Stark’s previous arrest", False)])
    def test_an_earlier_act_is_not_the_one_that_is_told(self, words: str, one_event: bool) -> None:
        a = report("Stark was arrested in Port Selm.", POST)
        b = report(f"{words} was in Port Selm.", WIRE)
        one = event(a, "arrested", type="COERCE", mode="arrest", recipients=(STARK.id,))
        other = event(b, "arrest", type="COERCE", mode="arrest", recipients=(STARK.id,))
        assert together([a, b], one, other) is one_event

    @pytest.mark.parametrize(("word", "one_event"), [("detained", True), ("remanded", False)])
    def test_acts_of_one_mode_that_follow_one_another_need_one_word(self, word: str, one_event: bool) -> None:
        a = report("Stark was arrested over the fire on the ferry in Port Selm.", POST)
        b = report(f"Brandt spoke.\n\nStark has been {word} by a court that found him a risk.", WIRE)
        one = event(a, "arrested", type="COERCE", mode="arrest", recipients=(STARK.id,))
        other = event(b, word, type="COERCE", mode="arrest", recipients=(STARK.id,))
        assert together([a, b], one, other) is one_event

    def test_a_game_that_somebody_plays_and_one_beside_his_name_are_not_one(self) -> None:
        a = report("Brandt spoke.\n\nStark plays the game as nobody in Port Selm does.", POST)
        b = report("Maran spoke.\n\nAldova and Karsia play a game, but Stark is who they came for.", WIRE)
        one = event(a, "plays the game", type=None, mode="sport", actors=(STARK.id,))
        other = event(b, "play a game", type=None, mode="sport")
        told = [
            named(a, "Stark", STARK),
            named(b, "Stark", STARK),
            named(a, "Port", ALDOVA),
            named(b, "Aldova", ALDOVA),
        ]
        assert not grouped(scene([a, b], [one, other], told), one, other)


class TestQuotations:
    a = report("“We have closed a long argument about gas between neighbours,” Maran said.", POST)
    b = report("Maran said: “We have closed a long argument about gas.”", WIRE)
    long, short = (
        "We have closed a long argument about gas between neighbours",
        "We have closed a long argument about gas",
    )

    def test_trimmed_words_of_one_speaker_are_one_utterance(self) -> None:
        one = quotation(self.a, self.long, speaker=MARAN.id)
        assert together([self.a, self.b], one, quotation(self.b, self.short, speaker=MARAN.id))

    def test_many_words_in_a_row_are_one_utterance_whoever_is_said_to_have_said_them(self) -> None:
        one = quotation(self.a, self.long, speaker=MARAN.id)
        assert together([self.a, self.b], one, quotation(self.b, self.short, speaker=STARK.id))

    def test_few_common_words_are_not_enough_for_two_mouths(self) -> None:
        one = quotation(self.a, self.long, speaker=MARAN.id)
        other = quotation(self.b, "a long argument about gas", speaker=STARK.id)
        assert not together([self.a, self.b], one, other)

    def test_the_same_words_are_one_utterance_where_one_report_leaves_open_who_spoke(self) -> None:
        one = quotation(self.a, self.long, speaker=MARAN.id)
        loose = report("“We have closed a long argument about gas between neighbours,” she said.", WIRE)
        assert together([self.a, loose], one, quotation(loose, self.long))

    def test_three_words_of_one_speaker_are_one_utterance(self) -> None:
        a = report("Maran called it “very good news” for all.", POST)
        b = report("“This is very good news,” Maran said.", WIRE)
        one = quotation(a, "very good news", speaker=MARAN.id)
        assert together([a, b], one, quotation(b, "This is very good news", speaker=MARAN.id))

    def test_the_words_in_marks_are_what_a_mixed_quotation_gives(self) -> None:
        a = report("“The crew came home tired, cold and glad of a dry bed,” Maran said.", POST)
        b = report("Maran spoke of the sailors after a long week at sea as “tired, cold and glad of a dry bed”.", WIRE)
        one = quotation(a, "The crew came home tired, cold and glad of a dry bed", speaker=MARAN.id)
        words = "the sailors after a long week at sea as “tired, cold and glad of a dry bed”"
        assert together([a, b], one, quotation(b, words, speaker=MARAN.id, form="mixed"))

    def test_part_of_an_utterance_in_marks_meets_the_whole(self) -> None:
        a = report("“This is arithmetic from a dark room,” Maran said.", POST)
        b = report("Maran, back from the count, called the tally “arithmetic from a dark room”.", WIRE)
        c = report("Maran, back from the count, called it “good news”.", WIRE)
        one = quotation(a, "This is arithmetic from a dark room", speaker=MARAN.id)
        part = quotation(b, "the tally “arithmetic from a dark room”", speaker=MARAN.id, form="mixed")
        two_words = quotation(c, "it “good news”", speaker=MARAN.id, form="mixed")
        assert together([a, b], one, part)
        assert not together([a, c], one, two_words)

    @pytest.mark.parametrize(("later", "one_thing"), [("134", False), ("131", True)])
    def test_statements_of_other_numbers_are_two(self, later: str, one_thing: bool) -> None:
        a = report("By evening 131 people had been rescued by boats, Maran said.", POST)
        b = report(f"Maran said {later} people had been rescued by boats.", WIRE)
        one = quotation(a, "By evening 131 people had been rescued by boats", speaker=MARAN.id, form="indirect")
        other = quotation(b, f"{later} people had been rescued by boats", speaker=MARAN.id, form="indirect")
        assert together([a, b], one, other) is one_thing

    @pytest.mark.parametrize(
        ("words", "speaker", "one_thing"),
        [
            ("We take this to be the honest first step to a lasting peace for both coasts", MARAN, True),
            ("We take this to be the honest first step to a lasting peace for both coasts", STARK, False),
            ("A lasting quarrel between both coasts needs an honest judge", MARAN, False),
        ],
    )
    def test_a_statement_in_two_wordings_is_one_of_one_speaker(
        self, words: str, speaker: Entity, one_thing: bool
    ) -> None:
        a = report("“It is an honest first step to what will be lasting peace on both coasts,” Maran said.", POST)
        b = report(f"“{words},” it was said.", WIRE)
        said = "It is an honest first step to what will be lasting peace on both coasts"
        one = quotation(a, said, speaker=MARAN.id)
        assert together([a, b], one, quotation(b, words, speaker=speaker.id)) is one_thing

    def test_unnamed_speakers_of_one_description_are_one(self) -> None:
        a = report("A port official said that the ferry had left the harbour without a pilot on Sunday.", POST)
        b = report("The ferry left the harbour with no pilot aboard, the port official said.", WIRE)
        said = "the ferry had left the harbour without a pilot on Sunday"
        one = quotation(a, said, "A port official", form="indirect")
        told = quotation(b, "The ferry left the harbour with no pilot aboard", "the port official", form="indirect")
        assert together([a, b], one, told)


class TestOffices:
    def test_two_titles_of_one_person_in_one_state_are_compared(self) -> None:
        a = report("Ivo Stark, deputy foreign minister of Aldova", POST)
        b = report("Ivo Stark, the foreign minister of Aldova", WIRE)
        one = office(a, a.text, "deputy foreign minister", STARK, object=ALDOVA.id)
        assert together([a, b], one, office(b, b.text, "foreign minister", STARK, object=ALDOVA.id))


def local(source: str, name: str, *, aliases: tuple[str, ...] = (), country: str | None = None) -> Analysis:
    """An analysis that knows one person."""
    person = Entity(id=content_id(source, name), name=name, type="person", aliases=aliases, country=country)
    made = report(f"{name} spoke. {source}", source)
    return Analysis(report=made, outlet=Outlet(id=source, name=source), entities=(person,))


def persons(*analyses: Analysis) -> list[str]:
    """The names of the record's persons, all analyses being of one story."""
    story = Story(id="s", label="", reports=tuple(analysis.report.id for analysis in analyses))
    return sorted(entity.name for entity in link_entities(analyses, [story]).entities)


class TestEntities:
    @pytest.mark.parametrize(
        ("one", "other", "name"),
        [
            ("Tomas Brandt", "Tomas A. Brandt", "Tomas A. Brandt"),
            ("Kim Sang-ho", "Kim Sang Ho", "Kim Sang Ho"),
            ("Tomas Brandt", "Brandt", "Tomas Brandt"),
            ("José Marán", "Jose Maran", "José Marán"),
            ("Ana Lopez", "Ana Lopez Vega", "Ana Lopez Vega"),
        ],
    )
    def test_forms_of_one_name_are_one_person(self, one: str, other: str, name: str) -> None:
        assert persons(local(POST, one), local(WIRE, other)) == [name]

    @pytest.mark.parametrize(
        ("other", "people"), [("Andrei Maranov", 2), ("Yevgeny Maranov", 1), ("Evgeni Maranov", 1)]
    )
    def test_a_spelling_may_differ_and_a_name_may_not(self, other: str, people: int) -> None:
        assert len(persons(local(POST, "Evgeny Maranov"), local(WIRE, other))) == people

    def test_one_report_that_names_both_keeps_two_spellings_apart(self) -> None:
        one, other = local(WIRE, "Evgeny Stark"), local("third", "Yevgeny Stark")
        assert len(persons(one, other)) == 1
        both = msgspec.structs.replace(local(POST, "Evgeny Stark"), entities=(*one.entities, *other.entities))
        assert len(persons(both, one, other)) == 2

    def test_one_report_that_names_father_and_son_keeps_them_apart(self) -> None:
        father, son = local(WIRE, "Ivo Stark"), local("third", "Ivo Stark Jr.")
        assert persons(father, son) == ["Ivo Stark Jr."]
        both = msgspec.structs.replace(local(POST, "Ivo Stark"), entities=(*father.entities, *son.entities))
        assert persons(both, father, son) == ["Ivo Stark", "Ivo Stark Jr."]

    def test_two_bearers_of_a_surname_stay_two_and_take_nobody_in(self) -> None:
        three = persons(local(POST, "Tomas Brandt"), local(WIRE, "Erik Brandt"), local("third", "Brandt"))
        assert three == ["Brandt", "Erik Brandt", "Tomas Brandt"]

    def test_countries_that_contradict_keep_two_apart(self) -> None:
        two = persons(local(POST, "Ivo Stark", country="ALD"), local(WIRE, "Ivo Stark", country="KAR"))
        assert two == ["Ivo Stark", "Ivo Stark"]

    @pytest.mark.parametrize(("name", "companies"), [("Norvik Inc.", 1), ("Norvik Co. Ltd", 1), ("Norvik Opera", 2)])
    def test_a_company_is_one_with_and_without_its_legal_form(self, name: str, companies: int) -> None:
        both = []
        for made in (local(POST, "Norvik"), local(WIRE, name)):
            firms = tuple(msgspec.structs.replace(entity, type="organization") for entity in made.entities)
            both.append(msgspec.structs.replace(made, entities=firms))
        assert len(persons(*both)) == companies

    def test_a_judgement_says_why(self) -> None:
        one, other = local(POST, "Ivo Stark"), local(WIRE, "Ivo Stark")
        linked = link_entities([one, other], [Story(id="s", label="", reports=(one.report.id, other.report.id))])
        assert [match.reasons for match in linked.matches] == [("same name",)]


class TestWords:
    def test_stems_meet(self) -> None:
        assert stem("soldiers") == stem("soldier")
        assert stem("countries") == stem("country")
        assert stems("The Indian soldiers") == {"indian", "soldier"}

    def test_plain_drops_accents(self) -> None:
        assert plain("Évian") == "evian"


def test_groups_keep_the_first_key_as_root() -> None:
    groups = Groups("abcd")
    groups.unite("c", "b")
    groups.unite("d", "c")
    assert groups.all() == [["a"], ["b", "c", "d"]]
    assert groups.root("d") == "b"


class TestTradeSeenFromBothSides:
    SOLD = "Aldova's exports of copper to Karsia reached $6.1 billion."
    BOUGHT = "Karsia imported copper worth $6.4 billion from Aldova."

    def pair(self, goods: str = "copper") -> tuple[Report, Report, Figure, Figure]:
        one, other = report(self.SOLD, "a"), report(self.BOUGHT.replace("copper", goods), "b")
        export = {"measure": "exports of copper", "measure_kind": "export", "from_": ALDOVA.id, "to": KARSIA.id}
        sold = figure(one, "$6.1 billion", "6.1e9", of=ALDOVA.id, **export)
        imports = {"measure": f"imports of {goods}", "measure_kind": "import", "from_": ALDOVA.id}
        bought = figure(other, "$6.4 billion", "6.4e9", of=KARSIA.id, **imports)
        return one, other, sold, bought

    def test_what_one_sells_is_what_the_other_buys(self) -> None:
        one, other, sold, bought = self.pair()
        matches, groups = match_claims(scene([one, other], [sold, bought]))
        assert [match.judgement for match in matches] == ["same"]
        assert len(groups) == 1

    def test_other_goods_are_another_flow(self) -> None:
        one, other, sold, bought = self.pair("salmon")
        assert len(match_claims(scene([one, other], [sold, bought]))[1]) == 2

    def test_the_way_back_is_another_flow(self) -> None:
        one, other, sold, bought = self.pair()
        back = msgspec.structs.replace(bought, of=ALDOVA.id, from_=KARSIA.id, id="")
        assert len(match_claims(scene([one, other], [sold, back]))[1]) == 2


def opening(source: Report, thing: str, when: Time | None, **more: Any) -> AnyClaim:
    start = source.text.index(thing)
    more = {"mode": "opening", "factuality": "planned", "thing": source.quote(start, start + len(thing)), **more}
    return event(source, "open", type=None, when=when, **more)


class TestOthers:
    @pytest.mark.parametrize(
        ("text", "one_thing"),
        [
            ("The storm killed two sailors in Lome, injuring 30 others.", True),
            ("In the storm in Lome a pilot and 30 others were injured.", False),
        ],
    )
    def test_others_are_a_part_only_beside_somebody(self, text: str, one_thing: bool) -> None:
        a = report("The storm in Lome injured 34 people.", POST)
        b = report(text, WIRE)
        one = figure(a, "34", "34", unit="person", measure="people", measure_kind="injured")
        other = figure(b, "30", "30", unit="person", measure="others", measure_kind="injured")
        assert together([a, b], one, other) is one_thing


class TestPlaces:
    @pytest.mark.parametrize(("names", "one"), [(("Karsk", "Karsk Bay"), True), (("Karsk", "South Karsk"), False)])
    def test_a_place_by_a_shorter_name_is_no_other_party(self, names: tuple[str, str], one: bool) -> None:
        short, long = (Entity(id=name, name=name, type="place") for name in names)
        known = Scene(reports={}, entities={short.id: short, long.id: long}, claims=[])
        assert known.one_side(short.id, long.id) is one


class TestFates:
    @pytest.mark.parametrize(
        ("text", "one_thing"),
        [
            ("Off Lome two sea cables suffered severe damage on Friday.", True),
            ("Off Lome two sea cables were laid on Friday.", False),
        ],
    )
    def test_a_count_of_things_whose_sentence_tells_their_fate_is_of_those(self, text: str, one_thing: bool) -> None:
        a = report("Off Lome three sea cables were damaged on Friday.", POST)
        b = report(text, WIRE)
        one = figure(a, "three", "3", unit="cable", measure="sea cables", measure_kind="damaged")
        other = figure(b, "two", "2", unit="cable", measure="sea cables", measure_kind="count")
        assert together([a, b], one, other) is one_thing


class TestCrowds:
    day = span("2031-03-15")
    a = report("At least 3,000 workers marched through Lome on Saturday.", POST)
    b = report("About 2,000 people protested in Lome on Saturday, the police said.", WIRE)

    @pytest.mark.parametrize(
        ("town", "kind", "one_thing"),
        [("Lome", "PROTEST", True), ("Kara", "PROTEST", False), ("Lome", "CONSULT", False)],
    )
    def test_figures_of_one_protest_are_one_whatever_they_call_those_who_take_part(
        self, town: str, kind: str, one_thing: bool
    ) -> None:
        workers = figure(
            self.a, "At least 3,000", "3000", unit="person", measure="workers", measure_kind="count", bound="at_least"
        )
        people = figure(
            self.b, "About 2,000", "2000", unit="person", measure="people", measure_kind="count", bound="about"
        )
        place = Place(name="Lome", country="TGO", latitude=6.1, longitude=1.2)
        other = place if town == "Lome" else Place(name="Kara", country="TGO", latitude=9.6, longitude=1.2)
        march = event(self.a, "marched", type="PROTEST", when=self.day, where=place)
        protest = event(self.b, "protested", type=kind, when=self.day, where=other)
        assert grouped(scene([self.a, self.b], [workers, people, march, protest]), workers, people) is one_thing

    @pytest.mark.parametrize(("date", "one_thing"), [("2031-03-15", True), ("2031-03-16", False)])
    def test_marches_of_one_day_in_like_words_are_one_though_no_place_is_told(self, date: str, one_thing: bool) -> None:
        a = report("About 900 relatives marched to the port office to demand answers.", POST)
        b = report("Some 1,500 people protested at the port office.", WIRE)
        one = figure(a, "About 900", "900", unit="person", measure="relatives", measure_kind="count", bound="about")
        other = figure(b, "Some 1,500", "1500", unit="person", measure="people", measure_kind="count", bound="about")
        march = event(a, "marched", type="PROTEST", when=self.day)
        protest = event(b, "protested", type="PROTEST", when=span(date))
        assert grouped(scene([a, b], [one, other, march, protest]), one, other) is one_thing


class TestRetold:
    a = report("A lorry will carry a 425 kg bronze bell over the pass to Kara.", POST)
    b = report("Over the pass to Kara goes the bronze bell that a lorry will carry: 425 kg.", WIRE)

    @pytest.mark.parametrize(
        ("value", "kind", "bound", "one_thing"),
        [
            ("425", "other", "exact", True),
            ("426", "other", "exact", False),  # never a conflict
            ("425", "distance", "exact", True),
            ("425", "other", "at_least", True),
            ("425", "export", "exact", False),
        ],
    )
    def test_one_number_in_much_the_same_words_is_one(
        self, value: str, kind: MeasureKind, bound: Bound, one_thing: bool
    ) -> None:
        one = figure(self.a, "425 kg", "425", unit="kg", measure="bronze bell")
        other = figure(self.b, "425 kg", value, unit="kg", measure="lorry", measure_kind=kind, bound=bound)
        assert together([self.a, self.b], one, other) is one_thing

    def test_core_measures_are_kept_apart_and_so_are_small_counts_of_people(self) -> None:
        imports_ = figure(self.a, "425 kg", "425", unit="kg", measure="goods", measure_kind="import")
        trade = figure(self.b, "425 kg", "425", unit="kg", measure="goods", measure_kind="trade")
        assert not together([self.a, self.b], imports_, trade)
        few = figure(self.a, "425 kg", "2", unit="person", measure="pilots", measure_kind="count")
        others = figure(self.b, "425 kg", "2", unit="person", measure="guards", measure_kind="count")
        assert not together([self.a, self.b], few, others)

    @pytest.mark.parametrize(("measure", "one_thing"), [("daughter", False), ("nephew", True)])
    def test_an_age_of_nobody_named_is_one_where_the_words_are(self, measure: str, one_thing: bool) -> None:
        a = report("His 15-year-old nephew fell from the mast of the yacht on Friday.", POST)
        b = report("On Friday his 15-year-old nephew was on the mast and fell off the yacht.", WIRE)
        one = figure(a, "15-year-old", "15", unit="a", measure="nephew", measure_kind="age")
        other = figure(b, "15-year-old", "15", unit="a", measure=measure, measure_kind="age")
        assert together([a, b], one, other) is one_thing


class TestTurns:
    march, may = span("2034-03-01", "2034-03-31"), span("2034-05-01", "2034-05-31")
    a = report("The wind terminal at Aldova is to open in March 2034.", POST)

    @pytest.mark.parametrize(
        ("text", "thing", "one_thing"),
        [
            ("Chad pays for a wind terminal, which is to open in May 2034.", "wind terminal", True),
            ("The terminal, Aldova’s first for wind, is to open in May 2034.", "terminal", True),
            ("The terminal for ferries is to open in May 2034.", "terminal for ferries", False),
            ("The wind terminal at Karsia is to open in May 2034.", "wind terminal at Karsia", False),
            ("Ministers said the terminal would open in May.", "terminal", False),
        ],
    )
    def test_the_words_for_the_thing_decide_and_not_the_day(self, text: str, thing: str, one_thing: bool) -> None:
        b = report(text, WIRE)
        one, other = opening(self.a, "wind terminal at Aldova", self.march), opening(b, thing, self.may)
        mentions = [named(self.a, "Aldova", ALDOVA), *([named(b, "Karsia", KARSIA)] if "Karsia" in text else [])]
        assert grouped(scene([self.a, b], [one, other], mentions=mentions), one, other) is one_thing

    def test_a_plan_that_came_true_on_another_day_or_was_told_weeks_later_is_left_unsure(self) -> None:
        b = report("The wind terminal at Lome did open in May 2034.", WIRE)
        done = opening(b, "wind terminal", self.may, factuality="happened")
        assert not together([self.a, b], opening(self.a, "wind terminal", self.march), done)
        early = report(self.a.text, POST, published="2031-01-01")
        late = report("The wind terminal is to open in May 2034.", WIRE, published="2031-05-01")
        assert not together(
            [early, late], opening(early, "wind terminal", self.march), opening(late, "wind terminal", self.may)
        )

    def test_turns_without_a_time_are_one_in_reports_of_the_same_days(self) -> None:
        days = ("2031-01-01", "2031-01-02", "2031-05-01")
        a, b, late = (
            report(f"Chad opens a wind terminal{end}.", house, published=day)
            for end, house, day in zip(("", " at Lome", " at last"), (POST, WIRE, "c"), days, strict=True)
        )
        none: dict[str, Any] = {"when": None, "factuality": "happened"}
        first, near, far = (opening(source, "wind terminal", **none) for source in (a, b, late))
        assert together([a, b], first, near)
        assert not together([a, late], first, far)

    def test_a_turn_is_no_event_of_other_words(self) -> None:
        b = report("They open talks at the wind terminal in March 2034.", WIRE)
        assert not together(
            [self.a, b], opening(self.a, "wind terminal", self.march), event(b, "open", when=self.march)
        )
