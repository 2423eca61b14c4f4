"""Ask about customers."""

import unicodedata
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from .models import Consent, Customer, Identity, Membership, Merge


def canonical_email(text: str | None) -> str | None:
    """The form in which addresses are compared: composed, folded, trimmed; None when there is none."""
    plain = text or ""
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    return plain.strip().casefold() or None


def may_contact(customer: Customer | None) -> bool:
    """Whether we may write to this customer: an address and no withdrawn consent."""
    if customer is None or not customer.email or customer.ended_on:
        return False
    consents = customer.consents.filter(purpose=Consent.Purpose.CONTACT)
    return consents.filter(withdrawn_at=None).exists()


def contactable() -> QuerySet[Customer]:
    """Every customer to whom ``may_contact`` says yes, as one question."""
    allowing = Consent.objects.filter(purpose=Consent.Purpose.CONTACT, withdrawn_at=None).values("customer")
    return Customer.objects.filter(pk__in=allowing, ended_on=None).exclude(email=None).exclude(email="")


def living_ids(customer_ids: Iterable[int]) -> Mapping[int, int]:
    """For each record the one that lives on as that person: itself, or the one it was merged into."""
    found = {customer_id: customer_id for customer_id in customer_ids}
    asked = set(found)
    while asked:
        steps = dict(
            Merge.objects.filter(merged_id__in=asked, undone_at=None).values_list("merged_id", "kept_id")
        )
        found = {first: steps.get(last, last) for first, last in found.items()}
        asked = set(steps.values())
    return found


def living_customer(customer: Customer) -> Customer:
    """The record under which this person lives on."""
    kept = living_ids([customer.pk])[customer.pk]
    return customer if kept == customer.pk else Customer.objects.get(pk=kept)


def person_ids(customer: Customer) -> set[int]:
    """Every record that is this person today: the living one and all that were merged into it."""
    ids = asked = {living_ids([customer.pk])[customer.pk]}
    while asked:
        merged = Merge.objects.filter(kept_id__in=asked, undone_at=None).values_list("merged_id", flat=True)
        asked = set(merged) - ids
        ids = ids | asked
    return ids


def identities_of(customer: Customer) -> QuerySet[Identity]:
    """How this person is known, over all their records."""
    return Identity.objects.filter(customer_id__in=person_ids(customer)).order_by("kind", "value")


def consents_of(customer: Customer) -> QuerySet[Consent]:
    """The ledger: everything this person allowed and withdrew, newest first."""
    ledger = Consent.objects.filter(customer_id__in=person_ids(customer))
    return ledger.order_by("-given_at", "-id")


def memberships_of(customer: Customer) -> QuerySet[Membership]:
    """The accounts to which this person belongs today."""
    living = Membership.objects.filter(customer_id__in=person_ids(customer), until=None)
    return living.select_related("account")
