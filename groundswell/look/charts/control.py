"""A control chart: one figure a week, the range of the usual around it, and the weeks that chance explains badly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.readings import runs_of
from groundswell.look.charts.scales import Scale, every_fitting, ticks_for
from groundswell.look.numbers import between, plain

TOP, BOTTOM, LEFT, RIGHT = 14.0, 30.0, 40.0, 92.0


@dataclass(frozen=True, slots=True)
class ControlMark:
    """One week. `value` is None where too few answered; `signal` says in words why chance explains it badly."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    signal: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """Where the mean changed for good: `at` is the label of the first week after it."""

    at: str
    words: str


@dataclass(frozen=True, slots=True)
class _Paper:
    points: Sequence[ControlMark]
    x: Scale
    y: Scale
    width: float
    unit: str

    @property
    def half(self) -> float:
        return 0.5 * (self.x(1) - self.x(0))


def control(
    points: Sequence[ControlMark],
    *,
    centre: float | None,
    title: str,
    description: str = "",
    unit: str = "points",
    shifts: Sequence[Shift] = (),
) -> Chart:
    """Draw the weeks in the order given: the band is the usual, a diamond is a signal, a gap is too few to tell."""
    known = [point for point in points if point.value is not None]
    if not known or centre is None:
        return empty_chart(title, description, "Too few weeks with enough answers to know what is usual.")

    def draw(width: float) -> Drawing:
        rows = _shift_rows(points, shifts, width)
        top = TOP + 18.0 * (max(rows, default=-1) + 1)
        floor = top + (240.0 if width == WIDE else 200.0)
        ticks = ticks_for([v for p in known for v in (p.value, p.low, p.high)])
        room = width - LEFT - RIGHT
        side = 0.5 * room / max(len(points), 2)
        x = Scale(0, max(len(points) - 1, 1), LEFT + min(side, 16), width - RIGHT - min(side, 12))
        paper = _Paper(points, x, Scale(ticks[0], ticks[-1], floor, top), width, unit)
        parts = [
            *_grid(paper, ticks),
            *_shifts(paper, shifts, rows),
            *_band(paper),
            *_usual(paper, centre),
            *_line(paper),
            *_dots(paper),
            *_weeks(paper),
        ]
        return Drawing(floor + BOTTOM, parts)

    signals = [point for point in known if point.signal]
    found = "No week left the usual." if not signals else ""
    found = (
        found or "Out of the usual: " + "; ".join(f"{one.label} {plain(one.value)}" for one in signals) + "."
    )
    summary = f"Usual: {plain(centre)} {unit}. {found}"
    heads = ("Week of", unit.capitalize(), "Usual range", "Answers", "Remark")
    return chart_of(title, description, summary, draw, heads, [_row(point) for point in points])


def _row(point: ControlMark) -> tuple[Cell, ...]:
    return (
        Cell(point.label),
        Cell(plain(point.value), point.url),
        Cell(between(point.low, point.high)),
        Cell(plain(point.n)),
        Cell(point.signal or ("too few to tell" if point.value is None else "")),
    )


def _grid(paper: _Paper, ticks: Sequence[float]) -> Iterator[str]:
    for tick in ticks:
        y = paper.y(tick)
        yield marks.line((LEFT, y), (paper.width - RIGHT, y), "zero" if tick == 0 else "grid")
        yield marks.text(plain(tick), LEFT - 8, y + 4, "label soft", "end")


def _band(paper: _Paper) -> Iterator[str]:
    """Each week has limits of its own: with more answers the usual is narrower."""
    for run in runs_of([point.value is not None for point in paper.points]):
        upper, lower = [], []
        for i in run:
            left, right, point = paper.x(i) - paper.half, paper.x(i) + paper.half, paper.points[i]
            upper += [(left, paper.y(point.high or 0)), (right, paper.y(point.high or 0))]
            lower += [(left, paper.y(point.low or 0)), (right, paper.y(point.low or 0))]
        yield marks.path([*upper, *reversed(lower)], "band quiet", closed=True)


def _usual(paper: _Paper, centre: float) -> Iterator[str]:
    y, right = paper.y(centre), paper.width - RIGHT
    yield marks.line((LEFT, y), (right, y), "target")
    yield marks.text(f"Usual {plain(centre)}", right + 8, y + 4, "label soft")


def _line(paper: _Paper) -> Iterator[str]:
    for run in runs_of([point.value is not None for point in paper.points]):
        if len(run) > 1:
            yield marks.path([(paper.x(i), paper.y(paper.points[i].value or 0)) for i in run], "line fine")


def _dots(paper: _Paper) -> Iterator[str]:
    for i, point in enumerate(paper.points):
        if point.value is None:
            continue
        x, y = paper.x(i), paper.y(point.value)
        reach = marks.box(x - paper.half, paper.y.end, 2 * paper.half, paper.y.start - paper.y.end, "reach")
        words = f"Week of {point.label}: {plain(point.value)} {paper.unit}, usual {between(point.low, point.high)}"
        words += f", {plain(point.n)} answers" + (f". {point.signal}" if point.signal else "")
        yield marks.linked(
            point.url, words, reach, _diamond(x, y) if point.signal else marks.circle(x, y, 2.5, "dot")
        )


def _diamond(x: float, y: float) -> str:
    return marks.path([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], "signal", closed=True)


def _weeks(paper: _Paper) -> Iterator[str]:
    room = paper.width - LEFT - RIGHT
    step = every_fitting([marks.width_of(point.label) for point in paper.points], room)
    last = len(paper.points) - 1
    for i, point in enumerate(paper.points):
        if (last - i) % step == 0:
            yield marks.text(point.label, paper.x(i), paper.y.start + 21, "label soft", "middle")


def _shift_rows(points: Sequence[ControlMark], shifts: Sequence[Shift], width: float) -> list[int]:
    """In which row above the picture each shift is written, so that no two overlap."""
    places = [point.label for point in points]
    ends: list[float] = []
    rows = []
    for shift in shifts:
        start = (
            (width - LEFT - RIGHT)
            * (places.index(shift.at) if shift.at in places else 0)
            / max(len(places), 1)
        )
        row = next((i for i, end in enumerate(ends) if end < start), len(ends))
        ends[row : row + 1] = [start + marks.width_of(shift.words) + 14]
        rows.append(row)
    return rows


def _shifts(paper: _Paper, shifts: Sequence[Shift], rows: Sequence[int]) -> Iterator[str]:
    places = [point.label for point in paper.points]
    for shift, row in zip(shifts, rows, strict=True):
        if shift.at not in places:
            continue
        x, y = paper.x(places.index(shift.at)) - paper.half, TOP + 18.0 * row
        late = x + marks.width_of(shift.words) > paper.width
        yield marks.line((x, y - 8), (x, paper.y.start), "event")
        yield marks.text(shift.words, x - 6 if late else x + 6, y + 3, "label", "end" if late else "start")
