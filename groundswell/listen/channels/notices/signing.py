"""Signatures by Standard Webhooks: HMAC-SHA256 over id, moment and body (https://www.standardwebhooks.com, 1.0)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping, Sequence

PREFIX = "whsec_"
TOLERANCE = 300
MOMENT = re.compile(r"[0-9]{1,15}")


def new_secret() -> str:
    """24 random bytes, written as the standard wants it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(24)).decode()


def signed_headers(given: Sequence[str], name: str, moment: int, body: bytes) -> dict[str, str]:
    """The three headers; one signature for each secret, so that receivers may change theirs at their own time."""
    marks = " ".join(f"v1,{_mark(secret, name, str(moment), body)}" for secret in given)
    return {"webhook-id": name, "webhook-timestamp": str(moment), "webhook-signature": marks}


def is_signed(secret: str, now: float, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the message has an id, one of its signatures is of this secret, and its moment within five minutes."""
    got = {name.lower(): value for name, value in headers.items()}
    name, moment = got.get("webhook-id", ""), got.get("webhook-timestamp", "")
    if not name or not MOMENT.fullmatch(moment) or abs(now - int(moment)) > TOLERANCE:
        return False
    try:
        ours = f"v1,{_mark(secret, name, moment, body)}".encode()
    except binascii.Error:
        return False
    marks = got.get("webhook-signature", "").encode("utf-8", "replace").split()
    return any(hmac.compare_digest(ours, mark) for mark in marks)


def _mark(secret: str, name: str, moment: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    return base64.b64encode(
        hmac.new(key, f"{name}.{moment}.".encode() + body, hashlib.sha256).digest()
    ).decode()
