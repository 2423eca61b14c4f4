"""Scores, their margins, comparisons."""

from __future__ import annotations

from math import hypot
from typing import Any

import numpy as np
import pytest

from groundswell.science.effects.experiments import Arm, difference
from groundswell.science.scores.cells import nps_of_kinds
from groundswell.science.scores.errors import AnswerOffTheScale
from groundswell.science.scores.nps import NpsTally
from groundswell.science.scores.nps_intervals import score_interval, wald_interval
from groundswell.science.statistics.comparison import compare, compare_by_wald, compare_paired
from groundswell.science.statistics.many import benjamini_hochberg, bonferroni, holm
from groundswell.science.statistics.resampling import bootstrap_interval
from groundswell.science.statistics.simultaneous_shares import goodman_shares, sison_glaz_shares
from groundswell.science.weights.tests.counted import ACCOUNTS, CELLS

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
