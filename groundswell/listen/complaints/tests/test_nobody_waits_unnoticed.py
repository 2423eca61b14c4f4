"""Owners hear before a promise breaks, then whoever stands above them, then the office: each once, over restarts."""

from datetime import timedelta

import pytest

from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.models import Message
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.answering import (
    NewAnswer,
    answer_complaint,
    change_clock,
    extend_clock,
    go_on,
    hand_over_complaint,
    note_special_care,
    wait_for_customer,
)
from groundswell.listen.complaints.clock import begin_clocks, put_in_force
from groundswell.listen.complaints.errors import ComplaintRefusal
from groundswell.listen.complaints.jobs import watch_complaints
from groundswell.listen.complaints.lists import complaints_in, loads_of
from groundswell.listen.complaints.models import ClockPreset, Complaint
from groundswell.listen.complaints.reviewing import add_words
from tests.world import NOW, make_signal

DAY = timedelta(days=1)


def complain(key: str = "s1", *, at=NOW, **more) -> Complaint:
    return receive_complaint(NewComplaint(key, "Broken zip.", email="ann@people.example", **more), at=at)


def alarms() -> list[tuple[str, str]]:
    """Which kind of alarm went to whom, in the order in which they were noted."""
    noted = Tiding.objects.filter(kind="complaint.clock").order_by("id")
    return [(one.key.split("-")[0], one.person.name) for one in noted]


def watch(days: float) -> None:
    for _ in range(2):
        watch_complaints(NOW + days * DAY)
        note_tidings(at=NOW + days * DAY, at_once=True)


def test_the_owner_hears_three_days_before_and_when_it_is_late_then_the_lead_then_the_office(world):
    complaint = complain(unit_id=world.leeds.pk)
    hand_over_complaint(complaint, to=world.frontline.person, why="Hers", by=world.lead.person, at=NOW)
    fay, lead, office = world.frontline.person.name, world.lead.person.name, world.office.person.name
    watch(20)
    assert alarms() == []
    watch(27.5)
    assert alarms() == [("soon", fay)]
    watch(30.1)
    assert alarms() == [("soon", fay), ("late0", fay)]
    watch(31.2)
    watch(33.5)
    watch(60)
    assert alarms() == [("soon", fay), ("late0", fay), ("late1", lead), ("late2", office)]


def test_where_the_lead_has_it_the_office_is_next(world):
    complain(unit_id=world.leeds.pk)
    watch(60)
    assert alarms() == [("late0", world.lead.person.name), ("late1", world.office.person.name)]


def test_after_a_long_stop_everybody_hears_once(world):
    complaint = complain(unit_id=world.leeds.pk)
    hand_over_complaint(complaint, to=world.frontline.person, why="Hers", by=world.lead.person, at=NOW)
    watch(50)
    watch(51)
    assert [kind for kind, _ in alarms()] == ["late0", "late1", "late2"]


def test_nobody_hears_of_what_was_answered(world):
    complaint = complain(unit_id=world.leeds.pk)
    answer_complaint(complaint, NewAnswer("Sorry.", "email", "upheld"), by=world.lead.person, at=NOW)
    watch(40)
    assert alarms() == []


def test_a_new_promise_is_a_new_alarm(world):
    begin_clocks(by="a test", at=NOW)
    put_in_force(ClockPreset.objects.get(name="ISO 10002 practice"), by="a test", at=NOW)
    complaint = complain(unit_id=world.leeds.pk)
    watch(26.5)
    extend_clock(complaint, why="The maker looks at it.", by=world.lead.person, at=NOW + 27 * DAY)
    watch(41)
    assert [kind for kind, _ in alarms()] == ["soon", "soon"]


def test_who_was_not_told_is_an_alarm_of_its_own(world):
    from groundswell.listen.complaints.joining import enter_waiting_complaints

    make_signal(None, "Who am I?", kind="complaint", unit=world.leeds)
    enter_waiting_complaints(at=NOW)
    watch(0.5)
    assert alarms() == []
    watch(1.5)
    assert alarms() == [("untold", world.lead.person.name)]


def test_an_alarm_says_no_word_of_the_customer_and_nothing_of_care(world):
    complaint = complain(unit_id=world.leeds.pk)
    note_special_care(complaint, why="Lost her husband", by=world.lead.person, at=NOW)
    watch(60)
    text = "".join(Tiding.objects.values_list("words", flat=True))
    assert complaint.reference in text
    for word in ("Broken", "husband", "ann@", "care"):
        assert word not in text


def test_what_somebody_had_who_left_goes_to_whoever_answers_for_the_place(world):
    complaint = complain(unit_id=world.leeds.pk)
    hand_over_complaint(complaint, to=world.frontline.person, why="Mine", by=world.lead.person, at=NOW)
    Person.objects.filter(pk=world.frontline.person.pk).update(left_on=(NOW + DAY).date())
    watch(0.1)
    assert Complaint.objects.get().owner == world.frontline.person, "until the day"
    watch(1.5)
    assert Complaint.objects.get().owner == world.lead.person
    assert Complaint.objects.get().ownerships.last().why == "Fay Frontline has left"
    assert Complaint.objects.get().ownerships.count() == 3


def test_somebody_has_it_even_where_no_place_and_no_office_is(world):
    Person.objects.filter(post=Person.Post.OFFICE).update(left_on=NOW.date())
    assert complain().owner == world.executive.person


def test_a_clock_stands_still_only_where_its_preset_allows(world):
    with pytest.raises(ComplaintRefusal, match="never stands still"):
        wait_for_customer(complain(), why="The receipt", by=world.office.person, at=NOW)


@pytest.fixture
def waiting(world) -> Complaint:
    """By the clock of ISO 10002 practice, waiting for the customer since a day after receipt."""
    begin_clocks(by="a test", at=NOW)
    put_in_force(ClockPreset.objects.get(name="ISO 10002 practice"), by="a test", at=NOW)
    complaint = complain(unit_id=world.leeds.pk)
    wait_for_customer(complaint, why="A picture of the zip", by=world.lead.person, at=NOW + DAY)
    return complaint


def test_the_customer_is_told_what_we_need_and_nothing_is_late_meanwhile(world, waiting):
    letter = Message.objects.get(key__startswith="complaint-waits")
    assert "A picture of the zip" in letter.body
    every = Complaint.objects.all()
    assert list(complaints_in("overdue", every, world.office, at=NOW + 90 * DAY)) == []
    assert complaints_in("waiting", every, world.office, at=NOW + 90 * DAY).count() == 1
    watch(90)
    assert alarms() == []


def test_the_clock_runs_again_when_the_customer_answers_as_much_later_as_it_stood(world, waiting):
    before = Complaint.objects.get().answer_due_at
    add_words(waiting, "Here it is.", submission="a", at=NOW + 5 * DAY)
    after = Complaint.objects.get()
    assert after.answer_due_at == before + 4 * DAY
    assert not go_on(after, at=NOW + 6 * DAY), "it runs already"


def test_it_waits_once_at_a_time_and_an_answer_ends_the_wait(world, waiting):
    with pytest.raises(ComplaintRefusal, match="already"):
        wait_for_customer(waiting, why="More", by=world.lead.person, at=NOW + DAY)
    answer_complaint(waiting, NewAnswer("Sorry.", "email", "upheld"), by=world.lead.person, at=NOW + 2 * DAY)
    assert not Complaint.objects.get().pauses.filter(ended_at=None).exists()


def test_hardship_has_21_days_from_the_day_of_receipt(world):
    complaint = complain()
    hardship = ClockPreset.objects.get(name="Australian RG 271, hardship and default")
    change_clock(complaint, to=hardship, why="She asks for hardship", by=world.office.person, at=NOW + DAY)
    held = Complaint.objects.get()
    assert (held.answer_due_at.date() - NOW.date()).days == 21
    assert held.clock == hardship


def test_a_clock_that_was_moved_or_has_ended_stays(world, waiting):
    other = ClockPreset.objects.get(name="Australian RG 271")
    with pytest.raises(ComplaintRefusal):
        change_clock(waiting, to=other, why="Shorter", by=world.office.person, at=NOW + DAY)


def test_loads_say_who_has_what(world):
    complain("s1", unit_id=world.leeds.pk)
    complain("s2", unit_id=world.leeds.pk, at=NOW - 29.9 * DAY)
    complain("s3", unit_id=world.york.pk, at=NOW - 40 * DAY)
    loads = {one.name: (one.late, one.today, one.open) for one in loads_of(Complaint.objects.all(), at=NOW)}
    assert loads == {"Yara Lead": (1, 0, 1), "Lena Lead": (0, 1, 2)}
