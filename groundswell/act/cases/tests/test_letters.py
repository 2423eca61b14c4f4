"""We write from the case, and what the customer answers comes back into it."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from groundswell.act.cases.actions import close_case
from groundswell.act.cases.errors import LetterRefused
from groundswell.act.cases.jobs import open_cases
from groundswell.act.cases.letters.answered import join_replies
from groundswell.act.cases.letters.writing import thread_of, write_letter
from groundswell.act.cases.models import Case, CaseReply, ContactAttempt, OpeningRule, RootCause
from groundswell.act.cases.opening import open_cases_for
from groundswell.act.cases.pausing import wait_for_customer
from groundswell.act.cases.queries import with_state
from groundswell.act.cases.ruling import NewRule, switch_on
from groundswell.act.telling.models import Tiding
from groundswell.act.telling.noting import note_tidings
from groundswell.foundation.customers.models import Consent
from groundswell.listen.channels.connections.channel import Page
from groundswell.listen.channels.connections.receiving import receive_page
from groundswell.listen.channels.connections.tests.listening import connected
from groundswell.listen.channels.email.message_ids import message_id_of
from groundswell.listen.channels.email.posting import letter_of
from groundswell.listen.channels.email.receive import heard_in
from groundswell.listen.channels.models import Message
from groundswell.listen.channels.registry import CHANNELS
from groundswell.listen.complaints.jobs import enter_complaints
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.models import Mention, Theme
from tests.world import NOW, make_customer, make_signal

from .scenes import HOUR, open_case

SENT = NOW + HOUR
LONG_ID = f"<{'x' * 90}@mail.people.example>"


def written(world, case: Case | None = None, *, subject: str = "Your late parcel", at=SENT) -> Message:
    case = case or open_case(world.leeds)
    return write_letter(case, subject=subject, words="We are sorry.", by=world.lead.person, at=at).message


def answer(
    message: Message, words: str = "Thank you, it is here.", *, number: int = 1, at=SENT + HOUR
) -> Signal:
    """The customer presses Reply; our mailbox is read."""
    lines = [
        f"From: Carla <{message.address}>",
        "To: care@linden-lark.example",
        f"Subject: Re: {message.subject}",
        f"Message-ID: <answer{number}@people.example>",
        f"In-Reply-To: {message_id_of(message.pk)}",
        "",
        words,
    ]
    rules = {"complaint_words": "parcel, complaint", "complaint_to": ""}
    heard = heard_in("\r\n".join(lines).encode(), rules, at)
    box = connected("mailbox", None, f"x{number}", host="127.0.0.1", port=1, user="care", folder="INBOX")
    receive_page(box, CHANNELS["mailbox"], Page([heard]), at=at)
    return Signal.objects.latest("pk")


def test_a_letter_leaves_through_the_outbox_signed_and_counts_as_an_attempt(world):
    message = written(world)
    assert (message.subject, message.purpose) == ("Your late parcel", "contact")
    assert message.body == "We are sorry.\n\nLena Lead\nLeeds\n"
    attempt = ContactAttempt.objects.get()
    assert (attempt.channel, attempt.reached, attempt.note) == ("email", False, "Wrote: Your late parcel")


def test_nothing_is_written_to_who_did_not_allow_it(world):
    case = open_case(world.leeds)
    Consent.objects.filter(customer=case.signal.customer).update(withdrawn_at=NOW)
    with pytest.raises(LetterRefused, match="no consent"):
        written(world, case)
    assert not ContactAttempt.objects.exists()
    assert not Message.objects.filter(customer=case.signal.customer).exists()


def test_the_answer_comes_back_into_the_case_once_and_the_owner_is_told(world):
    message = written(world)
    answer(message)

    assert join_replies(at=SENT + HOUR) == 1
    assert join_replies(at=SENT + 2 * HOUR) == 0
    case = Case.objects.get()
    assert [(one.is_ours, one.words.splitlines()[0]) for one in thread_of(case)] == [
        (True, "We are sorry."), (False, "Thank you, it is here."),
    ]  # fmt: skip
    assert with_state(Case.objects.all(), NOW).get().contacted_at == SENT + HOUR
    note_tidings(at=SENT + 2 * HOUR, at_once=True)
    told = Tiding.objects.get(kind="case.answered")
    assert told.person == world.lead.person
    assert "Thank you" not in told.words


def test_an_answer_ends_the_pause(world):
    case = open_case(world.leeds)
    message = written(world, case)
    wait_for_customer(case, why="She writes back.", hours=16, by=world.lead.person, at=SENT)
    answer(message)
    join_replies(at=SENT + HOUR)
    assert case.pauses.get().ended_because == "the customer was reached"


def test_an_answer_opens_no_case_of_its_own_whatever_rule_fits_it(world):
    message = written(world)
    theme = Theme.objects.create(code="thanks", name="Thanks")
    rule = switch_on(NewRule("Thanks", "any_voice", 8, themes=[theme]), by="a test", at=NOW)
    signal = answer(message)
    Mention.objects.create(signal=signal, theme=theme, version=1)
    other = make_signal(None, "Thank you.", customer=make_customer(), at=SENT + HOUR)
    Mention.objects.create(signal=other, theme=theme, version=1)

    open_cases(SENT + HOUR)
    assert [case.signal for case in Case.objects.filter(rule=rule)] == [other]


def test_our_own_subject_makes_no_complaint_of_an_answer(world):
    assert answer(written(world, subject="Your complaint about a parcel")).kind == Signal.Kind.ANSWER


def test_the_answer_to_a_complaints_letter_joins_the_register_too(world):
    rule = OpeningRule.objects.get(pk=open_case(world.leeds).rule_id)
    complaints = OpeningRule.objects.get(opens_for="complaint")
    make_signal(None, "I complain.", kind="complaint", unit=world.leeds, customer=make_customer())
    (case,) = open_cases_for(complaints, at=NOW)
    assert rule != complaints
    signal = answer(written(world, case))
    join_replies(at=SENT + HOUR)
    enter_complaints(SENT + HOUR)
    assert CaseReply.objects.get().case == case
    assert [one.signal for one in Complaint.objects.get().additions.all()] == [signal]


def test_an_answer_after_the_end_stands_in_the_thread_and_the_owner_hears_of_it(world):
    case = open_case(world.leeds)
    message = written(world, case)
    answer(message)
    join_replies(at=SENT + HOUR)
    cause = RootCause.objects.get(name="Delivery")
    close_case(case, outcome="answered", root_cause=cause, by=world.lead.person, at=SENT + 2 * HOUR)

    answer(message, "One more thing.", number=2, at=SENT + 3 * HOUR)
    assert join_replies(at=SENT + 3 * HOUR) == 1
    assert len(thread_of(case)) == 3
    note_tidings(at=SENT + 3 * HOUR, at_once=True)
    assert Tiding.objects.filter(kind="case.answered").count() == 2
    assert case.attempts.count() == 2


def test_mail_programs_see_one_thread(world):
    case = open_case(world.leeds)
    first = written(world, case)
    answer(first)
    join_replies(at=SENT + HOUR)
    second = written(world, case, at=SENT + timedelta(hours=2))

    assert "References" not in letter_of(first)
    sent = message_from_bytes(letter_of(second).as_bytes(), policy=policy.default)
    assert sent["References"].split() == [message_id_of(first.pk), "<answer1@people.example>"]
    assert sent["In-Reply-To"] == "<answer1@people.example>"


def test_a_long_message_id_and_the_address_of_one_click_leave_as_they_are(world):
    message = written(world)
    message.references = f"{LONG_ID}\n{message_id_of(message.pk)}"
    sent = letter_of(message).as_bytes()
    assert LONG_ID.encode() in sent
    assert b"\nList-Unsubscribe: <http" in sent
    assert b"=?" not in sent.partition(b"\n\n")[0]
