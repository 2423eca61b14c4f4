"""A worker is killed (SIGKILL) again and again in the very moment in which a mail server has taken a letter: nobody is asked
twice, and no answer is lost."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from .homes import Homes
from .starting import environment, free_port

PEOPLE = 6
READY = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "groundswell.config.settings"
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
"""
WRITE = """
from groundswell.foundation.customers.actions import give_consent
from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.listen.channels.outbox.writing import write_message
now = timezone.now()
for number in range(int(sys.argv[1])):
    for purpose in (Purpose.ASKING, Purpose.CONTACT):
        customer = Customer.objects.create(email=f"{purpose}-{number}@people.example")
        give_consent(customer, purpose, by="tests", at=now)
        assert write_message(key=customer.email, subject="?", body="?", customer=customer, purpose=purpose, at=now)
"""
WORK = """
from groundswell.listen.channels.jobs import hand_over
hand_over(timezone.now() + timedelta(minutes=int(sys.argv[1])))
"""


class Killer:
    """A mail server that takes every letter; every third time it kills the worker before, or after, it says so."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self.worker: subprocess.Popen[bytes] | None = None
        self.kills = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken[envelope.rcpt_tos[0]] += 1
        if self.taken.total() % 3 == 0 and self.worker is not None:
            self.kills += 1
            os.kill(self.worker.pid, signal.SIGKILL)
        return "250 taken"


@pytest.fixture
def server() -> Iterator[tuple[Killer, str]]:
    killer, port = Killer(), free_port()
    controller = Controller(killer, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield killer, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def test_nobody_is_asked_twice_and_no_answer_is_lost(
    server: tuple[Killer, str], homes: Homes, tmp_path: Path
) -> None:
    killer, address = server
    around = environment(homes.migrated(tmp_path / "home"), EMAIL_URL=address)

    def run(script: str, *words: object) -> subprocess.Popen[bytes]:
        given = [sys.executable, "-c", READY + script, *map(str, words)]
        return subprocess.Popen(given, env=around)

    assert run(WRITE, PEOPLE).wait() == 0
    for round_ in range(20):
        killer.worker = run(WORK, round_ * 5)
        if killer.worker.wait() == 0:
            break
    assert killer.worker.returncode == 0
    assert killer.kills > 3
    questions = {who: n for who, n in killer.taken.items() if who.startswith("asking")}
    answers = {who: n for who, n in killer.taken.items() if who.startswith("contact")}
    assert set(questions.values()) == {1}
    assert len(answers) == PEOPLE
    assert max(answers.values()) <= 2
