"""The roll-out on one day."""

import pytest
import time_machine

from tests.world import NOW


@pytest.fixture
def today():
    with time_machine.travel(NOW, tick=False):
        yield
