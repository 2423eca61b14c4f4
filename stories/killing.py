"""Killing the product: web, worker and supervisor in the same moment, again and again, while customers go on."""

import http.client
import os
import random
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from .starting import command, environment, wait_until_ready


@contextmanager
def running(
    home: Path, port: int, log: Path, settings: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The whole product from its start to its violent end."""
    with log.open("a") as out:
        product = subprocess.Popen(
            command("up", "--port", str(port)),
            env=environment(home, BASE_URL=f"http://127.0.0.1:{port}", **settings or {}),
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
    """Nobody gets to say goodbye."""
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


@dataclass
class Sender(threading.Thread):
    """Sends one thing after the other, each until it is acknowledged, and some of them twice."""

    name_of_sender: str
    port: int
    stop: threading.Event
    acknowledged: dict[str, set[str]] = field(default_factory=dict)
    unknown: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        chance, number = random.Random(self.name_of_sender), 0
        while not self.stop.is_set():
            key = f"{self.name_of_sender}-{number}"
            number += 1
            self.acknowledged[key] = {self.until_acknowledged(key, number)}
            if chance.random() < 0.2:
                self.acknowledged[key].add(self.until_acknowledged(key, number))
            time.sleep(0.005)

    def until_acknowledged(self, key: str, number: int) -> str:
        """What the acknowledgement says, however often it had to be asked for."""
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                found = self.deliver(connection, key, number)
                if found is not None:
                    return found
                time.sleep(0.1)
            except (OSError, http.client.HTTPException, ValueError):
                self.unknown += 1
                time.sleep(0.1)
            finally:
                connection.close()
        raise AssertionError(f"{key} was never acknowledged")

    def deliver(self, connection: http.client.HTTPConnection, key: str, number: int) -> str | None:
        """Send it once; None when it was told to come again."""
        raise NotImplementedError
