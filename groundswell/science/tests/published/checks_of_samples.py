"""Samples and their weights, small teams, targets, roll-ups."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.attainment import goal_attainment
from groundswell.science.statistics.pooling import common_variance, james_stein, pool
from groundswell.science.statistics.response_rates import Dispositions, response_rates
from groundswell.science.statistics.rollup import Team, by_answers, by_size
from groundswell.science.statistics.sample_size import (
    answers_for_margin,
    answers_per_group,
    change_by_chance,
    spread,
)
from groundswell.science.weights.estimate import weighted_score
from groundswell.science.weights.raking import design_effect, effective_n, raked
from groundswell.science.weights.tests.counted import ACCOUNTS, CELLS, answers

from .cases import meets, near


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


@meets("nps.sample_size")
def _(given: Any, expected: Any) -> None:
    alone = [answers_for_margin(100 * one["d"], one["s2"], one["conf"]) for one in given[:2]]
    x, y = given[2]["x"], given[2]["y"]
    points = 100 * ((x[2] - x[0]) - (y[2] - y[0]))
    variances = (spread(x[2], x[0]), spread(y[2], y[0]))
    group = answers_per_group(abs(points), variances, 1 - given[2]["alpha"], given[2]["power"])
    near([*alone, group], expected, 1)


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
