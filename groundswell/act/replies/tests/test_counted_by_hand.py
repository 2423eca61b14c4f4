"""Letters counted by hand: consent by channel, what changes between the look and the sending, and how often somebody hears."""

from datetime import timedelta

import pytest
import time_machine

from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.replies.actions import announce, tell_everybody
from groundswell.act.replies.asking import ask_whether_better
from groundswell.act.replies.audience import BANNED, NO_ADDRESS, NOT_ALLOWED, OTHER_WAY, audience_of
from groundswell.act.replies.models import BetterAsk
from groundswell.act.replies.queries import announcements_visible_to
from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.barring import ban_contact
from groundswell.foundation.customers.models import Consent, Customer, Identity, Purpose
from groundswell.listen.channels.outbox.delivering import hand_over_due
from groundswell.listen.channels.outbox.models import Message
from tests.world import NOW, make_customer, make_signal

WORDS = {"you_said": "Parcels arrive late.", "we_did": "You choose a slot of one hour."}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def speak(world, *customers):
    for customer in customers:
        make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    return customers[0] if customers else None


def agreed(name, *ways, email=True, phone=""):
    """A customer who agreed to be written to by these ways, with the addresses that we know."""
    made = make_customer(name)
    made.consents.all().delete()
    for way in ways:
        Consent.objects.create(customer=made, purpose=Purpose.CONTACT, channel=way, given_at=NOW)
    if not email:
        Customer.objects.filter(pk=made.pk).update(email=None)
        made.identities.filter(kind="email").delete()
    if phone:
        Identity.objects.create(customer=made, kind="phone", value=phone)
    return made


def sent(at):
    """What leaves by then, by whom it reaches."""
    left = []

    def hand(message):
        left.append((message.customer.name, message.medium))
        return ""

    for medium in ("email", "text"):
        hand_over_due(medium, hand, at=at)
    return sorted(left)


def test_each_consent_with_each_address_is_a_letter_a_text_or_a_reason(world):
    truth = {
        agreed("both", "email", "text", phone="+447700900101"): "email",
        agreed("mail", "email", phone="+447700900102"): "email",
        agreed("text", "text", phone="+447700900103"): "text",
        agreed("text, no number", "text"): OTHER_WAY,
        agreed("mail, no address", "email", email=False, phone="+447700900104"): OTHER_WAY,
        agreed("no address at all", "email", email=False): NO_ADDRESS,
        agreed("never agreed"): NOT_ALLOWED,
    }
    for customer in truth:
        speak(world, customer, customer)
    initiative = make_initiative(world)
    audience = audience_of(initiative, NOW)
    found = {one.customer_id: one.medium for one in audience.recipients} | {
        one.customer_id: one.why for one in audience.not_told
    }
    assert {customer.name: found[customer.pk] for customer in truth} == {
        customer.name: becomes for customer, becomes in truth.items()
    }
    announce(initiative, by=world.office, at=NOW, **WORDS)
    assert sent(NOW + HOUR) == [("both", "email"), ("mail", "email"), ("text", "text")]


def test_what_changes_between_the_look_and_the_sending_counts(world):
    stays, stops, banned = (make_customer(name) for name in ("stays", "stops", "banned"))
    speak(world, stays, stops, banned)
    initiative = make_initiative(world)
    assert len(audience_of(initiative, NOW).recipients) == 3
    ban_contact(banned, why="Their lawyer asks for it.", by=world.office, at=NOW)
    announcement = announce(initiative, by=world.office, at=NOW, **WORDS)
    assert audience_of(initiative, NOW).left_out == {BANNED: 1}
    withdraw_consent(stops, Purpose.CONTACT, by=stops, at=NOW)
    assert sent(NOW + HOUR) == [("stays", "email")]
    (found,) = announcements_visible_to(world.office).filter(pk=announcement.pk)
    assert (found.customers_told, found.customers_lost) == (1, 1)


def test_nobody_is_woken_by_what_was_done(world):
    at_home, abroad = make_customer("home"), agreed("abroad", "text", phone="+447700900105")
    Customer.objects.filter(pk=abroad.pk).update(time_zone="Asia/Tokyo")
    speak(world, at_home, abroad)
    midnight = NOW.replace(hour=0, minute=30) + DAY
    announce(make_initiative(world), by=world.office, at=midnight, **WORDS)
    assert sent(midnight) == [("abroad", "text")]
    assert sent(midnight + 7 * HOUR) == []
    assert sent(midnight + 9 * HOUR) == [("home", "email")]


def test_a_voice_behind_two_replies_of_one_week_is_told_of_both_and_asked_of_one_in_thirty_days(world):
    customer = make_customer("Bea")
    speak(world, customer, customer)
    initiative = make_initiative(world)
    for days in (0, 4):
        announce(initiative, by=world.office, at=NOW + days * DAY, **WORDS)
        sent(NOW + days * DAY + HOUR)
    assert Message.objects.count() == 2
    asked = [ask_whether_better(at=NOW + (31 + days) * DAY) for days in (0, 4, 5, 29, 31)]
    assert asked == [1, 0, 0, 0, 1]
    assert BetterAsk.objects.count() == 2


def test_those_who_cannot_be_asked_hold_up_nobody(world):
    silent, banned, last = (make_customer(name) for name in ("silent", "banned", "last"))
    speak(world, silent, banned, last)
    announcement = announce(make_initiative(world), by=world.office, at=NOW, **WORDS)
    sent(NOW + HOUR)
    withdraw_consent(silent, Purpose.CONTACT, by=silent, at=NOW + DAY)
    ban_contact(banned, why="Their lawyer asks for it.", by=world.office, at=NOW + DAY)
    assert ask_whether_better(at=NOW + 31 * DAY, most=1) == 1
    assert BetterAsk.objects.get().reply.customer == last
    assert tell_everybody(announcement, by=world.office, at=NOW + 31 * DAY) == 0
