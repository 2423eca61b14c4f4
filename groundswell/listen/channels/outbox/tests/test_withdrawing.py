"""What was withdrawn leaves no more: not while it is under way, and not because a colleague sends it again."""

from datetime import timedelta

import pytest

from groundswell.foundation.customers.actions import give_consent
from groundswell.foundation.customers.models import Purpose
from groundswell.listen.channels.outbox.actions import send_again
from groundswell.listen.channels.outbox.delivering import deliver
from groundswell.listen.channels.outbox.errors import TryLater
from groundswell.listen.channels.outbox.models import Delivery, Medium, Message
from groundswell.listen.channels.outbox.writing import withdraw_message, write_message
from tests.world import NOW, make_customer

WHY = "It named somebody."


@pytest.fixture(params=Medium.values)
def message(request, db) -> Message:
    customer = make_customer("Ann")
    customer.identities.create(kind="phone", value="+447700900123")
    give_consent(customer, Purpose.CONTACT, channel=request.param, by="office", at=NOW)
    words = {"key": "reply-1", "subject": "You said, we did", "body": "One hour.", "at": NOW}
    written = write_message(**words, customer=customer, medium=request.param)
    assert written is not None
    return written


def outcomes(message: Message) -> list[str]:
    message.refresh_from_db()
    return list(message.deliveries.values_list("outcome", flat=True))


def test_what_is_withdrawn_while_it_is_under_way_and_fails_is_tried_no_more(message):
    def hand(one: Message) -> str:
        withdraw_message(one, WHY, at=NOW)
        raise TryLater("The line is busy.")

    deliver(message, hand, at=NOW)
    assert outcomes(message) == ["delayed", "withdrawn"]
    assert message.due_at is None


def test_what_left_while_it_was_withdrawn_has_left(message):
    def hand(one: Message) -> str:
        withdraw_message(one, WHY, at=NOW)
        return "gone"

    deliver(message, hand, at=NOW)
    assert outcomes(message) == ["sent"]
    assert message.due_at is None


@pytest.mark.parametrize("came_to", ["begun", "refused", "given_up"])
def test_what_came_to_nothing_and_is_withdrawn_then_nobody_sends_again(message, came_to):
    message.deliveries.create(outcome=came_to, at=NOW)
    Message.objects.filter(pk=message.pk).update(due_at=None)
    assert withdraw_message(message, WHY, at=NOW)
    assert not send_again(message, by="office", at=NOW + timedelta(days=1))
    assert not withdraw_message(message, WHY, at=NOW), "it is withdrawn once"


def test_what_left_is_not_withdrawn(message):
    deliver(message, lambda one: "gone", at=NOW)
    assert not withdraw_message(message, WHY, at=NOW)
    assert outcomes(message) == [Delivery.Outcome.SENT]
