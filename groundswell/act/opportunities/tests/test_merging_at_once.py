"""Of two people who make opportunities one at the same moment one wins, and the other reads who that was."""

import pytest

from groundswell.act.opportunities.actions import (
    join_elevation,
    settle_opportunity,
)
from groundswell.act.opportunities.errors import OpportunityRefused
from groundswell.act.opportunities.merging.actions import merge_opportunity, separate_opportunity
from groundswell.act.opportunities.models import Merger, Settlement
from tests.at_once import at_once
from tests.world import make_world

from .register import LATER, SAME, make_elevation, make_opportunity, two


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_it_at_once_one_wins_and_the_other_is_told():
    world = make_world()
    late, slots = two(world)
    third = make_opportunity(world, title="Couriers", touchpoint=world.returns)
    told = at_once(
        lambda: merge_opportunity(late, slots, by=world.office, **SAME),
        lambda: merge_opportunity(late, third, by=world.lead, **SAME),
        refusal=OpportunityRefused,
    )
    assert len(told) == 1
    assert "joined “Late parcels” with" in told[0]
    assert Merger.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_are_joined_into_each_other_at_once_are_joined_once():
    world = make_world()
    late, slots = two(world)
    raised = make_elevation(world.leeds, world.lead.person)
    told = at_once(
        lambda: merge_opportunity(late, slots, by=world.office, **SAME),
        lambda: merge_opportunity(slots, late, by=world.lead, **SAME),
        refusal=OpportunityRefused,
    )
    assert (len(told), Merger.objects.count()) == (1, 1)
    gone, stays = Merger.objects.get().opportunity, Merger.objects.get().into
    told = at_once(
        lambda: join_elevation(raised, stays, by=world.office, at=LATER),
        lambda: separate_opportunity(gone, why="No.", by=world.office, at=LATER),
        lambda: settle_opportunity(stays, Settlement.Outcome.TAKEN_UP, why="Yes.", by=world.office, at=LATER),
        refusal=OpportunityRefused,
    )
    assert stays.joinings.count() == 1
    assert Settlement.objects.filter(opportunity=stays).exists()
    assert Merger.objects.exists() == (len(told) == 1)
