"""The page of benefits: promised beside brought, within the sight of its reader."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.initiatives.models import Initiative
from groundswell.prove.benefits.actions import reckon_benefit
from tests.world import NOW

from .money import begun

pytestmark = pytest.mark.django_db


@time_machine.travel(NOW, tick=False)
def test_the_page_sets_what_was_promised_beside_what_it_brought(world, signed_in):
    initiative = begun(world)
    reckon_benefit(initiative, at=NOW)
    words = signed_in(world.executive).get(reverse("benefits:list")).content.decode()
    assert "1 initiative brought £" in words
    assert "+12 points" in words
    assert "Not measured yet" in words
    assert "144 customer-months" in words
    assert reverse("initiatives:initiative", args=[initiative.pk]) in words


@time_machine.travel(NOW, tick=False)
def test_a_lead_sees_only_what_touches_the_own_part(world, signed_in):
    initiative = begun(world)
    reckon_benefit(initiative, at=NOW)
    assert initiative.name in signed_in(world.office).get(reverse("benefits:list")).content.decode()
    page = signed_in(world.york_lead).get(reverse("benefits:list"))
    assert page.status_code == 200
    assert initiative.name not in page.content.decode()
    for closed in (world.frontline, world.partner):
        assert signed_in(closed).get(reverse("benefits:list")).status_code == 403


@time_machine.travel(NOW, tick=False)
def test_the_page_asks_the_same_questions_for_one_and_for_three(world, signed_in):
    client, url = signed_in(world.office), reverse("benefits:list")
    first = begun(world)
    reckon_benefit(first, at=NOW)
    before = questions_of(client, url)
    for number in range(2):
        again = Initiative.objects.get(pk=first.pk)
        decision = again.decision
        proposal = decision.proposal
        proposal.pk = None
        proposal.save()
        decision.pk, decision.proposal = None, proposal
        decision.save()
        again.pk, again.decision, again.name = None, decision, f"Copy {number}"
        again.save()
        reckon_benefit(again, at=NOW)
    assert questions_of(client, url) == before


def questions_of(client, url: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
