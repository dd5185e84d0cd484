"""The events of a parse as nouns and verbs, before they become claims: trigger, type, participants, factuality."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.codebook import folded, quad_of, refused_mode
from dateline.events import grammar
from dateline.events.factuality import factuality_of
from dateline.events.factuality_words import factuality_words
from dateline.events.frames import Table, Trigger, find_triggers, is_agent, table
from dateline.events.modifiers import said_of_itself
from dateline.events.participants import owners, participants
from dateline.events.topics import Topics
from dateline.lexicon import ActWords, Lexicon
from dateline.model import Factuality

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_COMPLEMENTS = frozenset({"xcomp", "ccomp", "dobj", "prep", "pobj", "pcomp"})
_SPORT, _CRIME = "sport", "crime"  # the classes of events.toml that name them


@dataclass(frozen=True, slots=True)
class Act:
    """An event of one sentence. ``type`` is Dateline's (see ``codebook``); participants are heads of noun phrases.

    ``complement`` and ``governed`` are the trigger and the type of what an operator governs ("agreed to visit").
    """

    trigger: Trigger
    type: str | None
    mode: str | None
    actors: tuple[Token, ...]
    recipients: tuple[Token, ...]
    factuality: Factuality
    complement: Token | None = None
    governed: str | None = None

    @property
    def token(self) -> Token:
        return self.trigger.token

    @property
    def words(self) -> ActWords:
        return self.trigger.act

    @property
    def verbal(self) -> bool:
        """Whether a verb or adjective tells it."""
        return self.token.pos_ in ("VERB", "AUX", "ADJ")

    @property
    def bare(self) -> bool:
        """Whether nobody is named in it, though its kind wants somebody."""
        return not (self.actors or self.recipients or self.words.alone)


Known = Callable[["Token"], bool]


def is_name(token: Token) -> bool:
    """Whether a token is somebody where no entities have been found: a proper noun."""
    return token.pos_ == "PROPN"


def find_acts(doc: Doc, lexicon: Lexicon, *, strict: bool = True, known: Known = is_name) -> list[Act]:
    """The acts of ``doc`` in order; with ``strict``, only those that an editor would call an event.

    Strict asks for a participant where the kind needs one, and for a subject that can act: by its words, or because
    ``known`` says that its token is a mention of somebody.
    """
    frames = table(lexicon.language)
    topics = Topics(doc, frames.classes)
    acts = [_act(trigger, frames, lexicon) for trigger in find_triggers(doc, lexicon, topics)]
    definite = factuality_words(lexicon.language).definite
    acts = [_named_before(act, acts, definite) for act in acts]
    at = {act.token.i: act for act in acts}
    acts = [_composed(act, at, frames) for act in acts]
    if not strict:
        return acts
    return [act for act in acts if _counts(act, frames, known) and not _played(act, topics)]


def _played(act: Act, topics: Topics) -> bool:
    """Whether an act is one of a match: "saved", "conceded", "attacked" in a report or sentence of sport.

    Not where the sentence speaks of the law: players are shot and released on bail like others.
    """
    if not act.words.play or topics.in_sentence(act.token, (_CRIME,)):
        return False
    return topics.of_report(_SPORT) or topics.of_sentence(act.token, _SPORT)


def _act(trigger: Trigger, frames: Table, lexicon: Lexicon) -> Act:
    actors, recipients = participants(trigger, frames)
    factuality = factuality_of(trigger.token, lexicon, named=frozenset(trigger.before))
    if factuality == "planned" and _announced(trigger, frames, lexicon):
        factuality = "happened"
    if factuality in ("planned", "hypothetical") and _is_told_of(trigger, lexicon):
        factuality = "happened"
    if trigger.act.unmeant and not _meant(trigger.token, actors, frames):
        return Act(trigger, None, trigger.act.unmeant, actors, recipients, factuality)
    return Act(trigger, trigger.act.type, trigger.act.mode, actors, recipients, factuality)


def _named_before(act: Act, acts: list[Act], definite: frozenset[str]) -> Act:
    """A bare noun as the kind that the report names by the same word in full: "the ban" after "banned imports"."""
    if not _is_bare_noun(act, definite):
        return act
    word = act.token.lemma_.lower()
    named = [other for other in acts if other.token.lemma_.lower() == word and _is_named_in_full(other)]
    kinds = {(other.type, other.mode) for other in named}
    if len(kinds) != 1 or named[0].token.i > act.token.i:
        return act
    return replace(act, type=named[0].type, mode=named[0].mode)


def _is_bare_noun(act: Act, definite: frozenset[str]) -> bool:
    """Whether nothing but its article or owner says what kind of event a noun tells."""
    alone = not (act.trigger.taken or act.trigger.before)
    known = any(child.dep_ == "poss" or child.lower_ in definite for child in act.token.lefts)
    return act.token.pos_ == "NOUN" and alone and known


def _is_named_in_full(act: Act) -> bool:
    """Whether more than one word decided the kind of an event."""
    return bool(act.trigger.taken or act.trigger.before)


def _meant(token: Token, actors: tuple[Token, ...], frames: Table) -> bool:
    """Whether somebody, a weapon or an attack does harm: "killed by rebels", "killed in a raid"."""
    if actors:
        vehicles = frames.classes["vehicle"]
        return any(
            (is_agent(actor, frames) and actor.lemma_.lower() not in vehicles) or _assails(actor, frames)
            for actor in actors
        )
    settings = grammar.prepositional(token, frozenset({"in", "by", "during", "from"}))
    return any(_assails(noun, frames) for noun in settings)


def _assails(noun: Token, frames: Table) -> bool:
    """Whether a noun is a weapon or an attack, or belongs to one: "bomb blasts", "bombing of a hall that killed"."""
    lemma = noun.lemma_.lower()
    arms = frames.classes["weaponry"]
    if lemma in arms or any(child.lemma_.lower() in arms for child in noun.lefts if child.dep_ == "compound"):
        return True
    if any(pattern.act.type == "ASSAULT" and not pattern.before for pattern in frames.nouns.get(lemma, ())):
        return True
    host = noun.head.head
    return noun.dep_ == "pobj" and noun.head.dep_ == "prep" and host.pos_ == "NOUN" and _assails(host, frames)


def _announced(trigger: Trigger, frames: Table, lexicon: Lexicon) -> bool:
    """To announce sanctions, an arrest or a death is to say that it was; to announce a visit is to plan it."""
    carrier = trigger.carrier
    charged = trigger.act.mode == "allege"
    if carrier is None or not (trigger.act.befalls or charged or quad_of(trigger.act.type) == "material_conflict"):
        return False
    if carrier.lemma_.lower() not in frames.announcing:
        return False
    return factuality_of(carrier, lexicon) == "happened"


def _is_told_of(trigger: Trigger, lexicon: Lexicon) -> bool:
    """Whether a noun is somebody's word that the sentence only speaks of: "means to keep her promise"."""
    spoken = trigger.act.operator == "commit" or quad_of(trigger.act.type) == "verbal_conflict"
    if trigger.token.pos_ != "NOUN" or trigger.carrier is not None or not spoken:
        return False
    own = said_of_itself(trigger.token, factuality_words(lexicon.language))
    return own is None and bool(grammar.possessors(trigger.token))


def _composed(act: Act, at: dict[int, Act], frames: Table) -> Act:
    """An operator ("agreed to", "refused to") takes its type or mode from what it governs."""
    operator = act.words.operator
    if operator is None:
        return act
    inner = _inner(act.token, at, frames, 0)
    if inner is None:
        return act
    if inner.factuality == "denied" and operator == "commit":
        return replace(act, complement=inner.token, governed=inner.type)  # who vows never to attack does not threaten
    if operator in ("refuse", "request", "order"):
        return replace(act, mode=refused_mode(inner.type) or act.mode, complement=inner.token, governed=inner.type)
    return replace(act, type=folded(inner.type, operator) or act.type, complement=inner.token, governed=inner.type)


def _inner(token: Token, at: dict[int, Act], frames: Table, depth: int) -> Act | None:
    """The nearest act that ``token`` governs as its complement, not what a noun is about ("violators of sanctions")."""
    if depth > 4:
        return None
    for child in token.children:
        if child.dep_ in _COMPLEMENTS and child.i > token.i:
            if child.i in at and child.dep_ != "prep":
                return at[child.i]
            if child.pos_ in ("NOUN", "PROPN") and child.lemma_.lower() not in frames.parts:
                continue
            found = _inner(child, at, frames, depth + 1)
            if found:
                return found
    return None


def _counts(act: Act, frames: Table, known: Known) -> bool:
    """Whether an act is worth a line of the record."""
    words = act.words
    if words.weak or not (_is_carried(act, frames) and _of_somebody(act, frames, known)):
        return False
    if words.alone:
        return True
    if words.operator == "decide" and act.governed is None:
        return False  # "decided to sell the house"
    if act.factuality == "hypothetical" and not _complete(act):
        return False
    if act.verbal:
        told = bool(act.trigger.taken) if act.bare else _done_by_somebody(act, frames, known)
        return told and not _is_alone(act, frames)
    return _tells(act, frames, known)


def _is_alone(act: Act, frames: Table) -> bool:
    """Whether one person talks with nobody: "discussed the plan in a statement"."""
    if not act.words.reciprocal or act.trigger.taken or len(act.actors) != 1:
        return False
    beside = act.trigger.prep is not None or grammar.prepositional(act.token, frames.roles["with"])
    if beside or grammar.is_passive(act.token):
        return False
    only = act.actors[0]
    several = "Plur" in only.morph.get("Number", []) or only.ent_type_ in ("ORG", "GPE", "NORP")
    return not several and only.pos_ in ("PROPN", "PRON")


def _is_carried(act: Act, frames: Table) -> bool:
    """Whether a noun that asks for a verb has one that tells a happening, and no noun of conflict one that tells none.

    "Have a pact", "has two convictions" say what is so.
    """
    carrier = act.trigger.carrier
    if carrier is None:
        return not act.words.carried
    if carrier.lemma_ not in frames.stative:
        return True
    suffered = carrier.lemma_ in frames.undergoing  # "faced attacks"
    return not act.words.carried and (act.type in (None, "CONSULT") or suffered)


def _of_somebody(act: Act, frames: Table, known: Known) -> bool:
    """Whether what is done to somebody has somebody for its object, and a noun that asks whose it is says so."""
    if act.words.whose and not act.verbal:
        whose = owners(act.token, frames)
        return bool(act.trigger.taken) or any(known(noun) or is_agent(noun, frames) for noun in whose)
    if not act.words.whom or not act.verbal or act.trigger.taken:
        return True
    objects = grammar.objects(act.token)
    return not objects or any(known(noun) or is_agent(noun, frames) for noun in objects)


def _done_by_somebody(act: Act, frames: Table, known: Known) -> bool:
    """Whether the subject of a verb can act, where there is one: a bill does not accuse, a rocket does hit."""
    if any(known(actor) or is_agent(actor, frames) for actor in act.actors):
        return True
    if act.type == "ASSAULT" and act.actors:
        return any(_assails(actor, frames) for actor in act.actors)
    return not act.actors or act.words.anything or act.words.swapped


def _tells(act: Act, frames: Table, known: Known) -> bool:
    """Whether a noun tells an event: not as a predicate ("they are a threat"), nor as talk without a talker."""
    if act.token.dep_ in ("appos", "attr") and (act.bare or act.type != "CONSULT"):
        return False
    if act.type == "PROTEST" and any(
        c.ent_type_ == "PERSON" and c.dep_ in ("compound", "poss") for c in act.token.lefts
    ):
        return False  # whose rally it is holds it: "a Brel rally", "at his rally" is none against him
    said = (quad_of(act.type) or "").startswith("verbal") and act.type not in ("CONSULT", "SUPPORT")
    return not said or any(known(actor) or is_agent(actor, frames) for actor in act.actors)


def _complete(act: Act) -> bool:
    """Whether a merely possible act has both its sides, without which it says nothing."""
    return bool(act.actors) and (bool(act.recipients or act.trigger.taken) or len(act.actors) > 1)


def evidence_span(act: Act) -> tuple[int, int]:
    """Characters of the trigger: the word with its particle, carrier and the nouns it took, if they stand together."""
    tokens = [act.token, *act.trigger.taken]
    if act.trigger.carrier is not None:
        tokens.append(act.trigger.carrier)
    tokens += [child for child in act.token.lefts if child.lower_ in act.trigger.before]  # "attempted coup"
    if act.trigger.prep is not None and act.trigger.prep.dep_ in ("prt", "advmod"):
        tokens.append(act.trigger.prep)
    near = [token for token in tokens if abs(token.i - act.token.i) <= 4] or [act.token]
    first, last = min(near, key=lambda t: t.i), max(near, key=lambda t: t.i)
    return first.idx, last.idx + len(last)
