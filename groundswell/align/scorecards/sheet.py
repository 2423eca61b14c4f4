"""What a scorecard page shows: standings in a picture, the voices behind them, the warning about pay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.look.charts import Chart, IntervalRow, interval_dots

from .cascade import Cascade
from .certified import Backing
from .models import CourseCorrection, Scorecard
from .standing import ENOUGH_FOR_PAY, Standing, too_few_for_pay

SHOWN = (-100.0, 300.0)


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target with all that stands beside it."""

    standing: Standing
    cascade: Cascade
    corrections: Sequence[CourseCorrection]
    voices_url: str
    backing: Backing | None = None


def way_picture(scorecard: Scorecard, standings: Sequence[Standing]) -> Chart:
    """How far each target has come: 0 is where it started, 100 the goal, whichever direction is better."""
    rows = [_row(standing) for standing in standings]
    return interval_dots(
        rows,
        title=f"How far {scorecard.holder} has come",
        description="0 is where each target started, 100 is its goal; the line is the 95% margin, cut where it is very wide.",
        unit="% of the way",
        reference=100,
        reference_words="Goal",
    )


def _row(standing: Standing) -> IntervalRow:
    value = _percent(standing.way(standing.reading.value))
    ends = [_percent(standing.way(end)) for end in (standing.reading.low, standing.reading.high)]
    low, high = sorted(ends) if None not in ends else (None, None)
    return IntervalRow(
        label=standing.target.metric.name,
        value=value,
        low=None if low is None else max(low, min(SHOWN[0], value)),
        high=None if high is None else min(high, max(SHOWN[1], value)),
        n=standing.reading.n,
        is_thin=standing.is_missing,
        url=f"#target-{standing.target.pk}",
    )


def _percent(way: float | None) -> float | None:
    return None if way is None else 100 * way


def pay_warning(standings: Sequence[Standing]) -> str:
    """Why nobody's pay should hang on these targets; empty when each rests on enough answers."""
    few = too_few_for_pay(standings)
    if not few:
        return ""
    least = min(few, key=lambda standing: standing.reading.n)
    return (
        f"No pay should hang on this scorecard: {least.target.metric} rests on {least.reading.n:,} where "
        f"{ENOUGH_FOR_PAY} is the least. With 100 answers each time and nothing changed, the score rises by five "
        "points or more in about one of three readings."
    )
