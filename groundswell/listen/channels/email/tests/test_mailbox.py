"""A mailbox on a real IMAP server: every letter once, left unread; answers find their customer."""

from __future__ import annotations

import imaplib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from groundswell.listen.channels.connections.models import AttachedFile, Connection
from groundswell.listen.channels.connections.tests.listening import connected, fetched, the_signal, told
from groundswell.listen.channels.email.letters import read_letter
from groundswell.listen.channels.email.message_ids import message_behind, message_id_of
from groundswell.listen.channels.email.receive import is_complaint
from groundswell.listen.channels.outbox.writing import write_message
from groundswell.listen.signals.models import Signal
from tests.world import NOW, World, make_customer

from .post_office import DOVECOT, mail_server, put

needs_a_server = pytest.mark.skipif(DOVECOT is None, reason="Dovecot is not installed here")


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """Its sockets need a short path."""
    with tempfile.TemporaryDirectory(prefix="post") as home, mail_server(Path(home)) as port:
        yield port


@pytest.fixture
def box(world: World, server: int, settings: Any) -> Connection:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    with imaplib.IMAP4("127.0.0.1", server, timeout=5) as mail:
        mail.login("care", "open-sesame")
        if int(mail.select("INBOX")[1][0] or 0):
            mail.store("1:*", "+FLAGS", r"\Deleted")
            mail.expunge()
    return connected(
        "mailbox", None, "open-sesame", host="127.0.0.1", port=server, user="care", folder="INBOX"
    )


def letter(number: int, text: str, *headers: str, sender: str = "Ann <ann@people.example>") -> bytes:
    lines = [
        f"From: {sender}",
        "To: care@linden-lark.example",
        f"Subject: Letter {number}",
        f"Message-ID: <m{number}@people.example>",
        f"Date: Tue, 10 Mar 2026 10:{number % 60:02}:00 +0100",
        *headers,
        "",
        text,
    ]
    return "\r\n".join(lines).encode()


@needs_a_server
def test_every_letter_arrives_once_and_stays_unread(box: Connection, server: int):
    put(server, letter(1, "The lamp is broken."), letter(2, "Thank you, Fay."))
    assert fetched(box).received == 2
    put(
        server,
        letter(2, "Thank you, Fay."),
        letter(3, "I am away.", "Auto-Submitted: auto-replied"),
        letter(4, "Hm."),
    )
    done = fetched(box)
    assert (done.received, done.known, done.ignored) == (1, 1, 1)
    assert [words for words, *_ in told()] == [
        "Letter 1\n\nThe lamp is broken.",
        "Letter 2\n\nThank you, Fay.",
        "Letter 4\n\nHm.",
    ]
    assert fetched(box).received == 0
    assert (str(Signal.objects.first().customer), Signal.objects.first().channel) == (
        "ann@people.example",
        "email",
    )
    with imaplib.IMAP4("127.0.0.1", server, timeout=5) as mail:
        mail.login("care", "open-sesame")
        mail.select("INBOX", readonly=True)
        assert len(mail.search(None, "UNSEEN")[1][0].split()) == 5


@needs_a_server
def test_more_than_a_page_of_letters_arrives_whole(box: Connection, server: int):
    put(server, *(letter(number, f"Words {number}") for number in range(1, 121)))
    assert fetched(box).received == 120
    assert fetched(box).received == 0


@needs_a_server
def test_a_wrong_password_and_a_wrong_folder_say_what_to_do(box: Connection):
    box.settings["folder"] = "No such"
    box.save()
    assert fetched(box).outcome == "refused"
    wrong = connected("mailbox", None, "wrong", **box.settings | {"folder": "INBOX"})
    assert "password" in fetched(wrong).note


@needs_a_server
def test_an_answer_to_our_message_belongs_to_the_customer_we_wrote_to(
    box: Connection, server: int, world: World
):
    customer = make_customer()
    message = write_message(key="k", subject="How was it?", body="?", at=NOW, customer=customer)
    answer = "Very slow.\r\n\r\nOn 9 March Linden wrote:\r\n> How was it?\r\n> 0 to 10"
    references = f"References: <x@y> {message_id_of(message.pk)}"
    put(server, letter(9, answer, references, sender="Other <other@people.example>"))
    fetched(box)
    signal = the_signal()
    assert (signal.comment, signal.customer) == ("Very slow.", customer)
    assert signal.answered_message.message == message


def test_nobody_makes_up_the_name_of_one_of_our_messages():
    real = message_id_of(7)
    assert message_behind(real) == 7
    assert message_behind(real.replace("message-7-", "message-8-")) is None


def test_a_mailbox_inside_our_network_or_without_tls_is_not_opened(world: World):
    for host, port in (("10.0.0.1", "993"), ("localhost", "993"), ("93.184.215.14", "143")):
        connection = connected("mailbox", None, "x", host=host, port=port, user="u", folder="INBOX")
        assert fetched(connection).outcome == "refused"


@pytest.mark.parametrize(
    ("to", "subject", "expected"),
    [
        ("complaints@linden.example", "Hello", True),
        ("care@linden.example", "I want a REFUND", True),
        ("care@linden.example", "Hello", False),
    ],
)
def test_a_complaint_is_known_by_its_address_or_its_subject(to: str, subject: str, expected: bool):
    raw = f"From: a@b.example\r\nTo: {to}\r\nSubject: {subject}\r\n\r\nWords".encode()
    rules = {"complaint_to": "Complaints@linden.example", "complaint_words": "complaint, refund"}
    assert is_complaint(read_letter(raw), rules) is expected


@needs_a_server
def test_a_file_that_comes_with_a_letter_is_kept_under_a_random_name(
    box: Connection, server: int, settings: Any
):
    body = (
        "--b\r\nContent-Type: text/plain\r\n\r\nSee the picture\r\n--b\r\nContent-Type: image/png\r\n"
        'Content-Disposition: attachment; filename="../lamp.png"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        "AAEC\r\n--b--\r\n"
    )
    put(server, letter(5, body, "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"'))
    fetched(box)
    kept = AttachedFile.objects.get()
    assert (kept.name, kept.size, kept.signal) == ("lamp.png", 3, the_signal())
    assert (settings.GROUNDSWELL_HOME / "attached" / kept.stored_as).read_bytes() == b"\0\1\2"
