"""What counts for a stage happened where it is and since it began."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.cases.tests.scenes import closed_case
from groundswell.act.huddles.models import Huddle
from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.models import EffectReading
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.programme.actions import begin_stage
from groundswell.act.programme.deeds import weekly
from groundswell.act.programme.models import Stage
from groundswell.act.programme.queries import scope_of, stage_facts
from groundswell.act.programme.rules import (
    next_step,
    traps,
)
from groundswell.foundation.journeys.models import Touchpoint
from tests.world import NOW

from .stages import facts_now, make_stage

pytestmark = pytest.mark.usefixtures("today")


def test_what_worked_before_a_stage_began_or_elsewhere_on_the_journey_proves_nothing_of_it(world):
    initiative = make_initiative(world)
    roll_out(initiative, world.york, from_on=NOW.date() - timedelta(days=400), by=world.office, at=NOW)
    reading = EffectReading.objects.create(
        initiative=initiative, verdict="worked", sentence="It did.", measured_at=NOW - timedelta(weeks=30)
    )
    begin_stage(make_stage(world), by=world.office, at=NOW - timedelta(weeks=13))
    facts = facts_now()
    assert (facts.current.worked, facts.current.measured, len(facts.current.works)) == (0, 0, 1)
    assert next_step(facts, traps(facts)).startswith("Look at “Two shops” together")
    reading.measured_at = NOW - timedelta(weeks=1)
    reading.save()
    assert facts_now().current.worked == 1
    initiative.touchpoint = world.returns
    initiative.save()
    assert facts_now().current.works == ()
    initiative.touchpoint = world.delivery
    initiative.started_at, initiative.ended_at = NOW - timedelta(weeks=60), NOW - timedelta(weeks=20)
    initiative.save()
    assert facts_now().current.works == (), "it was over before the stage began"


def test_a_part_of_the_journey_is_one_place_with_all_its_touchpoints(world, signed_in):
    part, office = world.delivery.stage, signed_in(world.office)
    given = {
        "name": "Two shops",
        "goal": "One effect is proven.",
        "weeks": 12,
        "units": [world.york.pk, world.leeds.pk],
    }
    address = reverse("programme:programme")
    answer = office.post(address, given)
    assert (answer.status_code, "Choose a part of the journey" in answer.content.decode()) == (422, True)
    office.post(address, {**given, "parts": [part.pk], "touchpoints": [world.delivery.pk]})
    stage = Stage.objects.get()
    assert stage_facts(stage, NOW).where == "1 part of the journey"
    assert traps(facts_now()) == []
    assert str(part) in office.get(address).content.decode()
    change = reverse("programme:change", args=[stage.pk])
    elsewhere = Touchpoint.objects.create(code="elsewhere", name="Elsewhere")
    office.post(change, {**given, "parts": [part.pk], "touchpoints": [elsewhere.pk]})
    assert (
        traps(facts_now())[0].words
        == "The first stage has 2 teams and 1 part of the journey and 1 touchpoint."
    )


def test_momentum_is_counted_where_the_stage_is(world, signed_in):
    monday = NOW - timedelta(days=NOW.weekday())
    stage = make_stage(world, units=[world.york])
    begin_stage(stage, by=world.office, at=NOW - timedelta(weeks=6))
    for hours, (unit, lead, touchpoint) in enumerate(
        (
            (world.york, world.york_lead, world.delivery),
            (world.york, world.york_lead, world.returns),
            (world.leeds, world.lead, world.delivery),
        )
    ):
        closed_case(unit, lead.person, at=monday - timedelta(weeks=1), touchpoint=touchpoint)
        at = monday - timedelta(weeks=2, hours=hours)
        Huddle.objects.create(unit=unit, facilitator=lead.person, planned_at=at, started_at=at, ended_at=at)
    within = {one.kind: one.now for one in weekly(NOW, scope_of(stage))}
    assert (within["closed"], within["huddles"]) == (1, 2)
    assert {one.kind: one.now for one in weekly(NOW)}["closed"] == 3
    office = signed_in(world.office)
    page = office.get(reverse("programme:programme")).content.decode()
    assert "Where “Two shops” is" in page
    for one in weekly(NOW, scope_of(stage)):
        address = reverse("programme:deeds") + f"?of={one.kind}&amp;stage={stage.pk}"
        assert address in page
        behind = office.get(address.replace("&amp;", "&"))
        assert sum(deed.count for deed in behind.context["page"].object_list) == one.now
    assert "where “Two shops” is" in behind.content.decode()
