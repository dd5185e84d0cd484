"""The exceptions that Dateline raises. Every message says what is wrong, the value, and the cure."""

from __future__ import annotations


class DatelineError(Exception):
    """Base of all errors that Dateline raises on purpose."""


class SettingsError(DatelineError):
    """A setting is unknown or has a value that cannot be used."""


class LexiconError(DatelineError):
    """A language or data file is missing or malformed: the message names the file and the key."""


class PipelineError(DatelineError):
    """The spaCy pipeline that was asked for cannot be loaded."""


class UnreadableError(DatelineError):
    """One source or report cannot be read; the rest goes on and this becomes a ``Skipped``."""


class WorkerError(DatelineError):
    """A part of the work brings down each process that does it."""


class NothingReadError(DatelineError):
    """None of the sources that were given could be read."""


class UnwritableError(DatelineError):
    """A file or folder that was named for what is written cannot be written."""


class ExportError(DatelineError):
    """A record cannot be exported: no such format, something else stands in its place, or an extra is missing."""


class StoreError(DatelineError):
    """A record on disk cannot be opened, read or written as asked; the message says whether it was touched."""
