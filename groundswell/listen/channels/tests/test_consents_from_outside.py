"""Another system tells what customers agree to: the newest word holds, in whichever order and however often it comes."""

import json
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from groundswell.config import commands_asking, commands_serve  # noqa: F401
from groundswell.config.command_line import app
from groundswell.foundation.access.actions import give_token
from groundswell.foundation.customers.actions import find_or_make_customer, stop_channel, withdraw_consent
from groundswell.foundation.customers.consenting import Word, hear_word
from groundswell.foundation.customers.merging import merge_customers, unmerge
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.foundation.customers.queries import may_contact
from groundswell.foundation.history.models import Event
from tests.world import NOW, make_customer

HOUR = timedelta(hours=1)


@pytest.fixture
def door(world):
    def token(*scopes: str) -> str:
        return give_token("CRM", world.office, scopes=list(scopes), lasts=HOUR, by="test", at=timezone.now())[
            1
        ]

    secret = token("consent")

    def tell(secret=secret, without=(), **told):
        given = {"email": "ann@x.example", "purpose": "asking", "channel": "email", "agrees": True}
        given |= {"said_at": "2026-03-10T10:00:00Z", "source": "preference centre"} | told
        body = {name: value for name, value in given.items() if name not in without}
        headers = {"Authorization": f"Bearer {secret}"}
        return Client().post(
            "/api/v1/consents", json.dumps(body), content_type="application/json", headers=headers
        )

    tell.token = token
    return tell


def test_a_yes_and_a_no_hold_with_their_source_and_their_moment(door):
    assert door().json() == {"allows": True, "changed": True}
    assert may_contact(Customer.objects.get(email="ann@x.example"), "asking", "email")
    assert door(agrees=False, said_at="2026-03-11T10:00:00Z").json() == {"allows": False, "changed": True}
    consent = Consent.objects.get()
    assert (consent.source, consent.withdrawn_source, consent.given_by) == (
        "preference centre",
        "preference centre",
        "api:CRM",
    )
    assert consent.given_at == datetime.fromisoformat("2026-03-10T10:00:00Z")
    assert consent.withdrawn_at == datetime.fromisoformat("2026-03-11T10:00:00Z")


def test_the_same_word_again_changes_nothing_and_leaves_no_trace(door):
    door()
    events = Event.objects.count()
    assert [door().json() for _ in range(3)] == [{"allows": True, "changed": False}] * 3
    assert Event.objects.count() == events
    assert Consent.objects.count() == 1


def test_a_refusal_of_somebody_new_is_on_record(door):
    assert door(agrees=False).json() == {"allows": False, "changed": True}
    assert not may_contact(Customer.objects.get(email="ann@x.example"), "asking")
    assert door(said_at="2026-03-09T10:00:00Z").json() == {"allows": False, "changed": False}


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize(
    "words", [(True, False, False), (False, True, False), (False, False, True), (True, True, False)]
)
def test_the_newest_word_holds_in_whichever_order_they_arrive(db, words, order):
    customer = make_customer()
    Consent.objects.all().delete()
    for number in order:
        said = Word("asking", "email", words[number], NOW + number * HOUR, "CRM")
        hear_word(customer, said, by="CRM", at=NOW + 9 * HOUR)
    assert may_contact(customer, "asking", "email") == words[-1]


def test_of_two_words_of_one_moment_the_no_holds(db):
    for order in ((True, False), (False, True)):
        customer = make_customer()
        Consent.objects.all().delete()
        for agrees in order:
            hear_word(customer, Word("asking", "text", agrees, NOW, "CRM"), by="CRM", at=NOW)
        assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_a_late_yes_does_not_undo_what_the_customer_did_here_since(door):
    door()
    customer = Customer.objects.get(email="ann@x.example")
    withdraw_consent(
        customer, "asking", channel="email", by="the customer", at=NOW, source="one click in a letter"
    )
    assert door(said_at="2026-03-10T12:00:00Z").json() == {"allows": False, "changed": False}
    stop_channel(customer, "text", by="text message", at=NOW, source="STOP")
    assert not door(channel="text").json()["allows"]


def test_a_no_binds_all_records_of_the_person_taken_apart_too(door):
    kept, merged = make_customer("Ann"), find_or_make_customer({"email": "ann@x.example"})
    merge = merge_customers(kept, merged, by="office", at=NOW - 9 * HOUR)
    assert door(agrees=False, said_at="2026-03-11T10:00:00Z").json() == {"allows": False, "changed": True}
    assert not may_contact(kept, "asking")
    unmerge(merge, by="office", at=timezone.now())
    assert not may_contact(kept, "asking")
    assert not may_contact(merged, "asking")


def test_a_clock_that_runs_ahead_does_not_shut_out_later_words(db):
    customer, now = make_customer(), NOW + HOUR
    hear_word(customer, Word("asking", "email", True, now + timedelta(minutes=4), "CRM"), by="CRM", at=now)
    hear_word(
        customer,
        Word("asking", "email", False, now + timedelta(minutes=1), "CRM"),
        by="CRM",
        at=now + timedelta(minutes=1),
    )
    assert not may_contact(customer, "asking", "email")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"purpose": "selling"}, "purpose"),
        ({"channel": "fax"}, "channel"),
        ({"agrees": "yes"}, "agrees"),
        ({"agrees": None}, "agrees"),
        ({"said_at": "yesterday"}, "said_at"),
        ({"said_at": "2126-01-01T00:00:00Z"}, "said_at"),
        ({"said_at": 5}, "said_at"),
        ({"source": ""}, "source"),
        ({"source": "x" * 61}, "source"),
        ({"source": "a\u0000b"}, "source"),
        ({"email": "nobody"}, "email"),
        ({"email": "ann@x.example\u200b"}, "email"),
        ({"phone": "07700 900123"}, "email"),
        ({"without": ("email",), "phone": "12"}, "phone"),
        ({"without": ("email",)}, "email"),
        *(({"external_id": nothing}, "email") for nothing in ([], {}, 0, False)),
        *(({"without": ("email",), "external_id": nothing}, "external_id") for nothing in ([], {}, 0, False)),
        ({"wished": "no"}, "wished"),
        ({"source": ["a"]}, "source"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_field_and_nothing_is_stored(door, told, field):
    answer = door(**told)
    assert (answer.status_code, answer.json()["class"], answer.json()["field"]) == (422, "unusable", field)
    assert answer.json()["sentence"]
    assert not Consent.objects.exists()


def test_only_a_token_for_consent_may_tell(door):
    assert door(secret=door.token("intake")).status_code == 403
    assert door(secret="gs_no").status_code == 401
    assert Client().get("/api/v1/consents").status_code == 405
    assert not Consent.objects.exists()


@pytest.mark.parametrize("named", [{"phone": "+447700900123"}, {"external_id": "K-17"}])
def test_a_customer_may_be_named_by_number_too(door, named):
    assert door(without=("email",), channel="post", **named).json() == {"allows": True, "changed": True}
    kind, value = next(iter(named.items()))
    customer = Customer.objects.get()
    assert find_or_make_customer({"external" if kind == "external_id" else kind: value}) == customer


LINES = """email,purpose,channel,agrees,said_at,source
ann@x.example,asking,email,yes,2026-03-10T10:00:00Z,CRM
ben@x.example,asking,email,no,2026-03-10T10:00:00Z,CRM
cat@x.example,asking,fax,yes,2026-03-10T10:00:00Z,CRM
,asking,email,yes,2026-03-10T10:00:00Z,CRM
"""


@pytest.mark.django_db(transaction=True)
def test_a_file_of_words_is_tried_first_then_taken_once_and_names_what_is_wrong(monkeypatch, tmp_path):
    monkeypatch.setattr(commands_serve, "ready", lambda: None)
    path = tmp_path / "words.csv"
    path.write_text(LINES, encoding="utf-8")

    def run(*more: str) -> dict:
        result = CliRunner().invoke(app, ["consents", str(path), "--json", *more])
        assert result.exit_code == 1
        return json.loads(result.stdout)

    tried = run("--dry-run")
    assert (tried["read"], tried["changed"], [one["line"] for one in tried["wrong"]]) == (4, 2, [4, 5])
    assert not Customer.objects.exists()
    assert run()["changed"] == 2
    assert run()["changed"] == 0
    assert [may_contact(one, "asking") for one in Customer.objects.order_by("email")] == [True, False]
