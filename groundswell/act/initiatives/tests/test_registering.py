"""How an effect will be measured is chosen before the start, and stays."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.designs.choice import Choice, Dealt
from groundswell.act.initiatives.designs.registering import (
    came_after_the_start,
    is_as_registered,
    register_design,
    standing_design,
    supersede_design,
)
from groundswell.act.initiatives.errors import BegunAlready, DesignStands, ReasonMissing
from groundswell.act.initiatives.models import Allocation, Design, Guard
from groundswell.foundation.history.models import Event
from tests.world import NOW

from .works import make_initiative

SOON, LATER = date(2026, 4, 1), NOW + timedelta(days=30)
CHOICE = Choice(
    kind=Design.Kind.RANDOMISED,
    smallest_points=Decimal(8),
    starts_on=SOON,
    months=3,
    guards=((Guard.Watches.RESPONSE, Decimal(3)),),
    seed=7,
)


@pytest.fixture
def dealt(world):
    return replace(CHOICE, dealt=(Dealt(world.leeds, 1, SOON, "Shops"), Dealt(world.york, stratum="Shops")))


def test_what_was_chosen_is_on_record_with_its_digest_and_in_the_history(world, dealt):
    initiative = make_initiative(world)
    design = register_design(initiative, dealt, by=world.office, at=NOW)
    assert standing_design(initiative) == design
    assert is_as_registered(design)
    assert not came_after_the_start(design)
    assert [(one.unit, one.wave) for one in design.allocations.order_by("wave")] in (
        [(world.leeds, 1), (world.york, None)], [(world.york, None), (world.leeds, 1)],
    )  # fmt: skip
    assert Event.objects.get(verb="registered design").detail["digest"] == design.digest


def test_once_a_unit_works_with_the_change_no_first_design_is_taken(world, dealt):
    initiative = make_initiative(world)
    roll_out(initiative, world.leeds, from_on=NOW.date(), by=world.office, at=NOW)
    with pytest.raises(BegunAlready):
        register_design(initiative, dealt, by=world.office, at=NOW)
    late = supersede_design(initiative, dealt, because="Nobody had chosen.", by=world.office, at=NOW)
    assert came_after_the_start(late), "what came after the start is told apart for good"


def test_a_unit_that_begins_on_the_day_of_the_record_began_after_it(world, dealt):
    initiative = make_initiative(world)
    today = replace(dealt, starts_on=NOW.date(), dealt=(Dealt(world.leeds, 1, NOW.date()), Dealt(world.york)))
    design = register_design(initiative, today, by=world.office, at=NOW)
    roll_out(initiative, world.leeds, from_on=NOW.date(), by=world.office, at=NOW)
    assert not came_after_the_start(design)
    roll_out(initiative, world.web, from_on=NOW.date() - timedelta(days=1), by=world.office, at=NOW)
    assert came_after_the_start(design)


def test_a_design_gives_way_only_with_a_reason_and_stays_on_record(world, dealt):
    initiative = make_initiative(world)
    first = register_design(initiative, dealt, by=world.office, at=NOW)
    with pytest.raises(DesignStands):
        register_design(initiative, dealt, by=world.office, at=NOW)
    with pytest.raises(ReasonMissing):
        supersede_design(initiative, dealt, because="  ", by=world.office, at=NOW)
    longer = replace(dealt, months=6)
    second = supersede_design(initiative, longer, because="Too few answers.", by=world.office, at=LATER)
    assert standing_design(initiative) == second
    assert second.supersedes == first
    assert first.digest != second.digest
    assert is_as_registered(first)


def test_what_was_dealt_cannot_be_edited_not_even_in_the_database(world, dealt):
    design = register_design(make_initiative(world), dealt, by=world.office, at=NOW)
    one = design.allocations.get(unit=world.york)
    one.wave, one.from_on = 1, SOON
    with pytest.raises(ValidationError):
        one.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Allocation.objects.filter(pk=one.pk).update(wave=1, from_on=SOON)


@pytest.mark.parametrize(
    "change", [{"months": 9}, {"smallest_points": Decimal(2)}, {"seed": 8}, {"kind": "before_after"}]
)
def test_whoever_changes_a_design_behind_our_back_is_found_out(world, dealt, change):
    design = register_design(make_initiative(world), dealt, by=world.office, at=NOW)
    Design.objects.filter(pk=design.pk).update(**change)
    design.refresh_from_db()
    assert not is_as_registered(design)


def test_a_unit_that_was_taken_out_of_the_lot_is_found_out(world, dealt):
    design = register_design(make_initiative(world), dealt, by=world.office, at=NOW)
    design.allocations.filter(unit=world.york).delete()
    assert not is_as_registered(design)
