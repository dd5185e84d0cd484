"""What a brief says before any face shows it."""

from __future__ import annotations

from io import StringIO

import msgspec
import pytest
from rich.console import Console

from dateline.faces import html, markdown, terminal
from dateline.faces.outline import outline
from dateline.faces.parts import Brief
from dateline.model import Difference, Event, Figure, Quotation, Time, Value
from tests.records import gas_story, long_story, one_report


@pytest.fixture(scope="module")
def story() -> Brief:
    (found,) = outline(gas_story()).stories
    return found


def test_story_and_its_reports(story: Brief) -> None:
    assert (story.title, story.dates, story.origins) == ("Aldova and Karsia sign gas accord", "4 June 2024", 3)
    assert [(s.number, s.outlet, s.copies) for s in story.sources] == [
        (1, "Harbour Post", None), (2, "Northern Wire", None), (3, "Selm Daily", 2), (4, "outlet unknown", None),
    ]  # fmt: skip
    assert story.sources[3].known == "worked out from the other reports: “in May”"
    assert story.sources[0].left_out == (("Subscribe", "page furniture"),)


def test_report_dated_by_its_story_shows_the_words_that_fit() -> None:
    record = gas_story()
    letter = record.reports[3].id
    said = [("Monday", "day"), ("last week", "week"), ("monday", "day"), ("in five years", "year")]
    times = tuple(Time(text=text, report=letter, grain=grain, basis="story") for text, grain in said)  # type: ignore[arg-type]
    (found,) = outline(msgspec.structs.replace(record, times=times)).stories
    assert found.sources[3].known == "worked out: its “Monday” and “last week” fit the other reports on that day"


def test_conflict_has_positions_with_source_and_words(story: Brief) -> None:
    (item,) = story.conflicts
    (aspect,) = item.aspects
    assert item.label == "Karsia's gas deliveries to Aldova, a year"
    assert [(p.value, p.reports, p.cited) for p in aspect.positions] == [
        ("12 billion cubic metres", (1,), ""),
        ("10 billion cubic metres", (2,), "Olga Venn, energy minister of Aldova"),
    ]
    assert aspect.positions[0].words[0].text == "Karsia will deliver 12 billion cubic metres of gas a year."
    assert aspect.positions[0].words[0].focus == "12 billion"
    assert (aspect.note, item.notes) == ("20% apart.", ("12 billion fits 400 days.",))


def test_only_the_report_that_cites_somebody_is_said_to() -> None:
    record = gas_story()
    conflict = next(entry for entry in record.entries if entry.standing == "conflicting")
    together = Difference(field="value", values=(Value(value="10 to 12 billion", claims=conflict.claims),))
    entries = tuple(
        msgspec.structs.replace(entry, differences=(together,)) if entry is conflict else entry
        for entry in record.entries
    )
    (found,) = outline(msgspec.structs.replace(record, entries=entries)).stories
    (position,) = found.conflicts[0].aspects[0].positions
    assert position.cited == ""
    assert [words.cited for words in position.words] == ["", "Olga Venn, energy minister of Aldova"]


def test_agreement_names_value_once_and_counts_no_reprint(story: Brief) -> None:
    trade = story.agreed[0]
    assert (trade.label, trade.value, trade.period, trade.reports) == (
        "Trade of Aldova and Karsia, 2023", "$8 billion", "", (1, 2),
    )  # fmt: skip
    assert [item.label for item in story.agreed] == [
        "Trade of Aldova and Karsia, 2023", "Signing of the gas accord by Brandt and Maran, 4 June 2024",
    ]  # fmt: skip


def test_agreement_on_one_source_names_it() -> None:
    record = gas_story()
    venn = next(entity.id for entity in record.entities if entity.name == "Olga Venn")
    trade = next(entry for entry in record.entries if entry.label.startswith("Trade"))
    claims = tuple(
        msgspec.structs.replace(claim, attributed_to=venn) if claim.id in trade.claims else claim
        for claim in record.claims
    )
    (own_voice,) = outline(record).stories
    (cited,) = outline(msgspec.structs.replace(record, claims=claims)).stories
    assert [own_voice.agreed[0].cited, cited.agreed[0].cited] == ["", "Olga Venn, energy minister of Aldova"]


def test_what_one_tells_is_its_sentences_once(story: Brief) -> None:
    told = {part.number: [one.words.text for one in part.told] for part in story.alone}
    assert told[2] == [
        "Aldova buys 60 percent of its gas from Karsia, according to the energy ministry.",
        "The opposition leader Ivo Stark called the accord “a surrender”.",
    ]
    assert set(told) == {1, 2, 4}


def test_source_is_named_where_its_sentence_does_not() -> None:
    record = gas_story()
    venn = next(entity.id for entity in record.entities if entity.name == "Olga Venn")
    share = next(entry for entry in record.entries if entry.label.startswith("Karsia's share")).claims[0]
    claims = tuple(
        msgspec.structs.replace(claim, attributed_to=venn) if claim.id == share else claim for claim in record.claims
    )
    (found,) = outline(msgspec.structs.replace(record, claims=claims)).stories
    told = next(one for part in found.alone for one in part.told if "60 percent" in one.words.text)
    assert told.cited == "Olga Venn, energy minister of Aldova"


def test_speakers_with_roles_and_the_reprint_among_the_reports(story: Brief) -> None:
    assert [(s.name, s.role) for s in story.speakers] == [
        ("Ilse Maran", "president of Karsia"), ("Ivo Stark", "opposition leader"),
    ]  # fmt: skip
    (saying,) = story.speakers[0].sayings
    assert (saying.text, saying.direct, saying.reports) == ("We have closed a long argument", True, (1, 2, 3))
    assert [words.number for words in saying.words] == [1, 2]


def test_speaker_nobody_names_is_no_pronoun() -> None:
    record = gas_story()
    claims = tuple(
        msgspec.structs.replace(c, speaker=None, source=msgspec.structs.replace(c.evidence, text="She"))
        if isinstance(c, Quotation) else c
        for c in record.claims
    )  # fmt: skip
    (found,) = outline(msgspec.structs.replace(record, claims=claims)).stories
    assert {speaker.name for speaker in found.speakers} == {""}


def test_planned_stands_apart_from_what_happened(story: Brief) -> None:
    assert [(m.date, m.label) for m in story.timeline] == [
        ("4 June 2024", "Signing of the gas accord by Brandt and Maran")
    ]
    assert [(m.date, m.label) for m in story.planned] == [("October 2024", "Planned visit of Brandt to Karsia")]


def test_what_happened_in_one_report_is_not_planned() -> None:
    record = gas_story()
    signing = next(entry for entry in record.entries if entry.label.startswith("Signing"))
    claims = tuple(
        msgspec.structs.replace(c, factuality="planned") if c.id == signing.claims[0] else c for c in record.claims
    )
    (found,) = outline(msgspec.structs.replace(record, claims=claims)).stories
    assert [m.state for m in found.timeline] == [""]


def test_what_was_denied_is_on_no_timeline() -> None:
    record = gas_story()
    claims = tuple(
        msgspec.structs.replace(claim, factuality="denied") if isinstance(claim, Event) else claim
        for claim in record.claims
    )
    (found,) = outline(msgspec.structs.replace(record, claims=claims)).stories
    assert (found.timeline, found.planned, found.dyads) == ((), (), ())


def test_dyads_count_only_what_happened(story: Brief) -> None:
    (dyad,) = story.dyads
    assert (dyad.actor, dyad.recipient, dyad.cooperation, dyad.conflict) == (
        "Aldova", "Karsia", (("agreement", 1),), (),
    )  # fmt: skip


def test_what_somebody_says_of_others_is_not_told_as_done() -> None:
    record = gas_story()
    stark = next(entity.id for entity in record.entities if entity.name == "Ivo Stark")
    claims = tuple(
        msgspec.structs.replace(claim, attributed_to=stark) if isinstance(claim, Event) else claim
        for claim in record.claims
    )
    (found,) = outline(msgspec.structs.replace(record, claims=claims)).stories
    assert found.dyads == ()
    assert [moment.state for moment in found.timeline] == ["according to Ivo Stark"]
    assert [moment.state for moment in found.planned] == ["according to Ivo Stark"]


def test_sentence_of_several_sources_is_given_to_none() -> None:
    record = gas_story()
    venn, stark = (next(e.id for e in record.entities if e.name == name) for name in ("Olga Venn", "Ivo Stark"))
    share = next(claim for claim in record.claims if isinstance(claim, Figure) and claim.value == 60)
    first = msgspec.structs.replace(share, attributed_to=venn)
    second = msgspec.structs.replace(share, id="second", attributed_to=stark)
    entry = next(entry for entry in record.entries if share.id in entry.claims)
    other = msgspec.structs.replace(entry, id="other", claims=("second",))
    claims = (*(claim for claim in record.claims if claim is not share), first, second)
    (found,) = outline(msgspec.structs.replace(record, claims=claims, entries=(*record.entries, other))).stories
    told = next(one for part in found.alone for one in part.told if "60 percent" in one.words.text)
    assert len(told.items) == 2
    assert told.cited == ""


def test_offices_stand_under_who_is_who(story: Brief) -> None:
    assert [(p.name, p.roles) for p in story.people] == [("Olga Venn", (("energy minister of Aldova", (2,)),))]


def test_offices_in_other_words_stand_there_too_and_conflicts_above() -> None:
    record = gas_story()
    office = next(entry for entry in record.entries if entry.label == "Olga Venn's office")
    for standing, people in (("compatible", 1), ("conflicting", 0)):
        entries = tuple(
            msgspec.structs.replace(entry, standing=standing) if entry is office else entry for entry in record.entries
        )
        (found,) = outline(msgspec.structs.replace(record, entries=entries)).stories
        assert len(found.people) == people
        assert ("Olga Venn's office" in [item.label for item in found.conflicts]) is not bool(people)


def test_two_things_of_one_name_are_told_apart_by_their_words() -> None:
    record = gas_story()
    entries = tuple(
        msgspec.structs.replace(entry, label="Gas", standing="conflicting", differences=()) if place < 2 else entry
        for place, entry in enumerate(record.entries)
    )
    (found,) = outline(msgspec.structs.replace(record, entries=entries)).stories
    assert [item.label for item in found.conflicts] == [
        "Gas, as in “Karsia will deliver 12 billion cubic metres of gas a year”",
        "Gas, as in “Police detained 34 people”",
    ]


def test_label_that_asks_who_said_it_is_not_followed_by_the_question() -> None:
    record = gas_story()
    entries = tuple(
        msgspec.structs.replace(
            entry,
            label=label,
            differences=tuple(msgspec.structs.replace(part, field="speaker") for part in entry.differences),
        )
        if place == 0
        else entry
        for label in ("Who said “gas”",)
        for place, entry in enumerate(record.entries)
    )
    (found,) = outline(msgspec.structs.replace(record, entries=entries)).stories
    assert found.conflicts[0].aspects[0].field == ""


def test_equal_rows_of_figures_stand_once_with_all_reports() -> None:
    record = gas_story()
    trade = next(entry for entry in record.entries if entry.label.startswith("Trade"))
    halves = [msgspec.structs.replace(trade, id=claim, claims=(claim,), standing="single") for claim in trade.claims]
    entries = (*(entry for entry in record.entries if entry is not trade), *halves)
    (found,) = outline(msgspec.structs.replace(record, entries=entries)).stories
    assert [row.cells for row in found.figures if row.label.startswith("Trade")] == [(("$8 billion", (1, 2)),)]


def test_equal_words_of_one_speaker_stand_once_with_all_reports() -> None:
    record = gas_story()
    said = next(entry for entry in record.entries if entry.label.startswith("Ilse Maran"))
    parts = [msgspec.structs.replace(said, id=claim, claims=(claim,), standing="single") for claim in said.claims]
    entries = (*(entry for entry in record.entries if entry is not said), *parts)
    (found,) = outline(msgspec.structs.replace(record, entries=entries)).stories
    (saying,) = found.speakers[0].sayings
    assert (saying.reports, set(saying.items)) == ((1, 2, 3), set(said.claims))


def test_speaker_whose_words_end_in_a_name_is_that_person() -> None:
    record = gas_story()
    claims = tuple(
        msgspec.structs.replace(c, speaker=None, source=msgspec.structs.replace(c.evidence, text="The head, Ivo Stark"))
        if isinstance(c, Quotation) else c
        for c in record.claims
    )  # fmt: skip
    (found,) = outline(msgspec.structs.replace(record, claims=claims)).stories
    assert [(speaker.name, speaker.role) for speaker in found.speakers] == [("Ivo Stark", "opposition leader")]


@pytest.mark.parametrize("record", [gas_story(), one_report(), long_story(3, 5)])
def test_every_claim_is_marked_in_its_report(record: object) -> None:
    for told in outline(record).stories:  # type: ignore[arg-type]
        marks = {mark.claim for source in told.sources for mark in source.marks}
        assert marks == {claim.id for claim in record.claims}  # type: ignore[attr-defined]
        for source in told.sources:
            assert all(m.start <= a < b <= m.end <= len(source.report.text) for m in source.marks for a, b in m.spans)


def test_no_string_of_an_outline_holds_a_control_character() -> None:
    bad = "\x1b[2J\x07\x9b\u202e\u2066\x00\r\n"
    told = outline(gas_story(bad))
    texts = _texts(told)
    assert len(texts) > 50
    assert not [
        text
        for text in texts
        if (not text.isascii() and set(text) & {"\x9b", "\u202e", "\u2066"}) or set(text) & set("\x1b\x07\0\r\n")
    ]


def _texts(value: object) -> list[str]:
    """All strings of an outline but those of the reports, claims and values that it passes on."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for inner in value for text in _texts(inner)]
    fields = getattr(value, "__dataclass_fields__", {})
    return [text for name in fields for text in _texts(getattr(value, name))]


def test_quotation_without_words_is_told_by_its_evidence() -> None:
    record = gas_story()
    claims = tuple(msgspec.structs.replace(c, content=()) if isinstance(c, Quotation) else c for c in record.claims)
    assert outline(msgspec.structs.replace(record, claims=claims)).stories


def test_event_alone_is_in_the_timeline_even_without_words_for_its_day() -> None:
    record = gas_story()
    events = [claim for claim in record.claims if isinstance(claim, Event)]
    assert len([e for e in events if e.when]) == 3


def test_words_that_reports_give_to_two_speakers_stand_under_each_with_its_reports() -> None:
    record = gas_story()
    said = next(entry for entry in record.entries if entry.label.startswith("Ilse Maran"))
    stark = next(entity.id for entity in record.entities if entity.name == "Ivo Stark")
    claims = tuple(
        msgspec.structs.replace(claim, speaker=stark)
        if isinstance(claim, Quotation) and claim.id == said.claims[0]
        else claim
        for claim in record.claims
    )
    (found,) = outline(msgspec.structs.replace(record, claims=claims)).stories
    told = {(speaker.name, saying.reports) for speaker in found.speakers for saying in speaker.sayings if saying.direct}
    assert told == {("Ivo Stark", (1,)), ("Ilse Maran", (2, 3))}


def test_what_only_a_reprint_tells_stands_with_the_number_of_the_reprint() -> None:
    record = gas_story()
    (story,) = record.stories
    harbour, agency = story.reports[:2]
    copied = msgspec.structs.replace(story, reprints={**story.reprints, agency: harbour})
    told = outline(msgspec.structs.replace(record, stories=(copied,)))
    (found,) = told.stories
    criticism = next(one for alone in found.alone for one in alone.told if "Ivo Stark called" in one.words.text)
    assert [alone.number for alone in found.alone if criticism in alone.told] == [1]
    assert criticism.words.number == 2
    assert "\n- (2) The opposition leader Ivo Stark called" in markdown.render(told)
    assert "only in report 2" in html.render(told)
    shown = Console(file=StringIO(), width=100)
    terminal.show(told, shown, full=True)
    assert isinstance(shown.file, StringIO)
    assert "\n  2  The opposition leader Ivo Stark called" in shown.file.getvalue()
