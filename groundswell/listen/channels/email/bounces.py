"""A returned letter read: which of our messages, for good or for now (RFC 3464)."""

from __future__ import annotations

from email import message_from_bytes
from email.errors import MessageError
from email.message import Message as Mail

from ..outbox.returning import Report
from .message_ids import message_behind
from .posting import says_nobody_is_there


def reports_in(raw: bytes) -> list[Report]:
    """What a letter reports about one of our messages; nothing where it is no report, or names no message of ours.

    Only our sealed Message-ID counts: nobody can return a letter that they did not get.
    """
    try:
        mail = message_from_bytes(raw)
        if mail.get_content_type() != "multipart/report":
            return []
        parts = list(mail.walk())
    except (RecursionError, MessageError):
        return []
    message_id = next(filter(None, (message_behind(named) for named in _named(parts))), None)
    fields = [part for part in parts if part.get("Action") and part.get("Final-Recipient")]
    if message_id is None or not fields:
        return []
    return [found for field in fields[:1] if (found := _report(field, message_id))]


def _report(field: Mail, message_id: int) -> Report | None:
    action, status = str(field["Action"]).strip().casefold(), str(field.get("Status", "")).strip()
    said = str(field.get("Diagnostic-Code", "")).partition(";")[2]
    words = " ".join(f"{status} {said}".split())
    if action == "failed":
        return Report(False, words, is_address=says_nobody_is_there(status or words), message_id=message_id)
    return Report(True, words, message_id=message_id) if action == "delivered" else None


def _named(parts: list[Mail]) -> list[str]:
    """The Message-IDs of everything that was returned, headers alone or whole."""
    found = []
    for part in parts:
        found.append(str(part.get("Message-ID", "")).strip())
        if part.get_content_type() == "text/rfc822-headers":
            inside = part.get_payload(decode=True)
            if isinstance(inside, bytes):
                found.append(str(message_from_bytes(inside).get("Message-ID", "")).strip())
    return found
