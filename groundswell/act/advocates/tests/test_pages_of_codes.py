"""A code is told at the till and by another system."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from groundswell.act.advocates.models import Referral, RefusedReferral
from groundswell.foundation.access.actions import give_token
from tests.world import NOW

from .scenes import make_advocate


@pytest.fixture(autouse=True)
def on_that_day():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_colleague_takes_a_code_and_is_told_when_it_does_not_count(world, signed_in):
    advocate, client = make_advocate(world), signed_in(world.frontline)
    told = {"code": advocate.referral_code, "email": "new@people.example", "bought_on": "2026-03-10"}
    assert (
        "Counted: Petra Promoter brought"
        in client.post("/act/advocates/code/", told, follow=True).content.decode()
    )
    own = client.post("/act/advocates/code/", told | {"email": advocate.customer.email}, follow=True)
    assert "Not counted. The same person." in own.content.decode()
    assert client.post("/act/advocates/code/", {"code": "x", "bought_on": "2026-03-10"}).status_code == 422


def test_another_system_tells_of_a_code(world):
    advocate = make_advocate(world)
    _, secret = give_token("till", world.office, scopes=("intake",), lasts=timedelta(days=1), by="x", at=NOW)
    till = Client(headers={"Authorization": f"Bearer {secret}"})

    def tell(**told):
        return till.post("/api/v1/referrals", json.dumps(told), content_type="application/json")

    told = {"code": advocate.referral_code, "external_id": "K-1", "bought_on": "2026-03-10"}
    assert [tell(**told).json()["counts"] for _ in range(2)] == [True, True]
    assert Referral.objects.get().customer.external_id == "K-1"
    assert tell(**(told | {"code": "nobody"})).json() == {
        "counts": False, "why_not": "no_code", "sentence": "No advocate has this code",
    }  # fmt: skip
    assert RefusedReferral.objects.count() == 1
    for wrong, field in (
        ({"bought_on": "10.3.2026"}, "bought_on"),
        ({"bought_on": "2027-01-01"}, "bought_on"),
        ({"colour": "red"}, "colour"),
        ({"external_id": None}, "email"),
    ):
        answer = tell(**(told | wrong))
        assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert Client().post("/api/v1/referrals", "{}", content_type="application/json").status_code == 401
    assert till.get("/api/v1/referrals").status_code == 405
