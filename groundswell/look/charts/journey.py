"""The journey: stages in order, as thick as they are busy, as high as they score; the weakest link in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.journey_across import across
from groundswell.look.charts.journey_down import down
from groundswell.look.charts.journey_walk import JourneyStage, JourneyTouchpoint, Walk
from groundswell.look.charts.readings import HEADS, cells, spoken

__all__ = ["JourneyStage", "JourneyTouchpoint", "journey"]


def journey(
    stages: Sequence[JourneyStage],
    *,
    title: str,
    description: str = "",
    unit: str = "points",
    weakest: str | None = None,
    weakest_words: Sequence[str] = ("Weakest link",),
) -> Chart:
    """Draw the stages in order. ``weakest`` is the label of the weakest touchpoint or stage; None means that none is sure."""
    if not any(stage.value is not None for stage in stages):
        return empty_chart(title, description, "No journey to draw yet: no stage has an answer.")
    most = max((stage.n or 0 for stage in stages), default=0) or 1
    walk = Walk(stages, weakest, tuple(weakest_words), unit, most)

    def draw(width: float) -> Drawing:
        return across(walk) if width == WIDE else down(walk, width)

    summary = " ".join(spoken(stage, unit) + "." for stage in stages)
    summary += f" {'. '.join(weakest_words)}." if weakest else ""
    heads = ("Stage and touchpoint", unit.capitalize(), *HEADS)
    return chart_of(title, description, summary, draw, heads, list(_rows(stages)))


def _rows(stages: Sequence[JourneyStage]) -> Iterator[tuple[Cell, ...]]:
    for stage in stages:
        for thing, label in [
            (stage, stage.label),
            *((t, f"{stage.label}: {t.label}") for t in stage.touchpoints),
        ]:
            *told, remark = cells(thing, label=label)
            yield *told, (Cell(thing.note) if thing.note else remark)
