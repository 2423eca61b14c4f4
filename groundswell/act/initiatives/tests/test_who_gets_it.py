"""How what customers were dealt reaches whoever delivers it: the list, the door of other systems, and the pages."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.initiatives.customers.dealing import deal_customers, nameless
from groundswell.act.initiatives.designs.following import roll_out_as_dealt
from groundswell.act.initiatives.models import Lot
from groundswell.act.initiatives.tests.test_customers import choose, lots, make_customers, moods, say
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.desk.erasing import erase_person
from groundswell.foundation.access.actions import give_token
from groundswell.foundation.customers.actions import add_identities
from groundswell.foundation.customers.barring import ban_contact
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer
from tests.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative(world, time_machine):
    time_machine.move_to(NOW, tick=False)
    return make_initiative(world)


@pytest.fixture
def design(world, initiative):
    customers = make_customers(60)
    say(world, customers, NOW - timedelta(days=60), moods())
    return choose(world, initiative)


def table(client, initiative, side=""):
    answer = client.get(reverse("initiatives:lots_file", args=[initiative.pk]) + side)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]


@pytest.fixture
def ask(client, world):
    def asked(owner=world.office, **told):
        _, secret = give_token(
            "Checkout", owner, scopes=["lots"], lasts=timedelta(days=1), by="administrator", at=NOW
        )
        return client.post(
            reverse("initiatives:lots_api"), json.dumps(told), content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )  # fmt: skip

    return asked


def test_the_list_holds_those_who_get_it_and_nobody_else(world, initiative, design, signed_in):
    rows = table(signed_in(world.office), initiative)
    assert {row.split(",")[0] for row in rows} == {number for number, gets in lots(design).items() if gets}
    assert len(table(signed_in(world.office), initiative, "?side=both")) == 60


def test_who_is_never_to_be_contacted_is_marked(world, initiative, design, signed_in):
    one = design.lots.filter(gets=True).select_related("customer").first().customer
    ban_contact(one, why="Asked us", by=world.office, at=NOW)
    marked = [row for row in table(signed_in(world.office), initiative) if row.endswith(",yes")]
    assert [row.split(",")[0] for row in marked] == [one.external_id]


def test_who_sees_no_names_takes_no_list(world, initiative, design, signed_in):
    client = signed_in(world.executive)
    assert client.get(reverse("initiatives:lots_file", args=[initiative.pk])).status_code == 403
    page = client.get(reverse("initiatives:lots", args=[initiative.pk])).content.decode()
    assert "Who gets it, as CSV" not in page


def test_a_lead_reads_customers_of_the_own_part_only(world, initiative, design, signed_in):
    stranger = make_customers(1, 900)[0]
    say(world, [stranger], NOW - timedelta(days=5), moods(), unit=world.york)
    Lot.objects.create(design=design, customer=stranger, gets=True, at=NOW)
    seen = table(signed_in(world.lead), initiative, "?side=both")
    assert len(seen) == 60
    assert not any(row.startswith(stranger.external_id) for row in seen)


def test_another_system_asks_for_one_customer_and_always_hears_the_same(world, initiative, design, ask):
    number, gets = next(iter(lots(design).items()))
    first = ask(initiative=initiative.pk, external_id=number)
    assert first.status_code == 200
    assert (first.json()["gets"], first.json()["has_begun"], first.json()["part"]) == (gets, False, None)
    roll_out_as_dealt(initiative, by=world.office, at=NOW)
    assert ask(initiative=initiative.pk, external_id=number).json()["gets"] == gets


def test_whoever_is_asked_after_first_is_known_and_dealt(initiative, design, ask):
    told = ask(initiative=initiative.pk, email="new@example.org").json()
    lot = Lot.objects.get(design=design, customer__email="new@example.org")
    assert told["gets"] == lot.gets
    Customer.objects.filter(email="new@example.org").update(external_id="later")
    assert ask(initiative=initiative.pk, external_id="later").json()["gets"] == lot.gets


def test_whoever_is_known_only_by_a_number_that_a_colleague_heard_is_dealt(initiative, design, ask):
    poster = Customer.objects.create(name="From a poster")
    add_identities(poster, {"external": "Heard-1"})
    assert nameless(design) == 0
    deal_customers(design, at=NOW)
    told = ask(initiative=initiative.pk, external_id="Heard-1")
    assert told.json()["gets"] == Lot.objects.get(design=design, customer=poster).gets


def test_two_records_of_one_customer_are_not_dealt_a_third_time(world, initiative, design, ask):
    lot = design.lots.select_related("customer").first()
    other = Customer.objects.create(external_id="other", email="other@example.org")
    merge_customers(other, lot.customer, by=world.office, at=NOW)
    assert ask(initiative=initiative.pk, external_id="other").json()["gets"] == lot.gets
    assert not Lot.objects.filter(customer=other).exists()


@pytest.mark.parametrize(
    "told",
    [{"external_id": "c-1"}, {"initiative": 99_999, "external_id": "c-1"}, {"initiative": True, "external_id": "c-1"},
     {"initiative": None}, {"initiative": "own"}, {"initiative": "own", "external_id": ""}, {"initiative": "own", "name": "Ann"},
     {"initiative": "own", "email": "no address"}],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_its_field(initiative, design, ask, told):
    told = {name: initiative.pk if value == "own" else value for name, value in told.items()}
    answer = ask(**told)
    assert answer.status_code == 422
    assert answer.json()["field"] in {"initiative", "external_id", "email", "name"}


def test_a_partner_hears_nothing_of_it(world, initiative, design, ask):
    assert ask(owner=world.partner, initiative=initiative.pk, external_id="c-00001").status_code == 401


def test_an_erased_customer_has_no_lot_any_more(world, initiative, design):
    one = design.lots.select_related("customer").first().customer
    erase_person(one, reason="By letter", asked_on=NOW.date(), by=world.office, at=NOW)
    assert not Lot.objects.filter(customer=one.pk).exists()


def test_the_form_puts_it_on_record_and_the_page_says_who_gets_it(world, initiative, signed_in):
    customers = make_customers(80)
    for days in (40, 70, 100, 130):
        say(world, customers, NOW - timedelta(days=days), moods(days))
    client, where = signed_in(world.office), reverse("initiatives:design", args=[initiative.pk])
    asked = (
        f"?may=customers&touchpoint={world.delivery.pk}&smallest=60&months=2&share=40&part={world.shops.pk}"
    )
    page = client.get(where + asked).content.decode()
    assert "Customers dealt by lot tells most here" in page
    assert "80 customers answer by name" in page
    begins = (NOW + timedelta(days=1)).date().isoformat()
    assert client.post(where + asked, {"kind": "customers", "starts_on": begins}).status_code == 302
    design = initiative.designs.get()
    assert (design.share, design.unit) == (40, world.shops)
    said = client.get(reverse("initiatives:initiative", args=[initiative.pk])).content.decode()
    assert "40 of 100 customers in Shops get it" in said
    assert client.get(reverse("initiatives:lots", args=[initiative.pk])).status_code == 200
