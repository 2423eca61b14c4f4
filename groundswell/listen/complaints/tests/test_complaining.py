"""A complaint is easy to make and never without a reference, a clock and an acknowledgement."""

from datetime import timedelta

from django.test import Client

from groundswell.listen.channels.models import Message
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal
from tests.world import NOW


def test_one_field_is_enough(world):
    Client().post("/complain/", {"what_happened": "The parcel never came.", "submission": "s1"})
    assert Complaint.objects.get().signal.comment == "The parcel never came."


def test_an_empty_complaint_is_asked_for_words(world):
    page = Client().post("/complain/", {"what_happened": "", "submission": "s1"})
    assert page.status_code == 422
    assert "in your own words" in page.content.decode()


def test_who_leaves_an_address_is_acknowledged_with_reference_and_day(world):
    complaint = receive_complaint(NewComplaint("s1", "Broken zip.", email="Ann@People.example"), at=NOW)
    message = Message.objects.get()
    assert message.address == "ann@people.example"
    assert complaint.reference in message.subject
    assert "10 April 2026" in message.body
    # The clocks go forward on 29 March: thirty days by the calendar, not thirty times 24 hours.
    assert complaint.answer_due_at == NOW + timedelta(days=30, hours=-1)


def test_the_same_submission_is_one_complaint(world):
    for _ in range(2):
        receive_complaint(NewComplaint("s1", "Broken zip.", email="ann@people.example"), at=NOW)
    assert (Complaint.objects.count(), Signal.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_a_lead_sees_only_the_complaints_of_the_own_part(world, signed_in):
    receive_complaint(NewComplaint("s1", "Cold shop in Leeds.", unit_id=world.leeds.pk), at=NOW)
    receive_complaint(NewComplaint("s2", "Rude till in York.", unit_id=world.york.pk), at=NOW)
    page = signed_in(world.lead).get("/listen/complaints/").content.decode()
    assert "Cold shop in Leeds" in page
    assert "Rude till in York" not in page
