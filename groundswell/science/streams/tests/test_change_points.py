"""Against the flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978; strucchange for R, Zeileis et al. 2003)."""

from __future__ import annotations

import numpy as np
import pytest

from groundswell.science.streams.change_points import change_points, has_just_changed, run_lengths

NILE = [
    1120,
    1160,
    963,
    1210,
    1160,
    1160,
    813,
    1230,
    1370,
    1140,
    995,
    935,
    1110,
    994,
    1020,
    960,
    1180,
    799,
    958,
    1140,
    1100,
    1210,
    1150,
    1250,
    1260,
    1220,
    1030,
    1100,
    774,
    840,
    874,
    694,
    940,
    833,
    701,
    916,
    692,
    1020,
    1050,
    969,
    831,
    726,
    456,
    824,
    702,
    1120,
    1100,
    832,
    764,
    821,
    768,
    845,
    864,
    862,
    698,
    845,
    744,
    796,
    1040,
    759,
    781,
    865,
    845,
    944,
    984,
    897,
    822,
    1010,
    771,
    676,
    649,
    846,
    812,
    742,
    801,
    1040,
    860,
    874,
    848,
    890,
    744,
    749,
    838,
    1050,
    918,
    986,
    797,
    923,
    975,
    815,
    1020,
    906,
    901,
    1170,
    912,
    746,
    919,
    718,
    714,
    740,
]


def test_the_nile_fell_in_1898():
    (found,) = change_points(NILE)
    assert 1870 + found.last_before == 1898
    assert (found.mean_before, found.mean_after) == pytest.approx((1097.75, 849.97), abs=0.01)
    low, high = (1870 + end for end in found.range)
    assert (low, high) == (pytest.approx(1895, abs=1), pytest.approx(1902, abs=1))


def test_two_shifts_are_two_and_noise_is_none():
    chance = np.random.default_rng(2)
    series = np.concatenate([chance.normal(0, 1, 60), chance.normal(3, 1, 60), chance.normal(-1, 1, 60)])
    assert [found.last_before for found in change_points(series)] == [
        pytest.approx(60, abs=2),
        pytest.approx(120, abs=2),
    ]
    false_finds = sum(bool(change_points(chance.normal(size=80))) for _ in range(40))
    assert false_finds <= 6


def test_the_range_holds_the_true_place_as_often_as_it_says():
    chance, inside = np.random.default_rng(8), 0
    for _ in range(100):
        series = np.concatenate([chance.normal(0, 1, 50), chance.normal(1.2, 1, 50)])
        found = change_points(series, most=1)
        inside += bool(found) and found[0].range[0] <= 50 <= found[0].range[1]
    assert inside >= 88


def test_while_the_series_runs_the_fall_is_known_within_five_years():
    known = has_just_changed(run_lengths(NILE, spread=125))
    assert 1899 <= 1871 + int(np.flatnonzero(known)[0]) <= 1904


def test_run_lengths_are_chances():
    table = run_lengths(NILE, spread=125)
    assert table.sum(axis=1) == pytest.approx(np.ones(100))
    assert (table >= 0).all()


def test_a_short_series_has_no_change():
    assert change_points([1, 2, 3]) == ()
    assert change_points([]) == ()
