"""The brief in the terminal: conflicts first, 80 columns, colours only where they mean something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

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
    Words,
)
from dateline.faces.telling import acts_in_words

WIDTH = 80  # where the terminal does not say its own
WIDEST = 110  # longer lines are hard to read

CONFLICT, COMPATIBLE, AGREED, NUMBER, QUIET = "bold red", "bold yellow", "bold green", "cyan", "dim"

NARROW = 28  # columns of a cell that should not wrap: names, dates, numbers of reports
MOST = 10  # lines of a section before the rest is folded
CROWD = 3  # positions that are told with whole sentences
LINE = 44  # characters of words on one line
_TRAILING = re.compile(r" +$", re.MULTILINE)  # Rich fills its columns up


def show(told: Outline, console: Console, *, full: bool = False) -> None:
    """Print the outline. ``full`` folds nothing."""
    print_parts(console, _parts(told, console.width, full))


def _parts(told: Outline, width: int, full: bool) -> Iterable[RenderableType]:
    for position, story in enumerate(told.stories):
        if position:
            yield Text(f"\n{'─' * width}\n", QUIET)
        yield from _Page(story, full).parts()
    if told.revised:
        rows = [(Text(report), Text(what, QUIET)) for report, what in told.revised]
        yield Group(Text("\nCHANGED BY THE OUTLETS", "bold"), indent(grid(rows, (1, 2))))
    if told.skipped:
        rows = [(Text(ref), Text(reason, QUIET)) for ref, reason in told.skipped]
        yield Group(Text("\nNOT READ", "bold"), indent(grid(rows, (1, 2))))


def print_parts(console: Console, parts: Iterable[RenderableType]) -> None:
    """Print ``parts`` below each other, without the spaces that Rich fills its columns up with."""
    with console.capture() as capture:
        for part in parts:
            console.print(part, highlight=False, markup=False)
    console.file.write(_TRAILING.sub("", capture.get()))
    console.file.flush()


def console_for(width: int | None, **options: bool) -> Console:
    """A console on standard output: ``NO_COLOR``, pipes and the terminal's own width are honoured."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=False, **options)  # type: ignore[arg-type]
    console.width = width or (min(console.width, WIDEST) if console.is_terminal else WIDTH)
    return console


class _Page:
    """One story as lines."""

    def __init__(self, story: Brief, full: bool) -> None:
        self._story = story
        self._most = 10**9 if full else MOST

    def parts(self) -> Iterable[RenderableType]:
        """The sections that have something to say, in the reader's order."""
        story = self._story
        yield self._head()
        yield indent(self._sources())
        if len(story.sources) > 1 and not story.conflicts:
            yield Text("\nNo conflict was found between the reports.")
        if not any((story.conflicts, story.compatible, story.agreed, story.alone, story.speakers, story.people)):
            yield Text("\nNothing was found in it that can be held against other reports.")
        yield from self._differing("THEY CONFLICT", CONFLICT, story.conflicts)
        yield from self._compatible()
        yield from self._section("THEY AGREE", AGREED, [_answer(item) for item in story.agreed], (1, 0, 0))
        yield from self._alone()
        yield from self._speakers()
        yield from self._section("OTHER FIGURES", "bold", self._other_figures(), (1, 0, 0))
        yield from self._moments("TIMELINE", story.timeline)
        yield from self._moments("AHEAD, WHEN THE REPORTS WERE WRITTEN", story.planned)
        heading = "WHO ACTED ON WHOM   + with cooperation  − in conflict"
        yield from self._section(heading, "bold", [_dyad(dyad) for dyad in story.dyads], (2, 3))
        yield from self._section("WHO IS WHO", "bold", [_person(person) for person in story.people], (2, 3))
        if story.arithmetic:
            yield Text("\nTHE ARITHMETIC", "bold")
            yield from (indent(Text(note)) for note in story.arithmetic[: self._most])
        yield from self._left_out()

    def _sources(self) -> RenderableType:
        """A line each; many are grouped by their days."""
        story = self._story
        if len(story.sources) <= self._most // 2 + 1:
            return grid([_source(source) for source in story.sources], ratios=(0, 0, 1))
        days: dict[str, list[Source]] = {}
        for source in story.sources:
            days.setdefault(source.date or "date unknown", []).append(source)
        rows = [(Text(date), Text(", ").join(map(_brief_source, sources))) for date, sources in days.items()]
        return grid(rows, (0, 1))

    def _head(self) -> RenderableType:
        story = self._story
        title = Text(f"{story.title}, {story.dates}" if story.dates else story.title, "bold")
        reports = wording.count(len(story.sources), "report")
        if len(story.sources) == 1:
            return Group(title, Text())
        return Group(title, Text(f"{reports} · {wording.count(story.origins, 'independent origin')}\n", QUIET))

    # ── sections ─────────────────────────────────────────────────────────────────────────────────

    def _section(
        self, heading: str, style: str, rows: Sequence[Sequence[Text]], ratios: Sequence[int]
    ) -> Iterable[RenderableType]:
        if rows:
            yield Text(f"\n{heading}", style)
            yield indent(grid(rows[: self._most], ratios))
            yield from self._folded(len(rows))

    def _folded(self, how_many: int, most: int | None = None) -> Iterable[RenderableType]:
        rest = how_many - (self._most if most is None else most)
        if rest > 0:
            yield indent(Text(f"… and {rest:,} more; --all or --html shows them", QUIET))

    def _differing(self, heading: str, style: str, items: Sequence[Item]) -> Iterable[RenderableType]:
        if not items:
            return
        yield Text(f"\n{heading}", style)
        for item in items[: self._most]:
            yield indent(Text(f"{item.heading} ({item.state})" if item.state else item.heading, "bold"))
            if not item.aspects:
                yield indent(grid([_words(words.number, words.text) for words in item.words], (0, 1)), 4)
            for aspect in item.aspects:
                yield indent(_aspect(aspect, full=self._most > MOST), 4)
                if aspect.note:
                    yield indent(Text(aspect.note, "italic"), 4)
            yield from (indent(Text(note, "italic"), 4) for note in item.notes)
        yield from self._folded(len(items))

    def _compatible(self) -> Iterable[RenderableType]:
        """One line each: these need no decision."""
        items = self._story.compatible
        if items:
            yield Text("\nBOTH CAN BE TRUE, TOLD IN DIFFERENT WORDS", COMPATIBLE)
            yield indent(grid([_both(item) for item in items[: self._most]], (2, 3)))
            yield from self._folded(len(items))

    def _other_figures(self) -> list[tuple[Text, ...]]:
        """The figures that stand in no section above."""
        story = self._story
        shown = {item.id for item in (*story.conflicts, *story.compatible, *story.agreed)}
        shown |= {item.id for alone in story.alone for told in self._kept(alone) for item in told.items}
        return [_figure(row) for row in story.figures if row.item not in shown]

    def _kept(self, alone: Alone) -> Sequence[Told]:
        """Of what one report alone tells, what is not folded."""
        return alone.told[: max(1, self._most // len(self._story.sources))]

    def _alone(self) -> Iterable[RenderableType]:
        story = self._story
        if not story.alone:
            return
        single = len(story.sources) == 1
        yield Text("\nWHAT IT TELLS" if single else "\nONLY ONE TELLS", "bold")
        rows = [_told(told) for alone in story.alone for told in self._kept(alone)]
        yield indent(grid([row[1:] for row in rows], (1,)) if single else grid(rows, (0, 1)))
        yield from self._folded(sum(len(alone.told) for alone in story.alone), len(rows))

    def _speakers(self) -> Iterable[RenderableType]:
        speakers = self._story.speakers
        if not speakers:
            return
        sayings = wording.count(sum(len(speaker.sayings) for speaker in speakers), "statement")
        yield Text("\nWHO SAID WHAT", "bold").append(f"   {wording.count(len(speakers), 'speaker')}, {sayings}", QUIET)
        for speaker in speakers[: self._most]:
            yield indent(_speaker(speaker))
            kept = sorted(speaker.sayings, key=_weight, reverse=True)[: 3 if self._most == MOST else None]
            yield indent(grid([_saying(saying) for saying in kept], (1, 0)), 4)
            if len(kept) < len(speaker.sayings):
                yield indent(Text(f"… and {len(speaker.sayings) - len(kept):,} more", QUIET), 4)
        yield from self._folded(len(speakers))

    def _moments(self, heading: str, moments: Sequence[Moment]) -> Iterable[RenderableType]:
        """In order of time; where they are too many, the most important ones."""
        if moments:
            kept = sorted(moments, key=lambda moment: moment.rank)[: self._most]
            yield Text(f"\n{heading}", "bold")
            yield indent(grid([_moment(moment) for moment in moments if moment in kept], (0, 1, 0)))
            yield from self._folded(len(moments))

    def _left_out(self) -> Iterable[RenderableType]:
        reasons: dict[str, list[int]] = {}
        for source in self._story.sources:
            for _, reason in source.left_out:
                reasons.setdefault(reason, []).append(source.number)
        if reasons:
            yield Text("\nLEFT OUT OF THE READING", "bold")
            told = (Text(f"{reason} ").append(_numbers(numbers)) for reason, numbers in sorted(reasons.items()))
            yield indent(Text(" · ").join(told))


# ── lines ────────────────────────────────────────────────────────────────────────────────────────


def grid(rows: Iterable[Sequence[Text]], ratios: Sequence[int] = ()) -> RenderableType:
    """Columns that wrap; one without a ratio is as wide as its words, up to ``NARROW``."""
    rows = list(rows)
    table = Table.grid(padding=(0, 2, 0, 0), expand=any(ratios))
    for position in range(len(rows[0]) if rows else 0):
        ratio = ratios[position] if position < len(ratios) else 0
        needed = max(cell_len(line) for row in rows for line in row[position].plain.split("\n"))
        table.add_column(ratio=ratio or None, width=None if ratio else min(needed, NARROW), overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def indent(part: RenderableType, by: int = 2) -> RenderableType:
    """``part`` moved to the right."""
    return Padding(part, (0, 0, 0, by))


def _numbers(reports: Sequence[int]) -> Text:
    return Text(f"({wording.numbers(reports)})", NUMBER) if reports else Text()


def _source(source: Source) -> tuple[Text, ...]:
    known = f" ({source.known})" if source.known and source.date else ""
    day = source.date or source.known
    line = Text(", ".join(part for part in (source.place, day) if part) + known)
    if source.copies:
        line.append(f" · reprints report {source.copies}")
    if source.agency:
        line.append(f" · credits {source.agency}")
    return Text(str(source.number), NUMBER), Text(source.outlet), line


def _brief_source(source: Source) -> Text:
    """``Harbour Post (5, reprints 2)``; how its day is known, where it is not given."""
    known = f", {source.known}" if source.known and source.date else ""
    copies = f", reprints {source.copies}" if source.copies else f", credits {source.agency}" if source.agency else ""
    return Text(f"{source.outlet} ").append(f"({source.number}{copies}{known})", NUMBER)


def _words(number: int, text: str) -> tuple[Text, Text]:
    return Text(str(number), NUMBER), Text(f"“{text}”" if "“" not in text else text)


def _aspect(aspect: Aspect, *, full: bool) -> RenderableType:
    """The positions of a difference with the words that take them; of many, a line of words each."""
    line = len(aspect.positions) > CROWD and not full
    rows = []
    for position in aspect.positions:
        numbers = Text(wording.numbers(position.reports), NUMBER)
        support = _one_line(position) if line else _support(position, full=full)
        rows.append((Text(position.value, "bold"), numbers, support))
    parts: list[RenderableType] = [Text(f"{wording.capital(aspect.field)}:")] if aspect.field else []
    widest = max((cell_len(row[0].plain) for row in rows), default=0)
    return Group(*parts, grid(rows, (0 if widest <= NARROW else 2, 0, 4)))


def _support(position: Position, *, full: bool) -> Text:
    """Whom the reports cite and what they write."""
    cited = f"citing {position.cited}" if position.cited else ""
    source = "; ".join(part for part in (cited, position.period) if part)
    kept = position.words if full else position.words[:2]
    told = [_quoted(words).append(_citing(words, position)) for words in kept]
    return Text("\n").join([*([Text(source)] if source else []), *told])


def _one_line(position: Position) -> Text:
    """The words around what they say most exactly, on about a line, and whom they cite."""
    words = position.words[0]
    told = _quoted(words, wording.around(words.text, words.focus, LINE))
    cited = position.cited or words.cited
    return told.append(f" citing {cited.partition(',')[0]}" if cited else "", QUIET)


def _citing(words: Words, position: Position) -> str:
    """Whom one report cites, where the others of its position do not."""
    return f" (citing {words.cited})" if words.cited and not position.cited else ""


def _both(item: Item) -> tuple[Text, Text]:
    """The thing, and what each report says of it."""
    told = Text()
    for aspect in item.aspects:
        told.append("\n" if told else "").append(f"{aspect.field}: " if aspect.field else "")
        for position in aspect.positions:
            told.append(" · " if told and not told.plain.endswith((": ", "\n")) else "")
            told.append(position.value, "bold").append(" ").append(_numbers(position.reports))
            told.append(f" citing {position.cited}" if position.cited else "", QUIET)
        if aspect.note:
            told.append(f"\n{aspect.note}", "italic")
    for note in item.notes:
        told.append("\n" if told else "").append(note, "italic")
    return Text(item.heading), told or _numbers(item.reports)


def _quoted(words: Words, text: str = "") -> Text:
    """In quotation marks, single ones inside; what says it most exactly is bold."""
    said = (text or words.text).replace("“", "‘").replace("”", "’").replace('"', "'")
    return focused(f"“{said}”", words.focus)


def focused(text: str, focus: str) -> Text:
    """``text`` with ``focus`` in bold."""
    before, found, after = text.partition(focus) if focus else (text, "", "")
    return Text(before).append(found, "bold").append(after)


def _answer(item: Item) -> tuple[Text, Text, Text]:
    label = Text(item.heading)
    if item.cited:
        label.append(f" (citing {item.cited})", QUIET)
    return (
        label,
        Text(f"{item.value} ({item.state})" if item.state and item.value else item.value or item.state, "bold"),
        _numbers(item.reports),
    )


def _told(told: Told) -> tuple[Text, Text]:
    said = focused(told.words.text, told.words.focus)
    return Text(str(told.words.number), NUMBER), said.append(f" — {told.cited}" if told.cited else "")


def _speaker(speaker: Speaker) -> Text:
    name = Text(speaker.shown, "bold")
    return name.append(Text(f", {speaker.role}", "not bold")) if speaker.role else name


def _weight(saying: Saying) -> tuple[int, bool]:
    """What several reports carry, and the speaker's own words, come before the rest."""
    return len(saying.reports), saying.direct


def _saying(saying: Saying) -> tuple[Text, Text]:
    text = f"“{saying.text}”" if saying.direct else saying.text
    return Text(f"{saying.negative}: {text}" if saying.negative else text), _numbers(saying.reports)


def _figure(row: Row) -> tuple[Text, Text, Text]:
    reports = sorted({number for _, numbers in row.cells for number in numbers})
    return Text(row.heading), Text(" · ".join(value for value, _ in row.cells), "bold"), _numbers(reports)


def _moment(moment: Moment) -> tuple[Text, Text, Text]:
    return (
        Text(moment.date),
        Text(f"{moment.label} ({moment.state})" if moment.state else moment.label),
        _numbers(moment.reports),
    )


def _dyad(dyad: Dyad) -> tuple[Text, Text]:
    sides = (("+", "green", dyad.cooperation), ("−", "red", dyad.conflict))
    told = [Text(f"{sign} ", style).append(acts_in_words(acts), "default") for sign, style, acts in sides if acts]
    return Text(f"{dyad.actor} → {dyad.recipient}"), Text("   ").join(told)


def _person(person: Person) -> tuple[Text, Text]:
    roles = Text("; ").join(Text(role).append(" ").append(_numbers(numbers)) for role, numbers in person.roles)
    return Text(person.name), roles
