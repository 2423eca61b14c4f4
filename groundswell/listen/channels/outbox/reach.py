"""How customers can be reached: a working address for each medium, and what they allow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from groundswell.foundation.customers.models import Consent, Customer, Identity, Purpose

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
    """How each of these customers can be reached for that purpose. Three queries, however many they are."""
    ids = list(customer_ids)
    working: dict[int, dict[str, str]] = {pk: {} for pk in ids}
    emails = Customer.objects.filter(pk__in=ids).exclude(email=None).exclude(email="")
    for pk, email in emails.exclude(email__in=_lost(Medium.EMAIL)).values_list("pk", "email"):
        working[pk][Medium.EMAIL.value] = email
    for pk, number in _phones(ids):
        working[pk].setdefault(Medium.TEXT.value, number)
    allowed: dict[int, set[str]] = {pk: set() for pk in ids}
    consents = Consent.objects.filter(customer__in=ids, purpose=purpose, withdrawn_at=None)
    for pk, channel in consents.values_list("customer_id", "channel"):
        allowed[pk].add(channel)
    return {pk: Reach(working[pk], frozenset(allowed[pk])) for pk in ids}


def _phones(ids: list[int]) -> Iterator[tuple[int, str]]:
    """The working numbers of these customers, those of records merged into theirs too, first known first."""
    theirs = Q(customer__in=ids) | Q(
        customer__merged_into__kept__in=ids, customer__merged_into__undone_at=None
    )
    rows = Identity.objects.filter(theirs, kind=Identity.Kind.PHONE).exclude(value__in=_lost(Medium.TEXT))
    known = set(ids)
    for owner, kept, number in rows.order_by("id").values_list(
        "customer_id", "customer__merged_into__kept_id", "value"
    ):
        yield (owner if owner in known else kept), number


def reach_one(customer: Customer, purpose: str = Purpose.CONTACT) -> Reach:
    """How this customer can be reached for that purpose."""
    return reach_of([customer.pk], purpose)[customer.pk]


def _lost(medium: str) -> QuerySet:
    return LostAddress.objects.filter(medium=medium, ended_at=None).values("address")
