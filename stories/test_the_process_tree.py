"""Web and worker live and die with the one command that started them, however it goes."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest

from groundswell.config.children import EARLY_SECONDS

from .homes import Begun
from .starting import command, environment, free_port, wait_until_ready


def alive(port: int) -> list[int]:
    """Processes that were started with this port or for this home, still alive."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid,args"], capture_output=True, text=True, check=True
    ).stdout
    return [
        int(line.split()[0])
        for line in listed.splitlines()
        if f"--port {port}" in line and "defunct" not in line
    ]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_nothing_is_left_running(begun: Begun, tmp_path: Path, how: signal.Signals):
    port, log = free_port(), tmp_path / "log"
    address = f"http://127.0.0.1:{port}"
    with log.open("w") as out:
        running = subprocess.Popen(
            command("up", "--port", str(port)),
            env=environment(begun.home, BASE_URL=address),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        try:
            wait_until_ready(address, running, log)
            assert len(alive(port)) >= 2
            running.send_signal(how)
        except BaseException:
            os.killpg(running.pid, signal.SIGKILL)
            raise
        finally:
            running.wait(20)
    deadline = time.monotonic() + 10
    while alive(port) and time.monotonic() < deadline:
        time.sleep(0.2)
    left = alive(port)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


def test_callers_wait_while_a_web_server_that_died_is_replaced(begun: Begun, tmp_path: Path):
    port, log = free_port(), tmp_path / "log"
    address = f"http://127.0.0.1:{port}"
    with log.open("w") as out:
        running = subprocess.Popen(
            command("up", "--port", str(port)),
            env=environment(begun.home, BASE_URL=address),
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        wait_until_ready(address, running, log)
        time.sleep(EARLY_SECONDS)
        (web,) = set(alive(port)) - {running.pid}
        os.kill(web, signal.SIGKILL)
        for _ in range(3):  # each of these would be refused if nobody held the socket
            with urllib.request.urlopen(f"{address}/readyz", timeout=60) as answer:  # noqa: S310 our own
                assert answer.status == 200
        assert web not in alive(port)
        assert running.poll() is None
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    finally:
        running.kill()


def test_a_taken_port_is_refused_with_a_sentence(begun: Begun):
    with socket.socket() as neighbour:
        neighbour.bind(("127.0.0.1", 0))
        neighbour.listen()
        port = neighbour.getsockname()[1]
        ended = subprocess.run(
            command("up", "--port", str(port)),
            env=environment(begun.home),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert ended.returncode == 2
    assert f"Port {port} is taken" in ended.stdout
