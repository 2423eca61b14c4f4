"""Charts leave their page: their numbers in four forms that explain themselves, their drawing, their address."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pyarrow.parquet
import pyreadstat
import pytest
from django.core.exceptions import BadRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from groundswell.look import charts, downloads, sample_charts
from groundswell.look.charts import Chart
from groundswell.look.charts.paper import standing_alone
from groundswell.look.downloads import Origin

DRAWN = [
    chart for chart in sample_charts.all_charts().values() if isinstance(chart, Chart) and not chart.emptiness
]
ORIGIN = Origin("Experience score of Leeds & York", "March 2026", "nps 1", date(2026, 4, 2), "9-10 less 0-6")
TOWNS = charts.interval_dots(
    [charts.IntervalRow("Leeds", -12.345, -20.5, 1204.0, 1204), charts.IntervalRow("York", None)],
    title="Two towns",
)
HEADS = [
    "Name", "Points", "Between: low", "Between: high", "Answers", "Remark",
    "Figures of", "Days asked for", "Definition", "Meaning", "Margins", "Counted on",
]  # fmt: skip
ABOUT = ["Experience score of Leeds & York", "March 2026", "nps 1", "9-10 less 0-6", "95% margins", "2026-04-02"]  # fmt: skip
LEEDS, YORK = ["Leeds", -12.345, -20.5, 1204.0, 1204, None], ["York", None, None, None, None, "too few to tell"]  # fmt: skip


def taken(kind: str, chart: Chart = TOWNS) -> bytes:
    request = RequestFactory().get("/", {"chart": "towns", "as": kind})
    return downloads.file_asked(request, {"towns": chart}, ORIGIN).content


def rows(chart: Chart) -> list[list[str]]:
    return list(csv.reader(io.StringIO(taken("csv", chart).decode("utf-8-sig"))))


def test_a_table_leaves_with_numbers_in_full_and_says_whose_they_are():
    assert rows(TOWNS) == [
        HEADS,
        ["Leeds", "-12.345", "-20.5", "1204.0", "1204", "", *ABOUT],
        ["York", "", "", "", "", "too few to tell", *ABOUT],
    ]


def test_a_workbook_holds_numbers_as_numbers():
    sheet = openpyxl.load_workbook(io.BytesIO(taken("xlsx"))).worksheets[0]
    assert sheet.title == "Figures 1"
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        HEADS,
        [*LEEDS, *ABOUT],
        [*YORK, *ABOUT],
    ]


def test_a_program_that_counts_reads_numbers_and_the_title():
    table = pyarrow.parquet.read_table(io.BytesIO(taken("parquet")))
    assert table.schema.metadata[b"title"] == b"Two towns"
    assert [list(row.values()) for row in table.to_pylist()] == [[*LEEDS, *ABOUT], [*YORK, *ABOUT]]


def test_spss_reads_every_column_under_its_own_words(tmp_path: Path):
    path = tmp_path / "towns.sav"
    path.write_bytes(taken("sav"))
    cells, about = pyreadstat.read_sav(path, output_format="dict")
    assert about.file_label == "Two towns"
    assert about.column_labels == HEADS
    assert cells["Name"] == ["Leeds", "York"]
    assert cells["Points"][0] == -12.345
    assert cells["Definition"] == ["nps 1", "nps 1"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "sav"])
@pytest.mark.parametrize("chart", DRAWN, ids=lambda chart: chart.title)
def test_every_chart_leaves_in_every_form(chart: Chart, kind: str):
    assert taken(kind, chart)
    assert len({len(row) for row in rows(chart)}) == 1


def test_a_name_that_looks_like_a_formula_is_words():
    chart = charts.interval_dots([charts.IntervalRow("=cmd()", 1.0, 0.0, 2.0, 3)], title="t")
    assert rows(chart)[1][0] == "'=cmd()"


def test_a_month_leaves_as_programs_read_it():
    chart = charts.trend([charts.TrendPoint("Mar 2026", 1.0, code="2026-03")], title="t")
    assert rows(chart)[1][0] == "2026-03"
    assert "Mar 2026" in str(chart)


@pytest.mark.parametrize("chart", DRAWN, ids=lambda chart: chart.title)
def test_every_chart_stands_alone(chart: Chart) -> None:
    drawing = standing_alone(chart, ORIGIN.note)
    size = ElementTree.fromstring(drawing).attrib  # noqa: S314 our own drawing
    assert float(size["height"]) > 0
    assert size["viewBox"].split()[2:] == [size["width"], size["height"]]
    assert "var(" not in drawing
    assert "href=" not in drawing
    assert "#1f4e8c" in drawing
    assert "Leeds &amp; York, March 2026. nps 1. 95% margins. Counted on 2 Apr 2026." in drawing


def test_a_long_note_is_broken_into_lines():
    drawing = standing_alone(TOWNS, "of " * 50 + "the end")
    assert drawing.count("label soft") == standing_alone(TOWNS, "the end").count("label soft") + 1
    assert "the end</text>" in drawing


def test_links_stand_below_a_chart_that_has_something_to_take_away():
    chart, empty = DRAWN[0], charts.trend([], title="t")
    table = replace(chart, svg="")
    shown = downloads.with_downloads({"trend": chart, "none": empty, "table": table}, "/x/?a=1", "/x/?b=2")
    for kind in ("csv", "xlsx", "parquet", "sav", "svg"):
        assert f"/x/?a=1&amp;chart=trend&amp;as={kind}" in str(shown["trend"])
    assert "/x/?b=2" in str(shown["trend"])
    assert shown["none"].leaving is None
    assert shown["table"].leaving.drawing is None
    assert "chart__leaving" not in str(replace(chart, leaving=None))


def test_an_unknown_chart_or_kind_is_a_bad_request():
    ask = RequestFactory().get
    given = {"trend": DRAWN[0], "table": replace(DRAWN[0], svg="")}
    assert downloads.file_asked(ask("/"), given, ORIGIN) is None
    for asked in (
        {"chart": "x", "as": "csv"},
        {"chart": "trend", "as": "png"},
        {"as": "csv"},
        {"chart": "table", "as": "svg"},
    ):
        with pytest.raises(BadRequest):
            downloads.file_asked(ask("/", asked), given, ORIGIN)


def test_the_browser_finds_the_drawing_that_it_paints_as_png():
    shown = downloads.with_downloads({"trend": DRAWN[0], "table": replace(DRAWN[0], svg="")}, "/x/")
    assert 'as=svg" data-picture>SVG</a>' in str(shown["trend"])
    assert "data-picture" not in str(shown["table"])
    assert "look/picture.js" in render_to_string("look/page.html", {})


def test_a_file_is_called_by_what_is_in_it():
    ask = RequestFactory().get("/", {"chart": "trend", "as": "svg"})
    named = replace(ORIGIN, file_name="Leeds 2026-Q1")
    file = downloads.file_asked(ask, {"trend": DRAWN[0]}, named)
    assert file["Content-Disposition"] == 'attachment; filename="leeds-2026-q1-trend.svg"'
    file = downloads.file_asked(ask, {"trend": DRAWN[0]}, ORIGIN)
    assert "experience-score-of-leeds-york-march-2026-trend" in file["Content-Disposition"]
