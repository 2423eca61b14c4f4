"""Two opportunities that are the same problem become one, with all that hangs on them, and come apart again."""

from datetime import timedelta

import pytest

from groundswell.act.opportunities.actions import (
    change_opportunity,
    join_elevation,
    settle_opportunity,
)
from groundswell.act.opportunities.errors import MergedAway, MergerRefused, ReasonMissing
from groundswell.act.opportunities.merging.actions import STAYS, merge_opportunity, separate_opportunity
from groundswell.act.opportunities.merging.queries import joined_with
from groundswell.act.opportunities.models import Carried, Merger, Opportunity, Separation, Settlement
from groundswell.act.opportunities.queries import (
    open_opportunities,
    opportunities_visible_to,
)
from groundswell.act.opportunities.roots.actions import ask_why, propose_countermeasure
from groundswell.act.opportunities.tidings import one_with_another, stepped
from tests.world import NOW

from .register import LATER, SAME, make_elevation, make_opportunity, two


def test_what_hangs_on_it_goes_along_and_comes_back(world):
    late, slots = two(world)
    raised = make_elevation(world.leeds, world.lead.person)
    join_elevation(raised, late, by=world.office, at=NOW)
    cause = ask_why(late, "The list goes out at ten", by=world.office, at=NOW)
    own = {"kind": "mend", "reach": (10, 20), "effort_days": (1, 2), "by": world.office, "at": NOW}
    mend = propose_countermeasure(late, title="Send it at six", cause=cause, **own)
    merge_opportunity(late, slots, by=world.office, **SAME)
    assert joined_with(slots)[0].brought == {"what teams raised": 1, "causes": 1, "countermeasures": 1}
    later = make_elevation(world.york, world.york_lead.person, title="Missed in York")
    join_elevation(later, slots, by=world.office, at=LATER)
    assert [one.elevation for one in slots.joinings.all()] == [raised, later]
    assert (list(slots.causes.all()), list(slots.countermeasures.all())) == ([cause], [mend])
    separate_opportunity(late, why="York is another depot.", by=world.office, at=LATER)
    assert [one.elevation for one in late.joinings.all()] == [raised]
    assert [one.elevation for one in slots.joinings.all()] == [later]
    assert (list(late.causes.all()), list(late.countermeasures.all())) == ([cause], [mend])
    parted = Separation.objects.get()
    assert (parted.opportunity, parted.out_of, parted.merged_at) == (late, slots, LATER)
    assert not Merger.objects.exists()
    assert not Carried.objects.exists()


def test_everything_that_a_room_hangs_on_an_opportunity_is_known_to_go_along_or_to_stay():
    names = {one.get_accessor_name() for one in Opportunity._meta.related_objects if not one.hidden}
    assert names - STAYS == set(Carried.WORDS)


def test_nobody_acts_on_what_is_one_with_another(world):
    late, slots = two(world)
    merge_opportunity(late, slots, by=world.office, **SAME)
    given = {"by": world.office, "at": LATER}
    raised = make_elevation(world.leeds, world.lead.person)
    for act in (
        lambda: join_elevation(raised, late, **given),
        lambda: change_opportunity(late, title="Another", **given),
        lambda: settle_opportunity(late, Settlement.Outcome.NOT_PURSUED, why="No.", **given),
        lambda: ask_why(late, "Because", **given),
        lambda: merge_opportunity(slots, late, why="Both.", **given),
        lambda: merge_opportunity(late, slots, why="Both.", **given),
    ):
        with pytest.raises(MergedAway, match="Olu Office joined “Late parcels” with “Missed slots”"):
            act()


@pytest.mark.parametrize("is_first", [True, False])
def test_a_third_takes_up_both_and_each_finds_home_again(world, is_first):
    late, slots = two(world)
    third = make_opportunity(world, title="Couriers", touchpoint=world.returns)
    raised = make_elevation(world.leeds, world.lead.person)
    join_elevation(raised, late, by=world.office, at=NOW)
    merge_opportunity(late, slots, by=world.office, **SAME)
    merge_opportunity(slots, third, by=world.office, **SAME)
    assert {one.opportunity: one.into for one in Merger.objects.all()} == {late: third, slots: third}
    assert raised.joining.__class__.objects.get().opportunity == third
    another = make_opportunity(world, title="Another")
    settle_opportunity(another, Settlement.Outcome.NOT_PURSUED, why="No.", by=world.office, at=LATER)
    for one in (late, slots) if is_first else (slots, late):
        separate_opportunity(one, why="Its own.", by=world.office, at=LATER)
    assert raised.joining.__class__.objects.get().opportunity == late
    assert set(open_opportunities()) == {late, slots, third}
    with pytest.raises(MergerRefused, match="on its own again already"):
        separate_opportunity(late, why="Its own.", by=world.office, at=LATER)


def test_what_was_decided_is_not_joined_away_and_a_decision_binds(world):
    late, slots = two(world)
    with pytest.raises(ReasonMissing):
        merge_opportunity(late, slots, why=" ", by=world.office, at=NOW)
    with pytest.raises(MergerRefused, match="one already"):
        merge_opportunity(late, late, why="Same.", by=world.office, at=NOW)
    settle_opportunity(late, Settlement.Outcome.TAKEN_UP, why="Approved.", by=world.office, at=NOW)
    with pytest.raises(MergerRefused, match="join the other one to it"):
        merge_opportunity(late, slots, by=world.office, **SAME)
    merge_opportunity(slots, late, by=world.office, **SAME)
    separate_opportunity(slots, why="Not the same.", by=world.office, at=LATER)
    third = make_opportunity(world, title="Couriers")
    merge_opportunity(slots, third, by=world.office, **SAME)
    settle_opportunity(
        third, Settlement.Outcome.NOT_PURSUED, why="No.", by=world.office, at=LATER + timedelta(1)
    )
    with pytest.raises(MergerRefused, match="holds for both"):
        separate_opportunity(slots, why="Not the same.", by=world.office, at=LATER)
    fourth = make_opportunity(world, title="Fourth")
    with pytest.raises(MergerRefused, match="is not pursued"):
        merge_opportunity(fourth, third, by=world.office, **SAME)


def test_who_raised_and_who_owns_it_is_told_and_still_sees_it(world):
    late, slots = two(world)
    raised = make_elevation(world.york, world.york_lead.person)
    join_elevation(raised, late, by=world.office, at=NOW)
    change_opportunity(late, owner=world.frontline.person, by=world.office, at=NOW)
    merge_opportunity(late, slots, by=world.office, **SAME)
    window = (NOW, LATER)
    told = list(stepped(*window))
    assert [(one.person_id, "goes on together" in str(one.words)) for one in told] == [
        (world.york_lead.person_id, True)
    ]
    assert [one.person_id for one in one_with_another(*window)] == [world.frontline.person_id]
    for user in (world.york_lead, world.frontline):
        assert set(opportunities_visible_to(user)) == {late, slots}
    assert not opportunities_visible_to(world.lead).exists()
    separate_opportunity(late, why="Its own.", by=world.office, at=LATER + timedelta(hours=1))
    told = list(stepped(LATER, LATER + timedelta(hours=1)))
    assert [(one.person_id, "on its own again" in str(one.words)) for one in told] == [
        (world.york_lead.person_id, True)
    ]
