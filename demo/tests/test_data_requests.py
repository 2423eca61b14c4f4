"""Somebody in the demonstration waits for an answer about their data."""

from demo.data_requests import make_requests
from groundswell.foundation.erasing.queries import answered_requests, open_requests
from tests.world import NOW, make_customer, make_signal


def test_one_of_each_waits_and_one_was_refused(world):
    for name in ("Ada", "Bo", "Cy"):
        make_signal(9, customer=make_customer(name))
    make_requests(world.office, NOW)
    assert sorted(one.kind for one in open_requests()) == ["erase", "know"]
    assert answered_requests().get().answer.why
