"""What events, quotations and relations that are one thing say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from dateline import lexicon, wording
from dateline.match import Scene, interval, is_length
from dateline.match.events import years_since
from dateline.match.quotations import content
from dateline.match.words import containment, stems
from dateline.model import Claim, Difference, Event, Quotation, Relation, Standing, Value

C = TypeVar("C", Event, Quotation, Relation)

SAME_HOUR = 45  # minutes between two clock times that are one time, rounded
ZONE = 12  # characters behind a clock time that may name its zone
_CLOCK = re.compile(r"T(\d\d):(\d\d)")
_ZONE = re.compile(r"\b(?:[A-Z]{1,4}T|UTC|Z)\b")


def compare_events(events: Sequence[Event], scene: Scene) -> tuple[Standing, tuple[Difference, ...]]:
    """Days that exclude each other conflict; a plan and its happening, a day and its month are compatible."""
    notes = lexicon.load().compare.notes
    since = [event for event in events if years_since(event, scene)]
    if since and len(since) < len(events):  # "first in five years" beside "last in 2019": the years, not the stages
        told = {event.id: _length(event, scene) if event in since else _when(event) for event in events}
        timed = [event for event in events if told[event.id]]
        return "compatible", (_difference("when", timed, lambda event: told[event.id], ""),)
    differences = []
    dated = [event for event in events if scene.when(event)]
    standing: Standing = "agreed"
    if any(scene.days_apart(one, other) for i, one in enumerate(dated) for other in dated[i + 1 :]):
        standing = "conflicting"
        differences.append(_difference("when", dated, _when, notes["days"]))
    elif _hours_differ(events, scene):
        standing = "conflicting"
        differences.append(_difference("when", [event for event in events if event.when], _when, notes["hours"]))
    elif len({_when(event) for event in dated}) > 1:
        standing = "compatible"
        differences.append(_difference("when", dated, _when, notes["precision"]))
    ahead = {event.evidence.report for event in events if event.factuality == "planned"}
    ahead -= {event.evidence.report for event in dated if event.factuality != "planned" and _is_past(event, scene)}
    stages = {event.id: _stage(event, ahead) for event in events}
    if len(set(stages.values())) > 1:
        against = any(event.factuality == "denied" for event in events)
        standing = "conflicting" if standing == "conflicting" or against else "compatible"
        note = notes["denied"] if against else ""
        differences.append(_difference("factuality", events, lambda event: stages[event.id], note))
    return standing, tuple(differences)


def _hours_differ(events: Sequence[Event], scene: Scene) -> bool:
    """Whether two clock times of one event lie further apart than a rounded hour; one with a zone tells nothing."""
    clocks = [clock for event in events if (clock := _clock(event, scene)) is not None]
    return bool(clocks) and max(clocks) - min(clocks) > SAME_HOUR


def _clock(event: Event, scene: Scene) -> int | None:
    """The minute of the day at which the event is said to be, where its time names a clock and no zone."""
    when = event.when
    told = _CLOCK.search(when.value) if when else None
    if not told or when is None or when.start is None or when.end is None:
        return None
    said = scene.report(event).text[when.start : when.end + ZONE]
    return None if _ZONE.search(said) else int(told[1]) * 60 + int(told[2])


def compare_quotations(quotations: Sequence[Quotation], scene: Scene) -> tuple[Standing, tuple[Difference, ...]]:
    """One utterance in two mouths conflicts; trimmed or paraphrased it is compatible."""
    notes = lexicon.load().compare.notes
    if disputed(quotations, scene):
        named = [quotation for quotation in quotations if quotation.speaker]
        return "conflicting", (_difference("speaker", named, lambda q: scene.name(q.speaker), notes["mouths"]),)
    words = [content(quotation) for quotation in quotations]
    if len(set(words)) == 1:
        return "agreed", ()
    longest = max(words, key=len)
    marked = all(quotation.form != "indirect" for quotation in quotations)
    trimmed = marked and all(containment(part, longest) >= 0.9 for part in words)
    note = notes["trimmed"] if trimmed else notes["paraphrase"]
    return "compatible", (_difference("content", quotations, said, note),)


def disputed(quotations: Sequence[Quotation], scene: Scene) -> bool:
    """Whether one utterance is put into two mouths that are not one voice and do not tell of each other."""
    speakers = {quotation.speaker for quotation in quotations if quotation.speaker}
    return len(speakers) > 1 and not _one_voice(speakers, scene) and not _told_by_each_other(quotations, scene)


def compare_relations(relations: Sequence[Relation], _: Scene) -> tuple[Standing, tuple[Difference, ...]]:
    """Titles of different rank conflict; other words for one office are compatible."""
    words = lexicon.load().compare
    titled = [relation for relation in relations if relation.title and not relation.method.endswith("/past")]
    titles = {wording.flat(relation.title or "").casefold() for relation in titled}
    if len(titles) <= 1:
        return "agreed", ()
    ranks = {_ranks(title) for title in titles}
    if len(ranks) > 1 and not _given_together(titled):
        return "conflicting", (_difference("title", titled, lambda r: r.title or "", words.notes["rank"]),)
    cores = {stems(title) for title in titles}
    if all(containment(one, other) == 1.0 for one in cores for other in cores):
        return "agreed", ()
    return "compatible", (_difference("title", titled, lambda r: r.title or "", words.notes["titles"]),)


def _ranks(title: str) -> frozenset[str]:
    """The words of a title that make it another office: "deputy", "former" (also as "ex-")."""
    words = lexicon.load().compare
    said = {words.rank_forms.get(word, word) for word in re.findall(r"\w+", title)}
    return frozenset(rank for rank in words.ranks if rank in said)


def _given_together(relations: Sequence[Relation]) -> bool:
    """Whether one report gives a person two of the titles: then they are no conflict between reports."""
    given: dict[str, set[str]] = {}
    for relation in relations:
        given.setdefault(relation.evidence.report, set()).add(wording.flat(relation.title or "").casefold())
    return any(len(titles) > 1 for titles in given.values())


def _difference(field: str, claims: Sequence[C], value: Callable[[C], str], note: str) -> Difference:
    return Difference(field=field, values=_values(claims, value), note=note)


def _values(claims: Sequence[C], value: Callable[[C], str]) -> tuple[Value, ...]:
    positions: dict[str, list[str]] = {}
    for claim in claims:
        positions.setdefault(value(claim), []).append(claim.id)
    return tuple(Value(value=words, claims=tuple(ids)) for words, ids in positions.items())


def _when(claim: Claim) -> str:
    return wording.when(claim.when) if claim.when else ""


def _is_past(event: Event, scene: Scene) -> bool:
    """Whether the event's own time is over on the day of its report."""
    when, published = scene.when(event), interval(scene.report(event).published)
    return bool(when and published and when[1] <= published[1])


def _length(event: Event, scene: Scene) -> str:
    """The words for how long it has been: “in five years”."""
    return next((f"“{time.text}”" for time in scene.times_in(event) if is_length(time)), "")


def _stage(event: Event, ahead: Iterable[str]) -> str:
    """Planned or done; a report for which the event lies ahead speaks of it as planned, however it names it."""
    if event.evidence.report in ahead:
        event = msgspec.structs.replace(event, factuality="planned")
    return wording.factuality(event) or event.factuality


def said(quotation: Quotation) -> str:
    """The words of a quotation on one line."""
    return " … ".join(wording.flat(part.text) for part in quotation.content)


def _told_by_each_other(quotations: Sequence[Quotation], scene: Scene) -> bool:
    """Whether the speakers may tell of each other's words: one is named beside the words in the mouth of another.

    Of "the report says that the minister said", one outlet names the report and the other the minister.
    """
    speakers = {quotation.speaker for quotation in quotations if quotation.speaker}
    named = {quotation.speaker: scene.named_in(quotation) & speakers for quotation in quotations if quotation.speaker}
    return any(others - {speaker} for speaker, others in named.items())


def _one_voice(speakers: Iterable[str], scene: Scene) -> bool:
    """A minister and the ministry speak with one voice: one country, and at most one of them a person."""
    known = [scene.entities[speaker] for speaker in speakers if speaker in scene.entities]
    if frozenset.intersection(*(stems(entity.name) for entity in known)):
        return True  # two forms of one name that could not be united for certain
    persons = [entity for entity in known if entity.type == "person"]
    countries = {entity.country for entity in known}
    return len(persons) <= 1 and len(countries) == 1
