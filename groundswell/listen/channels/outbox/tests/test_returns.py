"""Letters that come back: only ours count, hard ones lose the address at once, soft ones after three."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groundswell.foundation.customers.barring import ban_contact, lift_ban
from groundswell.listen.channels.connections.calls import read_call, take_call
from groundswell.listen.channels.connections.channel import Call
from groundswell.listen.channels.connections.tests.listening import connected
from groundswell.listen.channels.email.message_ids import message_id_of
from groundswell.listen.channels.outbox.actions import correct_address
from groundswell.listen.channels.outbox.delivering import deliver
from groundswell.listen.channels.outbox.errors import TurnedAway
from groundswell.listen.channels.outbox.models import Delivery, LostAddress, Message
from groundswell.listen.channels.outbox.returning import Report, take_report
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.models import Signal
from tests.world import NOW, make_customer

RETURNED = """From: MAILER-DAEMON@mx.example
To: customers@groundswell.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I am sorry to inform you that your letter could not be delivered.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}
--cut
Content-Type: text/rfc822-headers

From: customers@groundswell.example
To: {to}
Subject: One question
Message-ID: {message_id}
--cut--
"""


def returned(
    message: Message, *, action: str = "failed", status: str = "5.1.1", message_id: str = ""
) -> None:
    """The letter comes back into the mailbox that we read."""
    raw = RETURNED.format(
        to=message.address,
        action=action,
        status=status,
        words="said the mail server",
        message_id=message_id or message_id_of(message.pk),
    ).encode()
    mailbox = connected("mailbox")
    read_call(take_call(mailbox, Call(raw, {}, "", NOW, {}, "")), at=NOW)


@pytest.fixture
def message(db) -> Message:
    written = write_message(key="1", subject="?", body="?", customer=make_customer(), at=NOW)
    assert written is not None
    return written


def test_a_letter_for_nobody_marks_the_message_and_the_address(message):
    returned(message)
    assert Delivery.objects.get().outcome == "returned"
    assert Delivery.objects.get().note == "5.1.1 said the mail server"
    assert LostAddress.objects.get().address == message.address
    assert Signal.objects.count() == 0


def test_the_same_return_twice_is_one_return(message):
    returned(message)
    returned(message)
    assert (Delivery.objects.count(), LostAddress.objects.count()) == (1, 1)


def test_a_full_mailbox_loses_the_address_only_at_the_third_message(message):
    returned(message, status="5.2.2")
    for key in ("2", "3"):
        assert not LostAddress.objects.exists()
        again = write_message(key=key, subject="?", body="?", customer=message.customer, at=NOW)
        returned(again, status="5.2.2")
    assert "3 messages in a row" in LostAddress.objects.get().why


def test_one_that_arrives_in_between_ends_the_count(message):
    returned(message, status="5.2.2")
    for key, action in (("2", "delivered"), ("3", "failed")):
        again = write_message(key=key, subject="?", body="?", customer=message.customer, at=NOW)
        returned(again, status="5.2.2", action=action)
    assert not LostAddress.objects.exists()


def test_a_delay_is_no_return(message):
    returned(message, action="delayed", status="4.4.1")
    assert not Delivery.objects.exists()


def test_nobody_returns_a_letter_that_they_did_not_get(message):
    returned(message, message_id=f"<message-{message.pk}-{'0' * 24}@groundswell>")
    assert not Delivery.objects.exists()
    assert not LostAddress.objects.exists()


def test_a_number_that_is_corrected_is_read_as_one_of_our_own_country(db, settings):
    settings.COUNTRY = "DE"
    customer = make_customer("Ann")
    customer.identities.create(kind="phone", value="+4930123456")
    lost = LostAddress.objects.create(medium="text", address="+4930123456", why="Nobody there.", at=NOW)
    assert correct_address(lost, customer, "030 1234567", by="office", at=NOW) == "+49301234567"


def test_what_we_held_back_ourselves_says_nothing_about_the_address(db):
    customer = make_customer("Ann")

    def written(key: str) -> Message:
        message = write_message(key=key, subject="Hello", body=key, customer=customer, at=NOW)
        assert message is not None
        return message

    held_back = [written("one"), written("two")]
    ban_contact(customer, why="Their lawyer asks for it.", by="office", at=NOW)
    for message in held_back:
        deliver(message, lambda one: "gone", at=NOW)
    lift_ban(customer, by="office", at=NOW)

    def refused(one: Message) -> str:
        raise TurnedAway("We look like spam today.", is_address=False)

    deliver(written("three"), refused, at=NOW)
    assert not LostAddress.objects.exists(), "one came back, not three in a row"


def test_three_that_came_back_in_a_year_with_letters_between_that_did_not_are_no_row(db):
    customer = make_customer("Ann")

    def leaves(day: int) -> Message:
        at = NOW + timedelta(days=day)
        message = write_message(key=f"{day}", subject="Hello", body="Hello.", customer=customer, at=at)
        assert message is not None
        deliver(message, lambda one: "gone", at=at)
        return message

    for day in (0, 100, 200):
        returned = Report(arrived=False, note="The mailbox is full.", message_id=leaves(day).pk)
        take_report(returned, at=NOW + timedelta(days=day, hours=1))
        leaves(day + 30)
    assert not LostAddress.objects.exists()
