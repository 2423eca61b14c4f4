"""The journey on a wide page: stages from left to right, touchpoints as dots, what it costs below."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from math import sqrt

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Drawing
from groundswell.look.charts.journey_walk import JourneyStage, JourneyTouchpoint, Walk, spine, ticks_of
from groundswell.look.charts.readings import spoken
from groundswell.look.charts.scales import Scale
from groundswell.look.numbers import plain, signed

LEFT, HEAD, TOP, FLOOR = 76.0, 46.0, 84.0, 262.0
CALLOUT = 46.0
"""Room below the lowest dot for the words about the weakest link."""
Places = Sequence[tuple[JourneyStage, marks.Point]]


def across(walk: Walk) -> Drawing:
    """One column for each stage."""
    pitch = (WIDE - LEFT) / len(walk.stages)
    ticks = ticks_of(walk)
    y = Scale(ticks[0], ticks[-1], FLOOR - (CALLOUT if walk.weakest else 0), TOP)
    middles = [LEFT + pitch * (i + 0.5) for i in range(len(walk.stages))]
    known = [
        (stage, (x, y(stage.value)))
        for stage, x in zip(walk.stages, middles, strict=True)
        if stage.value is not None
    ]
    parts: list[str] = [*_heads(walk, pitch), *_heights(ticks, y), *spine(walk, known), *_changes(known)]
    for stage, x in zip(walk.stages, middles, strict=True):
        parts += _touchpoints(walk, stage, x, pitch, y)
    for stage, (x, place) in known:
        parts += _stage(walk, stage, x, place, y)
    parts += _callout(walk, middles, pitch, y)
    lowest = FLOOR + 16
    for i, stage in enumerate(walk.stages):
        listed, end = _list_below(stage, LEFT + pitch * i + 8, FLOOR + 16, pitch - 16, walk)
        parts += listed
        lowest = max(lowest, end)
    facts, lowest = _lanes(walk, middles, lowest + 14)
    return Drawing(lowest + 6, [*parts, *facts])


def _heads(walk: Walk, pitch: float) -> Iterator[str]:
    for i, stage in enumerate(walk.stages):
        x, is_weak = LEFT + pitch * i, walk.holds_weakest(stage)
        yield marks.box(x + 2, 0, pitch - 4, HEAD, "corner weak" if is_weak else "corner", 4)
        class_ = "label name weak plain" if is_weak else "label name plain"
        rows = marks.wrapped(stage.label, pitch - 18, 2, is_strong=True)
        top = HEAD / 2 + 4.5 - 8 * (len(rows) - 1)
        yield from (
            marks.text(row, x + pitch / 2, top + 16 * n, class_, "middle") for n, row in enumerate(rows)
        )
        if is_weak:
            yield marks.box(x + 2, HEAD + 4, pitch - 4, FLOOR - HEAD - 4, "corner weak", 4)


def _heights(ticks: Sequence[float], y: Scale) -> Iterator[str]:
    for tick in ticks:
        yield marks.line((LEFT, y(tick)), (WIDE, y(tick)), "zero" if tick == 0 else "grid")
        yield marks.text(plain(tick), LEFT - 8, y(tick) + 4, "label soft", "end")
    yield marks.text("Score", 0, y(ticks[-1]) + 4, "label soft")


def _changes(known: Places) -> Iterator[str]:
    """How far it falls or rises from stage to stage, where that is sure."""
    for (_, (x1, y1)), (stage, (x2, y2)) in itertools.pairwise(known):
        if stage.change is not None:
            class_ = "label strong weak" if stage.change < 0 else "label strong kept"
            yield marks.text(signed(stage.change), (x1 + x2) / 2, (y1 + y2) / 2 - 16, class_, "middle")


def _touchpoints(walk: Walk, stage: JourneyStage, x: float, pitch: float, y: Scale) -> Iterator[str]:
    """Each as a dot at its own height, its size by its answers."""
    for touchpoint, place in zip(stage.touchpoints, _beside(stage, x, pitch), strict=True):
        if touchpoint.value is None:
            continue
        class_ = (
            "dot weak"
            if touchpoint.label == walk.weakest
            else "dot small thin"
            if touchpoint.is_thin
            else "dot small"
        )
        size = 9.0 if touchpoint.label == walk.weakest else 2.5 + 4 * sqrt((touchpoint.n or 0) / walk.most)
        dot = marks.circle(place, y.held(touchpoint.value), size, class_)
        yield marks.linked(touchpoint.url, spoken(touchpoint, walk.unit), dot)


def _beside(stage: JourneyStage, x: float, pitch: float) -> list[float]:
    """Places left and right of the middle, which belongs to the stage."""
    count = len(stage.touchpoints)
    room = pitch * 0.62
    return [
        x + room * ((i + 1) / (count + 1) - 0.5) + (6 if count % 2 and i == count // 2 else 0)
        for i in range(count)
    ]


def _stage(walk: Walk, stage: JourneyStage, x: float, place: float, y: Scale) -> Iterator[str]:
    class_ = " thin" if stage.is_thin else " weak" if stage.label == walk.weakest else ""
    inside: list[str] = [marks.box(x - 26, TOP - 26, 52, FLOOR - TOP + 20, "reach")]
    highest = place
    if stage.low is not None and stage.high is not None:
        highest = y.held(stage.high)
        inside.append(marks.whisker(y.held(stage.low), highest, x, "whisker" + class_, upright=True))
    inside.append(marks.circle(x, place, 6.5, "dot stage" + class_))
    top = min(highest, place - walk.thickness(stage.n) / 2, *_tops(stage, place, y)) - 10
    inside.append(marks.text(plain(stage.value), x, top, f"label large strong{class_}", "middle"))
    yield marks.linked(stage.url, spoken(stage, walk.unit), *inside)


def _tops(stage: JourneyStage, place: float, y: Scale) -> list[float]:
    """Touchpoints so near above the stage that its number would cover them."""
    heights = [y.held(one.value) - 6 for one in stage.touchpoints if one.value is not None]
    return [height for height in heights if place - 44 < height < place] or [place]


def _callout(walk: Walk, middles: Sequence[float], pitch: float, y: Scale) -> Iterator[str]:
    """The weakest link in words, below its dot."""
    for stage, x in zip(walk.stages, middles, strict=True):
        places = [*zip(stage.touchpoints, _beside(stage, x, pitch), strict=True), (stage, x)]
        for thing, place in places:
            if thing.label == walk.weakest and thing.value is not None:
                yield from _words(walk, place, min(y.held(thing.value) + 26, FLOOR - 24))
                return


def _words(walk: Walk, x: float, y: float) -> Iterator[str]:
    for i, words in enumerate(walk.words):
        half = marks.width_of(words, is_strong=True) / 2
        middle = min(max(x, LEFT + half), WIDE - half)
        yield marks.text(words, middle, y + 17 * i, "label strong weak", "middle")


def _list_below(stage: JourneyStage, x: float, y: float, room: float, walk: Walk) -> tuple[list[str], float]:
    """The touchpoints of a stage with their numbers, and how far down the list reaches."""
    listed: list[str] = []
    for touchpoint in stage.touchpoints:
        listed.append(_listed(touchpoint, x, y, room, walk))
        y += _height(touchpoint, room)
    return listed, y


def _listed(touchpoint: JourneyTouchpoint, x: float, y: float, room: float, walk: Walk) -> str:
    number, rows = _number(touchpoint), _name_rows(touchpoint, room)
    is_weak = touchpoint.label == walk.weakest
    class_ = "label strong weak" if is_weak else "label soft thin" if touchpoint.is_thin else "label soft"
    inside = [marks.box(x - 4, y, room + 8, _height(touchpoint, room), "reach row")]
    inside += [marks.text(row, x, y + 16 + 16 * i, class_) for i, row in enumerate(rows)]
    inside.append(
        marks.text(number, x + room, y + 16, class_ if is_weak or touchpoint.is_thin else "label", "end")
    )
    if touchpoint.note:
        inside.append(marks.text(touchpoint.note, x, y + 16 + 16 * len(rows), "label soft thin"))
    return marks.linked(touchpoint.url, spoken(touchpoint, walk.unit), *inside)


def _height(touchpoint: JourneyTouchpoint, room: float) -> float:
    return 8.0 + 16.0 * (len(_name_rows(touchpoint, room)) + bool(touchpoint.note))


def _name_rows(touchpoint: JourneyTouchpoint, room: float) -> list[str]:
    return marks.wrapped(touchpoint.label, room - marks.width_of(_number(touchpoint)) - 8, 2)


def _number(touchpoint: JourneyTouchpoint) -> str:
    return "too few" if touchpoint.is_thin else plain(touchpoint.value)


def _lanes(walk: Walk, middles: Sequence[float], y: float) -> tuple[list[str], float]:
    """A line for each fact, its name on the left, and how far down they reach."""
    found: list[str] = []
    names = [name for name, _ in walk.stages[0].facts]
    for number, name in enumerate(names):
        found.append(marks.line((0, y), (WIDE, y), "grid"))
        rows = marks.wrapped(name, LEFT - 6, 2)
        found += [marks.text(row, 0, y + 18 + 15 * i, "label soft") for i, row in enumerate(rows)]
        for stage, x in zip(walk.stages, middles, strict=True):
            class_ = "label strong weak" if walk.holds_weakest(stage) and number == 0 else "label"
            found.append(marks.text(stage.facts[number][1], x, y + 18, class_, "middle"))
        y += 12 + 15 * len(rows)
    return found, y
