"""Less of this, in one tap from a mail and without signing in: a signed link that only its reader has."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from groundswell.foundation.organisation.models import Person

DIGEST = "digest"
"""Instead of one kind: everything that comes in the digest."""
_SIGNER = Signer(salt="less of this")


def less_url(person: Person, what: str) -> str:
    """The address of the page on which this person hears less of a kind, or of the digest."""
    return settings.BASE_URL + reverse(
        "telling:less", args=[_SIGNER.sign(f"{person.pk}.{what}").replace(":", "~")]
    )


def asked_for_less(token: str) -> tuple[Person, str] | None:
    """Whose link it is, and of what. None for anything that we did not sign."""
    try:
        number, _, what = _SIGNER.unsign(token.replace("~", ":")).partition(".")
    except BadSignature:
        return None
    person = Person.objects.filter(pk=int(number), left_on=None).first()
    return (person, what) if person else None
