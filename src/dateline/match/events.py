"""When two events are one: what is done, by and to whom, when and where; a plan and its happening are one event."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline import lexicon
from dateline.match.figures import extent, is_part, meet
from dateline.match.scene import Scene
from dateline.match.verdict import Verdict, different, same, unsure
from dateline.match.words import stems
from dateline.model import Event

_YEARS = re.compile(r"^(?:past:)?P(\d+)Y$")
ENOUGH = 4  # points from which two events are one
PARTICULARS = 2  # words in common, beyond act, names and the story's refrain, that make two sentences tell one thing
NEAR = 30  # characters around an act in which a word makes it several, a further one, the first or the last
VICTIMS = frozenset({"death", "injury"})
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
    against = _opposed(one, other)
    if not against and (one.factuality in DONE) != (other.factuality in DONE):
        return None
    if not against and one.factuality not in DONE and one.factuality != other.factuality:
        return None
    if one.mode != other.mode and ((one.mode and other.mode) or not _one_word(one, other)):
        return different("different kinds of event") if one.mode and other.mode else None
    apart = scene.days_apart(one, other)
    if apart is not None and apart > NEAR_DAYS:
        return different("different days")
    contradiction = _contradiction(one, other, scene)
    if contradiction:
        return different(contradiction)
    return _near_days(one, other, scene) if apart else _weigh(one, other, scene, needed=ENOUGH + against)


def _opposed(one: Event, other: Event) -> bool:
    """Whether one report denies what another one tells as done."""
    stages = {one.factuality, other.factuality}
    return (
        one.evidence.report != other.evidence.report and "denied" in stages and bool(stages & {"happened", "ongoing"})
    )


def _contradiction(one: Event, other: Event, scene: Scene) -> str:
    """Why the two cannot be one event, or nothing."""
    if _again(one, scene) != _again(other, scene) and one.factuality != other.factuality:
        return "one is a further event, planned"
    if _many(one, scene) != _many(other, scene):
        return "one is several events told together"
    return _elsewhere(one, other, scene) or _other_roles(one, other, scene) or _other_victims(one, other, scene)


def _near_days(one: Event, other: Event, scene: Scene) -> Verdict | None:
    """Days that differ by little are of one event only if everything else is the same."""
    parties = _parties(one, scene)
    whole = _one_word(one, other) and len(_shared(one, other, scene)) > 1 and parties == _parties(other, scene)
    reasons = ("the same act by the same parties", "the days differ by little")
    return same(0.7, *reasons) if whole and _day_grained(one, other) else None


def _weigh(one: Event, other: Event, scene: Scene, needed: int) -> Verdict | None:
    """Points for time, act, parties, place and particulars; the reasons say where they come from."""
    dated = scene.days_apart(one, other) == 0
    shared = _shared(one, other, scene)
    silent = one.type in MEETING and not (_parties(one, scene) and _parties(other, scene))
    around = _spoken_of(one, scene) & _spoken_of(other, scene) if silent else frozenset()
    country = _involved(one, scene) & _involved(other, scene) if silent and one.type is None else frozenset()
    act = _one_word(one, other) or (one.mode is not None and one.mode == other.mode)
    points = {
        "the same day": 2 * (dated and _day_grained(one, other)),
        "times that overlap": int(dated and not _day_grained(one, other)),
        "of the story's own days": int(not dated and _one_time(one, other, scene)),
        "the same act": int(act),
        "the same parties": 2 * (len(shared) > 1),
        "a party in common": int(len(shared) == 1),
        "the same place": int(bool(one.where and other.where and one.where.name == other.where.name)),
        "the same people are spoken of": int(not shared and len(around) > 1),
        "the same country is named": int(not shared and len(around) < 2 and bool(country)),
        "the same particulars": int(len(_particulars(one, scene) & _particulars(other, scene)) >= PARTICULARS),
    }
    total = sum(points.values())
    reasons = tuple(reason for reason, point in points.items() if point)
    timed = dated or points["of the story's own days"]
    if total >= needed and timed and (act or len(shared) > 1) and (shared or around or country):
        return same(min(0.95, 0.4 + 0.1 * total), *reasons)
    return unsure(0.1 * total, *reasons) if total == needed - 1 else None


def _one_word(one: Event, other: Event) -> bool:
    """Whether both reports use one word for the act."""
    return bool(stems(one.trigger.text) & stems(other.trigger.text))


def _particulars(event: Event, scene: Scene) -> frozenset[str]:
    """The words of the event's sentence beyond its act, the names of its parties, and what the whole story repeats."""
    names = stems(" ".join(scene.entities[key].name for key in scene.named_in(event) if key in scene.entities))
    return scene.words(event) - stems(event.trigger.text) - names - scene.refrain


def _again(event: Event, scene: Scene) -> bool:
    """Whether the words around the act make it a further one: "more launches", "again"."""
    return _has_near(event, lexicon.load().compare.again, scene)


def _many(event: Event, scene: Scene) -> bool:
    """Whether the words before the act make it several: "two crashes", "a series of attacks"."""
    return _has_near(event, lexicon.load().compare.many, scene)


def _has_near(event: Event, words: Iterable[str], scene: Scene) -> bool:
    text = scene.report(event).text
    start, end = (
        max(event.evidence.start, event.trigger.start - NEAR),
        min(event.evidence.end, event.trigger.end + NEAR),
    )
    around = f" {text[start:end]} ".casefold()
    return any(f" {word} " in around for word in words)


def _other_victims(one: Event, other: Event, scene: Scene) -> str:
    """Why two deaths are of different people, or nothing: numbers that exclude each other, a part, a person by name."""
    if one.mode not in VICTIMS:
        return ""
    tolls = scene.tolls(one), scene.tolls(other)
    if any(not meet(extent(a), extent(b)) for a in tolls[0] for b in tolls[1]):
        return "different numbers of victims"
    if any(is_part(toll, scene) for toll in tolls[0]) != any(is_part(toll, scene) for toll in tolls[1]):
        return "one is of a part of the victims"
    named = [_named_victims(event, scene) for event in (one, other)]
    return "one is of victims by name or kind" if (named[0] or named[1]) and not named[0] & named[1] else ""


def _named_victims(event: Event, scene: Scene) -> frozenset[str]:
    """The persons and groups that are said to have died, in the form in which reports share them."""
    known = [scene.entities[key] for key in event.recipients if key in scene.entities]
    return frozenset(e.country or e.id if e.type == "group" else e.id for e in known if e.type in ("person", "group"))


def _shared(one: Event, other: Event, scene: Scene) -> frozenset[str]:
    """The parties in common; in an act with a direction, those that have the same part in it."""
    if one.type in MUTUAL and one.mode != "visit":
        return _parties(one, scene) & _parties(other, scene)
    acting = _stand_for(one.actors, scene) & _stand_for(other.actors, scene)
    return acting | (_targets(one, scene) & _targets(other, scene))


def _targets(event: Event, scene: Scene) -> frozenset[str]:
    """Who is acted on, or where."""
    return _stand_for(event.recipients, scene) | _country(event)


def _parties(event: Event, scene: Scene) -> frozenset[str]:
    """Who takes part, each as the country it stands for where it stands for one."""
    return _stand_for(scene.parties(event), scene) | _country(event)


def _country(event: Event) -> frozenset[str]:
    """The country where it happens, if it is known."""
    return frozenset([event.where.country]) if event.where and event.where.country else frozenset()


def _involved(event: Event, scene: Scene) -> frozenset[str]:
    """Who takes part; where the report leaves it open, who the sentence speaks of."""
    return _parties(event, scene) or _around(event, scene)


def _around(event: Event, scene: Scene) -> frozenset[str]:
    """The countries of the persons, states and places that the event's sentence names."""
    named = (scene.entities.get(key) for key in scene.named_in(event))
    return frozenset(e.country for e in named if e and e.country and e.type in ("person", "state", "place"))


def _spoken_of(event: Event, scene: Scene) -> frozenset[str]:
    """Who takes part, or the persons and states that the event's sentence names."""
    named = (scene.entities.get(key) for key in scene.named_in(event))
    people = [entity.id for entity in named if entity and entity.type in ("person", "state")]
    return _parties(event, scene) or _stand_for(people, scene)


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
    named = _named(one, scene), _named(other, scene)
    return "different countries are named" if named[0] and named[1] and not named[0] & named[1] else ""


def _named(event: Event, scene: Scene) -> frozenset[str]:
    """The countries that the event's sentence names."""
    return scene.countries(scene.named_in(event))


def _one_time(one: Event, other: Event, scene: Scene) -> bool:
    """Events that say no time are of the story's own days, where the reports are of about the same day."""
    near = scene.published_apart(one, other) <= NEWS_DAYS
    return near and scene.in_story_time(one) and scene.in_story_time(other)


def _day_grained(one: Event, other: Event) -> bool:
    return bool(one.when and other.when and one.when.grain in ("day", "time") and other.when.grain in ("day", "time"))


def years_since(event: Event, scene: Scene) -> int:
    """N where the event's clause says that it is the first "in N years"; 0 elsewhere."""
    if not has_word_before(event, lexicon.load().common.first_words, scene):
        return 0
    spans = (_YEARS.match(time.value or time.shift or "") for time in scene.times_in(event))
    return next((int(span.group(1)) for span in spans if span), 0)


def has_word_before(event: Event, words: Iterable[str], scene: Scene) -> bool:
    """Whether one of ``words`` stands shortly before the event's own word."""
    start = max(event.evidence.start, event.trigger.start - NEAR)
    text = scene.report(event).text[start : event.trigger.start].casefold()
    return any(re.search(rf"\b{re.escape(word)}\b", text) for word in words)
