"""Scorecards are made, targets set and followed, the course corrected."""

from datetime import date, timedelta

import pytest

from groundswell.align.objectives.actions import add_metric
from groundswell.align.scorecards.actions import correct_course, make_scorecard, set_target
from groundswell.align.scorecards.errors import (
    CorrectionIsEmpty,
    FollowsFromElsewhere,
    GoalGoesTheWrongWay,
    ReviewLiesInThePast,
    ScorecardExistsAlready,
    WeightIsNotPositive,
)
from groundswell.align.scorecards.models import Target
from groundswell.foundation.history.models import Event
from tests.world import NOW

pytestmark = pytest.mark.django_db


def test_a_unit_has_one_scorecard_per_start(aligned):
    with pytest.raises(ScorecardExistsAlready):
        make_scorecard(
            aligned.world.leeds, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1), by="office", at=NOW
        )


def test_a_target_set_again_changes_and_the_history_keeps_the_goal_before(aligned):
    set_target(aligned.leeds.scorecard, aligned.metric, baseline=0, goal=55, by="office", at=NOW)
    assert Target.objects.filter(scorecard=aligned.leeds.scorecard).count() == 1
    last = Event.objects.filter(verb="set target").order_by("-id").first()
    assert (last.detail["goal_before"], last.detail["goal"]) == (50.0, 55)


def test_a_goal_lies_on_the_better_side(aligned):
    card = aligned.leeds.scorecard
    with pytest.raises(GoalGoesTheWrongWay, match="above where you start, 30"):
        set_target(card, aligned.metric, baseline=30, goal=20, by="office", at=NOW)
    fewer = add_metric(
        aligned.metric.objective,
        "Refund days",
        level="operations",
        source="operational",
        measure="refund days",
        higher_is_better=False,
        by="office",
        at=NOW,
    )
    with pytest.raises(GoalGoesTheWrongWay, match="below"):
        set_target(card, fewer, baseline=5, goal=6, by="office", at=NOW)
    assert set_target(card, fewer, baseline=5, goal=3, by="office", at=NOW).is_upward is False


def test_a_target_counts_for_something(aligned):
    with pytest.raises(WeightIsNotPositive):
        set_target(aligned.leeds.scorecard, aligned.metric, baseline=0, goal=1, weight=0, by="office", at=NOW)


def test_a_target_follows_from_a_unit_above_and_from_nowhere_else(aligned):
    for above in (aligned.york, aligned.fay, aligned.leeds):
        with pytest.raises(FollowsFromElsewhere):
            set_target(
                aligned.leeds.scorecard,
                aligned.metric,
                baseline=0,
                goal=9,
                follows_from=above,
                by="o",
                at=NOW,
            )
    assert aligned.leeds.follows_from == aligned.shops
    assert aligned.fay.follows_from == aligned.leeds


def test_a_correction_is_kept_with_who_when_and_what(aligned):
    correction = correct_course(
        aligned.leeds,
        seen="Three of five detractors waited for a refund.",
        change="Refunds are booked at the till.",
        review_on=date(2026, 4, 11),
        by=aligned.world.lead,
        at=NOW,
    )
    assert (correction.by, correction.at) == (aligned.world.lead.person, NOW)
    assert Event.objects.filter(verb="corrected course", by="Lena Lead").count() == 1


def test_a_correction_says_something_and_is_reviewed_on_a_day_to_come(aligned):
    given = {"by": aligned.world.lead, "at": NOW}
    with pytest.raises(CorrectionIsEmpty):
        correct_course(aligned.leeds, seen=" ", change="x", review_on=date(2026, 4, 1), **given)
    with pytest.raises(ReviewLiesInThePast):
        correct_course(aligned.leeds, seen="x", change="x", review_on=NOW.date(), **given)
    correct_course(aligned.leeds, seen="x", change="x", review_on=NOW.date() + timedelta(days=1), **given)
