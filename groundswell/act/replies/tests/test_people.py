"""Before a letter leaves, the sender sees who gets it and who does not, and may leave somebody out with a reason."""

import re

import pytest
import time_machine
from django.urls import reverse

from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.replies.actions import announce, tell_everybody
from groundswell.act.replies.arriving import told_replies
from groundswell.act.replies.audience import LEFT_OUT, audience_of
from groundswell.act.replies.errors import NoReason, ReplyRefused, ToldAlready
from groundswell.act.replies.leaving_out import leave_out, tell_after_all
from groundswell.act.replies.models import LeftOut, Reply
from groundswell.act.replies.queries import announcements_visible_to
from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Purpose
from groundswell.listen.channels.outbox.actions import send_again
from groundswell.listen.channels.outbox.delivering import deliver, hand_over_due
from groundswell.listen.channels.outbox.errors import TurnedAway
from tests.at_once import at_once
from tests.world import NOW, make_customer, make_signal, make_world

WORDS = {"you_said": "Parcels arrive late.", "we_did": "You choose a slot of one hour."}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def refused(message):
    raise TurnedAway("The mailbox is full.", is_address=False)


def _behind(world, *customers):
    for customer in customers:
        make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    return make_initiative(world)


def test_the_sender_reads_by_name_who_is_reached_and_who_is_not(world, signed_in):
    ann, sam = make_customer("Ann Reached"), make_customer("Sam Silent")
    sam.consents.all().delete()
    initiative = _behind(world, ann, sam)
    office, address = signed_in(world.office), reverse("replies:people", args=[initiative.pk])
    page = office.get(address).content.decode()
    assert "1 of 2 can be told" in page
    for words in ("Ann Reached", "Sam Silent", "E-mail", "Has not allowed us to write"):
        assert words in page
    assert "Sam" not in office.get(address, {"show": "reached"}).content.decode()
    assert "Ann" not in office.get(address, {"show": "why-0"}).content.decode()
    found = office.get(address, {"words": "silent"}).content.decode()
    assert "Sam Silent" in found
    assert "Ann Reached" not in found
    assert address in office.get(reverse("replies:new", args=[initiative.pk])).content.decode()


def test_who_took_their_word_back_before_the_letter_left_is_not_counted_as_told(world, signed_in):
    ann, sam = make_customer("Ann Reached"), make_customer("Sam Silent")
    announcement = announce(
        _behind(world, ann, sam), you_said="Late.", we_did="Earlier.", by=world.office, at=NOW
    )
    withdraw_consent(sam, Purpose.CONTACT, by=sam, at=NOW)
    hand_over_due("email", lambda message: "sent", at=NOW)
    assert {reply.customer for reply in told_replies()} == {ann}
    page = (
        signed_in(world.office).get(reverse("replies:announcement", args=[announcement.pk])).content.decode()
    )
    assert "1 customer told" in page
    assert "1 letter reached nobody" in page
    address = reverse("replies:told", args=[announcement.pk])
    line = signed_in(world.office).get(address, {"show": "why-5"}).content.decode()
    assert "Sam Silent" in line
    assert "the letter did not leave or came back" in line
    assert "Ann Reached" not in line
    assert tell_everybody(announcement, by=world.office, at=NOW) == 0, (
        "nobody is written to against their word"
    )


def test_who_reads_no_names_reads_none_here_and_searches_for_none(world, signed_in):
    ann = make_customer("Ann Reached")
    initiative = _behind(world, ann)
    page = (
        signed_in(world.executive)
        .get(reverse("replies:people", args=[initiative.pk]), {"words": "zzz"})
        .content.decode()
    )
    assert "Ann" not in page
    assert f"Customer {ann.pk}" in page
    for user in (world.lead, world.frontline, world.partner):
        assert signed_in(user).get(reverse("replies:people", args=[initiative.pk])).status_code == 403


def test_somebody_is_left_out_with_a_reason_and_taken_back(world, signed_in):
    ann, bea = make_customer("Ann"), make_customer("Bea")
    initiative = _behind(world, ann, bea)
    office = signed_in(world.office)
    choose = lambda choice: reverse("replies:change", args=[initiative.pk, ann.pk, choice])  # noqa: E731
    refused = office.post(choose("leave-out"), {"why": " "}, follow=True)
    assert "Say why they are left out" in refused.content.decode()
    page = office.post(choose("leave-out"), {"why": "She asked us <not> to."}, follow=True).content.decode()
    assert "She asked us &lt;not&gt; to." in page
    assert "Olu Office" in page
    assert audience_of(initiative, NOW).left_out == {LEFT_OUT: 1}
    again = office.post(f"{choose('leave-out')}?words=a&show=reached&page=1", {"why": "Again."})
    assert again["Location"].endswith(
        f"{reverse('replies:people', args=[initiative.pk])}?words=a&show=reached&page=1"
    )
    assert LEFT_OUT in office.get(reverse("replies:new", args=[initiative.pk])).content.decode()
    announcement = announce(initiative, by=world.office, at=NOW, **WORDS)
    assert [reply.customer for reply in announcement.replies.all()] == [bea]
    office.post(choose("tell"))
    assert tell_everybody(announcement, by=world.office, at=NOW) == 1
    page = office.get(reverse("replies:told", args=[announcement.pk])).content.decode()
    assert "0 told, 2 letters have not left yet" in page
    assert 'data-label="Told">–' not in page
    about = reverse("replies:told", args=[announcement.pk])
    assert "Nobody is found" in office.get(about, {"show": "not"}).content.decode()
    late = office.post(choose("leave-out"), {"why": "Too late."}, follow=True).content.decode()
    assert "They were told on 11 March 2026" in late
    assert not LeftOut.objects.exists()


def test_nobody_but_those_behind_it_is_left_out(world, signed_in):
    initiative, stranger = _behind(world, make_customer("Ann")), make_customer("Stranger")
    answer = signed_in(world.office).post(
        reverse("replies:change", args=[initiative.pk, stranger.pk, "leave-out"]), {"why": "No."}
    )
    assert answer.status_code == 404
    assert not LeftOut.objects.exists()


def test_the_whole_person_is_left_out_whichever_record_was_chosen(world):
    kept, merged = make_customer("Bea"), make_customer("Bea again")
    initiative = _behind(world, kept, merged)
    leave_out(initiative, merged, why="She asked.", by=world.office, at=NOW)
    merge_customers(kept, merged, by=world.office, at=NOW)
    assert audience_of(initiative, NOW).recipients == ()
    tell_after_all(initiative, kept, by=world.office, at=NOW)
    assert [one.customer_id for one in audience_of(initiative, NOW).recipients] == [kept.pk]


def test_the_first_reason_stands_and_none_is_empty(world):
    ann = make_customer("Ann")
    initiative = _behind(world, ann)
    with pytest.raises(NoReason):
        leave_out(initiative, ann, why="  ", by=world.office, at=NOW)
    for why in ("She asked.", "Another."):
        leave_out(initiative, ann, why=why, by=world.office, at=NOW)
    assert LeftOut.objects.get().why == "She asked."
    announce(initiative, by=world.office, at=NOW, **WORDS)
    tell_after_all(initiative, ann, by=world.office, at=NOW)
    tell_everybody(initiative.announcements.get(), by=world.office, at=NOW)
    with pytest.raises(ToldAlready):
        leave_out(initiative, ann, why="Too late.", by=world.office, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_somebody_is_left_out_while_the_letters_leave_and_is_one_of_the_two():
    world = make_world()
    ann = make_customer("Ann")
    initiative = _behind(world, ann)
    refused = at_once(
        lambda: announce(initiative, by=world.office, at=NOW, **WORDS),
        lambda: leave_out(initiative, ann, why="She asked.", by=world.office, at=NOW),
        refusal=ReplyRefused,
    )
    assert bool(refused) == Reply.objects.filter(customer=ann).exists()
    assert LeftOut.objects.exists() != Reply.objects.filter(customer=ann).exists()


def test_who_was_told_is_not_whose_letter_waits_and_a_letter_sent_again_counts(world, signed_in):
    people = [make_customer(name) for name in ("Ann", "Ben", "Cem")]
    for customer in people:
        make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    announcement = announce(make_initiative(world), by=world.office, at=NOW, **WORDS)
    ann, ben, _ = (announcement.replies.get(customer=customer).message for customer in people)

    def head(show=""):
        answer = signed_in(world.office).get(f"/act/replies/{announcement.pk}/people/?show={show}")
        return re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)[1].strip()

    assert head() == "0 told, 3 letters have not left yet"
    deliver(ann, lambda message: "", at=NOW)
    deliver(ben, refused, at=NOW)
    assert head() == "1 told, 1 letter has not left yet"
    (found,) = announcements_visible_to(world.office)
    assert (found.customers_told, found.customers_lost, found.customers_waiting) == (1, 1, 1)
    send_again(ben, by=world.office, at=NOW)
    ben.refresh_from_db()
    deliver(ben, lambda message: "", at=NOW)
    assert head("why-4") == "2 told, 1 letter has not left yet"
    (found,) = announcements_visible_to(world.office)
    assert (found.customers_told, found.customers_lost, found.customers_waiting) == (2, 0, 1)
    kept, merged = (announcement.replies.get(customer=one).customer for one in people[:2])
    merge_customers(kept, merged, by=world.office, at=NOW)
    page = signed_in(world.office).get(f"/act/replies/{announcement.pk}/").content.decode()
    assert 'show=why-4">1 customer</a>' in page, "one person with two letters is told once"
    assert head("why-4") == "1 told, 1 letter has not left yet"
