"""How often each answer was given: one bar an answer, with its margin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.scales import Scale
from groundswell.look.numbers import between, plain, share

SCALE_ENDS_AT = 1.0


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One answer: how many gave it, and which share of those who answered that is (0 to 1)."""

    label: str
    count: int
    share: float
    low: float
    high: float
    url: str = ""


def shares(rows: Sequence[ShareRow], *, title: str, description: str = "") -> Chart:
    """Draw the answers in the order given; all bars are measured on 0 to 100 per cent."""
    if not any(row.count for row in rows):
        return empty_chart(
            title, description, "Nobody has answered yet: the first answer starts this picture."
        )

    def draw(width: float) -> Drawing:
        is_wide = width == WIDE
        pitch = 36.0 if is_wide else 54.0
        x = Scale(0, SCALE_ENDS_AT, 236.0 if is_wide else 2.0, width - (104.0 if is_wide else 2.0))
        return Drawing(
            pitch * len(rows) + 8,
            [mark for i, row in enumerate(rows) for mark in _row(row, pitch * i, pitch, x, width)],
        )

    most = max(rows, key=lambda row: row.count)
    summary = f"Most often: {most.label}, {share(most.share)} ({plain(most.count)})."
    return chart_of(
        title, description, summary, draw, ("Answer", "Customers", "Share", "Between"), map(_cells, rows)
    )


def _row(row: ShareRow, y: float, pitch: float, x: Scale, width: float) -> Iterator[str]:
    is_wide = width == WIDE
    middle = y + pitch / 2 if is_wide else y + 37
    head = middle if is_wide else y + 13
    words = f"{row.label}: {plain(row.count)}, {share(row.share)}, between {_margin(row).replace(' to ', ' and ')}"
    yield marks.linked(
        row.url,
        words,
        marks.box(0, y, width, pitch - 1, "reach row"),
        marks.block(
            row.label, 0, head, (x.start - 16) if is_wide else width - 110, "label name", 2 if is_wide else 1
        ),
        marks.line((x.start, middle), (x.end, middle), "grid"),
        marks.box(x.start, middle - 8, x(row.share) - x.start, 16, "bar passive"),
        marks.whisker(x.held(row.low), x.held(row.high), middle, "whisker over"),
        marks.text(share(row.share), width - 56, head + 4.5, "label strong", "end"),
        marks.text(f"n {plain(row.count)}", width, head + 4.5, "label soft", "end"),
    )


def _margin(row: ShareRow) -> str:
    return f"{between(100 * row.low, 100 * row.high)}%"


def _cells(row: ShareRow) -> tuple[Cell, ...]:
    return Cell(row.label), Cell(plain(row.count), row.url), Cell(share(row.share)), Cell(_margin(row))
