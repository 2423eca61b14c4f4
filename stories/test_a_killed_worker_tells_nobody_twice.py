"""A worker is killed (SIGKILL) again and again while it tells colleagues: everybody is told, each thing once."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from .homes import Homes
from .starting import environment

READY = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "groundswell.config.settings"
import django; django.setup()
from datetime import UTC, datetime, timedelta
from groundswell.act.telling.models import Telling, Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.act.telling.people import tell_people
from groundswell.listen.channels.outbox.models import Message
NOW = datetime(2026, 3, 11, 10, tzinfo=UTC)
"""
WRITE = """
from groundswell.act.huddles.models import Huddle, Promise
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person, Unit
unit = Unit.objects.create(code="all", name="Ada's Shop")
for number in range(30):
    person = Person.objects.create(name=f"Person {number}", email=f"p{number}@people.example", unit=unit)
    User.objects.create_user(username=person.email, email=person.email, person=person)
    huddle = Huddle.objects.create(unit=unit, facilitator=person, planned_at=NOW - timedelta(hours=number + 1))
    for due in range(3):
        Promise.objects.create(huddle=huddle, person=person, text="?", due_on=(NOW + timedelta(days=1)).date(), made_at=NOW)
"""
WORK = """
print("begins", flush=True)
for hours in range(0, 30, 5):
    note_tidings(at=NOW + timedelta(hours=hours), at_once=True)
    tell_people(at=NOW + timedelta(hours=hours))
"""
COUNT = """
assert Tiding.objects.filter(kind="promise.due").count() == 90, Tiding.objects.count()
assert not Tiding.objects.filter(is_pending=True).exists()
letters = Message.objects.filter(key__startswith="tidings-")
assert letters.count() == letters.values("person").distinct().count() == 30, letters.count()
assert Telling.objects.count() == 30
links = [line.strip() for letter in letters for line in letter.body.splitlines() if line.strip().rstrip("/").split("/")[-1].isdigit()]
assert len(links) == len(set(links)) == 90, len(links)
"""


def test_everybody_is_told_and_nobody_twice(homes: Homes, tmp_path: Path) -> None:
    around, chance, kills = environment(homes.migrated(tmp_path / "home")), random.Random(5), 0

    def call(script: str) -> list[str]:
        return [sys.executable, "-c", READY + script]

    subprocess.run(call(WRITE), env=around, check=True)
    for _ in range(6):
        with subprocess.Popen(call(WORK), env=around, stdout=subprocess.PIPE) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            time.sleep(chance.uniform(0.05, 1.2))
            if worker.poll() is None:
                os.kill(worker.pid, signal.SIGKILL)
                kills += 1
    assert kills > 2
    subprocess.run(call(WORK), env=around, check=True)
    subprocess.run(call(COUNT), env=around, check=True)
