"""Texts that come in: answers to our question, STOP and START, and whose number it is."""

from __future__ import annotations

import pytest

from groundswell.foundation.customers.models import Consent
from groundswell.listen.channels.jobs import hand_over
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.models import Signal
from tests.world import NOW

from .texting import NUMBER, ask, came_in, outcomes, text, told_by_twilio


def test_an_invitation_by_text_carries_the_question_its_numbers_and_the_way_out(twilio, world, customer):
    invitation = ask(world, customer)
    body = Message.objects.get().body
    assert body.startswith(
        "Linden & Lark: How likely are you to recommend us to a friend? Reply with a number"
    )
    assert f"/a/{invitation.token}/" in body
    assert body.endswith("Reply STOP to get no more texts.")


def test_a_number_by_text_is_the_answer_of_the_invitation(twilio, world, customer):
    invitation = ask(world, customer)
    hand_over(NOW)
    came_in("9, the driver was kind")
    signal = Signal.objects.get()
    assert (signal.score, signal.comment, signal.channel) == (9, "the driver was kind", "sms")
    assert (signal.invitation, signal.customer, signal.unit) == (invitation, customer, world.leeds)


def test_the_same_text_twice_and_a_second_number_change_nothing(twilio, world, customer):
    ask(world, customer)
    came_in("9")
    told_by_twilio(MessageSid="SM9", From=NUMBER, To="+447700900009", Body="9", NumMedia="0")
    assert Signal.objects.get().score == 9
    came_in("0", key="SM10")
    first, second = Signal.objects.order_by("id")
    assert (first.score, second.score, second.comment, second.customer) == (9, None, "0", customer)


def test_words_without_a_number_are_a_voice_of_that_customer(twilio, world, customer):
    ask(world, customer)
    came_in("it was late")
    signal = Signal.objects.get()
    assert (signal.comment, signal.score, signal.customer, signal.invitation) == (
        "it was late", None, customer, None,
    )  # fmt: skip


def test_a_number_without_an_invitation_by_text_is_no_score(twilio, world, customer):
    came_in("9")
    assert (Signal.objects.get().score, Signal.objects.get().comment) == (None, "9")


@pytest.mark.parametrize("words", ["STOP", "stop.", " Unsubscribe ", "CANCEL", "Stop All", "QUIT!"])
def test_stop_ends_texts_and_nothing_else(twilio, customer, words):
    Consent.objects.create(customer=customer, purpose=Consent.Purpose.CONTACT, given_at=NOW)
    came_in(words)
    assert list(customer.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)) == ["contact"]
    assert write_message(key="2", subject="?", body="?", customer=customer, at=NOW, medium="text") is None
    assert Signal.objects.count() == 0


def test_a_text_that_waits_is_not_sent_after_stop(twilio, customer):
    message = text(customer)
    came_in("STOP")
    assert hand_over(NOW) == ""
    assert outcomes(message) == ["refused"]
    assert twilio.asked == []


def test_start_allows_texts_again(twilio, customer):
    came_in("STOP")
    came_in("Start", key="SM10")
    living = customer.consents.filter(withdrawn_at=None).order_by("purpose")
    assert [(one.purpose, one.channel, one.given_by) for one in living] == [
        ("asking", "text", "text message"),
        ("contact", "text", "text message"),
    ]
    assert text(customer, "3")


@pytest.mark.parametrize("words", ["I could not stop laughing", "stop by our shop", "the end"])
def test_the_word_inside_a_sentence_ends_nothing(twilio, customer, words):
    came_in(words)
    assert customer.consents.filter(withdrawn_at=None).exists()
    assert Signal.objects.get().comment == words


def test_a_sender_whom_nobody_knew_is_known_by_the_number(twilio, world):
    came_in("Hello")
    assert Signal.objects.get().customer.identities.get().value == NUMBER
