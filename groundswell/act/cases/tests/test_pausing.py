"""The clock stands still while we wait for the customer, and the promise keeps its working time."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from groundswell.act.cases.actions import close_case, note_attempt
from groundswell.act.cases.clock import due_after_pause, due_by
from groundswell.act.cases.errors import CaseDoesNotWait, CaseWaitsAlready, ClockHasStopped, NobodyTriedYet
from groundswell.act.cases.models import Case, Closure, RootCause
from groundswell.act.cases.pausing import go_on, go_on_with_cases, wait_for_customer
from groundswell.act.cases.queries import with_state
from groundswell.foundation.organisation.working_time import Hours, work_between
from tests.world import NOW, World, make_signal

from .scenes import open_case

HOUR = timedelta(hours=1)
# 11 March 2026 is a Wednesday; the place works from 9 to 17 and a score promises eight hours: until Thursday 10:00.
TRIED = NOW + HOUR


def tried_case(world: World) -> Case:
    case = open_case(world.leeds)
    note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=TRIED)
    return case


def state_of(case: Case, at: datetime) -> Case:
    return with_state(Case.objects.filter(pk=case.pk), at).get()


@pytest.mark.django_db
def test_the_working_time_that_was_left_runs_on_after_the_pause(world: World) -> None:
    case = tried_case(world)
    assert case.due_at == datetime(2026, 3, 12, 10, tzinfo=UTC)
    wait_for_customer(
        case, why="She rings back from holiday.", hours=40, by=world.lead.person, at=NOW + 2 * HOUR
    )
    # Six working hours are left at noon on Wednesday; from Monday at nine they end at three.
    go_on(case, because="Lena Lead said so", by=world.lead.person, at=datetime(2026, 3, 16, 9, tzinfo=UTC))
    assert state_of(case, NOW).due_at == datetime(2026, 3, 16, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_nobody_is_late_while_the_customer_is_waited_for_but_who_was_late_before_stays_so(
    world: World,
) -> None:
    case, broken = tried_case(world), tried_case(world)
    wait_for_customer(case, why="On holiday", hours=40, by=None, at=NOW + 2 * HOUR)
    late = broken.due_at + HOUR
    wait_for_customer(broken, why="On holiday", hours=40, by=None, at=late)
    assert not state_of(case, late + HOUR).is_late
    assert state_of(broken, late + HOUR).is_late
    go_on(broken, because="tired", by=None, at=late + 2 * HOUR)
    assert state_of(broken, late).due_at == broken.due_at


@pytest.mark.django_db
def test_the_clock_goes_on_when_the_customer_speaks(world: World) -> None:
    case = tried_case(world)
    wait_for_customer(case, why="Asked for the receipt", hours=40, by=None, at=NOW + 2 * HOUR)
    assert go_on_with_cases(at=NOW + 2 * HOUR) == 0
    make_signal(None, "Here it is.", customer=case.signal.customer, unit=world.leeds, at=NOW + 3 * HOUR)
    assert go_on_with_cases(at=NOW + 5 * HOUR) == 1
    pause = case.pauses.get()
    assert (pause.ended_at, pause.ended_because) == (NOW + 3 * HOUR, "the customer spoke")
    assert state_of(case, NOW).due_at == case.due_at + HOUR


@pytest.mark.django_db
def test_the_clock_goes_on_by_itself_when_the_time_is_over_however_late_the_worker_looks(
    world: World,
) -> None:
    case = tried_case(world)
    pause = wait_for_customer(case, why="Asked for the receipt", hours=8, by=None, at=NOW + 2 * HOUR)
    assert go_on_with_cases(at=pause.until + 100 * HOUR) == 1
    assert case.pauses.get().ended_at == pause.until
    assert go_on_with_cases(at=pause.until + 101 * HOUR) == 0


@pytest.mark.django_db
def test_only_who_was_tried_and_not_reached_is_waited_for_and_once_at_a_time(world: World) -> None:
    fresh = open_case(world.leeds)
    with pytest.raises(NobodyTriedYet):
        wait_for_customer(fresh, why="?", hours=8, by=None, at=NOW + HOUR)
    with pytest.raises(CaseDoesNotWait):
        go_on(fresh, because="?", by=None, at=NOW + HOUR)
    case = tried_case(world)
    wait_for_customer(case, why="On holiday", hours=8, by=None, at=NOW + 2 * HOUR)
    with pytest.raises(CaseWaitsAlready):
        wait_for_customer(case, why="On holiday", hours=8, by=None, at=NOW + 2 * HOUR)
    note_attempt(case, channel="phone", reached=True, by=None, at=NOW + 3 * HOUR)
    assert case.pauses.get().ended_because == "the customer was reached"
    with pytest.raises(ClockHasStopped):
        wait_for_customer(case, why="On holiday", hours=8, by=None, at=NOW + 4 * HOUR)


@pytest.mark.django_db
def test_a_closed_case_waits_for_nobody(world: World) -> None:
    case = tried_case(world)
    note_attempt(case, channel="email", reached=False, by=None, at=TRIED)
    wait_for_customer(case, why="On holiday", hours=8, by=None, at=NOW + 2 * HOUR)
    close_case(
        case,
        outcome=Closure.Outcome.UNREACHABLE,
        root_cause=RootCause.objects.first(),
        by=None,
        at=NOW + 3 * HOUR,
    )
    assert case.pauses.get().ended_because == "the case was closed"
    assert go_on_with_cases(at=NOW + 900 * HOUR) == 0


@pytest.mark.django_db
def test_the_owner_stops_the_clock_on_the_card_and_lets_it_go_on(
    client: Client, world: World, time_machine
) -> None:
    time_machine.move_to(NOW + 2 * HOUR)
    case = tried_case(world)
    client.force_login(world.lead)
    page = client.post(f"/act/cases/{case.pk}/wait/", {"why": "She rings back.", "hours": 16}, follow=True)
    assert "We wait for the customer" in page.content.decode()
    assert "Waits for the customer" in client.get("/act/cases/").content.decode()
    page = client.post(f"/act/cases/{case.pk}/go-on/", follow=True)
    assert "The clock runs again." in page.content.decode()
    page = client.post(f"/act/cases/{case.pk}/go-on/", follow=True)
    assert "does not wait any more" in page.content.decode()


HOURS = Hours("Europe/London", time(9), time(17), frozenset({0, 1, 2, 3, 4}), country="GB", subdivision="ENG")
starts = st.integers(0, 60 * 24 * 40).map(lambda n: datetime(2026, 3, 10, tzinfo=UTC) + timedelta(minutes=n))


@given(starts, st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), max_size=3))
def test_however_often_the_clock_stands_still_the_promise_keeps_its_working_hours(start, pauses):
    """Eight hours of work lie between start and due, less what was worked while the clock stood still."""
    due, now, stood_still = due_by(start, 8, HOURS), start, timedelta()
    for before, long in pauses:
        stopped = now + timedelta(minutes=before)
        now = stopped + timedelta(minutes=long)
        if stopped < due:
            due = due_after_pause(due, stopped, now, HOURS)
            stood_still += work_between(stopped, now, HOURS)
    assert work_between(start, due, HOURS) - stood_still == timedelta(hours=8)


@given(starts, st.integers(0, 5000))
def test_without_working_hours_the_pause_is_added_as_it_is(start, minutes):
    pause = timedelta(minutes=minutes)
    assert due_after_pause(start + HOUR, start, start + pause, None) == start + HOUR + pause
    assert due_after_pause(start, start + HOUR, start + HOUR + pause, None) == start
