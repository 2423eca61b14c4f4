"""Against statsmodels 0.15, and against the truth in repeated draws."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.statistics.simultaneous_shares import goodman_shares, sison_glaz_shares

GOODMAN = [(0.1217246, 0.3107983), (0.2036004, 0.4180816), (0.3835903, 0.6164097)]
SISON_GLAZ = [(0.1, 0.302825), (0.2, 0.402825), (0.4, 0.602825)]


@pytest.mark.parametrize(("method", "expected"), [(goodman_shares, GOODMAN), (sison_glaz_shares, SISON_GLAZ)])
def test_the_margins_are_those_of_statsmodels(method, expected):
    found = method([20, 30, 50])
    assert [(one.low, one.high) for one in found] == [pytest.approx(pair, abs=1e-6) for pair in expected]


@pytest.mark.parametrize(
    ("method", "shares", "least"),
    [(goodman_shares, [0.2, 0.3, 0.5], 0.94), (sison_glaz_shares, [0.1] * 4 + [0.05] * 4 + [0.4], 0.92)],
)
def test_all_margins_hold_at_once(method, shares, least):
    draws = np.random.default_rng(2).multinomial(200, shares, 2_000)
    inside = [
        all(one.contains(share) for one, share in zip(method(row), shares, strict=True))
        for row in draws.tolist()
    ]
    assert np.mean(inside) >= least


def test_a_kind_that_nobody_chose_has_a_margin_too():
    for method in (goodman_shares, sison_glaz_shares):
        none, *_ = method([0, 30, 50])
        assert none.low == pytest.approx(0, abs=1e-12)
        assert none.high > 0


def test_no_answers_have_no_shares():
    with pytest.raises(ValueError, match="need answers"):
        sison_glaz_shares([0, 0])
