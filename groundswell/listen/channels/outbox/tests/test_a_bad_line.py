"""Mail servers as they are: greylisting, lines that break half-way, silence, TLS that fails. Nobody else waits for it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from groundswell.config.environment import MailServer
from groundswell.foundation.customers.models import Customer, Purpose
from groundswell.listen.channels.email import posting
from groundswell.listen.channels.jobs import hand_over
from groundswell.listen.channels.outbox.actions import may_be_sent_again, send_again
from groundswell.listen.channels.outbox.delivering import LEASE
from groundswell.listen.channels.outbox.models import LostAddress, Message
from groundswell.listen.channels.outbox.writing import write_message
from tests.world import NOW, make_customer

from .post_office import PostOffice, post_office

QUESTION, ANSWER = Purpose.ASKING, Purpose.CONTACT


@pytest.fixture
def office(db, settings) -> Iterator[PostOffice]:
    with post_office(settings) as running:
        yield running


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(posting, "PATIENCE", 0.5)
    monkeypatch.setattr(posting, "PATIENCE_WITH_LETTER", 0.5)


def write(name: str, purpose: str = ANSWER) -> Message:
    customer = make_customer(name)
    Customer.objects.filter(pk=customer.pk).update(email=f"{name}@people.example")
    customer.refresh_from_db()
    message = write_message(key=name, subject="?", body="?", customer=customer, purpose=purpose, at=NOW)
    assert message is not None
    return message


def stand(message: Message) -> tuple[list[str], bool]:
    """What became of each attempt, and whether it is tried again."""
    message.refresh_from_db()
    return list(message.deliveries.values_list("outcome", flat=True)), message.due_at is not None


def test_who_is_greylisted_gets_the_letter_at_the_next_attempt_and_the_others_at_once(office):
    grey, ann = write("grey"), write("ann")
    assert hand_over(NOW) == "1 sent, 1 later, 0 refused"
    grey.refresh_from_db()
    hand_over(grey.due_at)
    assert office.to() == ["ann@people.example", "grey@people.example"]
    assert (stand(grey), stand(ann)) == ((["delayed", "sent"], False), (["sent"], False))
    assert not LostAddress.objects.exists()


@pytest.mark.parametrize("name", ["cut", "late"])
def test_a_question_whose_line_broke_after_the_letter_began_is_not_sent_twice(office, name):
    question, ann = write(name, QUESTION), write("ann", QUESTION)
    hand_over(NOW)
    hand_over(NOW + LEASE)
    assert stand(question) == (["begun"], False)
    assert stand(ann) == (["sent"], False)
    assert office.to().count(f"{name}@people.example") <= 1
    assert may_be_sent_again(question)
    send_again(question, by="office", at=NOW + LEASE)
    hand_over(NOW + LEASE)
    assert stand(question) == (["begun", "sent"], False)


@pytest.mark.parametrize(("name", "copies"), [("cut", 1), ("late", 2)])
def test_an_answer_whose_line_broke_goes_out_again_under_the_same_message_id(office, name, copies):
    answer = write(name)
    hand_over(NOW)
    answer.refresh_from_db()
    hand_over(answer.due_at)
    assert stand(answer) == (["delayed", "sent"], False)
    assert len(office.letters) == copies
    assert len({letter["Message-ID"] for letter in office.letters}) == 1


def test_a_server_that_says_nothing_holds_up_nobody_for_good(office, impatient):
    hung, mute, ann = write("hung", QUESTION), write("mute", QUESTION), write("ann", QUESTION)
    hand_over(NOW)
    assert stand(hung) == (["delayed"], True)
    assert stand(mute) == (["begun"], False)
    assert stand(ann) == (["sent"], False)


@pytest.mark.parametrize("killed_in", ["_sign_in", "send_message", "data", "quit"])
@pytest.mark.parametrize("purpose", [QUESTION, ANSWER])
def test_a_worker_that_dies_anywhere_sends_no_question_twice_and_loses_no_answer(
    office, monkeypatch, killed_in, purpose
):
    message = write("ann", purpose)

    def killed(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if killed_in == "_sign_in":
            patched.setattr(posting, "_sign_in", killed)
        else:
            patched.setattr(f"smtplib.SMTP.{killed_in}", killed)
        with pytest.raises(KeyboardInterrupt):
            hand_over(NOW)
    hand_over(NOW)
    hand_over(NOW + LEASE)
    copies = len(office.letters)
    if purpose == QUESTION:
        assert copies == (1 if killed_in in {"_sign_in", "send_message", "quit"} else 0)
        assert stand(message)[1] is False
    else:
        assert copies == (2 if killed_in == "quit" else 1)


def _garbled_tls(listener: socket.socket) -> None:
    """A server that offers TLS and then does not speak it."""
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        with line:
            line.sendall(b"220 hello\r\n")
            while words := line.recv(1024):
                if words.upper().startswith(b"EHLO"):
                    line.sendall(b"250-here\r\n250 STARTTLS\r\n")
                elif words.upper().startswith(b"STARTTLS"):
                    line.sendall(b"220 go on\r\n" + b"this is not TLS" * 9)
                else:
                    break


def test_trouble_with_tls_is_ours_tried_again_and_says_nothing_about_the_address(db, settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_garbled_tls, args=[listener], daemon=True).start()
        port = listener.getsockname()[1]
        settings.MAIL_SERVER = MailServer("127.0.0.1", port, "", "", use_tls=True)
        message = write("ann", QUESTION)
        assert hand_over(NOW) == "0 sent, 1 later, 0 refused"
    assert "SSL" in message.deliveries.get().note
    assert stand(message)[1] is True


def test_a_server_without_tls_gets_no_letter_in_the_clear_and_loses_no_address(office, settings):
    settings.MAIL_SERVER = MailServer("127.0.0.1", settings.MAIL_SERVER.port, "", "", use_tls=True)
    message, at = write("ann"), NOW
    for _ in range(4):
        hand_over(at)
        message.refresh_from_db()
        at = message.due_at
    assert set(message.deliveries.values_list("outcome", flat=True)) == {"delayed"}
    assert "STARTTLS" in message.deliveries.latest("id").note
    assert not office.letters
    assert not LostAddress.objects.exists()


def test_a_password_that_our_server_does_not_take_loses_no_message(office, settings):
    settings.MAIL_SERVER = MailServer("127.0.0.1", settings.MAIL_SERVER.port, "me", "wrong", use_tls=False)
    message = write("ann")
    assert hand_over(NOW) == "0 sent, 1 later, 0 refused"
    assert stand(message) == (["delayed"], True)
