"""The section of ``lang/<language>/factuality.toml``: words that tell done from planned, denied and possible."""

from __future__ import annotations

from dateline.lexicon.files import Section


class FactualityWords(Section, frozen=True, kw_only=True):
    """``factuality.toml``: words that tell done from planned, denied and possible (see ``events/factuality.py``).

    The four ``..._governors`` are verbs, nouns and adjectives by what they make of their complement ("call for" with
    its preposition, "report that" with a clause); ``passive_...`` do so only in the passive; ``transparent`` pass on
    what holds of themselves. ``contents`` are nouns of what is said, which ``dismissals`` hold untrue;
    ``proffers`` are there all the same; ``awaiting`` are governors of plans that say of another's deed only that it is
    awaited.
    """

    negations: tuple[str, ...]
    negative_determiners: tuple[str, ...]
    planned_modals: tuple[str, ...]
    hypothetical_modals: tuple[str, ...]
    reported_modals: tuple[str, ...]
    conditional_marks: tuple[str, ...]
    denying_marks: tuple[str, ...]
    planned_marks: tuple[str, ...]
    temporal_marks: tuple[str, ...]
    alleged_adverbs: tuple[str, ...]
    hypothetical_adverbs: tuple[str, ...]
    denied_adverbs: tuple[str, ...]
    planned_adjectives: tuple[str, ...]
    hypothetical_adjectives: tuple[str, ...]
    alleged_adjectives: tuple[str, ...]
    denied_adjectives: tuple[str, ...]
    ongoing_adjectives: tuple[str, ...]
    past_adjectives: tuple[str, ...]
    planned_governors: tuple[str, ...]
    infinitive_only: tuple[str, ...]
    hypothetical_governors: tuple[str, ...]
    denied_governors: tuple[str, ...]
    alleged_governors: tuple[str, ...]
    passive_planned: tuple[str, ...]
    passive_alleged: tuple[str, ...]
    passive_known: tuple[str, ...]
    transparent: tuple[str, ...]
    parts: tuple[str, ...]
    happening: tuple[str, ...]
    occasions: tuple[str, ...]
    within: tuple[str, ...]
    voting: tuple[str, ...]
    enacting: tuple[str, ...]
    means: tuple[str, ...]
    contents: tuple[str, ...]
    dismissals: tuple[str, ...]
    proffers: tuple[str, ...]
    awaiting: tuple[str, ...]
    lasting: tuple[str, ...]
    unfulfilled: tuple[str, ...]
    fronted_conditions: tuple[str, ...]
    foremost: tuple[str, ...]
    alongside: tuple[str, ...]
    definite: tuple[str, ...]
    meanwhile: tuple[str, ...]
    example_prepositions: tuple[str, ...]
    attending: tuple[str, ...]
    conditions: tuple[str, ...]
    unconditional: tuple[str, ...]
    unsure_modals: tuple[str, ...]
    false_adverbs: tuple[str, ...]
    weighing: tuple[str, ...]
    outcomes: tuple[str, ...]
