"""Make scorecards, set targets that follow from those above, and correct the course."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from groundswell.align.objectives.models import Metric
from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import trail

from .errors import (
    CorrectionIsEmpty,
    FollowsFromElsewhere,
    GoalGoesTheWrongWay,
    PeriodIsBackwards,
    ReviewLiesInThePast,
    ScorecardExistsAlready,
    WeightIsNotPositive,
)
from .models import CourseCorrection, Scorecard, Target


@transaction.atomic
def make_scorecard(
    holder: Unit | Person, *, starts_on: date, ends_on: date, by: object, at: datetime
) -> Scorecard:
    """Open the scorecard of a unit or a person for one period."""
    if ends_on <= starts_on:
        raise PeriodIsBackwards("The scorecard ends before it starts. Choose a later last day.")
    whose = {"person": holder} if isinstance(holder, Person) else {"unit": holder}
    if Scorecard.objects.filter(**whose, starts_on=starts_on).exists():
        raise ScorecardExistsAlready(f"{holder} has a scorecard from that day. Set the target there.")
    scorecard = Scorecard.objects.create(**whose, starts_on=starts_on, ends_on=ends_on)
    record("made scorecard", scorecard, by=by, at=at, holder=str(holder), ends_on=ends_on)
    return scorecard


@transaction.atomic
def set_target(
    scorecard: Scorecard,
    metric: Metric,
    *,
    baseline: float,
    goal: float,
    by: object,
    at: datetime,
    follows_from: Target | None = None,
    weight: float = 1.0,
    move_the_needle: str = "",
) -> Target:
    """Set where a metric shall stand; set again, the goal changes and the history keeps the one before."""
    _check_goal(metric, baseline, goal, weight)
    if follows_from is not None:
        _check_cascade(scorecard, metric, follows_from)
    before = Target.objects.filter(scorecard=scorecard, metric=metric).values_list("goal", flat=True).first()
    given = {"baseline": baseline, "goal": goal, "weight": weight, "move_the_needle": move_the_needle}
    target, _ = Target.objects.update_or_create(
        scorecard=scorecard, metric=metric, defaults={**given, "follows_from": follows_from}
    )
    above = follows_from.pk if follows_from else None
    record(
        "set target",
        target,
        by=by,
        at=at,
        baseline=baseline,
        goal=goal,
        goal_before=before,
        follows_from=above,
    )
    return target


@transaction.atomic
def correct_course(
    target: Target, *, seen: str, change: str, review_on: date, by: User, at: datetime
) -> CourseCorrection:
    """Record what the evidence shows, what is done differently from now on, and when it is looked at again."""
    if not seen.strip() or not change.strip():
        raise CorrectionIsEmpty("Say what the evidence shows, and what you do differently.")
    if review_on <= timezone.localdate(at):
        raise ReviewLiesInThePast("Choose a day to come on which you look at it again.")
    correction = CourseCorrection.objects.create(
        target=target, seen=seen, change=change, review_on=review_on, by=by.person, at=at
    )
    record("corrected course", correction, by=by, at=at, target=target.pk, review_on=review_on)
    return correction


def _check_goal(metric: Metric, baseline: float, goal: float, weight: float) -> None:
    if goal == baseline or (goal > baseline) != metric.higher_is_better:
        better = "above" if metric.higher_is_better else "below"
        raise GoalGoesTheWrongWay(f"The goal has to lie {better} where you start, {baseline:g}.")
    if weight <= 0:
        raise WeightIsNotPositive("Give the target a weight above 0, or leave it out.")


def _check_cascade(scorecard: Scorecard, metric: Metric, above: Target) -> None:
    if above.metric_id != metric.pk:
        raise FollowsFromElsewhere(f"The target above is about {above.metric}. Choose one about {metric}.")
    upper = above.scorecard.unit_id
    unit = scorecard.unit or scorecard.person.unit
    over = {step.pk for step in trail(unit)} - ({scorecard.unit_id} if scorecard.unit_id else set())
    if upper is None or upper not in over:
        raise FollowsFromElsewhere(
            f"The target above belongs to no unit over {scorecard.holder}. Choose one further up."
        )
