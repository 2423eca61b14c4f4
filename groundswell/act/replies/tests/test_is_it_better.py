"""Asked afterwards whether it is better: once, on a page of their own; the answers stand beside the score and never in it."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.replies.actions import announce
from groundswell.act.replies.asking import answer_better, answers_to, ask_whether_better
from groundswell.act.replies.errors import AnsweredAlready
from groundswell.act.replies.models import BetterAsk
from groundswell.act.replies.tidings import answers_to_read, answers_visible_to
from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Purpose
from groundswell.listen.channels.outbox.models import Delivery, Message
from groundswell.listen.channels.outbox.returning import Report, take_report
from groundswell.listen.signals.models import Signal
from tests.world import NOW, make_customer, make_signal, make_user

LATER = NOW + timedelta(days=31)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(LATER, tick=False):
        yield


def _arrive():
    """Every letter leaves as soon as it was written."""
    for message in Message.objects.filter(due_at__isnull=False):
        Delivery.objects.create(message=message, outcome=Delivery.Outcome.SENT, at=message.written_at)
    Message.objects.update(due_at=None)


def _told(world, many=1):
    customers = [make_customer(f"Customer {number}") for number in range(many)]
    for customer in customers:
        make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    announcement = announce(
        make_initiative(world), you_said="Late.", we_did="Slots of one hour.", by=world.office, at=NOW
    )
    _arrive()
    return announcement, customers


def test_everybody_told_is_asked_once_after_thirty_days(world):
    _told(world, 3)
    assert ask_whether_better(at=NOW + timedelta(days=29)) == 0
    assert ask_whether_better(at=LATER) == 3
    assert ask_whether_better(at=LATER + timedelta(days=1)) == 0
    ask = BetterAsk.objects.first()
    assert reverse("replies:better", args=[ask.token]) in ask.message.body
    assert "Slots of one hour." in ask.message.body


def test_whose_letter_has_not_left_is_not_asked_and_counts_as_waiting(world, signed_in):
    announcement, _ = _told(world, 2)
    Delivery.objects.all().delete()
    Message.objects.update(due_at=NOW)
    assert ask_whether_better(at=LATER) == 0
    address, office = reverse("replies:announcement", args=[announcement.pk]), signed_in(world.office)
    assert "2 letters to customers wait to leave" in office.get(address).content.decode()
    _arrive()
    assert ask_whether_better(at=LATER) == 2
    assert "not left yet" not in office.get(address).content.decode()


def test_whose_two_records_were_both_told_is_asked_of_it_once(world):
    _, told = _told(world, 2)
    merge_customers(*told, by="office", at=LATER)
    assert ask_whether_better(at=LATER) == 1
    _arrive()
    assert ask_whether_better(at=LATER + timedelta(days=31)) == 0


def test_who_took_their_word_back_meanwhile_is_not_asked(world):
    _, (customer,) = _told(world)
    withdraw_consent(customer, Purpose.CONTACT, by=customer, at=NOW + timedelta(days=2))
    assert ask_whether_better(at=LATER) == 0
    assert Message.objects.filter(key__startswith="better").count() == 0


def test_looking_changes_nothing_a_button_answers_and_the_first_answer_stands(world):
    _told(world)
    ask_whether_better(at=LATER)
    ask, client, before = BetterAsk.objects.get(), Client(), Signal.objects.count()
    address = reverse("replies:better", args=[ask.token])
    seen = client.get(address)
    assert "Is it better now?" in seen.content.decode()
    assert not seen.cookies
    assert seen.content.decode().count('class="button button--quiet" name="answer"') == 3, (
        "no answer is begged for"
    )
    client.post(address, {"answer": "perhaps"})
    ask.refresh_from_db()
    assert ask.answer == ""
    client.post(address, {"answer": "better", "words": "At last."})
    client.post(address, {"answer": "worse"})
    ask.refresh_from_db()
    assert (ask.answer, ask.words, ask.answered_at) == ("better", "At last.", LATER)
    assert "You have answered already" in client.get(address).content.decode()
    assert Signal.objects.count() == before, "it never goes into a score"
    with pytest.raises(AnsweredAlready):
        answer_better(ask.token, "same", "", at=LATER)
    assert client.get(reverse("replies:better", args=["guessed"])).status_code == 404


def test_the_answers_stand_beside_the_announcement_from_five_on(world, signed_in):
    announcement, _ = _told(world, 6)
    ask_whether_better(at=LATER)
    _arrive()
    asks = list(BetterAsk.objects.all())
    for ask in asks[:4]:
        answer_better(ask.token, "better", "", at=LATER)
    address = reverse("replies:announcement", args=[announcement.pk])
    assert "6 asked, 4 answered: too few to tell" in signed_in(world.office).get(address).content.decode()
    answer_better(asks[4].token, "worse", "Still late.", at=LATER)
    found = answers_to(announcement)
    assert (found.n, found.better) == (5, 0.8)
    again = {"you_said": "Late.", "we_did": "Slots of half an hour.", "by": world.office, "at": LATER}
    other = answers_to(announce(announcement.initiative, **again))
    assert (other.asked, other.n) == (0, 0), "each announcement has its own"
    page = signed_in(world.office).get(address).content.decode()
    assert "4 of 5 who answered say that it is better now" in page
    assert "Still late." in page
    assert re.search(r"Still late\..{0,200}Worse", page, re.DOTALL)
    looks_on = make_user("Ana Analyst", world.root, "analyst")
    assert "Still late." in signed_in(world.lead).get(address).content.decode(), "who runs it"
    assert "Still late." not in signed_in(looks_on).get(address).content.decode()


def test_only_whom_the_question_reached_counts_as_asked_and_silence_is_said(world, signed_in):
    announcement, _ = _told(world, 10)
    ask_whether_better(at=LATER)
    back, *others = BetterAsk.objects.order_by("pk")
    assert answers_to(announcement).asked == 0, "no question has left"
    _arrive()
    take_report(Report(arrived=False, message_id=back.message_id), at=LATER)
    for ask in others[:6]:
        answer_better(ask.token, "better", "", at=LATER)
    assert (answers_to(announcement).asked, answers_to(announcement).n) == (9, 6)
    page = signed_in(world.office).get(f"/act/replies/{announcement.pk}/").content.decode()
    assert "(6 of 9 asked). 33% did not answer: what they think is not in the range." in page


def test_who_runs_it_and_who_told_it_hear_of_words_and_of_each_worse_once(world):
    announcement, _ = _told(world, 4)
    ask_whether_better(at=LATER)
    said = (("better", ""), ("worse", ""), ("same", "Still late."), ("better", "At last."))
    for ask, (answer, words) in zip(BetterAsk.objects.order_by("pk"), said, strict=True):
        answer_better(ask.token, answer, words, at=LATER)
    told = list(answers_to_read(LATER - timedelta(hours=1), LATER))
    silent = BetterAsk.objects.order_by("pk").first()
    to_read = [ask.pk for ask in BetterAsk.objects.order_by("pk") if ask != silent]
    for person in (announcement.initiative.owner, world.office.person):
        assert [one.subject_id for one in told if one.person_id == person.pk] == to_read
    assert len(told) == 2 * len(to_read)
    assert {str(one.words) for one in told} == {"A customer answered whether it is better now"}
    assert set(answers_visible_to(world.lead)) == set(BetterAsk.objects.all())
    assert not answers_visible_to(world.partner).exists()
    assert list(answers_to_read(LATER, LATER + timedelta(days=1))) == []
