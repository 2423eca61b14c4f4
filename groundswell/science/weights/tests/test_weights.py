"""Against the survey package 4.1 for R (Lumley 2010) and, for raking, balance 0.23 for Python."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.weights.estimate import nps_values, weighted_score
from groundswell.science.weights.raking import (
    CannotBeWeighted,
    capped,
    design_effect,
    effective_n,
    raked,
    response_propensity,
)

from .counted import ACCOUNTS, CELLS, answers

REGIONS = {"NAM": 20_000, "EMEA": 16_000, "APAC": 10_000, "LATAM": 4_000}
FRUITS = {"Apples": 20_000, "Oranges": 10_000, "Bananas": 12_000, "Berries": 8_000}
BASE = np.full(1_000, 50.0)


@pytest.fixture(scope="module")
def sample() -> tuple[np.ndarray, list[str], list[str]]:
    rows = answers(CELLS)
    return (
        np.array([value for _, value in rows]),
        [cell[0] for cell, _ in rows],
        [cell[1] for cell, _ in rows],
    )


def test_without_weights_it_is_the_plain_score(sample):
    y, _, _ = sample
    found = weighted_score(y)
    assert (found.score, found.standard_error) == pytest.approx((10, 2.85449613))


def test_post_stratified_by_region(sample):
    y, regions, _ = sample
    weights = raked(BASE, [(regions, REGIONS)])
    expected = {"NAM": 39.44773176, "EMEA": 61.77606178, "APAC": 71.94244604, "LATAM": 42.10526316}
    assert {region: weights[regions.index(region)] for region in REGIONS} == pytest.approx(expected)
    found = weighted_score(y, weights, margins=[regions])
    assert (found.score, found.standard_error) == pytest.approx((10.46574639, 2.92802581))
    assert design_effect(weights) == pytest.approx(1.06608685)


def test_raked_to_region_and_fruit(sample):
    y, regions, fruits = sample
    weights = raked(BASE, [(regions, REGIONS), (fruits, FRUITS)])
    found = weighted_score(y, weights, margins=[regions, fruits])
    assert found.score == pytest.approx(11.72666342, abs=1e-5)
    assert found.standard_error == pytest.approx(3.07022035, abs=0.02)
    assert design_effect(weights) == pytest.approx(1.20808776, abs=1e-5)
    assert effective_n(weights) == pytest.approx(827.75443167, abs=1e-2)
    assert weights[list(zip(regions, fruits, strict=True)).index(("APAC", "Apples"))] == pytest.approx(
        115.6025132, abs=1e-4
    )


def test_strata_and_a_small_population_narrow_the_margin(sample):
    y, regions, _ = sample
    weights = raked(BASE, [(regions, REGIONS)])
    by_region = weighted_score(y, weights, strata=regions, population=REGIONS)
    assert by_region.standard_error == pytest.approx(2.90553876)
    assert weighted_score(y, population=2_000).standard_error == pytest.approx(2.01843357)
    assert weighted_score(y, population=1_000).standard_error == 0


def test_answers_of_one_account_belong_together():
    rows = answers(ACCOUNTS)
    found = weighted_score([value for _, value in rows], clusters=[account for account, _ in rows])
    assert found.standard_error == pytest.approx(2.94156421)
    assert found.degrees == 25
    assert found.interval().width > 2 * 1.96 * found.standard_error


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=12, max_size=60))
def test_raked_weights_meet_every_margin_or_say_why_not(groups):
    letters, others = [g[0] for g in groups], [g[1] for g in groups]
    margins = [(letters, {"a": 60, "b": 40}), (others, {"x": 50, "y": 30, "z": 20})]
    try:
        weights = raked(np.ones(len(groups)), margins)
    except CannotBeWeighted:
        return
    for labels, totals in margins:
        for label, people in totals.items():
            assert sum(w for w, one in zip(weights, labels, strict=True) if one == label) == pytest.approx(
                people
            )


@pytest.mark.parametrize(
    ("margins", "words"),
    [
        ([(["a", "a"], {"a": 10, "b": 5})], "Nobody answered from b"),
        ([(["a", "c"], {"a": 10})], "Nobody said how many people are in c"),
        ([(["a", "b"], {"a": 10, "b": 5}), (["x", "y"], {"x": 1, "y": 1})], "different populations"),
        ([(["a", "b"], {"a": 10, "b": 5}), (["x", "y"], {"x": 5, "y": 10})], "No weights meet"),
    ],
)
def test_margins_that_cannot_be_met_are_named(margins, words):
    with pytest.raises(CannotBeWeighted, match=words):
        raked([1.0, 1.0], margins)


def test_propensity_brings_back_what_the_silent_would_have_said():
    chance = np.random.default_rng(4)
    past = chance.normal(size=20_000)
    happy = past + chance.normal(size=20_000) > 0
    answered = chance.random(20_000) < 1 / (1 + np.exp(-(0.8 * past - 0.5)))
    guess = response_propensity(answered, past[:, None])
    naive = happy[answered].mean()
    weighted = np.average(happy[answered], weights=1 / guess[answered])
    assert naive > happy.mean() + 0.08
    assert weighted == pytest.approx(happy.mean(), abs=0.015)


def test_a_ceiling_is_kept_and_said():
    found = capped([1.0] * 98 + [40.0, 3.0])
    assert found.n_capped == 1
    assert found.weights.sum() == pytest.approx(141)
    assert found.weights.max() / np.median(found.weights) == pytest.approx(5)


def test_scores_are_values_of_the_nps():
    assert nps_values([0, 6, 7, 8, 9, 10]).tolist() == [-100, -100, 0, 0, 100, 100]
