"""The administrator sees what must hold, the analyst what moved: both without looking for it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from groundswell.act.cases.models import Case
from groundswell.act.cases.tests.scenes import open_case
from groundswell.foundation.access.actions import give_token
from groundswell.foundation.history.actions import record
from groundswell.foundation.timetable.models import Heartbeat, Run
from groundswell.understand.evidence.actions import read_new_signals
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


def test_the_executive_reads_of_experiences_until_somebody_speaks_of_the_relationship(world, signed_in):
    def page_of():
        return signed_in(world.executive).get("/").content.decode()

    assert "No answers yet" in page_of()
    for _ in range(12):
        make_signal(9, touchpoint=world.delivery, unit=world.leeds, at=timezone.now())
    read_new_signals(at=timezone.now())
    page = page_of()
    assert "Our customers stand, after an experience with us, at +100" in page
    assert "Nobody was asked about the relationship as a whole yet" in page
    for _ in range(12):
        make_signal(3, kind_of_score="relationship", at=timezone.now())
    read_new_signals(at=timezone.now())
    page = page_of()
    assert "Our customers’ relationship with us stands at −100" in page
    assert "Nobody was asked" not in page


def test_the_office_hears_of_cases_that_nobody_has(world, signed_in):
    office = signed_in(world.office)
    assert "that nobody has" not in office.get("/").content.decode()
    case = open_case(world.leeds)
    Case.objects.filter(pk=case.pk).update(owner=None)
    page = office.get("/").content.decode()
    assert "1 case that nobody has" in page
    assert case.signal.comment in office.get("/act/cases/?show=team&owner=0").content.decode()


def test_what_was_heard_opens_as_many_voices_as_it_counts(world, signed_in):
    make_signal(9, at=timezone.now() - timedelta(days=2))
    make_signal(None, "Late.", at=timezone.now() - timedelta(days=3), kind="complaint")
    make_signal(3, at=timezone.now() - timedelta(days=60))
    office = signed_in(world.office)
    page = office.get("/")
    assert page.context["heard"] == 2
    assert len(office.get(page.context["heard_url"]).context["voices"]) == 2
