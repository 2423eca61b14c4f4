"""One process tree: web and worker live and die with the supervisor."""

import logging
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

log = logging.getLogger("groundswell.supervisor")
LIFELINE = "GROUNDSWELL_LIFELINE"
WORD = "GROUNDSWELL_WORD"
"""Where a child writes that all is ready for the others."""
EARLY_SECONDS = 10.0


class Child:
    """One process of the tree, which can be started again."""

    def __init__(self, words: Sequence[str], pipes: dict[str, int], handed_down: Sequence[int]) -> None:
        self._words = [sys.executable, "-m", "groundswell.config.command_line", *words]
        self._environment = {**os.environ, **{name: str(end) for name, end in pipes.items()}}
        self._descriptors = [*pipes.values(), *handed_down]
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
        reading, self._lifeline = os.pipe()
        self._heard, saying = os.pipe()
        self._pipes = {LIFELINE: reading, WORD: saying}
        self._children: list[Child] = []
        self._waiting: list[Sequence[str]] = []

    def start(self, words: Sequence[str], *, hand_down: int | None = None, at_once: bool = True) -> None:
        """Start ``groundswell <words>`` as a child, with a socket of ours to work on; or when another says all is ready."""
        if not at_once:
            self._waiting.append(words)
            return
        given = [] if hand_down is None else [hand_down]
        self._children.append(Child(words, self._pipes, given))

    def wait(self, stop: threading.Event) -> int:
        """Until somebody says stop: replace a child that died; when it dies again at once, or before all was ready, end
        all with its status."""
        status = 0
        while not stop.is_set() and not status:
            if self._waiting and select.select([self._heard], [], [], 0)[0]:
                for words in self._waiting:
                    self.start(words)
                self._waiting.clear()
            for child in self._children:
                if child.ended_early() or (self._waiting and child.has_ended()):
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


def say_ready() -> None:
    """In a child: all that the others need is ready."""
    os.write(int(os.environ[WORD]), b".")


def stop_on_signals() -> threading.Event:
    """An event that is set when the process is asked to end."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
