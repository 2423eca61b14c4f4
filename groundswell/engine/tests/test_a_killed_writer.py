"""A writer is killed at any moment: what it said is in is in once, nothing is half in, and cubes and rows agree."""

import itertools
import random
import signal
import subprocess
import sys
import time
from datetime import date

from groundswell.engine.building import build_cubes, fold_cubes
from groundswell.engine.histograms import Filter, histograms
from groundswell.engine.scan import counted
from groundswell.engine.snapshot import Snapshot
from groundswell.engine.store import EvidenceStore
from groundswell.engine.tidying import compact, sweep

from .samples import evidence

ROWS = 20
KILLS = 6


def batch(number):
    month = date(2026, 1 + number % 3, 1)
    return evidence(
        *(
            {"signal_id": number * ROWS + n, "score": n % 11, "unit_id": n % 2, "day": month, "month": month}
            for n in range(ROWS)
        )
    )


def write_for_ever(home):
    """What the killed process does: add, correct the batch before, tidy, and say so each time."""
    store = EvidenceStore(home)
    for number in itertools.count(_held(store)):
        store.add(f"batch {number}", batch(number), [(number - 1) * ROWS] if number else [])
        print(number, flush=True)  # noqa: T201 told to whoever kills it
        random.choice([build_cubes, fold_cubes, compact, sweep, lambda _: None])(store)


def _held(store):
    """How many batches are in: they came one after the other."""
    return next(number for number in itertools.count() if not store.holds(f"batch {number}"))


def test_a_killed_writer_leaves_nothing_half_done(tmp_path):
    acknowledged = -1
    chance = random.Random(1)
    for _ in range(KILLS):
        words = [
            sys.executable,
            "-c",
            f"from {__name__} import *; from pathlib import Path; write_for_ever(Path({str(tmp_path)!r}))",
        ]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as writer:
            first = writer.stdout.readline()
            time.sleep(chance.uniform(0, 0.15))
            writer.send_signal(signal.SIGKILL)
            told = [first, *writer.stdout.read().split()]
            acknowledged = max([acknowledged, *map(int, told)])
        store = EvidenceStore(tmp_path)
        held = _held(store)
        assert held in (acknowledged + 1, acknowledged + 2)
        assert store.rows() == held * ROWS - (held - 1)
        snapshot = store.snapshot()
        rows = counted(
            Snapshot(segments=snapshot.segments, words=snapshot.words),
            snapshot.segments,
            ["month", "unit_id"],
            Filter("experience"),
        )
        found = histograms(store, ["month", "unit_id"], Filter("experience"))
        assert sorted(found.values()) == sorted(map(tuple, rows.counts.tolist()))
        assert sum(map(sum, found.values())) == store.rows()
        store.close()
