"""What a governing verb, noun or preposition makes of the event below it: "denied", "plans for", "reports that".

After FactBank's embedding predicates (Saurí and Pustejovsky 2009); each rule is a function that says what is made of
the event, or nothing where it does not speak of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from dateline.events.modifiers import (
    VERBAL,
    is_content,
    is_infinitive,
    is_passive,
    is_past,
    is_reported,
    lemma_of,
    said_of_itself,
)
from dateline.model import Factuality

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.events.factuality_words import Words

_COMPLEMENTS = frozenset({"xcomp", "ccomp", "acl", "dobj", "attr", "oprd", "csubj", "acomp"})
_INFINITIVES = frozenset({"xcomp", "ccomp", "acl", "advcl", "relcl"})
_ANY = ("a", "an", "any")
_COPULAS = frozenset({"be", "remain", "seem"})


def effect(node: Token, above: Token, words: Words) -> Factuality | None:
    """What the governor says of its complement ``node``."""
    dep = node.dep_
    if dep in ("pobj", "pcomp") or above.pos_ in ("ADP", "SCONJ"):
        said = _of_preposition(above, words)
        made = said == "denied" and lemma_of(node) in words.proffers  # "refusals of his requests"
        return None if made and above.lower_ not in words.marks else said
    if dep == "prep" and node.lower_ in words.occasions | words.within:
        return "planned" if above.pos_ in VERBAL and _ahead(above, words) else None
    if dep in ("nsubjpass", "nsubj"):
        return _of_subject(node, above, words)
    if dep == "advcl" and _shares_future(node, words):  # "are set to talk when they meet"
        return words.passive.get(lemma_of(above)) if is_passive(above) else None
    if dep in _COMPLEMENTS or (dep in ("advcl", "relcl") and is_infinitive(node)) or is_content(node):
        return _of_complement(node, above, words)
    return None


def _of_complement(node: Token, above: Token, words: Words) -> Factuality | None:
    """What a verb, noun or adjective says of its infinitive, clause or object."""
    for rule in _OF_COMPLEMENT:
        said = rule(node, above, words)
        if said is not None:
            return None if said == "as told" else said
    return None


Said = Factuality | Literal["as told"] | None
"""What a rule makes of an event: nothing where it has no say, "as told" where no other rule shall."""


def _apart(node: Token, _above: Token, words: Words) -> Said:
    """A participle says nothing of what it hangs on ("forces sent by"), nor a verb of what came of it ("to become")."""
    if node.dep_ == "advcl" and lemma_of(node) in words.outcomes:
        return "as told"
    bare = node.dep_ == "acl" and not is_infinitive(node) and not any(child.dep_ == "mark" for child in node.lefts)
    return "as told" if bare else None


def _infinitive_at_noun(node: Token, noun: Token, words: Words) -> Said:
    """What an infinitive after a noun is that needs no governor: "Kenya to sign", "talks to be held", "first to go"."""
    if node.dep_ not in ("acl", "relcl") or not is_infinitive(node):
        return None
    if _is_foremost(noun, words):
        return "as told"
    headline = noun.dep_ in ("ROOT", "dep") and noun.text[:1].isupper()
    passive = any(child.dep_ == "auxpass" for child in node.lefts)
    return "planned" if (headline or passive) and lemma_of(noun) not in words.governors else None


def _object(node: Token, above: Token, words: Words) -> Said:
    """What a verb says of a plain object: "dismissed reports that", "supports sanctions", not "called it a crime"."""
    lemma = lemma_of(above)
    if node.dep_ == "dobj" and lemma in words.dismissals and lemma_of(node) in words.contents:
        return "denied"
    if node.dep_ in ("dobj", "nsubjpass") and lemma in words.weighing:
        return "as told" if _is_definite(node, words) else "hypothetical"
    return "as told" if node.dep_ == "dobj" and (lemma in words.infinitive_only or _names(above)) else None


def _favoured(node: Token, above: Token, words: Words) -> Said:
    """What somebody is for or against doing: "supports reinstating tolls"."""
    return "hypothetical" if node.dep_ == "xcomp" and node.tag_ == "VBG" and lemma_of(above) in words.weighing else None


def _names(verb: Token) -> bool:
    """Whether a verb says what its object is: "called the attack a crime"."""
    return any(child.dep_ == "oprd" for child in verb.rights)


def _clause_judged(node: Token, above: Token, words: Words) -> Said:
    """What is said of a clause as a whole: "it is false that", "falsely reported that", "unconfirmed reports said"."""
    if node.dep_ not in ("ccomp", "csubj"):
        return None
    if judged := _judged(above, words):
        return judged
    if any(child.lower_ in words.falsely for child in above.children):
        return "denied"
    return "alleged" if _hearsay(above, words) else None


def _passive(node: Token, above: Token, words: Words) -> Said:
    """As in "is expected to", "was said to"."""
    found = words.passive.get(lemma_of(above)) if is_passive(above) else None
    return "hypothetical" if found == "planned" and _is_unfulfilled(node, above, words) else found


def _awaited(node: Token, above: Token, words: Words) -> Said:
    """As in "has yet to sign"."""
    if node.dep_ != "xcomp" or not is_infinitive(node):
        return None
    return "denied" if any(child.lower_ in words.unfulfilled for child in (*above.children, *node.lefts)) else None


def _governed(node: Token, above: Token, words: Words) -> Said:
    """What the class of the governor says: "plans to", "refused to", "accused", "the claim that"."""
    found, lemma = _class_of(node, above, words), lemma_of(above)
    if lemma in words.voting and lemma_of(node) in words.enacting:
        return "as told"
    if found == "planned" and (_is_unfulfilled(node, above, words) or _of_another(node, above, words)):
        return "hypothetical"
    if node.dep_ == "ccomp" and found in ("planned", "hypothetical") and is_past(node):
        open_ = found == "hypothetical" and lemma not in words.infinitive_only  # not "told her that he had won"
        return "alleged" if open_ else "as told"  # nor "announced that it had won"
    return found


def _of_another(node: Token, above: Token, words: Words) -> bool:
    """Whether somebody else than who speaks of it is to do it: "expects Kenya to leave", "invited her to visit"."""
    if lemma_of(above) not in words.awaiting or not is_infinitive(node):
        return False
    named = any(child.dep_ == "nsubj" for child in node.lefts)
    return named or is_passive(above) or any(child.dep_ == "dobj" for child in above.rights)


def _class_of(node: Token, above: Token, words: Words) -> Factuality | None:
    lemma = lemma_of(above)
    found = _with_particle(above, words) or words.governors.get(lemma) or words.governors.get(above.lower_)
    if is_content(node):
        return words.governors.get(f"{lemma} that") or found
    if node.dep_ == "xcomp" and is_infinitive(node):
        return words.governors.get(f"{lemma} to") or found  # "are to meet"
    return found


def _with_particle(verb: Token, words: Words, prep: str = "") -> Factuality | None:
    """What a verb with its particle says: "put off the talks", "held off on sanctions"."""
    particles = (child.lower_ for child in verb.rights if child.dep_ in ("prt", "advmod"))
    phrases = (f"{lemma_of(verb)} {particle} {prep}".rstrip() for particle in particles)
    return next((said for phrase in phrases if (said := words.governors.get(phrase))), None)


def _lasting(node: Token, above: Token, words: Words) -> Said:
    """As in "continues to shell", which goes on."""
    lasts = node.dep_ == "xcomp" and lemma_of(above) in words.lasting and above.tag_ in ("VBZ", "VBP")
    return "ongoing" if lasts else None


def _unknown(node: Token, above: Token, words: Words) -> Said:
    """An infinitive under a verb of no class is not known to be done."""
    unknown = is_infinitive(node) and node.dep_ in _INFINITIVES and lemma_of(above) not in words.transparent
    return "hypothetical" if unknown else None


_OF_COMPLEMENT: tuple[Callable[[Token, Token, Words], Said], ...] = (
    _apart,
    _infinitive_at_noun,
    _object,
    _favoured,
    _clause_judged,
    _passive,
    _awaited,
    _governed,
    _lasting,
    _unknown,
)


def _is_unfulfilled(verb: Token, governor: Token, words: Words) -> bool:
    """Whether a plan is told as one that was not kept: "was to have signed", "had planned to sign"."""
    perfect = any(child.dep_ == "aux" and child.lower_ == "have" for child in verb.lefts)
    had = any(child.dep_ == "aux" and child.lower_ in ("had", "'d") for child in governor.lefts)
    return is_infinitive(verb) and (perfect or (had and lemma_of(governor) in words.passive))


def _is_definite(noun: Token, words: Words) -> bool:
    """Whether a noun speaks of one that the reader knows: "the invasion", "Kenya's invasion"."""
    return any(child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in words.definite) for child in noun.lefts)


def _judged(verb: Token, words: Words) -> Factuality | None:
    """What the predicate of a copula says of its clause or subject: "it is false that", "the reports were untrue"."""
    if verb.lemma_ not in _COPULAS:
        return None
    predicates = (child for child in verb.rights if child.dep_ in ("acomp", "attr"))
    return next((said for child in predicates if (said := words.governors.get(lemma_of(child)))), None)


def _is_foremost(noun: Token, words: Words) -> bool:
    """Whether a noun is the first, last or only one of its kind, which does what its infinitive says."""
    return noun.lower_ in words.foremost or any(
        child.dep_ in ("amod", "nummod", "det") and child.lower_ in words.foremost for child in noun.lefts
    )


def _hearsay(verb: Token, words: Words) -> bool:
    """Whether what speaks is itself only alleged: "unconfirmed reports said", "rumours say"."""
    speakers = (child for child in verb.lefts if child.dep_ == "nsubj" and lemma_of(child) in words.contents)
    return any(
        words.governors.get(lemma_of(noun)) == "alleged"
        or any(words.adjectives.get(child.lower_) == "alleged" for child in noun.lefts)
        for noun in speakers
    )


def _of_preposition(prep: Token, words: Words) -> Factuality | None:
    """What a preposition and the word before it say of what it governs: "ahead of", "call for", "by" of a passive."""
    lower, host = prep.lower_, prep.head
    if lower in words.marks:
        return words.marks[lower]
    if any(child.lower_ in words.falsely for child in host.lefts):
        return "denied"  # "falsely accused of"
    if lemma_of(host) in words.happening and (prep.dep_ == "agent" or lower in words.alongside):
        later = is_infinitive(host) or any(child.lower_ in words.reported for child in host.lefts)
        return "planned" if later else said_of_itself(host, words)  # "to be followed by talks"
    if lower in words.examples:  # "charges including assault"
        return words.governors.get(f"{lemma_of(host)} of")
    pair = f"{lemma_of(host)} {lower}"
    if pair in words.weighing:
        objects = [child for child in prep.rights if child.dep_ == "pobj"]
        return None if any(_is_definite(noun, words) for noun in objects) else "hypothetical"
    found = _with_particle(host, words, lower) or words.governors.get(pair)
    found = found or (words.marks.get(f"{prep.nbor(-1).lower_} {lower}") if prep.i else None)
    if found is None and prep.i and prep.nbor(-1).head == host:  # "made progress towards"
        found = words.governors.get(f"{lemma_of(prep.nbor(-1))} {lower}")
    if found is None and host.pos_ in ("ADP", "ADV"):  # "stop short of", "back away from"
        found = words.governors.get(f"{lemma_of(host.head)} {host.lower_} {lower}")
    return found or (words.passive.get(pair) if is_passive(host) else None)


def _of_subject(node: Token, verb: Token, words: Words) -> Factuality | None:
    """A noun of an event as subject: "talks will be held", "a visit is planned", "the attack was averted"."""
    if node.pos_ not in ("NOUN", "PROPN"):
        return None
    if lemma_of(node) in words.contents and _judged(verb, words) == "denied":
        return "denied"
    lemma, passive = lemma_of(verb), node.dep_ == "nsubjpass"
    if passive and lemma in words.dismissals and lemma_of(node) in words.proffers:
        return None  # an offer that was rejected was made
    if passive and lemma in words.passive:
        return words.passive[lemma]
    if passive and words.governors.get(lemma) in ("denied", "planned", "hypothetical"):
        return words.governors[lemma]
    return "hypothetical" if _is_supposed(node, verb, words) else _of_happening(node, verb, words)


def _is_supposed(noun: Token, verb: Token, words: Words) -> bool:
    """Whether a subject is as possible as what it does: "a strike would close schools", not "may have killed"."""
    auxiliaries = [child for child in verb.lefts if child.dep_ == "aux"]
    modal = any(child.tag_ == "MD" for child in auxiliaries)
    if noun.dep_ != "nsubj" or not modal or any(child.lemma_ == "have" for child in auxiliaries):
        return False
    return _is_any(noun) and said_of_itself(verb, words, apart=noun) == "hypothetical"


def _is_any(noun: Token) -> bool:
    """Whether a noun speaks of any one of its kind: "a strike by teachers", not "a strike that began", "in May"."""
    if not any(child.dep_ == "det" and child.lower_ in _ANY for child in noun.lefts):
        return False
    told = any(child.dep_ in ("relcl", "acl", "appos") for child in noun.rights)
    return not told and not any(token.ent_type_ in ("DATE", "TIME", "CARDINAL") for token in noun.subtree)


def _of_happening(node: Token, verb: Token, words: Words) -> Factuality | None:
    """What a verb by which an event comes about says of itself: "talks will begin"."""
    happens = lemma_of(verb) in words.happening
    if happens and _is_scheduled(verb):
        return "planned"
    if happens and any(child.lower_ in words.reported for child in verb.lefts):
        return "planned"
    if not happens and not (node.dep_ == "nsubjpass" and lemma_of(verb) in words.transparent):
        return None
    own = said_of_itself(verb, words, apart=node)
    copular = any(child.dep_ in ("attr", "acomp") for child in verb.children)
    return None if copular and own == "denied" else own  # "the visit was not a success": there was one


def _is_scheduled(verb: Token) -> bool:
    """Whether a present tense with a day tells what is to come: "the trial resumes Monday"."""
    return verb.tag_ in ("VBZ", "VBP") and verb.lemma_ != "be" and has_day(verb)


def has_day(verb: Token) -> bool:
    """Whether a bare name of a day stands with a verb: "meets Tuesday"."""
    return any(
        child.dep_ == "npadvmod" and child.ent_type_ == "DATE" and child.pos_ == "PROPN" for child in verb.rights
    )


def goes_on(node: Token, above: Token, words: Words) -> bool:
    """Whether what governs ``above`` also governs ``node``."""
    dep, lemma = node.dep_, lemma_of(above)
    match dep:
        case "advcl":
            on = _shares_future(node, words) or is_beside(node, words)
        case "acl" | "relcl":
            on = is_content(node) or (is_infinitive(node) and (dep == "acl" or _is_foremost(above, words)))
            on = on or _is_of_kind(node, above, words)
        case "conj":
            on = not any(child.dep_ in ("nsubj", "nsubjpass") for child in node.children)
        case "prep":
            governed = lemma in words.parts or lemma in words.transparent or f"{lemma} {node.lower_}" in words.governors
            on = governed or _is_occasion(node, above, words)
        case "pobj":
            inside = above.lower_ in words.within and above.head.pos_ in VERBAL
            on = inside or _carries(above, words) or _is_occasion(above, above.head, words)
        case "dobj" | "nsubjpass":
            there = lemma in words.attending and _is_definite(node, words)
            passed = lemma in words.transparent and not there
            on = passed or (dep == "dobj" and lemma in words.governors and not _names(above))
        case _:
            on = dep in _COMPLEMENTS or dep in ("pcomp", "npadvmod")  # "will meet her, a visit that ..."
    return on


def _is_of_kind(clause: Token, noun: Token, words: Words) -> bool:
    """Whether a clause in the present says what something would be like: "seeks an accord in which Kenya leaves"."""
    present = clause.dep_ == "relcl" and clause.tag_ in ("VBZ", "VBP") and not is_past(clause)
    articles = [child.lower_ for child in noun.lefts if child.dep_ in ("det", "poss")]
    there = lemma_of(noun.head) in words.weighing  # "backs a group that"
    return present and not there and noun.pos_ == "NOUN" and all(article in _ANY for article in articles)


def is_beside(clause: Token, words: Words) -> bool:
    """Whether a participle tells what goes with its main clause: "accused of selling oil", "while cooperating"."""
    bare = not any(
        child.dep_ in ("mark", "nsubj", "nsubjpass", "aux", "auxpass", "prep") and child.lower_ not in words.meanwhile
        for child in clause.lefts
    )
    return clause.tag_ == "VBG" and clause.i > clause.head.i and bare


def _is_occasion(prep: Token, verb: Token, words: Words) -> bool:
    """Whether ``prep`` begins the occasion or the means of a verb, as real as it is: "will sign it at a summit"."""
    if verb.pos_ not in VERBAL:
        return False
    if prep.lower_ in words.means:
        return any(child.dep_ == "pcomp" for child in prep.rights)
    return prep.lower_ in words.occasions and _ahead(verb, words)


def _ahead(verb: Token, words: Words) -> bool:
    """Whether a verb tells what is planned, by itself or by the verb above ("are expected to announce")."""
    if is_passive(verb) and words.passive.get(lemma_of(verb)) == "planned":
        return True  # "at the fair they are expected to meet"
    said = said_of_itself(verb, words) or (effect(verb, verb.head, words) if verb.head is not verb else None)
    return said == "planned"


def _shares_future(clause: Token, words: Words) -> bool:
    """Whether a clause of time speaks of its main clause's future: "will discuss it when they meet"."""
    reported = clause.tag_ == "VBD" and is_reported(clause.head)
    # "said that she would discuss it when they met"
    told_back = reported and any(child.lower_ in words.reported | words.unsure for child in clause.head.lefts)
    if clause.tag_ not in ("VBP", "VBZ") and not told_back:
        return False
    return any(child.lower_ in words.temporal for child in clause.lefts)


def _carries(prep: Token, words: Words) -> bool:
    host = prep.head
    part = prep.lower_ == "of" and lemma_of(host) in words.parts  # "no sign of an attack"
    return part or f"{lemma_of(host)} {prep.lower_}" in words.governors or lemma_of(host) in words.transparent
