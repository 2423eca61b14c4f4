"""A planned huddle is called off with a reason; everybody reads it, and the rhythm goes on."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from groundswell.act.huddles import errors
from groundswell.act.huddles.actions import note_attendance, start_huddle
from groundswell.act.huddles.calling_off import call_off
from groundswell.act.huddles.health import health_by_unit, shown_huddles
from groundswell.act.huddles.jobs import plan_huddles
from groundswell.act.huddles.models import Huddle
from groundswell.act.huddles.planning import end_rhythm, facilitate, plan_huddle
from groundswell.act.huddles.tidings import huddles_called_off, huddles_soon, not_begun
from groundswell.act.huddles.turns import next_in_turn
from groundswell.desk.homes.lead import next_huddle
from tests.at_once import at_once as together
from tests.world import NOW, make_world

from .test_rhythm import DAY, planned, weekly

at_once = partial(together, refusal=errors.HuddleRefusal)
WHY = "Half the team is ill"


def the_next(world) -> Huddle:
    weekly(world)
    return Huddle.objects.order_by("planned_at")[0]


def test_it_was_nobodys_turn(world):
    the_next(world)
    last = Huddle.objects.order_by("planned_at").last()
    assert next_in_turn(world.leeds, "feedback", at=NOW).name == "Lena Lead"
    call_off(last, because=WHY, by=world.lead.person, at=NOW)
    assert (last.facilitator, next_in_turn(world.leeds, "feedback", at=NOW)) == (world.frontline.person,) * 2


def test_its_rhythm_goes_on(world):
    off = call_off(the_next(world), because=WHY, by=world.lead.person, at=NOW)
    plan_huddles(off.planned_at + DAY)
    assert planned(world.leeds)[1:] == [
        ("Fri 20 Mar 08:40", "Lena Lead"),
        ("Fri 27 Mar 08:40", "Fay Frontline"),
        ("Fri 10 Apr 07:40", "Lena Lead"),
    ]
    end_rhythm(off.rhythm, by=None, at=NOW)
    assert list(Huddle.objects.all()) == [off]


def test_it_takes_a_reason_and_nothing_begins_in_it(world):
    huddle = the_next(world)
    with pytest.raises(errors.CallingOffNeedsAReason):
        call_off(huddle, because=" ", by=world.lead.person, at=NOW)
    call_off(huddle, because=WHY, by=world.lead.person, at=NOW)
    told = "Lena Lead called this huddle off: Half the team is ill"
    for deed in (
        lambda: start_huddle(huddle, by=None, at=NOW),
        lambda: call_off(huddle, because="Snow", by=world.frontline.person, at=NOW),
        lambda: note_attendance(huddle, person=world.frontline.person, is_here=True, by=None, at=NOW),
        lambda: facilitate(
            huddle, person=world.lead.person, instead_of=world.frontline.person, by=None, at=NOW
        ),
    ):
        with pytest.raises(errors.HuddleWasCalledOff, match=told):
            deed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Huddle.objects.filter(pk=huddle.pk).update(called_off_because="")


def test_it_was_neither_held_nor_missed_and_stands_in_a_list_of_its_own(world):
    huddle, later = the_next(world), NOW + 5 * DAY
    assert health_by_unit(28, later)[world.leeds.pk].planned == 1
    call_off(huddle, because=WHY, by=world.lead.person, at=NOW)
    assert health_by_unit(28, later) == {}
    asked = {"unit": world.leeds.pk, "days": 28}
    lists = {show: list(shown_huddles(Huddle.objects.all(), asked | {"show": show}, later)) for show in (
        "held", "missed", "planned", "called_off")}  # fmt: skip
    assert lists == {"held": [], "missed": [], "planned": [], "called_off": [huddle]}
    assert next_huddle(world.lead, NOW).planned_at > huddle.planned_at


def test_the_team_is_told_but_for_who_said_so_and_nobody_is_called_to_it(world):
    huddle = the_next(world)
    near = huddle.planned_at - timedelta(hours=1)
    assert {one.subject_id for one in huddles_soon(NOW, near)} == {huddle.pk}
    call_off(huddle, because=WHY, by=world.lead.person, at=NOW)
    assert list(huddles_soon(NOW, near)) == []
    assert huddle not in not_begun(Huddle.objects.all(), world.lead)
    (told,) = huddles_called_off(NOW - DAY, NOW)
    assert told.person_id == world.frontline.person.pk
    assert WHY not in str(told.words)


def test_the_page_calls_it_off_and_shows_the_next_one(world, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    huddle = the_next(world)
    fay, page = signed_in(world.frontline), f"/act/huddles/{huddle.pk}/"
    assert "Call this huddle off" in fay.get(page).content.decode()
    off = fay.post(f"{page}call-off/", {"because": WHY}, follow=True).content.decode()
    for words in (
        "no huddle on Friday 13 March",
        WHY,
        "Friday 20 March, 08:40",
        "Called off. The team is told",
    ):
        assert words in off
    assert "Start" not in off
    lists = (
        fay.get("/act/huddles/"),
        fay.get("/act/huddles/?show=called_off"),
        fay.get("/act/huddles/rhythms/"),
    )
    assert all(WHY in one.content.decode() for one in lists)
    late = signed_in(world.lead).post(f"{page}start/", follow=True).content.decode()
    assert "Fay Frontline called this huddle off: Half the team is ill" in late
    assert timezone.now() == NOW


@pytest.mark.django_db(transaction=True)
def test_one_starts_while_the_other_calls_it_off_and_who_is_second_is_told():
    world = make_world()
    huddle = plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW)
    lead, fay = world.lead.person, world.frontline.person
    told = at_once(
        lambda: start_huddle(huddle, by=lead, at=NOW),
        lambda: call_off(huddle, because=WHY, by=fay, at=NOW),
    )
    huddle.refresh_from_db()
    assert len(told) == 1
    assert told[0].startswith(str(fay if huddle.called_off_at else lead))
    assert (huddle.started_at is None) != (huddle.called_off_at is None)
