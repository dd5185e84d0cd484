"""The parse of a report as plain lists, read out of spaCy once.

Asking spaCy's tokens for their attributes again and again costs more than everything else here together.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SENTENCE_END = frozenset(".?!")


@dataclass(frozen=True)
class View:
    """Parallel lists over the tokens of a report; ``sentence`` numbers sentences, ``starts`` are their first tokens."""

    text: str
    words: list[str]
    lower: list[str]
    lemma: list[str]
    dep: list[str]
    pos: list[str]
    tag: list[str]
    head: list[int]
    left: list[int]
    right: list[int]
    idx: list[int]
    sentence: list[int]
    starts: list[int]
    children: list[list[int]]
    quoted: list[bool]
    titled: list[bool]

    def __len__(self) -> int:
        return len(self.words)

    def end(self, i: int) -> int:
        """Character offset after token ``i``."""
        return self.idx[i] + len(self.words[i])

    def token_at(self, offset: int) -> int:
        """The token that covers the character at ``offset`` (the one before it for white space)."""
        return max(0, bisect_right(self.idx, offset) - 1)

    def span_head(self, start: int, end: int) -> int:
        """The token of ``start:end`` whose head lies outside it (the last one where there are several)."""
        for i in range(end - 1, start - 1, -1):
            if not start <= self.head[i] < end or self.head[i] == i:
                return i
        return end - 1


def build(doc: Doc) -> View:
    """The lists of ``doc``."""
    tokens = list(doc)
    words = [token.text for token in tokens]
    head = [token.head.i for token in tokens]
    sentence, starts, number = [], [], -1
    for token in tokens:
        if token.is_sent_start or token.i == 0:
            number += 1
            starts.append(token.i)
        sentence.append(number)
    children: list[list[int]] = [[] for _ in tokens]
    for i, h in enumerate(head):
        if h != i:
            children[h].append(i)
    left, right = _edges(head)
    text = "".join([token.text_with_ws for token in tokens])
    idx = [token.idx for token in tokens]
    return View(
        text=text,
        words=words,
        lower=[word.lower() for word in words],
        lemma=[token.lemma_.lower() for token in tokens],
        dep=[token.dep_ for token in tokens],
        pos=[token.pos_ for token in tokens],
        tag=[token.tag_ for token in tokens],
        head=head,
        left=left,
        right=right,
        idx=idx,
        sentence=sentence,
        starts=starts,
        children=children,
        quoted=_quoted(words),
        titled=_titled(text, idx),
    )


def _edges(head: list[int]) -> tuple[list[int], list[int]]:
    """Leftmost and rightmost token of every subtree."""
    size = len(head)
    left, right = list(range(size)), list(range(size))
    for i in range(size):  # upwards until somebody earlier has been there: linear in all
        h = head[i]
        while left[h] > i:
            left[h] = i
            h = head[h]
    for i in range(size - 1, -1, -1):
        h = head[i]
        while right[h] < i:
            right[h] = i
            h = head[h]
    return left, right


def _quoted(words: list[str]) -> list[bool]:
    """Whether each token stands in quotation marks; an unclosed one ends with its paragraph."""
    inside, out = False, []
    for word in words:
        if word in ('"', "``", "''"):
            inside = not inside
            out.append(False)
            continue
        if "\n" in word:
            inside = False
        out.append(inside)
    return out


def _titled(text: str, idx: list[int]) -> list[bool]:
    """Whether each token stands in a line in Title Case or capitals, where capitals say nothing of names."""
    lines: list[tuple[int, bool]] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        words = [word.strip("\"'“”‘’(),:;") for word in line.split()]
        long = [word for word in words if len(word) > 3 and word[:1].isalpha()]
        capital = sum(word[:1].isupper() for word in long)
        stopped = line.rstrip().rstrip("\"'”’)")[-1:] in _SENTENCE_END
        lines.append((offset, len(words) >= 4 and not stopped and len(long) >= 3 and capital >= 0.75 * len(long)))
        offset += len(line)
    begins = [begin for begin, _ in lines]
    return [bool(lines) and lines[max(0, bisect_right(begins, i) - 1)][1] for i in idx]
