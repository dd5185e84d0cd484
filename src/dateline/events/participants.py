"""Who takes part in an event: the nouns of the report that are its actors and recipients.

Works on the parse alone, so that it can be read and measured without entities; ``parties`` then turns nouns into the
entities of a ``Reading``. What the grammar does not say stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.codebook import from_actor, place_recipient, quad_of
from dateline.events import grammar
from dateline.events.frames import Table, Trigger, is_agent

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.model import Mention
    from dateline.reading import Reading

_OF, _FROM = frozenset({"of"}), frozenset({"from"})
_BACK = 400  # tokens before a noun in which it may have been said whose it is
Parties = tuple[tuple["Token", ...], tuple["Token", ...]]


def participants(trigger: Trigger, frames: Table) -> Parties:
    """The heads of the actors and of the recipients of ``trigger``, each in order of the text."""
    if trigger.token.pos_ in ("VERB", "AUX", "ADJ"):
        actors, recipients = _of_verb(trigger, frames)
    else:
        actors, recipients = _of_noun(trigger, frames)
    if trigger.act.swapped:
        actors, recipients = recipients, actors
    if trigger.act.reciprocal:
        actors, recipients = [t for t in (*actors, *recipients) if is_agent(t, frames)], []
    return _unique(actors), _unique(token for token in recipients if token not in actors)


def _unique(tokens: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(sorted({token.i: token for token in tokens}.values(), key=lambda token: token.i))


def _of_verb(trigger: Trigger, frames: Table) -> tuple[list[Token], list[Token]]:
    verb = trigger.token
    actors = [] if _headline_passive(trigger) else grammar.actors(verb, frames.object_control)
    taken = {token.i for token in trigger.taken}
    if not trigger.act.tool:  # "freed the hostages": what decides the type is also who suffers it
        taken -= {token.i for token in trigger.taken if is_agent(token, frames)}
    objects = grammar.subject(verb) if _headline_passive(trigger) else grammar.objects(verb)
    recipients = [token for token in objects if token.i not in taken]
    given = _given_to(trigger, recipients, frames)
    recipients = given or recipients
    if trigger.prep is not None and not taken.intersection(t.i for t in grammar.complements(trigger.prep)):
        recipients = _with_complements(recipients, grammar.complements(trigger.prep), frames, both=bool(taken))
    if trigger.act.operator in ("request", "order") and not recipients:
        recipients = _asked_of(verb)
    if not recipients:
        beside = _beside((verb, *trigger.taken, *_made(trigger.taken, frames)), _recipient_words(trigger, frames))
        recipients = [token for token in beside if token.i not in taken]
    if trigger.act.middle and not actors and grammar.is_passive(verb):
        actors, recipients = recipients, []
    if not recipients and trigger.act.type:
        recipients = [owner for noun in trigger.taken for owner in owners(noun, frames) or _of_goods(noun)]
        recipients += _beside(trigger.taken, frames.roles["between"])
        if not actors and grammar.is_passive(verb) and _is_own_deed(trigger):
            actors = [
                token for token in recipients if not _is_target(token, trigger)
            ]  # "a council resolution was adopted"
            recipients = [token for token in recipients if token not in actors]
    if trigger.act.reciprocal:
        recipients = [*recipients, *(host for noun in trigger.taken for host in _hosts(noun, frames))]
    return actors, [token for token in recipients if token not in actors]


def _with_complements(objects: list[Token], beside: list[Token], frames: Table, *, both: bool) -> list[Token]:
    """Of an object and what stands after a pattern's preposition, whom it is done to: "convicted Brel of fraud"."""
    if both:
        return [*objects, *beside]
    somebody = any(is_agent(noun, frames) for noun in objects)
    return objects if somebody and not any(is_agent(noun, frames) for noun in beside) else beside


def _made(nouns: Iterable[Token], frames: Table) -> list[Token]:
    """The participles by which nouns came about: "imposed" in "lifted sanctions imposed on Togo"."""
    return [child for noun in nouns for child in noun.rights if child.dep_ == "acl" and child.lemma_ in frames.light]


def _hosts(meeting: Token, frames: Table) -> list[Token]:
    """Who gives the meeting that somebody attends: "a dinner hosted by the premier"."""
    verbs = (child for child in meeting.rights if child.dep_ == "acl" and child.lemma_.lower() in frames.light)
    return [noun for verb in verbs for noun in grammar.actors(verb)]


def _headline_passive(trigger: Trigger) -> bool:
    """Whether a headline leaves out the "was" of a passive: "Minister Killed in Raid", "2 injured"."""
    verb, act = trigger.token, trigger.act
    if verb.tag_ not in ("VBD", "VBN") or grammar.is_passive(verb):
        return False
    done_to = act.unmeant in ("death", "injury") or (act.poss == "recipient" and verb.text[:1].isupper())
    return done_to and not any(child.dep_ in ("aux", "dobj", "dative", "ccomp", "prt") for child in verb.children)


def _asked_of(verb: Token) -> list[Token]:
    """Of whom something is asked: the subject of the clause, "demanded that Togo leave"."""
    clauses = (child for child in verb.children if child.dep_ == "ccomp")
    subjects = (child for clause in clauses for child in clause.children if child.dep_ in ("nsubj", "nsubjpass"))
    return [noun for subject in subjects for noun in grammar.resolved(subject)]


def _given_to(trigger: Trigger, objects: list[Token], frames: Table) -> list[Token]:
    """Whom a thing is given, returned or shown: "returned the statue to Peru", "shared data with Togo"."""
    if not objects or any(is_agent(noun, frames) and not _is_work(noun) for noun in objects):
        return []
    if quad_of(trigger.act.type) not in ("material_cooperation", "verbal_cooperation"):
        return []
    return [noun for noun in _beside((trigger.token,), frames.roles["given"]) if is_agent(noun, frames)]


def _is_work(noun: Token) -> bool:
    """Whether a capitalised noun names no person, body or people: "the Holt Bible"."""
    return noun.pos_ == "PROPN" and noun.ent_type_ not in ("PERSON", "ORG", "GPE", "NORP")


def _recipient_words(trigger: Trigger, frames: Table) -> frozenset[str]:
    """The prepositions of a recipient: a meeting's other side stands with "with", a place can be occupied or aided.

    What the codebook does not type is done to nobody but whom its pattern names: a lift-off from the cape, a ceremony
    at the embassy.
    """
    if trigger.act.reciprocal:
        return frames.roles["with"]
    if trigger.act.type is None:
        return frames.roles["opposed"]
    comes = from_actor(trigger.act.type) and trigger.token.pos_ == "NOUN"
    giver = frames.roles["giver"] if comes or trigger.act.type == "CONSULT" else frozenset()  # "visiting from Oslo"
    return (frames.roles["recipient"] - giver) | (
        frames.roles["place"] if place_recipient(trigger.act.type) else frozenset()
    )


def _actor_words(trigger: Trigger, frames: Table) -> frozenset[str]:
    """The prepositions of a noun's actor: what is given or said comes "from" somebody."""
    return frames.roles["actor"] | (frames.roles["giver"] if from_actor(trigger.act.type) else frozenset())


def _beside(hosts: Iterable[Token], prepositions: frozenset[str]) -> list[Token]:
    return [noun for host in hosts for noun in grammar.prepositional(host, prepositions) if not is_time(noun)]


def _of_noun(trigger: Trigger, frames: Table) -> tuple[list[Token], list[Token]]:
    noun, carrier = trigger.token, trigger.carrier
    roles = frames.roles
    owned = grammar.possessors(noun)
    taken = {token.i for token in trigger.taken}
    of = [token for token in _beside((noun,), roles["of"]) if token.i not in taken]
    suffers = trigger.act.poss == "recipient" and not (of and trigger.act.of == "recipient")
    whose = _national(trigger)
    against = [token for token in whose if _is_target(token, trigger)]
    own = [*([] if suffers else owned), *(token for token in whose if token not in against)]
    actors = [*own, *_beside((noun,), _actor_words(trigger, frames))]
    words = _recipient_words(trigger, frames)
    recipients = [*against, *_beside((noun,), words)]
    between = _beside((noun,), roles["between"])
    if not actors and not between and carrier is None and trigger.act.type == "CONSULT":
        actors = _setting(noun, frames.settings if trigger.act.mode == "visit" else frames.purposes, frames)
    if carrier is not None:
        own = _carriers(trigger, carrier, frames)
        undergone = carrier.lemma_.lower() in frames.undergoing
        actors, recipients = [*([] if undergone else own), *actors], [*(own if undergone else []), *recipients]
        recipients = [*recipients, *_beside((carrier,), words)]
        recipients += [token for token in _datives(carrier) if token.i != noun.i]
    recipients = [token for token in recipients if token.i not in taken or is_agent(token, frames)]
    if not recipients:
        recipients = [whose for thing in trigger.taken for whose in _whose(thing, words, frames)]
    if from_actor(trigger.act.type) and not recipients and carrier is None:
        recipients = _setting(noun, frames.roles["with"], frames)  # "builds plants with help from Chad"
    if trigger.act.reciprocal:
        actors = [*actors, *_hosts(noun, frames)]
    if trigger.act.reciprocal and not actors:
        actors = _followed(noun, frames)
    if trigger.act.reciprocal and not actors:
        actors = [token for token in _setting(noun, frames.attended, frames) if is_agent(token, frames)]
    if suffers:
        recipients = [*owned, *recipients]
    if trigger.act.of == "actor":
        actors = [*actors, *of]
    else:
        recipients = [*of, *recipients]
    return [*actors, *between], recipients


def _setting(noun: Token, words: frozenset[str], frames: Table) -> list[Token]:
    """The subject of the verb whose setting ``noun`` is: "on a visit to Oslo, she said", "sat down for talks"."""
    prep = noun.head
    if noun.dep_ != "pobj" or prep.lower_ not in words:
        return []
    verb = prep.head.head if prep.head.dep_ == "dobj" and prep.lower_ in frames.roles["with"] else prep.head
    if verb.pos_ not in ("VERB", "AUX") or verb.lemma_.lower() in frames.asking:
        return []  # "called for talks" may be between others
    return grammar.actors(verb, frames.object_control)


def _followed(noun: Token, frames: Table) -> list[Token]:
    """Both sides of what talks follow: "Brel met Moyo, to be followed by talks"."""
    verb = noun.head.head
    if noun.head.dep_ != "agent" or verb.dep_ not in ("advcl", "acl", "xcomp") or verb.head.pos_ != "VERB":
        return []
    sides = (*grammar.subject(verb.head), *grammar.objects(verb.head))
    return [token for token in sides if is_agent(token, frames) and token.ent_type_ not in ("GPE", "LOC", "FAC")]


def _carriers(trigger: Trigger, verb: Token, frames: Table) -> list[Token]:
    """Who does what a noun says, by the verb that carries it; who announces a death has not died."""
    if trigger.act.befalls and verb.lemma_.lower() in frames.announcing:
        return []
    noun = trigger.token
    own = grammar.actors(verb, frames.object_control) if not _subject_is(verb, noun) else []
    return [token for token in own if token.i != noun.i and token not in grammar.coordinated(noun)]


def _whose(thing: Token, words: frozenset[str], frames: Table) -> list[Token]:
    """Whom a deed against a thing is done to: "a ban on imports from Chad", "on Chadian imports"."""
    return _beside((thing,), words | frames.roles["giver"]) or owners(thing, frames) or _of_goods(thing)


def _of_goods(noun: Token) -> list[Token]:
    """Whose the goods are that a noun of trade is of: "imports of Chadian salt"."""
    goods = grammar.prepositional(noun, _OF)
    return [name for thing in goods for name in nationalities(thing)] or _beside(goods, _FROM)


def _subject_is(verb: Token, noun: Token) -> bool:
    """Whether ``noun`` itself is the active subject of ``verb`` ("talks took place")."""
    return not grammar.is_passive(verb) and any(token.i == noun.i for token in grammar.subject(verb))


def _datives(verb: Token) -> list[Token]:
    return [
        inner
        for child in verb.children
        if child.dep_ == "dative" and child.pos_ != "ADP"
        for inner in grammar.coordinated(child)
    ]


def _national(trigger: Trigger) -> list[Token]:
    """Whose event a noun with a nationality is; an accident "of" a country only happened there."""
    return nationalities(trigger.token) if trigger.act.type and not trigger.act.home else []


def _is_own_deed(trigger: Trigger) -> bool:
    """Whether what an act makes belongs to who made it: a resolution, sanctions; not a release."""
    return quad_of(trigger.act.type) == "verbal_cooperation" or trigger.act.type == "SANCTION"


def _is_target(name: Token, trigger: Trigger) -> bool:
    """Whether a state's name before "sanctions" is whom they are against: "Iran sanctions", not "U.S." or "Iranian"."""
    full = name.ent_type_ == "GPE" and name.pos_ == "PROPN" and not name.text.isupper() and "." not in name.text
    return trigger.act.type == "SANCTION" and full


def nationalities(noun: Token) -> list[Token]:
    """Names of states or peoples that stand before a noun as its modifiers: "Russian invasion", "U.S. sanctions"."""
    return [
        child
        for child in noun.lefts
        if child.dep_ in ("amod", "compound", "nmod")
        and child.ent_type_ in ("NORP", "GPE", "ORG", "PERSON")
        and child.pos_ in ("ADJ", "PROPN")
    ]


def owners(noun: Token, frames: Table) -> list[Token]:
    """Whose deed or thing a noun is: its possessor, its nationality, its "by" or "of"."""
    return (
        [token for token in grammar.possessors(noun) if not is_time(token)]
        or nationalities(noun)
        or [token for token in _beside((noun,), frozenset({"by"})) if is_agent(token, frames)]
        or [token for token in _beside((noun,), frames.roles["of"]) if is_agent(token, frames)]
    )


def is_time(noun: Token) -> bool:
    """Whether a noun is part of a time expression, and so takes part in nothing."""
    return noun.ent_type_ in ("DATE", "TIME", "PERCENT", "MONEY", "ORDINAL")


# ── from nouns to entities ───────────────────────────────────────────────────────────────────────


def parties(reading: Reading, heads: Iterable[Token], frames: Table, *, deeds: bool = False) -> tuple[str, ...]:
    """The entities that the nouns ``heads`` name or stand for, in order, each once.

    Soldiers, governments and the like stand for whose they are ("Kenyan troops"); with ``deeds`` any other noun does
    too ("condemned the junta's decree").
    """
    found: dict[str, None] = {}
    for head in heads:
        for entity in _entities_of(reading, head, frames, deeds=deeds):
            found.setdefault(entity)
    return tuple(found)


def _entities_of(reading: Reading, head: Token, frames: Table, *, deeds: bool) -> list[str]:
    stand_for = _stand_for(reading, head, frames)
    if stand_for:
        return [entity for noun in stand_for for entity in _entities_of(reading, noun, frames, deeds=deeds)]
    whole = reading.mention_at(head) or _apposed(reading, head)
    if whole is not None:
        if is_site(head) and reading.entity(whole.entity).type == "place":
            return []  # "the Lomé attacks" happened there: the town did nothing
        return [m.entity for m in _on_span(reading, whole.start, whole.end)] or [whole.entity]
    doer = (deeds and head.lemma_.lower() not in frames.agents) or head.lemma_.lower() in frames.forces
    if not doer or in_scene(head, frames):
        return []
    return _owning(reading, head, frames) or _owning_before(reading, head, frames)


def _stand_for(reading: Reading, head: Token, frames: Table) -> list[Token]:
    """The nouns that an unnamed one stands for: "a number of states", "nations, including Togo"."""
    if reading.mention_at(head) is not None:
        return []
    named = [noun for noun in grammar.prepositional(head, frames.roles["example"]) if reading.mention_at(noun)]
    counted = grammar.prepositional(head, frames.roles["of"]) if head.lemma_.lower() in frames.parts else []
    return named or counted


def _owning(reading: Reading, noun: Token, frames: Table) -> list[str]:
    return [entity.id for owner in owners(noun, frames) if (entity := reading.entity_at(owner))]


def _owning_before(reading: Reading, noun: Token, frames: Table) -> list[str]:
    """Whose "the court" is, where the report has only spoken of one state's court before."""
    words = reading.lexicon.names
    alone = words.institutions | words.governments | words.bodies  # of which a state has one
    if noun.lower_ not in alone or [child.lower_ for child in noun.lefts] != ["the"]:
        return []
    known = {
        entity
        for token in noun.doc[max(0, noun.i - _BACK) : noun.i]
        if token.lower_ == noun.lower_
        for entity in _owning(reading, token, frames)
    }
    return list(known) if len(known) == 1 else []


def _apposed(reading: Reading, head: Token) -> Mention | None:
    """Who stands beside a noun as its name: "her colleague, Duarte Vaz"."""
    names = (child for child in head.rights if child.dep_ == "appos")
    return next((mention for name in names if (mention := reading.mention_at(name))), None)


def is_site(noun: Token) -> bool:
    """Whether a name stands before an event noun as where it was: "the Lomé attacks"."""
    return noun.dep_ in ("compound", "nmod", "amod") and noun.i < noun.head.i


def in_scene(noun: Token, frames: Table) -> bool:
    """Whether a noun stands with a preposition of mere place."""
    while noun.dep_ == "conj" and noun.head.i < noun.i:
        noun = noun.head
    return noun.dep_ == "pobj" and noun.head.lower_ in frames.roles["scene"]


def _on_span(reading: Reading, start: int, end: int) -> list[Mention]:
    return [mention for mention in reading.mentions if mention.start == start and mention.end == end]
