"""The pages of decisions: who registers, who assesses, who finds nothing."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.decisions.rules import limits
from tests.world import NOW

from .test_registering import assessed, registered


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_decision_is_registered_assessed_and_learned_from_on_the_pages(world, signed_in):
    lead = signed_in(world.lead)
    given = {
        "title": "A fee",
        "what": "Parcels cost 3.90.",
        "amount": "60000",
        "takes_effect_on": "2026-01-05",
    }
    lead.post(reverse("decisions:new"), given)
    made = RegisteredDecision.objects.get()
    assert made.filed_by == world.lead.person
    page = lead.get(reverse("decisions:list")).content.decode()
    assert "1 decision waits for a word about customers" in page
    said = {
        "who": "Everybody",
        "touchpoints": [world.delivery.pk],
        "watch": [world.delivery.pk],
        "expected_low": "-6",
    }
    refused = lead.post(
        reverse("decisions:assess", args=[made.pk]), {**said, "expected_high": "-7", "vulnerable": "Some"}
    )
    assert refused.status_code == 422
    for words in ("The best is not below the worst.", "Say what you do for those whom it may harm."):
        assert words in refused.content.decode()
    lead.post(reverse("decisions:assess", args=[made.pk]), {**said, "expected_high": "-1"})
    page = lead.get(reverse("decisions:decision", args=[made.pk])).content.decode()
    assert "Too few answers to tell." in page
    assert "Without a comparison group nobody can say that the decision caused it." in page
    lead.post(reverse("decisions:learn", args=[made.pk]), {"words": "Small orders became fewer."})
    assert (
        "Small orders became fewer."
        in lead.get(reverse("decisions:decision", args=[made.pk])).content.decode()
    )


def test_the_day_is_named_later_where_nobody_knew_it(world, signed_in):
    made = registered(world, takes_effect_on=None)
    assessed(world, made)
    address = reverse("decisions:decision", args=[made.pk])
    office = signed_in(world.office)
    assert (
        "Say when it takes effect, and what is watched is compared." in office.get(address).content.decode()
    )
    office.post(reverse("decisions:day", args=[made.pk]), {"on": "2025-12-01"})
    looked = office.get(address).content.decode()
    assert "What happened" in looked
    assert "by Olu Office, after it took effect" in looked


def test_nobody_finds_the_decisions_of_others(world, signed_in):
    made = registered(world)
    for name in ("decision", "assess", "learn", "day"):
        address = reverse(f"decisions:{name}", args=[made.pk])
        answer = (
            signed_in(world.frontline).post(address)
            if name in {"learn", "day"}
            else signed_in(world.frontline).get(address)
        )
        assert answer.status_code == 404
    assert "Delivery fee" not in signed_in(world.frontline).get(reverse("decisions:list")).content.decode()
    assert signed_in(world.partner).get(reverse("decisions:list")).status_code == 403


def test_the_office_sets_the_limits_and_nobody_else(world, signed_in):
    given = {"amount": "10", "customers": "5", "look_after_days": "30"}
    assert signed_in(world.lead).post(reverse("decisions:limits"), given).status_code == 403
    signed_in(world.office).post(reverse("decisions:limits"), given)
    assert (limits().amount, limits().customers, limits().look_after_days) == (10, 5, 30)


def test_the_list_is_searched_and_takes_as_many_questions_for_three_as_for_one(world, signed_in):
    client, counts = signed_in(world.office), []
    for number in (1, 2):
        for one in range(number):
            assessed(world, registered(world, what=f"Something {number}{one}."))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("decisions:list") + "?words=something")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert page.content.decode().count("data-row") == 3
    assert client.get(reverse("decisions:list") + "?colour=red").status_code == 400


def test_what_is_owed_stands_first_with_its_day_and_who_owes_it(world, signed_in):
    owed = registered(
        world, what="Owed", amount=Decimal(60_000), takes_effect_on=NOW.date() + timedelta(days=9)
    )
    late = registered(world, what="Late", takes_effect_on=NOW.date() - timedelta(days=200))
    due = registered(world, what="Due", takes_effect_on=NOW.date() - timedelta(days=91))
    done = registered(world, what="Later", takes_effect_on=None)
    for one in (late, due, done):
        assessed(world, one)
    RegisteredDecision.objects.filter(pk=due.pk).update(owner=world.lead.person)
    page = signed_in(world.office).get(reverse("decisions:list"))
    assert [one for one, _, _ in page.context["lines"]] == [owed, late, due, done]
    words = " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())
    assert "Assessment owed by 20 March 2026" in words
    assert f"Overdue since 21 November 2025 {late.filed_by}" in words
    assert "Look at it now since 10 March 2026 Lena Lead" in words
