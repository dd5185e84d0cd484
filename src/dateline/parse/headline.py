"""Headlines in title case as the report's own body would write them: the parser was taught on sentences.

"Modi Visits Moscow As Putin Hails Ties" is five names to it. Which of its words are names, the body knows: a word that
stands there in small letters, itself or in another form, is written small; one that stands there with a capital in
the middle of a sentence, or not at all, stays as it is. The text keeps its length, so that offsets hold.
"""

from __future__ import annotations

import re

from dateline.lexicon import load, root

TITLED = 0.8  # share of a headline's longer words with a capital from which it is in title case
LONGER = 4  # letters: shorter words are small in most styles
FEWEST = 3  # such words, the first one aside, that show a style
BODY = 20_000  # characters of the body that are looked at

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][^\W\d_]*")


def lowered(text: str) -> str:
    """``text`` with the words of a first line in title case written as the rest of it writes them."""
    end = text.find("\n")
    if end < 0 or not _is_titled(text[:end]):
        return text
    body = "\n".join(line for line in text[end : end + BODY].split("\n") if not _is_titled(line))
    capital = {match.group() for match in _CAPITAL.finditer(body)}
    small = {root(word) for word in _WORD.findall(body) if word.islower()}
    small |= {root(word) for word in load().common.function_words}

    def write(match: re.Match[str]) -> str:
        word = match.group()
        is_name = not match.start() or word in capital or not word[1:].islower() or root(word.lower()) not in small
        return word if is_name else word.lower()

    return _WORD.sub(write, text[:end]) + text[end:]


def _is_titled(line: str) -> bool:
    longer = [word for word in _WORD.findall(line)[1:] if len(word) >= LONGER]
    return len(longer) >= FEWEST and sum(word[0].isupper() for word in longer) >= TITLED * len(longer)
