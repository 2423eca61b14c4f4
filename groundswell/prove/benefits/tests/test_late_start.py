"""Money where units began only when the planned time was over."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.designs.choice import Choice, Dealt
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.models import Design
from groundswell.act.initiatives.tests.test_customers import choose, heard
from groundswell.act.initiatives.tests.works import make_initiative, make_teams
from groundswell.prove.benefits.actions import reckon_benefit
from tests.world import NOW

from .money import START, make_money

pytestmark = pytest.mark.django_db
__all__ = ["heard"]


def test_units_that_began_too_late_are_not_said_to_wait(world):
    teams, initiative = make_teams(world, 8), make_initiative(world)
    make_money(teams, teams[:4], lift=20)
    choice = Choice(
        kind=Design.Kind.RANDOMISED, smallest_points=Decimal(8), starts_on=START, months=2, touchpoint=world.delivery, seed=3,
        dealt=(*(Dealt(one, 1, START) for one in teams[:4]), *(Dealt(one) for one in teams[4:])),
    )  # fmt: skip
    register_design(initiative, choice, by=world.office, at=datetime(2025, 8, 20, tzinfo=UTC))
    for one in teams[:4]:
        roll_out(initiative, one, from_on=date(2025, 12, 1), by=world.office, at=NOW)
    found = reckon_benefit(initiative, at=NOW)
    assert found.amount is None
    assert found.reason.startswith(
        "It began on 1 December 2025, and by its design the comparison ended on 31 October 2025."
    )


def test_customers_who_were_given_it_too_late_are_not_said_to_lack_revenue(world, heard):
    initiative, _ = heard
    top = choose(world, initiative, months=2).allocations.get().unit
    day = NOW.date() + timedelta(days=120)
    roll_out(initiative, top, from_on=day, by=world.office, at=NOW)
    assert (
        "the comparison ended on 31 May 2026"
        in reckon_benefit(initiative, at=NOW + timedelta(days=150)).reason
    )
