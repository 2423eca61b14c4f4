"""Short-lived access tokens (OAuth 2.0, RFC 6749): asked for with what lasts, kept in memory while they live, never written down."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from urllib.parse import urlencode

from django.core.cache import cache

from ..outbound.errors import BrokenAnswer, Refused
from .channel import Ask

MARGIN_SECONDS = 60


def access_token(ask: Ask, address: str, form: Mapping[str, str]) -> str:
    """The token for this grant. Refused, with what to do, when they take the keys no more."""
    body = urlencode(form).encode()
    place = f"token-{hashlib.sha256(address.encode() + body).hexdigest()}"
    held = cache.get(place)
    if held:
        return str(held)
    try:
        told = ask(
            address,
            method="POST",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=body,
        ).json()
    except Refused as problem:
        raise Refused(
            "They give us no access any more: the keys were taken back. Enter new ones."
        ) from problem
    if not isinstance(told, dict) or not isinstance(told.get("access_token"), str):
        raise BrokenAnswer("They give no access token. Check the address for tokens.")
    lasting = told.get("expires_in")
    seconds = int(lasting) if isinstance(lasting, int | float | str) and str(lasting).isdecimal() else 0
    cache.set(place, told["access_token"], max(0, min(seconds, 3600) - MARGIN_SECONDS))
    return str(told["access_token"])
