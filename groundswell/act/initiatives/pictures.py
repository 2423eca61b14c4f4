"""The effect of an initiative as pictures: both lines, time since the start, readings, and promises beside what was reached."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from groundswell.look.charts import (
    Chart,
    EffectPoint,
    Gap,
    IntervalRow,
    TrendEvent,
    TrendPoint,
    effect,
    interval_dots,
    trend,
)

from .behind import answers_address
from .cells import FIRST_DAYS
from .forecasts import Promise
from .models import EffectReading


def effect_chart(reading: EffectReading) -> Chart:
    """Units with the change against units without it, month by month, as the reading saw them."""
    detail = reading.detail
    series = detail["series"]
    gap = None
    if reading.estimate is not None and reading.low is not None and reading.high is not None:
        gap = Gap(reading.estimate, reading.low, reading.high)
    who = detail.get("who", "units")
    compared = (
        f"{detail['units_with']:,} {who} with the change against {detail['units_without']:,} without it. The dashed line is where the "
        "first would be had it not begun; its band is the 95% range over the whole time. A line that stays outside it made a difference."
        if gap and detail["units_without"]
        else f"{detail['units_with']:,} {who} with the change against {detail['units_without']:,} without it."
        if detail["units_without"]
        else "Nothing to compare with: only what the score itself did."
    )
    start = _start_label(detail["start"], [row["month"] for row in series])
    if any(row.get("beside") is not None for row in series):
        return _held_against(reading, series, start, gap)
    return effect(
        _points(reading, series, start, gap),
        start=start,
        title=f"The score at {detail['touchpoint']}, month by month",
        description=compared,
        gap=gap,
        expected_words="Had it not begun",
    )


def _held_against(
    reading: EffectReading, series: Sequence[dict[str, Any]], start: str, gap: Gap | None
) -> Chart:
    """One unit against its blend, or one series against itself drawn on: what the verdict rests on, not the mean of all others."""
    is_blend = reading.detail["units_without"]
    words, about = (
        (
            "The blend of others",
            "The one unit against the blend of others that moved like it before the start.",
        )
        if is_blend
        else (
            "As it ran before",
            "The line itself, and where it would be had it run on as before the start. Nobody went without it.",
        )
    )
    return effect(
        [
            EffectPoint(_label(row["month"]), row["treated"], row.get("beside"), **_counts(reading, row))
            for row in series
        ],
        start=start,
        title=f"The score at {reading.detail['touchpoint']}, month by month",
        description=about,
        gap=gap,
        control_words=words,
    )


def _points(
    reading: EffectReading, series: Sequence[dict[str, Any]], start: str, gap: Gap | None
) -> list[EffectPoint]:
    """Both lines; from the start on also where the first would be without the change: it moves as the comparison does, and
    lies below what happened by the measured effect on average."""
    labels = [_label(row["month"]) for row in series]
    after = series[labels.index(start) :] if start in labels else []
    both = [row for row in after if row["treated"] is not None and row["control"] is not None]
    n = sum(row["treated_n"] for row in both)
    apart = sum((row["treated"] - row["control"]) * row["treated_n"] for row in both) / n if n else 0.0
    points = []
    for label, row in zip(labels, series, strict=True):
        expected = row["control"] + apart - gap.value if gap and n and row in both else None
        ends = (
            (None, None)
            if gap is None or expected is None
            else (expected + gap.value - gap.high, expected + gap.value - gap.low)
        )
        counts = _counts(reading, row) | _counts_without(reading, row)
        points.append(EffectPoint(label, row["treated"], row["control"], expected, *ends, **counts))
    return points


def _counts(reading: EffectReading, row: dict[str, Any]) -> dict[str, Any]:
    """How many answered with the change in that month, and where they stand."""
    return {"n": row["treated_n"], "url": answers_address(reading, month=row["month"][:7], side="with")}


def _counts_without(reading: EffectReading, row: dict[str, Any]) -> dict[str, Any]:
    address = answers_address(reading, month=row["month"][:7], side="without")
    return {"control_n": row["control_n"], "control_url": address}


def moments_chart(reading: EffectReading) -> Chart:
    """The effect by months since each unit's own start; before it, it should lie about 0."""
    moments = reading.detail.get("moments", [])
    return trend(
        [
            TrendPoint(
                _since(one["period"]),
                one["estimate"],
                one["low"],
                one["high"],
                one["n"],
                is_thin=one["low"] is None,
                url=answers_address(reading, since=one["period"]),
            )
            for one in moments
        ],
        title="The effect by months since each unit’s own start",
        description="Against units without the change; 0 is the mean of the months before. Each month’s 95% range stands for "
        "itself: of the months before, 1 in 20 leaves 0 out by chance.",
        target=0,
        target_words="No effect",
        events=[TrendEvent(_since(0), "Start")] if any(one["period"] == 0 for one in moments) else [],
    )


def history_chart(readings: Sequence[EffectReading]) -> Chart:
    """Every reading that was kept, the first one first."""
    return trend(
        [
            TrendPoint(
                f"{one.measured_at:%-d %b %Y}",
                one.estimate,
                one.low,
                one.high,
                code=f"{one.measured_at:%Y-%m-%d}",
            )
            for one in readings
        ],
        title="What each reading said",
        description="The effect in points, with its range where it has one.",
        target=0,
        target_words="No effect",
    )


def promises_chart(lines: Sequence[Promise], addresses: Sequence[str]) -> Chart:
    """What each initiative reached less what it promised; left of 0 it fell short."""
    rows = [
        IntervalRow(line.initiative.name, *_fell_short(line), url=address)
        for line, address in zip(lines, addresses, strict=True)
        if line.outcome
    ]
    return interval_dots(
        rows,
        title="Reached less promised",
        description="In points of the score, with the 95% range of what was measured.",
        reference=0,
        reference_words="As promised",
    )


def _fell_short(line: Promise) -> tuple[float, float, float]:
    if line.outcome is None:
        raise ValueError("Only what was measured with a range is drawn.")
    gap, reach = line.outcome.reached - line.outcome.promised, 1.96 * line.outcome.error
    return gap, gap - reach, gap + reach


def _since(period: int) -> str:
    return f"{period:+d}".replace("-", "\N{MINUS SIGN}") if period else "0"


def _label(month: str) -> str:
    return f"{date.fromisoformat(month):%b %Y}"


def _start_label(start: str, months: list[str]) -> str:
    """The first whole month with the change that has answers."""
    first = date.fromisoformat(start)
    from_on = first.replace(day=1).isoformat()
    later = [month for month in months if (month > from_on if first.day > FIRST_DAYS else month >= from_on)]
    return _label(later[0]) if later else ""
