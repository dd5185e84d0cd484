"""Who said what, on public data: PolNeAR in sentence and document form, speakers on PolNeAR and BASIL, marks on GUM.

The definitions are those of the data's README. PolNeAR counts attitudes and intentions as attributions too, so its
scores are of ``quotations.find_attributed``; speakers are scored on what the product shows, ``find_quotations``. Its
spans of quoted words hold their marks, which a ``Quotation`` leaves out: they are added here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline import entities, lexicon, parse
from dateline.evaluate.scoring import Counts, Measure, count, read_items
from dateline.model import Evidence, Quotation, Report, content_id
from dateline.quotations import find_attributed, find_quotations
from dateline.quotations.marks import find_stretches
from dateline.reading import Reading

ROLES = ("source", "cue", "content")
_ANCHORS = {"source": "BERT 81.1, CRF 50.6", "cue": "BERT 74.0, CRF 53.4", "content": "BERT 68.9, CRF 28.6"}
_BASELINES = {"cue": 0.4456, "content": 0.2958}
_DOUBLE = '"“”'
_OPENING, _CLOSING = "\"“«'‘„", "\"”»'’"
_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "`": "'", "–": "-", "—": "-", "―": "-", "…": "."})
_PTB = {"``": '"', "''": '"', "-LSB-": "[", "-RSB-": "]", "-LRB-": "(", "-RRB-": ")", "-LCB-": "{", "-RCB-": "}"}

Span = tuple[int, int]
Labelled = set[tuple[str, int, int]]


def score(folder: Path) -> list[Measure]:
    """PolNeAR: exact F1, begin F1, Jaccard by role in sentence form; the document form; speakers of direct speech."""
    items = list(read_items(folder / "dev.jsonl"))
    readings = {item["id"]: reading for item, reading in zip(items, _readings(items), strict=True)}
    measures = score_sentences(list(read_items(folder / "dev_sentences.jsonl")), _labeller(items, readings))
    measures += _score_documents(items, readings)
    return measures + _score_speakers(items, readings)


def _readings(items: Sequence[dict[str, Any]]) -> Iterator[Reading]:
    words = lexicon.load("en")
    texts = [item["text"] for item in items]
    for text, doc in zip(texts, parse.load().parse(texts), strict=True):
        reading = Reading(report=Report(id=content_id(text), outlet="unknown", text=text), doc=doc, lexicon=words)
        found, mentions = entities.find_entities(reading)
        yield Reading(report=reading.report, doc=doc, lexicon=words, entities=found, mentions=mentions)


def _marked(text: str, part: Evidence) -> Span:
    """The span of ``part`` with the quotation marks around it, and the comma inside them."""
    start, end = part.start, part.end
    comma = text[end : end + 1] == ","
    before = text[start - 1 : start]
    after = text[end + comma : end + comma + 1]
    nested = before in _DOUBLE and after in _DOUBLE  # "He said, 'Wait'"
    if before and after and before in _OPENING and after in _CLOSING and (nested or text[end - 1] not in _CLOSING):
        width = 2 if text[max(0, start - 2) : start] in ("''", "``") else 1
        return start - width, end + comma + width
    if before and before in '"“«' and text[start - 2 : start - 1].isspace():
        return start - 1, end
    return start, end


def _spans(text: str, quotation: Quotation) -> Iterator[tuple[str, Span]]:
    for part in quotation.content:
        yield "content", _marked(text, part)
    if quotation.source is not None:
        yield "source", (quotation.source.start, quotation.source.end)
    if quotation.cue is not None:
        yield "cue", (quotation.cue.start, quotation.cue.end)


# ── sentence form ────────────────────────────────────────────────────────────────────────────────


def score_sentences(
    items: Sequence[dict[str, Any]], label: Callable[[list[dict[str, Any]]], list[list[str]]]
) -> list[Measure]:
    """Exact F1, begin F1 and mean Jaccard of each role; ``label`` gives the B/I/O labels of a document's groups."""
    documents: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for item in items:
        documents[item["doc"], item["annotator"]].append(item)
    pairs: list[tuple[Labelled, Labelled]] = []
    for groups in documents.values():
        pairs += [(runs(item["labels"]), runs(labels)) for item, labels in zip(groups, label(groups), strict=True)]
    return [measure for role in ROLES for measure in _role_measures(role, pairs)]


def runs(labels: Sequence[str]) -> Labelled:
    """The maximal ``B-x I-x …`` runs of ``labels`` as (role, first token, end token)."""
    found: Labelled = set()
    start = -1
    for position, label in enumerate([*labels, "O"]):
        if start >= 0 and not label.startswith("I-"):
            found.add((labels[start][2:], start, position))
            start = -1
        if label.startswith("B-"):
            start = position
    return found


def _role_measures(role: str, pairs: Iterable[tuple[Labelled, Labelled]]) -> Iterator[Measure]:
    exact, begin, overlaps = Counts(), Counts(), list[float]()
    for gold, predicted in pairs:
        keys = {(start, end) for name, start, end in gold if name == role}
        found = {(start, end) for name, start, end in predicted if name == role}
        exact += count(found, keys)
        begin += count({start for start, _ in found}, {start for start, _ in keys})
        overlaps += _jaccards(keys, found)
    items = exact.right + exact.missed
    baseline, anchor = _BASELINES.get(role), f"test part: {_ANCHORS[role]} (Wang et al. 2022)"
    yield Measure("polnear", f"{role} exact F1", exact.f1, items, counts=exact, baseline=baseline, anchor=anchor)
    yield Measure("polnear", f"{role} begin F1", begin.f1, items, counts=begin)
    yield Measure("polnear", f"{role} Jaccard", sum(overlaps) / len(overlaps) if overlaps else 0.0, items)


def _jaccards(keys: set[Span], found: set[Span]) -> Iterator[float]:
    """For each gold span its best overlap, and 0 for each predicted span that overlaps none."""
    for key in keys:
        yield 1.0 if key in found else max((_overlap(key, span) for span in found), default=0.0)
    yield from (0.0 for span in found if not any(_overlap(key, span) for key in keys))


def _overlap(one: Span, other: Span) -> float:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def _labeller(
    items: Sequence[dict[str, Any]], readings: dict[str, Reading]
) -> Callable[[list[dict[str, Any]]], list[list[str]]]:
    """Labels from what Dateline reads in the *document*, laid on the tokens of the sentence form."""
    spans = {item["id"]: _flat(item["text"], find_attributed(readings[item["id"]])) for item in items}
    texts = {item["id"]: item["text"] for item in items}

    def label(groups: list[dict[str, Any]]) -> list[list[str]]:
        document = groups[0]["doc"]
        return _lay(spans[document], _align(texts[document], [group["tokens"] for group in groups]))

    return label


def _flat(text: str, quotations: Iterable[Quotation]) -> list[tuple[str, Span]]:
    """Spans without overlap, as the sentence form has them: of two that overlap, that of the longer content stays."""

    def length(quotation: Quotation) -> int:
        return max(part.end - part.start for part in quotation.content)

    taken = bytearray(len(text) + 1)
    kept: list[tuple[str, Span]] = []
    for quotation in sorted(quotations, key=lambda q: (-length(q), q.evidence.start)):
        for role, (start, end) in _spans(text, quotation):
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                kept.append((role, (start, end)))
    return kept


def _align(text: str, groups: list[list[str]]) -> list[list[Span]]:
    """Character ranges of the tokens of each group; an empty range for the few that are written otherwise."""
    offsets = [i for i, char in enumerate(text) if not char.isspace()]
    solid = "".join(text[i] for i in offsets).translate(_PLAIN)
    position, aligned = 0, list[list[Span]]()
    for tokens in groups:
        lead = "".join(_written(token) for token in tokens[:12])
        found = solid.find(lead, position)
        found = solid.find(lead) if found < 0 else found
        position = found if found >= 0 else position
        aligned.append([])
        for token in tokens:
            word = _written(token)
            found = solid.find(word, position, position + len(word) + 14)
            if found < 0:  # a mark that the tokens write otherwise: '' for ", -- or ... for one character
                word = "''" if word == '"' else word[0]
                found = solid.find(word, position, position + (12 if word == "''" else 3))
            if found < 0:
                aligned[-1].append((offsets[min(position, len(offsets) - 1)],) * 2)
                continue
            position = found + len(word)
            aligned[-1].append((offsets[found], offsets[position - 1] + 1))
    return aligned


def _written(token: str) -> str:
    return "".join(_PTB.get(token, token).translate(_PLAIN).split())


def _lay(spans: list[tuple[str, Span]], aligned: list[list[Span]]) -> list[list[str]]:
    """B/I/O labels of the tokens that each span touches; a span that leaves its group begins anew in the next."""
    labels = [["O"] * len(group) for group in aligned]
    flat = [
        (start, end, number, place) for number, group in enumerate(aligned) for place, (start, end) in enumerate(group)
    ]
    flat.sort()
    starts = [token[0] for token in flat]
    for role, (start, end) in spans:
        touched = [t for t in flat[bisect_left(starts, start) : bisect_left(starts, end)] if t[1] > t[0]]
        previous = -1
        for _, _, number, place in sorted(touched, key=lambda t: (t[2], t[3])):
            labels[number][place] = f"{'B' if number != previous else 'I'}-{role}"
            previous = number
    return labels


# ── document form ────────────────────────────────────────────────────────────────────────────────


def _score_documents(items: Sequence[dict[str, Any]], readings: dict[str, Reading]) -> list[Measure]:
    """Exact and overlap F1 by role on characters, and attribution F1."""
    exact = dict.fromkeys(ROLES, Counts())
    touched = dict.fromkeys(ROLES, Counts())
    whole = Counts()
    for item in items:
        aside = [(span["start"], span["end"]) for span in item.get("set_aside", ())]
        quotations = find_attributed(readings[item["id"]])
        found: dict[str, set[Span]] = {role: set() for role in ROLES}
        for quotation in quotations:
            for role, span in _spans(item["text"], quotation):
                if not any(_overlap(span, other) for other in aside):
                    found[role].add(span)
        for role in ROLES:
            gold = {(s["start"], s["end"]) for a in item["attributions"] for s in a[role]}
            gold = {span for span in gold if not any(_overlap(span, other) for other in aside)}
            exact[role] += count(found[role], gold)
            touched[role] += _touching(found[role], gold)
        whole += _attributions(item["attributions"], quotations)
    measures = [
        Measure("polnear", f"document {r} exact F1", c.f1, c.right + c.missed, counts=c) for r, c in exact.items()
    ]
    measures += [
        Measure("polnear", f"document {r} overlap F1", c.f1, c.right + c.missed, counts=c) for r, c in touched.items()
    ]
    items_whole = whole.right + whole.missed
    return [*measures, Measure("polnear", "document attribution F1", whole.f1, items_whole, counts=whole)]


def _touching(found: set[Span], gold: set[Span]) -> Counts:
    missed = sum(not any(_overlap(key, span) for span in found) for key in gold)
    spurious = sum(not any(_overlap(span, key) for key in gold) for span in found)
    return Counts(len(gold) - missed, spurious, missed)


def _attributions(gold: Sequence[dict[str, Any]], quotations: Sequence[Quotation]) -> Counts:
    """A predicted attribution is right if cue or content, and the source, overlap a gold one's; one to one."""
    left = list(gold)
    right = 0
    for quotation in quotations:
        match = next((g for g in left if _same(g, quotation)), None)
        if match is not None:
            left.remove(match)
            right += 1
    return Counts(right, len(quotations) - right, len(left))


def _same(gold: dict[str, Any], quotation: Quotation) -> bool:
    source = [quotation.source] if quotation.source else []
    sources = _touch(gold["source"], source) or (not gold["source"] and not source)
    cue = [quotation.cue] if quotation.cue else []
    return sources and (_touch(gold["cue"], cue) or _touch(gold["content"], quotation.content))


def _touch(gold: Sequence[dict[str, Any]], found: Iterable[Evidence]) -> bool:
    return any(_overlap((g["start"], g["end"]), (f.start, f.end)) > 0 for f in found for g in gold)


# ── speakers ─────────────────────────────────────────────────────────────────────────────────────


def _score_speakers(items: Sequence[dict[str, Any]], readings: dict[str, Reading]) -> list[Measure]:
    """Of direct speech whose gold source is a name: whether the speaker is the entity of that name.

    ``accuracy`` is of the quotations that Dateline gives a speaker, ``answered`` the share of all that it gives one;
    the source's own words are scored on all direct speech, names or not. Gold: the source span; found: all else.
    """
    named, words = Counts(), Counts()
    for item in items:
        reading = readings[item["id"]]
        quotations = [q for q in find_quotations(reading) if q.form != "indirect"]
        for gold in item["attributions"]:
            quoted = [s for s in gold["content"] if s["text"][0] in '"“' or s["text"].startswith("''")]
            found = next((q for q in quotations if _touch(quoted, q.content)), None) if quoted else None
            if not quoted or not gold["source"]:
                continue
            agrees = found is not None and found.source is not None and _touch(gold["source"], [found.source])
            given = found is not None and found.source is not None
            words += Counts(int(agrees), int(given and not agrees), int(not given))
            key = _named(reading, gold["source"][0])
            if key is not None:
                speaker = found.speaker if found is not None else None
                named += Counts(int(speaker == key), int(speaker not in (key, None)), int(speaker is None))
    return [
        *_accuracy("polnear", "direct speech, source words", words),
        *_accuracy("polnear", "direct speech, speaker", named),
    ]


def _accuracy(data: str, metric: str, counts: Counts) -> list[Measure]:
    items = counts.right + counts.spurious + counts.missed
    answered = (counts.right + counts.spurious) / items if items else 0.0
    return [
        Measure(data, f"{metric} accuracy", counts.precision, items, given="gold source spans", counts=counts),
        Measure(data, f"{metric} answered", answered, items, given="gold source spans"),
    ]


def _named(reading: Reading, source: dict[str, Any]) -> str | None:
    """The entity of the head of a gold source, where that head is a name."""
    span = reading.doc.char_span(source["start"], source["end"], alignment_mode="expand")
    if span is None:
        return None
    head = next((token for token in span if token.pos_ == "PROPN" and token.i == span.root.i), None)
    mention = reading.mention_at(head) if head is not None else None
    return mention.entity if mention is not None and mention.kind == "name" else None


def score_basil(folder: Path) -> list[Measure]:
    """Speakers on BASIL: spans in quotations whose annotated speaker stands by name in the report."""
    items = list(read_items(folder / "docs.jsonl"))
    counts = Counts()
    for item, reading in zip(items, _readings(items), strict=True):
        quotations = find_quotations(reading)
        for span in item["spans"]:
            name = span.get("speaker", "").split()
            if not span["in_quote"] or not name or not name[-1][0].isupper() or name[-1] not in item["text"]:
                continue
            holding = [q for q in quotations if _touch([span], q.content)]
            found = min(holding, key=lambda q: q.evidence.end - q.evidence.start, default=None)
            speaker = reading.entity(found.speaker) if found is not None and found.speaker else None
            right = speaker is not None and name[-1] in " ".join((speaker.name, *speaker.aliases)).split()
            counts += Counts(int(right), int(speaker is not None and not right), int(speaker is None))
    return _accuracy("basil", "speaker", counts)


def score_gum(folder: Path) -> list[Measure]:
    """Exact span F1 of stretches between quotation marks on GUM; nested marks are not looked for."""
    total = Counts()
    for item in read_items(folder / "docs.jsonl"):
        gold = {(quote["start"], quote["end"]) for quote in item["quotes"]}
        total += count({(stretch.start, stretch.end) for stretch in find_stretches(item["text"])}, gold)
    return [Measure("gum", "quotation marks exact F1", total.f1, total.right + total.missed, counts=total)]
