"""When two figures count one crowd: whoever is counted, where both are said to march in one protest.

"At least 3,000 workers marched" and "about 2,000 people protested" share no word of what they measure; that both are of
one protest decides, by the events of their clauses.
"""

from __future__ import annotations

from collections.abc import Iterable

from dateline.match import events, figures
from dateline.match.scene import Scene, once
from dateline.match.verdict import Verdict, same
from dateline.model import Event, Figure

CROWDS = frozenset({"PROTEST"})  # types of event that a crowd does
WHO = "both count those who take part in one protest"
ALIKE = 0.35  # least share of words in common around two numbers of marchers on one day, where no place is told
REACH = 80  # characters between a number and the verb of those whom it counts


def blocks(figure: Figure, scene: Scene) -> Iterable[tuple[str, str]]:
    """The blocks of a figure, and for a crowd that of all crowds."""
    found = figures.blocks(figure, scene)
    return [*found, ("person", "crowd")] if _protest(figure, scene) else found


def judge(one: Figure, other: Figure, scene: Scene) -> Verdict | None:
    """Whether the two figures measure the same: of crowds by what they do, else by their measures."""
    acts = _protest(one, scene), _protest(other, scene)
    if acts[0] and acts[1] and not figures.apart(one, other, scene):
        met = events.judge(acts[0], acts[1], scene) if acts[0].id != acts[1].id else None
        if met and met.judgement == "same":
            return same(met.score, WHO, *met.reasons)
        around = scene.alike_around(one, other)
        if _one_day(acts[0], acts[1], scene) and around >= ALIKE and not (met and met.judgement == "different"):
            return same(0.5 + 0.4 * around, WHO, "the same day", "sentences of like words")
    return figures.judge(one, other, scene)


def _one_day(one: Event, other: Event, scene: Scene) -> bool:
    """Whether both are told of one and the same day."""
    days = scene.when(one), scene.when(other)
    return days[0] is not None and days[0] == days[1] and days[0][0] == days[0][1]


@once
def _protest(figure: Figure, scene: Scene) -> Event | None:
    """The protest whose verb follows the number in its sentence, closely enough for those counted to be its subject."""
    if figure.unit not in figures.PEOPLE or figure.measure_kind not in figures.VAGUE or figures.is_part(figure, scene):
        return None
    start, (_, last) = figure.quantity.end, scene.sentence(figure)
    behind = [
        event
        for event in scene.events.get(figure.evidence.report, ())
        if event.type in CROWDS and start <= event.trigger.start < min(last, start + REACH)
    ]
    text = scene.report(figure).text
    return behind[0] if behind and "," not in text[start : behind[0].trigger.start] else None
