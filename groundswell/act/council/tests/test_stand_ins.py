"""While a member is away, whom the body named speaks for the seat: any colleague, on those days only, and nobody besides."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from groundswell.act.council.actions import decide, recuse, vote
from groundswell.act.council.bodies import name_stand_in
from groundswell.act.council.calendar import meetings_of
from groundswell.act.council.circulating import circulate
from groundswell.act.council.day_tidings import meetings_soon
from groundswell.act.council.errors import NotYourSeat, NotYourTurn
from groundswell.act.council.following_up import review_decision
from groundswell.act.council.meeting import approve_minutes, close_meeting, note_presence, plan_meeting
from groundswell.act.council.models import Seat
from groundswell.act.council.queries import proposals_visible_to
from groundswell.act.council.representation import silences_of
from groundswell.act.council.seats import seat_for
from groundswell.act.council.tidings import decided, proposed
from groundswell.act.council.wanted import wanted_of
from groundswell.act.opportunities.rules import holds_a_seat
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.foundation.organisation.presence import note_absence
from tests.world import NOW

from .chamber import make_chamber, make_proposal

DAY, TODAY = timedelta(days=1), NOW.date()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chamber(world):
    return make_chamber(world)


def seat_of(user) -> Seat:
    return Seat.objects.get(person=user.person)


def away(user, stand_in=None, days=1):
    given = {"starts_on": TODAY, "ends_on": TODAY + (days - 1) * DAY, "by": user.person, "at": NOW}
    note_absence(user.person, stand_in=stand_in and stand_in.person, **given)


def named(world, seat_holder, stand_in):
    name_stand_in(seat_of(seat_holder), stand_in.person, by=world.office, at=NOW)


def test_a_colleague_from_elsewhere_votes_reads_and_is_told_while_the_member_is_away(world, chamber):
    proposal = make_proposal(world, chamber.council)
    plan_meeting(chamber.council, NOW + 3 * DAY, by=world.office, at=NOW)
    named(world, world.lead, world.york_lead)
    other = make_opportunity(world, title="Another")
    vote(make_proposal(world, chamber.council, opportunity=other), in_favour=True, by=world.lead, at=NOW)
    assert not holds_a_seat(world.york_lead)
    with pytest.raises(NotYourSeat):
        vote(proposal, in_favour=True, by=world.york_lead, at=NOW)
    away(world.lead, days=5)
    assert holds_a_seat(world.york_lead)
    assert proposal in proposals_visible_to(world.york_lead)
    assert [one.word for one in wanted_of(world.york_lead, NOW)] == ["Your vote"]
    plan_meeting(chamber.council, NOW + 9 * DAY, by=world.office, at=NOW)
    assert (meetings_of(world.york_lead, NOW).count(), meetings_of(world.lead, NOW).count()) == (1, 2)
    for told in (proposed(NOW - DAY, NOW), meetings_soon(NOW - DAY, NOW)):
        assert world.york_lead.person_id in {one.person_id for one in told}
    with pytest.raises(NotYourSeat, match="Only Lena Lead knows"):
        recuse(proposal, why="Their sister works there.", by=world.york_lead, at=NOW)
    for in_favour in (False, True):
        given = vote(proposal, in_favour=in_favour, note="Too dear.", by=world.york_lead, at=NOW)
        assert (given.seat, given.by) == (seat_of(world.lead), world.york_lead.person)


def test_whom_the_body_named_goes_before_who_stands_in_elsewhere(world, chamber):
    proposal = make_proposal(world, chamber.council)
    named(world, world.lead, world.york_lead)
    away(world.lead, stand_in=world.frontline)
    assert not holds_a_seat(world.frontline)
    with pytest.raises(NotYourSeat):
        vote(proposal, in_favour=True, by=world.frontline, at=NOW)
    world.york_lead.person.left_on = TODAY
    world.york_lead.person.save()
    assert holds_a_seat(world.frontline)
    assert seat_for(world.frontline, chamber.council, TODAY) == seat_of(world.lead)
    world.york_lead.person.left_on = None
    world.york_lead.person.save()
    away(world.york_lead)
    assert holds_a_seat(world.frontline)
    assert vote(proposal, in_favour=True, by=world.frontline, at=NOW).seat == seat_of(world.lead)


def test_a_stand_in_passes_no_seat_on_and_whoever_speaks_for_a_seat_reads_what_it_reads(world, chamber):
    users = [world.lead, world.york_lead, world.frontline, world.executive]
    proposal = make_proposal(world, chamber.council)
    away(world.lead, stand_in=world.york_lead)
    away(world.york_lead, stand_in=world.frontline)
    assert [seat_for(one, chamber.council, TODAY) is not None for one in users] == [True, False, False, False]
    with pytest.raises(NotYourSeat):
        vote(proposal, in_favour=True, by=world.frontline, at=NOW)
    for named_one in (None, *users[1:]):
        Seat.objects.filter(person=world.lead.person).update(stand_in=named_one and named_one.person)
        for left in (None, TODAY):
            world.lead.person.left_on = left
            world.lead.person.save()
            for one in users[:3]:
                one.refresh_from_db()
                speaks = any(seat_for(one, body, TODAY) for body in (chamber.council, chamber.board))
                assert holds_a_seat(one) == speaks


def test_what_a_stand_in_said_is_never_said_to_be_the_absent_member_s(world, chamber, signed_in):
    proposal = make_proposal(world, chamber.council)
    held = plan_meeting(chamber.council, NOW, by=world.office, at=NOW)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    named(world, world.office, world.york_lead)
    away(world.office)
    vote(proposal, in_favour=True, by=world.york_lead, at=NOW)
    decision = decide(proposal, approved=True, reasons="So.", by=world.york_lead, at=NOW)
    note_presence(held, Seat.objects.filter(body=chamber.council), by=world.lead, at=NOW)
    close_meeting(held, by=world.lead, at=NOW)
    approve_minutes(held, by=world.york_lead, at=NOW)
    review_decision(decision, outcome="goes_on", words="It holds.", by=world.york_lead, at=NOW)
    who = "Yara Lead (standing in for Olu Office)"
    addresses = [
        reverse("council:proposal", args=[proposal.pk]),
        reverse("council:log"),
        reverse("council:log_file"),
        reverse("council:council"),
        reverse("council:meeting", args=[held.pk]),
        reverse("council:meeting_paper", args=[held.pk]),
        reverse("council:read_before", args=[proposal.pk]),
    ]
    client = signed_in(world.lead)
    pages = {one: b"".join(client.get(one)).decode() for one in addresses}
    assert [one for one, page in pages.items() if who not in page] == []
    assert "Olu Office (Customers)" not in pages[addresses[4]]
    assert "Yara Lead (Customers)" in pages[addresses[4]]
    told = {one.person_id for one in decided(NOW - DAY, NOW)}
    assert world.york_lead.person_id not in told


def test_the_chair_s_stand_in_decides_and_only_while_the_chair_is_away(world, chamber):
    proposal = make_proposal(world, chamber.council)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    named(world, world.office, world.york_lead)
    away(world.office)
    vote(proposal, in_favour=True, by=world.york_lead, at=NOW)
    with time_machine.travel(NOW + DAY, tick=False):
        assert not holds_a_seat(world.york_lead)
        with pytest.raises(NotYourSeat):
            decide(proposal, approved=True, reasons="So.", by=world.york_lead, at=NOW + DAY)
    assert decide(proposal, approved=True, reasons="So.", by=world.york_lead, at=NOW).by == seat_of(
        world.office
    )


def test_a_seat_whose_term_is_over_lets_nobody_stand_in(world, chamber):
    named(world, world.lead, world.york_lead)
    away(world.lead)
    Seat.objects.filter(person=world.lead.person).update(until_on=TODAY - DAY)
    assert not holds_a_seat(world.york_lead)


def test_nobody_fills_two_seats_and_nobody_stands_in_for_themselves(world, chamber):
    with pytest.raises(NotYourTurn, match="one person has one voice"):
        named(world, world.lead, world.office)
    world.frontline.person.left_on = TODAY - DAY
    world.frontline.person.save()
    with pytest.raises(NotYourTurn, match="has left"):
        named(world, world.lead, world.frontline)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(person=world.lead.person).update(stand_in=world.lead.person)


def test_the_chair_names_stand_ins_and_nothing_else_and_other_members_name_none(world, chamber, signed_in):
    Seat.objects.filter(body=chamber.council).update(is_chair=False)
    Seat.objects.filter(person=world.lead.person).update(is_chair=True)
    seat, client = seat_of(world.office), signed_in(world.lead)
    body, deed = ([chamber.council.pk], reverse("council:change", args=[chamber.council.pk, "stand-in"]))
    page = client.get(reverse("council:body", args=body)).content.decode()
    assert ("Say who stands in for a seat" in page, "Set a right" in page) == (True, False)
    said = {"seat": seat.pk, "stand_in": world.york_lead.person_id}
    assert client.post(deed, said).status_code == 302
    assert seat_of(world.office).stand_in == world.york_lead.person
    assert (
        f"{world.york_lead.person} stands in"
        in client.get(reverse("council:body", args=body)).content.decode()
    )
    other = reverse("council:change", args=[*body, "right"])
    assert client.post(other, {"kind": "people", "limit": "5"}).status_code == 403
    asked = {"until_on": TODAY + DAY, "why": "It presses.", "at": NOW}
    assert circulate(make_proposal(world, chamber.council), by=world.lead, **asked).by == world.lead.person
    assert signed_in(world.office).post(deed, said).status_code == 302, "the office need not chair it"
    Seat.objects.filter(person=world.lead.person).update(is_chair=False)
    Seat.objects.filter(body=chamber.council, person=world.office.person).update(is_chair=True)
    Seat.objects.filter(body=chamber.board, is_chair=True).update(person=world.lead.person)
    assert client.post(deed, said).status_code == 403


def test_without_a_chair_the_deputy_is_said_to_decide(world, chamber):
    Seat.objects.filter(person=world.office.person).update(is_chair=False)
    assert "no chair, so nothing can be decided" in silences_of(chamber.council, TODAY)
    Seat.objects.filter(person=world.lead.person).update(is_deputy=True)
    assert "no chair, so Lena Lead decides as deputy" in silences_of(chamber.council, TODAY)
