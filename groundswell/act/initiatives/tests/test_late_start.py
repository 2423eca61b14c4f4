"""Whoever begins when the planned time is over is told so, and nobody else goes without a reading for it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.designs.choice import Choice, Dealt
from groundswell.act.initiatives.designs.registering import register_design, supersede_design
from groundswell.act.initiatives.errors import NothingToMeasure
from groundswell.act.initiatives.jobs import measure_all
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import Design
from groundswell.act.initiatives.tests.test_customers import choose, heard
from tests.world import NOW

from .works import make_history, make_initiative, make_teams

pytestmark = pytest.mark.django_db
__all__ = ["heard"]
EARLY, FIRST = datetime(2025, 8, 20, tzinfo=UTC), date(2025, 9, 1)


def test_a_start_after_the_planned_end_is_told_with_what_to_do_and_holds_nobody_up(world):
    teams = make_teams(world, 8)
    make_history(world, teams, set(teams[:4]), lift=0.3)
    choice = Choice(
        kind=Design.Kind.RANDOMISED, smallest_points=Decimal(8), starts_on=FIRST, months=2, touchpoint=world.delivery, seed=3,
        dealt=(*(Dealt(one, 1, FIRST) for one in teams[:4]), *(Dealt(one) for one in teams[4:])),
    )  # fmt: skip
    initiative = make_initiative(world)
    register_design(initiative, choice, by=world.office, at=EARLY)
    for one in teams[:4]:
        roll_out(initiative, one, from_on=date(2025, 12, 1), by=world.office, at=NOW)
    with pytest.raises(
        NothingToMeasure,
        match="began on 1 December 2025, and by its design the comparison ended on 31 October 2025",
    ):
        measure_effect(initiative, at=NOW)
    assert measure_all(NOW) == ""
    supersede_design(initiative, choice, because="It began later.", by=world.office, at=NOW)
    assert measure_effect(initiative, at=NOW).estimate is not None


def test_a_lot_of_customers_that_began_when_its_time_was_over_is_told_so(world, heard):
    initiative, _ = heard
    design = choose(world, initiative, months=2)
    top = design.allocations.get().unit
    roll_out(initiative, top, from_on=NOW.date() + timedelta(days=120), by=world.office, at=NOW)
    with pytest.raises(NothingToMeasure, match="the comparison ended on 31 May 2026"):
        measure_effect(initiative, at=NOW + timedelta(days=130))
