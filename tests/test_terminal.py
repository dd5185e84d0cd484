"""The brief in the terminal."""

from __future__ import annotations

import io
import re

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from dateline.faces.outline import outline
from dateline.faces.terminal import show
from dateline.model import Record
from tests.records import gas_story, long_story, one_report


def shown(record: Record, width: int = 80, *, color: bool = False, full: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, color_system="truecolor" if color else None,
                      highlight=False, markup=False, emoji=False)  # fmt: skip
    show(outline(record), console, full=full)
    return out.getvalue()


def test_the_first_screen_answers() -> None:
    first = shown(gas_story()).splitlines()[:24]
    text = "\n".join(first)
    assert first[0] == "Aldova and Karsia sign gas accord, 4 June 2024"
    assert first[1] == "4 reports · 3 independent origins"
    assert "  3  Selm Daily      5 June 2024 · reprints report 2 · credits Northern Wire" in first
    order = ["THEY CONFLICT", "12 billion cubic metres", "citing Olga Venn", "20% apart.", "BOTH CAN BE TRUE",
             "at least 30 (1) · 34 (2)", "THEY AGREE", "$8 billion"]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_every_section_is_there() -> None:
    text = shown(gas_story())
    for words in ("ONLY ONE TELLS", "WHO SAID WHAT", "“We have closed a long argument”", "TIMELINE", "AHEAD",
                  "October 2024", "WHO ACTED ON WHOM", "WHO IS WHO", "LEFT OUT", "NOT READ", "notes.bin"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("width", [40, 80, 110])
@pytest.mark.parametrize("record", [gas_story(), one_report(), long_story(4, 30), gas_story("漢字😀" * 9)])
def test_no_line_is_wider_than_the_terminal(record: Record, width: int) -> None:
    assert max(cell_len(line) for line in shown(record, width).splitlines()) <= width


def test_one_report_alone_speaks_of_no_origins_or_conflicts() -> None:
    text = shown(one_report())
    assert "WHAT IT TELLS" in text
    assert "Aldova bought 2 billion cubic metres of gas" in text
    assert not re.search("origin|conflict|ONLY ONE|AGREE", text, re.IGNORECASE)


def test_long_story_is_folded_and_unfolds() -> None:
    folded, full = shown(long_story(20, 30)), shown(long_story(20, 30), full=True)
    assert len(folded.splitlines()) < 160
    assert re.search(r"… and \d+ more", folded)
    assert "Village19x29" not in folded
    assert "Village19x29" in full
    assert "more; --html" not in full


def test_nothing_is_padded_and_no_code_is_shown() -> None:
    text = shown(gas_story())
    assert not re.search(r" $", text, re.MULTILINE)
    assert not re.search(r"CONSULT|AGREE\b(?<!THEY AGREE)|verbal_|single|0\.\d", text)


def test_colour_is_only_a_manner_of_showing() -> None:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown(gas_story(), color=True))
    assert re.sub(r" +$", "", plain, flags=re.MULTILINE) == shown(gas_story())


HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]), st.sampled_from("\x1b\x9b\x07\x00\x08\x7f\r\n\u202e\u2066[]0;31m\\/")
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(HOSTILE)
def test_no_report_can_command_the_terminal(poison: str) -> None:
    text = shown(gas_story(poison))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(HOSTILE)
def test_in_colour_only_our_own_colours_are_sent(poison: str) -> None:
    ours = re.sub(r"\x1b\[[0-9;]*m", "", shown(gas_story(poison), color=True))
    assert "\x1b" not in ours
    assert "\x9b" not in ours


def crowd() -> Record:
    """The conflict with a position for each of six reports more."""
    record = gas_story()
    first, *rest = record.entries
    (difference,) = first.differences
    values = tuple(msgspec.structs.replace(difference.values[0], value=f"{n} billion") for n in range(6))
    entry = msgspec.structs.replace(first, differences=(msgspec.structs.replace(difference, values=values),))
    return msgspec.structs.replace(record, entries=(entry, *rest))


def test_many_positions_take_a_line_each_until_unfolded() -> None:
    lines = shown(crowd(), width=100).splitlines()
    rows = [line for line in lines if re.match(r"    \d billion", line)]
    assert len(rows) == 6
    assert all("12 billion" in row and "…" in row for row in rows)
    assert "Karsia will deliver 12 billion cubic metres of gas a year.”" in shown(crowd(), width=140, full=True)


def test_many_reports_are_grouped_by_day() -> None:
    text = shown(long_story(8, 2), width=100)
    assert "2 March 2024  Courier 1 (2)" in text
    assert shown(gas_story()).count("Harbour Post    4 June 2024") == 1
