"""What units got otherwise than they were dealt: the verdict rests on what was dealt, and says what that hides."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.designs.choice import Choice, Dealt
from groundswell.act.initiatives.designs.departing import note_departure
from groundswell.act.initiatives.designs.following import roll_out_as_dealt
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.errors import (
    DealtOtherwise,
    EndsTheComparison,
    GateClosed,
    NeitherDealtNorBegun,
    NotHadYet,
    ReasonMissing,
)
from groundswell.act.initiatives.forecasts import promises
from groundswell.act.initiatives.gates.actions import GatePlan, decide_at_gate, plan_gates
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import EffectReading
from tests.world import NOW, make_signal

from .works import FIRST_OF_SEPTEMBER, make_history, make_initiative, make_teams

BEFORE = NOW.replace(year=2025, month=8, day=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def teams(world):
    return make_teams(world, 12)


def dealt(world, teams, *, months=6, kind="randomised"):
    """The first six were dealt the change by lot, the others to go without."""
    initiative = make_initiative(world)
    lots = tuple(Dealt(team, 1 if number < 6 else None, FIRST_OF_SEPTEMBER if number < 6 else None) for number, team in enumerate(teams))  # fmt: skip
    choice = Choice(
        kind, Decimal(5), FIRST_OF_SEPTEMBER, months, touchpoint=world.delivery, dealt=lots,
        seed=7 if kind == "randomised" else None,
    )  # fmt: skip
    register_design(initiative, choice, by=world.office, at=BEFORE)
    return initiative


def note(initiative, team, since, because="They copied it", *, by):
    return note_departure(initiative, team, had_it_from=since, because=because, by=by, at=NOW)


def widen(world, initiative):
    gate = plan_gates(
        initiative, [GatePlan("widen", NOW.date(), criteria=("Seen",))], by=world.office, at=NOW
    )
    decide_at_gate(gate[0], passed=True, why="It looks good", despite="Not seen", by=world.office, at=NOW)


def test_who_got_it_all_the_same_is_counted_as_dealt_and_named_with_what_having_it_does(world, teams):
    """0.5 more promoters make about 75 points; one of the six that go without has it from the start on."""
    make_history(world, teams, {*teams[:6], teams[11]}, lift=0.5, each=14, seed=5)
    initiative = dealt(world, teams)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    plain = measure_effect(initiative, at=NOW)
    note(initiative, teams[11], FIRST_OF_SEPTEMBER, by=world.office)
    told = measure_effect(initiative, at=NOW)
    assert (told.estimate, told.low, told.high, told.verdict) == (
        plain.estimate,
        plain.low,
        plain.high,
        plain.verdict,
    )
    assert told.verdict == EffectReading.Verdict.WORKED, (
        "it worked even against a comparison that has it in part"
    )
    assert plain.detail["received"] is None
    received = told.detail["received"]
    assert (received["got"], received["late"], received["share_with"]) == (1, 0, 1)
    assert received["share_without"] == pytest.approx(1 / 6)
    assert received["having"]["estimate"] == pytest.approx(told.estimate / (1 - 1 / 6), rel=0.05)
    assert told.estimate < 68
    (promise,) = promises(world.office)
    assert promise.outcome.reached == received["having"]["estimate"], "what having it does is learned from"
    assert received["having"]["low"] < 75 < received["having"]["high"]
    assert "1 of 6 units that were to go without it has it all the same" in told.detail["caveats"][0]
    assert "Team 11 (since 1 September 2025)" in told.detail["caveats"][0]


def test_a_comparison_that_has_it_too_does_not_say_that_it_makes_no_difference(world, teams):
    make_history(world, teams, set(teams), lift=0.3, each=14, seed=3)
    initiative = dealt(world, teams)
    initiative.designs.update(smallest_points=40)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    assert measure_effect(initiative, at=NOW).verdict == EffectReading.Verdict.DID_NOT
    for team in teams[6:]:
        note(initiative, team, FIRST_OF_SEPTEMBER, by=world.office)
    told = measure_effect(initiative, at=NOW)
    assert told.verdict == EffectReading.Verdict.CANNOT_TELL
    assert "would not say that it does nothing" in told.sentence
    assert told.detail["received"]["having"] is None, "nobody went without it"
    for team in teams[7:]:
        note(initiative, team, None, "It was another project", by=world.office)
    told = measure_effect(initiative, at=NOW)
    assert told.verdict == EffectReading.Verdict.DID_NOT, (
        "one of six has it: having it makes no difference that matters either"
    )


def test_who_never_began_stays_on_the_side_on_which_it_was_dealt(world, teams):
    make_history(world, teams, set(teams[:4]), lift=0.3, each=14)
    initiative = dealt(world, teams)
    for team in teams[:4]:
        roll_out(initiative, team, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    roll_out(initiative, teams[4], from_on=date(2026, 1, 1), by=world.office, at=NOW)
    told = measure_effect(initiative, at=NOW)
    assert (told.detail["units_with"], told.detail["units_without"]) == (6, 6), "what was dealt is compared"
    assert told.detail["received"]["late"] == 2
    assert (
        "2 of 6 that were to have it began later, or never: Team 04 (since 1 January 2026) and Team 05 (never)"
        in (told.detail["caveats"][0])
    )
    note(initiative, teams[4], None, "The room was closed", by=world.office)
    assert "Team 04 (never)" in measure_effect(initiative, at=NOW).detail["caveats"][0]


def test_only_what_was_dealt_and_has_happened_is_noted_with_how_it_came(world, teams):
    initiative = dealt(world, teams)
    with pytest.raises(NeitherDealtNorBegun):
        note(initiative, world.web, FIRST_OF_SEPTEMBER, by=world.office)
    with pytest.raises(NotHadYet, match="has not come"):
        note(initiative, teams[6], date(2027, 1, 1), by=world.office)
    with pytest.raises(ReasonMissing):
        note(initiative, teams[6], FIRST_OF_SEPTEMBER, " ", by=world.office)


def test_it_is_noted_on_the_page_and_the_effect_says_so(world, teams, signed_in):
    make_history(world, teams, {*teams[:6], teams[11]}, lift=0.3)
    initiative = dealt(world, teams)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    lead, address = signed_in(world.lead), reverse("initiatives:do", args=[initiative.pk, "otherwise"])
    assert (
        "It went otherwise somewhere"
        in lead.get(reverse("initiatives:initiative", args=[initiative.pk])).content.decode()
    )
    given = {"unit": teams[11].pk, "had_it_from": "2027-01-01", "because": "They saw it next door"}
    refused = lead.post(address, given)
    assert (refused.status_code, "1 January 2027 has not come" in refused.content.decode()) == (422, True)
    page = lead.post(address, given | {"had_it_from": "2025-10-01"}, follow=True).content.decode()
    assert "Team 11 has had it since 1 October 2025. They saw it next door" in page
    reading = measure_effect(initiative, at=NOW)
    effect = lead.get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
    assert "What went otherwise" in effect
    assert "1 of them had it all the same" in effect
    assert "Having it moves a unit by about" in effect
    assert reading.detail["received"]["share_without"] == pytest.approx(5 / 6 / 6)
    assert signed_in(world.york_lead).post(address, given).status_code in {403, 404}


def test_widening_before_the_end_asks_first_and_keeps_what_was_dealt_up_to_that_day(world, teams, signed_in):
    make_history(world, teams, set(teams[:6]), lift=0.3)
    initiative = dealt(world, teams, months=12)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    january = date(2026, 1, 1)
    with pytest.raises(DealtOtherwise, match="is the comparison until 1 September 2026"):
        roll_out(initiative, teams[6], from_on=january, by=world.office, at=NOW)
    until_then = measure_effect(initiative, at=NOW.replace(year=2025, month=12, day=31))
    widen(world, initiative)
    assert roll_out(initiative, world.web, from_on=january, by=world.office, at=NOW), "no lot went to it"
    with pytest.raises(
        EndsTheComparison, match="nobody is left to compare with: the reading ends on that day"
    ):
        roll_out(initiative, teams[6], from_on=january, by=world.office, at=NOW)
    lead, address = signed_in(world.lead), reverse("initiatives:do", args=[initiative.pk, "roll-out"])
    given = {"unit": teams[6].pk, "from_on": "2026-01-01"}
    asked = lead.post(address, given)
    assert (
        asked.status_code,
        "goes without it, for comparison, until 1 September 2026" in asked.content.decode(),
    ) == (422, True)
    page = lead.post(address, given | {"ends_comparison": "on"}, follow=True).content.decode()
    assert "Widened before its end" in page
    roll_out(initiative, teams[7], from_on=january, by=world.office, at=NOW)
    told = measure_effect(initiative, at=NOW)
    assert told.estimate == until_then.estimate
    assert (told.low, told.high) == pytest.approx((until_then.low, until_then.high), abs=0.5)
    assert told.detail["method"].startswith("Dealt by lot"), "a lot stays a lot"
    assert (told.detail["is_widened"], told.detail["is_final"]) == (True, False)
    assert (told.detail["units_with"], told.detail["units_without"]) == (6, 6)
    effect = lead.get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
    assert "begin on 1 January 2026, before the planned end" in effect


def test_no_unit_begins_before_the_gate_to_the_pilot_is_passed(world, teams, signed_in):
    make_history(world, teams, set(), lift=0)
    initiative = dealt(world, teams)
    gate = plan_gates(
        initiative, [GatePlan("pilot", NOW.date(), criteria=("Agreed",))], by=world.office, at=NOW
    )[0]
    with pytest.raises(GateClosed, match="comes first"):
        roll_out_as_dealt(initiative, by=world.office, at=NOW)
    with pytest.raises(GateClosed, match="comes first"):
        roll_out(initiative, teams[0], from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    lead, address = signed_in(world.lead), reverse("initiatives:initiative", args=[initiative.pk])
    page = lead.get(address).content.decode()
    assert "Roll out as dealt" not in page
    assert "Its units begin once the" in page
    decide_at_gate(gate, passed=True, why="Go", despite="Not agreed", by=world.office, at=NOW)
    assert "Roll out as dealt" in lead.get(address).content.decode()
    assert len(roll_out_as_dealt(initiative, by=world.office, at=NOW)) == 6


def test_nothing_is_measured_while_answers_are_still_taken_in(world, teams, signed_in):
    make_history(world, teams, set(), lift=0)
    initiative = dealt(world, teams)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    make_signal(unit=teams[0], touchpoint=world.delivery)
    page = (
        signed_in(world.lead)
        .post(reverse("initiatives:measure", args=[initiative.pk]), follow=True)
        .content.decode()
    )
    assert "Answers are still being taken in, so nothing was measured" in page
    assert not EffectReading.objects.exists()
