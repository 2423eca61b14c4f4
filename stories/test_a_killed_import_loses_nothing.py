"""An import that is killed half-way is started again: nothing that was reported is lost, nothing is doubled."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from .homes import Homes
from .starting import command, environment

ROWS = 120_000


def write_own(path: Path) -> None:
    lines = ["external_id,submitted_at,score,email,unit,touchpoint,comment"]
    lines += [
        f"K-{n},2026-01-{n % 28 + 1:02d} 10:00,{n % 11},k{n % 900}@people.example,north/leeds,web,Number {n}"
        for n in range(ROWS)
    ]
    path.write_text("\n".join(lines) + "\n")


def write_export(path: Path) -> None:
    """The same answers as another tool exports them: three header rows, a further question."""
    ids = ("startDate", "recordedDate", "_recordId", "recipientEmail", "QID1", "QID2_TEXT", "QID3")
    with path.open("w", newline="") as file:
        lines = csv.writer(file)
        names = ["StartDate", "RecordedDate", "ResponseId", "RecipientEmail", "Q1", "Q2", "Q3"]
        lines.writerows([names, names, [json.dumps({"ImportId": one}) for one in ids]])
        for n in range(ROWS):
            day = f"2026-01-{n % 28 + 1:02d} 10:00:00"
            lines.writerow([day, day, f"K-{n}", f"k{n % 900}@people.example", n % 11, f"Number {n}", "Leeds"])


def held(home: Path) -> tuple[int, int]:
    """What was reported as accepted over all runs, and what is stored."""
    with sqlite3.connect(f"file:{home / 'groundswell.sqlite3'}?mode=ro", uri=True, timeout=10) as database:
        reported = database.execute("SELECT coalesce(sum(accepted), 0) FROM channels_file_import").fetchone()[
            0
        ]
        stored = database.execute("SELECT count(*) FROM signals_signal").fetchone()[0]
    database.close()
    return reported, stored


@pytest.mark.parametrize("write", [write_own, write_export])
def test_a_killed_import_loses_and_doubles_nothing(homes: Homes, tmp_path: Path, write):
    home, file = homes.migrated(tmp_path / "home"), tmp_path / "feedback.csv"
    write(file)
    ours = environment(home)
    kills, last = 0, 0
    while kills < 3:
        running = subprocess.Popen(
            command("import", str(file), "--json"),
            env=ours,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while running.poll() is None and held(home)[0] <= last:
            time.sleep(0.01)
        if running.poll() is not None:
            break
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        running.stdout.close()
        kills += 1
        last, stored = held(home)
        assert last == stored, "what was reported as accepted is exactly what is stored"
    assert kills >= 2, "the import was too fast to be killed; make the file larger"

    finished = subprocess.run(
        command("import", str(file), "--json"), env=ours, check=True, capture_output=True, text=True
    )
    report = json.loads(finished.stdout)
    assert report["read"] == ROWS
    assert report["accepted"] + report["duplicate"] == ROWS
    assert held(home) == (ROWS, ROWS)

    again = json.loads(
        subprocess.run(
            command("import", str(file), "--json"), env=ours, check=True, capture_output=True, text=True
        ).stdout
    )
    assert (again["accepted"], again["duplicate"], again["rejected"]) == (0, ROWS, 0)

    rows = json.loads(
        subprocess.run(
            command("score", "--json"),
            env=ours,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )
    promoters = sum(n % 11 >= 9 for n in range(ROWS))
    detractors = sum(n % 11 <= 6 for n in range(ROWS))
    assert [(row["n"], row["promoters"], row["detractors"]) for row in rows] == [
        (ROWS, promoters, detractors)
    ]
    assert rows[0]["score"] == 100 * (promoters - detractors) / ROWS


def test_what_is_acknowledged_is_on_disk_by_the_settings_that_run(homes: Homes, tmp_path: Path):
    ours = environment(homes.migrated(tmp_path / "home"))
    looked = subprocess.run(
        command("doctor", "--json"), env=ours, capture_output=True, text=True, check=False
    )
    found = {line["what"]: line for line in json.loads(looked.stdout)}
    assert found["Durability"] == {
        "what": "Durability",
        "well": True,
        "words": "an acknowledged voice is on disk",
    }
