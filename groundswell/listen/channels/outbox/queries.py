"""Ask the outbox."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Customer, Identity
from groundswell.listen.surveys.models import Invitation

from .models import Delivery, LostAddress, Medium, Message

STATES = {"": "Waiting"} | dict(Delivery.Outcome.choices)
FAILED = (
    Delivery.Outcome.REFUSED,
    Delivery.Outcome.WITHDRAWN,
    Delivery.Outcome.GIVEN_UP,
    Delivery.Outcome.RETURNED,
)


AGAIN = (Delivery.Outcome.BEGUN, Delivery.Outcome.REFUSED, Delivery.Outcome.GIVEN_UP)
LAST = Delivery.objects.filter(message=OuterRef("pk")).order_by("-id").values("outcome")[:1]


def not_handed_over(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Those of them that are still tried, and those that a colleague may send again: as far as anybody knows they did not leave."""
    return messages.alias(last=Subquery(LAST)).filter(Q(due_at__isnull=False) | Q(last__in=AGAIN))


def messages_visible_to(user: User) -> QuerySet[Message]:
    """What went out, each with its last ``outcome``. Only those who see everything read other people's messages."""
    every = Message.objects.select_related("customer", "person").annotate(outcome=Subquery(LAST))
    return every if user.is_authenticated and user.sees_everything else every.filter(person=user.person or 0)


SHOWN = {
    "all": ("All", Q()),
    "waiting": ("Waiting", Q(due_at__isnull=False)),
    "unknown": ("End unknown", Q(due_at=None, outcome=Delivery.Outcome.BEGUN)),
    "failed": ("Came to nothing", Q(due_at=None, outcome__in=FAILED)),
}
"""What the list can be narrowed to."""


def ends_unknown() -> int:
    """How many messages nobody knows the end of: a colleague decides whether to send them again."""
    later = Delivery.objects.filter(message=OuterRef("message"), pk__gt=OuterRef("pk"))
    begun = Delivery.objects.filter(outcome=Delivery.Outcome.BEGUN, message__due_at=None)
    return begun.exclude(Exists(later)).count()


def state_of(message: Message) -> str:
    """How a message of ``messages_visible_to`` stands, in words."""
    return STATES[getattr(message, "outcome", None) or ""]


def medium_of(invitation: Invitation | int | None) -> str | None:
    """How an invitation went out; None when nothing was written."""
    if invitation is None:
        return None
    return Message.objects.filter(invitation=invitation).values_list("medium", flat=True).first()


@dataclass(frozen=True, slots=True)
class Lost:
    """A lost address with the person whom we cannot reach there."""

    address: LostAddress
    customer: Customer | None
    person: str


def lost_visible_to(user: User) -> QuerySet[LostAddress]:
    """Addresses at which nobody is reached: for those who see everything."""
    living = LostAddress.objects.filter(ended_at=None)
    return living if user.is_authenticated and user.sees_everything else living.none()


def with_people(found: list[LostAddress]) -> list[Lost]:
    """Each with whom it belongs to. Three queries, however many."""
    addresses = [one.address for one in found]
    by_email = {one.email: one for one in Customer.objects.filter(email__in=addresses)}
    rows = Identity.objects.filter(kind=Identity.Kind.PHONE, value__in=addresses).select_related("customer")
    by_phone = {row.value: row.customer for row in rows}
    named = dict(
        Message.objects.filter(pk__in=[one.message_id for one in found if one.message_id])
        .exclude(person=None)
        .values_list("pk", "person__name")
    )
    return [
        Lost(
            one,
            (by_phone if one.medium == Medium.TEXT else by_email).get(one.address),
            named.get(one.message_id or 0, ""),
        )
        for one in found
    ]
