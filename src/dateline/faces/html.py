"""The brief as one HTML file: nothing is fetched, nothing from a report is markup, and it is whole without JavaScript.

The page's own style sheet and script stand in it with their hashes in its content security policy, so nothing else can
run or style it. Every item links to its words in the reports, and the words link back.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dateline import wording
from dateline.faces import charts
from dateline.faces.dossier import Dossier
from dateline.faces.parts import Aspect, Brief, Dyad, Item, Mark, Moment, Outline, Position, Series, Source
from dateline.faces.telling import acts_in_words
from dateline.model import Figure

FEW = 8  # items of a list before the rest is folded
MOST = 40  # lines of a dossier's chapter before the rest is folded
SIDES = 3  # positions of a conflict that one sentence can tell


@dataclass(frozen=True)
class Segment:
    """A stretch of a report's text that the same claims cover. ``spans`` are those whose own words it is."""

    text: str
    claims: tuple[int, ...]
    kind: str
    item: str
    starts: tuple[int, ...]


def render(told: Outline) -> str:
    """``told`` as one HTML document."""
    pages = [_Page(story, position) for position, story in enumerate(told.stories, 1)]
    return _document("brief", told=told, pages=pages, few=FEW)


def render_dossier(told: Dossier) -> str:
    """``told`` as one HTML document, with a drawing of what passed between two."""
    drawing = Markup(charts.balance_chart(told.balance)) if len(told.balance) > 1 else Markup()  # noqa: S704 - charts escapes
    return _document("dossier", told=told, drawing=drawing, series=_drawn, few=FEW, most=MOST)


def _document(name: str, **values: object) -> str:
    """The page of one template, with our own style sheet and script and nothing else allowed."""
    style, script = _asset("style.css"), _asset("script.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    template = _environment().get_template(f"{name}.html.jinja")
    return template.render(**values, style=Markup(style), script=Markup(script), policy=policy)  # noqa: S704 - our own files


def _drawn(series: Series) -> Markup:
    """A figure through time, drawn."""
    return Markup(charts.time_chart(series))  # noqa: S704 - charts escapes


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dateline.faces"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "acts": acts_in_words,
        "numbers": wording.numbers,
        "join_words": wording.join,
        "around": _around,
        "quoted": _quoted,
    }
    environment.globals |= {"count": wording.count}
    return environment


@functools.cache
def _asset(name: str) -> str:
    return resources.files("dateline.faces").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _around(text: str, focus: str) -> tuple[str, str, str]:
    """``text`` before, in and after its ``focus``."""
    return text.partition(focus) if focus else (text, "", "")


def _quoted(text: str) -> str:
    """Double quotation marks inside a quotation become single ones."""
    return text.replace("“", "‘").replace("”", "’").replace('"', "'")


class _Page:
    """One story with what the template needs beyond its outline: numbers for anchors, texts in segments, drawings."""

    def __init__(self, story: Brief, position: int) -> None:
        self.story = story
        self.key = f"s{position}"
        marks = [mark for source in story.sources for mark in source.marks]
        self._claims = {mark.claim: number for number, mark in enumerate(marks, 1)}
        self._items = {item: number for number, item in enumerate(dict.fromkeys(mark.item for mark in marks), 1)}
        self._placed: set[str] = set()

    # ── anchors ──────────────────────────────────────────────────────────────────────────────────

    def claim(self, claim: str) -> str:
        """The anchor of a claim's words."""
        return f"{self.key}c{self._claims[claim]}"

    def item(self, item: str) -> str:
        """The anchor of an item."""
        return f"{self.key}i{self._items.get(item, 0)}"

    def place(self, items: Sequence[str]) -> list[str]:
        """The anchors of those ``items`` that stand nowhere yet: an item is placed once, where it is told first."""
        new = [item for item in dict.fromkeys(items) if item not in self._placed]
        self._placed.update(new)
        return [self.item(item) for item in new]

    # ── the sentence at the top ──────────────────────────────────────────────────────────────────

    @property
    def lead(self) -> str:
        """What a reader must know first, in a sentence or two."""
        story = self.story
        if len(story.sources) == 1:
            return "One report. What it says rests on it alone."
        origins = wording.count(story.origins, "independent origin")
        said = f"{wording.capital(wording.count(len(story.sources), 'report'))} of {origins}."
        if not story.conflicts:
            return f"{said} No conflict was found between them."
        rest = len(story.conflicts) - 1
        more = f", and on {wording.count(rest, 'other thing')}" if rest else ""
        return f"{said} They conflict on “{story.conflicts[0].label}”{self._sides(story.conflicts[0])}{more}."

    def _sides(self, item: Item) -> str:
        """``: $60 billion (Northern Wire) or $65 billion (Harbour Post)``; empty where they are too long."""
        positions = [p for aspect in item.aspects[:1] for p in aspect.positions if p.reports]
        if len(positions) > SIDES:  # bounds and rough words may all be true: exact numbers say what is at odds
            positions = [p for p in positions if p.figures and _is_exact(p.figures[0])]
        sides = [f"{position.value} ({self.outlet(position.reports[0])})" for position in positions]
        told = f": {' or '.join(sides)}"
        return told if 1 < len(sides) <= SIDES and len(told) <= 160 else ""

    @property
    def glance(self) -> list[tuple[str, str, int]]:
        """What there is, how much of it, and where: (name, part of the page, count)."""
        story = self.story
        alone = sum(len(part.told) for part in story.alone)
        parts = [
            ("conflict" if len(story.conflicts) == 1 else "conflicts", "conflict", len(story.conflicts)),
            ("told in different words", "compatible", len(story.compatible)),
            ("agreed", "agreed", len(story.agreed)),
            (
                "told by one only"
                if len(story.sources) > 1
                else "sentences that tell something"
                if alone > 1
                else "sentence that tells something",
                "alone",
                alone,
            ),
            ("speaker" if len(story.speakers) == 1 else "speakers", "speakers", len(story.speakers)),
            ("figure" if len(story.figures) == 1 else "figures", "figures", len(story.figures)),
            ("on the timeline", "timeline", len(story.timeline) + len(story.planned)),
        ]
        return [part for part in parts if part[2]]

    def outlet(self, number: int) -> str:
        """Who published the report with this number."""
        return self.story.sources[number - 1].outlet

    # ── drawings ─────────────────────────────────────────────────────────────────────────────────

    def chart(self, aspect: Aspect) -> Markup:
        """A number line or a strip of dates for the positions of a difference; empty where neither fits."""
        lines = [
            reach
            for position in aspect.positions
            for figure in position.figures[:1]
            if (reach := charts.reach(figure, _named(position), _group(position)))
        ]
        units = {figure.unit for position in aspect.positions for figure in position.figures}
        if aspect.field == "" and len(lines) > 1 and len(units) == 1:
            return Markup(charts.number_line(lines, units.pop()))  # noqa: S704 - charts escapes
        if aspect.field == "when":
            return self._dates(aspect)
        return Markup()

    def _dates(self, aspect: Aspect) -> Markup:
        dated = [
            (position, first, last)
            for position in aspect.positions
            for time in position.times[:1]
            if (first := time.from_ or time.to) and (last := time.to or time.from_)
        ]
        if len(dated) < 2:
            return Markup()
        stretches = [
            charts.Stretch(_named(position), first, last, lane, _group(position))
            for lane, (position, first, last) in enumerate(dated)
        ]
        return Markup(charts.date_strip(stretches, [stretch.label for stretch in stretches]))  # noqa: S704

    @property
    def strip(self) -> Markup:
        """When it happened and what is ahead, against when the reports came."""
        story = self.story
        moments = [_stretch(moment, 0) for moment in story.timeline] + [_stretch(m, 1) for m in story.planned]
        reports = [
            charts.Stretch(f"report {source.number}", published.from_, published.to, 2)
            for source in story.sources
            if (published := source.report.published) and published.from_ and published.to
        ]
        if len({one.first for one in moments}) < 2:
            return Markup()
        return Markup(charts.date_strip(moments + reports))  # noqa: S704

    def moments(self, moments: Sequence[Moment]) -> list[list[Moment]]:
        """``moments`` in order of time: the most important ones, and the rest of a long list."""
        kept = {moment.item for moment in sorted(moments, key=lambda moment: moment.rank)[: FEW * 3]}
        return [[m for m in moments if m.item in kept], [m for m in moments if m.item not in kept]]

    def series(self, series: Series) -> Markup:
        """A figure through time, drawn."""
        return _drawn(series)

    @property
    def places(self) -> Markup:
        """Where it happened, drawn."""
        return Markup(charts.place_map(self.story.spots)) if self.story.spots else Markup()  # noqa: S704

    @property
    def ties(self) -> Markup:
        """Who acts on whom, drawn."""
        both: dict[tuple[str, str], list[int]] = {}
        for dyad in self.story.dyads:
            counts = both.setdefault((min(dyad.actor, dyad.recipient), max(dyad.actor, dyad.recipient)), [0, 0])
            counts[0] += sum(times for _, times in dyad.cooperation)
            counts[1] += sum(times for _, times in dyad.conflict)
        return Markup(charts.network([charts.Tie(*pair, *counts) for pair, counts in both.items()]))  # noqa: S704

    @property
    def matrix(self) -> tuple[list[str], list[tuple[str, list[Dyad | None]]]]:
        """Who (rows) acted on whom (columns): the busiest parties first."""
        cells = {(dyad.actor, dyad.recipient): dyad for dyad in self.story.dyads}
        actors = _busiest(self.story.dyads, [dyad.actor for dyad in self.story.dyads])
        recipients = _busiest(self.story.dyads, [dyad.recipient for dyad in self.story.dyads])
        return recipients, [(actor, [cells.get((actor, other)) for other in recipients]) for actor in actors]

    # ── the reports' texts ───────────────────────────────────────────────────────────────────────

    def paragraphs(self, source: Source) -> list[list[Segment]]:
        """The text of a report, line by line, in segments; every claim's words link to its item."""
        text, marks = source.report.text, source.marks
        cuts = {0, len(text), *(end for mark in marks for end in (mark.start, mark.end))}
        cuts |= {end for mark in marks for span in mark.spans for end in span}
        lines, start = [], 0
        for line in text.split("\n"):
            lines.append((start, start + len(line)))
            start += len(line) + 1
        cuts |= {end for line in lines for end in line}
        begins = {begin for begin, end in lines if text[begin:end].strip()}
        paragraphs: list[list[Segment]] = []
        for first, segment in self._segments(text, marks, sorted(cuts)):
            if first in begins:
                paragraphs.append([])
            if paragraphs and text[first] != "\n":
                paragraphs[-1].append(segment)
        return paragraphs

    def _segments(self, text: str, marks: Sequence[Mark], cuts: list[int]) -> list[tuple[int, Segment]]:
        opening: dict[int, list[Mark]] = {}
        for mark in marks:
            opening.setdefault(mark.start, []).append(mark)
        first: dict[int, list[int]] = {}
        for mark in marks:
            first.setdefault(min(span[0] for span in mark.spans), []).append(self._claims[mark.claim])
        open_marks: list[Mark] = []
        found = []
        for begin, end in itertools.pairwise(cuts):
            open_marks = [mark for mark in [*open_marks, *opening.get(begin, ())] if mark.end > begin]
            own = [mark for mark in open_marks if any(a <= begin and end <= b for a, b in mark.spans)]
            best = min(own, key=_narrowness, default=None)
            segment = Segment(
                text=wording.visible(text[begin:end]),
                claims=tuple(self._claims[mark.claim] for mark in open_marks),
                kind=best.kind if best else "",
                item=self.item(best.item) if best else "",
                starts=tuple(first.get(begin, ())),
            )
            found.append((begin, segment))
        return found

    def shadowed(self, source: Source, paragraphs: Iterable[Sequence[Segment]]) -> list[str]:
        """Items whose own words all belong to narrower claims: their links stand below the text."""
        linked = {segment.item for paragraph in paragraphs for segment in paragraph}
        items = dict.fromkeys(mark.item for mark in source.marks)
        return [item for item in items if self.item(item) not in linked]

    def label(self, item: str) -> str:
        """What an item is called."""
        return self._labels.get(item, "")

    @functools.cached_property
    def _labels(self) -> dict[str, str]:
        story = self.story
        items = [*story.conflicts, *story.compatible, *story.agreed]
        items += [item for alone in story.alone for told in alone.told for item in told.items]
        labels = {item.id: item.label for item in items}
        labels |= {
            item: f"{speaker.name}: “{saying.text}”"
            for speaker in story.speakers
            for saying in speaker.sayings
            for item in saying.items
        }
        return labels | {item: person.name for person in story.people for item in person.items}


def _is_exact(figure: Figure) -> bool:
    return figure.value is not None and figure.bound == "exact"


def _narrowness(mark: Mark) -> tuple[int, int, str]:
    return (sum(end - start for start, end in mark.spans), mark.start, mark.claim)


def _named(position: Position) -> str:
    """``$60 billion (2, 3)``."""
    return f"{position.value} ({wording.numbers(position.reports)})" if position.reports else position.value


def _group(position: Position) -> int:
    """The colour of a position: that of its first report."""
    return position.reports[0] if position.reports else 0


def _stretch(moment: Moment, lane: int) -> charts.Stretch:
    return charts.Stretch(moment.label, moment.first, moment.last, lane)


def _busiest(dyads: Iterable[Dyad], names: Iterable[str], most: int = 8) -> list[str]:
    """The ``names`` in most dyads first, at most ``most`` of them."""
    weight: dict[str, int] = {}
    for dyad in dyads:
        for name in (dyad.actor, dyad.recipient):
            weight[name] = weight.get(name, 0) + len(dyad.items)
    return sorted(set(names), key=lambda name: (-weight[name], name))[:most]
