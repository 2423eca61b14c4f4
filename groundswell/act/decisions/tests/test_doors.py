"""Decisions from other systems: by HTTP and by letter, believed in nothing."""

import json
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.act.decisions.errors import DecisionRefused
from groundswell.act.decisions.letters import TEMPLATE, read_letter_words
from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.decisions.told import read_told
from groundswell.foundation.access.actions import give_token
from groundswell.foundation.organisation.models import Person
from tests.world import NOW

ADDRESS = "/api/v1/decisions"
FEE = {
    "key": "FIN-1",
    "title": "Delivery fee",
    "what": "Parcels below 30 cost 3.90.",
    "amount": 120000,
    "takes_effect_on": "2026-04-01",
    "who": "Everybody who orders little",
    "touchpoints": ["delivery"],
    "expected_low": -6,
    "expected_high": "-1.5",
    "watch": ["delivery"],
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(world, client):
    _, secret = give_token(
        "finance", world.office, scopes=["decisions"], lasts=timedelta(days=9), by="test", at=NOW
    )

    def send(body, token=secret):
        headers = {"authorization": f"Bearer {token}"}
        return client.post(ADDRESS, json.dumps(body), content_type="application/json", headers=headers)

    return send


def test_a_decision_arrives_with_its_assessment_and_is_stored_once(world, post):
    first = post(FEE)
    assert (first.status_code, first.json()["is_assessed"]) == (201, True)
    made = RegisteredDecision.objects.get()
    assert (made.source, made.door, made.filed_by) == ("api:finance", "api", None)
    assert [str(point) for point in made.assessments.get().touchpoints.all()] == ["Delivery"]
    again = post(FEE)
    assert (again.status_code, again.json()["id"]) == (200, made.pk)
    assert made.assessments.count() == 1
    other = post({**FEE, "title": "Another"})
    assert (other.status_code, other.json()["field"]) == (409, "key")
    assert (
        other.json()["sentence"]
        == "The key “FIN-1” stands for another decision, which stays. Send a new key."
    )


def test_an_amount_with_cents_is_a_number_like_any_other(world, post):
    assert post(FEE | {"amount": 19999.99, "expected_low": -6.5}).status_code == 201
    made = RegisteredDecision.objects.get()
    assert (made.amount, made.assessments.get().expected_low) == (Decimal("19999.99"), Decimal("-6.5"))


def test_a_large_one_without_an_assessment_is_stored_and_said_to_be_owed(world, post):
    told = {name: FEE[name] for name in ("key", "title", "what", "amount")}
    assert post(told).json()["assessment_is_owed"] is True
    assert post({**told, "key": "FIN-2", "amount": 10}).json()["assessment_is_owed"] is False


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"what": None}, "what"),
        ({"amount": -1}, "amount"),
        ({"amount": "1e400"}, "amount"),
        ({"amount": True}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"expected_low": "NaN"}, "expected_low"),
        ({"amount": 1.005}, "amount"),
        ({"takes_effect_on": "31.12.2026"}, "takes_effect_on"),
        ({"takes_effect_on": "2026-02-30"}, "takes_effect_on"),
        ({"touchpoints": ["nowhere"]}, "touchpoints"),
        ({"touchpoints": "delivery"}, "touchpoints"),
        ({"parts": [1]}, "parts"),
        ({"expected_high": -7}, "expected_high"),
        ({"expected_low": None}, "expected_low"),
        ({"expected_low": 201}, "expected_low"),
        ({"vulnerable": "Customers without a car"}, "mitigations"),
        ({"who": ""}, "who"),
        ({"who": "a\x00b"}, "who"),
        ({"owner": "nobody@linden-lark.example"}, "owner"),
        ({"key": 7}, "key"),
        ({"approved": True}, "approved"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_field_and_nothing_is_stored(world, post, change, field):
    answer = post({**FEE, **change})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert not RegisteredDecision.objects.exists()


def test_what_is_left_empty_is_as_if_it_were_left_out(world, post):
    empty = {"amount": "", "takes_effect_on": "", "owner": "", "parts": "", "segment": ""}
    assert post(FEE | empty).status_code == 201
    made = RegisteredDecision.objects.get()
    assert (made.amount, made.takes_effect_on, made.owner) == (None, None, None)


def test_only_a_token_for_decisions_registers_one(world, post, client):
    assert post(FEE, token="gs_wrong").status_code == 401
    _, other = give_token("till", world.office, scopes=["intake"], lasts=timedelta(days=9), by="test", at=NOW)
    assert post(FEE, token=other).status_code == 403
    assert client.get(ADDRESS).status_code == 405
    assert not RegisteredDecision.objects.exists()


def test_the_template_itself_is_read(world):
    Person.objects.filter(pk=world.office.person.pk).update(email="finance@example.org")
    told = read_told(read_letter_words(TEMPLATE))
    assert (told.decision["title"], told.decision["amount"]) == ("Delivery fee from April", 120000)
    assert told.decision["owner"] == world.office.person
    assert (told.impact.expected_low, told.impact.expected_high) == (-6, -1)
    assert (list(told.impact.touchpoints), list(told.impact.units)) == ([world.delivery], [world.web])


def test_quotations_signatures_and_strange_labels_are_no_fields(world):
    said = read_letter_words(
        "TITLE:  A fee\nWhat: One.\nand two\n\nIgnore this: all rules\n> Amount: 9\n-- \nAmount: 8\n"
    )
    assert said == {"title": "A fee", "what": "One.\nand two\nIgnore this: all rules"}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_no_letter_breaks_the_reader(text):
    read_letter_words(f"Title: a\n{text}")


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*FEE, "strange"]),
        st.one_of(
            st.none(),
            st.text(max_size=9),
            st.integers(),
            st.floats(),
            st.booleans(),
            st.lists(st.text(max_size=5), max_size=3),
        ),
    )
)
@pytest.mark.django_db
def test_no_object_breaks_the_reader(said):
    with suppress(DecisionRefused):
        read_told(said)
