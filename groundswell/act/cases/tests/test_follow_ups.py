"""Small promises inside a case: kept, dropped, overdue, and never forgotten at the end."""

from datetime import timedelta

import pytest

from groundswell.act.cases.actions import close_case, note_attempt
from groundswell.act.cases.errors import FollowUpRefused, FollowUpsStandOpen
from groundswell.act.cases.follow_ups.keeping import (
    end_follow_up,
    follow_ups_of,
    overdue_follow_ups,
    promise_in_case,
)
from groundswell.act.cases.models import Case, Closure, FollowUp, RootCause
from groundswell.act.cases.queries import cases_to_open
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from tests.world import NOW

from .scenes import HOUR, open_case

TODAY, DAY = NOW.date(), timedelta(days=1)


def promised(world, case: Case | None = None, person=None) -> FollowUp:
    person = person or world.frontline.person
    given = {"what": "Send the right size.", "person": person, "due_on": TODAY + DAY}
    return promise_in_case(case or open_case(world.leeds), **given, by=world.lead.person, at=NOW)


def close(case: Case, world, **more: object) -> Closure:
    cause = RootCause.objects.get(name="Delivery")
    return close_case(
        case, outcome="answered", root_cause=cause, by=world.lead.person, at=NOW + 2 * HOUR, **more
    )


def test_whoever_promised_has_it_on_their_list_and_was_told(world):
    one = promised(world)
    assert list(follow_ups_of(world.frontline.person)) == [one]
    note_tidings(at=one.at, at_once=True)
    tiding = Tiding.objects.get(kind="case.promised")
    assert (tiding.person, tiding.subject_id) == (world.frontline.person, one.pk)
    assert tiding.words == f"Lena Lead counts on you in case {one.case_id} by Thu 12 March"


def test_what_one_promises_oneself_is_not_told(world):
    one = promised(world, person=world.lead.person)
    note_tidings(at=one.at, at_once=True)
    assert not Tiding.objects.filter(kind="case.promised").exists()


def test_who_promised_something_sees_the_case(world):
    case = open_case(world.york)
    assert case not in cases_to_open(world.frontline)
    one = promised(world, case)
    assert case in cases_to_open(world.frontline)
    end_follow_up(one, is_done=True, by=world.frontline.person, at=NOW)
    assert case not in cases_to_open(world.frontline)


def test_an_overdue_promise_is_seen_by_those_within_sight(world):
    one = promised(world)
    assert list(overdue_follow_ups(world.lead, TODAY + 2 * DAY)) == [one]
    assert not overdue_follow_ups(world.lead, TODAY + DAY).exists()
    assert not overdue_follow_ups(world.york_lead, TODAY + 2 * DAY).exists()


def test_the_first_end_stands(world):
    one = promised(world)
    end_follow_up(one, is_done=True, by=world.frontline.person, at=NOW)
    assert not follow_ups_of(world.frontline.person).exists()
    with pytest.raises(FollowUpRefused, match="Fay Frontline did this a moment ago"):
        end_follow_up(one, is_done=False, by=world.lead.person, at=NOW)


def test_a_case_does_not_close_over_an_open_promise_unless_it_goes_on_by_word(world):
    case = open_case(world.leeds)
    one = promised(world, case)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    with pytest.raises(FollowUpsStandOpen, match="1 promise is still open"):
        close(case, world)
    close(case, world, promises_go_on=True)
    assert list(follow_ups_of(world.frontline.person)) == [one]
    end_follow_up(one, is_done=True, by=world.frontline.person, at=NOW + 3 * HOUR)
