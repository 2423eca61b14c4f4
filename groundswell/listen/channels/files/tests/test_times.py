"""When an answer was given: what is read, what is refused, and the two nights of the year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from groundswell.listen.channels.files.errors import CellRefused, UnusableOption
from groundswell.listen.channels.files.options import ReadingOptions
from groundswell.listen.channels.files.times import TimeReader

from .feedback import NOW, file_of, read, verdict


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2025-06-01T12:00:00Z", utc(2025, 6, 1, 12)), ("2025-06-01T12:00:00z", utc(2025, 6, 1, 12)), ("2025-06-01T12:00:00+02:00", utc(2025, 6, 1, 10)),
        ("2025-06-01T12:00:00-0330", utc(2025, 6, 1, 15, 30)), ("2025-06-01 12:00:00+02", utc(2025, 6, 1, 10)), ("2025-06-01 12:00", utc(2025, 6, 1, 11)),
        (" 2025-06-01 ", utc(2025, 5, 31, 23)), ("2025-06-01T12:00:00.25Z", utc(2025, 6, 1, 12, 0, 0, 250000)), ("2024-02-29", utc(2024, 2, 29)),
        ("2025-06-01T12:00:00,5Z", utc(2025, 6, 1, 12, 0, 0, 500000)), ("2025-06-01T12:00:00.123456789Z", utc(2025, 6, 1, 12, 0, 0, 123456)),
        ("1990-01-01", utc(1990, 1, 1)), ("2026-01-16T12:00:00Z", utc(2026, 1, 16, 12)), ("2025-06-01T12:00+14:00", utc(2025, 5, 31, 22)),
    ],
)  # fmt: skip
def test_an_iso_time_is_read(cell: str, moment: datetime) -> None:
    assert verdict("submitted_at", cell) == moment


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "required"), ("yesterday", "invalid_date"), ("1700000000", "invalid_date"), ("45809", "invalid_date"), ("20250601", "invalid_date"), ("2025-W23-1", "invalid_date"),
        ("2025-152", "invalid_date"), ("2025-02-29", "invalid_date"), ("1900-02-29", "invalid_date"), ("2025-13-01", "invalid_date"), ("2025-6-1", "invalid_date"), ("25-06-01", "invalid_date"),
        ("2025-06-01T24:00", "invalid_date"), ("2025-06-01T25:00:00Z", "invalid_date"), ("2025-06-01T12:60", "invalid_date"), ("2025-06-01T23:59:60Z", "invalid_date"),
        ("2025-06-01T12", "invalid_date"), ("2025-06-01T12:00:00+24:00", "invalid_date"), ("2025-06-01T12:00:00+02:60", "invalid_date"), ("2025-06-01T12:00:00 +02:00", "invalid_date"),
        ("2025-06-01T", "invalid_date"), ("2025-06-01  12:00", "invalid_date"), ("2025-06-01Z", "invalid_date"), ("٢٠٢٥-٠٦-٠١", "invalid_date"), ("+2025-06-01", "invalid_date"),
        ("0000-00-00", "invalid_date"), ("1989-12-31T23:59:59", "date_out_of_range"), ("1899-12-31", "date_out_of_range"), ("9999-12-31T23:59:59-12:00", "date_out_of_range"),
        ("0001-01-01T00:00:00+12:00", "date_out_of_range"), ("2026-01-16T12:00:01Z", "date_out_of_range"), ("2099-01-01", "date_out_of_range"), ("03/04/2025", "ambiguous_date"),
        ("31.12.2024", "ambiguous_date"), ("31/12/2024 10:00", "ambiguous_date"), ("2025/06/01", "ambiguous_date"), ("31 Dec 2024", "invalid_date"), ("1.2.3", "invalid_date"), ("9/10", "invalid_date"), ("31.13.2026", "invalid_date"), ("32/01/2025", "invalid_date"), ("2025/02/30", "invalid_date"), ("30.02.2025 10:00", "invalid_date"),
    ],
)  # fmt: skip
def test_what_is_no_iso_time_is_refused_by_name(cell: str, reason: str) -> None:
    assert verdict("submitted_at", cell) == reason


@pytest.mark.parametrize(
    ("order", "cell", "expected"),
    [
        ("dmy", "31/12/2024", utc(2024, 12, 31)), ("dmy", "1-2-2025 08:30", utc(2025, 2, 1, 8, 30)), ("mdy", "1-2-2025 08:30", utc(2025, 1, 2, 8, 30)),
        ("mdy", "12.31.2024 23:59:59", utc(2024, 12, 31, 23, 59, 59)), ("dmy", "7 Mar 2025", utc(2025, 3, 7)), ("mdy", "Mar 7, 2025", utc(2025, 3, 7)),
        ("dmy", "29/02/2024", utc(2024, 2, 29)), ("dmy", "7 march 2025", utc(2025, 3, 7)), ("dmy", "2025-03-07", utc(2025, 3, 7)), ("dmy", "1/7/2025 0:30", utc(2025, 6, 30, 23, 30)),
        ("dmy", "29/02/2025", "invalid_date"), ("dmy", "12/31/2024", "invalid_date"), ("mdy", "31/12/2024", "invalid_date"), ("dmy", "1/2/25", "invalid_date"),
        ("dmy", "1/2.2025", "invalid_date"), ("dmy", "7 Mrz 2025", "invalid_date"), ("dmy", "31/12/2024 24:00", "invalid_date"), ("dmy", "31/12/2024 10:00 PM", "invalid_date"),
        ("dmy", "2025/06/01", "invalid_date"), ("dmy", "٣١/١٢/٢٠٢٤", "invalid_date"), ("dmy", "0/1/2025", "invalid_date"), ("dmy", "31/12/1989", "date_out_of_range"),
        ("dmy", "30/03/2025 01:30", "nonexistent_time"), ("mdy", "3/30/2025 01:30:00", "nonexistent_time"), ("dmy", "30 Mar 2025 01:30", "nonexistent_time"),
    ],
)  # fmt: skip
def test_a_known_order_of_day_and_month_reads_more_forms(order: str, cell: str, expected: object) -> None:
    assert verdict("submitted_at", cell, date_order=order) == expected


@pytest.mark.parametrize(
    ("zone", "cell", "expected"),
    [
        ("Europe/London", "2025-03-30 01:00", "nonexistent_time"), ("Europe/London", "2025-03-30 02:00", utc(2025, 3, 30, 1)), ("Europe/London", "2025-03-30 00:59:59", utc(2025, 3, 30, 0, 59, 59)),
        ("America/New_York", "2025-03-09 02:59", "nonexistent_time"), ("Africa/Cairo", "2025-04-25", "nonexistent_time"), ("Australia/Lord_Howe", "2025-10-05 02:15", "nonexistent_time"),
        ("Australia/Lord_Howe", "2025-10-05 02:30", utc(2025, 10, 4, 15, 30)), ("Europe/London", "2025-03-30 01:30Z", utc(2025, 3, 30, 1, 30)), ("Pacific/Apia", "2011-12-30 12:00", "nonexistent_time"),
    ],
)  # fmt: skip
def test_a_time_that_the_clocks_skip_does_not_exist(zone: str, cell: str, expected: object) -> None:
    assert verdict("submitted_at", cell, tz=zone) == expected


@pytest.mark.parametrize(
    ("zone", "cell", "moment"),
    [
        ("Europe/London", "2025-10-26 01:30", utc(2025, 10, 26, 0, 30)), ("America/New_York", "2024-11-03 01:59", utc(2024, 11, 3, 5, 59)),
        ("America/Havana", "2025-11-02", utc(2025, 11, 2, 4)), ("Australia/Lord_Howe", "2025-04-06 01:45", utc(2025, 4, 5, 14, 45)),
    ],
)  # fmt: skip
def test_a_time_that_comes_twice_is_taken_as_the_first_with_a_warning(
    zone: str, cell: str, moment: datetime
) -> None:
    rows, errors, warnings = read(file_of({}, {"submitted_at": cell}, {}), tz=zone)
    assert (rows[1].submitted_at, errors) == (moment, [])
    assert [(w.record, w.reason_class) for w in warnings] == [(2, "ambiguous_time")]


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/London",
        "America/Sao_Paulo",
        "America/Havana",
        "Africa/Casablanca",
        "Asia/Gaza",
        "America/Scoresbysund",
        "Antarctica/Troll",
    ],
)
def test_every_quarter_of_an_hour_near_a_change_is_read_as_the_zone_says(zone: str) -> None:
    reader, quarter, rules = (
        TimeReader(ReadingOptions(now=NOW, tz=zone)),
        timedelta(minutes=15),
        ZoneInfo(zone),
    )
    days = [utc(2000, 1, 1) + timedelta(days=n) for n in range(9500)]
    changes = [
        a for a, b in pairwise(days) if a.astimezone(rules).utcoffset() != b.astimezone(rules).utcoffset()
    ]
    for change in changes:
        start = change.replace(tzinfo=None) - timedelta(days=1)
        for local in (start + quarter * n for n in range(4 * 24 * 4)):
            moments = {local.replace(tzinfo=rules, fold=fold).astimezone(UTC) for fold in (0, 1)}
            real = sorted(m for m in moments if m.astimezone(rules).replace(tzinfo=None, fold=0) == local)
            text = local.isoformat()
            assert _read(reader, text) == (real[0] if real else "nonexistent_time"), text
            assert (text in reader.ambiguous) == (len(real) == 2), text


def _read(reader: TimeReader, text: str) -> object:
    try:
        return reader.read(text)
    except CellRefused as refused:
        return refused.reason_class


@pytest.mark.parametrize(
    "options", [{"tz": "Mars/Olympus"}, {"tz": "../etc/passwd"}, {"tz": ""}, {"date_order": "ymd"}]
)
def test_an_option_that_means_nothing_is_refused(options: dict[str, str]) -> None:
    with pytest.raises(UnusableOption):
        ReadingOptions(now=NOW, **options)
