"""Importance and performance, and Kano."""

from __future__ import annotations

import pytest

from groundswell.science.drivers.kano import FEELINGS, KanoTally, kind_of
from groundswell.science.drivers.performance import Point, priority_map
from groundswell.science.statistics.intervals import Interval

GARAGE = [
    # Martilla & James 1977, Journal of Marketing 41:77: a car dealer's services.
    ("job done right first time", 3.83, 2.63),
    ("fast action on complaints", 3.63, 2.73),
    ("prompt warranty work", 3.60, 3.15),
    ("able to do any job", 3.56, 3.00),
    ("service when needed", 3.41, 3.05),
    ("courteous service", 3.41, 3.29),
    ("car ready when promised", 3.38, 3.03),
    ("only necessary work", 3.37, 3.11),
    ("low prices", 3.29, 2.00),
    ("clean up", 3.27, 3.02),
    ("convenient to home", 2.52, 2.25),
    ("convenient to work", 2.43, 2.49),
    ("courtesy buses", 2.37, 2.35),
    ("maintenance notices", 2.05, 3.33),
]


def test_the_car_dealer_works_where_martilla_and_james_say():
    found = priority_map([Point(*row) for row in GARAGE])
    assert (found.mean_importance, found.mean_performance) == pytest.approx((3.151, 2.816), abs=2e-3)
    assert [one.point.code for one in found.placed if one.quadrant == "work on it"] == [
        "job done right first time",
        "fast action on complaints",
        "low prices",
    ]
    assert [one.point.code for one in found.placed if one.quadrant == "more than needed"] == [
        "maintenance notices"
    ]


def test_a_point_whose_range_crosses_a_line_is_undecided():
    sure, unsure = (
        Point("a", 4, 1, performance_range=Interval(0.8, 1.2)),
        Point("b", 2, 3, importance_range=Interval(1.5, 3.5)),
    )
    assert [one.quadrant for one in priority_map([sure, unsure]).placed] == ["work on it", "undecided"]


@pytest.mark.parametrize(
    ("tally", "kind", "better", "worse"),
    [
        (KanoTally(a=7.0, o=32.3, m=49.3, i=9.5, r=0.3, q=1.5), "M", 0.40, -0.83),
        (KanoTally(a=10.4, o=45.1, m=31.5, i=11.5, r=1.2, q=0.3), "O", 0.56, -0.78),
    ],
)
def test_the_ski_example_of_sauerwein_and_others_1996(tally, kind, better, worse):
    assert tally.most_frequent == kind
    assert (tally.better, tally.worse) == pytest.approx((better, worse), abs=6e-3)


def test_a_kind_that_leads_by_chance_is_no_kind():
    assert KanoTally(a=30, o=28, m=10, i=10).kind is None
    assert KanoTally(a=60, o=28, m=10, i=10).kind == "A"
    assert KanoTally().better is None
    assert KanoTally().kind is None


def test_every_pair_of_feelings_has_its_place():
    kinds = ["".join(kind_of(there, missing) for missing in FEELINGS) for there in FEELINGS]
    assert kinds == ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]
