"""Every published figure that our statistics must meet, by its name: 53 cases, none left out.

The files of four data sets may not be held here (SOURCES.md). Their cases are met from sums, correlations and counts; what needs
the rows themselves is checked when GROUNDSWELL_REFERENCE_DATA names a folder with them, and is said aloud when it does not.
"""

from __future__ import annotations

import pytest

from . import checks_of_drivers, checks_of_effects, checks_of_money, checks_of_samples, checks_of_scores  # noqa: F401
from .cases import CASES, CHECKS, WITH_FILES, reference_folder
from .recount import STATISTICS as STATISTICS_FILE
from .recount import as_text, recount


def test_all_cases_are_here_and_each_has_a_check():
    assert len(CASES) == 53
    assert set(CHECKS) == set(CASES)
    assert set(WITH_FILES) < set(CASES)


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_published_figure_is_met(case):
    CHECKS[case](CASES[case]["inputs"], CASES[case]["expected"])


@pytest.mark.parametrize("case", sorted(WITH_FILES))
def test_the_figure_that_needs_the_rows_is_met(case):
    folder = reference_folder()
    if folder is None:
        pytest.skip(
            f"NOT CHECKED: {case} from its rows. Set GROUNDSWELL_REFERENCE_DATA to a folder with them."
        )
    WITH_FILES[case](CASES[case]["expected"], folder)


def test_the_statistics_are_those_of_the_files():
    folder = reference_folder()
    if folder is None:
        pytest.skip(
            "NOT CHECKED: the statistics against their files. Set GROUNDSWELL_REFERENCE_DATA to their folder."
        )
    assert as_text(recount(folder)) == STATISTICS_FILE.read_text(encoding="utf-8")
