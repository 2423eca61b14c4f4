"""Jobs run one at a time; a killed worker's job runs again; a failing job stops nobody."""

from datetime import timedelta
from importlib import import_module

import pytest

from groundswell.config.worker import FIRST, every_job, run_once, work_once
from groundswell.foundation.timetable.actions import put_back, take_due_job
from groundswell.foundation.timetable.jobs import Job
from groundswell.foundation.timetable.models import Run
from tests.world import NOW

pytestmark = pytest.mark.django_db


def job(name: str = "count", work=lambda at: "counted") -> Job:
    return Job(name, timedelta(minutes=5), work)


def test_a_job_is_due_at_once_and_then_after_its_pace():
    assert take_due_job([job()], by="one", at=NOW) is not None
    put_back(job(), by="one", at=NOW, outcome="counted")
    assert take_due_job([job()], by="one", at=NOW + timedelta(minutes=4)) is None
    assert take_due_job([job()], by="one", at=NOW + timedelta(minutes=5)) is not None


def test_two_workers_never_hold_the_same_job():
    assert take_due_job([job()], by="one", at=NOW) is not None
    assert take_due_job([job()], by="two", at=NOW + timedelta(seconds=10)) is None


def test_the_job_of_a_killed_worker_runs_again_after_its_lease():
    take_due_job([job()], by="one", at=NOW)
    assert take_due_job([job()], by="two", at=NOW + timedelta(seconds=61)) is not None


def test_a_worker_that_lost_its_lease_does_not_put_the_job_back():
    take_due_job([job()], by="one", at=NOW)
    take_due_job([job()], by="two", at=NOW + timedelta(seconds=61))
    put_back(job(), by="one", at=NOW + timedelta(seconds=62), outcome="too late")
    assert Run.objects.get().held_by == "two"


def test_the_longest_overdue_job_comes_first():
    jobs = [job("a"), job("b")]
    take_due_job(jobs, by="one", at=NOW)
    Run.objects.filter(job="b").update(due_at=NOW - timedelta(hours=1), held_until=None)
    Run.objects.filter(job="a").update(held_until=None)
    assert take_due_job(jobs, by="one", at=NOW).name == "b"


def test_a_failing_job_tells_what_happened():
    def fail(at):
        raise ValueError("no such shop")

    assert run_once(job("fail", fail), "one", NOW) == "failed: ValueError: no such shop"


def test_every_job_has_a_name_of_its_own_and_signals_are_read_before_cases_open():
    names = [found.name for found in every_job()]
    assert len(names) == len(set(names))
    assert names.index("read voices") < next(i for i, name in enumerate(names) if "case" in name)


def test_a_worker_drains_the_letterbox_before_it_reads_the_other_rooms():
    assert import_module(FIRST).JOBS[0].name == "drain letterbox"
    ran = []
    jobs = [job("drain", lambda at: ran.append("drain") or "done")]
    assert (work_once(jobs, "one"), ran) == (True, ["drain"])
    assert work_once(jobs, "one") is False
