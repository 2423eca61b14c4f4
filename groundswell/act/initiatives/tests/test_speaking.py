"""What can be found where customers are dealt, reckoned from those who answered by name before."""

import numpy as np
import pytest

from groundswell.act.initiatives.customers.speaking import Speakers
from groundswell.act.initiatives.designs.sizing import FEWEST_SPEAKERS, _power_of_customers


def heard(lasting: float = 60.0, customers: int = 3000, months: int = 24) -> Speakers:
    """Each answers in one of ten months, around a level of their own; ``lasting``: how far these levels lie apart."""
    rng = np.random.default_rng(3)
    answers = (rng.random((customers, months)) < 0.1).astype(float)
    own = rng.normal(0, lasting, (customers, 1))
    points = answers * (own + rng.normal(0, 40, (customers, months)))
    return Speakers(answers, points, customers)


def test_its_error_is_that_of_the_difference_that_will_be_told():
    told, rng, n = heard().in_months(6), np.random.default_rng(5), 3000
    found = []
    for _ in range(300):
        own = rng.normal(0, 60, n)
        n_before, n_after = rng.binomial(18, 0.1, n), rng.binomial(6, 0.1, n)
        here, known, gets = n_after > 0, n_before > 0, rng.random(n) < 0.5
        y = own + rng.normal(0, 40, n) / np.sqrt(np.maximum(n_after, 1))
        x = own + rng.normal(0, 40, n) / np.sqrt(np.maximum(n_before, 1))
        total = 0.0
        for part in (here & known, here & ~known):
            slope = np.cov(y[part], x[part])[0, 1] / x[part].var() if known[part].all() else 0.0
            rest = y - slope * x
            total += part.sum() / here.sum() * (rest[part & gets].mean() - rest[part & ~gets].mean())
        found.append(total)
    assert told.error(0.5) == pytest.approx(np.std(found), rel=0.12)


def test_what_lasts_in_a_customer_saves_customers():
    assert heard(lasting=80).in_months(6).saved > heard(lasting=20).in_months(6).saved + 0.2
    assert heard(lasting=0).in_months(6).saved < 0.02


def test_more_months_and_equal_sides_find_more():
    told = heard()
    powers = [_power_of_customers(told.in_months(months), 0.5, 12) for months in (2, 6, 12, 30)]
    assert powers == sorted(powers)
    assert powers[0] < powers[-1]
    assert told.in_months(6).error(0.5) < told.in_months(6).error(0.2)


def test_beyond_what_is_known_nobody_is_invented():
    told = heard(customers=400)
    assert told.in_months(36).n <= 400
    assert told.in_months(36).n >= told.in_months(12).n


def test_with_hardly_anybody_nothing_is_promised():
    told = heard(customers=FEWEST_SPEAKERS - 10).in_months(12)
    assert _power_of_customers(told, 0.5, 100) == 0
