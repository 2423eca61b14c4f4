"""One figure with its margin on a line of its own scale, for a row of a tree or a table."""

from __future__ import annotations

from django.utils.safestring import SafeString

from groundswell.look.charts import marks
from groundswell.look.charts.scales import Scale


def interval_bar(
    value: float | None,
    low: float | None,
    high: float | None,
    *,
    between: tuple[float, float] = (-100.0, 100.0),
    reference: float | None = None,
    is_thin: bool = False,
    width: float = 180.0,
    height: float = 24.0,
) -> SafeString:
    """The dot and its whisker; the words beside it say the same, so it is hidden from screen readers."""
    x = Scale(*between, 6.0, width - 6)
    middle, class_ = height / 2, " thin" if is_thin else ""
    drawn = [marks.line((6.0, middle), (width - 6, middle), "grid")]
    if reference is not None:
        drawn.append(marks.line((x.held(reference), 2), (x.held(reference), height - 2), "target"))
    if low is not None and high is not None:
        drawn.append(marks.whisker(x.held(low), x.held(high), middle, "whisker" + class_))
    if value is not None:
        drawn.append(marks.circle(x.held(value), middle, 4.5, "dot" + class_))
    return marks.element(
        "svg",
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        class_="drawing drawing--row",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        aria_hidden="true",
    )
