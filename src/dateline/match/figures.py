"""When two figures measure the same: kind of measure, parties, period and words; never the value."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from decimal import Decimal

import msgspec

from dateline import lexicon
from dateline.match.scene import Scene, interval, once
from dateline.match.units import family, in_base, is_physical
from dateline.match.verdict import Verdict, different, same, unsure
from dateline.match.words import containment, dice, several, stem, stems
from dateline.model import Figure, MeasureKind

FLOWS: frozenset[MeasureKind] = frozenset({"import", "export", "trade", "trade_balance"})
PEOPLE = frozenset({"person", "1"})
HARM: frozenset[MeasureKind] = frozenset({"killed", "injured", "missing", "displaced", "detained", "sentenced"})
FATES: frozenset[MeasureKind] = frozenset({"destroyed", "damaged"})  # what befalls things
VAGUE: frozenset[MeasureKind] = frozenset({"count", "other"})
THINGS: frozenset[MeasureKind] = frozenset({"weapons", "destroyed", "damaged", "troops"})  # counted anew each time
OWN: frozenset[MeasureKind] = frozenset({"population", "magnitude"})  # of which a thing has one
NEVER: frozenset[MeasureKind] = frozenset({"duration", "rank"})  # "five years", "the second": too bare to meet by words
NEAR_GRAINS = frozenset({"time", "day", "unknown"})  # what a report without a day still tells of its own days
REAL = frozenset({"happened", "ongoing", "alleged"})
ALIKE_HARM = 0.15  # least share of words in common of two sentences that count the victims of one occurrence
ABOUT = Decimal("0.1")  # "about 50" is not contradicted by a number within a tenth of it
STATED = frozenset({"exact", "about"})  # bounds of a number that is itself given
HEAVY = "mass"  # the dimension whose measure names the thing itself: a length is of a road as well as of a jump
NEAR = 40  # characters behind a number that say what it is a number of
BEHIND = 10  # characters behind what is counted in which a place belongs to it: "in", "with the"
SMALL = 12  # numbers that two things are given by chance
ALIKE_SMALL, ALIKE_LARGE = 0.3, 0.1  # least likeness around two equal numbers, small and larger, of things named alike
FAR_COUNT = 3  # the same for two bare counts
FAR = 10  # how many times one toll is another from which they are of two occurrences
ALIKE_AROUND = 0.35  # least share of words in common around two bare counts ("18 people", "two pilots")
ALIKE = 0.66  # least likeness of the words of two measures that have nothing else to tell them
ALIKE_KIND = 0.4  # the same where the kind of measure is one and the parties do not contradict


RETOLD = 0.4  # least share of words in common of two sentences that tell one thing in much the same words
RETOLD_WORDS = 3  # and the least number of such words
TELLING = 100  # a count of people from which one number in two such sentences is no chance
ANOTHER_TIME = "they are told of different times"
Interval = tuple[Decimal | None, Decimal | None]


def blocks(figure: Figure, scene: Scene) -> Iterable[tuple[str, str]]:
    """Figures meet where their measures may be one, and by their number alone.

    One number decides nothing: it makes sentences meet that may tell one thing in other words (see ``_retold``).
    """
    value = figure.value if _is_telling(figure) else None
    number = [(unit_family(figure), f"={value.normalize()}")] if value is not None else []
    return [*sorted(_measured(figure, scene)), *number]


@once
def _measured(figure: Figure, _: Scene) -> frozenset[tuple[str, str]]:
    """What makes two measures comparable: the family of units with the kind, for counts and people with each word."""
    family = unit_family(figure)
    words = {(family, kinds().get(word, word)) for word in stems(figure.measure)}
    if figure.measure_kind in VAGUE:
        return frozenset(words)
    kind = "export" if figure.measure_kind == "import" else figure.measure_kind
    return frozenset({(family, kind)} | (words if figure.unit in PEOPLE or kind in FATES else set()))


def unit_family(figure: Figure) -> str:
    """Units that can be compared share a family."""
    return family(figure.unit)


def judge(one: Figure, other: Figure, scene: Scene) -> Verdict | None:
    """Whether the two figures measure the same thing of the same parties in the same period."""
    one, other = _with_fate(one, other, scene), _with_fate(other, one, scene)
    counted = one.unit in PEOPLE and other.unit in PEOPLE and bool({one.measure_kind, other.measure_kind} & VAGUE)
    alike = one.measure_kind == other.measure_kind or counted or is_mirrored(one, other)
    met = alike and bool(_measured(one, scene) & _measured(other, scene))
    whose = one.measure_kind != "age" or (one.of is not None and one.of == other.of)  # two boys are two boys
    if not met or not whose or one.measure_kind in NEVER:
        return _retold(one, other, scene)
    reason = apart(one, other, scene)
    if reason:
        return different(reason)
    if one.measure_kind in FLOWS:
        return _judge_flow(one, other, scene)
    if one.measure_kind in HARM and one.measure_kind == other.measure_kind:
        return _judge_harm(one, other, scene)
    return _judge_words(one, other, scene)


def _with_fate(figure: Figure, other: Figure, scene: Scene) -> Figure:
    """A bare count of things with the fate that the other's kind gives them, where its own sentence tells that too.

    "Two cables suffered severe damage" counts what "three cables were damaged" counts.
    """
    fated = figure.measure_kind in VAGUE and other.measure_kind in FATES and figure.unit == other.unit
    if not fated or stem(other.measure_kind) not in scene.words(figure):
        return figure
    return msgspec.structs.replace(figure, measure_kind=other.measure_kind)


def apart(one: Figure, other: Figure, scene: Scene) -> str:
    """Why the two cannot measure the same, whatever their words are, or nothing."""
    if "level" in (one.change, other.change) and one.change != other.change:
        return "one is a level, the other a change"
    if (one.factuality in REAL) != (other.factuality in REAL) and not _ahead(one, other):
        return "one is measured, the other planned or possible"
    if scene.days_apart(one, other) or scene.named_apart(one, other):
        return "different periods"
    same_number = one.measure_kind not in HARM and _equal(one, other)  # "21 of the girls" are "the 21 girls"
    part = (
        "one is a part of a larger number" if is_part(one, scene) != is_part(other, scene) and not same_number else ""
    )
    pairing = _told_twice(one, other, scene) or _crossed(one, other, scene)
    return part or pairing or _then(one, other, scene) or _contradiction(one, other, scene)


def _ahead(one: Figure, other: Figure) -> bool:
    """Whether one figure is a plan and the other the same as done: flows and victims are counted afterwards only."""
    stages = {one.factuality, other.factuality}
    return "planned" in stages and bool(stages & REAL) and one.measure_kind not in FLOWS | HARM


@once
def is_part(figure: Figure, scene: Scene) -> bool:
    """Whether the words around the number make it a part: "including five children", "five of the dead"."""
    if figure.unit not in PEOPLE and figure.measure_kind not in HARM | VAGUE:
        return False
    words, text = lexicon.load().compare, scene.report(figure).text
    before = text[max(0, figure.quantity.start - 20) : figure.quantity.start].casefold().rstrip()
    after = text[figure.quantity.end : figure.quantity.end + 20].casefold().lstrip()
    if before.endswith(words.whole):
        return False
    behind = words.part_after + (words.others if before.endswith(words.beside) else ())
    return before.endswith(words.part_before) or f"{after} ".startswith(tuple(f"{word} " for word in behind))


def _told_twice(one: Figure, other: Figure, scene: Scene) -> str:
    """Why two numbers of one report are of two things, or nothing.

    A sentence that gives two numbers means two things; so does a report whose numbers exclude each other, unless one
    is its headline's. Victims that two speakers count differently are one thing all the same.
    """
    if one.evidence.report != other.evidence.report:
        return ""
    if scene.sentence(one) == scene.sentence(other) and not _equal(one, other):
        return "one sentence gives both"
    speakers = {one.attributed_to, other.attributed_to}
    disputed = one.measure_kind in HARM and None not in speakers and len(speakers) > 1
    excluded = not meet(extent(one), extent(other)) and scene.in_headline(one) == scene.in_headline(other)
    denied = one.measure_kind in HARM and 0 in (one.value, other.value)  # "no one was hurt", the owner said
    return "one report gives both: it speaks of two things" if excluded and not disputed and not denied else ""


def _crossed(one: Figure, other: Figure, scene: Scene) -> str:
    """Why two numbers of two sentences that give the same two are not each other's counterparts, or nothing."""
    if _equal(one, other):
        return ""
    mine, theirs = scene.beside(one), scene.beside(other)
    crossed = any(_equal(figure, other) for figure in mine) and any(_equal(figure, one) for figure in theirs)
    return "both sentences give both numbers" if crossed else ""


def _then(one: Figure, other: Figure, scene: Scene) -> str:
    """Why one age is not to be held against another one, or nothing: "the then 15-year-old", "was 18 at the time"."""
    told = one.measure_kind == "age" and _is_past(one, scene) != _is_past(other, scene)
    return "one is of an earlier time" if told else ""


@once
def _is_past(figure: Figure, scene: Scene) -> bool:
    words, text = lexicon.load().compare, scene.report(figure).text.casefold()
    before = text[max(0, figure.quantity.start - NEAR) : figure.quantity.start].rstrip(" -")
    after = text[figure.quantity.end : figure.quantity.end + NEAR].lstrip(" ,-")
    return before.endswith(tuple(f" {word}" for word in words.then)) or after.startswith(words.then_after)


def _equal(one: Figure, other: Figure) -> bool:
    return (one.value, one.low, one.high, one.unit) == (other.value, other.low, other.high, other.unit)


def _contradiction(one: Figure, other: Figure, scene: Scene) -> str:
    """Why the parties exclude each other, or nothing."""
    for name, left, right in (("of", one.of, other.of), ("from", one.from_, other.from_), ("to", one.to, other.to)):
        directed = _swapped(one, other) or is_mirrored(one, other)
        if left and right and left != right and not directed and not scene.one_side(left, right):
            return f"different parties ({name})"
    return ""


def _swapped(one: Figure, other: Figure) -> bool:
    """Trade between two parties has no direction."""
    sides = ({one.of, one.from_, one.to} - {None}, {other.of, other.from_, other.to} - {None})
    return one.measure_kind in ("trade", "trade_balance") and sides[0] == sides[1]


def is_mirrored(one: Figure, other: Figure) -> bool:
    """Whether one is what a party sells to another and the other what that one buys of it: one flow, seen twice."""
    kinds = {one.measure_kind, other.measure_kind}
    return kinds == {"import", "export"} and None not in _flow(one) and _flow(one) == _flow(other)


def _flow(figure: Figure) -> tuple[str | None, str | None]:
    """Who sells and who buys."""
    if figure.measure_kind == "export":
        return figure.from_ or figure.of, figure.to
    return figure.from_, figure.to or figure.of


def goods(figure: Figure, scene: Scene) -> frozenset[str]:
    """What is traded, where the measure names it: "copper" of "exports of copper to Japan"."""
    anything = stems(" ".join(lexicon.load().compare.any_goods))
    return stems(figure.measure) - anything - scene.names(scene.parties(figure))


def _judge_flow(one: Figure, other: Figure, scene: Scene) -> Verdict | None:
    traded = goods(one, scene), goods(other, scene)
    if all(traded) and not traded[0] & traded[1]:
        return different("other goods")
    if is_mirrored(one, other):
        if bool(traded[0]) != bool(traded[1]):
            return unsure(0.5, "one names the goods")
        return same(0.8, "what one side sells is what the other buys", "the same parties")
    shared = scene.parties(one) & scene.parties(other)
    if len(shared) >= 2:
        likeness = dice(scene.words(one), scene.words(other))
        return same(0.8 + 0.2 * likeness, f"both measure {one.measure_kind}", "the same parties")
    return _judge_half_flow(one, other, scene) if shared else None


def _judge_half_flow(one: Figure, other: Figure, scene: Scene) -> Verdict | None:
    """The same of two flows of which only one names both its sides."""
    named = f"both measure {one.measure_kind}"
    left_out = goods(one, scene) and goods(other, scene) and _one_side_left_out(one, other, scene)
    around = scene.alike_around(one, other) if left_out else 0.0
    if around >= ALIKE_AROUND:
        return same(0.5 + 0.4 * around, named, "the same goods", "a party in common")
    if containment(stems(one.measure), stems(other.measure)) >= ALIKE:
        return unsure(0.6, named, "one party in common, the other not named")
    return None


def _one_side_left_out(one: Figure, other: Figure, scene: Scene) -> bool:
    """Whether a party that only the one flow has is named in the other's paragraph: "Under it, Chile will supply"."""
    left_out = [
        scene.parties(theirs) - scene.parties(own)
        <= scene.named_between(own, scene.paragraph(own), scene.sentence(own)[1])
        for own, theirs in ((one, other), (other, one))
    ]
    return is_physical(one.unit) and all(left_out)


def _judge_harm(one: Figure, other: Figure, scene: Scene) -> Verdict | None:
    """People killed, injured, …: the same victims in the same occurrence."""
    victims = _victims(one, scene), _victims(other, scene)
    near = victims[0] == victims[1] or _near(one, other, victims, scene)
    if not near:
        return different("different victims") if victims[0] and victims[1] else unsure(0.5, "victims may differ")
    if _far_apart(one, other):
        return different("numbers so far apart count the victims of two occurrences")
    occasion = _other_occasion(one, other, scene)
    if occasion:
        return _parted(one, other, occasion)
    likeness = scene.alike_around(one, other, _anybody())
    reasons = (f"both count people {one.measure_kind}", "the same victims", "nothing sets them apart")
    if victims[0] != victims[1]:
        return _unless_excluded(one, other, likeness, f"both count people {one.measure_kind}", "victims named alike")
    return same(0.6 + 0.4 * likeness, *reasons) if likeness >= ALIKE_HARM else unsure(likeness, *reasons)


def _parted(one: Figure, other: Figure, reason: str) -> Verdict:
    """Two things; but one large number, told of a time that only the paragraph gives, may be one by way of a third."""
    again = reason == ANOTHER_TIME and _equal(one, other) and _large(one, other)
    return unsure(0.4, reason) if again else different(reason)


def _near(one: Figure, other: Figure, victims: tuple[frozenset[str], frozenset[str]], scene: Scene) -> bool:
    """Whether the words for the victims may mean the same: more or fewer words, or other words for one state's."""
    fewer, more = sorted(victims, key=len)
    return fewer <= more or bool(scene.parties(one) & scene.parties(other))


def _unless_excluded(one: Figure, other: Figure, likeness: float, *reasons: str) -> Verdict:
    """What the words leave unsure: one thing, unless the numbers exclude each other.

    A number never brings together what the words keep apart; but two outlets that give one precise number of things
    named alike speak of the same, and where the numbers differ, nothing is concluded: this never makes a conflict.
    """
    told = [figure.value for figure in (one, other) if figure.value is not None and figure.bound in STATED]
    if len(told) < 2 or not meet(extent(one), extent(other)):
        return unsure(likeness, *reasons)
    needed = ALIKE_SMALL if min(told) <= SMALL else ALIKE_LARGE
    return same(0.5 + 0.4 * likeness, *reasons) if likeness >= needed else unsure(likeness, *reasons)


def _other_occasion(one: Figure, other: Figure, scene: Scene) -> str:
    """Why the two are told of different occasions, or nothing."""
    places = scene.places(one), scene.places(other)
    if places[0] and places[1] and not places[0] & places[1]:
        return "different places are named"
    if scene.has_more_places(one, other) or scene.has_more_places(other, one):
        return "one is of more places"
    if any(place and scene.home and not place & scene.home for place in places) and not all(places):
        return "one is told of a country that the story is not about"
    if _of_several(one, scene) != _of_several(other, scene):
        return "one is told of several occasions together"
    if _in_contrast(one, scene) != _in_contrast(other, scene):
        return "one is told in contrast with the other occasion"
    return "" if _one_setting(one, other, scene) else ANOTHER_TIME


@once
def _in_contrast(figure: Figure, scene: Scene) -> bool:
    """Whether the sentence holds its number against another occasion: "unlike", "compared with"."""
    sentence = _sentence(figure, scene).casefold()
    return any(word in sentence for word in lexicon.load().compare.contrast)


@once
def _of_several(figure: Figure, scene: Scene) -> bool:
    """Whether the sentence, up to shortly after the number, tells of several acts: "a series of attacks killed 40"."""
    start, end = scene.sentence(figure)
    return several(scene.report(figure).text[start : min(end, figure.quantity.end + NEAR)])


def _sentence(figure: Figure, scene: Scene) -> str:
    start, end = scene.sentence(figure)
    return scene.report(figure).text[start:end]


def _far_apart(one: Figure, other: Figure) -> bool:
    """Whether two stated numbers differ so much that no two outlets would give them of one occurrence.

    This is the one place where values are looked at, and only to withhold a match.
    """
    known = [in_base(figure) for figure in (one, other)]
    told = [figure.value for figure in known if figure.value is not None and figure.bound in STATED]
    if len(told) < 2:
        return False
    least = max(min(told), Decimal(1)) if one.measure_kind in HARM else min(told)  # "no one was hurt": as far as one
    return max(told) > (FAR if one.measure_kind in HARM | THINGS else FAR_COUNT) * least


@once
def _victims(figure: Figure, scene: Scene) -> frozenset[str]:
    """The words that narrow down who suffered: none for people in general."""
    parties = scene.parties(figure)
    narrowing = stems(figure.measure) - _anybody() - scene.names(parties)
    return frozenset(kinds().get(word, word) for word in narrowing) | (parties - scene.topics_of_place)


@functools.cache
def _anybody() -> frozenset[str]:
    """The stems of the words for people in general."""
    return stems(" ".join(lexicon.load().compare.anybody))


@functools.cache
def kinds() -> dict[str, str]:
    """The stem of each noun for a kind of people or of things, to the first noun of its kind."""
    words = lexicon.load().compare
    return {stem(word.casefold()): group[0] for group in (*words.one_kind, *words.one_thing) for word in group}


def _other_whole(one: Figure, other: Figure, scene: Scene) -> bool:
    """Whether two shares are of what is in different countries: "5 percent of traffic in Karsia, 8 in Aldova"."""
    left, right = _whole(one, scene), _whole(other, scene)
    return bool(left and right) and not left & right


@once
def _whole(figure: Figure, scene: Scene) -> frozenset[str]:
    """The country that stands right behind what the share is of."""
    text, (_, end) = scene.report(figure).text, scene.sentence(figure)
    start = max((text.find(word, figure.quantity.end, end) + len(word) for word in figure.measure.split()), default=0)
    if figure.measure_kind != "share" or start < figure.quantity.end:
        return frozenset()
    return scene.placed(scene.named_between(figure, start, min(end, start + BEHIND)))


def _one_setting(one: Figure, other: Figure, scene: Scene) -> bool:
    """Whether the two may be told of one time: times that overlap, or both of the story's own days.

    Where only one report tells the time, and it is not the story's, the sentences must have much in common.
    """
    left, right = scene.setting(one), scene.setting(other)
    if left and right:
        overlap = left[0] <= right[1] and right[0] <= left[1]
        return overlap or (scene.in_story_time(one) and scene.in_story_time(other))
    if scene.in_story_time(one) and scene.in_story_time(other):
        return True
    return scene.alike_around(one, other) >= ALIKE_AROUND


def _judge_words(one: Figure, other: Figure, scene: Scene) -> Verdict | None:
    """Other measures meet by their words, the more so the less their kind says."""
    names = scene.names(scene.parties(one) | scene.parties(other))
    left, right = _kinds_of(one) - names, _kinds_of(other) - names
    unsaid = one.measure_kind in VAGUE and not (left and right)  # of whom is said, and not how much of what
    if not left or not right:
        left, right = _kinds_of(one), _kinds_of(other)
    likeness = dice(left, right)
    shared = scene.parties(one) & scene.parties(other)
    needed = ALIKE if one.measure_kind in VAGUE or not shared else ALIKE_KIND
    reasons = ["the measures share their words"] + (["the same parties"] if shared else [])
    if likeness < needed / 2:
        return _retold(one, other, scene)
    weak = likeness < needed or one.measure_kind != other.measure_kind or _ahead(one, other)
    weak = weak or _half_dated(one, other)
    occasion = _other_occasion(one, other, scene)
    if occasion == ANOTHER_TIME and _large(one, other) and None in (scene.setting(one), scene.setting(other)):
        weak, occasion = True, ""  # one report leaves the time open
    if _other_whole(one, other, scene):
        occasion = "shares of what is in different countries"
    counted = one.measure_kind in VAGUE | THINGS or is_physical(one.unit)
    if occasion or (counted and _far_apart(one, other)):
        return _parted(one, other, occasion or "numbers so far apart count two things")
    personal = one.measure_kind in VAGUE or one.measure_kind == "distance"  # "a 10-yard run"
    alone, bare = _alone(one, other, scene), _thin(one, left & right, shared)
    if personal and bare and _other_people(one, other, scene):
        return different("other people are spoken of")
    around = scene.alike_around(one, other)
    if weak or ((alone or bare) and around < ALIKE_AROUND):
        few = alone and bare and not _large(one, other)  # "two missions to Mars", "two missions"
        return unsure(around, *reasons) if few else _unless_excluded(one, other, around, *reasons)
    parts = is_part(one, scene) and is_part(other, scene)  # of one whole, and each report may mean another part
    one_of_many = one.measure_kind == "distance" and "-" in one.quantity.text + other.quantity.text  # "a 10-yard run"
    thin = bare and (one.measure_kind in VAGUE or one.measure_kind in THINGS or one_of_many)
    own = one.unit == "percent" or one.measure_kind == "distance"  # every town has a jobless rate, every throw a length
    whose = own and (alone or left != right)
    unclear = thin or whose or (one.measure_kind in VAGUE and (unsaid or parts))
    if unclear and not meet(extent(one), extent(other)):
        return unsure(around, *reasons)
    return same(0.5 + likeness / 2, *reasons)


def _retold(one: Figure, other: Figure, scene: Scene) -> Verdict | None:
    """Two sentences that give one number in much the same words, whatever each says that it measures: never a conflict.

    "A satellite weighing 425 kg" in one report is "a 425 kg satellite" in the other; two small counts of people are
    one by chance, and a rank ("the first") tells nothing.
    """
    if one.evidence.report == other.evidence.report or not _may_be_retold(one, other) or apart(one, other, scene):
        return None
    if _other_people(one, other, scene):
        return None
    left, right = (scene.context(figure, stems(figure.quantity.text) - scene.refrain) for figure in (one, other))
    around = containment(left, right)
    if around < RETOLD or len(left & right) < RETOLD_WORDS:
        return None
    return same(0.5 + 0.4 * around, "one number in sentences of much the same words")


def _may_be_retold(one: Figure, other: Figure) -> bool:
    """Whether the two numbers are one, telling, and of kinds that do not exclude each other."""
    kinds = {one.measure_kind, other.measure_kind}
    if not _equal(one, other) or not (_is_telling(one) and _is_telling(other)):
        return False
    if len(kinds) > 1 and not kinds & VAGUE:
        return False
    if one.bound != other.bound and "exact" not in (one.bound, other.bound):
        return False
    return "age" not in kinds or bool(_kinds_of(one) & _kinds_of(other))


def _is_telling(figure: Figure) -> bool:
    """Whether a number is no rank, no flow (which its parties tell), and no small count of people."""
    known = figure.value is not None and figure.measure_kind not in FLOWS | {"rank"}
    return known and (figure.unit not in PEOPLE or (figure.value or 0) >= TELLING)


def _kinds_of(figure: Figure) -> frozenset[str]:
    """The stems of what is counted, nouns for one kind of people as one."""
    return frozenset(kinds().get(word, word) for word in stems(figure.measure))


def _alone(one: Figure, other: Figure, scene: Scene) -> bool:
    """Whether only one report says of whom, unless that is what the whole story is about."""
    parties = scene.parties(one), scene.parties(other)
    return bool(parties[0]) != bool(parties[1]) and not (parties[0] | parties[1]) <= scene.topics


def _thin(figure: Figure, words: frozenset[str], shared: frozenset[str]) -> bool:
    """Whether too little says what is counted: one word; a thing has one weight, and a town one population."""
    own = family(figure.unit) == HEAVY or figure.measure_kind in OWN
    return len(words) < 2 and not shared and not own


def _other_people(one: Figure, other: Figure, scene: Scene) -> bool:
    """Whether both clauses speak of persons, and of different ones: a bare count is of whom the clause is about."""
    left, right = _people(one, scene), _people(other, scene)
    return bool(left and right) and not left & right


@once
def _people(figure: Figure, scene: Scene) -> frozenset[str]:
    """The persons that the figure's clause speaks of, by name or by pronoun."""
    named = scene.named_between(figure, figure.evidence.start, figure.evidence.end)
    return frozenset(key for key in named if key in scene.entities and scene.entities[key].type == "person")


def _half_dated(one: Figure, other: Figure) -> bool:
    """Whether only one is told of a month or a longer time, and nobody can say of which: "in January", undated."""
    times = [figure.when for figure in (one, other) if figure.when and figure.when.grain not in NEAR_GRAINS]
    return len(times) == 1 and interval(times[0]) is None


def _large(one: Figure, other: Figure) -> bool:
    return all(figure.value is not None and figure.value > SMALL for figure in (one, other))


def extent(figure: Figure) -> Interval:
    """The least and the greatest number that the figure allows; None where there is no limit."""
    if figure.value is None:
        return figure.low, figure.high
    match figure.bound:
        case "about":
            return figure.value * (1 - ABOUT), figure.value * (1 + ABOUT)
        case "at_least" | "more_than":
            return figure.value, None
        case "at_most" | "less_than":
            return None, figure.value
        case _:
            return figure.value, figure.value


def meet(left: Interval, right: Interval) -> bool:
    """Whether two stretches of numbers have one in common."""
    low = max((end for end in (left[0], right[0]) if end is not None), default=None)
    high = min((end for end in (left[1], right[1]) if end is not None), default=None)
    return low is None or high is None or low <= high
