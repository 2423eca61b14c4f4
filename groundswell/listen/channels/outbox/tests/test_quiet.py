"""Nights and public holidays in one place: for judging, and for what waits in the outbox."""

from datetime import UTC, datetime, timedelta

import pytest

from groundswell.listen.channels.outbox.quiet import NEVER, Quiet

AT_HOME = Quiet(20, 8, "Europe/London", "GB", "ENG")


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (moment(23, 19, 59), None),
        (moment(23, 20), moment(24, 8)),
        (moment(24, 7, 45), moment(24, 8)),
        (moment(24, 20), moment(27, 8)),  # a night, two holidays, a night
        (moment(25, 12), moment(27, 8)),
        (moment(28, 12), moment(29, 8)),
    ],
)
def test_nights_and_holidays_in_a_row_are_one_rest(at, until):
    assert AT_HOME.over_at(at) == until


def test_without_a_country_there_are_no_holidays():
    assert Quiet(20, 8, "Europe/London").over_at(moment(25, 12)) is None


def test_never_is_at_no_time():
    for hour in range(24):
        assert NEVER.over_at(moment(25, 0) + timedelta(hours=hour)) is None
