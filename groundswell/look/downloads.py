"""Every picture leaves as a table (CSV) and as a drawing (SVG), from the address of its page.

``?chart=trend&as=csv`` beside whatever the page was asked. PNG is not offered: drawing pixels on the server takes a
library of its own, and every office program and browser opens an SVG.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from .charts.chart import Cell, Chart, Download
from .charts.paper import standing_alone
from .numbers import ABSENT, MINUS

ASKED = ("chart", "as")
KINDS = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml"}
LIKE_A_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def with_downloads(charts: Mapping[str, Chart], address: str, permanent: str = "") -> dict[str, Chart]:
    """The charts, each with the links under which it leaves. ``address`` is the page with what it was asked;
    ``permanent`` asks the same on any later day."""
    return {
        name: chart if chart.emptiness else replace(chart, downloads=_links(name, address, permanent))
        for name, chart in charts.items()
    }


def _links(name: str, address: str, permanent: str) -> tuple[Download, ...]:
    more = "&" if "?" in address else "?"
    files = tuple(
        Download(kind.upper(), f"{address}{more}{urlencode({'chart': name, 'as': kind})}") for kind in KINDS
    )
    return (*files, Download("Link to these days", permanent)) if permanent else files


def file_asked(
    request: HttpRequest, charts: Mapping[str, Chart], name: str = "", note: str = ""
) -> HttpResponse | None:
    """The one chart that an address asks for as a file; None where it asks for the page. ``note`` stands below a drawing."""
    asked, kind = request.GET.get("chart", ""), request.GET.get("as", "")
    if not asked and not kind:
        return None
    if asked not in charts or kind not in KINDS:
        raise BadRequest(f"Ask for chart={'|'.join(charts)} and as={'|'.join(KINDS)}.")
    chart = charts[asked]
    content = table_of(chart) if kind == "csv" else standing_alone(chart, note)
    response = HttpResponse(content, content_type=KINDS[kind])
    file_name = slugify(f"{name} {asked}") or "chart"
    response["Content-Disposition"] = f'attachment; filename="{file_name}.{kind}"'
    return response


def table_of(chart: Chart) -> str:
    """The table as CSV: numbers in full and bare, words that look like a formula with an apostrophe in front."""
    pairs = [any(isinstance(row[i].exact, tuple) for row in chart.rows) for i in range(len(chart.heads))]
    heads: list[str] = []
    for head, is_pair in zip(chart.heads, pairs, strict=True):
        heads += [f"{head}: low", f"{head}: high"] if is_pair else [head]
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    for row in chart.rows:
        cells = zip(row, pairs, strict=False)
        writer.writerow([word for cell, is_pair in cells for word in _bare(cell, is_pair)])
    return written.getvalue()


def _bare(cell: Cell, is_pair: bool) -> list[object]:
    if is_pair:
        low, high = cell.exact if isinstance(cell.exact, tuple) else (None, None)
        return ["" if low is None else low, "" if high is None else high]
    if cell.exact is not None:
        return [cell.exact]
    words = "" if cell.words == ABSENT else cell.words
    if re.fullmatch(rf"{MINUS}[\d.,]+%?", words):
        return [words.replace(MINUS, "-")]
    return ["'" + words if LIKE_A_FORMULA.match(words) else words]
