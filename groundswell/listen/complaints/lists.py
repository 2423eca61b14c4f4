"""The named lists of the register, the figures that open them, and who has how much."""

import statistics
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from groundswell.foundation.access.models import User

from .models import Complaint, Outcome
from .queries import complaints_to_act_on, open_at, with_promise


@dataclass(frozen=True, slots=True)
class Listed:
    """One list: its name on the tab, and what an empty one means."""

    label: str
    empty: str
    is_tab: bool = True


LISTS = {
    "open": Listed("Open", "Nobody waits for an answer"),
    "overdue": Listed("Overdue", "Nobody waits longer than promised"),
    "today": Listed("Due today", "Nothing is due today"),
    "again": Listed("Second look", "Nobody waits for a second look"),
    "answered": Listed("Answered", "Nothing was answered yet"),
    "all": Listed("All", "No complaint is in the register"),
    "care": Listed("Special care", "Nobody was marked as needing special care"),
    "waiting": Listed("Paused", "No clock stands still"),
    "not_content": Listed("Not content", "Nobody told us that an answer did not settle it", is_tab=False),
    "untold": Listed("Not acknowledged", "Every customer was told that we have it", is_tab=False),
    "upheld": Listed("Upheld, in whole or in part", "No complaint was upheld", is_tab=False),
    "running": Listed("With a clock", "No complaint has a clock yet", is_tab=False),
    "in_time": Listed("Answered in time", "Nothing was answered in time", is_tab=False),
    "acknowledged": Listed("Acknowledged in time", "Nothing was acknowledged in time", is_tab=False),
    "history": Listed("History", "Nothing came from an old file", is_tab=False),
}
RIGHT = Q(answer__outcome__in=[Outcome.UPHELD, Outcome.PARTLY]) | Q(
    review__last_word__outcome__in=[Outcome.UPHELD, Outcome.PARTLY]
)


def complaints_in(show: str, seen: QuerySet[Complaint], user: User, *, at: datetime) -> QuerySet[Complaint]:
    """The entries of one list, as far as this person sees them. Special care is listed for those who act only."""
    if show == "care":
        acting = complaints_to_act_on(user).order_by().values("pk")
        return seen.filter(pk__in=acting, special_care__isnull=False)
    if show in {"overdue", "today"}:
        running = with_promise(seen.filter(open_at(at))).filter(is_paused=False)
        late = Q(promised_at__lt=at)
        return running.filter(late if show == "overdue" else ~late & Q(promised_at__lt=end_of_day(at)))
    wanted = {
        "open": open_at(at),
        "again": open_at(at) & Q(review__isnull=False),
        "waiting": open_at(at) & Q(pauses__isnull=False, pauses__ended_at=None),
        "answered": Q(answer__isnull=False),
        "not_content": Q(answer__verdict__is_content=False),
        "untold": open_at(at) & Q(acknowledged_at=None),
        "upheld": RIGHT,
        "all": Q(),
        "running": Q(is_history=False),
        "in_time": Q(is_history=False, answer__at__lte=F("answer_due_at")),
        "acknowledged": Q(is_history=False, acknowledged_at__lte=F("acknowledge_due_at")),
        "history": Q(is_history=True),
    }
    return seen.filter(wanted[show])


def end_of_day(at: datetime) -> datetime:
    """Midnight after this moment, on the organisation's clock."""
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=timezone.get_current_timezone())


@dataclass(frozen=True, slots=True)
class RegisterFigure:
    """One figure with its n; ``words`` is never a share of nothing."""

    label: str
    words: str
    show: str


def figures_of(seen: QuerySet[Complaint], user: User, *, at: datetime) -> list[RegisterFigure]:
    """Acknowledged and answered in time, median days, upheld, opened again, each with n."""
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
    answered = seen.filter(answer__isnull=False)
    judged = answered.filter(answer__verdict__isnull=False).count()
    return [
        RegisterFigure("Acknowledged in time", _share(ack_kept, ack), "acknowledged"),
        RegisterFigure("Answered in time", _share(told_kept, told), "in_time"),
        RegisterFigure("Half were answered within", median, "answered"),
        RegisterFigure(
            "Upheld, in whole or in part", _share(answered.filter(RIGHT).count(), answered.count()), "upheld"
        ),
        RegisterFigure(
            "Not content with our answer",
            _share(complaints_in("not_content", seen, user, at=at).count(), judged),
            "not_content",
        ),
    ]


def _share(kept: int, of: int) -> str:
    return f"{kept} of {of} ({kept / of:.0%})" if of else "None was due yet (n = 0)"


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has: late, due today, open in all; ``pk`` is None where nobody has it."""

    pk: int | None
    name: str
    late: int
    today: int
    open: int


def loads_of(seen: QuerySet[Complaint], *, at: datetime) -> list[Load]:
    """Who has open complaints, most late ones first. One query."""
    rows = with_promise(seen.filter(open_at(at))).order_by()
    midnight, loads = end_of_day(at), {}
    for pk, name, promised, paused in rows.values_list("owner", "owner__name", "promised_at", "is_paused"):
        late = not paused and promised < at
        held = loads.get(pk, Load(pk, name or "Nobody", 0, 0, 0))
        today = not paused and at <= promised < midnight
        loads[pk] = Load(pk, held.name, held.late + late, held.today + today, held.open + 1)
    return sorted(loads.values(), key=lambda one: (-one.late, -one.today, -one.open, one.name))
