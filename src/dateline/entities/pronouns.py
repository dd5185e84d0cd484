"""Pronouns to the entities they mean: "he", "it", "they", "who", by what must agree and what must be absent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.entities.discourse import SUBJECTS, WINDOW, Discourse
from dateline.entities.metonymy import first_of
from dateline.entities.nominals import Ref
from dateline.entities.pairs import who_met
from dateline.entities.people import Gender, Known
from dateline.entities.view import View
from dateline.lexicon import Names

_LEAST = 6  # a mention two sentences back must at least have been a subject
_MARGIN = 8  # by how much the best candidate must beat the next
_FAR = 200  # tokens: what is further off in an endless sentence is forgotten


def pronoun(discourse: Discourse, i: int) -> Ref | None:
    """The mention of the pronoun ``i``, where the report decides whom it means."""
    words, lower = discourse.words, discourse.view.lower[i]
    if lower in words.he:
        found = _he_or_she(discourse, i, "male") or _fronted(discourse, i, "male")
    elif lower in words.she:
        found = _he_or_she(discourse, i, "female") or _fronted(discourse, i, "female")
    elif lower in words.it:
        found = _it(discourse, i) or _fronted(discourse, i, None)
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
    says = view.dep[i] in SUBJECTS and view.lemma[view.head[i]] in discourse.words.say_verbs
    for ref in discourse.before(i, WINDOW):
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
    owner = dep == "poss" and view.dep[head] in SUBJECTS
    if dep in SUBJECTS or owner:
        score += 15
        if view.dep[i] in SUBJECTS:
            score += 4
        if away and (view.dep[head] == "ROOT" or owner):
            score += 4
    elif dep in ("poss", "pobj", "conj"):
        score -= 2
    if candidate.entity is not None and candidate.entity.gender == gender:
        score += 5
    if away and view.dep[i] in SUBJECTS and view.lemma[view.head[i]] in words.say_verbs:
        score += _speaking(view, token, words)
    return score


def _speaking(view: View, token: int, words: Names) -> float:
    """What it adds for "he said" that somebody spoke last: the source in "according to", the subject of a saying."""
    head = view.head[token]
    if view.dep[token] in SUBJECTS:
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
    if view.dep[i] in SUBJECTS:  # "he met Smith": not Smith, if Smith follows; nothing to bar before it
        return out
    if view.quoted[i]:
        out |= _speakers(discourse, i)
    return out


def _own_subject(view: View, i: int) -> int | None:
    """The subject of the verb that ``i`` belongs to, also where verbs share it ("drove … and showed him")."""
    verb = _clause_verb(view, i)
    for _ in range(10):
        subjects = [c for c in view.children[verb] if view.dep[c] in SUBJECTS]
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
            if view.dep[ref.head] in SUBJECTS and not view.quoted[ref.head]:
                out |= {id(entity) for entity in ref.entities}
    return out


def _it(discourse: Discourse, i: int) -> tuple[Known, ...]:
    """The state or organization that "it" or "its" means, where it is subject, possessor or reflexive."""
    view = discourse.view
    if view.dep[i] in SUBJECTS and not _agentive(discourse, i):
        return ()
    if view.dep[i] not in (*SUBJECTS, "poss") and view.lower[i] not in discourse.words.reflexives:
        return ()  # an object: most often a thing
    if view.dep[i] == "poss" and (doer := _its_doer(discourse, i)):
        return doer
    subject = _governing_subject(view, i)
    if subject is None:
        return _carried_on(discourse, i) if view.dep[i] in SUBJECTS else ()
    return _as_subject(discourse, subject, i)


def _as_subject(discourse: Discourse, subject: int, i: int) -> tuple[Known, ...]:
    """The state or organization that is the subject above "it", with no rival between."""
    view, ref = discourse.view, discourse.at.get(subject)
    if ref is None or len(ref.entities) != 1 or _coordinated(view, subject):
        return ()
    entity = ref.entities[0]
    if entity.type not in ("state", "organization") or view.quoted[i] != view.quoted[subject]:
        return ()
    return (entity,) if not _rivals(discourse, subject, i, entity) else ()


def _fronted(discourse: Discourse, i: int, gender: Gender | None) -> tuple[Known, ...]:
    """Read "When she landed, Brel said": a pronoun in what stands before the main clause is that one's subject.

    Also the owner of the subject ("For his part in it, Moyo's party ..."); only where nobody else stands between.
    """
    view = discourse.view
    if view.dep[i] not in (*SUBJECTS, "poss") or view.quoted[i]:
        return ()
    subject = next((found for verb in _above(view, i) if (found := _subject_behind(view, verb, i)) is not None), None)
    if subject is None or _coordinated(view, subject):
        return ()
    owners = [c for c in view.children[subject] if view.dep[c] == "poss"]
    ref = discourse.at.get(subject) or (discourse.at.get(owners[0]) if owners else None)
    if ref is None or ref.kind != "name" or len(ref.entities) != 1:
        return ()
    entity = ref.entities[0]
    kinds = ("person",) if gender else ("state", "organization")
    rivals = any(
        e is not entity and e.type in kinds
        for j in range(view.starts[view.sentence[i]], i)
        if j in discourse.cover and not discourse.cover[j].demonym
        for e in discourse.cover[j].entities
    )
    return (entity,) if entity.type in kinds and entity.gender in (None, gender) and not rivals else ()


def _subject_behind(view: View, verb: int, i: int) -> int | None:
    """The subject of ``verb`` where ``i`` stands in an adjunct before it."""
    front = [c for c in view.children[verb] if view.dep[c] in ("advcl", "prep") and view.left[c] <= i <= view.right[c]]
    subjects = [c for c in view.children[verb] if view.dep[c] in SUBJECTS and c > i]
    return subjects[0] if front and subjects and view.right[front[0]] < view.left[subjects[0]] else None


def _above(view: View, i: int) -> Iterator[int]:
    """The tokens that govern ``i``, upwards."""
    for _ in range(30):
        i = view.head[i]
        yield i
        if view.head[i] == i:
            return


def _its_doer(discourse: Discourse, i: int) -> tuple[Known, ...]:
    """Read "its" in "condemned Chad for its raid", "Chad's plan to end its war": the one spoken of, not who speaks."""
    view = discourse.view
    below = i
    for j in _above(view, i):
        if view.dep[below] == "acl" and "to" in view.lower[view.left[below] : below]:
            spoken_of = [c for c in view.children[j] if view.dep[c] == "poss" and c < i]
        elif view.lemma[j] in discourse.words.target_verbs and view.lower[below] in discourse.words.because:
            spoken_of = [c for c in view.children[j] if view.dep[c] == "dobj" and c < i]
        else:
            spoken_of = []
        if spoken_of:
            return _as_subject(discourse, spoken_of[0], i)
        if view.pos[j] in ("VERB", "AUX") and any(view.dep[c] in SUBJECTS for c in view.children[j]):
            return ()
        below = j
    return ()


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
            c for c in view.children[j] if view.dep[c] in SUBJECTS and c < i and not view.left[c] <= i <= view.right[c]
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
    subjects = [j for j in range(start, end) if view.dep[j] in SUBJECTS and view.dep[view.head[j]] == "ROOT"]
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
    if view.dep[i] not in (*SUBJECTS, "poss") and view.lower[i] not in discourse.words.reflexives:
        return ()  # an object: most often things, or the other side
    subject = _governing_subject(view, i)
    if subject is None:
        carried = _they_carried_on(discourse, i) if view.dep[i] in SUBJECTS else ()
        return carried or who_met(discourse, i)
    found = _plural(discourse, subject)
    if not found or view.quoted[i] != view.quoted[subject]:
        return ()
    last = max([subject, *(c for c in view.children[subject] if view.dep[c] == "conj")])
    mutual = view.lemma[view.head[i]] in discourse.words.mutual_verbs  # which things do not do
    between = any(
        view.tag[j] in ("NNS", "NNPS")
        and view.dep[j] not in ("compound", "npadvmod")
        and not (mutual and _is_thing(discourse, j))
        for j in range(last + 1, i)
    )
    return () if between else found


def _is_thing(discourse: Discourse, j: int) -> bool:
    """Whether a plural noun stands for nobody ("ties", "talks")."""
    words, lower = discourse.words, discourse.view.lower[j]
    somebody = words.groups | words.groups_of | words.pair_people | words.pair_states
    return j not in discourse.cover and lower not in somebody and lower.removesuffix("s") not in words.offices


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


def relative(discourse: Discourse, i: int) -> Ref | None:
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
