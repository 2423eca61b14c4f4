"""From one amount to another, step by step: earned growth and its like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.scales import Scale
from groundswell.look.numbers import MINUS, money


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """A change that adds up, or a total (`is_total`), which is drawn from zero."""

    label: str
    amount: float
    is_total: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Reach:
    step: WaterfallStep
    start: float
    end: float


def waterfall(
    steps: Sequence[WaterfallStep],
    *,
    title: str,
    description: str = "",
    written: Callable[[float], str] = money,
) -> Chart:
    """Draw the steps from top to bottom; `written` says how an amount is shown."""
    if not steps:
        return empty_chart(title, description, "No steps to show yet: this needs two periods with revenue.")
    reaches = _reaches(steps)

    def draw(width: float) -> Drawing:
        is_wide = width == WIDE
        pitch = 38.0 if is_wide else 56.0
        ends = [0.0, *(end for reach in reaches for end in (reach.start, reach.end))]
        x = Scale(min(ends), max(ends) or 1, 236.0 if is_wide else 2.0, width - (92.0 if is_wide else 4.0))
        rows = [m for i, reach in enumerate(reaches) for m in _step(reach, pitch * i, x, width, written)]
        joints = [_joint(reach, pitch * i, pitch, x, is_wide) for i, reach in enumerate(reaches[:-1])]
        zero = marks.line((x(0), 0), (x(0), pitch * len(steps)), "zero")
        return Drawing(pitch * len(steps) + 4, [zero, *joints, *rows])

    summary = " ".join(f"{step.label}: {_amount(step, written)}." for step in steps)
    rows = [(Cell(step.label), Cell(_amount(step, written), step.url)) for step in steps]
    return chart_of(title, description, summary, draw, ("Step", "Amount"), rows)


def _reaches(steps: Sequence[WaterfallStep]) -> list[_Reach]:
    reached, reaches = 0.0, []
    for step in steps:
        start = 0.0 if step.is_total else reached
        reached = step.amount if step.is_total else reached + step.amount
        reaches.append(_Reach(step, start, reached))
    return reaches


def _amount(step: WaterfallStep, written: Callable[[float], str]) -> str:
    words = written(step.amount)
    return words if step.is_total or words.startswith(MINUS) or not step.amount else f"+{words}"


def _step(reach: _Reach, y: float, x: Scale, width: float, written: Callable[[float], str]) -> Iterator[str]:
    is_wide, step = width == WIDE, reach.step
    kind = "total" if step.is_total else "gain" if step.amount >= 0 else "loss"
    label_y = y + 23 if is_wide else y + 17
    words = _amount(step, written)
    yield marks.linked(
        step.url,
        f"{step.label}: {words}",
        marks.box(0, y, width, 36 if is_wide else 54, "reach row"),
        marks.block(
            step.label,
            0,
            label_y - 4.5,
            x.start - 14 if is_wide else 240,
            "label name" if step.is_total else "label",
            2 if is_wide else 1,
        ),
        marks.box(
            x(reach.start), y + (7 if is_wide else 26), x(reach.end) - x(reach.start), 24, f"bar {kind}"
        ),
        marks.text(words, width, label_y, "label strong" if step.is_total else "label", "end"),
    )


def _joint(reach: _Reach, y: float, pitch: float, x: Scale, is_wide: bool) -> str:
    place, start = x(reach.end), y + (31 if is_wide else 50)
    return marks.line((place, start), (place, start + pitch - 24), "joint")
