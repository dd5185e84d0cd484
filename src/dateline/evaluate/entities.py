"""Entities on public data: spans and types (re3d), entity clusters over outlets (NewsWCL50), names to states (actors).

The definitions are those of the data's README; how Dateline's mentions are laid on each set's conventions is said at
each function. No set's labels are used for anything but the comparison.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline import entities, lexicon, parse
from dateline.entities.gazetteer import load as load_gazetteer
from dateline.entities.gazetteer import plain
from dateline.evaluate import coreference
from dateline.evaluate.scoring import Counts, Measure, count, read_items
from dateline.match import link_entities
from dateline.match.entities import Linked
from dateline.model import Analysis, Entity, Mention, Outlet, Report, Story, content_id
from dateline.reading import Reading

_TYPES = ("Organisation", "Location", "Person", "Nationality")
_TYPE = {"person": "Person", "organization": "Organisation", "group": "Organisation", "place": "Location"}
_WORD = re.compile(r"[\w'’.-]+")
_TITLES = frozenset({"compound", "appos", "nmod"})
_OWN = re.compile(r"\s?[’']s\b")


def readings(texts: Iterable[str]) -> Iterator[Reading]:
    """Each text read as a report: parsed, with its entities and mentions."""
    texts = list(texts)
    words = lexicon.load("en")
    for text, doc in zip(texts, parse.load().parse(texts), strict=True):
        reading = Reading(report=Report(id=content_id(text), outlet="unknown", text=text), doc=doc, lexicon=words)
        found, mentions = entities.find_entities(reading)
        yield Reading(report=reading.report, doc=doc, lexicon=words, entities=found, mentions=mentions)


# ── re3d ─────────────────────────────────────────────────────────────────────────────────────────


def score_re3d(folder: Path) -> list[Measure]:
    """Exact span and type F1, own mentions; items below confidence .5 neither rewarded nor punished.

    The set's spans hold articles of organizations and titles of persons: they are added here, not in the product. A
    state is an organization where it is a subject or agent, else a location; its adjective is a nationality.
    """
    docs = list(read_items(folder / "docs.jsonl"))
    totals = {name: Counts() for name in _TYPES}
    for item, reading in zip(docs, readings(doc["text"] for doc in docs), strict=True):
        ignored = {(e["start"], e["end"]) for e in item["entities"] if e["confidence"] < 0.5}
        gold = {(e["start"], e["end"], e["type"]) for e in item["entities"] if e["confidence"] >= 0.5}
        found = {span for span in _typed_spans(reading) if span[:2] not in ignored}
        for name in _TYPES:
            totals[name] += count({s for s in found if s[2] == name}, {s for s in gold if s[2] == name})
    total = sum(totals.values(), Counts())
    measures = [_measure("re3d", "span and type F1", total)]
    return measures + [_measure("re3d", f"{name} F1", counts) for name, counts in totals.items()]


def _measure(data: str, metric: str, counts: Counts) -> Measure:
    return Measure(data=data, metric=metric, value=counts.f1, items=counts.right + counts.missed, counts=counts)


def _typed_spans(reading: Reading) -> Iterator[tuple[int, int, str]]:
    for mention in reading.mentions:
        entity = reading.entity(mention.entity)
        span = reading.doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if mention.kind == "pronoun" or span is None:
            continue
        first, root = span.start, span.root
        if entity.type == "state" and mention.kind == "name":
            adjective = root.dep_ == "amod" or (root.pos_ == "ADJ")
            acts = root.dep_ in ("nsubj", "nsubjpass", "agent")
            kind = "Nationality" if adjective else "Organisation" if acts else "Location"
        else:
            kind = _TYPE.get(entity.type, "Organisation")
        if kind == "Organisation" and first and reading.doc[first - 1].lower_ == "the":
            first -= 1
        while (
            kind == "Person"
            and first
            and reading.doc[first - 1].dep_ == "compound"
            and reading.doc[first - 1].head == root
        ):
            first -= 1
        start = reading.doc[first].idx if first != span.start else mention.start
        yield start, mention.end, kind


# ── NewsWCL50 ────────────────────────────────────────────────────────────────────────────────────

Cluster = Callable[[Sequence[tuple[Reading, dict[str, Any]]]], list[Hashable]]
"""A label for each (reading, gold mention) of a topic: equal labels are one entity."""


def score_newswcl50(folder: Path, cluster: Cluster | None = None) -> list[Measure]:
    """CoNLL F1 of entity chains per topic with gold mentions, one-mention chains left out; mean over topics."""
    docs = list(read_items(folder / "docs.jsonl"))
    read = {doc["id"]: reading for doc, reading in zip(docs, readings(doc["text"] for doc in docs), strict=True)}
    own, baseline, items = [], [], 0
    for topic in sorted({doc["topic"] for doc in docs}):
        pairs = [
            (read[doc["id"]], m)
            for doc in docs
            if doc["topic"] == topic
            for m in doc["mentions"]
            if m["kind"] == "entity"
        ]
        sizes = Counter(mention["chain"] for _, mention in pairs)
        pairs = [(reading, mention) for reading, mention in pairs if sizes[mention["chain"]] > 1]
        items += len(pairs)
        own.append(_topic_score(pairs, (cluster or by_record)(pairs)))
        baseline.append(_topic_score(pairs, by_last_word(pairs)))
    conll = sum(score.conll for score in own) / len(own)
    same = sum(score.conll for score in baseline) / len(baseline)
    anchor = "same-head-lemma 58.1 on the whole set (uCDCR, LREC 2026)"
    parts = [("CoNLL F1", conll, same)] + [
        (
            name,
            sum(getattr(s, field).f1 for s in own) / len(own),
            sum(getattr(s, field).f1 for s in baseline) / len(own),
        )
        for name, field in (("MUC F1", "muc"), ("B3 F1", "b_cubed"), ("CEAFe F1", "ceaf_e"))
    ]
    return [
        Measure(data="newswcl50", metric=name, value=value, items=items, given="mentions", baseline=base, anchor=anchor)
        for name, value, base in parts
    ]


def _topic_score(pairs: Sequence[tuple[Reading, dict[str, Any]]], labels: Sequence[Hashable]) -> coreference.Scores:
    ids = [(reading.report.id, mention["id"], mention["chain"]) for reading, mention in pairs]
    key = coreference.chains_of(zip(ids, (mention["chain"] for _, mention in pairs), strict=True))
    return coreference.score(key, coreference.chains_of(zip(ids, labels, strict=True)))


def by_last_word(pairs: Sequence[tuple[Reading, dict[str, Any]]]) -> list[Hashable]:
    """The trivial baseline: mentions with the same last word are one."""
    return [last_word(mention["text"]) for _, mention in pairs]


def last_word(text: str) -> str:
    """The last word of a mention as the data's README defines it."""
    found = _WORD.findall(_OWN.sub("", text.lower()))
    return found[-1].strip(".'’") if found else text.lower()


def by_record(pairs: Sequence[tuple[Reading, dict[str, Any]]]) -> list[Hashable]:
    """Dateline's entities, joined over the reports as in a record of one story; the last word for all else.

    A capitalized mention that Dateline has no entity for is the one entity whose name ends in its last word, if there
    is one.
    """
    linked = _linked(pairs)
    names = {entity.id: (entity.name, *entity.aliases) for entity in linked.entities}
    found = [entity_of(reading, mention["start"], mention["end"]) for reading, mention in pairs]
    ends: dict[str, set[str]] = defaultdict(set)
    for key in (linked.of(entity.id) for entity in found if entity is not None):
        for name in names[key]:
            ends[last_word(plain(name))].add(key)
    labels: list[Hashable] = []
    for entity, (_, mention) in zip(found, pairs, strict=True):
        word = last_word(mention["text"])
        bearers = ends[word] if mention["text"].split()[-1][:1].isupper() else set()
        labels.append(linked.of(entity.id) if entity else next(iter(bearers)) if len(bearers) == 1 else word)
    return labels


def _linked(pairs: Iterable[tuple[Reading, dict[str, Any]]]) -> Linked:
    """The entities of all readings, linked as those of one story."""
    read = {reading.report.id: reading for reading, _ in pairs}
    outlet = Outlet(id="unknown", name="")
    analyses = [
        Analysis(report=r.report, outlet=outlet, entities=tuple(r.entities), mentions=tuple(r.mentions))
        for r in read.values()
    ]
    return link_entities(analyses, [Story(id="story", label="", reports=tuple(read))])


def entity_of(reading: Reading, start: int, end: int) -> Entity | None:
    """The entity of the words ``start:end``: of a mention with these ends, else of the one at their head.

    A title or an apposition ("Apple CEO", "the mayor") is the person beside it.
    """
    exact = [mention for mention in reading.mentions if (mention.start, mention.end) == (start, end)]
    if exact:
        return reading.entity(exact[0].entity)
    span = reading.doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    mention: Mention | None = reading.mention_at(span.root)
    if mention is not None and mention.start <= span.root.idx and span.root.idx + len(span.root) <= mention.end:
        return reading.entity(mention.entity)
    beside = [span.root.head] if span.root.dep_ in _TITLES else []
    named = (reading.mention_at(token) for token in (*beside, *(c for c in span.root.children if c.dep_ == "appos")))
    people = (reading.entity(near.entity) for near in named if near is not None)
    return next((entity for entity in people if entity.type == "person"), None)


# ── MEANTIME ─────────────────────────────────────────────────────────────────────────────────────


def score_meantime(folder: Path, cluster: Cluster | None = None) -> list[Measure]:
    """CoNLL F1 of entity chains over all reports with gold mentions that have an instance, single ones included."""
    docs = list(read_items(folder / "docs.jsonl"))
    pairs = [
        (reading, {**mention, "chain": mention["instance"]})
        for doc, reading in zip(docs, readings(doc["text"] for doc in docs), strict=True)
        for mention in doc["entities"]
        if mention.get("instance")
    ]
    own, same = (_topic_score(pairs, labels(pairs)) for labels in (cluster or by_record, by_last_word))
    return [
        Measure(
            data="meantime",
            metric="entity clusters CoNLL F1",
            value=own.conll,
            items=len(pairs),
            given="mentions",
            baseline=same.conll,
            anchor="same-head-lemma 56.8 on another topic (uCDCR, LREC 2026)",
        )
    ]


# ── LGL ──────────────────────────────────────────────────────────────────────────────────────────


def score_lgl(folder: Path) -> list[Measure]:
    """Places to coordinates, given the gold spans: the share of those with gold coordinates that lie within 161 km.

    A place that Dateline gives no coordinates for counts as not within; ``precision`` of the counts is the share among
    those it does give.
    """
    docs = list(read_items(folder / "docs.jsonl"))
    near = given = total = 0
    for item, reading in zip(docs, readings(doc["text"] for doc in docs), strict=True):
        for gold in item["places"]:
            if gold.get("lat") is None:
                continue
            total += 1
            exact = next((m for m in reading.mentions if (m.start, m.end) == (gold["start"], gold["end"])), None)
            found = entities.place(reading, exact or gold["text"])
            if found is None or found.latitude is None or found.longitude is None:
                continue
            given += 1
            near += kilometres((found.latitude, found.longitude), (gold["lat"], gold["lon"])) <= 161
    counts = Counts(near, given - near, total - given)
    return [Measure(data="lgl", metric="within 161 km", value=near / total, items=total, given="spans", counts=counts)]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance on the sphere between two points in degrees (haversine)."""
    (a, b), (c, d) = (tuple(map(math.radians, point)) for point in (one, other))
    chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(math.sqrt(chord))


# ── actors ───────────────────────────────────────────────────────────────────────────────────────


def score_actors(folder: Path) -> list[Measure]:
    """Names of states and their peoples to ISO 3166-1 alpha-3: accuracy over the first two names of each state.

    The further names of the set are cities, provinces and misspellings. A name counts as right if the report
    "Officials of NAME met." with NAME in its usual writing has an entity of that country.
    """
    gazetteer = load_gazetteer()
    right = total = 0
    missed = 0
    for item in read_items(folder / "states.jsonl"):
        if not item.get("iso3166") or "-" in item["id"]:
            continue
        for name in item["names"][:2]:
            found = gazetteer.match(_usual(name) + " ", 0)
            total += 1
            countries = {entry.country for entry in found[1]} if found else set()
            right += countries == {item["state"]}
            missed += not countries
    counts = Counts(right, total - right - missed, missed)
    return [
        Measure(
            data="actors",
            metric="name to ISO code accuracy",
            value=right / total,
            items=total,
            counts=counts,
            given="names",
        )
    ]


def _usual(name: str) -> str:
    small = {"AND", "OF", "THE", "D'IVOIRE"}
    return " ".join(word.lower() if word in small and i else word.capitalize() for i, word in enumerate(name.split()))
