"""When two quotations are of one utterance: by words and speaker.

One may be trimmed or paraphrased, direct in one report and indirect in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline.match.scene import Scene
from dateline.match.verdict import Verdict, same, unsure
from dateline.match.words import containment, dice, plain, stems
from dateline.model import Quotation

_WORD = re.compile(r"\w+")
FEW = 4  # content words below which two utterances look alike by chance
WORD_FOR_WORD = (
    0.8  # share of the shorter one's words found in the other: the same words, whoever is said to have said them
)
PARAPHRASE = 0.5  # the same from one speaker, when at least one side is not in quotation marks
NEWS_DAYS = 3  # days between two reports in which one person's like statements are taken for one
TELLING = 5  # letters of a word by which quotations of unknown or different speakers are brought together
OTHER_MOUTH = 8  # words in a row that two utterances must share before they are held to be one of two speakers


def blocks(quotation: Quotation, _: Scene) -> Iterable[tuple[str, str]]:
    """Quotations meet by speaker, and by each of their longer words."""
    words = [("word", word) for word in sorted(content(quotation)) if len(word) >= TELLING]
    return ([("speaker", quotation.speaker)] if quotation.speaker else []) + words


def content(quotation: Quotation) -> frozenset[str]:
    """The stems of what is said."""
    return stems(" ".join(part.text for part in quotation.content))


def judge(one: Quotation, other: Quotation, scene: Scene) -> Verdict | None:
    """Whether the two are of one utterance."""
    if one.polarity != other.polarity:
        return None
    apart = scene.days_apart(one, other)
    if one.speaker and one.speaker == other.speaker and not (apart and apart > 1):
        return _judge_one_speaker(one, other, loose=_speaks_once(one, other, scene))
    if one.evidence.report != other.evidence.report and "indirect" not in (one.form, other.form):
        return same(0.8, "the same words in a row") if _run(one, other) else None
    return None


def _speaks_once(one: Quotation, other: Quotation, scene: Scene) -> bool:
    """Whether a paraphrase may be of one utterance: of a person, in reports of about the same day."""
    speaker = scene.entities.get(one.speaker or "")
    near = scene.published_apart(one, other) <= NEWS_DAYS
    return speaker is not None and speaker.type == "person" and near


def _judge_one_speaker(one: Quotation, other: Quotation, *, loose: bool) -> Verdict | None:
    left, right = content(one), content(other)
    shared = containment(left, right)
    enough = min(len(left), len(right)) >= FEW
    if enough and shared >= WORD_FOR_WORD:
        return same(0.7 + 0.3 * shared, "the same speaker", "the same words")
    indirect = "indirect" in (one.form, other.form)
    if enough and loose and indirect and shared >= PARAPHRASE and dice(left, right) >= PARAPHRASE * 0.8:
        return same(0.4 + 0.4 * shared, "the same speaker", "the same in other words")
    return unsure(shared, "the same speaker, some words in common") if enough and shared >= PARAPHRASE else None


def _run(one: Quotation, other: Quotation) -> bool:
    """Whether all words of the shorter quotation stand in a row in the other, and are enough not to by chance."""
    short, long = sorted((_words(one), _words(other)), key=len)
    if len(short) < OTHER_MOUTH:
        return False
    return any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))


def _words(quotation: Quotation) -> list[str]:
    return [word for part in quotation.content for word in _WORD.findall(plain(part.text))]
