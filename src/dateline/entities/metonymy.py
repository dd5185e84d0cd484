"""A capital or a seat of government: does it stand for the government here, or for the place?

"Moscow said", "ties with Washington", "Delhi's position" are governments; "in Moscow", "flew to Delhi", "Moscow's
streets" are places. Where nothing decides, it is the place: a government that is made up would act in the record.
"""

from __future__ import annotations

from collections.abc import Collection
from dateline.entities.view import View
from dateline.lexicon import Names

_MOTION = frozenset({"proceed", "go", "fly", "travel", "return", "come", "arrive", "head", "drive", "move", "rush"})


def is_where(view: View, i: int, words: Names) -> bool:
    """Whether the name with head ``i`` is the object of a preposition of place ("at the Kremlin")."""
    head = view.head[i]
    if view.dep[i] == "conj":
        return is_where(view, head, words)
    if view.dep[i] != "pobj":
        return view.dep[i] == "dobj" and view.lemma[head] in ("leave", "enter", "visit", "reach", "tour", "storm")
    if view.lower[head] in words.place_prepositions:
        return True
    return view.lower[head] in ("to", "from") and view.lemma[view.head[head]] in _MOTION | {"visit", "trip", "travel"}


def acts(view: View, i: int, words: Names, capitals: Collection[int] = ()) -> bool:
    """Whether the capital with head token ``i`` stands for its government. ``capitals`` are the heads of all."""
    dep, head = view.dep[i], view.head[i]
    if _is_dateline(view, i) or (view.titled[i] and i > 0 and view.lower[i - 1] in words.place_prepositions):
        return False
    if dep == "conj" and head in capitals:
        return acts(view, head, words, capitals)
    if dep in ("nsubj", "nsubjpass", "csubj"):
        together = any(view.dep[child] == "conj" and child in capitals for child in view.children[i])
        return together or _subject_acts(view, head, words)
    if dep == "poss":
        return _is_policy(view, head, words)
    if dep in ("dobj", "dative"):
        return view.lemma[head] in words.target_verbs
    if dep == "agent" or (dep == "pobj" and view.lower[head] == "by"):
        return True
    if dep == "pobj":
        return _object_acts(view, head, words)
    joined = i + 2 < len(view) and view.words[i + 1] == "-" and view.tag[i + 2] in ("VBN", "VBD", "JJ")
    return joined and view.lower[i + 2] != "based"  # "Moscow-backed"


def _is_dateline(view: View, i: int) -> bool:
    """ "MOSCOW —", "SAN JOSE, Costa Rica (Reuters) -", and "Moscow, Russia"."""
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
    return any(view.lower[c] in ("foreign", "nuclear", "diplomatic", "military") for c in view.children[noun])


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
    word = view.lower[preposition]
    if word == "at" and view.lemma[view.head[preposition]] == "look":
        return True
    governor = view.head[preposition]
    lemma, lower = view.lemma[governor], view.lower[governor]
    dealing = lower in words.dealings or lemma in words.dealings
    if word in words.place_prepositions:
        return False
    if word in ("with", "between", "against", "toward", "towards"):
        return dealing or word in ("against", "toward", "towards", "with") or lemma in words.dealing_verbs
    if word in ("to", "from", "on", "for", "of"):
        if lower in ("ambassador", "envoy", "visit", "trip") and word in ("to", "from"):
            return lower in ("ambassador", "envoy")
        if dealing and not (word == "of" and lower not in ("isolation", "support", "criticism", "condemnation")):
            return lower not in ("talks", "summit", "talk", "negotiations", "dialogue", "consultations")
        return (
            word in ("to", "from", "on")
            and lemma in words.dealing_verbs
            and lemma not in ("send", "reach", "meet", "turn", "work")
        )
    return False
