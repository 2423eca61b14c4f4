"""Who calls: found by what they say, while a colleague types."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.actions import canonical
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.models import Customer, Identity
from groundswell.foundation.customers.queries import living_ids, merged_records
from groundswell.foundation.looking_for import holds
from groundswell.listen.signals.queries import signals_visible_to

MOST = 6
LEAST_LETTERS = 3


def customers_like(user: User, *, name: str = "", phone: str = "", email: str = "") -> list[Customer]:
    """Who that may be: by number, address or customer number wherever they are; by name within sight only."""
    exact = _known_by(name=name, phone=phone, email=email)
    named = _named(user, name).exclude(pk__in=exact)[:MOST] if len(name.strip()) >= LEAST_LETTERS else []
    return [*Customer.objects.filter(pk__in=exact).order_by("pk"), *named][:MOST]


def the_one_known_by(user: User, *, phone: str = "", email: str = "") -> Customer | None:
    """A number or an address that one person has says who it is; a name does not."""
    found = customers_like(user, phone=phone, email=email)
    return found[0] if len(found) == 1 else None


def _known_by(*, name: str, phone: str, email: str) -> set[int]:
    asked = [(Identity.Kind.PHONE, phone), (Identity.Kind.EMAIL, email), (Identity.Kind.EXTERNAL, name)]
    found: set[int] = set()
    for kind, text in asked:
        value = _canonical(kind, text)
        if value:
            found |= set(
                Identity.objects.filter(kind=kind, value=value).values_list("customer_id", flat=True)
            )
            column = {Identity.Kind.EMAIL: "email", Identity.Kind.EXTERNAL: "external_id"}.get(kind)
            if column:
                found |= set(Customer.objects.filter(**{column: value}).values_list("pk", flat=True))
    return set(living_ids(found).values())


def _canonical(kind: Identity.Kind, text: str) -> str:
    try:
        return canonical(kind, text) if text.strip() else ""
    except IdentityRefused:
        return ""


def _named(user: User, name: str) -> QuerySet[Customer]:
    begins = Q(name__istartswith=name.strip()) | holds("name", f" {name.strip()}")
    living = Customer.objects.filter(begins).exclude(pk__in=merged_records()).order_by("name", "pk")
    if user.sees_everything:
        return living
    return living.filter(Exists(signals_visible_to(user).filter(customer=OuterRef("pk"))))
