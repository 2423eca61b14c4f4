"""The days of a body: meetings move with a reason, their agenda is argued, their minutes stay as they were read."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.bodies import change_body, seat_member
from groundswell.act.council.day_tidings import meetings_moved
from groundswell.act.council.errors import (
    AlreadySettled,
    NotYourSeat,
    NotYourTurn,
    WordsMissing,
)
from groundswell.act.council.meeting import (
    approve_minutes,
    call_off,
    close_meeting,
    correct_minutes,
    move_meeting,
    note_presence,
    place_on_agenda,
    plan_meeting,
    remark,
)
from groundswell.act.council.minutes import agenda_of, minutes_of
from groundswell.act.council.models import Decision, Placing
from groundswell.act.council.written import minutes_in_parts
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.foundation.organisation.models import Person
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_proposal

TODAY, DAY, MINUTE = NOW.date(), timedelta(days=1), timedelta(minutes=1)
YES = {"approved": True, "reasons": "It costs us customers.", "at": NOW}


def names(tidings):
    return sorted((Person.objects.get(pk=one.person_id).name, str(one.words)) for one in tidings)


def test_a_meeting_moves_with_its_agenda_and_every_seat_is_told_once(world):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW + 7 * DAY, by=world.office, at=NOW)
    with pytest.raises(WordsMissing):
        move_meeting(meeting, NOW + 9 * DAY, why=" ", by=world.office, at=NOW)
    with pytest.raises(NotYourTurn, match="still to come"):
        move_meeting(meeting, NOW - DAY, why="Snow", by=world.office, at=NOW)
    with pytest.raises(NotYourSeat):
        move_meeting(meeting, NOW + 9 * DAY, why="Snow", by=world.york_lead, at=NOW)
    moved = move_meeting(meeting, NOW + 9 * DAY, why="Snow", place="Attic", by=world.lead, at=NOW + MINUTE)
    assert (moved.planned_at, moved.place, moved.moves.get().before) == (
        NOW + 9 * DAY,
        "Attic",
        NOW + 7 * DAY,
    )
    told = list(meetings_moved(NOW, NOW + DAY))
    assert names(told) == [
        (name, "Service council meets on another day: 20 March") for name in ("Lena Lead", "Olu Office")
    ]
    move_meeting(moved, moved.planned_at, why="", place="Cellar", by=world.office, at=NOW + DAY + MINUTE)
    assert list(meetings_moved(NOW + DAY, NOW + 2 * DAY)) == []
    other = plan_meeting(council, NOW + 20 * DAY, by=world.office, at=NOW)
    with pytest.raises(AlreadySettled, match="at that moment already"):
        move_meeting(other, NOW + 9 * DAY, why="Snow", by=world.office, at=NOW)


def test_a_meeting_is_called_off_with_a_reason_by_who_keeps_its_days(world):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW + 7 * DAY, by=world.office, at=NOW)
    with pytest.raises(NotYourSeat):
        call_off(meeting, because="Snow", by=world.york_lead, at=NOW)
    with pytest.raises(WordsMissing):
        call_off(meeting, because=" ", by=world.office, at=NOW)
    call_off(meeting, because="Snow", by=world.executive, at=NOW + MINUTE)
    assert len(list(meetings_moved(NOW, NOW + DAY))) == 2
    with pytest.raises(AlreadySettled):
        move_meeting(meeting, NOW + 9 * DAY, why="Sun", by=world.office, at=NOW)


def test_who_reads_a_body_without_a_seat_in_it_does_not_call_its_meetings_off(world, signed_in):
    chamber = make_chamber(world)
    meeting = plan_meeting(chamber.board, NOW + 7 * DAY, by=world.office, at=NOW)
    with time_machine.travel(NOW, tick=False):
        address = reverse("council:meet", args=[meeting.pk, "call-off"])
        answer = signed_in(world.lead).post(address, {"because": "I say so"})
        page = signed_in(world.lead).get(reverse("council:meeting", args=[meeting.pk])).content.decode()
    meeting.refresh_from_db()
    assert (answer.status_code, meeting.called_off_at) == (422, None)
    assert address not in page


def test_the_agenda_is_argued_into_another_order_and_back(world):
    council = make_chamber(world, quorum=1).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    one, two, three = (
        make_proposal(world, council, opportunity=make_opportunity(world, title=t)) for t in "abc"
    )
    with pytest.raises(WordsMissing):
        place_on_agenda(meeting, three, 1, why="", by=world.office, at=NOW)
    place_on_agenda(meeting, three, 1, why="The courier waits.", by=world.office, at=NOW)

    def order():
        return [item.proposal for item in agenda_of(council, NOW, TODAY, meeting).proposals]

    assert order() == [three, one, two]
    assert [item.proposal for item in agenda_of(council, NOW, TODAY).proposals] == [one, two, three]
    place_on_agenda(meeting, three, None, by=world.office, at=NOW)
    assert (order(), Placing.objects.count()) == ([one, two, three], 0)
    vote(two, in_favour=True, by=world.lead, at=NOW)
    decide(two, by=world.office, **YES)
    with pytest.raises(AlreadySettled):
        place_on_agenda(meeting, two, 1, why="Late", by=world.office, at=NOW)


def test_a_meeting_without_quorum_says_so_and_takes_no_decision_with_it(world, signed_in):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    note_presence(meeting, council.seats.filter(is_chair=True), by=world.office, at=NOW)
    with time_machine.travel(NOW, tick=False):
        page = signed_in(world.office).get(reverse("council:meeting", args=[meeting.pk])).content.decode()
    assert "No quorum yet: 1 more seat needed" in page
    facts = dict(minutes_in_parts(minutes_of(meeting, NOW))[0]["facts"])
    assert facts["Quorum"] == "1 of 2 seats there, 2 needed. Without quorum: what lacked votes waits for them"


def test_approved_minutes_read_the_same_whatever_is_changed_afterwards(world, signed_in):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    made = make_approval(world, council)
    Decision.objects.filter(pk=made.pk).update(review_on=TODAY + 9 * DAY)
    note_presence(meeting, council.seats.all(), by=world.office, at=NOW)
    remark(meeting, words="Couriers first.", by=world.lead, at=NOW)
    close_meeting(meeting, by=world.office, at=NOW + MINUTE)
    with pytest.raises(NotYourTurn, match="not approved yet"):
        correct_minutes(meeting, words="Wrong", by=world.lead, at=NOW)
    approved = approve_minutes(meeting, by=world.office, at=NOW + 2 * MINUTE)
    with time_machine.travel(NOW, tick=False):
        client, address = signed_in(world.office), reverse("council:meeting", args=[meeting.pk])
        before = client.get(address).content.decode()
        seat_member(council, world.york_lead.person, speaks_for="York", by=world.office, at=NOW)
        council.seats.update(speaks_for="Nobody")
        Decision.objects.update(review_on=None, reasons="Other.")
        made.proposal.opportunity.title = "Else"
        made.proposal.opportunity.save()
        after = client.get(address).content.decode()
    parts = [page.split('id="minutes"')[1].split("</section>")[0] for page in (before, after)]
    assert parts[0] == parts[1]
    for words in (
        "Lena Lead (Customers)",
        "2 in favour, 0 against.",
        "Looked at again on 20 March 2026.",
        "Couriers first.",
    ):
        assert words in parts[1]
    correct_minutes(meeting, words="It was Leeds.", by=world.lead, at=NOW + 3 * MINUTE)
    approved.refresh_from_db()
    assert "It was Leeds." not in str(approved.written)
    later = plan_meeting(council, NOW + 28 * DAY, by=world.office, at=NOW)
    assert "It was Leeds." in str(minutes_in_parts(minutes_of(later, NOW + 28 * DAY)))


def test_the_calendar_follows_a_day_that_moves_and_ends_with_the_password(world, signed_in, client):
    council = make_chamber(world).council
    change_body(council, name="Prices, fees; and a very long name of a body that sits in Łódź and meets there often", by=world.office, at=NOW)  # fmt: skip
    first = plan_meeting(
        council, datetime(2026, 3, 20, 10, tzinfo=UTC), place="Attic", by=world.office, at=NOW
    )
    second = plan_meeting(council, NOW + 20 * DAY, by=world.office, at=NOW)
    with time_machine.travel(NOW, tick=False):
        office = signed_in(world.office)
        page = office.get(reverse("council:council")).content.decode()
        address = (
            page.split('id="calendar_address" readonly value="')[1]
            .split('"')[0]
            .replace("http://testserver", "")
        )
        file = client.get(address).content.decode()
        assert file == office.get(reverse("council:calendar")).content.decode()
        assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
        whole = file.replace("\r\n ", "")
        for line in ("DTSTART:20260320T100000Z", "SUMMARY:Prices\\, fees\\; and a very long name of a body that sits in Łódź and meets there often", "LOCATION:Attic", "SEQUENCE:0"):  # fmt: skip
            assert f"\r\n{line}\r\n" in whole
        move_meeting(first, NOW + 12 * DAY, why="Snow", by=world.office, at=NOW)
        call_off(second, because="Snow", by=world.office, at=NOW)
        whole = client.get(address).content.decode()
        assert (whole.count("SEQUENCE:1"), whole.count("STATUS:CANCELLED")) == (2, 1)
        assert client.get(address.replace(".ics", "x.ics")).status_code == 404
        assert client.post(address).status_code == 405
        world.office.set_password("another one altogether")
        world.office.save()
        assert client.get(address).status_code == 404
        assert (
            "calendar_address"
            not in signed_in(world.york_lead).get(reverse("council:council")).content.decode()
        )
