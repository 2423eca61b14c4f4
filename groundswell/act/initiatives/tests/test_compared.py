"""Who is compared with whom: the units that a design dealt, and no others; and what else may have moved the answers."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.answer import answers_of
from groundswell.act.initiatives.caveats import drift_caveat
from groundswell.act.initiatives.cells import ground_of
from groundswell.act.initiatives.designs.choice import Choice, Dealt
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.errors import StartStands
from groundswell.act.initiatives.forecasts import promises
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import EffectReading
from groundswell.science.effects.effect import Contrast, Effect, PreTrend, Verdict
from tests.world import NOW

from .works import FIRST_OF_SEPTEMBER, begin, make_history, make_initiative, make_teams


def _dealt(world, teams, kind="matched", *, having, lacking):
    initiative = make_initiative(world)
    dealt = [Dealt(team, 1, FIRST_OF_SEPTEMBER) for team in having] + [Dealt(team) for team in lacking]
    choice = Choice(kind, Decimal(5), FIRST_OF_SEPTEMBER, 6, touchpoint=world.delivery, dealt=tuple(dealt))
    register_design(initiative, choice, by=world.office, at=NOW.replace(year=2025, month=8, day=1))
    for team in having:
        roll_out(initiative, team, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    return initiative


def test_chosen_units_are_compared_with_their_likenesses_alone(world):
    """Two others fell since the start: held against all, units that did nothing would look better."""
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[8:]), lift=-0.35)
    initiative = _dealt(world, teams, having=teams[:4], lacking=teams[4:8])
    reading = measure_effect(initiative, at=NOW)
    assert (reading.detail["units_with"], reading.detail["units_without"]) == (4, 4)
    assert reading.detail["ground"]["judged"]["without"] == sorted(team.pk for team in teams[4:8])
    assert reading.low < 0 < reading.high


def test_a_unit_that_no_lot_decided_about_is_no_comparison(world):
    teams = make_teams(world, 9)
    make_history(world, teams, set(teams[:4]), lift=0.3)
    initiative = _dealt(world, teams, "randomised", having=teams[:4], lacking=teams[4:8])
    assert teams[8].pk not in ground_of(initiative, NOW.date(), initiative.designs.get()).units


def test_a_blend_is_made_of_all_who_go_without_and_of_nobody_who_got_it_as_well(world):
    teams = make_teams(world, 6)
    make_history(world, teams, {teams[0]}, lift=0.3)
    initiative = _dealt(world, teams, "synthetic", having=teams[:1], lacking=teams[1:3])
    roll_out(initiative, teams[5], from_on=date(2025, 11, 1), by=world.office, at=NOW)
    ground = ground_of(initiative, NOW.date(), initiative.designs.get())
    assert (ground.treated, ground.control) == ({teams[0].pk}, {team.pk for team in teams[1:5]})


def test_before_an_answer_with_it_the_units_without_it_are_those_that_were_dealt(world):
    teams = make_teams(world, 8)
    make_history(world, teams, set(), lift=0)
    initiative = make_initiative(world)
    for team in teams[:4]:
        roll_out(initiative, team, from_on=date(2026, 3, 1), by=world.office, at=NOW)
    reading = measure_effect(initiative, at=NOW.replace(month=3, day=2))
    assert reading.estimate is None
    assert dict(answers_of(reading))["Against what?"].startswith("4 units without it")


def test_unhappy_customers_who_stop_answering_are_no_effect(world):
    """Nobody knows how many were asked: that fewer answers come in where it runs is the only sign of it."""
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0, each=14, unhappy=0.2)
    reading = measure_effect(begin(world, teams, teams[:6]), at=NOW)
    assert reading.verdict == EffectReading.Verdict.CANNOT_TELL
    assert any("fewer answers come in where it runs" in one for one in reading.detail["caveats"])
    assert "Who answers has changed with it" in reading.sentence


def test_as_many_answers_as_elsewhere_widen_no_range(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.3)
    reading = measure_effect(begin(world, teams, teams[:6]), at=NOW)
    assert reading.detail["moved"] is None
    assert reading.detail["could_be"] == [0.0, 0.0]


def test_early_on_it_says_what_the_end_will_tell_and_not_how_many_answers_a_month_lacks(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.05)
    initiative = begin(world, teams, teams[:6])
    needs = measure_effect(initiative, at=datetime(2025, 10, 5, tzinfo=UTC)).detail["needs"]
    assert needs[0].startswith(
        "The time is not over: with as many answers a month as so far the range will reach"
    )


def test_what_is_late_says_that_answers_are_lacking_and_promises_no_range(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.05)
    needs = measure_effect(begin(world, teams, teams[:6]), at=NOW.replace(month=9, day=5)).detail["needs"]
    assert needs[0].startswith("It takes the answers that are not here yet")


def test_an_effect_that_an_earlier_drift_would_explain_is_read_with_care():
    drifting = PreTrend(Contrast(0.5, 0.6, -0.8, 1.8), None, 12, False)
    found = Effect(27.0, 7.0, 47.0, 0.01, 6, 6, 90, 90, drifting, Verdict.WORKED)
    assert "Carried on, that makes 22 points by itself." in drift_caveat(found, 24)[0]
    assert drift_caveat(replace(found, low=25.0), 24) == []
    assert drift_caveat(replace(found, verdict=Verdict.CANNOT_TELL), 24) == []


def test_a_comparison_that_cannot_be_trusted_teaches_nothing_about_promises(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.3)
    reading = measure_effect(begin(world, teams, teams[:6]), at=NOW)
    (before,) = promises(world.office)
    EffectReading.objects.filter(pk=reading.pk).update(detail=reading.detail | {"could_be": [9.8, 0.0]})
    (unsure,) = promises(world.office)
    assert unsure.outcome.error == pytest.approx(before.outcome.error + 5), (
        "by who answers it could be 9.8 points less"
    )
    reading.detail["pre_trend"]["is_violated"] = True
    EffectReading.objects.filter(pk=reading.pk).update(detail=reading.detail)
    (after,) = promises(world.office)
    assert before.outcome is not None
    assert (after.outcome, after.is_doubted) == (None, True)


def test_a_day_that_has_not_come_may_be_moved_and_one_that_has_stands(world):
    team = make_teams(world, 1)[0]
    initiative = make_initiative(world)
    given = {"by": world.office, "at": NOW}
    roll_out(initiative, team, from_on=date(2026, 5, 1), **given)
    assert roll_out(initiative, team, from_on=date(2026, 6, 1), **given).from_on == date(2026, 6, 1)
    with pytest.raises(StartStands, match="is past"):
        roll_out(initiative, team, from_on=date(2026, 2, 1), **given)
    with pytest.raises(StartStands, match="since 1 June 2026: that stands"):
        roll_out(initiative, team, from_on=date(2026, 9, 1), by=world.office, at=NOW.replace(month=6, day=2))
    assert initiative.rollouts.get().from_on == date(2026, 6, 1)
