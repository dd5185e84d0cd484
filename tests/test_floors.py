"""Accuracy does not fall unnoticed: every measure on the development data stays at its pinned floor."""

from __future__ import annotations

from pathlib import Path

from dateline.evaluate import SETS, fallen, floors, run
from dateline.evaluate.scoring import Measure

GOLD = Path(__file__).resolve().parents[1] / "gold"
OWN = {path.name for path in GOLD.iterdir() if path.is_dir()}


def test_no_measure_has_fallen(shared: Path) -> None:
    data = shared / "data"
    measures = run(sorted(set(SETS) - OWN), data)
    assert {measure.name for measure in measures if measure.floor} == {
        name for name in floors() if name.split("/")[0] not in OWN
    }
    assert fallen(measures, data) == []


def test_no_measure_of_our_own_data_has_fallen() -> None:
    measures = run(sorted(OWN), GOLD)
    assert {measure.name for measure in measures if measure.floor} == {
        name for name in floors() if name.split("/")[0] in OWN
    }
    assert fallen(measures, GOLD) == []


def test_a_fall_is_told_on_the_same_data_only(shared: Path, tmp_path: Path) -> None:
    name, floor = next(iter(floors().items()))
    data, metric = name.split("/", 1)
    low = Measure(data=data, metric=metric, value=floor.value - 0.1, items=1)
    assert fallen([low], shared / "data") == [
        f"{name}: {low.value:.3f} is below its floor of {floor.value:.3f}",
    ]
    (tmp_path / data).mkdir()
    assert fallen([low], tmp_path) == []
