"""The record as JSON: ``encode``, ``decode`` and the JSON Schema that both keep to.

One UTF-8 object; absent optional fields are left out, lists are always there; numbers of figures are JSON numbers in
plain notation, exact to the digit; days are ISO dates. ``docs/record.md`` explains the fields and ``docs/schema.json``
is ``json_schema()``.
"""

from __future__ import annotations

import inspect
import re
from decimal import Decimal
from typing import Any

import msgspec

from dateline.errors import UnreadableError
from dateline.model import SCHEMA, Record

_NULLABLE = frozenset({"type"})  # an event without an actor has the type null, in writing
_INVISIBLE = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]")
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def encode(record: Record, *, indent: int = 1) -> bytes:
    """``record`` as JSON that ``json_schema()`` describes. Equal records give equal bytes."""
    compact = msgspec.json.encode(_plain(msgspec.to_builtins(record, builtin_types=(Decimal,))))
    return harmless((msgspec.json.format(compact, indent=indent) if indent else compact) + b"\n")


def harmless(json: bytes) -> bytes:
    """``json`` with control characters and invisible direction marks escaped, so that they read back as themselves.

    Nothing in it can command a terminal that shows it, or turn the line.
    """
    return _INVISIBLE.sub(_escape, json.decode()).encode() if not json.isascii() or b"\x7f" in json else json


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def decode(raw: bytes) -> Record:
    """The record that ``encode`` wrote. Raises ``UnreadableError`` for anything else, saying where it departs."""
    try:
        return msgspec.json.decode(raw, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f"not a {SCHEMA} record: {error}. Make it with `dateline brief … --json`.") from error


def _plain(value: Any) -> Any:
    """Without absent fields, and with decimals as raw digits: ``6E+10`` is a number that few readers take for one."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if inner is not None or key in _NULLABLE}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return msgspec.Raw(format(value, "f").encode()) if isinstance(value, Decimal) else value


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a record, generated from the types of ``model.py``."""
    (reference,), parts = msgspec.json.schema_components([Record], ref_template="#/$defs/{name}")
    definitions = {name: _strict(part) for name, part in sorted(parts.items())}
    return {"$schema": DIALECT, "title": f"Dateline record ({SCHEMA})", **reference, "$defs": definitions}


def _strict(part: dict[str, Any]) -> dict[str, Any]:
    """``part`` as ``encode`` writes it: lists required, absent rather than null, decimals as numbers."""
    part = {**part, "description": inspect.cleandoc(part.get("description", ""))}
    properties = {
        name: kind if name in _NULLABLE else _present(kind) for name, kind in part.get("properties", {}).items()
    }
    always = {name for name, kind in properties.items() if kind.get("type") in ("array", "object") or "const" in kind}
    written = {name for name, kind in part["properties"].items() if "default" in kind and kind["default"] is not None}
    required = [name for name in properties if name in always | written | set(part.get("required", ()))]
    return {**part, "properties": properties, "required": required}


def _present(kind: dict[str, Any]) -> dict[str, Any]:
    """The type of a field that is there: without ``null``, and with decimals as numbers."""
    options = [option for option in kind.get("anyOf", ()) if option.get("type") != "null"]
    if options:
        rest = {key: value for key, value in kind.items() if key not in ("anyOf", "default")}
        kind = {**options[0], **rest} if len(options) == 1 else {**rest, "anyOf": options}
    if kind.get("format") == "decimal":
        kind = {"type": "number"}
    return kind
