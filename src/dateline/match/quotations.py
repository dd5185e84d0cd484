"""When two quotations are of one utterance: by words and speaker.

One may be trimmed or paraphrased, direct in one report and indirect in another.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from dateline.match.scene import Scene
from dateline.match.verdict import Verdict, same, unsure
from dateline.match.words import containment, dice, plain, stems
from dateline.model import Evidence, Quotation

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MARKED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
FEW = 4  # content words below which two utterances look alike by chance
WORD_FOR_WORD = (
    0.8  # share of the shorter one's words found in the other: the same words, whoever is said to have said them
)
PARAPHRASE = 0.5  # the same from one speaker, when at least one side is not in quotation marks
AGAIN = 0.7  # the same when both are in quotation marks: one statement, translated or trimmed in two ways
NEWS_DAYS = 3  # days between two reports in which one person's like statements are taken for one
TELLING = 5  # letters of a word by which quotations of unknown or different speakers are brought together
ENOUGH = 5  # the same where one report leaves open who spoke
LIKE = 0.6  # least likeness of two utterances of which one has no known speaker
LIKE_TOLD = 0.75  # the same where neither gives the words themselves
SAME_MOUTH = 3  # words in a row in quotation marks that are one utterance of one speaker
OTHER_MOUTH = 8  # words in a row that two utterances must share before they are held to be one of two speakers


def blocks(quotation: Quotation, _: Scene) -> Iterable[tuple[str, str]]:
    """Quotations meet by speaker, and by each of their longer words."""
    words = [("word", word) for word in sorted(content(quotation)) if len(word) >= TELLING]
    return ([("speaker", quotation.speaker)] if quotation.speaker else []) + words


def content(quotation: Quotation) -> frozenset[str]:
    """The stems of what is said."""
    return stems(" ".join(part.text for part in quotation.content))


def _wordings(quotation: Quotation) -> list[frozenset[str]]:
    """What is said, and of words partly in quotation marks those that are, where they say enough."""
    own = stems(" ".join(_marked(quotation)))
    return [content(quotation), *([own] if len(own) >= FEW else [])]


def _marked(quotation: Quotation) -> list[str]:
    """The words in quotation marks of a quotation that is partly in the reporter's own."""
    if quotation.form != "mixed":
        return []
    return [words for part in quotation.content for words in _MARKED.findall(part.text)]


def judge(one: Quotation, other: Quotation, scene: Scene) -> Verdict | None:
    """Whether the two are of one utterance."""
    if one.polarity != other.polarity:
        return None
    apart = scene.days_apart(one, other)
    if one.speaker and one.speaker == other.speaker and not (apart and apart > 1):
        return _judge_one_speaker(one, other, loose=_speaks_once(one, other, scene))
    if one.evidence.report == other.evidence.report:
        return None
    return _judge_across(one, other, scene, open_=not apart and not (one.speaker and other.speaker))


def _judge_across(one: Quotation, other: Quotation, scene: Scene, *, open_: bool) -> Verdict | None:
    """Two reports that name different speakers, or (``open_``) of which one leaves the speaker open."""
    if "indirect" not in (one.form, other.form) and _run(one, other, OTHER_MOUTH):
        return same(0.8, "the same words in a row")
    if open_ and _one_source(one, other):
        return _judge_one_speaker(one, other, loose=scene.published_apart(one, other) <= NEWS_DAYS)
    return _judge_open(one, other, scene) if open_ else None


def _one_source(one: Quotation, other: Quotation) -> bool:
    """Whether two unnamed speakers are described alike: "the organiser", "the event's organisers"."""
    if one.speaker or other.speaker or not (one.source and other.source):
        return False
    return containment(stems(one.source.text), stems(other.source.text)) == 1.0


def _judge_open(one: Quotation, other: Quotation, scene: Scene) -> Verdict | None:
    """Two of which one has no known speaker: nearly all of many words must be the same, names aside."""
    names = scene.names(scene.named_in(one) | scene.named_in(other))
    left, right = content(one) - names, content(other) - names
    if min(len(left), len(right)) < ENOUGH or containment(left, right) < WORD_FOR_WORD:
        return None
    if dice(left, right) < (LIKE_TOLD if one.form == other.form == "indirect" else LIKE):
        return unsure(dice(left, right), "the same words, one speaker not known")
    return same(0.5 + 0.3 * dice(left, right), "the same words", "one report leaves open who said them")


def _speaks_once(one: Quotation, other: Quotation, scene: Scene) -> bool:
    """Whether a paraphrase may be of one utterance: of a person, in reports of about the same day."""
    speaker = scene.entities.get(one.speaker or "")
    near = scene.published_apart(one, other) <= NEWS_DAYS
    return speaker is not None and speaker.type == "person" and near


def _judge_one_speaker(one: Quotation, other: Quotation, *, loose: bool) -> Verdict | None:
    pairs = [(left, right) for left in _wordings(one) for right in _wordings(other)]
    left, right = max(pairs, key=lambda pair: containment(*pair))  # of equals the whole
    shared = containment(left, right)
    enough = min(len(left), len(right)) >= FEW
    if enough and shared >= WORD_FOR_WORD:
        return same(0.7 + 0.3 * shared, "the same speaker", "the same words")
    indirect = "indirect" in (one.form, other.form)
    if not indirect and (_run(one, other, SAME_MOUTH) or _quotes_part(one, other) or _quotes_part(other, one)):
        return same(0.9, "the same speaker", "the same words in a row")
    if indirect and _other_numbers(one, other):
        return None
    least = PARAPHRASE if indirect else AGAIN
    if enough and loose and shared >= least and dice(left, right) >= least * 0.8:
        return same(0.4 + 0.4 * shared, "the same speaker", "the same in other words")
    return unsure(shared, "the same speaker, some words in common") if enough and shared >= PARAPHRASE else None


def _run(one: Quotation, other: Quotation, least: int) -> bool:
    """Whether all words of the shorter quotation, ``least`` or more, stand in a row in the other."""
    short, long = sorted((_words(one.content), _words(other.content)), key=len)
    return len(short) >= least and _in_a_row(short, long)


def _in_a_row(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _quotes_part(one: Quotation, other: Quotation) -> bool:
    """Whether words that ``one`` gives in quotation marks within its own stand in a row in ``other``.

    As "he called the tally “arithmetic from a dark room”" does with “This is arithmetic from a dark room”.
    """
    whole = _words(other.content)
    return any(
        len(words) >= SAME_MOUTH and len(stems(marked)) > 1 and _in_a_row(words, whole)
        for marked in _marked(one)
        if (words := tuple(_WORD.findall(plain(marked))))
    )


def _other_numbers(one: Quotation, other: Quotation) -> bool:
    """Whether both give numbers in figures and none in common: what was said at two times, of a toll that rises."""
    left, right = ({n for part in q.content for n in _NUMBER.findall(part.text)} for q in (one, other))
    return bool(left and right) and not left & right


@functools.lru_cache(maxsize=65536)
def _words(content: tuple[Evidence, ...]) -> tuple[str, ...]:
    return tuple(word for part in content for word in _WORD.findall(plain(part.text)))
