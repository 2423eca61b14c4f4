"""What a promoter, a passive and a detractor are worth, with how sure we are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.scales import Scale, ticks_for
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


def ladder(rungs: Sequence[LadderRung], *, title: str, description: str = "", currency: str = "£") -> Chart:
    """Draw the rungs in the order given, from the same zero."""
    if not any(rung.value is not None for rung in rungs):
        return empty_chart(
            title, description, "No value to show yet: it needs customers with revenue and an answer."
        )

    def draw(width: float) -> Drawing:
        pitch = 48.0 if width == WIDE else 66.0
        values = [v for rung in rungs for v in (rung.value, rung.low, rung.high)]
        ticks = ticks_for([0, *values])
        x = Scale(
            ticks[0], ticks[-1], 132.0 if width == WIDE else 0.0, width - (96.0 if width == WIDE else 4.0)
        )
        zero = marks.line((x(0), 0), (x(0), pitch * len(rungs)), "zero")
        rows = [mark for i, rung in enumerate(rungs) for mark in _rung(rung, pitch * i, x, width, currency)]
        return Drawing(pitch * len(rungs) + 4, [*rows, zero])

    summary = " ".join(f"{rung.label}: {money(rung.value, currency)}." for rung in rungs)
    heads = ("Customers", "Value", "From", "To", "n", *[name for name, _ in _parts(rungs)])
    return chart_of(title, description, summary, draw, heads, [_row(r, currency, rungs) for r in rungs])


def _parts(rungs: Sequence[LadderRung]) -> Sequence[tuple[str, float]]:
    return next((rung.parts for rung in rungs if rung.parts), ())


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
    bar = y + 10 if is_wide else y + 26
    middle = bar + 14
    label_y = middle + 4.5 if is_wide else y + 18
    words = f"{rung.label}: {money(rung.value, currency)}"
    if rung.low is not None and rung.high is not None:
        words += f", between {money(rung.low, currency)} and {money(rung.high, currency)}"
    inside = [
        marks.box(0, y, width, 44 if is_wide else 62, "reach row"),
        marks.text(rung.label, 0, label_y, "label name"),
    ]
    if rung.value is None:
        inside.append(marks.text("too few to tell", width, label_y, "label soft", "end"))
    else:
        inside += [*_bars(rung, bar, x), *_interval(rung, middle, x)]
        inside.append(marks.text(money(rung.value, currency), width, label_y, "label strong", "end"))
    yield marks.linked(rung.url, words, *inside)


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
