"""The name of the thing that an entry is about, as a person would put it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from string import Formatter

import msgspec

from dateline import lexicon, wording
from dateline.compare.others import disputed, said
from dateline.match import Scene, interval
from dateline.match.events import years_since
from dateline.match.figures import FLOWS, VAGUE, goods
from dateline.match.words import plain, stems
from dateline.model import AnyClaim, Claim, Event, Figure, Quotation, Relation

NEAR = 20  # characters behind a name in which the next word stands
FEW = 4  # claims of which at least one must name a party before it stands in the label
SAID = 2  # figures of one kind from which an entry may be named by it
SHORT = 90  # characters of a report's words in a label


def label(claims: Sequence[AnyClaim], scene: Scene) -> str:
    """A plain noun phrase for what ``claims`` speak of, as a heading."""
    return wording.capital(phrase(claims, scene))


def phrase(claims: Sequence[AnyClaim], scene: Scene) -> str:
    """The same in the middle of a sentence."""
    first = claims[0]
    if isinstance(first, Figure):
        return _figure([claim for claim in claims if isinstance(claim, Figure)], scene)
    if isinstance(first, Event):
        return _event([claim for claim in claims if isinstance(claim, Event)], scene)
    if isinstance(first, Quotation):
        return _quotation([claim for claim in claims if isinstance(claim, Quotation)], scene)
    return _relation(first, scene)


def _figure(figures: Sequence[Figure], scene: Scene) -> str:
    common = Counter(word for figure in figures for word in (_measure(figure).casefold(), figure.measure_kind))
    best = max(figures, key=lambda f: _typical_of(f, common, scene))
    said = _filled(best, scene) or _measure(best)
    if best.measure_kind in VAGUE and len(stems(said)) < 2:  # "times", "girls": too little to know what is counted
        said = f"{said}: {_short(wording.flat(best.evidence.text))}"
    dated = _day(figures)
    if dated:
        said = lexicon.load().compare.labels["period"].format(label=said, when=dated)
    return said


def _typical_of(figure: Figure, common: Counter[str], scene: Scene) -> tuple[int, bool, int, int, int]:
    """How well a figure names what all of an entry measure: by its kind, its parties, its words, its place."""
    said = _measure(figure).casefold()
    kind, measure = min(common[figure.measure_kind], SAID), common[said] * (said not in lexicon.load().compare.others)
    return (kind, figure.measure_kind not in VAGUE, len(scene.parties(figure)), measure, -figure.evidence.start)


def _filled(figure: Figure, scene: Scene) -> str:
    """The first template of the figure's kind for which everything is known; empty where there is none."""
    kind, templates = figure.measure_kind, lexicon.load().compare.figures
    parties = sorted(_names(scene.parties(figure), scene))
    values = {
        "of": scene.name(figure.of),
        "from": scene.name(figure.from_),
        "to": scene.name(figure.to),
        "parties": wording.join(parties) if len(parties) > 1 else "",
        "goods": _goods(figure, scene) if kind in FLOWS else "",
        "measure": "" if _tells(_measure(figure), kind) else _measure(figure),
    }
    values |= {f"{key}_s": wording.possessive(values[key]) if values[key] else "" for key in ("of", "from")}
    named = (f"{kind}_of_goods", kind, f"{kind}_of_goods_alone", f"{kind}_alone")
    for template in (templates.get(name) for name in named):
        if template and all(values[name] for _, name, _, _ in Formatter().parse(template) if name):
            return template.format(**values)
    return ""


def _goods(figure: Figure, scene: Scene) -> str:
    """The words for what is traded, without those for the trade itself: "copper" of "imports of copper"."""
    traded, words = goods(figure, scene), _measure(figure).split()
    held = [position for position, word in enumerate(words) if stems(word) & traded]
    said = " ".join(words[held[0] : held[-1] + 1]) if held else ""
    return said if stems(said) == traded else ""


def _measure(figure: Figure) -> str:
    return wording.flat(figure.measure) or figure.unit


def _tells(said: str, kind: str) -> bool:
    """Whether the measure's words already name its kind."""
    return bool(stems(said) & (stems(kind) | stems(" ".join(lexicon.load().compare.anybody))) - stems("people"))


def _event(events: Sequence[Event], scene: Scene) -> str:
    words = lexicon.load().compare
    events = [event for event in events if not years_since(event, scene)] or events
    kind = _commonest_of((event.mode or event.type or "") for event in events)
    best = next(event for event in events if (event.mode or event.type or "") == kind)
    names = (f"{best.type}.{best.mode}", best.mode or "", best.type or "")
    act = next((words.acts[name] for name in names if name in words.acts), words.acts["other"])
    named = _named(events)
    act = words.acts.get(named, act)
    noun = named or act.noun.format(mode=wording.act(best))
    recipients = _struck(events, scene) or _names(_commonest_parties([event.recipients for event in events]), scene)
    actors = _names(_commonest_parties([event.actors for event in events]), scene)
    actors = [name for name in actors if name not in recipients] or ([] if recipients else _spoken_of(events, scene))
    said = noun
    if actors:
        said += f" {act.by} {wording.join(actors)}"
    if recipients and act.to and (actors or act.to != "with"):
        said += f" {act.to} {wording.join(recipients)}"
    elif recipients and not actors:
        said += f" {act.by} {wording.join(recipients)}"
    things = [_thing(event, scene) for event in events]
    thing = _commonest(said.lower() if said.lower() in things else said for said in things)  # "Coalition" of a headline
    if thing:
        said = words.labels["thing"].format(act=noun, thing=thing)
    elif not actors and not recipients:
        where = _commonest(event.where.name for event in events if event.where)
        said = words.labels["place"].format(act=noun, place=where) if where else _by_clause(noun, events)
    stages = {event.factuality for event in events}
    if len(stages) == 1 and best.factuality in words.labels:
        said = words.labels[best.factuality].format(act=said)
    when = _day(events)
    return words.labels["event"].format(act=said, when=when) if when else said


def _struck(events: Sequence[Event], scene: Scene) -> list[str]:
    """What of a state is attacked, where most of the claims say: "the bombings of U.S. embassies" hit no state."""
    said = Counter(words for event in events if event.type == "ASSAULT" and (words := _asset(event, scene)))
    best = min(said, key=lambda words: (-said[words], len(words), words), default="")
    return [best] if said[best] * 2 >= len(events) else []


def _asset(event: Event, scene: Scene) -> str:
    """The state that is acted on, with what of it the sentence names right behind: "U.S. embassies"; or nothing."""
    text, start = scene.report(event).text, event.trigger.end
    for mention in scene.mentioned_between(event, start, event.evidence.end):
        known = scene.entities.get(mention.entity)
        behind = re.match(r"(?:['’]s?)? ([a-z]+)", text[mention.end : mention.end + NEAR])
        if known and known.id in event.recipients and known.type == "state":
            return text[mention.start : mention.end + behind.end()] if behind and behind[1] in _assets() else ""
    return ""


@functools.cache
def _assets() -> frozenset[str]:
    """The nouns for what of a state can be attacked."""
    classes = lexicon.load().events.classes
    return frozenset(word for name in lexicon.load().compare.assets for word in classes[name])


def _thing(event: Event, scene: Scene) -> str:
    """The words for what a turn is of; a common noun that begins a sentence without its capital."""
    if event.thing is None:
        return ""
    said = wording.flat(event.thing.text)
    first = said.split()[0].lower()
    common = any(first in turn.things for turn in lexicon.load().events.turns)
    return said[:1].lower() + said[1:] if common and event.thing.start == scene.sentence(event)[0] else said


def _named(events: Sequence[Event]) -> str:
    """What most of the reports' own words call it: "ban", "signing"; empty where they have no such word in common."""
    called = Counter(word for event in events if (word := _called(event)))
    best = max(called, key=lambda word: (called[word], word), default="")
    return best if called[best] * 2 >= len(events) else ""


def _called(event: Event) -> str:
    """The name of the deed that the last telling word of its trigger stands for; empty where none does."""
    named = _names_of_deeds().get(event.type or event.mode or "", {})
    found = [named[key] for word in plain(event.trigger.text).split() if (key := lexicon.root(word)) in named]
    return found[-1] if found else ""


@functools.cache
def _names_of_deeds() -> dict[str, dict[str, str]]:
    named = lexicon.load().compare.named
    return {type_: {lexicon.root(word): name for word, name in words.items()} for type_, words in named.items()}


def _commonest_parties(told: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Who takes part as most of the claims say; nobody where only one of many names anybody."""
    given = Counter(parties for parties in told if parties)
    if not given:
        return ()
    best = min(given, key=lambda parties: (-given[parties], -len(parties)))  # of equals the first
    return best if given[best] * FEW >= len(told) else ()


def _spoken_of(events: Sequence[Event], scene: Scene) -> list[str]:
    """For talks without parties: the persons whom all the sentences about them name, if they are two or more."""
    if events[0].type != "CONSULT":
        return []
    shared = frozenset.intersection(*(scene.named_in(event) for event in events))
    persons = [
        scene.entities[key].name for key in shared if key in scene.entities and scene.entities[key].type == "person"
    ]
    return sorted(persons) if len(persons) > 1 else []


def _by_clause(noun: str, events: Sequence[Event]) -> str:
    """An act of nobody in particular is told by its shortest clause."""
    clauses = [wording.flat(event.evidence.text) for event in events]
    common = Counter(word for clause in clauses for word in stems(clause))
    clauses = [clause for clause in clauses if len(clause.split()) > 3]
    telling = min(clauses, key=lambda text: (-_typical(text, common), len(text), text), default="")
    return f"{noun}: {_short(telling)}" if telling else noun


def _typical(clause: str, common: Counter[str]) -> float:
    """How much of what the clauses repeat a clause holds, for its length."""
    words = stems(clause)
    return sum(common[word] for word in words) / (len(words) + len(common) / 4) if words else 0.0


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + "…"


def _quotation(quotations: Sequence[Quotation], scene: Scene) -> str:
    quotation = quotations[0]
    words = _short(said(quotation))
    speaker = scene.name(quotation.speaker) or (wording.flat(quotation.source.text) if quotation.source else "")
    if disputed(quotations, scene):  # who said it is the question
        return lexicon.load().compare.labels["utterance"].format(words=words)
    if negation := wording.negation(quotation):
        words = f"{negation}: {words}"
    return lexicon.load().compare.labels["statement"].format(speaker=speaker, words=words) if speaker else words


def _relation(relation: Relation, scene: Scene) -> str:
    labels = lexicon.load().compare.labels
    name = scene.name(relation.subject)
    if relation.relation in ("office", "affiliation"):
        return labels["office"].format(name=name)
    words = wording.flat(relation.words.text)
    return words if name.casefold() in words.casefold() else labels["relation"].format(name=name, words=words)


def _names(ids: Iterable[str], scene: Scene) -> list[str]:
    return [name for name in (scene.name(entity) for entity in ids) if name]


def _day(claims: Iterable[Claim]) -> str:
    """The time that most of the claims give; nothing where two exclude each other: that is the question then."""
    given = [claim.when for claim in claims if claim.when and interval(claim.when)]
    counted = Counter(wording.when(when) for when in given).most_common()
    if len(counted) > 1:
        days = [pair for when in given if (pair := interval(when))]
        if max(pair[0] for pair in days) > min(pair[1] for pair in days):
            return ""
    if len({when.value for when in given if when.grain == "time"}) > 1:  # the hour may be the question: only the day
        given = [msgspec.structs.replace(when, grain="day", value=str(when.from_)) for when in given]
    return _commonest(wording.when(when) for when in given)


def _commonest_of(items: Iterable[str]) -> str:
    """The commonest, and of equals the first."""
    return Counter(items).most_common(1)[0][0]


def _commonest(items: Iterable[str]) -> str:
    counted = Counter(item for item in items if item)
    return min(counted, key=lambda item: (-counted[item], len(item), item)) if counted else ""


def position(claim: Claim) -> tuple[int, str]:
    """Where in its report a claim stands: what comes first matters most."""
    return (claim.evidence.start, claim.evidence.report)
