"""The named lists of the register, and the figures that open them."""

import statistics
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from groundswell.foundation.access.models import User

from .models import Complaint
from .queries import complaints_to_act_on, open_at


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: its name on the tab, and what an empty one means."""

    label: str
    empty: str
    is_tab: bool = True


LISTS = {
    "open": Listed("Open", "Nobody waits for an answer"),
    "overdue": Listed("Overdue", "Nobody waits longer than promised"),
    "care": Listed("Special care", "Nobody was marked as needing special care"),
    "answered": Listed("Answered", "Nothing was answered yet"),
    "not_content": Listed("Not content", "Nobody told us that an answer did not settle it"),
    "all": Listed("All", "No complaint is in the register"),
    "running": Listed("With a clock", "No complaint has a clock yet", is_tab=False),
    "in_time": Listed("Answered in time", "Nothing was answered in time", is_tab=False),
    "acknowledged": Listed("Acknowledged in time", "Nothing was acknowledged in time", is_tab=False),
    "history": Listed("History", "Nothing came from an old file", is_tab=False),
}


def complaints_in(show: str, seen: QuerySet[Complaint], user: User, *, at: datetime) -> QuerySet[Complaint]:
    """The entries of one list, as far as this person sees them. Special care is listed for those who act only."""
    if show == "care":
        acting = complaints_to_act_on(user).order_by().values("pk")
        return seen.filter(pk__in=acting, special_care__isnull=False)
    wanted = {
        "open": open_at(at),
        "overdue": open_at(at) & Q(answer_due_at__lt=at),
        "answered": Q(answer__isnull=False),
        "not_content": Q(answer__verdict__is_content=False),
        "all": Q(),
        "running": Q(is_history=False),
        "in_time": Q(is_history=False, answer__at__lte=F("answer_due_at")),
        "acknowledged": Q(is_history=False, acknowledged_at__lte=F("acknowledge_due_at")),
        "history": Q(is_history=True),
    }
    return seen.filter(wanted[show])


@dataclass(frozen=True, slots=True)
class RegisterFigure:
    """One figure with its n; ``words`` is never a share of nothing."""

    label: str
    words: str
    show: str


def figures_of(seen: QuerySet[Complaint], user: User, *, at: datetime) -> list[RegisterFigure]:
    """Acknowledged in time, answered in time, and the median days to an answer, each with n."""
    due = seen.filter(is_history=False)
    ack = due.filter(Q(acknowledged_at__isnull=False) | Q(acknowledge_due_at__lt=at)).count()
    ack_kept = complaints_in("acknowledged", seen, user, at=at).count()
    told = due.filter(Q(answer__isnull=False) | Q(answer_due_at__lt=at)).count()
    told_kept = complaints_in("in_time", seen, user, at=at).count()
    spans = due.filter(answer__isnull=False).order_by().values_list("received_at", "answer__at")
    days = [(answered - received).total_seconds() / 86_400 for received, answered in spans]
    median = (
        f"{statistics.median(days):.1f} days, n = {len(days)}" if days else "Nothing was answered yet (n = 0)"
    )
    return [
        RegisterFigure("Acknowledged in time", _share(ack_kept, ack), "acknowledged"),
        RegisterFigure("Answered in time", _share(told_kept, told), "in_time"),
        RegisterFigure("Half were answered within", median, "answered"),
    ]


def _share(kept: int, of: int) -> str:
    return f"{kept} of {of} ({kept / of:.0%})" if of else "None was due yet (n = 0)"
