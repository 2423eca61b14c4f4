"""Measure the effect of an initiative as its design says, and keep the reading for good."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from groundswell.foundation.history.actions import record
from groundswell.science.effects.by_design import Way, effect_by
from groundswell.science.effects.effect import MINIMUM_RELEVANT, Effect, Verdict
from groundswell.science.effects.selective_response import at_most

from .caveats import caveats_of
from .cells import cells_of, ground_of, start_numbers
from .designs.registering import came_after_the_start, standing_design
from .errors import NothingToMeasure
from .guarding import guards_of
from .models import Design, EffectReading, Initiative
from .reading_detail import detail_of
from .responding import asked_by_unit_and_month, response_to

SEED = 1994
USUAL_DAYS, DAYS_OF_A_MONTH = 365, 30.4
NOTHING = 0.0, 0.0
VERDICTS = {
    Verdict.WORKED: EffectReading.Verdict.WORKED,
    Verdict.DID_NOT: EffectReading.Verdict.DID_NOT,
    Verdict.CANNOT_TELL: EffectReading.Verdict.CANNOT_TELL,
}


@transaction.atomic
def measure_effect(initiative: Initiative, *, at: datetime, by: object = "effect job") -> EffectReading:
    """Measure with all answers up to now. Raises NothingToMeasure without a touchpoint or a unit that has begun."""
    design, today = standing_design(initiative), localdate(at)
    if design is None and initiative.touchpoint_id is None:
        raise NothingToMeasure("Choose a touchpoint at which the effect is measured.")
    seen = ground_of(initiative, today, design)
    if seen.first_start is None:
        raise NothingToMeasure("No unit with answers works with the change yet. Roll it out first.")
    plan = plan_of(design, seen.first_start)
    until, over = min(today, plan.ends_on), plan.share_over(today)
    ground = ground_of(initiative, until, design) if until < today else seen
    asked = asked_by_unit_and_month(
        initiative.touchpoint_id if design is None else design.touchpoint_id, ground, until
    )
    response = response_to(asked, ground)
    could_be = (
        at_most(response, ground.counts(after=True), ground.counts(after=False)) if response else NOTHING
    )
    way = Way(design.kind) if design else Way.MATCHED
    rng = np.random.default_rng(SEED)
    effect = effect_by(way, cells_of(ground), start_numbers(ground), rng, smallest(design), could_be, over)
    if way is Way.SYNTHETIC and today < plan.ends_on:
        effect = _not_before(plan.ends_on, effect)
    guards = guards_of(design, ground, asked, until, over) if design else []
    reading = EffectReading.objects.create(
        initiative=initiative,
        estimate=effect.estimate,
        low=effect.low,
        high=effect.high,
        verdict=VERDICTS[effect.verdict],
        sentence=effect.in_words(initiative.name)[:600],
        detail=detail_of(initiative, design, effect, seen, response, guards)
        | {
            "caveats": caveats_of(ground, response),
            "judged_on": plan.ends_on.isoformat(),
            "is_final": over == 1,
        },
        measured_at=at,
    )
    record("measured effect", reading, by=by, at=at, verdict=reading.verdict, estimate=effect.estimate)
    return reading


def smallest(design: Design | None) -> float:
    """The smallest effect that matters, as chosen before the start."""
    return float(design.smallest_points) if design else MINIMUM_RELEVANT


@dataclass(frozen=True, slots=True)
class Plan:
    """From which day to which the effect is judged. What comes after the end is shown, and belongs to no verdict."""

    starts_on: date
    ends_on: date

    def share_over(self, today: date) -> float:
        """Which share of the time is over, above 0 and at most 1."""
        length = max((self.ends_on - self.starts_on).days, 1)
        return min(max((today - self.starts_on).days, 1) / length, 1.0)


def plan_of(design: Design | None, first_start: date) -> Plan:
    """As chosen before the start. Chosen later, or not at all: a year from the start, so that nobody picks the best end."""
    if design is None or came_after_the_start(design):
        return Plan(first_start, first_start + timedelta(days=USUAL_DAYS))
    return Plan(design.starts_on, design.starts_on + timedelta(days=round(DAYS_OF_A_MONTH * design.months)))


def _not_before(end: date, effect: Effect) -> Effect:
    """A rank has no range that holds at every look: it is read once, with the answers up to the planned end."""
    need = f"A rank among others is read once, on {date_format(end, 'j F Y')}."
    return replace(effect, verdict=Verdict.CANNOT_TELL, needs=(need, *effect.needs))
