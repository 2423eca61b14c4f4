"""What is done with customers: met, found again, consent given and withdrawn."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from groundswell.foundation.history.actions import record

from .identity import canonical_external_id, canonical_mailbox, canonical_phone, without_plus_tag
from .models import Consent, Customer, Identity
from .queries import canonical_email, living_ids, person_ids

BATCH = 500


@transaction.atomic
def meet_customers(emails: Iterable[str | None]) -> dict[str, Customer]:
    """The customers of these addresses, made where we did not know them; keyed by canonical address.

    A record that was merged into another gives the one that lives on.
    """
    wanted = {folded: _mailbox(folded) for folded in map(canonical_email, emails) if folded}
    mailboxes = sorted(set(wanted.values()))
    owners = _owners(mailboxes)
    new = [mailbox for mailbox in mailboxes if mailbox not in owners]
    if new:
        owners |= _make(new)
    lives = living_ids(set(owners.values()))
    rows = _customers(set(lives.values()))
    return {folded: rows[lives[owners[mailbox]]] for folded, mailbox in wanted.items()}


def _mailbox(folded: str) -> str:
    return without_plus_tag(folded) if settings.PLUS_TAGS_ARE_ALIASES else folded


def _owners(mailboxes: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(mailboxes), BATCH):
        part = Identity.objects.filter(kind=Identity.Kind.EMAIL, value__in=mailboxes[start : start + BATCH])
        found.update(part.values_list("value", "customer_id"))
    return found


def _make(mailboxes: list[str]) -> dict[str, int]:
    Customer.objects.bulk_create(
        [Customer(email=email) for email in mailboxes], ignore_conflicts=True, batch_size=BATCH
    )
    found: dict[str, int] = {}
    for start in range(0, len(mailboxes), BATCH):
        part = Customer.objects.filter(email__in=mailboxes[start : start + BATCH])
        found.update({str(email): pk for email, pk in part.values_list("email", "pk")})
    identities = [
        Identity(customer_id=pk, kind=Identity.Kind.EMAIL, value=email) for email, pk in found.items()
    ]
    Identity.objects.bulk_create(identities, ignore_conflicts=True, batch_size=BATCH)
    return found


def _customers(ids: set[int]) -> dict[int, Customer]:
    ordered, found = sorted(ids), {}
    for start in range(0, len(ordered), BATCH):
        found.update(Customer.objects.in_bulk(ordered[start : start + BATCH]))
    return found


@transaction.atomic
def find_or_make_customer(
    identities: Mapping[str, str], *, name: str = "", country: str = "GB"
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


def canonical(kind: str, text: str, *, country: str = "GB") -> str:
    """The canonical form of one identity. Raises IdentityRefused."""
    if kind == Identity.Kind.EMAIL:
        return canonical_mailbox(text, plus_tags_are_aliases=settings.PLUS_TAGS_ARE_ALIASES)
    if kind == Identity.Kind.PHONE:
        return canonical_phone(text, country=country)
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
