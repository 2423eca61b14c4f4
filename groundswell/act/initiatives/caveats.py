"""What a reader must know beside an effect: who answered, and how the units were picked."""

from functools import reduce
from operator import add

from groundswell.science.effects.effect import Effect, Verdict
from groundswell.science.effects.selective_response import Response
from groundswell.science.effects.who_was_asked import Reweighted
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import compare

from .cells import Ground, first_month_with

MOSTLY_ASKED = 0.8
"""Below this share of answers that were asked for, a reader must know that the rest cannot be weighted."""
NOTABLE_SHIFT = 0.03
"""From three answers in a hundred on, a change of the response rate is worth a warning."""


def caveats_of(
    ground: Ground, response: Response | None, weighted: Reweighted | None, moved: Response | None = None
) -> list[str]:
    """Warnings in plain words, each only where its numbers give cause for it or cannot rule it out.

    ``moved``: how many more or fewer answers come in, where nobody knows how many were asked.
    """
    if ground.first_start is None:
        return []
    who = [*_selective_response(response, moved), *(_as_they_came(ground, weighted) if response else ())]
    return [*who, *_regression_to_the_mean(ground)]


def _as_they_came(ground: Ground, weighted: Reweighted | None) -> list[str]:
    """Answers that cannot be weighted to everybody asked, or not enough of them."""
    if weighted is None:
        return [
            "The answers count as they came: weighting them to everybody asked takes units to compare and two hundred invited "
            "customers of whom an earlier answer is known. Where happy customers answer more, the effect looks larger than it is."
        ]
    answers = sum(tally.n for tally in ground.tallies.values())
    if weighted.answered >= MOSTLY_ASKED * answers:
        return []
    return [
        f"Only {100 * weighted.answered / answers:.0f} in 100 answers came from an invitation: the others count as they came."
    ]


def _selective_response(response: Response | None, moved: Response | None) -> list[str]:
    """Whether the change may have altered who answers: response rates before and after, with and without."""
    if response is None and moved is not None:
        share, more = 100 * abs(moved.shift.estimate), "more" if moved.shift.estimate > 0 else "fewer"
        return [
            f"Since the start {share:.0f} in 100 {more} answers come in where it runs than elsewhere, and how many were asked is not "
            "known: other customers may answer now. The range allows for the best and the worst that this can have done."
        ]
    if response is None:
        return [
            "How many of those invited answered is not known well enough to rule out that other customers answer now: the "
            "answers count as they came."
        ]
    shift = response.shift.estimate
    if abs(shift) < NOTABLE_SHIFT and not response.shift.excludes_zero:
        return []
    more = "more" if shift > 0 else "fewer"
    return [
        f"Since the start, {100 * abs(shift):.0f} in 100 {more} of the invited answer where it runs than elsewhere. "
        "Part of the change may come from who answers; the range allows for it."
    ]


def drift_caveat(effect: Effect, months: int) -> list[str]:
    """Where the range of how the groups moved before the start would, carried on, make all of an effect that is said to have worked."""
    trend = effect.pre_trend
    if (
        effect.verdict is not Verdict.WORKED
        or trend is None
        or trend.slope.high is None
        or effect.low is None
    ):
        return []
    carried_on = trend.slope.high * months / 2
    if carried_on < effect.low:
        return []
    return [
        f"The months before the start do not rule out that the groups moved apart by {trend.slope.high:.1f} points a month already. "
        f"Carried on, that makes {carried_on:.0f} points by itself. What made you choose these units may have moved them as well."
    ]


def _regression_to_the_mean(ground: Ground) -> list[str]:
    """Whether the units were picked for low scores, which tend to rise by themselves."""
    picked = _total(
        tally
        for (unit, month), tally in ground.tallies.items()
        if unit in ground.treated and month < first_month_with(ground.starts[unit])
    )
    others = _total(
        tally
        for (unit, month), tally in ground.tallies.items()
        if unit in ground.control and ground.first_start and month < first_month_with(ground.first_start)
    )
    difference = compare(picked, others)
    if difference is None or not difference.is_real or difference.points > 0:
        return []
    return [
        f"Units with it scored {abs(difference.points):.0f} points below the others before the start. Low scores tend to "
        "rise by themselves, so the effect may look larger than it is."
    ]


def _total(tallies: object) -> NpsTally:
    return reduce(add, tallies, NpsTally())
