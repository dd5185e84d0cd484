"""Accuracy of events on the development parts of PLOVER and CAMEO data, as their descriptions define it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline import lexicon, parse
from dateline.codebook import codebook_type
from dateline.evaluate.scoring import Counts, Measure, count, macro_f1, read_items
from dateline.events import grammar
from dateline.events.acts import Act, find_acts
from dateline.events.factuality import factuality_of
from dateline.events.frames import Table, Trigger, carrier_of, is_agent, table
from dateline.events.participants import owners, participants
from dateline.lexicon import ActWords, Lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

CHARS = tuple[int, int]

# The set's own table, which differs from the codebook's; it has YIELD for CONCEDE and RETREAT.
QUADS = {
    "AGREE": "verbal_cooperation",
    "CONSULT": "verbal_cooperation",
    "SUPPORT": "verbal_cooperation",
    "COOPERATE": "material_cooperation",
    "AID": "material_cooperation",
    "YIELD": "material_cooperation",
    "REQUEST": "verbal_conflict",
    "ACCUSE": "verbal_conflict",
    "REJECT": "verbal_conflict",
    "THREATEN": "verbal_conflict",
    "PROTEST": "material_conflict",
    "SANCTION": "material_conflict",
    "MOBILIZE": "material_conflict",
    "COERCE": "material_conflict",
    "ASSAULT": "material_conflict",
}
BASELINES = {"type": 0.0158, "quad": 0.1197, "binary": 0.3606}  # always the commonest class
ANCHORS = {
    "type": "ZSP .824 on the test part (Hu et al., ACL 2024)",
    "quad": "ZSP .896 on the test part (Hu et al., ACL 2024)",
    "binary": "ZSP .964 on the test part (Hu et al., ACL 2024)",
}
FALLBACK = "SUPPORT"  # no trigger at all: the codebook's broadest type


def binary(quad: str) -> str:
    """Cooperation or conflict."""
    return quad.split("_")[1]


def plover_label(type_: str | None) -> str | None:
    """A codebook type as the set names it."""
    return "YIELD" if type_ in ("CONCEDE", "RETREAT") else type_


Coder = Callable[[Act], str | None]


def classify(
    doc: Doc, source: Sequence[CHARS], target: Sequence[CHARS], words: Lexicon, coder: Coder | None = None
) -> str:
    """The type of what the actors ``source`` do to ``target`` (character ranges, maybe none) in ``doc``.

    By the codebook, or by another ``coder``; ``FALLBACK`` where the sentence has no trigger.
    """
    best = best_act(doc, source, target, words)
    return ((coder or coded)(best) if best else None) or FALLBACK


def conventional(act: Act) -> str | None:
    """``coded``, with the four conventions in which the set ``plover_zsp`` departs from the codebook.

    A conviction is ACCUSE (the codebook: SANCTION), formal sanctions are COERCE (SANCTION), a promised release or
    withdrawal is AGREE (CONCEDE), and what an authority orders is coded as what it orders (REQUEST).
    """
    type_ = coded(act)
    if type_ == "SANCTION" and act.mode == "convict":
        return "ACCUSE"
    if type_ == "SANCTION" and _formal(act):
        return "COERCE"
    if type_ == "CONCEDE" and act.type == "RETREAT":
        return "AGREE"
    if act.words.operator == "order" and act.governed in (
        "COERCE",
        "SANCTION",
        "ASSAULT",
        "RETREAT",
        "CONCEDE",
        "ACCUSE",
    ):
        return act.governed
    return type_


def _formal(act: Act) -> bool:
    sanctions = table("en").classes["sanctions"]
    return any(token.lemma_.lower() in sanctions for token in (act.token, *act.trigger.taken))


def coded(act: Act) -> str | None:
    """The codebook's type of ``act``; an act that the report denies and the codebook cannot fold keeps its own."""
    factuality = "planned" if act.factuality == "hypothetical" else act.factuality  # the set codes no possibilities
    return codebook_type(act.type, factuality) or act.type


def best_act(doc: Doc, source: Sequence[CHARS], target: Sequence[CHARS], words: Lexicon) -> Act | None:
    """The act that holds best between the two; ``None`` where the sentence has no typed trigger."""
    acts = [act for act in find_acts(doc, words, strict=False) if act.type]
    if not acts:
        return None
    sources, targets = _covered(doc, source), _covered(doc, target)
    path = _path(doc, sources, targets)
    inner = sources | targets
    best = max(acts, key=lambda act: (_fit(act, sources, targets, path, inner), -_depth(act.token), -act.token.i))
    operators = [act for act in acts if act.complement is not None and act.complement.i == best.token.i]
    return operators[0] if operators else best


def _covered(doc: Doc, ranges: Sequence[CHARS]) -> frozenset[int]:
    spans = (doc.char_span(start, end, alignment_mode="expand") for start, end in ranges)
    return frozenset(token.i for span in spans if span is not None for token in span)


def _path(doc: Doc, sources: frozenset[int], targets: frozenset[int]) -> frozenset[int]:
    """The tokens between the heads of the two in the tree."""
    first, last = _head(doc, sources), _head(doc, targets)
    if first is None or last is None:
        return frozenset()
    up, down = _ancestry(first), _ancestry(last)
    return frozenset(set(up) ^ set(down)) | frozenset(_lowest_common(up, down))


def _head(doc: Doc, positions: frozenset[int]) -> Token | None:
    return next((doc[i] for i in sorted(positions) if doc[i].head.i not in positions or doc[i].head.i == i), None)


def _ancestry(token: Token) -> list[int]:
    return [token.i, *(ancestor.i for ancestor in token.ancestors)]


def _lowest_common(up: list[int], down: list[int]) -> list[int]:
    below = set(down)
    return [i for i in up if i in below][:1]


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _fit(
    act: Act, sources: frozenset[int], targets: frozenset[int], path: frozenset[int], inner: frozenset[int]
) -> float:
    acting = any(token.i in sources for token in act.actors)
    done_to = any(token.i in targets for token in act.recipients)
    near = any(_within(token, targets) for token in act.recipients)
    swapped = any(token.i in sources for token in act.recipients) or any(token.i in targets for token in act.actors)
    score = 3.0 * acting + (2.0 if done_to else 1.5 if near else 0.0) + 0.5 * swapped
    score -= 1.0 * (act.token.dep_ == "advcl" and act.factuality == "hypothetical")  # "sent tents to help the poor"
    score += 1.5 * (act.token.i in path or (act.trigger.carrier is not None and act.trigger.carrier.i in path))
    return score - 2.0 * (act.token.i in inner)


def _within(noun: Token, positions: frozenset[int]) -> bool:
    return any(token.i in positions for token in noun.subtree)


# ── plover_zsp ───────────────────────────────────────────────────────────────────────────────────


def _ranges(spans: Iterable[Any]) -> list[CHARS]:
    return [(span["start"], span["end"]) for span in spans if isinstance(span, dict) and "start" in span]


def plover_scores(pairs: Sequence[tuple[dict[str, Any], str]]) -> dict[str, float]:
    """Macro F1 of types, quad classes and cooperation against conflict, as the set's description defines them."""
    quads = sorted(set(QUADS.values()))
    return {
        "type": macro_f1([(item["type"], found) for item, found in pairs], QUADS),
        "quad": macro_f1([(item["quad"], QUADS[found]) for item, found in pairs], quads),
        "binary": macro_f1(
            [(item["binary"], binary(QUADS[found])) for item, found in pairs], ["cooperation", "conflict"]
        ),
    }


def score_plover(folder: Path) -> list[Measure]:
    """Type, quad and binary macro F1 on ``plover_zsp``, the actors given."""
    items = list(read_items(folder / "train.jsonl"))
    words = lexicon.load()
    docs = list(parse.load().parse(item["text"] for item in items))
    measures = []
    for coder, name in ((coded, ""), (conventional, ", the set's conventions")):
        pairs = [(item, predict(item, doc, words, coder)) for item, doc in zip(items, docs, strict=True)]
        for metric, value in plover_scores(pairs).items():
            measures.append(
                Measure(
                    data=folder.name,
                    metric=f"{metric} macro F1{name}",
                    value=value,
                    items=len(items),
                    given="source and target spans",
                    baseline=BASELINES[metric],
                    anchor=ANCHORS[metric],
                )
            )
    return measures


def predict(item: dict[str, Any], doc: Doc, words: Lexicon, coder: Coder) -> str:
    """The type of one item of ``plover_zsp``, in the set's names."""
    found = classify(doc, _ranges(item["source"]), _ranges(item["target"]), words, coder)
    return plover_label(found) or FALLBACK


# ── conflibert_cameo ─────────────────────────────────────────────────────────────────────────────


def main_act(doc: Doc, words: Lexicon) -> Act | None:
    """The act that a sentence is about: the highest in the tree that names both sides, else the highest."""
    acts = [act for act in find_acts(doc, words) if act.type and codebook_type(act.type, act.factuality)]
    if not acts:
        return None
    return min(acts, key=lambda act: (not (act.actors and act.recipients), _depth(act.token), act.token.i))


def predict_quad(doc: Doc, words: Lexicon) -> str:
    """The quad class of a sentence; "neutral" where it tells no event."""
    act = main_act(doc, words)
    label = plover_label(coded(act)) if act else None
    return QUADS[label] if label else "neutral"


def predict_actors(doc: Doc, words: Lexicon) -> tuple[set[CHARS], set[CHARS]]:
    """The character ranges of source and target of the sentence's main act: one each, as the set names them.

    As in a claim, what is done to a deed is done to whose it is, somebody goes before something, and a pronoun is the
    subject that governs it.
    """
    acts = [act for act in find_acts(doc, words, strict=False) if act.type]
    if not acts:
        return set(), set()
    frames = table(words.language)
    act = min(acts, key=lambda a: ((not a.actors) + (not a.recipients), _depth(a.token), a.token.i))
    actors, recipients = [_governor(token) for token in act.actors], list(act.recipients)
    if act.words.reciprocal and len(actors) > 1 and not recipients:
        actors, recipients = actors[:1], actors[1:]
    source = _somebody(actors, frames)
    target = _somebody([token for token in recipients if token not in source], frames)
    return {_phrase(token) for token in source}, {_phrase(token) for token in target}


def _somebody(nouns: Sequence[Token], frames: Table) -> list[Token]:
    """The first of ``nouns`` that is somebody, else whose deed the first is, else the first."""
    agents = [noun for noun in nouns if is_agent(noun, frames)]
    deeds = [noun for noun in nouns if noun.lemma_.lower() in frames.nouns]
    owned = [owner for noun in deeds for owner in owners(noun, frames)]
    return (agents or owned or list(nouns))[:1]


def _governor(token: Token) -> Token:
    """For a pronoun in what somebody says, that somebody: "Togo said it would leave"."""
    verb = token.head
    if token.tag_ != "PRP" or token.dep_ not in ("nsubj", "nsubjpass") or verb.dep_ != "ccomp":
        return token
    return next(iter(grammar.subject(verb.head)), token)


def _phrase(head: Token) -> CHARS:
    """The noun phrase of ``head`` with its complements, without clauses and appositions."""
    end = head.i
    for child in head.rights:
        timed = child.dep_ == "prep" and any(inner.ent_type_ in ("DATE", "TIME") for inner in child.rights)
        if timed or child.dep_ not in ("prep", "compound", "nummod", "amod", "cc", "conj", "case"):
            break
        end = max(end, child.right_edge.i)
    start = head.left_edge.i
    while start < head.i and head.doc[start].is_punct:
        start += 1
    last = head.doc[end]
    return head.doc[start].idx, last.idx + len(last)


def score_cameo(folder: Path) -> list[Measure]:
    """Quad class of a sentence, and spans of actor and recipient, on ``conflibert_cameo``; nothing is given."""
    return [*_score_class(folder), *_score_actors(folder)]


def _score_class(folder: Path) -> list[Measure]:
    items = list(read_items(folder / "class.jsonl"))
    words = lexicon.load()
    found = [predict_quad(doc, words) for doc in parse.load().parse(item["text"] for item in items)]
    classes = ["neutral", *sorted(set(QUADS.values()))]
    measures = []
    for apart in (False, True):
        pairs = [(i["quad"], f) for i, f in zip(items, found, strict=True) if not (apart and i["in_plover_zsp"])]
        name = "quad class macro F1" + (", outside plover_zsp" if apart else "")
        measures.append(Measure(folder.name, name, macro_f1(pairs, classes), len(pairs), baseline=0.0828))
    return measures


def _score_actors(folder: Path) -> list[Measure]:
    items = list(read_items(folder / "actors.jsonl"))
    words = lexicon.load()
    docs = list(parse.load().parse(item["text"] for item in items))
    measures = []
    for apart in (False, True):
        total = {"source": Counts(), "target": Counts()}
        kept = [(i, d) for i, d in zip(items, docs, strict=True) if not (apart and i["in_plover_zsp"])]
        for item, doc in kept:
            for role, spans in zip(("source", "target"), predict_actors(doc, words), strict=True):
                total[role] += count(set(spans), set(_ranges(item[role])))
        end = ", outside plover_zsp" if apart else ""
        both = total["source"] + total["target"]
        for role, counts in (*total.items(), ("both", both)):
            measures.append(Measure(folder.name, f"{role} span F1{end}", counts.f1, len(kept), counts=counts))
    return measures


# ── meantime ─────────────────────────────────────────────────────────────────────────────────────

_POSSIBLE = frozenset({"hypothetical", "alleged"})
_FUTURE = frozenset({"planned", "hypothetical"})


def score_meantime(folder: Path) -> list[Measure]:
    """Accuracy of certainty, polarity and time on the events of ``meantime`` inside the scored sentences, spans given.

    Baselines: always CERTAIN, POS, NON_FUTURE. PROBABLE, POSSIBLE and UNDERSPECIFIED count as one.
    """
    items = list(read_items(folder / "docs.jsonl"))
    words = lexicon.load()
    right, usual, total = dict.fromkeys(_ASPECTS, 0), dict.fromkeys(_ASPECTS, 0), 0
    for item, doc in zip(items, parse.load().parse(item["text"] for item in items), strict=True):
        for event in _scored_events(item):
            span = doc.char_span(event["start"], event["end"], alignment_mode="expand")
            if span is None:
                continue
            found = factuality_of(span.root, words)
            told = (found in _POSSIBLE, found == "denied", found in _FUTURE)
            gold = (event["certainty"] != "CERTAIN", event["polarity"] == "NEG", event["time"] == "FUTURE")
            total += 1
            for aspect, left, correct in zip(_ASPECTS, told, gold, strict=True):
                right[aspect] += left == correct
                usual[aspect] += not correct
    return [
        Measure(folder.name, f"{a} of events", right[a] / total, total, "event spans", baseline=usual[a] / total)
        for a in _ASPECTS
    ]


_ASPECTS = ("certainty", "polarity", "time")


def score_participants(folder: Path) -> list[Measure]:
    """F1 of (event, entity, role) on ``meantime``, the spans of events and entities given; roles Arg0, Arg1 and other.

    The participants are those that Dateline's grammar gives an event at that word, of a kind of the lexicon or of none;
    actors are Arg0 (of a copula Arg1, as PropBank has it), recipients Arg1, and it gives no others. Mentions of one
    instance are one entity, and a relative pronoun is what it stands for; what is no gold entity (another event) is
    left aside. Baseline: the subject of an active verb is Arg0; its object, and that of a passive or copula, Arg1.
    """
    items = list(read_items(folder / "docs.jsonl"))
    words = lexicon.load()
    own, usual = dict.fromkeys(_ROLES, Counts()), dict.fromkeys(_ROLES, Counts())
    for item, doc in zip(items, parse.load().parse(item["text"] for item in items), strict=True):
        triggers = {act.token.i: act.trigger for act in find_acts(doc, words, strict=False)}
        entities = _by_head(doc, item["entities"])
        names = {mention["id"]: _instance(doc, mention, entities) for mention in item["entities"]}
        for event in _scored_events(item):
            span = doc.char_span(event["start"], event["end"], alignment_mode="expand")
            if span is None:
                continue
            told = (p for p in item["participants"] if p["event"] == event["id"] and p["entity"] in names)
            gold = {(names[p["entity"]], p["role"] if p["role"] in _ROLES else "other") for p in told}
            for total, pairs in ((own, _roles(triggers.get(span.root.i), span.root)), (usual, _grammatical(span.root))):
                found = {(names[entities[t.i]["id"]], role) for t, role in pairs if t.i in entities}
                for role in _ROLES:
                    total[role] += count({p for p in found if p[1] == role}, {p for p in gold if p[1] == role})
    measures = [("participants F1", sum(own.values(), Counts()), sum(usual.values(), Counts()))]
    measures += [(f"participants F1, {role}", own[role], usual[role]) for role in _ROLES[:2]]
    given = "event and entity spans"
    return [
        Measure(folder.name, name, left.f1, left.right + left.missed, given, left, baseline=right.f1)
        for name, left, right in measures
    ]


_ROLES = ("Arg0", "Arg1", "other")


def _by_head(doc: Doc, mentions: Iterable[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """The gold mention of each head word; of mentions with one head the longest, which holds the others."""
    found: dict[int, dict[str, Any]] = {}
    for mention in sorted(mentions, key=lambda m: m["end"] - m["start"]):
        span = doc.char_span(mention["start"], mention["end"], alignment_mode="expand")
        if span is not None:
            found[span.root.i] = mention
    return found


def _instance(doc: Doc, mention: dict[str, Any], entities: Mapping[int, dict[str, Any]]) -> str:
    """The gold entity of a mention; of a relative pronoun that of what it hangs on."""
    span = doc.char_span(mention["start"], mention["end"], alignment_mode="expand")
    if span is not None and len(span) == 1:
        antecedent = next((token for token in grammar.resolved(span.root) if token.i in entities), span.root)
        mention = entities.get(antecedent.i, mention)
    return str(mention.get("instance", mention["id"]))


def _roles(trigger: Trigger | None, token: Token) -> Iterator[tuple[Token, str]]:
    """The actors of an event as Arg0 and its recipients as Arg1, read as of no kind where the lexicon has none."""
    if trigger is None:
        carrier = carrier_of(token, table("en")) if token.pos_ in ("NOUN", "PROPN") else None
        trigger = Trigger(token, ActWords(), carrier=carrier)
    actors, recipients = participants(trigger, table("en"))
    yield from ((noun, "Arg1" if token.pos_ == "AUX" else "Arg0") for noun in actors)
    yield from ((noun, "Arg1") for noun in recipients)
    taken = (noun for noun in trigger.taken if noun not in recipients and noun not in actors)
    yield from ((noun, "Arg1") for noun in taken)  # what decided the type: "signed a treaty"


def _grammatical(verb: Token) -> Iterator[tuple[Token, str]]:
    """Subjects and objects as the parse names them."""
    first = "Arg1" if verb.pos_ == "AUX" else "Arg0"
    roles = {"nsubj": first, "agent": "Arg0", "dobj": "Arg1", "nsubjpass": "Arg1"}
    yield from ((child, roles[child.dep_]) for child in verb.children if child.dep_ in roles)


def _scored_events(item: dict[str, Any]) -> list[dict[str, Any]]:
    ranges = [item["sentences"][number] for number in item["scored_sentences"]]
    return [
        event
        for event in item["events"]
        if {"certainty", "polarity", "time"} <= event.keys() and any(s <= event["start"] < e for s, e in ranges)
    ]
