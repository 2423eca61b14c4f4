"""The effect of an initiative as a picture."""

from datetime import date

from groundswell.look.charts import Chart, EffectPoint, Gap, effect

from .cells import FIRST_DAYS
from .models import EffectReading


def effect_chart(reading: EffectReading) -> Chart:
    """Units with the change against units without it, month by month, as the reading saw them."""
    detail = reading.detail
    series = detail["series"]
    gap = None
    if reading.estimate is not None and reading.low is not None and reading.high is not None:
        gap = Gap(reading.estimate, reading.low, reading.high)
    return effect(
        [EffectPoint(_label(row["month"]), row["treated"], row["control"]) for row in series],
        start=_start_label(detail["start"], [row["month"] for row in series]),
        title=f"The score at {detail['touchpoint']}, month by month",
        description=(
            f"{detail['units_with']} units with the change against {detail['units_without']} without it. "
            "The effect is the change of the first less the change of the second, with its 95% range."
        ),
        gap=gap,
    )


def _label(month: str) -> str:
    return f"{date.fromisoformat(month):%b %Y}"


def _start_label(start: str, months: list[str]) -> str:
    """The first whole month with the change that has answers."""
    first = date.fromisoformat(start)
    from_on = first.replace(day=1).isoformat()
    later = [month for month in months if (month > from_on if first.day > FIRST_DAYS else month >= from_on)]
    return _label(later[0]) if later else ""
