"""Drivers, importance and performance, Kano."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from groundswell.science.drivers.correlations import Correlations, correlations
from groundswell.science.drivers.driver import drivers_of
from groundswell.science.drivers.kano import FEELINGS, KanoTally, kind_of
from groundswell.science.drivers.ordered import ordered_drivers
from groundswell.science.drivers.paths import path_model
from groundswell.science.drivers.performance import Point, priority_map
from groundswell.science.drivers.shares import johnson, lmg, pratt, slopes, unique

from .cases import STATISTICS, column, meets, meets_with_files, near, rows_of
from .recount import RATINGS


def known(source: str, outcome: str, ratings: list[str]) -> tuple[Correlations, float, np.ndarray]:
    """The correlations of a data set, with the means of outcome and ratings."""
    whole = STATISTICS[source]
    places = [whole["names"].index(name) for name in ratings]
    last = whole["names"].index(outcome)
    matrix, spreads, means = (np.array(whole[name]) for name in ("correlations", "spreads", "means"))
    found = Correlations(
        matrix[np.ix_(places, places)],
        matrix[places, last],
        spreads[places],
        float(spreads[last]),
        whole["n"],
    )
    return found, float(means[last]), means[places]


def agrees(found: Correlations, mean: float, means: np.ndarray, expected: Any) -> None:
    """LMG, first, last, Pratt, Johnson and the slopes, each to a millionth."""
    names = list(expected["lmg"])
    johnsons, alone = johnson(found), found.with_outcome**2
    for shares, name in (
        (lmg(found), "lmg"),
        (alone, "first"),
        (unique(found), "last"),
        (pratt(found), "pratt"),
    ):
        near(shares, [expected[name][one] for one in names], 1e-6)
    near(lmg(found).sum(), expected["r2"], 1e-6)
    near(johnsons, [expected["johnson"]["raw"][one] for one in names], 1e-6)
    near(100 * johnsons / johnsons.sum(), [expected["johnson"]["rescaled"][one] for one in names], 1e-5)
    steep = slopes(found)
    near(steep, [expected["coef"][one] for one in names], 1e-6)
    near(mean - steep @ means, expected["coef"]["(Intercept)"], 1e-5)
    near(steep * found.spreads / found.outcome_spread, [expected["std_beta"][one] for one in names], 1e-6)


def with_these_correlations(found: Correlations, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Made-up normal answers, as many, whose correlations are exactly these."""
    drawn = np.random.default_rng(seed).normal(size=(found.n, found.p + 1))
    drawn = np.linalg.qr(drawn - drawn.mean(axis=0))[0] @ np.linalg.cholesky(found.matrix).T
    return drawn[:, -1], drawn[:, :-1]


def ranges(outcome: np.ndarray, ratings: np.ndarray, expected: Any, within: float) -> None:
    names = list(expected)
    rows = {
        one.code: one.relative_range for one in drivers_of(outcome, ratings, names, resamples=2_000).drivers
    }
    near([(rows[name].low, rows[name].high) for name in names], [expected[name] for name in names], within)


@meets("drivers.swiss")
def _(_: Any, expected: Any) -> None:
    agrees(*known("swiss", "Fertility", list(expected["lmg"])), expected)


@meets("drivers.nps_testdata")
def _(_: Any, expected: Any) -> None:
    found = known("nps_testdata", "recommend", list(expected["lmg"]))
    agrees(*found, expected)
    ranges(*with_these_correlations(found[0]), expected["lmg_share_boot95"], 0.02)


@meets_with_files("drivers.nps_testdata")
def _(expected: Any, folder: Path) -> None:
    rows = rows_of(folder / "nps_testdata.csv")
    y, x = column(rows, "recommend"), np.column_stack([column(rows, name) for name in RATINGS])
    ranges(y, x, expected["lmg_share_boot95"], 0.02)
    kinds = np.digitize(y, [7, 9])
    for outcome, name in ((kinds == 2, "logit_promoter_mcfadden"), (kinds, "ordinal_logit_mcfadden")):
        found = ordered_drivers(outcome, x)
        near(found.total, expected[name]["total"], 1e-4)
        near(found.shares, [expected[name]["shapley"][rating] for rating in RATINGS], 1e-4)
    near(found.slopes, [expected["ordinal_logit_coef"][rating] for rating in RATINGS], 1e-4)


@meets("drivers.mobi_sat")
def _(_: Any, expected: Any) -> None:
    agrees(*known("mobi", "CUSA1", list(expected["lmg"])), expected)


@meets("drivers.mobi_recommend")
def _(_: Any, expected: Any) -> None:
    agrees(*known("mobi", "CUSL3", list(expected["lmg"])), expected)


@meets_with_files("drivers.mobi_recommend")
def _(expected: Any, folder: Path) -> None:
    rows, names = rows_of(folder / "mobi.csv"), list(expected["lmg"])
    y, x = column(rows, "CUSL3"), np.column_stack([column(rows, name) for name in names])
    near(lmg(correlations(y, x)), [expected["lmg"][name] for name in names], 1e-6)
    ranges(y, x, expected["lmg_share_boot95"], 0.03)


@meets("drivers.ipa_mobi")
def _(_: Any, expected: Any) -> None:
    names = list(expected["importance"])
    found, _mean, means = known("mobi", "CUSA1", names)
    shares = lmg(found) / lmg(found).sum()
    near(shares, list(expected["importance"].values()), 1e-4)
    near(means, list(expected["performance"].values()), 1e-4)
    places = priority_map([Point(*row) for row in zip(names, shares.tolist(), means.tolist(), strict=True)])
    near([places.mean_importance, places.mean_performance], [1 / len(names), means.mean()], 1e-9)


@meets("drivers.mobi_pls")
def _(_: Any, expected: Any) -> None:
    mobi = STATISTICS["mobi"]
    starts = {
        "Image": "IMAG",
        "Expectation": "CUEX",
        "Quality": "PERQ",
        "Value": "PERV",
        "Satisfaction": "CUSA",
        "Complaints": "CUSCO",
        "Loyalty": "CUSL",
    }
    blocks = {name: [one for one in mobi["names"] if one.startswith(start)] for name, start in starts.items()}
    arrows = [tuple(arrow.split(" -> ")) for arrow in expected["paths"]]
    found = path_model(mobi["names"], mobi["correlations"], blocks, arrows)
    near([found.slopes[arrow] for arrow in arrows], list(expected["paths"].values()), 1e-6)
    explained = {name: part for name, part in expected["r2"].items() if part is not None}
    near([found.explained[name] for name in explained], list(explained.values()), 1e-6)


@meets("kano.tables")
def _(given: Any, expected: Any) -> None:
    for counts, own in zip(given, expected, strict=True):
        found = KanoTally(*(counts[kind] for kind in "AOMIRQ"))
        assert found.most_frequent == own["category"]
        near([found.better, found.worse], [own["better"], own["worse"]], 0.006)
    table = ["".join(kind_of(there, absent) for absent in FEELINGS) for there in FEELINGS]
    assert table == ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"]


@meets("ipa.martilla_james")
def _(given: Any, expected: Any) -> None:
    rows = zip(given["attributes"], given["importance"], given["performance"], strict=True)
    found = priority_map([Point(*row) for row in rows])
    near(
        [found.mean_importance, found.mean_performance],
        [expected["mean_importance"], expected["mean_performance"]],
        0.002,
    )
    by_quadrant = {
        name: [one.point.code for one in found.placed if one.quadrant == name]
        for name in ("work on it", "more than needed")
    }
    assert by_quadrant["work on it"] == expected["concentrate_here"]
    assert by_quadrant["more than needed"] == expected["possible_overkill"]
