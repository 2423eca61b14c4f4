"""Working time is what the clocks on the wall say, minute by minute, in every zone and through every change of clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.foundation.organisation.working_time import Hours, after_work, is_holiday, work_between

MINUTE = timedelta(minutes=1)
PLACES = [
    Hours(
        "Europe/London", time(9), time(17, 30), frozenset({0, 1, 2, 3, 4}), country="GB", subdivision="ENG"
    ),
    Hours("America/New_York", time(0), time(8), frozenset({0, 2, 5, 6}), country="US"),
    Hours("Australia/Lord_Howe", time(1), time(3), frozenset(range(7)), country="AU"),
]
# Days about the changes of clocks in 2026 and about Easter and New Year, when places are free.
CHANGES = [(3, 8), (3, 29), (4, 3), (4, 5), (10, 4), (10, 25), (11, 1), (12, 31)]
moments = st.builds(
    lambda change, minutes: datetime(2026, *change, tzinfo=UTC) + minutes * MINUTE,
    st.sampled_from(CHANGES),
    st.integers(-3 * 1440, 3 * 1440),
)
places = st.sampled_from(PLACES)


def on_the_wall(moment: datetime, hours: Hours) -> bool:
    """Whether somebody works there in this minute, read off the clock on the wall."""
    local = moment.astimezone(ZoneInfo(hours.time_zone))
    is_open = hours.opens_at <= local.time() < hours.closes_at and local.weekday() in hours.weekdays
    return is_open and not is_holiday(local.date(), hours.country, hours.subdivision)


@settings(max_examples=60, deadline=None)
@given(places, moments, st.integers(0, 4 * 1440))
def test_work_between_two_moments_is_every_minute_in_which_the_wall_says_open(hours, start, minutes):
    counted = sum(on_the_wall(start + minute * MINUTE, hours) for minute in range(minutes))
    assert work_between(start, start + minutes * MINUTE, hours) == counted * MINUTE


@given(places, moments, st.integers(0, 6000))
def test_what_is_due_after_so_much_work_lies_behind_exactly_that_work(hours, start, minutes):
    due = after_work(start, minutes * MINUTE, hours)
    assert work_between(start, due, hours) == minutes * MINUTE
    assert due >= start


@given(places, moments, st.integers(0, 9000), st.integers(0, 9000))
def test_work_adds_up_whatever_the_place_where_it_is_cut(hours, start, first, second):
    middle = start + first * MINUTE
    end = middle + second * MINUTE
    whole = work_between(start, end, hours)
    assert work_between(start, middle, hours) + work_between(middle, end, hours) == whole


@given(places, moments, st.integers(1, 3000))
def test_nothing_is_worked_where_the_end_comes_first(hours, start, minutes):
    assert work_between(start, start - minutes * MINUTE, hours) == timedelta()
