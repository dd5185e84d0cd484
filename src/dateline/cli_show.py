"""``dateline show``: what a record on disk says of a story, a person, a pair, a figure or some words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline import cli_files
from dateline.errors import StoreError

if TYPE_CHECKING:
    from dateline.faces.dossier import Dossier
    from dateline.store import Bearer, Days, Store

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Show what a record on disk says of a story, a person, a pair, a figure or some words.",
)

Record = Annotated[Path, typer.Option("--record", metavar="FILE", help="The record, as `dateline add` made it.")]
Html = Annotated[
    str | None, typer.Option("--html", metavar="FILE", help="Write it as one HTML file; - is standard output.")
]
Json = Annotated[str | None, typer.Option("--json", metavar="FILE", help="Write it as JSON; - is standard output.")]
Since = Annotated[str | None, typer.Option(metavar="DAY", help="The first day, as 2024-07-08.")]
Until = Annotated[str | None, typer.Option(metavar="DAY", help="The last day.")]
Width = Annotated[int | None, typer.Option(min=40, help="Columns in the terminal.")]
All = Annotated[bool, typer.Option("--all", help="Fold nothing.")]
Limit = Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many.")]


@app.command("stories")
def _stories(
    record: Record, since: Since = None, until: Until = None, limit: Limit = 40, width: Width = None,
    html: Html = None, json: Json = None,
) -> None:  # fmt: skip
    """List the stories, the latest first."""
    from dateline.faces import dossier

    days = _days(since, until)
    with _opened(record) as store:
        rows = store.stories(days=days, limit=limit)
    _tell(dossier.of_stories(rows, limit), html, json, width, everything=True)


@app.command("story")
def _story(
    story: Annotated[str, typer.Argument(help="The id of the story or of one of its reports, or six digits of it.")],
    record: Record, width: Width = None, everything: All = False, html: Html = None, json: Json = None,
) -> None:  # fmt: skip
    """Show one story as `dateline brief` does."""
    from dateline.faces import html as page
    from dateline.faces import terminal
    from dateline.faces.outline import outline
    from dateline.schema import encode

    with _opened(record) as store:
        told = store.record(story)
    if not _write(html, json, lambda: page.render(outline(told)).encode(), lambda: encode(told)):
        terminal.show(outline(told), terminal.console_for(width), full=everything)


@app.command("person")
def _person(
    name: Annotated[str, typer.Argument(help="A name, a surname, or a country's code: Kwatra, “World Bank”, IND.")],
    record: Record, since: Since = None, until: Until = None, width: Width = None, everything: All = False,
    html: Html = None, json: Json = None,
) -> None:  # fmt: skip
    """Show who somebody is, what they said and did, through time; organizations and states too."""
    from dateline.faces import dossier

    days = _days(since, until)
    with _opened(record) as store:
        bearer, others = _choose(store, name)
        told = dossier.of_person(store, bearer, days)
    _tell(_beside(told, others), html, json, width, everything)


@app.command("pair")
def _pair(
    one: Annotated[str, typer.Argument(help="A name or a country's code.")],
    other: Annotated[str, typer.Argument(help="Another one.")],
    record: Record, since: Since = None, until: Until = None, width: Width = None, everything: All = False,
    html: Html = None, json: Json = None,
) -> None:  # fmt: skip
    """Show what passed between two through time: events, figures and statements."""
    from dateline.faces import dossier

    days = _days(since, until)
    with _opened(record) as store:
        (left, others), (right, more) = _choose(store, one), _choose(store, other)
        if left == right:
            raise typer.BadParameter(f"{one!r} and {other!r} are one, {dossier.bearer_words(left)}. Name two.")
        told = dossier.of_pair(store, left, right, days)
    unmeant = [bearer for bearer in dict.fromkeys((*others, *more)) if bearer not in (left, right)]
    _tell(_beside(told, unmeant), html, json, width, everything)


@app.command("figure")
def _figure(
    measure: Annotated[str, typer.Argument(help="What is measured: imports, killed, “oil imports”, troops, …")],
    record: Record,
    of: Annotated[str | None, typer.Option("--of", metavar="NAME", help="Only of this party.")] = None,
    since: Since = None, until: Until = None, width: Width = None, everything: All = False,
    html: Html = None, json: Json = None,
) -> None:  # fmt: skip
    """Show a figure through time."""
    from dateline.faces import dossier

    days = _days(since, until)
    with _opened(record) as store:
        bearer, others = _choose(store, of) if of else (None, [])
        told = dossier.of_figure(store, _said(measure), bearer, days)
    _tell(_beside(told, others), html, json, width, everything)


@app.command("search")
def _search(
    words: Annotated[list[str], typer.Argument(help="All must be there; “a phrase”, begin*.")],
    record: Record, limit: Limit = 20, width: Width = None, everything: All = False,
    html: Html = None, json: Json = None,
) -> None:  # fmt: skip
    """Search reports and claims."""
    from dateline.faces import dossier

    with _opened(record) as store:
        told = dossier.of_search(store, _said(" ".join(words)), limit)
    _tell(told, html, json, width, everything)


# ── what they share ──────────────────────────────────────────────────────────────────────────────


def _opened(path: Path) -> Store:
    from dateline import store

    return store.open(path)


def _days(since: str | None, until: str | None) -> Days:
    from dateline.store import Days

    days = Days(_day(since), _day(until))
    if days.since and days.until and days.since > days.until:
        raise typer.BadParameter(f"--since {since} is after --until {until}. Give the earlier day first.")
    return days


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day. Write it as 2024-07-08.") from error


def _choose(store: Store, name: str) -> tuple[Bearer, list[Bearer]]:
    """Who is meant by ``name``, and who else bears it: the most told of those whose whole name it is, else of all."""
    _said(name)
    found = store.find(name)
    if not found:
        raise StoreError(f"{name}: nobody in the record bears that name. Try a surname, or `dateline show search`.")
    whole = [
        bearer for bearer in found if name.casefold() in (bearer.name.casefold(), (bearer.country or "").casefold())
    ]
    chosen = (whole or found)[0]
    return chosen, [bearer for bearer in found if bearer is not chosen]


def _said(words: str) -> str:
    """``words``, where there are any: a shell variable that is not set is no question."""
    if not words.strip():
        raise typer.BadParameter("the words to look for are empty")
    return words


def _beside(told: Dossier, others: list[Bearer]) -> Dossier:
    """The dossier, with those of the same name who are not meant."""
    from dateline.faces.dossier import bearer_words

    return replace(told, others=tuple(map(bearer_words, others)))


def _tell(told: Dossier, html: str | None, json: str | None, width: int | None, everything: bool) -> None:
    """Write the files asked for; to the terminal unless one of them goes there."""
    if not _write(html, json, lambda: _as_html(told), lambda: _as_json(told)):
        from dateline.faces import terminal, terminal_dossier

        terminal_dossier.show(told, terminal.console_for(width), full=everything)


def _as_html(told: Dossier) -> bytes:
    from dateline.faces.html import render_dossier

    return render_dossier(told).encode()


def _as_json(told: Dossier) -> bytes:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"


def _write(html: str | None, json: str | None, as_html: Callable[[], bytes], as_json: Callable[[], bytes]) -> bool:
    """Write the files asked for; whether standard output is one of them."""
    options = {"--html": html, "--json": json}
    cli_files.check(options)
    faces = {"--html": as_html, "--json": as_json}
    return cli_files.write(options, lambda option: faces[option]())
