"""Measure a design that deals customers: by what each was dealt, whatever they got, each of them once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils.timezone import localdate

from groundswell.act.initiatives.errors import NothingToMeasure
from groundswell.act.initiatives.models import Design, Initiative
from groundswell.act.initiatives.plan import must_have_begun_in_time, plan_of
from groundswell.act.initiatives.reading_detail import detail_of, untouched_of
from groundswell.act.initiatives.since import starts_of
from groundswell.science.effects.customers import Compared, compared, dealt_effect
from groundswell.science.effects.effect import Effect, beside_untouched
from groundswell.science.effects.selective_response import Response, at_most

from .answers import POINTS, Times, Where
from .arms import Arms, arms_of
from .dealing import deal_customers
from .departed import departures_in_words, had_by_all
from .reading import SIDES, Both, both_at, guards_of_customers, newest_of_both, times_of, where_of

NOTHING = 0.0, 0.0
MANY_APART = 0.005
"""From this share of the dealt on, customers who stand on both sides are worth a word of caution."""


def told_of_customers(initiative: Initiative, design: Design, at: datetime) -> tuple[Effect, dict[str, Any]]:
    """The effect and all that it rests on. Newcomers are dealt first, until the end. Raises NothingToMeasure before the first day."""
    today = localdate(at)
    starts = starts_of(initiative, today, design)
    if not starts:
        raise NothingToMeasure("It has not begun yet: roll it out as dealt first.")
    plan, left = plan_of(design, min(starts.values())), had_by_all(initiative, design)
    first = plan.starts_on
    must_have_begun_in_time(first, plan.ends_on)
    if today <= plan.ends_on:
        deal_customers(design, at=at)
    is_cut = left is not None and left <= plan.ends_on
    until = min(today, plan.ends_on, left - timedelta(days=1) if left else today)
    arms, where, times = arms_of(design), where_of(design), times_of(design, first, until)
    here = min(today, plan.ends_on, left or today)
    heard = plan.reached(here, newest_of_both(where, arms, times))
    over = plan.share_over(heard)
    both = both_at(where, arms, times)
    response = both.response(arms.count)
    could_be = at_most(response, *both.values()) if response else NOTHING
    counts = both.counts()
    effect = dealt_effect(
        *both.sides, (counts["with"]["before"], counts["with"]["after"]), float(design.smallest_points), could_be, over,
        is_late=heard < here, is_over=is_cut,
    )  # fmt: skip
    untouched = _untouched(design, arms, times, over)
    if untouched:
        effect = beside_untouched(effect, untouched[0], str(design.untouched))
    detail = detail_of(initiative, design, effect, None, None, guards_of_customers(design, arms, times, over))
    return effect, detail | {
        "who": "customers",
        "start": first.isoformat(),
        "series": _series(where, arms, times.before_from.date(), today),
        "caveats": _caveats(initiative, design, arms, both, response, where, times),
        "customers": _customers(arms, both, compared(*both.sides), response, where, times),
        "received": None,
        "judged_on": plan.ends_on.isoformat(),
        "is_final": over == 1,
        "heard_until": heard.isoformat() if heard < here else None,
        "silent": [],
        "compared_until": left and left.isoformat(),
        "is_compared_no_more": left is not None and left <= today,
        "is_widened": is_cut,
        "planned_until": plan.ends_on.isoformat(),
        "weights": None,
        "moved": None,
        "untouched": untouched and untouched_of(*untouched, design),
        "ground": _ground(design, where, times, counts, today),
    }


def _untouched(design: Design, arms: Arms, times: Times, over: float) -> tuple[Effect, int] | None:
    """What the same customers said where it cannot move anything; None where no place was chosen."""
    if design.untouched_id is None:
        return None
    here = where_of(design)
    both = both_at(Where(design.untouched_id, here.unit_ids, here.kind_of_score), arms, times)
    return dealt_effect(*both.sides, (0, 0), float(design.smallest_points), NOTHING, over), both.answers


def _series(where: Where, arms: Arms, since: date, today: date) -> list[dict[str, Any]]:
    """The score of each month on both sides, each answer counted, as the list behind it shows them."""
    rows = where.signals().filter(submitted_at__date__gte=since, submitted_at__date__lte=today)
    told = {
        gets: {
            month.date(): (n, points)
            for month, n, points in rows.filter(arms.holds(gets))
            .order_by()
            .annotate(month=TruncMonth("submitted_at"))
            .values_list("month")
            .annotate(n=Count("pk"), points=Sum(POINTS))
        }
        for gets in SIDES
    }
    found = []
    for month in sorted({*told[True], *told[False]}):
        (n, points), (others, theirs) = (told[gets].get(month, (0, 0.0)) for gets in SIDES)
        found.append(
            {
                "month": month.isoformat(),
                "treated": points / n if n else None,
                "treated_n": n,
                "control": theirs / others if others else None,
                "control_n": others,
                "beside": None,
            }
        )
    return found


def _customers(
    arms: Arms, both: Both, found: Compared | None, response: Response | None, where: Where, times: Times
) -> dict[str, Any]:
    """Whom it rests on: dealt, answered, known from before, apart, and nameless."""
    having, lacking = both.sides
    answered = having.n + lacking.n
    since = where.signals().filter(times.after())
    every, named = since.count(), sum(side["after"] for side in both.counts().values())
    plain = found and found.plain
    return {
        "dealt_with": arms.count[True],
        "dealt_without": arms.count[False],
        "answered_with": having.n,
        "answered_without": lacking.n,
        "rate_with": having.n / arms.count[True] if arms.count[True] else None,
        "rate_without": lacking.n / arms.count[False] if arms.count[False] else None,
        "differs": response.shift.excludes_zero if response else False,
        "known": (having.known.n + lacking.known.n) / answered if answered else None,
        "saved": found.saved if found else 0.0,
        "plain": plain and {"estimate": plain.estimate, "low": plain.low, "high": plain.high},
        "apart": arms.people_apart,
        "nameless": every - named,
        "nameless_share": (every - named) / every if every else None,
    }


def _caveats(
    initiative: Initiative,
    design: Design,
    arms: Arms,
    both: Both,
    response: Response | None,
    where: Where,
    times: Times,
) -> list[str]:
    """What a reader must know, in sentences."""
    found = departures_in_words(initiative, design)
    if response and response.shift.excludes_zero:
        having, lacking = both.sides
        found.append(
            f"Of those dealt it {having.n / arms.count[True]:.1%} have answered since, of the others {lacking.n / arms.count[False]:.1%}: more "
            "apart than chance makes them. Who answers has changed with it, and the range allows for that."
        )
    dealt = sum(arms.count.values()) + arms.people_apart
    if arms.people_apart and arms.people_apart >= MANY_APART * dealt:
        found.append(
            f"{arms.people_apart:,} customers are read as one with a record that was dealt otherwise: they count on neither side."
        )
    return found


def _ground(
    design: Design, where: Where, times: Times, counts: dict[str, dict[str, int]], today: date
) -> dict[str, Any]:
    """What the lists behind the reading are found by."""
    return {
        "lots": design.pk,
        "times": [
            one.isoformat() for one in (times.before_from, times.before_until, times.since, times.until)
        ],
        "drawn_until": today.isoformat(),
        "units": None if where.unit_ids is None else list(where.unit_ids),
        "counts": counts,
        "touchpoint": where.touchpoint_id,
        "kind_of_score": where.kind_of_score,
    }
