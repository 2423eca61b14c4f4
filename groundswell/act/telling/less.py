"""Less of this, in one tap from a mail and without signing in: a signed link that only its reader has."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from groundswell.foundation.access.models import User

from .readers import rows_of, user_of

DIGEST = "digest"
"""Instead of one kind: everything that comes in the digest."""
_SIGNER = Signer(salt="less of this")


def less_url(user: User, what: str) -> str:
    """The address of the page on which this reader hears less of a kind, or of the digest."""
    ((field, number),) = rows_of(user).items()
    whose = f"p{number}" if field == "partner_id" else f"{number}"
    return settings.BASE_URL + reverse(
        "telling:less", args=[_SIGNER.sign(f"{whose}.{what}").replace(":", "~")]
    )


def asked_for_less(token: str) -> tuple[User, str] | None:
    """Whose link it is, and of what. None for anything that we did not sign."""
    try:
        whose, _, what = _SIGNER.unsign(token.replace("~", ":")).partition(".")
    except BadSignature:
        return None
    number = int(whose.removeprefix("p"))
    is_partner = whose.startswith("p")
    user = user_of(person_id=None if is_partner else number, partner_id=number if is_partner else None)
    return (user, what) if user else None
