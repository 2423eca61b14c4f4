"""Every picture leaves its page: its numbers as CSV, Excel, Parquet and SPSS, its drawing as SVG, and by its address.

``?chart=trend&as=csv`` beside whatever the page was asked. A page that draws figures does two things: it answers
``file_asked`` before it renders, and it shows its charts ``with_downloads``. A PNG is painted by the browser from the SVG.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from groundswell.look.charts.chart import Chart, Download, Leaving
from groundswell.look.charts.paper import standing_alone

from .figures import Origin, Table, table_of
from .forms import FORMS

__all__ = ["ASKED", "Origin", "Table", "file_asked", "table_of", "with_downloads"]
ASKED = ("chart", "as")
DRAWING = "svg"


def with_downloads(charts: Mapping[str, Chart], address: str, permanent: str = "") -> dict[str, Chart]:
    """The charts, each with the links under which it leaves. ``address`` is the page with what it was asked;
    ``permanent`` asks the same on any later day."""
    return {
        name: chart if chart.emptiness else replace(chart, leaving=_leaving(name, chart, address, permanent))
        for name, chart in charts.items()
    }


def _leaving(name: str, chart: Chart, address: str, permanent: str) -> Leaving:
    more = "&" if "?" in address else "?"

    def link(words: str, kind: str) -> Download:
        return Download(words, f"{address}{more}{urlencode({'chart': name, 'as': kind})}")

    numbers = tuple(link(words, kind) for kind, (words, *_) in FORMS.items())
    return Leaving(numbers, link("SVG", DRAWING) if chart.svg else None, permanent)


def file_asked(request: HttpRequest, charts: Mapping[str, Chart], origin: Origin) -> HttpResponse | None:
    """The one chart that an address asks for as a file; None where it asks for the page."""
    asked, kind = request.GET.get("chart", ""), request.GET.get("as", "")
    if not asked and not kind:
        return None
    kinds = (*FORMS, DRAWING)
    if asked not in charts or kind not in kinds:
        raise BadRequest(f"Ask for chart={'|'.join(charts)} and as={'|'.join(kinds)}.")
    chart = charts[asked]
    if kind == DRAWING and not chart.svg:
        raise BadRequest("Nothing is drawn here. Ask for the numbers.")
    response = _drawn(chart, origin) if kind == DRAWING else _written(chart, origin, kind)
    stem = slugify(f"{origin.file_name or f'{origin.of} {origin.period}'} {asked}") or "figures"
    response["Content-Disposition"] = f'attachment; filename="{stem[:120]}.{kind}"'
    return response


def _drawn(chart: Chart, origin: Origin) -> HttpResponse:
    return HttpResponse(standing_alone(chart, origin.note), content_type="image/svg+xml")


def _written(chart: Chart, origin: Origin, kind: str) -> HttpResponse:
    _, media_type, written = FORMS[kind]
    return HttpResponse(written(table_of(chart, origin)), content_type=media_type)
