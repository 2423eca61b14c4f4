"""Made-up numbers for every chart of the style guide, with the awkward cases: gaps, thin points, long names."""

from __future__ import annotations

from math import sin

from groundswell.look import charts
from groundswell.look.charts import Chart

from .sample_courses import sample_control, sample_effect, sample_trend, sample_trend_short


def all_charts() -> dict[str, object]:
    """Every chart by its name."""
    return {
        "trend": sample_trend(),
        "trend_short": sample_trend_short(),
        "trend_empty": charts.trend([], title="Score by month"),
        "control": sample_control(),
        "interval_dots": sample_interval_dots(),
        "shares": sample_shares(),
        "journey": sample_journey(),
        "sweet_spot": sample_sweet_spot(),
        "priorities": sample_priorities(),
        "effect": sample_effect(),
        "ladder": sample_ladder(),
        "ladder_parts": sample_ladder_parts(),
        "cascade": sample_cascade(),
        "histogram": sample_histogram(),
        "waterfall": sample_waterfall(),
        "funnel": sample_funnel(),
        "spark": charts.spark([22, 24, None, 25, 29, 31], title="Score"),
    }


def sample_interval_dots() -> Chart:
    """Teams with unequal margins, one thin, one without answers, one with a very long name."""
    rows = [
        ("Service centre, Leeds", 34, 30, 38, 1204),
        ("Shop, Bristol", 29, 21, 37, 388),
        ("Web shop, checkout and payment by instalments", 18, 16, 20, 5310),
        ("Shop, Aberdeen", 11, -3, 25, 122),
        ("Delivery", -14, -22, -6, 342),
    ]
    drawn = [charts.IntervalRow(label, v, low, high, n, url="#voices") for label, v, low, high, n in rows]
    return charts.interval_dots(
        [
            *drawn,
            charts.IntervalRow("Returns desk", 20, -30, 70, 8, True),
            charts.IntervalRow("Gift cards", None, n=0),
        ],
        title="Recommendation score by team",
        description="7,374 answers, April 2026. A line shows where the true score lies in 19 of 20 cases.",
        reference=21,
        reference_words="All teams",
    )


def sample_shares() -> Chart:
    """Four answers, one that nobody gave, one with a very long name."""
    rows = [("At the door", 61, 0.41, 0.33, 0.49), ("In the shop", 44, 0.3, 0.23, 0.38)]
    rows += [
        ("With the payment by instalments that was promised", 42, 0.29, 0.22, 0.37),
        ("Nowhere", 0, 0, 0, 0.03),
    ]
    drawn = [charts.ShareRow(*row, url="#voices") for row in rows]
    return charts.shares(drawn, title="Where did it go wrong?", description="147 answers.")


def sample_journey() -> Chart:
    """Five stages, twelve touchpoints, one thin, the weakest named."""
    t = charts.JourneyTouchpoint
    stages = [
        ("Discover", 38, 3100, [t("Shop window", 44, 40, 48, 900), t("Web search", 35, 32, 38, 2200, url="#v")]),
        ("Choose", 31, 4200, [t("Product page", 33, 30, 36, 3000), t("Fitting room", 41, 35, 47, 700), t("Size advice", 12, 5, 19, 500)]),
        ("Buy", 36, 5300, [t("Web checkout", 34, 32, 36, 4100), t("Till", 43, 40, 46, 1200)]),
        ("Receive", 2, 2600, [t("Parcel tracking", 6, 1, 11, 1100), t("Doorstep delivery", -6, -10, -2, 1300), t("Click and collect", 24, 17, 31, 200)]),
        ("Return", 27, 800, [t("Returns portal", 29, 22, 36, 790), t("Returns desk", 50, -4, 100, 10, True)]),
    ]  # fmt: skip
    return charts.journey(
        [
            charts.JourneyStage(
                label, value, value - 3, value + 3, n, False, "#stage", touchpoints=touchpoints
            )
            for label, value, n, touchpoints in stages
        ],
        title="Receiving the parcel is the weakest link: 31 points below the rest",
        description="16,000 answers, last 12 months. Thickness is the number of answers, height the score.",
        weakest="Receive",
    )


def sample_sweet_spot() -> Chart:
    """Nine opportunities, four of them crowded."""
    rows = [
        ("One scan at the depot", 6.2, 410_000, True),
        ("Honest delivery window", 5.8, 395_000, False),
        ("Call back within a day", 5.5, 372_000, False),
        ("Size chart by garment", 5.1, 401_000, False),
        ("Returns label in the parcel", 3.1, 220_000, False),
        ("Longer opening on Thursdays", 1.2, 60_000, False),
        ("Gift wrapping", 0.8, 95_000, False),
        ("Live stock of each shop on the product page", 4.0, 120_000, False),
        ("Faster till", 2.2, 310_000, False),
    ]
    return charts.sweet_spot(
        [
            charts.SweetSpotPoint(
                label, x, y, x - 0.8, x + 0.8, y * 0.8, y * 1.25, is_chosen=chosen, url="#opportunity"
            )
            for label, x, y, chosen in rows
        ],
        title="Nine opportunities by what they are worth",
        description="Points of the score won back per year, against revenue at risk. Lines show the 95% intervals.",
        customer_words="Points for customers",
        business_words="Revenue at risk, £",
    )


def sample_priorities() -> Chart:
    """Six drivers; of three it cannot be told where they stand."""
    rows = [
        ("Returns and refunds", -37, 40, 6, 9, "work on it"),
        ("Shop visit", 42, 22, 5, 4, "keep it up"),
        ("Wearing it", 31, 15, 9, 7, "undecided"),
        ("Help with an order", 6, 12, 10, 6, "undecided"),
        ("Delivery", 4, 8, 9, 8, "undecided"),
        ("Web checkout", 45, 3, 8, 3, "more than needed"),
    ]
    dots = [
        charts.PriorityDot(label, x, y, x - dx, x + dx, max(y - dy, 0), y + dy, quadrant, f"#driver-{i}")
        for i, (label, x, y, dx, dy, quadrant) in enumerate(rows)
    ]
    title = "Importance and performance"
    return charts.priorities(dots, mean_performance=15, mean_importance=16.7, title=title)


def sample_ladder() -> Chart:
    """Three kinds of customers and how sure we are."""
    rungs = [
        ("Promoters", 412, 371, 453, 6120),
        ("Passives", 268, 240, 296, 4480),
        ("Detractors", 131, 88, 174, 2210),
    ]
    return charts.ladder(
        [charts.LadderRung(label, v, low, high, n, "#customers") for label, v, low, high, n in rungs],
        title="A promoter is worth three times a detractor",
        description="Gross margin per customer over three years, 12,810 customers. Not yet shown to be caused.",
    )


def sample_ladder_parts() -> Chart:
    """The same by the factors that make up the value."""
    names = ("Retention", "Basket", "Cost to serve", "Referrals", "Price")
    rows = [("Promoters", (190, 92, 60, 48, 22)), ("Passives", (140, 70, 38, 12, 8)), ("Detractors", (70, 40, 15, 4, 2))]  # fmt: skip
    return charts.ladder(
        [
            charts.LadderRung(label, sum(parts), parts=tuple(zip(names, parts, strict=True)))
            for label, parts in rows
        ],
        title="What makes the difference",
    )


def sample_cascade() -> Chart:
    """One objective, its metrics, and links of unequal evidence."""
    node, edge = charts.CascadeNode, charts.CascadeEdge
    return charts.cascade(
        [
            node("growth", "Earned growth", "6%, target 8%", "behind", "#growth"),
            node("score", "Recommendation score", "32, target 40", "behind", "#score"),
            node("repeat", "Customers who come back", "61%, target 60%", "kept"),
            node("time", "Delivered on the promised day", "84%, target 92%", "behind", "#time"),
            node("call", "Called back within a day", "93%, target 90%", "kept"),
            node("size", "Right size at first try", "71%"),
            node("staff", "Our people would recommend us"),
        ],
        [
            edge("growth", "score", 0.4, words="tested on 12,810 customers"),
            edge("growth", "repeat", 0.9, words="by definition"),
            edge("score", "time", 0.8, words="tested in 3 depots"),
            edge("score", "call", 0.5, words="tested on 2,204 cases"),
            edge("score", "size", is_belief=True),
            edge("repeat", "size", is_belief=True),
            edge("call", "staff", is_belief=True),
        ],
        title="What we hold drives earned growth",
        description="A line is as thick as its evidence; dashed lines are belief that nobody has tested yet.",
    )


def sample_histogram() -> Chart:
    """Answers from 0 to 10."""
    counts = [41, 18, 22, 30, 36, 88, 104, 240, 391, 512, 618]
    return charts.histogram(
        counts, title="Answers, April 2026", description="2,100 answers.", urls=["#voices"] * 11
    )


def sample_waterfall() -> Chart:
    """From last year's revenue to this year's."""
    step = charts.WaterfallStep
    return charts.waterfall(
        [
            step("Revenue last year", 48_200_000, True),
            step("Customers who left", -5_100_000, url="#left"),
            step("Customers who bought less", -2_300_000),
            step("Customers who bought more", 4_900_000),
            step("New, because somebody recommended us", 2_700_000),
            step("New, because we paid for them", 3_400_000),
            step("Revenue this year", 51_800_000, True),
        ],
        title="Earned growth: 4 of 10 new pounds came by recommendation",
        description="Revenue in £, financial years 2024 and 2025.",
    )


def sample_funnel() -> Chart:
    """Thirty teams of every size; three lie beyond what chance does, two of them close together."""
    parts = [
        charts.FunnelMark(
            f"Team {i}", 20 + i * i * 2, 31 + 190 / (20 + i * i * 2) ** 0.5 * sin(i * 2.3), url=f"#team-{i}"
        )
        for i in range(27)
    ]
    beyond = [
        charts.FunnelMark("Hereford and the Welsh borders", 640, 52, "above", "#hereford"),
        charts.FunnelMark("Returns desk", 420, -12, "below", "#returns"),
        charts.FunnelMark("Night line", 460, -14, "below", "#night"),
    ]
    return charts.funnel(
        [*parts, *beyond],
        whole=31,
        usual=lambda n: (31 - 157 / n**0.5, 31 + 157 / n**0.5),
        rare=lambda n: (31 - 240 / n**0.5, 31 + 240 / n**0.5),
        title="Which teams differ, and which only seem to",
        description="Inside the shade nothing tells a team from the rest but chance.",
    )
