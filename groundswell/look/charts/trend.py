"""A score over time: the line, its error band, the target, and what happened on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.readings import HEADS, cells, runs_of, spoken
from groundswell.look.charts.scales import Scale, every_fitting, spread, ticks_for
from groundswell.look.numbers import plain

TOP, BOTTOM, LEFT, RIGHT = 14.0, 30.0, 40.0, 84.0


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One period. `value` is None where nobody answered; a thin point is drawn pale.

    `begins_anew`: it does not compare with what was before, so that no line joins them.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    is_thin: bool = False
    url: str = ""
    begins_anew: bool = False
    code: str = ""
    """How a file says the period, where its label is shortened: 2026-03."""


@dataclass(frozen=True, slots=True)
class TrendEvent:
    """Something that happened: `at` is the label of the period; `url` leads to what is known about it."""

    at: str
    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Paper:
    points: Sequence[TrendPoint]
    x: Scale
    y: Scale
    bottom: float
    unit: str
    decimals: int


def trend(
    points: Sequence[TrendPoint],
    *,
    title: str,
    description: str = "",
    unit: str = "points",
    target: float | None = None,
    target_words: str = "Target",
    events: Sequence[TrendEvent] = (),
    decimals: int = 0,
) -> Chart:
    """Draw the periods in the order given. Gaps stay gaps."""
    known = [point for point in points if point.value is not None]
    if not known:
        return empty_chart(title, description, "Nothing to draw yet: the first answers start the line.")

    def draw(width: float) -> Drawing:
        rows = _event_rows(points, events, width)
        top = TOP + 18.0 * (max(rows, default=-1) + 1)
        height = top + (236.0 if width == WIDE else 190.0) + BOTTOM
        values = [v for p in points for v in (p.value, p.low, p.high)] + [target]
        ticks = ticks_for(values)
        side = 0.5 * (width - LEFT - RIGHT) / max(len(points), 2)
        x = Scale(0, max(len(points) - 1, 1), LEFT + min(side, 20), width - RIGHT - min(side, 12))
        paper = _Paper(
            points, x, Scale(ticks[0], ticks[-1], height - BOTTOM, top), height - BOTTOM, unit, decimals
        )
        right = width - RIGHT + 8
        return Drawing(
            height,
            [
                *_grid(paper, ticks, width),
                *_events(paper, events, rows),
                *_bands(paper),
                *_target(paper, target, width),
                *_lines(paper),
                *_dots(paper),
                *_end_labels(paper, target, target_words, right, top),
                *_periods(paper, width),
            ],
        )

    first, last = known[_last_beginning(known)], known[-1]
    summary = f"From {plain(first.value, decimals)} in {first.label} to {plain(last.value, decimals)} in {last.label}."
    heads = ("Period", unit.capitalize(), *HEADS)
    return chart_of(
        title, description, summary, draw, heads, [cells(p, decimals, code=p.code) for p in points]
    )


def _grid(paper: _Paper, ticks: Sequence[float], width: float) -> Iterator[str]:
    digits = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    for tick in ticks:
        y = paper.y(tick)
        yield marks.line((LEFT, y), (width - RIGHT, y), "zero" if tick == 0 else "grid")
        yield marks.text(plain(tick, digits), LEFT - 8, y + 4, "label soft", "end")


def _bands(paper: _Paper) -> Iterator[str]:
    bounds = [(point.low, point.high) for point in paper.points]
    for run in _runs(paper.points, [low is not None and high is not None for low, high in bounds]):
        upper = [(paper.x(i), paper.y(bounds[i][1] or 0)) for i in run]
        lower = [(paper.x(i), paper.y(bounds[i][0] or 0)) for i in run]
        if len(run) == 1:
            yield marks.whisker(lower[0][1], upper[0][1], upper[0][0], upright=True)
        else:
            yield marks.path([*upper, *reversed(lower)], "band", closed=True)


def _runs(points: Sequence[TrendPoint], present: Sequence[bool]) -> Iterator[range]:
    """The unbroken runs of what is present, cut where a point begins anew."""
    for run in runs_of(present):
        cuts = [run.start, *(i for i in run[1:] if points[i].begins_anew), run.stop]
        yield from (range(first, last) for first, last in pairwise(cuts))


def _last_beginning(points: Sequence[TrendPoint]) -> int:
    return max((i for i, point in enumerate(points) if point.begins_anew), default=0)


def _lines(paper: _Paper) -> Iterator[str]:
    """The line, pale and dotted wherever it rests on a thin point."""
    for run in _runs(paper.points, [point.value is not None for point in paper.points]):
        steps = list(run)[:-1]
        thin = [paper.points[i].is_thin or paper.points[i + 1].is_thin for i in steps]
        for is_thin in (False, True):
            for part in runs_of([flag is is_thin for flag in thin]):
                places = [run[i] for i in (*part, part.stop)]
                line = [(paper.x(i), paper.y(paper.points[i].value or 0)) for i in places]
                yield marks.path(line, "line thin" if is_thin else "line")


def _dots(paper: _Paper) -> Iterator[str]:
    half = 0.5 * (paper.x(1) - paper.x(0))
    for i, point in enumerate(paper.points):
        if point.value is None:
            continue
        x, y = paper.x(i), paper.y(point.value)
        reach = marks.box(x - half, paper.y.end, 2 * half, paper.bottom - paper.y.end, "reach")
        words = spoken(point, paper.unit, paper.decimals)
        last = i == len(paper.points) - 1
        dot = marks.circle(x, y, 4.5 if last else 3, "dot thin" if point.is_thin else "dot")
        yield marks.linked(point.url, words, reach, dot)


def _target(paper: _Paper, target: float | None, width: float) -> Iterator[str]:
    if target is not None:
        y = paper.y(target)
        yield marks.line((LEFT, y), (width - RIGHT, y), "target")


def _end_labels(paper: _Paper, target: float | None, words: str, x: float, top: float) -> Iterator[str]:
    last = next(point for point in reversed(paper.points) if point.value is not None)
    labels = [(paper.y(last.value or 0), plain(last.value, paper.decimals), "label strong accent")]
    if target is not None:
        labels.append((paper.y(target), f"{words} {plain(target, paper.decimals)}", "label soft"))
    for y, (_, written, class_) in zip(
        spread([y for y, _, _ in labels], 17, top, paper.bottom), labels, strict=True
    ):
        yield marks.text(marks.fitted(written, RIGHT - 8), x, y + 4, class_)


def _periods(paper: _Paper, width: float) -> Iterator[str]:
    step = every_fitting([marks.width_of(point.label) for point in paper.points], width - LEFT - RIGHT)
    last = len(paper.points) - 1
    for i, point in enumerate(paper.points):
        if (last - i) % step == 0:
            yield marks.text(point.label, paper.x(i), paper.bottom + 21, "label soft", "middle")


def _event_rows(points: Sequence[TrendPoint], events: Sequence[TrendEvent], width: float) -> list[int]:
    """In which row above the picture each event is written, so that no two overlap."""
    places = [point.label for point in points]
    room = width - LEFT - RIGHT
    ends: list[float] = []
    rows: list[int] = []
    for event in events:
        share = places.index(event.at) / max(len(places), 1) if event.at in places else 0
        start = share * room
        row = next((i for i, end in enumerate(ends) if end < start), len(ends))
        ends[row : row + 1] = [start + marks.width_of(event.words) + 14]
        rows.append(row)
    return rows


def _events(paper: _Paper, events: Sequence[TrendEvent], rows: Sequence[int]) -> Iterator[str]:
    places = [point.label for point in paper.points]
    for event, row in zip(events, rows, strict=True):
        if event.at not in places:
            continue
        x = paper.x(places.index(event.at))
        y = TOP + 18.0 * row
        late = x + marks.width_of(event.words) > paper.x.end + RIGHT
        line = marks.line((x, y - 8), (x, paper.bottom), "event")
        words = marks.text(event.words, x - 6 if late else x + 6, y + 3, "label", "end" if late else "start")
        yield marks.linked(event.url, f"{event.at}: {event.words}", line, words)
