"""What stands for two: "the two leaders", "both countries", "the pair", and "they" of two who met.

Only where the report speaks of no third: a sentence with two that fit, the leaders of its two states, the states of its
two persons, or the two that the report as a whole is about.
"""

from __future__ import annotations

from dateline.entities.discourse import SUBJECTS, WINDOW, Discourse, state_called
from dateline.entities.nominals import Ref, np_start
from dateline.entities.people import Known

Pair = tuple[Known, ...]


def pair(discourse: Discourse, i: int) -> Ref | None:
    """Resolve "the two leaders", "both countries", "the pair": the only two of the kind that were spoken of last."""
    view, words, lower = discourse.view, discourse.words, discourse.view.lower[i]
    start = np_start(view, i)
    inside = set(view.lower[start:i])
    counted = bool(inside & words.pair_words) and not inside - words.pair_words - words.pair_articles
    if lower in words.pair_nouns:  # "the pair", "the two", "both"
        alone = lower not in words.pair_words or view.dep[i] in SUBJECTS
        counted = alone and inside <= words.pair_articles and (bool(inside) or lower == "both")
    elif not counted:
        counted = inside <= {"the"} and _mutual(discourse, i)
    if not counted or any(view.dep[c] in ("relcl", "prep", "acl", "appos") for c in view.children[i]):
        return None
    found = _nearest(discourse, i, start)
    return Ref(start, i + 1, i, found, "nominal") if found else None


def _mutual(discourse: Discourse, i: int) -> bool:
    """Whether the clause says that its subject is several: "the leaders saw each other"."""
    view = discourse.view
    if view.dep[i] not in SUBJECTS:
        return False
    verb = view.head[i]
    text = " ".join(view.lower[view.left[verb] : view.right[verb] + 1])
    return any(phrase in text for phrase in discourse.words.each_other)


def _nearest(discourse: Discourse, i: int, start: int) -> Pair:
    view, words, lower = discourse.view, discourse.words, discourse.view.lower[i]
    people = lower in words.pair_people or lower in words.pair_nouns
    for number in range(view.sentence[i], max(-1, view.sentence[i] - WINDOW - 1), -1):
        found = _in_sentence(discourse, number, start, lower, people=people)
        found = _by_country(discourse, number, start, lower, people=people) if found is None else found
        if found is not None:
            return found
    return _of_report(discourse, i, lower, people=people) if lower not in words.pair_nouns else ()


def _fits(discourse: Discourse, person: Known, noun: str) -> bool:
    """Whether a person can be one of "leaders" or "ministers"; any can be one of "men" or of "the pair"."""
    words = discourse.words
    if noun in words.pair_nouns or noun not in words.pair_offices:
        return True
    if not person.titles:
        return not person.past
    heads = {title.split()[-1] for title in person.titles}
    if words.pair_offices[noun] == "minister":
        return bool(heads & words.ministers)
    return bool(heads & words.leaders) or "prime minister" in person.titles


def _in_sentence(discourse: Discourse, number: int, end: int, noun: str, *, people: bool) -> Pair | None:
    """The two persons or states of a sentence; none where there are more; ``None`` where there are fewer."""
    view, words = discourse.view, discourse.words
    found: dict[int, Known] = {}
    demonyms: set[int] = set()
    for ref in discourse.by_sentence.get(number, ()):
        if ref.end <= end and not view.titled[ref.head]:
            found |= {id(e): e for e in ref.entities if e.type == ("person" if people else "state")}
            demonyms |= {id(e) for e in ref.entities if ref.demonym}
    if people:
        found = {key: person for key, person in found.items() if _fits(discourse, person, noun)}
    if people and len(found) > 2:
        heads = words.leaders | words.ministers
        found = {k: e for k, e in found.items() if any(title.split()[-1] in heads for title in e.titles)}
    if len(found) < 2:
        return None
    lopsided = len(demonyms & set(found)) == 1 and not people  # "the Russian invasion of Ukraine"
    return tuple(found.values()) if len(found) == 2 and not lopsided else ()


def _by_country(discourse: Discourse, number: int, end: int, noun: str, *, people: bool) -> Pair | None:
    """The leaders of the two states of a sentence, or the states of its two persons."""
    if noun in discourse.words.pair_nouns:
        return None
    other = _in_sentence(discourse, number, end, "leaders", people=not people)
    countries = [entity.country for entity in other or ()]
    if len(set(countries)) != 2 or None in countries:
        return None
    if not people:
        return tuple(state_called(discourse, code) for code in countries if code in discourse.gazetteer.states)
    if noun != "leaders":
        return None
    known = [p for p in discourse.persons.values() if p.titles and _fits(discourse, p, noun) and p.first < end]
    leaders = [[person for person in known if person.country == code] for code in countries]
    return tuple(one[0] for one in leaders) if all(len(one) == 1 for one in leaders) else None


def _of_report(discourse: Discourse, i: int, noun: str, *, people: bool) -> Pair:
    """The two states, or the two leaders of different states, that the report as a whole speaks of.

    Both named before, each at least twice as often as any third, and no third since the sentences just before.
    """
    ranked = discourse.most_named(people=people)
    if people:
        ranked = [(person, count) for person, count in ranked if _fits(discourse, person, noun)]
    if len(ranked) < 2 or (len(ranked) > 2 and 2 * ranked[2][1] > ranked[1][1]):
        return ()  # three or more
    both = tuple(entity for entity, _ in ranked[:2])
    if people and (None in (both[0].country, both[1].country) or both[0].country == both[1].country):
        return ()
    thirds = {id(entity) for entity, _ in ranked[2:]}
    near = any(id(entity) in thirds for ref in discourse.before(i, WINDOW) for entity in ref.entities)
    return both if not near and all(entity.first < i for entity in both) else ()


def who_met(discourse: Discourse, i: int) -> Pair:
    """Read "They" after "X met Y": both, where the sentence before names no third and its verb takes two."""
    view, words = discourse.view, discourse.words
    here = view.sentence[i]
    main = view.dep[view.head[i]] == "ROOT" or i == view.starts[here]  # "They met, officials said"
    if here == 0 or not main or view.quoted[i] or view.dep[i] not in SUBJECTS:
        return ()
    before = [ref for ref in discourse.by_sentence.get(here - 1, ()) if not ref.demonym]
    if any(entity.type == "group" for ref in before for entity in ref.entities):
        return ()
    pairs = [ref.entities for ref in before if len(ref.entities) == 2]
    if pairs and view.lemma[view.head[i]] in words.mutual_verbs and len({frozenset(map(id, p)) for p in pairs}) == 1:
        return pairs[0]
    persons = {id(e): e for ref in before for e in ref.entities if e.type == "person"}
    if len(persons) != 2:
        return ()
    subjects = [ref for ref in before if view.dep[ref.head] in SUBJECTS and id(ref.entities[0]) in persons]
    met = any(view.lemma[view.head[ref.head]] in words.mutual_verbs for ref in subjects)
    return tuple(persons.values()) if met and not view.titled[view.starts[here - 1]] else ()
