"""Parts of every size compared fairly: a small one may stray further from the whole before it means anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.scales import Scale, spread, ticks_for
from groundswell.look.numbers import plain

TOP, BOTTOM, LEFT = 14.0, 46.0, 40.0
STEPS = 60
FEWEST_TICKS = 3
SIZES = (5, 10, 20, 50, 100, 200, 300, 500, 750, *(n * 10**power for power in (3, 4, 5) for n in (1, 2, 5)))
OUTSIDE = {"above": "beyond what chance does, above", "below": "beyond what chance does, below"}

Limits = Callable[[float], tuple[float, float]]
"""Between which values chance alone puts a part of this size."""


@dataclass(frozen=True, slots=True)
class FunnelMark:
    """One part. `standing` is above, below or within what chance alone would do."""

    label: str
    n: int
    value: float
    standing: str = "within"
    url: str = ""


def funnel(
    parts: Sequence[FunnelMark],
    *,
    whole: float,
    usual: Limits,
    rare: Limits,
    title: str,
    description: str = "",
    unit: str = "points",
    decimals: int = 0,
) -> Chart:
    """Draw each part by its number of answers and its value, between the limits for its size.

    `usual` holds 95 of 100 parts that do not differ, `rare` nearly all of them; only what lies beyond is named
    all the time.
    """
    if len(parts) < 2:
        return empty_chart(title, description, "Nothing to compare yet: it takes two parts with answers.")
    most = max(part.n for part in parts) * 1.08
    least = min(part.n for part in parts)

    def draw(width: float) -> Drawing:
        height = TOP + (260.0 if width == WIDE else 220.0) + BOTTOM
        ends = [*usual(least), whole]
        ticks = ticks_for([*(part.value for part in parts), *ends])
        right = width - (150.0 if width == WIDE else 12.0)
        x = Scale(sqrt(least) * 0.9, sqrt(most), LEFT + 8, right)
        y = Scale(ticks[0], ticks[-1], height - BOTTOM, TOP)
        return Drawing(
            height,
            [
                *_grid(ticks, y, width, right),
                _band(usual, x, y, least * 0.81, most),
                *_limits(rare, x, y, least * 0.81, most),
                marks.line((x.start, y(whole)), (right, y(whole)), "target"),
                *_sizes(least, most, x, height),
                *(_dot(part, x, y, unit, decimals, width) for part in parts),
                *_names(parts, x, y, right if width == WIDE else 0.0, width),
            ],
        )

    beyond = [part for part in parts if part.standing in OUTSIDE]
    summary = (
        f"{len(beyond)} of {len(parts)} lie beyond what chance does: {', '.join(part.label for part in beyond)}."
        if beyond
        else f"None of {len(parts)} lies beyond what chance does."
    )
    heads = ("Name", unit.capitalize(), "Answers", "Range of chance", "Remark")
    rows = [_row(part, rare, decimals) for part in parts]
    return chart_of(title, description, summary, draw, heads, rows)


def _row(part: FunnelMark, rare: Limits, decimals: int) -> tuple[Cell, ...]:
    low, high = rare(part.n)
    return (
        Cell(part.label),
        Cell(plain(part.value, decimals), part.url, part.value),
        Cell(plain(part.n), exact=part.n),
        Cell(f"{plain(low, decimals)} to {plain(high, decimals)}", exact=(low, high)),
        Cell(OUTSIDE.get(part.standing, "")),
    )


def _grid(ticks: Sequence[float], y: Scale, width: float, right: float) -> Iterator[str]:
    for tick in ticks:
        yield marks.line((LEFT, y(tick)), (right, y(tick)), "zero" if tick == 0 else "grid")
        yield marks.text(plain(tick), LEFT - 8, y(tick) + 4, "label soft", "end")


def _sizes_between(least: float, most: float) -> list[float]:
    return [(sqrt(least) + (sqrt(most) - sqrt(least)) * i / STEPS) ** 2 for i in range(STEPS + 1)]


def _band(limits: Limits, x: Scale, y: Scale, least: float, most: float) -> str:
    ends = [(x.held(sqrt(n)), limits(n)) for n in _sizes_between(least, most)]
    low = [(place, y.held(pair[0])) for place, pair in ends]
    high = [(place, y.held(pair[1])) for place, pair in ends]
    return marks.path([*high, *reversed(low)], "band quiet", closed=True)


def _limits(limits: Limits, x: Scale, y: Scale, least: float, most: float) -> Iterator[str]:
    ends = [(x.held(sqrt(n)), limits(n)) for n in _sizes_between(least, most)]
    for end in (0, 1):
        inside = [(place, y(pair[end])) for place, pair in ends if y.low <= pair[end] <= y.high]
        if len(inside) > 1:
            yield marks.path(inside, "line expected")


def _sizes(least: float, most: float, x: Scale, height: float) -> Iterator[str]:
    shown: list[float] = [n for n in SIZES if least * 0.81 <= n <= most]
    if len(shown) < FEWEST_TICKS:
        shown = [n for n in ticks_for((least * 0.81, most)) if least * 0.81 <= n <= most and n == int(n)]
    last = -100.0
    for n in shown:
        if x(sqrt(n)) - last < 44:
            continue
        last = x(sqrt(n))
        yield marks.line((last, height - BOTTOM), (last, height - BOTTOM + 5), "zero")
        yield marks.text(plain(n), last, height - BOTTOM + 19, "label soft", "middle")
    yield marks.text("answers", x.end, height - 6, "label soft", "end")


def _dot(part: FunnelMark, x: Scale, y: Scale, unit: str, decimals: int, width: float) -> str:
    """One part. The name of one that chance explains stands beside it while it is pointed at or has the focus."""
    kind = {"above": "dot", "below": "dot weak"}.get(part.standing, "dot open")
    words = f"{part.label}: {plain(part.value, decimals)} {unit}, {plain(part.n)} answers"
    words += f", {OUTSIDE[part.standing]}" if part.standing in OUTSIDE else ""
    place = (x(sqrt(part.n)), y.held(part.value))
    inside = [marks.circle(*place, 12, "reach"), marks.circle(*place, 5, kind)]
    if part.standing not in OUTSIDE:
        is_late = place[0] + marks.width_of(part.label) + 12 > width
        name = (place[0] - 10, "end") if is_late else (place[0] + 10, "start")
        inside.append(marks.text(part.label, name[0], place[1] - 8, "label whisper", name[1]))
    return marks.linked(part.url, words, *inside)


def _names(parts: Sequence[FunnelMark], x: Scale, y: Scale, right: float, width: float) -> Iterator[str]:
    """Only what lies beyond the limits is named: beside the paper where it is wide, else at the dot."""
    beyond = sorted((part for part in parts if part.standing in OUTSIDE), key=lambda part: part.value)[-12:]
    places = spread([y.held(part.value) for part in beyond], 16.0, y.end, y.start)
    for part, at in zip(beyond, places, strict=True):
        dot = x(sqrt(part.n)), y.held(part.value)
        class_ = "label weak" if part.standing == "below" else "label"
        if right:
            yield marks.line((dot[0] + 7, dot[1]), (right + 4, at), "leader")
            yield marks.text(marks.fitted(part.label, width - right - 10), right + 8, at + 4, class_)
        else:
            is_left = dot[0] > width / 2
            yield marks.text(
                marks.fitted(part.label, 130.0),
                dot[0] + (-9 if is_left else 9),
                at + 4,
                class_,
                "end" if is_left else "start",
            )
