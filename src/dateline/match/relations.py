"""When two relations are one: the same subject in the same relation to the same object."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.match.scene import Scene
from dateline.match.verdict import Verdict, different, same
from dateline.match.words import containment, dice, stems
from dateline.model import Relation

ALIKE = 0.4  # least likeness of the words of a relation between two states: "supplies" is said of arms and of oil


def blocks(relation: Relation, _: Scene) -> Iterable[tuple[str, str]]:
    """Relations meet by subject."""
    return [(relation.relation, relation.subject)]


def judge(one: Relation, other: Relation, scene: Scene) -> Verdict | None:
    """Whether the two say who or what the subject is in one respect."""
    if one.object and other.object and one.object != other.object:
        return different("different objects")
    apart = scene.days_apart(one, other)
    if apart:
        return different("different times")
    if one.relation == "office" and one.title and other.title:
        return _judge_titles(one.title, other.title, one_object=bool(one.object and one.object == other.object))
    shared = dice(stems(one.words.text), stems(other.words.text))
    if one.object and one.object == other.object and (one.relation == "affiliation" or shared >= ALIKE):
        return same(0.85, "the same subject, relation and object")
    return None


def _judge_titles(one: str, other: str, *, one_object: bool) -> Verdict | None:
    left, right = stems(one), stems(other)
    if containment(left, right) == 1.0:
        return same(0.95, "the same person in the same office")
    if one_object and left & right:
        return same(0.8, "the same person in an office of the same state or body")
    return None
