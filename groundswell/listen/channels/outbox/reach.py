"""How persons can be reached: a working address for each medium, by which of them they allow us to write what for, and
whether one of us said that they are not to be contacted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from groundswell.foundation.customers.models import Consent, Customer, Identity
from groundswell.foundation.customers.queries import Persons, barred_among, whole_persons

from .models import LostAddress, Medium

Addresses = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reach:
    """Working addresses by medium, and the media that this person allows for one purpose. Who is barred is not written to."""

    addresses: Addresses = field(default_factory=dict)
    allows: frozenset[str] = frozenset()
    is_barred: bool = False

    def medium(self, wish: Sequence[str]) -> str | None:
        """The first medium of the wish by which we may write; None when there is none."""
        works = () if self.is_barred else wish
        return next((one for one in works if one in self.addresses and one in self.allows), None)

    def address(self, medium: str) -> str | None:
        """Where to write by this medium; None when we may not."""
        return self.addresses[medium] if self.medium([medium]) else None


def reach_of(persons: Persons, purpose: str, *, is_owed: bool = False) -> dict[int, Reach]:
    """How we may write for this purpose, for each record of these persons. Four queries, however many they are.
    ``is_owed``: by law, so that no bar of ours holds it back.

    An address may stand under any record of the person: the record's own comes first, then the living one's. What the
    living record allows holds for the person; who has left allows nothing.
    """
    working, allowed = _working(persons.records), _allowed(persons.records_of, purpose)
    barred = set() if is_owed else barred_among(persons)
    return {
        record: Reach(
            _first_of(record, person, persons, working), frozenset(allowed[person]), person in barred
        )
        for record, person in persons.person_of.items()
    }


def reach_one(customer: Customer, purpose: str, *, is_owed: bool = False) -> Reach:
    """How we may write to this customer for this purpose."""
    return reach_of(whole_persons([customer.pk]), purpose, is_owed=is_owed)[customer.pk]


def _first_of(record: int, person: int, persons: Persons, working: Mapping[int, Addresses]) -> Addresses:
    found: dict[str, str] = {}
    for one in (record, person, *sorted(persons.records_of[person])):
        found = {**working.get(one, {}), **found}
    return found


def _working(records: Iterable[int]) -> dict[int, dict[str, str]]:
    """The working addresses of each record; of several numbers the first known."""
    working: dict[int, dict[str, str]] = defaultdict(dict)
    emails = Customer.objects.filter(pk__in=records).exclude(email=None).exclude(email="")
    for record, email in emails.exclude(email__in=_lost(Medium.EMAIL)).values_list("pk", "email"):
        working[record][Medium.EMAIL.value] = email
    numbers = Identity.objects.filter(customer__in=records, kind=Identity.Kind.PHONE).order_by("id")
    numbers = numbers.exclude(value__in=_lost(Medium.TEXT))
    for record, number in numbers.values_list("customer_id", "value"):
        working[record].setdefault(Medium.TEXT.value, number)
    return working


def _allowed(living: Iterable[int], purpose: str) -> dict[int, set[str]]:
    allowed: dict[int, set[str]] = defaultdict(set)
    consents = Consent.objects.filter(
        customer__in=living, customer__ended_on=None, purpose=purpose, channel__in=Medium, withdrawn_at=None
    )
    for person, channel in consents.values_list("customer_id", "channel"):
        allowed[person].add(channel)
    return allowed


def _lost(medium: str) -> QuerySet:
    return LostAddress.objects.filter(medium=medium, ended_at=None).values("address")
