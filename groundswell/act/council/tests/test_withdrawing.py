"""A proposal is taken back; what waits for an opportunity that was taken up, or is not pursued, says so."""

from datetime import timedelta

import pytest
import time_machine

from groundswell.act.council.actions import decide, escalate, vote
from groundswell.act.council.errors import AlreadyDecided, NotYourSeat, WordsMissing
from groundswell.act.council.meeting import plan_meeting
from groundswell.act.council.minutes import minutes_of
from groundswell.act.council.models import Proposal
from groundswell.act.council.queries import agenda
from groundswell.act.council.standing_for import stand_for
from groundswell.act.council.tidings import proposed, wants_me
from groundswell.act.council.withdrawing import withdraw
from groundswell.act.council.written import minutes_in_parts
from groundswell.act.opportunities.actions import settle_opportunity
from groundswell.act.opportunities.models import Settlement
from groundswell.act.opportunities.tests.register import make_opportunity
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_proposal

WHY = {"why": "Another proposal for it was approved.", "at": NOW}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def chamber(world):
    return make_chamber(world)


@pytest.fixture
def twice(world, chamber):
    """Two proposals for one opportunity; the first is approved."""
    late = make_opportunity(world)
    other = make_proposal(world, chamber.council, opportunity=late, amount=6000)
    return make_approval(world, chamber.council, opportunity=late), other


def text_of(response):
    return " ".join(response.content.decode().split())


def test_what_waits_for_something_taken_up_says_so_and_one_press_takes_it_off_the_agenda(
    world, chamber, twice, signed_in
):
    decision, other = twice
    meeting = plan_meeting(chamber.council, NOW + timedelta(days=3), by=world.office, at=NOW)
    said = "Taken up already, on 11 March 2026: another proposal for it was approved."
    office = signed_in(world.office)
    addresses = (
        "/act/council/",
        f"/act/council/meetings/{meeting.pk}/",
        f"/act/council/proposals/{other.pk}/",
    )
    for address in addresses:
        page = text_of(office.get(address))
        assert said in page
        assert f'action="/act/council/proposals/{other.pk}/withdraw/"' in page
    assert f'href="/act/council/proposals/{decision.proposal_id}/"' in page
    assert "Too few to tell" not in text_of(office.get("/act/council/"))
    office.post(f"/act/council/proposals/{other.pk}/withdraw/", {"why": WHY["why"]})
    assert agenda(world.office, NOW) == []
    for address in addresses:
        page = text_of(office.get(address))
        assert said not in page
    assert f"Withdrawn: {other.opportunity}" in page
    assert WHY["why"] in page
    assert f"/proposals/{other.pk}/withdraw/" not in page
    opportunity = text_of(office.get(f"/act/opportunities/{other.opportunity_id}/"))
    assert "Withdrawn 11 March 2026" in opportunity


def test_what_waits_for_something_that_is_not_pursued_says_so(world, chamber, signed_in):
    waiting = make_proposal(world, chamber.council)
    settle_opportunity(
        waiting.opportunity, Settlement.Outcome.NOT_PURSUED, why="It was a summer.", by=world.office, at=NOW
    )
    page = text_of(signed_in(world.office).get("/act/council/"))
    assert "Not pursued since 11 March 2026." in page
    assert 'value="It is not pursued."' in page


def test_nothing_is_said_of_what_still_stands_in_the_ranking(world, chamber, signed_in):
    waiting = make_proposal(world, chamber.council)
    for address in ("/act/council/", f"/act/council/proposals/{waiting.pk}/"):
        page = text_of(signed_in(world.office).get(address))
        assert "Taken up already" not in page
        assert 'name="why" value=' not in page


def test_a_withdrawn_proposal_waits_for_nobody_and_nothing_is_done_with_it_any_more(world, chamber):
    gone = make_proposal(world, chamber.council)
    vote(gone, in_favour=True, by=world.lead, at=NOW)
    assert list(wants_me(Proposal.objects.all(), world.office)) == [gone]
    withdraw(gone, by=world.office, **WHY)
    gone.refresh_from_db()
    assert not gone.waits
    assert list(wants_me(Proposal.objects.all(), world.office)) == []
    assert list(proposed(NOW - timedelta(days=1), NOW)) == []
    assert gone.votes.count() == 1
    with pytest.raises(AlreadyDecided, match="withdrew this proposal: “Another proposal for it was approved"):
        vote(gone, in_favour=True, by=world.office, at=NOW)
    with pytest.raises(AlreadyDecided):
        withdraw(gone, by=world.office, **WHY)


def test_who_proposes_and_who_recommends_it_withdraw_it_and_say_why(world, chamber):
    of_lead = make_proposal(world, chamber.council)
    with pytest.raises(NotYourSeat, match="who recommends it, and the advocacy office"):
        withdraw(of_lead, by=world.frontline, **WHY)
    with pytest.raises(WordsMissing):
        withdraw(of_lead, why=" ", by=world.office, at=NOW)
    Proposal.objects.filter(pk=of_lead.pk).update(recommended_by=world.frontline.person)
    assert withdraw(of_lead, by=world.frontline, **WHY).by == world.frontline.person


def test_one_seat_alone_withdraws_only_what_has_left_the_ranking(world, chamber, twice):
    standing = make_proposal(world, chamber.council)
    Proposal.objects.update(recommended_by=world.frontline.person)
    with pytest.raises(NotYourSeat, match="Vote against it instead"):
        withdraw(standing, by=world.lead, **WHY)
    assert withdraw(twice[1], by=world.lead, **WHY).by == world.lead.person


def test_what_is_decided_is_not_withdrawn(world, chamber, twice):
    decision, _ = twice
    with pytest.raises(AlreadyDecided, match="decided this proposal"):
        withdraw(decision.proposal, by=world.office, **WHY)


def test_the_body_below_reads_that_it_was_withdrawn_above(world, chamber, signed_in):
    below = make_proposal(world, chamber.council, amount=40_000)
    above = escalate(below, why="It is above our limit.", by=world.lead, at=NOW)
    withdraw(above, by=world.office, **WHY)
    page = text_of(signed_in(world.office).get(f"/act/council/proposals/{below.pk}/"))
    assert f"It was withdrawn there, 11 March 2026: {WHY['why']}" in page


def test_the_minutes_tell_what_was_withdrawn_and_another_may_be_proposed(world, chamber):
    gone = make_proposal(world, chamber.council)
    withdraw(gone, by=world.office, **WHY)
    meeting = plan_meeting(chamber.council, NOW + timedelta(hours=1), by=world.office, at=NOW)
    parts = minutes_in_parts(minutes_of(meeting, NOW + timedelta(hours=2)))
    (withdrawn,) = [part for part in parts if part["head"] == "Withdrawn"]
    assert withdrawn["lines"][0]["what"] == str(gone.opportunity)
    again = make_proposal(world, chamber.council, opportunity=gone.opportunity)
    for user in (world.office, world.lead):
        vote(again, in_favour=True, by=user, at=NOW)
    assert decide(again, approved=True, reasons="It is time.", by=world.office, at=NOW).approved


def test_nobody_makes_a_proposal_their_own_to_take_it_back(world, chamber, signed_in):
    standing = make_proposal(world, chamber.council)
    seat = signed_in(world.lead)
    seat.post(f"/act/council/proposals/{standing.pk}/stand/", {"person": world.lead.person.pk})
    seat.post(f"/act/council/proposals/{standing.pk}/withdraw/", {"why": "I do not like it."})
    standing.refresh_from_db()
    assert (standing.recommended_by, standing.waits) == (world.office.person, True)
    with pytest.raises(NotYourSeat, match="Olu Office, who recommends it, and the advocacy office"):
        stand_for(standing, person=world.lead.person, by=world.lead, at=NOW)


def test_who_recommends_it_hands_it_over_and_a_seat_does_once_they_have_left(world, chamber):
    of_lead = make_proposal(world, chamber.council)
    Proposal.objects.update(recommended_by=world.frontline.person)
    stand_for(of_lead, person=world.york_lead.person, by=world.frontline, at=NOW)
    with pytest.raises(NotYourSeat):
        stand_for(of_lead, person=world.frontline.person, by=world.frontline, at=NOW)
    world.york_lead.person.left_on = NOW.date()
    world.york_lead.person.save()
    assert (
        stand_for(of_lead, person=world.lead.person, by=world.lead, at=NOW).recommended_by
        == world.lead.person
    )


def test_what_is_not_pursued_is_declined_and_not_approved(world, chamber):
    dropped = make_proposal(world, chamber.council)
    for user in (world.office, world.lead):
        vote(dropped, in_favour=True, by=user, at=NOW)
    settle_opportunity(
        dropped.opportunity, Settlement.Outcome.NOT_PURSUED, why="It was a summer.", by=world.office, at=NOW
    )
    with pytest.raises(AlreadyDecided, match="It is not pursued: “It was a summer"):
        decide(dropped, approved=True, reasons="It is time.", by=world.office, at=NOW)
    assert not decide(dropped, approved=False, reasons="It is over.", by=world.office, at=NOW).approved
