"""The register: owned from the first minute, answered before it ends, and silent about who needs care."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.history.models import Event
from groundswell.listen.channels.models import Message
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.answering import (
    NewAnswer,
    answer_complaint,
    extend_clock,
    hand_over_complaint,
    note_special_care,
)
from groundswell.listen.complaints.clock import edit_clock
from groundswell.listen.complaints.errors import ComplaintRefusal
from groundswell.listen.complaints.joining import enter_waiting_complaints
from groundswell.listen.complaints.models import Complaint, ComplaintAnswer
from groundswell.listen.complaints.reviewing import add_words
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal
from tests.world import NOW, make_customer, make_signal

DAY = timedelta(days=1)
SORRY = NewAnswer("We are sorry. Your money is on its way.", "email", "upheld", "A refund", Decimal("40.00"))


def complain(key="s1", *, at=NOW, email="ann@people.example", **more) -> Complaint:
    return receive_complaint(NewComplaint(key, "Broken zip.", email=email, **more), at=at)


def test_somebody_owns_it_from_the_first_minute(world):
    here, nowhere = complain("s1", unit_id=world.leeds.pk), complain("s2")
    assert here.owner == world.lead.person
    assert nowhere.owner == world.office.person, "without a place the advocacy office has it"
    assert here.ownerships.get().at == NOW


def test_an_owner_who_left_owns_nothing_new(world):
    person = world.lead.person
    person.left_on = NOW.date()
    person.save()
    assert complain(unit_id=world.leeds.pk).owner == world.executive.person


def test_a_hand_over_is_kept_and_the_clock_runs_on(world):
    complaint = complain(unit_id=world.leeds.pk)
    hand_over_complaint(complaint, to=world.office.person, why="Holiday", by=world.lead.person, at=NOW + DAY)
    again = Complaint.objects.get()
    assert again.owner == world.office.person
    assert again.answer_due_at == complaint.answer_due_at
    assert again.ownerships.count() == 2


def test_an_answer_goes_out_with_the_rights_and_the_first_stands(world):
    edit_clock("Australian RG 271", by="a test", at=NOW, rights="The ombudsman, Level 2, hears you.")
    complaint = complain()
    answer_complaint(complaint, SORRY, by=world.office.person, at=NOW + DAY)
    message = Message.objects.get(key=f"complaint-answer-{complaint.pk}")
    for words in ("on its way", "A refund", "The ombudsman, Level 2, hears you.", complaint.token):
        assert words in message.body
    with pytest.raises(ComplaintRefusal):
        answer_complaint(complaint, SORRY, by=world.office.person, at=NOW + 2 * DAY)
    assert ComplaintAnswer.objects.get().amount == Decimal("40.00")


def test_more_time_is_given_once_with_a_reason_the_customer_reads(world):
    edit_clock("Australian RG 271", by="a test", at=NOW, extension=10)
    complaint = complain()
    before = complaint.answer_due_at
    extend_clock(complaint, why="The maker must look at it.", by=world.office.person, at=NOW + DAY)
    assert Complaint.objects.get().answer_due_at == before + 10 * DAY
    assert "The maker must look at it." in Message.objects.get(key=f"complaint-later-{complaint.pk}").body
    with pytest.raises(ComplaintRefusal):
        extend_clock(complaint, why="Again.", by=world.office.person, at=NOW + DAY)


def test_a_clock_without_extension_is_not_extended(world):
    with pytest.raises(ComplaintRefusal):
        extend_clock(complain(), why="Slow.", by=world.office.person, at=NOW)


def test_a_complaint_from_another_channel_is_entered_exactly_once(world):
    customer = make_customer()
    made = make_signal(None, "Chat: my parcel.", kind="complaint", customer=customer, unit=world.leeds)
    make_signal(3, "Only an answer.")
    assert [enter_waiting_complaints(at=NOW), enter_waiting_complaints(at=NOW)] == [1, 0]
    complaint = Complaint.objects.get()
    assert (complaint.signal, complaint.owner) == (made, world.lead.person)
    assert complaint.acknowledged_at == NOW, "the customer was written to"
    assert Message.objects.count() == 1


def test_who_cannot_be_written_to_is_not_counted_as_acknowledged(world):
    make_signal(None, "Who am I?", kind="complaint")
    enter_waiting_complaints(at=NOW)
    assert Complaint.objects.get().acknowledged_at is None


def test_an_old_file_becomes_history_without_a_clock_or_a_letter(world):
    old = NewSignal(
        source="a file", key="1", channel="file", kind="complaint", comment="Long ago.",
        customer_id=make_customer().pk, submitted_at=NOW - 31 * DAY,
    )  # fmt: skip
    receive_signal(old, at=NOW)
    enter_waiting_complaints(at=NOW)
    complaint = Complaint.objects.get()
    assert (complaint.is_history, complaint.answer_due_at) == (True, None)
    assert not Message.objects.exists()


def test_added_words_are_a_signal_of_their_own_and_no_second_complaint(world):
    complaint = complain()
    for _ in range(2):
        add_words(complaint, "The receipt is 4711.", submission="a", at=NOW + DAY)
    enter_waiting_complaints(at=NOW + DAY)
    assert Complaint.objects.count() == 1
    addition = complaint.additions.get()
    assert addition.signal.customer == complaint.signal.customer
    assert Signal.objects.get(pk=complaint.signal_id).comment == "Broken zip."


def test_the_reason_for_care_leaks_nowhere(world, signed_in):
    complaint = complain(unit_id=world.leeds.pk)
    note_special_care(complaint, why="Lost her husband", by=world.lead.person, at=NOW)
    answer_complaint(complaint, SORRY, by=world.lead.person, at=NOW + DAY)
    page = f"/listen/complaints/{complaint.pk}/"
    for reader in (world.lead, world.office):
        assert "Lost her husband" in signed_in(reader).get(page).content.decode()
    for reader in (world.executive, world.frontline):
        seen = signed_in(reader).get(page).content.decode()
        assert "Broken zip" in seen
        assert "Lost her husband" not in seen
        assert "Special care" not in seen
    assert signed_in(world.york_lead).get(page).status_code == 404
    register = signed_in(world.executive).get("/listen/complaints/?show=all").content.decode()
    assert "Special care" not in register
    assert b"C-26" not in signed_in(world.executive).get("/listen/complaints/?show=care").content
    export = b"".join(signed_in(world.office).get("/listen/complaints/register.csv").streaming_content)
    assert complaint.reference in export.decode()
    for text in (export.decode(), "".join(m.body + m.subject for m in Message.objects.all())):
        assert "husband" not in text
        assert "care" not in text.replace("takes care of it", "")
    assert not Event.objects.filter(detail__icontains="husband").exists()
    assert b"husband" not in Client().get(f"/complaint/{complaint.token}/").content


def test_the_file_holds_no_names_no_words_and_no_formula(world, signed_in):
    complaint = complain(email="=cmd@people.example")
    answer_complaint(
        complaint, NewAnswer("Sorry.", "phone", "partly", "=1+1"), by=world.office.person, at=NOW
    )
    export = b"".join(
        signed_in(world.office).get("/listen/complaints/register.csv").streaming_content
    ).decode()
    assert "people.example" not in export
    assert "Broken zip" not in export
    assert ",'=1+1," in export
    assert signed_in(world.lead).get("/listen/complaints/register.csv").status_code == 403


def test_executives_read_no_address_in_the_register(world, signed_in):
    receive_complaint(NewComplaint("s9", "Write to ann@people.example please."), at=NOW)
    for address in ("/listen/complaints/", f"/listen/complaints/{Complaint.objects.get().pk}/"):
        assert b"ann@people.example" not in signed_in(world.executive).get(address).content
        assert b"ann@people.example" in signed_in(world.office).get(address).content


def test_only_those_who_act_act(world, signed_in):
    complaint = complain(unit_id=world.leeds.pk)
    form = {"words": "Sorry.", "channel": "phone", "outcome": "upheld"}
    for user, status in ((world.executive, 403), (world.frontline, 403), (world.york_lead, 404)):
        assert signed_in(user).post(f"/listen/complaints/{complaint.pk}/answer/", form).status_code == status
    assert not ComplaintAnswer.objects.exists()
    assert signed_in(world.lead).post(f"/listen/complaints/{complaint.pk}/answer/", form).status_code == 302
    assert ComplaintAnswer.objects.get().by == world.lead.person


def test_figures_say_their_n_and_open_their_list(world, signed_in):
    from groundswell.listen.complaints.lists import complaints_in, figures_of

    first, _ = complain("s1"), complain("s2", email="bob@people.example")
    answer_complaint(first, SORRY, by=world.office.person, at=NOW + 40 * DAY)
    seen = Complaint.objects.all()
    figures = {one.show: one.words for one in figures_of(seen, world.office, at=NOW + 41 * DAY)}
    assert figures == {
        "acknowledged": "2 of 2 (100%)",
        "in_time": "0 of 2 (0%)",
        "answered": "40.0 days, n = 1",
        "upheld": "1 of 1 (100%)",
        "not_content": "None was due yet (n = 0)",
    }
    late = complaints_in("overdue", seen, world.office, at=NOW + 41 * DAY)
    assert [one.signal.comment for one in late] == ["Broken zip."]
    for show in figures:
        assert signed_in(world.office).get(f"/listen/complaints/?show={show}").status_code == 200


def test_a_share_of_nothing_is_not_shown(world):
    from groundswell.listen.complaints.lists import figures_of

    assert all("n = 0" in one.words for one in figures_of(Complaint.objects.all(), world.office, at=NOW))


def test_a_caller_is_entered_and_hears_the_reference(world, signed_in):
    client = signed_in(world.frontline)
    form = {"what_happened": "No lift.", "phone": "020 7946 0018", "name": "Cal", "submission": "p1"}
    page = client.post("/listen/complaints/phone/", form, follow=True).content.decode()
    complaint = Complaint.objects.get()
    assert f"Read out: {complaint.reference}" in page
    assert complaint.signal.channel == Signal.Channel.PHONE
    assert Customer.objects.get().identities.get().value == "+442079460018"
    wrong = client.post("/listen/complaints/phone/", form | {"phone": "ring me", "submission": "p2"})
    assert wrong.status_code == 422
    assert Complaint.objects.count() == 1
    assert signed_in(world.executive).get("/listen/complaints/phone/").status_code == 403


def test_a_look_alike_address_is_refused_at_the_door(world):
    page = Client().post(
        "/complain/", {"what_happened": "X", "email": "\u0430nn@people.example", "submission": "1"}
    )
    assert page.status_code == 422
    assert not Complaint.objects.exists()
