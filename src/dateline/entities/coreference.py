"""Pronouns and descriptions to the entities they mean, where the text decides it; unresolved where it does not.

One pass from left to right over the report. Each rule names what must agree (gender, number, office, country, kind of
body) and what must be absent (a second candidate): a wrong antecedent puts words into the wrong mouth, a missing one
only leaves a field empty. In the spirit of the precision-ranked sieves of Raghunathan et al. (EMNLP 2010).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dateline.entities.gazetteer import Gazetteer
from dateline.entities.metonymy import first_of
from dateline.entities.nominals import Ref, np_start, states_of
from dateline.entities.people import Gender, Known
from dateline.entities.view import View
from dateline.lexicon import Names

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_WINDOW = 2  # sentences before that of a pronoun in which its antecedent may stand
_FAR = 200  # tokens: what is further off in an endless sentence is forgotten
_LEAST = 6  # a mention two sentences back must at least have been a subject
_MARGIN = 8  # by how much the best candidate must beat the next


@dataclass
class Discourse:
    """What has been mentioned so far. ``refs`` are in order; ``at`` gives the ref whose head is a token."""

    view: View
    words: Names
    gazetteer: Gazetteer
    refs: list[Ref]
    at: dict[int, Ref] = field(default_factory=dict)
    cover: dict[int, Ref] = field(default_factory=dict)
    by_sentence: dict[int, list[Ref]] = field(default_factory=dict)
    persons: dict[int, Known] = field(default_factory=dict)
    bodies: dict[int, Known] = field(default_factory=dict)
    states: dict[str, Known] = field(default_factory=dict)
    tally: dict[bool, list[tuple[Known, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refs, self.refs = self.refs, []
        for ref in refs:
            self.add(ref)

    def add(self, ref: Ref) -> None:
        """Take in one more ref."""
        self.refs.append(ref)
        self.at[ref.head] = ref
        for i in range(ref.start, ref.end):
            old = self.cover.get(i)
            if old is None or old.end - old.start > ref.end - ref.start:
                self.cover[i] = ref
        for entity in ref.entities:
            if entity.type == "person":
                self.persons[id(entity)] = entity
            elif entity.type in ("organization", "group"):
                self.bodies[id(entity)] = entity
            elif entity.type == "state":
                self.states[entity.country or ""] = entity
        self.by_sentence.setdefault(self.view.sentence[ref.head], []).append(ref)

    def most_named(self, *, people: bool) -> list[tuple[Known, int]]:
        """The leaders or else the states of the report by how often it names them outside headlines, most first."""
        if people not in self.tally:
            heads = self.words.leaders | self.words.ministers
            names = (ref for ref in self.refs if ref.kind == "name" and not self.view.titled[ref.head])
            counts = Counter(id(e) for ref in names for e in ref.entities)
            known = self.persons if people else {id(state): state for state in self.states.values()}
            self.tally[people] = [
                (known[key], count)
                for key, count in counts.most_common()
                if key in known and (not people or any(title.split()[-1] in heads for title in known[key].titles))
            ]
        return self.tally[people]

    def before(self, i: int, window: int) -> Iterator[Ref]:
        """Refs before token ``i`` in its sentence and the ``window`` sentences before it, headlines left out."""
        here = self.view.sentence[i]
        for number in range(max(0, here - window), here + 1):
            for ref in self.by_sentence.get(number, ()):
                if i - _FAR < ref.end <= i and (number == here or not self.view.titled[ref.head]):
                    yield ref


def resolve(view: View, refs: Sequence[Ref], words: Names, gazetteer: Gazetteer) -> list[Ref]:
    """The refs of pronouns and descriptions that the text decides. Genders learnt on the way are kept on persons."""
    discourse = Discourse(view, words, gazetteer, list(refs))
    pronouns = words.he | words.she | words.it | words.they
    found: list[Ref] = []
    for i, lower in enumerate(view.lower):
        if view.titled[i] or (i in discourse.at and discourse.at[i].kind != "name"):
            continue
        ref: Ref | None = None
        if lower in pronouns:
            ref = _pronoun(discourse, i)
        elif lower in words.relatives and view.tag[i] in ("WP", "WP$", "WDT"):
            ref = _relative(discourse, i)
        elif lower in words.twins and i not in discourse.cover:
            ref = Ref(i, i + 1, i, tuple(_state_called(discourse, code) for code in words.twins[lower]), "name")
        elif i not in discourse.cover and view.pos[i] in ("NOUN", "PROPN"):
            ref = _description(discourse, i)
        if ref is not None and ref.entities:
            found.append(ref)
            discourse.add(ref)
    return found


def _state_called(discourse: Discourse, code: str) -> Known:
    """The state with this code as the report's other mentions know it."""
    if code in discourse.states:
        return discourse.states[code]
    return Known(f"state:{code}", discourse.gazetteer.states[code].name, "state", country=code)


# ── pronouns ─────────────────────────────────────────────────────────────────────────────────────


def _pronoun(discourse: Discourse, i: int) -> Ref | None:
    words, lower = discourse.words, discourse.view.lower[i]
    if lower in words.he:
        found = _he_or_she(discourse, i, "male")
    elif lower in words.she:
        found = _he_or_she(discourse, i, "female")
    elif lower in words.it:
        found = _it(discourse, i)
    else:
        found = _they(discourse, i)
    return Ref(i, i + 1, i, found, "pronoun") if found else None


def _shared_clause(discourse: Discourse, i: int, ranked: Sequence[_Candidate]) -> bool:
    """Whether "his" stands in a clause with two who may own it ("A met B at his residence")."""
    view = discourse.view
    if view.dep[i] != "poss":
        return False
    verb = _clause_verb(view, i)
    own = [c for c in ranked if view.sentence[c.token] == view.sentence[i] and _clause_verb(view, c.token) == verb]
    return len(own) > 1


@dataclass(slots=True)
class _Candidate:
    entity: Known | None  # None: somebody the report does not name
    token: int
    score: float


def _he_or_she(discourse: Discourse, i: int, gender: Gender) -> tuple[Known, ...]:
    """The person that "he" or "she" means: by gender, recency and syntactic role, with a clear lead over the next."""
    view = discourse.view
    best: dict[int, _Candidate] = {}
    for candidate in (*_named_persons(discourse, i, gender), *_unnamed_persons(discourse, i, gender)):
        candidate.score = _salience(discourse, candidate, i, gender)
        key = id(candidate.entity) if candidate.entity else -candidate.token - 1
        if key not in best or best[key].score < candidate.score:
            best[key] = candidate
    barred = _barred(discourse, i)
    ranked = sorted((c for k, c in best.items() if k not in barred), key=lambda c: -c.score)
    if not ranked or ranked[0].entity is None or ranked[0].score < _LEAST:
        return ()
    if len(ranked) > 1 and (ranked[0].score - ranked[1].score < _MARGIN or _shared_clause(discourse, i, ranked)):
        return ()
    person = ranked[0].entity
    if person.gender is None and (len(ranked) == 1 or view.sentence[ranked[0].token] == view.sentence[i]):
        person.gender = gender
    return (person,)


def _named_persons(discourse: Discourse, i: int, gender: Gender) -> Iterator[_Candidate]:
    view = discourse.view
    says = view.dep[i] in _SUBJECTS and view.lemma[view.head[i]] in discourse.words.say_verbs
    for ref in discourse.before(i, _WINDOW):
        for entity in ref.entities:
            heard = view.quoted[i] or not view.quoted[ref.head] or (ref.kind == "name" and not says)
            if heard and entity.type == "person" and entity.gender in (None, gender) and len(ref.entities) == 1:
                yield _Candidate(entity, ref.head, 0.0)


def _unnamed_persons(discourse: Discourse, i: int, gender: Gender) -> Iterator[_Candidate]:
    """Persons that a noun alone stands for ("a man", "his spokesman"): they may be meant, and are nobody's names."""
    view, words = discourse.view, discourse.words
    other = words.female_nouns if gender == "male" else words.male_nouns
    people = words.offices | words.male_nouns | words.female_nouns | words.family
    own = words.he if gender == "male" else words.she
    first = max(view.starts[max(0, view.sentence[i] - 1)], i - _FAR)
    for j in range(first, i):
        lower = view.lower[j]
        if (
            lower in people
            and lower not in other
            and view.tag[j] == "NN"
            and j not in discourse.cover
            and not view.titled[j]
        ):
            if view.dep[j] in ("compound", "amod", "attr", "appos", "acomp", "nmod") or _beside_name(discourse, j):
                continue
            yield _Candidate(None, j, 0.0)
        elif lower == "old" and view.words[j - 1] == "-" and view.dep[j] not in ("amod", "compound"):
            yield _Candidate(None, j, 0.0)  # "another 19-year-old"
        elif lower in own and j not in discourse.cover and view.sentence[i] - view.sentence[j] <= 1:
            yield _Candidate(None, j, 0.0)  # one that was left open may be this one


def _beside_name(discourse: Discourse, j: int) -> bool:
    """Whether the noun at ``j`` only describes somebody named ("the president, X"; "X, the president")."""
    view = discourse.view
    if any(view.dep[c] == "appos" and c in discourse.cover for c in view.children[j]):
        return True
    return j + 1 < len(view) and j + 1 in discourse.cover and discourse.cover[j + 1].entities[0].type == "person"


def _salience(discourse: Discourse, candidate: _Candidate, i: int, gender: Gender) -> float:
    view, words, token = discourse.view, discourse.words, candidate.token
    away = view.sentence[i] - view.sentence[token]
    score = 30.0 - 14 * away - min(12.0, 0.25 * (i - token))
    token = first_of(view, token)  # in "X and Y spoke" both are subjects
    if view.dep[token] == "appos":  # "a local lawmaker, X, said": X is what the noun beside it is
        token = view.head[token]
    dep, head = view.dep[token], view.head[token]
    owner = dep == "poss" and view.dep[head] in _SUBJECTS
    if dep in _SUBJECTS or owner:
        score += 15
        if view.dep[i] in _SUBJECTS:
            score += 4
        if away and (view.dep[head] == "ROOT" or owner):
            score += 4
    elif dep in ("poss", "pobj", "conj"):
        score -= 2
    if candidate.entity is not None and candidate.entity.gender == gender:
        score += 5
    if away and view.dep[i] in _SUBJECTS and view.lemma[view.head[i]] in words.say_verbs:
        score += _speaking(view, token, words)
    return score


def _speaking(view: View, token: int, words: Names) -> float:
    """What it adds for "he said" that somebody spoke last: the source in "according to", the subject of a saying."""
    head = view.head[token]
    if view.dep[token] in _SUBJECTS:
        return 16 if view.lemma[head] in words.say_verbs else 0
    source = view.dep[token] == "pobj" and view.lower[head] == "to" and view.lower[view.head[head]] == "according"
    return 42 if source else 0


def _clause_verb(view: View, i: int) -> int:
    """The verb of the clause that token ``i`` stands in."""
    j = i
    for _ in range(30):
        if view.pos[j] in ("VERB", "AUX") and j != i:
            return j
        if view.head[j] == j:
            return j
        j = view.head[j]
    return j


def _barred(discourse: Discourse, i: int) -> set[int]:
    """Who the pronoun cannot be: the subject of its own verb; in a quotation, whoever speaks it."""
    view = discourse.view
    out: set[int] = set()
    if view.dep[i] in ("dobj", "pobj", "dative", "iobj") and view.lower[i] not in discourse.words.reflexives:
        subject = _own_subject(view, i)
        if subject is not None and subject in discourse.at:
            out |= {id(entity) for entity in discourse.at[subject].entities}
    if view.dep[i] in _SUBJECTS:  # "he met Smith": not Smith, if Smith follows; nothing to bar before it
        return out
    if view.quoted[i]:
        out |= _speakers(discourse, i)
    return out


def _own_subject(view: View, i: int) -> int | None:
    """The subject of the verb that ``i`` belongs to, also where verbs share it ("drove … and showed him")."""
    verb = _clause_verb(view, i)
    for _ in range(10):
        subjects = [c for c in view.children[verb] if view.dep[c] in _SUBJECTS]
        if subjects:
            return subjects[0]
        if view.dep[verb] not in ("conj", "xcomp"):
            return None
        verb = view.head[verb]
    return None


def _speakers(discourse: Discourse, i: int) -> set[int]:
    """Subjects outside quotation marks of the sentence of ``i`` and of its neighbours: one of them speaks."""
    view = discourse.view
    here = view.sentence[i]
    out: set[int] = set()
    for number in (here - 1, here, here + 1):
        for ref in discourse.by_sentence.get(number, ()):
            if view.dep[ref.head] in _SUBJECTS and not view.quoted[ref.head]:
                out |= {id(entity) for entity in ref.entities}
    return out


def _it(discourse: Discourse, i: int) -> tuple[Known, ...]:
    """The state or organization that "it" or "its" means: the subject that governs it, with no rival between."""
    view, words = discourse.view, discourse.words
    if view.dep[i] in _SUBJECTS and not _agentive(discourse, i):
        return ()
    if view.dep[i] not in (*_SUBJECTS, "poss") and view.lower[i] not in words.reflexives:
        return ()  # an object: most often a thing
    subject = _governing_subject(view, i)
    if subject is None:
        return _carried_on(discourse, i) if view.dep[i] in _SUBJECTS else ()
    ref = discourse.at.get(subject)
    if ref is None or len(ref.entities) != 1 or _coordinated(view, subject):
        return ()
    entity = ref.entities[0]
    if entity.type not in ("state", "organization") or view.quoted[i] != view.quoted[subject]:
        return ()
    return (entity,) if not _rivals(discourse, subject, i, entity) else ()


def _agentive(discourse: Discourse, i: int) -> bool:
    """Whether "it" is subject of what only somebody does, or of what somebody says of itself ("said it would")."""
    view, words = discourse.view, discourse.words
    verb = view.head[i]
    said = view.dep[verb] == "ccomp" and view.lemma[view.head[verb]] in words.say_verbs
    return view.lemma[verb] in words.agent_verbs or (said and view.lemma[verb] not in words.empty_verbs)


def _governing_subject(view: View, i: int) -> int | None:
    """The nearest subject before ``i`` of a verb above it."""
    j = view.head[i]
    for _ in range(30):
        subjects = [
            c for c in view.children[j] if view.dep[c] in _SUBJECTS and c < i and not view.left[c] <= i <= view.right[c]
        ]
        if subjects:
            return subjects[-1] if view.tag[subjects[-1]] not in ("WP", "WDT") else _antecedent(view, subjects[-1])
        if view.head[j] == j:
            return None
        j = view.head[j]
    return None


def _coordinated(view: View, i: int) -> bool:
    return any(view.dep[c] == "conj" for c in view.children[i])


def _rivals(discourse: Discourse, subject: int, i: int, entity: Known) -> bool:
    """Whether another state, organization or place stands between the subject and the pronoun."""
    for j in range(subject + 1, i):
        ref = discourse.cover.get(j)
        if ref is None or ref.demonym or ref.start != j:
            continue
        if any(e is not entity and e.type in ("state", "organization", "place", "group") for e in ref.entities):
            return True
    return False


def _subject_before(view: View, i: int) -> int | None:
    """The one main subject of the sentence before, where ``i`` is the main subject of its own."""
    here = view.sentence[i]
    if here == 0 or view.dep[view.head[i]] != "ROOT" or view.quoted[i]:
        return None
    start, end = view.starts[here - 1], view.starts[here]
    subjects = [j for j in range(start, end) if view.dep[j] in _SUBJECTS and view.dep[view.head[j]] == "ROOT"]
    return subjects[0] if len(subjects) == 1 and not view.titled[subjects[0]] else None


def _carried_on(discourse: Discourse, i: int) -> tuple[Known, ...]:
    """A sentence that goes on with "It": the subject of the sentence before, if that is a state or organization."""
    view = discourse.view
    subject = _subject_before(view, i)
    if subject is None or _coordinated(view, subject):
        return ()
    ref = discourse.at.get(subject)
    if ref is None or len(ref.entities) != 1 or ref.entities[0].type not in ("state", "organization"):
        return ()
    others = {
        id(e)
        for r in discourse.by_sentence.get(view.sentence[i] - 1, ())
        if not r.demonym
        for e in r.entities
        if e.type in ("state", "organization")
    }
    return ref.entities if len(others) == 1 else ()


def _they(discourse: Discourse, i: int) -> tuple[Known, ...]:
    """The group or the pair that "they" means: the plural subject that governs it, with no plural between."""
    view = discourse.view
    if view.dep[i] not in (*_SUBJECTS, "poss") and view.lower[i] not in discourse.words.reflexives:
        return ()  # an object: most often things, or the other side
    subject = _governing_subject(view, i)
    if subject is None:
        return _they_carried_on(discourse, i) if view.dep[i] in _SUBJECTS else ()
    found = _plural(discourse, subject)
    if not found or view.quoted[i] != view.quoted[subject]:
        return ()
    last = max([subject, *(c for c in view.children[subject] if view.dep[c] == "conj")])
    between = any(
        view.tag[j] in ("NNS", "NNPS") and view.dep[j] not in ("compound", "npadvmod") for j in range(last + 1, i)
    )
    return () if between else found


def _plural(discourse: Discourse, subject: int) -> tuple[Known, ...]:
    view = discourse.view
    ref = discourse.at.get(subject)
    if ref is None:
        return ()
    members = [subject]
    for j in members:
        members += [c for c in view.children[j] if view.dep[c] == "conj"]
    if len(members) > 1:
        refs = [discourse.at.get(j) for j in members]
        if any(r is None or len(r.entities) != 1 for r in refs) or len(members) > 3:
            return ()
        return tuple(r.entities[0] for r in refs if r is not None)
    if len(ref.entities) > 1 or ref.entities[0].type == "group":
        return ref.entities
    return ()


def _they_carried_on(discourse: Discourse, i: int) -> tuple[Known, ...]:
    view = discourse.view
    subject = _subject_before(view, i)
    if subject is None:
        return ()
    plurals = [
        j
        for j in range(subject + 1, view.starts[view.sentence[i]])
        if view.tag[j] in ("NNS", "NNPS") and view.dep[j] != "compound"
    ]
    return _plural(discourse, subject) if not plurals else ()


def _relative(discourse: Discourse, i: int) -> Ref | None:
    """Read "who", "which", "whose": the head of the relative clause, where that is a mention."""
    view = discourse.view
    head = _antecedent(view, i)
    ref = discourse.at.get(head) or discourse.cover.get(head) if head is not None else None
    if ref is None or ref.demonym or ref.end > i or i - ref.end > 3 or (len(ref.entities) != 1 and ref.kind != "name"):
        return None
    kind = ref.entities[0].type
    if (
        view.lower[i] == "which"
        and kind in ("state", "place")
        and view.lower[view.head[_described(view, ref.head)]] in discourse.words.place_prepositions
    ):
        return None  # "an attack in X, which killed": not X
    if (view.lower[i] in ("who", "whom")) != (kind in ("person", "group")) and view.lower[i] != "whose":
        return None
    if kind == "group" and view.lower[i] == "which":
        return None
    return Ref(i, i + 1, i, ref.entities, "pronoun")


def _described(view: View, i: int) -> int:
    """What ``i`` is beside, in "Nice, France"."""
    return view.head[i] if view.dep[i] == "appos" else i


def _antecedent(view: View, i: int) -> int | None:
    j = i
    for _ in range(6):
        if view.dep[j] == "relcl":
            return view.head[j]
        if view.head[j] == j:
            return None
        j = view.head[j]
    return None


# ── descriptions ─────────────────────────────────────────────────────────────────────────────────


def _description(discourse: Discourse, i: int) -> Ref | None:
    view, words, lower = discourse.view, discourse.words, discourse.view.lower[i]
    if lower in words.pair_people or lower in words.pair_states:
        return _pair(discourse, i)
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


def _home(discourse: Discourse, pronoun: int) -> Known | None:
    """Resolve "his country", "her government": the state of the person whom the pronoun means."""
    ref = discourse.at.get(pronoun)
    if ref is None or len(ref.entities) != 1 or ref.entities[0].type != "person":
        return None
    code = ref.entities[0].country
    return _state_called(discourse, code) if code and code in discourse.gazetteer.states else None


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
    states = states_of(view, i, discourse.cover)
    country = {state.country for state in states}
    fits = [
        person
        for person in discourse.persons.values()
        if _holds(person, phrase, head, words, former=former)
        and person.first < i
        and (not states or person.country in country)
    ]
    if states and not any(p.country for p in fits):
        return None
    if len(fits) > 1:
        near = {id(e) for ref in discourse.before(i, _WINDOW) for e in ref.entities}
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
    found: dict[int, Known] = {}
    for ref in discourse.before(i, window):
        for entity in ref.entities:
            if entity.type == "state" and entity.country in discourse.gazetteer.states:
                found[id(entity)] = entity
    names = {e.country: e for e in found.values() if e.type == "state"}
    return list(names.values())


def _body(discourse: Discourse, start: int, i: int) -> Known | None:
    """Read "The alliance", "the agency", "the ministry": the one body of that kind that the report has named so far."""
    view, lower = discourse.view, discourse.view.lower[i]
    if lower not in _heads(discourse) or view.dep[i] in ("compound", "amod", "appos", "attr"):
        return None
    if _describers(discourse, start, i) != [] or any(
        view.dep[c] in ("relcl", "prep", "acl", "appos") for c in view.children[i]
    ):
        return None
    named = {
        id(e): e for ref in discourse.refs if ref.head < i for e in ref.entities if _is_a(e, lower, discourse.gazetteer)
    }
    recent = {id(e) for ref in discourse.before(i, _WINDOW) for e in ref.entities}
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


def _pair(discourse: Discourse, i: int) -> Ref | None:
    """Resolve "the two leaders", "both countries": the only two that the last sentence with two speaks of."""
    view, words, lower = discourse.view, discourse.words, discourse.view.lower[i]
    start = np_start(view, i)
    inside = set(view.lower[start:i])
    if not inside & words.pair_words or inside - words.pair_words - {"the", "of", "these", "those"}:
        return None
    if any(view.dep[c] in ("relcl", "prep", "acl", "appos") for c in view.children[i]):
        return None
    for number in range(view.sentence[i], max(-1, view.sentence[i] - _WINDOW - 1), -1):
        found = _pair_in(discourse, number, start, people=lower in words.pair_people)
        if found is not None:
            return Ref(start, i + 1, i, found, "nominal") if found else None
    found = _main_pair(discourse, i, people=lower in words.pair_people)
    return Ref(start, i + 1, i, found, "nominal") if found else None


def _main_pair(discourse: Discourse, i: int, *, people: bool) -> tuple[Known, ...]:
    """The two states, or the two leaders of different states, that the report as a whole speaks of.

    Both named before, each at least twice as often as any third, and no third since the sentences just before.
    """
    ranked = discourse.most_named(people=people)
    if len(ranked) < 2 or (len(ranked) > 2 and 2 * ranked[2][1] > ranked[1][1]):
        return ()  # three or more
    pair = tuple(entity for entity, _ in ranked[:2])
    if people and (None in (pair[0].country, pair[1].country) or pair[0].country == pair[1].country):
        return ()
    thirds = {id(entity) for entity, _ in ranked[2:]}
    near = any(id(entity) in thirds for ref in discourse.before(i, _WINDOW) for entity in ref.entities)
    return pair if not near and all(entity.first < i for entity in pair) else ()


def _pair_in(discourse: Discourse, number: int, end: int, *, people: bool) -> tuple[Known, ...] | None:
    """The two persons or states of a sentence; none where there are more; ``None`` where there are fewer."""
    view, words = discourse.view, discourse.words
    found: dict[int, Known] = {}
    demonyms: set[int] = set()
    for ref in discourse.by_sentence.get(number, ()):
        if ref.end <= end and not view.titled[ref.head]:
            found |= {id(e): e for e in ref.entities if e.type == ("person" if people else "state")}
            demonyms |= {id(e) for e in ref.entities if ref.demonym}
    if people and len(found) > 2:
        heads = words.leaders | words.ministers
        found = {k: e for k, e in found.items() if any(title.split()[-1] in heads for title in e.titles)}
    if len(found) < 2:
        return None
    lopsided = len(demonyms & set(found)) == 1 and not people  # "the Russian invasion of Ukraine"
    return tuple(found.values()) if len(found) == 2 and not lopsided else ()
