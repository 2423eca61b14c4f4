"""Who was asked and who answered, where the change runs and elsewhere, before and after."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from statistics import fmean

import numpy as np
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.timezone import localtime, make_aware

from groundswell.listen.surveys.models import Invitation
from groundswell.science.effects.difference_in_differences import panel_effect
from groundswell.science.effects.effect import Contrast
from groundswell.science.effects.panel import Cell
from groundswell.science.effects.selective_response import Asked, Response, response_of
from groundswell.science.effects.who_was_asked import (
    HAPPY,
    NEITHER,
    UNHAPPY,
    Ask,
    Reweighted,
    by_what_is_known,
    reweighted,
)
from groundswell.science.scores.nps import NpsTally

from .cells import Ground, cells_of, first_month_with, is_mixed, month_number, start_numbers

Rows = dict[tuple[int, date], Asked]
NOBODY = Asked(0, 0)
WORST_HAPPY, BEST_UNHAPPY = 9, 6
NOTABLE_SHARE = 0.1
"""Of the answers; fewer more or fewer are no sign that others answer."""


def asked_by_unit_and_month(touchpoint_id: int | None, ground: Ground, until: date) -> Rows:
    """Invitations of units that are compared, in one question; at every touchpoint where none is given."""
    invited = Invitation.objects.filter(unit__in=ground.units, invited_at__lt=_end_of(until))
    if touchpoint_id is not None:
        invited = invited.filter(touchpoint=touchpoint_id)
    rows = (
        invited.annotate(month=TruncMonth("invited_at"))
        .order_by()
        .values_list("unit", "month")
        .annotate(invited=Count("pk"), answered=Count("signal"))
    )
    return {(unit, month.date()): Asked(asked, answered) for unit, month, asked, answered in rows}


def response_to(rows: Rows, ground: Ground) -> Response | None:
    """The change of the response rate where it runs less that elsewhere; None where too few were invited to say."""
    first = ground.first_start
    if first is None:
        return None
    sides: dict[tuple[bool, bool], Asked] = defaultdict(lambda: NOBODY)
    for (unit, month), asked in rows.items():
        start = ground.starts.get(unit)
        if not is_mixed(start, month):
            sides[start is not None, month >= first_month_with(start or first)] += asked
    return response_of(sides[True, False], sides[True, True], sides[False, False], sides[False, True])


def answers_moved(ground: Ground) -> Response | None:
    """Where nobody knows how many were asked: how many more or fewer answers come in where it runs, against elsewhere.

    Told like the effect, from answers per unit and month. None where it is less than a tenth, or no more than chance.
    """
    months = ground.months()
    cells = [
        Cell(str(unit), month_number(month), float(ground.tallies.get((unit, month), NpsTally()).n), 1)
        for unit in sorted(ground.units)
        for month in months
        if not is_mixed(ground.starts.get(unit), month)
    ]
    if not cells:
        return None
    found = panel_effect(cells, start_numbers(ground), np.random.default_rng(0), permutations=0)
    after = [
        cell.mean
        for cell in cells
        if (start := ground.starts.get(int(cell.unit)))
        and cell.period >= month_number(first_month_with(start))
    ]
    if found.estimate is None or found.low is None or found.high is None or not after:
        return None
    usual = fmean(after) - found.estimate
    if usual <= 0 or found.low <= 0 <= found.high or abs(found.estimate) < NOTABLE_SHARE * usual:
        return None
    shift = Contrast(found.estimate / usual, None, found.low / usual, found.high / usual, found.p_value)
    return Response(shift, 1 + shift.estimate)


def response_cells(rows: Rows) -> list[Cell]:
    """The response rate in per cent per unit and month."""
    return [
        Cell(str(unit), month_number(month), 100 * asked.rate, asked.invited)
        for (unit, month), asked in sorted(rows.items())
        if asked.invited
    ]


def weighted_to_all_asked(
    touchpoint_id: int | None, kind_of_score: str, ground: Ground, until: date
) -> Reweighted | None:
    """The cells weighted to everybody who was invited, answered or not; None where too little is known of them."""
    asks = by_what_is_known(_asks(touchpoint_id, kind_of_score, ground, until))
    return reweighted(cells_of(ground), asks)


def _asks(touchpoint_id: int | None, kind_of_score: str, ground: Ground, until: date) -> Iterator[Ask]:
    """Every invitation up to a day. Those elsewhere, or in a month that is left out, are history and count nowhere."""
    invited = Invitation.objects.filter(
        invited_at__lt=_end_of(until), version__survey__kind_of_score=kind_of_score
    ).order_by("invited_at", "pk")
    told = invited.values_list(
        "customer_id", "invited_at", "unit_id", "touchpoint_id", "customer__segment", "signal__score", "signal__submitted_at"
    )  # fmt: skip
    units, months, first = ground.units, set(ground.months()), ground.first_start
    for customer, invited_at, unit, touchpoint, segment, score, answered_at in told.iterator(
        chunk_size=5_000
    ):
        month = localtime(answered_at or invited_at).date().replace(day=1)
        is_here = unit in units and touchpoint_id in {None, touchpoint} and month in months
        is_kept = is_here and not is_mixed(ground.starts.get(unit), month)
        is_kept = is_kept and (answered_at is None or (unit, month) in ground.tallies)
        yield Ask(
            customer, invited_at.toordinal(), (str(unit), month_number(month)) if is_kept else None,
            _side(ground.starts, first, unit, month) if is_kept else 0, segment, _kind(score),
        )  # fmt: skip


def _side(starts: dict[int, date], first: date | None, unit: int, month: date) -> int:
    start = starts.get(unit) or first
    return 2 * (unit in starts) + (start is not None and month >= start.replace(day=1))


def _kind(score: int | None) -> int | None:
    if score is None:
        return None
    return HAPPY if score >= WORST_HAPPY else UNHAPPY if score <= BEST_UNHAPPY else NEITHER


def _end_of(day: date) -> datetime:
    """A moment that the database compares as it stands: to make a day of every one takes it longer than all the rest."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))
