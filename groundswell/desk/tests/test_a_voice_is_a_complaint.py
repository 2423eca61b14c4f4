"""One tap of somebody who read a voice makes it a complaint: with a clock, an owner, a letter, and no way round an answer."""

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.cases.actions import close_case, follow_complaints, hand_over, note_attempt
from groundswell.act.cases.errors import ComplaintNeedsAnAnswer
from groundswell.act.cases.models import Case, Closure, RootCause
from groundswell.act.cases.opening import begin_inner_loop, open_cases_for
from groundswell.act.cases.queries import active_rules
from groundswell.listen.channels.models import Message
from groundswell.listen.complaints.answering import NewAnswer, answer_complaint, hand_over_complaint
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.complaints.reviewing import give_last_word, give_verdict
from tests.world import NOW, make_customer, make_signal

SORRY = NewAnswer("Sorry.", "email", "upheld")


@pytest.fixture
def voice(world):
    return make_signal(2, "Nobody rang me back.", customer=make_customer(), unit=world.leeds)


def tap(client, voice):
    return client.post(f"/voices/{voice.pk}/complaint/", follow=True)


def open_cases() -> None:
    begin_inner_loop(by="a test", at=NOW.replace(year=2025))
    for rule in active_rules(NOW):
        open_cases_for(rule, at=NOW)


def test_one_tap_enters_it_and_the_customer_is_told(world, signed_in, voice):
    client = signed_in(world.frontline)
    assert "This is a complaint" in client.get(f"/voices/{voice.pk}/").content.decode()
    page = tap(client, voice).content.decode()
    complaint = Complaint.objects.get()
    assert f"{complaint.reference} is in the register" in page
    assert (complaint.signal, complaint.owner) == (voice, world.lead.person)
    assert Message.objects.get(customer=voice.customer).subject.endswith(complaint.reference)
    after = client.get(f"/voices/{voice.pk}/").content.decode()
    assert "This is a complaint" not in after
    assert f"In the register: {complaint.reference}" in after


def test_twice_is_once_and_what_has_no_words_is_none(world, signed_in, voice):
    client = signed_in(world.lead)
    for _ in range(2):
        tap(client, voice)
    assert Complaint.objects.count() == 1
    silent = make_signal(2, "", unit=world.leeds)
    tap(client, silent)
    assert Complaint.objects.count() == 1


def test_only_within_sight_and_never_of_competitors_customers(world, signed_in, voice):
    assert signed_in(world.york_lead).post(f"/voices/{voice.pk}/complaint/").status_code == 404
    assert signed_in(world.executive).post(f"/voices/{voice.pk}/complaint/").status_code == 403
    blind = make_signal(2, "Theirs is better.", unit=world.leeds, kind_of_score="competitive")
    tap(signed_in(world.lead), blind)
    assert not Complaint.objects.exists()


def test_it_goes_to_whoever_has_its_case(world, signed_in, voice):
    open_cases()
    hand_over(Case.objects.get(), to=world.frontline.person, why="Mine", by=world.lead.person, at=NOW)
    tap(signed_in(world.lead), voice)
    assert Complaint.objects.get().owner == world.frontline.person


def test_its_case_does_not_close_without_an_answer_either(world, signed_in, voice):
    open_cases()
    case, cause = Case.objects.get(), RootCause.objects.get(name="Service")
    tap(signed_in(world.lead), voice)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    with pytest.raises(ComplaintNeedsAnAnswer):
        close_case(case, outcome="answered", root_cause=cause, by=world.lead.person, at=NOW)
    with pytest.raises(IntegrityError, match="without an answer"), transaction.atomic():
        Closure.objects.create(case=case, outcome="answered", root_cause=cause, at=NOW)
    answer_complaint(Complaint.objects.get(), SORRY, by=world.lead.person, at=NOW)
    close_case(case, outcome="answered", root_cause=cause, by=world.lead.person, at=NOW)


def test_a_second_look_keeps_the_case_open_until_our_last_word(world, signed_in, voice):
    open_cases()
    case, cause = Case.objects.get(), RootCause.objects.get(name="Service")
    tap(signed_in(world.lead), voice)
    complaint = Complaint.objects.get()
    answer_complaint(complaint, SORRY, by=world.lead.person, at=NOW)
    give_verdict(complaint, is_content=False, at=NOW)
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    with pytest.raises(IntegrityError, match="without an answer"), transaction.atomic():
        Closure.objects.bulk_create([Closure(case=case, outcome="answered", root_cause=cause, at=NOW)])
    with pytest.raises(ComplaintNeedsAnAnswer):
        close_case(case, outcome="answered", root_cause=cause, by=world.lead.person, at=NOW)
    give_last_word(complaint, SORRY, by=world.office.person, at=NOW)
    close_case(case, outcome="answered", root_cause=cause, by=world.lead.person, at=NOW)


def test_no_closure_is_moved_to_an_unanswered_complaint(world, signed_in, voice):
    other = make_signal(3, "Late.", customer=make_customer(), unit=world.leeds)
    open_cases()
    tap(signed_in(world.lead), voice)
    cause = RootCause.objects.get(name="Service")
    closed = Closure.objects.create(
        case=Case.objects.get(signal=other), outcome="answered", root_cause=cause, at=NOW
    )
    with pytest.raises(IntegrityError, match="without an answer"), transaction.atomic():
        Closure.objects.filter(pk=closed.pk).update(case=Case.objects.get(signal=voice))


def test_a_voice_that_became_a_complaint_gets_the_case_of_one(world, signed_in):
    praise = make_signal(9, "Lovely, but my refund is missing.", customer=make_customer(), unit=world.leeds)
    tap(signed_in(world.lead), praise)
    open_cases()
    assert Case.objects.get().rule.opens_for == "complaint"


def test_cases_go_with_their_complaint(world, signed_in, voice):
    open_cases()
    tap(signed_in(world.lead), voice)
    hand_over_complaint(
        Complaint.objects.get(), to=world.office.person, why="Mine", by=world.lead.person, at=NOW
    )
    assert follow_complaints(at=NOW) == 1
    assert Case.objects.get().owner == world.office.person
    assert follow_complaints(at=NOW) == 0
