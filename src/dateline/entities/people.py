"""All forms of a name in a report to one entity: persons by surname, organizations by words and initials.

Two people of one surname stay two: a bare surname goes to the one that a title's gender allows, else to the one that
the report speaks of most, where a relative ("his wife, Anna Holt") counts half: who shares the surname of the one a
report is about is named in full all along. A bare surname that fits nobody is a person of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dateline.entities.gazetteer import City, Gazetteer, given, plain
from dateline.entities.names import Name, text_of
from dateline.entities.view import View
from dateline.lexicon import Names
from dateline.model import EntityType

Gender = Literal["male", "female"]

_GREAT, _METROPOLIS, _LARGE = 1000, 500, 150  # thousands of people
_PARTS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*\.?")


@dataclass(slots=True)
class Known:
    """An entity of the report while it is being put together. ``titles`` are offices, ``past`` former ones."""

    key: str
    name: str
    type: EntityType
    country: str | None = None
    gender: Gender | None = None
    forms: Counter[str] = field(default_factory=Counter)
    titles: set[str] = field(default_factory=set)
    past: set[str] = field(default_factory=set)
    heads: frozenset[str] = frozenset()
    bodies: set[str] = field(default_factory=set)  # keys of the organizations that the offices are of
    first: int = 0


def parts_of(text: str, words: Names) -> tuple[str, ...]:
    """The words that tell one person from another: lower case, no diacritics, initials or "Jr."."""
    found = (part.rstrip(".") for part in _PARTS.findall(plain(text).lower().replace("-", " ")))
    kept = tuple(part for part in found if len(part) > 1 and part not in words.suffixes)
    return kept or (plain(text).lower(),)


def cluster(view: View, names: Sequence[Name], words: Names, gazetteer: Gazetteer) -> dict[int, Known]:
    """The entity of each name, by its position in ``names``."""
    known: dict[int, Known] = {}
    persons = [(i, name) for i, name in enumerate(names) if name.type == "person" and name.entry is None]
    known |= _persons(view, persons, words)
    others = [(i, name) for i, name in enumerate(names) if i not in known]
    known |= _others(view, others, words)
    for i, entity in known.items():
        entity.forms[text_of(view, names[i])] += 1
    _give_countries(view, names, known, gazetteer)
    return known


# ── persons ──────────────────────────────────────────────────────────────────────────────────────


def _persons(view: View, names: list[tuple[int, Name]], words: Names) -> dict[int, Known]:
    parts = {i: parts_of(text_of(view, name), words) for i, name in names}
    parts |= _juniors(view, names, parts, words)
    full: dict[str, list[tuple[tuple[str, ...], Known]]] = {}  # by first and by last word
    known: dict[int, Known] = {}
    for i, name in sorted(names, key=lambda pair: (-len(parts[pair[0]]), pair[1].start)):
        if len(parts[i]) < 2 or _is_tail(parts[i], words):
            continue
        near = full.get(parts[i][-1], []) + full.get(parts[i][0], [])
        same = next((person for other, person in near if _same_person(parts[i], other, words)), None)
        if same is None:
            same = Known(f"person:{' '.join(parts[i])}", text_of(view, name), "person", first=name.start)
            for word in dict.fromkeys(parts[i]):
                full.setdefault(word, []).append((parts[i], same))
        same.first = min(same.first, name.start)
        same.gender = same.gender or gender_of(view, name, words) or given_gender(parts[i], words)
        known[i] = same
    weight = Counter(id(person) for person in known.values())
    relatives = {id(known[i]) for i, name in names if i in known and _is_relative(view, name, words)}
    weight = Counter({person: times if person in relatives else 2 * times for person, times in weight.items()})
    short: dict[str, Known] = {}
    for i, name in names:
        if i in known:
            continue
        gender = gender_of(view, name, words)
        likely = {id(p): (other, p) for word in (parts[i][-1], parts[i][0]) for other, p in full.get(word, [])}
        fits = [p for other, p in likely.values() if _short_for(parts[i], other, words, view, name)]
        fits = fits or [p for other, p in likely.values() if gender and _is_second_surname(parts[i], other, words)]
        person = _choose(fits, gender, name, weight)
        if person is None:
            text = " ".join(parts[i])
            if text not in short or (gender and short[text].gender not in (None, gender)):
                short[text] = Known(f"person:{text}:{gender or ''}", text_of(view, name), "person", first=name.start)
            person = short[text]
            person.gender = person.gender or gender
        weight[id(person)] += 1 if id(person) in relatives else 2
        known[i] = person
    return known


def _is_relative(view: View, name: Name, words: Names) -> bool:
    """Whether a person is introduced as somebody's relative: "his wife, Anna Holt", "Anna Holt, the wife of"."""
    after = view.lower[name.end + 1 : name.end + 3] if view.lower[name.end : name.end + 1] == [","] else []
    before = [word for word in view.lower[max(0, name.start - 2) : name.start] if word != ","]
    return not words.family.isdisjoint((*before[-1:], *after))


def _juniors(
    view: View, names: list[tuple[int, Name]], parts: Mapping[int, tuple[str, ...]], words: Names
) -> dict[int, tuple[str, ...]]:
    """The parts of "X Y Jr." with the "Jr." where the report also names an "X Y", who is somebody else."""
    last = {i: view.lower[name.end - 1].rstrip(".") for i, name in names}
    others = [parts[i] for i, _ in names if last[i] not in words.generations and len(parts[i]) > 1]
    return {
        i: (*parts[i][:-1], f"{parts[i][-1]} {last[i]}")
        for i, _ in names
        if last[i] in words.generations
        and any(o[-1] == parts[i][-1] and (len(parts[i]) == 1 or o[0] == parts[i][0]) for o in others)
    }


def _is_tail(parts: tuple[str, ...], words: Names) -> bool:
    """Whether these parts are a surname with particles ("al-Assad", "bin Salman"), not a given name and a surname."""
    return all(part in words.particles for part in parts[:-1])


def _same_person(form: tuple[str, ...], full: tuple[str, ...], words: Names) -> bool:
    """Whether two forms of two or more parts name one person: the words of one, in order, in the other."""
    if form == full:
        return True
    first_last = form[0] == full[0] and form[-1] == full[-1]
    return (
        first_last
        or (form == full[:-1] and form[0] not in words.family_first)  # "Luis Mora" and "Luis Mora Vega"
        or (form[-1] == full[-1] and _ordered(form, full))
        or (form[0] in words.family_first and form[0] == full[0] and "".join(form[1:]) == "".join(full[1:]))
    )


def _ordered(form: tuple[str, ...], full: tuple[str, ...]) -> bool:
    rest = iter(full)
    return all(part in rest for part in form)


def _short_for(form: tuple[str, ...], full: tuple[str, ...], words: Names, view: View, name: Name) -> bool:
    if form == full[-len(form) :]:
        return full[0] not in words.family_first or len(full) == 2 or len(form) > 1
    if form[-1:] == full[-1:] and all(part in words.particles for part in form[:-1]):
        return True
    if len(form) > 1 or form[0] != full[0]:
        return False
    titled = gender_of(view, name, words) is not None or view.lower[name.start - 1] in words.title_words
    return full[0] in words.family_first or not titled or "prince" in view.lower[max(0, name.start - 2) : name.start]


def _is_second_surname(form: tuple[str, ...], full: tuple[str, ...], words: Names) -> bool:
    """As in "Mr. Mora" for "Luis Mora Vega": the father's name before the mother's."""
    return len(form) == 1 and len(full) > 2 and form[0] == full[-2] and full[0] not in words.family_first


def _choose(candidates: list[Known], gender: Gender | None, name: Name, weight: Counter[int]) -> Known | None:
    fits = [person for person in candidates if gender is None or person.gender in (None, gender)]
    exact = [person for person in fits if gender is not None and person.gender == gender]
    fits = exact or fits
    if len(fits) <= 1:
        return fits[0] if fits else None
    before = [person for person in fits if person.first < name.start] or fits
    return max(before, key=lambda person: (weight[id(person)], -person.first))


def gender_of(view: View, name: Name, words: Names) -> Gender | None:
    """What the title or noun before a name tells of its gender."""
    for i in range(name.start - 1, max(-1, name.start - 4), -1):
        word = view.lower[i]
        if word in words.male_honorifics or word in words.male_nouns:
            return "male"
        if word in words.female_honorifics or word in words.female_nouns:
            return "female"
        if word not in words.title_words:
            return None
    return None


def given_gender(parts: tuple[str, ...], words: Names) -> Gender | None:
    """What the given name tells; nothing for a name in neither list."""
    if parts[0] in words.family_first:
        return None
    male, female = parts[0] in given().male, parts[0] in given().female
    if male == female:
        return None
    return "male" if male else "female"


# ── all others ───────────────────────────────────────────────────────────────────────────────────


def _others(view: View, names: list[tuple[int, Name]], words: Names) -> dict[int, Known]:
    by_key: dict[str, Known] = {}
    known: dict[int, Known] = {}
    initials: dict[str, str] = {}
    for _, name in names:
        if name.type == "organization" and name.entry is None and name.end - name.start > 2:
            capitals = "".join(word[0] for word in view.words[name.start : name.end] if word[0].isupper())
            initials.setdefault(capitals, _other_key(view, name))
    short = _short_forms(view, names, words)
    for i, name in names:
        key = _other_key(view, name)
        key = short.get(key, key)
        text = text_of(view, name)
        letters = text.replace(".", "")
        if name.entry is None and letters.isupper() and letters in initials:
            key = initials[letters]
        if key not in by_key:
            by_key[key] = _fresh(view, name, key)
        entity = by_key[key]
        better = (
            entity.name.isupper() and not text.isupper() and len(text) > 4 and name.entry is not None and not name.acts
        )
        if (name.entry is None and len(text) > len(entity.name)) or (better and entity.type == "place"):
            entity.name = text
        known[i] = entity
    return known


def _short_forms(view: View, names: Iterable[tuple[int, Name]], words: Names) -> dict[str, str]:
    """The key of each company that the report also names in short, to that of the short name: "Norvik Motors Inc."."""
    keys = {_other_key(view, name) for _, name in names if name.type == "organization" and name.entry is None}
    found = {}
    for key in keys:
        core = key.split()
        while len(core) > 1 and core[-1].strip(",") in words.legal_forms | words.trades:
            core.pop()
        if (whole := " ".join(core).rstrip(",")) != key and whole in keys:
            found[key] = whole
    return found


def _other_key(view: View, name: Name) -> str:
    entry = name.entry
    if entry is not None and entry.sense == "people":
        return f"group:{entry.name}"
    if entry is not None and entry.sense in ("capital", "seat"):
        return entry.key if name.acts else f"place:{text_of(view, name).lower()}"
    if entry is not None and entry.key:
        return entry.key
    text = entry.name if entry is not None else plain(text_of(view, name))
    return f"{name.type}:{text.lower()}"


def _fresh(view: View, name: Name, key: str) -> Known:
    entry, text = name.entry, text_of(view, name)
    kind: EntityType = name.type
    if entry is None:
        return Known(key, text, kind, first=name.start)
    label = entry.name
    if entry.sense == "people":
        label = text
    elif entry.sense in ("capital", "seat"):
        kind = ("state" if entry.key.startswith("state:") else "organization") if name.acts else "place"
        label = entry.name if name.acts else text
    return Known(key, label, kind, country=entry.country, first=name.start)


def _give_countries(view: View, names: Sequence[Name], known: dict[int, Known], gazetteer: Gazetteer) -> None:
    """Give places their country where it is certain; "Dublin" in a report on Ohio that never names Ireland has none."""
    entries = [name.entry for name in names if name.entry is not None and name.entry.sense != "capital"]
    spoken = spoken_of(((entry.name, entry.country) for entry in entries), gazetteer)
    local = any(code.startswith("USA-") for code in spoken)
    for entity in {id(entity): entity for entity in known.values()}.values():
        if entity.type != "place" or not entity.key.startswith("place:"):
            continue
        city = locate(view, names, known, entity, gazetteer)
        if entity.country is None:
            entity.country = city.country if city is not None and certain(city, spoken, gazetteer) else None
        elif local and entity.country not in spoken:
            entity.country = None


def spoken_of(named: Iterable[tuple[str, str | None]], gazetteer: Gazetteer) -> set[str]:
    """The countries of what is named, and "USA-TX" for states of the United States."""
    found = set()
    for name, country in named:
        if country:
            found.add(country)
        if name in gazetteer.provinces and country == "USA":
            found.add(f"USA-{gazetteer.provinces[name].postal}")
    return found


def certain(city: City, spoken: Collection[str], gazetteer: Gazetteer) -> bool:
    """Whether a city is meant without its country: great, of a country in the report, or large without namesake.

    Names of towns return in many states of the United States: a smaller one needs its state in the report.
    """
    if city.people >= _GREAT:
        return city.country in spoken or not any(code.startswith("USA-") for code in spoken)
    if city.country == "USA":
        return city.people >= _METROPOLIS or f"USA-{city.province}" in spoken
    if city.country in spoken:
        return True
    return city.people >= _LARGE and len(gazetteer.cities.get(city.name, ())) == 1


def locate(
    view: View, names: Sequence[Name], known: dict[int, Known], entity: Known, gazetteer: Gazetteer
) -> City | None:
    """The city that a place is, by what follows its name ("St. Petersburg, Florida"), else by the gazetteer alone."""
    for i, name in enumerate(names[:-1]):
        following = names[i + 1]
        if known[i] is not entity or following.start != name.end + 1 or view.words[name.end] != ",":
            continue
        if following.entry is not None and following.entry.country and following.entry.sense in ("state", "region"):
            province = gazetteer.provinces.get(following.entry.name)
            code = province.postal if province is not None else None
            return gazetteer.city(entity.name, country=following.entry.country, province=code)
    return gazetteer.city(entity.name)
