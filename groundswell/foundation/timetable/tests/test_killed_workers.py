"""A worker that is killed is known as dead at once, and one that works long never loses its job."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from groundswell.foundation.timetable.actions import free_jobs_of_the_dead, take_due_job
from groundswell.foundation.timetable.jobs import Job
from groundswell.foundation.timetable.living import dead_workers, living, workers_folder
from groundswell.foundation.timetable.models import Run
from tests.world import NOW

pytestmark = pytest.mark.django_db
JOB = Job("count", timedelta(minutes=5), lambda at: "counted")
LIVES = """
import sys, time
from django.conf import settings
settings.configure(GROUNDSWELL_HOME=sys.argv[1])
from groundswell.foundation.timetable.living import living
with living(sys.argv[2]):
    print("lives", flush=True)
    time.sleep(600)
"""


@contextmanager
def another_process(home: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-c", LIVES, str(home), name]
    worker = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert worker.stdout.readline() == "lives\n"
        yield worker
    finally:
        worker.kill()
        worker.wait()
        worker.stdout.close()


def kill(worker: subprocess.Popen[str]) -> None:
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()


def test_the_job_of_a_killed_worker_is_free_at_once(tmp_path: Path):
    with another_process(tmp_path, "one") as worker:
        take_due_job([JOB], by="one", at=NOW)
        kill(worker)
        assert free_jobs_of_the_dead() == 1
    assert take_due_job([JOB], by="two", at=NOW + timedelta(seconds=1)) is not None
    assert (Run.objects.get().held_by, list(workers_folder().iterdir())) == ("two", [])


def test_a_living_worker_keeps_its_job_however_long_it_works(tmp_path: Path):
    with another_process(tmp_path, "one"):
        take_due_job([JOB], by="one", at=NOW)
        assert free_jobs_of_the_dead() == 0
    assert take_due_job([JOB], by="two", at=NOW + timedelta(seconds=59)) is None


def test_a_worker_of_another_machine_keeps_its_lease():
    take_due_job([JOB], by="far away", at=NOW)
    assert free_jobs_of_the_dead() == 0
    assert take_due_job([JOB], by="two", at=NOW + timedelta(seconds=59)) is None


def test_two_who_look_never_find_the_same_dead(tmp_path: Path):
    with another_process(tmp_path, "one") as worker:
        kill(worker)
        with dead_workers() as first, dead_workers() as second:
            assert (first, second) == (["one"], [])


def test_who_ends_in_order_leaves_nothing_and_who_fails_is_dead():
    with living("one"):
        pass
    with dead_workers() as found:
        assert found == []
    with pytest.raises(ValueError, match="broke"), living("one"):
        raise ValueError("broke")
    with dead_workers() as found:
        assert found == ["one"]
