"""The outbox against a real mail server: each state is seen, and one bad address never stops the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from groundswell.foundation.customers.actions import correct_identity
from groundswell.foundation.customers.barring import ban_contact, lift_ban
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer
from groundswell.listen.channels.jobs import hand_over
from groundswell.listen.channels.outbox.delivering import LEASE, undelivered
from groundswell.listen.channels.outbox.models import Delivery, LostAddress, Message
from groundswell.listen.channels.outbox.quiet import Quiet
from groundswell.listen.channels.outbox.writing import write_message, write_to_customers
from tests.world import NOW, make_customer

from .post_office import PostOffice, post_office

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def office(db, settings) -> Iterator[PostOffice]:
    with post_office(settings) as running:
        yield running


def customer_at(email: str) -> Customer:
    customer = make_customer()
    customer.email = email
    customer.save()
    return customer


def write(email: str, *, key: str = "", quiet: Quiet | None = None) -> Message:
    message = write_message(
        key=key or email,
        subject="Thank\r\nyou",
        body="For your words.",
        customer=customer_at(email),
        at=NOW,
        **({"quiet": quiet} if quiet else {}),
    )
    assert message is not None
    return message


def barred_after(key: str, **given: bool) -> tuple[Message, list[str]]:
    """A letter that was written before one of us said that its reader is not to be contacted, and what became of it."""
    customer = customer_at(f"{key}@people.example")
    message = write_message(key=key, subject="Hello", body="Hello.", customer=customer, at=NOW, **given)
    ban_contact(customer, why="Their lawyer asks for it.", by="office", at=NOW)
    hand_over(NOW)
    assert message is not None
    return message, outcomes(message)


def killed(post: object) -> None:
    raise KeyboardInterrupt


def outcomes(message: Message) -> list[str]:
    return list(message.deliveries.values_list("outcome", flat=True))


def note(message: Message) -> str:
    return message.deliveries.latest("id").note


def test_everybody_gets_their_letter_whatever_becomes_of_the_others(office):
    names = ("gone", "full", "unwanted", "spam", "broken", "slow", "ann")
    written = {name: write(f"{name}@people.example") for name in names}
    assert hand_over(NOW) == "2 sent, 2 later, 3 refused"
    assert office.to() == ["slow@people.example", "ann@people.example"]
    assert {name: outcomes(message) for name, message in written.items()} == {
        "gone": ["refused"], "full": ["delayed"], "unwanted": ["refused"], "spam": ["refused"],
        "broken": ["delayed"], "slow": ["sent"], "ann": ["sent"],
    }  # fmt: skip
    assert note(written["gone"]) == "550 5.1.1 no such person here"
    assert note(written["full"]) == "452 4.2.2 the mailbox is full"


def test_a_letter_that_is_written_does_not_leave_once_one_of_us_says_do_not_contact(office):
    message, became = barred_after("told")
    assert became == ["refused"]
    assert note(message) == "One of us said that they are not to be contacted before it was sent."
    assert office.letters == []
    assert write_message(key="2", subject="A", body="B", customer=message.customer, at=NOW) is None
    assert write_to_customers([message.customer_id], key="3", subject="A", body="B", at=NOW) == []
    lift_ban(message.customer, by="office", at=NOW)
    hand_over(NOW + DAY)
    assert office.letters == [], "what was refused stays where it is"


def test_what_the_law_owes_them_leaves_all_the_same(office):
    message, became = barred_after("owed", is_owed=True)
    assert became == ["sent"]
    owed = {"subject": "Your complaint", "body": "Our answer.", "is_owed": True}
    assert write_message(key="2", customer=message.customer, at=NOW, **owed) is not None


def test_a_letter_goes_to_where_its_customer_is_reached_when_it_leaves(office):
    moved, lost = write("before@people.example"), write("none@people.example")
    correct_identity(
        moved.customer, "email", "before@people.example", "after@people.example", by="office", at=NOW
    )
    lost.customer.identities.filter(kind="email").delete()
    Customer.objects.filter(pk=lost.customer_id).update(email=None)
    hand_over(NOW)
    assert office.to() == ["after@people.example"]
    moved.refresh_from_db()
    assert (moved.address, outcomes(lost)) == ("after@people.example", ["refused"])


def test_a_message_is_handed_over_once_however_often_the_job_runs(office):
    write("ann@people.example")
    for minutes in range(5):
        hand_over(NOW + minutes * MINUTE)
    assert len(office.letters) == 1
    assert office.letters[0]["Subject"] == "Thank you"


def test_a_refusal_for_now_is_tried_again_with_growing_pauses_and_arrives(office):
    message = write("ann@people.example")
    office.is_away = True
    at = NOW
    pauses = []
    for _ in range(5):
        hand_over(at)
        message.refresh_from_db()
        pauses.append(message.due_at - at)
        at = message.due_at
    assert all(later >= earlier for earlier, later in zip(pauses, pauses[2:], strict=False))
    office.is_away = False
    assert hand_over(at - timedelta(seconds=1)) == ""
    assert hand_over(at) == "1 sent, 0 later, 0 refused"
    assert outcomes(message) == ["delayed"] * 5 + ["sent"]


def test_after_three_days_nobody_tries_any_more(office):
    message = write("full@people.example")
    hand_over(NOW + 4 * DAY)
    assert outcomes(message) == ["given_up"]
    assert undelivered().count() == 0
    assert LostAddress.objects.count() == 0


def test_nobody_there_means_nothing_is_written_there_any_more(office):
    message = write("gone@people.example")
    hand_over(NOW)
    lost = LostAddress.objects.get()
    assert (lost.address, lost.message) == ("gone@people.example", message)
    assert write_message(key="2", subject="?", body="?", customer=message.customer, at=NOW) is None
    assert write_to_customers([message.customer_id], key="3", subject="?", body="?", at=NOW) == []


def test_a_refusal_of_ours_says_nothing_about_the_address_until_the_third(office):
    customer = customer_at("unwanted@people.example")
    for number in range(3):
        assert not LostAddress.objects.exists()
        write_message(key=str(number), subject="?", body="?", customer=customer, at=NOW)
        hand_over(NOW + number * MINUTE)
    assert "3 messages in a row came back" in LostAddress.objects.get().why


def test_what_was_written_before_the_address_was_lost_is_not_sent(office):
    first = write("gone@people.example")
    second = write_message(key="2", subject="?", body="?", customer=first.customer, at=NOW)
    hand_over(NOW)
    assert (outcomes(first), outcomes(second)) == (["refused"], ["refused"])
    assert note(second) == "The address was lost before it was sent."
    assert undelivered().count() == 0


def test_a_letter_that_a_killed_worker_held_goes_out_again_under_the_same_message_id(office, monkeypatch):
    message = write("ann@people.example")
    with monkeypatch.context() as patched:
        patched.setattr("smtplib.SMTP.quit", killed)
        with pytest.raises(KeyboardInterrupt):
            hand_over(NOW)
    assert outcomes(message) == ["begun"]
    assert hand_over(NOW) == ""
    assert hand_over(NOW + LEASE) == "1 sent, 0 later, 0 refused"
    assert len({letter["Message-ID"] for letter in office.letters}) == 1


def test_a_letter_that_waited_into_the_night_waits_for_the_morning(office):
    message = write("ann@people.example", quiet=Quiet(20, 8, "Europe/London"))
    night = NOW.replace(hour=23)
    assert hand_over(night) == ""
    message.refresh_from_db()
    assert message.due_at == (NOW + DAY).replace(hour=8)
    assert hand_over(message.due_at) == "1 sent, 0 later, 0 refused"


def test_an_address_that_cannot_be_written_stops_nobody(office):
    write("ann\r\nBcc: all@people.example", key="1")
    write("ann@people.example", key="2")
    assert hand_over(NOW) == "1 sent, 0 later, 1 refused"
    assert office.letters[0]["Bcc"] is None


def test_without_a_mail_server_messages_wait_in_the_outbox(db):
    message = write("ann@people.example")
    assert hand_over(NOW) == ""
    assert list(undelivered()) == [message]
    assert not Delivery.objects.exists()


def test_two_records_that_became_one_while_their_letters_waited_get_one_of_them(office):
    twice = [customer_at(f"{name}@people.example") for name in ("carla", "carla.c")]
    other = customer_at("dan@people.example")
    given = {"key": "reply-1", "subject": "You said, we did", "body": "Slots of one hour.", "at": NOW}
    write_to_customers([one.pk for one in (*twice, other)], **given)
    merge_customers(*twice, by="office", at=NOW)
    hand_over(NOW)
    assert sorted(office.to()) == ["carla@people.example", "dan@people.example"]
    second = Message.objects.get(key=f"reply-1-{twice[1].pk}")
    assert outcomes(second) == ["refused"]
    assert "under another record" in note(second)


def test_other_words_still_reach_the_person_under_the_second_record(office):
    twice = [customer_at(f"{name}@people.example") for name in ("carla", "carla.c")]
    for one in twice:
        write_message(key=f"case-{one.pk}", subject="Your case", body=f"Case {one.pk}.", customer=one, at=NOW)
    merge_customers(*twice, by="office", at=NOW)
    hand_over(NOW)
    assert len(office.to()) == 2
