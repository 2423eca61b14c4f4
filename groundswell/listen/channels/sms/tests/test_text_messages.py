"""Text messages: Twilio's signed form, any gateway, and a number only where one was asked for."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import urlencode

import pytest
from django.test import Client

from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.tests.listening import connected, the_signal, told
from groundswell.listen.channels.sms.words import said
from groundswell.listen.signals.models import Signal
from tests.world import World

FORM = {
    "ToCountry": "GB", "MessageSid": "SM1", "AccountSid": "AC1", "From": "+447700900001", "To": "+447700900009",
    "Body": "10, très bien & quick", "NumMedia": "0", "SmsStatus": "received", "ApiVersion": "2010-04-01",
    "FromCity": "",
}  # fmt: skip


def sent(connection: Connection, form: dict[str, str], signature: str):
    return Client(enforce_csrf_checks=True).post(
        f"/hooks/twilio/{connection.token}/",
        urlencode(form),
        content_type="application/x-www-form-urlencoded",
        HTTP_X_TWILIO_SIGNATURE=signature,
    )


def signature(url: str, form: dict[str, str], secret: str) -> str:
    words = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(secret.encode(), words.encode(), hashlib.sha1).digest()).decode()


def test_the_signature_is_the_one_that_twilio_documents():
    """The example of Twilio's page on the security of its webhooks."""
    form = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+12349013030", "Digits": "1234", "From": "+12349013030",
        "To": "+18005551212",
    }  # fmt: skip
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature(url, form, "12345") == "0/KCTR6DLpKmkAf8muzZqo1nDgQ="


def test_a_signed_message_becomes_a_voice_and_twilio_gets_its_answer(world: World, settings):
    connection = connected("twilio", None, "auth token", asks="yes")
    url = f"{settings.BASE_URL}/hooks/twilio/{connection.token}/"
    answer = sent(connection, FORM, signature(url, FORM, "auth token"))
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"<Response/>", "text/xml")
    assert told() == [("très bien & quick", None, None, 10)]
    assert (the_signal().channel, the_signal().key) == ("sms", "SM1")


def test_a_changed_word_breaks_the_signature(world: World, settings):
    connection = connected("twilio", None, "auth token")
    url = f"{settings.BASE_URL}/hooks/twilio/{connection.token}/"
    good = signature(url, FORM, "auth token")
    assert sent(connection, FORM | {"Body": "0"}, good).status_code == 401
    assert sent(connection, FORM, "").status_code == 401
    assert Signal.objects.count() == 0


def test_any_gateway_tells_by_form(world: World):
    connection = connected("sms_gateway")
    form = urlencode({"id": "1", "from": "+441", "text": "9 shops, 1 key", "at": "2026-03-01T10:00:00+01:00"})
    Client().post(
        f"/hooks/sms_gateway/{connection.token}/", form, content_type="application/x-www-form-urlencoded"
    )
    assert told() == [("9 shops, 1 key", None, None, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9", (9, "")),
        ("10 great", (10, "great")),
        (" 0: never again", (0, "never again")),
        ("11", (None, "11")),
        ("9.5", (None, "9.5")),
        ("5/10", (None, "5/10")),
        ("I waited 3 days", (None, "I waited 3 days")),
    ],
)
def test_a_number_counts_only_alone_and_first(text: str, expected: tuple[int | None, str]):
    assert said(text, asks=True) == expected
    assert said(text, asks=False) == (None, text)
