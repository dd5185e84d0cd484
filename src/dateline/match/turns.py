"""When two turns are one: the same turn of the same thing; the thing's own words decide, and never the day.

Two outlets that differ on the day of an opening differ by months more often than an attack's by days; so the words for
the thing must fit the better, and a plan that an older report tells may have changed since.
"""

from __future__ import annotations

from dateline import lexicon
from dateline.match.scene import Scene, once
from dateline.match.verdict import Verdict, different, same, unsure
from dateline.match.words import containment, stems
from dateline.model import Event

FITS = 1.0  # share of the fewer words for a thing that must be among the others' words for it
TOLD_WORDS = 2  # words in common that name a thing well enough where the days differ
AROUND = 0.2  # least share of words in common around two things of one bare word ("the terminal")
SAME_NEWS = 10  # days between two reports from which a plan of one may have changed in the other
FAR = 800  # days between two times from which one thing has two such turns
STEPS = frozenset({"happened", "ongoing", "planned"})


def blocks(turn: Event, scene: Scene) -> list[tuple[str, str]]:
    """Turns of one mode meet where their things share a word."""
    return [(turn.mode or "", word) for word in sorted(_thing_words(turn, scene))]


def judge(one: Event, other: Event, scene: Scene) -> Verdict | None:
    """Whether the two turns are one."""
    if one.mode != other.mode or not {one.factuality, other.factuality} <= STEPS:
        return None
    left, right = _thing_words(one, scene), _thing_words(other, scene)
    if containment(left, right) < FITS:
        return None if containment(left, right) < FITS / 2 else unsure(0.4, "the things share words")
    named = _thing_names(one, scene), _thing_names(other, scene)
    if named[0] and named[1] and not named[0] & named[1]:
        return different("things of other places or owners")
    apart = scene.days_apart(one, other)
    if apart and (one.evidence.report == other.evidence.report or apart > FAR):
        return different("different times")
    times = [time.text for turn in (one, other) for time in scene.times_in_sentence(turn)]
    ignored = left | right | stems(" ".join((one.trigger.text, other.trigger.text, *times)))
    around = containment(scene.context(one, ignored), scene.context(other, ignored))
    told = len(left & right) >= TOLD_WORDS or around >= AROUND
    later = scene.published_apart(one, other) > SAME_NEWS
    changed = later if apart is None else bool(apart) and (later or one.factuality != other.factuality)
    if not told or changed:
        return unsure(around, "the same thing")
    return same(0.6 + 0.4 * around, "the same turn", "the same thing")


@once
def _thing_words(turn: Event, scene: Scene) -> frozenset[str]:
    """The stems of the words for the thing, without names and what only says that it is new."""
    words = stems(turn.thing.text) if turn.thing else frozenset()
    return words - scene.names(_thing_names(turn, scene)) - stems(" ".join(lexicon.load().compare.novel)) or words


@once
def _thing_names(turn: Event, scene: Scene) -> frozenset[str]:
    """The entities that the words for the thing name: "the terminal at Sines"."""
    return scene.named_between(turn, turn.thing.start, turn.thing.end) if turn.thing else frozenset()
