"""Any stretch of days can be asked for, and knows what came before it."""

from datetime import date

import pytest

from groundswell.understand.scores.periods import periods_offered, read_period

TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("30", date(2026, 2, 10), TODAY),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2026-01-05..2026-01-09", date(2026, 1, 5), date(2026, 1, 9)),
    ],
)
def test_a_period_is_days(code, since, until):
    found = read_period(code, TODAY)
    assert (found.since, found.until) == (since, until)


@pytest.mark.parametrize(
    ("code", "before", "year"),
    [
        ("2026-01", "2025-12", "2025-01"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2025", "2024", "2024"),
        ("2026-01-06..2026-01-10", "2026-01-01..2026-01-05", "2025-01-06..2025-01-10"),
        ("2024-02-29..2024-02-29", "2024-02-28..2024-02-28", "2023-02-28..2023-02-28"),
    ],
)
def test_what_came_before_has_the_same_length(code, before, year):
    found = read_period(code, TODAY)
    assert (found.before().code, found.year_before().code) == (before, year)


def test_a_rolling_period_can_be_fixed_to_its_days():
    found = read_period("30", TODAY)
    assert read_period(found.fixed, date(2030, 1, 1)).since == found.since


@pytest.mark.parametrize("code", ["31", "", "2026-13", "2026-Q5", "0001", "2026-02-30..2026-03-01", "2026-02-02..2026-02-01", "²026", "x" * 999])  # fmt: skip
def test_anything_else_is_refused_with_what_could_be_asked(code):
    with pytest.raises(ValueError, match=r"2026-Q1"):
        read_period(code, TODAY)


def test_every_period_offered_can_be_asked():
    codes = [code for _, offered in periods_offered(TODAY) for code, _ in offered]
    assert [read_period(code, TODAY).code for code in codes] == codes
    assert "2025-03" in codes
