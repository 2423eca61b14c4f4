"""Checking who signed a call: a keyed digest of the body (RFC 2104), written as hexadecimal digits or in base64."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

TOLERANCE_SECONDS = 300


def is_hex(given: str, key: str, signed: bytes, *, kind: str = "sha256") -> bool:
    """Whether ``given`` is the kind, an equals sign and the digest in hexadecimal digits."""
    ours = f"{kind}={hmac.new(key.encode(), signed, getattr(hashlib, kind)).hexdigest()}"
    return hmac.compare_digest(ours.encode(), given.encode("utf-8", "replace"))


def is_base64(given: str, key: str, signed: bytes, *, kind: str = "sha256") -> bool:
    """Whether ``given`` is the digest in base64."""
    ours = base64.b64encode(hmac.new(key.encode(), signed, getattr(hashlib, kind)).digest())
    return hmac.compare_digest(ours, given.encode("utf-8", "replace"))


def is_recent(given: str, at: datetime) -> bool:
    """Whether a moment that was signed (seconds since 1970, or ISO 8601) is at most five minutes away from now."""
    try:
        told = float(given) if given.isdecimal() else datetime.fromisoformat(given).timestamp()
    except (ValueError, OverflowError):
        return False
    return abs(at.timestamp() - told) <= TOLERANCE_SECONDS
