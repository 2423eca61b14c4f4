"""Who is not content is looked at anew by somebody else, by a day of its own, and then knows who decides beyond us."""

from datetime import timedelta

import pytest
from babel.dates import format_date
from django.utils.timezone import localdate

from groundswell.foundation.organisation.actions import choose_language
from groundswell.listen.channels.models import Message
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.answering import NewAnswer, answer_complaint
from groundswell.listen.complaints.clock import edit_clock
from groundswell.listen.complaints.errors import ComplaintRefusal
from groundswell.listen.complaints.lists import complaints_in
from groundswell.listen.complaints.models import Complaint, LastWord, Review, Verdict
from groundswell.listen.complaints.reviewing import give_last_word, give_verdict
from tests.world import NOW

DAY = timedelta(days=1)
SORRY = NewAnswer("We are sorry.", "email", "not_upheld")
LAST = NewAnswer("You are right after all.", "email", "upheld", "A refund")


def answered(world, *, by=None) -> Complaint:
    new = NewComplaint("s1", "Broken zip.", email="ann@people.example", unit_id=world.leeds.pk)
    complaint = receive_complaint(new, at=NOW)
    answer_complaint(complaint, SORRY, by=by or world.lead.person, at=NOW + DAY)
    return Complaint.objects.get()


def shown(show: str, world, at) -> list[Complaint]:
    return list(complaints_in(show, Complaint.objects.all(), world.office, at=at))


def test_nobody_judges_an_answer_that_was_not_given(world):
    complaint = receive_complaint(NewComplaint("s1", "Broken zip."), at=NOW)
    with pytest.raises(ComplaintRefusal):
        give_verdict(complaint, is_content=True, at=NOW)


def test_who_is_not_content_opens_it_again_and_the_first_word_stands(world):
    complaint = answered(world)
    assert shown("open", world, NOW + 2 * DAY) == []
    for is_content in (False, True):
        give_verdict(complaint, is_content=is_content, why="You missed the point.", at=NOW + 2 * DAY)
    assert Verdict.objects.get().is_content is False
    assert Review.objects.get().why == "You missed the point."
    assert shown("open", world, NOW + 2 * DAY) == shown("again", world, NOW + 2 * DAY) == [complaint]


def test_somebody_looks_at_it_who_did_not_answer(world):
    complaint = answered(world)
    give_verdict(complaint, is_content=False, at=NOW + 2 * DAY)
    owner = Complaint.objects.get().owner
    assert owner != world.lead.person
    told = Message.objects.filter(key=f"complaint-not-content-{complaint.pk}")
    assert [one.person for one in told] == [owner]


def test_whoever_looks_at_it_is_told_in_their_language_and_by_which_day(world):
    choose_language(world.root, "de", by=world.office, at=NOW)
    complaint = answered(world)
    give_verdict(complaint, is_content=False, at=NOW + 2 * DAY)
    told = Message.objects.get(key=f"complaint-not-content-{complaint.pk}")
    day = format_date(localdate(Review.objects.get().due_at), "d. MMMM y", locale="de")
    assert told.subject == f"{complaint.reference}: Der Kunde ist nicht zufrieden"
    assert f"antworten Sie abschließend bis {day}." in told.body


def test_the_owner_of_the_place_looks_where_somebody_else_answered(world):
    complaint = answered(world, by=world.frontline.person)
    give_verdict(complaint, is_content=False, at=NOW + 2 * DAY)
    assert Complaint.objects.get().owner == world.lead.person


def test_the_second_look_has_a_clock_of_its_own(world):
    complaint = answered(world)
    give_verdict(complaint, is_content=False, at=NOW + 2 * DAY)
    assert shown("overdue", world, NOW + 15 * DAY) == []
    assert shown("overdue", world, NOW + 17 * DAY) == [complaint]


def test_the_last_word_goes_out_with_the_external_body_and_stands(world):
    edit_clock("Australian RG 271", by="a test", at=NOW, external_body="The Arbiter\n1 Market Square")
    complaint = answered(world)
    give_verdict(complaint, is_content=False, at=NOW + 2 * DAY)
    for _ in range(2):
        try:
            give_last_word(complaint, LAST, by=world.office.person, at=NOW + 3 * DAY)
        except ComplaintRefusal:
            continue
    assert LastWord.objects.get().outcome == "upheld"
    letter = Message.objects.get(key=f"complaint-last-{complaint.pk}")
    for words in ("You are right after all.", "A refund", "1 Market Square"):
        assert words in letter.body
    assert shown("open", world, NOW + 4 * DAY) == []


def test_there_is_no_last_word_where_nobody_asked(world):
    with pytest.raises(ComplaintRefusal):
        give_last_word(answered(world), LAST, by=world.office.person, at=NOW + 3 * DAY)


@pytest.mark.parametrize("new", [NewAnswer(" ", "email", "upheld"), NewAnswer("Sorry.", "email", "")])
def test_an_answer_says_something_and_who_is_right(world, new):
    complaint = receive_complaint(NewComplaint("s1", "Broken zip."), at=NOW)
    with pytest.raises(ComplaintRefusal):
        answer_complaint(complaint, new, by=world.office.person, at=NOW)
