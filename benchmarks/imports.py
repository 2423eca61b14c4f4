"""A whole import beside the engine's own copy and a plain bulk insert of the same rows, and beside a row-by-row import.

``python -m benchmarks --million`` takes 1,000,000 rows instead of 300,000. Ours and the row-by-row import run in processes of
their own, each in an empty home with the settings of a real one (what is acknowledged is on disk).
"""

import csv
import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

import duckdb
import numpy as np

from .bar import Bar, at_least, at_most, cpu_seconds, for_scale

ROWS = 1_000_000 if "--million" in sys.argv else 300_000
ROW_BY_ROW = 3_000
NOW = datetime(2026, 3, 11, tzinfo=UTC)
MOST_MEMORY = 1024
TABLES = ("customers_customer", "signals_signal")


def bars() -> Iterator[Bar]:
    """One file: four answers a customer, 40 units, 12 touchpoints, words in three of ten, one row in a hundred broken."""
    with TemporaryDirectory() as name:
        place = Path(name)
        file = place / "feedback.csv"
        write_file(file, ROWS)
        ours = _in_own_process("ours", file, place / "ours")
        other = place / "export.csv"
        write_export(file, other)
        moved = _in_own_process("ours", other, place / "moved")
        slow = _in_own_process("row_by_row", file, place / "slow")
        copy = cpu_seconds(lambda: duckdb.connect().execute(_copy(file, place)), repeats=2)
        same = _plain_insert(place / "ours/groundswell.sqlite3", place / "same.sqlite3", is_bare=False)
        bare = _plain_insert(place / "ours/groundswell.sqlite3", place / "bare.sqlite3", is_bare=True)
        lines = cpu_seconds(lambda: file.read_bytes().count(b"\n"))
    what = f"import of {ROWS:,} rows of CSV until stored, CPU s"
    plain = "DuckDB's copy to Parquet + executemany of the same rows"
    yield at_most(what, ours["stored"], f"{plain} into the same tables of SQLite", copy + same, 3)
    yield for_scale(what, ours["stored"], f"{plain} into one table with a unique key", copy + bare)
    yield for_scale("the same until figures are visible", ours["figures"], plain, copy + same)
    yield for_scale(what, ours["stored"], "counting the lines", lines)
    yield at_least(
        what,
        ours["stored"],
        f"row by row through the ORM (from {ROW_BY_ROW:,} rows)",
        slow["stored"] * ROWS / ROW_BY_ROW,
        30,
    )
    yield at_most(
        f"import of {ROWS:,} rows of another tool's export, CPU s",
        moved["stored"],
        "our own file",
        ours["stored"],
        2,
    )
    yield at_most("its peak memory, MiB", ours["peak"], "the limit", MOST_MEMORY, 1)


def write_file(path: Path, rows: int) -> None:
    """The file, always the same."""
    chance = np.random.default_rng(1)
    customers, units, points = (chance.integers(0, most, rows) for most in (rows // 4, 40, 12))
    scores, minutes, words = (
        chance.integers(0, 11, rows),
        chance.integers(0, 730 * 1440, rows),
        chance.random(rows) < 0.3,
    )
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["external_id", "submitted_at", "score", "email", "unit", "touchpoint", "comment"])
        for n in range(rows):
            moment = (NOW - timedelta(minutes=int(minutes[n]))).isoformat()
            score = "eleven" if n % 100 == 99 else scores[n]
            comment = f"It took {n % 977} days, but the staff were kind." if words[n] else ""
            where = f"region {units[n] % 4}/shop {units[n]}", f"moment {points[n]}"
            lines.writerow([f"F-{n}", moment, score, f"c{customers[n]}@people.example", *where, comment])


def write_export(own: Path, path: Path) -> None:
    """The same answers as another tool exports them: three header rows, other columns and dates, further questions."""
    names = [
        "StartDate",
        "Status",
        "IPAddress",
        "RecordedDate",
        "ResponseId",
        "RecipientEmail",
        "Q1",
        "Q2",
        "Q3",
        "Q4",
    ]
    ids = ["startDate", "status", "ipAddress", "recordedDate", "_recordId", "recipientEmail"]
    ids += ["QID1", "QID2_TEXT", "QID3", "QID4"]
    with own.open(newline="", encoding="utf-8") as rows, path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerows([names, names, [json.dumps({"ImportId": one}) for one in ids]])
        for row in csv.DictReader(rows):
            at = row["submitted_at"][:19].replace("T", " ")
            facts = [at, "0", "192.0.2.7", at, row["external_id"], row["email"], row["score"]]
            lines.writerow([*facts, row["comment"], row["unit"], row["touchpoint"]])


def _copy(file: Path, place: Path) -> str:
    return f"COPY (SELECT * FROM read_csv('{file}', all_varchar=true)) TO '{place}/copy.parquet'"  # noqa: S608 our own folder


def _plain_insert(held: Path, fresh: Path, *, is_bare: bool) -> float:
    """CPU seconds of ``executemany`` in one transaction: what is stored, written again without any check of our own."""
    source, target = sqlite3.connect(held), sqlite3.connect(fresh, isolation_level=None)
    target.execute("PRAGMA journal_mode=WAL")
    spent = 0.0
    for table in TABLES if not is_bare else TABLES[1:]:
        found = source.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 our own names
        names = [column[0] for column in found.description]
        rows = found.fetchall()
        if is_bare:
            target.execute(f"CREATE TABLE {table} ({', '.join(names)}, PRIMARY KEY (source, key))")
        else:
            wanted = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
            for (sql,) in source.execute(wanted, [table]).fetchall():
                target.execute(sql)
        insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})"  # noqa: S608 as above
        begins = process_time()
        target.execute("BEGIN")
        target.executemany(insert, rows)
        target.execute("COMMIT")
        spent += process_time() - begins
    source.close()
    target.close()
    return spent


def _in_own_process(which: str, file: Path, home: Path) -> dict[str, Any]:
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"GROUNDSWELL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "groundswell.config.settings"}
    words = [sys.executable, "-m", "benchmarks.imports", which, str(file)]
    said = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
    return dict(json.loads(said.stdout))


def _ours(file: Path) -> dict[str, float]:
    from groundswell.listen.channels.files.actions import import_file
    from groundswell.listen.channels.files.choices import Choices
    from groundswell.listen.channels.files.looking import look_at
    from groundswell.understand.evidence.actions import read_new_signals
    from groundswell.understand.evidence.store import evidence_store

    begins = process_time()
    arriving = look_at(file, file.name)
    choices = Choices(arriving.mapping, date_order=arriving.dates.order, tz="UTC")
    report = import_file(file, arriving, choices, file_name=file.name, by="bench", at=NOW)
    stored = process_time() - begins
    read_new_signals(at=NOW)
    assert report.accepted == evidence_store().rows() == report.read - report.rejected
    assert report.rejected == report.read // 100
    return {"stored": stored, "figures": process_time() - begins}


def _row_by_row(file: Path) -> dict[str, float]:
    """As one would write it on the first day: look up or make what a row names, then save the row."""
    from groundswell.foundation.customers.models import Customer
    from groundswell.foundation.journeys.models import Touchpoint
    from groundswell.foundation.organisation.models import Unit
    from groundswell.listen.signals.models import Signal

    with file.open(newline="", encoding="utf-8") as lines:
        rows = [row for _, row in zip(range(ROW_BY_ROW), csv.DictReader(lines), strict=False)]
    begins = process_time()
    for row in rows:
        if not row["score"].isdecimal():
            continue
        moment = datetime.fromisoformat(row["submitted_at"])
        Signal.objects.get_or_create(
            source="slow",
            key=row["external_id"],
            defaults={
                "channel": "file",
                "kind_of_score": "experience",
                "score": int(row["score"]),
                "comment": row["comment"],
                "customer": Customer.objects.get_or_create(email=row["email"])[0],
                "unit": Unit.objects.get_or_create(code=row["unit"], defaults={"name": row["unit"]})[0],
                "touchpoint": Touchpoint.objects.get_or_create(
                    code=row["touchpoint"], defaults={"name": row["touchpoint"]}
                )[0],
                "submitted_at": moment,
                "episode_at": moment,
                "received_at": NOW,
            },
        )
    return {"stored": process_time() - begins}


def main(which: str, file: Path) -> None:
    """One of the two in this process; its figures as JSON."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    figures = {"ours": _ours, "row_by_row": _row_by_row}[which](file)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(figures | {"peak": peak}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
