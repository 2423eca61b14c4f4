"""Whether it worked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundswell.science.disclosure.differences import leaks, score_of_the_rest
from groundswell.science.disclosure.table import hide, what_a_reader_knows
from groundswell.science.drivers.correlations import Correlations
from groundswell.science.drivers.driver import NOT_A_LIST_OF_CAUSES
from groundswell.science.drivers.shares import lmg, unique
from groundswell.science.effects.counterfactual_series import counterfactual
from groundswell.science.effects.difference_in_differences import two_by_two
from groundswell.science.effects.effect import Verdict
from groundswell.science.effects.experiments import Arm, adjusted_difference, any_day_interval, difference
from groundswell.science.effects.interrupted_series import interrupted_counts, interrupted_values
from groundswell.science.effects.synthetic_control import synthetic_control
from groundswell.science.effects.tests.test_simulated_worlds import effect_in
from groundswell.science.money.retention import Followed, retention_by_kind
from groundswell.science.statistics.gaming import UnitAnswers, signs_of_begging
from groundswell.science.statistics.least_squares import fit
from groundswell.science.streams.change_points import change_points
from groundswell.science.streams.chart import ewma_chart, p_chart, zone_signals
from groundswell.science.streams.tests.test_change_points import NILE

from .cases import HERE, SCIENCE, STATISTICS, column, meets, near, rows_of


@meets("did.card_krueger")
def _(_: Any, expected: Any) -> None:
    rows = rows_of(SCIENCE / "effects/tests/card_krueger.csv")
    kept = [row for row in rows if row["fte"].strip()]
    assert [len(rows), len(kept)] == [expected["rows"], expected["n"]]
    found = two_by_two(column(kept, "fte"), column(kept, "nj"), column(kept, "d"))
    near(found.estimate, expected["did"], 1e-4)
    near(found.standard_error, expected["se_hc1"], 0.001)
    changes = [row for row in rows if row["demp"].strip() and row["d"] == "1"]
    y, x = column(changes, "demp"), np.column_stack([np.ones(len(changes)), column(changes, "nj")])
    assert len(changes) == expected["balanced"]["n"]
    balanced = fit(y, x)
    near(balanced.coefficients[1], expected["balanced"]["did"], 1e-4)
    near(balanced.standard_error(1), expected["balanced"]["se_hc1"], 0.001)


@meets("its.sicily")
def _(_: Any, expected: Any) -> None:
    rows = rows_of(HERE / "sicily.csv")
    y, people = column(rows, "aces"), column(rows, "stdpop")
    start = int(column(rows, "smokban").argmax())
    models = {
        "m1_poisson_rr": interrupted_counts(y, start, exposure=people, is_dispersed=False),
        "m2_quasi_rr": interrupted_counts(y, start, exposure=people),
        "m3_harmonic_rr": interrupted_counts(y, start, exposure=people, season=12),
    }
    for name, found in models.items():
        near([found.level, found.interval.low, found.interval.high], expected[name], 1e-4)
    near(models["m2_quasi_rr"].dispersion, expected["m2_dispersion"], 1e-4)
    near(models["m3_harmonic_rr"].trend ** 12, expected["m3_trend_year"], 1e-4)
    bent, own = (
        interrupted_counts(y, start, exposure=people, season=12, with_bend=True),
        expected["m4_slope_change"],
    )
    near([np.log(bent.bend), bent.bend_p], [own["coef_slope"], own["p_slope"]], 1e-4)
    near(bent.level / bent.bend, own["rr_level"], 1e-4)
    line, ols = interrupted_values(1e5 * y / people, start), expected["ols_rate"]
    near([line.level_before, line.slope_before, line.step, line.bend], list(ols["coef"].values()), 0.001)
    near([line.plain_errors, line.standard_errors], [ols["se_ols"], ols["se_nw3"]], 0.001)


@meets("causalimpact.vignette")
def _(_: Any, expected: Any) -> None:
    rows = rows_of(HERE / "causalimpact_vignette.csv")
    found = counterfactual(column(rows, "y"), 70, column(rows, "x1")[:, None])
    near(column(rows, "y")[70:].mean(), expected["actual_mean"], 1e-3)
    assert 9.8 <= found.effect.estimate <= 11.0
    assert 0 < found.effect.low <= 10 <= found.effect.high


PREDICTORS = {
    **dict.fromkeys(
        ("school.illit", "school.prim", "school.med", "school.high", "school.post.high", "invest"),
        range(1964, 1970),
    ),
    "gdpcap": range(1960, 1970),
    **dict.fromkeys((f"sec.{name}" for name in ("agriculture", "energy", "industry")), range(1961, 1970, 2)),
    **dict.fromkeys(
        (f"sec.{name}" for name in ("construction", "services.venta", "services.nonventa")),
        range(1961, 1970, 2),
    ),
    "popdens": range(1969, 1970),
}


@meets("scm.basque")
def _(given: Any, expected: Any) -> None:
    rows = [row for row in rows_of(HERE / "basque.csv") if row["regionname"] != "Spain (Espana)"]
    by_region: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_region.setdefault(row["regionname"], []).append(row)
    series = {name: column(own, "gdpcap") for name, own in by_region.items()}
    own = synthetic_control(series, given["treated"], 15)
    wanted = expected["b"]
    near([own.weights[name] for name in wanted["weights"]], list(wanted["weights"].values()), 0.02)
    near([own.error_before, own.effect], [wanted["pre_rmspe"], wanted["att"]], 0.01)
    near(own.gap, list(wanted["gap"].values()), 0.01)
    assert f"{own.rank} of {own.among}" in expected["placebo_rank_b"]
    figures = {
        name: [
            np.mean([float(row[key]) for row in lines if int(row["year"]) in years and row[key]])
            for key, years in PREDICTORS.items()
        ]
        for name, lines in by_region.items()
    }
    by_figures = synthetic_control(series, given["treated"], 15, figures, slice(5, 15))
    near([by_figures.weights["Cataluna"]], [expected["a"]["Cataluna"]], 0.02)
    near(
        [w for name, w in by_figures.weights.items() if name.startswith("Madrid")],
        [expected["a"]["Madrid"]],
        0.02,
    )


@meets("cuped")
def _(_: Any, expected: Any) -> None:
    arms = {
        name: Arm(
            int(sums["n"]),
            *(sums[key] for key in ("total", "squares", "before", "before_squares", "products")),
        )
        for name, sums in STATISTICS["cuped"].items()
    }
    plain = difference(arms["treatment"], arms["control"])
    sharper = adjusted_difference(arms["treatment"], arms["control"])
    for found, name in ((plain, "unadjusted"), (sharper.contrast, "cuped")):
        own = expected[name]
        values = [found.estimate, found.low, found.high, found.p_value, found.standard_error]
        near(values, [own["effect"], *own["ci"], own["p"], own["se"]], 1e-4)
    near(sharper.slope, expected["cuped"]["theta"], 1e-4)
    any_day = any_day_interval(plain, sum(arm.n for arm in arms.values()), 5_000)
    near([any_day.low, any_day.high], expected["sequential_N5000"]["ci"], 1e-4)


@meets("ab.growthbook_unit")
def _(given: Any, expected: Any) -> None:
    arms = [Arm(one["n"], one["sum"], one["sum_squares"]) for one in (given["b"], given["a"])]
    found = difference(*arms)
    near(
        [found.estimate, found.low, found.high, found.p_value],
        [expected["effect"], *expected["ci"], expected["p"]],
        1e-4,
    )


@meets("peeking")
def _(_: Any, __: Any) -> None:
    chance, alarms = np.random.default_rng(1), np.zeros(2)
    looks = np.arange(50, 5_000, 25)
    for _ in range(400):
        drawn = chance.choice([1, 0, -1], p=[0.4, 0.3, 0.3], size=(2, 2_500)).astype(float)
        sums, squares = (np.cumsum(values, axis=1) for values in (drawn, drawn**2))
        seen = np.zeros(2, dtype=bool)
        for n in looks // 2:
            found = difference(*(Arm(int(n), sums[arm, n - 1], squares[arm, n - 1]) for arm in (0, 1)))
            any_day = any_day_interval(found, int(2 * n))
            seen |= [found.excludes_zero, not any_day.contains(0)]
        alarms += seen
    assert len(looks) == 198
    assert alarms[0] / 400 > 0.25
    assert alarms[1] / 400 <= 0.05


@meets("changepoint.nile")
def _(_: Any, expected: Any) -> None:
    (found,) = change_points(NILE)
    assert [found.last_before, 1870 + found.last_before] == [expected["break_index"], expected["break_year"]]
    near([found.mean_before, found.mean_after], [expected["mean_before"], expected["mean_after"]], 0.01)
    near(found.range, [expected["ci"][0], expected["ci"][2]], 1)


@meets("spc.p_chart")
def _(given: Any, expected: Any) -> None:
    chart = p_chart(given["defectives"], given["n"])
    near(
        [chart.centre, chart.points[0].high, chart.points[0].low],
        [expected[n] for n in ("cl", "ucl", "lcl")],
        1e-4,
    )
    assert [place for place, one in enumerate(chart.points, 1) if "beyond" in one.signals] == expected[
        "out_of_control"
    ]


@meets("spc.weco")
def _(_: Any, expected: Any) -> None:
    chance = np.random.default_rng(2)
    first = [int(np.argmax(zone_signals(chance.normal(size=1_000)))) + 1 for _ in range(4_000)]
    near(np.mean(first), expected["ARL0_all_rules"], 4)
    shewhart = ewma_chart(chance.normal(size=400_000), 0.0, 1.0, weight=1.0, reach=3.0)
    near(400_000 / sum("beyond" in one.signals for one in shewhart.points), expected["ARL0_rule1"], 18)


@meets("sdc.table")
def _(given: Any, expected: Any) -> None:
    small = {tuple(cell) for cell in expected["primary"]}
    table = given["table"]
    alone = what_a_reader_knows(table, frozenset(small))
    assert all((one.low, one.high) == (table[i][j], table[i][j]) for (i, j), one in alone.items())
    leaky = frozenset(small | {tuple(cell) for cell in expected["leaky_pattern"]["extra"]})
    assert {
        f"{i},{j}": one.low for (i, j), one in what_a_reader_knows(table, leaky).items() if one.width == 0
    } == (expected["leaky_pattern"]["recovered_exactly"])
    valid = what_a_reader_knows(
        table, frozenset(small | {tuple(cell) for cell in expected["one_valid_extra"]})
    )
    assert {f"{i},{j}": [one.low, one.high] for (i, j), one in valid.items()} == expected["valid_intervals"]
    found = hide(table)
    assert (set(found.small), len(found.further)) == (small, expected["min_extra_cells"])


@meets("sdc.differencing")
def _(given: Any, expected: Any) -> None:
    company, team = given["company"], given["team"]
    n, score = score_of_the_rest(company["n"], company["enps"], team["n"], team["enps"])
    assert (n, expected["recovered"]) == (1, "detractor")
    assert score == pytest.approx(-100, abs=0.1)
    assert leaks({"company": range(12), "team": range(11)}, ["company", "team"])[0].n == 1


@meets("sim.seed1")
def _(_: Any, __: Any) -> None:
    found, naive = effect_in("effect")
    assert found.estimate == pytest.approx(22.6, abs=10)
    assert found.verdict is Verdict.WORKED
    assert naive < 0
    whole = STATISTICS["sim_seed1"]["answers"]
    matrix, spreads = np.array(whole["correlations"]), np.array(whole["spreads"])
    known = Correlations(matrix[:-1, :-1], matrix[:-1, -1], spreads[:-1], float(spreads[-1]), whole["n"])
    shares = dict(zip(whole["names"], lmg(known), strict=False))
    rated = {name: share for name, share in shares.items() if not name.startswith("met_")}
    assert set(sorted(rated, key=rated.__getitem__)[-2:]) == {"support", "billing"}
    own = dict(zip(whole["names"], unique(known), strict=False))
    assert own["app"] < 0.1 * min(own["support"], own["billing"])
    assert "only a comparison can tell" in NOT_A_LIST_OF_CAUSES
    units = rows_of(SCIENCE / "statistics/tests/simulated_units.csv")
    given = [row for row in units if row["world"] == "effect"]
    flagged = {
        one.code
        for one in signs_of_begging(
            [
                UnitAnswers(
                    row["unit"],
                    tuple(int(row[f"answer_{k}"]) for k in range(11)),
                    int(row["invited"]),
                    int(row["served"]),
                )
                for row in given
            ]
        )
    }
    gamed = {row["unit"] for row in given if row["begs"] == "1"}
    assert gamed <= flagged
    assert len(flagged - gamed) <= 1
    churn = STATISTICS["sim_seed1"]["churn"]
    stayed = {
        one.kind: one
        for one in retention_by_kind({k: Followed(n, n - left) for k, (n, left) in churn.items()})
    }
    assert stayed["detractor"].high < stayed["promoter"].low


@meets("sim.null")
def _(_: Any, expected: Any) -> None:
    found, naive = effect_in("null")
    near(naive, expected["naive_post_difference"], 6)
    assert found.p_value > 0.05
    assert found.verdict is Verdict.CANNOT_TELL
