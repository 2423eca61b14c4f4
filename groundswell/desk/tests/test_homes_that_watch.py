"""The administrator sees what must hold, the analyst what moved: both without looking for it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from groundswell.foundation.access.actions import give_token
from groundswell.foundation.history.actions import record
from groundswell.foundation.timetable.models import Heartbeat, Run
from tests.world import make_signal, make_user


@pytest.fixture
def page_of(world, signed_in):
    Heartbeat.objects.create(worker="one", at=timezone.now())
    admin = make_user("Ada Admin", world.root, "administrator")
    return lambda: signed_in(admin).get("/").content.decode()


def test_no_backup_is_said_first_until_there_is_one(world, page_of):
    assert "nothing is backed up" in page_of()
    record("backed up", world.root, by="command line", at=timezone.now() - timedelta(days=8))
    assert "nothing is backed up" in page_of(), "one of last week is too old"
    record("backed up", world.root, by="command line", at=timezone.now())
    assert "<h1>Everything runs</h1>" in re.sub(r"<h1[^>]*>", "<h1>", page_of())


def test_a_job_that_failed_stands_above_those_that_ran(world, page_of):
    Run.objects.create(job="open cases", due_at=timezone.now(), outcome="failed: no room")
    page = page_of()
    assert "1 regular job failed" in page
    assert page.index("failed: no room") < page.index("Regular jobs")


def test_accounts_that_nobody_uses_and_tokens_that_end_are_counted(world, page_of):
    world.lead.last_login = timezone.now() - timedelta(days=91)
    world.lead.save()
    give_token(
        "Till", world.office, scopes=["intake"], lasts=timedelta(days=3), by="tests", at=timezone.now()
    )
    page = page_of()
    assert "1 not used for 90 days" in page
    assert "1 ending within 14 days" in page


def test_the_analyst_reads_whether_answers_can_be_trusted(world, signed_in):
    make_signal(9, unit=None, at=timezone.now())
    page = signed_in(make_user("Ann Analyst", world.root, "analyst")).get("/").content.decode()
    assert "1 voices of the last 30 days name no part" in page
    assert "How figures are defined" in page
