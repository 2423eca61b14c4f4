"""Letters as finance processes write them: HTML alone, tables, bold labels, with files, twice, huge. No amount is lost on the way."""

from __future__ import annotations

import imaplib
import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from groundswell.act.decisions.by_letter import letters_to_take, read_letters
from groundswell.act.decisions.errors import DecisionRefused
from groundswell.act.decisions.filing import give_filing_address
from groundswell.act.decisions.forms import AssessForm
from groundswell.act.decisions.letters import read_letter_words
from groundswell.act.decisions.models import RegisteredDecision
from groundswell.act.decisions.queries import owed
from groundswell.act.decisions.told import Told, read_told
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.plain_text import words_of_html
from groundswell.listen.channels.connections.tests.listening import connected, fetched, told
from groundswell.listen.channels.email import mailbox
from groundswell.listen.channels.email.tests.post_office import DOVECOT, mail_server, put
from tests.world import NOW

CELLS = (("Title:", "A fee"), ("What:", "Parcels cost 3.90."), ("Amount", "120,000"))
ASSESSED = {"who": "everybody", "expected_low": "-2", "expected_high": "0"}
FEE = {"title": "A fee", "what": "Parcels cost 3.90.", "amount": "120,000"}


def table(cell: str) -> str:
    rows = (f"<tr>{''.join(cell.format(words) for words in row)}</tr>" for row in CELLS)
    return f"<html><body><table>{''.join(rows)}</table></body></html>"


@pytest.mark.parametrize(
    "text",
    [
        words_of_html(table("<td>{}</td>")),
        words_of_html(table("<td>\n <p>{}</p>\n</td>\n")),
        words_of_html(table("<th>{}")),
        words_of_html(table("<td></td>\n<td>{}</td>")),
        words_of_html("<p><b>Title:</b> A fee</p><p><b>What</b>: Parcels cost 3.90.</p><p>Amount:&nbsp;120,000"),
        "*Title:* A fee\n*What:* Parcels cost 3.90.\n*Amount:* 120,000",
        "- Title: A fee\n- What: Parcels cost 3.90.\n- Cost: 120,000",
        "\ufeffTitle: A fee\r\nWhat : Parcels cost 3.90.\r\nAmount\t120,000",
    ],
)  # fmt: skip
def test_a_label_is_read_as_programs_write_it(text):
    assert read_letter_words(text) == FEE


def test_the_currency_behind_the_label_is_read_with_the_sum():
    said = read_letter_words("Title: A\nWhat: B\nAmount (USD): 120,000\nCustomers touched (a year): 40")
    assert (said["amount"], said["customers_touched"]) == ("120,000 USD", "40")


@pytest.fixture
def box(world: Any, settings: Any) -> Iterator[Connection]:
    settings.OUTBOUND_MAY_REACH_LOOPBACK = True
    rules = {"decisions_to": "decisions@linden-lark.example", "decisions_from": "@finance.example"}
    with tempfile.TemporaryDirectory(prefix="post") as home, mail_server(Path(home)) as port:
        place = {"host": "127.0.0.1", "port": port, "user": "care", "folder": "INBOX"}
        yield connected("mailbox", None, "open-sesame", **place, **rules)


def written(to: str, html: str, number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "SAP <robot@finance.example>", to, "Decision"
    mail["Reply-To"], mail["Message-ID"] = "olu.office@linden-lark.example", f"<{number}@finance.example>"
    mail.set_content(html, subtype="html")
    mail.add_attachment(b"%PDF-1.4 plan", maintype="application", subtype="pdf", filename="plan.pdf")
    return mail.as_bytes()


@pytest.mark.skipif(DOVECOT is None, reason="Dovecot is not installed here")
def test_what_finance_sends_twice_stands_once_with_its_amount_and_owes_an_assessment(world, box, monkeypatch):
    monkeypatch.setattr(mailbox, "LARGEST", 20_000)
    own = give_filing_address(by=world.office, at=NOW)
    wrong = f"decisions+{'a' * 20}@linden-lark.example"
    fee = written(own, table("<td><p>{}</p></td>"), 1)
    huge = written(own, table("<td>{}</td>") + "x" * 30_000, 3)
    port = int(box.settings["port"])
    put(port, fee, fee, written(wrong, table("<td>{}</td>"), 2), huge)
    with imaplib.IMAP4("127.0.0.1", port, timeout=5) as mail:
        mail.login("care", "open-sesame")
        assert mail.select("INBOX")[1] == [b"4"]
    assert fetched(box).unreadable == 1
    assert read_letters(at=NOW) == (1, 0)
    made = RegisteredDecision.objects.get()
    assert (made.title, made.amount, made.filed_by) == ("A fee", 120_000, world.office.person)
    assert list(owed(RegisteredDecision.objects.all())) == [made]
    assert letters_to_take(world.office).count() == 1
    assert told() == []


@pytest.mark.parametrize(
    ("written", "read"), [("1,200", 1200), ("1 200", 1200), ("1200.0", 1200), ("1.200.000", 1_200_000)]
)
def test_so_many_customers_are_read_as_they_are_written(written, read):
    assert touched(written).impact.customers_touched == read
    assert (
        AssessForm(ASSESSED | {"customers_touched": written}).fields["customers_touched"].clean(written)
        == read
    )


@pytest.mark.parametrize("written", ["1.200", "12.000", "1.5", "many"])
def test_a_thousand_customers_are_never_read_as_one(written):
    with pytest.raises(DecisionRefused):
        touched(written)
    assert "customers_touched" in AssessForm(ASSESSED | {"customers_touched": written}).errors


def touched(written: str) -> Told:
    return read_told(ASSESSED | {"title": "A fee", "what": "More.", "customers_touched": written})


@pytest.mark.parametrize(
    "lines",
    [
        "Amount: 40000\nArea: IT\nAmount: 30000",
        "Cost: 40,000\nCosts: 30,000",
        "Amount: 40,000\nAmount (USD): 40,000",
        "Who is touched: all\nExpected change: -1 to 1\nCustomers touched (thousands): 12",
    ],
)
def test_a_number_that_may_be_another_one_is_asked_back(lines):
    with pytest.raises(DecisionRefused):
        read_told(read_letter_words(f"Title: A fee\nWhat: More.\n{lines}"))


def test_the_same_sum_said_again_is_the_same_sum():
    said = "Title: A fee\nWhat: More.\nAmount: 40,000\n\nAmount: 40,000"
    assert read_told(read_letter_words(said)).decision["amount"] == 40_000
