"""Is the loop alive: how many customers heard from us in time, were asked again, came back."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from groundswell.science.statistics.intervals import Interval, wilson

from .models import Case, Closure
from .queries import RECOVERED_FROM, with_state

FEWEST_FOR_A_SHARE = 5

CAN_BE_ANSWERED = Q(signal__customer__isnull=False)
DECIDED = CAN_BE_ANSWERED & (Q(contacted_at__isnull=False) | Q(is_late=True) | Q(closed_at__isnull=False))
IN_TIME = DECIDED & Q(contacted_at__lte=F("due_at"))
CLOSED = Q(closed_at__isnull=False)
MAY_BE_ASKED_AGAIN = CLOSED & ~Q(closure__outcome__in=[Closure.Outcome.UNREACHABLE, Closure.Outcome.LEARNED])
ASKED_AGAIN = Q(second_ask__isnull=False)
ANSWERED_AGAIN = Q(second_ask__invitation__signal__score__isnull=False)
RECOVERED = Q(second_ask__invitation__signal__score__gte=RECOVERED_FROM)


@dataclass(frozen=True, slots=True)
class LoopFigure:
    """``count`` of ``n`` cases; ``show`` names the list of cases behind it. Absent where nobody could be counted yet."""

    name: str
    label: str
    count: int
    n: int | None
    definition: str
    show: str

    @property
    def share(self) -> float | None:
        """From 0 to 1; None below five cases, where a share says nothing."""
        return self.count / self.n if self.n and self.n >= FEWEST_FOR_A_SHARE else None

    @property
    def margin(self) -> Interval | None:
        """The range in which the share lies with 95 % confidence (Wilson)."""
        return wilson(self.count, self.n) if self.n and self.share is not None else None

    @property
    def words(self) -> str:
        """The figure as a sentence part, with its margin or with why there is none."""
        if self.n is None:
            return f"{self.count:,}"
        if self.n == 0:
            return "None to count yet"
        if self.share is None or self.margin is None:
            return f"{self.count} of {self.n}, too few to tell"
        low, high = round(100 * self.margin.low), round(100 * self.margin.high)
        return f"{round(100 * self.share)}% ({self.count:,} of {self.n:,}, between {low}% and {high}%)"


def loop_figures(cases: QuerySet[Case], at: datetime) -> list[LoopFigure]:
    """The figures of the loop over these cases, in one query."""
    found = with_state(cases, at).aggregate(
        opened=Count("pk"),
        decided=Count("pk", filter=DECIDED),
        in_time=Count("pk", filter=IN_TIME),
        closed=Count("pk", filter=CLOSED),
        askable=Count("pk", filter=MAY_BE_ASKED_AGAIN),
        asked=Count("pk", filter=ASKED_AGAIN),
        answered=Count("pk", filter=ANSWERED_AGAIN),
        recovered=Count("pk", filter=RECOVERED),
    )
    return [
        LoopFigure("opened", "Opened", found["opened"], None, "Signals that a rule turned into a case.", "opened"),
        LoopFigure(
            "in_time", "Contacted in time", found["in_time"], found["decided"],
            "Customers reached before the promised moment, of those whose moment has come.", "in-time",
        ),
        LoopFigure("closed", "Closed", found["closed"], found["opened"], "Cases with cause and outcome, of all opened.", "closed"),
        LoopFigure(
            "asked", "Asked again", found["asked"], found["askable"],
            "Customers asked again after closing, of closed cases in which somebody was reached.", "asked-again",
        ),
        LoopFigure(
            "recovered", "Recovered", found["recovered"], found["answered"],
            f"Second answers of {RECOVERED_FROM} or more, of second answers with a score.", "recovered",
        ),
    ]  # fmt: skip
