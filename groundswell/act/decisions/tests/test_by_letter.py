"""A letter of a colleague registers a decision; a letter of anybody else is heard as ever."""

from datetime import timedelta

from groundswell.act.decisions.by_letter import forget_letters, read_letters, unusable_letters
from groundswell.act.decisions.models import RegisteredDecision
from groundswell.listen.channels.connections.channel import Call
from groundswell.listen.channels.connections.models import Connection, FiledLetter
from groundswell.listen.channels.connections.receiving import receive_page
from groundswell.listen.channels.connections.tests.listening import connected, told
from groundswell.listen.channels.email.mailbox import CHANNEL
from groundswell.listen.channels.email.receive import read
from groundswell.listen.channels.email.tests.test_letters import letter
from tests.world import NOW

RULES = {
    "decisions_to": "decisions@linden-lark.example",
    "decisions_from": "@finance.example, olu.office@linden-lark.example",
}
WORDS = b"Title: A fee\nWhat: Parcels cost 3.90.\nAmount: 120,000\nWho is touched: everybody\nExpected change: -6 to \xe2\x88\x921 points\nWatch: delivery\n"


def mailbox() -> Connection:
    place = {"host": "mail.example.org", "port": "993", "user": "us", "folder": "INBOX"}
    return connected("mailbox", secret="secret", **place, **RULES)


def arrives(connection: Connection, body: bytes = WORDS, **headers: str) -> None:
    given = {
        "From": "Fin <fin@finance.example>",
        "To": "Us <decisions@linden-lark.example>",
        "Content-Type": "text/plain; charset=utf-8",
    }
    raw = letter(body, **{**given, **headers})
    page = read(Call(raw, {}, "", NOW, connection.settings, ""))
    receive_page(connection, CHANNEL, page, at=NOW)


def test_a_letter_registers_a_decision_once_and_is_no_voice(world):
    connection = mailbox()
    arrives(connection)
    arrives(connection)
    assert read_letters(at=NOW) == (1, 0)
    assert read_letters(at=NOW) == (0, 0)
    made = RegisteredDecision.objects.get()
    assert (made.title, made.amount, made.door, made.filed_by) == ("A fee", 120_000, "letter", None)
    assessment = made.assessments.get()
    assert (assessment.expected_low, assessment.expected_high, assessment.watches.count()) == (-6, -1, 1)
    assert told() == []
    assert FiledLetter.objects.get().words == ""


def test_a_colleague_who_writes_is_known(world):
    connection = mailbox()
    arrives(connection, From="olu.office@linden-lark.example")
    read_letters(at=NOW)
    assert RegisteredDecision.objects.get().filed_by == world.office.person


def test_whoever_may_not_write_there_is_heard_as_a_customer(world):
    connection = mailbox()
    arrives(connection, From="ann@example.org")
    arrives(connection, From="fin@finance.example.evil.example", **{"Message-ID": "<2@example.org>"})
    arrives(connection, To="hello@linden-lark.example", **{"Message-ID": "<3@example.org>"})
    arrives(connection, To="notdecisions@linden-lark.example", **{"Message-ID": "<4@example.org>"})
    assert read_letters(at=NOW) == (0, 0)
    assert (FiledLetter.objects.count(), len(told())) == (0, 4)


def test_what_cannot_be_used_is_said_kept_a_week_and_not_read_again(world):
    connection = mailbox()
    arrives(connection, b"Hello, what about the fee?")
    assert read_letters(at=NOW) == (0, 1)
    shown = unusable_letters(world.office, NOW)
    assert [one.problem for one in shown] == ["title: This is needed."]
    assert list(unusable_letters(world.frontline, NOW)) == []
    forget_letters(at=NOW + timedelta(days=6))
    assert FiledLetter.objects.get().words == "Hello, what about the fee?"
    forget_letters(at=NOW + timedelta(days=8))
    assert (FiledLetter.objects.get().words, read_letters(at=NOW + timedelta(days=8))) == ("", (0, 0))
    assert not RegisteredDecision.objects.exists()


def test_a_hostile_letter_stops_no_other(world):
    connection = mailbox()
    for number, body in enumerate(
        [
            b"Title: \x00\xff\xfe" * 90,
            b"Title: x\nWhat: y\nAmount: 1e999999",
            b"Title:" + b"a" * 90_000,
            b"\xff" * 999,
        ]
    ):
        arrives(connection, body, **{"Message-ID": f"<h{number}@finance.example>"})
    arrives(connection, **{"Message-ID": "<good@finance.example>"})
    assert read_letters(at=NOW) == (1, 4)
