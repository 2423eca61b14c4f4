"""What customers agreed to elsewhere comes by a page: looked at, then heard word by word."""

from datetime import datetime
from io import BytesIO

import pytest
from django.utils import timezone

from groundswell.desk.agreed import bringing, pages
from groundswell.foundation.customers.actions import find_or_make_customer, withdraw_consent
from groundswell.foundation.customers.models import Consent, Customer, Purpose
from tests.world import World, make_user

FILE = """E-mail,Opted in,Date
carla@people.example,yes,2026-01-14
ben@people.example,no,2026-01-14
new@people.example,yes,2026-02-01
ann@people.example,perhaps,2026-02-01
dan@people.example,yes,14/1/2026
eva@people.example,ja,14.1.2026
"""
EVERY = {"every_purpose": "contact", "every_channel": "email", "every_source": "order form 2025"}
COLUMNS = {"column_who": 0, "column_agrees": 1, "column_said_at": 2}


@pytest.fixture
def looked(world: World, signed_in):
    file = BytesIO(FILE.encode())
    file.name = "agreed.csv"
    client = signed_in(world.office)
    return client, client.post("/customers/agreed/", {"file": file}, follow=True).request["PATH_INFO"]


def test_what_no_column_says_is_asked_before_anything_is_read(looked) -> None:
    client, address = looked
    assert client.get(address).context["read"] is None
    short = client.post(address, {**COLUMNS, "every_purpose": "contact"})
    assert short.status_code == 422
    assert set(short.context["form"].errors) == {"every_channel", "every_source"}


def test_each_word_is_heard_and_each_line_that_cannot_be_used_is_told(looked) -> None:
    client, address = looked
    read = client.post(address, COLUMNS | EVERY).context["read"]
    assert (read.yes, read.no) == (3, 1)
    assert read.problems.told == [
        (
            5,
            "Agrees or not: “perhaps” is neither yes nor no. Write yes where the customer agrees, no where not.",
        ),
        (6, "When they said so: “14/1/2026” is no day. Write it as 2026-03-11 or 11.03.2026."),
    ]
    assert not Consent.objects.exists()
    page = client.post(address, COLUMNS | EVERY | {"bring": "0"}, follow=True).content.decode()
    assert "4 words are heard; the newest word of each customer holds." in page
    assert "3 of 4 customers may be told" in page
    carla = Consent.objects.get(customer__email="carla@people.example")
    assert (carla.purpose, carla.channel, carla.source) == ("contact", "email", "order form 2025")
    assert timezone.localdate(carla.given_at).isoformat() == "2026-01-14"
    assert not Consent.objects.filter(customer__email="ben@people.example", withdrawn_at=None).exists()


def test_who_took_it_back_later_stays_left_alone(looked) -> None:
    client, address = looked
    carla = find_or_make_customer({"email": "carla@people.example"})
    at = timezone.make_aware(datetime(2026, 1, 20))
    withdraw_consent(carla, Purpose.CONTACT, channel="email", source="a letter", by="Carla", at=at)
    client.post(address, COLUMNS | EVERY | {"bring": "0"})
    assert not Consent.objects.filter(customer=carla, withdrawn_at=None).exists()


def test_everybody_may_be_said_to_agree_on_one_day(looked) -> None:
    client, address = looked
    said = {"column_who": 0, "every_agrees": "yes", "every_said_at": "2025-11-03", "bring": "0"}
    client.post(address, EVERY | said)
    assert Customer.objects.filter(consents__withdrawn_at=None).count() == 6


@pytest.mark.parametrize("role", ["frontline", "lead", "analyst", "partner", "executive"])
def test_others_bring_no_consent(world: World, signed_in, role: str) -> None:
    assert signed_in(make_user("Sam", world.root, role)).get("/customers/agreed/").status_code == 403


def test_a_long_file_is_heard_in_parts_and_what_is_heard_holds(looked, monkeypatch) -> None:
    client, address = looked
    monkeypatch.setattr(pages, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(bringing, "PORTION", 3)
    first = client.post(address, COLUMNS | EVERY | {"bring": "0"})
    assert first.context["heard"] == 3
    assert Consent.objects.count() == 3
    page = first.content.decode()
    assert "3 of 4" in page
    assert 'name="bring" value="3"' in page
    done = client.post(address, COLUMNS | EVERY | {"bring": "3"}, follow=True)
    assert "4 words are heard" in done.content.decode()
    assert Consent.objects.filter(withdrawn_at=None).count() == 3
    again = client.post(address, COLUMNS | EVERY | {"bring": "٣" * 40})
    assert again.status_code == 404
