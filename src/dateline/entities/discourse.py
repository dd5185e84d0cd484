"""What a report has mentioned so far, as whoever resolves pronouns and descriptions asks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.entities.gazetteer import Gazetteer
from dateline.entities.nominals import Ref
from dateline.entities.people import Known
from dateline.entities.view import View
from dateline.lexicon import Names

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
WINDOW = 2  # sentences before that of a pronoun in which its antecedent may stand
_FAR = 200  # tokens: what is further off in an endless sentence is forgotten


@dataclass
class Discourse:
    """What has been mentioned so far. ``refs`` are in order; ``at`` gives the ref whose head is a token."""

    view: View
    words: Names
    gazetteer: Gazetteer
    refs: list[Ref]
    at: dict[int, Ref] = field(default_factory=dict)
    cover: dict[int, Ref] = field(default_factory=dict)
    by_sentence: dict[int, list[Ref]] = field(default_factory=dict)
    persons: dict[int, Known] = field(default_factory=dict)
    bodies: dict[int, Known] = field(default_factory=dict)
    states: dict[str, Known] = field(default_factory=dict)
    tally: dict[bool, list[tuple[Known, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refs, self.refs = self.refs, []
        for ref in refs:
            self.add(ref)

    def add(self, ref: Ref) -> None:
        """Take in one more ref."""
        self.refs.append(ref)
        self.at[ref.head] = ref
        for i in range(ref.start, ref.end):
            old = self.cover.get(i)
            if old is None or old.end - old.start > ref.end - ref.start:
                self.cover[i] = ref
        for entity in ref.entities:
            if entity.type == "person":
                self.persons[id(entity)] = entity
            elif entity.type in ("organization", "group"):
                self.bodies[id(entity)] = entity
            elif entity.type == "state":
                self.states[entity.country or ""] = entity
        self.by_sentence.setdefault(self.view.sentence[ref.head], []).append(ref)

    def most_named(self, *, people: bool) -> list[tuple[Known, int]]:
        """The leaders or else the states of the report by how often it names them outside headlines, most first."""
        if people not in self.tally:
            heads = self.words.leaders | self.words.ministers
            names = (ref for ref in self.refs if ref.kind == "name" and not self.view.titled[ref.head])
            counts = Counter(id(e) for ref in names for e in ref.entities)
            known = self.persons if people else {id(state): state for state in self.states.values()}
            self.tally[people] = [
                (known[key], count)
                for key, count in counts.most_common()
                if key in known and (not people or any(title.split()[-1] in heads for title in known[key].titles))
            ]
        return self.tally[people]

    def before(self, i: int, window: int) -> Iterator[Ref]:
        """Refs before token ``i`` in its sentence and the ``window`` sentences before it, headlines left out."""
        here = self.view.sentence[i]
        for number in range(max(0, here - window), here + 1):
            for ref in self.by_sentence.get(number, ()):
                if i - _FAR < ref.end <= i and (number == here or not self.view.titled[ref.head]):
                    yield ref


def state_called(discourse: Discourse, code: str) -> Known:
    """The state with this code as the report's other mentions know it."""
    if code in discourse.states:
        return discourse.states[code]
    return Known(f"state:{code}", discourse.gazetteer.states[code].name, "state", country=code)
