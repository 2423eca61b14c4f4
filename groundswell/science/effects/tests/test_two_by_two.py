"""Card & Krueger 1994, American Economic Review 84:772, Table 3."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from groundswell.science.effects.difference_in_differences import two_by_two
from groundswell.science.effects.effect import Verdict

with (Path(__file__).parent / "card_krueger.csv").open(encoding="utf-8") as lines:
    ROWS = list(csv.DictReader(lines))


def columns(rows, *names):
    return ([float(row[name]) for row in rows] for name in names)


def test_employment_in_new_jersey_rose_by_the_published_difference():
    """2.754 with HC1 error 1.795 (R 4.2.2); the paper prints 2.76 from rounded means."""
    rows = [row for row in ROWS if row["fte"].strip()]
    assert len(rows) == 794
    found = two_by_two(*columns(rows, "fte", "nj", "d"))
    assert found.estimate == pytest.approx(2.75360578, abs=1e-6)
    assert found.standard_error == pytest.approx(1.79545081, abs=1e-4)
    assert found.verdict is Verdict.CANNOT_TELL


def test_the_balanced_change_has_the_published_error():
    """2.75 (1.34) over the 384 restaurants seen twice: errors by restaurant."""
    changes = [row for row in ROWS if row["demp"].strip() and row["d"] == "1"]
    assert len(changes) == 384
    nj, change = columns(changes, "nj", "demp")
    found = two_by_two([0.0] * 384 + change, nj * 2, [0] * 384 + [1] * 384, clusters=list(range(384)) * 2)
    assert found.estimate == pytest.approx(2.75, abs=1e-4)
    assert found.standard_error == pytest.approx(1.33772531, abs=0.005)
    assert (found.n_treated_units, found.n_control_units) == (309, 75)


def test_one_treated_unit_has_no_range():
    rng = np.random.default_rng(1)
    treated, after = np.repeat([1, 0], 200), np.tile([0, 1], 200)
    found = two_by_two(
        rng.normal(50 * treated * after), treated, after, clusters=["one"] * 200 + list("abcde") * 40
    )
    assert found.estimate == pytest.approx(50, abs=1)
    assert (found.low, found.high, found.p_value, found.verdict) == (None, None, None, Verdict.CANNOT_TELL)
    assert found.in_words("The desk").endswith(
        "It takes at least two units with and two without it: there are 1 and 5. "
        "Whether both groups moved alike before the start is not known."
    )


def test_a_clear_effect_worked_and_says_what_is_not_known():
    rng = np.random.default_rng(1)
    treated, after = np.repeat([1, 0], 200), np.tile([0, 1], 200)
    found = two_by_two(rng.normal(20 * treated * after, 10), treated, after)
    assert found.verdict is Verdict.WORKED
    assert found.in_words("The desk").startswith("The desk worked: +")
    assert found.in_words("The desk").endswith("before the start is not known.")
    cheaper = two_by_two(rng.normal(20 * treated * after, 10), treated, after, higher_is_better=False)
    assert cheaper.verdict is Verdict.DID_NOT
    assert cheaper.in_words("The desk").startswith("The desk made it worse: +")


def test_without_a_control_group_nothing_is_claimed():
    found = two_by_two([1, 2, 3, 4, 5], [1] * 5, [0, 0, 1, 1, 1])
    assert (found.estimate, found.low, found.verdict) == (None, None, Verdict.CANNOT_TELL)
    assert found.in_words("It") == (
        "We cannot tell whether It worked. It takes answers from before and after, with and without it."
    )
