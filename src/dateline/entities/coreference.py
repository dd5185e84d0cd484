"""Pronouns and descriptions to the entities they mean, where the text decides it; unresolved where it does not.

One pass from left to right over the report. Each rule names what must agree (gender, number, office, country, kind of
body) and what must be absent (a second candidate): a wrong antecedent puts words into the wrong mouth, a missing one
only leaves a field empty. In the spirit of the precision-ranked sieves of Raghunathan et al. (EMNLP 2010).
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.entities.descriptions import description, titled_officer
from dateline.entities.discourse import Discourse, state_called
from dateline.entities.gazetteer import Gazetteer
from dateline.entities.nominals import Ref
from dateline.entities.pairs import pair
from dateline.entities.pronouns import pronoun, relative
from dateline.entities.view import View
from dateline.lexicon import Names


def resolve(view: View, refs: Sequence[Ref], words: Names, gazetteer: Gazetteer) -> list[Ref]:
    """The refs of pronouns and descriptions that the text decides. Genders learnt on the way are kept on persons."""
    discourse = Discourse(view, words, gazetteer, list(refs))
    doubles = words.pair_people | words.pair_states | words.pair_nouns
    pronouns = words.he | words.she | words.it | words.they
    found: list[Ref] = []
    for i, lower in enumerate(view.lower):
        if view.titled[i] or (i in discourse.at and discourse.at[i].kind != "name"):
            continue
        ref: Ref | None = None
        if lower in pronouns:
            ref = pronoun(discourse, i)
        elif lower in words.relatives and view.tag[i] in ("WP", "WP$", "WDT"):
            ref = relative(discourse, i)
        elif lower in words.twins and i not in discourse.cover:
            ref = Ref(i, i + 1, i, tuple(state_called(discourse, code) for code in words.twins[lower]), "name")
        elif i not in discourse.cover and lower in doubles:
            ref = pair(discourse, i)
        elif i not in discourse.cover and view.pos[i] in ("NOUN", "PROPN"):
            ref = description(discourse, i)
        if ref is not None and ref.entities:
            found.append(ref)
            discourse.add(ref)
    return found + [ref for i in range(len(view)) if view.titled[i] and (ref := titled_officer(discourse, i))]
