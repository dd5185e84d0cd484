"""How values become bytes in the file: MessagePack, deflated, with the report's own text as the dictionary.

Most of an analysis is words of its report, so the text that is kept anyway takes most of it away.
"""

from __future__ import annotations

import zlib

import msgspec

from dateline.model import Analysis, Record, Run, content_id

REACH = 32768  # bytes that deflate looks back

_encode = msgspec.msgpack.Encoder(decimal_format="string").encode
_decode_analysis = msgspec.msgpack.Decoder(Analysis).decode
_decode_record = msgspec.msgpack.Decoder(Record).decode


def fingerprint(run: Run) -> str:
    """What tells one making from another: version, settings, lexicon and models together."""
    return content_id("run", run.version, sorted(run.settings.items()), run.lexicon, run.models)


def pack_analysis(analysis: Analysis) -> bytes:
    """The analysis without the text of its report."""
    less = msgspec.structs.replace(analysis, report=msgspec.structs.replace(analysis.report, text=""))
    return _deflate(_encode(less), analysis.report.text)


def unpack_analysis(body: bytes, text: str) -> Analysis:
    """The analysis that ``pack_analysis`` wrote, with its report's ``text``."""
    less = _decode_analysis(_inflate(body, text))
    return msgspec.structs.replace(less, report=msgspec.structs.replace(less.report, text=text))


def pack_record(decided: Record) -> bytes:
    """A bare record (``record.bare``) without its run."""
    nobody = Run(version="", settings={}, lexicon="", models=())
    return _deflate(_encode(msgspec.structs.replace(decided, run=nobody)), "")


def unpack_record(body: bytes, run: Run) -> Record:
    """The bare record that ``pack_record`` wrote."""
    return msgspec.structs.replace(_decode_record(_inflate(body, "")), run=run)


def pack_run(run: Run) -> bytes:
    """The run, readable as JSON."""
    return msgspec.json.encode(run)


def unpack_run(body: bytes) -> Run:
    """The run that ``pack_run`` wrote."""
    return msgspec.json.decode(body, type=Run)


def _deflate(data: bytes, text: str) -> bytes:
    known = text.encode()[-REACH:]
    packer = zlib.compressobj(6, zdict=known) if known else zlib.compressobj(6)
    return packer.compress(data) + packer.flush()


def _inflate(body: bytes, text: str) -> bytes:
    known = text.encode()[-REACH:]
    opener = zlib.decompressobj(zdict=known) if known else zlib.decompressobj()
    return opener.decompress(body) + opener.flush()
