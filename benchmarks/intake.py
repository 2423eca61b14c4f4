"""Durable answers over HTTP, beside the letterbox's writer alone on the same rows, and beside a plain page of the framework.

The server and the clients are processes of their own on the same machine; the server's CPU time is read from the system.
"""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from groundswell.engine.letterbox import Letter, LetterWriter, Receipt

from .bar import Bar
from .clients import BODY

SECONDS = 6.0
CLIENTS = (8, 32)
MOST_CPU_MS = 0.15
OURS = [sys.executable, "-m", "groundswell.config.command_line"]


@dataclass(frozen=True, slots=True)
class Speed:
    """Acknowledged answers a second, and the server's CPU time for each."""

    rate: float
    cpu_ms: float


def bars() -> Iterator[Bar]:
    """Two numbers of clients; everything else is as it runs in production."""
    with TemporaryDirectory() as place:
        home = {
            **os.environ,
            "GROUNDSWELL_HOME": place,
            "DJANGO_SETTINGS_MODULE": "groundswell.config.settings",
        }
        port = _free_port()
        token = _begin(home)
        with _serving([*OURS, "web", "--port", str(port)], home, port) as ours:
            fast = {clients: _measure(ours, port, token, clients) for clients in CLIENTS}
        peer = [
            *(
                sys.executable,
                "-m",
                "granian",
                "--interface",
                "wsgi",
                "--port",
                str(port),
                "--blocking-threads",
                "4",
            ),
            *("--log-level", "warning", "benchmarks.peer:application"),
        ]
        home["DJANGO_SETTINGS_MODULE"] = "benchmarks.peer_settings"
        with _serving(peer, home, port) as theirs:
            plain = {clients: _measure(theirs, port, "none", clients) for clients in CLIENTS}
        for clients in CLIENTS:
            alone = _writer_alone(Path(place) / f"alone-{clients}.sqlite3", clients)
            yield from _bars(clients, fast[clients], alone, plain[clients])


def _bars(clients: int, ours: Speed, alone: Speed, plain: Speed) -> Iterator[Bar]:
    with_clients = f"with {clients} clients"
    ratio = ours.rate / alone.rate
    yield Bar(
        f"durable answers acknowledged a second, {with_clients}",
        round(ours.rate),
        f"the letterbox's writer alone, {alone.cpu_ms:.3f} CPU-ms each",
        round(alone.rate),
        round(ratio, 2),
        "at least 0.75 x",
        ratio >= 0.75,
    )
    yield Bar(
        f"CPU-ms for each of them, {with_clients}",
        round(ours.cpu_ms, 3),
        f"a plain page that stores one signal, {plain.rate:.0f} a second",
        round(plain.cpu_ms, 3),
        round(ours.cpu_ms / plain.cpu_ms, 3),
        f"at most {MOST_CPU_MS} ms",
        ours.cpu_ms <= MOST_CPU_MS,
    )


def _begin(home: dict[str, str]) -> str:
    subprocess.run(
        [*OURS, "begin", "Bench", "--email", "bench@people.example"],
        env=home,
        check=True,
        capture_output=True,
    )
    given = subprocess.run(
        [*OURS, "add-token", "bench"], env=home, check=True, capture_output=True, text=True
    )
    found = re.search(r"^gs_\S+$", given.stdout, re.MULTILINE)
    assert found, given.stdout
    return found[0]


def _measure(group: int, port: int, token: str, clients: int) -> Speed:
    _post(1.0, port, token, clients)
    before = _cpu_seconds(group)
    acknowledged, seconds = _post(SECONDS, port, token, clients)
    return Speed(acknowledged / seconds, 1000 * (_cpu_seconds(group) - before) / acknowledged)


def _post(seconds: float, port: int, token: str, clients: int) -> tuple[int, float]:
    words = [
        sys.executable,
        "-m",
        "benchmarks.clients",
        str(seconds),
        str(port),
        token,
        str(clients),
        secrets.token_hex(4),
    ]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
    return int(told[0]), float(told[1])


def _writer_alone(path: Path, clients: int) -> Speed:
    """The same rows without HTTP: as many letters in flight as there were clients, each the next one when told."""
    numbers, done, end = count(), threading.Event(), time.monotonic() + SECONDS
    told = [0]

    def letter() -> Letter:
        name = f"alone-{next(numbers)}"
        content = BODY.format(name=name, score=9)
        return Letter(
            secrets.token_hex(16), "api:bench", name, name, secrets.token_bytes(32), time.time(), content
        )

    def tell(answered: Sequence[tuple[None, Receipt]]) -> None:
        told[0] += len(answered)
        if time.monotonic() > end:
            done.set()
            return
        writer.offer([(letter(), None) for _ in answered])

    before, began = time.process_time(), time.monotonic()
    writer: LetterWriter[None] = LetterWriter(path, tell)
    writer.offer([(letter(), None) for _ in range(clients)])
    done.wait()
    seconds, used = time.monotonic() - began, time.process_time() - before
    writer.close()
    return Speed(told[0] / seconds, 1000 * used / told[0])


@contextmanager
def _serving(words: list[str], home: dict[str, str], port: int) -> Iterator[int]:
    server = subprocess.Popen(words, env=home, start_new_session=True)
    try:
        _wait_for(port)
        yield server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=2):
                return
        except OSError as trouble:
            if getattr(trouble, "code", None):
                return
            time.sleep(0.2)
    raise TimeoutError("The server did not start.")


def _cpu_seconds(group: int) -> float:
    """CPU time of all processes of a group so far, to a hundredth of a second."""
    listed = subprocess.run(["ps", "-eo", "pgid,pid"], capture_output=True, text=True, check=True).stdout
    pids = [line.split()[1] for line in listed.splitlines()[1:] if line.split()[0] == str(group)]
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
