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


@transaction.atomic
def refuse_contact(customers: Iterable[Customer], *, by: object, at: datetime, why: str) -> int:
    """Record that these customers asked elsewhere not to be contacted; gives how many of them are new to us.

    Who never gave a consent gets one that is withdrawn in its first moment, so that the refusal is on record.
    """
    new = 0
    for customer in customers:
        held = list(Consent.objects.filter(customer=customer, purpose=Consent.Purpose.CONTACT))
        if held and all(consent.withdrawn_at for consent in held):
            continue
        new += 1
        if not held:
            held = [Consent(customer=customer, purpose=Consent.Purpose.CONTACT, given_at=at)]
        for consent in held:
            consent.withdrawn_at = consent.withdrawn_at or at
            consent.save()
        record("recorded refusal of contact", customer, by=by, at=at, why=why)
    return new


@transaction.atomic
def name_customers(names: dict[int, str]) -> None:
    """Give names to customers (by primary key) who have none yet."""
    nameless = Customer.objects.filter(pk__in=names, name="")
    for customer in nameless:
        customer.name = names[customer.pk][:200]
    Customer.objects.bulk_update(nameless, ["name"], batch_size=400)
