"""Where names stand in a report, and of what type: the gazetteer, the statistical NER, and the rest of the report.

The NER reads one sentence at a time and errs where a name stands alone ("Kwatra" an organization, a city a person).
What it says is a vote; the gazetteer, the full name elsewhere in the report, and a title before the name outweigh it.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.entities import metonymy
from dateline.entities.gazetteer import Entry, Gazetteer, Sense, given_name, load
from dateline.entities.view import View
from dateline.lexicon import Names
from dateline.model import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LABELS: dict[str, EntityType] = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
_BIG_CITY = 100  # thousands of people: a lone word that names a smaller town is more likely something else
_FIELDS = 14  # words of a list of fields in a name
_MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod", "poss", "nummod"})
_PHOTO_CREDIT = re.compile(r"\([^()\n]{0,120}\b(?:[Pp]hoto|[Ii]mages|AP|Reuters|AFP)\b[^()\n]{0,40}\)")
_CAPITAL = re.compile(r"[A-ZÀ-ÞĀ-Ž]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name at the tokens ``start:end``. ``entry`` is its gazetteer entry; ``acts``: a government, not a city."""

    start: int
    end: int
    type: EntityType
    entry: Entry | None = None
    acts: bool = False

    @property
    def demonym(self) -> bool:
        """Whether this is an adjective of a state ("Russian")."""
        return self.entry is not None and self.entry.sense == "adjective"


def find_names(view: View, doc: Doc, words: Names, gazetteer: Gazetteer) -> list[Name]:
    """All names of the report in order, none inside another except demonyms inside the names of organizations."""
    listed = list(_listed(view, gazetteer))
    labelled = [name for name in _labelled(view, doc, words) if name is not None]
    people = {view.lower[name.end - 1] for name in labelled if name.type == "person"}
    bodies = {name.start for name in listed if name.type == "organization" and name.end == name.start + 1}
    labelled = [part for name in labelled for part in _behind_body(view, name, words, people, bodies)]
    labelled += _with_commas(view, words)
    labelled += list(_initialled(view, words, labelled))
    titled = list(_after_titles(view, words, labelled))
    proposed = _settle(view, words, gazetteer, [*labelled, *titled])
    kept = _merge(view, listed, proposed, words)
    kept = _in_headlines(view, [_of_its_state(view, name, kept, words) for name in kept])
    kept += list(_known_surnames(view, kept, words))
    capitals = {name.end - 1 for name in kept if name.entry is not None and name.entry.sense in ("capital", "seat")}
    capitals |= {name.end - 1 for name in kept if name.entry is not None and name.entry.sense == "state"}
    named = [_resolve(view, name, words, capitals) for name in kept]
    credited = _credited(view, words)
    return sorted(
        (name for name in named if name is not None and not credited[name.start]),
        key=lambda name: (name.start, -name.end),
    )


def _credited(view: View, words: Names) -> list[bool]:
    """Whether each token stands in a line that credits the report's makers."""
    out, line = [False] * len(view), 0
    for i, word in enumerate([*view.words, "\n"]):
        if "\n" in word:
            if i > line:
                text = view.text[view.idx[line] : view.end(i - 1)].lower()
                if any(phrase in text for phrase in words.credits):
                    out[line:i] = [True] * (i - line)
            line = i + 1
    for match in _PHOTO_CREDIT.finditer(view.text):
        first, last = view.token_at(match.start()), view.token_at(match.end() - 1)
        out[first : last + 1] = [True] * (last + 1 - first)
    return out


def text_of(view: View, name: Name) -> str:
    """The words of a name."""
    return view.text[view.idx[name.start] : view.end(name.end - 1)]


# ── proposals ────────────────────────────────────────────────────────────────────────────────────


def _listed(view: View, gazetteer: Gazetteer) -> Iterator[Name]:
    """Names of the gazetteer, the longest at each place."""
    i = 0
    while i < len(view):
        found = gazetteer.match(view.text, view.idx[i]) if view.words[i][0].isalnum() else None
        end = view.token_at(view.idx[i] + len(found[0]) - 1) + 1 if found else i
        if found and view.end(end - 1) == view.idx[i] + len(found[0]) and not _shouted(view, i, end):
            entry = _sense(view, i, end, found[1], gazetteer)
            if entry is not None:
                yield Name(i, end, entry.type, entry)
                i = end
                continue
        i += 1


def _coordinated_korea(view: View, start: int) -> bool:
    """Read "North" in "North and South Korea"."""
    return view.lower[start] == "north" and view.lower[start + 1 : start + 4] == ["and", "south", "korea"]


def _shouted(view: View, start: int, end: int) -> bool:
    """Whether a short capital word stands among capitals, where "US" and "WHO" may be pronouns."""
    if end - start > 1 or len(view.words[start]) > 3 or not view.words[start].isalpha():
        return False
    near = [view.words[i] for i in (start - 1, end) if 0 <= i < len(view) and view.words[i].isalpha()]
    return bool(near) and all(word.isupper() and len(word) > 3 for word in near)


def _sense(view: View, start: int, end: int, entries: tuple[Entry, ...], gazetteer: Gazetteer) -> Entry | None:
    """Which of the things that this string can name is meant here."""
    article = start > 0 and view.lower[start - 1] == "the"
    fits = [entry for entry in entries if not entry.the or article or _coordinated_korea(view, start)]
    if not fits:
        return None
    if fits[0].the and fits[0].sense == "state" and fits[0].name.split()[-1] not in view.text:
        return None  # "the North" of a country that the report never names in full
    senses: dict[Sense, Entry] = {entry.sense: entry for entry in fits}
    sense: Sense
    if {"capital", "seat"} <= set(senses):
        sense = "seat"  # Brussels: of the Union rather than of Belgium, where it acts
    elif {"state", "region"} <= set(senses) and _in_united_states(view, start, senses, gazetteer):
        sense = "region"
    elif "state" in senses:
        sense = "state"
    elif {"adjective", "people"} <= set(senses):
        noun = view.tag[end - 1] in ("NNS", "NNPS") or view.dep[end - 1] not in _MODIFIERS
        sense = "people" if noun else "adjective"
    elif {"capital", "region"} <= set(senses) and view.lower[end : end + 1] == ["state"]:
        sense = "region"
    else:
        sense = fits[0].sense
    return senses[sense]


def _in_united_states(view: View, start: int, senses: dict[Sense, Entry], gazetteer: Gazetteer) -> bool:
    """Whether "Georgia" is the American one: after a city of it, or in a report that speaks of its cities alone."""
    if start > 1 and view.words[start - 1] == ",":
        return gazetteer.city(view.words[start - 2], country="USA") is not None
    return _speaks_of_province(view.text, senses["state"].country or "", senses["region"].name)


@functools.lru_cache(maxsize=8)  # once a report, not once a mention
def _speaks_of_province(text: str, country: str, province: str) -> bool:
    gazetteer = load()
    state = gazetteer.states[country]
    if any(word in text for word in (*state.adjectives, *state.capitals)):
        return False
    return any(city in text for city in gazetteer.cities_of(gazetteer.provinces[province].postal))


def _labelled(view: View, doc: Doc, words: Names) -> Iterator[Name | None]:
    """Names that the NER found, without articles, titles and possessives."""
    for found in doc.ents:
        kind = _LABELS.get(found.label_)
        if kind is None:
            continue
        start, end = _trim(view, found.start, found.end, words, titles=kind == "person")
        if kind == "person":
            start, end = (
                _with_initials(view, start, end),
                _with_particles(view, start, _with_hyphen(view, start, end), words),
            )
            end = _without_thing(view, start, end)
        if start >= end or not any(_CAPITAL.match(word) for word in view.words[start:end]):
            continue
        if end - start == 1 and (view.lower[start] in words.no_names or not view.words[start][0].isupper()):
            continue
        if kind == "person" and not _can_be_person(view, start, end, words):
            continue
        if kind == "group" and view.tag[end - 1] not in ("NNS", "NNPS"):
            continue  # an adjective ("Muslim"): nobody
        if kind == "organization" and _no_organization(view, start, end, words):
            continue
        yield Name(start, end, kind)


def _with_particles(view: View, start: int, end: int, words: Names) -> int:
    """The end of a name with its particles and the surname: "Ana van der Holt", where the NER stops at "Ana"."""
    stop = end
    while start < end and stop < len(view) and view.lower[stop] in words.particles and view.words[stop].islower():
        stop += 1
    name = stop > end and stop < len(view) and view.words[stop][0].isupper() and view.pos[stop] == "PROPN"
    return stop + 1 if name else end


def _without_thing(view: View, start: int, end: int) -> int:
    """The end of a name without a plural that the report also writes small: "the Holt Papers", "papers"."""
    last = view.words[end - 1] if end > start else ""
    thing = end - start > 1 and last.endswith("s") and view.tag[end - 1] in ("NNS", "NNPS", "NNP")
    return end - 1 if thing and f" {last.lower()}" in view.text and last.lower() != last else end


def _with_initials(view: View, start: int, end: int) -> int:
    """The start of a name with the initials before it: "D. Bala Iyer", where the NER begins at "Bala"."""
    while start < end and start > 0 and _is_initial(view.words[start - 1]):
        start -= 1
    return start


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isupper() and word[1] == "."


def _initialled(view: View, words: Names, labelled: Iterable[Name]) -> Iterator[Name]:
    """Names that begin with an initial and that the NER passed over, before a comma or a verb: "D. Bala X Iyer,"."""
    taken = {i for name in labelled for i in range(name.start, name.end)}
    no = words.organization_words | words.no_names | words.place_words
    i = 0
    while i < len(view) - 2:
        end = i + 1
        if _is_initial(view.words[i]) and not view.titled[i]:
            while end < len(view) and view.pos[end] == "PROPN" and view.words[end][0].isupper():
                end += 1
            fits = 3 <= end - i <= 5 and not taken & set(range(i, end)) and not no & set(view.lower[i:end])
            if fits and end < len(view) and (view.words[end] == "," or view.pos[end] in ("VERB", "AUX")):
                yield Name(i, end, "person")
        i = end


def _can_be_person(view: View, start: int, end: int, words: Names) -> bool:
    """Not a title alone ("Superintendent"), no digits ("F-35s"), no initials of a party ("SPD")."""
    text = view.text[view.idx[start] : view.end(end - 1)]
    if any(c.isdigit() for c in text):
        return False
    alone = end - start == 1
    return not (alone and (view.lower[start] in words.title_words or (text.isupper() and len(text) <= 4)))


def _with_hyphen(view: View, start: int, end: int) -> int:
    """The end of a name with what is joined to it by a hyphen: "Moon Jae-in", where the NER stops at "Jae"."""
    joined = start < end < len(view) - 1 and view.words[end] == "-" and view.idx[end] == view.end(end - 1)
    following = joined and view.words[end + 1].isalpha() and view.idx[end + 1] == view.end(end)
    led = following and view.lower[end + 1] not in (
        "led",
        "backed",
        "era",
        "style",
        "like",
        "run",
        "based",
        "appointed",
    )
    return end + 2 if led else end


def _no_organization(view: View, start: int, end: int, words: Names) -> bool:
    """Titles ("Foreign Secretary"), and governments, which are their states ("Government of Chad")."""
    inside = view.lower[start:end]
    if all(word in words.title_words for word in inside) or inside[-1] in words.governments:
        return True
    return inside[-1] in words.no_names or (inside[0] in words.governments and inside[1:2] == ["of"])


def _trim(view: View, start: int, end: int, words: Names, *, titles: bool) -> tuple[int, int]:
    for i in range(start, end):
        if "\n" in view.words[i]:
            end = i
            break
    while start < end and (
        view.lower[start] in ("the", "a", "an")
        or not view.words[start][0].isalnum()
        or (titles and view.lower[start] in words.title_words and start + 1 < end)
        or (titles and view.words[start][0].islower() and view.lower[start] not in words.particles)
    ):
        start += 1
    slash = next((i for i in range(start + 1, end) if view.words[i] in ("/", "|")), end)  # "X Y/Agency"
    end = min(end, slash)
    while start < end and (view.words[end - 1].islower() or not view.words[end - 1][-1].isalnum()):
        if view.words[end - 1].endswith(".") and len(view.words[end - 1]) > 1:
            break  # "Jr.", "Inc.", "U.S."
        end -= 1
    return start, end


def _behind_body(
    view: View, name: Name, words: Names, people: Collection[str], bodies: Collection[int]
) -> Iterator[Name]:
    """As in "UNHCR Ana Holt", "Twitter Ana Holt": a body and a person beside it, read as one name by the NER.

    A given name tells it, or a surname that stands elsewhere for a person (``people``); ``bodies`` are where names of
    bodies stand that the gazetteer knows.
    """
    first, second = view.words[name.start], view.lower[name.start + 1 : name.start + 2]
    capitals = first.isalpha() and (first.isupper() or sum(map(str.isupper, first)) > 2) and len(first) > 1
    letters = capitals or name.start in bodies
    rest = replace(name, start=name.start + 1, type="person")
    several = name.end - name.start > 2 and name.type in ("person", "organization")
    known = several and (given_name(second[0]) or (name.type != "person" and view.lower[name.end - 1] in people))
    if name.start in bodies and several:  # the report also names the person without it
        known = known or view.text.count(text_of(view, rest)) > view.text.count(text_of(view, name))
    if known and letters and _cased(view, rest, words):
        yield Name(name.start, name.start + 1, "organization")
        yield rest
    else:
        yield name


def _with_commas(view: View, words: Names) -> Iterator[Name]:
    """Names of institutes that list their fields: "Center for Water, Climate, and Energy Studies"."""
    for i in range(len(view) - 2):
        if view.lower[i] not in words.organization_words or view.lower[i + 1] not in ("for", "of", "on"):
            continue
        end = _field_list(view, i + 2, words) if view.words[i][0].isupper() and not view.titled[i] else None
        if end is not None:
            start = i
            while start and view.words[start - 1][0].isupper() and view.pos[start - 1] == "PROPN":
                start -= 1
            yield Name(start, end, "organization")


def _field_list(view: View, start: int, words: Names) -> int | None:
    """The end of capitalised words in a list with commas whose last names a field of study ("… Asia Studies")."""
    i, comma, end = start, False, None
    while i < min(len(view), start + _FIELDS):
        if view.words[i][0].isupper():
            end = i + 1 if comma and view.lower[i] in words.fields else end
        elif view.words[i] == ",":
            comma = True
        elif view.lower[i] not in ("and", "&"):
            break
        i += 1
    return end


def _after_titles(view: View, words: Names, labelled: Iterable[Name]) -> Iterator[Name]:
    """Capitalised words after a title that the NER missed: "Mr. Modi", "President Xi"."""
    taken = {i for name in labelled for i in range(name.start, name.end)}
    honorifics = words.male_honorifics | words.female_honorifics
    for i in range(len(view) - 1):
        title = view.lower[i] in honorifics or (view.lower[i] in words.title_words and view.words[i][0].isupper())
        if not title or i + 1 in taken or view.titled[i] or view.pos[i + 1] != "PROPN":
            continue
        end = i + 1
        while end < len(view) and view.pos[end] == "PROPN" and end not in taken and view.words[end][0].isupper():
            end += 1
        start = i + 1
        while start < end and view.lower[start] in words.title_words:
            start += 1
        if start < end and end - start <= 4 and view.lower[start] not in words.no_names | words.organization_words:
            yield Name(start, end, "person")


# ── one report, one reading ──────────────────────────────────────────────────────────────────────


def _settle(view: View, words: Names, gazetteer: Gazetteer, proposed: list[Name]) -> list[Name]:
    """Each string gets the type that the whole report gives it."""
    report = _Report(view, words, gazetteer)
    proposed = list(_without_things(view, proposed))
    proposed = [
        replace(name, type="person") if _given_first(view, name, words) or _holds_office(view, name, words) else name
        for name in proposed
    ]
    for name in proposed:
        report.count(name)
    return [replace(name, type=report.settled(name)) for name in proposed]


def _without_things(view: View, proposed: list[Name]) -> Iterator[Name]:
    """As in "the Anna Holt Papers": a person's name without the thing that goes by it."""
    persons = {tuple(view.words[n.start : n.end]) for n in proposed if n.type == "person" and n.end - n.start > 1}
    for name in proposed:
        thing = name.type == "person" and view.tag[name.end - 1] in ("NNPS", "NNS")
        short = thing and tuple(view.words[name.start : name.end - 1]) in persons
        yield replace(name, end=name.end - 1) if short else name


class _Report:
    """What a report as a whole tells of each name: the NER's votes, where it stands, the full names of persons."""

    def __init__(self, view: View, words: Names, gazetteer: Gazetteer) -> None:
        self._view, self._words, self._gazetteer = view, words, gazetteer
        self._votes: dict[str, Counter[EntityType]] = {}
        self._located: Counter[str] = Counter()
        self._governed: set[str] = set()
        self._subject: Counter[str] = Counter()
        self._surnames: set[str] = set()
        self._first_names: set[str] = set()

    def count(self, name: Name) -> None:
        """Take in one proposed name."""
        view = self._view
        if name.type == "person" and name.end - name.start > 1:
            self._surnames.add(view.lower[name.end - 1])
            self._first_names.add(view.lower[name.start])
        if view.titled[name.start]:
            return
        text = text_of(view, name)
        self._votes.setdefault(text, Counter())[name.type] += 2 if _titled_person(view, name, self._words) else 1
        self._located[text] += _after_place_word(view, name, self._words)
        if view.lower[max(0, name.start - 1) : name.start] == ["of"] and view.lower[name.start - 2] in self._words.town:
            self._governed.add(text)
        head = view.span_head(name.start, name.end)
        self._subject[text] += view.dep[head] in ("nsubj", "poss") and view.pos[view.head[head]] in (
            "VERB",
            "AUX",
            "NOUN",
        )

    def settled(self, name: Name) -> EntityType:
        """The type of ``name`` in this report."""
        text = text_of(self._view, name)
        told = self._by_words(name, text)
        if told is not None:
            return told
        votes = self._votes.get(text, Counter())
        if name.type != "group" and self._is_place(name, text, votes):
            return "place"
        best = max(sorted(votes), key=lambda kind: votes[kind]) if votes else name.type
        return best if votes[best] > votes[name.type] else name.type

    def _by_words(self, name: Name, text: str) -> EntityType | None:
        """What the words of a name tell: the surname of somebody, the last word of a body or a place."""
        first, last = self._view.lower[name.start], self._view.lower[name.end - 1]
        if _titled_person(self._view, name, self._words):
            return "person"
        if name.end - name.start == 1:
            if first in self._surnames:
                return "person"
            if first.removesuffix("s") in self._surnames:
                return "group"  # a family: "the Smiths"
            given = name.type == "organization" and first in self._first_names and not text.isupper()
            return "person" if given else None
        if name.type == "group":
            return None
        body = last in self._words.organization_words
        return "organization" if body else "place" if last in self._words.place_words else None

    def _is_place(self, name: Name, text: str, votes: Counter[EntityType]) -> bool:
        """A city on its own, or what always stands where places stand."""
        if given_name(self._view.lower[name.start]):
            return False
        if text in self._governed and name.type == "organization":
            return True
        single, located = name.end - name.start == 1, self._located[text]
        if self._gazetteer.is_city(text):
            city = self._gazetteer.city(text)
            big = city is not None and city.people >= _BIG_CITY and single and name.type == "person"
            return bool(located) or big
        if name.type != "person":
            return bool(votes["place"]) and (bool(located) or "-" in text)
        return bool(located) and not self._subject[text]


def _after_place_word(view: View, name: Name, words: Names) -> bool:
    return name.start > 0 and view.lower[name.start - 1] in words.place_prepositions


def _given_first(view: View, name: Name, words: Names) -> bool:
    """Whether an "organization" begins with a given name and is capitalised like a person's name throughout."""
    if name.type != "organization" or not given_name(view.lower[name.start]):
        return False
    return _cased(view, name, words)


def _holds_office(view: View, name: Name, words: Names) -> bool:
    """Whether an "organization" of two to four words is beside an office: "Orin Tveit, chairman of the club"."""
    if name.type != "organization" or not _cased(view, name, words):
        return False
    head = view.span_head(name.start, name.end)
    return any(view.dep[c] == "appos" and c >= name.end and view.lower[c] in words.offices for c in view.children[head])


def _cased(view: View, name: Name, words: Names) -> bool:
    """Whether a name of two to four words is capitalised like a person's."""
    inside = view.words[name.start : name.end]
    if not 2 <= len(inside) <= 4:
        return False
    cased = all(word[0].isupper() and not word.isupper() and word.isalpha() for word in inside)
    return cased and not any(word in words.organization_words for word in view.lower[name.start : name.end])


def _titled_person(view: View, name: Name, words: Names) -> bool:
    before = view.lower[name.start - 1] if name.start else ""
    return before in words.male_honorifics or before in words.female_honorifics


def _merge(view: View, listed: list[Name], proposed: list[Name], words: Names) -> list[Name]:
    """Gazetteer and NER together: the longer name wins, the gazetteer where they are equal."""
    by_token = {i: name for name in listed for i in range(name.start, name.end)}
    surnames = {view.lower[n.end - 1] for n in proposed if n.type == "person" and n.end - n.start > 1}
    kept: list[Name] = []
    lost: set[tuple[int, int]] = set()
    taken: set[int] = set()
    for name in sorted(proposed, key=lambda n: (n.start - n.end, n.start)):
        inside = list(dict.fromkeys(by_token[i] for i in range(name.start, name.end) if i in by_token))
        if taken & set(range(name.start, name.end)):
            continue
        fitted = _fit(view, name, inside, surnames, words)
        if fitted is None:
            continue
        kept.append(fitted)
        taken.update(range(fitted.start, fitted.end))
        lost.update((n.start, n.end) for n in inside if fitted.start < n.end and n.start < fitted.end and not n.demonym)
        if fitted.type != "organization":
            lost.update((n.start, n.end) for n in inside if fitted.start < n.end and n.start < fitted.end)
    return kept + [name for name in listed if (name.start, name.end) not in lost]


def _fit(view: View, name: Name, inside: list[Name], surnames: set[str], words: Names) -> Name | None:
    """``name`` beside the gazetteer names it covers: kept, shortened, or given up for them."""
    if not inside or any(n.start < name.start or n.end > name.end for n in inside):
        return None if inside else name
    first = inside[0]
    if first.demonym and first.start == name.start and _is_portfolio(view, name, words):
        return None
    if (first.start, first.end) == (name.start, name.end):
        return name if name.type == "person" and _surname_here(view, name, first, surnames, words) else None
    if first.demonym and first.start == name.start and name.type == "person":
        start, end = _trim(view, first.end, name.end, words, titles=True)
        return replace(name, start=start) if start < end else None
    rest = [i for i in range(name.start, name.end) if not any(n.start <= i < n.end for n in inside)]
    if name.type == "organization":
        no = all(view.lower[i] in words.title_words or view.lower[i] in ("of", "and", "the", "'s") for i in rest)
    else:
        odd = [view.words[i].islower() or view.words[i] == "," or view.lower[i] in words.no_names for i in rest]
        no = name.type == "place" and any(odd)
    return None if no else name


def _is_portfolio(view: View, name: Name, words: Names) -> bool:
    """Whether an "organization" is a state and what its minister is in charge of: "Peruvian Energy Minister"."""
    following, joined = view.lower[name.end : name.end + 1], view.words[name.end + 1 : name.end + 2] == ["-"]
    return name.type == "organization" and not words.ministers.isdisjoint(following) and not joined


def _of_its_state(view: View, name: Name, names: Iterable[Name], words: Names) -> Name:
    """``name``, or the body of another state that it names there: "the Peruvian Senate" is not the U.S. one."""
    entry = name.entry
    if entry is None or name.type != "organization" or view.lower[name.end - 1] not in words.institutions:
        return name
    before = next((other for other in names if other.demonym and other.end == name.start), None)
    if before is None or before.entry is None or before.entry.country in (None, entry.country):
        return name
    return Name(before.start, name.end, "organization")


def _surname_here(view: View, name: Name, listed: Name, surnames: set[str], words: Names) -> bool:
    """Whether a word that the gazetteer knows is a person's name here: titled, or the surname of one in the report."""
    if _titled_person(view, name, words):
        return True
    before = view.words[name.start - 1] if name.start else ""
    single = name.end - name.start == 1 and listed.type != "organization"
    return single and view.lower[name.start] in surnames and before != "," and not _after_place_word(view, name, words)


def _in_headlines(view: View, names: list[Name]) -> list[Name]:
    """In a line in Title Case only what the body names, too (or the gazetteer knows) is a name."""
    body = [name for name in names if not view.titled[name.start]]
    if not body:
        return names
    known: dict[tuple[str, ...], EntityType] = {}
    for name in body:
        parts = tuple(view.lower[name.start : name.end])
        for i in range(len(parts)):
            known.setdefault(parts[i:], name.type)
        known[parts] = name.type
    out = []
    for name in names:
        if not view.titled[name.start] or name.entry is not None:
            out.append(name)
            continue
        shortened = _longest_known(view, name, known)
        if shortened is not None:
            out.append(shortened)
    return out


def _longest_known(view: View, name: Name, known: dict[tuple[str, ...], EntityType]) -> Name | None:
    for width in range(min(name.end - name.start, 8), 0, -1):
        for start in range(name.start, name.end - width + 1):
            kind = known.get(tuple(view.lower[start : start + width]))
            if kind is not None:
                return Name(start, start + width, kind)
    return None


def _known_surnames(view: View, names: list[Name], words: Names) -> Iterator[Name]:
    """Lone capitalised surnames of persons named elsewhere in the report that the NER passed over."""
    taken = {i for name in names for i in range(name.start, name.end)}
    surnames = set()
    for name in names:
        if name.type == "person" and name.entry is None:
            last = name.end - 1
            if view.lower[last] in words.suffixes and last > name.start:
                last -= 1
            surnames.add(view.lower[last])
            if view.lower[name.start] in words.family_first:
                surnames.add(view.lower[name.start])
    for i, word in enumerate(view.lower):
        if word in surnames and i not in taken and _CAPITAL.match(view.words[i]) and len(word) > 1:
            alone = view.pos[i] == "PROPN" or view.titled[i]
            alone = alone or (0 < i < len(view) - 1 and view.words[i - 1] == "[" and view.words[i + 1] == "]")
            neighbour = i + 1 < len(view) and view.pos[i + 1] == "PROPN" and i + 1 not in taken and not view.titled[i]
            if alone and not neighbour and word not in words.no_names:
                yield Name(i, i + 1, "person")


def _resolve(view: View, name: Name, words: Names, capitals: set[int]) -> Name | None:
    """The last word on a listed name: an adjective must modify, a capital acts or is a place."""
    entry, last = name.entry, name.end - 1
    if entry is None:
        return name
    if entry.sense == "adjective":
        return _adjective(view, name, entry)
    if entry.sense == "people":
        return name if view.tag[last] in ("NNS", "NNPS") or view.words[last].endswith("s") else None
    if entry.sense == "capital" or (entry.sense == "seat" and entry.country is None):
        return replace(name, acts=metonymy.acts(view, last, words, capitals))
    if entry.sense == "seat":
        return replace(name, acts=not metonymy.is_where(view, last, words))
    return name


def _adjective(view: View, name: Name, entry: Entry) -> Name | None:
    """An adjective that modifies a noun is its state's; "the French" are a people; "in French" is a language."""
    last = name.end - 1
    nominal = view.dep[last] not in _MODIFIERS and view.pos[view.head[last]] not in ("NOUN", "PROPN")
    if nominal and name.start and view.lower[name.start - 1] == "the" and view.pos[last] != "ADJ":
        return replace(name, type="group", entry=replace(entry, sense="people"))
    return name if entry.type == "state" and not nominal else None
