"""The weakest link is named when the answers can tell, and not before."""

from datetime import timedelta

from django.utils import timezone

from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.journeys_read.queries import journey_of
from groundswell.understand.scores.queries import Slice
from tests.world import NOW, make_signal


def answers(world, returns: list[int], delivery: list[int]) -> None:
    for point, scores in ((world.returns, returns), (world.delivery, delivery)):
        for score in scores:
            make_signal(score, touchpoint=point, unit=world.leeds, at=timezone.now() - timedelta(days=3))
    read_new_signals(at=NOW)


def test_a_touchpoint_far_behind_is_the_weakest_link(world, signed_in):
    answers(world, [1] * 30 + [9] * 5, [9] * 30 + [7] * 5)
    journey = journey_of(Slice("experience"))
    assert journey.weakest_touchpoint == world.returns
    assert journey.weakest.certainty == "sure"
    page = signed_in(world.office).get("/understand/journey/").content.decode()
    assert "Returns is the weakest link" in page


def test_a_small_gap_is_not_called_a_weak_link(world, signed_in):
    answers(world, [9, 9, 7, 5, 9, 8], [9, 9, 7, 6, 9, 9])
    assert journey_of(Slice("experience")).weakest.certainty == "cannot tell"
    page = signed_in(world.office).get("/understand/journey/").content.decode()
    assert "No touchpoint stays clearly behind" in page


def test_an_empty_journey_says_what_is_needed(world, signed_in):
    assert journey_of(Slice("experience")).weakest is None
    assert "five answers each" in signed_in(world.office).get("/understand/journey/").content.decode()
