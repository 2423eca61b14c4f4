"""Whose clock counts when a case changes hands between time zones: three zones, holidays, both changes of clocks, pauses."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from groundswell.act.cases.clock import due_after_pause, due_by
from groundswell.foundation.organisation.working_time import Hours, before_work, work_between

WEEK = (time(9), time(17), frozenset(range(5)))
PLACES = [
    Hours("Europe/London", *WEEK, "GB", "ENG"),
    Hours("America/New_York", *WEEK, "US"),
    Hours("Asia/Tokyo", *WEEK, "JP"),
    Hours("Europe/Berlin", time(22), time(23, 59), frozenset(range(7)), "DE"),
]
# Both changes of clocks of three continents, Christmas, Golden Week and Thanksgiving lie in these years.
moments = st.datetimes(datetime(2025, 9, 1), datetime(2027, 4, 30), timezones=st.just(UTC))
places = st.sampled_from(PLACES)
spans = st.timedeltas(timedelta(0), timedelta(days=9))


@given(moments, st.integers(1, 40), places, places, spans, spans)
def test_a_pause_in_other_hours_never_makes_a_promise_earlier_and_keeps_the_work_that_was_left(
    opened, within, first, second, tried, waited
):
    due = due_by(opened, within, first)
    stopped, went_on = opened + tried, opened + tried + waited
    later = due_after_pause(due, stopped, went_on, second)

    assert later >= due
    if later > due:
        assert work_between(went_on, later, second) == work_between(stopped, due, second)


@given(moments, st.integers(1, 40), places, places, spans)
def test_a_pause_of_no_time_changes_no_promise_in_whosever_hours(opened, within, first, second, tried):
    due, moment = due_by(opened, within, first), opened + tried
    assert due_after_pause(due, moment, moment, second) == due


@given(moments, st.integers(1, 40), places, st.lists(st.tuples(places, spans, spans), max_size=4))
def test_many_hands_and_many_pauses_never_lose_working_time(opened, within, first, hands):
    """Each owner pauses in their own hours; what was left when they stopped is left, at least, when they go on."""
    due, now = due_by(opened, within, first), opened
    for hours, ran, waited in hands:
        stopped, went_on = now + ran, now + ran + waited
        left = work_between(stopped, due, hours)
        due, now = due_after_pause(due, stopped, went_on, hours), went_on
        if left:
            assert work_between(went_on, due, hours) >= left or due <= stopped


@given(moments, st.integers(1, 60), places)
def test_what_lies_so_many_hours_before_a_moment_is_so_many_hours_away(moment, hours_before, hours):
    began = before_work(moment, timedelta(hours=hours_before), hours)
    assert work_between(began, moment, hours) == timedelta(hours=hours_before)
