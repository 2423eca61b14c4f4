"""The same thing more often than before: said with its range, or not at all."""

from datetime import timedelta

from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.complaints.rising import trends_by
from tests.world import NOW

ABOUT = ("signal__touchpoint", "signal__touchpoint__name")


def complaints(world, touchpoint, lately: int, before: int) -> None:
    days = [5 + number % 80 for number in range(lately)] + [95 + number % 80 for number in range(before)]
    for number, ago in enumerate(days):
        new = NewComplaint(f"{touchpoint.code}{number}", "Hm.", touchpoint_id=touchpoint.pk)
        receive_complaint(new, at=NOW - timedelta(days=ago))


def verdicts() -> dict[str, tuple[int, int, str]]:
    found = trends_by(*ABOUT, Complaint.objects.all(), at=NOW)
    return {one.name: (one.now, one.before, one.verdict) for one in found}


def test_three_times_as_many_rise_and_a_few_cannot_tell(world):
    complaints(world, world.returns, 24, 7)
    complaints(world, world.delivery, 4, 1)
    assert verdicts() == {"Returns": (24, 7, "Rises"), "Delivery": (5 - 1, 1, "Too few to tell")}
    (returns, _) = trends_by(*ABOUT, Complaint.objects.all(), at=NOW)
    assert returns.times.startswith("3.4 times, between 1.4 and ")


def test_what_chance_explains_is_no_rise(world):
    complaints(world, world.returns, 9, 6)
    assert verdicts() == {"Returns": (9, 6, "Cannot tell: chance explains it")}


def test_nothing_is_an_answer_too(world):
    assert verdicts() == {}


def test_to_know_the_place_more_often_is_no_rise(world):
    for number in range(30):
        place = {"touchpoint_id": world.returns.pk} if number < 20 or number > 28 else {}
        ago = 5 + number if number < 20 else 100 + number
        receive_complaint(NewComplaint(f"k{number}", "Hm.", **place), at=NOW - timedelta(days=ago))
    assert verdicts() == {"Returns": (20, 1, "Cannot tell: chance explains it")}
