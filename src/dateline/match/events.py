"""When two events are one: what is done, by and to whom, when and where; a plan and its happening are one event."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.match.scene import Scene
from dateline.match.verdict import Verdict, different, same, unsure
from dateline.match.words import stems
from dateline.model import Event

NEAR_DAYS = 2  # outlets that differ on the day of one event rarely differ by more
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # what two do together
DONE = frozenset({"happened", "ongoing", "planned"})  # stages of one event; what is denied or merely possible is apart


def blocks(event: Event, scene: Scene) -> Iterable[tuple[str, ...]]:
    """Events of one type meet where they share a party; what happens without an actor meets by its mode."""
    parties = _parties(event, scene)
    what = event.type or event.mode or "other"
    return [(what, party) for party in sorted(parties)] or [(what, "")]


def judge(one: Event, other: Event, scene: Scene) -> Verdict | None:
    """Whether the two events are one."""
    if (one.factuality in DONE) != (other.factuality in DONE):
        return None
    if one.factuality not in DONE and one.factuality != other.factuality:
        return None
    if one.mode and other.mode and one.mode != other.mode:
        return different("different kinds of event")
    apart = scene.days_apart(one, other)
    if apart is not None and apart > NEAR_DAYS:
        return different("different days")
    return _judge_parties(one, other, scene, apart)


def _judge_parties(one: Event, other: Event, scene: Scene, apart: int | None) -> Verdict | None:
    left, right = _parties(one, scene), _parties(other, scene)
    shared = left & right
    word = bool(stems(one.trigger.text) & stems(other.trigger.text))
    contradiction = _elsewhere(one, other) or _other_roles(one, other, scene)
    if contradiction:
        return different(contradiction)
    if apart == 0:
        return _judge_dated(one, other, shared, left, right, word=word)
    if apart is None and word and left == right and len(left) >= 2 and _one_time(one, other, scene):
        return same(0.75, "the same act by the same parties", "of the story's own days")
    if apart and word and left == right and len(left) >= 2 and _day_grained(one, other):
        return same(0.7, "the same act by the same parties", "the days differ by little")
    return unsure(0.4, "the same type of event, a party in common") if shared and word else None


def _judge_dated(
    one: Event, other: Event, shared: frozenset[str], left: frozenset[str], right: frozenset[str], *, word: bool
) -> Verdict | None:
    narrow = _day_grained(one, other)
    if len(shared) >= 2 and (word or one.mode == other.mode) and narrow:
        return same(0.9, "the same parties", "the same day")
    if len(shared) >= 2 and word:
        return same(0.8, "the same act by the same parties", "times that overlap")
    if shared and (left <= right or right <= left) and word and narrow:
        return same(0.75, "the same act", "the same day", "no party contradicts")
    return unsure(0.5, "a party and the time in common") if shared else None


def _parties(event: Event, scene: Scene) -> frozenset[str]:
    """Who takes part, each as the country it stands for where it stands for one."""
    places = {event.where.country} if event.where and event.where.country else set()
    return _stand_for(scene.parties(event), scene) | places


def _stand_for(ids: Iterable[str], scene: Scene) -> frozenset[str]:
    """Each entity as the country that it stands for, where it stands for one."""
    known = {entity_id: scene.entities.get(entity_id) for entity_id in ids}
    return frozenset(entity.country if entity and entity.country else key for key, entity in known.items())


def _other_roles(one: Event, other: Event, scene: Scene) -> str:
    """Who visits is not who is visited; only talks, agreements and cooperation have no direction."""
    if one.type in MUTUAL and one.mode != "visit":
        return ""
    for name, left, right in (("acts", one.actors, other.actors), ("is acted on", one.recipients, other.recipients)):
        if left and right and not _stand_for(left, scene) & _stand_for(right, scene):
            return f"somebody else {name}"
    return ""


def _elsewhere(one: Event, other: Event) -> str:
    left, right = one.where, other.where
    if left and right and left.country and right.country and left.country != right.country:
        return "different countries"
    return ""


def _one_time(one: Event, other: Event, scene: Scene) -> bool:
    """An undated event is of the story's own days unless it says otherwise."""
    return scene.in_story_time(one) and scene.in_story_time(other)


def _day_grained(one: Event, other: Event) -> bool:
    return bool(one.when and other.when and one.when.grain in ("day", "time") and other.when.grain in ("day", "time"))
