"""The journey: stages in order, as thick as they are busy, as high as they score; the weakest link in words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.readings import HEADS, cells, spoken
from groundswell.look.charts.scales import Scale, ticks_for
from groundswell.look.numbers import plain


@dataclass(frozen=True, slots=True)
class JourneyTouchpoint:
    """One touchpoint inside a stage. `n` is its volume."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    is_thin: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class JourneyStage(JourneyTouchpoint):
    """One stage of the journey with its touchpoints."""

    touchpoints: Sequence[JourneyTouchpoint] = ()


@dataclass(frozen=True, slots=True)
class _Walk:
    stages: Sequence[JourneyStage]
    weakest: JourneyStage | None
    words: str
    unit: str
    most: int

    def thickness(self, n: int | None) -> float:
        return 1.5 + 18.0 * sqrt((n or 0) / self.most)


def journey(
    stages: Sequence[JourneyStage],
    *,
    title: str,
    description: str = "",
    unit: str = "points",
    weakest: str | None = None,
    weakest_words: str = "Weakest link",
) -> Chart:
    """Draw the stages in order. `weakest` is the label of the weakest stage; None means that none is sure."""
    if not any(stage.value is not None for stage in stages):
        return empty_chart(title, description, "No journey to draw yet: no stage has an answer.")
    weak = next((stage for stage in stages if stage.label == weakest), None)
    most = max((stage.n or 0 for stage in stages), default=0) or 1
    walk = _Walk(stages, weak, weakest_words, unit, most)

    def draw(width: float) -> Drawing:
        return _across(walk) if width == WIDE else _down(walk, width)

    summary = " ".join(spoken(stage, unit) + "." for stage in stages)
    summary += f" {weakest_words}: {weak.label}." if weak else ""
    heads = ("Stage and touchpoint", unit.capitalize(), *HEADS)
    return chart_of(title, description, summary, draw, heads, list(_rows(stages)))


def _rows(stages: Sequence[JourneyStage]) -> Iterator[tuple[Cell, ...]]:
    for stage in stages:
        for thing, label in [
            (stage, stage.label),
            *((t, f"{stage.label}: {t.label}") for t in stage.touchpoints),
        ]:
            yield cells(thing, label=label)


def _ticks(walk: _Walk) -> list[float]:
    things = [thing for stage in walk.stages for thing in (stage, *stage.touchpoints)]
    return ticks_for(
        [
            v
            for thing in things
            for v in (thing.value, *((thing.low, thing.high) if not thing.is_thin else ()))
        ]
    )


def _spine(walk: _Walk, places: Sequence[tuple[JourneyStage, marks.Point]]) -> Iterator[str]:
    """The way from stage to stage; each part is as thick as the two stages it joins."""
    for (one, start), (two, end) in itertools.pairwise(places):
        (x1, y1), (x2, y2) = start, end
        along_x = abs(x2 - x1) > abs(y2 - y1) or y1 == y2
        dx, dy = -(y2 - y1), x2 - x1
        size = sqrt(dx * dx + dy * dy) or 1
        dx, dy = (0.0, 1.0) if along_x else (dx / size, dy / size)
        a, b = walk.thickness(one.n) / 2, walk.thickness(two.n) / 2
        shape = [
            (x1 + dx * a, y1 + dy * a),
            (x2 + dx * b, y2 + dy * b),
            (x2 - dx * b, y2 - dy * b),
            (x1 - dx * a, y1 - dy * a),
        ]
        yield marks.path(shape, "spine", closed=True)


def _across(walk: _Walk) -> Drawing:
    """Stages from left to right, their touchpoints listed below."""
    left, top, floor = 40.0, 40.0, 250.0
    pitch = (WIDE - left) / len(walk.stages)
    ticks = _ticks(walk)
    y = Scale(ticks[0], ticks[-1], floor, top)
    places = [
        (stage, (left + pitch * (i + 0.5), y(stage.value)))
        for i, stage in enumerate(walk.stages)
        if stage.value is not None
    ]
    parts: list[str] = []
    for tick in ticks:
        parts.append(marks.line((left, y(tick)), (WIDE, y(tick)), "zero" if tick == 0 else "grid"))
        parts.append(marks.text(plain(tick), left - 8, y(tick) + 4, "label soft", "end"))
    parts += _spine(walk, places)
    for stage, (x, place) in places:
        parts += _stage_across(walk, stage, x, place, y)
    lowest = floor + 30
    tallest = max(len(_name_rows(stage, pitch - 14)) for stage in walk.stages)
    for i, stage in enumerate(walk.stages):
        listed, end = _list_below(stage, left + pitch * i + 6, floor + 30, pitch - 14, walk, tallest)
        parts += listed
        lowest = max(lowest, end)
    return Drawing(lowest + 6, parts)


def _stage_across(walk: _Walk, stage: JourneyStage, x: float, place: float, y: Scale) -> Iterator[str]:
    is_weak = stage is walk.weakest
    class_ = " weak" if is_weak else " thin" if stage.is_thin else ""
    inside: list[str] = [marks.box(x - 30, 8, 60, y.start - 8, "reach")]
    lowest = highest = place
    if stage.low is not None and stage.high is not None:
        lowest, highest = y.held(stage.low), y.held(stage.high)
        inside.append(marks.whisker(lowest, highest, x, "whisker" + class_, upright=True))
    inside.append(marks.circle(x, place, 7.5, "dot stage" + class_))
    inside.append(marks.text(plain(stage.value), x, highest - 13, f"label large strong{class_}", "middle"))
    if is_weak:
        down = max(lowest, place + walk.thickness(stage.n) / 2)
        inside.append(marks.text(walk.words, x, min(down + 22, y.start - 6), "label strong weak", "middle"))
    yield marks.linked(stage.url, spoken(stage, walk.unit), *inside)


def _name_rows(stage: JourneyStage, room: float) -> list[str]:
    return marks.wrapped(stage.label, room, 2, is_strong=True)


def _list_below(
    stage: JourneyStage, x: float, y: float, room: float, walk: _Walk, tallest: int
) -> tuple[list[str], float]:
    """The touchpoints of a stage with their numbers, and how far down the list reaches."""
    name = "label name weak" if stage is walk.weakest else "label name"
    listed = [marks.text(row, x, y + 17 * i, name) for i, row in enumerate(_name_rows(stage, room))]
    y += 6 + 17 * (tallest - 1)
    for touchpoint in stage.touchpoints:
        number = "too few" if touchpoint.is_thin else plain(touchpoint.value)
        rows = marks.wrapped(touchpoint.label, room - marks.width_of(number) - 8, 2)
        class_ = "label soft thin" if touchpoint.is_thin else "label soft"
        height = 8.0 + 16.0 * len(rows)
        inside = [marks.box(x - 4, y, room + 8, height, "reach row")]
        inside += [marks.text(row, x, y + 16 + 16 * i, class_) for i, row in enumerate(rows)]
        inside.append(marks.text(number, x + room, y + 16, class_ if touchpoint.is_thin else "label", "end"))
        listed.append(marks.linked(touchpoint.url, spoken(touchpoint, walk.unit), *inside))
        y += height
    return listed, y


def _down(walk: _Walk, width: float) -> Drawing:
    """Stages from top to bottom, for a phone; each with its touchpoints as smaller rows."""
    ticks = _ticks(walk)
    x = Scale(ticks[0], ticks[-1], 14.0, width - 14)
    y, rows, places = 8.0, [], []
    for stage in walk.stages:
        middle = y + 42
        if stage.value is not None:
            places.append((stage, (x(stage.value), middle)))
        rows.append(_stage_down(walk, stage, y, x, width))
        y += 66
        for touchpoint in stage.touchpoints:
            rows.append(_touchpoint_down(touchpoint, y, width, walk.unit))
            y += 30
        y += 12
    axis = [
        mark
        for tick in ticks
        for mark in (
            marks.line((x(tick), 8), (x(tick), y), "zero" if tick == 0 else "grid"),
            marks.text(plain(tick), x(tick), y + 16, "label soft", "middle"),
        )
    ]
    return Drawing(y + 24, [*axis, *_spine(walk, places), *rows])


def _stage_down(walk: _Walk, stage: JourneyStage, y: float, x: Scale, width: float) -> str:
    is_weak = stage is walk.weakest
    class_ = " weak" if is_weak else " thin" if stage.is_thin else ""
    name = f"{stage.label}: {walk.words[:1].lower()}{walk.words[1:]}" if is_weak else stage.label
    inside = [
        marks.box(0, y, width, 62, "reach row"),
        marks.text(marks.fitted(name, width - 50, is_strong=True), 0, y + 16, "label name" + class_),
        marks.text(plain(stage.value), width, y + 16, "label strong" + class_, "end"),
    ]
    if stage.value is not None:
        if stage.low is not None and stage.high is not None:
            inside.append(marks.whisker(x.held(stage.low), x.held(stage.high), y + 42, "whisker" + class_))
        inside.append(marks.circle(x(stage.value), y + 42, 7.5, "dot stage" + class_))
    return marks.linked(stage.url, spoken(stage, walk.unit), *inside)


def _touchpoint_down(touchpoint: JourneyTouchpoint, y: float, width: float, unit: str) -> str:
    class_ = "label soft thin" if touchpoint.is_thin else "label soft"
    return marks.linked(
        touchpoint.url,
        spoken(touchpoint, unit),
        marks.box(0, y, width, 28, "reach row"),
        marks.text(marks.fitted(touchpoint.label, width - 60), 14, y + 18, class_),
        marks.text(
            "too few" if touchpoint.is_thin else plain(touchpoint.value), width, y + 18, class_, "end"
        ),
    )
