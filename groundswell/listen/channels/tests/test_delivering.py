"""The outbox is handed to a real mail server; one bad address never stops the rest."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from groundswell.config.environment import MailServer
from groundswell.listen.channels.email.outbox import undelivered, write_message
from groundswell.listen.channels.jobs import hand_over
from groundswell.listen.channels.models import Delivery
from tests.world import NOW, make_customer


class Postman(socketserver.StreamRequestHandler):
    """Speaks just enough SMTP; refuses addresses that begin with ``gone``."""

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "RCPT" and "<gone" in line:
                self.say("550 no such person")
            elif word == "DATA":
                self.say("354 go on")
                self.server.letters.append(self.letter())
                self.say("250 taken")
            elif word == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")
        return None

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def letter(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line)
        return "\n".join(lines)


@pytest.fixture
def letters(settings) -> Iterator[list[str]]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postman) as server:
        server.letters = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.MAIL_SERVER = MailServer(*server.server_address, "", "", use_tls=False)
        yield server.letters
        server.shutdown()


def write(key: str, email: str) -> None:
    customer = make_customer()
    customer.email = email
    customer.save()
    write_message(key=key, subject="Thank\r\nyou", body="For your words.", customer=customer, at=NOW)


def test_messages_are_handed_over_once_and_a_refusal_is_kept(db, letters):
    for key, email in (("1", "gone@people.example"), ("2", "ann@people.example")):
        write(key, email)
    assert hand_over(NOW) == "1 sent, 1 refused"
    assert "Subject: Thank you" in letters[0]
    assert Delivery.objects.get(outcome="refused").note.startswith("{'gone@people.example': (550")
    assert hand_over(NOW) == "0 sent, 1 refused"
    assert len(letters) == 1


def test_an_address_that_refuses_five_times_is_left_alone(db, letters):
    write("1", "gone@people.example")
    for _ in range(5):
        hand_over(NOW)
    assert undelivered().count() == 0


def test_without_a_mail_server_messages_wait_in_the_outbox(db):
    write("1", "ann@people.example")
    assert hand_over(NOW) == ""
    assert undelivered().count() == 1


def test_an_address_that_cannot_be_written_stops_nobody(db, letters):
    write("1", "ann\r\nBcc: all@people.example")
    write("2", "ann@people.example")
    assert hand_over(NOW) == "1 sent, 1 refused"
    assert "Bcc" not in letters[0]
