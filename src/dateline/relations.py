"""Standing relations that a report states: who holds which office, who works where, who supplies, belongs to whom.

A relation is read from a noun that names it ("foreign secretary", "supplier", "wife") and the grammar that hangs it
on somebody: an apposition ("Ravi Menon, the foreign secretary of India"), words before the name ("Indian Foreign
Secretary Ravi Menon"), a copula ("Norway is Poland's biggest supplier of gas"), or from a relative clause ("Lena Vogt,
who oversees the energy program at the Baltic Institute"). Where the subject is not certain nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dateline.model import Entity, Evidence, Factuality, Mention, Relation, RelationType, Time
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

_METHOD = "relations/1"
_COMPLEMENT = 5  # words: "of foreign affairs" belongs to a title, "of the British-based catering giant" does not
_BODIES = frozenset({"state", "organization", "group", "place"})
Form = Literal["apposition", "title", "copula", "clause"]
Bearer = Literal["person", "body"]


@dataclass(frozen=True)
class Phrase:
    """A noun phrase that names a relation: its head, the tokens of its title, and whose it is."""

    head: Token
    title: tuple[Token, ...]
    object: Entity | None
    first: int
    last: int
    before_name: bool = False

    def text(self, reading: Reading) -> str | None:
        """The title in the report's characters; one with capitals ("Foreign Secretary") is the common noun it is."""
        capital = self.before_name or self.head.text[:1].isupper()
        out = ""
        for token in self.title:
            word = reading.report.text[token.idx : token.idx + len(token)]
            joined = token in self.title[1:] and token.nbor(-1) in self.title and not token.nbor(-1).whitespace_
            out += ("" if joined or not out else " ") + (_lower(token, word) if capital else word)
        return out or None


def find_relations(reading: Reading) -> tuple[Relation, ...]:
    """The relations that the report states, in order; one of each subject, relation, title and object."""
    found: dict[tuple[str, str, str | None, str | None], Relation] = {}
    words: set[tuple[str, int, int]] = set()
    for relation in _all(reading):
        key = (relation.subject, relation.relation, relation.title, relation.object)
        span = (relation.relation, relation.words.start, relation.words.end)
        if key not in found and span not in words and relation.subject != relation.object:
            found[key] = relation
            words.add(span)
    fuller = {(r.subject, r.relation, r.title) for r in found.values() if r.object}
    kept = [r for r in found.values() if r.object or (r.subject, r.relation, r.title) not in fuller]
    return tuple(sorted(kept, key=lambda r: (r.words.start, r.words.end, r.relation)))


def _all(reading: Reading) -> Iterator[Relation]:
    roles = reading.lexicon.roles
    named = roles.offices | roles.posts
    standing = roles.suppliers | roles.buyers | roles.members | roles.allies | roles.parts
    for token in reading.doc:
        if token.pos_ not in ("NOUN", "PROPN", "VERB"):
            continue
        if token.pos_ == "VERB":
            if token.dep_ == "relcl" and token.lemma_ in roles.charges:
                yield from _charge(reading, token)
            continue
        word = _word(token)
        if word in named:
            yield from _roles(reading, token)
        if word in standing:
            yield from _standing(reading, token, word)
        if word in roles.family:
            yield from _family(reading, token)


def _word(token: Token) -> str:
    lower: str = token.lower_
    if token.tag_ == "NN" or token.pos_ == "PROPN":
        return lower if "-" in lower or "'" not in lower else lower.split("'", maxsplit=1)[0]
    lemma: str = token.lemma_
    return lemma.lower()


# ── offices and affiliations ─────────────────────────────────────────────────────────────────────


def _roles(reading: Reading, head: Token) -> Iterator[Relation]:
    """The office or work that ``head`` names, of the person it is said of."""
    if head.tag_ in ("NNS", "NNPS"):
        return
    before = _title_before_name(reading, head)
    if before is not None:
        yield before
        return
    for subject, form, site in _subjects(reading, head, "person"):
        phrase = _phrase(reading, head)
        relation = _kind(reading, head, phrase)
        if relation is not None:
            yield _relation(reading, relation, subject, phrase, form, site)


def _kind(reading: Reading, head: Token, phrase: Phrase) -> RelationType | None:
    roles = reading.lexicon.roles
    if _word(head) in roles.offices:
        return "office"
    if _word(head) in roles.members:
        return None  # a member of a body: a standing relation
    return "affiliation" if phrase.title else None


def _subjects(reading: Reading, head: Token, kind: Bearer) -> Iterator[tuple[Mention, Form, Token]]:
    """The mentions that a descriptive noun is said of, and how."""
    head_of = _first_conjunct(head)
    if head_of.dep_ == "appos":
        mention = _named(reading, head_of.head, kind, head)
        if mention is not None and _plain_apposition(head_of):
            yield mention, "apposition", head_of
        return
    named = [child for child in _appositions(head_of) if child.i > head.i]
    if len(named) == 1:
        mention = _named(reading, named[0], kind, head)
        if mention is not None and _plain_apposition(named[0]) and reading.mention_at(head_of) != mention:
            yield mention, "apposition", named[0]
        return
    verb = _copula(reading, head_of)
    if verb is not None:
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        mention = _named(reading, subject, kind, head) if subject is not None else None
        if mention is not None:
            yield mention, "copula", verb


def _appositions(head: Token) -> Iterator[Token]:
    """Appositions of the noun, or of the body at its end ("a spokesman for the ministry, Per Lie")."""
    for child in head.children:
        if child.dep_ == "appos":
            yield child
        elif child.dep_ == "prep" and child.i > head.i:
            for place in child.children:
                yield from (inner for inner in place.children if inner.dep_ == "appos")


def _first_conjunct(head: Token) -> Token:
    """As in "An associate professor and expert": the second hangs on what the first hangs on."""
    if head.dep_ != "conj" or head.tag_ != "NN":
        return head
    first = head.head
    if first.dep_ == "pobj" and first.head.dep_ == "prep" and first.head.head.dep_ == "appos":
        first = first.head.head  # "a professor at the university and expert": "expert" hangs on the university
    return first if first.pos_ == "NOUN" else head


def _copula(reading: Reading, head: Token) -> Token | None:
    """The verb that says that somebody is or serves as ``head``."""
    if head.dep_ == "attr" and head.head.lemma_ in ("be", "become", "remain"):
        return head.head
    verb = head.head.head
    if head.dep_ == "pobj" and head.head.lower_ == "as" and verb.lemma_ in reading.lexicon.roles.serving:
        return verb if verb.pos_ == "VERB" else None
    return None


def _named(reading: Reading, token: Token, kind: Bearer, head: Token) -> Mention | None:
    """The mention at ``token`` where it decides one entity of this kind; none of a list that stands before ``head``."""
    mention = reading.mention_at(token)
    if mention is None or any(child.dep_ == "conj" and child.i < head.i for child in token.children):
        return None
    others = {m.entity for m in reading.mentions if (m.start, m.end) == (mention.start, mention.end)}
    entity = reading.entity(mention.entity)
    fits = entity.type == "person" if kind == "person" else entity.type in _BODIES
    return mention if fits and len(others) == 1 else None


def _plain_apposition(appos: Token) -> bool:
    """Whether commas, dashes or nothing stand between the two, not a list."""
    left, right = sorted((appos.head.i, appos.i))
    between = appos.doc[left + 1 : right]
    listed = any(child.dep_ in ("cc", "conj") and child.ent_type_ == "PERSON" for child in appos.children)
    crossed = any(t.dep_ == "cc" and t.head.i == appos.head.i for t in between)
    return not listed and not crossed and "\n" not in between.text and right - left < 15


def _phrase(reading: Reading, head: Token) -> Phrase:
    """The noun phrase of ``head``: title, owner and extent."""
    left, owner, first = _left(reading, head)
    right, named, last = _right(reading, head)
    title = (*(t for t in left if not t.is_punct or t.text == "-"), head, *right)
    return Phrase(head=head, title=title, object=named or owner, first=first, last=last)


def _left(reading: Reading, head: Token) -> tuple[list[Token], Entity | None, int]:
    """The words before the head: those of the title, and the state or body that stands among them."""
    work = _word(head) in reading.lexicon.roles.posts
    title: list[Token] = []
    owner: Entity | None = None
    first = head.i
    for token in head.doc[_joined_from(head) : head.i]:
        if token.dep_ == "relcl" or token.is_space:
            break
        entity = reading.entity_at(token)
        mention = reading.mention_at(token)
        first = min(first, token.i)
        body = entity is not None and entity.type in ("state", "organization", "group") and _is_within(mention, head)
        if body and not (work and entity is not None and entity.type == "state"):
            owner = entity
        elif _of_owner(token, head):
            owner = entity if entity is not None and entity.type in _BODIES else owner
        elif token.dep_ not in ("det", "case", "predet", "advmod", "mark") and (title or token.dep_ != "cc"):
            title.append(token)
    return title, owner, first


def _joined_from(head: Token) -> int:
    """Where the phrase of a noun begins, with what a hyphen joins to it: "vice-president"."""
    first: int = head.left_edge.i
    while first > 1 and _joins(head.doc[first - 1]):
        first -= 2
    return first


def _of_owner(token: Token, head: Token) -> bool:
    """Whether the word is the possessor or a part of it ("Minister Berg's" in "Minister Berg's spokesman")."""
    for _ in range(6):
        if token.dep_ == "poss":
            return True
        if token.head.i in (head.i, token.i):
            return False
        token = token.head
    return False


def _is_within(mention: Mention | None, head: Token) -> bool:
    """Whether the mention is a part of the phrase ("Indian" in "Indian ambassador"), not the phrase itself."""
    return mention is not None and mention.kind == "name" and mention.end <= head.idx


def _right(reading: Reading, head: Token) -> tuple[list[Token], Entity | None, int]:
    """The words after the head: "of state" belongs to the title, "of India" and "at the Institute" say whose."""
    roles = reading.lexicon.roles
    title: list[Token] = []
    owner: Entity | None = None
    last = head.i
    for prep in (child for child in head.children if child.dep_ == "prep" and child.i > last):
        place = next((child for child in prep.children if child.dep_ == "pobj"), None)
        if place is None or prep.left_edge.i > last + 1:
            break
        entity = _body(reading, place)
        if prep.lower_ in roles.whose and entity is not None:
            owner = owner or entity
            last = max(last, _end_of(reading, place))
        elif prep.lower_ in roles.subject_of or prep.lower_ == "of" or (prep.lower_ == "for" and owner is None):
            words = _short(place)
            nested = _nested(reading, place)
            if len(words) > _COMPLEMENT:
                break
            title += [prep, *words]
            last = max(last, words[-1].i)
            if nested is not None and nested[1] > words[-1].i:
                owner, last = owner or nested[0], nested[1]
        else:
            break
    return title, owner, last


def _body(reading: Reading, token: Token) -> Entity | None:
    mention, entity = reading.mention_at(token), reading.entity_at(token)
    return entity if mention and mention.kind != "pronoun" and entity and entity.type in _BODIES else None


def _nested(reading: Reading, noun: Token) -> tuple[Entity, int] | None:
    """As in "Minister of defense of Ukraine": the owner may hang on the noun inside the title."""
    for prep in noun.children:
        if prep.dep_ == "prep" and prep.lower_ in ("of", "at", "in"):
            for place in prep.children:
                entity = _body(reading, place) if place.dep_ == "pobj" else None
                if entity is not None:
                    return entity, _end_of(reading, place)
    return None


def _short(noun: Token) -> list[Token]:
    """A complement without what hangs behind its head."""
    return [token for token in noun.doc[noun.left_edge.i : noun.i + 1] if not token.is_space]


def _end_of(reading: Reading, token: Token) -> int:
    """The last token of the mention at ``token``."""
    mention = reading.mention_at(token)
    last = token.i
    while mention is not None and last + 1 < len(token.doc) and token.doc[last + 1].idx < mention.end:
        last += 1
    return last


# ── titles before a name ─────────────────────────────────────────────────────────────────────────


def _title_before_name(reading: Reading, head: Token) -> Relation | None:
    """As in "Indian Foreign Secretary Ravi Menon", "former Secretary of State Hale", "President Orlov of Russia"."""
    doc, end = head.doc, head.i + 1
    followed = end + 1 < len(doc) and doc[end].lower_ == "of" and doc[end + 1].pos_ in ("PROPN", "NOUN")
    if followed and reading.mention_at(doc[end + 1]) is None:
        end += 2
    if end >= len(doc):
        return None
    name = reading.mention_at(doc[end])
    if name is None or name.kind != "name" or doc[end].idx != name.start or doc[end].is_sent_start:
        return None
    if reading.entity(name.entity).type != "person" or reading.mention_at(head) == name:
        return None
    last = _end_of(reading, doc[end])
    title, owner, first = _before(reading, head, last)
    after = _owner_after(reading, doc[end], last)
    if after is not None:
        owner, last = owner or after[0], after[1]
    relation: RelationType = "office" if _word(head) in reading.lexicon.roles.offices else "affiliation"
    phrase = Phrase(head, (*title, *doc[head.i : end]), owner, first, last, before_name=True)
    return _relation(reading, relation, name, phrase, "title", head)


def _before(reading: Reading, head: Token, name_end: int) -> tuple[list[Token], Entity | None, int]:
    """The words before a title's head: more of the title, and whose it is."""
    title: list[Token] = []
    owner: Entity | None = None
    work = _word(head) in reading.lexicon.roles.posts
    position = head.i - 1
    while position >= head.sent.start and head.i - position < 9:
        token = head.doc[position]
        entity, mention = reading.entity_at(token), reading.mention_at(token)
        if entity is not None and mention is not None and mention.kind == "name":
            if entity.type == "person" or (work and entity.type == "state") or owner not in (None, entity):
                break
            owner = entity
        elif token.text in ("'s", "'") or _joins(token):
            title = title if token.text != "-" else [token, *title]
        elif token.is_alpha and title and title[0].text == "-" and not token.whitespace_:
            title = [token, *title]  # "ex-President", "Secretary-General"
        elif token.is_alpha and _belongs(token, head, name_end, owned=owner is not None):
            title = [token, *title]
        else:
            break
        position -= 1
    return title, owner, position + 1


def _joins(token: Token) -> bool:
    """Whether a hyphen makes one word of the words around it."""
    return token.text == "-" and not token.whitespace_ and token.i > 0 and not token.nbor(-1).whitespace_


def _belongs(token: Token, head: Token, name_end: int, *, owned: bool) -> bool:
    """Whether a word before a title is a part of it; before the owner only adjectives are ("former U.S. …")."""
    if owned and token.pos_ != "ADJ":
        return False
    while token.dep_ in ("cc", "conj") and token.head.i < token.i:  # "Trade and Industry Secretary"
        token = token.head
    return token.dep_ in ("compound", "amod", "nmod") and head.i - 1 <= token.head.i <= name_end


def _owner_after(reading: Reading, name: Token, last: int) -> tuple[Entity, int] | None:
    """As in "… of Russia" behind a name with a title."""
    doc = name.doc
    if last + 2 >= len(doc) or doc[last + 1].lower_ != "of":
        return None
    start = last + 2 + (doc[last + 2].lower_ == "the")
    entity = _body(reading, doc[start]) if start < len(doc) else None
    return (entity, _end_of(reading, doc[start])) if entity is not None else None


# ── relative clauses ─────────────────────────────────────────────────────────────────────────────


def _charge(reading: Reading, verb: Token) -> Iterator[Relation]:
    """As in "Lena Vogt, who oversees the energy program at the Baltic Institute"."""
    mention = _named(reading, verb.head, "person", verb)
    who = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    charge = next((child for child in verb.children if child.dep_ == "dobj"), None)
    if mention is None or charge is None or who is None or who.lower_ != "who":
        return
    body, last = _body(reading, charge), _end_of(reading, charge)
    for prep in (*verb.children, *charge.children):
        place = next((child for child in prep.children if child.dep_ == "pobj"), None) if prep.dep_ == "prep" else None
        entity = _body(reading, place) if place is not None else None
        if body is None and place is not None and entity is not None and prep.lower_ in reading.lexicon.roles.whose:
            body, last = entity, _end_of(reading, place)
    if body is not None:  # what somebody oversees is no title
        yield _relation(
            reading, "affiliation", mention, Phrase(verb, (), body, who.i, max(last, charge.i)), "clause", verb
        )


# ── states and organizations ─────────────────────────────────────────────────────────────────────


def _standing(reading: Reading, head: Token, word: str) -> Iterator[Relation]:
    """Supplier, buyer, member, ally, part: of what, and who is it."""
    roles = reading.lexicon.roles
    if head.tag_ in ("NNS", "NNPS"):
        return
    kind: RelationType = "part_of"
    if word in roles.suppliers | roles.buyers:
        kind = "supplies"
    elif word in roles.members:
        kind = "member_of"
    elif word in roles.allies:
        kind = "ally_of"
    phrase = _standing_phrase(reading, head, trade=kind == "supplies")
    if phrase.object is None:
        return
    bearers: tuple[Bearer, ...] = ("body", "person") if kind in ("member_of", "ally_of") else ("body",)
    for expected in bearers:
        for subject, form, site in _subjects(reading, head, expected):
            relation = _relation(reading, kind, subject, phrase, form, site)
            yield _reversed(relation) if word in roles.buyers else relation


def _standing_phrase(reading: Reading, head: Token, *, trade: bool) -> Phrase:
    """As in "Poland's biggest supplier of gas", "a supplier of gas to Poland", "a buyer of Russian oil"."""
    owner: Entity | None = None
    last = head.i
    for token in head.subtree:
        if token.i > head.i and (token.dep_ in ("relcl", "advcl", "acl") or token.is_punct):
            break
        entity = reading.entity_at(token)
        if token.dep_ == "poss" and token.head.i == head.i:
            owner = entity if entity is not None and entity.type in _BODIES else owner
        elif entity is not None and entity.type in _BODIES and token.i != head.i:
            mention = reading.mention_at(token)
            owner = owner or (entity if mention is not None and mention.kind == "name" else None)
        last = max(last, _end_of(reading, token) if entity is not None else token.i)
    if trade and owner is not None and owner.type == "group":
        owner = None
    title = tuple(t for t in head.doc[head.left_edge.i : last + 1] if _says_what(reading, t, head, owner))
    return Phrase(head, title, owner, head.left_edge.i, last)


def _says_what(reading: Reading, token: Token, head: Token, owner: Entity | None) -> bool:
    """Whether the word belongs to what is supplied or how: not the article, not the owner and its preposition."""
    if token.is_space or token.dep_ in ("det", "case"):
        return False
    owned = token if token.dep_ != "prep" else next((child for child in token.children), token)
    beside = owned.dep_ == "poss" or (owned.head.dep_ == "prep" and owned.head.head.i == head.i)
    return not (beside and owner is not None and reading.entity_at(owned) == owner)


def _reversed(relation: Relation) -> Relation:
    """A buyer of Russian oil is supplied by Russia."""
    fields = {name: getattr(relation, name) for name in relation.__struct_fields__ if name != "id"}
    return Relation(**{**fields, "subject": relation.object, "object": relation.subject})


# ── families ─────────────────────────────────────────────────────────────────────────────────────


def _family(reading: Reading, head: Token) -> Iterator[Relation]:
    """As in "His wife, Anna Hale", "Hale's son Ivan": the named one is the subject, the other the object."""
    owner = next((child for child in head.children if child.dep_ == "poss"), None)
    other = reading.entity_at(owner) if owner is not None else None
    if owner is None or other is None or other.type != "person" or head.tag_ == "NNS":
        return
    found = _relative_after(reading, head)
    if found is None or found.entity == other.id:
        return
    last = reading.doc.char_span(found.start, found.end, alignment_mode="expand")
    phrase = Phrase(head, (head,), other, head.left_edge.i, (last[-1].i if last is not None else head.i))
    yield _relation(reading, "family", found, phrase, "apposition", head)


def _relative_after(reading: Reading, head: Token) -> Mention | None:
    for child in head.children:
        if child.dep_ == "appos" and child.i > head.i and _plain_apposition(child):
            return _named(reading, child, "person", head)
    if head.i + 1 < len(head.doc):
        after = reading.mention_at(head.nbor())
        if after is not None and after.kind == "name" and reading.entity(after.entity).type == "person":
            return after
    if head.dep_ == "appos" and _plain_apposition(head):
        return _named(reading, head.head, "person", head)
    return None


# ── the claim ────────────────────────────────────────────────────────────────────────────────────


def _relation(
    reading: Reading, kind: RelationType, subject: Mention, phrase: Phrase, form: Form, site: Token
) -> Relation:
    words = _words(reading, subject, phrase)
    evidence = reading.clause(site) if form in ("copula", "clause") else words
    past = (form == "copula" and site.tag_ == "VBD") or _held_once(reading, phrase)
    return Relation(
        evidence=evidence,
        when=_when(reading, words, form),
        factuality=_factuality(site) if form == "copula" else "happened",
        method=f"{_METHOD}/past" if past else _METHOD,
        subject=subject.entity,
        relation=kind,
        object=phrase.object.id if phrase.object is not None else None,
        words=words,
        title=phrase.text(reading),
    )


def _held_once(reading: Reading, phrase: Phrase) -> bool:
    """Whether the words beside the title say that it was held at another time: "once the mayor"."""
    doc, roles = phrase.head.doc, reading.lexicon.roles
    before = doc[max(phrase.first - 1, 0) : phrase.head.i]
    behind = doc[phrase.last + 1 : phrase.last + 5].text.casefold()
    once = any(token.lower_ in roles.once and not token.is_sent_start for token in before)
    return once or behind.startswith(roles.once_behind)


def _words(reading: Reading, subject: Mention, phrase: Phrase) -> Evidence:
    doc = phrase.head.doc
    start = min(subject.start, doc[phrase.first].idx)
    end = max(subject.end, doc[phrase.last].idx + len(doc[phrase.last]))
    return reading.evidence(start, end)


def _when(reading: Reading, words: Evidence, form: Form) -> Time | None:
    """A time that the words themselves state ("president from 2010 to 2015")."""
    times = [time for time in reading.times_in(words.start, words.end) if time.from_ or time.shift]
    return times[0] if len(times) == 1 and form != "title" else None


def _factuality(verb: Token) -> Factuality:
    lowers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "neg")}
    if any(child.dep_ == "neg" for child in verb.children):
        return "denied"
    if lowers & {"will", "'ll"}:
        return "planned"
    return "hypothetical" if lowers & {"may", "might", "could", "would", "should"} else "happened"


def _lower(token: Token, text: str) -> str:
    return text if text.isupper() or token.ent_type_ in ("GPE", "NORP", "LOC") else text.lower()
