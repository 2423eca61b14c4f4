"""What was promised beside what was reached."""

import numpy as np
import pytest

from groundswell.science.effects.calibration import Outcome, calibrate, expected_of_next


def test_promises_twice_what_is_reached_are_found_with_their_range():
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(300):
        outcomes = [
            Outcome(p, p / 2 + rng.normal(0, 3) + rng.normal(0, 2), 3.0) for p in (6, 8, 10, 12, 15, 20)
        ]
        found = calibrate(outcomes)
        held += found.interval.contains(0.5)
    assert held / 300 >= 0.9
    many = calibrate([Outcome(10, 5 + rng.normal(0, 1), 1.0) for _ in range(200)])
    assert many.times == pytest.approx(2, abs=0.1)


def test_two_initiatives_say_how_many_times_and_no_range():
    found = calibrate([Outcome(10, 5, 2), Outcome(6, 3, 2)])
    assert (found.n, found.share, found.interval, found.times) == (
        2,
        pytest.approx(0.5),
        None,
        pytest.approx(2),
    )


def test_where_nothing_was_reached_there_is_no_number_of_times():
    assert calibrate([Outcome(10, -2, 2)]).times is None
    assert calibrate([]) is None
    assert calibrate([Outcome(10, 4, 0.0)]) is None, "what has no range says nothing"


def test_the_next_one_is_expected_between_those_alike_and_all():
    every = [Outcome(10, value, 2.0) for value in (0, 1, -1, 2, 12, 14)]
    found = expected_of_next(every, every[-2:])
    assert 5 < found.points < 13
    assert (found.alike, 0 < found.weight_of_alike < 1) == (2, True)
    assert expected_of_next(every, []).alike == 0
    assert found.interval.low < found.points < found.interval.high
    assert expected_of_next([], []) is None


def test_one_or_two_initiatives_promise_nothing_about_the_next():
    two = [Outcome(10, 20, 3.0), Outcome(10, 18, 3.0)]
    assert expected_of_next(two, two) is None
    assert expected_of_next([*two, Outcome(8, 2, 3.0)], two) is not None


@pytest.mark.parametrize("measured", [3, 4, 6])
def test_the_range_of_the_next_one_holds_it_though_few_were_measured(measured):
    chance, held = np.random.default_rng(1), 0
    for _ in range(1000):
        truth, errors = chance.normal(5, 4, measured + 1), 3 * chance.uniform(0.7, 1.4, measured)
        every = [
            Outcome(5, one, error)
            for one, error in zip(chance.normal(truth[1:], errors), errors, strict=True)
        ]
        found = expected_of_next(every, [])
        held += found is not None and found.interval.contains(float(truth[0]))
    assert held >= 885, "within chance of nine of ten; with a normal range it is eight"
