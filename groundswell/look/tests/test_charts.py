"""Charts: well-formed, without styles, safe against hostile words, and honest when there is nothing to show."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.utils.safestring import SafeString

from groundswell.look import charts, sample_charts
from groundswell.look.charts import Chart
from groundswell.look.charts.labels import placed, touch
from groundswell.look.charts.marks import element, fitted, width_of, wrapped
from groundswell.look.charts.scales import Scale, spread, ticks_for

HOSTILE = '"><script>alert(1)</script>\'&<b style="x">'
DRAWN = {name: chart for name, chart in sample_charts.all_charts().items() if isinstance(chart, Chart)}
PICTURED = {name: chart for name, chart in DRAWN.items() if not chart.emptiness}


def funnel(parts: list[charts.FunnelMark], words: str) -> Chart:
    return charts.funnel(
        parts,
        whole=0,
        usual=lambda n: (-60 / n**0.5, 60 / n**0.5),
        rare=lambda n: (-90 / n**0.5, 90 / n**0.5),
        title=words,
        description=words,
    )


def hostile_charts() -> dict[str, Chart]:
    """Every chart with markup in every word that a person could have typed."""
    h = HOSTILE
    dots = [charts.IntervalRow(h, 1, 0, 2, 3, url=h)]
    stage = charts.JourneyStage(
        h, 1, 0, 2, 3, url=h, touchpoints=[charts.JourneyTouchpoint(h, 1, 0, 2, 3, url=h)]
    )
    nodes = [charts.CascadeNode("a", h, h, url=h), charts.CascadeNode("b", h)]
    return {
        "trend": charts.trend(
            [charts.TrendPoint(h, 1, 0, 2, 3, url=h)] * 2,
            title=h,
            description=h,
            target=1,
            target_words=h,
            events=[charts.TrendEvent(h, h)],
        ),
        "control": charts.control(
            [charts.ControlMark(h, 1, 0, 2, 3, h, h)] * 2,
            centre=1, title=h, description=h, unit=h, shifts=[charts.Shift(h, h)],
        ),
        "priorities": charts.priorities(
            [charts.PriorityDot(h, 1, 1, 0, 2, 0, 2, "undecided", h)],
            mean_performance=1, mean_importance=1, title=h, description=h,
        ),
        "interval_dots": charts.interval_dots(dots, title=h, description=h, reference=1, reference_words=h),
        "shares": charts.shares([charts.ShareRow(h, 1, 1, 0, 1, url=h)], title=h, description=h),
        "journey": charts.journey([stage, stage], title=h, weakest=h, weakest_words=h),
        "sweet_spot": charts.sweet_spot(
            [charts.SweetSpotPoint(h, 1, 2, url=h)], title=h, customer_words=h, business_words=h
        ),
        "effect": charts.effect(
            [charts.EffectPoint("1", 1, 2), charts.EffectPoint(h, 3, 2)],
            start=h, title=h, verdict=h, treated_words=h, control_words=h,
        ),
        "ladder": charts.ladder([charts.LadderRung(h, 1, 0, 2, parts=[(h, 1)], url=h)], title=h, currency=h),
        "cascade": charts.cascade(nodes, [charts.CascadeEdge("a", "b", words=h)], title=h),
        "histogram": charts.histogram([1] * 11, title=h, description=h, urls=[h]),
        "waterfall": charts.waterfall([charts.WaterfallStep(h, 1, url=h)], title=h),
        "funnel": funnel([charts.FunnelMark(h, 9, 1, "above", h), charts.FunnelMark(h, 99, 1, "below", h)], h),
    }  # fmt: skip


EMPTY = {
    "trend": charts.trend([], title="t"),
    "trend without a value": charts.trend([charts.TrendPoint("May", None)], title="t"),
    "control": charts.control([charts.ControlMark("May", None)], centre=None, title="t"),
    "priorities": charts.priorities([], mean_performance=0, mean_importance=0, title="t"),
    "interval_dots": charts.interval_dots([charts.IntervalRow("a", None)], title="t"),
    "shares": charts.shares([charts.ShareRow("a", 0, 0, 0, 0)], title="t"),
    "journey": charts.journey([], title="t"),
    "sweet_spot": charts.sweet_spot([], title="t"),
    "effect": charts.effect([], start="May", title="t"),
    "ladder": charts.ladder([], title="t"),
    "cascade": charts.cascade([], [], title="t"),
    "histogram": charts.histogram([0] * 11, title="t"),
    "waterfall": charts.waterfall([], title="t"),
    "funnel": charts.funnel([], whole=0, usual=lambda n: (0, 0), rare=lambda n: (0, 0), title="t"),
}

ALL_SAME = {
    "trend": charts.trend([charts.TrendPoint("May", 0.0)], title="t"),
    "control": charts.control([charts.ControlMark("May", 0.0, 0.0, 0.0)], centre=0.0, title="t"),
    "priorities": charts.priorities(
        [charts.PriorityDot("a", 0, 0, 0, 0, 0, 0, "keep it up")] * 20,
        mean_performance=0,
        mean_importance=0,
        title="t",
    ),
    "interval_dots": charts.interval_dots([charts.IntervalRow("a", 0.0, 0, 0)], title="t"),
    "shares": charts.shares([charts.ShareRow("a", 1, 1.0, 1.0, 1.0)] * 3, title="t"),
    "journey": charts.journey([charts.JourneyStage("a", 0.0)], title="t"),
    "sweet_spot": charts.sweet_spot([charts.SweetSpotPoint("a", 0, 0)] * 30, title="t"),
    "effect": charts.effect([charts.EffectPoint("May", 0.0)], start="May", title="t"),
    "ladder": charts.ladder([charts.LadderRung("a", 0.0)], title="t"),
    "cascade": charts.cascade(
        [charts.CascadeNode("a", "A"), charts.CascadeNode("b", "B")],
        [charts.CascadeEdge("a", "b"), charts.CascadeEdge("b", "a"), charts.CascadeEdge("a", "gone")],
        title="t",
    ),
    "waterfall": charts.waterfall([charts.WaterfallStep("a", 0)], title="t"),
    "funnel": funnel([charts.FunnelMark("a", 9, 0.0)] * 3, "t"),
}


@pytest.mark.parametrize("chart", [*PICTURED.values(), *ALL_SAME.values()])
def test_both_formats_are_well_formed_and_named(chart: Chart) -> None:
    for svg in (chart.svg, chart.narrow_svg):
        root = ElementTree.fromstring(svg)  # noqa: S314 (our own markup)
        names = [child.tag.rpartition("}")[2] for child in root[:2]]
        assert names == ["title", "desc"]
        assert root[0].text == chart.title == root.get("aria-label")
        assert root.get("role") == ("group" if "<a " in svg else "img")
        assert not re.search(r'="[^"]*(?:nan|inf)\b', svg.partition("</desc>")[2])


@pytest.mark.parametrize("chart", [*DRAWN.values(), *ALL_SAME.values()])
def test_no_chart_carries_a_style_or_a_script(chart: Chart) -> None:
    page = str(chart)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", page)


@pytest.mark.parametrize("name", list(hostile_charts()))
def test_hostile_words_stay_words(name: str) -> None:
    chart = hostile_charts()[name]
    page = str(chart)
    assert "<script" not in page
    assert "<b " not in page
    root = ElementTree.fromstring(chart.svg)  # noqa: S314
    assert root[0].text == HOSTILE
    ElementTree.fromstring(chart.narrow_svg)  # noqa: S314


@pytest.mark.parametrize("chart", EMPTY.values(), ids=list(EMPTY))
def test_nothing_to_draw_is_said_in_words(chart: Chart) -> None:
    assert chart.emptiness.endswith(".")
    assert chart.emptiness in str(chart)
    assert "<svg" not in str(chart)


@pytest.mark.parametrize("name", list(PICTURED))
def test_each_picture_comes_with_its_table(name: str) -> None:
    chart = PICTURED[name]
    page = str(chart)
    assert page.count("<tr>") == len(chart.rows) + 1
    assert all(len(row) == len(chart.heads) for row in chart.rows)
    assert all(chart.heads)
    assert page.count('<div class="table-wrap" tabindex="0"') == 1
    assert isinstance(page, SafeString)


def test_a_missing_period_breaks_the_line_and_is_a_dash_in_the_table() -> None:
    points = [charts.TrendPoint(label, value) for label, value in (("a", 1), ("b", 2), ("c", None), ("d", 2), ("e", 3))]  # fmt: skip
    chart = charts.trend(points, title="t")
    assert chart.svg.count('class="line"') == 2
    assert chart.rows[2][1].words == "–"


def test_a_thin_point_is_pale_and_says_so() -> None:
    points = [charts.TrendPoint("a", 1), charts.TrendPoint("b", 2, is_thin=True)]
    chart = charts.trend(points, title="t")
    assert 'class="dot thin"' in chart.svg
    assert 'class="line thin"' in chart.svg
    assert "too few to tell" in chart.svg


def test_points_lead_to_the_voices_behind_them() -> None:
    chart = charts.interval_dots([charts.IntervalRow("Leeds", 1, url="/voices?unit=1&x=2")], title="t")
    assert 'href="/voices?unit=1&amp;x=2"' in chart.svg
    assert chart.rows[0][1].url == "/voices?unit=1&x=2"


def test_no_stage_is_called_weakest_unless_the_caller_is_sure() -> None:
    stages = [charts.JourneyStage("Buy", 30), charts.JourneyStage("Return", -20)]
    assert "Weakest" not in charts.journey(stages, title="t").svg
    assert "Weakest link" in charts.journey(stages, title="t", weakest="Return").svg


def test_belief_is_dashed_and_evidence_is_not() -> None:
    nodes = [charts.CascadeNode(key, key) for key in "abc"]
    edges = [charts.CascadeEdge("a", "b", 1.0), charts.CascadeEdge("a", "c", is_belief=True)]
    svg = charts.cascade(nodes, edges, title="t").svg
    assert 'class="edge" d=' in svg
    assert 'stroke-width="6.5"' in svg
    assert svg.count('class="edge belief"') == 1


def test_labels_of_a_crowd_do_not_touch() -> None:
    dots = [(300.0 + 18 * (i % 3), 200.0 + 14 * (i // 3)) for i in range(9)]
    names = [f"Opportunity {i}" for i in range(9)]
    found = placed(names, dots, (0, 0, 720, 400))
    assert not any(touch(one, two) for i, one in enumerate(found) for two in found[i + 1 :])


def test_a_spark_needs_two_values() -> None:
    assert "too few to tell" in charts.spark([1, None], title="t")
    ElementTree.fromstring(charts.spark([1, None, 1], title=HOSTILE))  # noqa: S314


def test_ticks_are_round_and_span_the_values() -> None:
    assert ticks_for([-12, 43]) == [-20, 0, 20, 40, 60]
    assert ticks_for([5, None, 5])[0] < 5 < ticks_for([5])[-1]


def test_a_scale_keeps_values_on_the_paper() -> None:
    scale = Scale(0, 10, 100, 200)
    assert (scale(5), scale.held(50)) == (150, 200)


def test_spread_places_keep_their_distance_and_order() -> None:
    assert spread([10, 11, 50], 17, 0, 60) == [10, 27, 50]
    assert spread([58, 59], 17, 0, 60) == [43, 60]


def test_words_are_cut_or_broken_to_their_room() -> None:
    assert width_of(fitted("Service centre, Leeds", 80)) <= 80
    assert len(wrapped("one two three four five six", 60, 2)) == 2
    assert wrapped("", 60, 2) == []


def test_numbers_of_an_element_are_short() -> None:
    assert element("g", x=1.04, y=-0.01, z=2.0) == '<g x="1" y="0" z="2"></g>'


def funnel_of(*parts: charts.FunnelMark) -> Chart:
    return charts.funnel(
        parts, whole=5.0, usual=lambda n: (-5.0, 15.0), rare=lambda n: (-10.0, 20.0), title="Teams"
    )


def test_a_funnel_names_everybody_it_shows_and_only_those_beyond_all_the_time() -> None:
    drawn = str(
        funnel_of(
            charts.FunnelMark("Leeds", 320, 30.0, "above", "/leeds"),
            charts.FunnelMark("York", 350, 5.0, url="/york"),
        ).svg
    )
    assert '<text class="label whisper"' in drawn
    assert drawn.count(">York</text>") == 1
    assert drawn.index("label whisper") < drawn.index(">York</text>")
    assert drawn.count(">Leeds</text>") == 1
    assert 'href="/york"' in drawn


def test_parts_of_about_the_same_size_still_have_their_sizes_below() -> None:
    drawn = str(funnel_of(*(charts.FunnelMark(f"T{n}", 300 + n, 5.0) for n in range(60))).svg)
    assert [words in drawn for words in (">250</text>", ">300</text>", ">350</text>")] == [True] * 3


def test_an_event_leads_to_what_is_known_about_it() -> None:
    drawn = charts.trend(
        [charts.TrendPoint("Mar", 1.0), charts.TrendPoint("Apr", 2.0)],
        title="t",
        events=[charts.TrendEvent("Apr", "1 → 2", "/voices/?then")],
    )
    assert 'href="/voices/?then"' in str(drawn.svg)
    assert "Apr: 1 → 2" in str(drawn.svg)


def test_a_point_of_the_sweet_spot_is_read_with_its_ranges():
    point = charts.SweetSpotPoint("Late", 12, 3, 10, 14, url="/late/")
    drawn = str(charts.sweet_spot([point], title="Where", customer_words="Lost", business_words="At risk"))
    assert "Late: lost 12 (10 to 14), at risk 3" in drawn


@pytest.mark.parametrize("values", [(0.0, 0.0), (-1e-14, 2e-14), (100.0, 100.00000000000001)])
def test_what_differs_by_rounding_alone_is_drawn_as_one_height(values):
    ticks = ticks_for(values)
    places = [Scale(ticks[0], ticks[-1], 0, 100)(value) for value in values]
    assert places == pytest.approx([50, 50], abs=1e-6)
