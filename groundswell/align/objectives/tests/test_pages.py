"""The pages of objectives."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.align.objectives.actions import add_metric, set_objective
from groundswell.align.objectives.models import Metric, Objective
from tests.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def objective(world) -> Objective:
    objective = set_objective(
        "Customers speak for us",
        why="They bring the next customer.",
        owner=world.executive.person,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        by=world.office,
        at=NOW,
    )
    top = add_metric(objective, "Earned growth", level="money", source="earned_growth", by="o", at=NOW)
    add_metric(objective, "Retention", level="behaviour", source="retention", parent=top, by="o", at=NOW)
    return objective


def test_the_tree_shows_belief_as_belief(world, objective, signed_in):
    page = signed_in(world.frontline).get(reverse("objectives:page", args=[objective.pk]))
    words = page.content.decode()
    assert "0 of 1 links between them rest on evidence" in words
    assert "Belief, not tested yet" in words
    assert "It needs revenue in the year before" in words


def test_the_list_asks_the_same_questions_for_one_and_for_three(world, objective, signed_in):
    client = signed_in(world.lead)
    one = questions_of(client, reverse("objectives:list"))
    for title in ("Second", "Third"):
        Objective.objects.create(
            title=title,
            why="x",
            owner=world.lead.person,
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 2, 1),
        )
    assert questions_of(client, reverse("objectives:list")) == one
    assert "3 objectives" in client.get(reverse("objectives:list")).content.decode()


def questions_of(client, url: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_partners_see_no_objectives(world, objective, signed_in):
    assert signed_in(world.partner).get(reverse("objectives:list")).status_code == 403


def test_only_those_who_steer_add_metrics(world, objective, signed_in):
    new = reverse("objectives:new_metric", args=[objective.pk])
    assert signed_in(world.lead).post(new, {}).status_code == 403
    given = {"name": "Refund days", "level": "operations", "source": "operational", "edge_evidence": "belief"}
    page = signed_in(world.office).post(new, given)
    assert "Name the measure that operations reports." in page.content.decode()
    signed_in(world.office).post(new, {**given, "measure": "refund days"})
    assert Metric.objects.get(name="Refund days").measure == "refund days"


def test_the_office_sets_an_objective(world, signed_in):
    client = signed_in(world.office)
    assert "No objective is set yet" in client.get(reverse("objectives:list")).content.decode()
    given = {
        "title": "Heard",
        "why": "x",
        "owner": world.lead.person.pk,
        "starts_on": "2026-01-01",
        "ends_on": "2025-01-01",
    }
    assert "ends before it starts" in client.post(reverse("objectives:new"), given).content.decode()
    client.post(reverse("objectives:new"), {**given, "ends_on": "2026-12-31"})
    assert Objective.objects.get().title == "Heard"
