"""Categories beside each other, each with its score and its interval; no league table without margins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.readings import HEADS, cells, spoken
from groundswell.look.charts.scales import Scale, ticks_for
from groundswell.look.numbers import plain


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One category. `value` is None where nobody answered; a thin row is drawn pale."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    is_thin: bool = False
    url: str = ""


def interval_dots(
    rows: Sequence[IntervalRow],
    *,
    title: str,
    description: str = "",
    unit: str = "points",
    reference: float | None = None,
    reference_words: str = "All",
    decimals: int = 0,
) -> Chart:
    """Draw the rows in the order given, against a reference line where there is one."""
    if not any(row.value is not None for row in rows):
        return empty_chart(title, description, "Nothing to compare yet: of none is a figure known.")

    def draw(width: float) -> Drawing:
        is_wide = width == WIDE
        pitch = 36.0 if is_wide else 54.0
        top = 30.0 if reference is not None else 12.0
        bottom = top + pitch * len(rows)
        sure = [v for r in rows if not r.is_thin for v in (r.low, r.high)]
        ticks = ticks_for([*(r.value for r in rows), *sure, reference])
        x = Scale(ticks[0], ticks[-1], 196.0 if is_wide else 12.0, width - (128.0 if is_wide else 12.0))
        placed = [
            mark
            for i, row in enumerate(rows)
            for mark in _row_marks(row, top + pitch * i, pitch, x, width, decimals, unit)
        ]
        return Drawing(
            bottom + 28,
            [
                *_axis(ticks, x, top, bottom),
                *_reference(reference, reference_words, x, bottom, decimals),
                *placed,
            ],
        )

    summary = _summary(rows, decimals)
    heads = ("Name", unit.capitalize(), *HEADS)
    return chart_of(title, description, summary, draw, heads, [cells(row, decimals) for row in rows])


def _summary(rows: Sequence[IntervalRow], decimals: int) -> str:
    known = sorted((row for row in rows if row.value is not None), key=lambda row: row.value or 0)
    low, high = known[0], known[-1]
    return f"Lowest: {low.label}, {plain(low.value, decimals)}. Highest: {high.label}, {plain(high.value, decimals)}."


def _axis(ticks: Sequence[float], x: Scale, top: float, bottom: float) -> Iterator[str]:
    digits = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    for tick in ticks:
        yield marks.line((x(tick), top), (x(tick), bottom), "zero" if tick == 0 else "grid")
        yield marks.text(plain(tick, digits), x(tick), bottom + 19, "label soft", "middle")


def _reference(value: float | None, words: str, x: Scale, bottom: float, decimals: int) -> Iterator[str]:
    if value is None:
        return
    place, written = x(value), f"{words} {plain(value, decimals)}"
    half = marks.width_of(written) / 2
    yield marks.line((place, 22), (place, bottom), "target")
    yield marks.text(written, min(max(place, x.start + half), x.end - half), 15, "label soft", "middle")


def _row_marks(
    row: IntervalRow, y: float, pitch: float, x: Scale, width: float, decimals: int, unit: str
) -> Iterator[str]:
    is_wide = width == WIDE
    middle = y + pitch / 2 if is_wide else y + 37
    head = middle if is_wide else y + 13
    class_ = " thin" if row.is_thin else ""
    inside: list[str] = [marks.box(0, y, width, pitch - 1, "reach row")]
    room = (x.start - 16, 2) if is_wide else (width - 130, 1)
    inside.append(marks.block(row.label, 0, head, room[0], "label name", room[1]))
    if row.value is not None:
        if row.low is not None and row.high is not None:
            inside.append(marks.whisker(x.held(row.low), x.held(row.high), middle, "whisker" + class_))
        inside.append(marks.circle(x(row.value), middle, 5, "dot" + class_))
    inside += _reading(row, head + 4.5, width, decimals)
    yield marks.linked(row.url, spoken(row, unit, decimals), *inside)


def _reading(row: IntervalRow, y: float, width: float, decimals: int) -> Iterator[str]:
    if row.value is None or row.is_thin:
        yield marks.text("too few to tell", width, y, "label soft", "end")
        return
    yield marks.text(plain(row.value, decimals), width - 68, y, "label strong", "end")
    if row.n is not None:
        yield marks.text(f"n {plain(row.n)}", width, y, "label soft", "end")
