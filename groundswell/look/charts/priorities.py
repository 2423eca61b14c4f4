"""Importance against performance: what to work on first, and what cannot be told yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.labels import Box, placed
from groundswell.look.charts.scales import Scale, ticks_for
from groundswell.look.numbers import between, plain

CORNERS = {
    "work on it": ("start", "top"),
    "keep it up": ("end", "top"),
    "low priority": ("start", "bottom"),
    "more than needed": ("end", "bottom"),
}


@dataclass(frozen=True, slots=True)
class PriorityDot:
    """One thing with its performance (a score) and its importance (a share of 100), each with its interval.

    `quadrant` is one of the four corners, or "undecided" where an interval crosses a line.
    """

    label: str
    performance: float
    importance: float
    performance_low: float
    performance_high: float
    importance_low: float
    importance_high: float
    quadrant: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Map:
    dots: Sequence[PriorityDot]
    x: Scale
    y: Scale
    lines: tuple[float, float]


def priorities(
    dots: Sequence[PriorityDot],
    *,
    mean_performance: float,
    mean_importance: float,
    title: str,
    description: str = "",
) -> Chart:
    """Draw each thing with its error bars; an undecided one is an open circle, whatever corner it stands in."""
    if not dots:
        return empty_chart(title, description, "Nothing to place yet: too few have rated anything.")
    lines = (mean_performance, mean_importance)

    def draw(width: float) -> Drawing:
        return _drawn(dots, lines, width)

    first = [dot.label for dot in dots if dot.quadrant == "work on it"]
    summary = f"Work on: {', '.join(first)}." if first else "Nothing surely wants work before the rest."
    heads = ("Driver", "Importance", "Between", "Score", "Between", "Where it stands")
    return chart_of(title, description, summary, draw, heads, [_row(dot) for dot in dots])


def _row(dot: PriorityDot) -> tuple[Cell, ...]:
    return (
        Cell(dot.label),
        Cell(f"{plain(dot.importance)}%"),
        Cell(between(dot.importance_low, dot.importance_high)),
        Cell(plain(dot.performance), dot.url),
        Cell(between(dot.performance_low, dot.performance_high)),
        Cell(dot.quadrant),
    )


def _drawn(dots: Sequence[PriorityDot], lines: tuple[float, float], width: float) -> Drawing:
    is_wide = width == WIDE
    top, left, floor = 30.0, 44.0, 400.0 if is_wide else 310.0
    across = ticks_for([v for d in dots for v in (d.performance_low, d.performance_high)])
    upward = ticks_for([0.0, *(v for d in dots for v in (d.importance, d.importance_high))])
    x = Scale(across[0], across[-1], left, width - 16)
    y = Scale(upward[0], upward[-1], floor, top)
    paper = _Map(dots, x, y, lines)
    names = [dot.label if is_wide else str(i + 1) for i, dot in enumerate(dots)]
    places = [(x(dot.performance), y(dot.importance)) for dot in dots]
    boxes = placed(names, places, (left + 2, top + 18, width - 2, floor - 20))
    parts = [*_ground(paper, across, upward, width)]
    for dot in dots:
        parts += _bars(paper, dot)
    for dot, name, place, box in zip(dots, names, places, boxes, strict=True):
        parts.append(_named(dot, name, place, box))
    if is_wide:
        return Drawing(floor + 46, parts)
    return Drawing(floor + 56 + 26.0 * len(dots), [*parts, *_legend(dots, floor + 62, width)])


def _ground(paper: _Map, across: Sequence[float], upward: Sequence[float], width: float) -> Iterator[str]:
    x, y, (middle, level) = paper.x, paper.y, paper.lines
    yield marks.box(x.start, y.end, x(middle) - x.start, y(level) - y.end, "corner", 4)
    for tick in across:
        yield marks.line((x(tick), y.start), (x(tick), y.end), "grid")
        yield marks.text(plain(tick), x(tick), y.start + 18, "label soft", "middle")
    for tick in upward:
        yield marks.line((x.start, y(tick)), (x.end, y(tick)), "grid")
        yield marks.text(f"{plain(tick)}%", x.start - 8, y(tick) + 4, "label soft", "end")
    yield marks.line((x(middle), y.start), (x(middle), y.end), "target")
    yield marks.line((x.start, y(level)), (x.end, y(level)), "target")
    for words, (side, end) in CORNERS.items():
        place = x.start + 6 if side == "start" else x.end - 4
        yield marks.text(
            words.capitalize(), place, y.end + 14 if end == "top" else y.start - 8, "label soft", side
        )
    yield marks.text("Own score →", x.end, y.start + 38, "label", "end")
    yield marks.text("↑ Goes along with the score", 0, 14, "label")


def _bars(paper: _Map, dot: PriorityDot) -> Iterator[str]:
    x, y = paper.x(dot.performance), paper.y(dot.importance)
    yield marks.whisker(paper.x(dot.performance_low), paper.x(dot.performance_high), y, "whisker faint")
    low, high = paper.y(dot.importance_low), paper.y(dot.importance_high)
    yield marks.whisker(low, high, x, "whisker faint", upright=True)


def _named(dot: PriorityDot, name: str, place: marks.Point, box: Box) -> str:
    near = min(max(place[0], box[0]), box[2]), min(max(place[1], box[1]), box[3])
    far = abs(near[0] - place[0]) + abs(near[1] - place[1]) > 16
    is_open, is_first = dot.quadrant == "undecided", dot.quadrant == "work on it"
    spoken = (
        f"{dot.label}: {plain(dot.importance)} per cent of what goes along with the score, "
        f"own score {plain(dot.performance)}; {dot.quadrant}"
    )
    label = "label strong" if is_first else "label thin" if is_open else "label"
    return marks.linked(
        dot.url,
        spoken,
        *([marks.line(place, near, "leader")] if far else []),
        marks.circle(place[0], place[1], 14, "reach"),
        marks.circle(place[0], place[1], 6, "dot open" if is_open else "dot weak" if is_first else "dot"),
        marks.text(name, box[0], box[3] - 4, label),
    )


def _legend(dots: Sequence[PriorityDot], top: float, width: float) -> Iterator[str]:
    for i, dot in enumerate(dots):
        y = top + 26 * i
        words = marks.fitted(dot.label + (", undecided" if dot.quadrant == "undecided" else ""), width - 30)
        yield marks.linked(
            dot.url,
            dot.label,
            marks.box(0, y - 16, width, 25, "reach row"),
            marks.text(str(i + 1), 18, y, "label strong", "end"),
            marks.text(words, 28, y, "label"),
        )
