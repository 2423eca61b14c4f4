"""A touchpoint that is watched, with usual weeks and with a bad one."""

from datetime import UTC, datetime

import pytest

from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.watching.actions import (
    watch,
)
from tests.world import NOW, make_signal

from .weeks import BAD, USUAL, WEEK, answers_in


@pytest.fixture
def delivery(world):
    """Fourteen usual weeks at one touchpoint, a little different each."""
    weeks = {week: USUAL if week % 3 else (*USUAL[:-1], 5) for week in range(1, 15)}
    answers_in(weeks, world.delivery, world.leeds)
    return watch(
        "score", kind_of_score="experience", touchpoint=world.delivery, by="test", at=NOW - 30 * WEEK
    )


@pytest.fixture
def bad_week(world, delivery):
    """The newest week is far below them, in words too."""
    answers_in({0: BAD[:-1]}, world.delivery, world.leeds)
    make_signal(
        1,
        "The parcel came two weeks late and the driver was terribly rude to me.",
        unit=world.leeds,
        touchpoint=world.delivery,
        at=NOW - WEEK,
    )
    read_new_signals(at=NOW)
    return delivery


@pytest.fixture
def at_that_time(time_machine):
    time_machine.move_to(datetime(2026, 3, 11, 10, tzinfo=UTC))
