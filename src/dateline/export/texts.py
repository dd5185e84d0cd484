r"""Text from outside, made harmless for the kind of file it goes into. Nothing here shortens a text or moves an offset.

* JSON: every control or invisible format character is written as its ``\u`` escape, which reads back as itself.
* Delimited text: a control character becomes its one-character picture; a cell of text that a spreadsheet could take
  for a formula gets an apostrophe in front, as spreadsheets themselves mark text; so does one that begins with an
  apostrophe, so that ``unguard`` is exact.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from dateline.schema import harmless

GUARD = "'"
_FORMULA = re.compile(r"[=+\-@＝＋－＠'\t\r\n]|\s+[=+\-@＝＋－＠]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def to_json(value: Any) -> bytes:
    """``value`` as compact JSON on one line, in ASCII wherever a character is not meant to be seen."""
    return harmless(msgspec.json.encode(value))


def printable(text: str) -> str:
    """``text`` with each control character as one that shows it: U+2400 and following, or U+FFFD. As long as before."""
    return _CONTROL.sub(_picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def guard(text: str) -> str:
    """``text`` as a cell that no spreadsheet takes for a formula; a plain number is none."""
    text = printable(text)
    return f"{GUARD}{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguard(cell: str) -> str:
    """The text that ``guard`` made a cell of."""
    return cell.removeprefix(GUARD)
