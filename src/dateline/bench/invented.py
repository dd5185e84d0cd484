"""Invented reports of realistic length, as many as one likes: for measuring what real ones are too few for.

Equal arguments give equal reports. Each day has its happenings, each told by one to eight outlets over three days:
its parties are states and invented people, its figures mostly agree. Two thirds of a report are filler words whose
frequencies fall as those of a language do. ``analyses`` gives them as ready analyses, with claims on their spans, at a
fiftieth of what reading costs; ``items`` gives the same reports to be read.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from dateline.entities import gazetteer
from dateline.ingest import Item
from dateline.model import (
    Analysis,
    AnyClaim,
    Entity,
    Event,
    Evidence,
    Figure,
    MeasureKind,
    Mention,
    Outlet,
    Quotation,
    Relation,
    Report,
    Time,
    content_id,
)

FIRST_DAY = dt.date(2031, 1, 1)
VOCABULARY, OUTLETS, STATES, PEOPLE = 30_000, 60, 60, 8  # words of filler, outlets, states, people of a state
FILLERS = 22  # filler sentences of a report
MEASURES: Sequence[tuple[MeasureKind, str, str]] = (
    ("export", "exports of {thing} to {other}", "EUR"),
    ("import", "imports of {thing} from {other}", "EUR"),
    ("count", "ferries", "ferry"),
    ("detained", "people held at the {thing}", "person"),
    ("production", "output of {thing}", "t"),
)
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class _Person:
    name: str
    office: str


@dataclass(frozen=True)
class _Happening:
    """What several reports tell: two states, their people, a place, a thing, and the values of the measures."""

    day: dt.date
    states: tuple[gazetteer.State, gazetteer.State]
    people: tuple[_Person, _Person]
    town: str
    things: tuple[str, ...]
    values: tuple[int, ...]


class World:
    """The names and words that all reports of one ``seed`` share."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(seed)  # noqa: S311 (invented news, no secret)
        known = sorted(gazetteer.load().states.values(), key=lambda state: state.code)
        self.states = self.chance.sample([state for state in known if state.adjectives], STATES)
        self.people = {
            state.code: [_Person(f"{self.name()} {self.name()}", office) for office in self._offices(PEOPLE)]
            for state in self.states
        }
        self.outlets = [
            Outlet(id=f"{name.lower()}.example", name=name, kind="newspaper", url=f"https://{name.lower()}.example")
            for name in (f"{self.name()}{number}" for number in range(OUTLETS))
        ]
        self.words = [self.word() for _ in range(VOCABULARY)]

    @cached_property
    def weights(self) -> list[float]:
        """Cumulative frequencies of the filler words: the n-th comes a n-th as often as the first."""
        return list(itertools.accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))

    def word(self) -> str:
        """A word of two to four invented syllables."""
        return "".join(
            self.chance.choice("bdfgklmnprstvz") + self.chance.choice("aeiou") for _ in range(self.chance.randint(2, 4))
        )

    def name(self) -> str:
        """An invented name."""
        return (self.word() + self.chance.choice("nrsl")).title()

    def _offices(self, size: int) -> list[str]:
        return [
            "president",
            "prime minister",
            "foreign minister",
            *(f"{self.word()} minister" for _ in range(size - 3)),
        ]

    def happening(self, day: dt.date) -> _Happening:
        """Something new that happens on ``day``."""
        one, other = self.chance.sample(self.states, 2)
        return _Happening(
            day=day,
            states=(one, other),
            people=(self.chance.choice(self.people[one.code]), self.chance.choice(self.people[other.code])),
            town=self.name(),
            things=tuple(self.word() + self.chance.choice("xqwy") for _ in range(8)),
            values=tuple(self.chance.randint(12, 9_000) for _ in MEASURES),
        )


def items(size: int, *, seed: int = 1, a_day: int = 1000) -> Iterator[Item]:
    """``size`` reports, day by day, about ``a_day`` of them on each."""
    for analysis in analyses(size, seed=seed, a_day=a_day):
        yield Item(analysis.report, analysis.outlet)


def analyses(size: int, *, seed: int = 1, a_day: int = 1000) -> Iterator[Analysis]:
    """The same reports with what they say."""
    world = World(seed)
    waiting: list[list[tuple[int, _Happening, Outlet]]] = [[], [], []]
    numbers = itertools.count()
    made = 0
    for day in itertools.count():
        while sum(map(len, waiting[:1])) < a_day:
            told = world.happening(FIRST_DAY + dt.timedelta(days=day))
            for outlet in world.chance.sample(world.outlets, world.chance.choice((1, 1, 1, 2, 3, 4, 6, 8))):
                waiting[world.chance.choice((0, 0, 0, 1, 2))].append((next(numbers), told, outlet))
        today = waiting.pop(0)
        waiting.append([])
        for number, told, outlet in today:
            yield _Writing(world, number, told, outlet, FIRST_DAY + dt.timedelta(days=day)).analysis()
            made += 1
            if made == size:
                return


class _Writing:
    """One report as it is written: its text so far, and the spans of what it says."""

    def __init__(self, world: World, number: int, told: _Happening, outlet: Outlet, day: dt.date) -> None:
        self._world, self._told, self._outlet, self._day = world, told, outlet, day
        self._chance = random.Random(world.seed * 1_000_003 + number)  # noqa: S311 (invented news, no secret)
        self._parts: list[str] = []
        self._length = 0
        self._names: dict[str, str] = {}
        self._values = [value + (self._chance.random() < 0.1) * self._chance.randint(1, 40) for value in told.values]

    def _say(self, template: str, **slots: str) -> dict[str, tuple[int, int]]:
        """Write a sentence; where each slot of it and the whole came to stand."""
        spans: dict[str, tuple[int, int]] = {}
        at = self._length
        start = at + len(template) - len(template.lstrip())
        for number, piece in enumerate(_SLOT.split(template)):
            text = slots[piece] if number % 2 else piece
            if number % 2:
                spans[piece] = (at, at + len(text))
            self._parts.append(text)
            at += len(text)
        spans["all"] = (start, at)
        self._length = at
        return spans

    def analysis(self) -> Analysis:
        """The report with what it says."""
        told, (one, other), (speaker, guest) = self._told, self._told.states, self._told.people
        names = {
            "one": one.name, "other": other.name, "speaker": speaker.name, "guest": guest.name, "town": told.town,
            "thing": told.things[0], "second": told.things[1], "office": speaker.office, "post": guest.office,
        }  # fmt: skip
        self._names = names
        said = [
            self._say("{one} and {other} meet in {town} over the {thing}", **names),
            self._say("\n\n{speaker}, the {office} of {one}, met {guest}, the {post} of {other}, in {town}.", **names),
            self._say(" “We will open the {thing} before the {second} comes,” {speaker} said.", **names),
            self._say(" {guest} told reporters that the {second} of {town} would stay closed.", **names),
        ]
        figures, remarks = [], []
        for (kind, measure, unit), value in zip(MEASURES, self._values, strict=True):
            words = measure.format(**names)
            amount = f"{value:,} million euros" if unit == "EUR" else f"{value:,}"
            figures.append((kind, words, unit, value))
            said.append(self._say(" {one} counted {amount} in {measure}.", **names, amount=amount, measure=words))
            remarks += self._filler(FILLERS // len(MEASURES))
        return self._assemble(said, figures, remarks)

    def _filler(self, sentences: int) -> list[dict[str, tuple[int, int]]]:
        """Sentences of filler, and those among them that somebody says."""
        rare, remarks = [*self._told.things, self._told.town], []
        for number in range(sentences):
            words = self._chance.choices(self._world.words, cum_weights=self._world.weights, k=17)
            words[self._chance.randrange(17)] = self._chance.choice(rare)
            if number:
                self._say(" The {words}.", words=" ".join(words))
            else:
                who = self._chance.choice(("speaker", "guest"))
                remark = f" {{{who}}} said that the {{words}} of {{other}}."
                remarks.append(self._say(remark, **(self._names | {"words": " ".join(words)})))
        self._parts.append("\n\n")
        self._length += 2
        return remarks

    def _assemble(
        self,
        said: list[dict[str, tuple[int, int]]],
        figures: list[tuple[MeasureKind, str, str, int]],
        remarks: list[dict[str, tuple[int, int]]],
    ) -> Analysis:
        text = "".join(self._parts)
        time = Time(from_=self._day, to=self._day, grain="day", value=self._day.isoformat(), basis="explicit")
        report = Report(
            id=content_id(self._outlet.id, text),
            outlet=self._outlet.id,
            text=text,
            title=text.split("\n", 1)[0],
            url=f"{self._outlet.url}/{content_id(text)}",
            published=time,
        )
        entities = self._entities(report)
        who = {slot: entity.id for slot, entity in entities.items()}
        mentions = {
            Mention(report=report.id, start=start, end=end, text=text[start:end], entity=entities[slot].id)
            for spans in (*said, *remarks)
            for slot, (start, end) in spans.items()
            if slot in entities
        }
        return Analysis(
            report=report,
            outlet=self._outlet,
            entities=tuple(entities.values()),
            mentions=tuple(sorted(mentions)),
            claims=(*_claims(report, said, figures, who), *_remarks(report, remarks, who)),
        )

    def _entities(self, report: Report) -> dict[str, Entity]:
        """Who and where the slots are."""
        (one, other), (speaker, guest) = self._told.states, self._told.people
        states = {
            slot: Entity(id=content_id("state", state.code), name=state.name, type="state", country=state.code)
            for slot, state in (("one", one), ("other", other))
        }
        people = {
            slot: Entity(
                id=content_id(report.id, "person", person.name),
                name=person.name,
                type="person",
                country=state.code,
                aliases=(person.name.split()[1],),
            )
            for slot, person, state in (("speaker", speaker, one), ("guest", guest, other))
        }
        town = Entity(id=content_id(report.id, "place", self._told.town), name=self._told.town, type="place")
        return {**states, **people, "town": town}


def _claims(
    report: Report,
    said: Sequence[dict[str, tuple[int, int]]],
    figures: Sequence[tuple[MeasureKind, str, str, int]],
    who: dict[str, str],
) -> Iterator[AnyClaim]:
    """Two meetings, two offices, two statements, and a figure for each measure."""

    def words(number: int, slot: str) -> Evidence:
        return report.quote(*said[number][slot])

    for number, (actor, recipient) in ((0, ("one", "other")), (1, ("speaker", "guest"))):
        yield Event(
            evidence=words(number, "all"), type="CONSULT", quad="verbal_cooperation", trigger=words(number, recipient),
            actors=(who[actor],), recipients=(who[recipient],), when=report.published, method="invented",
        )  # fmt: skip
    for person, office, state in (("speaker", "office", "one"), ("guest", "post", "other")):
        yield Relation(
            evidence=words(1, "all"), subject=who[person], relation="office", object=who[state],
            words=words(1, office), title=words(1, office).text, method="invented",
        )  # fmt: skip
    for number, person in ((2, "speaker"), (3, "guest")):
        start, end = said[number]["all"]
        yield Quotation(
            evidence=words(number, "all"), form="direct" if number == 2 else "indirect",
            content=(report.quote(start + 1, end - 1),), speaker=who[person], method="invented",
        )  # fmt: skip
    for number, (kind, measure, unit, value) in enumerate(figures, start=4):
        yield Figure(
            evidence=words(number, "all"), quantity=words(number, "amount"),
            value=Decimal(value) * (1_000_000 if unit == "EUR" else 1), unit=unit, measure=measure, measure_kind=kind,
            of=who["one"], to=who["other"] if kind == "export" else None, method="invented",
        )  # fmt: skip


def _remarks(report: Report, remarks: Sequence[dict[str, tuple[int, int]]], who: dict[str, str]) -> Iterator[AnyClaim]:
    """What is said in filler words, by one report only."""
    for spans in remarks:
        content = report.quote(spans["words"][0], spans["other"][1])
        speaker = who["speaker" if "speaker" in spans else "guest"]
        yield Quotation(
            evidence=report.quote(*spans["all"]),
            form="indirect",
            content=(content,),
            speaker=speaker,
            method="invented",
        )
