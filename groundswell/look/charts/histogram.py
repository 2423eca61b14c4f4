"""How many customers gave each answer from 0 to 10."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.scales import Scale
from groundswell.look.numbers import plain, share

KINDS = (("Detractors", 0, 6), ("Passives", 7, 8), ("Promoters", 9, 10))


def histogram(
    counts: Sequence[int],
    *,
    title: str,
    description: str = "",
    urls: Sequence[str] = (),
    emptiness: str = "",
) -> Chart:
    """Draw eleven counts, for the answers 0 to 10 in order; `urls` leads to the voices of each answer."""
    total = sum(counts)
    if not total:
        usual = "Nobody has answered yet: the first answer starts this picture."
        return empty_chart(title, description, emptiness or usual)
    links = [*urls, *[""] * (11 - len(urls))]

    def draw(width: float) -> Drawing:
        height = 190.0 if width == WIDE else 160.0
        x, y = Scale(0, 11, 0, width), Scale(0, max(counts), height, 24.0)
        bars = [_bar(i, count, total, x, y, links[i]) for i, count in enumerate(counts)]
        floor = marks.line((0, height), (width, height), "zero")
        return Drawing(height + 66, [*bars, floor, *_kinds(counts, total, x, height)])

    parts = [f"{name} {share(sum(counts[a : b + 1]) / total)}" for name, a, b in KINDS]
    rows = [
        (Cell(str(i)), Cell(plain(count), links[i], count), Cell(share(count / total), exact=count / total))
        for i, count in enumerate(counts)
    ]
    return chart_of(title, description, f"{', '.join(parts)}.", draw, ("Answer", "Customers", "Share"), rows)


def _bar(i: int, count: int, total: int, x: Scale, y: Scale, url: str) -> str:
    kind = next(name for name, _, last in KINDS if i <= last).lower()
    left, wide = x(i) + 3, x(1) - x(0) - 6
    words = f"{i}: {plain(count)} customers, {share(count / total)}"
    middle = left + wide / 2
    return marks.linked(
        url,
        words,
        marks.box(left, 0, wide, y.start + 22, "reach"),
        marks.box(left, y(count), wide, y.start - y(count), f"bar {kind}"),
        marks.text(
            plain(count) if wide > 40 or count < 1000 else "", middle, y(count) - 6, "label soft", "middle"
        ),
        marks.text(str(i), middle, y.start + 18, "label", "middle"),
    )


def _kinds(counts: Sequence[int], total: int, x: Scale, height: float) -> Iterator[str]:
    for name, first, last in KINDS:
        part = share(sum(counts[first : last + 1]) / total)
        left, right = x(first) + 3, x(last + 1) - 3
        yield marks.line((left, height + 30), (right, height + 30), f"bracket {name.lower()}")
        if marks.width_of(f"{name} {part}") <= right - left + 4:
            yield marks.text(f"{name} {part}", (left + right) / 2, height + 47, "label soft", "middle")
        else:
            yield marks.text(name, min(right + 3, x.end), height + 47, "label soft", "end")
            yield marks.text(part, min(right + 3, x.end), height + 62, "label", "end")
