"""What is done with customers: met, found again, consent given and withdrawn."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from groundswell.foundation.bulk_rows import insert_rows, rows_with
from groundswell.foundation.history.actions import record

from .errors import IdentityRefused
from .identity import canonical_external_id, canonical_mailbox, canonical_phone, without_plus_tag
from .models import Account, Channel, Consent, ConsentText, Customer, Identity, Membership, Purpose
from .queries import canonical_email, living_ids, person_ids, whole_persons

EMAIL = Identity.Kind.EMAIL.value
REFUSED = (Purpose.ASKING, Purpose.CONTACT)
"""What somebody refuses who wants no more mail."""


@transaction.atomic
def meet_customers(emails: Iterable[str | None]) -> dict[str, Customer]:
    """The customers of these addresses, made where we did not know them; keyed by canonical address.

    A record that was merged into another gives the one that lives on.
    """
    ids = meet_addresses({folded for folded in map(canonical_email, emails) if folded})
    found = Customer.objects.in_bulk(list(set(ids.values())))
    return {email: found[customer_id] for email, customer_id in ids.items()}


@transaction.atomic
def meet_addresses(addresses: Collection[str]) -> dict[str, int]:
    """The same for thousands of canonical addresses, as ids."""
    if not addresses:
        return {}
    wanted = {address: _mailbox(address) for address in addresses}
    mailboxes = set(wanted.values())
    owners = dict(rows_with(Identity, ("value", "customer_id"), "value", mailboxes, {"kind": EMAIL}))
    owners |= _make(sorted(mailboxes - owners.keys()))
    lives = living_ids(set(owners.values()))
    return {address: lives[owners[mailbox]] for address, mailbox in wanted.items()}


def _mailbox(folded: str) -> str:
    return without_plus_tag(folded) if settings.PLUS_TAGS_ARE_ALIASES else folded


def _make(mailboxes: list[str]) -> dict[str, int]:
    if not mailboxes:
        return {}
    rows = [(email, "", "", Customer.CameBy.UNKNOWN.value, "") for email in mailboxes]
    insert_rows(Customer, ("email", "name", "segment", "came_by", "time_zone"), rows, ("email",))
    found: dict[str, int] = dict(rows_with(Customer, ("email", "id"), "email", mailboxes))
    identities = [(pk, EMAIL, email) for email, pk in found.items()]
    insert_rows(Identity, ("customer_id", "kind", "value"), identities, ("kind", "value"))
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


def hold_person(customer_id: int) -> Customer:
    """The record of this person that lives on; all records and accounts of theirs are locked until the transaction ends."""
    held: frozenset[int] = frozenset()
    while held != (records := whole_persons([customer_id]).records):
        list(Customer.objects.select_for_update().filter(pk__in=records).order_by("pk"))
        accounts = Membership.objects.filter(customer_id__in=records, until=None).values("account_id")
        list(Account.objects.select_for_update().filter(pk__in=accounts).order_by("pk"))
        held = records
    return Customer.objects.get(pk=living_ids([customer_id])[customer_id])


@transaction.atomic
def correct_identity(
    customer: Customer, kind: str, old: str, new: str, *, by: object, at: datetime, country: str = "GB"
) -> str:
    """What was written wrongly is written right: the old form leads nowhere any more. Raises IdentityRefused."""
    value = canonical(kind, new, country=country)
    taken = Identity.objects.filter(kind=kind, value=value).exclude(customer_id__in=person_ids(customer))
    if taken.exists() or (kind == EMAIL and Customer.objects.filter(email=value).exclude(pk=customer.pk)):
        raise IdentityRefused(f"{value} belongs to another customer. Look at both; they may be one person.")
    Identity.objects.filter(kind=kind, value=old, customer_id__in=person_ids(customer)).delete()
    Identity.objects.get_or_create(kind=kind, value=value, defaults={"customer": customer})
    if kind == EMAIL and canonical_email(customer.email) == canonical_email(old):
        customer.email = value
        customer.save(update_fields=["email"])
    record("corrected an address", customer, by=by, at=at, kind=kind)
    return value


@transaction.atomic
def move_customer(customer: Customer, time_zone: str, *, by: object, at: datetime) -> None:
    """The customer lives by the clock of this time zone; empty is the organisation's own."""
    if customer.time_zone != time_zone:
        customer.time_zone = time_zone
        customer.save(update_fields=["time_zone"])
        record("moved a customer", customer, by=by, at=at, time_zone=time_zone)


@transaction.atomic
def give_consent(
    customer: Customer,
    purpose: str,
    *,
    by: object,
    at: datetime,
    channel: str = Channel.EMAIL,
    source: str = "",
    text: ConsentText | None = None,
) -> Consent:
    """Record that a customer allows something by a channel, and to which words they said yes. One that lives already stands."""
    known = {"given_at": at, "given_by": str(by)[:200], "source": source[:60], "text": text}
    consent, made = Consent.objects.get_or_create(
        customer=customer, purpose=purpose, channel=channel, withdrawn_at=None, defaults=known
    )
    if made:
        record("gave consent", consent, by=by, at=at, purpose=purpose, channel=channel, source=source)
    return consent


@transaction.atomic
def withdraw_consent(
    customer: Customer,
    purpose: str,
    *,
    by: object,
    at: datetime,
    channel: str | None = None,
    source: str = "",
) -> None:
    """Record that a customer no longer allows something, under whichever record of theirs it was given.

    Without a channel, by none.
    """
    living = Consent.objects.filter(customer_id__in=person_ids(customer), purpose=purpose, withdrawn_at=None)
    for consent in living if channel is None else living.filter(channel=channel):
        _withdraw(consent, by=by, at=at, source=source)


@transaction.atomic
def stop_channel(customer: Customer, channel: str, *, by: object, at: datetime, source: str) -> None:
    """Record that a customer wants to hear nothing more by this channel, be it a question or an answer."""
    for purpose in REFUSED:
        withdraw_consent(customer, purpose, channel=channel, by=by, at=at, source=source)


def _withdraw(consent: Consent, *, by: object, at: datetime, source: str) -> None:
    consent.withdrawn_at, consent.withdrawn_by = at, str(by)[:200]
    consent.withdrawn_source = source[:60]
    consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_source"])
    record("withdrew consent", consent, by=by, at=at, purpose=consent.purpose, channel=consent.channel)


@transaction.atomic
def refuse_contact(customers: Iterable[Customer], *, by: object, at: datetime, why: str) -> int:
    """Record that these customers asked elsewhere not to be written to; gives how many of them are new to us.

    Who never gave a consent gets one that is withdrawn in its first moment, so that the refusal is on record.
    """
    new = 0
    for customer in customers:
        refused = [_refuse(customer, purpose, by=by, at=at, why=why) for purpose in REFUSED]
        if any(refused):
            new += 1
            record("recorded refusal of contact", customer, by=by, at=at, why=why)
    return new


def _refuse(customer: Customer, purpose: str, *, by: object, at: datetime, why: str) -> bool:
    held = list(Consent.objects.filter(customer=customer, purpose=purpose))
    if held and all(consent.withdrawn_at for consent in held):
        return False
    for consent in held or [Consent(customer=customer, purpose=purpose, given_at=at, source=why[:60])]:
        if consent.withdrawn_at is None:
            consent.withdrawn_at, consent.withdrawn_by, consent.withdrawn_source = at, str(by)[:200], why[:60]
            consent.save()
    return True


@transaction.atomic
def name_customers(names: dict[int, str]) -> None:
    """Give names to customers (by primary key) who have none yet."""
    nameless = Customer.objects.filter(pk__in=names, name="")
    for customer in nameless:
        customer.name = names[customer.pk][:200]
    Customer.objects.bulk_update(nameless, ["name"], batch_size=400)
