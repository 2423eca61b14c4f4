"""Customers tap and complain while the whole product is killed again and again: what a page has shown to be kept is kept, once."""

import http.client
import json
import re
import sqlite3
import subprocess
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from .conftest import command, environment, free_port
from .killing import Sender, running

KILLS = 3
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


def rows(home: Path, question: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(f"file:{home / 'groundswell.sqlite3'}?mode=ro", uri=True, timeout=10)
    try:
        return database.execute(question).fetchall()
    finally:
        database.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    begin = command("begin", "Ada's Shop", "--email", "ada@people.example")
    subprocess.run(begin, env=environment(place), check=True, capture_output=True)
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(SURVEY))
    subprocess.run(command("survey", "import", str(file)), env=environment(place), check=True)
    return place


def campaign(home: Path, log: Path, senders: list[Sender], stop: threading.Event, port: int) -> None:
    """Kill everything several times while they send; then let them finish."""
    for kill in range(KILLS + 1):
        with running(home, port, log):
            if kill == 0:
                for sender in senders:
                    sender.start()
            time.sleep(2)
            if kill == KILLS:
                stop.set()
                for sender in senders:
                    sender.join(100)
    assert sum(sender.unknown for sender in senders) > 0, "no request was in flight at any kill"


def test_no_tap_and_no_why_is_lost_or_doubled(home: Path, tmp_path: Path):
    port, stop = free_port(), threading.Event()
    customers = [Customer(f"customer{number}", port, stop) for number in range(3)]
    campaign(home, tmp_path / "log", customers, stop, port)
    acknowledged = {key: told for one in customers for key, told in one.acknowledged.items()}
    assert len(acknowledged) > 30
    sent = dict(rows(home, "SELECT key, score || ' ' || comment FROM signals_signal"))
    waiting = {
        key: json.loads(answers)
        for key, answers in rows(home, "SELECT token, answers FROM surveys_answer_draft")
    }
    assert not sent.keys() & waiting.keys()
    assert sent.keys() | waiting.keys() == acknowledged.keys()
    for key, (score,) in acknowledged.items():
        if key in sent:
            assert sent[key] == f"{score} Because of {key}."
        else:
            assert waiting[key] == {"score": int(score)}


def test_no_complaint_is_lost_or_doubled_and_its_reference_stays(home: Path, tmp_path: Path):
    port, stop = free_port(), threading.Event()
    people = [Complainant(f"person{number}", port, stop) for number in range(3)]
    campaign(home, tmp_path / "log", people, stop, port)
    acknowledged = {key: told for one in people for key, told in one.acknowledged.items()}
    assert len(acknowledged) > 20
    assert all(len(told) == 1 for told in acknowledged.values()), "a complaint sent again has its first reference"
    stored = rows(
        home,
        "SELECT signals_signal.key, reference FROM complaints_complaint"
        " JOIN signals_signal ON signals_signal.id = signal_id",
    )
    assert sorted(stored) == sorted((key, *told) for key, told in acknowledged.items())
    letters = rows(home, "SELECT count(*), count(DISTINCT address) FROM channels_message")
    assert letters == [(len(acknowledged), len(acknowledged))], "each is acknowledged by one e-mail"
