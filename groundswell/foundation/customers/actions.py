"""What is done with customers: met, consent given and withdrawn."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from groundswell.foundation.bulk_rows import insert_rows, rows_with
from groundswell.foundation.history.actions import record

from .models import Consent, Customer
from .queries import canonical_email


@transaction.atomic
def meet_customers(emails: Iterable[str | None]) -> dict[str, Customer]:
    """The customers of these addresses, made where we did not know them; keyed by canonical address."""
    ids = meet_addresses({folded for folded in map(canonical_email, emails) if folded})
    found = Customer.objects.in_bulk(list(ids.values()))
    return {email: found[customer_id] for email, customer_id in ids.items()}


@transaction.atomic
def meet_addresses(addresses: Collection[str]) -> dict[str, int]:
    """The same for thousands of canonical addresses, as ids."""
    known = _ids_of(addresses)
    unknown = sorted(address for address in addresses if address not in known)
    rows = [(address, "", "", Customer.CameBy.UNKNOWN.value) for address in unknown]
    insert_rows(Customer, ("email", "name", "segment", "came_by"), rows, ("email",))
    return known | _ids_of(unknown)


def _ids_of(addresses: Collection[str]) -> dict[str, int]:
    return dict(rows_with(Customer, ("email", "id"), "email", addresses)) if addresses else {}


@transaction.atomic
def give_consent(customer: Customer, purpose: Consent.Purpose, *, by: object, at: datetime) -> Consent:
    """Record that a customer allows something. A consent that lives already stands."""
    consent, made = Consent.objects.get_or_create(
        customer=customer, purpose=purpose, withdrawn_at=None, defaults={"given_at": at}
    )
    if made:
        record("gave consent", consent, by=by, at=at, purpose=purpose)
    return consent


@transaction.atomic
def withdraw_consent(customer: Customer, purpose: Consent.Purpose, *, by: object, at: datetime) -> None:
    """Record that a customer no longer allows something."""
    for consent in Consent.objects.filter(customer=customer, purpose=purpose, withdrawn_at=None):
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        record("withdrew consent", consent, by=by, at=at, purpose=purpose)
