"""What a promoter, a passive and a detractor are worth, with how sure we are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.scales import Scale
from groundswell.look.numbers import money, plain


@dataclass(frozen=True, slots=True)
class LadderRung:
    """One kind of customer. `parts` are the factors that make up the value, as (name, amount)."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    url: str = ""
    parts: Sequence[tuple[str, float]] = ()


def ladder(rungs: Sequence[LadderRung], *, title: str, description: str = "", currency: str = "") -> Chart:
    """Draw the rungs in the order given, from the same zero."""
    if not any(rung.value is not None for rung in rungs):
        return empty_chart(
            title, description, "No value to show yet: it needs customers with revenue and an answer."
        )

    def draw(width: float) -> Drawing:
        is_wide = width == WIDE
        pitch = 52.0 if is_wide else 68.0
        names, top = _names(rungs, width)
        values = [0.0, *(v for rung in rungs for v in (rung.value, rung.low, rung.high) if v is not None)]
        x = Scale(
            min(values), max(values) or 1, 132.0 if is_wide else 2.0, width - (136.0 if is_wide else 8.0)
        )
        zero = marks.line((x(0), top), (x(0), top + pitch * len(rungs)), "zero")
        rows = [m for i, rung in enumerate(rungs) for m in _rung(rung, top + pitch * i, x, width, currency)]
        return Drawing(top + pitch * len(rungs) + 4, [*names, *rows, zero])

    summary = " ".join(f"{rung.label}: {money(rung.value, currency)}." for rung in rungs)
    heads = ("Customers", "Value", "From", "To", "n", *[name for name, _ in _parts(rungs)])
    return chart_of(title, description, summary, draw, heads, [_row(r, currency, rungs) for r in rungs])


def _parts(rungs: Sequence[LadderRung]) -> Sequence[tuple[str, float]]:
    return next((rung.parts for rung in rungs if rung.parts), ())


def _names(rungs: Sequence[LadderRung], width: float) -> tuple[list[str], float]:
    """The names of the factors above the picture, and how much room they take."""
    x, y, drawn = 0.0, 4.0, []
    for i, (name, _) in enumerate(_parts(rungs)):
        wide = marks.width_of(name) + 36
        if x + wide > width:
            x, y = 0.0, y + 22
        drawn.append(marks.box(x, y, 14, 14, f"bar part-{i % 5 + 1}", 2))
        drawn.append(marks.text(name, x + 20, y + 12, "label"))
        x += wide
    return drawn, y + 26 if drawn else 0.0


def _row(rung: LadderRung, currency: str, rungs: Sequence[LadderRung]) -> tuple[Cell, ...]:
    amounts = dict(rung.parts)
    return (
        Cell(rung.label),
        Cell(money(rung.value, currency), rung.url),
        Cell(money(rung.low, currency)),
        Cell(money(rung.high, currency)),
        Cell(plain(rung.n)),
        *(Cell(money(amounts.get(name), currency)) for name, _ in _parts(rungs)),
    )


def _rung(rung: LadderRung, y: float, x: Scale, width: float, currency: str) -> Iterator[str]:
    is_wide = width == WIDE
    bar = y + 12 if is_wide else y + 28
    middle = bar + 14
    label_y = middle + 4.5 if is_wide else y + 18
    words = f"{rung.label}: {money(rung.value, currency)}"
    if rung.low is not None and rung.high is not None:
        words += f", between {money(rung.low, currency)} and {money(rung.high, currency)}"
    inside = [
        marks.box(0, y, width, 51 if is_wide else 66, "reach row"),
        marks.text(rung.label, 0, label_y, "label name"),
    ]
    if rung.value is None:
        inside.append(marks.text("too few to tell", width, label_y, "label soft", "end"))
    else:
        inside += [*_bars(rung, bar, x), *_interval(rung, middle, x)]
        inside += _reading(rung, width, label_y, is_wide, currency)
    yield marks.linked(rung.url, words, *inside)


def _reading(rung: LadderRung, width: float, y: float, is_wide: bool, currency: str) -> Iterator[str]:
    value = money(rung.value, currency)
    if rung.low is None or rung.high is None:
        yield marks.text(value, width, y, "label strong", "end")
        return
    interval = f"{money(rung.low, currency)} to {money(rung.high, currency)}"
    yield marks.text(interval, width, y + 9 if is_wide else y, "label soft", "end")
    left = width if is_wide else width - marks.width_of(interval) - 12
    yield marks.text(value, left, y - 8 if is_wide else y, "label strong", "end")


def _bars(rung: LadderRung, y: float, x: Scale) -> Iterator[str]:
    if not rung.parts:
        yield marks.box(x(0), y, x(rung.value or 0) - x(0), 28, f"bar {rung.label.lower().split()[0]}")
        return
    reached = 0.0
    for i, (name, amount) in enumerate(rung.parts):
        piece = marks.box(x(reached), y, x(reached + amount) - x(reached), 28, f"bar part-{i % 5 + 1}")
        yield marks.element("g", marks.element("title", f"{name}: {plain(amount)}"), piece)
        reached += amount


def _interval(rung: LadderRung, y: float, x: Scale) -> Iterator[str]:
    if rung.low is None or rung.high is None:
        return
    yield marks.whisker(x(rung.low), x(rung.high), y, "whisker over")
    for end in (rung.low, rung.high):
        yield marks.whisker(y - 5, y + 5, x(end), "whisker over", upright=True)
