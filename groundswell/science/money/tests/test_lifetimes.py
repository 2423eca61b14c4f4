"""Lifetimes with and without a contract, in worlds whose truth is known. The published figures stand in tests/published."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from groundswell.science.money.contracts import Contracts, fit_contracts
from groundswell.science.money.repeat_purchases import (
    BgNbd,
    CannotBeFitted,
    GammaGamma,
    buyers,
    fit_bg_nbd,
    fit_gamma_gamma,
)

MONDAY = date(2025, 3, 3)


def shop(n: int, weeks: float, seed: int = 1) -> list[list[float]]:
    """The weeks of all purchases of n customers who behave as the model says, the first at 0."""
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(n):
        rate, leaves = chance.gamma(0.6, 1 / 5), chance.beta(1.2, 3)
        days, now = [0.0], 0.0
        while chance.random() > leaves or len(days) == 1:
            now += chance.exponential(1 / rate)
            if now > weeks:
                break
            days.append(now)
        found.append(days)
    return found


def test_purchases_of_one_day_are_one_and_later_ones_do_not_count():
    days = [(0, 10.0), (0, 5.0), (14, 30.0), (21, 50.0), (60, 9.0)]
    log = [("anna", MONDAY + timedelta(days=day), money) for day, money in days]
    log.append(("ben", MONDAY, 7.0))
    anna, ben = buyers(log, until=MONDAY + timedelta(days=35))
    assert (anna.repeats, anna.last, anna.watched, anna.spend) == (2, 3.0, 5.0, 40.0)
    assert (ben.repeats, ben.last, ben.spend) == (0, 0.0, None)


def test_what_was_fitted_on_one_year_foretells_the_next():
    whole = shop(6_000, 104)
    seen = [[day for day in days if day <= 52] for days in whole]
    x, last = np.array([len(days) - 1 for days in seen]), np.array([days[-1] for days in seen])
    found = fit_bg_nbd(x, last, np.full(len(seen), 52.0))
    assert found.r == pytest.approx(0.6, rel=0.25)
    foretold = found.expected_repeats(52, x, last, np.full(len(seen), 52.0)).sum()
    came = sum(len(days) for days in whole) - sum(len(days) for days in seen)
    assert foretold == pytest.approx(came, rel=0.1)


def test_a_long_silence_of_a_frequent_buyer_says_more_than_that_of_a_rare_one():
    model = BgNbd(0.243, 4.414, 0.793, 2.426)
    rare, frequent = model.chance_still_there([1, 10], [10, 10], [52, 52])
    assert frequent < rare < 1
    assert model.chance_still_there(0, 0, 52) == 1


def test_few_purchases_are_drawn_to_the_mean_of_all():
    chance = np.random.default_rng(2)
    truth = GammaGamma(6.0, 4.0, 15.0)
    x = chance.integers(1, 9, 4_000)
    spend = chance.gamma(truth.p * x, 1 / (chance.gamma(truth.q, 1 / truth.v, 4_000) * x))
    found = fit_gamma_gamma(x, spend)
    assert found.mean == pytest.approx(truth.mean, rel=0.05)
    once, often = found.expected_spend([1, 50], [100.0, 100.0])
    assert found.mean < once < often < 100


def test_those_who_stayed_are_worth_more_than_a_constant_rate_says():
    found = fit_contracts([1000, 631, 468, 382, 326, 289, 262, 241])
    kept = [found.retention(renewal) for renewal in range(1, 8)]
    assert kept == sorted(kept)
    ahead = sum(found.survivors(np.arange(3, 4_000)) / found.survivors(2) / 1.1 ** np.arange(3_997))
    assert found.expected_renewals(3, 0.1) == pytest.approx(ahead, rel=1e-6)
    assert found.expected_renewals(3, 0.1) > found.expected_renewals(1, 0.1)


def test_survivors_that_follow_the_model_give_its_parameters_back():
    truth = Contracts(0.8, 2.0)
    found = fit_contracts((1e6 * truth.survivors(np.arange(9))).tolist())
    assert (found.alpha, found.beta) == pytest.approx((0.8, 2.0), abs=1e-3)


@pytest.mark.parametrize(
    "fit",
    [
        lambda: fit_bg_nbd([0, 0], [0, 0], [10, 10]),
        lambda: fit_gamma_gamma([1, 2], [5, 5]),
        lambda: fit_contracts([100, 90]),
        lambda: fit_contracts([100, 110, 90]),
    ],
)
def test_what_cannot_be_fitted_is_said(fit):
    with pytest.raises(CannotBeFitted):
        fit()
