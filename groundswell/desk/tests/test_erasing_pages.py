"""What we hold, the file for the person, the erasing and the requests of customers, as the office sees them."""

import csv
import io
import json
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.foundation.customers.consenting import consent_link_token
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.erasing.models import Erasure, Request, RequestAnswer
from groundswell.foundation.history.models import Event
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from tests.world import NOW, make_customer, make_signal

REASON = {"reason": "By letter, signature compared", "asked_on": "2026-03-10"}


@pytest.fixture
def carla(world):
    carla = make_customer("Carla Canary")
    make_signal(2, "=1+1 is what the canary cost me.", unit=world.leeds, customer=carla)
    return carla


@pytest.fixture
def office(world, signed_in):
    return signed_in(world.office)


def test_the_page_says_by_room_what_is_held(office, carla):
    page = office.get(reverse("desk:held", args=[carla.pk])).content.decode()
    assert "What we hold about Carla Canary" in page
    assert page.count("data-row") == 3, "voices, consents, the record itself"


def test_the_file_holds_all_of_it_as_a_document_and_as_tables(office, carla):
    answer = office.get(reverse("desk:held_file", args=[carla.pk]))
    archive = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    whole = json.loads(archive.read("everything.json"))
    assert whole["Signals"]["Voices"][0]["comment"] == "=1+1 is what the canary cost me."
    assert whole["Customers"]["Customer records"][0]["name"] == "Carla Canary"
    [row] = csv.DictReader(io.StringIO(archive.read("signals-voices.csv").decode("utf-8-sig")))
    assert row["comment"].startswith("'=1+1"), "no spreadsheet reckons with it"
    assert Event.objects.get(verb="drew up what is held").subject_id == str(carla.pk)


def test_the_office_erases_with_a_reason_and_reads_the_proof(office, carla):
    address = reverse("desk:erase", args=[carla.pk])
    assert "Erase Carla Canary?" in office.get(address).content.decode()
    assert Customer.objects.filter(pk=carla.pk).exists(), "looking changes nothing"
    office.post(address, {"reason": "", "asked_on": "2026-03-10"})
    assert Customer.objects.filter(pk=carla.pk).exists(), "nobody is erased without a reason"
    proof = office.post(address, REASON, follow=True).content.decode()
    assert not Customer.objects.filter(pk=carla.pk).exists()
    assert "Canary" not in proof
    assert "records are gone" in proof


def test_an_open_complaint_is_named_and_confirmed(office, carla, world):
    told = NewComplaint("canary-complaint-0001", "It stands still.", customer_id=carla.pk, email=carla.email)
    entry = receive_complaint(told, at=NOW)
    address = reverse("desk:erase", args=[carla.pk])
    assert entry.reference in office.get(address).content.decode()
    assert "still wait" in office.post(address, REASON).content.decode()
    office.post(address, REASON | {"despite": entry.reference})
    assert not Customer.objects.filter(pk=carla.pk).exists()


@pytest.mark.parametrize("role", ["frontline", "lead", "executive", "partner"])
@pytest.mark.parametrize("page", ["held", "held_file", "erase"])
def test_nobody_else_looks_takes_or_erases(world, signed_in, carla, role, page):
    client = signed_in(getattr(world, role))
    assert client.get(reverse(f"desk:{page}", args=[carla.pk])).status_code == 403
    assert client.post(reverse(f"desk:{page}", args=[carla.pk]), REASON).status_code == 403
    assert Customer.objects.filter(pk=carla.pk).exists()


def test_a_customer_asks_on_their_own_page_and_the_office_sees_the_clock(office, carla):
    own = reverse("channels:consents", args=[consent_link_token(carla.pk)])
    assert "Delete everything about me" in Client().get(own).content.decode()
    for _ in range(2):
        Client().post(own, {"ask": "erase"})
    asked = Request.objects.get()
    assert (asked.due_on - asked.asked_at.date()).days == 30
    assert str(asked.due_on) in Client().get(own).content.decode()
    listed = office.get(reverse("desk:requests")).content.decode()
    assert "Carla Canary" in listed
    assert reverse("desk:erase", args=[carla.pk]) in listed
    assert "Delete everything about me" in office.get(reverse("desk:home")).content.decode()


def test_a_refusal_says_why_and_the_customer_is_told(office, carla):
    asked = Request.objects.create(kind="erase", customer=carla, asked_at=NOW, due_on=NOW.date())
    address = reverse("desk:answer_request", args=[asked.pk])
    office.post(address, {"refuse": "1", "why": " "})
    assert not RequestAnswer.objects.exists()
    office.post(address, {"refuse": "1", "why": "We must keep the invoice for ten years."})
    assert RequestAnswer.objects.get().outcome == "refused"
    assert "ten years" in Message.objects.get(address=carla.email).body


def test_who_asked_on_their_page_is_told_that_it_is_done(office, carla):
    asked = Request.objects.create(kind="erase", customer=carla, asked_at=NOW, due_on=NOW.date())
    office.post(reverse("desk:erase", args=[carla.pk]), REASON)
    asked.refresh_from_db()
    assert (asked.customer, asked.answer.outcome) == (None, "done")
    farewell = Message.objects.get()
    assert (farewell.address, farewell.customer) == (carla.email, None)
    assert Erasure.objects.get().pending["farewell"] == farewell.pk


def test_the_list_of_requests_costs_the_same_however_long_it_is(office, carla, django_assert_max_num_queries):
    for count in (1, 3):
        for number in range(count):
            other = make_customer(f"Other {number}")
            Request.objects.create(kind="know", customer=other, asked_at=NOW, due_on=NOW.date())
        with django_assert_max_num_queries(13):
            office.get(reverse("desk:requests"))
