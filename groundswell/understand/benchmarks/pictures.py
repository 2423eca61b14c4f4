"""Where we stand, as pictures: every brand with its margin, and how far we are from each."""

from __future__ import annotations

from groundswell.look.charts import Chart, IntervalRow, interval_dots

from .queries import Standing


def scores_chart(standing: Standing) -> Chart:
    """Every brand's score among those who know it, ours named as ours."""
    own = standing.own
    rows = [
        IntervalRow(
            f"{one.brand} (we)" if one.brand.is_own else str(one.brand),
            one.figure.score,
            one.figure.low,
            one.figure.high,
            one.figure.n,
            one.is_short,
        )
        for one in standing.brands
    ]
    return interval_dots(
        rows,
        title="Score of each brand",
        description="Net promoter score with its 95% margin. Pale: fewer than 200 answers.",
        reference=own.figure.score,
        reference_words="We",
    )


def gaps_chart(standing: Standing) -> Chart:
    """We less each other brand: the relative score."""
    rows = [
        IntervalRow(
            f"to {one.brand}",
            one.gap.points,
            one.gap.interval.low,
            one.gap.interval.high,
            one.figure.n,
            one.is_short,
        )
        for one in standing.brands
        if one.gap
    ]
    return interval_dots(
        rows,
        title="Our distance to each of them",
        description="Our score less theirs. Who rated both counts as a pair, which narrows the margin.",
        reference=0.0,
        reference_words="Level",
    )
