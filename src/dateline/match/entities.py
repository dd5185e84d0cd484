"""Entities of single reports to entities of the record: who is the same across reports.

A judgement is made for pairs that share a name (states and well-known organizations already carry one id in all
reports). Full names decide; a surname alone joins the one bearer of that name in the same story, and nobody where
there are two. Countries that contradict each other keep two bearers of one name apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import msgspec
from rapidfuzz import fuzz

from dateline import lexicon
from dateline.match.groups import Groups
from dateline.match.verdict import ruling
from dateline.match.words import plain
from dateline.model import Analysis, Entity, Judged, Match, Story, content_id

BY = "names/1"
SPELLING = 88  # least likeness (0-100) of two full names that differ only in transliteration
SPELLING_OF_WORD = 70  # the same for a word of them that begins with the same letter
SPELLED = "same name in another spelling"


@dataclass(frozen=True)
class Linked:
    """The record's entities, the judgements behind them, and where each report's entity went."""

    entities: tuple[Entity, ...]
    matches: tuple[Match, ...]
    target: dict[str, str]

    def of(self, entity: str) -> str:
        """The record's id for an entity of one report."""
        return self.target.get(entity, entity)


@dataclass(frozen=True)
class _Local:
    """An entity as one report knows it."""

    report: str
    story: str
    entity: Entity
    names: tuple[tuple[str, ...], ...]

    @property
    def key(self) -> str:
        return self.entity.id


def link_entities(analyses: Sequence[Analysis], stories: Iterable[Story], judged: Iterable[Judged] = ()) -> Linked:
    """Unite the entities of all ``analyses``; a surname alone is resolved only within its story.

    What people have ``judged`` of two of these entities goes before names.
    """
    story_of = {report: story.id for story in stories for report in story.reports}
    locals_ = [
        _Local(a.report.id, story_of.get(a.report.id, ""), entity, _names(entity))
        for a in analyses
        for entity in a.entities
    ]
    groups: Groups[str] = Groups(local.key for local in locals_)
    ids = {local.key for local in locals_}
    ruled = [match for match in map(ruling, judged) if match.left in ids and match.right in ids]
    _apply(ruled, groups)
    matches = [match for block in _blocks(locals_) for match in _judge(block, groups)]
    matches += _judge_beginnings(locals_, groups)
    return _gather(locals_, groups, [*matches, *ruled])


def _apply(ruled: Sequence[Match], groups: Groups[str]) -> None:
    """Part and unite as people said; where one says both of two, by way of a third, they stay apart."""
    for match in ruled:
        if match.judgement == "different":
            groups.part(match.left, match.right)
    for match in sorted(ruled, key=lambda m: (m.left, m.right)):
        if match.judgement == "same" and groups.may_unite(match.left, match.right):
            groups.unite(match.left, match.right)


def _names(entity: Entity) -> tuple[tuple[str, ...], ...]:
    forms = {tuple(plain(name).replace("-", " ").replace(".", " ").split()) for name in (entity.name, *entity.aliases)}
    if entity.type == "organization":
        forms |= {_without_legal_form(form) for form in forms}
    return tuple(sorted(form for form in forms if form))


def _without_legal_form(name: tuple[str, ...]) -> tuple[str, ...]:
    """A company's name without "Inc" and the like."""
    legal = lexicon.load().names.legal_forms
    while len(name) > 1 and name[-1] in legal:
        name = name[:-1]
    return tuple(word.rstrip(",") for word in name)


def _blocks(locals_: Iterable[_Local]) -> list[list[_Local]]:
    """Entities of one type that share the last word of a name; states are one by their id already."""
    blocks: dict[tuple[str, str], dict[str, _Local]] = defaultdict(dict)
    for local in locals_:
        for name in local.names:
            blocks[local.entity.type, name[-1]].setdefault(local.key, local)
    return [list(block.values()) for _, block in sorted(blocks.items()) if len(block) > 1]


def _judge(block: Sequence[_Local], groups: Groups[str]) -> Iterator[Match]:
    """Full names first, so that surnames alone meet what full names have united."""
    bearers = _by_full_name(block)
    for locals_ in bearers.values():
        yield from _unite_all(locals_, groups)
    if block[0].entity.type == "person":
        for one, other in combinations(sorted(bearers), 2):
            yield from _judge_names(one, other, bearers, groups)
        for in_story in _by_story(block).values():
            yield from _judge_surnames(in_story, groups)


def _by_full_name(block: Iterable[_Local]) -> dict[tuple[str, ...], list[_Local]]:
    """The bearers of each name of two words or more; of any name for what is no person."""
    bearers: dict[tuple[str, ...], list[_Local]] = defaultdict(list)
    for local in block:
        for name in local.names:
            if len(name) > 1 or local.entity.type != "person":
                bearers[name].append(local)
    return bearers


def _by_story(block: Iterable[_Local]) -> dict[str, list[_Local]]:
    stories: dict[str, list[_Local]] = defaultdict(list)
    for local in block:
        stories[local.story].append(local)
    return stories


def _unite_all(locals_: Iterable[_Local], groups: Groups[str]) -> Iterator[Match]:
    """Unite each with the first that it does not contradict: near-linear, since few bear one name and are not one."""
    first_of: list[_Local] = []
    for local in locals_:
        fitting = next((first for first in first_of if _fit(first, local, groups)), None)
        if fitting is None:
            first_of.append(local)
        elif fitting.report != local.report:
            groups.unite(fitting.key, local.key)
            yield _match(fitting, local, 0.95, ("same name",))


def _judge_names(
    a: tuple[str, ...], b: tuple[str, ...], bearers: Mapping[tuple[str, ...], list[_Local]], groups: Groups[str]
) -> Iterator[Match]:
    """Two different full names that may be one person's."""
    reason, anywhere = _same_name(a, b)
    if not reason or (reason == SPELLED and _beside(bearers[a], bearers[b])):
        return
    for one in bearers[a]:
        for other in bearers[b]:
            near = one.report != other.report and (anywhere or one.story == other.story)
            apart = groups.root(one.key) != groups.root(other.key)
            if near and apart and _fit(one, other, groups):
                groups.unite(one.key, other.key)
                yield _match(one, other, 0.95, (reason,))


def _same_name(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, bool]:
    """Why two full names may be of one person, and whether that holds outside one story; empty where they may not."""
    if _initials_fit(a, b):
        return "same first and last name", True
    if _ends_alike(a, b):
        return "one name with a title or a further name before it", False
    if len(a) == len(b) and fuzz.ratio(" ".join(a), " ".join(b)) >= SPELLING and all(map(_spelled_alike, a, b)):
        return SPELLED, True
    return "", False


def _spelled_alike(one: str, other: str) -> bool:
    """Whether two words may be one name: "Yevgeny" and "Evgeny", "Muhammad" and "Mohammed", not "Jon" and "Ron"."""
    likeness = fuzz.ratio(one, other)
    return likeness >= SPELLING or (likeness >= SPELLING_OF_WORD and one[0] == other[0])


def _beside(one: Iterable[_Local], other: Iterable[_Local]) -> bool:
    """Whether one report knows the bearers of both names, and so knows two people."""
    return bool({local.report for local in one} & {local.report for local in other})


def _judge_beginnings(locals_: Iterable[_Local], groups: Groups[str]) -> Iterator[Match]:
    """A full name that begins a longer one of the same story: "Ana Lopez", "Ana Lopez Vega", if only one does."""
    bearers: dict[tuple[str, tuple[str, ...]], list[_Local]] = defaultdict(list)
    longer: dict[tuple[str, tuple[str, ...]], list[_Local]] = defaultdict(list)
    for local in locals_:
        if local.entity.type == "person" and local.story:
            for name in local.names:
                bearers[local.story, name].append(local)
                if len(name) > 2:
                    longer[local.story, name[:-1]].append(local)
    for key, full in sorted(longer.items()):
        one = {groups.root(local.key) for local in full}
        shorter = bearers.get(key, [])  # a report that knows "Ivo Stark" and "Ivo Stark Jr." knows two people
        for short in shorter if len(one) == 1 and not _beside(shorter, full) else ():
            other = next((f for f in full if f.report != short.report), None)
            apart = other is not None and groups.root(other.key) != groups.root(short.key)
            if other is not None and apart and _fit(short, other, groups):
                groups.unite(short.key, other.key)
                yield _match(short, other, 0.9, ("one name with a further name behind it",))


def _judge_surnames(in_story: Sequence[_Local], groups: Groups[str]) -> Iterator[Match]:
    """Those known by a surname alone join the one bearer of it in their story, else their namesakes."""
    for local in in_story:
        if not _only_surname(local):
            continue
        bearers = _bearers(local, in_story, groups)
        if len(bearers) == 1:
            groups.unite(local.key, bearers[0].key)
            yield _match(local, bearers[0], 0.8, ("the only bearer of this surname in the story",))
        for other in _namesakes(local, in_story) if not bearers else ():
            if groups.may_unite(local.key, other.key):
                groups.unite(local.key, other.key)
                yield _match(local, other, 0.8, ("the same single name in one story, and nobody else bears it",))


def _initials_fit(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """First and last words are equal and one name's middle is missing or an initial in the other."""
    if a[0] != b[0] or a[-1] != b[-1]:
        return False
    short, long = sorted((a[1:-1], b[1:-1]), key=len)
    return not short or all(any(w.startswith(s) or s.startswith(w) for w in long) for s in short)


def _ends_alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the shorter name, of two words or more, is the end of the longer one: "Haji Omar Reza", "Omar Reza"."""
    short, long = sorted((a, b), key=len)
    return 1 < len(short) < len(long) and long[-len(short) :] == short


def _fit(one: _Local, other: _Local, groups: Groups[str]) -> bool:
    """Whether nothing known of two bearers of one name keeps them apart: neither their countries nor a person."""
    return not _contradict(one.entity, other.entity) and groups.may_unite(one.key, other.key)


def _contradict(one: Entity, other: Entity) -> bool:
    """Whether two bearers of one name are not one: they are of other countries, or a ministry of nobody knows whom."""
    if one.type == "organization":
        return one.country != other.country
    return bool(one.country and other.country and one.country != other.country)


def _only_surname(local: _Local) -> bool:
    return all(len(name) == 1 for name in local.names)


def _bearers(local: _Local, block: Sequence[_Local], groups: Groups[str]) -> list[_Local]:
    """One representative of each united person of this surname in the same story."""
    found: dict[str, _Local] = {}
    for other in block:
        fits = other.story == local.story and other.report != local.report and not _only_surname(other)
        if fits and _fit(local, other, groups):
            found.setdefault(groups.root(other.key), other)
    return list(found.values())


def _namesakes(local: _Local, block: Sequence[_Local]) -> list[_Local]:
    """Those known by the same single name in other reports of the same story."""
    return [
        other
        for other in block
        if other.story == local.story
        and other.report > local.report
        and _only_surname(other)
        and not _contradict(local.entity, other.entity)
    ]


def _match(one: _Local, other: _Local, score: float, reasons: tuple[str, ...]) -> Match:
    left, right = sorted((one.key, other.key))
    return Match(left=left, right=right, judgement="same", score=score, reasons=reasons, by=BY)


def _gather(locals_: Sequence[_Local], groups: Groups[str], matches: Iterable[Match]) -> Linked:
    members: dict[str, dict[str, _Local]] = defaultdict(dict)
    for local in locals_:
        members[groups.root(local.key)].setdefault(local.key, local)
    entities: dict[str, Entity] = {}
    target: dict[str, str] = {}
    for _, group in sorted(members.items()):
        united = _unite([local.entity for _, local in sorted(group.items())])
        if united.id in entities:  # two bearers of one name that are not one person
            united = msgspec.structs.replace(united, id=content_id(united.id, *united.merged))
        entities[united.id] = united
        target.update(dict.fromkeys(group, united.id))
    unique = {(match.left, match.right): match for match in matches if match.left != match.right}
    return Linked(
        entities=tuple(sorted(entities.values(), key=lambda e: (e.type, e.name, e.id))),
        matches=tuple(unique[key] for key in sorted(unique)),
        target=target,
    )


def _unite(entities: Sequence[Entity]) -> Entity:
    """One entity of several: the fullest name, every other form as an alias."""
    name = max((entity.name for entity in entities), key=lambda n: (len(n.split()), len(n), n))
    kind = entities[0].type
    forms = {form for entity in entities for form in (entity.name, *entity.aliases)} - {name}
    countries = sorted({entity.country for entity in entities if entity.country})
    shared = len({entity.id for entity in entities}) == 1
    return Entity(
        id=entities[0].id if shared else content_id(kind, plain(name)),
        name=name,
        type=kind,
        country=countries[0] if len(countries) == 1 else None,
        aliases=tuple(sorted(forms)),
        merged=() if shared else tuple(sorted({entity.id for entity in entities})),
    )
