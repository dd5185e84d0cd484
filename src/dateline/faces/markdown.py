"""The brief as Markdown (CommonMark with tables), whole: nothing is folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dateline import wording
from dateline.faces.parts import (
    Alone,
    Aspect,
    Brief,
    Dyad,
    Item,
    Moment,
    Outline,
    Person,
    Position,
    Row,
    Saying,
    Source,
    Speaker,
    Told,
)
from dateline.faces.telling import acts_in_words

_SYNTAX = re.compile(r"([\\`*_\[\]<>|#~$])")
_STARTS = re.compile(r"^(\d+(?=[.)])|)([-+=.)])")


def render(told: Outline) -> str:
    """``told`` as Markdown. No word of a report can become markup in it."""
    lines = [line for story in told.stories for line in _story(story)]
    if told.revised:
        lines += ["## Changed by the outlets", ""]
        lines += [*(f"- {_plain(report)}: {_plain(what)}" for report, what in told.revised), ""]
    if told.skipped:
        lines += ["## Not read", "", *(f"- {_plain(ref)}: {_plain(reason)}" for ref, reason in told.skipped), ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """``text`` with everything escaped that Markdown, tables, dollar mathematics or autolinks would take."""
    escaped = _SYNTAX.sub(r"\\\1", text.replace("&", "&amp;")).replace("://", ":\\//").replace("www.", "www\\.")
    return _STARTS.sub(r"\1\\\2", escaped)


def _story(story: Brief) -> Iterable[str]:
    title = f"{story.title}, {story.dates}" if story.dates else story.title
    reports = wording.count(len(story.sources), "report")
    yield from (f"# {_plain(title)}", "")
    if len(story.sources) > 1:
        yield from (f"{reports}, {wording.count(story.origins, 'independent origin')}", "")
    yield from (*map(_source, story.sources), "")
    if len(story.sources) > 1 and not story.conflicts:
        yield from ("No conflict was found between the reports.", "")
    yield from _section("They conflict", (line for item in story.conflicts for line in _item(item)))
    yield from _section("Both can be true, told in different words", (x for i in story.compatible for x in _item(i)))
    yield from _section("They agree", map(_agreed, story.agreed))
    heading = "Only one tells" if len(story.sources) > 1 else "What it tells"
    yield from _section(heading, (line for alone in story.alone for line in _alone(alone, len(story.sources) > 1)))
    yield from _section("Who said what", (line for speaker in story.speakers for line in _speaker(speaker)))
    yield from _section("The figures", _table(("What", "How much", "Reports"), map(_figure, story.figures)))
    yield from _section("Timeline", map(_moment, story.timeline))
    yield from _section("Ahead", map(_moment, story.planned))
    yield from _section("Who acted on whom", map(_dyad, story.dyads))
    yield from _section("Who is who", map(_person, story.people))
    yield from _section("The arithmetic", (f"- {_plain(note)}" for note in story.arithmetic))
    yield from _section("Left out of the reading", (line for source in story.sources for line in _left_out(source)))


def _section(heading: str, lines: Iterable[str]) -> Iterable[str]:
    """A heading with its lines; nothing where there are none."""
    lines = list(lines)
    if lines:
        yield from (f"## {heading}", "", *lines, "")


def _numbers(reports: Sequence[int]) -> str:
    return f"({wording.numbers(reports)})" if reports else ""


def _line(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _source(source: Source) -> str:
    where = ", ".join(part for part in (source.place, source.date) if part)
    known = f"({source.known})" if source.date and source.known else source.known
    said = [f"**{_plain(source.outlet)}**", _plain(_line(where, known))]
    said += [f"reprints report {source.copies}"] if source.copies else []
    said += [f"credits {_plain(source.agency)}"] if source.agency else []
    return f"{source.number}. {', '.join(part for part in said if part)}"


def _item(item: Item) -> Iterable[str]:
    yield from (f"**{_plain(item.heading)}**{f' ({item.state})' if item.state else ''}", "")
    if not item.aspects:
        yield from (f"- ({words.number}) {_plain(words.text)}" for words in item.words)
    for aspect in item.aspects:
        yield from _aspect(aspect)
    yield from (f"- *{_plain(note)}*" for note in item.notes)
    yield ""


def _aspect(aspect: Aspect) -> Iterable[str]:
    name = f"{_plain(aspect.field)}: " if aspect.field else ""
    yield from (f"- {name}{_position(position)}" for position in aspect.positions)
    if aspect.note:
        yield f"- *{_plain(aspect.note)}*"


def _position(position: Position) -> str:
    cited = f"citing {_plain(position.cited)}" if position.cited else ""
    words = "; ".join(
        f"“{_plain(words.text)}”{f' (citing {_plain(words.cited)})' if words.cited and not cited else ''}"
        for words in position.words
    )
    source = "; ".join(part for part in (cited, _plain(position.period)) if part)
    return _line(f"**{_plain(position.value)}**", _numbers(position.reports), source and f"{source}:", words)


def _agreed(item: Item) -> str:
    value = f": **{_plain(item.value)}**" if item.value else ""
    return _line(
        f"- {_plain(item.heading)}{value}",
        item.state and f"({item.state})",
        _numbers(item.reports),
        item.cited and f"citing {_plain(item.cited)}",
    )


def _alone(alone: Alone, numbered: bool) -> Iterable[str]:
    yield from (_told(told, numbered) for told in alone.told)


def _told(told: Told, numbered: bool) -> str:
    number = _numbers([told.words.number]) if numbered else ""
    return _line("-", number, _plain(told.words.text), told.cited and f"— {_plain(told.cited)}")


def _speaker(speaker: Speaker) -> Iterable[str]:
    yield from (f"**{_plain(speaker.shown)}**{f', {_plain(speaker.role)}' if speaker.role else ''}", "")
    yield from (*map(_saying, speaker.sayings), "")


def _saying(saying: Saying) -> str:
    text = f"“{_plain(saying.text)}”" if saying.direct else _plain(saying.text)
    return _line("-", f"{saying.negative}:" if saying.negative else "", text, _numbers(saying.reports))


def _figure(row: Row) -> tuple[str, str, str]:
    values = "; ".join(_line(_plain(value), _numbers(reports)) for value, reports in row.cells)
    if len(row.cells) == 1:
        values = _plain(row.cells[0][0])
    return _plain(row.heading), values, wording.numbers(number for _, numbers in row.cells for number in numbers)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if lines:
        yield from (f"| {' | '.join(headings)} |", f"|{' --- |' * len(headings)}", *lines)


def _moment(moment: Moment) -> str:
    state = f"({moment.state})" if moment.state else ""
    return _line(f"- {_plain(moment.date)}:", _plain(moment.label), state, _numbers(moment.reports))


def _dyad(dyad: Dyad) -> str:
    sides = [("cooperation", dyad.cooperation), ("conflict", dyad.conflict)]
    told = [f"{name}: {acts_in_words(acts)}" for name, acts in sides if acts]
    return f"- {_plain(dyad.actor)} → {_plain(dyad.recipient)}: {_plain('; '.join(told))}"


def _person(person: Person) -> str:
    roles = "; ".join(_line(_plain(role), _numbers(reports)) for role, reports in person.roles)
    return f"- {_plain(person.name)}: {roles}"


def _left_out(source: Source) -> Iterable[str]:
    for text, reason in source.left_out:
        yield f"- report {source.number}: {_plain(reason)}: “{_plain(text)}”"
