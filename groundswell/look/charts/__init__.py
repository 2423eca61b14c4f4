"""Pictures of numbers, drawn on the server as SVG with a title, a description and a table.

Each function takes plain rows and returns a `Chart`; `{{ chart }}` in a template shows the whole figure.
Colours come from the style sheet, so a chart is right in light, in dark and on paper.
"""

from groundswell.look.charts.cascade import CascadeEdge, CascadeNode, cascade
from groundswell.look.charts.chart import Cell, Chart
from groundswell.look.charts.control import ControlMark, Shift, control
from groundswell.look.charts.effect import EffectPoint, Gap, effect
from groundswell.look.charts.funnel import FunnelMark, funnel
from groundswell.look.charts.histogram import histogram
from groundswell.look.charts.interval_bar import interval_bar
from groundswell.look.charts.interval_dots import IntervalRow, interval_dots
from groundswell.look.charts.journey import JourneyStage, JourneyTouchpoint, journey
from groundswell.look.charts.ladder import LadderRung, ladder
from groundswell.look.charts.priorities import PriorityDot, priorities
from groundswell.look.charts.shares import ShareRow, shares
from groundswell.look.charts.spark import spark
from groundswell.look.charts.sweet_spot import SweetSpotPoint, sweet_spot
from groundswell.look.charts.trend import TrendEvent, TrendPoint, trend
from groundswell.look.charts.waterfall import WaterfallStep, waterfall

__all__ = [
    "CascadeEdge",
    "CascadeNode",
    "Cell",
    "Chart",
    "ControlMark",
    "EffectPoint",
    "FunnelMark",
    "Gap",
    "IntervalRow",
    "JourneyStage",
    "JourneyTouchpoint",
    "LadderRung",
    "PriorityDot",
    "ShareRow",
    "Shift",
    "SweetSpotPoint",
    "TrendEvent",
    "TrendPoint",
    "WaterfallStep",
    "cascade",
    "control",
    "effect",
    "funnel",
    "histogram",
    "interval_bar",
    "interval_dots",
    "journey",
    "ladder",
    "priorities",
    "shares",
    "spark",
    "sweet_spot",
    "trend",
    "waterfall",
]
