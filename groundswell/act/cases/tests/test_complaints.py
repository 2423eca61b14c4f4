"""No case of a complaint closes without an answer: the action says so, and the database does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.cases.actions import answer_case, close_case, hand_over, note_attempt
from groundswell.act.cases.errors import AnswerRefused, ComplaintNeedsAnAnswer, NoComplaint
from groundswell.act.cases.models import Case, Closure, OpeningRule, RootCause
from groundswell.act.cases.opening import begin_inner_loop, open_cases_for
from groundswell.listen.complaints.answering import NewAnswer, note_special_care
from groundswell.listen.complaints.models import Complaint
from tests.world import NOW, make_customer, make_signal

from .scenes import open_case

HOUR = timedelta(hours=1)
SORRY = NewAnswer("We are sorry.", "phone", "upheld")


def complaint_case(world) -> Case:
    begin_inner_loop(by="a test", at=NOW - timedelta(days=400))
    make_signal(None, "Rude.", kind="complaint", unit=world.leeds, customer=make_customer())
    rule = OpeningRule.objects.get(opens_for=OpeningRule.Opens.COMPLAINT)
    (case,) = open_cases_for(rule, at=NOW)
    return Case.objects.get(pk=case.pk)


def cause() -> RootCause:
    return RootCause.objects.get(name="Service")


def test_a_case_of_a_complaint_has_its_entry_in_the_register(world):
    case = complaint_case(world)
    assert Complaint.objects.get().signal == case.signal
    assert Complaint.objects.get().owner == case.owner


def test_the_action_refuses_and_says_what_to_do(world):
    case = complaint_case(world)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    with pytest.raises(ComplaintNeedsAnAnswer, match="Write the answer first"):
        close_case(case, outcome="answered", root_cause=cause(), by=world.lead.person, at=NOW + HOUR)
    answer_case(case, SORRY, by=world.lead.person, at=NOW + HOUR)
    close_case(case, outcome="answered", root_cause=cause(), by=world.lead.person, at=NOW + HOUR)
    assert Closure.objects.get().case == case


def test_the_database_refuses_behind_the_action(world):
    case = complaint_case(world)
    with pytest.raises(IntegrityError, match="without an answer"), transaction.atomic():
        Closure.objects.create(case=case, outcome="answered", root_cause=cause(), at=NOW)
    rows = [Closure(case=case, outcome="answered", root_cause=cause(), at=NOW)]
    with pytest.raises(IntegrityError, match="without an answer"), transaction.atomic():
        Closure.objects.bulk_create(rows)
    answer_case(case, SORRY, by=world.lead.person, at=NOW)
    Closure.objects.bulk_create(rows)
    assert Closure.objects.count() == 1


def test_a_low_score_needs_no_such_answer(world):
    case = open_case(world.leeds)
    with pytest.raises(NoComplaint):
        answer_case(case, SORRY, by=world.lead.person, at=NOW)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    close_case(case, outcome="answered", root_cause=cause(), by=world.lead.person, at=NOW)


def test_a_second_answer_is_refused_in_the_words_of_the_register(world):
    case = complaint_case(world)
    answer_case(case, SORRY, by=world.lead.person, at=NOW)
    with pytest.raises(AnswerRefused, match="is answered"):
        answer_case(case, SORRY, by=world.lead.person, at=NOW)


def test_the_entry_goes_with_its_case(world):
    case = complaint_case(world)
    hand_over(case, to=world.office.person, why="Holiday", by=world.lead.person, at=NOW)
    assert Complaint.objects.get().owner == world.office.person


def test_who_acts_reads_on_the_card_who_needs_care_and_nobody_else(world, signed_in):
    case = complaint_case(world)
    note_special_care(Complaint.objects.get(), why="Hard of hearing", by=world.lead.person, at=NOW)
    for user, reads in (
        (world.lead, True),
        (world.office, True),
        (world.executive, False),
        (world.frontline, False),
    ):
        page = signed_in(user).get(f"/act/cases/{case.pk}/")
        assert page.status_code == 200
        assert ("Hard of hearing" in page.content.decode()) is reads
        assert ("Special care" in page.content.decode()) is reads


def test_the_call_card_asks_for_the_answer_first(world, signed_in):
    case, client = complaint_case(world), signed_in(world.lead)
    page = client.get(f"/act/cases/{case.pk}/").content.decode()
    assert "Answer the complaint first" in page
    client.post(
        f"/act/cases/{case.pk}/answer/", {"words": "We are sorry.", "channel": "phone", "outcome": "upheld"}
    )
    page = client.get(f"/act/cases/{case.pk}/").content.decode()
    assert "Complaint answered" in page
    assert "Answer the complaint first" not in page
    assert signed_in(world.executive).post(f"/act/cases/{case.pk}/answer/", {}).status_code == 403
