"""The arithmetic in a reader's words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dateline.faces.explain import Explainer, gap
from dateline.model import Check, Event, Figure, Report, Time
from tests.records import day, year

TEXT = (
    "It is the first visit by Maran in six years. She last came to Aldova in 2018, when the bridge opened and it "
    "rained for a week on all who had come to see it. Aldova sold $3 billion, bought $5 billion and traded $8 billion."
)
REPORT = Report(id="r", outlet="o", text=TEXT, published=day("2024-06-04"))


def claim(words: str, **more: object) -> Figure:
    start = TEXT.index(words)
    said = REPORT.quote(start, start + len(words))
    given = {"unit": "USD", "measure": "trade", "method": "test", "evidence": said, "quantity": said, **more}
    return Figure(**given)  # type: ignore[arg-type]


def event(clause: str, trigger: str, when: Time) -> Event:
    start, own = TEXT.index(clause), TEXT.index(trigger)
    return Event(evidence=REPORT.quote(start, start + len(clause)), trigger=REPORT.quote(own, own + len(trigger)),
                 type="CONSULT", when=when, method="test")  # fmt: skip


SOLD, BOUGHT, ALL = (
    claim(f"${n} billion", value=Decimal(f"{n}E+9"), measure_kind=kind)
    for n, kind in ((3, "export"), (5, "import"), (8, "trade"))
)
IN_SIX = Time(text="in six years", type="duration", value="P6Y", grain="year")
FIRST = event("It is the first visit by Maran in six years", "visit", IN_SIX)
SINCE = TEXT.index("in 2018")
LAST = event(
    "She last came to Aldova in 2018, when the bridge opened and it rained for a week on all who had come to see it",
    "came",
    Time(**{**{f: getattr(year(2018), f) for f in ("from_", "to", "grain", "value")},
            "text": "in 2018", "report": "r", "start": SINCE, "end": SINCE + 7}),
)  # fmt: skip
CLAIMS = {c.id: c for c in (SOLD, BOUGHT, ALL, FIRST, LAST)}
EXPLAINER = Explainer(CLAIMS, {"r": REPORT}, {SOLD.id: "Exports", BOUGHT.id: "Imports", ALL.id: "Trade"}.__getitem__,
                      lambda _: (1,))  # fmt: skip


def check(kind: str, *claims: Figure | Event, fits: bool = True) -> Check:
    return Check(
        kind=kind,  # type: ignore[arg-type]
        claims=tuple(c.id for c in claims),
        standing="consistent" if fits else "inconsistent",
        note=f"{kind} {fits}",
    )


def test_sums_against_one_total_are_told_together_and_what_fits_first() -> None:
    checks = [check("sum", ALL, SOLD, ALL, fits=False), check("sum", BOUGHT, SOLD, ALL)]
    assert EXPLAINER.notes(checks) == (
        "Trade: $8 billion (1). $5 billion + $3 billion = $8 billion fits that; "
        "$8 billion + $3 billion = $11 billion does not.",
    )


def test_one_number_for_two_things_is_told_unless_a_sum_tells_it() -> None:
    same = check("same_number", BOUGHT, ALL, fits=False)
    assert EXPLAINER.notes([same]) == ("$5 billion stands for two things: Imports (1); Trade (1).",)
    assert len(EXPLAINER.notes([same, check("sum", BOUGHT, SOLD, ALL)])) == 1


def test_elapsed_years_stand_beside_the_words_that_tell_them() -> None:
    assert EXPLAINER.notes([check("elapsed", FIRST, LAST)]) == (
        "“It is the first visit by Maran in six years” (1) · “She last came to Aldova in 2018…” (1): "
        "2018 to 2024 is 6 years.",
    )
    assert EXPLAINER.notes([check("elapsed", FIRST, LAST, fits=False)])[0].endswith("is 6 years, which does not fit.")


def test_other_checks_keep_their_note() -> None:
    assert EXPLAINER.notes([check("share", SOLD)]) == ("Share True.",)


@pytest.mark.parametrize(
    ("positions", "said"),
    [
        ([("11", "exact"), ("12", "exact")], "9% apart"),
        ([("11", "exact"), ("12", "at_least")], ""),
        ([("1", "exact"), ("84", "exact")], "the highest exact number is 84 times the lowest"),
        ([("11", "exact"), ("11", "at_least"), ("12", "exact")], "the exact numbers are 9% apart"),
    ],
)
def test_only_exact_numbers_lie_apart(positions: list[tuple[str, str]], said: str) -> None:
    figures = [[claim("$3 billion", value=Decimal(value), bound=bound)] for value, bound in positions]
    assert gap("1,000% apart", figures) == said
    rest = "the report contradicts itself"
    assert gap(f"1,000% apart; {rest}", figures) == (f"{said}; {rest}" if said else rest)
    assert gap(rest, figures) == rest
