"""Worlds whose truth is known: waves of starts, common shocks, growing effects, groups that drift apart."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from groundswell.science.effects.difference_in_differences import panel_effect
from groundswell.science.effects.effect import USUAL_DRIFT, Contrast, PreTrend, Verdict, judge
from groundswell.science.effects.panel import Cell


def world(
    rng: np.random.Generator,
    effect: float = 0.0,
    units: int = 20,
    treated: int = 10,
    periods: int = 16,
    noise: float = 60.0,
    n: int = 40,
    drift: float = 0.0,
    growth: float = 0.0,
) -> tuple[list[Cell], dict[str, int | None]]:
    """Half of the treated start at 8, half at 11; a common shock hits all from period 9 on."""
    starts: dict[str, int | None] = {
        f"u{i}": (8 if i % 2 else 11) if i < treated else None for i in range(units)
    }
    cells = []
    for unit, start in starts.items():
        level = rng.normal(0, 15)
        for period in range(periods):
            is_on = start is not None and period >= start
            gain = effect + growth * (period - start) if is_on and start is not None else 0.0
            gain += drift * period if start is not None else 0.0
            answers = int(rng.integers(n // 2, n * 2))
            shock = -25.0 if period >= 9 else 0.0
            cells.append(Cell(unit, period, rng.normal(level + shock + gain, noise / answers**0.5), answers))
    return cells, starts


def test_an_effect_in_waves_is_found_under_a_common_shock():
    found = panel_effect(*world(np.random.default_rng(1), effect=20), np.random.default_rng(1))
    assert found.estimate == pytest.approx(20, abs=5)
    assert found.low <= 20 <= found.high
    assert found.verdict is Verdict.WORKED
    assert (found.n_treated_units, found.n_control_units) == (10, 10)
    assert found.permutation_p < 0.05
    assert not found.pre_trend.is_violated
    assert found.in_words("The new desk").startswith("The new desk worked: +")


def test_the_average_is_that_of_the_answers_when_the_effect_grows():
    """Plain two-way fixed effects go wrong here (Goodman-Bacon 2021); without noise the average is exact."""
    cells, starts = world(np.random.default_rng(2), effect=5, growth=3, noise=0)
    found = panel_effect(cells, starts, np.random.default_rng(1), permutations=19)
    on = [
        (c.n, 5 + 3 * (c.period - starts[c.unit]))
        for c in cells
        if starts[c.unit] and c.period >= starts[c.unit]
    ]
    assert found.estimate == pytest.approx(sum(n * gain for n, gain in on) / sum(n for n, _ in on))
    assert found.n_after == sum(n for n, _ in on)


def test_a_balanced_panel_is_the_difference_of_four_means():
    means = {
        ("a", 0): 10,
        ("a", 1): 30,
        ("b", 0): 0,
        ("b", 1): 22,
        ("c", 0): 5,
        ("c", 1): 9,
        ("d", 0): 7,
        ("d", 1): 5,
    }
    cells = [Cell(unit, period, mean, 10) for (unit, period), mean in means.items()]
    found = panel_effect(cells, {"a": 1, "b": 1}, np.random.default_rng(1), permutations=99)
    assert found.estimate == pytest.approx((20 + 22) / 2 - (4 - 2) / 2)
    assert (found.n_before, found.n_after) == (20, 20)
    # Unit changes 20, 22 against 4, -2: Welch's standard error.
    assert found.standard_error == pytest.approx((2 / 2 + 18 / 2) ** 0.5)
    assert not found.pre_trend.is_known
    assert found.pre_trend.by_itself == (0, USUAL_DRIFT), "one period apart, and nothing seen before"


def test_no_effect_is_rarely_claimed_and_the_range_covers_the_truth():
    """200 null worlds: at most 5 % nominal, 3 sampling errors allowed."""
    found = [
        panel_effect(*world(np.random.default_rng(seed)), np.random.default_rng(1), permutations=99)
        for seed in range(200)
    ]
    assert sum(effect.verdict is Verdict.WORKED for effect in found) <= 10
    assert sum(effect.low <= 0 <= effect.high for effect in found) >= 180


def test_many_answers_and_no_effect_is_an_answer():
    found = panel_effect(*world(np.random.default_rng(3), noise=20, n=400), np.random.default_rng(1))
    assert found.verdict is Verdict.DID_NOT
    assert "made no difference that matters" in found.in_words("The app")
    strict = panel_effect(
        *world(np.random.default_rng(3), noise=20, n=400), np.random.default_rng(1), minimum_relevant=0.1
    )
    assert strict.verdict is Verdict.CANNOT_TELL


def test_harm_is_called_harm():
    found = panel_effect(*world(np.random.default_rng(4), effect=-25), np.random.default_rng(1))
    assert found.verdict is Verdict.DID_NOT
    assert found.in_words("The app").startswith("The app made it worse: \N{MINUS SIGN}")


def test_few_answers_say_what_it_takes():
    found = panel_effect(*world(np.random.default_rng(5), noise=100, n=4), np.random.default_rng(1))
    assert found.verdict is Verdict.CANNOT_TELL
    assert "times as many answers" in found.in_words("The app")


def test_groups_that_already_moved_apart_earn_no_verdict():
    found = panel_effect(*world(np.random.default_rng(6), drift=3), np.random.default_rng(1))
    assert found.low > 0
    assert found.pre_trend.is_violated
    assert found.pre_trend.slope.estimate == pytest.approx(3, abs=1)
    assert found.pre_trend.placebo.estimate > 0
    assert found.verdict is Verdict.CANNOT_TELL
    assert "already moved apart before the start" in found.in_words("The app")


def test_what_an_earlier_drift_would_make_carried_on_is_no_effect():
    found = panel_effect(
        *world(np.random.default_rng(8), units=24, treated=12, drift=0.5, periods=24, n=60),
        np.random.default_rng(1),
    )
    assert found.low > 0
    assert not found.pre_trend.is_violated
    assert found.pre_trend.drift >= found.low
    assert found.verdict is Verdict.CANNOT_TELL
    assert "do not rule out that this makes about" in found.in_words("The app")
    span = Contrast(found.estimate, found.standard_error, found.low, found.high)
    surely_alike = replace(found.pre_trend, slope=Contrast(0.0, 0.01))
    assert judge(span, found.permutation_p, surely_alike, 5, higher_is_better=True) is Verdict.WORKED


def test_what_the_months_before_leave_open_counts_even_where_they_show_no_drift():
    """Half a point of standard error a month: a usual drift of 0.35 x 12 = 4.2 points is known to 3.4 of them."""
    flat = PreTrend(Contrast(0.0, 0.5), None, 12, is_violated=False)
    assert flat.by_itself == pytest.approx((0, 4.2 * sqrt(1 - 4.2**2 / (4.2**2 + 6**2))))
    near = Contrast(8.0, 2.0, 3.5, 12.5)
    assert judge(near, 0.01, flat, 5, higher_is_better=True) is Verdict.CANNOT_TELL
    assert judge(near, 0.01, None, 5, higher_is_better=True) is Verdict.WORKED, "a lot leaves no drift open"
    far = Contrast(14.0, 2.0, 9.5, 18.5)
    assert judge(far, 0.01, flat, 5, higher_is_better=True) is Verdict.WORKED
    falling = Contrast(-8.0, 2.0, -12.5, -3.5)
    assert judge(falling, 0.01, flat, 5, higher_is_better=True) is Verdict.CANNOT_TELL


def test_one_treated_unit_has_no_range():
    cells, starts = world(np.random.default_rng(7), effect=30, units=6, treated=1, noise=5)
    found = panel_effect(cells, starts, np.random.default_rng(1))
    assert found.estimate == pytest.approx(30, abs=5)
    assert (found.low, found.permutation_p, found.verdict) == (None, None, Verdict.CANNOT_TELL)
    assert "at least two units with and two without it: there are 1 and 5" in found.in_words("The app")


def test_two_treated_of_six_can_never_be_told_from_chance():
    """15 ways to deal two starts among six units when both start alike: p is about 1 of 15 at best."""
    cells, starts = world(np.random.default_rng(7), effect=30, units=6, treated=2, noise=5)
    found = panel_effect(cells, {**starts, "u0": 9, "u1": 9}, np.random.default_rng(1))
    assert found.low > 0
    assert found.permutation_p == pytest.approx(1 / 15, abs=0.03)
    assert found.verdict is Verdict.CANNOT_TELL
    assert "Had the start been dealt to other units by lot" in found.in_words("The app")


def test_forty_units_need_no_permutation():
    found = panel_effect(*world(np.random.default_rng(8), effect=20, units=40), np.random.default_rng(1))
    assert found.permutation_p is None
    assert found.verdict is Verdict.WORKED


@pytest.mark.parametrize("starts", [{}, {f"u{i}": 5 for i in range(20)}, {"u1": 99}, {"u1": 0}])
def test_without_a_comparison_nothing_is_claimed(starts):
    cells, _ = world(np.random.default_rng(9))
    found = panel_effect(cells, starts, np.random.default_rng(1), permutations=9)
    assert (found.estimate, found.verdict) == (None, Verdict.CANNOT_TELL)
    assert "It takes answers from before and after" in found.in_words("The app")


def test_no_answers_at_all_are_refused():
    with pytest.raises(ValueError, match="at least one cell"):
        panel_effect([Cell("a", 0, 1.0, 0)], {}, np.random.default_rng(1))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(-50, 50), st.floats(-50, 50), st.randoms())
@example(480, 0.0, 1.0, Random(1))  # the common level, which nobody can tell, is 1.3e-15 here and not 0
def test_levels_shocks_and_order_do_not_matter(seed, level, shock, shuffler):
    cells, starts = world(np.random.default_rng(seed))
    moved = [
        Cell(
            c.unit,
            c.period,
            c.mean + (level if c.unit == "u3" else 0) + (shock if c.period == 12 else 0),
            c.n,
        )
        for c in cells
    ]
    shuffler.shuffle(moved)
    one, other = (
        panel_effect(part, starts, np.random.default_rng(1), permutations=9) for part in (cells, moved)
    )
    assert other.estimate == pytest.approx(one.estimate, abs=1e-6)
    assert other.standard_error == pytest.approx(one.standard_error, abs=1e-6)
    assert other.permutation_p == one.permutation_p


def test_the_dealing_that_happened_counts_as_one_of_the_deals():
    """19 deals, none as clear as the real one: p is 1 of 20, never 0."""
    found = panel_effect(
        *world(np.random.default_rng(1), effect=60, noise=5), np.random.default_rng(1), permutations=19
    )
    assert found.permutation_p == pytest.approx(0.05)
