"""Two people tap at the very same moment: one wins, the other is told, nothing is lost."""

from datetime import time, timedelta
from functools import partial

import pytest

from groundswell.act.huddles.actions import end_huddle, go_to_step, note_attendance, start_huddle
from groundswell.act.huddles.errors import HuddleRefusal
from groundswell.act.huddles.models import Huddle, Promise, PromiseReview
from groundswell.act.huddles.planning import facilitate, plan_ahead, plan_huddle, set_rhythm
from groundswell.act.huddles.promising import (
    carry_over_promise,
    hand_over_promise,
    keep_promise,
    let_promise_go,
    make_promise,
)
from groundswell.foundation.access.models import User
from tests.at_once import at_once as together
from tests.world import NOW, make_user, make_world

from .test_running import promised, running

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=5)

at_once = partial(together, refusal=HuddleRefusal)


def fresh(huddle: Huddle) -> Huddle:
    return Huddle.objects.get(pk=huddle.pk)


def test_one_starts_and_the_other_is_told_who_did():
    world = make_world()
    huddle = plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW)
    people = [world.lead.person, world.frontline.person]

    told = at_once(*(lambda who=who: start_huddle(huddle, by=who, at=NOW) for who in people))

    winner = fresh(huddle).started_by
    assert told == [f"{winner} started this huddle a moment ago. Carry on where the team is."]
    assert fresh(huddle).attendances.count() == 1


def test_one_ends_and_the_pulse_of_the_first_stands():
    world = make_world()
    huddle = running(world)
    pulses = {world.lead.person: 5, world.frontline.person: 2}

    told = at_once(
        *(lambda who=who, p=p: end_huddle(huddle, pulse=p, by=who, at=LATER) for who, p in pulses.items())
    )

    ended = fresh(huddle)
    assert pulses[ended.ended_by] == ended.pulse
    assert [words.split(" has ended")[0] for words in told] == [str(ended.ended_by)]


def test_a_promise_is_kept_once_or_let_go_once():
    world = make_world()
    promise, lead = promised(world, running(world)), world.lead.person
    fay = world.frontline.person

    told = at_once(
        lambda: keep_promise(promise, by=lead, at=LATER),
        lambda: let_promise_go(promise, note="Not needed any more", by=fay, at=LATER),
    )

    stands = PromiseReview.objects.get()
    assert len(told) == 1
    assert told[0].startswith(str(stands.by))


def test_a_promise_is_carried_once_per_huddle():
    world = make_world()
    first = running(world)
    promise = promised(world, first)
    end_huddle(first, pulse=4, by=None, at=NOW)
    later = running(world, at=LATER)
    people = [world.lead.person, world.frontline.person]

    told = at_once(
        *(
            lambda who=who: carry_over_promise(promise, huddle=later, note="Ill", by=who, at=LATER)
            for who in people
        )
    )

    assert told == [
        f"{PromiseReview.objects.get().by} has carried this promise over in this huddle. You see it again next time."
    ]


def test_a_promise_goes_to_one_colleague_only():
    world = make_world()
    huddle = running(world)
    promise = promised(world, huddle)
    to = [world.lead.person, make_user("Anna Able", world.leeds, User.Role.FRONTLINE).person]

    told = at_once(
        *(lambda who=who: hand_over_promise(promise, to=who, huddle=huddle, by=who, at=LATER) for who in to)
    )

    assert len(told) == 1
    assert Promise.objects.filter(follows=promise).count() == 1


def test_one_takes_over_facilitating_and_the_other_is_told():
    world = make_world()
    huddle = plan_huddle(world.leeds, planned_at=LATER, by=None, at=NOW)
    fay = huddle.facilitator
    people = [world.lead.person, make_user("Anna Able", world.leeds, User.Role.FRONTLINE).person]

    told = at_once(
        *(lambda who=who: facilitate(huddle, person=who, instead_of=fay, by=who, at=NOW) for who in people)
    )

    assert told == [
        f"{fresh(huddle).facilitator} took over facilitating a moment ago. Ask them if you would rather do it."
    ]


def test_two_who_swap_with_each_other_do_not_wait_for_ever():
    world = make_world()
    set_rhythm(world.leeds, kind="feedback", pace="daily", time_of_day=time(9), by=None, at=NOW)
    first, second = Huddle.objects.order_by("planned_at")[:2]
    fay, lena = first.facilitator, second.facilitator

    at_once(
        lambda: facilitate(first, person=lena, instead_of=fay, by=lena, at=NOW),
        lambda: facilitate(second, person=fay, instead_of=lena, by=fay, at=NOW),
    )

    assert {fresh(first).facilitator, fresh(second).facilitator} <= {fay, lena}


def test_two_who_tap_next_go_one_step():
    world = make_world()
    huddle = running(world)

    at_once(*(lambda: go_to_step(huddle, step=2, leaving=1, by=None, at=LATER) for _ in range(4)))

    assert fresh(huddle).step == 2


def test_everything_that_is_said_at_once_is_written_down():
    world = make_world()
    huddle = running(world)
    lead, fay = world.lead.person, world.frontline.person
    due_on = LATER.date() + timedelta(days=7)

    told = at_once(
        *(
            lambda text=text: make_promise(huddle, person=fay, text=text, due_on=due_on, by=fay, at=LATER)
            for text in ("Call", "Write", "Ask")
        ),
        *(lambda: note_attendance(huddle, person=fay, is_here=True, by=lead, at=LATER) for _ in range(2)),
    )

    assert told == []
    assert sorted(huddle.promises.values_list("text", flat=True)) == ["Ask", "Call", "Write"]
    assert huddle.attendances.filter(person=fay).count() == 1
    assert fresh(huddle).version == 1 + 5


def test_two_workers_plan_a_rhythm_once():
    world = make_world()
    rhythm = set_rhythm(world.leeds, kind="feedback", pace="daily", time_of_day=time(9), by=None, at=NOW)
    later = NOW + timedelta(days=7)

    at_once(*(lambda: plan_ahead(rhythm, at=later) for _ in range(3)))

    assert rhythm.huddles.filter(planned_at__gt=later).count() == 3
