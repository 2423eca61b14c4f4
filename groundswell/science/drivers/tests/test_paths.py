"""Indices found in a world where they are known. The published figures stand in tests/published."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.drivers.correlations import TooLittleToTell
from groundswell.science.drivers.paths import path_model

BLOCKS = {"quality": ["q1", "q2", "q3"], "satisfaction": ["s1", "s2", "s3"], "loyalty": ["l1", "l2", "l3"]}
ARROWS = [("quality", "satisfaction"), ("satisfaction", "loyalty"), ("quality", "loyalty")]
QUESTIONS = [question for block in BLOCKS.values() for question in block]


def answers(n: int) -> np.ndarray:
    chance = np.random.default_rng(1)
    quality = chance.normal(size=n)
    satisfaction = 0.8 * quality + 0.6 * chance.normal(size=n)
    loyalty = 0.7 * satisfaction + 0.7 * chance.normal(size=n)
    indices = [quality] * 3 + [satisfaction] * 3 + [loyalty] * 3
    return np.column_stack([index + 0.3 * chance.normal(size=n) for index in indices])


def test_quality_moves_loyalty_through_satisfaction_only():
    found = path_model(QUESTIONS, np.corrcoef(answers(20_000), rowvar=False), BLOCKS, ARROWS)
    assert found.slopes["quality", "satisfaction"] == pytest.approx(0.8, abs=0.05)
    assert found.slopes["satisfaction", "loyalty"] == pytest.approx(0.7, abs=0.06)
    assert abs(found.slopes["quality", "loyalty"]) < 0.06
    assert set(found.explained) == {"satisfaction", "loyalty"}
    assert len(found.weights) == 9


def test_a_question_that_says_something_else_weighs_little():
    given = answers(5_000)
    given[:, 2] = np.random.default_rng(2).normal(size=5_000)
    found = path_model(QUESTIONS, np.corrcoef(given, rowvar=False), BLOCKS, ARROWS)
    assert abs(found.weights["q3"]) < 0.1 * found.weights["q1"]


def test_indices_that_do_not_settle_are_said(monkeypatch):
    monkeypatch.setattr("groundswell.science.drivers.paths.ROUNDS", 1)
    with pytest.raises(TooLittleToTell, match="do not settle"):
        path_model(QUESTIONS, np.corrcoef(answers(200), rowvar=False), BLOCKS, ARROWS)
