"""Against NIST/SEMATECH e-Handbook 6.3 and the run lengths of Champ & Woodall 1987."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.scores.nps import NpsTally
from groundswell.science.streams.chart import c_chart, ewma_chart, nps_chart, p_chart, runs, zone_signals

WAFERS = [
    12,
    15,
    8,
    10,
    4,
    7,
    16,
    9,
    14,
    10,
    5,
    6,
    17,
    12,
    22,
    8,
    10,
    5,
    13,
    11,
    20,
    18,
    24,
    15,
    9,
    12,
    7,
    13,
    9,
    6,
]


def test_the_wafers_of_nist_have_two_points_beyond():
    chart = p_chart(WAFERS, 50)
    assert chart.centre == pytest.approx(0.2313, abs=1e-4)
    assert (chart.points[0].low, chart.points[0].high) == pytest.approx((0.0524, 0.4102), abs=1e-4)
    assert [place for place, point in enumerate(chart.points, 1) if "beyond" in point.signals] == [15, 23]


def wait_for(signal, seed: int, series: int, length: int) -> float:
    """Points until the first signal in chance alone, on average."""
    chance = np.random.default_rng(seed)
    waits = []
    for _ in range(series):
        found = np.flatnonzero(signal(chance.normal(size=length)))
        waits.append(found[0] + 1 if len(found) else length)
    return float(np.mean(waits))


def test_false_alarms_come_as_rarely_as_published():
    assert wait_for(zone_signals, 1, 800, 1_500) == pytest.approx(91.75, abs=9)
    assert wait_for(lambda z: np.abs(z) > 3, 2, 800, 4_000) == pytest.approx(370.4, abs=40)
    assert wait_for(lambda z: (np.abs(z) > 3) | runs(z), 3, 800, 2_000) == pytest.approx(152.7, abs=16)


def test_a_moving_average_that_forgets_is_as_quiet_as_three_sigma_and_hears_a_small_shift_sooner():
    def beyond(z: np.ndarray) -> np.ndarray:
        return np.array(["beyond" in point.signals for point in ewma_chart(z, 0, 1).points])

    assert wait_for(beyond, 4, 120, 2_500) == pytest.approx(370, rel=0.3)
    by_average = wait_for(lambda z: beyond(z + 0.75), 5, 200, 300)
    by_points = wait_for(lambda z: np.abs(z + 0.75) > 3, 5, 200, 1_000)
    assert by_average < by_points / 3


def test_eight_points_on_one_side_are_a_signal_and_seven_are_not():
    assert not runs([1] * 7 + [-1]).any()
    assert runs([1] * 8).tolist() == [False] * 7 + [True]
    assert not runs([1] * 4 + [0] + [1] * 4).any()


def test_small_teams_have_wide_limits():
    steady = NpsTally(promoters=50, passives=30, detractors=20)
    bad_day = NpsTally(promoters=2, passives=3, detractors=5)
    bad_month = NpsTally(promoters=200, passives=300, detractors=500)
    chart = nps_chart([steady] * 10 + [bad_day])
    assert chart.points[-1].signals == ()
    assert chart.points[-1].high - chart.points[-1].low > 2 * (chart.points[0].high - chart.points[0].low)
    assert nps_chart([steady] * 30 + [bad_month]).points[-1].signals == ("beyond",)
    with pytest.raises(ValueError, match="needs answers"):
        nps_chart([steady, NpsTally()])


def test_with_very_many_answers_the_limits_follow_what_differs_from_day_to_day():
    chance = np.random.default_rng(6)
    n = 200_000
    shares = 0.4 + chance.normal(scale=0.01, size=60)
    hits = chance.binomial(n, shares)
    plain, wide = p_chart(hits, n), p_chart(hits, n, with_extra_spread=True)
    alarms = sum("beyond" in point.signals for point in plain.points)
    assert alarms > 30
    assert sum("beyond" in point.signals for point in wide.points) <= 2
    assert wide.extra_spread > 5
    assert p_chart(WAFERS, 50, with_extra_spread=True).extra_spread >= 1


def test_complaints_per_week_have_limits_of_counts():
    chart = c_chart([4, 3, 5, 4, 4, 14])
    assert chart.centre == pytest.approx(34 / 6)
    assert chart.points[-1].high == pytest.approx(34 / 6 + 3 * (34 / 6) ** 0.5)
    assert chart.points[-1].low == 0
    assert [point.signals for point in chart.points][-1] == ("beyond",)


def test_counts_that_differ_more_than_chance_get_wider_limits() -> None:
    counts = [200, 260, 190, 270, 210, 250, 200, 265]
    assert all(point.signals for point in c_chart(counts).points if abs(point.value - 230.625) > 46)
    widened = c_chart(counts, with_extra_spread=True)
    assert widened.extra_spread > 3
    assert not any(point.signals for point in widened.points)


def test_nothing_that_ever_happened_has_no_usual() -> None:
    with pytest.raises(ValueError, match="Nothing has happened"):
        c_chart([0, 0, 0])
