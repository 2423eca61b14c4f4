"""Two people act on one case at the very same moment: one wins, the other is told, nothing is lost."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from groundswell.act.cases.actions import close_case, hand_over, note_attempt
from groundswell.act.cases.errors import CaseAlreadyClosed, CaseRefusal, CaseWaitsAlready, SomebodyWasFirst
from groundswell.act.cases.models import Case, Closure, ContactAttempt, Handover, Pause, RootCause
from groundswell.act.cases.pausing import wait_for_customer
from groundswell.act.cases.together import take
from groundswell.foundation.access.models import User
from groundswell.foundation.history.models import Event
from tests.at_once import gave_at_once
from tests.world import NOW, World, make_user, make_world

from .scenes import HOUR, open_case

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + 2 * HOUR


def everybody(users: list[User], deed: Callable[[User], object]) -> list[CaseRefusal]:
    """Everybody does it at the same moment. What the others were told."""
    gave = gave_at_once(*[partial(deed, user) for user in users], refusal=CaseRefusal)
    return [one for one in gave if isinstance(one, CaseRefusal)]


def scene() -> tuple[World, Case, list[User]]:
    world = make_world()
    case = open_case(world.leeds)
    return world, case, [world.lead, world.office]


def test_one_closes_and_the_other_is_told():
    world, case, users = scene()
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW + HOUR)
    cause = RootCause.objects.get(name="Service")

    told = everybody(
        users,
        lambda user: close_case(
            Case.objects.get(pk=case.pk), outcome="answered", root_cause=cause, by=user.person, at=LATER
        ),
    )

    winner = Closure.objects.get().by
    assert [type(one) for one in told] == [CaseAlreadyClosed]
    assert str(told[0]).startswith(f"{winner} closed this case")
    assert Case.objects.get().closed_at == LATER


def test_of_three_who_take_a_case_that_nobody_has_one_has_it_and_the_others_hear_who():
    world, case, users = scene()
    Case.objects.update(owner=None)
    users.append(make_user("Gus Frontline", world.leeds, User.Role.FRONTLINE))

    told = everybody(
        users, lambda user: take(Case.objects.get(pk=case.pk), seen_owner=None, user=user, at=LATER)
    )

    winner = Case.objects.get().owner
    assert [one.to for one in Handover.objects.all()] == [winner]
    assert len(told) == 2
    assert all(str(winner) in str(one) for one in told)


def test_two_hand_it_to_two_people_and_the_second_decision_waits_for_the_first_to_be_known():
    world, case, users = scene()
    to = {world.lead.pk: world.frontline.person, world.office.pk: world.york_lead.person}
    seen = case.owner_id

    told = everybody(
        users,
        lambda user: hand_over(
            Case.objects.get(pk=case.pk),
            to=to[user.pk],
            why="Yours",
            by=user.person,
            at=LATER,
            seen_owner=seen,
        ),
    )

    handover = Handover.objects.get()
    assert [type(one) for one in told] == [SomebodyWasFirst]
    assert str(told[0]).startswith(f"{handover.by} gave this case to {handover.to} a moment ago")
    assert Case.objects.get().owner == handover.to


def test_two_stop_the_clock_and_one_pause_stands():
    world, case, users = scene()
    note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=NOW + HOUR)

    told = everybody(
        users,
        lambda user: wait_for_customer(
            Case.objects.get(pk=case.pk), why="Holiday", hours=8, by=user.person, at=LATER
        ),
    )

    pause = Pause.objects.get()
    assert [type(one) for one in told] == [CaseWaitsAlready]
    assert f"{pause.by} said so a moment ago" in str(told[0])
    assert Case.objects.get().waits_until == pause.until


def test_two_note_a_contact_and_both_notes_stand():
    _, case, users = scene()

    told = everybody(
        users,
        lambda user: note_attempt(
            Case.objects.get(pk=case.pk),
            channel="phone",
            reached=True,
            note=f"Heard by {user}",
            by=user.person,
            at=LATER + timedelta(minutes=user.pk),
        ),
    )

    assert told == []
    assert {one.note for one in ContactAttempt.objects.all()} == {f"Heard by {user}" for user in users}
    assert Case.objects.get().contacted_at == min(one.at for one in ContactAttempt.objects.all())
    assert Event.objects.filter(verb="contacted a customer").count() == 2


def test_one_reaches_the_customer_while_another_stops_the_clock_and_what_is_written_fits_what_stands():
    world, case, users = scene()
    note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=NOW + HOUR)

    def act(user: User) -> None:
        mine = Case.objects.get(pk=case.pk)
        if user == world.lead:
            note_attempt(mine, channel="phone", reached=True, by=user.person, at=LATER)
        else:
            wait_for_customer(mine, why="Holiday", hours=8, by=user.person, at=LATER)

    everybody(users, act)

    stands = Case.objects.get()
    assert (stands.contacted_at, stands.waits_until, stands.late_from) == (LATER, None, None)
    assert not Pause.objects.filter(ended_at=None).exists()
