"""A trap is named while it is there, and no longer once its remedy was taken."""

from datetime import timedelta

import pytest

from groundswell.act.initiatives.models import EffectReading
from groundswell.act.initiatives.running.actions import end_initiative
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.programme.deeds import deeds_behind, four_weeks, weekly
from groundswell.act.programme.rules import traps
from groundswell.act.replies.actions import announce
from groundswell.act.replies.taking_back import take_back
from groundswell.listen.channels.outbox.models import Delivery
from groundswell.listen.channels.outbox.returning import Report, take_report
from tests.world import NOW, make_customer, make_signal

from .stages import facts_now

pytestmark = pytest.mark.usefixtures("today")
WORDS = {"you_said": "Parcels arrive late.", "we_did": "You choose one hour."}
DAY = timedelta(days=1)


def reading(initiative, verdict, at):
    return EffectReading.objects.create(
        initiative=initiative, verdict=verdict, sentence="As measured.", measured_at=at
    )


def signs():
    return [trap.words for trap in traps(facts_now())]


def test_what_customers_were_told_too_early_is_named_until_they_are_told_what_is_known_now(world):
    initiative = make_initiative(world)
    reading(initiative, "worked", NOW - 9 * DAY)
    announce(initiative, by=world.office, at=NOW - 8 * DAY, **WORDS)
    assert signs() == []
    reading(initiative, "cannot_tell", NOW - 7 * DAY)
    assert signs() == [
        "Customers were told that “One-hour slots” helped; the last reading no longer says so."
    ]
    announce(initiative, by=world.office, at=NOW - DAY, **WORDS)
    assert signs() == []


def test_what_was_stopped_claims_no_victory(world):
    end_initiative(make_initiative(world), learned="Too dear.", how="stopped", by=world.office, at=NOW)
    assert signs() == []


def test_what_was_taken_back_is_claimed_no_more(world):
    initiative = make_initiative(world)
    reading(initiative, "worked", NOW - 9 * DAY)
    announcement = announce(initiative, by=world.office, at=NOW - 8 * DAY, **WORDS)
    reading(initiative, "did_not", NOW - 7 * DAY)
    assert len(signs()) == 1
    take_back(announcement, why="It did not help.", by=world.office, at=NOW)
    assert signs() == []


def test_told_are_those_whose_letter_left_and_did_not_come_back(world):
    for name in ("Bea", "Carl", "Dora"):
        make_signal(3, "Late", touchpoint=world.delivery, customer=make_customer(name))
    last = four_weeks(NOW)[1]
    at = NOW - (NOW.date() - last)
    announcement = announce(make_initiative(world), by=world.office, at=NOW, **WORDS)
    announcement.replies.update(at=at)
    first, second, _waits = announcement.replies.order_by("pk")
    first.message.deliveries.create(outcome=Delivery.Outcome.SENT, at=at)
    second.message.deliveries.create(outcome=Delivery.Outcome.SENT, at=at)
    take_report(Report(arrived=False, message_id=second.message_id), at=NOW)
    told = next(one for one in weekly(NOW) if one.kind == "told")
    assert (told.now, told.before) == (1, 0)
    assert [one.count for one in deeds_behind("told", *four_weeks(NOW))] == [1]
