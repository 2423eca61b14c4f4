"""Did it work? Where the change was made against where it was not, before and after the start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundswell.look.charts import marks
from groundswell.look.charts.chart import WIDE, Cell, Chart, Drawing, chart_of, empty_chart
from groundswell.look.charts.scales import Scale, every_fitting, spread, ticks_for
from groundswell.look.numbers import between, plain, signed

TOP, BOTTOM, LEFT = 34.0, 30.0, 40.0


@dataclass(frozen=True, slots=True)
class EffectPoint:
    """One period. `expected` is where the treated would be without the change, with its interval.

    Leave `expected` out where the line of the comparison itself shows it.
    """

    label: str
    treated: float | None
    control: float | None = None
    expected: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None
    n: int | None = None
    control_n: int | None = None
    """How many answers each side rests on; ``url`` and ``control_url`` lead to them."""
    url: str = ""
    control_url: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """The measured effect after the start, with its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Paper:
    points: Sequence[EffectPoint]
    start: int
    x: Scale
    y: Scale
    bottom: float
    right: float

    def compared(self, point: EffectPoint) -> float | None:
        """What the treated is compared with: what was expected where that is known, else the control."""
        has_expected = any(other.expected is not None for other in self.points)
        return point.expected if has_expected else point.control


def effect(
    points: Sequence[EffectPoint],
    *,
    start: str,
    title: str,
    description: str = "",
    verdict: str = "",
    gap: Gap | None = None,
    unit: str = "points",
    treated_words: str = "With the change",
    control_words: str = "Without it",
    expected_words: str = "Expected",
) -> Chart:
    """Draw the periods in order; `start` is the label of the first period with the change."""
    known = [point for point in points if point.treated is not None]
    labels = [point.label for point in points]
    if not known or start not in labels:
        return empty_chart(
            title, description, "No effect to show yet: it needs answers from before and after the start."
        )

    def draw(width: float) -> Drawing:
        is_wide = width == WIDE
        right = 132.0 if is_wide else 10.0
        top = TOP if is_wide else TOP + (44 if gap else 22)
        height = top + (232.0 if is_wide else 200.0) + BOTTOM
        ticks = ticks_for(
            [v for p in points for v in (p.treated, p.control, p.expected, p.expected_low, p.expected_high)]
        )
        x = Scale(0, max(len(points) - 1, 1), LEFT + 10, width - right - 10)
        y = Scale(ticks[0], ticks[-1], height - BOTTOM, top)
        paper = _Paper(points, labels.index(start), x, y, height - BOTTOM, width - right)
        names = (treated_words, control_words, expected_words)
        return Drawing(
            height,
            [*_grid(paper, ticks), *_gap(paper), *_start(paper), *_lines(paper), *_periods(paper),
             *(_end_labels(paper, names, gap, unit) if is_wide else _key(paper, names, gap, unit))],
        )  # fmt: skip

    said = (
        f"Effect {signed(gap.value)} {unit}, between {signed(gap.low)} and {signed(gap.high)}. "
        if gap
        else ""
    )
    columns = [
        name
        for name in COLUMNS
        if name in ("treated", "control") or any(getattr(p, name) is not None for p in points)
    ]
    words = {
        "treated": treated_words, "n": "Answers with it", "control": control_words, "control_n": "Answers without it",
        "expected": expected_words, "expected_low": "Between",
    }  # fmt: skip
    shown = " ".join(part for part in (description, verdict) if part)
    heads = ("Period", *(words[name] for name in columns))
    return chart_of(title, shown, said.strip(), draw, heads, [_row(p, columns) for p in points])


COLUMNS = ("treated", "n", "control", "control_n", "expected", "expected_low")
"""What the table says of a period; what no period has is left out."""


def _row(point: EffectPoint, columns: Sequence[str]) -> tuple[Cell, ...]:
    there = {
        "treated": Cell(plain(point.treated)),
        "n": Cell(plain(point.n), point.url if point.n else "", point.n),
        "control": Cell(plain(point.control)),
        "control_n": Cell(
            plain(point.control_n), point.control_url if point.control_n else "", point.control_n
        ),
        "expected": Cell(plain(point.expected)),
        "expected_low": Cell(between(point.expected_low, point.expected_high)),
    }
    return (Cell(point.label), *(there[name] for name in columns))


def _grid(paper: _Paper, ticks: Sequence[float]) -> Iterator[str]:
    digits = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    for tick in ticks:
        y = paper.y(tick)
        yield marks.line((LEFT, y), (paper.right, y), "zero" if tick == 0 else "grid")
        yield marks.text(plain(tick, digits), LEFT - 8, y + 4, "label soft", "end")


def _gap(paper: _Paper) -> Iterator[str]:
    """The interval of what was expected, and the gap between it and what happened, from the start on."""
    after = list(enumerate(paper.points))[paper.start :]
    x, y = paper.x, paper.y
    upper = [(x(i), y(p.expected_high)) for i, p in after if p.expected_high is not None]
    lower = [(x(i), y(p.expected_low)) for i, p in after if p.expected_low is not None]
    if upper and lower:
        yield marks.path([*upper, *reversed(lower)], "band quiet", closed=True)
    happened = [
        (x(i), y(p.treated)) for i, p in after if p.treated is not None and paper.compared(p) is not None
    ]
    compared = [
        (x(i), y(value))
        for i, p in after
        if p.treated is not None and (value := paper.compared(p)) is not None
    ]
    if len(happened) > 1:
        yield marks.path([*happened, *reversed(compared)], "gap", closed=True)


def _start(paper: _Paper) -> Iterator[str]:
    place = (paper.x(max(paper.start - 1, 0)) + paper.x(paper.start)) / 2
    late = place > (LEFT + paper.right) * 0.6
    yield marks.line((place, paper.y.end - 12), (place, paper.bottom), "event")
    yield marks.text(
        "Start", place - 6 if late else place + 6, paper.y.end - 4, "label", "end" if late else "start"
    )


def _lines(paper: _Paper) -> Iterator[str]:
    for name, class_ in (("control", "line control"), ("expected", "line expected"), ("treated", "line")):
        places = [
            (paper.x(i), paper.y(value))
            for i, point in enumerate(paper.points)
            if (value := getattr(point, name)) is not None
        ]
        if len(places) > 1:
            yield marks.path(places, class_)
    for i, point in enumerate(paper.points):
        if point.treated is not None:
            words = f"{point.label}: {plain(point.treated)} with the change"
            compared = paper.compared(point)
            words += f", {plain(compared)} to compare" if compared is not None else ""
            words += f", {plain(point.n)} answers" if point.n is not None else ""
            yield marks.linked(point.url, words, marks.circle(paper.x(i), paper.y(point.treated), 3, "dot"))


def _periods(paper: _Paper) -> Iterator[str]:
    step = every_fitting([marks.width_of(point.label) for point in paper.points], paper.right - LEFT)
    last = len(paper.points) - 1
    for i, point in enumerate(paper.points):
        if (last - i) % step == 0:
            yield marks.text(point.label, paper.x(i), paper.bottom + 21, "label soft", "middle")


def _last(paper: _Paper, name: str) -> float | None:
    return next((v for p in reversed(paper.points) if (v := getattr(p, name)) is not None), None)


def _end_labels(paper: _Paper, names: Sequence[str], gap: Gap | None, unit: str) -> Iterator[str]:
    rows: list[tuple[float, str, str]] = []
    classes = ("label strong accent", "label soft", "label soft")
    for name, words, class_ in zip(("treated", "control", "expected"), names, classes, strict=True):
        if (value := _last(paper, name)) is not None:
            rows.append((paper.y(value), words, class_))
            if name == "treated" and gap is not None:
                rows.append((paper.y(value) + 1, f"{signed(gap.value)} {unit}", "label strong"))
                interval = f"{signed(gap.low)} to {signed(gap.high)}"
                rows.append((paper.y(value) + 2, interval, "label soft"))
    room = WIDE - paper.right - 8
    for y, (_, words, class_) in zip(
        spread([y for y, _, _ in rows], 17, paper.y.end, paper.bottom), rows, strict=True
    ):
        yield marks.text(marks.fitted(words, room), paper.right + 8, y + 4, class_)


def _key(paper: _Paper, names: Sequence[str], gap: Gap | None, unit: str) -> Iterator[str]:
    """On a phone the names of the lines and the effect stand above the picture."""
    if gap is not None:
        interval = f"{signed(gap.low)} to {signed(gap.high)}"
        yield marks.text(f"{signed(gap.value)} {unit}, {interval}", 0, 38, "label strong")
    x = 0.0
    kinds = (("treated", "line"), ("control", "line control"), ("expected", "line expected"))
    for (name, class_), words in zip(kinds, names, strict=True):
        if _last(paper, name) is None:
            continue
        room = min(marks.width_of(words), 112.0)
        yield marks.path([(x, 10), (x + 14, 10)], class_)
        yield marks.text(marks.fitted(words, room), x + 19, 14, "label")
        x += room + 30
