"""What a design that deals customers is told from: both sides at one place, and in which times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Max, QuerySet
from django.utils.timezone import localdate, make_aware

from groundswell.act.initiatives.guarding import Watched
from groundswell.act.initiatives.models import Design, Guard
from groundswell.foundation.customers.revenue import months_from
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.surveys.models import Invitation, KindOfScore
from groundswell.science.effects.any_day import at_any_look
from groundswell.science.effects.by_design import BLENDED_FROM
from groundswell.science.effects.customers import Side, compared, response_of_arms
from groundswell.science.effects.experiments import Arm
from groundswell.science.effects.selective_response import Asked, Response

from .answers import ANSWERED, NO_DETRACTOR, POINTS, Said, Times, Where, said_by_each
from .arms import Arms

SIDES: Final = (True, False)


def where_of(design: Design) -> Where:
    """The answers by which the design is told."""
    units = tuple(subtree_ids(design.unit)) if design.unit else None
    return Where(design.touchpoint_id, units, design.kind_of_score)


def times_of(design: Design, first: date, until: date) -> Times:
    """Before ends when the lot is drawn; what comes between that and the first day counts in neither time."""
    drawn = design.registered_at
    return Times(
        midnight(months_from(localdate(drawn).replace(day=1), -BLENDED_FROM)), drawn, max(midnight(first), drawn),
        midnight(until + timedelta(days=1)),
    )  # fmt: skip


def midnight(day: date) -> datetime:
    """When a day begins here."""
    return make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Both:
    """What each person on both sides said at one place, in both times."""

    having: Mapping[int, Said]
    lacking: Mapping[int, Said]

    @property
    def sides(self) -> tuple[Side, Side]:
        return _side(self.having.values()), _side(self.lacking.values())

    def counts(self) -> dict[str, dict[str, int]]:
        """Answers by side and time, as the lists behind them are named."""
        return {
            name: {
                "before": sum(one.n_before for one in said.values()),
                "after": sum(one.n for one in said.values()),
            }
            for name, said in (("with", self.having), ("without", self.lacking))
        }

    @property
    def answers(self) -> int:
        """All of them."""
        return sum(sum(side.values()) for side in self.counts().values())

    def response(self, dealt: Mapping[bool, int]) -> Response | None:
        """The share of those dealt who answered since the start, with it less without it."""
        having, lacking = self.sides
        return response_of_arms(Asked(dealt[True], having.n), Asked(dealt[False], lacking.n))

    def values(self) -> tuple[Counter[float], Counter[float]]:
        """How many customers said what on average since the start, with it and without it."""
        having, lacking = (
            Counter(one.total / one.n for one in said.values() if one.n)
            for said in (self.having, self.lacking)
        )
        return having, lacking


def both_at(where: Where, arms: Arms, times: Times, value: Any = POINTS) -> Both:
    """The answers of both sides at one place."""
    rows = where.signals()
    return Both(*(said_by_each(rows.filter(arms.holds(gets)), times, value) for gets in SIDES))


def _side(said: Iterable[Said]) -> Side:
    """Customers who answered since the start, each counted once, with their mean; and with their mean of before where there is one."""
    known, unknown = [0.0] * 6, [0.0] * 3
    for one in said:
        if not one.n:
            continue
        y = one.total / one.n
        if one.n_before:
            x = one.total_before / one.n_before
            for place, more in enumerate((1, y, y * y, x, x * x, x * y)):
                known[place] += more
        else:
            for place, more in enumerate((1, y, y * y)):
                unknown[place] += more
    return Side(Arm(int(known[0]), *known[1:]), Arm(int(unknown[0]), *unknown[1:]))


def newest_of_both(where: Where, arms: Arms, times: Times) -> date | None:
    """The newest day up to which both sides have answered; None where one has not at all."""
    rows = where.signals().filter(times.after())
    days = [rows.filter(arms.holds(gets)).aggregate(newest=Max("submitted_at"))["newest"] for gets in SIDES]
    return min(localdate(one) for one in days) if all(days) else None


def guards_of_customers(design: Design, arms: Arms, times: Times, over: float) -> list[Watched]:
    """Every guard, told as the effect is: each customer once, before taken out, its range true on any day."""
    watched = []
    for guard in design.guards.all():
        both = _watched(guard, design, arms, times)
        found = compared(*both.sides)
        answers = both.answers
        if guard.watches == Guard.Watches.RESPONSE:
            answers = round(
                sum(
                    one.total + one.total_before
                    for side in (both.having, both.lacking)
                    for one in side.values()
                )
                / 100
            )
        watched.append(
            Watched(
                guard.watches,
                guard.get_watches_display(),
                float(guard.worst),
                found and at_any_look(found.contrast, over),
                answers,
            )
        )
    return watched


def _watched(guard: Guard, design: Design, arms: Arms, times: Times) -> Both:
    here = where_of(design)
    if guard.watches == Guard.Watches.RESPONSE:
        asked = invitations(here)
        return Both(
            *(said_by_each(asked.filter(arms.holds(gets)), times, ANSWERED, "invited_at") for gets in SIDES)
        )
    return both_at(
        place_of(guard.watches, here),
        arms,
        times,
        NO_DETRACTOR if guard.watches == Guard.Watches.DETRACTORS else POINTS,
    )


def place_of(watches: str, here: Where) -> Where:
    """Where a guard looks."""
    if watches == Guard.Watches.RELATIONSHIP:
        return Where(None, here.unit_ids, KindOfScore.RELATIONSHIP)
    return Where(
        here.touchpoint_id, here.unit_ids, here.kind_of_score, is_elsewhere=watches == Guard.Watches.ELSEWHERE
    )


def invitations(here: Where) -> QuerySet[Invitation]:
    """Who was asked there."""
    found = Invitation.objects.all()
    if here.unit_ids is not None:
        found = found.filter(unit__in=here.unit_ids)
    return found if here.touchpoint_id is None else found.filter(touchpoint=here.touchpoint_id)
