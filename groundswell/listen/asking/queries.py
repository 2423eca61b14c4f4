"""Ask who was asked: the rules in force, what is known about people, what waits, what a person may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.listen.surveys.models import Invitation, KindOfScore

from .models import Ask, ContactRule, DoNotContact, Sending, Way

Chosen = QuerySet | Iterable[int]


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules need to know about one person."""

    zone: str
    has_address: bool
    has_left: bool
    consents: bool
    is_banned: bool
    asks: tuple[tuple[datetime, int, bool, int], ...]
    """When, which survey, whether it was a reminder, which invitation."""
    relationship_due: tuple[tuple[int, datetime], ...]
    """Ask and moment of the relationship questions that wait."""


def living_rules() -> QuerySet[ContactRule]:
    """Rules in force that somebody set."""
    return ContactRule.objects.filter(ended_at=None).select_related("survey")


def known_about(customers: Chosen, *, reach: timedelta, at: datetime) -> dict[int, Known]:
    """What the rules need to know about these customers. Four queries, however many they are."""
    asks: dict[int, list[tuple[datetime, int, bool, int]]] = defaultdict(list)
    since = at - reach
    invitations = Invitation.objects.filter(customer__in=customers, invited_at__gte=since)
    for row in invitations.values_list("customer_id", "invited_at", "version__survey_id", "id"):
        asks[row[0]].append((row[1], row[2], False, row[3]))
    reminders = Sending.objects.filter(ask__customer__in=customers, ask__way=Way.REMINDER, at__gte=since)
    for row in reminders.values_list("ask__customer_id", "at", "ask__survey_id", "invitation_id"):
        asks[row[0]].append((row[1], row[2], True, row[3]))
    due: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    first = waiting().filter(customer__in=customers, survey__kind_of_score=KindOfScore.RELATIONSHIP, step=0)
    for row in first.values_list("customer_id", "id", "due_at"):
        due[row[0]].append((row[1], row[2]))
    return {
        row[0]: Known(
            zone=row[1] or settings.TIME_ZONE,
            has_address=bool(row[2]),
            has_left=row[3] is not None and row[3] <= at.date(),
            consents=row[4],
            is_banned=row[5],
            asks=tuple(sorted(asks[row[0]])),
            relationship_due=tuple(due[row[0]]),
        )
        for row in _people(customers).values_list(
            "id", "time_zone", "email", "ended_on", "allows", "is_banned"
        )
    }


def _people(customers: Chosen) -> QuerySet[Customer]:
    allows = Consent.objects.filter(
        customer=OuterRef("pk"), purpose=Consent.Purpose.CONTACT, withdrawn_at=None
    )
    bans = DoNotContact.objects.filter(customer=OuterRef("pk"), ended_at=None)
    return Customer.objects.filter(pk__in=customers).annotate(allows=Exists(allows), is_banned=Exists(bans))


def waiting() -> QuerySet[Ask]:
    """Asks of living plans that were neither sent nor suppressed."""
    return Ask.objects.filter(plan__isnull=False, plan__ended_at=None, sending=None, suppressions=None)


def due_asks(at: datetime) -> QuerySet[Ask]:
    """What waits and is due, in due order; what quiet hours hold back is not."""
    free = Q(held_until=None) | Q(held_until__lte=at)
    return waiting().filter(free, due_at__lte=at).order_by("due_at", "id")


def asks_visible_to(user: User) -> QuerySet[Ask]:
    """Whom we asked: for those who see everything, because plans ask across all units."""
    seen = user.is_authenticated and user.is_active and user.sees_everything
    return Ask.objects.all() if seen else Ask.objects.none()
