"""Starting, rolling out, milestones, money, and who may see it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundswell.act.council.errors import MoreThanReleased
from groundswell.act.council.models import Spend
from groundswell.act.council.money import money_of
from groundswell.act.council.rules import in_progress
from groundswell.act.council.tests.chamber import make_approval, make_chamber
from groundswell.act.initiatives.actions import (
    plan_milestone,
    reach_milestone,
    roll_out,
    spend,
    start,
)
from groundswell.act.initiatives.errors import (
    AlreadyReached,
    InitiativeEnded,
    NotApproved,
    NotSpentYet,
    OwnsAndSponsors,
    StartStands,
)
from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.queries import (
    board,
    decisions_without_initiative,
    initiatives_visible_to,
)
from groundswell.act.initiatives.running.actions import end_initiative
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from tests.world import NOW

from .works import make_initiative

DAY = date(2026, 3, 2)


def test_only_an_approved_decision_starts_work_and_only_once(world):
    decision = make_approval(world, make_chamber(world).council)
    assert list(decisions_without_initiative(world.office)) == [decision]
    make_initiative(world, decision=decision)
    assert list(decisions_without_initiative(world.office)) == []
    with pytest.raises(NotApproved):
        make_initiative(world, decision=decision)
    decision.approved = False
    with pytest.raises(NotApproved, match="was declined"):
        start(
            decision,
            name="No",
            owner=world.lead.person,
            sponsor=world.lead.person,
            expected_points=1,
            by=world.office,
            at=NOW,
        )
    assert Initiative.objects.count() == 1


def test_nobody_owns_work_and_lets_it_through_its_gates(world):
    decision = make_approval(world, make_chamber(world).council)
    both = {"owner": world.lead.person, "sponsor": world.lead.person}
    with pytest.raises(OwnsAndSponsors, match="Choose somebody else to sponsor it"):
        start(decision, name="Slots", expected_points=5, by=world.office, at=NOW, **both)
    assert not Initiative.objects.exists()


def test_money_is_noted_when_it_is_spent_and_not_before(world):
    initiative = make_initiative(world)
    who = {"what_for": "Vans", "by": world.lead, "at": NOW}
    today = localdate(NOW)
    with pytest.raises(NotSpentYet, match="has not come"):
        spend(initiative, Decimal(1), on=today + timedelta(days=1), **who)
    assert spend(initiative, Decimal(1), on=today, **who).on == today


def test_an_initiative_is_measured_where_its_opportunity_is_unless_said_otherwise(world):
    decision = make_approval(world, make_chamber(world).council)
    people = {"owner": world.lead.person, "sponsor": world.executive.person}
    begun = start(decision, name="Slots", expected_points=5, by=world.office, at=NOW, **people)
    assert begun.touchpoint == world.delivery


def test_never_more_is_spent_than_was_approved(world):
    initiative = make_initiative(world, amount=10_000)
    who = {"on": DAY, "by": world.lead, "at": NOW}
    spend(initiative, Decimal(9_000), what_for="Scanners", **who)
    with pytest.raises(MoreThanReleased, match="£1,000 of £10,000 is left to spend"):
        spend(initiative, Decimal("1000.01"), what_for="More scanners", **who)
    spend(initiative, Decimal(1_000), what_for="Training", **who)
    assert (money_of(initiative.decision).spent, money_of(initiative.decision).left) == (10_000, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        spend(initiative, Decimal(-1), what_for="A trick", **who)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.decimals(1, 8_000, places=2), max_size=8))
def test_whatever_is_tried_the_sum_stays_within_the_approval(world, amounts):
    initiative = Initiative.objects.first() or make_initiative(world, amount=10_000)
    Spend.objects.all().delete()
    for amount in amounts:
        try:
            spend(initiative, amount, what_for="Something", on=DAY, by=world.lead, at=NOW)
        except MoreThanReleased:
            assert money_of(initiative.decision).left < amount
    assert money_of(initiative.decision).spent <= 10_000


def test_a_unit_begins_once_and_a_milestone_is_reached_once(world):
    initiative = make_initiative(world)
    first = roll_out(initiative, world.leeds, from_on=DAY, by=world.lead, at=NOW)
    assert roll_out(initiative, world.leeds, from_on=DAY, by=world.lead, at=NOW) == first
    with pytest.raises(StartStands, match="since 2 March 2026"):
        roll_out(initiative, world.leeds, from_on=date(2026, 4, 1), by=world.lead, at=NOW)
    milestone = plan_milestone(initiative, name="Couriers trained", due_on=DAY, by=world.lead, at=NOW)
    assert reach_milestone(milestone, by=world.lead, at=NOW).reached_at == NOW
    with pytest.raises(AlreadyReached):
        reach_milestone(milestone, by=world.lead, at=NOW)


def test_an_ended_initiative_frees_its_place_and_takes_nothing_more(world):
    initiative = make_initiative(world)
    body = initiative.decision.proposal.body
    assert in_progress(body) == 1
    end_initiative(initiative, learned="It was too early.", by=world.office, at=NOW)
    assert in_progress(body) == 0
    with pytest.raises(InitiativeEnded):
        spend(initiative, Decimal(1), what_for="Late", on=DAY, by=world.lead, at=NOW)
    with pytest.raises(InitiativeEnded):
        roll_out(initiative, world.leeds, from_on=DAY, by=world.lead, at=NOW)


def test_a_team_sees_the_initiatives_that_it_raised_or_works_with(world):
    raised = make_opportunity(world, title="Raised by York")
    join_elevation(make_elevation(world.york, world.york_lead.person), raised, by=world.office, at=NOW)
    body = make_chamber(world).council
    from_york = make_initiative(world, decision=make_approval(world, body, opportunity=raised))
    in_shops = make_initiative(
        world,
        name="In all shops",
        decision=make_approval(world, body, opportunity=make_opportunity(world, title="B")),
    )
    in_web = make_initiative(
        world,
        name="On the web",
        decision=make_approval(world, body, opportunity=make_opportunity(world, title="C")),
    )
    roll_out(in_shops, world.shops, from_on=DAY, by=world.office, at=NOW)
    roll_out(in_web, world.web, from_on=DAY, by=world.office, at=NOW)
    assert set(initiatives_visible_to(world.york_lead)) == {from_york, in_shops}
    assert set(initiatives_visible_to(world.frontline)) == {in_shops}
    assert set(initiatives_visible_to(world.executive)) == {from_york, in_shops, in_web}
    assert set(initiatives_visible_to(world.lead)) == {from_york, in_shops, in_web}, "a seat sees everything"
    assert list(initiatives_visible_to(world.partner)) == []
    assert [line.initiative for line in board(world.frontline, NOW)] == [in_shops]


def test_the_board_adds_money_up_once_whatever_else_is_joined(world):
    initiative = make_initiative(world)
    for unit in (world.leeds, world.york):
        roll_out(initiative, unit, from_on=DAY, by=world.lead, at=NOW)
    for name in ("One", "Two", "Three"):
        plan_milestone(initiative, name=name, due_on=DAY, by=world.lead, at=NOW)
    for amount in (100, 200):
        spend(initiative, Decimal(amount), what_for="Scanners", on=DAY, by=world.lead, at=NOW)
    line = board(world.office, NOW)[0]
    assert (line.money.spent, line.units, line.late) == (300, 2, 3)
