"""E-mail (.eml): the message's own text under its subject, on the day that it was sent."""

from __future__ import annotations

import email
import email.policy
import email.utils
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from typing import BinaryIO

from dateline import outlets
from dateline.errors import UnreadableError
from dateline.ingest.draft import Draft
from dateline.ingest.fields import plain_text
from dateline.ingest.raw import decode, read_all
from dateline.model import Skipped


def read_mail(file: BinaryIO, ref: str, _: Mapping[str, str]) -> Iterator[Draft | Skipped]:
    """The report of a message; attachments are left out."""
    message = email.message_from_bytes(read_all(file), policy=email.policy.default)
    body = message.get_body(preferencelist=("plain", "html")) if isinstance(message, EmailMessage) else None
    payload = body.get_payload(decode=True) if body is not None else None
    if body is None or not isinstance(payload, bytes) or not payload.strip():
        raise UnreadableError("the message holds no text. Save its words as .txt.")
    text = decode(payload, body.get_content_charset())
    address = email.utils.parseaddr(str(message["from"] or ""))[1]
    sender = outlets.by_domain(address.rpartition("@")[2]) if address else None
    yield Draft(
        ref=ref,
        text=plain_text(text) if body.get_content_subtype() == "html" else text,
        title=str(message["subject"]) if message["subject"] else None,
        outlet=sender.name if sender else None,
        published=str(message["date"]) if message["date"] else None,
    )
