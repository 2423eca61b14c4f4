"""Deal customers by lot: once each, by the seed of the design and the reference by which they are known."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.timezone import localdate

from groundswell.act.initiatives.models import Design, Lot
from groundswell.act.initiatives.plan import ends_on
from groundswell.foundation.bulk_rows import as_stored, insert_rows
from groundswell.foundation.customers.models import Customer, Identity
from groundswell.foundation.customers.queries import canonical_email, merged_into, merged_records
from groundswell.science.effects.dealing import gets_it

AT_ONCE = 5_000
Known = tuple[int, str | None, str | None, str | None]
"""A record with its number, address and telephone."""


def reference_of(external_id: str | None, email: str | None, phone: str | None) -> str:
    """How a customer is known here and outside: by their number, else by address, else by telephone; empty where by nothing."""
    return (external_id or "").strip() or canonical_email(email) or phone or ""


def deal_customers(design: Design, *, at: datetime) -> int:
    """Deal everybody who can be told apart and was not dealt yet, in portions that each stand by themselves. Returns how many.

    It may run twice, or be broken off: what a customer gets is settled by seed and reference, not by when.
    """
    dealt, last, waiting = 0, 0, undealt(design).order_by("pk")
    while portion := list(_known(waiting.filter(pk__gt=last))[:AT_ONCE]):
        dealt, last = dealt + _keep(design, portion, at), portion[-1][0]
    return dealt


@transaction.atomic
def deal_one(design: Design, customer: Customer, *, at: datetime) -> Lot | None:
    """What one living record got, dealt now where it was not; None where nothing tells this customer apart.

    Once the time is over it is told by the same seed and not kept: what was judged stays as it was.
    """
    known = _known(Customer.objects.filter(pk=customer.pk)).get()
    if localdate(at) >= ends_on(design):
        return next(
            (Lot(design=design, customer=customer, gets=gets, at=at) for _, gets in _drawn(design, [known])),
            None,
        )
    _keep(design, [known], at)
    return Lot.objects.filter(design=design, customer=customer).first()


def undealt(design: Design) -> QuerySet[Customer]:
    """Living records without a lot, whether anything tells them apart or not. Nobody is dealt again for being known twice."""
    lots, person_of = Lot.objects.filter(design=design), merged_into()
    merged = lots.filter(customer__in=merged_records()).values_list("customer", flat=True)
    living = Customer.objects.exclude(pk__in=merged_records()).exclude(
        pk__in={person_of[one] for one in merged}
    )
    return living.filter(~Exists(lots.filter(customer=OuterRef("pk"))))


def nameless(design: Design) -> int:
    """How many records nobody can tell apart outside: without number, address or telephone, such as of a poster."""
    has_one = Identity.objects.filter(customer=OuterRef("pk"))
    return undealt(design).filter(~Q(external_id__gt=""), ~Q(email__gt=""), ~Exists(has_one)).count()


def _known(customers: QuerySet[Customer]) -> QuerySet[Customer, Known]:
    """Each as known by their record, else by what was heard of them since; the smallest where there are several."""
    held = Identity.objects.filter(customer=OuterRef("pk")).order_by().values("customer")

    def smallest(kind: str) -> Subquery:
        return Subquery(held.filter(kind=kind).annotate(one=Min("value")).values("one"))

    return customers.annotate(
        number=Coalesce(NullIf("external_id", Value("")), smallest(Identity.Kind.EXTERNAL)),
        address=Coalesce(NullIf("email", Value("")), smallest(Identity.Kind.EMAIL)),
        phone=smallest(Identity.Kind.PHONE),
    ).values_list("pk", "number", "address", "phone")


def _keep(design: Design, portion: Iterable[Known], at: datetime) -> int:
    return insert_rows(
        Lot,
        ("design_id", "customer_id", "gets", "at"),
        [(design.pk, pk, gets, as_stored(at)) for pk, gets in _drawn(design, portion)],
        ("design_id", "customer_id"),
    )


def _drawn(design: Design, portion: Iterable[Known]) -> Iterator[tuple[int, bool]]:
    if design.seed is None or design.share is None:
        raise ValueError("Only customers are dealt here.")
    for pk, *known in portion:
        if reference := reference_of(*known):
            yield pk, gets_it(design.seed, reference, design.share)
