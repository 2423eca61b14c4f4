"""Other systems send answers while the whole product is killed again and again: nothing acknowledged is lost or doubled."""

import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .conftest import command, environment, free_port, wait_until_ready

CLIENTS, KILLS = 4, 2


@contextmanager
def running(home: Path, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("a") as out:
        product = subprocess.Popen(
            command("up", "--port", str(port)),
            env=environment(home, BASE_URL=f"http://127.0.0.1:{port}"),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", product, log)
        yield product
    finally:
        kill_everything(product, port)


def kill_everything(product: subprocess.Popen[bytes], port: int) -> None:
    """Web, worker and supervisor in the same moment; nobody gets to say goodbye."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    children = [
        int(line.split()[0]) for line in listed.splitlines()[1:] if line.split()[1] == str(product.pid)
    ]
    for pid in [*children, product.pid]:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    product.wait()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return
        time.sleep(0.1)


class Sender(threading.Thread):
    """Sends answers one after the other, each with its key until it is acknowledged, some of them twice."""

    def __init__(self, name: str, port: int, token: str, stop: threading.Event) -> None:
        super().__init__()
        self.sender, self.port, self.token, self.stop = name, port, token, stop
        self.ids: dict[str, set[str]] = {}
        self.unknown = 0

    def run(self) -> None:
        chance = random.Random(self.sender)
        number = 0
        while not self.stop.is_set():
            key = f"{self.sender}-{number}"
            number += 1
            self.ids[key] = {self.deliver(key, number % 11)}
            if chance.random() < 0.2:
                self.ids[key].add(self.deliver(key, number % 11))
            time.sleep(0.005)

    def deliver(self, key: str, score: int) -> str:
        body = json.dumps({"external_id": key, "submitted_at": "2026-03-11T10:00:00Z", "score": score})
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("POST", "/api/v1/responses", body, headers)
                with connection.getresponse() as answer:
                    given = json.load(answer)
                    if answer.status in {200, 201}:
                        return str(given["id"])
                    assert answer.status == 503, given
            except (OSError, http.client.HTTPException, ValueError):
                self.unknown += 1
                time.sleep(0.1)
            finally:
                connection.close()
        raise AssertionError(f"{key} was never acknowledged")


def stored(home: Path) -> list[str]:
    with sqlite3.connect(f"file:{home / 'groundswell.sqlite3'}?mode=ro", uri=True, timeout=10) as database:
        rows = database.execute("SELECT key FROM signals_signal WHERE source = 'api:till'").fetchall()
    database.close()
    return [key for (key,) in rows]


def test_nothing_acknowledged_is_lost_or_doubled_when_the_product_is_killed(tmp_path: Path):
    home, port, log = tmp_path / "home", free_port(), tmp_path / "log"
    ours = environment(home)
    begin = command("begin", "Ada's Shop", "--email", "ada@people.example")
    subprocess.run(begin, env=ours, check=True, capture_output=True)
    given = subprocess.run(command("add-token", "till"), env=ours, check=True, capture_output=True, text=True)
    token, stop = given.stdout.split()[-1], threading.Event()
    senders = [Sender(f"client{n}", port, token, stop) for n in range(CLIENTS)]
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
                wait_for_the_drain(home, sum(len(sender.ids) for sender in senders))
    acknowledged = {key: ids for sender in senders for key, ids in sender.ids.items()}
    assert len(acknowledged) > 50
    assert sum(sender.unknown for sender in senders) > 0, "no request was in flight at any kill"
    assert all(len(ids) == 1 for ids in acknowledged.values()), "an answer sent again has its first id"
    assert sorted(stored(home)) == sorted(acknowledged)


def wait_for_the_drain(home: Path, count: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and len(stored(home)) < count:
        time.sleep(0.2)


def test_an_answer_counts_within_two_seconds_of_its_acknowledgement(tmp_path: Path):
    home, port = tmp_path / "home", free_port()
    ours = environment(home)
    begin = command("begin", "Ada's Shop", "--email", "ada@people.example")
    subprocess.run(begin, env=ours, check=True, capture_output=True)
    given = subprocess.run(command("add-token", "till"), env=ours, check=True, capture_output=True, text=True)
    with running(home, port, tmp_path / "log"):
        sender = Sender("client", port, given.stdout.split()[-1], threading.Event())
        time.sleep(5)  # the first round of all jobs is over
        waits = []
        for number in range(5):
            sender.deliver(f"A-{number}", 9)
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
