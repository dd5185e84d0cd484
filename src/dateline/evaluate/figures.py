"""Figures against people's annotation: NewsQuant (value, unit, bound or change, concept), as published.

The names of units in NewsQuant are those of another program; they are mapped here and nowhere else. Its "change" is one
symbol for bound and direction together, its "referred concepts" are bags of words: both are made here from the same
findings that ``find_figures`` makes its claims of.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline import lexicon, parse
from dateline.evaluate.scoring import Counts, Measure, read_items
from dateline.figures import Finding, find_quantities
from dateline.figures.measure import Frame, phrase, singular, subject_of
from dateline.model import Report
from dateline.reading import Reading

if TYPE_CHECKING:
    from spacy.tokens import Token

LEVELS = ("value", "unit", "change", "concept_partial", "concept")
ANCHOR = "CQE {} on all 590 sentences (Almasian et al., EMNLP 2023)"
_PUBLISHED = {"value": "92.0", "unit": "85.6", "change": "88.1", "concept_partial": "76.1", "concept": "57.0"}
_CHECK = {"value": 0.609}


@dataclass(frozen=True)
class Row:
    """One quantity in NewsQuant's terms."""

    low: float
    high: float | None
    change: str
    unit: str
    concept: frozenset[str]


def score(folder: Path) -> list[Measure]:
    """The measures of ``newsquant``: F1 of value, +unit, +change, +concept partly and completely the same."""
    items = list(read_items(folder / "dev.jsonl"))
    counts = count_rows([gold_rows(item) for item in items], predict([item["text"] for item in items]))
    return [
        Measure(
            data="newsquant",
            metric=f"{level} F1",
            value=counts[level].f1,
            items=sum(len(item["quantities"]) for item in items),
            counts=counts[level],
            baseline=_CHECK.get(level),
            anchor=ANCHOR.format(_PUBLISHED[level]),
        )
        for level in LEVELS
    ]


def gold_rows(item: dict[str, Any]) -> list[Row]:
    """The gold quantities of one sentence."""
    return [
        Row(
            *_ends(quantity["value"]),
            quantity["change"],
            quantity["normalized_unit"].lower(),
            frozenset(word.lower() for word in quantity["referred_concepts"]),
        )
        for quantity in item["quantities"]
    ]


def _ends(value: str) -> tuple[float, float | None]:
    match = re.fullmatch(r"(-?[\d.]+)-(-?[\d.]+)", value)
    return (float(match[1]), float(match[2])) if match else (float(value), None)


def digit_rows(text: str) -> list[Row]:
    """The trivial system: every run of digits is a value."""
    runs = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    return [Row(float(run.replace(",", "")), None, "=", "-", frozenset("-")) for run in runs]


def count_rows(gold: Sequence[Sequence[Row]], predicted: Sequence[Sequence[Row]]) -> dict[str, Counts]:
    """Counts as the published scorer makes them, for each of ``LEVELS``."""
    hits = dict.fromkeys(LEVELS, 0)
    for golds, rows in zip(gold, predicted, strict=True):
        for level, number in _sentence_hits(golds, rows).items():
            hits[level] += number
    total, found = sum(map(len, gold)), sum(map(len, predicted))
    return {level: Counts(hit, found - hit, total - hit) for level, hit in hits.items()}


def _sentence_hits(golds: Sequence[Row], rows: Sequence[Row]) -> dict[str, int]:
    hits = dict.fromkeys(LEVELS, 0)
    left = sorted(rows, key=lambda row: row.unit)
    for gold in sorted(golds, key=lambda row: row.unit):
        for row in list(left):
            if not _same_value(gold, row):
                continue
            hits["value"] = min(hits["value"] + 1, len(golds))
            hits["change"] += gold.change == row.change
            hits["concept_partial"] += bool(gold.concept & row.concept)
            hits["concept"] += gold.concept == row.concept
            if gold.unit == row.unit:
                hits["unit"] += 1
                left.remove(row)
                break
    return hits


def _same_value(one: Row, other: Row) -> bool:
    if (one.high is None) != (other.high is None):
        return False
    close = math.isclose(one.low, other.low, rel_tol=1e-5)
    return close and (one.high is None or other.high is None or math.isclose(one.high, other.high, rel_tol=1e-5))


# ── Dateline's findings in NewsQuant's terms ─────────────────────────────────────────────────────


def predict(texts: Sequence[str]) -> list[list[Row]]:
    """Dateline's quantities in each of ``texts``."""
    docs = parse.load().parse(texts)
    words = lexicon.load("en")
    rows = []
    for text, doc in zip(texts, docs, strict=True):
        reading = Reading(report=Report(id="x", outlet="x", text=text), doc=doc, lexicon=words)
        rows.append(rows_of(find_quantities(reading), text))
    return rows


def rows_of(findings: Sequence[Finding], text: str) -> list[Row]:
    """The findings of one sentence as rows."""
    taken = frozenset(at for finding in findings for at in range(finding.frame.first, finding.frame.last + 1))
    return [row for finding in findings for row in _rows(finding, text, taken)]


def _rows(finding: Finding, text: str, taken: frozenset[int]) -> Iterable[Row]:
    quantity = finding.quantity
    if quantity.role in ("rank", "unknown") or (quantity.role == "ratio" and not quantity.unit):
        return
    low = float(quantity.low)
    high = float(quantity.high) if quantity.high is not None else None
    unit = _unit(finding, text)
    change = _change(finding)
    concept = _concept(finding, taken)
    if quantity.join == "or" and high is not None:
        yield Row(low, None, change, unit, concept)
        yield Row(high, None, change, unit, concept)
    else:
        yield Row(low, high, change, unit, concept)


_CHANGES = {"about": "~", "at_least": ">", "more_than": ">", "at_most": "<", "less_than": "<"}


def _change(finding: Finding) -> str:
    if finding.quantity.bound in _CHANGES and not finding.quantity.vague:
        return _CHANGES[finding.quantity.bound]
    noun = finding.frame.measured
    changes = lexicon.load("en").numbers.changing
    if noun is not None and noun.lemma_.lower() in (*changes.rise_nouns, *changes.fall_nouns):
        return "="  # "a drop of 3 percent" counts as a level there
    return {"rise": "up", "fall": "down", "level": "="}[finding.change]


_UNIT_NAMES = {
    "USD": "dollar",
    "dollar": "dollar",
    "EUR": "euro",
    "GBP": "pound sterling",
    "JPY": "japanese yen",
    "CNY": "chinese yuan",
    "INR": "indian rupee",
    "AUD": "australian dollar",
    "NZD": "new zealand dollar",
    "HKD": "hong kong dollar",
    "CAD": "canadian dollar",
    "SGD": "singaporean dollar",
    "ILS": "shekel",
    "MYR": "malaysian ringgit",
    "HRK": "croatian kuna",
    "percent": "percentage",
    "percentage point": "percentage point",
    "p": "point",
    "pence": "point",
    "s": "second",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "wk": "week",
    "mo": "month",
    "a": "year",
    "nm": "nanometre",
    "um": "micrometre",
    "mm": "millimetre",
    "cm": "centimetre",
    "m": "metre",
    "km": "kilometre",
    "[in_i]": "inch",
    "[ft_i]": "foot",
    "[yd_i]": "yard",
    "[mi_i]": "mile",
    "m2": "square metre",
    "km2": "square kilometre",
    "[sft_i]": "square feet",
    "har": "hectare",
    "[acr_us]": "acre",
    "L": "litre",
    "mL": "millilitre",
    "[gal_us]": "gallon",
    "[pt_us]": "pint",
    "[qt_us]": "quart",
    "[foz_us]": "ounce",
    "[bbl_us]": "barrel",
    "mg": "milligram",
    "g": "gram",
    "kg": "kilogram",
    "t": "tonne",
    "ton": "ton",
    "[lb_av]": "pound-mass",
    "[oz_av]": "ounce",
    "km/h": "kilometre per hour",
    "[mi_i]/h": "mile per hour",
    "m/s": "metre per second",
    "W": "watt",
    "kW": "kilowatt",
    "MW": "megawatt",
    "GW": "gigawatt",
    "kW.h": "kilowatt hour",
    "MW.h": "megawatt hour",
    "GW.h": "gigawatt hour",
    "mA.h": "milliampere-hour",
    "[HP]": "horsepower",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    "Cel": "celsius",
    "[degF]": "fahrenheit",
    "deg": "degree",
    "MPa": "megapascal",
    "[ksi]": "kilopound per square inch",
    "N.m": "newton metre",
    "[lbf_av].[ft_i]": "foot pound-force",
    "[ft_i].[lbf_av]": "pound-foot",
    "[Cal]": "calorie",
    "MBy": "megabyte",
    "GBy": "gigabyte",
    "TBy": "terabyte",
    "dB": "decibel",
    "{rpm}": "revolutions per minute",
    "[mi_i]/[gal_us]": "mile per gallon",
    "A/cm2": "ampere per square centimetre",
    "[MMBtu]": "mega british thermal unit",
    "basis point": "basis point",
    "point": "point",
    "times": "count",
}


def _unit(finding: Finding, text: str) -> str:
    quantity = finding.quantity
    if quantity.role == "age":
        return "year of age"
    name = "count" if quantity.role == "ratio" else _UNIT_NAMES.get(quantity.unit, quantity.unit)
    if quantity.unit == "[HP]" and "bhp" in text[quantity.start : quantity.end]:
        name = "brake horsepower"
    if not quantity.unit:
        name = _noun_unit(finding)
        if quantity.role == "fraction":
            name = f"% {name}"
    per = _UNIT_NAMES.get(quantity.per, quantity.per)
    return f"{name} per {per}" if per else name


def _noun_unit(finding: Finding) -> str:
    noun = finding.frame.counted
    if noun is None:
        return "-"
    if noun.lower_ == "people":
        return "people"
    start, end = phrase(noun, finding.frame, frozenset({"of"}) if finding.quantity.one else frozenset())
    words = [_plain(t) for t in noun.doc[start:end] if t.i < noun.i and t.pos_ in (*_CONTENT, "NUM")]
    tail = [t.lemma_ for t in noun.doc[noun.i + 1 : end] if t.pos_ in _CONTENT]
    last = noun.text if noun.ent_type_ == "NORP" else singular(noun)
    return " ".join([*words, last, *tail]).lower()


def _plain(token: Token) -> str:
    return token.lemma_ if token.tag_ in ("JJS", "JJR") else token.text


_NO_CONCEPT = frozenset({"-"})
_CONTENT = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "X", "SYM"})
_APART = frozenset({"relcl", "advcl", "appos", "ccomp", "parataxis", "npadvmod"})
_OWN = frozenset({"PRP$"})


def _concept(finding: Finding, taken: frozenset[int]) -> frozenset[str]:
    """The words for what the quantity is about: for a count, whose or where it is; for a unit, what is measured.

    With a measured noun that is not the subject, the annotators name the subject as well ("the stock ... a yield of
    4 percent").
    ``taken`` are the tokens of all quantities of the sentence.
    """
    counted = finding.frame.counted
    noun = _about(finding) if counted is not None else finding.noun
    if noun is None or noun.pos_ in ("PRON", "DET") or _is_aside(finding):
        return _NO_CONCEPT
    if counted is None and noun.dep_ == "nsubj" and _numbered(noun):
        return _NO_CONCEPT  # "one ounce is ..."
    tokens = list(_tokens(noun, finding, taken)) or _aged(noun, taken)
    verb = finding.frame.verb
    whole = finding.frame.beside or (counted is not None and noun.head.head.i == counted.i and noun.head.lower_ == "of")
    governed = verb is not None and not _is_gerund(verb) and finding.frame.relation != "subj" and not whole
    if verb is not None and governed and (counted is None or noun.i != counted.i):
        owner = subject_of(verb)
        for named in (owner, _topic(verb)):
            if named is not None and named.i != noun.i and named.pos_ not in ("PRON", "DET") and not _numbered(named):
                tokens += _tokens(named, finding, taken)
    return _words(tokens) or _NO_CONCEPT


def _is_gerund(verb: Token) -> bool:
    """A participle under a preposition without a subject of its own: "after lowering its target to $5"."""
    return verb.dep_ == "pcomp" and not any(child.dep_ == "nsubj" for child in verb.children)


def _aged(noun: Token, taken: frozenset[int]) -> list[Token]:
    """A person who is known by an age alone: "a 60-year-old"."""
    old = noun.i in taken and any(child.dep_ == "npadvmod" and child.i in taken for child in noun.children)
    return [token for token in noun.subtree if token.i in taken and token.pos_ not in ("DET", "PUNCT")] if old else []


def _numbered(noun: Token) -> bool:
    """Whether it is counted itself, and so a quantity of its own: "the 11 members"."""
    plural = noun.tag_ in ("NNS", "NNPS")
    return any(child.dep_ == "nummod" and (plural or child.lower_ == "one") for child in noun.children)


def _is_aside(finding: Finding) -> bool:
    """A count that only says where, on what or for what something is done: "shots at two shops", "based on 37 sales".

    A count that something moves to or from is none of these.
    """
    frame, noun = finding.frame, finding.frame.counted
    if noun is None or noun.dep_ != "pobj" or frame.relation != "pp" or _contains(noun) is not None:
        return False
    return finding.kind in ("count", "other") and frame.prep not in ("", "to", "from", "by", "of", "with")


def _contains(noun: Token) -> Token | None:
    """What stands behind a noun with "of"."""
    ofs = (child for child in noun.children if child.dep_ == "prep" and child.lower_ == "of")
    return next((c for of in ofs for c in of.children if c.dep_ == "pobj"), None)


def _topic(verb: Token) -> Token | None:
    """What a line of a list is about, before the dash: "Berg — Shares of the giant fell"."""
    doc = verb.doc
    dash = next((at for at in range(verb.left_edge.i, verb.i) if doc[at].text in ("—", "–")), 0)
    topic = doc[dash - 1] if dash else None
    return topic if topic is not None and topic.pos_ in ("NOUN", "PROPN") else None


def _about(finding: Finding) -> Token | None:
    frame, counted = finding.frame, finding.frame.counted
    if counted is None or finding.quantity.one:
        return None
    inner = _contains(counted)
    if inner is not None:
        return inner
    outer = counted.head.head if counted.dep_ == "pobj" else counted
    if counted.dep_ == "pobj" and outer.pos_ in ("NOUN", "PROPN") and not frame.first <= outer.i <= frame.last:
        return outer
    if frame.verb is None or frame.relation == "subj":
        return None
    subject = subject_of(frame.verb)
    return subject if subject is not None and subject.i != counted.i else None


def _tokens(noun: Token, finding: Finding, taken: frozenset[int]) -> Iterable[Token]:
    """The content words under ``noun``, without clauses and the quantity."""
    frame, stack = finding.frame, [noun]
    while stack:
        token = stack.pop()
        if token.i in taken or (frame.counted is not None and token.i == frame.counted.i != noun.i):
            continue
        after_noun = token.head.i < token.i and token.head.pos_ in ("PROPN", "NOUN")
        within = token.pos_ == "NUM" and token.i > 0 and token.nbor(-1).pos_ == "PROPN"  # "the Falcon 9 Mini"
        named = (token.pos_ == "NUM" and after_noun and token.ent_type_ != "DATE") or within
        if token.lower_ == "total":
            continue  # never named there: it only says that the number is a sum
        if (token.pos_ in _CONTENT and not (token.is_stop and token.pos_ != "PROPN")) or named:
            yield token
        number = token.nbor() if token.pos_ == "PROPN" and token.i + 1 < len(token.doc) else token
        if number.pos_ == "NUM" and number.ent_type_ != "DATE" and number.i not in taken:
            yield number  # "Stoxx 50"
        stack += [name for child in token.children if child.dep_ == "acl" for name in _called(child)]
        stack += [
            c for c in token.children if c.dep_ not in _APART and not _behind(c, token, frame) and c.i not in taken
        ]


def _called(participle: Token) -> list[Token]:
    """Another name of the noun: "a day on Mars, called a sol"."""
    named = participle.lemma_.lower() in ("call", "name", "dub", "know")
    return [child for child in participle.children if child.dep_ == "oprd"] if named else []


def _behind(child: Token, head: Token, frame: Frame) -> bool:
    """What trails a noun without belonging to its name: "a loss wider than", "cars built there"."""
    without = child.dep_ == "prep" and child.tag_ == "VBG" and child.lower_ != "including"  # "excluding banks"
    late = (
        child.i > head.i and child.dep_ in ("amod", "acl") and not (child.tag_ == "VBG" and child.lower_ == "including")
    )
    past = (
        child.dep_ == "prep" and frame.first > head.i and child.i > frame.last
    )  # "a price of $5 for the large one": of this one
    return late or without or past or (child.ent_type_ in ("DATE", "TIME") and child.dep_ == "pobj")


_BREAKS = frozenset('()[]—,;:"“”\n')


def _words(tokens: Iterable[Token]) -> frozenset[str]:
    """The words as the text spaces them: "non-OPEC", "S&P"."""
    words = set()
    for token in tokens:
        doc, first, last = token.doc, token.i, token.i
        while first > 0 and not doc[first - 1].whitespace_ and doc[first - 1].text not in _BREAKS:
            first -= 1
        while last + 1 < len(doc) and not doc[last].whitespace_ and doc[last + 1].text not in _BREAKS:
            last += 1
        while last > first and doc[last].text in ("'s", "’s", "'", "’", ".", "?", "!"):
            last -= 1
        words.add(doc[first : last + 1].text.lower())
    return frozenset(word for word in words if word)
