"""Where to begin: what matters to customers against what it is worth to the business."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.labels import Box, placed
from groundswell.look.charts.scales import Scale, ticks_for
from groundswell.look.numbers import between, shortened

Writer = Callable[[float | None], str]
BOTH = "Most to both"


@dataclass(frozen=True, slots=True)
class SweetSpotPoint:
    """One opportunity, with its value to customers and to the business, and the interval of each.

    ``url`` leads from its point to itself; the other two lead from the table to what each value is counted from.
    """

    label: str
    customer: float
    business: float
    customer_low: float | None = None
    customer_high: float | None = None
    business_low: float | None = None
    business_high: float | None = None
    is_chosen: bool = False
    url: str = ""
    customer_url: str = ""
    business_url: str = ""


@dataclass(frozen=True, slots=True)
class _Words:
    customer: str
    business: str
    write_customer: Writer
    write_business: Writer


def sweet_spot(
    points: Sequence[SweetSpotPoint],
    *,
    title: str,
    description: str = "",
    customer_words: str = "Value to customers",
    business_words: str = "Value to the business",
    write_customer: Writer = shortened,
    write_business: Writer = shortened,
) -> Chart:
    """Draw each opportunity with its error bars; what is high on both stands in the shaded corner."""
    if not points:
        return empty_chart(
            title,
            description,
            "Nothing has a place here yet: it takes the points that something costs, and what its customers bring.",
        )
    words = _Words(customer_words, business_words, write_customer, write_business)

    def draw(width: float) -> Drawing:
        return _map(points, words, width)

    best = max(points, key=lambda point: (point.customer, point.business))
    heads = ("Opportunity", customer_words, "Between", business_words, "Between")
    rows = [_row(point, words) for point in points]
    return chart_of(title, description, f"Most for customers: {best.label}.", draw, heads, rows)


def _row(point: SweetSpotPoint, words: _Words) -> tuple[Cell, ...]:
    return (
        Cell(point.label, point.url),
        Cell(words.write_customer(point.customer), point.customer_url),
        Cell(_interval(point.customer_low, point.customer_high, words.write_customer)),
        Cell(words.write_business(point.business), point.business_url),
        Cell(_interval(point.business_low, point.business_high, words.write_business)),
    )


def _interval(low: float | None, high: float | None, write: Writer) -> str:
    return f"{write(low)} to {write(high)}" if between(low, high) else ""


def _spoken(between: str) -> str:
    return f" ({between})" if between else ""


def _map(points: Sequence[SweetSpotPoint], words: _Words, width: float) -> Drawing:
    is_wide = width == WIDE
    top, floor = 28.0, 360.0 if is_wide else 290.0
    across = ticks_for([v for p in points for v in (p.customer, p.customer_low, p.customer_high)])
    upward = ticks_for([v for p in points for v in (p.business, p.business_low, p.business_high)])
    left = max(48.0, 10 + max(marks.width_of(words.write_business(tick)) for tick in upward))
    x = Scale(across[0], across[-1], left, width - 16)
    y = Scale(upward[0], upward[-1], floor, top)
    parts = [*_ground(x, y, across, upward, words)]
    for point in points:
        parts += _error_bars(point, x, y)
    names = [point.label if is_wide else str(i + 1) for i, point in enumerate(points)]
    dots = [(x(point.customer), y(point.business)) for point in points]
    frame = (left + 2, top, width - 2, floor - 2)
    corner = (x.end - 10 - marks.width_of(BOTH), top + 6, x.end - 10, top + 26)
    for point, dot, name, place in zip(
        points, dots, names, placed(names, dots, frame, [corner]), strict=True
    ):
        parts.append(_named(point, dot, name, place, words))
    if is_wide:
        return Drawing(floor + 48, parts)
    return Drawing(floor + 56 + 26.0 * len(points), [*parts, *_legend(points, floor + 62, width)])


def _ground(
    x: Scale, y: Scale, across: Sequence[float], upward: Sequence[float], words: _Words
) -> Iterator[str]:
    half_x, half_y = (x.start + x.end) / 2, (y.start + y.end) / 2
    yield marks.box(half_x, y.end, x.end - half_x, half_y - y.end, "corner", 4)
    yield marks.text(BOTH, x.end - 10, y.end + 20, "label soft", "end")
    for tick in across:
        yield marks.line((x(tick), y.start), (x(tick), y.end), "grid")
        yield marks.text(words.write_customer(tick), x(tick), y.start + 18, "label soft", "middle")
    for tick in upward:
        yield marks.line((x.start, y(tick)), (x.end, y(tick)), "grid")
        yield marks.text(words.write_business(tick), x.start - 8, y(tick) + 4, "label soft", "end")
    yield marks.text(f"{words.customer} →", x.end, y.start + 38, "label", "end")
    yield marks.text(f"↑ {words.business}", 0, 14, "label")


def _error_bars(point: SweetSpotPoint, x: Scale, y: Scale) -> Iterator[str]:
    if point.customer_low is not None and point.customer_high is not None:
        yield marks.whisker(x(point.customer_low), x(point.customer_high), y(point.business), "whisker faint")
    if point.business_low is not None and point.business_high is not None:
        yield marks.whisker(
            y(point.business_low), y(point.business_high), x(point.customer), "whisker faint", upright=True
        )


def _named(point: SweetSpotPoint, dot: marks.Point, name: str, place: Box, words: _Words) -> str:
    spoken = (
        f"{point.label}: {words.customer.lower()} {words.write_customer(point.customer)}"
        f"{_spoken(_interval(point.customer_low, point.customer_high, words.write_customer))}, "
        f"{words.business.lower()} {words.write_business(point.business)}"
        f"{_spoken(_interval(point.business_low, point.business_high, words.write_business))}"
    )
    near = min(max(dot[0], place[0]), place[2]), min(max(dot[1], place[1]), place[3])
    far = abs(near[0] - dot[0]) + abs(near[1] - dot[1]) > 16
    leader = [marks.line(dot, near, "leader")] if far else []
    return marks.linked(
        point.url,
        spoken,
        *leader,
        marks.circle(dot[0], dot[1], 14, "reach"),
        marks.circle(dot[0], dot[1], 6.5, "dot chosen" if point.is_chosen else "dot open"),
        marks.text(name, place[0], place[3] - 4, "label strong" if point.is_chosen else "label"),
    )


def _legend(points: Sequence[SweetSpotPoint], top: float, width: float) -> Iterator[str]:
    for i, point in enumerate(points):
        y = top + 26 * i
        yield marks.linked(
            point.url,
            point.label,
            marks.box(0, y - 16, width, 25, "reach row"),
            marks.text(str(i + 1), 18, y, "label strong", "end"),
            marks.text(
                marks.fitted(point.label, width - 30), 28, y, "label strong" if point.is_chosen else "label"
            ),
        )
