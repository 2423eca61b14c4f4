"""A letter of a colleague registers a decision; a letter of anybody else is heard as ever."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.decisions.by_letter import (
    forget_letters,
    letters_to_take,
    read_letters,
    take_letter,
    with_titles,
)
from groundswell.act.decisions.errors import DecisionRefused
from groundswell.act.decisions.filing import give_filing_address, stop_filing_address
from groundswell.act.decisions.models import FilingAddress, RegisteredDecision
from groundswell.act.decisions.tidings import filed_by_letter, letters_waiting
from groundswell.foundation.access.models import User
from groundswell.foundation.history.queries import events_of
from groundswell.listen.channels.connections.channel import Call
from groundswell.listen.channels.connections.models import Connection, FiledLetter
from groundswell.listen.channels.connections.receiving import receive_page
from groundswell.listen.channels.connections.tests.listening import connected, told
from groundswell.listen.channels.email.mailbox import CHANNEL
from groundswell.listen.channels.email.receive import read
from groundswell.listen.channels.email.tests.test_letters import letter
from tests.world import NOW

HOUR = timedelta(hours=1)
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


def test_a_letter_to_a_filing_address_registers_once_in_its_owner_s_name_and_is_no_voice(world):
    connection = mailbox()
    own = give_filing_address(by=world.office, at=NOW)
    arrives(connection, To=f"Decisions <{own}>", From="SAP <robot@erp.example>")
    arrives(connection, To=f"Decisions <{own}>", From="SAP <robot@erp.example>")
    assert read_letters(at=NOW) == (1, 0)
    assert read_letters(at=NOW) == (0, 0)
    made = RegisteredDecision.objects.get()
    assert (made.title, made.amount, made.door, made.filed_by) == (
        "A fee",
        120_000,
        "letter",
        world.office.person,
    )
    assessment = made.assessments.get()
    assert (assessment.expected_low, assessment.expected_high, assessment.watches.count()) == (-6, -1, 1)
    assert told() == []
    assert FiledLetter.objects.get().words == ""
    assert [one.person_id for one in filed_by_letter(NOW - HOUR, NOW)] == [world.office.person_id]


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "olu.office@linden-lark.example"},
        {"From": "Olu Office <olu.office@linden-lark.example>", "Reply-To": "olu.office@linden-lark.example"},
        {"From": "fin@finance.example", "Sender": "olu.office@linden-lark.example"},
        {
            "From": "olu.office@linden-lark.example",
            "To": "decisions+abcdefghjkmnpqrstuvw@linden-lark.example",
        },
        {"From": "stranger@evil.example", "To": "decisions+abcdefghjkmnpqrstuvw@linden-lark.example"},
        {"From": "stranger@evil.example", "To": "decisions+a@linden-lark.example"},
    ],
)
def test_a_forged_letter_registers_nothing_and_waits_for_a_click(world, headers):
    connection = mailbox()
    Connection.objects.update(
        settings={**connection.settings, "decisions_from": "@finance.example, @linden-lark.example"}
    )
    give_filing_address(by=world.office, at=NOW)
    arrives(Connection.objects.get(), **headers)
    assert read_letters(at=NOW) == (0, 0)
    assert not RegisteredDecision.objects.exists()
    letter = letters_to_take(world.office).get()
    assert [one.title for one in with_titles([letter])] == ["A fee"]
    assert not letters_to_take(world.lead).exists()
    assert world.office.person_id in [one.person_id for one in letters_waiting(NOW - HOUR, NOW)]
    made = take_letter(letter, by=world.office, at=NOW)
    assert (made.filed_by, made.door) == (world.office.person, "letter")
    with pytest.raises(DecisionRefused, match="a moment ago"):
        take_letter(letter, by=world.lead, at=NOW)


def test_an_address_that_was_renewed_or_stopped_or_whose_owner_left_proves_nothing(world):
    connection = mailbox()
    first = give_filing_address(by=world.office, at=NOW)
    second = give_filing_address(by=world.office, at=NOW)
    others = give_filing_address(by=world.lead, at=NOW)
    gone = give_filing_address(by=world.york_lead, at=NOW)
    assert len({first, second, others, gone}) == 4
    verbs = [event.verb for event in events_of(FilingAddress.objects.get(person=world.office.person))]
    assert verbs == ["gave filing address", "renewed filing address"]
    stop_filing_address(by=world.lead, at=NOW)
    world.york_lead.person.left_on = NOW.date()
    world.york_lead.person.save()
    for number, address in enumerate((first, others, gone, second)):
        arrives(connection, To=address, **{"Message-ID": f"<{number}@example.org>"})
    assert read_letters(at=NOW) == (1, 0)
    assert RegisteredDecision.objects.get().filed_by == world.office.person
    assert letters_to_take(world.office).count() == 3


def test_no_secret_of_a_filing_address_is_kept(world):
    connection = mailbox()
    code = give_filing_address(by=world.office, at=NOW)
    arrives(connection, To=code)
    secret = code.partition("+")[2].partition("@")[0]
    assert len(secret) == 20
    kept = [*FilingAddress.objects.values_list(), *FiledLetter.objects.values_list()]
    assert secret not in repr(kept)


def test_a_colleague_whose_address_a_letter_carries_may_take_it_and_nobody_else(world, signed_in):
    arrives(mailbox(), From="olu.office@linden-lark.example", **{"Message-ID": "<1@example.org>"})
    Connection.objects.update(
        settings={**Connection.objects.get().settings, "decisions_from": "@linden-lark.example"}
    )
    arrives(Connection.objects.get(), From=world.lead.person.email, **{"Message-ID": "<2@example.org>"})
    read_letters(at=NOW)
    mine, office = FiledLetter.objects.get(sender=world.lead.person.email), FiledLetter.objects.exclude(sender=world.lead.person.email).get()  # fmt: skip
    assert not letters_to_take(User(role=User.Role.FRONTLINE)).exists()
    lead = signed_in(world.lead)
    assert lead.get(reverse("decisions:letter", args=[office.pk])).status_code == 404
    assert lead.post(reverse("decisions:letter", args=[office.pk])).status_code == 404
    assert signed_in(world.york_lead).get(reverse("decisions:letter", args=[mine.pk])).status_code == 404
    assert "so nothing proves that" in lead.get(reverse("decisions:letter", args=[mine.pk])).content.decode()
    lead.post(reverse("decisions:letter", args=[mine.pk]))
    assert RegisteredDecision.objects.get().filed_by == world.lead.person
    steers = signed_in(world.office)
    assert "A fee" in steers.get(reverse("decisions:list")).content.decode()
    steers.post(reverse("decisions:letter", args=[office.pk]), {"throw": "1"})
    assert (RegisteredDecision.objects.count(), FiledLetter.objects.get(pk=office.pk).words) == (1, "")


def test_the_address_is_shown_once_and_only_to_its_owner(world, signed_in):
    lead, address = signed_in(world.lead), reverse("decisions:filing_address")
    assert "No connected mailbox has an address for decisions yet" in lead.get(address).content.decode()
    assert lead.post(address).status_code == 422
    mailbox()
    shown = lead.post(address).content.decode()
    assert re.search(r'value="decisions\+[a-z0-9]{20}@linden-lark\.example"', shown)
    assert "decisions+" not in lead.get(address).content.decode()
    lead.post(address, {"stop": "1"})
    assert not FilingAddress.objects.exists()
    assert signed_in(world.partner).get(address).status_code == 403
    with pytest.raises(DecisionRefused, match="belongs to nobody who works here"):
        give_filing_address(by="a job", at=NOW)


def test_what_nobody_takes_is_forgotten_after_a_month(world):
    arrives(mailbox())
    assert not letters_to_take(world.office).exists(), "nobody takes what was not read yet"
    read_letters(at=NOW)
    forget_letters(at=NOW + timedelta(days=29))
    assert letters_to_take(world.office).exists()
    forget_letters(at=NOW + timedelta(days=31))
    assert not letters_to_take(world.office).exists()
    assert FiledLetter.objects.get().words == ""


def test_whoever_may_not_write_there_is_heard_as_a_customer(world):
    connection = mailbox()
    arrives(connection, From="ann@example.org")
    arrives(connection, From="fin@finance.example.evil.example", **{"Message-ID": "<2@example.org>"})
    arrives(connection, To="hello@linden-lark.example", **{"Message-ID": "<3@example.org>"})
    arrives(connection, To="notdecisions@linden-lark.example", **{"Message-ID": "<4@example.org>"})
    assert read_letters(at=NOW) == (0, 0)
    assert (FiledLetter.objects.count(), len(told())) == (0, 4)


def test_what_cannot_be_used_is_said_kept_a_month_and_not_read_again(world):
    connection = mailbox()
    arrives(connection, b"Hello, what about the fee?")
    assert read_letters(at=NOW) == (0, 1)
    shown = letters_to_take(world.office)
    assert [one.problem for one in shown] == ["Title: This is needed. Say it in a few words."]
    assert list(letters_to_take(world.frontline)) == []
    forget_letters(at=NOW + timedelta(days=29))
    assert FiledLetter.objects.get().words == "Hello, what about the fee?"
    forget_letters(at=NOW + timedelta(days=31))
    assert (FiledLetter.objects.get().words, read_letters(at=NOW + timedelta(days=31))) == ("", (0, 0))
    assert not RegisteredDecision.objects.exists()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Amount: 120k", "Amount: “120k” is not an amount. Write it as 1234.50."),
        ("Amount: EUR 500", "Amount: “EUR 500” is in another currency. Write it in GBP, as 1234.50."),
        ("Takes effect: 1 April", "Takes effect: “1 April” is no day. Write it as 2026-03-11."),
        ("Takes effect: 2026-02-30", "Takes effect: There is no 2026-02-30. Look at the calendar."),
        ("Expected change: worse", "Expected change: “worse” is not a number. Write it as 1200."),
        ("Owner: boss@x.example", "Owner: Nobody who works here has the address “boss@x.example”. Write a colleague's, or leave it out."),
        ("Touchpoints: lift\nExpected change: -2 to 0", "Touchpoints: “lift” is not known here. Write a name or its code: Delivery (delivery), Returns (returns)."),
        ("Customers touched: -5\nExpected change: -2 to 0", "Customers touched: “-5” lies outside. Write a number from 0 to 1000000000."),
    ],
)  # fmt: skip
def test_a_letter_that_could_not_be_used_names_its_line_what_stands_there_and_the_remedy(
    world, line, problem
):
    connection, own = mailbox(), give_filing_address(by=world.lead, at=NOW)
    arrives(connection, f"Title: A fee\nWhat: 3.90\nWho is touched: all\n{line}\n".encode(), To=own)
    assert read_letters(at=NOW) == (0, 1)
    assert FiledLetter.objects.get().problem == problem


def test_places_and_parts_are_named_as_people_name_them_or_by_their_codes(world):
    connection, own = mailbox(), give_filing_address(by=world.lead, at=NOW)
    said = "Who is touched: all\nExpected change: -2 to 0\nTouchpoints: DELIVERY, returns, Delivery\nParts: Web shop, york"
    arrives(connection, f"Title: A fee\nWhat: 3.90\n{said}\n".encode(), To=own)
    assert read_letters(at=NOW) == (1, 0)
    assessment = RegisteredDecision.objects.get().assessments.get()
    assert set(assessment.touchpoints.all()) == {world.delivery, world.returns}
    assert set(assessment.units.all()) == {world.web, world.york}


def test_whose_filing_address_it_was_is_told_and_puts_it_right_without_losing_a_word(world, signed_in):
    connection, own = mailbox(), give_filing_address(by=world.lead, at=NOW)
    words = "Title: A fee\nWhat: Parcels cost 3.90.\nAmount: 12k"
    arrives(connection, words.encode(), To=own, From=world.york_lead.person.email)
    read_letters(at=NOW)
    told = {one.person_id: str(one.words) for one in letters_waiting(NOW - HOUR, NOW)}
    assert told == dict.fromkeys(
        (world.lead.person_id, world.office.person_id),
        "A letter about a decision could not be used: put it right",
    )
    filed, lead = FiledLetter.objects.get(), signed_in(world.lead)
    page = reverse("decisions:letter", args=[filed.pk])
    assert signed_in(world.york_lead).get(page).status_code == 404
    listed = lead.get(reverse("decisions:list")).content.decode()
    assert page in listed
    assert "“12k” is not an amount" in listed
    assert words in lead.get(page).content.decode()
    wrong = lead.post(page, {"words": words.replace("12k", "12m")})
    assert wrong.status_code == 422
    assert "Amount: “12m” is not an amount. Write it as 1234.50." in wrong.content.decode()
    assert FiledLetter.objects.get().words == words
    lead.post(page, {"words": words.replace("12k", "12,000")})
    made = RegisteredDecision.objects.get()
    assert (made.amount, made.filed_by) == (12_000, world.lead.person)
    assert not letters_to_take(world.office).exists()
    assert list(letters_waiting(NOW - HOUR, NOW)) == []


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
    own = give_filing_address(by=world.office, at=NOW)
    arrives(connection, To=own, **{"Message-ID": "<good@finance.example>"})
    assert read_letters(at=NOW) == (1, 4)
