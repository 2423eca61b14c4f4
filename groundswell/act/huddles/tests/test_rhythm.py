"""Huddles plan themselves: on working days, at the same time of day, three ahead, with fair turns."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as some

from groundswell.act.huddles import errors
from groundswell.act.huddles.actions import note_attendance, start_huddle
from groundswell.act.huddles.jobs import plan_huddles
from groundswell.act.huddles.models import Huddle, Rhythm
from groundswell.act.huddles.planning import end_rhythm, facilitate, plan_ahead, plan_huddle, set_rhythm
from groundswell.act.huddles.rhythm import days_of, moments_of
from groundswell.act.huddles.roll import roll_of
from groundswell.act.huddles.turns import members_of
from groundswell.foundation.access.models import User
from groundswell.foundation.history.queries import events_of
from groundswell.foundation.organisation.presence import note_absence
from groundswell.foundation.organisation.working_time import Hours
from tests.world import NOW, make_user

LONDON = Hours("Europe/London", time(9), time(17), frozenset(range(5)), "GB", "ENG")
DAY = timedelta(days=1)


def a_rhythm(pace: str, weekday: int | None = None, starts_on: date = date(2026, 1, 1)) -> Rhythm:
    return Rhythm(pace=pace, weekday=weekday, time_of_day=time(8, 40), starts_on=starts_on)


def weekly(world, unit=None, **changes) -> Rhythm:
    wanted = {"kind": "feedback", "pace": "weekly", "weekday": 4, "time_of_day": time(8, 40)} | changes
    return set_rhythm(unit or world.leeds, **wanted, by=world.lead.person, at=NOW)


def planned(unit) -> list[tuple[str, str]]:
    found = Huddle.objects.filter(unit=unit).order_by("planned_at").select_related("facilitator")
    return [(f"{huddle.planned_at:%a %d %b %H:%M}", huddle.facilitator.name) for huddle in found]


def test_a_weekly_rhythm_plans_three_ahead_with_fair_turns(world):
    weekly(world)

    assert planned(world.leeds) == [
        ("Fri 13 Mar 08:40", "Fay Frontline"),
        ("Fri 20 Mar 08:40", "Lena Lead"),
        ("Fri 27 Mar 08:40", "Fay Frontline"),
    ]


def test_a_daily_rhythm_leaves_weekends_and_holidays_out():
    days = list(days_of(a_rhythm("daily"), LONDON, date(2026, 4, 1)))[:4]

    assert days == [date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 7), date(2026, 4, 8)]


def test_a_weekly_huddle_on_a_holiday_moves_to_the_next_working_day_of_its_week():
    days = days_of(a_rhythm("weekly", 0), LONDON, date(2026, 4, 6))

    assert [next(days), next(days)] == [date(2026, 4, 7), date(2026, 4, 13)]


def test_a_weekly_huddle_falls_out_where_its_week_has_no_working_day_left():
    days = days_of(a_rhythm("weekly", 4), LONDON, date(2026, 4, 1))

    assert next(days) == date(2026, 4, 10)


def test_every_two_weeks_counts_from_the_week_in_which_it_began():
    days = days_of(a_rhythm("fortnightly", 2, starts_on=date(2026, 3, 12)), LONDON, date(2026, 3, 12))

    assert [next(days), next(days)] == [date(2026, 3, 25), date(2026, 4, 8)]


def test_the_time_of_day_stays_when_the_clocks_change():
    moments = moments_of(
        a_rhythm("weekly", 4), LONDON, datetime(2026, 3, 20, 12, tzinfo=UTC), 2, "Europe/London"
    )

    assert moments == [datetime(2026, 3, 27, 8, 40, tzinfo=UTC), datetime(2026, 4, 10, 7, 40, tzinfo=UTC)]


@given(
    pace=some.sampled_from(["daily", "weekly", "fortnightly"]),
    weekday=some.integers(0, 6),
    after=some.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1), timezones=some.just(UTC)),
)
def test_moments_are_in_order_after_the_instant_and_on_working_days(pace, weekday, after):
    rhythm = a_rhythm(pace, None if pace == "daily" else weekday)
    moments = moments_of(rhythm, LONDON, after, 5, "Europe/London")
    local = [moment.astimezone(ZoneInfo("Europe/London")) for moment in moments]

    assert moments == sorted(set(moments))
    assert all(moment > after for moment in moments)
    assert all(LONDON.spans_of(moment.date()) for moment in local)
    assert {moment.time() for moment in local} <= {time(8, 40)}


def test_the_job_fills_up_what_has_passed_and_may_run_twice(world):
    rhythm = weekly(world)

    assert plan_huddles(NOW) == ""
    assert plan_huddles(NOW + 5 * DAY) == "planned 1 huddles"
    assert plan_huddles(NOW + 5 * DAY) == ""
    assert rhythm.huddles.count() == 4


def test_a_new_rhythm_takes_the_place_of_the_old_one(world):
    weekly(world)
    weekly(world, weekday=0)

    assert Rhythm.objects.filter(ended_at=None).count() == 1
    assert [when[:3] for when, _ in planned(world.leeds)] == ["Mon", "Mon", "Mon"]


def test_a_rhythm_that_ends_takes_its_plan_with_it_but_not_what_somebody_touched(world):
    rhythm = weekly(world)
    touched = rhythm.huddles.order_by("planned_at").first()
    note_attendance(touched, person=world.lead.person, is_here=False, by=world.lead.person, at=NOW)
    end_rhythm(rhythm, by=world.lead.person, at=NOW)

    assert list(Huddle.objects.all()) == [touched]
    assert plan_huddles(NOW + DAY) == ""
    with pytest.raises(errors.RhythmAlreadyEnded):
        end_rhythm(rhythm, by=world.frontline.person, at=NOW)
    assert [event.verb for event in events_of(rhythm)] == ["set a rhythm", "ended a rhythm"]


def test_a_unit_without_people_plans_nothing_and_says_nothing(world):
    rhythm = set_rhythm(
        world.web, kind="feedback", pace="daily", time_of_day=time(9), by=world.office.person, at=NOW
    )

    assert plan_ahead(rhythm, at=NOW) == 0


def test_a_huddle_planned_by_hand_at_the_same_time_stays_the_only_one(world):
    plan_huddle(world.leeds, planned_at=datetime(2026, 3, 13, 8, 40, tzinfo=UTC), by=None, at=NOW)
    weekly(world)

    assert len(planned(world.leeds)) == 3


@pytest.mark.parametrize(
    "wrong", [{"pace": "weekly", "weekday": None}, {"pace": "weekly", "weekday": 7}, {"minutes": 45}]
)
def test_the_database_keeps_rhythms_whole(world, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        weekly(world, **wrong)


def test_two_people_swap_by_one_tap(world):
    weekly(world)
    first = Huddle.objects.order_by("planned_at").first()

    facilitate(
        first, person=world.lead.person, instead_of=world.frontline.person, by=world.lead.person, at=NOW
    )

    assert [name for _, name in planned(world.leeds)] == ["Lena Lead", "Fay Frontline", "Fay Frontline"]


def test_the_second_who_takes_over_is_told(world):
    weekly(world)
    anna = make_user("Anna Able", world.leeds, User.Role.FRONTLINE).person
    first = Huddle.objects.order_by("planned_at").first()
    fay = world.frontline.person
    facilitate(first, person=world.lead.person, instead_of=fay, by=world.lead.person, at=NOW)

    with pytest.raises(errors.AnotherFacilitates, match="Lena Lead took over facilitating a moment ago"):
        facilitate(first, person=anna, instead_of=fay, by=anna, at=NOW)


def test_where_the_facilitator_is_away_the_turn_passes_on(world):
    weekly(world)
    first = Huddle.objects.order_by("planned_at").first()

    note_attendance(first, person=world.frontline.person, is_here=False, by=world.lead.person, at=NOW)

    assert planned(world.leeds)[0] == ("Fri 13 Mar 08:40", "Lena Lead")


def test_the_last_who_is_here_cannot_be_away_unless_somebody_comes(world):
    huddle = start_huddle(
        plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW), by=world.frontline.person, at=NOW
    )
    note_attendance(huddle, person=world.lead.person, is_here=False, by=None, at=NOW)

    with pytest.raises(errors.NobodyElseIsHere):
        note_attendance(huddle, person=world.frontline.person, is_here=False, by=None, at=NOW)
    assert huddle.attendances.get(person=world.frontline.person).is_here


def test_huddles_that_were_never_held_are_nobodys_turn(world):
    missed = plan_huddle(world.leeds, planned_at=NOW - 7 * DAY, by=None, at=NOW - 8 * DAY)
    assert missed.facilitator == world.frontline.person

    assert (
        plan_huddle(world.leeds, planned_at=NOW + DAY, by=None, at=NOW).facilitator == world.frontline.person
    )


def test_the_executive_team_huddles_with_those_who_answer_for_the_parts(world):
    world.shops.owner = make_user("Hal Head", world.shops, User.Role.LEAD).person
    world.shops.save()

    assert [person.name for person in members_of(world.root)] == ["Eva Executive", "Hal Head"]


def test_who_is_absent_that_day_is_skipped_and_has_their_turn_later(world):
    friday = date(2026, 3, 13)
    note_absence(
        world.frontline.person, starts_on=friday, ends_on=friday, stand_in=None, by=world.lead.person, at=NOW
    )
    weekly(world)

    assert [name for _, name in planned(world.leeds)] == ["Lena Lead", "Fay Frontline", "Lena Lead"]


def test_who_says_later_that_they_are_away_passes_the_turn_on(world):
    weekly(world)
    friday = date(2026, 3, 13)
    note_absence(
        world.frontline.person, starts_on=friday, ends_on=friday, stand_in=None, by=world.lead.person, at=NOW
    )

    assert plan_huddles(NOW) == "passed on 1 turns"
    assert [name for _, name in planned(world.leeds)] == ["Lena Lead", "Fay Frontline", "Fay Frontline"]
    first = Huddle.objects.order_by("planned_at").first()
    assert {line.person.name: line.is_here for line in roll_of(first).lines} == {
        "Fay Frontline": False,
        "Lena Lead": None,
    }
    note_attendance(first, person=world.frontline.person, is_here=True, by=None, at=NOW)
    assert plan_huddles(NOW) == ""
