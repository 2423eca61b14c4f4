"""A server in a process tree of its own, with a home of its own, whose CPU time is read from the system."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

OURS = [sys.executable, "-m", "groundswell.config.command_line"]


def home_in(place: str, **more: str) -> dict[str, str]:
    """The environment of an organisation of its own."""
    settings = {"GROUNDSWELL_HOME": place, "DJANGO_SETTINGS_MODULE": "groundswell.config.settings"}
    return {**os.environ, **settings, **more}


def begin(home: dict[str, str]) -> str:
    """Start an organisation; the token of a system that sends answers to it."""
    run([*OURS, "begin", "Bench", "--email", "bench@people.example"], home)
    found = re.search(r"^gs_\S+$", run([*OURS, "add-token", "bench"], home), re.MULTILINE)
    assert found
    return found[0]


def run(words: Sequence[str], home: dict[str, str]) -> str:
    """What a command says."""
    return subprocess.run(words, env=home, check=True, capture_output=True, text=True).stdout


@contextmanager
def serving(words: Sequence[str], home: dict[str, str], port: int) -> Iterator[int]:
    """The process group of a server that answers."""
    server = subprocess.Popen(words, env=home, start_new_session=True)
    try:
        _wait_for(port)
        yield server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=30):
                return
        except OSError as trouble:
            if getattr(trouble, "code", None):
                return
            time.sleep(0.2)
    raise TimeoutError("The server did not start.")


def cpu_seconds(group: int) -> float:
    """CPU time of all processes of a group so far, to a hundredth of a second."""
    listed = subprocess.run(["ps", "-eo", "pgid,pid"], capture_output=True, text=True, check=True).stdout
    pids = [line.split()[1] for line in listed.splitlines()[1:] if line.split()[0] == str(group)]
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
