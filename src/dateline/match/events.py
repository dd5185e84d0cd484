"""When two events are one: what is done, by and to whom, when and where; a plan and its happening are one event."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.match.scene import Scene, interval
from dateline.match.verdict import Verdict, different, same, unsure
from dateline.match.words import stems
from dateline.model import Event

ENOUGH = 4  # points from which two events are one
NEWS_DAYS = 3  # days between two reports within which "the talks" are the same talks
NEAR_DAYS = 2  # outlets that differ on the day of one event rarely differ by more
MEETING = frozenset({"CONSULT", None})  # talks and accidents: told without parties more often than not
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # what two do together
DONE = frozenset({"happened", "ongoing", "planned"})  # stages of one event; what is denied or merely possible is apart


def blocks(event: Event, scene: Scene) -> Iterable[tuple[str, ...]]:
    """Events of one type meet where they share a party; what happens without an actor meets by its mode."""
    parties = _parties(event, scene) or _around(event, scene)
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
    contradiction = _elsewhere(one, other, scene) or _other_roles(one, other, scene)
    return different(contradiction) if contradiction else _weigh(one, other, scene, apart)


def _weigh(one: Event, other: Event, scene: Scene, apart: int | None) -> Verdict | None:
    """Points for time, act, parties and place; the reasons say where they come from."""
    shared = _shared(one, other, scene)
    silent = one.type in MEETING and not (_parties(one, scene) and _parties(other, scene))
    around = _involved(one, scene) & _involved(other, scene) if silent else frozenset()
    word = bool(stems(one.trigger.text) & stems(other.trigger.text))
    if apart:  # the days differ by little: one event only if everything else is the same
        whole = word and len(shared) > 1 and _parties(one, scene) == _parties(other, scene)
        little = ("the same act by the same parties", "the days differ by little")
        return same(0.7, *little) if whole and _day_grained(one, other) else None
    points = {
        "the same day": 2 * (apart == 0 and _day_grained(one, other)),
        "times that overlap": int(apart == 0 and not _day_grained(one, other)),
        "of the story's own days": int(apart is None and _one_time(one, other, scene)),
        "the same word for it": int(word),
        "the same kind of act": int(one.mode is not None and one.mode == other.mode),
        "the same parties": 2 * (len(shared) > 1),
        "a party in common": int(len(shared) == 1),
        "the same place": int(bool(one.where and other.where and one.where.name == other.where.name)),
        "the same people are spoken of": int(not shared and len(around) > 1),
        "the same country is named": int(one.type is None and not shared and len(around) == 1),
    }
    total = sum(points.values())
    reasons = tuple(reason for reason, point in points.items() if point)
    timed = apart == 0 or points["of the story's own days"]
    if total >= ENOUGH and timed and (shared or around):
        return same(min(0.95, 0.4 + 0.1 * total), *reasons)
    return unsure(0.1 * total, *reasons) if total == ENOUGH - 1 else None


def _shared(one: Event, other: Event, scene: Scene) -> frozenset[str]:
    """The parties in common; in an act with a direction, those that have the same part in it."""
    if one.type in MUTUAL and one.mode != "visit":
        return _parties(one, scene) & _parties(other, scene)
    acting = _stand_for(one.actors, scene) & _stand_for(other.actors, scene)
    return acting | (_targets(one, scene) & _targets(other, scene))


def _targets(event: Event, scene: Scene) -> frozenset[str]:
    """Who is acted on, or where."""
    places = {event.where.country} if event.where and event.where.country else set()
    return _stand_for(event.recipients, scene) | places


def _parties(event: Event, scene: Scene) -> frozenset[str]:
    """Who takes part, each as the country it stands for where it stands for one."""
    places = {event.where.country} if event.where and event.where.country else set()
    return _stand_for(scene.parties(event), scene) | places


def _involved(event: Event, scene: Scene) -> frozenset[str]:
    """Who takes part; where the report leaves it open, who the sentence speaks of."""
    return _parties(event, scene) or _around(event, scene)


def _around(event: Event, scene: Scene) -> frozenset[str]:
    """The persons and states that the event's sentence names, as the countries they stand for."""
    named = (scene.entities.get(key) for key in scene.named_in(event))
    return _stand_for([entity.id for entity in named if entity and entity.type in ("person", "state", "place")], scene)


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


def _elsewhere(one: Event, other: Event, scene: Scene) -> str:
    """Why the two happen in different places, or nothing: their own places, else the countries of their sentences."""
    left, right = one.where, other.where
    if left and right and left.country and right.country:
        return "different countries" if left.country != right.country else ""
    if one.type is None:
        named = _named(one, scene), _named(other, scene)
        return "different countries are named" if named[0] and named[1] and not named[0] & named[1] else ""
    return ""


def _named(event: Event, scene: Scene) -> frozenset[str]:
    """The countries that the event's sentence names."""
    return scene.countries(scene.named_in(event))


def _one_time(one: Event, other: Event, scene: Scene) -> bool:
    """Events that say no time are of the story's own days, where the reports are of about the same day."""
    days = [interval(scene.report(event).published) for event in (one, other)]
    gap = abs((days[0][0] - days[1][0]).days) if days[0] and days[1] else 0
    return gap <= NEWS_DAYS and scene.in_story_time(one) and scene.in_story_time(other)


def _day_grained(one: Event, other: Event) -> bool:
    return bool(one.when and other.when and one.when.grain in ("day", "time") and other.when.grain in ("day", "time"))
