"""Which sentence comes first of what one report tells."""

from __future__ import annotations

from decimal import Decimal

from dateline.faces.ranking import Ranked, in_order, worth
from dateline.model import Event, Figure
from tests.factories import make_report

REPORT = make_report("Karsia sold gas for $3 billion. Two men waited at the gate of the plant.")


def figure(quantity: str, **more: object) -> Figure:
    start = REPORT.text.index(quantity)
    said = REPORT.quote(start, start + len(quantity))
    return Figure(**{"evidence": said, "quantity": said, "measure": "m", "method": "test", **more})  # type: ignore[arg-type]


SALE = figure("$3 billion", value=Decimal("3E+9"), unit="USD", measure_kind="trade")
MEN = figure("Two", value=Decimal(2), unit="person", measure_kind="count")
WAIT = Event(evidence=REPORT.quote(0, 6), trigger=REPORT.quote(0, 6), type="CONSULT", method="test")


def test_named_amounts_and_acts_between_parties_are_worth_more() -> None:
    parted = Event(
        evidence=WAIT.evidence, trigger=WAIT.trigger, type="AGREE", method="test", actors=("a",), recipients=("b",)
    )
    assert worth([SALE], "Karsia sold.", 0.5) > worth([MEN], "Two men.", 0.5)
    assert worth([parted], "Karsia agreed.", 0.5) > worth([WAIT], "Karsia met.", 0.5)
    assert worth([MEN, WAIT], "Two men.", 0.5) > worth([MEN], "Two men.", 0.5)


def test_the_top_of_a_report_and_named_subjects_come_first() -> None:
    assert worth([MEN], "Two men.", 0.0) > worth([MEN], "Two men.", 0.9)
    assert worth([MEN], "Two men waited.", 0.5) > worth([MEN], "They waited.", 0.5)


def test_what_repeats_a_sentence_or_is_known_comes_last() -> None:
    sentences = [
        Ranked("The plant at Port Selm sold gas for three billion.", 1.0, known=False),
        Ranked("Gas for three billion was sold by the plant at Port Selm.", 3.0, known=False),
        Ranked("Two men waited at the gate.", 2.0, known=False),
        Ranked("Gas deal", 9.0, known=True),
        Ranked("The minister will travel to Karsia.", 4.0, known=False),
    ]
    assert in_order(sentences, ["The minister travels to Karsia."]) == [1, 2, 4, 0, 3]
    assert in_order([], []) == []
