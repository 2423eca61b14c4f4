"""Letters that say that something helped stop on the day on which the last reading no longer says so."""

from datetime import timedelta

import pytest
import time_machine

from groundswell.act.initiatives.models import EffectReading
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.replies.actions import announce, audience_now, tell_everybody
from groundswell.act.replies.audience import OVERTAKEN, TOLD_ANEW, languages_of
from groundswell.act.replies.jobs import tell_the_next
from groundswell.act.replies.leaving_out import leave_out, tell_after_all
from groundswell.act.replies.queries import overtaken_announcements
from groundswell.act.replies.taking_back import take_back
from groundswell.foundation.customers.queries import whole_persons
from groundswell.listen.channels.outbox.actions import send_again
from groundswell.listen.channels.outbox.delivering import hand_over_due
from groundswell.listen.channels.outbox.models import Delivery, Message
from tests.world import NOW, make_customer, make_signal

WORDS = {"you_said": "Parcels arrive late.", "we_did": "You choose a slot of one hour."}
DAY = timedelta(days=1)
WORKED, DID_NOT = EffectReading.Verdict.WORKED, EffectReading.Verdict.DID_NOT


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def behind(world, *customers):
    for customer in customers:
        make_signal(3, "Late", touchpoint=world.delivery, customer=customer)
    return make_initiative(world)


def read(initiative, verdict, at):
    EffectReading.objects.create(
        initiative=initiative, verdict=verdict, sentence="As measured.", measured_at=at
    )


def test_nobody_else_is_told_that_it_helped(world, signed_in):
    initiative = behind(world, *(make_customer() for _ in range(3)))
    read(initiative, WORKED, NOW)
    announcement = announce(initiative, by=world.office, at=NOW, per_day=1, **WORDS)
    assert announcement.replies.count() == 1
    read(initiative, DID_NOT, NOW + DAY)
    tell_the_next(NOW + DAY)
    assert tell_everybody(announcement, by=world.office, at=NOW + 2 * DAY) == 0
    assert announcement.replies.count() == 1
    assert audience_now(announcement).left_out[OVERTAKEN] == 2
    page = signed_in(world.office).get(f"/act/replies/{announcement.pk}/").content.decode()
    assert "The last reading no longer says that it helped: none of these letters leaves any more." in page
    home = signed_in(world.office).get("/").content.decode()
    assert "Customers were told that “One-hour slots” helped" in home
    anew = announce(initiative, by=world.office, at=NOW + 2 * DAY, **WORDS)
    assert anew.replies.count() == 3
    assert not overtaken_announcements(), "the last words hold"


def test_what_can_be_told_and_nobody_was_told_waits_for_the_office(world, signed_in):
    initiative = behind(world, make_customer())
    waits = "Tell those who asked for “One-hour slots”"
    read(initiative, EffectReading.Verdict.CANNOT_TELL, NOW)
    assert waits not in signed_in(world.office).get("/").content.decode()
    read(initiative, DID_NOT, NOW)
    assert waits in signed_in(world.office).get("/").content.decode()
    announce(initiative, by=world.office, at=NOW, **WORDS)
    assert waits not in signed_in(world.office).get("/").content.decode()


def test_who_is_no_longer_left_out_and_whose_voice_arrived_late_are_told_with_the_next_letters(world):
    ann, bea, late = make_customer("Ann"), make_customer("Bea"), make_customer("Late")
    initiative = behind(world, ann, bea)
    leave_out(initiative, ann, why="On holiday.", by=world.office, at=NOW)
    announcement = announce(initiative, by=world.office, at=NOW, **WORDS)
    assert {one.customer for one in announcement.replies.all()} == {bea}
    tell_after_all(initiative, ann, by=world.office, at=NOW)
    make_signal(3, "Late", touchpoint=world.delivery, customer=late)
    assert tell_the_next(NOW + DAY) == "told 2"
    assert tell_the_next(NOW + DAY) == ""


def test_a_letter_that_waits_for_the_morning_does_not_leave_either(world):
    initiative = behind(world, make_customer())
    read(initiative, WORKED, NOW)
    announce(initiative, by=world.office, at=NOW, **WORDS)
    read(initiative, EffectReading.Verdict.CANNOT_TELL, NOW + DAY / 2)
    tell_the_next(NOW + DAY / 2)
    assert hand_over_due("email", lambda message: "", at=NOW + DAY) == []
    refused = Delivery.objects.get(message=Message.objects.get())
    assert refused.note == "The last reading no longer said that it helped before it could be sent."


def test_what_still_holds_goes_on(world):
    initiative = behind(world, make_customer(), make_customer())
    read(initiative, WORKED, NOW)
    announcement = announce(initiative, by=world.office, at=NOW, per_day=1, **WORDS)
    read(initiative, WORKED, NOW + DAY)
    assert tell_the_next(NOW + DAY) == "told 1"
    assert announcement.replies.count() == 2


def test_who_answered_in_a_language_is_written_to_in_it(world):
    told = {"es_MX": "es", "DE": "de", "pt": None, "tlh-piqd": None, None: None}
    people = {said: make_customer() for said in told}
    for said, customer in people.items():
        make_signal(3, "Late", customer=customer, metadata={"language": said} if said else {})
    found = languages_of(whole_persons(one.pk for one in people.values()).records_of)
    assert {said: found.get(customer.pk) for said, customer in people.items()} == told


def test_a_letter_that_was_given_up_is_not_sent_again_to_say_that_it_helped(world):
    initiative = behind(world, make_customer())
    read(initiative, WORKED, NOW)
    (reply,) = announce(initiative, by=world.office, at=NOW, **WORDS).replies.all()
    reply.message.deliveries.create(outcome=Delivery.Outcome.GIVEN_UP, at=NOW)
    Message.objects.filter(pk=reply.message_id).update(due_at=None)
    read(initiative, DID_NOT, NOW + DAY)
    tell_the_next(NOW + DAY)
    assert not send_again(reply.message, by=world.office, at=NOW + DAY)


def test_once_it_is_told_anew_nobody_gets_the_older_words(world):
    initiative = behind(world, *(make_customer() for _ in range(3)))
    first = announce(initiative, by=world.office, at=NOW, per_day=1, **WORDS)
    (waits,) = first.replies.all()
    anew = announce(initiative, by=world.office, at=NOW + DAY, **WORDS)
    assert anew.replies.count() == 3
    tell_the_next(NOW + 2 * DAY)
    assert first.replies.count() == 1
    assert audience_now(first).left_out[TOLD_ANEW] == 2
    waits.message.refresh_from_db()
    assert waits.message.due_at is None, "their letter had not left"
    take_back(anew, why="Wrong words.", by=world.office, at=NOW + 2 * DAY)
    tell_the_next(NOW + 3 * DAY)
    assert first.replies.count() == 2, "the first words are the last that stand"
