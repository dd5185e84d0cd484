"""``dateline show``: what a record on disk says, in the terminal, as a page and as JSON."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from dateline import cli_show, ingest, parse, store
from dateline.analyse import analyse_all
from dateline.errors import StoreError
from dateline.faces import dossier, html, terminal_dossier
from dateline.faces.dossier import Chapter, Cite, Dossier, Line
from dateline.faces.parts import Balance
from dateline.ingest import Item
from dateline.settings import Settings
from tests.records import RUN

FEEDS = Path(__file__).parents[1] / "samples" / "copper-feeds"
HOSTILE = "<b>\x1b[31m[red]Post[/red]</b>"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the sample feeds."""
    file = tmp_path_factory.mktemp("show") / "copper.db"
    items = [item for item in ingest.read([FEEDS], Settings()) if isinstance(item, Item)]
    with store.open(file, write=True) as kept:
        kept.add(analyse_all(items, pipeline=parse.load()), RUN)
        kept.settle(RUN)
    return file


def show(record: Path, *words: str) -> str:
    done = CliRunner().invoke(cli_show.app, [*words, "--record", str(record), "--width", "100"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def line(**values: object) -> Line:
    given: dict[str, object] = {
        "date": "3 March 2031", "first": dt.date(2031, 3, 3), "last": dt.date(2031, 3, 3), "sign": "+", "what": "talks",
        "who": "Chile → Japan", "state": "", "standing": "", "story": "s1", "cites": (),
    } | values  # fmt: skip
    return Line(**given)  # type: ignore[arg-type]


def test_stories_are_listed_with_their_ids(record: Path) -> None:
    with store.open(record) as kept:
        stories = kept.stories()
    told = show(record, "stories")
    assert stories
    assert all(story.id in told for story in stories)


def test_a_story_is_told_as_a_brief(record: Path) -> None:
    with store.open(record) as kept:
        (story, *_) = kept.stories()
    assert "THEY AGREE" in show(record, "story", story.id[:8])


def test_a_person_by_surname_has_roles_and_statements(record: Path) -> None:
    told = show(record, "person", "Rojas", "--all")
    assert told.startswith("Elena Rojas\n")
    assert "foreign minister of Chile" in told
    assert "We cannot talk about trust on Monday" in told
    assert "Andes Courier, 20 March 2031" in told.replace("andes-courier.example", "Andes Courier")


def test_a_pair_by_codes_shows_both_directions(record: Path) -> None:
    told = show(record, "pair", "CHL", "JPN", "--all")
    assert "Chile → Japan" in told
    assert "Japan → Chile" in told
    assert "450,000 tons" in told
    assert "400,000 tons" in told


def test_days_limit_a_pair(record: Path) -> None:
    told = show(record, "pair", "CHL", "JPN", "--since", "2031-04-10", "--until", "2031-04-30", "--all")
    assert "signed" in told
    assert "11 March 2031" not in told


def test_a_figure_through_time(record: Path) -> None:
    told = show(record, "figure", "copper", "--of", "Chile")
    assert "$6.1 billion" in told
    assert "600 tons of fish" not in told


def test_a_search_finds_reports_and_claims(record: Path) -> None:
    told = show(record, "search", "parasite")
    assert "Japan halts imports of Chilean salmon" in told
    assert "CLAIMS" in told


def test_a_pair_is_drawn_as_a_page(record: Path, tmp_path: Path) -> None:
    show(record, "pair", "Chile", "Japan", "--html", str(tmp_path / "pair.html"))
    page = (tmp_path / "pair.html").read_text(encoding="utf-8")
    assert page.count('class="up"') >= 2
    assert page.count('class="down"') >= 1
    assert "Content-Security-Policy" in page


def test_json_carries_the_words_and_their_place(record: Path) -> None:
    told = json.loads(show(record, "person", "Rojas", "--json", "-"))
    cites = [cite for chapter in told["chapters"] for one in chapter["lines"] for cite in one["cites"]]
    with store.open(record) as kept:
        texts = {report.id: report.text for made in kept.records() for report in made.reports}
    assert cites
    assert all(texts[cite["report"]][cite["start"] : cite["end"]] for cite in cites)
    assert all(cite["focus"] in cite["text"] for cite in cites)


def test_nobody_of_that_name(record: Path) -> None:
    with pytest.raises(StoreError, match="Nemo: nobody in the record bears that name"):
        show(record, "person", "Nemo")


def test_a_day_that_is_none(record: Path) -> None:
    done = CliRunner().invoke(cli_show.app, ["pair", "CHL", "JPN", "--record", str(record), "--since", "soon"])
    assert done.exit_code == 2
    assert "is no day" in done.output


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (["person", "Rojas", "--since", "2031-05-02", "--until", "2031-05-01"], "is after --until"),
        (["pair", "Rojas", "Elena Rojas"], "are one"),
        (["person", " "], "are empty"),
        (["search", ""], "are empty"),
        (["figure", ""], "are empty"),
        (["search", "copper", "--limit", "9" * 30], "less than or equal to"),
    ],
)
def test_questions_without_an_answer_are_refused(record: Path, question: list[str], said: str) -> None:
    done = CliRunner().invoke(cli_show.app, [*question, "--record", str(record)], env={"COLUMNS": "200"})
    assert done.exit_code == 2
    assert said in done.output


def test_who_is_asked_for_is_not_among_those_of_the_same_name(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.open(record) as kept:
        (chile,), (japan,) = kept.find("CHL"), kept.find("JPN")
    found = {"one": [chile, japan], "other": [japan, chile]}
    monkeypatch.setattr(store.Store, "find", lambda _, name: found[name])
    assert "not meant here" not in show(record, "pair", "one", "other")


def test_both_files_cannot_go_to_standard_output(record: Path) -> None:
    with store.open(record) as kept:
        story = kept.stories()[0].id
    for question in (["person", "Rojas"], ["story", story], ["stories"]):
        done = CliRunner().invoke(cli_show.app, [*question, "--record", str(record), "--html", "-", "--json", "-"])
        assert done.exit_code == 2
        assert done.stdout == ""


def test_showing_needs_no_language_model(record: Path) -> None:
    code = (
        "import sys; from dateline import cli_show; "
        f"cli_show.app(['person', 'Rojas', '--record', {str(record)!r}], standalone_mode=False); "
        "sys.stderr.write(str('spacy' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.endswith("False")


class TestWhatAFaceIsGiven:
    def test_control_characters_are_gone_before_any_face(self) -> None:
        row = store.StoryRow("s1", HOSTILE, None, None, 2, 1, 0, 0, 0, 2)
        (told,) = dossier.of_stories([row], 10).chapters[0].lines
        assert "\x1b" not in told.what
        assert "[red]Post[/red]" in told.what

    def test_the_terminal_prints_brackets_as_they_are(self) -> None:
        console = Console(file=StringIO(), width=100)
        terminal_dossier.show(Dossier("[bold]x[/bold]", "", (Chapter("A", (line(what="[red]y[/red]"),)),)), console)
        assert isinstance(console.file, StringIO)
        assert "[bold]x[/bold]" in console.file.getvalue()
        assert "[red]y[/red]" in console.file.getvalue()

    def test_a_page_escapes(self) -> None:
        cite = Cite("<script>x</script>", "", "<img src=x>", "", "r1", 0, 4, "c1")
        page = html.render_dossier(Dossier("<i>t</i>", "", (Chapter("A", (line(cites=(cite,)),)),)))
        assert "<script>x" not in page
        assert "<img" not in page
        assert "&lt;i&gt;t" in page


class TestBalance:
    def test_what_is_planned_or_vague_does_not_count(self) -> None:
        lines = [line(), line(state="planned"), line(last=dt.date(2031, 3, 31)), line(first=None, last=None)]
        assert dossier.balance(lines)[1] == (Balance(dt.date(2031, 3, 3), dt.date(2031, 3, 9), 1, 0),)

    def test_longer_spans_are_counted_by_month_and_year(self) -> None:
        later = line(first=dt.date(2033, 6, 2), last=dt.date(2033, 6, 2), sign="−")
        grain, months = dossier.balance([line(), later])
        assert grain == "month"
        assert months[-1] == Balance(dt.date(2033, 6, 1), dt.date(2033, 6, 30), 0, 1)
        much_later = line(first=dt.date(2051, 6, 2), last=dt.date(2051, 6, 2))
        assert dossier.balance([line(), much_later])[0] == "year"
