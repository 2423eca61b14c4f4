"""Another system asks what one customer was dealt: whoever is asked after is made known and dealt, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.initiatives.designs.registering import has_begun, standing_design
from groundswell.act.initiatives.models import Design, Initiative, Lot
from groundswell.act.initiatives.queries import initiatives_visible_to
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.models import Customer, Identity
from groundswell.foundation.customers.queries import person_ids

from .dealing import deal_one

WHO: Final = {
    "external_id": (Identity.Kind.EXTERNAL.value, 128),
    "email": (Identity.Kind.EMAIL.value, 254),
    "phone": (Identity.Kind.PHONE.value, 40),
}
"""How a customer is named, with the kind of identity and the most characters."""
NOT_DEALT = "No initiative of this number deals customers by lot, or its owner does not see it. The number stands in the address of its page."


class QuestionUnusable(Exception):
    """One field cannot be used; the text says why and what to write."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Told:
    """What one customer was dealt, and whether it is at work already."""

    gets: bool
    dealt_at: datetime
    has_begun: bool
    starts_on: date
    part: str | None
    """The code of the part of the organisation in which it runs; everywhere without one."""


@transaction.atomic
def lot_of(told: Mapping[str, Any], *, reader: User, at: datetime) -> Told:
    """Read the question and answer it. Raises QuestionUnusable."""
    for name in told:
        if name not in (*WHO, "initiative"):
            raise QuestionUnusable(
                name[:60], f"This field is not known. The fields are initiative, {', '.join(WHO)}."
            )
    initiative, design = _dealt(told.get("initiative"), reader)
    lot = _lot(design, _customer(told), at)
    begun = has_begun(initiative, at) and design.starts_on <= localdate(at)
    return Told(lot.gets, lot.at, begun, design.starts_on, design.unit and design.unit.code)


def _dealt(number: object, reader: User) -> tuple[Initiative, Design]:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**31:
        raise QuestionUnusable(
            "initiative", "Write the number of the initiative, as it stands in the address of its page."
        )
    found = initiatives_visible_to(reader).filter(pk=number).first()
    design = found and standing_design(found)
    if found is None or design is None or not design.is_of_customers:
        raise QuestionUnusable("initiative", NOT_DEALT)
    return found, design


def _customer(told: Mapping[str, Any]) -> Customer:
    given = {}
    for name, (kind, most) in WHO.items():
        value = told.get(name)
        if value is None:
            continue
        if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
            raise QuestionUnusable(name, f"Write a text of 1 to {most} characters that can be printed.")
        given[kind] = value
    try:
        customer = find_or_make_customer(given)
    except IdentityRefused as refusal:
        raise QuestionUnusable("email" if "email" in told else next(iter(told)), str(refusal)) from refusal
    if customer is None:
        raise QuestionUnusable("external_id", "Name the customer by external_id, email or phone.")
    return customer


def _lot(design: Design, customer: Customer, at: datetime) -> Lot:
    """That of the record that lives on, else of one that is read as part of it: nobody is dealt twice for being known twice."""
    held = Lot.objects.filter(design=design, customer__in=person_ids(customer)).order_by("pk")
    found = next((one for one in held if one.customer_id == customer.pk), None) or held.first()
    found = found or deal_one(design, customer, at=at)
    if found is None:
        raise QuestionUnusable(
            "external_id", "Nothing tells this customer apart. Name them by external_id, email or phone."
        )
    return found
