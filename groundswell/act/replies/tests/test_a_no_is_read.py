"""Whoever raised something reads how it was decided: reasons, votes and dissent, conditions, and the answer to a no."""

from django.urls import reverse

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.conditions import settle_condition
from groundswell.act.council.following_up import answer_authors
from groundswell.act.council.tests.chamber import make_chamber, make_proposal, on
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
    promised = "Answered on 11 March 2026, promised by 25 March 2026."
    assert f"Not now. Olu Office: Ask again in May. {promised}" in said


def test_votes_with_the_words_of_dissent_and_conditions_stand_in_the_trace_of_who_may_open_the_proposal(
    world, signed_in
):
    opportunity = make_opportunity(world, title="Raised")
    raised = make_elevation(world.leeds, world.frontline.person)
    join_elevation(raised, opportunity, by=world.office, at=NOW)
    proposal = make_proposal(world, make_chamber(world).council, opportunity=opportunity)
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    vote(proposal, in_favour=False, note="The depot closes in May.", by=world.office, at=NOW)
    wanted = [on(world.lead, words) for words in ("Staff agree.", "The lift is mended.")]
    yes = decide(proposal, approved=True, reasons="Yes.", by=world.office, at=NOW, conditions=wanted)
    settle_condition(yes.conditions.first(), is_met=True, words="They voted.", by=world.office, at=NOW)
    page = signed_in(world.frontline).get(reverse("desk:raised", args=[raised.pk])).content.decode()
    against = next(one.seat for one in proposal.votes.all() if not one.in_favour)
    for words in (
        "Votes: 1 in favour, 1 against.",
        f"Against, {against}: “The depot closes in May.”",
        "On condition: “Staff agree.” It was met on 11 March 2026: They voted.",
        "On condition: “The lift is mended.” It is not met yet. It is due by 10 April 2026.",
    ):
        assert f'<p class="small">{words}</p>' in page
    unseen = what_became_of(raised, world.york_lead)
    assert [(step.url, step.notes) for step in unseen if step.kind == "decision"] == [("", ())]
