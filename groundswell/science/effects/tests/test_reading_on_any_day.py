"""Looking often, asking others, and the way to tell: each may make nothing look like something."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.effects.any_day import at_any_look
from groundswell.science.effects.by_design import Way, effect_by
from groundswell.science.effects.effect import Contrast, Verdict
from groundswell.science.effects.event_time import by_event_time
from groundswell.science.effects.panel import Cell
from groundswell.science.effects.selective_response import Asked, at_most, response_of

MANY = 1_000_000


def usual(estimate: float, error: float) -> Contrast:
    return Contrast(estimate, error, estimate - 1.959964 * error, estimate + 1.959964 * error)


def units(lift: float, *, many: int = 24, months: int = 12, seed: int = 1, noise: float = 8.0):
    """Half of the units change in month 6; half never."""
    rng = np.random.default_rng(seed)
    own, time = rng.normal(0, 15, many), rng.normal(0, 5, months)
    cells = [
        Cell(
            f"{u:02}",
            m,
            own[u] + time[m] + rng.normal(0, noise) + lift * (u < many // 2 and m >= 6),
            25,
        )
        for u in range(many)
        for m in range(months)
    ]
    return cells, {f"{u:02}": 6 if u < many // 2 else None for u in range(many)}


def test_daily_looks_at_nothing_seldom_show_something():
    """1,000 worlds without an effect, read on each of 200 days up to the planned end: the usual range errs in a third."""
    paths = np.cumsum(np.random.default_rng(11).normal(0, 1, (1_000, 200)), axis=1)
    once = always = 0
    for path in paths:
        looks = [usual(path[k - 1] / k, 1 / np.sqrt(k)) for k in range(1, 201)]
        once += any(look.excludes_zero for look in looks)
        always += any(at_any_look(look, k / 200).excludes_zero for k, look in enumerate(looks, 1))
    assert once / 1_000 > 0.3
    assert 0.02 < always / 1_000 <= 0.05


def test_at_the_planned_end_the_range_is_hardly_wider_than_that_of_one_look():
    end, early = (at_any_look(usual(10, 3), share) for share in (1.0, 0.25))
    assert (end.high - 10) / (usual(10, 3).high - 10) == pytest.approx(2.2414 / 1.96, abs=1e-3)
    assert early.high - 10 == pytest.approx(2 * (end.high - 10))


def test_a_p_value_and_its_range_agree():
    for estimate in (3.0, 5.0, 5.5, 6.0, 9.0):
        found = at_any_look(usual(estimate, 1.7), 0.6)
        assert (found.p_value < 0.05) == found.excludes_zero


def test_few_units_stretch_the_range():
    student = Contrast(10, 2, 10 - 2 * 2.776, 10 + 2 * 2.776)
    assert at_any_look(student, 1).low < at_any_look(usual(10, 2), 1).low


def test_without_a_known_error_there_is_no_range_and_after_the_end_nothing_is_read():
    assert at_any_look(Contrast(4.0), 0.5) == Contrast(4.0)
    with pytest.raises(ValueError, match="up to 1"):
        at_any_look(usual(4, 1), 1.2)


def test_more_answers_where_it_runs_may_all_be_the_best_or_all_the_worst():
    response = response_of(*(Asked(MANY, MANY * share // 100) for share in (30, 40, 30, 30)))
    assert response.shift.estimate == pytest.approx(0.1)
    assert response.excess == pytest.approx(0.25, abs=1e-4)
    down, up = at_most(response, {100: 50, 0: 30, -100: 20}, {100: 1})
    assert down == pytest.approx(30 - 100 * (25 - 20) / 75, abs=0.1)
    assert up == pytest.approx(100 * 50 / 75 - 30, abs=0.1), "20 detractors and 5 passives less"


def test_fewer_answers_where_it_runs_trim_the_time_before_instead():
    response = response_of(*(Asked(MANY, MANY * share // 100) for share in (40, 30, 30, 30)))
    assert response.excess == pytest.approx(0.25, abs=1e-4)
    down, up = at_most(response, {100: 1}, {100: 50, 0: 30, -100: 20})
    assert (down, up) == pytest.approx((100 * 50 / 75 - 30, 30 - 100 * 5 / 75), abs=0.1)


def test_where_nobody_who_was_asked_answers_any_more_the_effect_could_be_anything():
    response = response_of(*(Asked(MANY, MANY * share // 100) for share in (40, 0, 30, 30)))
    assert at_most(response, {100: 5}, {100: 5}) == (200, 200)


def test_alike_answering_changes_nothing_and_few_invited_say_nothing():
    even = Asked(500, 150)
    response = response_of(even, even, even, even)
    assert at_most(response, {100: 5, -100: 5}, {100: 5}) == (0.0, 0.0)
    assert response_of(even, even, even, Asked(29, 20)) is None


def test_a_verdict_is_withheld_where_who_answers_could_have_made_it():
    cells, starts = units(25)
    plain = effect_by(Way.MATCHED, cells, starts, np.random.default_rng(1), 5.0)
    doubted = effect_by(Way.MATCHED, cells, starts, np.random.default_rng(1), 5.0, could_be=(30.0, 10.0))
    assert plain.verdict is Verdict.WORKED
    assert doubted.verdict is Verdict.CANNOT_TELL
    assert "Who answers has changed" in doubted.needs[-1]
    assert (doubted.low, doubted.high) == pytest.approx((plain.low - 30, plain.high + 10))


def test_what_is_read_often_is_wider_than_what_is_read_once():
    cells, starts = units(25)
    found = effect_by(Way.STAGGERED, cells, starts, np.random.default_rng(1), 5.0)
    assert found.low < found.once.low < 25 < found.once.high < found.high


def test_by_lot_what_was_known_before_makes_the_range_narrower():
    cells, starts = units(12, noise=30)
    by_lot = effect_by(Way.RANDOMISED, cells, starts, np.random.default_rng(1), 5.0)
    compared = effect_by(Way.STAGGERED, cells, starts, np.random.default_rng(1), 5.0)
    assert by_lot.standard_error < compared.standard_error
    assert by_lot.low < 12 < by_lot.high


def test_what_chosen_units_drift_is_not_held_against_waves_that_came_by_lot():
    cells, starts = units(8, many=12, noise=10, seed=3)
    chosen = effect_by(Way.STAGGERED, cells, starts, np.random.default_rng(1), 5.0)
    by_lot = effect_by(Way.STAGGERED, cells, starts, np.random.default_rng(1), 5.0, is_by_lot=True)
    assert (by_lot.low, by_lot.high, by_lot.permutation_p) == (chosen.low, chosen.high, chosen.permutation_p)
    assert (chosen.verdict, by_lot.verdict) == (Verdict.CANNOT_TELL, Verdict.WORKED)
    assert "Units that somebody chose" in chosen.needs[0]


def test_one_unit_is_told_by_its_rank_among_others():
    cells, _ = units(0, many=26, months=48, noise=3)
    lifted = [Cell(c.unit, c.period, c.mean + 30 * (c.unit == "00" and c.period >= 40), c.n) for c in cells]
    found = effect_by(Way.SYNTHETIC, lifted, {"00": 40}, np.random.default_rng(1), 5.0)
    assert found.verdict is Verdict.WORKED
    few = [cell for cell in lifted if int(cell.unit) < 10]
    assert (
        effect_by(Way.SYNTHETIC, few, {"00": 40}, np.random.default_rng(1), 5.0).verdict
        is Verdict.CANNOT_TELL
    )
    gaps = [cell for cell in lifted if cell.period != int(cell.unit) % 12 or cell.unit == "00"]
    again = effect_by(Way.SYNTHETIC, gaps, {"00": 40}, np.random.default_rng(1), 5.0)
    assert (again.n_control_units, again.verdict) == (found.n_control_units, Verdict.WORKED), (
        "gaps of years ago"
    )


@pytest.mark.parametrize("way", [Way.INTERRUPTED, Way.BEFORE_AFTER])
def test_one_series_never_says_that_it_worked(way):
    cells, _ = units(40, noise=1)
    alone = [cell for cell in cells if cell.unit == "00"]
    found = effect_by(way, alone, {"00": 6}, np.random.default_rng(1), 5.0)
    assert found.estimate > 20
    assert found.verdict is Verdict.CANNOT_TELL
    assert "compare with units" in found.in_words("It")


def test_the_months_before_show_nothing_and_those_after_the_effect():
    cells, starts = units(20, noise=3)
    moments = {moment.period: moment for moment in by_event_time(cells, starts)}
    assert sorted(moments) == list(range(-6, 6))
    assert all(abs(moments[p].found.estimate) < 6 for p in range(-6, 0))
    assert all(moments[p].found.low < 20 < moments[p].found.high for p in (0, 3))
    assert moments[0].units == 12
