"""Reading and checking a feedback file beside the engine's own CSV copy, and beside a plain count of lines."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from groundswell.listen.channels.files.options import ReadingOptions
from groundswell.listen.channels.files.reading import read_plain

from .bar import Bar, at_most, cpu_seconds

ROWS = 200_000
NOW = datetime(2026, 3, 11, tzinfo=UTC)


def bars() -> Iterator[Bar]:
    """The whole check of every rule, one row in a hundred broken."""
    with TemporaryDirectory() as place:
        path = Path(place) / "feedback.csv"
        _write(path)

        def ours() -> None:
            batches = list(read_plain(path, path.name, ReadingOptions(now=NOW)).portions())
            assert sum(batch.records for batch in batches) == ROWS
            assert sum(len(batch.errors) for batch in batches) == ROWS // 100

        copy = f"COPY (SELECT * FROM read_csv('{path}', all_varchar=true)) TO '{place}/copy.parquet'"  # noqa: S608 our own folder
        yield at_most(
            f"reading and checking {ROWS:,} rows of CSV, CPU s",
            cpu_seconds(ours, repeats=2),
            "DuckDB's own unchecked copy of the file to Parquet",
            cpu_seconds(lambda: duckdb.connect().execute(copy), repeats=2),
            20,
        )


def _write(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["external_id", "submitted_at", "score", "email", "unit", "touchpoint", "comment"])
        for number in range(ROWS):
            score = "eleven" if number % 100 == 99 else number % 11
            moment = (NOW - timedelta(minutes=number)).isoformat()
            lines.writerow(
                [
                    f"F-{number}",
                    moment,
                    score,
                    f"c{number}@people.example",
                    "north/leeds",
                    "web",
                    "Lovely, thank you.",
                ]
            )
