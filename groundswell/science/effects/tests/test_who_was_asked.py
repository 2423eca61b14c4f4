"""Happy and unhappy customers answer more than others: weighted to everybody asked, the effect is nearer the truth."""

import numpy as np
import pytest

from groundswell.science.effects.by_design import Way, effect_by
from groundswell.science.effects.panel import Cell
from groundswell.science.effects.who_was_asked import (
    HAPPY,
    NEITHER,
    UNHAPPY,
    VALUES,
    Ask,
    Known,
    by_what_is_known,
    by_what_was_known_alone,
    reweighted,
)

UNITS, MONTHS, START, CUSTOMERS = 24, 12, 6, 12_000
READY = {HAPPY: 0.55, NEITHER: 0.25, UNHAPPY: 0.45}


def drawn(
    seed: int, lift: float, ready: dict[int, float]
) -> tuple[list[Ask], dict[tuple[str, int], list[int]]]:
    """Customers with a leaning of their own, each asked in every third month; and what all of them would have answered."""
    rng = np.random.default_rng(seed)
    unit, leaning, turn = (
        rng.integers(0, UNITS, CUSTOMERS),
        rng.normal(0, 1.0, CUSTOMERS),
        rng.integers(0, 3, CUSTOMERS),
    )
    asks, everybody = [], {}
    for month in range(MONTHS):
        mood = leaning + rng.normal(0, 0.7, CUSTOMERS) + lift * ((unit < UNITS // 2) & (month >= START))
        kinds = np.where(mood > 0.5, HAPPY, np.where(mood < -0.5, UNHAPPY, NEITHER))
        answers = rng.random(CUSTOMERS) < np.array([ready[kind] for kind in range(3)])[kinds]
        for one in np.flatnonzero(turn == month % 3):
            place = str(unit[one]), month
            side = 2 * int(unit[one] < UNITS // 2) + int(month >= START)
            kind = int(kinds[one])
            everybody.setdefault(place, [0, 0, 0])[kind] += 1
            asks.append(Ask(int(one), 30 * month, place, side, "", kind if answers[one] else None))
    return asks, everybody


def cells_of(counts: dict[tuple[str, int], list[int]]) -> list[Cell]:
    return [
        Cell(unit, month, float(np.array(row) @ VALUES) / sum(row), sum(row))
        for (unit, month), row in sorted(counts.items())
        if sum(row)
    ]


def answered(asks: list[Ask]) -> list[Cell]:
    counts: dict[tuple[str, int], list[int]] = {}
    for ask in asks:
        if ask.kind is not None and ask.place is not None:
            counts.setdefault(ask.place, [0, 0, 0])[ask.kind] += 1
    return cells_of(counts)


STARTS = {str(unit): START if unit < UNITS // 2 else None for unit in range(UNITS)}


def test_the_effect_on_everybody_asked_is_found_from_those_who_answered():
    errors = {"as answered": [], "weighted": []}
    for seed in range(4):
        asks, everybody = drawn(seed, 0.6, READY)
        weighted = reweighted(answered(asks), by_what_is_known(asks))
        told = effect_by(
            Way.STAGGERED, answered(asks), STARTS, np.random.default_rng(1), 5.0, weighted=weighted, deals=0
        )
        truth = effect_by(
            Way.STAGGERED, cells_of(everybody), STARTS, np.random.default_rng(1), 5.0, deals=0
        ).estimate
        errors["as answered"].append(told.as_answered.estimate - truth)
        errors["weighted"].append(told.estimate - truth)
    assert np.mean(errors["as answered"]) > 2.5
    assert abs(np.mean(errors["weighted"])) < 1.2


def test_how_much_readier_the_happy_and_the_unhappy_are_is_told_with_its_range():
    asks, _ = drawn(9, 0.6, READY)
    found = reweighted(answered(asks), by_what_is_known(asks))
    for kind in (HAPPY, UNHAPPY):
        odds = READY[kind] / (1 - READY[kind]) / (READY[NEITHER] / (1 - READY[NEITHER]))
        times, span = found.readiness(kind)
        assert span.low < odds < span.high
        assert span.low < times < span.high
    assert found.answered / found.asked == pytest.approx(0.43, abs=0.05)


def test_where_everybody_is_as_ready_nothing_moves():
    asks, _ = drawn(3, 0.6, dict.fromkeys(range(3), 0.4))
    plain = answered(asks)
    told = effect_by(
        Way.STAGGERED,
        plain,
        STARTS,
        np.random.default_rng(1),
        5.0,
        weighted=reweighted(plain, by_what_is_known(asks)),
        deals=0,
    )
    assert told.estimate == pytest.approx(told.as_answered.estimate, abs=2.0)


def test_unsure_weights_widen_the_range():
    asks, _ = drawn(5, 0.6, READY)
    plain = answered(asks)
    weighted = reweighted(plain, by_what_is_known(asks))
    sure = type(weighted)(
        weighted.cells, weighted.a_step_on, 0 * weighted.covariance, weighted.log_odds, 1, 1
    )
    widths = []
    for weights in (sure, weighted):
        told = effect_by(Way.MATCHED, plain, STARTS, np.random.default_rng(1), 5.0, weighted=weights, deals=0)
        widths.append(told.high - told.low)
    assert widths[1] > widths[0]


def test_few_known_customers_are_no_ground_for_weights():
    asks, _ = drawn(1, 0.6, READY)
    few = [ask for ask in asks if isinstance(ask.customer, int) and ask.customer < 60]
    assert reweighted(answered(few), by_what_is_known(few)) is None
    assert reweighted(answered(asks), {}) is None


def test_what_is_known_when_somebody_is_asked_is_what_came_before():
    here = ("a", 1)
    asks = [
        Ask("x", 0, None, 0, "club", HAPPY),
        Ask("x", 40, here, 0, "club", None),
        Ask("x", 200, here, 1, "club", UNHAPPY),
        Ask("x", 210, here, 1, "club", NEITHER),
    ]
    assert by_what_is_known(asks) == {
        (here, Known(0, "club", 1, HAPPY, None)): [0, 0, 0, 1],
        (here, Known(1, "club", 0, HAPPY, None)): [0, 0, 1, 0],
        (here, Known(1, "club", 1, UNHAPPY, HAPPY)): [0, 1, 0, 0],
    }


def test_the_usual_weights_count_a_group_that_hardly_answers_for_those_who_keep_silent():
    place = ("a", 1)
    ready, slow = Known(0, "club", 0, None, None), Known(0, "rare", 0, None, None)
    counts = {(place, ready): [900, 0, 0, 100], (place, slow): [0, 0, 100, 900]}
    (cell,) = by_what_was_known_alone([Cell("a", 1, 80.0, 1000)], counts)
    assert cell.mean == pytest.approx(0.0, abs=3.0)
