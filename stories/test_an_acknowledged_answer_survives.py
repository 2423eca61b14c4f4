"""Other systems send answers while the whole product is killed again and again: nothing acknowledged is lost or doubled."""

import os
import signal
import sqlite3
import threading
import time
from pathlib import Path

from .homes import Begun
from .killing import running
from .senders import System
from .starting import free_port

CLIENTS, KILLS = 4, 2


def stored(home: Path) -> list[str]:
    with sqlite3.connect(f"file:{home / 'groundswell.sqlite3'}?mode=ro", uri=True, timeout=10) as database:
        rows = database.execute("SELECT key FROM signals_signal WHERE source = 'api:till'").fetchall()
    database.close()
    return [key for (key,) in rows]


def test_nothing_acknowledged_is_lost_or_doubled_when_the_product_is_killed(begun: Begun, tmp_path: Path):
    home, port, log = begun.home, free_port(), tmp_path / "log"
    System.token, stop = begun.token, threading.Event()
    senders = [System(f"client{n}", port, stop) for n in range(CLIENTS)]
    for kill in range(KILLS + 1):
        with running(home, port, log):
            if kill == 0:
                for sender in senders:
                    sender.start()
            time.sleep(1.5)
            if kill == KILLS:
                stop.set()
                for sender in senders:
                    sender.join(100)
                wait_for_the_drain(home, sum(len(sender.acknowledged) for sender in senders))
    acknowledged = {key: ids for sender in senders for key, ids in sender.acknowledged.items()}
    assert len(acknowledged) > 50
    assert sum(sender.unknown for sender in senders) > 0, "no request was in flight at any kill"
    assert all(len(ids) == 1 for ids in acknowledged.values()), "an answer sent again has its first id"
    assert sorted(stored(home)) == sorted(acknowledged)


def wait_for_the_drain(home: Path, count: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and len(stored(home)) < count:
        time.sleep(0.2)


def test_a_killed_worker_is_missed_for_seconds(begun: Begun, tmp_path: Path):
    """Answers go on being acknowledged; another worker stands up and takes over the job that the dead one held."""
    home, port, stop = begun.home, free_port(), threading.Event()
    with running(home, port, tmp_path / "log"):
        System.token = begun.token
        senders = [System(f"client{n}", port, stop) for n in range(CLIENTS)]
        time.sleep(11)  # a worker that ends sooner after its start ends all
        for sender in senders:
            sender.start()
        killed = kill_the_worker_at_its_drain(home)
        stop.set()
        for sender in senders:
            sender.join(100)
        count = sum(len(sender.acknowledged) for sender in senders)
        wait_for_the_drain(home, count)
        waited = time.monotonic() - killed
    assert len(stored(home)) == count
    assert waited < 20, f"drained {waited:.1f} s after the worker was killed"


def kill_the_worker_at_its_drain(home: Path) -> float:
    """In the middle of the job, so that it holds the job when it dies."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with sqlite3.connect(
            f"file:{home / 'groundswell.sqlite3'}?mode=ro", uri=True, timeout=10
        ) as database:
            held = database.execute(
                "SELECT held_by FROM timetable_run WHERE job = 'drain letterbox'"
            ).fetchone()
        database.close()
        if held and held[0]:
            os.kill(int(held[0].split("-")[1]), signal.SIGKILL)
            return time.monotonic()
    raise AssertionError("the worker never drained")


def test_an_answer_counts_within_two_seconds_of_its_acknowledgement(begun: Begun, tmp_path: Path):
    home, port = begun.home, free_port()
    with running(home, port, tmp_path / "log"):
        System.token = begun.token
        sender = System("client", port, threading.Event())
        time.sleep(5)  # the first round of all jobs is over
        waits = []
        for number in range(5):
            sender.until_acknowledged(f"A-{number}", 9)
            acknowledged = time.monotonic()
            while counted(home) <= number:
                assert time.monotonic() < acknowledged + 20
                time.sleep(0.02)
            waits.append(time.monotonic() - acknowledged)
            time.sleep(0.37)
    assert sorted(waits)[2] <= 2, waits


def counted(home: Path) -> int:
    """How many voices the evidence store counts, as every figure does."""
    try:
        with sqlite3.connect(
            f"file:{home / 'evidence/manifest.sqlite3'}?mode=ro", uri=True, timeout=10
        ) as store:
            found = store.execute("SELECT coalesce(sum(rows), 0) FROM segment").fetchone()[0]
    except sqlite3.OperationalError:
        return 0
    store.close()
    return int(found)
