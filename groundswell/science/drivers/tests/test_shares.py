"""Against relaimpo 2.2 for R (Gromping 2006, JSS 17:1) and relative weights by an independent program."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.science.drivers.correlations import Correlations, TooLittleToTell, correlations
from groundswell.science.drivers.shares import (
    explained_by_every_set,
    johnson,
    johnson_of_many,
    lmg,
    lmg_of_many,
    pratt,
    unique,
)

SWISS = Correlations(
    # Fertility by agriculture, examination, education, Catholic, infant mortality: 47 provinces of 1888.
    among=np.array(
        [
            [1, -0.686542210, -0.639522520, 0.401095050, -0.060858610],
            [-0.686542210, 1, 0.698415290, -0.572741810, -0.114021580],
            [-0.639522520, 0.698415290, 1, -0.153858920, -0.099321850],
            [0.401095050, -0.572741810, -0.153858920, 1, 0.175495910],
            [-0.060858610, -0.114021580, -0.099321850, 0.175495910, 1],
        ]
    ),
    with_outcome=np.array([0.353079180, -0.645882690, -0.663788860, 0.463684700, 0.416556030]),
    spreads=np.ones(5),
    outcome_spread=1.0,
    n=47,
)
LMG = (0.0570912, 0.1711730, 0.2601347, 0.1055702, 0.1127659)
LAST = (0.0428696, 0.0073874, 0.1619627, 0.0623726, 0.0569453)
PRATT = (-0.1104860, 0.1064274, 0.4450046, 0.1611768, 0.1046122)
JOHNSON = (0.0484169, 0.1547083, 0.2719641, 0.1146800, 0.1169657)


@pytest.mark.parametrize(
    ("method", "expected"), [(lmg, LMG), (unique, LAST), (pratt, PRATT), (johnson, JOHNSON)]
)
def test_the_parts_are_those_of_r(method, expected):
    assert method(SWISS) == pytest.approx(expected, abs=2e-6)


def test_lmg_is_the_average_gain_over_all_orders_written_out():
    chance = np.random.default_rng(3)
    x = chance.normal(size=(200, 3)) @ chance.normal(size=(3, 3))
    y = x.sum(axis=1) + chance.normal(size=200)
    known = correlations(y, x)

    def explained(chosen: list[int]) -> float:
        if not chosen:
            return 0.0
        columns = np.column_stack([np.ones(200), x[:, chosen]])
        rest = y - columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
        return 1 - rest @ rest / ((y - y.mean()) @ (y - y.mean()))

    orders = [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    gains = np.zeros(3)
    for order in orders:
        for place, member in enumerate(order):
            gains[member] += explained(list(order[: place + 1])) - explained(list(order[:place]))
    assert lmg(known) == pytest.approx(gains / len(orders), abs=1e-9)


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 6), st.integers(0, 10_000))
def test_every_set_of_ratings_explains_what_its_own_regression_does(p, seed):
    chance = np.random.default_rng(seed)
    x = chance.normal(size=(80, p)) + chance.normal(size=(80, 1))
    y = x @ chance.normal(size=p) + chance.normal(size=80)
    (found,) = explained_by_every_set(correlations(y, x).matrix[None])
    whole = ((y - y.mean()) ** 2).sum()
    for place in range(1 << p):
        chosen = [j for j in range(p) if place >> j & 1]
        columns = np.column_stack([np.ones(80), x[:, chosen]])
        rest = y - columns @ np.linalg.lstsq(columns, y, rcond=None)[0]
        assert found[place] == pytest.approx(1 - rest @ rest / whole, abs=1e-9)


def test_many_matrices_at_once_are_each_of_them():
    chance = np.random.default_rng(6)
    samples = [(chance.normal(size=(50, 4)), chance.normal(size=50)) for _ in range(7)]
    known = [correlations(y, x) for x, y in samples]
    together = np.stack([one.matrix for one in known])
    assert lmg_of_many(together) == pytest.approx(np.array([lmg(one) for one in known]))
    assert johnson_of_many(together) == pytest.approx(np.array([johnson(one) for one in known]))


@given(st.integers(1, 8), st.integers(0, 10_000))
def test_parts_add_up_to_what_is_explained_and_nobody_gets_less_than_nothing(p, seed):
    chance = np.random.default_rng(seed)
    x = chance.normal(size=(60, p)) + chance.normal(size=(60, 1))
    y = x @ chance.normal(size=p) + chance.normal(size=60)
    known = correlations(y, x)
    explained = known.with_outcome @ np.linalg.solve(known.among, known.with_outcome)
    for method in (lmg, johnson):
        assert method(known).sum() == pytest.approx(explained)
        assert (method(known) >= -1e-12).all()


def test_an_answer_that_counts_twice_is_two_answers():
    chance = np.random.default_rng(5)
    x, y = chance.normal(size=(40, 2)), chance.normal(size=40)
    weights = np.array([2.0] * 10 + [1.0] * 30)
    weighted = correlations(y, x, weights)
    twice = correlations(np.concatenate([y, y[:10]]), np.concatenate([x, x[:10]]))
    assert lmg(weighted) == pytest.approx(lmg(twice))


def test_more_ratings_than_lmg_can_take_are_refused_and_johnson_takes_them():
    chance = np.random.default_rng(1)
    x = chance.normal(size=(300, 20))
    known = correlations(x.sum(axis=1) + chance.normal(size=300), x)
    with pytest.raises(ValueError, match="at most 15"):
        lmg(known)
    assert len(johnson(known)) == 20


@pytest.mark.parametrize(
    ("outcome", "ratings", "words"),
    [
        ([1, 2, 3, 4, 5], [[1, 1], [1, 2], [1, 3], [1, 5], [1, 4]], "same in every answer"),
        ([1, 2, 3, 4, 6], [[1, 2], [2, 4], [3, 6], [5, 10], [4, 8]], "say the same"),
        ([1, 2, 3], [[1, 2], [2, 1], [3, 3]], "cannot tell"),
    ],
)
def test_too_little_is_said(outcome, ratings, words):
    with pytest.raises(TooLittleToTell, match=words):
        correlations(outcome, ratings)


def test_a_missing_rating_is_not_made_up():
    with pytest.raises(ValueError, match="missing rating"):
        correlations([1, 2, 3, 4], [[1.0], [2.0], [float("nan")], [4.0]])
