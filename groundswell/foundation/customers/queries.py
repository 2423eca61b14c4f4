"""Ask about customers."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from .models import APART, Channel, Consent, Customer, DoNotContact, Identity, Membership, Merge, Purpose


def canonical_email(text: str | None) -> str | None:
    """The form in which addresses are compared: composed, folded, trimmed; None when there is none."""
    plain = text or ""
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    return plain.strip().casefold() or None


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


def may_contact(
    customer: Customer | None, purpose: str = Purpose.CONTACT, channel: str | None = None
) -> bool:
    """Whether we may reach this person for that, by that channel or by any: what the record that lives on allows holds,
    and an address counts under whichever of their records it stands."""
    if customer is None or living_customer(customer).ended_on:
        return False
    records = person_ids(customer)
    allowed = Consent.objects.filter(
        customer=living_customer(customer),
        purpose=purpose,
        channel__in=[channel] if channel else Channel.values,
    )
    living = allowed.filter(withdrawn_at=None).values_list("channel", flat=True)
    return any(_has_address(records, one) for one in living)


def _has_address(records: set[int], channel: str) -> bool:
    if channel == Channel.EMAIL:
        return Customer.objects.filter(pk__in=records).exclude(email=None).exclude(email="").exists()
    if channel == Channel.POST:
        return True  # where somebody lives is not kept here
    return Identity.objects.filter(customer_id__in=records, kind=Identity.Kind.PHONE).exists()


@dataclass(frozen=True, slots=True)
class Persons:
    """Which records are one person: for each record the one that lives on, and for that one all of its records."""

    person_of: Mapping[int, int]
    records_of: Mapping[int, frozenset[int]]

    @property
    def records(self) -> frozenset[int]:
        """Every record of every person."""
        return frozenset(self.person_of)


def whole_persons(customer_ids: Iterable[int]) -> Persons:
    """The persons behind these records, each with all records that are read as part of them."""
    person_of = dict(living_ids(customer_ids))
    found = {person: {person} for person in person_of.values()}
    asked = {person: person for person in found}
    while asked:
        merges = Merge.objects.filter(kept_id__in=asked, undone_at=None).values_list("kept_id", "merged_id")
        asked = {merged: asked[kept] for kept, merged in merges if merged not in found[asked[kept]]}
        for merged, person in asked.items():
            found[person].add(merged)
            person_of[merged] = person
    person_of |= {person: person for person in found}
    return Persons(person_of, {person: frozenset(records) for person, records in found.items()})


def barred_among(persons: Persons) -> set[int]:
    """Whom nobody may contact, under whichever record of theirs it was said. One query."""
    bans = DoNotContact.objects.filter(customer__in=persons.records, ended_at=None)
    return {persons.person_of[one] for one in bans.values_list("customer", flat=True)}


def is_barred(customer: Customer) -> bool:
    """Whether any record of this person is marked as never to be contacted."""
    return bool(barred_among(whole_persons([customer.pk])))


def ban_of(customer: Customer) -> DoNotContact | None:
    """What was said of this person under any record of theirs: why nobody may contact them. The first that lives."""
    return (
        DoNotContact.objects.filter(customer__in=person_ids(customer), ended_at=None).order_by("at").first()
    )


def merged_into() -> dict[int, int]:
    """Every record that was merged, and the one that lives on for it. One query."""
    steps = dict(Merge.objects.filter(undone_at=None).values_list("merged_id", "kept_id"))
    found = dict(steps)
    while any(kept in steps for kept in found.values()):
        found = {merged: steps.get(kept, kept) for merged, kept in found.items()}
    return found


LIVING_RECORDS = """
WITH RECURSIVE steps (record, person) AS (
    SELECT merged_id, kept_id FROM customers_merge WHERE undone_at IS NULL
    UNION ALL
    SELECT s.record, m.kept_id FROM steps s JOIN customers_merge m ON m.merged_id = s.person AND m.undone_at IS NULL
), lives (record, person) AS (
    SELECT record, person FROM steps
    WHERE person NOT IN (SELECT merged_id FROM customers_merge WHERE undone_at IS NULL)
)"""
"""How a question to the database begins that reads merged records as one person: the same as `merged_into`, as rows of ``lives``."""


def merged_records() -> QuerySet[Merge]:
    """The records that are read as part of another today, as ids for a subquery."""
    return Merge.objects.filter(undone_at=None).values("merged_id")


def identities_of(customer: Customer) -> QuerySet[Identity]:
    """How this person is known, over all their records."""
    return Identity.objects.filter(customer_id__in=person_ids(customer)).order_by("kind", "value")


def consents_of(customer: Customer) -> QuerySet[Consent]:
    """The ledger: everything this person allowed and withdrew, newest first."""
    ledger = Consent.objects.filter(customer_id__in=person_ids(customer))
    return ledger.order_by("-given_at", "-id")


def words_of(records: Iterable[int]) -> QuerySet[Consent]:
    """Every yes and no under these records. What one was allowed by a merge alone that was taken apart is neither."""
    return Consent.objects.filter(customer_id__in=records).exclude(withdrawn_source=APART)


def memberships_of(customer: Customer) -> QuerySet[Membership]:
    """The accounts to which this person belongs today."""
    living = Membership.objects.filter(customer_id__in=person_ids(customer), until=None)
    return living.select_related("account")
