"""What is done with customers: met, found again, consent given and withdrawn."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from groundswell.foundation.bulk_rows import rows_with
from groundswell.foundation.history.actions import Deed, record, record_all

from .identity import canonical_external_id, canonical_mailbox, canonical_phone
from .models import Consent, Customer, Identity
from .queries import living_ids, person_ids


@transaction.atomic
def find_or_make_customer(
    identities: Mapping[str, str], *, name: str = "", country: str = ""
) -> Customer | None:
    """The person who is known by any of these (kind to text), made where nobody is; what is new is remembered.

    Where they point to different people, nothing is merged: the one that was met first is given, each keeps its own,
    and the pair is among the suggestions. None where nothing was given. Raises IdentityRefused.
    """
    asked = {
        (kind, canonical(kind, text, country=country)) for kind, text in identities.items() if text.strip()
    }
    if not asked:
        return None
    held = {
        (found.kind, found.value): found.customer_id
        for kind, value in asked
        for found in Identity.objects.filter(kind=kind, value=value)
    }
    held |= {place: pk for place, pk in _columns(asked - held.keys()) if pk}
    owner = min(living_ids(set(held.values())).values(), default=None)
    customer = Customer.objects.get(pk=owner) if owner else _made(dict(asked), name)
    Identity.objects.bulk_create(
        [
            Identity(customer_id=held.get((kind, value), customer.pk), kind=kind, value=value)
            for kind, value in asked
        ],
        ignore_conflicts=True,
    )
    _fill_in(customer, name, dict(asked).get(Identity.Kind.EMAIL))
    return customer


def _fill_in(customer: Customer, name: str, email: str | None) -> None:
    """What was not known so far: a name, an address to write to."""
    if not customer.name:
        customer.name = name.strip()[:200]
    if email and not customer.email and not Customer.objects.filter(email=email).exists():
        customer.email = email
    customer.save(update_fields=["name", "email"])


def canonical(kind: str, text: str, *, country: str = "") -> str:
    """The canonical form of one identity; national numbers are those of our own country. Raises IdentityRefused."""
    if kind == Identity.Kind.EMAIL:
        return canonical_mailbox(text, plus_tags_are_aliases=settings.PLUS_TAGS_ARE_ALIASES)
    if kind == Identity.Kind.PHONE:
        return canonical_phone(text, country=country or settings.COUNTRY)
    return canonical_external_id(text)


def _columns(places: Iterable[tuple[str, str]]) -> Iterable[tuple[tuple[str, str], int | None]]:
    """Records that came by another way and have no identity rows yet."""
    columns = {Identity.Kind.EMAIL: "email", Identity.Kind.EXTERNAL: "external_id"}
    for kind, value in places:
        if kind in columns:
            rows = Customer.objects.filter(**{columns[kind]: value})  # type: ignore[index]
            yield (kind, value), rows.values_list("pk", flat=True).first()


def _made(asked: dict[str, str], name: str) -> Customer:
    return Customer.objects.create(
        email=asked.get(Identity.Kind.EMAIL),
        external_id=asked.get(Identity.Kind.EXTERNAL),
        name=name.strip()[:200],
    )


@transaction.atomic
def give_consent(customer: Customer, purpose: Consent.Purpose, *, by: object, at: datetime) -> Consent:
    """Record that a customer allows something. A consent that lives already stands."""
    consent, made = Consent.objects.get_or_create(
        customer=customer,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"given_at": at, "given_by": str(by)[:200]},
    )
    if made:
        record("gave consent", consent, by=by, at=at, purpose=purpose)
    return consent


@transaction.atomic
def withdraw_consent(customer: Customer, purpose: Consent.Purpose, *, by: object, at: datetime) -> None:
    """Record that a customer no longer allows something, under whichever record of theirs it was given."""
    living = Consent.objects.filter(customer_id__in=person_ids(customer), purpose=purpose, withdrawn_at=None)
    for consent in living:
        consent.withdrawn_at = at
        consent.withdrawn_by = str(by)[:200]
        consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record("withdrew consent", consent, by=by, at=at, purpose=purpose)


@transaction.atomic
def refuse_contact(customer_ids: Iterable[int], *, by: object, at: datetime, why: str) -> int:
    """Record that these customers asked elsewhere not to be contacted; gives how many of them are new to us.

    Who never gave a consent gets one that is withdrawn in its first moment, so that the refusal is on record.
    """
    wanted = list(dict.fromkeys(customer_ids))
    contact = Consent.Purpose.CONTACT.value
    held: dict[int, list[int]] = {}
    for pk, customer_id, withdrawn in rows_with(
        Consent, ("id", "customer_id", "withdrawn_at"), "customer_id", wanted, {"purpose": contact}
    ):
        held.setdefault(customer_id, []).extend([] if withdrawn else [pk])
    living = [pk for mine in held.values() for pk in mine]
    new = [customer_id for customer_id in wanted if customer_id not in held or held[customer_id]]
    who = str(by)[:200]
    for start in range(0, len(living), 500):
        Consent.objects.filter(pk__in=living[start : start + 500]).update(withdrawn_at=at, withdrawn_by=who)
    Consent.objects.bulk_create(
        [
            Consent(customer_id=pk, purpose=contact, given_at=at, withdrawn_at=at, withdrawn_by=who)
            for pk in new
            if pk not in held
        ],
        batch_size=500,
    )
    record_all([Deed("recorded refusal of contact", Customer(pk=pk), by, at, {"why": why}) for pk in new])
    return len(new)
