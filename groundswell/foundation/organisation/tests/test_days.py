"""Days that are promised: by the calendar and by the working week."""

from datetime import UTC, date, datetime, time

import pytest

from groundswell.foundation.organisation.working_time import Hours, calendar_days_after, working_days_after

WEEK = Hours("Europe/London", time(9), time(17), frozenset({0, 1, 2, 3, 4}), country="GB", subdivision="ENG")


@pytest.mark.parametrize(
    ("start", "zone", "due"),
    [
        ("2026-03-28T10:00:00Z", "Europe/London", "2026-03-29T09:00:00Z"),
        ("2026-10-24T09:00:00Z", "Europe/London", "2026-10-25T10:00:00Z"),
        # Lord Howe moves its clocks by half an hour.
        ("2026-04-04T00:00:00Z", "Australia/Lord_Howe", "2026-04-05T00:30:00Z"),
    ],
)
def test_a_calendar_day_is_as_long_as_the_clocks_make_it(start, zone, due):
    found = calendar_days_after(datetime.fromisoformat(start), 1, zone)
    assert found == datetime.fromisoformat(due)


def test_working_days_end_when_the_place_closes():
    thursday_night = datetime(2026, 4, 2, 22, tzinfo=UTC)
    # Good Friday and Easter Monday are free.
    assert working_days_after(thursday_night, 1, WEEK) == datetime(2026, 4, 7, 16, tzinfo=UTC)


def test_a_day_of_our_own_is_free_too():
    ours = Hours("Europe/London", time(9), time(17), frozenset({0}), free_days=frozenset({date(2026, 3, 16)}))
    start = datetime(2026, 3, 11, 10, tzinfo=UTC)
    assert working_days_after(start, 1, ours) == datetime(2026, 3, 23, 17, tzinfo=UTC)


def test_nobody_waits_for_a_day_that_never_comes():
    never = Hours("UTC", time(9), time(17), frozenset())
    with pytest.raises(ValueError, match="no working time"):
        working_days_after(datetime(2026, 3, 11, tzinfo=UTC), 1, never)
    with pytest.raises(ValueError, match="At least one"):
        working_days_after(datetime(2026, 3, 11, tzinfo=UTC), 0, WEEK)
