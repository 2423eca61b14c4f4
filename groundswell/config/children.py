"""One process tree: web and worker live and die with the supervisor."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

LIFELINE = "GROUNDSWELL_LIFELINE"


class Household:
    """The supervisor and its children. Each child holds one end of a pipe and ends when the other end closes."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        os.set_inheritable(self._reading, True)
        self._children: list[subprocess.Popen[bytes]] = []

    def start(self, words: Sequence[str]) -> None:
        """Start ``groundswell <words>`` as a child in its own process group."""
        child = subprocess.Popen(
            [sys.executable, "-m", "groundswell.config.command_line", *words],
            env={**os.environ, LIFELINE: str(self._reading)},
            pass_fds=[self._reading],
            start_new_session=True,
        )
        self._children.append(child)

    def wait(self, stop: threading.Event) -> int:
        """Wait until somebody says stop or a child ends; then end all. The exit status of the first that ended."""
        while not stop.is_set() and all(child.poll() is None for child in self._children):
            stop.wait(0.3)
        codes = [child.returncode for child in self._children if child.returncode is not None]
        self._end_all()
        return codes[0] if codes else 0

    def _end_all(self) -> None:
        for child in self._children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + 8
        for child in self._children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)


def hold_the_lifeline() -> None:
    """In a child: end the whole process group at once when the supervisor is gone, however it went."""
    given = os.environ.get(LIFELINE)
    if given is None:
        return

    def watch() -> None:
        os.read(int(given), 1)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()
