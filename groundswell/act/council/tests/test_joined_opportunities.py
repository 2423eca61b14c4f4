"""What waits before a body when its opportunity becomes one with another: the secretary finds it as it was put."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.errors import AlreadyDecided, CouncilRefused
from groundswell.act.council.models import Decision
from groundswell.act.opportunities.errors import MergerRefused, OpportunityRefused
from groundswell.act.opportunities.merging.actions import merge_opportunity, separate_opportunity
from groundswell.act.opportunities.models import Merger
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.act.opportunities.tidings import one_with_another
from tests.at_once import gave_at_once
from tests.world import NOW, make_world

from .chamber import make_approval, make_chamber, make_proposal

LATER = NOW + timedelta(hours=1)
SAME = {"why": "Both are the courier.", "at": LATER}


def test_a_waiting_proposal_goes_along_with_its_votes_and_the_page_says_so(world, signed_in):
    proposal = make_proposal(world, make_chamber(world).council)
    late, slots = proposal.opportunity, make_opportunity(world, title="Missed slots")
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    merge_opportunity(late, slots, by=world.lead, **SAME)
    proposal.refresh_from_db()
    assert (proposal.opportunity, proposal.votes.count()) == (slots, 1)
    for name in ("proposal", "read_before"):
        page = signed_in(world.office).get(reverse(f"council:{name}", args=[proposal.pk])).content.decode()
        assert "It was put about “Parcels arrive late”, which is one with “Missed slots”" in page
    assert [one.person_id for one in one_with_another(NOW, LATER)] == [world.office.person_id]
    separate_opportunity(late, why="Not the same.", by=world.office, at=LATER)
    proposal.refresh_from_db()
    assert proposal.opportunity == late


def test_what_is_decided_on_the_joined_one_holds_for_both(world):
    proposal = make_proposal(world, make_chamber(world, quorum=1).council)
    late, slots = proposal.opportunity, make_opportunity(world, title="Missed slots")
    merge_opportunity(late, slots, by=world.office, **SAME)
    vote(proposal, in_favour=True, by=world.lead, at=LATER)
    decide(
        proposal, approved=True, reasons="It costs us customers.", by=world.office, at=LATER + timedelta(1)
    )
    slots.refresh_from_db()
    assert slots.settlement.outcome == "taken_up"
    assert not hasattr(late, "settlement")
    with pytest.raises(MergerRefused, match="holds for both"):
        separate_opportunity(late, why="Not the same.", by=world.office, at=LATER)


def test_a_waiting_proposal_does_not_go_to_what_is_being_worked_on(world):
    council = make_chamber(world).council
    taken = make_approval(world, council).proposal.opportunity
    other = make_opportunity(world, title="Missed slots")
    make_proposal(world, council, opportunity=other)
    with pytest.raises(MergerRefused, match="waits before Service council"):
        merge_opportunity(other, taken, by=world.office, **SAME)


def test_nothing_is_proposed_about_what_is_one_with_another(world):
    council = make_chamber(world).council
    late, slots = make_opportunity(world), make_opportunity(world, title="Missed slots")
    merge_opportunity(late, slots, by=world.office, **SAME)
    with pytest.raises(AlreadyDecided, match="Go on there"):
        make_proposal(world, council, opportunity=late)


@pytest.mark.django_db(transaction=True)
def test_joined_and_approved_at_once_one_is_told_and_no_decision_hangs_in_the_air():
    world = make_world()
    proposal = make_proposal(world, make_chamber(world, quorum=1).council)
    late, slots = proposal.opportunity, make_opportunity(world, title="Missed slots")
    vote(proposal, in_favour=True, by=world.lead, at=NOW)
    gave_at_once(
        partial(merge_opportunity, late, slots, by=world.office, **SAME),
        partial(decide, proposal, approved=True, reasons="Yes.", by=world.office, at=LATER),
        refusal=(OpportunityRefused, CouncilRefused),
    )
    proposal.refresh_from_db()
    assert Merger.objects.exists() == (proposal.opportunity == slots)
    assert Decision.objects.exists() == hasattr(proposal.opportunity, "settlement")
    assert not (Merger.objects.exists() and hasattr(late, "settlement"))
