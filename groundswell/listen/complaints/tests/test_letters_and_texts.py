"""A complaint by letter or by text: entered once, acknowledged there, and what comes later joins it."""

from datetime import timedelta

import pytest

from groundswell.act.cases.models import Case
from groundswell.act.cases.opening import begin_inner_loop, open_cases_for
from groundswell.act.cases.queries import active_rules
from groundswell.foundation.customers.actions import stop_channel
from groundswell.foundation.customers.models import Channel, Customer
from groundswell.listen.channels.connections.channel import Heard, Page
from groundswell.listen.channels.connections.models import Connection
from groundswell.listen.channels.connections.receiving import receive_page
from groundswell.listen.channels.connections.tests.listening import connected
from groundswell.listen.channels.email.message_ids import message_id_of
from groundswell.listen.channels.email.receive import heard_in
from groundswell.listen.channels.models import Message
from groundswell.listen.channels.registry import CHANNELS
from groundswell.listen.complaints.jobs import enter_complaints
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal
from tests.world import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def box(world) -> Connection:
    return connected("mailbox", None, "x", host="127.0.0.1", port=1, user="care", folder="INBOX")


def letter(number: int, subject: str, *headers: str, text: str = "It broke.", sender="ann@people.example"):
    lines = [
        f"From: Ann <{sender}>",
        "To: care@linden-lark.example",
        f"Subject: {subject}",
        f"Message-ID: <m{number}@people.example>",
        *headers,
        "",
        text,
    ]
    return "\r\n".join(lines).encode()


def arrive(box: Connection, *letters: bytes, at=NOW) -> None:
    rules = {"complaint_words": "complaint", "complaint_to": ""}
    heard = [heard_in(raw, rules, at) for raw in letters]
    receive_page(box, CHANNELS["mailbox"], Page([one for one in heard if one]), at=at)
    enter_complaints(at)


def added() -> list[str]:
    return [one.signal.comment for one in Complaint.objects.get().additions.select_related("signal")]


def test_a_letter_is_entered_once_and_acknowledged_with_its_reference(box):
    for _ in range(2):
        arrive(box, letter(1, "Complaint about a zip"))
    complaint = Complaint.objects.get()
    assert complaint.acknowledged_at == NOW
    message = Message.objects.get()
    assert message.address == "ann@people.example"
    assert complaint.reference in message.subject
    assert complaint.token in message.body


def test_an_answer_to_our_letter_joins_the_complaint(box):
    arrive(box, letter(1, "Complaint"))
    ours = message_id_of(Message.objects.get().pk)
    arrive(box, letter(2, "Re: We have your complaint", f"In-Reply-To: {ours}", text="The receipt is 4711."))
    assert added() == ["The receipt is 4711."]


def test_a_letter_that_names_the_reference_joins_it(box):
    arrive(box, letter(1, "Complaint"))
    reference = Complaint.objects.get().reference
    arrive(box, letter(2, f"My complaint {reference.lower()} again", text="Still nothing."))
    assert Complaint.objects.count() == 1
    assert "Still nothing." in added()[0]


def test_a_letter_of_the_same_thread_joins_it_and_so_does_the_next(box):
    arrive(box, letter(1, "Complaint"))
    arrive(box, letter(2, "Re: Complaint", "References: <m1@people.example>", text="One."))
    arrive(box, letter(3, "Re: Complaint", "References: <m2@people.example>", text="Two."))
    assert Complaint.objects.count() == 1
    assert len(added()) == 2


def test_two_letters_of_one_thread_in_one_round_are_one_complaint(box):
    arrive(
        box,
        letter(1, "Complaint"),
        letter(2, "Re: Complaint", "In-Reply-To: <m1@people.example>", text="And:"),
    )
    assert (Complaint.objects.count(), len(added())) == (1, 1)


def test_a_stranger_who_names_a_reference_joins_nothing(box):
    arrive(box, letter(1, "Complaint"))
    reference = Complaint.objects.get().reference
    arrive(box, letter(2, f"Complaint {reference}", sender="mallory@people.example"))
    assert [one.additions.count() for one in Complaint.objects.all()] == [0, 0], "a complaint of its own"
    arrive(box, letter(3, f"About {reference}", sender="mallory@people.example"))
    assert Complaint.objects.count() == 2


def test_a_letter_about_nothing_of_it_stays_a_voice(box):
    arrive(box, letter(1, "Complaint"), letter(2, "Thank you for the scarf"))
    assert Complaint.objects.get().additions.count() == 0


def test_what_joined_opens_no_case_of_its_own(box):
    begin_inner_loop(by="a test", at=NOW - timedelta(days=1))
    arrive(box, letter(1, "Complaint"))
    arrive(box, letter(2, "Re: Complaint", "References: <m1@people.example>"))
    for rule in active_rules(NOW):
        open_cases_for(rule, at=NOW)
    assert Case.objects.get().signal == Complaint.objects.get().signal


def test_the_owner_hears_of_what_was_added_once(box):
    arrive(box, letter(1, "Complaint"))
    arrive(box, letter(2, "Re: Complaint", "References: <m1@people.example>"))
    for minutes in range(1, 9):
        enter_complaints(NOW + minutes * MINUTE)
    owner = Complaint.objects.get().owner
    assert Message.objects.filter(person=owner, key__startswith="complaint-added").count() == 1


def test_a_letter_that_arrives_after_the_others_were_read_is_found(box):
    arrive(box, letter(1, "Complaint"))
    enter_complaints(NOW + 10 * MINUTE)
    reference = Complaint.objects.get().reference
    arrive(box, letter(2, reference, text="Later."), at=NOW + 11 * MINUTE)
    assert len(added()) == 1


def text(words: str, key: str = "1", phone: str = "+447700900111") -> Heard:
    return Heard(key=key, said_at=NOW, comment=words, phone=phone)


@pytest.fixture
def gateway(world) -> Connection:
    return connected("sms_gateway", None, "x", send_to="https://gateway.example/send")


def by_text(gateway: Connection, *texts: Heard) -> None:
    receive_page(gateway, CHANNELS["sms_gateway"], Page(list(texts)), at=NOW)
    enter_complaints(NOW)


@pytest.mark.parametrize(
    "words", ["COMPLAINT the zip broke", "Beschwerde: Reißverschluss", "شكوى عن التأخير"]
)
def test_a_text_that_begins_with_the_word_is_a_complaint_and_is_acknowledged_by_text(gateway, words):
    by_text(gateway, text(words))
    message = Message.objects.get()
    assert (message.medium, message.address) == ("text", "+447700900111")
    assert Complaint.objects.get().reference in message.subject + message.body


def test_the_word_inside_a_text_is_no_complaint(gateway):
    by_text(gateway, text("No complaint from me, thanks"))
    assert not Complaint.objects.exists()
    assert Signal.objects.count() == 1


def test_stop_stays_stop_and_the_owner_sees_that_nobody_was_told(gateway):
    by_text(gateway, text("COMPLAINT one"))
    stop_channel(Customer.objects.get(), Channel.TEXT, by="a test", at=NOW, source="STOP")
    by_text(gateway, text("COMPLAINT two", key="2"))
    assert Message.objects.filter(customer__isnull=False).count() == 1
    assert Complaint.objects.order_by("pk").last().acknowledged_at is None
