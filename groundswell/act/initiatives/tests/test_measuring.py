"""Did it work? Found where it is true, not claimed where it is not."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval, make_chamber
from groundswell.act.initiatives import jobs
from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.cells import ground_of, start_numbers
from groundswell.act.initiatives.designs.choice import Choice, Dealt
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.errors import NothingToMeasure
from groundswell.act.initiatives.jobs import measure_all
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.foundation.organisation.models import Unit
from tests.world import NOW

from .works import FIRST_OF_SEPTEMBER, begin, make_history, make_initiative, make_teams


def test_an_initiative_that_worked_is_found_to_have_worked(world):
    teams = make_teams(world, 12)
    having = set(teams[:6])
    make_history(world, teams, having, lift=0.3)
    reading = measure_effect(begin(world, teams, having), at=NOW)
    assert reading.verdict == EffectReading.Verdict.WORKED
    assert reading.low < 45 < reading.high, "0.3 more promoters instead of half detractors: 30 + 15 points"
    assert reading.sentence.startswith("One-hour slots worked: +")
    assert (reading.detail["units_with"], reading.detail["units_without"]) == (6, 6)
    assert reading.detail["pre_trend"]["is_violated"] is False
    assert len(reading.detail["series"]) == 12
    assert reading.detail["series"][0]["treated_n"] == 6 * 12


@pytest.mark.parametrize("seed", range(3))
def test_an_initiative_that_did_nothing_is_not_claimed(world, seed):
    teams = make_teams(world, 12)
    having = set(teams[:6])
    make_history(world, teams, having, lift=0.0, seed=seed)
    reading = measure_effect(begin(world, teams, having), at=NOW)
    assert reading.verdict != EffectReading.Verdict.WORKED
    assert reading.low < 0 < reading.high


def test_a_general_rise_is_no_effect(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams), lift=0.3)
    reading = measure_effect(begin(world, teams, teams[:6]), at=NOW)
    assert reading.verdict != EffectReading.Verdict.WORKED


@pytest.mark.parametrize("seed", [7, None])
def test_only_waves_whose_order_somebody_planned_are_held_to_what_chosen_units_drift(world, signed_in, seed):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.3)
    initiative = make_initiative(world)
    dealt = [Dealt(team, 1, FIRST_OF_SEPTEMBER) for team in teams[:6]] + [Dealt(team) for team in teams[6:]]
    waves = Choice(
        "staggered",
        Decimal(5),
        FIRST_OF_SEPTEMBER,
        6,
        touchpoint=world.delivery,
        dealt=tuple(dealt),
        seed=seed,
    )
    register_design(initiative, waves, by=world.office, at=NOW.replace(year=2025, month=8, day=1))
    for team in teams[:6]:
        roll_out(initiative, team, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    reading = measure_effect(initiative, at=NOW)
    assert reading.verdict == EffectReading.Verdict.WORKED
    assert (reading.detail["pre_trend"] is None) == (seed is not None)
    page = signed_in(world.office).get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
    assert ("A lot decided who begins when" in page) == (seed is not None)


def test_one_unit_against_one_cannot_tell(world):
    teams = make_teams(world, 2)
    make_history(world, teams, {teams[0]}, lift=0.3)
    reading = measure_effect(begin(world, teams, teams[:1]), at=NOW)
    assert reading.verdict == EffectReading.Verdict.CANNOT_TELL
    assert "at least two units" in reading.sentence


def test_only_units_of_the_same_kind_with_answers_are_compared(world):
    teams = make_teams(world, 3)
    make_history(world, teams, {teams[0]}, lift=0.3)
    region = Unit.objects.create(code="north", name="North", kind=Unit.Kind.REGION, parent=world.root)
    make_history(world, [region], set(), lift=0)
    ground = ground_of(begin(world, teams, teams[:1]), NOW.date())
    assert (ground.treated, ground.control) == ({teams[0].pk}, {teams[1].pk, teams[2].pk})


def test_a_rollout_holds_for_everything_below_and_the_earlier_day_counts(world):
    teams = make_teams(world, 2)
    make_history(world, [*teams, world.web], set(), lift=0)
    initiative = make_initiative(world)
    roll_out(initiative, world.shops, from_on=date(2025, 10, 1), by=world.office, at=NOW)
    roll_out(initiative, teams[0], from_on=date(2025, 8, 1), by=world.office, at=NOW)
    ground = ground_of(initiative, NOW.date())
    assert {ground.names[unit]: day for unit, day in ground.starts.items()} == {
        "Team 00": date(2025, 8, 1),
        "Team 01": date(2025, 10, 1),
    }
    assert ground.control == {world.web.pk}


def test_the_month_in_which_a_unit_changed_half_way_is_left_out(world):
    teams = make_teams(world, 2)
    make_history(world, teams, set(), lift=0)
    ground = ground_of(begin(world, teams, teams[:1], from_on=date(2025, 9, 15)), NOW.date())
    assert (teams[0].pk, FIRST_OF_SEPTEMBER) not in ground.tallies
    assert (teams[1].pk, FIRST_OF_SEPTEMBER) in ground.tallies
    assert start_numbers(ground)[str(teams[0].pk)] == 2025 * 12 + 9


def test_a_unit_that_begins_later_is_still_without_it(world):
    teams = make_teams(world, 4)
    make_history(world, teams, set(), lift=0)
    initiative = begin(world, teams, teams[:1])
    roll_out(initiative, teams[1], from_on=date(2026, 6, 1), by=world.office, at=NOW)
    assert teams[1].pk in ground_of(initiative, NOW.date()).control


def test_nothing_is_measured_before_somebody_begins(world):
    initiative = make_initiative(world)
    with pytest.raises(NothingToMeasure):
        measure_effect(initiative, at=NOW)
    roll_out(initiative, world.leeds, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    with pytest.raises(NothingToMeasure, match="No unit with scores from 0 to 10"):
        measure_effect(initiative, at=NOW)


def test_without_a_touchpoint_the_effect_is_measured_everywhere(world, signed_in):
    decision = make_approval(world, make_chamber(world).council)
    page = signed_in(world.office).get(f"/act/initiatives/start/{decision.pk}/")
    assert page.context["form"].fields["touchpoint"].empty_label == "Everywhere"
    given = {
        "name": "Slots",
        "owner": world.lead.person.pk,
        "sponsor": world.executive.person.pk,
        "expected_points": "5",
    }
    signed_in(world.office).post(f"/act/initiatives/start/{decision.pk}/", given)
    initiative = Initiative.objects.get()
    assert initiative.touchpoint is None
    teams = make_teams(world, 8)
    make_history(world, teams, set(teams[:4]), lift=0.3)
    initiative.gates.all().delete()
    for team in teams[:4]:
        roll_out(initiative, team, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    assert measure_all(NOW) == "measured 1 initiative", "every night, as any other"
    reading = initiative.effect_readings.get()
    assert reading.estimate > 0
    assert reading.detail["touchpoint"] == "every touchpoint"


def test_the_nightly_job_measures_each_initiative_once_a_day(world):
    teams = make_teams(world, 4)
    make_history(world, teams, set(), lift=0)
    begin(world, teams, teams[:2])
    assert measure_all(NOW) == "measured 1 initiative"
    assert measure_all(NOW) == ""
    assert EffectReading.objects.count() == 1


def test_one_initiative_that_breaks_off_stops_no_other(world, monkeypatch):
    teams = make_teams(world, 4)
    make_history(world, teams, set(), lift=0)
    fine = begin(world, teams, teams[:2])
    broken = Initiative(name="Broken")

    def measure(initiative, *, at):
        if initiative is broken:
            raise ZeroDivisionError
        return measure_effect(initiative, at=at)

    monkeypatch.setattr(jobs, "measurable", lambda at: [broken, fine])
    monkeypatch.setattr(jobs, "measure_effect", measure)
    with pytest.raises(ZeroDivisionError):
        measure_all(NOW)
    assert EffectReading.objects.filter(initiative=fine).count() == 1
