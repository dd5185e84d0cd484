"""When two events are one: what is done, by and to whom, when and where; a plan and its happening are one event."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from dateline import lexicon
from dateline.match import turns
from dateline.match.figures import extent, is_part, meet
from dateline.match.scene import Scene, interval, once
from dateline.match.verdict import Verdict, different, same, unsure
from dateline.match.words import act_kinds, plain, several, stem, stems
from dateline.model import Event, Place

_YEARS = re.compile(r"^(?:past:)?P(\d+)Y$")
_OWNER = re.compile(r"(?:\b(?:his|her|their|its)|['’]s|s['’])(?: \S+){0,2} ?$")
ENOUGH = 4  # points from which two events are one
PARTICULARS = 2  # words in common, beyond act, names and the story's refrain, that make two sentences tell one thing
NEAR = 30  # characters around an act in which a word makes it several, a further one, the first or the last
DEGREE = 111  # kilometres in a degree of latitude
FAR = 60  # kilometres between two places from which nothing happens in both
VICTIMS = frozenset({"death", "injury"})
NEWS_DAYS = 3  # days between two reports within which "the talks" are the same talks
NEAR_DAYS = 2  # outlets that differ on the day of one event rarely differ by more
MEETING = frozenset({"CONSULT", None})  # talks and accidents: told without parties more often than not
SURE = ("the same words for the time", "the same place", "both reports open with it")  # for what is often done
PARTIES = 2  # of talks, a visit, a demand
SHORT = 2  # words of a trigger that names the act and not its object
# What happens to somebody, or means nothing without him.
PERSONAL = frozenset({"trial", "office", "dismissal", "found", "missing", "sport"})
OWN = frozenset({"trial", "missing"})  # of these, what the subject itself goes through
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # what two do together
OFTEN = frozenset({"CONSULT", "AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})  # acts of speech
STAGED = frozenset({"COERCE"})  # one mode for acts that follow one another: arrest, remand, prison
DONE = frozenset({"happened", "ongoing", "planned"})  # stages of one event; what is denied or merely possible is apart


@dataclass(frozen=True)
class _Facts:
    """What the judges ask of an event again and again."""

    act: frozenset[str]
    parties: frozenset[str]
    handles: frozenset[str]
    done_to: frozenset[str]
    persons: frozenset[str]
    particulars: frozenset[str]
    opening: bool


@once
def _facts(event: Event, scene: Scene) -> _Facts:
    named = [entity for key in scene.named_in(event) if (entity := scene.entities.get(key))]
    telling = [e.id for e in named if e.type in ("person", "organization", "state", "place")]
    parties = _parties(event, scene)
    moving = event.type is None or event.mode == "visit"  # who dies, and who travels
    undergoing = event.actors if moving and event.actors else event.recipients
    return _Facts(
        act=act_words(event),
        parties=parties,
        handles=parties | _stand_for(telling, scene),
        done_to=_particular(undergoing, scene),
        persons=_particular(scene.spelled_in(event), scene),
        particulars=_particulars(event, scene),
        opening=scene.in_opening(event),
    )


def act_words(event: Event) -> frozenset[str]:
    """The stems of the act's own words, each as the first of its kind: "murder" and "death" as "kill"."""
    kinds = act_kinds()
    words = stems(event.trigger.text) | {stem(plain(event.trigger.text))}
    return frozenset(kinds.get(word, word) for word in words)


def blocks(event: Event, scene: Scene) -> Iterable[tuple[str, ...]]:
    """Events of one type or one word meet where they share a party or a name; in one report, by the word alone."""
    if event.thing is not None:
        return turns.blocks(event, scene)
    facts = _facts(event, scene)
    kinds = {event.type or event.mode or "other", *facts.act}
    within = [("report", event.evidence.report, word) for word in sorted(facts.act)]
    return [(kind, handle) for kind in sorted(kinds) for handle in sorted(facts.handles) or [""]] + within


def judge(one: Event, other: Event, scene: Scene) -> Verdict | None:
    """Whether the two events are one."""
    if one.thing is not None or other.thing is not None:
        return turns.judge(one, other, scene) if one.thing and other.thing else None
    unlike = _opposed(one, other) or _charged(one, other, scene)
    if not unlike and not _one_stage(one, other):
        return None
    if not _one_word(one, other, scene) and (one.mode, one.type) != (other.mode, other.type):
        return different("different kinds of event") if one.mode and other.mode and one.mode != other.mode else None
    apart = scene.days_apart(one, other)
    far = (apart is not None and apart > NEAR_DAYS) or scene.named_apart(one, other)
    reason = "different days" if far else _contradiction(one, other, scene)
    if reason:
        return different(reason)
    if apart:
        return _near_days(one, other, scene)
    told = _often(one, other, scene)
    loose = one.type in STAGED and not _one_word(one, other, scene) and scene.days_apart(one, other) is None
    return _named_again(one, other, scene) or _weigh(one, other, scene, needed=ENOUGH + unlike + told + loose)


def _often(one: Event, other: Event, scene: Scene) -> bool:
    """Whether the act is one that people do again and again, and neither a day nor two parties say which is meant."""
    if one.type not in OFTEN or "denied" in (one.factuality, other.factuality):
        return False
    if scene.days_apart(one, other) == 0 and _day_grained(one, other):
        return False
    undated = scene.when(one) is None and scene.when(other) is None
    return undated or len(_shared(one, other, scene)) < PARTIES


def _one_stage(one: Event, other: Event) -> bool:
    """Whether the two may be one event: both planned or done, or told alike as denied, alleged or possible."""
    stages = {one.factuality, other.factuality}
    return stages <= DONE or len(stages) == 1


def _opposed(one: Event, other: Event) -> bool:
    """Whether one report denies what another one tells as done."""
    stages = {one.factuality, other.factuality}
    return (
        one.evidence.report != other.evidence.report and "denied" in stages and bool(stages & {"happened", "ongoing"})
    )


def _charged(one: Event, other: Event, scene: Scene) -> bool:
    """Whether one report alleges what another one tells as done: "charged with the murder", "found dead"."""
    if {one.factuality, other.factuality} not in ({"alleged", "happened"}, {"alleged", "ongoing"}):
        return False
    left, right = _facts(one, scene), _facts(other, scene)
    return bool(left.act & right.act) and (bool(left.done_to & right.done_to) or not (left.done_to or right.done_to))


def _contradiction(one: Event, other: Event, scene: Scene) -> str:
    """Why the two cannot be one event, or nothing."""
    if _again(one, scene) != _again(other, scene) and one.factuality != other.factuality:
        return "one is a further event, planned"
    placed = one.type in (None, "ASSAULT")  # elsewhere the states that are named together take part
    more = placed and (scene.has_more_places(one, other) or scene.has_more_places(other, one))
    if more or _many(one, scene) != _many(other, scene):
        return "one is several events told together"
    earlier = _earlier(one, scene) != _earlier(other, scene)
    if earlier or _apart_in_time(one, other, scene) or _apart_in_time(other, one, scene):
        return "one was told as done before the other"
    if _side_by_side(one, other, scene):
        return "one sentence tells of both"
    people = [
        _particular(event.recipients or (event.actors if event.mode in OWN else ()), scene) for event in (one, other)
    ]
    if one.mode in PERSONAL and people[0] and people[1] and people[0] != people[1]:
        return "other people, or more of them"
    return _elsewhere(one, other, scene) or _other_roles(one, other, scene) or _other_victims(one, other, scene)


def _apart_in_time(done: Event, other: Event, scene: Scene) -> bool:
    """Whether the one is told as done by a report that is older than the other's day, or days younger.

    Talks and demands that a report tells without a day are of its own days; deaths and crashes are told for weeks.
    """
    told, day = interval(scene.report(done).published), scene.when(other)
    if done.factuality != "happened" or not told or not day:
        return False
    late = done.type in OFTEN and done.when is None and (told[0] - day[1]).days > NEAR_DAYS
    return day[0] > told[1] or late


def _side_by_side(one: Event, other: Event, scene: Scene) -> bool:
    """Whether one sentence tells the one as done and the other as planned: "they met, to be followed by talks"."""
    if one.evidence.report != other.evidence.report or one.factuality == other.factuality:
        return False
    return scene.sentence(one) == scene.sentence(other)


def _near_days(one: Event, other: Event, scene: Scene) -> Verdict | None:
    """Days that differ by little are of one event only if everything else is the same."""
    parties = _parties(one, scene)
    whole = _one_word(one, other, scene) and len(_shared(one, other, scene)) > 1 and parties == _parties(other, scene)
    reasons = ("the same act by the same parties", "the days differ by little")
    return same(0.7, *reasons) if whole and _day_grained(one, other) else None


def _one_kind(event: Event) -> bool:
    """Whether its mode says what is done: to mock is not to denounce, but to land is to visit."""
    return event.type not in OFTEN or event.mode == "visit"


def _named_again(one: Event, other: Event, scene: Scene) -> Verdict | None:
    """Whether the one is the act that its report told of last, meant again: "the crash"."""
    if one.evidence.report != other.evidence.report:
        return None
    first, last = sorted((one, other), key=lambda event: event.trigger.start)
    if not _definite(last, scene) or (_plural(last) and not _plural(first)):
        return None
    if _facts(last, scene).parties - _facts(first, scene).parties:
        return None
    told = scene.events[last.evidence.report]
    before = [
        event
        for event in told
        if event.trigger.start < last.trigger.start and _facts(event, scene).act & _facts(last, scene).act
    ]
    return same(0.75, "its report speaks of it again") if before and before[-1].id == first.id else None


def _plural(event: Event) -> bool:
    """Whether the act's word is a plural: "the arrests" are more than the arrest that was told."""
    word = plain(event.trigger.text)
    return word.endswith("s") and stem(word) != word


def _before(event: Event, scene: Scene) -> str:
    """The text right before the act's own word, beyond the evidence too where that begins with the act."""
    return scene.report(event).text[max(0, event.trigger.start - NEAR) : event.trigger.start]


def _definite(event: Event, scene: Scene) -> bool:
    """Whether the act is told by a noun that means something already spoken of: "the crash", "the plane crash"."""
    words = plain(_before(event, scene)).split()[-2:]
    bare = stem(plain(event.trigger.text)) == plain(event.trigger.text)
    known = lexicon.load().compare.definite
    return bool(words) and (words[-1] in known or (bare and words[0] in known))


def _weigh(one: Event, other: Event, scene: Scene, needed: int) -> Verdict | None:
    """Points for time, act, parties, place and particulars; the reasons say where they come from."""
    left, right = _facts(one, scene), _facts(other, scene)
    dated = scene.days_apart(one, other) == 0
    shared = _shared(one, other, scene)
    undergone = left.done_to & right.done_to or _turned(one, other, scene)
    silent = (one.type in MEETING or dated) and one.mode not in PERSONAL and not (left.parties and right.parties)
    around = _spoken_of(one, scene) & _spoken_of(other, scene) if silent else frozenset()
    named = _mentioned(left, right) if not shared else frozenset()
    act = _one_word(one, other, scene) or (one.mode is not None and one.mode == other.mode and _one_kind(one))
    alike = left.particulars & right.particulars
    placed = bool(one.where and other.where and one.where.name == other.where.name)
    country = (
        _involved(one, scene) & _involved(other, scene)
        if silent
        and (len(alike) >= PARTICULARS or (one.type is None and scene.both_dated(one, other)))
        and (one.type is None or dated)
        else frozenset()
    )
    points = {
        "the same day": 2 * (dated and _day_grained(one, other)),
        "times that overlap": int(dated and not _day_grained(one, other)),
        "the same words for the time": int(_one_expression(one, other)),
        "of the story's own days": int(not dated and _one_time(one, other, scene)),
        "the same act": int(act),
        "the same parties": 2 * (len(shared) > 1),
        "a party in common": int(len(shared) == 1),
        "done to the same": int(bool(undergone)) + int(bool(undergone) and not shared),
        "it happens only once": int(bool(undergone) and bool(left.act & right.act & _final())),
        "who takes part in one is named in the other": int(bool(named)),
        "the same place": int(placed),
        "planned for one time and place": int(placed and dated and one.factuality == other.factuality == "planned"),
        "the same people are spoken of": int(not shared and len(around) > 1),
        "the same country is named": int(not shared and len(around) < 2 and bool(country)),
        "both reports open with it": int(act and left.opening and right.opening),
        "the same particulars": int(len(alike) >= PARTICULARS) + int(len(alike) >= 2 * PARTICULARS),
    }
    total = sum(points.values())
    reasons = tuple(reason for reason, point in points.items() if point)
    timed = dated or points["of the story's own days"] or (undergone and act and not (one.when and other.when))
    linked = bool(shared or around or country or undergone or named)
    linked = linked or (len(alike) >= 2 * PARTICULARS and one.mode not in PERSONAL and one.type not in OFTEN)
    sure = not _often(one, other, scene) or any(points[reason] for reason in SURE) or len(alike) >= 2 * PARTICULARS
    if total >= needed and timed and (act or len(shared) > 1) and linked and sure:
        return same(min(0.95, 0.4 + 0.1 * total), *reasons)
    return unsure(0.1 * total, *reasons) if total == needed - 1 else None


def _one_expression(one: Event, other: Event) -> bool:
    """Whether two reports without a day say "next Friday" of it alike."""
    times = one.when, other.when
    unresolved = all(time is not None and time.shift and interval(time) is None for time in times)
    return unresolved and len({time.shift for time in times if time}) == 1


def _mentioned(left: _Facts, right: _Facts) -> frozenset[str]:
    """Persons who take part in the one event and are named in the sentence of the other."""
    return (left.done_to & right.persons) | (right.done_to & left.persons)


def _turned(one: Event, other: Event, scene: Scene) -> frozenset[str]:
    """Who acts in one report's words and is acted on in the other's, where neither has anybody else.

    So it is in a headline ("Ruiz arrested in Lima") and with a noun that somebody has ("Ruiz's arrest").
    """
    if one.type in MUTUAL or one.type is None or not _one_word(one, other, scene):
        return frozenset()
    found: frozenset[str] = frozenset()
    for acting, acted in ((one, other), (other, one)):
        open_ = _is_headline(acting, scene) or _possessed(acting, scene)
        if open_ and not acting.recipients and not acting.trigger.text.endswith("s"):  # "asks" is no short passive
            found |= _particular(acting.actors, scene) & _particular(acted.recipients, scene)
    return found


def _is_headline(event: Event, scene: Scene) -> bool:
    """Whether it stands in the headline, or in a line without a full stop: a headline in the text, a caption."""
    text, start = scene.report(event).text, event.trigger.end
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    return scene.in_headline(event) or not re.search("[.!?]", line)


def _possessed(event: Event, scene: Scene) -> bool:
    """Whether the act is a noun that somebody has: "his arrest", "the player's 2006 shooting"."""
    return bool(_OWNER.search(plain(_before(event, scene))))


def _particular(ids: Iterable[str], scene: Scene) -> frozenset[str]:
    """The persons among them: states and bodies take part in too much for one act on them to be one event."""
    known = (scene.entities.get(key) for key in ids)
    return frozenset(entity.id for entity in known if entity and entity.type == "person")


def _one_word(one: Event, other: Event, scene: Scene) -> bool:
    """Whether both reports use one word for the act, or words of one kind; across types, the act's word alone."""
    alone = one.type == other.type or max(len(event.trigger.text.split()) for event in (one, other)) <= SHORT
    return alone and bool(_facts(one, scene).act & _facts(other, scene).act)


def _particulars(event: Event, scene: Scene) -> frozenset[str]:
    """The words of the event's sentence beyond act, names, times, and what the whole story repeats."""
    times = stems(" ".join(time.text for time in scene.times_in_sentence(event)))
    names = scene.names(scene.named_in(event) | scene.parties(event))
    return scene.words(event) - stems(event.trigger.text) - names - times - scene.refrain


@once
def _again(event: Event, scene: Scene) -> bool:
    """Whether the words around the act make it a further one: "more launches", "again"."""
    return _has_near(event, lexicon.load().compare.again, scene)


@once
def _earlier(event: Event, scene: Scene) -> bool:
    """Whether the act is one from before what the report tells of: "a previous arrest", "his earlier visit"."""
    trigger, words = plain(event.trigger.text).split(), lexicon.load().compare.earlier
    before = _before(event, scene).casefold().split()
    return any(word in words for word in trigger[:-1]) or (before[-1:] != [] and before[-1] in words)


@once
def _many(event: Event, scene: Scene) -> bool:
    """Whether the act is a plural that the words right before it make several."""
    start = max(event.evidence.start, event.trigger.start - NEAR)
    return several(scene.report(event).text[start : event.trigger.end])


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
    if one.mode not in VICTIMS and other.mode not in VICTIMS and not _facts(one, scene).act & _harms():
        return ""
    tolls = scene.tolls(one), scene.tolls(other)
    if any(not meet(extent(a), extent(b)) for a in tolls[0] for b in tolls[1]):
        return "different numbers of victims"
    if any(is_part(toll, scene) for toll in tolls[0]) != any(is_part(toll, scene) for toll in tolls[1]):
        return "one is of a part of the victims"
    named = [_named_victims(event, scene) for event in (one, other)]
    return "one is of victims by name or kind" if (named[0] or named[1]) and not named[0] & named[1] else ""


@functools.cache
def _final() -> frozenset[str]:
    """The kinds of act that nobody suffers twice."""
    return frozenset(stem(plain(word)) for word in lexicon.load().compare.once)


@functools.cache
def _harms() -> frozenset[str]:
    """The kinds of act that have victims."""
    return frozenset(act_kinds().get(stem(word), word) for word in VICTIMS)


@once
def _named_victims(event: Event, scene: Scene) -> frozenset[str]:
    """The persons and groups that are said to have died, in the form in which reports share them."""
    victims = event.recipients or (event.actors if event.type is None else ())
    known = [scene.entities[key] for key in victims if key in scene.entities]
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


@once
def _around(event: Event, scene: Scene) -> frozenset[str]:
    """The countries of the persons, states and places that the event's sentence names."""
    named = (scene.entities.get(key) for key in scene.named_in(event))
    return frozenset(e.country for e in named if e and e.country and e.type in ("person", "state", "place"))


@once
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
    if _turned(one, other, scene):
        return ""
    if one.type in MUTUAL and one.mode != "visit":
        persons = [_particular((*event.actors, *event.recipients), scene) for event in (one, other)]
        return "somebody else takes part" if persons[0] - persons[1] and persons[1] - persons[0] else ""
    for name, left, right in (("acts", one.actors, other.actors), ("is acted on", one.recipients, other.recipients)):
        apart = left and right and not _stand_for(left, scene) & _stand_for(right, scene)
        if apart or _other_persons(left, right, scene):
            return f"somebody else {name}"
    return ""


def _other_persons(one: Iterable[str], other: Iterable[str], scene: Scene) -> bool:
    """Whether different persons take part for one country: a minister's talks are not the president's."""
    persons: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for side, ids in zip(persons, (one, other), strict=True):
        for entity in (scene.entities.get(key) for key in ids):
            if entity and entity.type == "person" and entity.country:
                side.setdefault(entity.country, set()).add(entity.id)
    return any(not persons[0][country] & persons[1][country] for country in persons[0].keys() & persons[1].keys())


def _elsewhere(one: Event, other: Event, scene: Scene) -> str:
    """Why the two happen in different places, or nothing: their own places, else the countries of their sentences."""
    left, right = one.where, other.where
    if left and right and left.country and right.country:
        if left.country != right.country:
            return "different countries"
        return "places far apart" if _far_apart(left, right) else ""
    named = _named(one, scene), _named(other, scene)
    return "different countries are named" if named[0] and named[1] and not named[0] & named[1] else ""


def _far_apart(one: Place, other: Place) -> bool:
    """Whether two places whose position is known lie further apart than a town and its surroundings."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return False
    middle = math.radians((one.latitude + other.latitude) / 2)
    east = (one.longitude - other.longitude) * math.cos(middle)
    return math.hypot(one.latitude - other.latitude, east) * DEGREE > FAR


@once
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
