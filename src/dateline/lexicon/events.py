"""The section of ``lang/<language>/events.toml``: verbs, nouns and idioms of events."""

from __future__ import annotations

from typing import Literal

from dateline.lexicon.files import Section


class ActWords(Section, frozen=True, kw_only=True):
    """Words of one kind of event: a PLOVER ``type`` (or none) with its ``mode``; patterns as in ``events/frames.py``.

    ``of`` is the role of a noun's "of", ``poss`` that of its possessor; ``swapped``: the subject is the recipient;
    ``reciprocal``: all are actors; ``alone``: an event even where nobody is named; ``ignore``: looks like an event and
    is none; ``weak``: tells a type but is no event worth keeping; ``carried``: a noun counts only with a verb that
    carries it; ``tool``: the object is what it is done with; ``unmeant``: the mode, without a type, where nobody and no
    attack does it; ``anything``: the subject need not be somebody; ``befalls``: nobody plans it, so that to announce it
    is to tell that it was; ``operator``: its complement decides what it is; ``whom``: what its object is, if there is
    one, must be somebody; ``whose``: a noun counts only where it says whose; ``home``: a nationality before the noun
    says only where it is ("the Syrian civil war"); ``beside``: classes of which the sentence or the whole report must
    speak, ``unless``: those of which the sentence must not; ``play``: in a match, the words say something else;
    ``middle``: the subject of its passive does it ("is committed to").
    ``examples`` mark the trigger with square brackets; the tests run them.
    """

    type: str | None = None
    mode: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    of: Literal["actor", "recipient"] = "recipient"
    poss: Literal["actor", "recipient"] = "actor"
    swapped: bool = False
    reciprocal: bool = False
    alone: bool = False
    anything: bool = False
    befalls: bool = False
    ignore: bool = False
    weak: bool = False
    unmeant: str | None = None
    carried: bool = False
    tool: bool = False
    operator: str | None = None
    whom: bool = False
    whose: bool = False
    home: bool = False
    play: bool = False
    middle: bool = False
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class Turn(Section, frozen=True, kw_only=True):
    """One kind of turn in the life of a thing: its ``mode``, the ``verbs`` that tell it, the ``things`` it is told of.

    A verb is a lemma, with the words that stand right behind it ("take effect"). ``examples`` mark the verb with square
    brackets and the thing with braces; the tests run them.
    """

    mode: str
    verbs: tuple[str, ...]
    things: tuple[str, ...]
    examples: tuple[str, ...] = ()


class Events(Section, frozen=True, kw_only=True):
    """``events.toml``: verbs, nouns and idioms of events by PLOVER type (see ``events/frames.py``).

    ``classes`` are nouns that frames name as ``<class>``; ``agents`` are common nouns that act, ``agent_endings`` what
    others of them end in, but for ``no_agents``; ``forces`` act for the state or body they belong to; ``parts`` stand
    for what they count; ``light`` are verbs that only carry an event noun ("held talks"), ``stative`` those among them
    that tell no happening ("have a pact"), ``announcing`` those by which sanctions and arrests are made; ``settings``
    are prepositions that make an event noun the setting of a verb ("on a visit, she said"), ``purposes`` those
    that do so of talks ("sat down for talks"); ``simultaneous`` are conjunctions of clauses that
    share a time; ``undergoing`` are the ``light`` verbs whose subject suffers what the noun says; ``object_control``
    are verbs whose object does what their infinitive says; ``roles`` are
    prepositions by the part they give; ``contexts`` are words by PLOVER context; ``turns`` are openings, beginnings and
    ends of things (see ``events/turns.py``), ``binding`` the prepositions that make a thing's name longer.
    """

    particles: tuple[str, ...]
    classes: dict[str, tuple[str, ...]]
    agents: tuple[str, ...]
    parts: tuple[str, ...]
    agent_endings: tuple[str, ...]
    no_agents: tuple[str, ...]
    forces: tuple[str, ...]
    light: tuple[str, ...]
    stative: tuple[str, ...]
    announcing: tuple[str, ...]
    settings: tuple[str, ...]
    purposes: tuple[str, ...]
    attended: tuple[str, ...]
    simultaneous: tuple[str, ...]
    undergoing: tuple[str, ...]
    object_control: tuple[str, ...]
    roles: dict[str, tuple[str, ...]]
    contexts: dict[str, tuple[str, ...]]
    acts: tuple[ActWords, ...]
    binding: tuple[str, ...]
    turns: tuple[Turn, ...]
