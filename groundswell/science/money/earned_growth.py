"""Earned growth: what returning customers and their recommendations add, beside what was bought."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EarnedGrowth:
    """Shares of last year's revenue (1 = 100 %), after Reichheld, Darnell & Burns, HBR Nov-Dec 2021.

    `rate` = `net_revenue_retention` + `earned_new_customers` - 1. `ratio` = rate / `total_growth`, None unless
    revenue grew. `known_reason` is the share of new revenue of which we know why the customers came.
    """

    net_revenue_retention: float
    earned_new_customers: float
    rate: float
    total_growth: float
    ratio: float | None
    known_reason: float | None


def earned_growth(
    revenue_last_year: float,
    revenue_now_from_those_customers: float,
    revenue_of_earned_new: float,
    revenue_of_bought_new: float,
    revenue_of_new_for_unknown_reason: float = 0.0,
) -> EarnedGrowth | None:
    """The year against the year before; None without revenue last year.

    New revenue whose reason nobody asked counts as growth, never as earned.
    """
    if revenue_last_year <= 0:
        return None
    asked = revenue_of_earned_new + revenue_of_bought_new
    new = asked + revenue_of_new_for_unknown_reason
    retained = revenue_now_from_those_customers / revenue_last_year
    earned = revenue_of_earned_new / revenue_last_year
    rate = retained + earned - 1
    growth = (revenue_now_from_those_customers + new - revenue_last_year) / revenue_last_year
    return EarnedGrowth(
        net_revenue_retention=retained,
        earned_new_customers=earned,
        rate=rate,
        total_growth=growth,
        ratio=rate / growth if growth > 0 else None,
        known_reason=asked / new if new > 0 else None,
    )


def net_and_gross_retention(
    revenue_at_start: float, expansion: float, contraction: float, churned: float
) -> tuple[float, float] | None:
    """Net and gross revenue retention as shares; gross leaves expansion out. None without revenue at the start."""
    if revenue_at_start <= 0:
        return None
    lost = contraction + churned
    return (revenue_at_start + expansion - lost) / revenue_at_start, (
        revenue_at_start - lost
    ) / revenue_at_start
