"""One customer on one page, as far as the viewer may see."""

from datetime import date

import pytest

from groundswell.foundation.customers.accounts import join_account, worth_of_account
from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Account, Customer, Merge, Revenue
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from tests.world import NOW, make_customer, make_signal


@pytest.fixture
def carla(world) -> Customer:
    customer = make_customer("Carla Cross")
    make_signal(2, "Cold shop in Leeds.", unit=world.leeds, customer=customer)
    make_signal(9, "Lovely York.", unit=world.york, customer=customer)
    return customer


def test_a_lead_sees_a_customer_by_the_voices_within_sight_only(world, signed_in, carla):
    page = signed_in(world.lead).get(f"/customers/{carla.pk}/").content.decode()
    assert "Cold shop in Leeds" in page
    assert "Lovely York" not in page
    assert "1 voice within your sight" in page
    whole = signed_in(world.office).get(f"/customers/{carla.pk}/").content.decode()
    assert "Lovely York" in whole


@pytest.mark.parametrize("path", ["", "consents/"])
def test_who_has_no_voice_of_hers_finds_no_page(world, signed_in, path):
    stranger = make_customer("Yolanda Yorks")
    make_signal(1, "York only.", unit=world.york, customer=stranger)
    for user in (world.lead, world.frontline):
        assert signed_in(user).get(f"/customers/{stranger.pk}/{path}").status_code == 404
    for user in (world.executive, world.partner):
        assert signed_in(user).get(f"/customers/{stranger.pk}/{path}").status_code == 403
    assert signed_in(world.york_lead).get(f"/customers/{stranger.pk}/{path}").status_code == 200


def test_complaints_of_another_place_stay_there(world, signed_in, carla):
    for key, unit in (("1", world.leeds), ("2", world.york)):
        receive_complaint(NewComplaint(key, f"In {unit}.", email=carla.email, unit_id=unit.pk), at=NOW)
    mine, theirs = [one.reference for one in _complaints()]
    page = signed_in(world.lead).get(f"/customers/{carla.pk}/").content.decode()
    assert mine in page
    assert theirs not in page


def _complaints():
    from groundswell.listen.complaints.models import Complaint

    return Complaint.objects.order_by("id")


def test_an_account_names_only_whom_the_viewer_serves(world, signed_in, carla):
    other = make_customer("Yolanda Yorks")
    make_signal(1, "York only.", unit=world.york, customer=other)
    account = Account.objects.create(name="Cross & Co", kind=Account.Kind.BUSINESS)
    join_account(account, carla, part="decider", by="a test", at=NOW)
    join_account(account, other, part="payer", by="a test", at=NOW)
    for customer, amount in ((carla, 100), (other, 20)):
        Revenue.objects.create(customer=customer, month=date(2026, 2, 1), amount=amount)
    assert worth_of_account(account, NOW.date()).amount == 120
    page = signed_in(world.lead).get(f"/customers/{carla.pk}/").content.decode()
    assert "Cross &amp; Co" in page
    assert "Yolanda" not in page
    assert "120" not in page
    assert "Yolanda" in signed_in(world.office).get(f"/customers/{carla.pk}/").content.decode()


def test_a_merged_record_leads_to_the_living_one_and_back(world, signed_in, carla):
    twin = make_customer("C. Cross")
    make_signal(5, "Twin voice.", unit=world.leeds, customer=twin)
    office = signed_in(world.office)
    office.post("/customers/same/merge/", {"one": carla.pk, "other": twin.pk})
    assert office.get(f"/customers/{twin.pk}/")["Location"] == f"/customers/{carla.pk}/"
    assert "Twin voice" in office.get(f"/customers/{carla.pk}/").content.decode()
    office.post("/customers/same/apart/", {"merge": Merge.objects.get().pk})
    assert "Twin voice" not in office.get(f"/customers/{carla.pk}/").content.decode()
    for user in (world.lead, world.executive):
        assert signed_in(user).post("/customers/same/merge/", {"one": 1, "other": 2}).status_code == 403


@pytest.mark.parametrize(
    "form", [{}, {"one": "x", "other": "1"}, {"merge": "x"}, {"one": "1", "other": "99999"}]
)
def test_nonsense_merges_nobody(world, signed_in, form):
    for path in ("merge", "apart"):
        assert signed_in(world.office).post(f"/customers/same/{path}/", form).status_code == 404
    assert not Merge.objects.exists()


def test_the_voice_and_the_call_card_lead_to_the_customer(world, signed_in, carla):
    voice = carla.signals.get(score=2)
    page = f"/voices/{voice.pk}/"
    link = f'href="/customers/{carla.pk}/"'
    assert link in signed_in(world.lead).get(page).content.decode()
    assert link not in signed_in(world.executive).get(page).content.decode()


def test_merging_twice_says_what_to_do(world, signed_in, carla):
    twin = make_customer()
    merge_customers(carla, twin, by="a test", at=NOW)
    page = signed_in(world.office).post(
        "/customers/same/merge/", {"one": carla.pk, "other": twin.pk}, follow=True
    )
    assert "was merged before" in page.content.decode()


def test_the_office_sets_the_clock_and_the_household_of_a_customer(world, signed_in):
    customer, mate = make_customer("Ann Ash"), make_customer("Bob Ash")
    client, here = signed_in(world.office), f"/customers/{customer.pk}/"
    client.post(f"{here}details/", {"time_zone": "Mars/Olympus"})
    client.post(f"{here}details/", {"time_zone": "Asia/Kathmandu"})
    for one in (customer, mate):
        given = {"name": "Fern Bakery", "kind": "business", "part": "decider"}
        client.post(f"/customers/{one.pk}/account/", given)
    page = client.get(here).content.decode()
    assert "Asia/Kathmandu" in page
    assert "Fern Bakery" in page
    assert "Bob Ash" in page
    assert "decides" in page
    membership = customer.memberships.get()
    assert client.post(f"/customers/{mate.pk}/account/{membership.pk}/").status_code == 404
    client.post(f"{here}account/{membership.pk}/")
    assert customer.memberships.get().until is not None
    assert signed_in(world.lead).post(f"{here}details/", {"time_zone": "Asia/Tokyo"}).status_code == 403


def test_the_story_of_a_customer_is_one_list_by_what_the_viewer_may_see(world, signed_in):
    customer = make_customer()
    make_signal(3, unit=world.leeds, customer=customer, touchpoint=world.delivery)
    make_signal(4, unit=world.york, customer=customer, touchpoint=world.returns)
    office = signed_in(world.office).get(f"/customers/{customer.pk}/").content.decode()
    lead = signed_in(world.lead).get(f"/customers/{customer.pk}/").content.decode()
    assert "Answered: Delivery" in office
    assert "Answered: Returns" in office
    assert "Allowed us to ask" in office
    assert "Answered: Delivery" in lead
    assert "Answered: Returns" not in lead
    assert "Allowed us to ask" not in lead


def test_the_office_says_that_two_records_are_one_by_an_address_or_a_number(world, signed_in, carla):
    twin = find_or_make_customer({"phone": "020 7946 0018"})
    office = signed_in(world.office)
    for known_as in ("nobody@people.example", carla.email):
        office.post(f"/customers/{carla.pk}/same-as/", {"known_as": known_as})
    assert not Merge.objects.exists()
    page = office.post(f"/customers/{carla.pk}/same-as/", {"known_as": "+44 20 7946 0018"}, follow=True)
    assert "Take apart" in page.content.decode()
    assert (Merge.objects.get().kept, Merge.objects.get().merged) == (carla, twin)
    assert signed_in(world.lead).post(f"/customers/{carla.pk}/same-as/", {}).status_code == 403


def test_every_voice_of_a_customer_can_be_read_page_by_page(world, signed_in, carla):
    for number in range(23):
        make_signal(5, f"Voice {number}.", customer=carla, unit=world.leeds)
    office = signed_in(world.office)
    pages = [office.get(f"/customers/{carla.pk}/?page={number}").content.decode() for number in (1, 2)]
    assert all(any(f"Voice {number}." in page for page in pages) for number in range(23))
    assert office.get(f"/customers/{carla.pk}/?page=9").status_code == 404


def test_the_page_of_consents_begins_with_what_is_allowed_and_leads_to_why(world, signed_in):
    customer, client = make_customer(), signed_in(world.office)
    page = client.get(f"/customers/{customer.pk}/consents/").content.decode()
    assert "Allowed today: ask how it was (e-mail); answer, and tell what became of it (e-mail)." in page
    assert f'href="/listen/asking/why/?customer={customer.pk}"' in page
    client.post(f"/customers/{customer.pk}/consents/", {"source": "a letter"})
    page = client.get(f"/customers/{customer.pk}/consents/").content.decode()
    assert "Nothing is allowed today" in page
