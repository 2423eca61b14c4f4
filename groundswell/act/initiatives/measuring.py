"""Measure the effect of an initiative as its design says, and keep the reading for good."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localdate

from groundswell.foundation.history.actions import record
from groundswell.science.effects.as_had import Had, beside_having, effect_of_having, without_what_it_did
from groundswell.science.effects.by_design import PERMUTATIONS, Way, effect_by
from groundswell.science.effects.effect import MINIMUM_RELEVANT, Contrast, Effect, Verdict, beside_untouched
from groundswell.science.effects.selective_response import Response, at_most
from groundswell.science.effects.who_was_asked import Reweighted

from .behind import kept_ground
from .caveats import caveats_of, drift_caveat
from .cells import Ground, cells_of, ground_at, ground_of, start_numbers
from .customers.measuring import told_of_customers
from .designs.overlapping import overlap_caveats, overlaps
from .designs.registering import standing_design
from .errors import NothingToMeasure
from .guarding import guards_of
from .hearing import Heard, heard_of
from .models import Design, EffectReading, Initiative
from .plan import comparison_ends, must_have_begun_in_time, plan_of, widened_on
from .reading_detail import detail_of, untouched_of, weights_of
from .received import received_detail, received_of
from .responding import answers_moved, asked_by_unit_and_month, response_to, weighted_to_all_asked
from .words import worse_in_words

SEED = 1994
NOTHING = 0.0, 0.0
COMPARED = (Way.RANDOMISED, Way.STAGGERED, Way.MATCHED)
VERDICTS = {
    Verdict.WORKED: EffectReading.Verdict.WORKED,
    Verdict.DID_NOT: EffectReading.Verdict.DID_NOT,
    Verdict.CANNOT_TELL: EffectReading.Verdict.CANNOT_TELL,
}


@transaction.atomic
def measure_effect(initiative: Initiative, *, at: datetime, by: object = "effect job") -> EffectReading:
    """Measure with all answers up to now. Raises NothingToMeasure without a unit that has begun."""
    design, today = standing_design(initiative), localdate(at)
    if design is not None and design.is_of_customers:
        return _kept(initiative, *told_of_customers(initiative, design, at), at, by)
    seen = ground_of(initiative, today, design)
    if seen.first_start is None:
        raise NothingToMeasure(
            "No unit with scores from 0 to 10 works with the change yet. Roll it out, or ask customers there, first."
        )
    left, widened = comparison_ends(initiative, seen, design), widened_on(design, initiative)
    plan = plan_of(design, seen.first_start, left)
    is_cut = widened is not None and widened < plan.ends_on
    until = min(today, plan.ends_on, left - timedelta(days=1) if left else today)
    must_have_begun_in_time(seen.first_start, until)
    ground = ground_of(initiative, until, design) if until < today else seen
    touchpoint_id = initiative.touchpoint_id if design is None else design.touchpoint_id
    kind_of_score = design.kind_of_score if design else "experience"
    here = min(today, plan.ends_on, left or today)
    answers = heard_of(ground, touchpoint_id, kind_of_score, until)
    heard = plan.reached(here, answers and answers.until)
    over = plan.share_over(heard)
    asked = asked_by_unit_and_month(touchpoint_id, ground, until)
    response = response_to(asked, ground)
    weighted = weighted_to_all_asked(touchpoint_id, kind_of_score, ground, until)
    moved = None if response else answers_moved(ground.within(ground.units - _unheard(answers)))
    judged = Judged(design, ground, response or moved, over, weighted, is_late=heard < here, is_over=is_cut)
    effect, received = judged.told(), received_of(initiative, ground, until)
    if received:
        effect = beside_having(effect, judged.having(received.shares()))
    if effect.as_answered is None:
        weighted = None
    untouched = _untouched(design, ground, until, over)
    if untouched is not None and design is not None:
        effect = beside_untouched(effect, untouched[0], str(design.untouched))
    if design is not None and design.kind == Design.Kind.SYNTHETIC and heard < plan.ends_on:
        effect = _not_before(plan.ends_on, effect)
    guards = guards_of(design, ground, asked, until, over) if design else []
    detail = detail_of(initiative, design, effect, seen, response, guards)
    return _kept(
        initiative,
        effect,
        detail
        | {
            "caveats": [
                *([received.caveat()] if received else []),
                *caveats_of(ground, response, weighted, moved),
                *drift_caveat(effect, len(ground.months())),
                *(answers.caveats(ground.names) if answers else ()),
                *overlap_caveats(
                    [
                        one
                        for one in overlaps(initiative, ground.units, touchpoint_id, plan.starts_on, until)
                        if not (one.is_alike and effect.n_control_units)
                    ],
                    len(ground.units),
                ),
            ],
            "received": received_detail(received, effect) if received else None,
            "judged_on": plan.ends_on.isoformat(),
            "is_final": over == 1,
            "heard_until": heard.isoformat() if heard < here else None,
            "silent": [ground.names[unit] for unit in answers.silent]
            if answers and answers.until != answers.newest
            else [],
            "compared_until": left and left.isoformat(),
            "is_compared_no_more": left is not None and left <= today,
            "is_widened": is_cut,
            "planned_until": plan.ends_on.isoformat(),
            "weights": weighted and weights_of(weighted, ground),
            "moved": moved and moved.shift.estimate,
            "untouched": untouched and untouched_of(*untouched, design),
            "ground": kept_ground(ground, until, seen, today, _way(design))
            | {"touchpoint": touchpoint_id, "kind_of_score": kind_of_score},
        },
        at,
        by,
    )


def _kept(
    initiative: Initiative, effect: Effect, detail: dict[str, Any], at: datetime, by: object
) -> EffectReading:
    reading = EffectReading.objects.create(
        initiative=initiative,
        estimate=effect.estimate,
        low=effect.low,
        high=effect.high,
        verdict=VERDICTS[effect.verdict],
        sentence=f"{effect.in_words(initiative.name)} {worse_in_words(detail['guards'])}".strip()[:600],
        detail=detail,
        measured_at=at,
    )
    record("measured effect", reading, by=by, at=at, verdict=reading.verdict, estimate=effect.estimate)
    return reading


def _unheard(answers: Heard | None) -> set[int]:
    """Units of which fewer answers say nothing of who answers: they are closed, or their file is not here yet."""
    return {*answers.silent, *answers.closed} if answers else set()


@dataclass(frozen=True, slots=True)
class Judged:
    """One comparison as the design says, from its own generator: the same answers give the same figures."""

    design: Design | None
    ground: Ground
    response: Response | None
    over: float
    weighted: Reweighted | None
    is_late: bool = False
    is_over: bool = False

    def told(self, had: Had | None = None, points: float = 0.0, deals: int = PERMUTATIONS) -> Effect:
        """The effect; of scores from which ``points`` are taken wherever the change was ``had``, where that is given."""
        ground, cells, weighted = self.ground, cells_of(self.ground), self.weighted
        if had is not None:
            cells = without_what_it_did(cells, had, points)
            weighted = weighted and weighted.each(lambda moved: without_what_it_did(moved, had, points))
        could_be = (
            at_most(self.response, ground.counts(after=True), ground.counts(after=False))
            if self.response
            else NOTHING
        )
        return effect_by(
            _way(self.design), cells, start_numbers(ground), np.random.default_rng(SEED), smallest(self.design),
            could_be, self.over, weighted, deals, is_by_lot=self.design is not None and self.design.is_by_lot,
            is_late=self.is_late, is_over=self.is_over,
        )  # fmt: skip

    def having(self, had: Had) -> Contrast | None:
        """What having it does, where units are compared with units."""
        if _way(self.design) not in COMPARED:
            return None

        def left(points: float) -> Contrast:
            one = self.told(had, points, deals=0)
            return Contrast(one.estimate or 0.0, None, one.low, one.high)

        return effect_of_having(left)


def _way(design: Design | None) -> Way:
    return Way(design.kind) if design else Way.MATCHED


def _untouched(design: Design | None, ground: Ground, until: date, over: float) -> tuple[Effect, int] | None:
    """What the same units score where the change cannot move anything, told the same way, and from how many answers.

    None where no place was chosen.
    """
    if design is None or design.untouched_id is None:
        return None
    there = ground_at(design.untouched_id, ground.starts, until, design.kind_of_score).within(ground.units)
    if not there.treated:
        return None
    weighted = weighted_to_all_asked(design.untouched_id, design.kind_of_score, there, until)
    return Judged(design, there, None, over, weighted).told(), sum(
        tally.n for tally in there.tallies.values()
    )


def smallest(design: Design | None) -> float:
    """The smallest effect that matters, as chosen before the start."""
    return float(design.smallest_points) if design else MINIMUM_RELEVANT


def _not_before(end: date, effect: Effect) -> Effect:
    """A rank has no range that holds at every look: it is read once, with the answers up to the planned end."""
    need = f"A rank among others is read once, on {date_format(end, 'j F Y')}."
    return replace(effect, verdict=Verdict.CANNOT_TELL, needs=(need, *effect.needs))
