"""Everything that a reading rests on, as it was on that day."""

from collections.abc import Sequence
from typing import Any

from groundswell.science.effects.by_design import Way
from groundswell.science.effects.effect import Contrast, Effect
from groundswell.science.effects.event_time import by_event_time
from groundswell.science.effects.selective_response import Response
from groundswell.science.effects.who_was_asked import HAPPY, UNHAPPY, Reweighted

from .behind import ALONE
from .cells import Ground, cells_of, month_number, start_numbers
from .guarding import Watched
from .models import Design, Initiative

DIFFERENCES = (
    "Difference in differences: the monthly score of each unit with the change, before and after its own start, against "
    "units that never had it (Callaway and Sant'Anna 2021); range by leaving out each unit in turn."
)
PLAINLY = {
    Way.RANDOMISED: "A lot decided which units begin. What they scored after the start, less what the others scored, is the effect; "
    "what a unit scored before is taken out of it.",
    Way.CUSTOMERS: "A lot decided which customers get it. What they said since the start, less what the others said, is the effect: each "
    "customer counts once, however often they answered, and what they said before the lot is taken out of it.",
    Way.STAGGERED: "Units began one wave after the other. How much each moved since its own start, less how much those moved that "
    "had not begun, is the effect.",
    Way.MATCHED: "How much the units with it moved since their start, less how much units moved that went without it, is the effect.",
    Way.SYNTHETIC: "The one unit is held against a blend of others that moved like it before. It counts only if no other unit moved "
    "as far away from a blend of its own.",
    Way.INTERRUPTED: "The line is drawn on as it ran before, and what came is held against it. Nobody went without it, so whatever "
    "else happened in these months counts as well.",
    Way.BEFORE_AFTER: "What came after is held against what was before. Nobody went without it, so whatever else happened in these "
    "months counts as well.",
}
METHODS = {
    Way.RANDOMISED: "Dealt by lot: units with it against units without it, what each scored before taken out (CUPED, Deng et "
    "al. 2013), each weighing what it can say (Kerry and Bland 2001), range by leaving out each in turn, told by dealing the lots anew.",
    Way.CUSTOMERS: "Customers dealt by lot, told as dealt (intention to treat): the mean of each customer's answers, their mean before the "
    "lot taken out (CUPED, Deng et al. 2013; customers without one a part of their own, Miratrix et al. 2013), range by Welch (1947), "
    "widened by the share who answer on each side (Lee 2009).",
    Way.STAGGERED: f"{DIFFERENCES} Waves; where all have it in the end, those that begin last are the comparison until then.",
    Way.MATCHED: DIFFERENCES,
    Way.SYNTHETIC: "Synthetic control: against the blend of other units that moved like it before (Abadie and Gardeazabal 2003), "
    "told by its rank when each other unit is treated as if it had done it.",
    Way.INTERRUPTED: "Interrupted series: the step of the monthly score at the start, its trend and one wave a year taken out, errors by a "
    "first-order autoregression, or by Newey and West (1987) where those are larger. Nothing to compare with.",
    Way.BEFORE_AFTER: "Before and after only: the step of the monthly score at the start. Nothing to compare with.",
}


def detail_of(
    initiative: Initiative,
    design: Design | None,
    effect: Effect,
    ground: Ground | None,
    response: Response | None,
    guards: Sequence[Watched],
) -> dict[str, Any]:
    """Plain values that stay readable however the code changes; without ``ground`` where customers were dealt, not units."""
    units = effect.n_treated_units, effect.n_control_units
    if ground is not None and effect.estimate is None and _way(design) not in ALONE:
        units = len(ground.treated), len(ground.control)
    trend, touchpoint = effect.pre_trend, design.touchpoint if design else initiative.touchpoint
    return {
        "method": _method(design),
        "plainly": PLAINLY[_way(design)],
        "design": design
        and {
            "pk": design.pk,
            "kind": design.kind,
            "digest": design.digest[:12],
            "is_by_lot": design.is_by_lot,
        },
        "touchpoint": touchpoint.name if touchpoint else "every touchpoint",
        "units_with": units[0],
        "units_without": units[1],
        "n_before": effect.n_before,
        "n_after": effect.n_after,
        "minimum_relevant": effect.minimum_relevant,
        "p_value": effect.p_value,
        "permutation_p": effect.permutation_p,
        "once": effect.once and {"low": effect.once.low, "high": effect.once.high},
        "could_be": list(effect.could_be),
        "as_answered": effect.as_answered and _range(effect.as_answered),
        "response": response and {**_range(response.shift, 100), "rate": response.rate_after},
        "pre_trend": trend
        and trend.is_known
        and {
            "slope": trend.slope.estimate,
            "low": trend.slope.low,
            "high": trend.slope.high,
            "placebo": trend.placebo and trend.placebo.estimate,
            "placebo_low": trend.placebo and trend.placebo.low,
            "placebo_high": trend.placebo and trend.placebo.high,
            "is_violated": trend.is_violated,
        },
        "needs": list(effect.needs),
        "guards": [
            {
                "watches": one.watches,
                "words": one.words,
                "worst": one.worst,
                "state": one.state,
                "answers": one.answers,
                **_range(one.found),
            }
            for one in guards
        ],
        **(_of_units(ground, effect) if ground else {"names_with": [], "moments": []}),
    }


def _of_units(ground: Ground, effect: Effect) -> dict[str, Any]:
    """What stands on the units that are compared: since when, month by month, and month by month since the start."""
    return {
        "start": ground.first_start and ground.first_start.isoformat(),
        "names_with": sorted(ground.names[unit] for unit in ground.treated),
        "series": _series(ground, dict(effect.beside)),
        "moments": [
            {"period": one.period, "n": one.n, "units": one.units, **_range(one.found)}
            for one in by_event_time(cells_of(ground), start_numbers(ground))
        ],
    }


def weights_of(weighted: Reweighted, ground: Ground) -> dict[str, Any]:
    """How many of the asked answered, how much readier the happy and the unhappy are, and the share of answers that were asked for."""
    answers = sum(tally.n for tally in ground.tallies.values())
    happy, unhappy = weighted.readiness(HAPPY), weighted.readiness(UNHAPPY)
    return {
        "asked": weighted.asked,
        "answered": weighted.answered,
        "share": min(1.0, weighted.answered / answers) if answers else None,
        "happy": {"times": happy[0], "low": happy[1].low, "high": happy[1].high},
        "unhappy": {"times": unhappy[0], "low": unhappy[1].low, "high": unhappy[1].high},
    }


def untouched_of(untouched: Effect, answers: int, design: Design | None) -> dict[str, Any]:
    """What the units scored where the change cannot move anything, from how many answers."""
    found = Contrast(untouched.estimate or 0.0, None, untouched.low, untouched.high)
    ends = _range(found if untouched.estimate is not None else None)
    return {
        "touchpoint": str(design.untouched) if design else "",
        "place": design and design.untouched_id,
        "n": answers,
        "moved": found.excludes_zero,
        **ends,
    }


def _way(design: Design | None) -> Way:
    return Way(design.kind) if design else Way.MATCHED


def _method(design: Design | None) -> str:
    way = _way(design)
    if design is None or way is not Way.STAGGERED:
        return METHODS[way]
    return f"{METHODS[way]} {'Their order was dealt by lot.' if design.is_by_lot else 'Their order was planned, not dealt by lot.'}"


def _range(found: Contrast | None, times: int = 1) -> dict[str, float | None]:
    ends = (None, None, None) if found is None else (found.estimate, found.low, found.high)
    return {
        name: None if value is None else value * times
        for name, value in zip(("estimate", "low", "high"), ends, strict=True)
    }


def _series(ground: Ground, beside: dict[int, float]) -> list[dict[str, Any]]:
    """The score of each month with the change and without it, with how many answered, and what else it is held against."""
    rows = []
    for month in ground.months():
        having, lacking = ground.pooled(ground.treated, month), ground.pooled(ground.control, month)
        rows.append(
            {
                "month": month.isoformat(),
                "treated": having.score,
                "treated_n": having.n,
                "control": lacking.score,
                "control_n": lacking.n,
                "beside": beside.get(month_number(month)),
            }
        )
    return rows
