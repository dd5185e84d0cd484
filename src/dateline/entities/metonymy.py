"""Whether a capital or a seat of government stands for the government or for the place.

"Moscow said", "ties with Washington", "Delhi's position" are governments; "in Moscow", "flew to Delhi", "Moscow's
streets" are places. Where nothing decides, it is the place: a government that is made up would act in the record.
"""

from __future__ import annotations

from collections.abc import Collection

from dateline.entities.view import View
from dateline.lexicon import Names

_COORDINATED = 20  # longer coordinations are lists


def is_where(view: View, i: int, words: Names) -> bool:
    """Whether the name with head ``i`` is the object of a preposition of place ("at the Kremlin")."""
    i = first_of(view, i)
    dep, head = view.dep[i], view.head[i]
    if dep == "dobj":
        return view.lemma[head] in words.entering
    if dep != "pobj":
        return False
    moved = view.lower[head] in ("to", "from") and view.lemma[view.head[head]] in words.motion
    return moved or view.lower[head] in words.place_prepositions


def first_of(view: View, i: int) -> int:
    """The first of the coordinated nouns that ``i`` is one of: it alone carries the role of all."""
    for _ in range(_COORDINATED):
        if view.dep[i] != "conj" or view.pos[view.head[i]] not in ("PROPN", "NOUN"):
            break
        i = view.head[i]
    return i


def acts(view: View, i: int, words: Names, capitals: Collection[int] = ()) -> bool:
    """Whether the capital with head token ``i`` stands for its government. ``capitals`` are the heads of all."""
    if _is_dateline(view, i) or (view.titled[i] and i > 0 and view.lower[i - 1] in words.place_prepositions):
        return False
    first = first_of(view, i)
    if first != i and first not in capitals:
        return False
    dep, head = view.dep[first], view.head[first]
    if dep in ("nsubj", "nsubjpass", "csubj"):
        together = any(view.dep[child] == "conj" and child in capitals for child in view.children[first])
        found = together or _subject_acts(view, head, words)
    elif dep == "poss":
        found = _is_policy(view, head, words)
    elif dep in ("dobj", "dative"):
        found = view.lemma[head] in words.target_verbs
    elif dep == "pobj":
        found = view.lower[head] == "by" or _object_acts(view, head, words)
    else:
        found = dep == "agent" or _joined(view, i)
    return found


def _joined(view: View, i: int) -> bool:
    """See "Moscow-backed", but not "Moscow-based"."""
    after = i + 2 < len(view) and view.words[i + 1] == "-"
    return after and view.tag[i + 2] in ("VBN", "VBD", "JJ") and view.lower[i + 2] != "based"


def _is_dateline(view: View, i: int) -> bool:
    """See "MOSCOW —", "SAN JOSE, Costa Rica (Reuters) -", and "Moscow, Russia"."""
    after = view.lower[i + 1] if i + 1 < len(view) else ""
    if after in ("(", "—", "–", "--") or "\n" in after:
        return True
    if view.words[i].isupper() and len(view.words[i]) > 2 and not view.titled[i]:
        return True
    name = after == "," and i + 2 < len(view) and view.words[i + 2][0].isupper()
    return name and view.dep[i] not in ("nsubj", "nsubjpass") and view.dep[i + 2] in ("appos", "npadvmod")


def _is_policy(view: View, noun: int, words: Names) -> bool:
    """Whether a noun is something that governments have: "position", "foreign policy", "nuclear programme"."""
    if view.lower[noun] in words.policies or view.lower[noun] in words.dealings or view.lemma[noun] in words.policies:
        return True
    return any(view.lower[c] in words.policy_adjectives for c in view.children[noun])


def _subject_acts(view: View, verb: int, words: Names) -> bool:
    lemma = view.lemma[verb]
    if view.pos[verb] not in ("VERB", "AUX"):
        return False
    if lemma == "be":
        said = [view.lemma[child] for child in view.children[verb] if view.dep[child] in ("acomp", "attr")]
        return any(word in words.attitudes for word in said)
    return lemma not in words.city_verbs


def _object_acts(view: View, preposition: int, words: Names) -> bool:
    """Objects of prepositions: what governs the preposition decides."""
    word, governor = view.lower[preposition], view.head[preposition]
    lemma, lower = view.lemma[governor], view.lower[governor]
    dealing = lower in words.dealings or lemma in words.dealings
    if word == "at":
        found = lemma == "look"
    elif word in words.place_prepositions:
        found = False
    elif word in ("against", "toward", "towards", "with"):
        found = True
    elif word == "between":
        found = dealing or lemma in words.dealing_verbs
    elif word in ("to", "from") and lower in words.envoys:
        found = True
    elif word in ("to", "from") and lower in words.motion:
        found = False
    elif dealing and word in ("to", "from", "on", "for"):
        found = lower not in words.meetings
    elif word == "of":
        found = lower in words.treatments
    else:
        verbs = words.dealing_verbs - words.reaching
        found = word in ("to", "from", "on") and lemma in verbs
    return found
