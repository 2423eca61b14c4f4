"""Scores, their margins, comparisons, weights, pooling."""

from __future__ import annotations

from math import hypot, sqrt
from typing import Any

import numpy as np
import pytest

from groundswell.science.effects.experiments import Arm, difference
from groundswell.science.scores.cells import nps_of_kinds
from groundswell.science.scores.errors import AnswerOffTheScale
from groundswell.science.scores.nps import NpsTally
from groundswell.science.scores.nps_intervals import score_interval, wald_interval
from groundswell.science.statistics.attainment import goal_attainment
from groundswell.science.statistics.comparison import compare, compare_by_wald, compare_paired
from groundswell.science.statistics.many import benjamini_hochberg, bonferroni, holm
from groundswell.science.statistics.pooling import common_variance, james_stein, pool
from groundswell.science.statistics.resampling import bootstrap_interval
from groundswell.science.statistics.response_rates import Dispositions, response_rates
from groundswell.science.statistics.rollup import Team, by_answers, by_size
from groundswell.science.statistics.sample_size import (
    answers_for_margin,
    answers_per_group,
    change_by_chance,
    spread,
)
from groundswell.science.statistics.simultaneous_shares import goodman_shares, sison_glaz_shares
from groundswell.science.weights.estimate import weighted_score
from groundswell.science.weights.raking import design_effect, effective_n, raked
from groundswell.science.weights.tests.counted import ACCOUNTS, CELLS, answers

from .cases import CASES, STATISTICS, meets, near


def tally(counts: list[int]) -> NpsTally:
    """From detractors, passives, promoters, as the cases write them."""
    return NpsTally(detractors=counts[0], passives=counts[1], promoters=counts[2])


def ends(interval: Any) -> tuple[float, float]:
    return interval.low, interval.high


def margins(one: NpsTally, expected: Any) -> None:
    """Whatever margins are expected, cut to the scale."""
    found = {
        "wald95": wald_interval(one),
        "adjwald95": one.interval(),
        "adjwald90": one.interval(0.9),
        "score95": score_interval(one),
        "score90": score_interval(one, 0.9),
    }
    for name in found.keys() & expected.keys():
        near(ends(found[name]), np.clip(expected[name], -100, 100), 0.005 if "score" in name else 0.01)
    near(one.score, expected["nps"], 1e-6)


@meets("nps.unit")
def _(given: Any, expected: Any) -> None:
    one = NpsTally.from_scores(given[0]["scores"])
    near([one.score / 100, one.variance], [expected["nps"], expected["var"]])
    near(one.standard_error / 100, expected["se"], 0.001)
    others = {
        (0,): (-1, 0),
        (10,): (1, 0),
        (7,): (0, 0),
        (1, 9): (0, 1),
        (7, 9): (0.5, 0.25),
        (0, 7, 9): (0, 2 / 3),
    }
    for scores, (score, variance) in others.items():
        near(
            [NpsTally.from_scores(scores).score / 100, NpsTally.from_scores(scores).variance],
            [score, variance],
        )
    for wrong in (11, -1, 7.5, None):
        with pytest.raises(AnswerOffTheScale):
            NpsTally.from_scores([wrong])
    assert NpsTally.from_scores([]).score is None


@meets("nps.whuber")
def _(given: Any, expected: Any) -> None:
    one = NpsTally(*(round(given["n"] * given[name]) for name in ("p_pro", "p_pas", "p_det")))
    found = [one.score, one.variance, one.standard_error]
    near(found, [expected["nps"], expected["var"], expected["se_points"]], 1e-6)


@meets("nps.testdata.overall")
def _(_: Any, expected: Any) -> None:
    one = sum((NpsTally(*counts) for counts in CELLS.values()), NpsTally())
    near([one.detractors, one.passives, one.promoters, one.n], [*expected["counts"], expected["n"]])
    near([one.variance, one.standard_error], [expected["var"], expected["se"]], 1e-6)
    margins(one, expected)


@meets("nps.testdata.by_bu")
def _(_: Any, expected: Any) -> None:
    for fruit, own in expected.items():
        one = sum((NpsTally(*counts) for cell, counts in CELLS.items() if cell[1] == fruit), NpsTally())
        assert one == tally(own["counts"])
        margins(one, own)


@meets("nps.testdata.by_account")
def _(_: Any, expected: Any) -> None:
    assert len(expected) == len(ACCOUNTS)
    for account, own in expected.items():
        assert NpsTally(*ACCOUNTS[account.removeprefix("Account ")]) == tally(own["counts"])
        margins(tally(own["counts"]), own)


@meets("nps.counts")
def _(_: Any, expected: Any) -> None:
    for own in expected:
        margins(tally([own["det"], own["pas"], own["pro"]]), own)


@meets("nps.two_sample")
def _(_: Any, expected: Any) -> None:
    for own in expected:
        for method, name in ((compare_by_wald, "wald"), (compare, "adjwald")):
            found = method(tally(own["x"]), tally(own["y"]))
            near(
                [*ends(found.interval), found.standard_error],
                [*np.clip(own[name]["int"], -200, 200), own[name]["se"]],
                0.01,
            )
            near(found.p_value, own[name]["p"], 1e-4)


@meets("nps.pairs_bh")
def _(_: Any, expected: Any) -> None:
    counts = {fruit: tally(own["counts"]) for fruit, own in CASES["nps.testdata.by_bu"]["expected"].items()}
    arms = {
        name: Arm(one.n, one.promoters - one.detractors, one.promoters + one.detractors)
        for name, one in counts.items()
    }
    p_values = []
    for pair in expected["pairs"]:
        plain, adjusted = (f(counts[pair["a"]], counts[pair["b"]]) for f in (compare_by_wald, compare))
        for found, name in ((plain, "wald"), (adjusted, "adjwald")):
            near(found.p_value, pair[name]["p"], 1e-4)
            near(sorted(map(abs, ends(found.interval))), sorted(map(abs, pair[name]["int"])), 0.01)
        near(difference(arms[pair["a"]], arms[pair["b"]]).p_value, pair["welch_t_p"], 1e-4)
        p_values.append(plain.p_value)
    for method, name in ((benjamini_hochberg, "BH"), (holm, "holm"), (bonferroni, "bonferroni")):
        near(method(p_values), expected[name], 1e-4)


@meets("fdr.bh1995")
def _(given: Any, expected: Any) -> None:
    near(benjamini_hochberg(given["p"]), expected["adjusted"], 1e-5)
    for method, name in ((benjamini_hochberg, "bh"), (bonferroni, "bonferroni"), (holm, "holm")):
        assert sum(p <= 0.05 for p in method(given["p"])) == expected[f"n_reject_{name}"]


@meets("nps.bootstrap")
def _(_: Any, expected: Any) -> None:
    one = NpsTally(462, 176, 362)
    near(ends(bootstrap_interval(one)), expected["bca"], 0.5)
    near(ends(bootstrap_interval(one, is_corrected=False)), expected["perc"], 0.5)
    near(one.standard_error, expected["se"], 0.5)


@meets("nps.weighted")
def _(given: Any, expected: Any) -> None:
    rows = answers(CELLS)
    y, regions, fruits = np.array([v for _, v in rows]), [c[0] for c, _ in rows], [c[1] for c, _ in rows]
    base, people = np.full(len(y), given["base_weight"]), given["population"]
    post = raked(base, [(regions, people["region"])])
    both = raked(base, [(regions, people["region"]), (fruits, people["bu"])])
    by_account = answers(ACCOUNTS)
    of_accounts, accounts = [value for _, value in by_account], [account for account, _ in by_account]
    found = {
        "unweighted": weighted_score(y),
        "poststrat": weighted_score(y, post, margins=[regions]),
        "raked": weighted_score(y, both, margins=[regions, fruits]),
        "stratified_fpc": weighted_score(y, post, strata=regions, population=people["region"]),
        "srs_fpc2000": weighted_score(y, population=2_000),
        "clustered_account": weighted_score(of_accounts, clusters=accounts),
    }
    for name, own in expected["est"].items():
        near(found[name].score, own["nps"], 0.01)
        near(found[name].standard_error, own["se"], 0.02)
    by_chance = weighted_score(y, population=float(base.sum())).standard_error
    near(
        (found["clustered_account"].standard_error / by_chance) ** 2,
        expected["est"]["clustered_account"]["deff"],
        1e-4,
    )
    near(
        [design_effect(both), design_effect(post)],
        [expected["kish_deff_raked"], expected["kish_deff_poststrat"]],
        1e-4,
    )
    near(effective_n(both), expected["n_eff_raked"], 0.05)
    places = {
        f"{region}|{fruit}": place for place, (region, fruit) in enumerate(zip(regions, fruits, strict=True))
    }
    near(
        [both[places[cell]] for cell in expected["raked_weights"]],
        list(expected["raked_weights"].values()),
        0.01,
    )
    near(
        [post[regions.index(r)] for r in expected["poststrat_weights"]],
        list(expected["poststrat_weights"].values()),
        0.01,
    )


@meets("nps.paired")
def _(_: Any, expected: Any) -> None:
    table, answer = np.array(STATISTICS["mobi_pairs"]), (5, 7, 9)
    pairs = [(answer[i], answer[j]) for i in range(3) for j in range(3) for _ in range(table[i, j])]
    found = compare_paired(pairs)
    first, second = tally(table.sum(axis=1).tolist()), tally(table.sum(axis=0).tolist())
    near(
        [first.score, second.score, found.points],
        [expected["nps_CUSL1"], expected["nps_CUSL3"], -expected["diff"]],
        0.01,
    )
    near(found.standard_error, expected["se_sample"], 0.01)
    near([-found.interval.high, -found.interval.low], expected["t_int"], 0.01)
    near(found.p_value, expected["t_p"], 1e-6)
    near(hypot(first.standard_error, second.standard_error), expected["unpaired_se"], 0.02)


@meets("nps.goodman")
def _(given: Any, expected: Any) -> None:
    for method, name in ((goodman_shares, "goodman"), (sison_glaz_shares, "sison_glaz")):
        near([ends(one) for one in method(given["counts"])], expected[name], 1e-5)


@meets("nps.sample_size")
def _(given: Any, expected: Any) -> None:
    alone = [answers_for_margin(100 * one["d"], one["s2"], one["conf"]) for one in given[:2]]
    x, y = given[2]["x"], given[2]["y"]
    points = 100 * ((x[2] - x[0]) - (y[2] - y[0]))
    variances = (spread(x[2], x[0]), spread(y[2], y[0]))
    group = answers_per_group(abs(points), variances, 1 - given[2]["alpha"], given[2]["power"])
    near([*alone, group], expected, 1)


@meets("nps.coverage")
def _(given: Any, expected: Any) -> None:
    for world, own in zip(given, expected, strict=True):
        truth = 100 * (world["p_pro"] - world["p_det"])
        shares = [world["p_pro"], 1 - world["p_pro"] - world["p_det"], world["p_det"]]
        drawn = np.random.default_rng(1).multinomial(world["n"], shares, 40_000)
        found = nps_of_kinds(*drawn.T)
        covers = np.mean((found.low <= truth) & (found.high >= truth))
        near(covers, own["adj"], 0.01)
        assert covers >= 0.93 or world["n"] < 10
        kinds, times = np.unique(drawn, axis=0, return_counts=True)
        inside = [wald_interval(NpsTally(*row)).contains(truth) for row in kinds.tolist()]
        near(np.average(inside, weights=times), own["wald"], 0.01)


@meets("shrink.efron_morris")
def _(given: Any, expected: Any) -> None:
    raw, rest = np.array(given["hits"]) / given["n"], np.array(given["rest_of_season"])
    drawn = james_stein(raw, raw.mean() * (1 - raw.mean()) / given["n"])
    near(drawn, expected["est"], 0.001)
    kept = (drawn[0] - drawn.mean()) / (raw[0] - raw.mean())
    errors = [((values - rest) ** 2).sum() for values in (raw, drawn)]
    near([raw.mean(), kept, *errors], [expected[name] for name in ("mean", "c", "sse_raw", "sse_js")], 0.001)


@meets("shrink.accounts")
def _(_: Any, expected: Any) -> None:
    teams = {f"Account {name}": NpsTally(*counts) for name, counts in ACCOUNTS.items()}
    sizes = np.array([one.n for one in teams.values()])
    within = common_variance(list(teams.values()))
    near(within, expected["sigma2"], 1.0)
    found = pool([one.score for one in teams.values()], within / sizes)
    near(found.mean, expected["mu"], 0.05)
    near(found.spread_between**2, expected["tau2"], 0.5)
    pooled = dict(zip(teams, (unit.pooled for unit in found.units), strict=True))
    near([pooled[name] for name in expected["blup"]], list(expected["blup"].values()), 0.1)


@meets("scorecard.gas")
def _(given: Any, expected: Any) -> None:
    near([goal_attainment(one["x"], one["w"]) for one in given], expected, 0.001)


@meets("scorecard.rollup")
def _(given: Any, expected: Any) -> None:
    tallies = [
        NpsTally(
            promoters=round(t["n"] * (1 + t["nps"] / 100) / 2),
            detractors=round(t["n"] * (1 - t["nps"] / 100) / 2),
        )
        for t in given["teams"]
    ]
    by_people = [Team(one, t["N"]) for one, t in zip(tallies, given["teams"], strict=True)]
    found = [by_size([Team(one, 1) for one in tallies]), by_answers(by_people), by_size(by_people)]
    near(
        [one.score for one in found],
        [expected[n] for n in ("simple", "response_weighted", "population_weighted")],
    )


@meets("incentive.noise")
def _(_: Any, expected: Any) -> None:
    near(change_by_chance(5, 100, 0.6), expected["p"], 0.002)
    near(sqrt(0.6), 0.7746, 1e-4)


@meets("response_rates")
def _(given: Any, expected: Any) -> None:
    counts = Dispositions(*(given[name] for name in ("I", "P", "R", "NC", "O", "UH", "UO")))
    found = response_rates(counts, given["e"])
    near([getattr(found, name.lower()) for name in expected], list(expected.values()))
