"""Between the paired t test and two independent groups; its error is checked by drawing many studies."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import compare, compare_paired
from groundswell.science.statistics.partly_paired import compare_partly_paired


def drawn(chance: np.random.Generator, n: int) -> list[tuple[int, int]]:
    mind = chance.normal(size=n)
    scores = [np.clip(np.rint(8 + 1.4 * mind + 1.4 * chance.normal(size=n)), 0, 10).astype(int) for _ in "ab"]
    return [(int(one), int(other)) for one, other in zip(*scores, strict=True)]


def test_without_pairs_it_is_the_comparison_of_two_groups() -> None:
    pairs = drawn(np.random.default_rng(1), 300)
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    found = compare_partly_paired([], first, second)
    expected = compare(NpsTally.from_scores(first), NpsTally.from_scores(second))
    assert found is not None
    assert expected is not None
    assert found.interval == expected.interval


def test_with_nothing_but_pairs_it_is_the_paired_test() -> None:
    pairs = drawn(np.random.default_rng(2), 500)
    found, expected = compare_partly_paired(pairs), compare_paired(pairs)
    assert found is not None
    assert expected is not None
    assert found.points == pytest.approx(expected.points)
    assert found.standard_error == pytest.approx(expected.standard_error, rel=0.02)


def test_its_error_is_that_of_many_studies() -> None:
    chance, points, errors = np.random.default_rng(3), [], []
    for _ in range(400):
        everybody = drawn(chance, 400)
        pairs = everybody[:200]
        found = compare_partly_paired(
            pairs, [one for one, _ in everybody[200:300]], [other for _, other in everybody[300:]]
        )
        assert found is not None
        points.append(found.points)
        errors.append(found.standard_error)
    assert np.mean(errors) == pytest.approx(np.std(points), rel=0.08)


def test_who_agrees_in_everything_is_not_certain() -> None:
    found = compare_partly_paired([(9, 9)] * 10)
    assert found is not None
    assert found.interval.width > 0
    assert compare_partly_paired([], [9], []) is None
