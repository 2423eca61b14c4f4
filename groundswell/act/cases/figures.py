"""Is the loop alive: how many customers heard from us in time, were asked again, came back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.science.statistics.intervals import Interval, wilson

from .models import Case, SecondAsk
from .queries import RECOVERED_FROM, cases_visible_to, counts_of

FEWEST_FOR_A_SHARE = 5
PERIOD = timedelta(days=90)

IN_TIME = Q(in_time=True)
DECIDED = Q(in_time__isnull=False) | Q(is_late=True)
"""Of cases that came by ``with_state``: where a customer waited and the promised moment has come, kept or not."""
CLOSED = Q(closed_at__isnull=False)
MAY_BE_ASKED_AGAIN = CLOSED & Q(contacted_at__isnull=False, quiet=None)
ASKED_AGAIN = Q(second_ask__isnull=False)
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


def loop_figures(user: User, at: datetime, over: timedelta = PERIOD) -> list[LoopFigure]:
    """The figures of the loop over the cases opened in this time that somebody may see."""
    lately = Q(opened_at__gte=at - over)
    counted = {
        "opened": Q(),
        "in_time": IN_TIME,
        "not_in_time": Q(in_time=False),
        "late": Q(late_from__lt=at),
        "closed": CLOSED,
        "askable": MAY_BE_ASKED_AGAIN,
    }
    seen = cases_visible_to(user).filter(lately)
    n = counts_of(user, counted, among=lately) | _asked_again(seen)
    return [
        LoopFigure("opened", "Opened", n["opened"], None, "Signals that a rule turned into a case.", "opened"),
        LoopFigure(
            "in_time", "Contacted in time", n["in_time"], n["in_time"] + n["not_in_time"] + n["late"],
            "Customers reached before the promised moment, of those whose moment has come.", "in-time",
        ),
        LoopFigure("closed", "Closed", n["closed"], n["opened"], "Cases with cause and outcome, of all opened.", "closed"),
        LoopFigure(
            "asked", "Asked again", n["asked"], n["askable"],
            "Customers asked again after closing, of closed cases about a voice in which somebody was reached.", "asked-again",
        ),
        LoopFigure(
            "recovered", "Recovered", n["recovered"], n["answered"],
            f"Second answers of {RECOVERED_FROM} or more, of second answers with a score.", "recovered",
        ),
    ]  # fmt: skip


def _asked_again(cases: QuerySet[Case]) -> dict[str, Any]:
    score, seen = "invitation__signal__score", Exists(cases.order_by().filter(pk=OuterRef("case")))
    return SecondAsk.objects.filter(seen).aggregate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(**{f"{score}__isnull": False})),
        recovered=Count("pk", filter=Q(**{f"{score}__gte": RECOVERED_FROM})),
    )
