"""How customers can be reached: a working address for each medium, and what they allow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from groundswell.foundation.customers.models import Consent, Customer, Identity, Purpose
from groundswell.foundation.customers.queries import whole_persons

from .models import LostAddress, Medium


@dataclass(frozen=True, slots=True)
class Reach:
    """Working addresses by medium, and the media that this customer allows."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    allows: frozenset[str] = frozenset()

    def medium(self, wish: Sequence[str]) -> str | None:
        """The first medium of the wish by which we may write; None when there is none."""
        return next((one for one in wish if one in self.addresses and one in self.allows), None)


def reach_of(customer_ids: Iterable[int], purpose: str = Purpose.CONTACT) -> dict[int, Reach]:
    """How each of these customers can be reached for that purpose. Five queries, however many they are."""
    ids = list(customer_ids)
    working: dict[int, dict[str, str]] = {pk: {} for pk in ids}
    emails = Customer.objects.filter(pk__in=ids).exclude(email=None).exclude(email="")
    for pk, email in emails.exclude(email__in=_lost(Medium.EMAIL)).values_list("pk", "email"):
        working[pk][Medium.EMAIL.value] = email
    for pk, number in _phones(ids):
        if pk in working:
            working[pk].setdefault(Medium.TEXT.value, number)
    allowed: dict[int, set[str]] = {pk: set() for pk in ids}
    consents = Consent.objects.filter(customer__in=ids, purpose=purpose, withdrawn_at=None)
    for pk, channel in consents.values_list("customer_id", "channel"):
        allowed[pk].add(channel)
    return {pk: Reach(working[pk], frozenset(allowed[pk])) for pk in ids}


def _phones(ids: list[int]) -> Iterator[tuple[int, str]]:
    """The working numbers of these customers, those of records read as part of theirs too, first known first."""
    persons = whole_persons(ids)
    rows = Identity.objects.filter(customer__in=persons.records, kind=Identity.Kind.PHONE)
    rows = rows.exclude(value__in=_lost(Medium.TEXT)).order_by("id")
    known = set(ids)
    for owner, number in rows.values_list("customer_id", "value"):
        yield (owner if owner in known else persons.person_of[owner]), number


def reach_one(customer: Customer, purpose: str = Purpose.CONTACT) -> Reach:
    """How this customer can be reached for that purpose."""
    return reach_of([customer.pk], purpose)[customer.pk]


def _lost(medium: str) -> QuerySet:
    return LostAddress.objects.filter(medium=medium, ended_at=None).values("address")
