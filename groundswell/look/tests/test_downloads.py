"""Charts leave their page as a table and as a drawing."""

import csv
import io
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory

from groundswell.look import charts, downloads, sample_charts
from groundswell.look.charts import Chart
from groundswell.look.charts.paper import standing_alone

DRAWN = [
    chart for chart in sample_charts.all_charts().values() if isinstance(chart, Chart) and not chart.emptiness
]


def rows(chart: Chart) -> list[list[str]]:
    return list(csv.reader(io.StringIO(downloads.table_of(chart))))


def test_a_table_leaves_with_numbers_in_full_and_bare():
    chart = charts.interval_dots(
        [charts.IntervalRow("Leeds", -12.345, -20.5, 1204.0, 1204), charts.IntervalRow("York", None)],
        title="t",
    )
    assert rows(chart) == [
        ["", "Points", "Between: low", "Between: high", "Answers", ""],
        ["Leeds", "-12.345", "-20.5", "1204.0", "1204", ""],
        ["York", "", "", "", "", "too few to tell"],
    ]


def test_a_name_that_looks_like_a_formula_is_words():
    chart = charts.interval_dots([charts.IntervalRow("=cmd()", 1.0, 0.0, 2.0, 3)], title="t")
    assert rows(chart)[1][0] == "'=cmd()"


@pytest.mark.parametrize("chart", DRAWN, ids=lambda chart: chart.title)
def test_every_chart_stands_alone(chart: Chart) -> None:
    drawing = standing_alone(chart, "Leeds & York, March")
    ElementTree.fromstring(drawing)  # noqa: S314 our own drawing
    assert "var(" not in drawing
    assert "href=" not in drawing
    assert "#1f4e8c" in drawing
    assert "Leeds &amp; York, March" in drawing
    assert all(len(row) == len(rows(chart)[0]) for row in rows(chart))


def test_links_stand_below_a_chart_that_has_something_to_take_away():
    chart, empty = DRAWN[0], charts.trend([], title="t")
    shown = downloads.with_downloads({"trend": chart, "none": empty}, "/x/?a=1", "/x/?b=2")
    assert "/x/?a=1&amp;chart=trend&amp;as=svg" in str(shown["trend"])
    assert "/x/?b=2" in str(shown["trend"])
    assert "as=svg" not in str(shown["none"])
    assert "chart__downloads" not in str(replace(chart, downloads=()))


def test_an_unknown_chart_or_kind_is_a_bad_request():
    ask = RequestFactory().get
    assert downloads.file_asked(ask("/"), {"trend": DRAWN[0]}) is None
    for asked in ({"chart": "x", "as": "csv"}, {"chart": "trend", "as": "png"}, {"as": "csv"}):
        with pytest.raises(BadRequest):
            downloads.file_asked(ask("/", asked), {"trend": DRAWN[0]})
    file = downloads.file_asked(
        ask("/", {"chart": "trend", "as": "svg"}), {"trend": DRAWN[0]}, "Leeds 2026-Q1"
    )
    assert file["Content-Disposition"] == 'attachment; filename="leeds-2026-q1-trend.svg"'
