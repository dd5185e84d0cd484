"""Descriptions to the entities they mean: "the Indian leader", "the alliance", "her government"."""

from __future__ import annotations

from dateline.entities.discourse import WINDOW, Discourse, state_called
from dateline.entities.gazetteer import Gazetteer
from dateline.entities.nominals import Ref, bodies_before, np_start, states_of
from dateline.entities.people import Known
from dateline.lexicon import Names


def description(discourse: Discourse, i: int) -> Ref | None:
    """The mention whose head is the noun ``i``, where the report decides whom it describes."""
    view, words, lower = discourse.view, discourse.words, discourse.view.lower[i]
    if view.tag[i] not in ("NN", "NNP"):
        return None
    start = np_start(view, i)
    if lower in words.state_nouns | words.governments and view.tag[start] == "PRP$" and i - start <= 2:
        found = _home(discourse, start)
        return Ref(start, i + 1, i, (found,), "nominal") if found is not None else None
    if view.lower[start] != "the" and not _owned(discourse, start, i):
        return None
    if lower in words.leaders or lower in words.ministers or lower in words.offices:
        found = _officer(discourse, start, i)
    elif lower in words.state_nouns:
        found = _state(discourse, start, i)
    else:
        found = _body(discourse, start, i)
    return Ref(start, i + 1, i, (found,), "nominal") if found is not None else None


def titled_officer(discourse: Discourse, i: int) -> Ref | None:
    """Read "Indian Prime Minister" in a headline: the one person who holds that office in all the report."""
    view, words = discourse.view, discourse.words
    if view.lower[i] not in words.offices or i + 1 in discourse.cover:
        return None
    start = i
    while start and start - 1 not in discourse.cover and view.lower[start - 1] in words.title_words:
        start -= 1
    state = discourse.cover.get(start - 1)
    if state is None or not (state.demonym or state.entities[0].type == "state"):
        return None
    phrase = " ".join(view.lower[start : i + 1])
    fits = [
        person
        for person in discourse.persons.values()
        if person.country == state.entities[0].country and _holds(person, phrase, view.lower[i], words, former=False)
    ]
    return Ref(state.start, i + 1, i, (fits[0],), "nominal") if len(fits) == 1 else None


def _home(discourse: Discourse, pronoun: int) -> Known | None:
    """Resolve "his country", "her government": the state of the person whom the pronoun means."""
    ref = discourse.at.get(pronoun)
    if ref is None or len(ref.entities) != 1 or ref.entities[0].type != "person":
        return None
    code = ref.entities[0].country
    return state_called(discourse, code) if code and code in discourse.gazetteer.states else None


def _owned(discourse: Discourse, start: int, i: int) -> bool:
    """Whether the phrase begins with a state's possessive or adjective ("India's prime minister")."""
    ref = discourse.cover.get(start)
    return ref is not None and ref.entities[0].type == "state" and start < i


def _describers(discourse: Discourse, start: int, i: int) -> list[str] | None:
    """The words of a phrase between article and head that are no names; none where a clause or number is among them."""
    view = discourse.view
    out = []
    for j in range(start, i):
        if j in discourse.cover or view.lower[j] in ("the", "'s"):
            continue
        if view.pos[j] not in ("NOUN", "ADJ", "PROPN") or view.head[j] != i:
            return None
        out.append(view.lower[j])
    return out


def _officer(discourse: Discourse, start: int, i: int) -> Known | None:
    """Read "The Indian leader", "the prime minister", "the former president": the one person with that office."""
    view, words = discourse.view, discourse.words
    if view.dep[i] in ("compound", "appos", "attr", "amod", "nmod") or _names_somebody(discourse, i):
        return None
    describers = _describers(discourse, start, i)
    if describers is None or any(view.dep[c] == "relcl" for c in view.children[i]):
        return None
    head = view.lower[i]
    former = any(word in words.former for word in describers)
    phrase = " ".join([*(word for word in describers if word not in words.former), head])
    owners = states_of(view, i, discourse.cover) or bodies_before(view, i, discourse.cover)
    bodies = {owner.key for owner in owners if owner.type == "organization"}
    states = [owner for owner in owners if owner.type != "organization"]
    country = {state.country for state in states}
    fits = [
        person
        for person in discourse.persons.values()
        if _holds(person, phrase, head, words, former=former)
        and person.first < i
        and (not states or person.country in country)
        and (not bodies or bodies & person.bodies)
    ]
    if states and not any(p.country for p in fits):
        return None
    if len(fits) > 1:
        near = {id(e) for ref in discourse.before(i, WINDOW) for e in ref.entities}
        fits = [p for p in fits if id(p) in near]
    if len(fits) != 1 or (former and not fits[0].titles):
        return None
    if not states and not _mentioned_lately(discourse, i, fits[0]):
        return None
    return fits[0]


def _names_somebody(discourse: Discourse, i: int) -> bool:
    """Whether the phrase goes on to a name ("the president, X"; "the president of X" is left to its country)."""
    view = discourse.view
    if any(view.dep[c] == "appos" for c in view.children[i]):
        return True
    if i + 1 < len(view) and i + 1 in discourse.cover and discourse.cover[i + 1].entities[0].type == "person":
        return True
    preps = [c for c in view.children[i] if view.dep[c] == "prep" and view.lower[c] in ("of", "to", "for", "at")]
    objects = [o for c in preps for o in view.children[c] if view.dep[o] == "pobj"]
    return any(o not in discourse.cover or discourse.cover[o].entities[0].type != "state" for o in objects)


def _holds(person: Known, phrase: str, head: str, words: Names, *, former: bool) -> bool:
    """Whether the report gives this person that office; "leader" is said of every head of state or government."""
    titles = person.titles | person.past if former else person.titles
    if phrase == "leader":
        return any(title.split()[-1] in words.leaders or title == "prime minister" for title in titles)
    return phrase in titles and (head not in words.leaders or phrase not in person.past or former)


def _mentioned_lately(discourse: Discourse, i: int, person: Known) -> bool:
    return any(person in ref.entities for ref in discourse.before(i, 4))


def _state(discourse: Discourse, start: int, i: int) -> Known | None:
    """Read "The country", "the South Asian nation": the one state that the last sentences speak of."""
    view = discourse.view
    text = view.text[view.idx[start] : view.end(i)]
    region = next((r for word, r in discourse.gazetteer.regional.items() if f" {word} " in text), None)
    if view.dep[i] in ("compound", "amod", "attr", "appos"):
        return None
    if region is not None:
        states = _states_before(discourse, i, 30)
        fits = [s for s in states if region in discourse.gazetteer.states[s.country or ""].regions]
        return fits[0] if len(fits) == 1 and not _extra(discourse, start, i) else None
    if _describers(discourse, start, i) != []:
        return None
    if any(view.dep[c] in ("relcl", "prep", "acl") for c in view.children[i]):
        return None
    states = _states_before(discourse, i, 1)
    return states[0] if len(states) == 1 else None


def _extra(discourse: Discourse, start: int, i: int) -> bool:
    return any(discourse.view.dep[c] in ("relcl", "acl", "prep") for c in discourse.view.children[i]) or i - start > 4


def _states_before(discourse: Discourse, i: int, window: int) -> list[Known]:
    found: dict[str, Known] = {}
    for ref in discourse.before(i, window):
        for entity in ref.entities:
            if entity.type == "state" and entity.country in discourse.gazetteer.states:
                found[entity.country] = entity
    return list(found.values())


def _body(discourse: Discourse, start: int, i: int) -> Known | None:
    """Read "The alliance", "the ministry", "the extremist group": the one body of that kind that was named so far."""
    view, lower = discourse.view, discourse.view.lower[i]
    if lower not in _heads(discourse) or view.dep[i] in ("compound", "amod", "appos", "attr"):
        return None
    describers = _describers(discourse, start, i)
    armed = bool(describers) and discourse.words.armed.issuperset(describers or ())
    if (describers != [] and not armed) or any(
        view.dep[c] in ("relcl", "prep", "acl", "appos") for c in view.children[i]
    ):
        return None
    if i + 1 in discourse.cover:
        return None  # "the extremist group X"
    named = {
        id(e): e for ref in discourse.refs if ref.head < i for e in ref.entities if _is_a(e, lower, discourse.gazetteer)
    }
    if armed:
        listed = discourse.gazetteer.organizations
        named = {key: e for key, e in named.items() if e.name in listed and listed[e.name].kind == "armed_group"}
    recent = {id(e) for ref in discourse.before(i, WINDOW) for e in ref.entities}
    fits = [e for e in named.values() if id(e) in recent]
    return fits[0] if len(named) == 1 and fits else None


def _heads(discourse: Discourse) -> frozenset[str]:
    words = discourse.words
    return words.institutions | words.organization_words | discourse.gazetteer.heads


def _is_a(entity: Known, head: str, gazetteer: Gazetteer) -> bool:
    if entity.type not in ("organization", "group"):
        return False
    listed = gazetteer.organizations.get(entity.name)
    if listed is not None and head in listed.heads:
        return True
    return entity.name.lower().split()[-1] == head and entity.type == "organization"
