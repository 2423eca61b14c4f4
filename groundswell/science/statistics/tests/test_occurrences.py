"""Counts over two spans of time, against the example that R's documentation works out."""

import pytest

from groundswell.science.statistics.occurrences import occurrences_p


def test_the_cancer_counts_of_fredericia_agree_with_r():
    """`poisson.test(c(11, 6+8+7), c(800, 1083+1050+878))` gives p = 0.07967."""
    assert occurrences_p(11, 6 + 8 + 7, span=800, span_before=1083 + 1050 + 878) == pytest.approx(
        0.07967, abs=5e-6
    )


def test_silence_after_a_busy_time_is_rarely_chance():
    assert occurrences_p(0, 110, span=7, span_before=77) < 0.001
    assert occurrences_p(0, 11, span=7, span_before=77) > 0.3


def test_nothing_at_all_tells_nothing():
    assert occurrences_p(0, 0) == 1.0


@pytest.mark.parametrize(("now", "before", "span"), [(-1, 3, 1.0), (1, -3, 1.0), (1, 3, 0.0)])
def test_impossible_counts_are_refused(now, before, span):
    with pytest.raises(ValueError, match="Counts are 0 or more"):
        occurrences_p(now, before, span=span)
