"""What an initiative brought in money: its measured effect, times whom it reached, times what a point is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groundswell.science.effects.effect import Effect, Verdict
from groundswell.science.money.ranges import Range
from groundswell.science.statistics.intervals import normal_quantile


@dataclass(frozen=True, slots=True)
class Benefit:
    """Money per year: median and 90% range of the draws, chance of a gain, and all that was assumed."""

    middle: float
    low: float
    high: float
    chance_of_gain: float
    is_measured: bool
    assumptions: tuple[str, ...]


def benefit(
    effect: Effect,
    customers_reached: Range,
    money_per_customer_and_point: Range,
    rng: np.random.Generator,
    cost: Range | None = None,
    draws: int = 10_000,
) -> Benefit | None:
    """Effect in points x customers reached x yearly money per customer and point, less the cost, by simulation.

    None when the effect has no range. `is_measured` is true only if the verdict is WORKED: otherwise the range
    says what may be, not what was. Same generator state, same answer.
    """
    if effect.estimate is None or effect.low is None or effect.high is None:
        return None
    spread = (effect.high - effect.low) / 2 / normal_quantile(0.95)
    gained = rng.normal(effect.estimate, spread, draws) * (1 if effect.higher_is_better else -1)
    money = gained * customers_reached.draws(rng, draws) * money_per_customer_and_point.draws(rng, draws)
    if cost is not None:
        money = money - cost.draws(rng, draws)
    low, middle, high = (float(value) for value in np.quantile(money, (0.05, 0.5, 0.95)))
    return Benefit(
        middle=middle,
        low=low,
        high=high,
        chance_of_gain=float((money > 0).mean()),
        is_measured=effect.verdict is Verdict.WORKED,
        assumptions=_assumptions(effect, customers_reached, money_per_customer_and_point, cost),
    )


def _assumptions(effect: Effect, reached: Range, worth: Range, cost: Range | None) -> tuple[str, ...]:
    return (
        f"The effect is {effect.estimate:.1f} points, 95% range {effect.low:.1f} to {effect.high:.1f}, "
        f"measured against {effect.n_control_units} units without it.",
        f"It reaches {reached.low:,.0f} to {reached.high:,.0f} customers (90% range) as it did those measured.",
        f"A point is worth {worth.low:,.2f} to {worth.high:,.2f} a year per customer (90% range): an association "
        "between answers and later spending, not proven to be caused by them.",
        "The effect lasts for the year, and the ranges do not depend on each other.",
        "No cost is taken off."
        if cost is None
        else f"The cost taken off is {cost.low:,.0f} to {cost.high:,.0f} (90% range).",
    )
