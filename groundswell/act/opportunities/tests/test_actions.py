"""Entering, joining, setting aside, settling."""

import pytest
from django.db import IntegrityError, transaction

from groundswell.act.opportunities.actions import (
    join_elevation,
    open_from_elevation,
    open_from_theme,
    open_opportunity,
    set_aside_elevation,
    settle_opportunity,
)
from groundswell.act.opportunities.errors import (
    ElevationAlreadyAnswered,
    NothingBehindIt,
    OpportunityAlreadySettled,
    ReasonMissing,
)
from groundswell.act.opportunities.models import Joining, Opportunity, Settlement
from groundswell.act.opportunities.queries import elevations_to_triage, joinable_opportunities
from groundswell.act.opportunities.similar import likely_opportunities, similar_elevations
from groundswell.foundation.history.queries import events_of
from tests.world import NOW

from .register import make_elevation, make_opportunity, make_theme

OF_IT = {"impact": Opportunity.Impact.ANNOYANCE, "effort_days": (5, 10)}


def test_an_elevation_becomes_an_opportunity_in_the_words_of_the_team(world):
    theme = make_theme("Delivery", "late")
    elevation = make_elevation(world.leeds, world.lead.person, theme=theme)
    opportunity = open_from_elevation(elevation, by=world.office, at=NOW, **OF_IT)
    assert (opportunity.title, opportunity.theme) == ("Parcels arrive late", theme)
    assert elevation.joining.opportunity == opportunity
    assert elevation.joining.by == world.office.person
    assert [event.verb for event in events_of(opportunity)] == ["opened opportunity"]


def test_a_theme_becomes_an_opportunity(world):
    theme = make_theme("Delivery", "late")
    assert open_from_theme(theme, by=world.office, at=NOW, **OF_IT).theme == theme


def test_an_opportunity_needs_something_to_stand_on(world):
    with pytest.raises(NothingBehindIt):
        open_opportunity(title="A hunch", problem="Nobody said it.", by=world.office, at=NOW, **OF_IT)
    assert not Opportunity.objects.exists()


def test_an_elevation_is_answered_once(world):
    elevation = make_elevation(world.leeds, world.lead.person)
    join_elevation(elevation, make_opportunity(world), by=world.office, at=NOW)
    with pytest.raises(ElevationAlreadyAnswered):
        join_elevation(elevation, make_opportunity(world, title="Another"), by=world.office, at=NOW)
    with pytest.raises(ElevationAlreadyAnswered):
        set_aside_elevation(elevation, why="Too small.", by=world.office, at=NOW)
    assert Joining.objects.count() == 1


def test_an_elevation_set_aside_leaves_triage_and_says_why(world):
    elevation = make_elevation(world.leeds, world.lead.person)
    assert list(elevations_to_triage()) == [elevation]
    with pytest.raises(ReasonMissing):
        set_aside_elevation(elevation, why=" ", by=world.office, at=NOW)
    set_aside_elevation(elevation, why="The new depot solves it.", by=world.office, at=NOW)
    assert list(elevations_to_triage()) == []
    with pytest.raises(ElevationAlreadyAnswered):
        join_elevation(elevation, make_opportunity(world), by=world.office, at=NOW)


def test_an_opportunity_is_settled_once(world):
    opportunity = make_opportunity(world)
    settle_opportunity(
        opportunity, Settlement.Outcome.NOT_PURSUED, why="We close the depot.", by=world.office, at=NOW
    )
    with pytest.raises(OpportunityAlreadySettled):
        settle_opportunity(opportunity, Settlement.Outcome.TAKEN_UP, why="Again.", by=world.office, at=NOW)


def test_what_is_worked_on_may_still_be_joined_and_what_is_not_pursued_may_not(world):
    waiting, taken, dropped = (make_opportunity(world, title=title) for title in ("A", "B", "C"))
    settle_opportunity(taken, Settlement.Outcome.TAKEN_UP, why="Approved.", by=world.office, at=NOW)
    settle_opportunity(dropped, Settlement.Outcome.NOT_PURSUED, why="No.", by=world.office, at=NOW)
    assert list(joinable_opportunities()) == [waiting, taken]


def test_effort_runs_from_a_day_upwards(world):
    for effort in ((0, 3), (9, 3)):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_opportunity(world, effort_days=effort)


def test_elevations_that_say_the_same_are_found(world):
    first = make_elevation(world.leeds, world.lead.person)
    same = make_elevation(
        world.york,
        world.york_lead.person,
        title="Late parcels",
        problem="Parcels arrive after the slot that was promised; couriers come late.",
    )
    other = make_elevation(
        world.york, world.york_lead.person, title="No mirrors", problem="Fitting rooms lack mirrors."
    )
    assert similar_elevations(first, [first, same, other]) == [same]


def test_the_opportunity_of_the_same_theme_is_offered_first(world):
    theme = make_theme("Delivery", "late")
    by_words = make_opportunity(world)
    by_theme = make_opportunity(world, title="Something else entirely", theme=theme)
    make_opportunity(world, title="Mirrors")
    elevation = make_elevation(world.leeds, world.lead.person, theme=theme)
    offered = likely_opportunities(elevation, list(Opportunity.objects.all()))
    assert offered[0].opportunity == by_theme
    assert by_words in [one.opportunity for one in offered]
