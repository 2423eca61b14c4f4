"""How the community of advocates does: what it gave and what it was asked, with n, margin and period."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.look.components import Figure
from groundswell.science.statistics.intervals import wilson

from .earning import Earned, earned_by
from .judging import YEAR, Why
from .knowing import Standing, rules_in_force, standings
from .lists import RESTS
from .models import Advocate, Ask
from .queries import (
    active_advocates,
    advocates_visible_to,
    asked_to_the_full,
    asks_visible_to,
    referrals_visible_to,
)

FEWEST = 10
PERIOD = "the last 365 days"


@dataclass(frozen=True, slots=True)
class Health:
    """Each figure and count of the page."""

    joined: int
    active: Figure
    answered: Figure
    yes: Figure
    open_asks: int
    resting: int
    full: int
    by_few: Figure
    earned: Earned
    left: int
    left_because: list[tuple[str, str, int]]
    why_not: list[tuple[Why, int]]
    ready: int


def health_of(user: User, at: datetime) -> Health:
    """The community within sight."""
    seen = advocates_visible_to(user)
    living = seen.filter(left_at=None)
    joined, active = living.count(), active_advocates(seen, at).count()
    asks = asks_visible_to(user).filter(asked_at__gt=at - YEAR).exclude(answer=Ask.Answer.TAKEN_BACK)
    told = _by_answer(asks)
    answered = told["yes"] + told["not_now"] + told["never"]
    stand = standings(list(living), at)
    left = seen.filter(left_at__gt=at - YEAR)
    return Health(
        joined=joined,
        active=_share(
            "Active of those who joined",
            active,
            joined,
            "Said yes, brought somebody or let us show words.",
            "advocate",
        ),
        answered=_share(
            "Asks answered",
            answered,
            answered + told["silent"],
            "Of asks that ended; those that wait do not count.",
        ),
        yes=_share("Yes of those who answered", told["yes"], answered, "Not now and never are the others."),
        open_asks=told["open"],
        resting=_count(stand, RESTS),
        full=asked_to_the_full(seen, rules_in_force().per_year, at).count(),
        by_few=_by_few(asks),
        earned=earned_by(referrals_visible_to(user).filter(at__gt=at - YEAR)),
        left=left.count(),
        left_because=_why_left(left),
        why_not=[(why, count) for why in Why if (count := _count(stand, (why,)))],
        ready=sum(1 for one in stand if one.held is None),
    )


def _share(label: str, hits: int, n: int, definition: str, noun: str = "ask") -> Figure:
    if n < FEWEST:
        reason = f"{hits} of {n}; from {FEWEST} on it is a share."
        return Figure(
            None,
            n=n,
            is_thin=True,
            reason=reason,
            noun=noun,
            label=label,
            period=PERIOD,
            definition=definition,
        )
    ends = wilson(hits, n)
    low, high = (100 * ends.low, 100 * ends.high) if ends else (None, None)
    return Figure(
        100 * hits / n, n=n, low=low, high=high, noun=noun, label=label, period=PERIOD, definition=definition
    )


def _by_answer(asks: QuerySet[Ask]) -> dict[str, int]:
    of = {"open": Q(answer=""), **{one.value: Q(answer=one) for one in Ask.Answer}}
    return asks.order_by().aggregate(**{name: Count("pk", filter=where) for name, where in of.items()})


def _by_few(asks: QuerySet[Ask]) -> Figure:
    """The share of all that was done or promised that the busiest tenth of those who did something carries."""
    yes = asks.filter(answer=Ask.Answer.YES).order_by()
    loads = sorted(
        yes.values_list("advocate").annotate(load=Count("pk")).values_list("load", flat=True), reverse=True
    )
    few = max(1, len(loads) // 10)
    words = f"What the busiest {few} of {len(loads)} who said yes carry."
    return _share("Carried by the busiest tenth", sum(loads[:few]), sum(loads), words)


def _why_left(left: QuerySet[Advocate]) -> list[tuple[str, str, int]]:
    rows = left.order_by().values_list("left_because").annotate(count=Count("pk"))
    names = dict(Advocate.Why.choices)
    return sorted(
        ((why, names.get(why, "Did not say"), count) for why, count in rows), key=lambda row: -row[2]
    )


def _count(stand: list[Standing], reasons: tuple[Why, ...]) -> int:
    return sum(1 for one in stand if one.held and one.held.why in reasons)
