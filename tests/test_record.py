"""The whole way: reports in, one record out, the same bytes whatever the order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dateline import api, wording
from dateline.model import Analysis, Event, Figure, Judged, Quotation, Record, Relation, Run
from dateline.record import bare, consolidate, restore
from dateline.schema import encode
from tests.factories import make_analysis

RUN = Run(version="test", settings={}, lexicon="", models=())

POST = """Aldova and Karsia agree on gas

Prime Minister Tomas Brandt of Aldova met President Ilse Maran of Karsia in Vienna on Tuesday. Aldova imports goods \
for $65 billion a year from Karsia and exports goods for $4 billion to Karsia. “We have closed a long argument \
about gas,” \
Ms. Maran said after the talks."""
WIRE = """Brandt, Maran meet in Vienna

Aldovan Prime Minister Tomas Brandt met Karsian President Ilse Maran in Vienna on Tuesday. “We have closed a long \
argument about gas,” Maran told reporters. Aldova's imports from Karsia reached $60 billion and its exports to Karsia \
$4 billion last year, officials said."""
CHESS = """Girl of thirteen wins the open of Velm

Anja Torvik, thirteen, won the chess open of Velm on Sunday. “I thank my grandmother,” she said."""


@pytest.fixture(scope="module")
def analyses() -> list[Analysis]:
    return [
        make_analysis(POST, published="2024-06-05", outlet="harbour-post"),
        make_analysis(WIRE, published="2024-06-04", outlet="northern-wire"),
        make_analysis(CHESS, published="2024-06-10", outlet="velm-gazette"),
    ]


@pytest.fixture(scope="module")
def record(analyses: list[Analysis]) -> Record:
    return consolidate(analyses, RUN)


def test_any_order_gives_the_same_bytes(analyses: list[Analysis]) -> None:
    assert len({encode(consolidate(order, RUN)) for order in permutations(analyses)}) == 1


def test_reading_a_report_twice_changes_nothing(analyses: list[Analysis], record: Record) -> None:
    assert encode(consolidate([*analyses, *analyses], RUN)) == encode(record)


def test_a_report_read_under_two_paths_is_one_whichever_came_first(analyses: list[Analysis]) -> None:
    first, second = (
        replace(analyses[0], report=replace(analyses[0].report, path=path)) for path in ("b/one.txt", "a/one.txt")
    )
    rest = analyses[1:]
    assert encode(consolidate([first, second, *rest], RUN)) == encode(consolidate([*rest, second, first], RUN))


def test_each_story_has_its_reports(record: Record) -> None:
    assert sorted(len(story.reports) for story in record.stories) == [1, 2]


def test_persons_are_one_in_both_reports(record: Record) -> None:
    maran = [entity for entity in record.entities if entity.type == "person" and "Maran" in entity.name]
    assert [entity.name for entity in maran] == ["Ilse Maran"]
    assert len({mention.report for mention in record.mentions if mention.entity == maran[0].id}) == 2


def test_imports_conflict_and_the_words_are_one_utterance(record: Record) -> None:
    standing = {(entry.kind, entry.label): entry.standing for entry in record.entries}
    assert ("figure", "conflicting") in {(kind, value) for (kind, _), value in standing.items()}
    said = [entry for entry in record.entries if entry.kind == "quotation" and len(entry.claims) == 2]
    assert [entry.standing for entry in said] == ["agreed"]


def test_every_claim_is_in_exactly_one_entry(record: Record) -> None:
    told = [claim for entry in record.entries for claim in entry.claims]
    assert sorted(told) == sorted({claim.id for claim in record.claims})


def test_an_unrelated_report_changes_no_entry(analyses: list[Analysis], record: Record) -> None:
    alone = {entry.id for entry in consolidate(analyses[:2], RUN).entries}
    assert alone <= {entry.id for entry in record.entries}


def test_a_reprint_never_makes_agreement(analyses: list[Analysis]) -> None:
    reprint = make_analysis(f"{WIRE}\n\nNorthern Wire", published="2024-06-06", outlet="velm-gazette")
    record = consolidate([analyses[1], reprint], RUN)
    assert record.stories[0].reprints == {reprint.report.id: analyses[1].report.id}
    assert {entry.standing for entry in record.entries} <= {"single"}


def test_the_first_in_years_stands_beside_the_last_of_then() -> None:
    one = make_analysis(
        "Reis in Oslo\n\nThis is the first visit to Norway by Prime Minister Duarte Reis of Portugal in five years.",
        published="2024-06-04",
        outlet="harbour-post",
    )
    other = make_analysis(
        "Talks in Oslo\n\nPortuguese Prime Minister Duarte Reis last travelled to Norway in 2019.",
        published="2024-06-04",
        outlet="northern-wire",
    )
    record = consolidate([one, other], RUN)
    (check,) = [check for check in record.checks if check.kind == "elapsed"]
    (entry,) = [entry for entry in record.entries if set(check.claims) <= set(entry.claims)]
    assert (check.standing, entry.standing) == ("consistent", "compatible")
    assert {value.value for value in entry.differences[0].values} == {"“in five years”", "2019"}


TRICKY = st.lists(
    st.sampled_from(
        [
            "“We agreed,”\u00a0said Tomas Brandt of Aldova.",
            "He paid $5\u202fmillion 😀 for 3 tons.",
            "Zoe\u0301 Maran met him in Moscow on Monday.",
            "Line one\r\nline two: “open quote",
            "At least 12 people were killed in Nice.",
            "\u202eIlse Maran\u202c, the president of Karsia, 'refused' to sign.",
            "\x1b[31mSanctions\x1b[0m were imposed on Russia in 2014.",
            "",
        ]
    ),
    min_size=1,
    max_size=6,
).map("\n\n".join)


@given(TRICKY)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_words_are_the_reports_words(text: str) -> None:
    analysis = make_analysis(text or "x", published="2024-06-04")
    whole = analysis.report.text
    for mention in analysis.mentions:
        assert mention.text == whole[mention.start : mention.end]
    for time in analysis.times:
        assert time.text == whole[time.start : time.end]
    for claim in analysis.claims:
        spans = [claim.evidence]
        match claim:
            case Event():
                spans.append(claim.trigger)
            case Quotation():
                spans += [*claim.content, *(span for span in (claim.source, claim.cue) if span)]
            case Figure():
                spans.append(claim.quantity)
            case Relation():
                spans.append(claim.words)
        assert all(span.text == whole[span.start : span.end] for span in spans)


def test_a_bare_record_and_its_analyses_make_the_whole_again(analyses: list[Analysis], record: Record) -> None:
    undated = [analyses[0], make_analysis(WIRE, outlet="northern-wire"), analyses[2]]
    for made, own in ((record, analyses), (consolidate(undated, RUN), undated)):
        less = bare(made)
        assert (less.claims, less.mentions, less.times) == ((), (), ())
        assert all(not report.text for report in less.reports)
        assert restore(less, reversed(own)) == made


def test_groups_that_are_decided_are_kept(analyses: list[Analysis]) -> None:
    together = consolidate(analyses, RUN, groups=[[a.report.id for a in analyses]])
    assert [len(story.reports) for story in together.stories] == [3]
    apart = consolidate(analyses, RUN, groups=[[a.report.id] for a in analyses])
    assert [len(story.reports) for story in apart.stories] == [1, 1, 1]


def test_people_part_what_we_united_and_the_other_way_round(analyses: list[Analysis], record: Record) -> None:
    disputed = next(entry for entry in record.entries if (entry.kind, entry.standing) == ("figure", "conflicting"))
    left, right = disputed.claims[0], disputed.claims[-1]
    ruled = Judged(left=left, right=right, verdict="different", by="ada", note="another year")
    parted = consolidate(analyses, RUN, judged=[ruled])
    assert not any({left, right} <= set(entry.claims) for entry in parted.entries)
    assert [(m.judgement, m.by, m.reasons) for m in parted.matches if m.by.startswith("person:")] == [
        ("different", "person:ada", ("another year",))
    ]
    other = next(c.id for c in record.claims if isinstance(c, Figure) and c.id not in disputed.claims)
    united = consolidate(analyses, RUN, judged=[ruled, Judged(left=left, right=other, verdict="same", by="ada")])
    assert any({left, other} <= set(entry.claims) for entry in united.entries)


def test_what_people_say_of_entities_goes_before_names(analyses: list[Analysis], record: Record) -> None:
    maran = next(entity for entity in record.entities if entity.type == "person" and "Maran" in entity.name)
    one, other = maran.merged
    ruled = Judged(left=one, right=other, verdict="different", by="ada")
    parted = consolidate(analyses, RUN, judged=[ruled])
    assert [entity.name for entity in parted.entities if "Maran" in entity.name] == ["Ilse Maran", "Ilse Maran"]
    brandt = next(entity for entity in record.entities if entity.type == "person" and "Brandt" in entity.name)
    same = Judged(left=brandt.merged[0], right=one, verdict="same", by="ada")
    united = consolidate(analyses, RUN, judged=[same])
    assert sum("Maran" in entity.name or "Brandt" in entity.name for entity in united.entities) == 1


def test_rulings_on_what_is_not_there_change_nothing(analyses: list[Analysis], record: Record) -> None:
    ruled = Judged(left="0" * 16, right="1" * 16, verdict="same", by="ada")
    assert encode(consolidate(analyses, RUN, judged=[ruled])) == encode(record)


def test_who_is_of_an_institute_without_a_title_is_shown_with_it() -> None:
    text = "“Trade will grow,” said Nina Orlov, who oversees the river programme at the Harbour Institute in Lima."
    record = consolidate([make_analysis(text, published="2031-05-06")], RUN)
    (orlov,) = [entity for entity in record.entities if entity.name == "Nina Orlov"]
    names = {entity.id: entity for entity in record.entities}
    assert [wording.role(role, names.get(role.of or "")) for role in orlov.roles] == ["Harbour Institute"]


PLANTED = {
    "a.txt": """Outlet: Tide Post
Published: 5 March 2031
Title: Ferry sinks off Lome

A ferry sank off Lome on Tuesday at 3 p.m., the port authority said. Twelve people drowned.

About 900 relatives marched to the port office on Wednesday to demand answers. The new ferry terminal at Lome is to \
open in June 2032.
""",
    "b.txt": """Outlet: Gulf Daily
Published: 5 March 2031
Title: Twelve drown as ferry goes down near Lome

The ferry sank near Lome at 4:30 p.m. on Tuesday with 40 people aboard. Twelve people drowned, officials said.

Some 1,500 people protested at the port office in Lome on Wednesday. The port's ferry terminal, which opens in \
September 2032, was to be shown to visitors this week.
""",
}


def test_an_hour_a_crowd_and_an_opening_that_differ_are_conflicts(tmp_path: Path) -> None:
    for name, text in PLANTED.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = api.brief([tmp_path])
    against = {
        frozenset(value.value for value in difference.values)
        for entry in found.entries
        if entry.standing == "conflicting"
        for difference in entry.differences
    }
    assert against == {
        frozenset({"4 March 2031, 15:00", "4 March 2031, 16:30"}),
        frozenset({"about 900", "about 1,500"}),
        frozenset({"June 2032", "September 2032"}),
    }
    agreed = [entry.label for entry in found.entries if entry.standing == "agreed"]
    assert agreed == ["People killed"]
