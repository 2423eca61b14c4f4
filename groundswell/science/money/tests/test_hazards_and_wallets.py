"""Who leaves sooner, and whose share of the wallet. Cox's model against freireich's leukaemia data as R prints it."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.money.hazards import hazards_of, log_rank
from groundswell.science.money.wallet import allocation, allocations, wallet_shares
from groundswell.science.statistics.least_squares import NotEstimable

TREATED = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
CONTROL = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
WEEKS = TREATED + CONTROL
RELAPSED = [True] * 9 + [False] * 12 + [True] * 21
GROUP = ["6-MP"] * 21 + ["placebo"] * 21


def test_the_two_groups_differ_as_published():
    """Freireich et al. 1963: log-rank 16.79; R's coxph with Efron's ties: 1.5721 (0.4124)."""
    assert log_rank(WEEKS, RELAPSED, GROUP).chi_squared == pytest.approx(16.79, abs=0.01)
    (found,) = hazards_of(WEEKS, RELAPSED, [[float(g == "placebo")] for g in GROUP], ["placebo"]).hazards
    assert (found.coefficient, found.standard_error) == pytest.approx((1.5721, 0.4124), abs=1e-4)
    assert found.interval.low > 2
    assert found.proportional_p > 0.5


def test_counts_stand_for_rows():
    columns = [[float(g == "placebo")] for g in GROUP]
    thrice = hazards_of(WEEKS, RELAPSED, columns, ["placebo"], counts=[3] * 42)
    written = hazards_of(WEEKS * 3, RELAPSED * 3, columns * 3, ["placebo"])
    assert thrice.hazards[0].coefficient == pytest.approx(written.hazards[0].coefficient)
    assert (thrice.n, thrice.n_left) == (126, 90)


def test_a_ratio_that_changes_over_time_is_said():
    chance = np.random.default_rng(1)
    flag = np.repeat([0.0, 1.0], 1_500)
    time = np.where(flag == 1, chance.weibull(0.6, 3_000), chance.weibull(2.0, 3_000))
    steady = chance.normal(size=3_000)
    found = hazards_of(
        time, np.ones(3_000, dtype=bool), np.column_stack([flag, steady]), ["crossing", "steady"]
    )
    assert found.hazards[0].proportional_p < 0.001 < found.hazards[1].proportional_p


def test_what_cannot_be_told_is_said():
    with pytest.raises(NotEstimable):
        log_rank([1, 2], [True, True], ["a", "a"])
    with pytest.raises(NotEstimable):
        hazards_of([1, 2, 3], [False] * 3, [[1], [2], [3]], ["x"])
    with pytest.raises(NotEstimable, match="without error"):
        hazards_of([1, 2, 3, 4, 5, 6], [True] * 6, [[1.0]] * 3 + [[0.0]] * 3, ["x"])


def test_the_best_ranked_brand_gets_the_most_and_equals_share():
    assert [allocation(rank, 3) for rank in (1, 2, 3)] == pytest.approx([1 / 2, 1 / 3, 1 / 6])
    found = allocations({"ours": 9, "rival": 9, "third": 4})
    assert found["ours"] == found["rival"] == pytest.approx(5 / 12)
    assert sum(found.values()) == pytest.approx(1)
    with pytest.raises(ValueError, match="is none"):
        allocation(4, 3)


def test_a_brand_is_scored_over_those_who_use_it():
    customers = [
        {"ours": 9, "rival": 5},
        {"ours": 3, "rival": 8},
        {"rival": 7, "third": 6},
        {"ours": 9, "rival": 5},
    ]
    found = wallet_shares(customers)
    assert {one.brand: one.customers for one in found} == {"ours": 3, "rival": 4, "third": 1}
    assert found[0].brand == "ours"
    assert found[0].interval.contains(found[0].share)
    assert next(one for one in found if one.brand == "third").interval is None


def test_of_many_customers_some_are_compared(monkeypatch):
    chance = np.random.default_rng(4)
    x = chance.normal(size=(3_000, 1))
    time = np.ceil(chance.exponential(20 * np.exp(-0.7 * x[:, 0])))
    whole = hazards_of(time, time < 60, x, ["x"])
    monkeypatch.setattr("groundswell.science.money.hazards.MOST_COMPARED", 1_000)
    some = hazards_of(time, time < 60, x, ["x"])
    assert some.hazards == whole.hazards
    assert some.concordance == pytest.approx(whole.concordance, abs=0.02)
    assert some.concordance != whole.concordance
