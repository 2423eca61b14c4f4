"""Measure the effect of an initiative against units without it, and keep the reading for good."""

from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.timezone import localdate

from groundswell.foundation.history.actions import record
from groundswell.science.effects.difference_in_differences import panel_effect
from groundswell.science.effects.effect import Effect, Verdict

from .caveats import caveats_of
from .cells import Ground, cells_of, ground_of, start_numbers
from .errors import NothingToMeasure
from .models import EffectReading, Initiative

SEED = 1994
METHOD = (
    "Difference in differences: the monthly score of each unit with the change, before and after its own start, against "
    "units that never had it (Callaway and Sant'Anna 2021); range clustered by unit."
)
VERDICTS = {
    Verdict.WORKED: EffectReading.Verdict.WORKED,
    Verdict.DID_NOT: EffectReading.Verdict.DID_NOT,
    Verdict.CANNOT_TELL: EffectReading.Verdict.CANNOT_TELL,
}


@transaction.atomic
def measure_effect(initiative: Initiative, *, at: datetime, by: object = "effect job") -> EffectReading:
    """Measure with all answers up to now. Raises NothingToMeasure without a touchpoint or a unit that has begun."""
    if initiative.touchpoint_id is None:
        raise NothingToMeasure("Choose a touchpoint at which the effect is measured.")
    ground = ground_of(initiative, localdate(at))
    if not ground.treated:
        raise NothingToMeasure("No unit with answers works with the change yet. Roll it out first.")
    effect = panel_effect(cells_of(ground), start_numbers(ground), np.random.default_rng(SEED))
    reading = EffectReading.objects.create(
        initiative=initiative,
        estimate=effect.estimate,
        low=effect.low,
        high=effect.high,
        verdict=VERDICTS[effect.verdict],
        sentence=effect.in_words(initiative.name)[:600],
        detail=_detail(initiative, effect, ground, at),
        measured_at=at,
    )
    record("measured effect", reading, by=by, at=at, verdict=reading.verdict, estimate=effect.estimate)
    return reading


def _detail(initiative: Initiative, effect: Effect, ground: Ground, at: datetime) -> dict[str, Any]:
    """Everything the reading rests on, as it was on that day."""
    trend = effect.pre_trend
    return {
        "method": METHOD,
        "touchpoint": initiative.touchpoint.name if initiative.touchpoint else "",
        "units_with": effect.n_treated_units,
        "units_without": effect.n_control_units,
        "n_before": effect.n_before,
        "n_after": effect.n_after,
        "minimum_relevant": effect.minimum_relevant,
        "p_value": effect.p_value,
        "permutation_p": effect.permutation_p,
        "pre_trend": trend
        and {
            "slope": trend.slope.estimate,
            "low": trend.slope.low,
            "high": trend.slope.high,
            "placebo": trend.placebo and trend.placebo.estimate,
            "is_violated": trend.is_violated,
        },
        "needs": list(effect.needs),
        "caveats": caveats_of(initiative, ground, localdate(at)),
        "start": ground.first_start and ground.first_start.isoformat(),
        "names_with": sorted(ground.names[unit] for unit in ground.treated),
        "series": _series(ground),
    }


def _series(ground: Ground) -> list[dict[str, Any]]:
    """The score of each month with the change and without it, with how many answered."""
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
            }
        )
    return rows
