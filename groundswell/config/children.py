"""One process tree: web and worker live and die with the supervisor."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

log = logging.getLogger("groundswell.supervisor")
LIFELINE = "GROUNDSWELL_LIFELINE"
EARLY_SECONDS = 10.0


class Child:
    """One process of the tree, which can be started again."""

    def __init__(self, words: Sequence[str], lifeline: int, handed_down: Sequence[int]) -> None:
        self._words = [sys.executable, "-m", "groundswell.config.command_line", *words]
        self._environment = {**os.environ, LIFELINE: str(lifeline)}
        self._descriptors = [lifeline, *handed_down]
        self.start()

    def start(self) -> None:
        """Start it in its own process group."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self._words, env=self._environment, pass_fds=self._descriptors, start_new_session=True
        )

    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def ended_early(self) -> bool:
        """Whether it ended right after its start: then it would end so again."""
        return self.has_ended() and time.monotonic() - self.started_at < EARLY_SECONDS


class Household:
    """The supervisor and its children. Each child holds one end of a pipe and ends when the other end closes."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        self._children: list[Child] = []

    def start(self, words: Sequence[str], *, hand_down: int | None = None) -> None:
        """Start ``groundswell <words>`` as a child, with a socket of ours to work on."""
        given = [] if hand_down is None else [hand_down]
        self._children.append(Child(words, self._reading, given))

    def wait(self, stop: threading.Event) -> int:
        """Until somebody says stop: replace a child that died; when it dies again at once, end all with its status."""
        status = 0
        while not stop.is_set() and not status:
            for child in self._children:
                if child.ended_early():
                    status = abs(child.process.returncode) or 1
                elif child.has_ended():
                    log.error("A process ended with status %s; it is started again", child.process.returncode)
                    child.start()
            stop.wait(0.3)
        self._end_all()
        return status

    def _end_all(self) -> None:
        living = [child.process for child in self._children if not child.has_ended()]
        for child in living:
            os.killpg(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + 8
        for child in living:
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
