"""The day of a whole column is the day that each moment has on its own."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from groundswell.understand.evidence.days import local_days

ZONES = (
    "Europe/London",
    "America/New_York",
    "Asia/Kolkata",
    "Asia/Beirut",
    "Pacific/Apia",
    "America/Sao_Paulo",
)


@pytest.mark.parametrize("name", ZONES)
def test_every_moment_has_the_day_of_its_own_clock(name):
    zone, chance = ZoneInfo(name), random.Random(1)
    moments = [
        datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(9_000_000)) for _ in range(5000)
    ]
    assert local_days(moments, zone).tolist() == [moment.astimezone(zone).date() for moment in moments]


def test_the_first_second_of_a_day_belongs_to_it():
    london = ZoneInfo("Europe/London")
    moments = [datetime(2026, 6, 30, 22, 59, 59, 999_000), datetime(2026, 6, 30, 23, 0)]
    assert local_days(moments, london).tolist() == [date(2026, 6, 30), date(2026, 7, 1)]
