"""The gazetteer: states, capitals, seats of government, organizations, regions and cities, and how they are found.

Facts lie in ``data/states.toml``, ``organizations.toml``, ``places.toml`` and ``cities.tsv`` with their sources. An
``Entry`` is one thing that a string can name; the same string may have several ("Georgia"). Strings are looked up by
their characters, not by tokens, so that nothing depends on how a tokenizer cuts "U.S." or "al-Qaeda".
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from dateline.errors import LexiconError
from dateline.lexicon import Section, load_table
from dateline.model import EntityType

Sense = Literal["state", "adjective", "people", "capital", "seat", "place", "region", "organization"]

_LARGE = 100  # thousands of people
_CERTAIN = 5.0  # a city is meant without further words where it has this many times the people of its namesakes


class State(Section, frozen=True, kw_only=True):
    """One state of ``states.toml``."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    at: tuple[float, float] | None = None
    historic: bool = False


class Organization(Section, frozen=True, kw_only=True):
    """One organization, bloc or armed group of ``organizations.toml``."""

    name: str
    aliases: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None
    type: EntityType = "organization"


class Area(Section, frozen=True, kw_only=True):
    """A region of ``places.toml``: part of a state, or larger than one."""

    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    country: str | None = None


class Province(Section, frozen=True, kw_only=True):
    """A state of the United States, with its abbreviations in datelines."""

    name: str
    postal: str
    abbreviation: str | None = None


class _States(Section, frozen=True, kw_only=True):
    state: tuple[State, ...]


class _Organizations(Section, frozen=True, kw_only=True):
    organization: tuple[Organization, ...]


class _Places(Section, frozen=True, kw_only=True):
    regional: dict[str, str]
    place: tuple[Area, ...]
    us_state: tuple[Province, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a string can name. ``the`` marks names that need an article to be one ("the West")."""

    sense: Sense
    name: str
    type: EntityType
    country: str | None = None
    key: str = ""
    the: bool = False


@dataclass(frozen=True, slots=True)
class City:
    """A city with its position in degrees and its thousands of people."""

    name: str
    country: str
    province: str
    latitude: float
    longitude: float
    people: float


@dataclass(frozen=True)
class Gazetteer:
    """All facts, indexed. ``match`` finds the longest name at a place in a text."""

    states: dict[str, State]
    organizations: dict[str, Organization]
    areas: dict[str, Area]
    provinces: dict[str, Province]
    regional: dict[str, str]
    cities: dict[str, tuple[City, ...]]
    names: dict[str, tuple[Entry, ...]]
    heads: frozenset[str]
    _starts: dict[str, tuple[str, ...]]

    def match(self, text: str, start: int) -> tuple[str, tuple[Entry, ...]] | None:
        """The longest listed name that begins at ``start`` and ends at a word's end, with what it can name."""
        best = ""
        for width in (3, 2):
            for name in self._starts.get(text[start : start + width], ()):
                if len(name) > len(best) and text.startswith(name, start) and _ends_word(text, start + len(name)):
                    best = name
        return (best, self.names[best]) if best else None

    def city(self, name: str, *, country: str | None = None, province: str | None = None) -> City | None:
        """The city that ``name`` means beyond doubt: the only one, or the one that dwarfs its namesakes."""
        found = self.cities.get(name) or self.cities.get(plain(name)) or ()
        if country:
            found = tuple(city for city in found if city.country == country)
        if province:
            found = tuple(city for city in found if city.province == province)
        if not found:
            return None
        first = max(found, key=lambda city: city.people)
        others = [city.people for city in found if city is not first]
        return first if not others or first.people >= _CERTAIN * max(others) else None

    def cities_of(self, province: str) -> tuple[str, ...]:
        """Names of the large cities of a state of the United States that no other state has."""
        return tuple(
            name
            for name, found in self.cities.items()
            if len(found) == 1 and found[0].province == province and found[0].people >= _LARGE
        )

    def is_city(self, name: str) -> bool:
        """Whether some city is called ``name``."""
        return name in self.cities or plain(name) in self.cities


class Given(Section, frozen=True, kw_only=True):
    """Given names of ``given_names.toml`` by the gender they tell."""

    male: frozenset[str]
    female: frozenset[str]


@functools.cache
def given() -> Given:
    """Given names, lower case."""
    return load_table("given_names.toml", Given)


def given_name(word: str) -> bool:
    """Whether a word in lower case is a given name."""
    return word in given().male or word in given().female


def plain(text: str) -> str:
    """``text`` without diacritics."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isalnum() or text[end] == "_")


@functools.cache
def load() -> Gazetteer:
    """The gazetteer, read once. Raises ``LexiconError`` for a bad or missing data file."""
    states = load_table("states.toml", _States).state
    organizations = load_table("organizations.toml", _Organizations).organization
    places = load_table("places.toml", _Places)
    names: dict[str, list[Entry]] = {}
    for name, entry in (*_state_entries(states), *_organization_entries(organizations), *_area_entries(places)):
        same = names.setdefault(name, [])
        if entry not in same:
            same.append(entry)
    for name in [name for name in names if len(name) > 3 and not name.isupper()]:  # headlines in capitals
        names.setdefault(name.upper(), names[name])
    starts: dict[str, list[str]] = {}
    for name in names:
        starts.setdefault(name[:3], []).append(name)
    return Gazetteer(
        states={state.code: state for state in states},
        organizations={organization.name: organization for organization in organizations},
        areas={name: area for area in places.place for name in area.names},
        provinces={province.name: province for province in places.us_state},
        regional=places.regional,
        cities=_cities(),
        heads=frozenset(head for found in organizations for head in found.heads),
        names={name: tuple(entries) for name, entries in names.items()},
        _starts={start: tuple(sorted(found, key=len, reverse=True)) for start, found in starts.items()},
    )


def _state_entries(states: tuple[State, ...]) -> Iterator[tuple[str, Entry]]:
    for state in states:
        key = f"state:{state.code}"
        senses: tuple[tuple[Sense, tuple[str, ...], EntityType], ...] = (
            ("state", (state.name, *state.aliases), "state"),
            ("state", state.short, "state"),
            ("capital", state.capitals if not state.historic else (), "place"),
            ("seat", state.seats, "state"),
            ("people", state.people, "group"),
            ("adjective", state.adjectives, "state"),
        )
        for sense, words, type_ in senses:
            for word in words:
                needs = word in state.short or word == "Emirates"
                yield word, Entry(sense, state.name, type_, state.code, key, the=needs)


def _organization_entries(organizations: tuple[Organization, ...]) -> Iterator[tuple[str, Entry]]:
    for found in organizations:
        listed = (found.name, *found.aliases)
        for word in (*listed, *(name.replace(" of the ", " for the ") for name in listed)):  # often confused
            needs = word in _NEED_ARTICLE
            yield (
                word,
                Entry("organization", found.name, found.type, found.country, f"organization:{found.name}", needs),
            )
        for word in found.seats:
            yield word, Entry("seat", found.name, found.type, None, f"organization:{found.name}")


_NEED_ARTICLE = frozenset({"West", "Guardian", "Quad", "Fed", "Commons", "Gulf"})


def _area_entries(places: _Places) -> Iterator[tuple[str, Entry]]:
    for area in places.place:
        for word in area.names:
            yield (
                word,
                Entry("region", area.names[0] if len(word) < 4 else word, "place", area.country, "", word == "Gulf"),
            )
        for word in area.adjectives:
            yield word, Entry("adjective", area.names[0], "place", area.country)
        for word in area.people:
            yield word, Entry("people", area.names[0], "group", area.country)
    for province in places.us_state:
        for short in (province.name, province.abbreviation):
            if short:
                yield short, Entry("region", province.name, "place", "USA")


def _cities() -> dict[str, tuple[City, ...]]:
    raw = resources.files("dateline").joinpath("data", "cities.tsv").read_text(encoding="utf-8")
    found: dict[str, list[City]] = {}
    for number, line in enumerate(raw.splitlines(), 1):
        if line.startswith("#") or not line:
            continue
        try:
            name, country, province, latitude, longitude, people = line.split("\t")
            city = City(name, country, province, float(latitude), float(longitude), float(people))
        except ValueError as error:
            raise LexiconError(f"data/cities.tsv:{number}: {error}. Six fields between tabs, numbers last.") from error
        found.setdefault(name, []).append(city)
        if not name.isascii():
            found.setdefault(plain(name), []).append(city)
    return {name: tuple(cities) for name, cities in found.items()}
