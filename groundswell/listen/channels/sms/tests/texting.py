"""What tests of texts share: a number, Twilio's answers, a text that goes out and one that comes in."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.test import Client

from groundswell.foundation.customers.models import Customer
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.tests.provider import Recorded
from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.surveys.models import Invitation
from tests.world import NOW, World

from .test_text_messages import signature

MINUTE = timedelta(minutes=1)
NUMBER = "+447700900001"
TAKEN = Recorded({"sid": "SM0123456789", "status": "queued", "error_code": None}, 201)


def refusal(code: int, words: str) -> Recorded:
    """Twilio's answer as its documentation shows it."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Recorded({"code": code, "message": words, "more_info": more, "status": 400}, 400)


def text(customer: Customer, key: str = "1") -> Message:
    message = write_message(
        key=key, subject="?", body="How was it?", customer=customer, at=NOW, medium="text"
    )
    assert message is not None
    return message


def ask(world: World, customer: Customer) -> Invitation:
    return invite(customer, world.experience, by="tests", at=NOW, medium="text", unit=world.leeds)


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
