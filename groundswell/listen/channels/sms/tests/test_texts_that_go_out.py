"""Texts that go out: to Twilio's Messages resource and to any gateway, once each, and what is heard of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlencode

import pytest
import time_machine
from django.test import Client

from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Consent, Customer
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.tests.listening import connected
from groundswell.listen.channels.connections.tests.provider import Provider, Recorded, playing
from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.jobs import hand_over
from groundswell.listen.channels.outbox.models import Delivery, LostAddress, Message
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, World, make_customer

from .test_text_messages import signature

MINUTE = timedelta(minutes=1)
NUMBER = "+447700900001"
TAKEN = Recorded({"sid": "SM0123456789", "status": "queued", "error_code": None}, 201)


def refusal(code: int, words: str) -> Recorded:
    """Twilio's answer as its documentation shows it."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Recorded({"code": code, "message": words, "more_info": more, "status": 400}, 400)


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def customer(world: World) -> Customer:
    found = find_or_make_customer({"phone": NUMBER})
    assert found is not None
    allow_texts(found)
    return found


def allow_texts(customer: Customer | None) -> None:
    """Questions and answers by text."""
    assert customer is not None
    for purpose in (Consent.Purpose.ASKING, Consent.Purpose.CONTACT):
        Consent.objects.create(customer=customer, purpose=purpose, channel="sms", given_at=NOW)


@pytest.fixture
def reachable(settings) -> None:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    settings.BASE_URL = "https://voices.example"


@pytest.fixture
def twilio(reachable, world: World) -> Iterator[Provider]:
    with playing(TAKEN) as provider:
        connected("twilio", provider, "auth token", account="AC1", sender="+447700900009", asks="no")
        yield provider


@pytest.fixture
def gateway(reachable, world: World) -> Iterator[Provider]:
    with playing(Recorded({"id": "g-1"}, 202)) as provider:
        connected("sms_gateway", provider, "key", sender="Linden")
        yield provider


def text(customer: Customer, key: str = "1") -> Message:
    message = write_message(key=key, subject="?", body="How was it?", customer=customer, at=NOW, medium="sms")
    assert message is not None
    return message


def ask(world: World, customer: Customer) -> Invitation:
    return invite(customer, world.experience, by="tests", at=NOW, medium="sms", unit=world.leeds)


def outcomes(message: Message) -> list[str]:
    return list(message.deliveries.values_list("outcome", flat=True))


def told_by_twilio(**fields: str) -> int:
    connection = Connection.objects.get()
    path = f"/hooks/twilio/{connection.token}/"
    answer = Client().post(
        path,
        urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        HTTP_X_TWILIO_SIGNATURE=signature(f"https://voices.example{path}", fields, "auth token"),
    )
    return answer.status_code


def came_in(words: str, key: str = "SM9") -> None:
    assert told_by_twilio(MessageSid=key, From=NUMBER, To="+447700900009", Body=words) == 200


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
    allow_texts(other)
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
    assert write_message(key="2", subject="?", body="?", customer=customer, at=NOW, medium="sms") is None


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


def test_a_gateway_reports_by_its_hook(gateway, customer):
    message = text(customer)
    hand_over(NOW)
    report = {"id": "g-1", "status": "failed", "error": "no such subscriber", "permanent": True}
    path = f"/hooks/sms_gateway/{Connection.objects.get().token}/"
    assert Client().post(path, report, content_type="application/json").status_code == 200
    assert outcomes(message) == ["sent", "returned"]
    assert LostAddress.objects.get().why == "failed no such subscriber"


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
    assert list(customer.consents.filter(withdrawn_at=None).values_list("channel", flat=True)) == ["email"]
    assert write_message(key="2", subject="?", body="?", customer=customer, at=NOW, medium="sms") is None
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
    given = customer.consents.filter(withdrawn_at=None).values_list("purpose", "given_by", "source")
    assert set(given) == {("asking", "text message", "START"), ("contact", "text message", "START")}
    assert text(customer, "3")


def test_start_gives_back_no_more_than_stop_took(twilio, customer):
    customer.consents.filter(purpose=Consent.Purpose.CONTACT).delete()
    came_in("STOP")
    came_in("Start", key="SM10")
    assert customer.consents.get(withdrawn_at=None).purpose == Consent.Purpose.ASKING


def test_start_of_somebody_new_lets_us_ask(twilio, world):
    came_in("START")
    consent = Consent.objects.get()
    assert (consent.purpose, consent.channel) == ("asking", "sms")


def test_stop_under_one_record_is_stop_for_the_person(twilio, customer):
    kept = make_customer()
    merge_customers(kept, customer, by="tests", at=NOW)
    assert text(kept)
    came_in("STOP")
    assert not Consent.objects.filter(channel="sms", withdrawn_at=None).exists()
    assert Consent.objects.filter(customer=kept, channel="email", withdrawn_at=None).count() == 2


def test_a_question_wants_another_consent_than_an_answer(twilio, customer):
    customer.consents.filter(purpose=Consent.Purpose.CONTACT).update(withdrawn_at=NOW)
    given = {"subject": "?", "body": "?", "customer": customer, "at": NOW, "medium": "sms"}
    assert write_message(key="a letter", **given) is None
    question = write_message(key="a question", purpose="asking", **given)
    assert question
    customer.consents.update(withdrawn_at=NOW)
    hand_over(NOW)
    assert outcomes(question) == ["refused"]


@pytest.mark.parametrize("words", ["I could not stop laughing", "stop by our shop", "the end"])
def test_the_word_inside_a_sentence_ends_nothing(twilio, customer, words):
    came_in(words)
    assert customer.consents.filter(withdrawn_at=None).exists()
    assert Signal.objects.get().comment == words


def test_a_sender_whom_nobody_knew_is_known_by_the_number(twilio, world):
    came_in("Hello")
    assert Signal.objects.get().customer.identities.get().value == NUMBER


def test_without_a_sender_texts_wait(db, customer):
    message = text(customer)
    assert hand_over(NOW) == ""
    message.refresh_from_db()
    assert message.due_at == NOW
