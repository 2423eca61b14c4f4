"""What a team does in a huddle."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.huddles import errors
from groundswell.act.huddles.actions import elevate, end_huddle, start_huddle
from groundswell.act.huddles.models import Huddle, PromiseReview
from groundswell.act.huddles.planning import plan_huddle
from groundswell.act.huddles.promising import carry_over_promise, keep_promise, make_promise
from groundswell.act.huddles.queries import elevations_of, promises_due
from groundswell.act.huddles.turns import members_of
from groundswell.foundation.access.models import User
from groundswell.foundation.history.queries import events_of
from tests.world import NOW, make_signal, make_user

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def running(world, unit=None, *, at=NOW) -> Huddle:
    unit = unit or world.leeds
    huddle = plan_huddle(unit, planned_at=at, by=world.lead.person, at=at - DAY)
    return start_huddle(huddle, by=world.lead.person, at=at)


def held(world, unit=None, *, at=NOW, pulse: int | None = 4) -> Huddle:
    return end_huddle(running(world, unit, at=at), pulse=pulse, by=None, at=at + timedelta(minutes=15))


def promised(world, huddle: Huddle, text: str = "Call ahead", *, due_in: timedelta = WEEK, at=NOW):
    person, due_on = world.frontline.person, (at + due_in).date()
    return make_promise(huddle, person=person, text=text, due_on=due_on, by=world.lead.person, at=at)


def test_the_facilitator_goes_round_the_team_by_name_and_skips_who_left(world):
    anna = make_user("Anna Able", world.leeds, User.Role.FRONTLINE).person
    turns = [
        plan_huddle(world.leeds, planned_at=NOW + number * WEEK, by=None, at=NOW).facilitator.name
        for number in range(4)
    ]
    assert turns == ["Anna Able", "Fay Frontline", "Lena Lead", "Anna Able"]

    world.frontline.person.left_on = NOW.date()
    world.frontline.person.save()
    assert (
        plan_huddle(world.leeds, planned_at=NOW + 5 * WEEK, by=None, at=NOW).facilitator.name == "Lena Lead"
    )
    assert anna.name == "Anna Able"


def test_a_region_huddles_with_those_who_answer_for_its_teams(world):
    planned = plan_huddle(world.shops, planned_at=NOW, by=None, at=NOW)

    assert planned.facilitator.name == "Lena Lead"
    assert [person.name for person in members_of(world.shops)] == ["Lena Lead", "Yara Lead"]


def test_a_unit_without_people_cannot_huddle(world):
    with pytest.raises(errors.NobodyToFacilitate):
        plan_huddle(world.web, planned_at=NOW, by=None, at=NOW)


def test_a_team_has_one_huddle_at_a_time(world):
    plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW)

    with pytest.raises(errors.HuddleAlreadyPlanned):
        plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW)


def test_a_huddle_is_planned_started_and_ended_and_the_history_knows(world):
    huddle = held(world, pulse=5)

    assert (huddle.started_at, huddle.ended_at, huddle.pulse) == (NOW, NOW + timedelta(minutes=15), 5)
    assert [event.verb for event in events_of(huddle)] == [
        "planned a huddle",
        "started a huddle",
        "ended a huddle",
    ]


def test_of_two_who_start_or_end_at_once_one_is_told(world):
    huddle = running(world)
    mine, yours = Huddle.objects.get(pk=huddle.pk), Huddle.objects.get(pk=huddle.pk)

    with pytest.raises(errors.HuddleAlreadyStarted, match="Lena Lead started this huddle a moment ago"):
        start_huddle(yours, by=None, at=NOW + DAY)
    end_huddle(mine, pulse=3, by=None, at=NOW)
    with pytest.raises(errors.HuddleNotRunning, match="has ended"):
        end_huddle(yours, pulse=5, by=None, at=NOW)

    assert Huddle.objects.get().pulse == 3


def test_a_huddle_that_has_not_started_cannot_end(world):
    huddle = plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW)

    with pytest.raises(errors.HuddleNotRunning, match="Start it first"):
        end_huddle(huddle, pulse=3, by=None, at=NOW)


@pytest.mark.parametrize("pulse", [0, 6])
def test_the_database_keeps_the_pulse_between_1_and_5(world, pulse):
    with pytest.raises(IntegrityError), transaction.atomic():
        held(world, pulse=pulse)


def test_promises_are_made_while_the_huddle_runs_and_look_forward(world):
    planned = plan_huddle(world.leeds, planned_at=NOW + DAY, by=None, at=NOW)
    with pytest.raises(errors.HuddleNotRunning):
        promised(world, planned)
    with pytest.raises(errors.HuddleNotRunning):
        promised(world, held(world))
    with pytest.raises(errors.PromiseDueInThePast, match="10 March 2026"):
        promised(world, running(world, at=NOW + timedelta(hours=1)), due_in=-DAY)


def test_a_promise_is_due_until_it_is_kept(world):
    promise = promised(world, running(world))

    for of in (world.frontline.person, world.leeds, world.shops):
        assert list(promises_due(of)) == [promise]
    assert list(promises_due(world.york)) == []
    keep_promise(promise, by=world.frontline.person, at=NOW + DAY)
    assert list(promises_due(world.frontline.person)) == []


def test_a_promise_is_kept_once_and_the_second_person_is_told(world):
    promise = promised(world, running(world))
    keep_promise(promise, by=world.frontline.person, at=NOW + DAY)

    with pytest.raises(errors.PromiseAlreadyKept, match="Fay Frontline"):
        keep_promise(promise, by=world.lead.person, at=NOW + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseReview.objects.create(promise=promise, outcome="kept", at=NOW)


def test_a_promise_is_carried_over_with_a_reason_once_per_huddle(world):
    promise = promised(world, held_then_running := running(world))
    end_huddle(held_then_running, pulse=4, by=None, at=NOW + timedelta(hours=1))
    later = running(world, at=NOW + WEEK)
    by = world.frontline.person

    with pytest.raises(errors.CarryingOverNeedsAReason):
        carry_over_promise(promise, huddle=later, note="  ", by=by, at=NOW + WEEK)
    carry_over_promise(promise, huddle=later, note="I was ill", by=by, at=NOW + WEEK)
    with pytest.raises(errors.PromiseAlreadyCarriedOver, match="Fay Frontline"):
        carry_over_promise(promise, huddle=later, note="Again", by=world.lead.person, at=NOW + WEEK)

    keep_promise(promise, huddle=later, by=by, at=NOW + WEEK)
    with pytest.raises(errors.PromiseAlreadyKept):
        carry_over_promise(promise, huddle=later, note="Still", by=by, at=NOW + WEEK)


def test_the_database_wants_a_reason_for_carrying_over(world):
    promise = promised(world, running(world))

    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseReview.objects.create(promise=promise, outcome="not_yet", note="", at=NOW)


def test_what_the_team_cannot_settle_is_raised_with_its_voices(world):
    voice = make_signal(2, "Refunds take weeks.", unit=world.leeds)

    elevation = elevate(
        "Pay refunds at the till", "Customers wait for weeks.", unit=world.leeds, signals=[voice],
        by=world.frontline.person, at=NOW, huddle=running(world),
    )  # fmt: skip

    assert list(elevation.signals.all()) == [voice]
    assert list(elevations_of(world.frontline.person)) == [elevation]
    assert list(elevations_of(world.lead.person)) == []
    assert [event.verb for event in events_of(elevation)] == ["raised"]
