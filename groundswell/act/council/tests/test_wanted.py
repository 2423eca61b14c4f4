"""Whoever the council waits for is told so on their first page, and nobody else."""

import pytest
from django.urls import reverse

from groundswell.act.council.actions import decide, recuse, vote
from groundswell.act.council.models import KindOfDecision, Part
from groundswell.act.council.wanted import wanted_of
from tests.world import NOW

from .chamber import make_chamber, make_proposal


@pytest.fixture
def chamber(world):
    return make_chamber(world)


def words(user):
    return [one.word for one in wanted_of(user, NOW)]


def test_seats_are_asked_for_their_vote_and_then_the_chair_for_the_decision(world, chamber):
    proposal = make_proposal(world, chamber.council)
    assert words(world.office) == words(world.lead) == ["Your vote"]
    assert words(world.executive) == words(world.frontline) == []

    vote(proposal, in_favour=True, by=world.office, at=NOW)
    assert words(world.office) == [], "one vote of two is no quorum"
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    assert words(world.office) == ["Your decision"]
    assert words(world.lead) == []

    decide(proposal, approved=True, reasons="It hurts many.", by=world.office, at=NOW)
    assert words(world.office) == []


def test_who_keeps_out_is_not_asked(world, chamber):
    recuse(make_proposal(world, chamber.council), why="My sister sells it.", by=world.lead, at=NOW)
    assert words(world.lead) == []


def test_who_must_agree_is_asked_for_that_without_a_seat(world, chamber):
    kind = KindOfDecision.objects.create(body=chamber.council, name="A new rule")
    Part.objects.create(kind=kind, name=Part.Name.AGREES, person=world.executive.person)
    make_proposal(world, chamber.council, kind_of_decision=kind)
    assert words(world.executive) == ["Your agreement"]


def test_it_stands_first_on_their_page_and_once(world, chamber, signed_in):
    proposal = make_proposal(world, chamber.board)
    page = signed_in(world.executive).get("/").content.decode()
    assert page.index("waits for your word") < page.index("Month by month")
    assert page.count(f"/act/council/proposals/{proposal.pk}/") == 1
    elsewhere = signed_in(world.frontline).get("/").content.decode()
    assert "waits for your word" not in elsewhere


def test_the_register_says_before_which_body_a_solution_waits_and_that_it_was_declined(
    world, chamber, signed_in
):
    proposal = make_proposal(world, chamber.council)
    opportunity, office = proposal.opportunity, signed_in(world.office)
    register = reverse("opportunities:register")
    assert "Before Service council" in office.get(register).content.decode()
    for user in (world.office, world.lead):
        vote(proposal, in_favour=True, by=user, at=NOW)
    decide(proposal, approved=False, reasons="Try a smaller step first.", by=world.office, at=NOW)
    assert "Declined 11 March 2026" in office.get(register).content.decode()
    page = office.get(reverse("opportunities:opportunity", args=[opportunity.pk])).content.decode()
    assert page.index("Service council declined a solution") < page.index("Try a smaller step first.")
    assert page.index("Try a smaller step first.") < page.index("<strong>Next:")
    make_proposal(world, chamber.council, opportunity=opportunity)
    again = office.get(reverse("opportunities:opportunity", args=[opportunity.pk])).content.decode()
    assert "declined a solution" not in again, "another one waits now"
