"""The points of a touchpoint itself: who answers there, and when, is held fixed; where that says it all, nobody can tell."""

import numpy as np
import pytest
import time_machine

from groundswell.act.opportunities.ground import of_which_points
from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.queries import ranked_opportunities
from groundswell.foundation.customers.models import Customer
from tests.world import NOW

from .register import make_answers, make_opportunity, read_all


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def say(world, place, segment, promoters, detractors):
    for count, score in ((promoters, 10), (detractors, 3)):
        customers = make_answers(count, score, world=world, yearly=100, touchpoint=place)
        Customer.objects.filter(pk__in=[one.pk for one in customers]).update(segment=segment)


def standing(world):
    read_all()
    make_opportunity(world, title="Returns", touchpoint=world.returns)
    rank_opportunities(NOW)
    (found,) = ranked_opportunities(NOW)
    return found.evidence


def test_a_touchpoint_is_not_blamed_for_who_comes_there(world):
    """Families score 0 and others 60 wherever they are; four of five who return are families, one of five elsewhere."""
    say(world, world.returns, "Family", 40, 40)
    say(world, world.returns, "Single", 16, 4)
    say(world, world.delivery, "Family", 10, 10)
    say(world, world.delivery, "Single", 64, 16)
    evidence = standing(world)
    plain = (64 + 10 - 26) - (40 + 16 - 44)
    assert (evidence.n_with, evidence.n_without, plain) == (100, 100, 36)
    found = evidence.points_lower
    assert found.low < 0 < found.high
    assert abs(found.value) < 10
    assert evidence.is_of_place


def test_it_is_what_least_squares_on_single_answers_says(world):
    say(world, world.returns, "Family", 30, 50)
    say(world, world.returns, "Single", 20, 20)
    say(world, world.delivery, "Family", 20, 20)
    say(world, world.delivery, "Single", 80, 20)
    evidence = standing(world)
    rows = [
        (place, segment, 100 if score == 10 else -100, number % 200)
        for place, segment, promoters, detractors in (
            (1, 1, 30, 50), (1, 0, 20, 20), (0, 1, 20, 20), (0, 0, 80, 20),
        )
        for count, score in ((promoters, 10), (detractors, 3))
        for number in range(count)
    ]  # fmt: skip
    place, segment, points, days = (np.array(column, float) for column in zip(*rows, strict=True))
    months = np.array([(NOW - np.timedelta64(1, "D").item() * int(day)).strftime("%Y-%m") for day in days])
    held = [
        months == month
        for month in sorted(set(months))[1:]
        if 30 <= (months == month).sum() <= len(rows) - 30
    ]
    columns = np.column_stack([np.ones(len(rows)), place, segment, *held])
    slopes = np.linalg.lstsq(columns, points, rcond=None)[0]
    assert evidence.points_lower.value == pytest.approx(-slopes[1])


def test_where_all_who_come_there_are_of_one_segment_nobody_can_tell_and_it_says_so(world):
    say(world, world.returns, "Family", 40, 40)
    say(world, world.delivery, "Single", 100, 40)
    evidence = standing(world)
    assert evidence.points_lower is None
    assert evidence.needed_to_rank == (
        "80 of the 80 answers there and 0 of the 140 others are of customers of the segment “Family”: too few tell the touchpoint "
        "from that, so the points that it costs cannot be told. Name a theme.",
    )


def test_a_theme_at_one_touchpoint_and_another_touchpoint_do_not_add_up():
    assert of_which_points([(7, 1), (None, 2)]) == [(7, 1)]
    assert of_which_points([(None, 2), (None, 3)]) == [(None, 2), (None, 3)]
    assert of_which_points([(7, 2), (None, 2)]) == [(None, 2)]
