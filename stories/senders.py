"""Who sends while everything is killed: another system, customers who answer, people who complain."""

import http.client
import json
import re
from urllib.parse import quote, urlencode

from .killing import Sender

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SURVEY = {
    "schema": "groundswell.survey/1",
    "survey": {"code": "shop", "name": "Shop", "kind_of_score": "experience"},
    "languages": ["en"],
    "questions": [
        {"key": "score", "kind": "recommendation", "text": {"en": "How likely are you to recommend us?"}},
        {"key": "why", "kind": "text", "text": {"en": "Why?"}},
    ],
}


class Customer(Sender):
    """Taps a number, sees it kept when the page comes back, and sends the why with every second answer."""

    def deliver(self, connection: http.client.HTTPConnection, key: str, number: int) -> str | None:
        tap = {"q": "score", "lang": "en", "submission": key, "score": str(number % 11)}
        connection.request("POST", "/s/shop/", urlencode(tap), FORM)
        led = led_to(connection)
        if led is None:
            return None
        if number % 2 and led:
            why = {"q": "why", "lang": "en", "submission": key, "why": f"Because of {key}.", "go": "send"}
            connection.request("POST", "/s/shop/", urlencode(why), FORM)
            if led_to(connection) is None:
                return None
        return str(number % 11)


class Complainant(Sender):
    """Complains; the acknowledgement is the page with the reference."""

    def deliver(self, connection: http.client.HTTPConnection, key: str, number: int) -> str | None:
        form = {"what_happened": f"It broke: {key}", "submission": key, "email": f"{key}@people.example"}
        connection.request("POST", "/complain/", urlencode(form), FORM)
        page = led_to(connection)
        if page is None:
            return None
        connection.request("GET", quote(page))
        with connection.getresponse() as answer:
            words = answer.read().decode()
            assert answer.status in {200, 500, 503}, words
            reference = re.search(r"C-\d\d-\d+", words)
            return reference[0] if reference else None


def led_to(connection: http.client.HTTPConnection) -> str | None:
    """Where the acknowledgement leads; None when it has to be sent again. A page of thanks says that all is here."""
    with connection.getresponse() as answer:
        words = answer.read().decode()
        assert answer.status in {200, 302, 500, 503}, answer.status
        if answer.status == 200:
            assert "Thank you" in words, words
            return ""
        return answer.headers["Location"] if answer.status == 302 else None


class System(Sender):
    """Another system with its token."""

    token = ""

    def deliver(self, connection: http.client.HTTPConnection, key: str, number: int) -> str | None:
        body = {"external_id": key, "submitted_at": "2026-03-11T10:00:00Z", "score": number % 11}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        connection.request("POST", "/api/v1/responses", json.dumps(body), headers)
        with connection.getresponse() as answer:
            given = json.load(answer)
            assert answer.status in {200, 201, 503}, given
            return str(given["id"]) if answer.status < 500 else None
