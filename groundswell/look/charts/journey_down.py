"""The journey on a phone: stages from top to bottom, each with its touchpoints as smaller rows."""

from __future__ import annotations

from groundswell.look.charts import marks
from groundswell.look.charts.chart import Drawing
from groundswell.look.charts.journey_walk import JourneyStage, JourneyTouchpoint, Walk, spine, ticks_of
from groundswell.look.charts.readings import spoken
from groundswell.look.charts.scales import Scale
from groundswell.look.numbers import plain


def down(walk: Walk, width: float) -> Drawing:
    """One band for each stage; the score lies across."""
    ticks = ticks_of(walk)
    x = Scale(ticks[0], ticks[-1], 14.0, width - 14)
    y, rows, places = 8.0, [], []
    if walk.weakest:
        rows += [
            marks.text(words, 0, y + 14 + 18 * i, "label strong weak") for i, words in enumerate(walk.words)
        ]
        y += 18.0 * len(walk.words) + 14
    top = y
    for stage in walk.stages:
        if stage.value is not None:
            places.append((stage, (x(stage.value), y + 42)))
        rows.append(_stage(walk, stage, y, x, width))
        y += 66
        for touchpoint in stage.touchpoints:
            rows.append(_touchpoint(walk, touchpoint, y, width))
            y += 30
        for name, value in stage.facts:
            rows += [
                marks.text(name, 14, y + 16, "label soft"),
                marks.text(value, width, y + 16, "label soft", "end"),
            ]
            y += 24
        y += 12
    axis = [
        mark
        for tick in ticks
        for mark in (
            marks.line((x(tick), top), (x(tick), y), "zero" if tick == 0 else "grid"),
            marks.text(plain(tick), x(tick), y + 16, "label soft", "middle"),
        )
    ]
    return Drawing(y + 24, [*axis, *spine(walk, places), *rows])


def _stage(walk: Walk, stage: JourneyStage, y: float, x: Scale, width: float) -> str:
    class_ = " weak" if walk.holds_weakest(stage) else " thin" if stage.is_thin else ""
    inside = [
        marks.box(0, y, width, 62, "reach row"),
        marks.text(marks.fitted(stage.label, width - 50, is_strong=True), 0, y + 16, "label name" + class_),
        marks.text(plain(stage.value), width, y + 16, "label strong" + class_, "end"),
    ]
    if stage.value is not None:
        if stage.low is not None and stage.high is not None:
            inside.append(marks.whisker(x.held(stage.low), x.held(stage.high), y + 42, "whisker" + class_))
        inside.append(marks.circle(x(stage.value), y + 42, 7.5, "dot stage" + class_))
    return marks.linked(stage.url, spoken(stage, walk.unit), *inside)


def _touchpoint(walk: Walk, touchpoint: JourneyTouchpoint, y: float, width: float) -> str:
    is_weak = touchpoint.label == walk.weakest
    class_ = "label strong weak" if is_weak else "label soft thin" if touchpoint.is_thin else "label soft"
    name = f"{touchpoint.label}, {touchpoint.note}" if touchpoint.note else touchpoint.label
    return marks.linked(
        touchpoint.url,
        spoken(touchpoint, walk.unit),
        marks.box(0, y, width, 28, "reach row"),
        marks.text(marks.fitted(name, width - 60), 14, y + 18, class_),
        marks.text(
            "too few" if touchpoint.is_thin else plain(touchpoint.value), width, y + 18, class_, "end"
        ),
    )
