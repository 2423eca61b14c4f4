"""What customers are worth, and how long they stay."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from groundswell.science.money.contracts import fit_contracts
from groundswell.science.money.earned_growth import earned_growth, net_and_gross_retention
from groundswell.science.money.hazards import hazards_of, log_rank
from groundswell.science.money.repeat_purchases import (
    BgNbd,
    Buyer,
    buyers,
    fit_bg_nbd,
    fit_gamma_gamma,
    frequency_and_spend,
)
from groundswell.science.money.retention import kaplan_meier
from groundswell.science.money.wallet import allocation, allocations

from .cases import CASES, HERE, SCIENCE, STATISTICS, column, meets, meets_with_files, near, rows_of

CDNOW = rows_of(HERE / "cdnow_summary.csv")
X, LAST, WATCHED, SPEND = (column(CDNOW, name) for name in ("frequency", "recency", "T", "monetary"))
CALIBRATED_UNTIL = date(1997, 9, 30)
PUBLISHED = BgNbd(*CASES["clv.bgnbd.conditional"]["inputs"]["params"])


@meets("clv.bgnbd")
def _(_: Any, expected: Any) -> None:
    found = fit_bg_nbd(X, LAST, WATCHED)
    near(
        [found.r, found.alpha, found.a, found.b], [expected[name] for name in ("r", "alpha", "a", "b")], 0.002
    )
    near(found.log_likelihood, expected["loglik"], 0.1)


@meets("clv.bgnbd.conditional")
def _(given: Any, expected: Any) -> None:
    past = given["x"], given["t_x"], given["T"]
    near(PUBLISHED.expected_repeats(given["t"], *past), expected["expected"], 0.001)
    near(PUBLISHED.chance_still_there(*past), expected["p_alive"], 0.001)


@meets("clv.bgnbd.holdout")
def _(_: Any, expected: Any) -> None:
    near(PUBLISHED.expected_repeats(39, X, LAST, WATCHED).sum(), expected["predicted"], 1.0)
    assert STATISTICS["cdnow_holdout"] == expected["actual"]


def agrees_with_the_summary(found: tuple[Buyer, ...]) -> None:
    columns = [[getattr(one, name) for one in found] for name in ("repeats", "last", "watched")]
    near(columns, [X, LAST, WATCHED], 0.01)


@meets("clv.summary")
def _(_: Any, __: Any) -> None:
    """From a log made to the summary: the first and last days are the real ones, those between are not."""
    log: list[tuple[int, date, float]] = []
    for number, (x, last, watched) in enumerate(zip(X, LAST, WATCHED, strict=True)):
        first = CALIBRATED_UNTIL - timedelta(days=round(watched * 7))
        days = {first, *(first + timedelta(days=round(last * 7)) for _ in range(int(x > 0)))}
        between = (first + timedelta(days=k) for k in range(1, 400))
        while len(days) < x + 1:
            days.add(next(between))
        log += [(number, day, 1.0) for day in sorted(days)] + [(number, first, 2.0)]
        log.append((number, CALIBRATED_UNTIL + timedelta(days=1 + number % 200), 9.0))
    agrees_with_the_summary(buyers(log, CALIBRATED_UNTIL))


@meets_with_files("clv.summary")
def _(_: Any, folder: Path) -> None:
    rows = rows_of(folder / "cdnow_elog.csv")
    days = [date.fromisoformat(f"{row['date'][:4]}-{row['date'][4:6]}-{row['date'][6:]}") for row in rows]
    log = [(row["masterid"], day, float(row["sales"])) for row, day in zip(rows, days, strict=True)]
    agrees_with_the_summary(buyers(log, CALIBRATED_UNTIL))


@meets("clv.gammagamma")
def _(_: Any, expected: Any) -> None:
    again = X > 0
    found = fit_gamma_gamma(X[again], SPEND[again])
    near([found.p, found.q, found.v], [expected["p"], expected["q"], expected["v"]], 0.02)
    near(frequency_and_spend(X[again], SPEND[again]), expected["corr_freq_monetary"], 0.001)


@meets("clv.sbg.regular")
def _(given: Any, expected: Any) -> None:
    found = fit_contracts(given["survivors_pct"])
    near([found.alpha, found.beta], [expected["alpha"], expected["beta"]], 0.001)
    near(100 * found.survivors(np.arange(13)), expected["projection"], 0.1)


@meets("earned_growth")
def _(given: Any, expected: Any) -> None:
    found = earned_growth(
        given["revenue_prior"],
        given["revenue_now_from_prior_customers"],
        given["revenue_new_earned"],
        given["revenue_new_bought"],
    )
    values = [
        found.net_revenue_retention,
        found.earned_new_customers,
        found.rate,
        found.total_growth,
        found.ratio,
    ]
    near(values, [expected[name] for name in ("NRR", "ENC", "EGR", "total_growth", "ratio")])


@meets("nrr_grr")
def _(given: Any, expected: Any) -> None:
    found = net_and_gross_retention(given["start"], given["expansion"], given["contraction_and_churn"], 0)
    near(found, [expected["NRR"], expected["GRR"]])


@meets("wallet_allocation")
def _(given: Any, expected: Any) -> None:
    near([allocation(one["rank"], one["N"]) for one in given], expected)
    assert sum(allocations({"ours": 9, "theirs": 9, "another": 4}).values()) == 1


@meets("survival.telco")
def _(_: Any, expected: Any) -> None:
    rows = rows_of(SCIENCE / "money/tests/telco_tenure.csv")
    left, stayed = (column(rows, name).astype(int) for name in ("left", "stayed"))
    months, gone = np.tile(column(rows, "tenure"), 2), np.repeat([True, False], len(rows))
    many, contracts = np.concatenate([left, stayed]), np.tile([row["contract"] for row in rows], 2)
    assert [many.sum(), left.sum()] == [expected["n"], expected["churned"]]

    def curve(chosen: np.ndarray) -> Any:
        return kaplan_meier(*(np.repeat(v[chosen], many[chosen]).tolist() for v in (months, gone)))

    whole, km = curve(many > 0), expected["km"]
    at = [whole.at(month) for month in km["t"]]
    errors = [whole.standard_error[whole.times == month][0] for month in km["t"]]
    near([one for one, _ in at], km["S"], 1e-5)
    near([[band.low, band.high] for _, band in at], np.transpose([km["lo"], km["hi"]]), 1e-5)
    near(errors, km["se"], 1e-5)
    near(whole.restricted_mean(72), expected["rmst72"], 0.01)
    for stratum, month, share in zip(
        *(expected["km_contract"][name] for name in ("strata", "t", "S")), strict=True
    ):
        near(curve(contracts == stratum.removeprefix("Contract=")).at(month)[0], share, 1e-5)
    near(
        log_rank(
            *(np.repeat(v, many) for v in (months, gone)), np.repeat(contracts, many).tolist()
        ).chi_squared,
        expected["logrank_contract_chisq"],
        1e-4,
    )
    flags = {
        "ContractOne year": ("contract", "One year"),
        "ContractTwo year": ("contract", "Two year"),
        "PaperlessBillingYes": ("paperless", "Yes"),
        "InternetServiceFiber optic": ("internet", "Fiber optic"),
        "InternetServiceNo": ("internet", "No"),
        "SeniorCitizen": ("senior", "1"),
        "PartnerYes": ("partner", "Yes"),
    }
    columns = np.array([[float(row[name] == value) for name, value in flags.values()] for row in rows])
    found = hazards_of(months, gone, np.tile(columns, (2, 1)), list(flags), counts=many)
    cox = expected["cox"]
    near([one.coefficient for one in found.hazards], [cox["coef"][name] for name in flags], 1e-4)
    near([one.standard_error for one in found.hazards], [cox["se"][name] for name in flags], 1e-4)
    near([found.log_likelihood, found.concordance], [cox["loglik"], cox["concordance"]], 1e-4)
    assert all(one.proportional_p < 0.001 for one in found.hazards if one.code.startswith("Contract"))
