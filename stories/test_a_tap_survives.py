"""Customers tap and complain while the whole product is killed again and again: what a page has shown to be kept is kept, once."""

import json
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from .homes import Begun, say
from .killing import Sender, running
from .senders import SURVEY, Complainant, Customer
from .starting import free_port

KILLS = 3


def rows(home: Path, question: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(f"file:{home / 'groundswell.sqlite3'}?mode=ro", uri=True, timeout=10)
    try:
        return database.execute(question).fetchall()
    finally:
        database.close()


@pytest.fixture
def home(begun: Begun, tmp_path: Path) -> Path:
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(SURVEY))
    say(begun.home, "survey", "import", str(file))
    return begun.home


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
    assert all(len(told) == 1 for told in acknowledged.values()), (
        "a complaint sent again has its first reference"
    )
    stored = rows(
        home,
        "SELECT signals_signal.key, reference FROM complaints_complaint"
        " JOIN signals_signal ON signals_signal.id = signal_id",
    )
    assert sorted(stored) == sorted((key, *told) for key, told in acknowledged.items())
    letters = rows(home, "SELECT count(*), count(DISTINCT address) FROM channels_message")
    assert letters == [(len(acknowledged), len(acknowledged))], "each is acknowledged by one e-mail"
