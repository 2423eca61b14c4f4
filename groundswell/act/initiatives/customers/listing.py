"""Who gets it, as a list for whoever delivers it, and how many that are."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from groundswell.act.initiatives.models import Design, Lot
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import sees_names
from groundswell.foundation.customers.models import DoNotContact
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.surveys.models import Invitation

from .arms import arms_of
from .dealing import nameless

COLUMNS = ("Customer number", "E-mail", "Name", "Gets it", "Dealt on", "Never to be contacted")
SIDES = ("with", "without", "both")


@dataclass(frozen=True, slots=True)
class Dealt:
    """How the customers were dealt: people on each side, on both, and records that nobody can tell apart outside."""

    with_it: int
    without_it: int
    apart: int
    nameless: int


def dealt_of(design: Design) -> Dealt:
    """As it is today."""
    arms = arms_of(design)
    return Dealt(arms.count[True], arms.count[False], arms.people_apart, nameless(design))


def may_list(user: User) -> bool:
    """Whoever sees names may read who they are."""
    return sees_names(user)


def listed(design: Design, side: str, user: User) -> QuerySet[Lot]:
    """Lots that this person may read, of customers of the part in which they are dealt. A person known twice stands twice, each time
    as they are known; who got both stands nowhere."""
    apart = arms_of(design).apart
    found = Lot.objects.filter(design=design).exclude(customer__in=apart)
    if side != "both":
        found = found.filter(gets=side == "with")
    if design.unit:
        found = found.filter(_met_in(subtree_ids(design.unit)))
    if not user.sees_everything:
        found = found.filter(customer__in=signals_visible_to(user).values("customer"))
    return found.order_by("pk")


def _met_in(units: list[int]) -> Q:
    """Whoever answered or was asked there; elsewhere the change does not run."""
    said = Signal.objects.filter(customer=OuterRef("customer"), unit__in=units)
    asked = Invitation.objects.filter(customer=OuterRef("customer"), unit__in=units)
    return Q(Exists(said)) | Q(Exists(asked))


def rows_of(lots: QuerySet[Lot]) -> Iterator[tuple[object, ...]]:
    """One line a record, streamed."""
    barred = DoNotContact.objects.filter(customer=OuterRef("customer"), ended_at=None)
    told = lots.annotate(barred=Exists(barred)).values_list(
        "customer__external_id", "customer__email", "customer__name", "gets", "at", "barred"
    )
    for number, email, name, gets, at, is_barred in told.iterator(chunk_size=5_000):
        yield number, email, name, "yes" if gets else "no", localdate(at), "yes" if is_barred else ""
