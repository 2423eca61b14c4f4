"""What stands beside an effect: a place that it cannot move, other work in the same units, a blend, and the end of a comparison."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.designs.choice import Choice
from groundswell.act.initiatives.designs.registering import register_design, supersede_design
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import EffectReading, Initiative, Rollout
from groundswell.act.initiatives.pictures import effect_chart
from tests.world import NOW

from .works import FIRST_OF_SEPTEMBER, begin, make_history, make_initiative, make_teams


def _judged_beside(world, moved):
    teams = make_teams(world, 12)
    having = set(teams[:6])
    make_history(world, teams, having, lift=0.3)
    make_history(world, teams, having if moved else set(), lift=0.3, touchpoint=world.returns, seed=8)
    initiative = make_initiative(world)
    choice = Choice(
        "matched", Decimal(5), FIRST_OF_SEPTEMBER, 6, touchpoint=world.delivery, untouched=world.returns
    )
    register_design(initiative, choice, by=world.office, at=NOW.replace(year=2025, month=8, day=1))
    for team in having:
        roll_out(initiative, team, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    return measure_effect(initiative, at=NOW)


def test_an_effect_stands_where_what_it_cannot_move_did_not_move(world):
    reading = _judged_beside(world, moved=False)
    assert reading.verdict == EffectReading.Verdict.WORKED
    assert reading.detail["untouched"]["moved"] is False
    assert reading.detail["untouched"]["low"] < 0 < reading.detail["untouched"]["high"]


def test_nobody_says_that_it_worked_where_what_it_cannot_move_moved_too(world):
    reading = _judged_beside(world, moved=True)
    assert reading.low > 0
    assert reading.verdict == EffectReading.Verdict.CANNOT_TELL
    assert "which it cannot move, moved too" in reading.sentence
    assert reading.detail["untouched"]["moved"] is True


def test_waves_that_reach_everybody_are_told_until_the_last_one_begins(world, signed_in):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.3)
    initiative = begin(world, teams, teams[:6])
    last = date(2026, 1, 1)
    for team in teams[6:]:
        roll_out(initiative, team, from_on=last, by=world.office, at=NOW)
    with time_machine.travel(NOW, tick=False):
        before = measure_effect(initiative, at=NOW.replace(year=2025, month=12, day=31))
        reading = measure_effect(initiative, at=NOW)
        assert (reading.detail["compared_until"], reading.detail["is_compared_no_more"]) == (
            last.isoformat(),
            True,
        )
        assert (before.detail["compared_until"], before.detail["is_compared_no_more"]) == (
            last.isoformat(),
            False,
        )
        assert reading.estimate == before.estimate
        assert (reading.detail["units_with"], reading.detail["units_without"]) == (6, 6)
        page = (
            signed_in(world.office).get(reverse("initiatives:effect", args=[initiative.pk])).content.decode()
        )
        assert "A comparison existed until 1 January 2026" in page


def test_another_initiative_in_the_same_units_stands_beside_the_effect(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.3)
    initiative = begin(world, teams, teams[:6])
    body = initiative.decision.proposal.body
    other = make_initiative(world, name="New signs", decision=make_approval(world, body))
    Initiative.objects.filter(pk=other.pk).update(touchpoint=world.returns)
    for team in teams[4:8]:
        roll_out(other, team, from_on=date(2025, 11, 1), by=world.office, at=NOW)
    said = " ".join(measure_effect(initiative, at=NOW).detail["caveats"])
    assert (
        "others began too, in some of the 12 units that are compared here: “New signs” in 4, measured at Returns."
        in said
    )
    third = make_initiative(world, name="New tills", decision=make_approval(world, body))
    roll_out(third, teams[0], from_on=date(2025, 11, 1), by=world.office, at=NOW)
    both = [one for one in measure_effect(initiative, at=NOW).detail["caveats"] if "others began too" in one]
    assert len(both) == 1, "one line, however many they are"
    assert "“New tills” in 1; and “New signs” in 4, measured at Returns. What they moved here" in both[0]
    Rollout.objects.filter(initiative=other).update(from_on=date(2024, 1, 1))
    assert "New signs" not in " ".join(measure_effect(initiative, at=NOW).detail["caveats"]), (
        "judged long ago"
    )


def test_another_one_that_begins_everywhere_on_one_day_moves_both_sides_alike_and_is_no_warning(world):
    teams = make_teams(world, 6)
    make_history(world, teams, set(teams[:3]), lift=0.3)
    initiative = begin(world, teams, teams[:3])
    other = make_initiative(
        world, name="New signs", decision=make_approval(world, initiative.decision.proposal.body)
    )
    for team in teams:
        roll_out(other, team, from_on=date(2025, 11, 1), by=world.office, at=NOW)
    assert "New signs" not in " ".join(measure_effect(initiative, at=NOW).detail["caveats"])
    Rollout.objects.filter(initiative=other, unit=teams[0]).update(from_on=date(2025, 12, 1))
    assert "New signs" in " ".join(measure_effect(initiative, at=NOW).detail["caveats"])


def test_one_unit_is_drawn_against_its_blend_and_one_series_against_itself_drawn_on(world):
    teams = make_teams(world, 12)
    make_history(world, teams, {teams[0]}, lift=0.3)
    initiative = make_initiative(world)
    choice = Choice("synthetic", Decimal(5), FIRST_OF_SEPTEMBER, 6, touchpoint=world.delivery)
    early = NOW.replace(year=2025, month=8, day=1)
    register_design(initiative, choice, by=world.office, at=early)
    roll_out(initiative, teams[0], from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    reading = measure_effect(initiative, at=NOW)
    rows = reading.detail["series"]
    after = [row["treated"] - row["beside"] for row in rows if row["month"] >= "2025-09"]
    assert sum(after) / len(after) == pytest.approx(reading.estimate)
    assert "others that went without it" in reading.sentence
    assert "The blend" in str(effect_chart(reading))
    series = Choice("interrupted", Decimal(5), FIRST_OF_SEPTEMBER, 6, touchpoint=world.delivery)
    supersede_design(initiative, series, because="No blend.", by=world.office, at=early)
    drawn = [row["beside"] for row in measure_effect(initiative, at=NOW).detail["series"]]
    steps = {round(b - a, 6) for a, b in pairwise(drawn)}
    assert len(steps) == 1, "a straight line, drawn on as it ran before"
