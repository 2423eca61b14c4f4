"""Gates, money by gate, team, wants and risks."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.errors import MoreThanReleased
from groundswell.act.council.models import Body, Release
from groundswell.act.council.money import money_of
from groundswell.act.council.spending import spend_money
from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.actions import start
from groundswell.act.initiatives.designs.choice import Choice
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.errors import (
    AlreadyInTheTeam,
    AlreadyMet,
    AlreadyPassed,
    DesignMissing,
    GateClosed,
    MoreThanApproved,
    NotYourGate,
    ReasonMissing,
    RiskClosed,
)
from groundswell.act.initiatives.gates.actions import GatePlan, decide_at_gate, meet_criterion, plan_gates
from groundswell.act.initiatives.gates.queries import gates_read, next_gate, stage_of
from groundswell.act.initiatives.models import Gate
from groundswell.act.initiatives.queries import initiatives_visible_to
from groundswell.act.initiatives.risks.actions import close_risk, look_at_risk, raise_risk
from groundswell.act.initiatives.team.actions import find_capability, join_team, leave_team, want_capability
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.foundation.history.queries import events_of
from tests.world import NOW

from .works import make_initiative

Stage = Gate.Stage
MAY = date(2026, 5, 1)
PLANS = [
    GatePlan(Stage.PILOT, date(2026, 4, 1), Decimal(2_000), ("Tills changed",)),
    GatePlan(Stage.WIDEN, date(2026, 9, 1), Decimal(7_000), ("Effect measured",)),
]


@pytest.fixture
def initiative(world):
    made = make_initiative(world)
    Release.objects.filter(decision=made.decision).delete()
    plan_gates(made, PLANS, by=world.office, at=NOW)
    return made


def _with_design(initiative, world):
    choice = Choice(kind="before_after", smallest_points=Decimal(5), starts_on=MAY, months=3)
    register_design(initiative, choice, by=world.office, at=NOW)


def test_money_comes_with_the_gate_and_not_before(world, initiative):
    pilot = initiative.gates.get(opens=Stage.PILOT)
    with pytest.raises(MoreThanReleased):
        spend_money(
            initiative.decision, Decimal(1), what_for="Scanners", on=NOW.date(), by=world.lead, at=NOW
        )
    _with_design(initiative, world)
    meet_criterion(pilot.criteria.get(), shown_by="Test at the till on 9 March", by=world.lead, at=NOW)
    decision = decide_at_gate(pilot, passed=True, why="Ready.", by=world.executive, at=NOW)
    assert decision.release.amount == money_of(initiative.decision).released == 2_000
    spend_money(
        initiative.decision, Decimal(2_000), what_for="Scanners", on=NOW.date(), by=world.lead, at=NOW
    )
    with pytest.raises(AlreadyPassed, match="Eva Executive let it through before you"):
        decide_at_gate(pilot, passed=True, why="Again.", by=world.office, at=NOW)
    assert stage_of(initiative, gates_read().filter(initiative=initiative), False) == Stage.PILOT
    assert next_gate(gates_read().filter(initiative=initiative)).opens == Stage.WIDEN


def test_no_pilot_without_a_design_on_record(world, initiative):
    pilot = initiative.gates.get(opens=Stage.PILOT)
    with pytest.raises(DesignMissing):
        decide_at_gate(pilot, passed=True, why="Ready.", despite="Never mind.", by=world.executive, at=NOW)


def test_an_open_criterion_keeps_the_gate_shut_unless_somebody_says_why_not(world, initiative):
    pilot, widen = initiative.gates.get(opens=Stage.PILOT), initiative.gates.get(opens=Stage.WIDEN)
    _with_design(initiative, world)
    with pytest.raises(GateClosed, match="1 of its criteria is not met"):
        decide_at_gate(pilot, passed=True, why="Ready.", by=world.executive, at=NOW)
    with pytest.raises(GateClosed, match="The gate to “Pilot” comes first"):
        decide_at_gate(widen, passed=True, why="Ready.", despite="Fast.", by=world.executive, at=NOW)
    passed = decide_at_gate(
        pilot, passed=True, why="Ready.", despite="The tills follow in May.", by=world.executive, at=NOW
    )
    assert passed.despite == "The tills follow in May."


def test_nobody_opens_the_gate_of_their_own_work(world, initiative):
    pilot = initiative.gates.get(opens=Stage.PILOT)
    for nobody in (world.lead, world.york_lead, world.frontline, world.lead.person):
        with pytest.raises(NotYourGate, match="Eva Executive, who sponsors it"):
            decide_at_gate(pilot, passed=False, why="No.", by=nobody, at=NOW)
    held = decide_at_gate(
        pilot, passed=False, why="The tills are late.", due_on=MAY, by=world.executive, at=NOW
    )
    assert not held.passed
    assert Gate.objects.get(pk=pilot.pk).due_on == MAY


def test_gates_together_release_no_more_than_was_approved(world, initiative):
    with pytest.raises(MoreThanApproved, match="would release £11,000, and £10,000 of what was approved"):
        plan_gates(initiative, [*PLANS, GatePlan(Stage.KEEP, MAY, Decimal(2_000))], by=world.office, at=NOW)


def test_work_begins_with_the_usual_gates_or_with_the_sum_that_somebody_names(world, initiative):
    at_once = make_initiative(world, name="B", decision=_another(world))
    assert (money_of(at_once.decision).released, at_once.gates.count()) == (10_000, 0)
    with pytest.raises(MoreThanApproved, match="£0 of what was approved is not released yet"):
        plan_gates(at_once, PLANS, by=world.office, at=NOW)
    people = {"owner": world.lead.person, "sponsor": world.executive.person}
    by_gates = start(_another(world), name="C", expected_points=5, by=world.office, at=NOW, **people)
    assert money_of(by_gates.decision).released == 0
    assert [gate.releases for gate in by_gates.gates.all()] == [2_000, 5_000, 3_000]
    begun = {"expected_points": 5, "at": NOW, **people}
    first = start(_another(world), name="D", release=Decimal(1_500), by=world.office, **begun)
    assert (money_of(first.decision).to_spend, money_of(first.decision).to_release) == (1_500, 8_500)
    refused = _another(world)
    with pytest.raises(NotYourGate):
        start(refused, name="E", release=Decimal(1), by=world.lead, **begun)
    with pytest.raises(MoreThanApproved, match="£10,000 was approved"):
        start(refused, name="E", release=Decimal(10_001), by=world.office, **begun)


def _another(world):
    body = Body.objects.get(name="Service council")
    return make_approval(
        world, body, opportunity=make_opportunity(world, title=f"More {Body.objects.count()}")
    )


def test_a_gate_is_planned_anew_until_it_is_passed(world, initiative):
    again = GatePlan(Stage.PILOT, MAY, Decimal(500), ("Tills changed", "Staff trained"))
    plan_gates(initiative, [again], by=world.office, at=NOW)
    gate = initiative.gates.get(opens=Stage.PILOT)
    assert (gate.releases, list(gate.criteria.values_list("text", flat=True))) == (
        500,
        ["Tills changed", "Staff trained"],
    )
    _with_design(initiative, world)
    decide_at_gate(gate, passed=True, why="Ready.", despite="Soon.", by=world.executive, at=NOW)
    with pytest.raises(AlreadyPassed):
        plan_gates(initiative, [again], by=world.office, at=NOW)


def test_what_shows_a_criterion_met_stays(world, initiative):
    criterion = initiative.gates.get(opens=Stage.PILOT).criteria.get()
    with pytest.raises(ReasonMissing):
        meet_criterion(criterion, shown_by=" ", by=world.lead, at=NOW)
    met = meet_criterion(criterion, shown_by="Seen.", by=world.lead, at=NOW)
    assert [event.verb for event in events_of(met)] == ["met criterion"]
    with pytest.raises(AlreadyMet, match="Lena Lead noted this as met before you"):
        meet_criterion(criterion, shown_by="Seen too.", by=world.office, at=NOW)


def test_somebody_is_in_a_team_once_and_may_come_again(world, initiative):
    given = {"function": "Operations", "by": world.office, "at": NOW}
    member = join_team(initiative, world.york_lead.person, share=40, from_on=NOW.date(), **given)
    with pytest.raises(AlreadyInTheTeam):
        join_team(initiative, world.york_lead.person, share=60, from_on=NOW.date(), **given)
    leave_team(member, until_on=NOW.date(), by=world.office, at=NOW)
    assert join_team(initiative, world.york_lead.person, share=60, from_on=NOW.date(), **given).share == 60


def test_who_leaves_a_team_is_in_it_and_sees_the_work_until_the_last_day(world, initiative, signed_in):
    given = {"function": "Operations", "share": 40, "by": world.office, "at": NOW}
    member = join_team(initiative, world.york_lead.person, from_on=NOW.date(), **given)
    leave_team(member, until_on=MAY, by=world.office, at=NOW)
    page = reverse("initiatives:initiative", args=[initiative.pk])
    for on, is_in in ((MAY, True), (MAY + timedelta(days=1), False)):
        with time_machine.travel(datetime.combine(on, time(12), UTC), tick=False):
            assert (initiative in initiatives_visible_to(world.york_lead)) == is_in
            assert not initiatives_visible_to(world.frontline).exists()
            said = signed_in(world.office).get(page).content.decode()
            assert ("Yara Lead, until 1 May 2026" in said) == is_in
    with pytest.raises(AlreadyInTheTeam):
        join_team(initiative, world.york_lead.person, from_on=date(2026, 4, 30), **given)


def test_a_want_is_found_inside_or_with_a_provider_once(world, initiative):
    want = want_capability(initiative, what="Somebody who knows tills", by_on=MAY, by=world.lead, at=NOW)
    found = find_capability(want, source="provider", found="Till & Co", by=world.executive, at=NOW)
    assert (found.source, found.found) == ("provider", "Till & Co")
    with pytest.raises(AlreadyMet):
        find_capability(want, source="inside", found="Fay", by=world.lead, at=NOW)


def test_every_look_at_a_risk_stays_and_a_closed_one_is_not_looked_at(world, initiative):
    given = {"by": world.lead, "at": NOW}
    risk = raise_risk(
        initiative, what="The courier leaves", owner=world.lead.person, chance=3, consequence=5,
        done_about_it="A second one is asked", again_on=MAY, **given,
    )  # fmt: skip
    assert risk.looks.get().is_high
    look_at_risk(
        risk,
        chance=1,
        consequence=5,
        done_about_it="Signed for a year",
        again_on=MAY,
        by=world.lead,
        at=NOW + timedelta(days=3),
    )
    assert [look.weight for look in risk.looks.all()] == [5, 15]
    with pytest.raises(ReasonMissing):
        close_risk(risk, because="", **given)
    close_risk(risk, because="Past.", **given)
    with pytest.raises(RiskClosed):
        look_at_risk(risk, chance=1, consequence=1, done_about_it="x", again_on=MAY, **given)
