"""What is done with customers: met, found again, consent given and withdrawn."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from groundswell.foundation.bulk_rows import rows_with
from groundswell.foundation.history.actions import Deed, record, record_all

from .errors import IdentityRefused
from .identity import canonical_external_id, canonical_mailbox, canonical_phone
from .meeting import note_together
from .models import APART, Account, Channel, Consent, ConsentText, Customer, Identity, Membership, Purpose
from .queries import canonical_email, living_ids, person_ids, whole_persons, words_of

EMAIL = Identity.Kind.EMAIL.value
REFUSED = (Purpose.ASKING, Purpose.CONTACT)
"""What somebody refuses who wants no more mail."""


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
    known = sorted(set(living_ids(set(held.values())).values()))
    note_together((known[0], other) for other in known[1:])
    owner = known[0] if known else None
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


@transaction.atomic
def add_identities(customer: Customer, identities: Mapping[str, str], *, name: str = "") -> None:
    """What a colleague heard from this customer: further addresses and numbers, where nobody else is known by them.

    Raises IdentityRefused.
    """
    asked = {(kind, canonical(kind, text)) for kind, text in identities.items() if text.strip()}
    free = {(kind, value) for kind, value in asked if not any(pk for _, pk in _columns([(kind, value)]))}
    Identity.objects.bulk_create(
        [Identity(customer=customer, kind=kind, value=value) for kind, value in free], ignore_conflicts=True
    )
    mine = Identity.objects.filter(customer=customer, kind=EMAIL, value__in=[value for _, value in free])
    _fill_in(customer, name, mine.values_list("value", flat=True).first())


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
    customer: Customer, kind: str, old: str, new: str, *, by: object, at: datetime, country: str = ""
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
    said_at: datetime | None = None,
) -> Consent:
    """Record that a customer allows something by a channel, and to which words they said yes. One that lives already stands.

    ``said_at`` is when they said so, where we hear of it later.
    """
    known = {"given_at": said_at or at, "given_by": str(by)[:200], "source": source[:60], "text": text}
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
    said_at: datetime | None = None,
) -> None:
    """Record that a person no longer allows something, under every record of theirs, so that it binds them taken apart
    too. Who never allowed it gets a consent that is withdrawn in its first moment: the refusal is on record.

    Without a channel, by none of which they ever spoke. ``said_at`` is when they said so, where we hear of it later.
    """
    records = person_ids(customer)
    ledger = list(words_of(records).filter(purpose=purpose))
    spoken = {(consent.customer_id, consent.channel) for consent in ledger}
    channels = {channel} if channel else {spoke for _, spoke in spoken}
    told = {"by": by, "at": at, "source": source, "said_at": said_at}
    for consent in ledger:
        if consent.withdrawn_at is None and consent.channel in channels:
            _withdraw(consent, **told)
    for record_id in sorted(records):
        for one in sorted(channels):
            if (record_id, one) not in spoken:
                refuse_again(Customer(pk=record_id), purpose, channel=one, **told)


def refuse_again(
    customer: Customer,
    purpose: str,
    *,
    channel: str,
    source: str,
    by: object,
    at: datetime,
    said_at: datetime | None,
) -> None:
    """Keep a no where there is no yes that it ends."""
    given_at = said_at or at
    no = {"given_at": given_at, "source": source[:60], "withdrawn_at": given_at}
    no |= {"withdrawn_by": str(by)[:200], "withdrawn_source": source[:60]}
    refusal = Consent.objects.create(customer_id=customer.pk, purpose=purpose, channel=channel, **no)
    record("recorded a refusal", refusal, by=by, at=at, purpose=purpose, channel=channel)


@transaction.atomic
def stop_channel(customer: Customer, channel: str, *, by: object, at: datetime, source: str) -> None:
    """Record that a customer wants to hear nothing more by this channel, be it a question or an answer."""
    for purpose in REFUSED:
        withdraw_consent(customer, purpose, channel=channel, by=by, at=at, source=source)


def _withdraw(
    consent: Consent, *, by: object, at: datetime, source: str, said_at: datetime | None = None
) -> None:
    consent.withdrawn_at, consent.withdrawn_by = said_at or at, str(by)[:200]
    consent.withdrawn_source = source[:60]
    consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_source"])
    record("withdrew consent", consent, by=by, at=at, purpose=consent.purpose, channel=consent.channel)


@transaction.atomic
def refuse_contact(customer_ids: Iterable[int], *, by: object, at: datetime, why: str) -> int:
    """Record that these customers asked elsewhere not to be contacted; gives how many of them are new to us.

    It binds the person under every record of theirs, taken apart too. Who never gave a consent gets one that is
    withdrawn in its first moment, so that the refusal is on record.
    """
    named = set(customer_ids)
    wanted = sorted(whole_persons(named).records)
    new = set().union(*(_refuse(wanted, purpose, by=by, at=at, why=why) for purpose in REFUSED))
    told = [Deed("recorded refusal of contact", Customer(pk=pk), by, at, {"why": why}) for pk in sorted(new)]
    record_all(told)
    return len(named & new)


def _refuse(wanted: list[int], purpose: str, *, by: object, at: datetime, why: str) -> set[int]:
    """Those of them who had not refused this purpose yet."""
    held: dict[int, list[int]] = {}
    columns = ("id", "customer_id", "withdrawn_at", "withdrawn_source")
    for pk, customer_id, withdrawn, source in rows_with(
        Consent, columns, "customer_id", wanted, {"purpose": purpose}
    ):
        if source != APART:
            held.setdefault(customer_id, []).extend([] if withdrawn else [pk])
    living = [pk for mine in held.values() for pk in mine]
    ended = {"withdrawn_at": at, "withdrawn_by": str(by)[:200], "withdrawn_source": why[:60]}
    for start in range(0, len(living), 500):
        Consent.objects.filter(pk__in=living[start : start + 500]).update(**ended)
    missing = [pk for pk in wanted if pk not in held]
    first = {"purpose": purpose, "given_at": at, "source": why[:60]}
    Consent.objects.bulk_create([Consent(customer_id=pk, **first, **ended) for pk in missing], batch_size=500)
    return {pk for pk in wanted if pk not in held or held[pk]}
