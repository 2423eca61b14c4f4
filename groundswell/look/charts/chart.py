"""A chart is a picture in two formats (wide, and narrow for a phone), its words, and its table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from groundswell.look.charts.marks import element, together

WIDE, NARROW = 720.0, 340.0


class Cell(NamedTuple):
    """A cell of the table below a chart; with `url` it leads to the voices behind the number.

    `exact` is what a file says instead of the words: the number in full, a month as 2026-03, or both ends of a range.
    """

    words: str
    url: str = ""
    exact: float | str | tuple[float | None, float | None] | None = None


class Download(NamedTuple):
    """One way in which a chart leaves its page."""

    words: str
    url: str


class Leaving(NamedTuple):
    """How a chart leaves: its numbers in several forms, its drawing, and the address of exactly these days."""

    numbers: Sequence[Download]
    drawing: Download | None = None
    permanent: str = ""


class Drawing(NamedTuple):
    """Marks on paper of this height."""

    height: float
    marks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished chart. `{{ chart }}` gives the figure with its table; `chart.svg` only the wide picture."""

    title: str
    description: str
    svg: SafeString
    narrow_svg: SafeString
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    emptiness: str = ""
    leaving: Leaving | None = None

    def __str__(self) -> str:
        return render_to_string("look/parts/chart.html", {"chart": self})

    __html__ = __str__


def chart_of(
    title: str,
    description: str,
    summary: str,
    draw: Callable[[float], Drawing],
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> Chart:
    """Draw in both formats. `summary` says in words what the picture shows, for those who do not see it."""
    desc = " ".join(part for part in (description, summary) if part)
    wide, narrow = (_svg(title, desc, draw(width), width, name) for width, name in FORMATS)
    return Chart(title, description, wide, narrow, heads, list(rows))


def empty_chart(title: str, description: str, emptiness: str) -> Chart:
    """No picture, but a sentence that says what would be needed for one."""
    return Chart(title, description, mark_safe(""), mark_safe(""), (), (), emptiness)


FORMATS = ((WIDE, "wide"), (NARROW, "narrow"))


def _svg(title: str, desc: str, drawing: Drawing, width: float, name: str) -> SafeString:
    marks = together(drawing.marks)
    return element(
        "svg",
        element("title", title),
        element("desc", desc),
        marks,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"drawing drawing--{name}",
        viewBox=f"0 0 {width:g} {drawing.height:g}",
        role="group" if "<a " in marks else "img",
        aria_label=title,
    )
