"""Who said what: direct, mixed and indirect quotations of a report, with speaker, cue and circumstances.

A package because four things are at work: ``marks`` finds what stands between quotation marks, ``attributions`` reads
who says what from the parse, ``circumstances`` reads to whom, where, how and when, and this module makes the claims.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dateline.model import Evidence, Form, Quotation
from dateline.quotations import circumstances
from dateline.quotations.attributions import find_attributions
from dateline.quotations.marks import Stretch, find_stretches
from dateline.quotations.page import Attribution, Range

if TYPE_CHECKING:
    from spacy.tokens import Token

    from dateline.reading import Reading


def find_quotations(reading: Reading) -> tuple[Quotation, ...]:
    """What somebody said, wrote or is reported to think, in order of the text.

    Wishes, intentions and attitudes without quoted words are no quotations: ``find_attributed`` has them too.
    """
    stretches = find_stretches(reading.report.text)
    found = find_attributions(reading.doc, reading.lexicon.speech, stretches)
    pairs = ((attribution, _quotation(reading, attribution, stretches)) for attribution in found)
    return tuple(
        _unique(quotation for attribution, quotation in pairs if _is_statement(reading, attribution, quotation))
    )


def find_attributed(reading: Reading) -> tuple[Quotation, ...]:
    """All that is attributed to somebody, statements and others; ``method`` ends in the manner of each.

    ``quotations/direct``, ``/statement`` and ``/thought`` are statements; ``/naming`` is what somebody calls something,
    ``/act`` an undertaking, a bidding or a thing said ("promised to stay", "announced the plan"), ``/attitude`` what
    somebody is for or against.
    """
    stretches = find_stretches(reading.report.text)
    found = find_attributions(reading.doc, reading.lexicon.speech, stretches)
    return tuple(_unique(_quotation(reading, attribution, stretches) for attribution in found))


def _is_statement(reading: Reading, found: Attribution, quotation: Quotation) -> bool:
    """What the record shows: direct speech, statements that have a source, and quoted words that somebody is given."""
    unnamed = found.subject if quotation.speaker is None else None
    if unnamed is not None and (_is_present(reading, unnamed) or _is_headline_phrase(reading, unnamed)):
        return False  # "I think", "we said": words of a speech that the report does not mark as one
    if found.manner == "direct":
        return True
    if quotation.source is None or found.subject is None or _is_torn(reading, found):
        return False
    if found.manner in ("statement", "thought"):
        return quotation.speaker is not None or not _is_mere_sign(reading, found)
    if quotation.form != "mixed":
        return False
    return found.manner == "naming" or (quotation.speaker is not None and _mostly_quoted(reading, quotation))


def _is_present(reading: Reading, subject: int) -> bool:
    return reading.doc[subject].lower_ in reading.lexicon.speech.words.present


def _is_headline_phrase(reading: Reading, subject: int) -> bool:
    """Whether a headline speaks of somebody by what the body names: "Woman running for mayor says"."""
    token, headline = reading.doc[subject], reading.report.text.find("\n\n")
    described = any(child.dep_ in ("acl", "relcl") and child.i > token.i for child in token.children)
    return described and token.idx < headline and reading.report.text[headline - 1] not in ".!?"


def _is_torn(reading: Reading, found: Attribution) -> bool:
    """Whether the content is what is left of a clause whose subject stands elsewhere ("what it said was a riot")."""
    first = reading.doc[found.content[0][0]]
    return first.tag_ in ("VBD", "VBZ", "VBP") and first.dep_ != "ROOT" and found.content[0][0] > found.anchor


def _is_mere_sign(reading: Reading, found: Attribution) -> bool:
    """Whether a thing shows it, nobody says it ("the rise suggests that …"); studies and letters do say."""
    speech = reading.lexicon.speech
    subject = reading.doc[found.subject or 0]
    shows = reading.doc[found.anchor].lemma_.lower() in speech.words.sign
    thing = subject.pos_ in ("NOUN", "VERB") or subject.tag_ in ("DT", "WDT") or subject.lower_ == "it"
    return shows and thing and subject.lemma_.lower() not in speech.words.document


def _mostly_quoted(reading: Reading, quotation: Quotation) -> bool:
    """Whether at least half of the content stands between marks."""
    whole = sum(part.end - part.start for part in quotation.content)
    inner = sum(
        stretch.end - stretch.start
        for part in quotation.content
        for stretch in find_stretches(reading.report.text[part.start : part.end])
    )
    return 2 * inner >= whole


def _unique(quotations: Iterable[Quotation]) -> list[Quotation]:
    seen: dict[str, Quotation] = {}
    for quotation in quotations:
        seen.setdefault(quotation.id, quotation)
    return list(seen.values())


def _quotation(reading: Reading, found: Attribution, stretches: tuple[Stretch, ...]) -> Quotation:
    content = tuple(_unmarked(reading, part, stretches) for part in found.content)
    source = _evidence(reading, found.source)
    cue = _evidence(reading, found.cue)
    return Quotation(
        evidence=_hull(reading, content, source if not found.continues else None, cue),
        form=_form(found, content, stretches),
        content=content,
        speaker=speaker(reading, found),
        source=source,
        cue=cue,
        addressee=circumstances.addressee(reading, found),
        occasion=circumstances.occasion(reading, found),
        medium=circumstances.medium(reading, found),
        when=circumstances.when(reading, found),
        polarity=circumstances.polarity(reading, found),
        factuality=circumstances.factuality(reading, found),
        method=f"quotations/{found.manner}",
    )


def _evidence(reading: Reading, part: Range | None) -> Evidence | None:
    return reading.words(reading.doc[part[0] : part[1]]) if part else None


def _hull(reading: Reading, content: tuple[Evidence, ...], *others: Evidence | None) -> Evidence:
    """One range over everything that says it, quotation marks included."""
    parts = [*content, *(other for other in others if other is not None)]
    return reading.evidence(min(part.start for part in parts), max(part.end for part in parts))


def _unmarked(reading: Reading, part: Range, stretches: tuple[Stretch, ...]) -> Evidence:
    """The words of ``part``; where it is one quoted stretch as a whole, without its marks and the comma inside them."""
    span = reading.doc[part[0] : part[1]]
    start, end = span.start_char, span.end_char
    number = bisect_right(stretches, start, key=lambda stretch: stretch.start) - 1
    if number >= 0 and stretches[number].start <= start and end <= stretches[number].end:
        start, end = max(start, stretches[number].inner_start), min(end, stretches[number].inner_end)
        text = reading.report.text
        while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
            end -= 1
        while start < end and text[start].isspace():
            start += 1
    return reading.evidence(start, end) if start < end else reading.words(span)


def _form(found: Attribution, content: tuple[Evidence, ...], stretches: tuple[Stretch, ...]) -> Form:
    if found.manner == "direct":
        return "direct"
    return "mixed" if any(_holds_quoted(part, stretches) for part in content) else "indirect"


def _holds_quoted(part: Evidence, stretches: tuple[Stretch, ...]) -> bool:
    """Whether words between marks stand in ``part``, or ``part`` between marks."""
    number = bisect_right(stretches, part.end - 1, key=lambda stretch: stretch.start) - 1
    return number >= 0 and stretches[number].end > part.start


# ── the speaker ──────────────────────────────────────────────────────────────────────────────────


def speaker(reading: Reading, found: Attribution) -> str | None:
    """The entity that speaks; none where the report's words for it are not tied to one entity."""
    if found.subject is None:
        return None
    token = _antecedent(reading.doc[found.subject])
    if token is None or _several(token):
        return None
    for candidate in (token, *(child for child in token.children if child.dep_ == "appos")):
        entity = reading.entity_at(candidate)
        if entity is None:
            continue
        citizen = entity.type == "state" and candidate.ent_type_ == "NORP"  # "an American" is not the United States
        return None if citizen or entity.type == "place" else entity.id
    label = reading.doc[found.anchor].text == ":" and token.text.isupper()
    return _shouted(reading, token) if label else None


def _shouted(reading: Reading, label: Token) -> str | None:
    """The one person whose surname a transcript writes in capitals ("RUIZ: We will wait")."""
    same = [e.id for e in reading.entities if e.type == "person" and e.name.split()[-1].casefold() == label.lower_]
    return same[0] if len(same) == 1 and len(label.text) > 2 else None


def _antecedent(token: Token) -> Token | None:
    """What a relative pronoun stands for; the token itself otherwise."""
    if token.tag_ not in ("WP", "WDT"):
        return token
    clause = token.head
    while clause.dep_ in ("aux", "auxpass", "ccomp", "xcomp", "conj") and clause.head.i != clause.i:
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else None


def _several(token: Token) -> bool:
    """Two who speak together are no one entity."""
    return any(child.dep_ == "conj" and child.i > token.i for child in token.children)
