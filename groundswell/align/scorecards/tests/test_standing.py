"""Reached only when even the cautious end of the margin says so."""

from datetime import date

import pytest

from groundswell.align.objectives.models import Metric
from groundswell.align.objectives.readings import Reading
from groundswell.align.scorecards.cascade import cascade_of
from groundswell.align.scorecards.models import Scorecard, Target
from groundswell.align.scorecards.queries import standing_of
from groundswell.align.scorecards.standing import Standing, Verdict, summary_of, too_few_for_pay
from groundswell.foundation.organisation.models import Unit
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_signal


def standing(
    value: float | None,
    low: float | None,
    high: float | None,
    *,
    baseline: float = 20,
    goal: float = 40,
    n: int = 100,
    weight: float = 1,
) -> Standing:
    card = Scorecard(unit=Unit(name="Leeds"), starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30))
    target = Target(scorecard=card, metric=Metric(name="Score"), baseline=baseline, goal=goal, weight=weight)
    reading = Reading(
        n, value, low, high, "" if value is not None else "No answers yet", "", date(2026, 3, 1), "", "points"
    )
    return Standing(target, reading)


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (45, 41, 49, Verdict.REACHED),
        (45, 38, 52, Verdict.NOT_SURE),
        (35, 30, 41, Verdict.NOT_SURE),
        (35, 31, 39, Verdict.NOT_REACHED),
        (45, None, None, Verdict.NOT_SURE),
        (None, None, None, Verdict.UNKNOWN),
    ],
)
def test_a_goal_upward_is_reached_when_the_lower_bound_passes(value, low, high, verdict):
    assert standing(value, low, high).verdict is verdict


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (2.5, 2.1, 2.9, Verdict.REACHED),
        (2.5, 1.5, 3.5, Verdict.NOT_SURE),
        (3.5, 2.9, 4.1, Verdict.NOT_SURE),
        (4.0, 3.5, 4.5, Verdict.NOT_REACHED),
    ],
)
def test_a_goal_downward_is_reached_when_the_upper_bound_passes(value, low, high, verdict):
    assert standing(value, low, high, baseline=5, goal=3).verdict is verdict


def test_attainment_is_the_part_of_the_way_whichever_direction_is_better():
    assert standing(30, 25, 35).attainment == 0.5
    assert (standing(30, 25, 35).attainment_low, standing(30, 25, 35).attainment_high) == (0.25, 0.75)
    down = standing(4, 3.5, 4.5, baseline=5, goal=3)
    assert (down.attainment, down.attainment_low, down.attainment_high) == (0.5, 0.25, 0.75)


def test_attainment_stays_between_none_and_all_of_the_way():
    assert standing(10, 5, 15).attainment == 0
    assert standing(90, 85, 95).attainment == 1


def test_what_cannot_be_read_is_missing_never_nought():
    missing = standing(None, None, None)
    assert (missing.attainment, missing.is_missing, missing.is_reached) == (None, True, False)
    summary = summary_of([standing(30, 25, 35, weight=1), missing, standing(40, 40, 40, weight=3)])
    assert summary.attainment == 0.875
    assert summary.missing == ("Score",)
    assert summary.sentence == "1 of 3 targets reached for sure, 1 cannot be read."


def test_nothing_to_sum_up_is_absent():
    assert summary_of([]).attainment is None
    assert summary_of([standing(None, None, None)]).attainment is None


def test_no_pay_hangs_on_fewer_than_two_hundred():
    few, enough = standing(30, 25, 35, n=199), standing(30, 25, 35, n=200)
    assert too_few_for_pay([few, enough, standing(None, None, None, n=3)]) == [few]


def test_the_cascade_rolls_up_by_answers():
    # 60 answers aim at 50, 40 at 30: 0.6 * 50 + 0.4 * 30 = 42.
    below = [standing(0, -5, 5, goal=50, n=60), standing(0, -5, 5, goal=30, n=40)]
    carried = cascade_of(standing(0, -5, 5, goal=42, n=100), below)
    assert (carried.expected, carried.is_carried, carried.covered) == (42.0, True, 1.0)
    assert cascade_of(standing(0, -5, 5, goal=43, n=100), below).is_carried is False


def test_answers_that_no_target_below_covers_stay_where_they_are():
    # Above: 100 answers at 10 in sum 1000; below: 50 answers at 20 aiming at 50. The other 50 stand at 0.
    found = cascade_of(standing(10, 5, 15, goal=40, n=100), [standing(20, 10, 30, goal=50, n=50)])
    assert (found.expected, found.covered, found.is_carried) == (25.0, 0.5, False)
    assert "not enough for its goal of 40 points" in found.sentence


def test_a_cascade_without_answers_says_so():
    found = cascade_of(standing(10, 5, 15), [standing(None, None, None, n=0)])
    assert (found.expected, found.is_carried) == (None, None)
    assert "cannot be told" in found.sentence


@pytest.mark.django_db
def test_a_person_is_judged_from_ten_answers_on(aligned):
    fay = aligned.world.frontline.person
    for _ in range(9):
        make_signal(10, unit=aligned.world.leeds, employee=fay)
    read_new_signals(at=NOW)
    assert standing_of(aligned.fay, NOW).is_missing
    assert standing_of(aligned.leeds, NOW).reading.n == 9
    make_signal(10, unit=aligned.world.leeds, employee=fay)
    read_new_signals(at=NOW)
    assert standing_of(aligned.fay, NOW).reading.value == 100
