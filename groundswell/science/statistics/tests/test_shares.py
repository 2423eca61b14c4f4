"""Two shares and two answers of the same people, against published results."""

import pytest

from groundswell.science.statistics.means import mean_change
from groundswell.science.statistics.shares import difference_of_shares


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((5, 56, 0, 29), -0.0381, 0.1926),
    ],
)
def test_the_difference_of_two_shares_as_newcombe_published_it(counts, low, high):
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10."""
    found = difference_of_shares(*counts)
    assert found is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=6e-5)


def test_nobody_in_a_group_is_no_difference():
    assert difference_of_shares(0, 0, 1, 2) is None


def test_a_difference_is_real_where_its_range_leaves_out_nought():
    assert [difference_of_shares(*one).is_real for one in ((56, 70, 48, 80), (5, 56, 0, 29))] == [True, False]


def test_the_same_people_twice_as_student_published_it():
    """Student 1908: hours of sleep gained by two drugs, as R's t.test(paired = TRUE) reports it."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = mean_change(list(zip(first, second, strict=True)))
    assert (found.n, found.change) == (10, pytest.approx(1.58))
    assert (found.interval.low, found.interval.high) == pytest.approx((0.7001142, 2.4598858))


def test_who_moved_alike_shows_no_range_and_nobody_no_change():
    assert mean_change([(3, 8), (4, 9)]).interval is None
    assert mean_change([]) is None
