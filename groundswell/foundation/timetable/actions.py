"""Run what is due: one worker per job at a time, and a killed worker's job runs again.

On one machine a killed worker is known by its lock (``living``) and its jobs are free at once. Of a worker on another
machine only its signs are known: its jobs are free when the lease ends.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from .jobs import Job
from .living import dead_workers
from .models import Heartbeat, Run

LEASE = timedelta(seconds=60)
log = logging.getLogger(__name__)


def show_life(worker: str, *, at: datetime) -> None:
    """Leave a sign of life and forget workers that left none for a day."""
    Heartbeat.objects.update_or_create(worker=worker, defaults={"at": at})
    Heartbeat.objects.filter(at__lt=at - timedelta(days=1)).delete()


def free_jobs_of_the_dead() -> int:
    """Let go of what workers of this machine held that were killed. Returns how many jobs are free again."""
    with dead_workers() as names:
        return Run.objects.filter(held_by__in=names).update(held_by="", held_until=None) if names else 0


def take_due_job(jobs: Sequence[Job], *, by: str, at: datetime) -> Job | None:
    """Take the longest overdue job whose lease is free; None when nothing is due."""
    _enter_new_jobs(jobs, at)
    names = {job.name: job for job in jobs}
    free = Q(held_until=None) | Q(held_until__lt=at)
    for run in Run.objects.filter(free, job__in=names, due_at__lte=at).order_by("due_at"):
        job = names[run.job]
        if job.is_wanted is not None and not job.is_wanted():
            continue
        if Run.objects.filter(free, pk=run.pk).update(held_by=by, held_until=at + LEASE):
            return job
    return None


def hold_on(job: Job, *, by: str, at: datetime) -> None:
    """Prolong the lease while a long job works."""
    Run.objects.filter(job=job.name, held_by=by).update(held_until=at + LEASE)


@transaction.atomic
def put_back(job: Job, *, by: str, at: datetime, outcome: str) -> None:
    """The job is done for now and due again after its pace."""
    Run.objects.filter(job=job.name, held_by=by).update(
        held_by="", held_until=None, ended_at=at, due_at=at + job.every, outcome=outcome[:200]
    )


def bring_forward(jobs: Sequence[Job], *, after: Job, at: datetime) -> None:
    """The jobs that go on with this one's work are due now."""
    following = [job.name for job in jobs if job.after == after.name]
    if following:
        Run.objects.filter(job__in=following, due_at__gt=at).update(due_at=at)


def _enter_new_jobs(jobs: Sequence[Job], at: datetime) -> None:
    known = set(Run.objects.values_list("job", flat=True))
    fresh = [Run(job=job.name, due_at=at) for job in jobs if job.name not in known]
    Run.objects.bulk_create(fresh, ignore_conflicts=True)
