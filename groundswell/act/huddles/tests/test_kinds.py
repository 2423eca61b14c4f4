"""What the huddles for coordination and figures, and those of who leads, take from the evidence."""

from datetime import timedelta

import pytest

from groundswell.act.cases.actions import hand_over
from groundswell.act.cases.tests.scenes import open_case
from groundswell.act.huddles.actions import elevate, end_huddle, note_attendance, start_huddle
from groundswell.act.huddles.models import Huddle
from groundswell.act.huddles.planning import plan_huddle
from groundswell.act.huddles.promising import hand_over_promise, let_promise_go
from groundswell.act.huddles.queries import agenda_of, huddles_visible_to, promises_due
from groundswell.act.praise.actions import find_praise
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_customer, make_signal

from .test_running import DAY, WEEK, promised, running


def planned(unit, kind: str, at=NOW) -> Huddle:
    return plan_huddle(unit, planned_at=at, kind=kind, by=None, at=at)


def test_a_coordination_huddle_says_who_has_what_today_and_what_was_handed_over(world):
    fay, lena = world.frontline.person, world.lead.person
    case = open_case(world.leeds, comment="Call me on 0113 496 0000.", customer=make_customer())
    hand_over(case, to=fay, why="She knows jane.doe@example.com", by=lena, at=NOW)
    promised(world, running(world), "Ring the courier", due_in=timedelta())
    later = NOW + WEEK

    agenda = agenda_of(planned(world.leeds, "coordination", later), later)

    days = {
        day.person: ([one.pk for one in day.cases], [one.text for one in day.promises]) for day in agenda.days
    }
    assert days == {fay: ([case.pk], ["Ring the courier"]), lena: ([], [])}
    assert [(line.handover.to, line.why) for line in agenda.handed] == [(fay, "She knows [e-mail]")]
    assert (agenda.praise, agenda.number, agenda.aims) == ([], None, [])


def test_a_figures_huddle_says_what_the_parts_say_and_what_moved_beyond_chance(world):
    for days_ago, scores in ((120, [2] * 30), (10, [10] * 30)):
        for score in scores:
            make_signal(score, unit=world.leeds, at=NOW - timedelta(days=days_ago))
            make_signal(8, unit=world.york, at=NOW - timedelta(days=days_ago))
    read_new_signals(at=NOW)

    agenda = agenda_of(planned(world.shops, "figures"), NOW)

    assert [(part.unit, part.shown.figure.score) for part in agenda.parts] == [
        (world.leeds, 100),
        (world.york, 0),
    ]
    assert {move.unit for move in agenda.moves} == {world.leeds, world.shops}
    assert "200 points higher than before" in next(m.words for m in agenda.moves if m.unit == world.leeds)


def test_a_part_of_too_few_says_nothing_that_could_be_worked_out(world):
    for number in range(40):
        make_signal(9, unit=world.leeds if number else world.york, at=NOW - DAY)
    read_new_signals(at=NOW)

    agenda = agenda_of(planned(world.shops, "figures"), NOW)

    assert [part.shown.figure.is_known for part in agenda.parts] == [False, False]
    assert agenda.moves == []


def test_who_leads_hears_what_the_parts_raised_and_what_members_promised_there(world):
    elevate("Refunds", "Slow.", unit=world.leeds, by=world.frontline.person, at=NOW)
    first = running(world)
    promised(world, first, "Not a member's")
    promise = promised(world, first, "Lena's own")
    promise.person = world.lead.person
    promise.save()

    agenda = agenda_of(planned(world.shops, "feedback", NOW + DAY), NOW + DAY)

    assert [one.title for one in agenda.raised_below] == ["Refunds"]
    assert [one.text for one in agenda.of_members] == ["Lena's own"]


def test_members_of_a_leaders_huddle_see_it_and_their_teams_do_not(world):
    huddle = planned(world.shops, "feedback")

    assert [
        huddle in huddles_visible_to(user) for user in (world.lead, world.york_lead, world.frontline)
    ] == [
        True,
        True,
        False,
    ]


def test_a_customers_own_name_is_not_read_aloud(world):
    carla = make_customer("Carla Customer")
    make_signal(1, "Carla here again, Ms Customer to you: CARLA waits.", unit=world.leeds, customer=carla)

    assert agenda_of(running(world), NOW).pain.words == "[name] here again, Ms [name] to you: [name] waits."


def test_a_promise_that_is_let_go_is_not_asked_about_again(world):
    huddle = running(world)
    promise = promised(world, huddle)
    let_promise_go(promise, note="The till was mended", by=None, at=NOW)
    end_huddle(huddle, pulse=3, by=None, at=NOW)

    assert list(promises_due(world.leeds)) == []
    later = running(world, at=NOW + WEEK)
    end_huddle(later, pulse=3, by=None, at=NOW + WEEK)
    assert agenda_of(running(world, at=NOW + 2 * WEEK), NOW + 2 * WEEK).promises == []


def test_a_promise_of_somebody_who_left_goes_to_a_colleague(world):
    first = running(world)
    promise = promised(world, first, "Ring the courier")
    end_huddle(first, pulse=3, by=None, at=NOW)
    fay = world.frontline.person
    fay.left_on = NOW.date()
    fay.save()
    huddle = running(world, at=NOW + WEEK)
    assert [line.whereabouts for line in agenda_of(huddle, NOW + WEEK).promises] == ["left"]

    followed = hand_over_promise(
        promise, to=world.lead.person, huddle=huddle, by=world.lead.person, at=NOW + WEEK
    )

    assert (followed.text, followed.follows, followed.due_on) == (
        "Ring the courier",
        promise,
        (NOW + WEEK).date(),
    )
    assert list(promises_due(world.leeds)) == [followed]


def test_a_promise_of_somebody_who_is_away_says_so(world):
    first = running(world)
    promised(world, first)
    end_huddle(first, pulse=3, by=None, at=NOW)
    huddle = start_huddle(planned(world.leeds, "feedback", NOW + WEEK), by=world.lead.person, at=NOW + WEEK)
    note_attendance(huddle, person=world.frontline.person, is_here=False, by=None, at=NOW + WEEK)

    assert [line.whereabouts for line in agenda_of(huddle, NOW + WEEK).promises] == ["away"]


@pytest.mark.parametrize("kind", ["feedback", "coordination", "figures"])
def test_promises_are_seen_again_whatever_the_kind_of_the_next_huddle(world, kind):
    promised(world, running(world), "Carry me")
    later = NOW + WEEK

    assert [line.promise.text for line in agenda_of(planned(world.leeds, kind, later), later).promises] == [
        "Carry me"
    ]


def test_who_leads_thanks_colleagues_of_several_teams_and_a_team_thanks_one(world):
    for unit, person in ((world.leeds, world.frontline.person), (world.york, world.york_lead.person)):
        make_signal(10, f"{person.first_name} was kind.", unit=unit, employee=person)
    read_new_signals(at=NOW)
    find_praise(at=NOW)

    thanked = [
        [one.thanks for one in agenda_of(planned(unit, "feedback"), NOW).praise]
        for unit in (world.shops, world.leeds)
    ]

    assert [sorted(one) for one in thanked] == [["Fay Frontline", "Yara Lead"], ["Fay Frontline"]]
