"""What must not move an effect, and what must move it just so: names, sides, a constant, another scale."""

import random
from dataclasses import replace

import numpy as np
import pytest

from groundswell.science.effects.by_design import Way, effect_by
from groundswell.science.effects.effect import Effect
from groundswell.science.effects.panel import Cell, passing_time
from groundswell.science.effects.redealing import redealt

START = 24_008
WAYS = [Way.RANDOMISED, Way.MATCHED]
of_each = pytest.mark.parametrize("way", WAYS)


def cells(seed: int, units: int = 10) -> list[Cell]:
    """Fourteen months of units alike in answers; half of them move by six points in the ninth."""
    rng = random.Random(seed)
    levels = [rng.gauss(0, 10) for _ in range(units)]
    return [
        Cell(
            str(unit),
            START - 8 + month,
            levels[unit] + rng.gauss(0, 8) + 6 * (unit < units // 2 and month >= 8),
            20,
        )
        for unit in range(units)
        for month in range(14)
    ]


def told(way: Way, given: list[Cell], having: set[str]) -> Effect:
    return effect_by(way, given, dict.fromkeys(having, START), np.random.default_rng(1), 3.0)


def figures(one: Effect) -> list[float | None]:
    return [one.estimate, one.low, one.high, one.p_value, one.permutation_p]


FIRST_FIVE = {str(unit) for unit in range(5)}


@of_each
@pytest.mark.parametrize("units", [10, 14])
def test_what_units_are_called_and_in_which_order_they_come_moves_nothing(way: Way, units: int) -> None:
    given = cells(3, units)
    having = {str(unit) for unit in range(units // 2)}
    names = {str(unit): f"u{(unit * 3) % units:02}" for unit in range(units)}
    renamed = [replace(cell, unit=names[cell.unit]) for cell in given]
    random.Random(5).shuffle(renamed)
    one, other = told(way, given, having), told(way, renamed, {names[unit] for unit in having})
    assert figures(other) == pytest.approx(figures(one))
    assert other.verdict is one.verdict


@of_each
def test_the_other_side_as_the_one_with_it_turns_the_sign_and_keeps_the_range(way: Way) -> None:
    given = cells(1)
    one, other = told(way, given, FIRST_FIVE), told(way, given, {str(unit) for unit in range(5, 10)})
    assert [other.estimate, other.low, other.high] == pytest.approx([-one.estimate, -one.high, -one.low])
    assert (other.p_value, other.permutation_p) == pytest.approx((one.p_value, one.permutation_p))


@of_each
def test_a_constant_on_all_scores_moves_nothing_and_another_scale_moves_all(way: Way) -> None:
    given = cells(2)
    one = told(way, given, FIRST_FIVE)
    higher = told(way, [replace(cell, mean=cell.mean + 17) for cell in given], FIRST_FIVE)
    wider = told(way, [replace(cell, mean=3 * cell.mean) for cell in given], FIRST_FIVE)
    assert figures(higher) == pytest.approx(figures(one))
    assert figures(wider)[:3] == pytest.approx([3 * end for end in figures(one)[:3]])
    assert figures(wider)[3:] == pytest.approx(figures(one)[3:])


def test_few_ways_to_deal_are_counted_each_once() -> None:
    known = np.arange(6.0)[:, None]
    starts = np.array([4, 4, 9, 9, 9, 9])
    found = [tuple(one.tolist()) for one in redealt(starts, known, np.random.default_rng(1), 999)]
    assert len(set(found)) == len(found) == 14
    assert tuple(starts.tolist()) not in found
    assert len(list(redealt(starts, known, np.random.default_rng(1), 5))) == 5


def test_years_without_answers_between_say_nothing():
    rng = np.random.default_rng(2)
    means, answers = rng.normal(0, 10, (5, 8)), rng.integers(5, 30, (5, 8)).astype(float)
    columns = [0, *range(300, 307)]
    apart_means, apart_answers = np.zeros((5, 307)), np.zeros((5, 307))
    apart_means[:, columns], apart_answers[:, columns] = means, answers
    near, apart = passing_time(means, answers), passing_time(apart_means, apart_answers)
    assert apart.effects[columns] == pytest.approx(near.effects)
    assert apart.inverse[np.ix_(columns, columns)] == pytest.approx(near.inverse)
    assert not apart.inverse[1:300].any()
