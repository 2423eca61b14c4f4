"""Meetings: their days, the agenda that fills itself, the minutes that write themselves."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.act.council.actions import decide, escalate, vote
from groundswell.act.council.bodies import change_body
from groundswell.act.council.errors import AlreadySettled, NotYourSeat, NotYourTurn
from groundswell.act.council.jobs import plan_meetings
from groundswell.act.council.meeting import (
    approve_minutes,
    call_off,
    close_meeting,
    note_presence,
    plan_meeting,
    remark,
    reword_remark,
)
from groundswell.act.council.minutes import agenda_of, minutes_of
from groundswell.act.council.models import Meeting
from groundswell.act.opportunities.tests.register import make_opportunity
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_proposal, on

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_rhythm_plans_the_next_three_and_a_day_that_was_called_off_stays_so(world):
    council = make_chamber(world).council
    change_body(council, meets_every_weeks=2, meets_on=2, meets_at=time(10), by=world.office, at=NOW)
    assert plan_meetings(NOW) == "planned 3 meetings"
    days = list(Meeting.objects.values_list("planned_at", flat=True))
    assert days == [datetime(2026, 3, 25, 10, tzinfo=UTC), datetime(2026, 4, 8, 9, tzinfo=UTC), datetime(2026, 4, 22, 9, tzinfo=UTC)]  # fmt: skip
    call_off(Meeting.objects.first(), because="Snow", by=world.office, at=NOW)
    assert plan_meetings(NOW) == ""
    assert plan_meetings(days[0] + HOUR) == "planned 1 meetings"
    assert Meeting.objects.filter(called_off_at=None).count() == 3


def test_a_day_far_ahead_keeps_no_meeting_before_it_from_being_planned(world):
    council = make_chamber(world).council
    change_body(council, meets_every_weeks=2, meets_on=2, meets_at=time(10), by=world.office, at=NOW)
    plan_meeting(council, NOW + 200 * DAY, by=world.office, at=NOW)
    for day in range(0, 90, 7):
        plan_meetings(NOW + day * DAY)
    before = Meeting.objects.filter(planned_at__lt=NOW + 100 * DAY)
    days = [localdate(one.planned_at) for one in before]
    assert days == [date(2026, 3, 25) + number * 14 * DAY for number in range(7)]


def test_the_agenda_holds_what_waits_in_the_order_of_the_ranking_and_what_is_due(world):
    council = make_chamber(world, quorum=1).council
    waiting = make_proposal(world, council)
    done = make_proposal(world, council, opportunity=make_opportunity(world, title="Another"))
    vote(done, in_favour=True, by=world.lead, at=NOW)
    decided = decide(
        done, approved=True, reasons="Yes.", conditions=[on(world.lead)], review_on=NOW.date() + 9 * DAY,
        by=world.office, at=NOW,
    )  # fmt: skip
    early = agenda_of(council, NOW, NOW.date() + 8 * DAY)
    assert [item.proposal for item in early.proposals] == [waiting]
    assert ([one.words for one in early.conditions], early.reviews) == (["Begin in Leeds."], [])
    assert agenda_of(council, NOW, NOW.date() + 9 * DAY).reviews == [decided]


def test_minutes_hold_what_happened_since_the_meeting_before_and_nothing_twice(world):
    chamber = make_chamber(world, quorum=1)
    council = chamber.council
    first = plan_meeting(council, NOW, by=world.office, at=NOW)
    make_approval(world, council)
    close_meeting(first, by=world.office, at=NOW + HOUR)
    second = plan_meeting(council, NOW + 28 * DAY, by=world.office, at=NOW + HOUR)
    high = make_proposal(world, council, amount=30_000, opportunity=make_opportunity(world, title="High"))
    escalate(high, why="Above us.", by=world.lead, at=NOW + 2 * HOUR)
    later = make_proposal(world, council, opportunity=make_opportunity(world, title="Later"))
    vote(later, in_favour=False, note="Too soon.", by=world.lead, at=NOW + 20 * DAY)
    decide(later, approved=False, reasons="Later.", by=world.office, at=NOW + 20 * DAY)
    written = minutes_of(first, NOW + 40 * DAY)
    assert [one.proposal.opportunity.title for one in written.decisions] == ["Parcels arrive late"]
    assert (written.since, written.between_meetings) == (None, [])
    so_far = minutes_of(second, NOW + 28 * DAY)
    assert [one.proposal.opportunity.title for one in so_far.decisions] == ["Later"]
    assert so_far.between_meetings == so_far.decisions
    assert [one.opportunity.title for one in so_far.escalations] == ["High"]


def test_a_meeting_that_is_closed_late_holds_nothing_of_the_days_after_it(world):
    council = make_chamber(world, quorum=1).council
    first, second = (plan_meeting(council, NOW + days * DAY, by=world.office, at=NOW) for days in (0, 28))
    for title, days in (("There", 0), ("Between", 9), ("Then", 28)):
        made = make_proposal(world, council, opportunity=make_opportunity(world, title=title))
        vote(made, in_favour=True, by=world.lead, at=NOW + days * DAY + HOUR)
        decide(
            made, approved=True, reasons="It costs us customers.", by=world.office, at=NOW + days * DAY + HOUR
        )
    end = NOW + 29 * DAY
    for one in (second, first):
        close_meeting(one, by=world.office, at=end)

    def titles(meeting):
        return [one.proposal.opportunity.title for one in minutes_of(meeting, end).decisions]

    assert (titles(first), titles(second)) == (["There"], ["Between", "Then"])


def test_minutes_take_remarks_until_the_body_approves_them(world):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    with pytest.raises(NotYourTurn, match="not closed yet"):
        approve_minutes(meeting, by=world.office, at=NOW)
    said = remark(meeting, words="Couriers first.", by=world.lead, at=NOW)
    with pytest.raises(NotYourTurn, match="changed by who made it"):
        reword_remark(said, words="Mine.", by=world.office, at=NOW)
    close_meeting(meeting, by=world.lead, at=NOW)
    with pytest.raises(AlreadySettled, match="Lena Lead closed this meeting"):
        close_meeting(meeting, by=world.office, at=NOW)
    reword_remark(said, words="Couriers before Easter.", by=world.lead, at=NOW)
    with pytest.raises(NotYourSeat):
        approve_minutes(meeting, by=world.york_lead, at=NOW)
    assert agenda_of(council, NOW, NOW.date()).minutes == [meeting]
    approve_minutes(meeting, by=world.office, at=NOW + 28 * DAY)
    for late in (
        lambda: remark(meeting, words="And one more.", by=world.lead, at=NOW),
        lambda: reword_remark(said, words="No.", by=world.lead, at=NOW),
        lambda: note_presence(meeting, [], by=world.lead, at=NOW),
    ):
        with pytest.raises(AlreadySettled, match="Olu Office approved these minutes"):
            late()
    assert [one.words for one in minutes_of(meeting, NOW).remarks] == ["Couriers before Easter."]
    assert agenda_of(council, NOW, NOW.date()).minutes == []


def test_who_was_there_and_who_was_not(world):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    here = council.seats.get(person=world.lead.person)
    note_presence(meeting, [here], by=world.lead, at=NOW)
    written = minutes_of(meeting, NOW)
    assert [one.person for one in written.present] == [world.lead.person]
    assert [seat.person for seat in written.absent] == [world.office.person]


def test_nobody_is_there_and_nothing_is_over_before_the_day(world, signed_in):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW + DAY, by=world.office, at=NOW)
    for early in (partial(note_presence, meeting, council.seats.all()), partial(close_meeting, meeting)):
        with pytest.raises(NotYourTurn, match="meets on 12 March 2026"):
            early(by=world.office, at=NOW)
    address = reverse("council:meeting", args=[meeting.pk])
    for days, is_there in ((0, False), (1, True)):
        with time_machine.travel(NOW + days * DAY, tick=False):
            assert ("Who is there" in signed_in(world.office).get(address).text) is is_there
    note_presence(meeting, council.seats.all(), by=world.office, at=NOW + DAY)
    assert meeting.attendances.count() == 2


def test_who_remarks_after_the_approval_has_their_words_back(world, signed_in):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    close_meeting(meeting, by=world.office, at=NOW)
    approve_minutes(meeting, by=world.office, at=NOW)
    answer = signed_in(world.lead).post(
        reverse("council:meet", args=[meeting.pk, "remark"]), {"words": "Couriers <first>."}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Olu Office approved these minutes" in page
    assert "Couriers &lt;first&gt;.</textarea>" in page


def test_the_page_approves_what_it_shows(world, signed_in):
    council = make_chamber(world).council
    meeting = plan_meeting(council, NOW, by=world.office, at=NOW)
    close_meeting(meeting, by=world.office, at=NOW)
    office, address = signed_in(world.office), reverse("council:meeting", args=[meeting.pk])
    read = re.search(r'name="over" value="(\w+)"', office.get(address).content.decode())[1]
    said = remark(meeting, words="Couriers first.", by=world.lead, at=NOW)
    approve = {
        "path": reverse("council:meet", args=[meeting.pk, "approve"]),
        "data": {"over": read},
        "follow": True,
    }
    assert "Read them again, then approve." in office.post(**approve).content.decode()
    reword_remark(said, words="", by=world.lead, at=NOW)
    assert "The minutes are approved" in office.post(**approve).content.decode()
