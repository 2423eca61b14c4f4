"""A small line inside a sentence or a table cell."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from groundswell.look.charts import marks
from groundswell.look.charts.scales import Scale
from groundswell.look.numbers import plain


def spark(
    values: Sequence[float | None],
    *,
    title: str,
    is_count: bool = False,
    width: float = 96.0,
    height: float = 24.0,
) -> SafeString:
    """The course of a few values, the last one marked; "too few to tell" in words below two values. Counts stand on zero."""
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return marks.element("span", "too few to tell", class_="small")
    low, high = min(value for _, value in known), max(value for _, value in known)
    low = 0 if is_count else low
    x = Scale(0, len(values) - 1, 2.0, width - 5)
    y = Scale(low, high if high > low else low + 1, height - 4, 4.0)
    places = [(x(i), y(value)) for i, value in known]
    first, last = known[0][1], known[-1][1]
    said = f"{title}: from {plain(first)} to {plain(last)}"
    said += f", at most {plain(high)}" if high > max(first, last) else ""
    return marks.element(
        "svg",
        marks.element("title", said),
        marks.path(places, "line"),
        marks.circle(*places[-1], 3, "dot"),
        xmlns="http://www.w3.org/2000/svg",
        class_="spark",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        aria_label=said,
    )
