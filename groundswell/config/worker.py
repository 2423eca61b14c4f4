"""The worker: runs every room's regular jobs, one at a time, and survives their failures."""

import logging
import os
import secrets
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from groundswell.foundation.timetable.actions import (
    bring_forward,
    free_jobs_of_the_dead,
    hold_on,
    put_back,
    show_life,
    take_due_job,
)
from groundswell.foundation.timetable.jobs import Job
from groundswell.foundation.timetable.living import living

log = logging.getLogger("groundswell.worker")
PAUSE_SECONDS = 0.3
NOTHING = "nothing to do"
FIRST = "groundswell.listen.signals.jobs"
"""What was acknowledged becomes signals before the other rooms are even read, which takes seconds."""
SIGN_OF_LIFE = timedelta(seconds=10)
LOOK_FOR_THE_DEAD = timedelta(seconds=1)


def every_job() -> list[Job]:
    """The jobs of all rooms in the order of the loop: what is heard is understood before it is acted upon."""
    rooms = [room for room in reversed(settings.ROOMS) if find_spec(f"{room}.jobs")]
    return [job for room in rooms for job in getattr(import_module(f"{room}.jobs"), "JOBS", [])]


def work_until_stopped(stop: threading.Event) -> None:
    """Work until somebody says stop. The name is of this life only: who was killed is somebody else."""
    name = f"worker-{os.getpid()}-{secrets.token_hex(3)}"
    with living(name):
        _work(name, stop)


def _work(name: str, stop: threading.Event) -> None:
    free_jobs_of_the_dead()
    work_once(import_module(FIRST).JOBS[:1], name)
    jobs, shown, looked = every_job(), None, None
    while not stop.is_set():
        close_old_connections()
        now = timezone.now()
        if shown is None or now - shown > SIGN_OF_LIFE:
            show_life(name, at=now)
            shown = now
        if looked is None or now - looked > LOOK_FOR_THE_DEAD:
            free_jobs_of_the_dead()
            looked = now
        if not work_once(jobs, name):
            stop.wait(PAUSE_SECONDS)


def work_once(jobs: Sequence[Job], name: str) -> bool:
    """Take the longest overdue of these jobs and run it. False when none is due."""
    now = timezone.now()
    job = take_due_job(jobs, by=name, at=now)
    if job is None:
        return False
    outcome = run_once(job, name, now)
    put_back(job, by=name, at=timezone.now(), outcome=outcome)
    if outcome != NOTHING:
        bring_forward(jobs, after=job, at=timezone.now())
    return True


def run_once(job: Job, name: str, at: datetime) -> str:
    """Run one job, keeping its lease alive; a failure is logged and told as the outcome."""
    done = threading.Event()
    keeper = threading.Thread(target=_keep_lease, args=(job, name, done), daemon=True)
    keeper.start()
    try:
        return job.work(at) or NOTHING
    except Exception as problem:
        log.exception("The job %s failed", job.name)
        return f"failed: {type(problem).__name__}: {problem}"
    finally:
        done.set()
        keeper.join()


def run_all_jobs(at: datetime) -> dict[str, str]:
    """Run every job once, in order, whatever is due: for the demonstration, the tests and the command line."""
    return {job.name: job.work(at) for job in every_job()}


def _keep_lease(job: Job, name: str, done: threading.Event) -> None:
    while not done.wait(20):
        hold_on(job, by=name, at=timezone.now())
        show_life(name, at=timezone.now())
        close_old_connections()
