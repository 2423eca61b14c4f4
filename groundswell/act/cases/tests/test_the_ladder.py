"""Who is told when a customer is about to wait too long: each step once, whatever happens to clocks and workers."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from groundswell.act.cases.actions import note_attempt
from groundswell.act.cases.clock import hours_from
from groundswell.act.cases.escalation.changing import end_rung, set_rung
from groundswell.act.cases.escalation.climbing import climb, next_point
from groundswell.act.cases.models import Case, Escalation, Rung
from groundswell.act.cases.pausing import go_on, wait_for_customer
from groundswell.act.cases.queries import with_state
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.foundation.organisation.presence import note_absence
from groundswell.foundation.organisation.working_time import Hours, work_between
from tests.world import NOW, make_world

from .scenes import HOUR, open_case

# Eight hours from Wednesday 10:00 are due on Thursday at 10:00 in a day from 9 to 17.
DUE = datetime(2026, 3, 12, 10, tzinfo=UTC)
POINTS = {
    -2: datetime(2026, 3, 11, 16, tzinfo=UTC),
    0: DUE,
    4: datetime(2026, 3, 12, 14, tzinfo=UTC),
    8: datetime(2026, 3, 13, 10, tzinfo=UTC),
    16: datetime(2026, 3, 16, 10, tzinfo=UTC),
}
DAY = timedelta(days=1)


def told() -> list[tuple[int, str]]:
    return [
        (one.rung.hours, one.to.name)
        for one in Escalation.objects.order_by("rung__hours").select_related("to", "rung")
    ]


def heard(at: datetime) -> list[str]:
    """Who is told that somebody waits longer than promised."""
    note_tidings(at=at, at_once=True)
    return sorted(Tiding.objects.filter(kind="case.late").values_list("person__name", flat=True))


def test_each_step_is_taken_at_its_point_of_the_clock(world):
    open_case(world.leeds)
    for hours, moment in POINTS.items():
        assert climb(at=moment - timedelta(minutes=1)) == 0
        assert climb(at=moment) == 1, hours
    assert told() == [
        (-2, "Lena Lead"), (0, "Lena Lead"), (4, "Eva Executive"), (8, "Olu Office"), (16, "Olu Office"),
    ]  # fmt: skip


def test_what_is_told_says_until_when_and_names_no_customer(world):
    case = open_case(world.leeds, comment="A secret.")
    climb(at=POINTS[-2])
    note_tidings(at=POINTS[-2], at_once=True)
    tiding = Tiding.objects.get(kind="case.at_risk")
    assert (tiding.person, tiding.words) == (world.lead.person, "Leeds, 3 of 10")
    assert (tiding.moment, tiding.link) == (case.due_at, f"/act/cases/{case.pk}/")
    climb(at=POINTS[4])
    note_tidings(at=POINTS[4], at_once=True)
    above = Tiding.objects.get(kind="case.late", person=world.executive.person)
    assert above.words == "Leeds, 3 of 10, Lena Lead has it"


def test_a_worker_that_slept_tells_what_it_missed_once_to_each(world):
    open_case(world.leeds)
    assert climb(at=POINTS[16] + DAY) == 3
    assert heard(POINTS[16] + DAY) == ["Eva Executive", "Lena Lead", "Olu Office"]
    assert len(told()) == len(POINTS)


def test_nobody_is_told_of_who_was_reached_or_is_waited_for(world):
    reached, waits = open_case(world.leeds), open_case(world.leeds)
    note_attempt(reached, channel="phone", reached=True, by=world.lead.person, at=NOW)
    note_attempt(waits, channel="phone", reached=False, by=world.lead.person, at=NOW)
    wait_for_customer(waits, why="She rings.", hours=40, by=world.lead.person, at=NOW)
    assert climb(at=POINTS[0]) == 0


def test_a_promise_that_moved_is_a_promise_of_its_own(world):
    case = open_case(world.leeds)
    climb(at=POINTS[-2])
    note_attempt(case, channel="phone", reached=False, by=world.lead.person, at=POINTS[-2])
    wait_for_customer(case, why="She rings.", hours=40, by=world.lead.person, at=POINTS[-2])
    go_on(case, because="she did", by=world.lead.person, at=POINTS[-2] + DAY)
    assert climb(at=POINTS[-2] + DAY) == 1
    assert [one[0] for one in told()] == [-2, -2]


def test_the_stand_in_is_told_while_somebody_is_away(world):
    open_case(world.leeds)
    note_absence(
        world.lead.person,
        starts_on=DUE.date(),
        ends_on=DUE.date(),
        stand_in=world.frontline.person,
        by=None,
        at=NOW,
    )
    climb(at=POINTS[0])
    assert (0, "Fay Frontline") in told()


def test_a_new_step_tells_nothing_of_what_passed_it_before_and_an_ended_one_nothing_at_all(world):
    open_case(world.leeds)
    for rung in Rung.objects.all():
        end_rung(rung, by="a test", at=NOW)
    assert climb(at=POINTS[16]) == 0
    set_rung(hours=0, tells=Rung.Tells.LEAD, by="a test", at=POINTS[4])
    assert climb(at=POINTS[16]) == 0
    set_rung(hours=4, tells=Rung.Tells.LEAD, by="a test", at=POINTS[4])
    assert climb(at=POINTS[16]) == 1


def test_the_card_says_who_is_told_next(world):
    case = open_case(world.leeds)
    climb(at=POINTS[0])
    state = with_state(Case.objects.filter(pk=case.pk), POINTS[0]).get()
    point = next_point(state, at=POINTS[0])
    assert (point.at, point.words) == (POINTS[4], "Eva Executive (their lead)")


class Climbing(TestCase):
    """Many runs at any moments, in any order: a clock that is set back, a worker that is started again."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors])
    @given(st.lists(st.integers(-4, 130), min_size=1, max_size=8))
    def test_no_reminder_is_lost_or_doubled(self, hours: list[int]) -> None:
        world = make_world()
        open_case(world.leeds)
        moments = [NOW + one * HOUR for one in hours]
        for moment in moments:
            climb(at=moment)
        passed = [point for point, moment in POINTS.items() if moment <= max(moments)]
        assert [one[0] for one in told()] == passed


ZONES = ("Europe/London", "America/New_York", "Asia/Tokyo")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.integers(-30, 30),
    st.sampled_from(ZONES),
)
def test_a_point_of_the_clock_is_so_many_working_hours_away_through_every_change_of_clocks(due, after, zone):
    hours = Hours(zone, time(9), time(17), frozenset(range(5)), {"Asia/Tokyo": "JP"}.get(zone, "GB"))
    moment = hours_from(due, after, hours)
    assert (moment <= due) if after <= 0 else (moment > due)
    assert work_between(min(due, moment), max(due, moment), hours) == timedelta(hours=abs(after))


@pytest.mark.django_db
def test_the_office_changes_the_ladder_on_its_page_and_a_lead_reads_it(world, signed_in):
    open_case(world.leeds)
    office, lead = signed_in(world.office), signed_in(world.lead)
    page = office.post(
        "/act/cases/ladder/", {"hours": 2, "side": "-1", "tells": "lead"}, follow=True
    ).content.decode()
    assert "2 working hours before" in page
    again = office.post("/act/cases/ladder/", {"hours": 2, "side": "-1", "tells": "lead"})
    assert again.status_code == 422
    assert "tells them at this point already" in again.content.decode()
    rung = Rung.objects.get(hours=-2, tells="lead")
    assert lead.post(f"/act/cases/ladder/{rung.pk}/end/").status_code == 403
    assert "One more step" not in lead.get("/act/cases/ladder/").content.decode()
    office.post(f"/act/cases/ladder/{rung.pk}/end/")
    rung.refresh_from_db()
    assert rung.retired_at is not None
