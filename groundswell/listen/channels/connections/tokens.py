"""Short-lived access tokens (OAuth 2.0, RFC 6749): asked for with what lasts, kept in memory while they live, never written down."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.core.cache import cache

from ..outbound.errors import BrokenAnswer, Refused
from .channel import Ask

MARGIN_SECONDS = 60
MAKE_ANEW = "The client secret is wrong or has run out. Make a new one there and enter its value, not its ID."
UNKNOWN = "They do not know this application. Check the client ID, and the directory ID where there is one."
AGREE_AGAIN = (
    "The refresh token counts no more: it was taken back or not used for too long. Let its owner agree again and enter"
    " the new one."
)
REASONS = {
    "AADSTS7000215": MAKE_ANEW,
    "AADSTS7000222": MAKE_ANEW,
    "AADSTS700016": UNKNOWN,
    "AADSTS90002": "There is no such directory. Check the directory (tenant) ID.",
    "AADSTS900023": "There is no such directory. Check the directory (tenant) ID.",
    "AADSTS65001": "Nobody has agreed to what this application asks for. Let the administrator grant admin consent.",
    "invalid_client": MAKE_ANEW,
    "unauthorized_client": UNKNOWN,
    "invalid_grant": AGREE_AGAIN,
}
"""What they say (RFC 6749, 5.2, and the numbers of Microsoft Entra), in our words."""


def access_token(
    ask: Ask, address: str, form: Mapping[str, str], *, keep: Callable[[str], None] | None = None
) -> str:
    """The token for this grant. Refused, with what to do, when they take the keys no more.

    ``keep`` is told the refresh token that comes in place of the one we used.
    """
    place = _place(address, form)
    held = cache.get(place)
    if held:
        return str(held)
    try:
        told = ask(
            address,
            method="POST",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(form).encode(),
        ).json()
    except Refused as problem:
        raise Refused(_in_our_words(problem.body, lasts="refresh_token" in form)) from problem
    if not isinstance(told, dict) or not isinstance(told.get("access_token"), str):
        raise BrokenAnswer("They give no access token. Check the address for tokens.")
    lasting = told.get("expires_in")
    seconds = int(lasting) if isinstance(lasting, int | float | str) and str(lasting).isdecimal() else 0
    lives = max(0, min(seconds, 3600) - MARGIN_SECONDS)
    cache.set(place, told["access_token"], lives)
    fresh = told.get("refresh_token")
    if keep and isinstance(fresh, str) and fresh and fresh != form.get("refresh_token"):
        keep(fresh)
        cache.set(_place(address, {**form, "refresh_token": fresh}), told["access_token"], lives)
    return str(told["access_token"])


def forget_token(address: str, form: Mapping[str, str]) -> None:
    """Ask for a new one next time: this one was not taken."""
    cache.delete(_place(address, form))


def _place(address: str, form: Mapping[str, str]) -> str:
    return f"token-{hashlib.sha256(address.encode() + urlencode(form).encode()).hexdigest()}"


def _in_our_words(body: bytes, *, lasts: bool) -> str:
    """``lasts``: a refresh token was sent, so that it may be what they do not take."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    told = told if isinstance(told, dict) else {}
    error, words = str(told.get("error", "")), str(told.get("error_description", ""))
    for sign, sentence in REASONS.items():
        if (words.startswith(f"{sign}:") or error == sign) and (sentence != AGREE_AGAIN or lasts):
            return sentence
    return "They give us no access any more: the keys were taken back. Enter new ones."
