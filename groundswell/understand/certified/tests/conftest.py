"""Five answers of the first quarter, looked at in April."""

import pytest

from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_signal

from .records import APRIL


@pytest.fixture
def answered(world, time_machine):
    time_machine.move_to(APRIL)
    for score in (10, 9, 9, 8, 3):
        make_signal(score, unit=world.leeds, at=NOW)
    read_new_signals(at=NOW)
    return world
