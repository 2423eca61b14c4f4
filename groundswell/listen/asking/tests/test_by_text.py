"""Asking by text message: the same rules, the medium that the plan wishes, the reminder as the question."""

from __future__ import annotations

import pytest

from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.listen.asking.actions import ask_customer
from groundswell.listen.asking.models import Reason, Sending, Suppression, Way
from groundswell.listen.channels.models import Message
from groundswell.listen.channels.outbox.returning import lose_address
from tests.world import NOW

from .scenes import DAY, HOUR, delivered, plan_after_delivery, work


def customer_with(*, email: bool = False, phone: bool = False, allows: tuple[str, ...] = ()) -> Customer:
    given = {"email": "ann@people.example" if email else "", "phone": "+447700900001" if phone else ""}
    customer = find_or_make_customer(given)
    assert customer is not None
    for channel in allows:
        Consent.objects.create(customer=customer, purpose="asking", channel=channel, given_at=NOW)
    return customer


@pytest.mark.parametrize(
    ("wish", "has", "allows", "medium"),
    [
        ("text", {"phone": True}, ("text",), "text"),
        ("text", {"email": True, "phone": True}, ("email", "text"), "text"),
        ("email", {"email": True, "phone": True}, ("email", "text"), "email"),
        ("either", {"email": True, "phone": True}, ("email", "text"), "email"),
        ("either", {"email": True, "phone": True}, ("text",), "text"),
        ("either", {"phone": True}, ("text",), "text"),
    ],
)
def test_a_plan_asks_by_the_medium_it_wishes(world, wish, has, allows, medium):
    plan_after_delivery(world, wish=wish)
    delivered(world, customer_with(**has, allows=allows))
    work(NOW + 2 * HOUR)
    assert Message.objects.get().medium == medium


@pytest.mark.parametrize(
    ("wish", "has", "allows", "reason"),
    [
        ("text", {"email": True}, ("email", "text"), Reason.NO_ADDRESS),
        ("text", {"phone": True}, ("email",), Reason.NO_CONSENT),
        ("email", {"phone": True}, ("text",), Reason.NO_ADDRESS),
        ("either", {"email": True, "phone": True}, (), Reason.NO_CONSENT),
    ],
)
def test_without_a_number_or_a_consent_for_it_nobody_is_texted(world, wish, has, allows, reason):
    plan_after_delivery(world, wish=wish)
    delivered(world, customer_with(**has, allows=allows))
    work(NOW + 2 * HOUR)
    assert Suppression.objects.get().reason == reason
    assert not Message.objects.exists()


def test_a_lost_number_is_no_address(world):
    customer = customer_with(phone=True, allows=("text",))
    plan_after_delivery(world, wish="text")
    delivered(world, customer)
    work(NOW + 2 * HOUR)
    lose_address(Message.objects.get(), "30005", at=NOW)
    delivered(world, customer, NOW + 100 * DAY)
    work(NOW + 101 * DAY)
    assert Suppression.objects.get().reason == Reason.NO_ADDRESS


def test_a_reminder_travels_as_the_question_did(world):
    plan_after_delivery(world, wish="either", reminders_at_most=1, remind_after_days=3)
    customer = customer_with(phone=True, allows=("text",))
    delivered(world, customer)
    work(NOW + 2 * HOUR)
    Customer.objects.update(email="ann@people.example")
    Consent.objects.create(customer=customer, purpose="asking", given_at=NOW)
    work(NOW + 4 * DAY)
    assert [message.medium for message in Message.objects.all()] == ["text", "text"]
    assert Message.objects.first().subject == "A reminder: one question about your visit"


def test_a_text_keeps_the_quiet_hours_of_the_rules_while_it_waits_in_the_outbox(world):
    plan_after_delivery(world, wish="text")
    delivered(world, customer_with(phone=True, allows=("text",)))
    work(NOW + 2 * HOUR)
    message = Message.objects.get()
    assert message.quiet.over_at(NOW.replace(hour=22)) == (NOW + DAY).replace(hour=8)


def test_a_second_ask_goes_on_as_it_began(world):
    customer = customer_with(email=True, phone=True, allows=("email", "text"))
    plan_after_delivery(world, wish="text")
    delivered(world, customer)
    work(NOW + 2 * HOUR)
    first = Sending.objects.get().invitation
    asked = ask_customer(
        customer, world.experience, way=Way.SECOND, key="case-1", by="tests", at=NOW + DAY, continues=first.pk
    )
    assert isinstance(asked, Sending)
    assert Message.objects.get(invitation=asked.invitation).medium == "text"


def test_a_colleague_invites_by_text(world, signed_in):
    given = {
        "survey": world.experience.survey_id, "wish": "text", "phone": "07700 900001", "consents": "on",
    }  # fmt: skip
    assert signed_in(world.office).post("/listen/invite/", given).status_code == 302
    message = Message.objects.get()
    assert (message.medium, message.address) == ("text", "+447700900001")
    assert sorted(message.customer.consents.values_list("purpose", "channel")) == [
        ("asking", "text"),
        ("contact", "text"),
    ]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"wish": "text"}, "Enter the number to write to."),
        ({"wish": "text", "phone": "soon"}, "soon is no telephone number."),
        ({"wish": "email"}, "Enter the address to write to."),
        ({"wish": "either"}, "Enter an address or a number."),
    ],
)
def test_the_invitation_says_what_is_missing(world, signed_in, given, words):
    page = signed_in(world.office).post(
        "/listen/invite/", {"survey": world.experience.survey_id, "consents": "on", **given}
    )
    assert words in page.content.decode()
    assert not Message.objects.exists()
