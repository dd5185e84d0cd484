"""Who and what a report speaks of: names, descriptions and pronouns, and the entities they refer to.

``find_entities`` reads one report alone. What its mentions are:

* a **name** is the name itself, without title, article or possessive ("Modi" in "Mr. Modi's");
* an adjective of a state ("Russian" in "Russian petroleum", "Indian" in "Indian officials") is a name of that state,
  so that ``reading.entity_at(token)`` gives a figure or an event its party; "Indian officials" around it is a nominal
  of a group with that country, and the innermost mention wins at the adjective, the group at its noun;
* a capital or a seat of government is a name of the state where it acts ("Moscow said", "ties with Washington"), and
  of the place otherwise ("in Moscow"); which one the mention's entity tells;
* a **nominal** is a noun phrase from its first word to its head ("the Indian leader", "the Russian government"); one
  that stands for two ("the two leaders", "both countries") is two mentions on the same span, one of each entity;
* a **pronoun** is a mention only where the text decides whom it means.

Ids: states are the same in all reports, so are organizations, blocs and armed groups of the gazetteer; everybody else
is of this report until ``match`` joins reports.
"""

from __future__ import annotations

import msgspec

from dateline.entities import gazetteer as _gazetteer
from dateline.entities.coreference import resolve
from dateline.entities.names import find_names
from dateline.entities.nominals import Ref, appositions, describe_persons, describing, name_refs, own_organizations
from dateline.entities.people import Known, certain, cluster, spoken_of
from dateline.entities.view import View, build
from dateline.model import Entity, Mention, Place, content_id
from dateline.reading import Reading

__all__ = ["find_entities", "place", "place_of_dateline"]


def find_entities(reading: Reading) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """The entities of a report in order of appearance, and their mentions in order.

    Last come the states of peoples ("three Americans") whose state the report does not name: they have no mention.
    """
    if not len(reading.doc):
        return (), ()
    view, words, gazetteer = build(reading.doc), reading.lexicon.names, _gazetteer.load()
    names = find_names(view, reading.doc, words, gazetteer)
    refs = name_refs(view, names, cluster(view, names, words, gazetteer))
    describe_persons(view, refs, words)
    institutions = own_organizations(view, refs, words)
    refs += appositions(view, refs, words)
    refs += describing(view, refs, institutions, words)
    refs.sort(key=lambda ref: (ref.start, -ref.end))
    refs += resolve(view, refs, words, gazetteer)
    return _record(reading, view, sorted(refs, key=lambda ref: (ref.start, -ref.end)))


def _record(reading: Reading, view: View, refs: list[Ref]) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Refs as the record's types."""
    made: dict[int, Entity] = {}
    entities: dict[str, Entity] = {}
    mentions: dict[Mention, None] = {}
    for ref in refs:
        start, end = view.idx[ref.start], view.end(ref.end - 1)
        for known in ref.entities:
            entity = made.get(id(known)) or made.setdefault(id(known), _entity(reading, known))
            entities.setdefault(entity.id, entity)
            words = reading.report.text[start:end]
            found = Mention(report=reading.report.id, start=start, end=end, text=words, entity=entity.id, kind=ref.kind)
            mentions.setdefault(found)
    _add_states_of_peoples(entities)
    return tuple(entities.values()), tuple(mentions)


def _add_states_of_peoples(entities: dict[str, Entity]) -> None:
    """The states of groups that are named by a people alone ("three Americans"): the party that a count is of."""
    named = {entity.country for entity in entities.values() if entity.type == "state"}
    states = _gazetteer.load().states
    for group in [entity for entity in entities.values() if entity.type == "group"]:
        if group.country in states and group.country not in named:
            named.add(group.country)
            identity = content_id("state", group.country)
            name = states[group.country].name
            entities[identity] = Entity(id=identity, name=name, type="state", country=group.country)


def _entity(reading: Reading, known: Known) -> Entity:
    if known.type == "state":
        identity = content_id("state", known.country)
    elif (
        known.key.startswith("organization:")
        and known.key.removeprefix("organization:") in _gazetteer.load().organizations
    ):
        identity = content_id("organization", known.name)
    else:
        identity = content_id(reading.report.id, known.type, known.key)
    aliases = tuple(sorted(form for form in known.forms if form != known.name))
    return Entity(id=identity, name=known.name, type=known.type, country=known.country, aliases=aliases)


def place(reading: Reading, where: Mention | str) -> Place | None:
    """The place that a mention or a name means, with country and coordinates where the gazetteer is certain.

    A name that has many namesakes, or a small city of a country that the report never speaks of, gets no coordinates.
    Somebody who is no place (a person, a company) gives None.
    """
    gazetteer = _gazetteer.load()
    name = where if isinstance(where, str) else where.text
    entity = reading.entity(where.entity) if isinstance(where, Mention) else _named(reading, name)
    if entity is not None and entity.type not in ("place", "state"):
        return None
    listed = {entry.sense: entry for entry in gazetteer.names.get(name, ())}
    if "adjective" in listed and len(listed) == 1:
        return None
    capital = gazetteer.states.get(listed["capital"].country or "") if "capital" in listed else None
    link = entity.id if entity is not None else None
    away = entity is not None and entity.type == "place" and entity.country is None
    if capital is not None and capital.at is not None and name in capital.capitals[:1] and not away:
        return Place(name=name, country=capital.code, latitude=capital.at[0], longitude=capital.at[1], entity=link)
    country = entity.country if entity is not None else listed["state"].country if "state" in listed else None
    spoken = spoken_of(((e.name, e.country) for e in reading.entities), gazetteer)
    city = gazetteer.city(name, country=country) if "state" not in listed and "region" not in listed else None
    if city is not None and not away and (country or certain(city, spoken, gazetteer)):
        return Place(name=name, country=city.country, latitude=city.latitude, longitude=city.longitude, entity=link)
    return Place(name=name, country=country, entity=link) if entity is not None or country else None


def place_of_dateline(reading: Reading) -> Place | None:
    """The report's dateline with the country and the coordinates that its own words tell: "San Jose, Costa Rica".

    A lone city is a capital, or one that ``place`` is certain of.
    """
    where, gazetteer = reading.report.dateline, _gazetteer.load()
    if where is None or where.country is not None:
        return where
    name, _, region = (part.strip() for part in where.name.partition(","))
    listed = {entry.sense: entry for entry in gazetteer.names.get(region, ())}
    short = region.rstrip(".")
    known = gazetteer.provinces.values()
    province = (
        next((p for p in known if short in (p.name, (p.abbreviation or "").rstrip("."))), None) if short else None
    )
    if province is not None and "state" not in listed:
        city = gazetteer.city(name, country="USA", province=province.postal)
        found = Place(name=name, country="USA")
    elif "state" in listed:
        city = gazetteer.city(name, country=listed["state"].country)
        found = Place(name=name, country=listed["state"].country)
    else:
        return _renamed(place(reading, name), where) if not region else where
    at = Place(name=name, country=city.country, latitude=city.latitude, longitude=city.longitude) if city else found
    return _renamed(at, where)


def _renamed(found: Place | None, where: Place) -> Place:
    return msgspec.structs.replace(found, name=where.name) if found is not None else where


def _named(reading: Reading, name: str) -> Entity | None:
    """The place or state of the report that goes by ``name``."""
    found = (e for e in reading.entities if e.type in ("place", "state") and (e.name == name or name in e.aliases))
    return next(found, None)
