"""The Message-ID of our messages: nobody can make up one, so that an answer finds the customer whom we wrote to."""

from __future__ import annotations

import re

from django.utils.crypto import constant_time_compare, salted_hmac

OURS = re.compile(r"<message-(\d{1,18})-([0-9a-f]{24})@groundswell>")


def message_id_of(message_id: int) -> str:
    """The same for every attempt to deliver one message."""
    return f"<message-{message_id}-{_seal(message_id)}@groundswell>"


def message_behind(text: str) -> int | None:
    """The message that a Message-ID names, when it is one of ours."""
    found = OURS.fullmatch(text)
    if found is None or not constant_time_compare(found[2], _seal(int(found[1]))):
        return None
    return int(found[1])


def _seal(message_id: int) -> str:
    return salted_hmac("groundswell.message-id", str(message_id), algorithm="sha256").hexdigest()[:24]
