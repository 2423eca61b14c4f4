"""Whoever raised what was declined reads the reasons and the answer where they raised it."""

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.following_up import answer_authors
from groundswell.act.council.tests.chamber import make_chamber, make_proposal
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.act.replies.trace import what_became_of
from tests.world import NOW


def test_the_answer_to_a_no_stands_beside_what_was_raised(world):
    opportunity = make_opportunity(world, title="Raised")
    raised = make_elevation(world.york, world.york_lead.person)
    join_elevation(raised, opportunity, by=world.office, at=NOW)
    proposal = make_proposal(world, make_chamber(world, quorum=1).council, opportunity=opportunity)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    no = decide(proposal, approved=False, reasons="Not now.", by=world.office, at=NOW)
    answer_authors(no, words="Ask again in May.", by=world.office, at=NOW)
    said = [step.detail for step in what_became_of(raised, world.york_lead)]
    assert "Not now. Olu Office: Ask again in May." in said
