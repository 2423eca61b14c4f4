"""Retention and survival, against R's survival 3.5-3 on IBM's Telco customers."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.money.retention import Followed, kaplan_meier, mean_money, retention_by_kind


def telco(contract: str | None = None):
    with (Path(__file__).parent / "telco_tenure.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if contract in (None, row["contract"])]
    durations, left = [], []
    for row in rows:
        for kind, gone in (("left", True), ("stayed", False)):
            durations += [int(row["tenure"])] * int(row[kind])
            left += [gone] * int(row[kind])
    return kaplan_meier(durations, left)


@pytest.mark.parametrize(
    ("months", "share", "error", "low", "high"),
    [
        (1, 0.94596132, 0.00269618, 0.94069163, 0.95126053),
        (12, 0.84319955, 0.00449216, 0.83444089, 0.85205015),
        (24, 0.7887364, 0.00520896, 0.77859281, 0.79901214),
        (48, 0.70884018, 0.00632071, 0.69655944, 0.72133744),
        (72, 0.59279015, 0.00991877, 0.57366504, 0.61255286),
    ],
)
def test_customers_stay_as_in_r(months, share, error, low, high):
    curve = telco()
    assert curve.n == 7043
    assert curve.left.sum() == 1869
    found, band = curve.at(months)
    assert found == pytest.approx(share, abs=1e-6)
    assert (band.low, band.high) == pytest.approx((low, high), abs=1e-6)
    assert curve.standard_error[curve.times == months] == pytest.approx(error, abs=1e-6)


@pytest.mark.parametrize(
    ("contract", "share"),
    [("Month-to-month", 0.58591547), ("One year", 0.97827238), ("Two year", 1.0)],
)
def test_contracts_differ_as_in_r(contract, share):
    assert telco(contract).at(24)[0] == pytest.approx(share, abs=1e-6)


def test_the_mean_within_six_years_is_that_of_r():
    assert telco().restricted_mean(72) == pytest.approx(54.49238711, abs=0.01)


def test_nobody_left_and_everybody_left():
    assert kaplan_meier([], []) is None
    stayed = kaplan_meier([5, 6], [False, False])
    assert stayed.at(100)[0] == 1
    assert stayed.restricted_mean(10) == 10
    gone = kaplan_meier([1, 2], [True, True])
    assert gone.survival.tolist() == [0.5, 0]
    assert gone.at(2)[0] == 0


def test_impossible_durations_are_refused():
    with pytest.raises(ValueError, match="at least 0"):
        kaplan_meier([-1], [True])


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1))
def test_curves_only_fall_and_bands_hold_them(customers):
    curve = kaplan_meier(*zip(*customers, strict=True))
    assert (curve.survival[1:] <= curve.survival[:-1] + 1e-12).all()
    assert (curve.low <= curve.survival + 1e-12).all()
    assert (curve.survival <= curve.high + 1e-12).all()


def test_kinds_stand_side_by_side_with_wilsons_interval():
    """Wilson 1927: 81 of 263 gives .2553 to .3662 (Newcombe 1998, table I)."""
    promoters, passives, detractors = retention_by_kind(
        {"promoter": Followed(263, 81), "detractor": Followed(3, 1)}
    )
    assert (promoters.low, promoters.high) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert (passives.n, passives.share, passives.reason) == (
        0,
        None,
        "Too few customers to tell: 0 of at least 5",
    )
    assert detractors.reason == "Too few customers to tell: 3 of at least 5"


def test_followed_customers_add_up_and_stay_possible():
    assert Followed(10, 8) + Followed(5, 1) == Followed(15, 9)
    with pytest.raises(ValueError, match="cannot have stayed"):
        Followed(1, 2)


def test_mean_money_has_students_interval():
    """1..5: mean 3, s = 1.5811, t(4, .975) = 2.7764, so +- 1.9632."""
    found = mean_money([1, 2, 3, 4, 5])
    assert (found.mean, found.low, found.high) == pytest.approx((3, 3 - 1.9632, 3 + 1.9632), abs=1e-3)
    assert (mean_money([]).mean, mean_money([7]).mean, mean_money([7]).low) == (None, 7, None)
