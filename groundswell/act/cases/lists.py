"""The named lists of cases: what the tabs show and what each figure opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from groundswell.foundation.access.models import User

from . import figures
from .models import Case
from .queries import with_places, with_state


@dataclass(frozen=True, slots=True)
class CaseList:
    """A list with a name, and what an empty one teaches."""

    label: str
    narrow: Callable[[User], Q]
    order: tuple[str, ...]
    empty: str
    teaches: str
    is_tab: bool = False


def _mine(user: User) -> Q:
    return Q(closed_at=None, owner=user.person) if user.person else Q(pk__in=[])


WAITS = ExpressionWrapper(Q(waits_until__isnull=False), output_field=BooleanField())
NAMELESS = ExpressionWrapper(Q(signal__customer=None), output_field=BooleanField())
# Where nobody is known nobody waits: such a case stands below those of customers who do, and so do those in which we wait.
URGENT, RECENT = ("is_nameless", "waits", "rule__priority", "due_at", "id"), ("-closed_at", "-id")
LISTS = {
    "mine": CaseList(
        "Mine", _mine, URGENT, "No customer waits for you",
        "When a rule opens a case in your part of the organisation, it comes to the person who answers for it.", True,
    ),
    "team": CaseList(
        "My team’s", lambda user: Q(closed_at=None), URGENT, "No customer waits for your team",
        "Every low score and every complaint opens a case here within seconds, with an owner and a clock.", True,
    ),
    "late": CaseList(
        "Late", lambda user: Q(is_late=True), URGENT, "Nobody has waited too long",
        "A case is late when the promised moment has gone and nobody has reached the customer.", True,
    ),
    "closed": CaseList(
        "Closed", lambda user: figures.CLOSED, RECENT, "No case is closed yet",
        "A case closes with its root cause and its outcome. Then the customer is asked again.", True,
    ),
    "opened": CaseList("Opened", lambda user: Q(), URGENT, "No case has been opened", "A rule opens them."),
    "in-time": CaseList(
        "Contacted in time", lambda user: figures.IN_TIME, URGENT, "Nobody has been reached in time yet",
        "Note a contact on the case as soon as you have spoken with the customer.",
    ),
    "asked-again": CaseList(
        "Asked again", lambda user: figures.ASKED_AGAIN, RECENT, "Nobody has been asked again yet",
        "One working day after closing, the customer is asked whether it was put right.",
    ),
    "recovered": CaseList(
        "Recovered", lambda user: figures.RECOVERED, RECENT, "No second answer shows a recovery yet",
        f"A customer is recovered when the second answer is {figures.RECOVERED_FROM} or more.",
    ),
}  # fmt: skip


def cases_in(name: str, user: User, seen: QuerySet[Case], *, at: datetime) -> QuerySet[Case]:
    """One list out of what this person may see, with state and places."""
    chosen = LISTS[name]
    narrowed = with_state(seen, at).filter(chosen.narrow(user)).annotate(is_nameless=NAMELESS, waits=WAITS)
    return with_places(narrowed).order_by(*chosen.order)


def counts_of_tabs(user: User, seen: QuerySet[Case], *, at: datetime) -> dict[str, int]:
    """How many cases each tab holds, in one query."""
    wanted = {
        name: Count("pk", filter=chosen.narrow(user)) for name, chosen in LISTS.items() if chosen.is_tab
    }
    found = with_state(seen, at).aggregate(**{f"in_{name}": count for name, count in wanted.items()})
    return {name: found[f"in_{name}"] for name in wanted}
