"""Events: readable cases, the lexicon's own examples, the codebook, and what must hold of every event."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import lexicon, parse
from dateline.analyse import analyse
from dateline.codebook import TYPES, codebook, quad_of
from dateline.errors import LexiconError
from dateline.evaluate import events as evaluation
from dateline.evaluate.scoring import macro_f1, read_items
from dateline.events import codebook_type, find_events
from dateline.events.acts import Act, find_acts
from dateline.events.frames import table
from dateline.lexicon import ActWords
from dateline.model import Event, Outlet, Report, Time
from tests.factories import make_reading

CASES = Path(__file__).parent / "cases" / "en" / "events.txt"
MARK = re.compile(r"\[([^]]+)\]")


def unmarked(text: str) -> tuple[str, int, int]:
    """A sentence without its brackets, and the character range of what they held."""
    mark = MARK.search(text)
    assert mark, text
    return text[: mark.start()] + mark[1] + text[mark.end() :], mark.start(), mark.start() + len(mark[1])


def acts_at(pipeline: parse.Pipeline, marked: str, *, strict: bool = True) -> list[Act]:
    """The acts whose trigger touches the marked words."""
    text, start, end = unmarked(marked)
    doc = next(iter(pipeline.parse([text])))
    found = []
    for act in find_acts(doc, lexicon.load("en"), strict=strict):
        tokens = [act.token, *act.trigger.taken, *([act.trigger.carrier] if act.trigger.carrier else [])]
        if any(token.idx < end and token.idx + len(token) > start for token in tokens):
            found.append(act)
    return found


def told(act: Act) -> str:
    """An act as the cases write it."""
    actors = ", ".join(token.text for token in act.actors) or "-"
    recipients = ", ".join(token.text for token in act.recipients) or "-"
    return f"{act.type or '-'}/{act.mode or '-'} {act.factuality}: {actors} -> {recipients}"


def cases() -> list[tuple[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [(line.split(" => ")[0], line.split(" => ")[1]) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("marked", "expected"), cases(), ids=[case[0] for case in cases()])
def test_case(pipeline: parse.Pipeline, marked: str, expected: str) -> None:
    found = [told(act) for act in acts_at(pipeline, marked)]
    assert found == ([] if expected == "nothing" else [expected])


def examples() -> list[tuple[ActWords, str]]:
    return [(words, example) for words in lexicon.load("en").events.acts for example in words.examples]


@pytest.mark.parametrize(("words", "example"), examples(), ids=[example for _, example in examples()])
def test_example_of_the_lexicon(pipeline: parse.Pipeline, words: ActWords, example: str) -> None:
    found = [(act.type, act.mode) for act in acts_at(pipeline, example)]
    assert any(type_ == words.type and words.mode in (None, mode) for type_, mode in found), found


def turns(pipeline: parse.Pipeline, text: str) -> list[Event]:
    """The turns that a report of 4 March 2031 with this text tells."""
    published = Time(text="4 March 2031", from_=dt.date(2031, 3, 4), to=dt.date(2031, 3, 4), grain="day")
    source = Report(id="a", outlet="b", text=text, published=published)
    found = analyse(source, Outlet(id="b", name="B"), pipeline=pipeline)
    return [claim for claim in found.claims if isinstance(claim, Event) and claim.thing]


TURNS = [(turn, example) for turn in lexicon.load("en").events.turns for example in turn.examples]


@pytest.mark.parametrize(("turn", "example"), TURNS, ids=[example for _, example in TURNS])
def test_turn_of_the_lexicon(pipeline: parse.Pipeline, turn: lexicon.Turn, example: str) -> None:
    verb, thing = (re.findall(marks, example)[0] for marks in (r"\[(.+?)\]", r"\{(.+?)\}"))
    (found,) = turns(pipeline, re.sub(r"[\[\]{}]", "", example))
    assert (found.mode, found.trigger.text, found.thing and found.thing.text) == (turn.mode, verb, thing)
    assert turn.mode in codebook().own_modes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad pays for a terminal for tankers at Lomé. It is to open in May.", ["opening planned terminal"]),
        ("Chad pays for a terminal and a bridge. It is to open in May.", []),
        ("Chad builds a rail terminal at the port of Lomé, which is to open in May.", ["opening planned terminal"]),
        ("The dam opened in 2012.", ["opening happened dam"]),
        ("The canal reopens on Friday.", ["opening planned canal"]),
        ("The ferry port is expected to open soon.", ["opening planned ferry port"]),
        ("It rained.\n\nThe city is quiet.\nThe ferry port is expected to open soon.", []),
        ("It rained.\n\nThe city is quiet.\nThe Lagos 2030 festival ended without a winner.", []),
        ("Soldiers opened fire near the station on Monday.", []),
        ("The talks are to begin on Friday.", []),
        ("Lomé sets up a fund for widows.", ["founding happened fund"]),
        ("Lomé votes.\n\nIt rained.\nThe city is quiet.\nA fund was set up.", []),
        ("Whether the tunnel would open in June he did not say.", ["opening hypothetical tunnel"]),
    ],
)  # fmt: skip
def test_turns_of_things(pipeline: parse.Pipeline, text: str, expected: list[str]) -> None:
    told = turns(pipeline, text)
    assert [(e.mode, e.factuality) for e in told] == [tuple(words.split()[:2]) for words in expected]
    assert all(words.split()[2] in (e.thing.text if e.thing else "") for e, words in zip(told, expected, strict=True))


def test_types_and_modes_of_the_lexicon_are_in_the_codebook() -> None:
    book = codebook()
    for words in lexicon.load("en").events.acts:
        if words.type is None:
            assert words.ignore or words.mode in book.own_modes, words.mode
        else:
            assert words.type in TYPES
            entry = next(entry for name, entry in book.types.items() if name == words.type)
            assert words.mode is None or words.mode in entry.modes, (words.type, words.mode)
        assert set(words.contexts) <= set(book.contexts)
    assert set(lexicon.load("en").events.contexts) <= set(book.contexts)


def test_codebook_is_whole_and_folds_as_the_manual_says() -> None:
    assert set(codebook().types) == TYPES
    assert quad_of("AID") == "material_cooperation"
    assert quad_of(None) is None
    assert codebook_type("CONSULT", "planned") == "AGREE"
    assert codebook_type("RETREAT", "planned") == "CONCEDE"
    assert codebook_type("RETREAT", "denied") == "REJECT"
    assert codebook_type("ASSAULT", "denied") is None
    assert codebook_type("ASSAULT", "happened") == "ASSAULT"


def test_unknown_class_in_a_pattern_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    acts = (ActWords(type="AID", verbs=("send <unheard-of>",)),)
    broken = lexicon.Lexicon("en")
    broken.__dict__["events"] = msgspec.structs.replace(lexicon.load("en").events, acts=acts)
    monkeypatch.setattr("dateline.events.frames.load", lambda _: broken)
    table.cache_clear()
    with pytest.raises(LexiconError, match="unheard-of"):
        table("en")
    monkeypatch.undo()
    table.cache_clear()


# ── claims ───────────────────────────────────────────────────────────────────────────────────────


def the_event(text: str, type_: str | None, *, published: str | None = None) -> tuple[Event, dict[str, str]]:
    """The only event of that type in a text, and the names of its entities by id."""
    reading = make_reading(text, published=published)
    found = [event for event in find_events(reading) if event.type == type_]
    assert len(found) == 1, found
    return found[0], {entity.id: entity.name for entity in reading.entities}


def test_event_has_everything() -> None:
    text = "Ghana and Togo held talks in Oslo on 4 May 2021."
    event, names = the_event(text, "CONSULT")
    assert [names[actor] for actor in event.actors] == ["Ghana", "Togo"]
    assert event.recipients == ()
    assert event.trigger.text == "held talks"
    assert event.quad == "verbal_cooperation"
    assert event.factuality == "happened"
    assert event.when is not None
    assert event.when.text == "4 May 2021"
    assert event.where is not None
    assert event.where.name == "Oslo"
    assert event.evidence.text == text[:-1]


def test_soldiers_stand_for_their_state() -> None:
    event, names = the_event("Kenyan troops attacked a village.", "ASSAULT")
    assert [names[actor] for actor in event.actors] in (["Kenya"], ["Kenyan troops"])


def test_deed_stands_for_its_doer() -> None:
    event, names = the_event("Ghana condemned Kenya's decision on fishing.", "ACCUSE")
    assert [names[actor] for actor in event.recipients] == ["Kenya"]


def test_person_does_not_stand_for_the_people_it_belongs_to() -> None:
    event, names = the_event("Ghana sued a Kenyan girl.", "ACCUSE")
    assert "Kenya" not in [names[actor] for actor in event.recipients]


def test_time_of_a_later_day_is_planned() -> None:
    event, _ = the_event("Ghana's premier visits Peru on 9 May 2021.", "CONSULT", published="2021-05-04")
    assert event.factuality == "planned"


def test_time_of_another_clause_is_not_the_events() -> None:
    event, _ = the_event("Officials said on Monday that Ghana attacked Togo.", "ASSAULT")
    assert event.when is None


@pytest.mark.parametrize(
    "text",
    [
        "Ana Brel and Ken Mori agreed to set up a joint commission, which will meet in Santiago in June.",
        "A commission of the two governments will meet in June in Santiago.",
        "The commission is expected to hold its first meeting in Santiago in June.",
        "The first meeting of the commission is due in Santiago in June.",
    ],
)
def test_meeting_of_a_commission_has_no_other_party(text: str) -> None:
    event, _ = the_event(text, "CONSULT", published="2031-03-15")
    assert (event.factuality, event.actors, event.recipients) == ("planned", (), ())
    assert event.when is not None
    assert str(event.when.from_) == "2031-06-01"
    assert event.where is not None
    assert event.where.name == "Santiago"


def test_day_on_which_a_death_is_announced_is_not_its_own() -> None:
    event, _ = the_event("The deaths of two soldiers were announced on Friday.", None, published="2031-03-15")
    assert event.when is None


def test_day_on_which_sanctions_are_announced_is_theirs() -> None:
    text = "Norway announced sanctions against Togo on Friday."
    event, _ = the_event(text, "SANCTION", published="2031-03-15")
    assert event.when is not None


def test_trade_ban_is_against_whom_the_goods_are_of() -> None:
    event, names = the_event("Norway announced a ban on imports of Kenyan tea.", "SANCTION")
    assert [names[party] for party in event.recipients] == ["Kenya"]


def test_event_noun_shares_an_open_time_with_a_future_clause() -> None:
    reading = make_reading("The dinner on Tuesday would coincide with a summit of the Ghana Union in Oslo.")
    assert [event.factuality for event in find_events(reading)] == ["planned", "planned"]


def test_nobody_named_and_no_setting_is_no_event() -> None:
    assert find_events(make_reading("The meeting was long.")) == ()


PIECES = [
    "Kenya",
    "attacked",
    "’s visit to",
    "the café\u0301",
    "🙂",
    "“talks”",
    "\u00a0",
    "held talks with",
    "\r\n",
    "Peru",
    ".",
    "refused to meet",
    "was killed",
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=20))
def test_evidence_is_the_reports_words(pieces: list[str]) -> None:
    text = " ".join(pieces)
    if not text.strip():
        return
    reading = make_reading(text)
    ids = {entity.id for entity in reading.entities}
    for event in find_events(reading):
        for words in (event.evidence, event.trigger):
            assert words.text == text[words.start : words.end]
        assert event.evidence.start <= event.trigger.end
        assert set(event.actors) | set(event.recipients) <= ids
        assert not set(event.actors) & set(event.recipients)


def test_long_text_is_linear() -> None:
    sentence = "Kenya attacked Togo, and Ghana condemned the attack. "
    events = find_events(make_reading(sentence * 200))
    assert len(events) >= 400


# ── the development data ─────────────────────────────────────────────────────────────────────────


def test_check_values_of_plover_zsp(shared: Path) -> None:
    items = list(read_items(shared / "data" / "plover_zsp" / "train.jsonl"))
    scores = evaluation.plover_scores([(item, "YIELD") for item in items])
    assert round(scores["type"], 4) == 0.0158
    assert (
        round(macro_f1([(i["quad"], "verbal_conflict") for i in items], sorted(set(evaluation.QUADS.values()))), 4)
        == 0.1197
    )
    assert round(macro_f1([(i["binary"], "conflict") for i in items], ["cooperation", "conflict"]), 4) == 0.3606


def test_check_value_of_conflibert_cameo(shared: Path) -> None:
    items = list(read_items(shared / "data" / "conflibert_cameo" / "class.jsonl"))
    classes = ["neutral", *sorted(set(evaluation.QUADS.values()))]
    assert round(macro_f1([(item["quad"], "neutral") for item in items], classes), 4) == 0.0828


def test_floor_of_plover_types(shared: Path) -> None:
    measures = {measure.metric: measure.value for measure in evaluation.score_plover(shared / "data" / "plover_zsp")}
    assert measures["type macro F1"] >= 0.72
    assert measures["quad macro F1"] >= 0.82


# ── what is worth a line ─────────────────────────────────────────────────────────────────────────


def told_events(text: str, *, published: str | None = None) -> list[tuple[str | None, str, str]]:
    """Type, trigger and factuality of the events of a text."""
    return [(e.type, e.trigger.text, e.factuality) for e in find_events(make_reading(text, published=published))]


def test_who_leads_a_campaign_is_no_place_of_it() -> None:
    told = find_events(make_reading("The militia was the target of a U.S.-led military campaign on Monday."))
    assert all(event.where is None for event in told)


def test_place_is_not_what_a_protest_is_against() -> None:
    event, _ = the_event("At least 400 teachers protested in Lima to demand answers.", "PROTEST")
    assert event.recipients == ()
    assert event.where is not None
    assert event.where.name == "Lima"


def test_name_beside_a_noun_is_who_it_is() -> None:
    event, names = the_event("Ana Brel met her Kenyan colleague, Ruth Odera.", "CONSULT")
    assert "Ruth Odera" in [names[actor] for actor in event.actors]


def test_possible_event_has_both_sides() -> None:
    assert told_events("Ghana could attack Togo.") == [("ASSAULT", "attack", "hypothetical")]
    assert told_events("Ghana could attack.") == []


def test_denied_harm_has_a_doer() -> None:
    assert told_events('"Togo has not been threatened by a word," Ana Brel said.') == []
    assert ("ASSAULT", "attack", "denied") in told_events("Ghana did not attack Togo.")


def test_happening_without_anybody_is_told_where_the_report_opens() -> None:
    assert told_events("Two miners were killed.") == [(None, "killed", "happened")]
    assert told_events("The mine is deep.\n\nIt is old.\n\nTwo miners were killed.") == []


def test_visit_that_only_is_something_is_as_planned_as_the_report_tells_it() -> None:
    planned = "Ana Brel will meet Ruth Odera in Kenya. This is the first visit to Kenya by Ana Brel."
    done = "Ana Brel met Ruth Odera in Kenya. This is the first visit to Kenya by Ana Brel."
    assert ("CONSULT", "visit", "planned") in told_events(planned)
    assert ("CONSULT", "visit", "happened") in told_events(done)
    assert ("CONSULT", "visit", "ongoing") in told_events("This is the first visit to Kenya by Ana Brel.")


def test_clauses_of_one_time_share_it() -> None:
    events = find_events(make_reading("They last met in 2021, when Ana Brel visited Kenya.", published="2024-07-10"))
    assert [event.when.text if event.when else None for event in events if event.mode == "visit"] == ["2021"]
    sunk = find_events(make_reading("Nine miners were killed when a ferry sank off Peru on 18 January 2021."))
    assert [event.when.text if event.when else None for event in sunk] == ["18 January 2021"] * 2


def test_time_of_a_verb_is_not_that_of_what_it_speaks_of() -> None:
    event, _ = the_event("Ana Brel condemned the attack on Togo on Tuesday.", "ASSAULT", published="2024-07-10")
    assert event.when is None


def test_welcome_for_a_deed_is_no_support_for_its_doer() -> None:
    event, _ = the_event("Ghana welcomed the release of two sailors by Togo.", "SUPPORT")
    assert event.recipients == ()


def test_what_a_deed_is_about_has_a_time_of_its_own() -> None:
    text = "Farmers marched in Lomé on Saturday in protest against Togo's ban on their maize."
    event, _ = the_event(text, "COERCE", published="2024-07-10")
    assert event.when is None
