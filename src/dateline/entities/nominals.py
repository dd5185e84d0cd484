"""Descriptions that name whom they mean: "Indian officials", "the Russian government", "South Korea's army".

Also what the words around a person's name say of that person: offices, country, gender. Both feed coreference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.entities.names import Name
from dateline.entities.people import Known
from dateline.entities.view import View
from dateline.lexicon import Names
from dateline.model import MentionKind

_NP_DEPS = frozenset({"det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod"})
_COUNTS = frozenset({"several", "many", "few", "dozen", "more", "most", "some", "other"})
_NP_LIMIT = 10  # tokens before the head: longer "noun phrases" are parser errors


@dataclass(slots=True)
class Ref:
    """A mention with its head token; ``entities`` has two for "the two leaders", none for somebody unnamed."""

    start: int
    end: int
    head: int
    entities: tuple[Known, ...]
    kind: MentionKind
    demonym: bool = False


def name_refs(view: View, names: Sequence[Name], known: dict[int, Known]) -> list[Ref]:
    """The names as refs."""
    return [
        Ref(name.start, name.end, view.span_head(name.start, name.end), (known[i],), "name", name.demonym)
        for i, name in enumerate(names)
    ]


def np_start(view: View, head: int) -> int:
    """First token of the noun phrase whose head is ``head``, without what follows the head."""
    start = head
    for child in view.children[head]:
        if child < head and view.dep[child] in _NP_DEPS:
            start = min(start, view.left[child])
    return start if head - start <= _NP_LIMIT and view.sentence[start] == view.sentence[head] else head


def states_of(view: View, head: int, at: dict[int, Ref]) -> list[Known]:
    """States (or whatever has a country) that modify the noun ``head``: "Indian", "India's", "of India"."""
    found: list[Known] = []
    for child in view.children[head]:
        ref = at.get(child)
        if child < head and view.dep[child] in ("amod", "compound", "nmod", "poss") and ref is not None:
            if ref.demonym or view.dep[child] == "poss" or ref.entities[0].type == "state":
                found += ref.entities
        elif child > head and view.dep[child] == "prep" and view.lower[child] == "of":
            objects = [c for c in view.children[child] if view.dep[c] == "pobj"]
            found += [e for c in objects if c in at for e in at[c].entities if at[c].kind == "name"]
    return found


# ── what is said of persons ──────────────────────────────────────────────────────────────────────


def describe_persons(view: View, refs: Sequence[Ref], words: Names) -> None:
    """Give persons the offices, the country and the gender that titles and appositions beside their names give."""
    at = {i: ref for ref in refs for i in range(ref.start, ref.end)}
    for ref in refs:
        person = ref.entities[0]
        if person.type != "person" or ref.kind != "name":
            continue
        for noun in _nouns_of(view, ref, words):
            _describe(view, noun, person, at, words)
        if person.titles and person.country is None:
            _country_after(view, ref, person, at)


def _nouns_of(view: View, ref: Ref, words: Names) -> Iterator[int]:
    """Nouns that say what a named person is: before the name, beside it, or after "is"."""
    for i in range(ref.start - 1, max(-1, ref.start - 6), -1):
        if view.lower[i] in words.offices:
            yield i
        elif view.pos[i] not in ("NOUN", "PROPN", "ADJ") and view.words[i] != "-":
            break
    for child in view.children[ref.head]:
        if view.dep[child] == "appos" and view.lower[child] in words.offices | words.male_nouns | words.female_nouns:
            yield child
    head = view.head[ref.head]
    if view.dep[ref.head] == "appos" and view.lower[head] in words.offices:
        yield head
    over = _office_over(view, ref, words)
    if over is not None:
        yield over
    if view.dep[ref.head] == "nsubj" and view.lemma[head] == "be":
        yield from (c for c in view.children[head] if view.dep[c] == "attr" and view.lower[c] in words.offices)


def _office_over(view: View, ref: Ref, words: Names) -> int | None:
    """The office in "the mayor of Sines, X, said", where the parse hangs the name on the place or body."""
    inner = view.head[ref.head]
    if view.dep[ref.head] != "appos" or view.dep[inner] != "pobj" or view.words[ref.start - 1] != ",":
        return None
    noun = view.head[view.head[inner]]
    attached = view.lower[view.head[inner]] in ("of", "for", "at") and view.lower[inner] not in words.offices
    return noun if attached and view.lower[noun] in words.offices and noun < inner else None


def _describe(view: View, noun: int, person: Known, at: dict[int, Ref], words: Names) -> None:
    title = [view.lower[noun]]
    i = noun - 1
    while i >= 0 and i not in at and view.dep[i] in ("compound", "amod") and noun - i < 5:
        title.insert(0, view.lower[i])
        i -= 1
    before = view.lower[i] if i >= 0 else ""
    past = any(word in words.former for word in (*title, before, view.lower[i - 1] if i > 0 and i in at else ""))
    held = person.past if past else person.titles
    held.add(" ".join([*(word for word in title[:-1] if word not in words.former), title[-1]]))
    held.add(title[-1])
    if person.gender is None and view.lower[noun] in words.male_nouns:
        person.gender = "male"
    if person.gender is None and view.lower[noun] in words.female_nouns:
        person.gender = "female"
    found = states_of(view, noun, at) or _states_before(view, noun, at) or bodies_before(view, noun, at)
    person.bodies |= {body.key for body in found if body.type == "organization"}
    if person.country is None:
        person.country = next((state.country for state in found if state.country and state is not person), None)


def _states_before(view: View, noun: int, at: dict[int, Ref]) -> list[Known]:
    """A demonym or possessive state in the run of words before a title: "Indian Foreign Secretary", "India's Prime"."""
    for i in range(noun - 1, max(-1, noun - 6), -1):
        ref = at.get(i)
        if ref is not None and (ref.demonym or (i + 1 < len(view) and view.words[i + 1] == "'s")):
            return list(ref.entities)
        if ref is not None and ref.entities[0].type == "state" and view.dep[i] in ("compound", "nmod"):
            return list(ref.entities)
        if view.pos[i] not in ("NOUN", "PROPN", "ADJ", "PART") and view.words[i] != "-":
            return []
    return []


def bodies_before(view: View, noun: int, at: dict[int, Ref]) -> list[Known]:
    """The organization right before a title: "FBI Director"."""
    i = noun - 1
    while i >= 0 and i not in at and view.dep[i] == "compound" and noun - i < 5:
        i -= 1
    ref = at.get(i)
    return (
        list(ref.entities) if ref is not None and ref.kind == "name" and ref.entities[0].type == "organization" else []
    )


def _country_after(view: View, ref: Ref, person: Known, at: dict[int, Ref]) -> None:
    """Read "President X of Russia"."""
    if ref.end + 1 < len(view) and view.lower[ref.end] == "of":
        state = at.get(ref.end + 1) or (at.get(ref.end + 2) if view.lower[ref.end + 1] == "the" else None)
        if state is not None and state.entities[0].type == "state":
            person.country = state.entities[0].country


def own_organizations(view: View, refs: Sequence[Ref], words: Names) -> dict[str, Known]:
    """Give ministries, armies and courts the state that stands before them or in their names.

    Those of two states are two, and "the Foreign Ministry" of a state is the same with and without its adjective.
    Returns them by the key that ``describing`` knows them by.
    """
    at = {i: ref for ref in refs for i in range(ref.start, ref.end)}
    demonyms = {i: ref for ref in refs if ref.demonym for i in range(ref.start, ref.end)}
    made: dict[str, Known] = {}
    stateless: list[tuple[Ref, str]] = []
    for ref in refs:
        known = ref.entities[0]
        if known.type != "organization" or ref.kind != "name" or view.lower[ref.end - 1] not in words.institutions:
            continue
        inside = [demonyms[i] for i in range(ref.start, ref.end) if i in demonyms]
        states = [e for r in inside for e in r.entities] or _owners_before(view, ref, at)
        country = _country([state for state in states if state.country]) or known.country
        bare = " ".join(view.lower[i] for i in range(ref.start, ref.end) if i not in demonyms and view.words[i] != "'s")
        if country is None:
            stateless.append((ref, bare))
            continue
        key = _institution_key(country, bare)
        if key not in made:
            split = known.country is not None and known.country != country
            made[key] = Known(f"{known.key}:{country}", known.name, known.type, country) if split else known
            made[key].country = made[key].country or country
        made[key].forms.update(known.forms)
        ref.entities = (made[key],)
    for ref, bare in stateless:
        same = [known for key, known in made.items() if key.removeprefix("organization:").partition(" ")[2] == bare]
        ref.entities = (same[0],) if len(same) == 1 else ref.entities
        made.setdefault(_institution_key(None, bare), ref.entities[0])
    return made


def _institution_key(country: str | None, bare: str) -> str:
    return f"organization:{country or ''} {bare}"


def _owners_before(view: View, ref: Ref, at: dict[int, Ref]) -> list[Known]:
    """The state right before an organization's name: "South Korea's Defense Ministry", "Russian Foreign Ministry"."""
    i = ref.start - 1
    if i >= 0 and view.words[i] == "'s":
        i -= 1
    before = at.get(i)
    adjacent = before is not None and (before.demonym or before.entities[0].type == "state")
    return list(before.entities) if adjacent and before is not None else []


# ── descriptions with a name in them, and bodies that need none ──────────────────────────────────


def describing(view: View, refs: Sequence[Ref], made: dict[str, Known], words: Names) -> list[Ref]:
    """Governments, institutions and groups that the report describes rather than names; ``made`` are known ones."""
    at = {i: ref for ref in refs if ref.kind == "name" for i in range(ref.start, ref.end)}
    at |= {ref.head: ref for ref in refs if ref.kind != "name"}
    found = []
    for i, lower in enumerate(view.lower):
        if i in at or view.pos[i] not in ("NOUN", "PROPN") or view.titled[i]:
            continue
        if lower in words.groups or lower in words.groups_of:
            ref = _group(view, i, at, made, words)
        elif lower in words.governments:
            ref = _government(view, i, at)
        elif lower in words.institutions:
            ref = _institution(view, i, at, made, words)
        else:
            continue
        if ref is not None:
            found.append(ref)
    return found


def appositions(view: View, refs: Sequence[Ref], words: Names) -> list[Ref]:
    """Nouns beside a name: "the defense minister" in "the defense minister, X, said" and in "X, the defense minister".

    The subject of the verb is the noun there, so that whoever reads the verb needs to know that it is X.
    """
    at = {i for ref in refs for i in range(ref.start, ref.end)}
    kinds = {
        "person": words.offices | words.male_nouns | words.female_nouns,
        "organization": words.institutions | words.organization_words,
        "place": words.city_nouns,
    }
    found: dict[int, Ref] = {}
    for ref in refs:
        nouns = kinds.get(ref.entities[0].type, frozenset())
        beside = [child for child in view.children[ref.head] if view.dep[child] == "appos"]
        beside += [view.head[ref.head]] if view.dep[ref.head] == "appos" else []
        over = _office_over(view, ref, words) if ref.entities[0].type == "person" else None
        beside += [over] if over is not None else []
        for noun in beside:
            alone = not any(view.dep[child] == "conj" for child in (*view.children[noun], *view.children[ref.head]))
            if noun not in at and view.lower[noun] in nouns and view.tag[noun] in ("NN", "NNP") and alone:
                found.setdefault(noun, Ref(np_start(view, noun), noun + 1, noun, ref.entities, "nominal"))
    return list(found.values())


def _modifiers(view: View, head: int, at: dict[int, Ref]) -> list[str]:
    """Adjectives and nouns of the noun phrase before its head that are no names."""
    return [
        view.lower[i]
        for i in range(np_start(view, head), head)
        if i not in at
        and view.head[i] == head
        and view.dep[i] in ("amod", "compound", "nmod")
        and view.words[i].isalpha()
    ]


def _past_numbers(view: View, start: int, head: int, at: dict[int, Ref]) -> int:
    """First token of a noun phrase after articles and numbers: "Indian soldiers" in "at least 20 Indian soldiers"."""
    first = start
    while (
        first < head
        and first not in at
        and (view.pos[first] in ("DET", "NUM", "ADP", "ADV") or view.lower[first] in _COUNTS)
    ):
        first += 1
    return first


def _label(view: View, first: int, head: int, at: dict[int, Ref]) -> str:
    """The words of a description as its name, without the capital of a sentence's first word."""
    label = " ".join(view.text[view.idx[first] : view.end(head)].split())
    return label if first in at or label[:2].isupper() or view.pos[first] == "PROPN" else label[0].lower() + label[1:]


def _country(states: list[Known]) -> str | None:
    countries = {state.country for state in states}
    return countries.pop() if len(countries) == 1 else None


def _group(view: View, head: int, at: dict[int, Ref], made: dict[str, Known], words: Names) -> Ref | None:
    if view.tag[head] not in ("NNS", "NNPS") and view.lower[head] not in ("police", "media"):
        return None
    states = states_of(view, head, at)
    if not states and view.lower[head] not in words.groups:
        return None
    if any(view.tag[c] in ("PRP$", "WP$") for c in view.children[head]):
        return None
    start = np_start(view, head)
    modifiers = _modifiers(view, head, at)
    named = [state.name for state in states]
    key = f"group:{' '.join([*sorted(named), *modifiers, view.lower[head]])}"
    if key not in made:
        label = _label(view, _past_numbers(view, start, head, at), head, at)
        made[key] = Known(key, label, "group", country=_country(states), first=start)
    return Ref(start, head + 1, head, (made[key],), "nominal")


def _government(view: View, head: int, at: dict[int, Ref]) -> Ref | None:
    """Read "the Indian government" as India."""
    states = states_of(view, head, at)
    if len(states) != 1 or view.tag[head] in ("NNS", "NNPS"):
        return None
    owner = states[0]
    if owner.type == "state":
        return Ref(np_start(view, head), head + 1, head, (owner,), "nominal")
    return None


def _institution(view: View, head: int, at: dict[int, Ref], made: dict[str, Known], words: Names) -> Ref | None:
    """A ministry, army or court with the state it belongs to; without one only what needs none."""
    if view.tag[head] in ("NNS", "NNPS") or view.dep[head] in ("compound", "amod", "nmod"):
        return None
    start = np_start(view, head)
    if view.lower[start] in ("a", "an", "another", "any", "each", "every", "no", "some", "this", "that"):
        return None
    states = [state for state in states_of(view, head, at) if state.type == "state"]
    modifiers = [word for word in _modifiers(view, head, at) if word not in words.former]
    owner = _country(states)
    if not owner and view.lower[head] not in words.bodies and not (view.lower[head] == "ministry" and modifiers):
        return None
    if any(view.dep[c] == "poss" and c not in at for c in view.children[head]):
        return None
    bare = " ".join([*modifiers, view.lower[head]])
    key = _institution_key(owner, bare)
    if key not in made:
        same = [
            known
            for k, known in made.items()
            if k.startswith("organization:") and k.removeprefix("organization:").partition(" ")[2] == bare
        ]
        if not owner and len(same) == 1:
            return Ref(start, head + 1, head, (same[0],), "nominal")
        first = start + 1 if view.dep[start] == "det" else start
        label = _label(view, first, head, at)
        made[key] = Known(key, label, "organization", country=owner, first=start, heads=frozenset({view.lower[head]}))
    return Ref(start, head + 1, head, (made[key],), "nominal")
