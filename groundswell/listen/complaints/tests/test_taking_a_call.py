"""A colleague takes a call: finds who calls, hears of what they wait for already, and joins or enters."""

from django.test import Client

from groundswell.foundation.customers.models import Customer, Identity
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.models import Complaint
from tests.world import NOW, make_customer, make_signal

ADDRESS = "/listen/complaints/phone/"


def call(client: Client, **form: str):
    return client.post(ADDRESS, {"what_happened": "No lift.", "submission": "p1"} | form, follow=True)


def test_a_name_finds_customers_within_sight_and_keeps_what_was_typed(world, signed_in):
    ours, theirs = make_customer("Ada Ash"), make_customer("Ada Birch")
    make_signal(3, "Hm.", customer=ours, unit=world.leeds)
    make_signal(3, "Hm.", customer=theirs, unit=world.york)
    page = call(signed_in(world.frontline), name="ada", do="find").content.decode()
    assert "Ada Ash" in page
    assert "Ada Birch" not in page
    assert "No lift." in page
    assert "Ada Birch" in call(signed_in(world.office), name="ada", do="find").content.decode()
    assert not Complaint.objects.exists()


def test_a_number_finds_its_customer_wherever_they_are(world, signed_in):
    far = make_customer("Yan York")
    make_signal(3, "Hm.", customer=far, unit=world.york)
    Identity.objects.create(customer=far, kind="phone", value="+442079460018")
    client = signed_in(world.frontline)
    part = client.get(f"{ADDRESS}callers/?name=&phone=020+7946+0018&email=").content.decode()
    assert "Yan York" in part
    assert "<html" not in part
    assert "Nobody is known" in client.get(f"{ADDRESS}callers/?email=x@people.example").content.decode()
    assert signed_in(world.executive).get(f"{ADDRESS}callers/").status_code == 403


def test_the_chosen_caller_has_the_complaint_and_is_known_by_the_new_number(world, signed_in):
    ada = make_customer("Ada Ash")
    client = signed_in(world.office)
    call(client, name="Ada", phone="020 7946 0018", customer=str(ada.pk), do="enter")
    assert Complaint.objects.get().signal.customer == ada
    assert ada.identities.filter(value="+442079460018").exists()
    assert Customer.objects.count() == 1


def test_somebody_else_of_the_same_name_is_a_new_customer(world, signed_in):
    make_customer("Ada Ash")
    call(signed_in(world.office), name="Ada Ash", phone="020 7946 0019", customer="new")
    assert Customer.objects.count() == 2


def test_who_waits_already_is_asked_whether_it_is_the_same(world, signed_in):
    first = receive_complaint(NewComplaint("s1", "Broken zip.", email="ann@people.example"), at=NOW)
    client = signed_in(world.office)
    page = call(client, email="Ann@people.example")
    assert page.status_code == 422
    assert f"add it to {first.reference}" in page.content.decode()
    assert Complaint.objects.count() == 1
    page = call(client, email="ann@people.example", do=f"join-{first.pk}").content.decode()
    assert f"Read out: {first.reference}" not in page or "Added to" in page
    assert [one.signal.comment for one in first.additions.all()] == ["No lift."]
    assert first.additions.get().signal.channel == "phone"
    call(client, email="ann@people.example", do="anew", submission="p2")
    assert Complaint.objects.count() == 2


def test_nobody_joins_the_complaint_of_somebody_else(world, signed_in):
    first = receive_complaint(NewComplaint("s1", "Broken zip.", email="ann@people.example"), at=NOW)
    call(signed_in(world.office), email="bob@people.example", do=f"join-{first.pk}")
    assert not first.additions.exists()


def test_the_first_button_of_the_form_only_looks(world, signed_in):
    receive_complaint(NewComplaint("s1", "Broken zip.", email="ann@people.example"), at=NOW)
    page = call(signed_in(world.office), email="ann@people.example").content.decode()
    form = page[page.index("novalidate>") :]
    assert form.index('value="find"') < form.index('value="join-')


def test_a_letter_is_promised_only_where_one_was_written(world, signed_in):
    ada, client = make_customer("Ada Ash", consents=False), signed_in(world.office)
    page = call(client, name="Ada", customer=str(ada.pk)).content.decode()
    assert "Read out: C-" in page
    assert "We write to them as well" not in page
    page = call(client, email="bo@people.example", submission="p2").content.decode()
    assert "We write to them as well" in page
