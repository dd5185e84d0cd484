"""A text as a string of word classes, one character a word, over which the grammar of time expressions is written.

A word can belong to several classes ("second" is a unit and an ordinal, "earlier" stands before and after a unit):
each *set* of classes that occurs has its own character, and a class name in a pattern stands for all characters
whose set has it. So the grammar is ordinary regular expressions over a string as long as the text has words, and
the words themselves stay data.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from dateline.dates.shifts import holiday_key
from dateline.lexicon import Dates, Lexicon, load

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]{3,})|(?P<ampm>[ap]\.?[ \u00a0]?m\b\.?)|(?P<letters>[^\W\d_]+)"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?!\d))|(?P<slash>\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?!\d))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?!\d))"
    r"|(?P<decade>(?:\d{3}0|'\d0|\b\d0)'?s\b)|(?P<shortyear>'\d\d(?!\d))|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<half>(?<!\d)1/2(?![\d/]))|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+)"
    r"|(?P<genitive>'s\b)|(?P<sign>[^\w\s])|(?P<newline>\n\s*\n)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z]{2,}")
_SIGNS = {",": "COMMA", "-": "HYPHEN", "–": "HYPHEN", "—": "DASH", "/": "STROKE", ".": "DOT", "½": "HALF", "(": "OPEN"}
_KINDS = ("iso", "slash", "clock", "decade", "shortyear", "ordinal", "half", "ampm", "genitive")
_FIRST = 0x4E00  # letters for the sets of classes: one range of the Unicode plane without regex meaning


_PLAIN = str.maketrans("\u00a0\u202f\u2009\u2018\u2019\u2011", "   ''-")


def plain(text: str) -> str:
    """``text``, as long as before, with plain apostrophes, hyphens and spaces."""
    return text.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Word:
    """One word (or lexicon phrase) of the text: its place, its lower-cased form, what the lexicon says of it."""

    start: int
    end: int
    text: str
    values: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Lexed:
    """A text's words, and their classes as a string of the same length; words unknown to the grammar are one gap."""

    words: list[Word]
    classes: str


class Classes:
    """The words of a language by class, and patterns over them."""

    def __init__(self, dates: Dates) -> None:
        self._letters: dict[frozenset[str], str] = {}
        self._single: dict[str, tuple[str, dict[str, str | int]]] = {}
        self._phrases: dict[tuple[str, str], list[tuple[tuple[str, ...], str, dict[str, str | int]]]] = {}
        for phrase, values in sorted(_values(dates).items()):
            words = tuple(match.group().lower() for match in _TOKEN.finditer(phrase))
            letter = self._letter(frozenset(values))
            if len(words) == 1:
                self._single[phrase] = (letter, values)
            else:
                self._phrases.setdefault((words[0], words[1]), []).append((words, letter, values))
        for known in self._phrases.values():
            known.sort(key=lambda entry: -len(entry[0]))
        self._known = self._single.keys() | {first for first, _ in self._phrases}
        self._other = self._letter(frozenset())
        for names in _NUMERIC:
            self._letter(frozenset(names))
        for name in (*_SIGNS.values(), *_KINDS, "newline"):
            self._letter(frozenset({name.upper()}))
        self._letter(frozenset({"NUM", "HALF"}))

    def _letter(self, names: frozenset[str]) -> str:
        return self._letters.setdefault(names, chr(_FIRST + len(self._letters)))

    def pattern(self, text: str) -> re.Pattern[str]:
        """A pattern over class strings: upper-case names are classes, spaces are for reading."""

        def letters(match: re.Match[str]) -> str:
            found = [letter for names, letter in self._letters.items() if match.group() in names]
            if not found:
                raise ValueError(f"no word of class {match.group()} in the lexicon; the pattern {text!r} cannot match")
            return f"[{''.join(found)}]"

        return re.compile(_NAME.sub(letters, text).replace(" ", ""))

    def lex(self, text: str) -> Lexed:
        """The words of ``text`` (plain quotation marks, as in the parse) and their classes."""
        tokens = [(m.lastgroup or "", m.group().lower(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
        words: list[Word] = []
        letters: list[str] = []
        skip = 0
        for position, (kind, lower, start, stop) in enumerate(tokens):
            if position < skip:
                continue
            end = stop
            if kind in ("word", "letters"):
                if lower not in self._known:
                    if words and words[-1] is not _NOTHING:  # a run of unknown words is one gap
                        words.append(_NOTHING)
                        letters.append(self._other)
                    continue
                length, letter, values = self._phrase(tokens, position)
                skip, end = position + length, tokens[position + length - 1][3]
            else:
                letter, values = self._entry(kind, lower)
            words.append(Word(start, end, lower, values))
            letters.append(letter)
        return Lexed(words, "".join(letters))

    def _phrase(self, tokens: list[tuple[str, str, int, int]], position: int) -> tuple[int, str, dict[str, str | int]]:
        """The longest phrase of the lexicon at ``position``: how many tokens, its letter, what is said of it."""
        lower = tokens[position][1]
        if position + 1 < len(tokens):
            for phrase, letter, values in self._phrases.get((lower, tokens[position + 1][1]), ()):
                if tuple(token[1] for token in tokens[position : position + len(phrase)]) == phrase:
                    return len(phrase), letter, values
        return (1, *self._single.get(lower, (self._other, {})))

    def _entry(self, kind: str, lower: str) -> tuple[str, dict[str, str | int]]:
        if kind == "number":
            names, values = _number(lower)
            return self._letters.get(names, self._other), values
        if kind == "sign":
            return self._letters.get(frozenset({_SIGNS.get(lower, "")}), self._other), {}
        return self._letters[frozenset({kind.upper()})], {}


_NOTHING = Word(0, 0, "", {})  # stands for every word that the grammar does not know
_NUMERIC = (("NUM", "YEAR"), ("NUM", "DAYNUM"), ("NUM", "DAYNUM", "TWO"), ("NUM", "TWO"), ("NUM",), ("HALF",))


def _number(text: str) -> tuple[frozenset[str], dict[str, str | int]]:
    """The classes and the value of a number in digits."""
    if not text.isdigit():
        return frozenset({"NUM"}), {"NUM": text.replace(",", "")}
    value = int(text) if len(text) < 10 else 0
    names = {"NUM"}
    if len(text) == 4 and 1000 <= value <= 2199:
        names.add("YEAR")
    if len(text) <= 2 and 1 <= value <= 31:
        names.add("DAYNUM")
    if len(text) == 2:
        names.add("TWO")
    return frozenset(names), {"NUM": text}


def _values(dates: Dates) -> dict[str, dict[str, str | int]]:
    """Each word or phrase with its classes and what each class says of it."""
    groups: dict[str, dict[str, str | int]] = {}
    tables: list[tuple[str, dict[str, str] | dict[str, int]]] = [
        ("MONTH", dates.months), ("WEEKDAY", dates.weekdays), ("SEASON", dates.seasons), ("DAYPART", dates.dayparts),
        ("UNIT", dates.units), ("DECADEWORD", dates.decades), ("NUM", dates.numbers), ("ORDWORD", dates.ordinals),
        ("DEICTIC", dates.deictic), ("REFERENCE", dates.references), ("REPEATED", dates.repeated),
        ("BOUND", dates.bounds), ("PART", dates.parts), ("CLIPPED", dates.clipped),
    ]  # fmt: skip
    for name, table in tables:
        for phrase, value in table.items():
            groups.setdefault(phrase, {})[name] = value
    for phrase, value in dates.numbers.items():
        groups[phrase]["WORDNUM"] = value
    for table in (dates.pointers, dates.after_units, dates.small):
        for phrase, value in table.items():
            groups.setdefault(phrase, {})[str(value).upper()] = phrase
    for phrase in dates.fiscal.words:
        groups.setdefault(phrase, {})["FISCAL"] = phrase
    for entry in dates.holidays:
        for phrase in entry.names:
            groups.setdefault(phrase, {})["HOLIDAY"] = holiday_key(entry)
    return groups


def classes(lexicon: Lexicon) -> Classes:
    """The word classes of a lexicon, made once for each."""
    return _classes(lexicon.digest, lexicon.language)


@functools.cache
def _classes(digest: str, language: str) -> Classes:  # noqa: ARG001 - the digest is the key: other words, other classes
    return Classes(load(language).dates)
