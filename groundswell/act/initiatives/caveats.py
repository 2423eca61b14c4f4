"""What a reader must know beside an effect: who answered, and how the units were picked."""

from collections import defaultdict
from datetime import date
from functools import reduce
from operator import add

from django.db.models import Count
from django.db.models.functions import TruncMonth

from groundswell.listen.surveys.models import Invitation
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import compare

from .cells import Ground
from .models import Initiative

NOTABLE_SHIFT = 0.03
"""From three answers in a hundred on, a change of the response rate is worth a warning."""

Counts = dict[tuple[bool, bool], tuple[int, int]]


def caveats_of(initiative: Initiative, ground: Ground, until: date) -> list[str]:
    """Warnings in plain words, each only where its numbers give cause for it or cannot rule it out."""
    start = ground.first_start
    if start is None:
        return []
    return [*_selective_response(initiative, ground, start, until), *_regression_to_the_mean(ground)]


def _selective_response(initiative: Initiative, ground: Ground, start: date, until: date) -> list[str]:
    """Whether the change may have altered who answers: response rates before and after, with and without."""
    asked = _invited_and_answered(initiative, ground, start, until)
    rates = {key: answered / invited for key, (invited, answered) in asked.items() if invited >= 30}
    if len(rates) < 4:
        return [
            "How many of those invited answered is not known well enough to rule out that other customers answer now."
        ]
    shift = (rates[True, True] - rates[True, False]) - (rates[False, True] - rates[False, False])
    if abs(shift) < NOTABLE_SHIFT:
        return []
    more = "more" if shift > 0 else "fewer"
    return [
        f"Since the start, {100 * abs(shift):.0f} in 100 {more} of the invited answer where it runs than elsewhere. "
        "Part of the change may come from who answers."
    ]


def _invited_and_answered(initiative: Initiative, ground: Ground, start: date, until: date) -> Counts:
    """Invited and answered by (with it, after): grouped by unit and month in one question."""
    rows = (
        Invitation.objects.filter(touchpoint=initiative.touchpoint_id, unit__in=ground.units)
        .filter(invited_at__date__lte=until)
        .annotate(month=TruncMonth("invited_at"))
        .order_by()
        .values_list("unit", "month")
        .annotate(invited=Count("pk"), answered=Count("signal"))
    )
    found: dict[tuple[bool, bool], list[int]] = defaultdict(lambda: [0, 0])
    for unit, month, invited, answered in rows:
        is_with = unit in ground.treated
        key = (is_with, month.date() >= (ground.starts[unit] if is_with else start))
        found[key][0] += invited
        found[key][1] += answered
    return {key: (invited, answered) for key, (invited, answered) in found.items()}


def _regression_to_the_mean(ground: Ground) -> list[str]:
    """Whether the units were picked for low scores, which tend to rise by themselves."""
    picked = _total(
        tally
        for (unit, month), tally in ground.tallies.items()
        if unit in ground.treated and month < ground.starts[unit]
    )
    others = _total(
        tally
        for (unit, month), tally in ground.tallies.items()
        if unit in ground.control and ground.first_start and month < ground.first_start
    )
    difference = compare(picked, others)
    if difference is None or not difference.is_real or difference.points > 0:
        return []
    return [
        f"Units with it scored {abs(difference.points):.0f} points below the others before the start. Low scores tend to "
        "rise by themselves, so the effect may look larger than it is."
    ]


def _total(tallies: object) -> NpsTally:
    return reduce(add, tallies, NpsTally())  # type: ignore[arg-type]
