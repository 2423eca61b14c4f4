"""Made-up courses over time for the style guide: gaps, thin points, events close together."""

from __future__ import annotations

from math import sin

from groundswell.look import charts
from groundswell.look.charts import Chart

MONTHS = tuple(
    f"{month} {year}"
    for year in (24, 25)
    for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
)


def _month(i: int) -> charts.TrendPoint:
    if i == 7:
        return charts.TrendPoint(MONTHS[i], None, n=0)
    value = 22 + 0.6 * i + 4 * sin(i * 1.3)
    thin = i in (5, 6)
    margin = 17 if thin else 4.5 + (i % 3)
    n = 11 if thin else 400 + 37 * i
    return charts.TrendPoint(MONTHS[i], value, value - margin, value + margin, n, thin, f"#voices-{i}")


def sample_trend() -> Chart:
    """Two years with a gap, two thin months, a target and three events, two of them close together."""
    return charts.trend(
        [_month(i) for i in range(24)],
        title="Recommendation score by month, Service centre",
        description="18,412 answers, January 2024 to December 2025. The band holds the true score in 19 of 20 cases.",
        target=40,
        events=[
            charts.TrendEvent("Apr 24", "New returns portal"),
            charts.TrendEvent("Nov 24", "Call-backs within a day"),
            charts.TrendEvent("Jan 25", "Depot strike"),
        ],
    )


def sample_trend_short() -> Chart:
    """Three quarters, below zero."""
    points = [("Q1", -12, 210), ("Q2", -18, 190), ("Q3", -9, 230)]
    return charts.trend(
        [charts.TrendPoint(label, value, value - 6, value + 6, n) for label, value, n in points],
        title="Delivery, three quarters",
        target=-5,
    )


def sample_effect() -> Chart:
    """An initiative that worked, with the interval of what was expected without it."""
    points = []
    for i, label in enumerate(MONTHS[6:22]):
        base = 24 + 2.4 * sin(i * 0.9)
        after = max(0, i - 8)
        expected = base + 3 if i >= 9 else None
        points.append(
            charts.EffectPoint(
                label, base + 3 + (min(after * 2.2, 8) if i >= 9 else 0.8 * sin(i * 2.1)), base,
                expected, base - 0.5 if expected else None, base + 6.5 if expected else None,
            )
        )  # fmt: skip
    return charts.effect(
        points,
        start="Apr 25",
        title="The single scan won 7 points in three depots",
        description="4,118 answers in 3 depots with the change, 15,002 in 12 without it.",
        verdict="In 1 of 140 such periods this would happen by chance.",
        gap=charts.Gap(7.1, 3.2, 11.0),
        treated_words="With single scan",
        control_words="Other depots",
        expected_words="Expected",
    )


def sample_control() -> Chart:
    """Half a year of weeks: one without enough answers, one beyond the usual, and a lasting shift."""
    points = []
    for i in range(26):
        n = 40 + 9 * (i % 4)
        value = None if i == 9 else (31 if i < 16 else 22) + 5 * sin(i * 1.7) - (24 if i == 20 else 0)
        reach = 480 / n
        words = "Beyond three sigma" if i == 20 else ""
        points.append(
            charts.ControlMark(f"Week {i + 1}", value, 28 - reach, 28 + reach, n, words, f"#week-{i + 1}")
        )
    return charts.control(
        points,
        centre=28,
        title="Delivery, week by week",
        description="Net promoter score of each week.",
        shifts=[charts.Shift("Week 17", "31 → 21")],
    )
