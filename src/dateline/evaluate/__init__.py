"""Accuracy on public benchmarks: one scorer of counts that add up, one module for each group of data sets.

``SETS`` is the explicit table of what ``dateline evaluate`` can measure. The data is read by path and never part of
the project, but for ``agreement``, which is our own and stands in ``gold/``; ``floors.json`` beside this file pins what
was reached to the content of the data it was reached on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from importlib import import_module, resources
from pathlib import Path

import msgspec

from dateline.errors import SettingsError
from dateline.evaluate.scoring import Measure

SETS: dict[str, str] = {
    "news_stories": "dateline.evaluate.stories:score_news",
    "basil": "dateline.evaluate.stories:score_basil dateline.evaluate.quotations:score_basil",
    "ecbplus": "dateline.evaluate.stories:score_ecbplus dateline.evaluate.instances:score_ecbplus",
    "lgl": "dateline.evaluate.entities:score_lgl",
    "tempeval3_aquaint": "dateline.evaluate.dates:score_tempeval",
    "gum": "dateline.evaluate.dates:score_gum dateline.evaluate.quotations:score_gum",
    "meantime": (
        "dateline.evaluate.dates:score_meantime dateline.evaluate.entities:score_meantime "
        "dateline.evaluate.events:score_meantime "
        "dateline.evaluate.events:score_participants dateline.evaluate.instances:score_meantime"
    ),
    "actors": "dateline.evaluate.entities:score_actors",
    "newswcl50": "dateline.evaluate.entities:score_newswcl50",
    "re3d": "dateline.evaluate.entities:score_re3d",
    "newsquant": "dateline.evaluate.figures:score",
    "polnear": "dateline.evaluate.quotations:score",
    "conflibert_cameo": "dateline.evaluate.events:score_cameo",
    "plover_zsp": "dateline.evaluate.events:score_plover",
    "agreement": "dateline.evaluate.agreement:score",
}
"""Name of the data folder -> its scorers as "module:function"; each takes the folder and gives ``Measure``s."""


SLACK = 0.002
"""What a measure may lie below its floor: another processor adds up in another order, and a few items may turn."""


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The least value of a measure on data with this hash; only ``dateline evaluate --pin`` writes it."""

    corpus: str
    value: float


def run(names: Iterable[str], data: Path) -> list[Measure]:
    """The measures of the sets ``names`` under the folder ``data``. Raises ``SettingsError`` for an unknown set."""
    measures: list[Measure] = []
    for name in names:
        if name not in SETS:
            raise SettingsError(f"no evaluation set {name!r}; known: {', '.join(sorted(SETS))}.")
        for scorer in SETS[name].split():
            module, function = scorer.split(":")
            score: Callable[[Path], list[Measure]] = getattr(import_module(module), function)
            measures += score(data / name)
    return measures


def corpus_hash(folder: Path) -> str:
    """A hash of every file under ``folder``, names and bytes."""
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def floors() -> dict[str, Floor]:
    """The pinned floors by measure name."""
    raw = resources.files("dateline.evaluate").joinpath("floors.json").read_bytes()
    return msgspec.json.decode(raw, type=dict[str, Floor])


def fallen(measures: Iterable[Measure], data: Path) -> list[str]:
    """A line for each measure below its floor; a floor that was pinned on other data does not count."""
    pinned, lines = floors(), []
    for measure in measures:
        floor = pinned.get(measure.name)
        if floor and floor.corpus == corpus_hash(data / measure.data) and measure.value < floor.value - SLACK:
            lines.append(f"{measure.name}: {measure.value:.3f} is below its floor of {floor.value:.3f}")
    return lines


def pin(measures: Iterable[Measure], data: Path) -> list[str]:
    """Make what was reached the floor, in ``floors.json`` of this source tree; gives the names that were pinned."""
    reached = {m.name: Floor(corpus=corpus_hash(data / m.data), value=m.value) for m in measures if m.floor}
    kept = dict(sorted({**floors(), **reached}.items()))
    file = Path(str(resources.files("dateline.evaluate").joinpath("floors.json")))
    file.write_bytes(msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n")
    return sorted(reached)
