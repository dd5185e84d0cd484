"""Which events are worth a line of the record, once the entities, the time and the place are known.

``acts`` judges by the grammar alone; here the question is what a reader would have of the line. A possible event must
have both its sides, a denied one somebody who did not do it, words and sentiments somebody whose they are. What has
neither a party nor a time nor a place is told only where the report opens with it, and where it is a happening.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.codebook import quad_of
from dateline.events.acts import Act
from dateline.model import Event, Report

_SENTENCE = re.compile(r"\S{2}[.!?][\"'”’)]*\s*$")

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def worth(event: Event, act: Act, opening: int, refused: AbstractSet[int]) -> bool:
    """Whether ``event`` is a claim; ``opening`` as of ``opening_of``, ``refused`` as of ``refusals``."""
    if event.factuality == "hypothetical":
        return len({*event.actors, *event.recipients}) > 1
    if event.factuality == "denied" and not _negation_tells(event, act, refused):
        return False
    return bool(event.actors or event.recipients) or _of_nobody(event, act, opening)


def _of_nobody(event: Event, act: Act, opening: int) -> bool:
    """Whether an event without a party tells something: a happening of a day or place, or one the report opens with."""
    quad = quad_of(event.type) or ""
    if event.mode in ("visit", "phone") or (quad.startswith("verbal") and event.type != "CONSULT"):
        return False
    if event.factuality == "planned" and quad and event.type != "CONSULT":
        return False  # a plan of nobody: "for operational deployment"
    if event.when or event.where:
        return True
    done = quad.startswith("material") and (act.verbal or act.trigger.carrier is not None)
    return act.token.idx < opening and (event.type is None or (done and bool(act.actors or act.recipients)))


def _negation_tells(event: Event, act: Act, refused: AbstractSet[int]) -> bool:
    """Whether it says something that this did not happen: a visit not made, a treaty that a state did not sign."""
    if event.type is None:
        return True
    if act.token.i in refused:
        return bool(event.recipients)  # the refusal itself is told
    quad = quad_of(event.type) or ""
    if quad == "verbal_conflict" and event.type != "REJECT":
        return bool(event.actors and event.recipients)  # "cannot complain"
    return bool(event.actors or (event.recipients and not quad.endswith("conflict")))


def named_again(act: Act, event: Event, told: Iterable[tuple[Act, Event]]) -> bool:
    """Whether a noun without parties only names an event of its sentence again: "will meet her, a visit that ..."."""
    if event.actors or event.recipients or act.token.dep_ not in ("appos", "npadvmod"):
        return False
    return any(
        other.type == event.type
        and other.when == event.when
        and bool(other.actors)
        and one.token.sent.start == act.token.sent.start
        for one, other in told
    )


def refusals(acts: Iterable[Act]) -> frozenset[int]:
    """The tokens of what is refused, told by a refusal of its own: "refused to sign"."""
    return frozenset(act.complement.i for act in acts if act.complement and act.words.operator == "refuse")


def opening_of(report: Report) -> int:
    """Where the first paragraph after the headline ends, as an offset into the report's text.

    Lines that are no sentence (the headline again, a caption) are not it.
    """
    start = report.text.find("\n\n") + 1
    while True:
        end = report.text.find("\n", start + 1)
        if end < 0:
            return len(report.text)
        if _SENTENCE.search(report.text[start:end]):
            return end
        start = end
