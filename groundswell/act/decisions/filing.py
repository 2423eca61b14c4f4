"""The address to which a person's letters go. Whoever writes there knows its code; a From line proves nothing."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.connections.models import Connection

from .errors import DecisionRefused
from .models import FilingAddress

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 20
"""31 letters: 99 bits."""


def mailbox_address() -> str:
    """The address for decisions of the first connected mailbox that has one; empty without any."""
    for connection in Connection.objects.filter(ended_at=None):
        address = str(connection.settings.get("decisions_to", "")).strip()
        if "@" in address:
            return address
    return ""


@transaction.atomic
def give_filing_address(*, by: object, at: datetime) -> str:
    """An address for one's own letters, shown once. The one before reaches nothing any more."""
    person, address = person_of(by), mailbox_address()
    if person is None:
        raise DecisionRefused("Your sign-in belongs to nobody who works here, so nobody would have filed it.")
    if not address:
        raise DecisionRefused(
            "No connected mailbox has an address for decisions yet. An administrator names one."
        )
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    given, is_new = FilingAddress.objects.update_or_create(
        person=person, defaults={"digest": _digest(code), "given_at": at}
    )
    record("gave filing address" if is_new else "renewed filing address", given, by=by, at=at)
    name, _, domain = address.partition("@")
    return f"{name}+{code}@{domain}"


@transaction.atomic
def stop_filing_address(*, by: object, at: datetime) -> None:
    """Letters to it register nothing any more."""
    for given in FilingAddress.objects.filter(person=person_of(by)):
        record("stopped filing address", given, by=by, at=at)
        given.delete()


def who_proved(proof: str) -> Person | None:
    """Whose address a letter went to; None for no address or an old one, and for who is no colleague any more."""
    if not proof:
        return None
    given = FilingAddress.objects.filter(digest=proof, person__in=colleagues())
    found = given.select_related("person").first()
    return found.person if found else None


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
