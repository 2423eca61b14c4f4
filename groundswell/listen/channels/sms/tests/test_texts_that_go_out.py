"""Texts that go out: to Twilio's Messages resource and to any gateway, once each, and what is heard of them."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs

import pytest
from django.test import Client

from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.models import Consent
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.tests.provider import Recorded
from groundswell.listen.channels.jobs import hand_over
from groundswell.listen.channels.outbox.models import Delivery, LostAddress, Message
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.models import Signal
from tests.world import NOW

from .texting import MINUTE, NUMBER, TAKEN, outcomes, refusal, text, told_by_twilio


def test_a_text_goes_to_twilio_in_its_own_form(twilio, customer):
    message = text(customer)
    assert hand_over(NOW) == "1 sent, 0 later, 0 refused"
    ((path, headers, body),) = twilio.asked
    assert path == "/2010-04-01/Accounts/AC1/Messages.json"
    assert base64.b64decode(headers["authorization"].split()[1]) == b"AC1:auth token"
    hook = f"https://voices.example/hooks/twilio/{Connection.objects.get().token}/"
    assert parse_qs(body.decode()) == {
        "To": [NUMBER], "From": ["+447700900009"], "Body": ["How was it?"], "StatusCallback": [hook],
    }  # fmt: skip
    assert Delivery.objects.get(message=message).reference == "SM0123456789"
    assert hand_over(NOW + MINUTE) == ""
    assert len(twilio.asked) == 1


def test_the_same_key_is_one_text(twilio, customer):
    assert text(customer) == text(customer)
    hand_over(NOW)
    assert len(twilio.asked) == 1


def test_a_number_that_is_none_is_lost_and_stops_nobody(twilio, world, customer):
    twilio.answers[:] = [refusal(21614, "'To' number is not a valid mobile number"), TAKEN]
    other = find_or_make_customer({"phone": "+447700900002"})
    for purpose in (Consent.Purpose.ASKING, Consent.Purpose.CONTACT):
        Consent.objects.create(customer=other, purpose=purpose, channel="text", given_at=NOW)
    first, second = text(customer), text(other, "2")
    assert hand_over(NOW) == "1 sent, 0 later, 1 refused"
    assert (outcomes(first), outcomes(second)) == (["refused"], ["sent"])
    assert LostAddress.objects.get().address == NUMBER
    assert first.deliveries.get().note == "21614 'To' number is not a valid mobile number"


def test_who_told_twilio_to_stop_allows_us_no_more_texts(twilio, customer):
    twilio.answers[:] = [refusal(21610, "Attempt to send to unsubscribed recipient")]
    text(customer)
    hand_over(NOW)
    assert not customer.consents.filter(withdrawn_at=None).exists()
    assert not LostAddress.objects.exists()


@pytest.mark.parametrize(
    "answer",
    [
        Recorded({"code": 20003, "message": "Authenticate"}, 401),
        Recorded({"code": 20429, "message": "Too Many Requests"}, 429),
        Recorded(b"bad gateway", 502),
        refusal(21606, "The From phone number is not a valid, SMS-capable number"),
    ],
)
def test_trouble_of_theirs_or_ours_is_tried_again_and_blames_no_number(twilio, customer, answer):
    twilio.answers[:] = [answer, TAKEN]
    message = text(customer)
    assert hand_over(NOW) == "0 sent, 1 later, 0 refused"
    message.refresh_from_db()
    assert hand_over(message.due_at) == "1 sent, 0 later, 0 refused"
    assert not LostAddress.objects.exists()


def test_a_text_whose_end_nobody_knows_is_not_sent_again(twilio, customer):
    twilio.answers[:] = [Recorded(b"not what Twilio says", 201)]
    message = text(customer)
    hand_over(NOW)
    assert outcomes(message) == ["begun"]
    assert hand_over(NOW + 600 * MINUTE) == ""
    assert len(twilio.asked) == 1


def test_twilio_tells_what_became_of_it(twilio, customer):
    message = text(customer)
    hand_over(NOW)
    for status in ("queued", "sent", "delivered", "delivered"):
        assert told_by_twilio(MessageSid="SM0123456789", MessageStatus=status) == 200
    assert outcomes(message) == ["sent", "arrived"]
    assert Signal.objects.count() == 0


def test_a_phone_that_nobody_has_is_lost_when_twilio_says_so(twilio, customer):
    message = text(customer)
    hand_over(NOW)
    told_by_twilio(MessageSid="SM0123456789", MessageStatus="undelivered", ErrorCode="30005")
    assert outcomes(message) == ["sent", "returned"]
    assert LostAddress.objects.get().why == "undelivered 30005"
    assert write_message(key="2", subject="?", body="?", customer=customer, at=NOW, medium="text") is None


def test_any_gateway_gets_json_under_our_id(gateway, customer):
    message = text(customer)
    assert hand_over(NOW) == "1 sent, 0 later, 0 refused"
    ((_, headers, body),) = gateway.asked
    hook = f"https://voices.example/hooks/sms_gateway/{Connection.objects.get().token}/"
    assert json.loads(body) == {
        "id": "1", "to": NUMBER, "text": "How was it?", "from": "Linden", "report_to": hook,
    }  # fmt: skip
    assert (headers["authorization"], headers["idempotency-key"]) == ("Bearer key", "1")
    assert message.deliveries.get().reference == "g-1"


def test_a_gateway_that_breaks_off_is_asked_again_under_the_same_id(gateway, customer):
    gateway.answers[:] = [Recorded({}, 503, {"Retry-After": "120"}), Recorded({}, 409)]
    message = text(customer)
    hand_over(NOW)
    message.refresh_from_db()
    assert message.due_at >= NOW + 2 * MINUTE
    assert hand_over(message.due_at) == "1 sent, 0 later, 0 refused"
    assert [json.loads(body)["id"] for _, _, body in gateway.asked] == ["1", "1"]


@pytest.mark.parametrize(("status", "is_lost"), [(422, True), (400, False)])
def test_a_gateway_that_cannot_read_what_we_write_loses_nobodys_number(gateway, customer, status, is_lost):
    gateway.answers[:] = [Recorded({"error": "from"}, status)]
    text(customer)
    assert hand_over(NOW) == "0 sent, 0 later, 1 refused"
    assert LostAddress.objects.exists() is is_lost


def test_a_gateway_may_report_by_our_id_instead_of_its_own(gateway, customer):
    message, never_sent = text(customer), text(customer, "2")
    Message.objects.filter(pk=never_sent.pk).update(due_at=None)
    hand_over(NOW)
    path = f"/hooks/sms_gateway/{Connection.objects.get().token}/"
    for key in ("1", "2", "nobody's"):
        report = {"id": key, "status": "delivered"}
        assert Client().post(path, report, content_type="application/json").status_code == 200
    assert outcomes(message)[-1] == "arrived"
    assert outcomes(never_sent) == []


def test_a_gateway_reports_by_its_hook(gateway, customer):
    message = text(customer)
    hand_over(NOW)
    report = {"id": "g-1", "status": "failed", "error": "no such subscriber", "permanent": True}
    path = f"/hooks/sms_gateway/{Connection.objects.get().token}/"
    assert Client().post(path, report, content_type="application/json").status_code == 200
    assert outcomes(message) == ["sent", "returned"]
    assert LostAddress.objects.get().why == "failed no such subscriber"


def test_without_a_sender_texts_wait(db, customer):
    message = text(customer)
    assert hand_over(NOW) == ""
    message.refresh_from_db()
    assert message.due_at == NOW


def test_a_question_wants_another_consent_than_an_answer(twilio, customer):
    customer.consents.filter(purpose="contact").update(withdrawn_at=NOW)
    given = {"subject": "?", "body": "?", "customer": customer, "at": NOW, "medium": "text"}
    assert write_message(key="a letter", **given) is None
    question = write_message(key="a question", purpose="asking", **given)
    assert question
    customer.consents.update(withdrawn_at=NOW)
    hand_over(NOW)
    assert outcomes(question) == ["refused"]
