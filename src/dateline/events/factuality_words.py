"""The words that tell done from planned, denied, alleged and possible, compiled for look-up."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from dateline.lexicon import load
from dateline.model import Factuality


@dataclass(frozen=True, slots=True)
class Words:
    """Words by what they make of an event, from ``lang/<language>/factuality.toml`` (see ``FactualityWords``)."""

    negations: frozenset[str]
    no: frozenset[str]
    modals: dict[str, Factuality]
    reported: frozenset[str]
    marks: dict[str, Factuality]
    adverbs: dict[str, Factuality]
    adjectives: dict[str, Factuality]
    past: frozenset[str]
    temporal: frozenset[str]
    infinitive_only: frozenset[str]
    governors: dict[str, Factuality]
    passive: dict[str, Factuality]
    transparent: frozenset[str]
    parts: frozenset[str]
    happening: frozenset[str]
    occasions: frozenset[str]
    within: frozenset[str]
    voting: frozenset[str]
    enacting: frozenset[str]
    means: frozenset[str]
    contents: frozenset[str]
    dismissals: frozenset[str]
    proffers: frozenset[str]
    awaiting: frozenset[str]
    lasting: frozenset[str]
    unfulfilled: frozenset[str]
    fronted: frozenset[str]
    foremost: frozenset[str]
    meanwhile: frozenset[str]
    definite: frozenset[str]
    examples: frozenset[str]
    alongside: frozenset[str]
    attending: frozenset[str]
    conditions: frozenset[str]
    unconditional: frozenset[str]
    unsure: frozenset[str]
    falsely: frozenset[str]
    weighing: frozenset[str]
    outcomes: frozenset[str]


@functools.cache
def factuality_words(language: str) -> Words:
    """The words of ``language`` that say how something is held, by what they make of it."""
    words = load(language).factuality
    modals: dict[str, Factuality] = {}
    modals.update(dict.fromkeys(words.planned_modals, "planned"))
    modals.update(dict.fromkeys(words.hypothetical_modals, "hypothetical"))
    marks: dict[str, Factuality] = {}
    marks.update(dict.fromkeys(words.conditional_marks, "hypothetical"))
    marks.update(dict.fromkeys(words.denying_marks, "denied"))
    marks.update(dict.fromkeys(words.planned_marks, "planned"))
    adverbs: dict[str, Factuality] = {}
    adverbs.update(dict.fromkeys(words.alleged_adverbs, "alleged"))
    adverbs.update(dict.fromkeys(words.hypothetical_adverbs, "hypothetical"))
    adverbs.update(dict.fromkeys(words.denied_adverbs, "denied"))
    adjectives: dict[str, Factuality] = {}
    adjectives.update(dict.fromkeys(words.planned_adjectives, "planned"))
    adjectives.update(dict.fromkeys(words.hypothetical_adjectives, "hypothetical"))
    adjectives.update(dict.fromkeys(words.alleged_adjectives, "alleged"))
    adjectives.update(dict.fromkeys(words.ongoing_adjectives, "ongoing"))
    adjectives.update(dict.fromkeys(words.denied_adjectives, "denied"))
    governors: dict[str, Factuality] = {}
    governors.update(dict.fromkeys(words.planned_governors, "planned"))
    governors.update(dict.fromkeys(words.hypothetical_governors, "hypothetical"))
    governors.update(dict.fromkeys(words.denied_governors, "denied"))
    governors.update(dict.fromkeys(words.alleged_governors, "alleged"))
    passive: dict[str, Factuality] = {}
    passive.update(dict.fromkeys(words.passive_planned, "planned"))
    passive.update(dict.fromkeys(words.passive_alleged, "alleged"))
    passive.update(dict.fromkeys(words.passive_known, "happened"))
    return Words(
        negations=frozenset(words.negations),
        no=frozenset(words.negative_determiners),
        modals=modals,
        reported=frozenset(words.reported_modals),
        marks=marks,
        adverbs=adverbs,
        adjectives=adjectives,
        past=frozenset(words.past_adjectives),
        temporal=frozenset(words.temporal_marks),
        infinitive_only=frozenset(words.infinitive_only),
        governors=governors,
        passive=passive,
        transparent=frozenset(words.transparent),
        parts=frozenset(words.parts),
        happening=frozenset(words.happening),
        occasions=frozenset(words.occasions),
        within=frozenset(words.within),
        voting=frozenset(words.voting),
        enacting=frozenset(words.enacting),
        means=frozenset(words.means),
        contents=frozenset(words.contents),
        dismissals=frozenset(words.dismissals),
        proffers=frozenset(words.proffers),
        awaiting=frozenset(words.awaiting),
        lasting=frozenset(words.lasting),
        unfulfilled=frozenset(words.unfulfilled),
        fronted=frozenset(words.fronted_conditions),
        foremost=frozenset(words.foremost),
        meanwhile=frozenset(words.meanwhile),
        definite=frozenset(words.definite),
        examples=frozenset(words.example_prepositions),
        alongside=frozenset(words.alongside),
        attending=frozenset(words.attending),
        conditions=frozenset(words.conditions),
        unconditional=frozenset(words.unconditional),
        unsure=frozenset(words.unsure_modals) | frozenset(words.conditional_marks),  # "may not attack", "if not"
        falsely=frozenset(words.false_adverbs),
        weighing=frozenset(words.weighing),
        outcomes=frozenset(words.outcomes),
    )
