"""What the record on disk costs as it grows: time and bytes per report, and how long its answers take."""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from dateline import parse, store
from dateline.analyse import analyse_all
from dateline.bench import invented
from dateline.model import Analysis, Run, Skipped
from dateline.stories import day_of

STEPS = 10  # parts of the measurement, so that growth shows
ASKED = 5  # times that each question is asked; the slowest counts


@dataclass(frozen=True)
class Growth:
    """Costs while the record grew to ``reports``: milliseconds of wall-clock time and bytes, a report."""

    reports: int
    stories: int
    make_ms: float
    add_ms: float
    settle_ms: float
    bytes_a_report: float


@dataclass
class Measured:
    """The costs step by step, and the answers: (question, rows, milliseconds of the slowest of some askings)."""

    growth: list[Growth] = field(default_factory=list)
    answers: list[tuple[str, int, float]] = field(default_factory=list)


def measure(
    size: int, path: Path, *, whole: bool = False, seed: int = 1, a_day: int = 1000, days: int = 1
) -> Iterator[Measured]:
    """Add ``size`` invented reports to a new record at ``path``; what was measured so far, after each part.

    They come day by day, and are settled every so many ``days``. With ``whole`` they are read as any report; else their
    analyses are invented too, and the store's own cost shows.
    """
    run = Run(version=version("dateline"), settings={}, lexicon="", models=("invented",))
    made = _read(size, seed, a_day) if whole else invented.analyses(size, seed=seed, a_day=a_day)
    measured, held = Measured(), 0
    portions = itertools.groupby(made, key=lambda analysis: _day(analysis) // days)
    with store.open(path, write=True) as kept:
        spent, part = _Spent(), 0
        clock = time.perf_counter()
        for _, told in portions:
            analyses = list(told)
            spent.make += (begun := time.perf_counter()) - clock
            kept.add(analyses, run)
            spent.add += (added := time.perf_counter()) - begun
            kept.settle(run)
            spent.settle += (clock := time.perf_counter()) - added
            part, held = part + len(analyses), held + len(analyses)
            if part >= size // STEPS or held >= size:
                measured.growth.append(_growth(kept, held, part, spent))
                yield measured
                spent, part, clock = _Spent(), 0, time.perf_counter()
    with store.open(path) as kept:
        measured.answers = [_ask(name, question) for name, question in _questions(kept).items()]
    yield measured


def _day(analysis: Analysis) -> int:
    """The days since the first one."""
    return ((day_of(analysis.report) or invented.FIRST_DAY) - invented.FIRST_DAY).days


@dataclass
class _Spent:
    """Seconds."""

    make: float = 0.0
    add: float = 0.0
    settle: float = 0.0


def _growth(kept: store.Store, held: int, part: int, spent: _Spent) -> Growth:
    return Growth(
        reports=held,
        stories=kept.totals().stories,
        make_ms=1000 * spent.make / part,
        add_ms=1000 * spent.add / part,
        settle_ms=1000 * spent.settle / part,
        bytes_a_report=kept.size() / held,
    )


def _read(size: int, seed: int, a_day: int) -> Iterator[Analysis]:
    outcomes = analyse_all(invented.items(size, seed=seed, a_day=a_day), pipeline=parse.load())
    return (outcome for outcome in outcomes if not isinstance(outcome, Skipped))


def _questions(kept: store.Store) -> dict[str, Callable[[], Sequence[object]]]:
    """What faces ask, of what is told of most: the hardest case of each question."""
    latest = kept.stories(limit=1)[0]
    record = kept.record(latest.id)
    states = sorted(
        (bearer for entity in record.entities if entity.type == "state" for bearer in kept.find(entity.name)),
        key=lambda bearer: -bearer.claims,
    )
    person = next(entity.name for entity in record.entities if entity.type == "person")
    bearer = kept.find(person)[0]
    state, other = states[0], states[1]
    word = record.stories[0].label.split()[-1]
    week = store.Days(latest.first and latest.first - dt.timedelta(days=7), latest.first)
    return {
        "search: a common and a rare word": lambda: kept.search(f"{state.name} {word}"),
        "search: a word of most reports": lambda: kept.search("reporters"),
        "search claims": lambda: kept.search_claims(f"{state.name} meet"),
        "stories of a week": lambda: kept.stories(days=week),
        "find a person": lambda: kept.find(person),
        "find a state": lambda: kept.find(state.name),
        "statements of a person": lambda: kept.statements(bearer),
        "roles of a person": lambda: kept.roles(bearer),
        "all of a state": lambda: kept.told_of(state),
        "a pair of states": lambda: kept.between(state, other),
        "a pair of people": lambda: kept.between(bearer, kept.find(other.name)[0]),
        "figures of a state": lambda: kept.figures(state, measure="export"),
        "a story": lambda: [kept.record(latest.id)],
    }


def _ask(name: str, question: Callable[[], Sequence[object]]) -> tuple[str, int, float]:
    """The question, the number of rows, and the milliseconds of the slowest asking but the first, which warms up."""
    slowest, rows = 0.0, 0
    for number in range(ASKED + 1):
        start = time.perf_counter()
        rows = len(question())
        slowest = max(slowest, (time.perf_counter() - start) * 1000) if number else 0.0
    return name, rows, slowest


def render(measured: Measured) -> str:
    """The measurements as two tables."""
    head = f"{'reports':>9}{'stories':>9}{'made ms':>9}{'added ms':>10}{'settled ms':>12}{'kB each':>9}"
    lines = [head, "-" * len(head)]
    for row in measured.growth:
        costs = f"{row.make_ms:>9.2f}{row.add_ms:>10.2f}{row.settle_ms:>12.2f}{row.bytes_a_report / 1000:>9.1f}"
        lines.append(f"{row.reports:>9,}{row.stories:>9,}{costs}")
    if measured.answers:
        lines += ["", f"{'question':<36}{'rows':>6}{'ms':>9}", "-" * 51]
        lines += [f"{name:<36}{rows:>6,}{cost:>9.1f}" for name, rows, cost in measured.answers]
    return "\n".join(lines)
