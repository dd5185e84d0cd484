"""E-mail (.eml, .mbox): the message's own text under its subject, on the day that it was sent."""

from __future__ import annotations

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from typing import BinaryIO

from dateline import outlets
from dateline.errors import UnreadableError
from dateline.ingest import limits
from dateline.ingest.draft import Draft, skipped
from dateline.ingest.fields import plain_text
from dateline.ingest.raw import decode, read_all
from dateline.model import Skipped

_LINE = 64 * 1024
_QUOTED = re.compile(rb">+From ")


def read_mail(file: BinaryIO, ref: str, _: Mapping[str, str]) -> Iterator[Draft | Skipped]:
    """The report of a message; attachments are left out."""
    yield _draft(read_all(file), ref)


def read_mailbox(file: BinaryIO, ref: str, _: Mapping[str, str]) -> Iterator[Draft | Skipped]:
    """The reports of a mailbox (mbox, RFC 4155), one message at a time; one above the bound is told and passed over."""
    number = 0
    for number, message in enumerate(_messages(file), start=1):
        here = f"{ref}#{number}"
        if message is None:
            yield skipped(here, f"the message has more than {limits.LINE_BYTES // 2**20} MB. Save its words as .txt.")
            continue
        try:
            yield _draft(message, here)
        except UnreadableError as error:
            yield skipped(here, str(error))
    if not number:
        raise UnreadableError('no message begins in the mailbox (a line "From " at its head). Give an mbox file.')


def _messages(file: BinaryIO) -> Iterator[bytes | None]:
    """The messages between lines that begin with "From " after a blank line; none for one above the bound."""
    lines: list[bytes] = []
    size, blank, begun = 0, True, False
    while line := file.readline(_LINE):
        if blank and line.startswith(b"From "):
            if begun:
                yield b"".join(lines) if size <= limits.LINE_BYTES else None
            lines, size, begun = [], 0, True
        elif begun:
            size += len(line)
            if size <= limits.LINE_BYTES:
                lines.append(line[1:] if _QUOTED.match(line) else line)
        blank = not line.strip()
    if begun:
        yield b"".join(lines) if size <= limits.LINE_BYTES else None


def _draft(raw: bytes, ref: str) -> Draft:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    try:
        body = message.get_body(preferencelist=("plain", "html")) if isinstance(message, EmailMessage) else None
        payload = body.get_payload(decode=True) if body is not None else None
        headers = {name: str(message[name]) for name in ("from", "subject", "date") if message[name]}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:  # of broken headers and parts
        raise UnreadableError(f"broken message ({type(error).__name__}: {error}). Save its words as .txt.") from error
    if body is None or not isinstance(payload, bytes) or not payload.strip():
        raise UnreadableError("the message holds no text. Save its words as .txt.")
    text = decode(payload, body.get_content_charset())
    address = email.utils.parseaddr(headers.get("from", ""))[1]
    sender = outlets.by_domain(address.rpartition("@")[2]) if address else None
    return Draft(
        ref=ref,
        text=plain_text(text) if body.get_content_subtype() == "html" else text,
        title=headers.get("subject"),
        outlet=sender.name if sender else None,
        published=headers.get("date"),
    )
