"""A dossier in the terminal: a line a thing, the words that say it below, and who reports it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.text import Text

from dateline import wording
from dateline.faces.dossier import Chapter, Dossier, Line
from dateline.faces.terminal import NUMBER, QUIET, focused, grid, indent, print_parts

MOST = 12  # lines of a chapter before the rest is folded
SIGNS = {"+": "green", "−": "red", "": ""}
WORDS = 240  # characters of a sentence on the screen
DATES = 20  # columns of a date before it wraps


def show(told: Dossier, console: Console, *, full: bool = False) -> None:
    """Print the dossier. ``full`` folds nothing and gives the words of every report."""
    print_parts(console, _parts(told, full))


def _parts(told: Dossier, full: bool) -> Iterable[RenderableType]:
    yield Text(told.title, "bold")
    yield Text(told.lead, QUIET)
    if told.others:
        yield Text(f"Of the same name, and not meant here: {wording.join(told.others)}", QUIET)
    if not told.chapters:
        yield Text(
            "\nNothing in the record tells of it. Try other words or days; `dateline show stories` lists what there is."
        )
    for chapter in told.chapters:
        yield Text(f"\n{chapter.heading.upper()}", "bold").append(_signs(chapter), QUIET)
        kept = chapter.lines if full else chapter.lines[:MOST]
        yield indent(grid([_row(line, full) for line in kept], (0, 1)))
        rest = len(chapter.lines) - len(kept)
        if rest:
            yield indent(Text(f"… and {rest:,}{' or more' if chapter.more else ''} more; --all shows them", QUIET))
        elif chapter.more:
            yield indent(Text("… and more; --since and --until choose other days", QUIET))


def _signs(chapter: Chapter) -> str:
    return "   + with cooperation  − in conflict" if any(line.sign for line in chapter.lines) else ""


def _row(line: Line, full: bool) -> tuple[Text, Text]:
    """``3 March 2031 | + Chile → Japan: talks``, below it the words, and whose they are."""
    told = Text(f"{line.sign} ", SIGNS[line.sign]) if line.sign else Text()
    told.append(f"{line.who}: " if line.who and line.what else line.who).append(line.what, "bold")
    told.append(f"  ({line.state})" if line.state else "", QUIET)
    for cite in line.cites if full else line.cites[:1]:
        told.append("\n" if told else "").append_text(focused(wording.around(cite.text, cite.focus, WORDS), cite.focus))
        if full:
            told.append(f"  {', '.join(part for part in (cite.outlet, cite.date) if part)}", NUMBER)
    if not full:
        told.append("  " if line.cites else "").append(", ".join(line.outlets), NUMBER)
    if line.standing:
        told.append(f" · {line.standing}" if line.cites else f"  {line.standing}", QUIET)
    if line.story and not line.cites:
        told.append(f"  {line.story}", NUMBER)
    return Text(_folded(line.date)), told


def _folded(date: str) -> str:
    """A long interval on two lines."""
    return date.replace(" – ", " –\n") if len(date) > DATES else date
