"""What is told: from what is committed, each thing once, and nobody's name."""

from __future__ import annotations

import json

from django.db import transaction

from groundswell.act.cases.actions import close_case, note_attempt
from groundswell.act.cases.models import OpeningRule
from groundswell.act.cases.opening import name_root_cause, open_cases_for
from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.notices.kinds import every_kind
from groundswell.listen.channels.notices.models import Notice, Subscription
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.answering import NewAnswer, answer_complaint
from groundswell.listen.signals.actions import NewSignal, receive_signal
from tests.world import NOW, make_customer, make_signal

from .telling import DAY, round_at, subscribed, told


def test_a_voice_is_told_without_words_and_without_a_name(receiver, world):
    subscribed(receiver)
    voice = make_signal(3, "It was late, says Carla", unit=world.leeds, customer=make_customer())
    round_at()
    (notice,) = told(receiver)
    assert notice["type"] == "voice.received"
    assert notice["data"]["url"] == f"http://127.0.0.1:8000/voices/{voice.pk}/"
    assert (notice["data"]["score"], notice["data"]["unit"]) == (3, "leeds")
    assert not any(word in json.dumps(notice) for word in ("Carla", "late", "@"))


def test_words_go_along_where_somebody_said_so_and_fit_into_twenty_kilobytes(receiver, world):
    subscribed(receiver, has_words=True)
    make_signal(3, "It was late")
    make_signal(3, 'ẞ"\n' * 3000)
    round_at()
    first, second = told(receiver)
    assert (first["data"]["words"], first["data"]["is_cut"]) == ("It was late", False)
    assert second["data"]["is_cut"]
    assert all(len(body) < 20_000 for _, _, body in receiver.asked)


def test_each_deed_is_told_with_its_page(receiver, world):
    subscribed(receiver)
    complaint = receive_complaint(NewComplaint("1", "Broken", email="ann@people.example"), at=NOW)
    answer_complaint(complaint, NewAnswer("We are sorry.", "email", "upheld"), by=world.lead.person, at=NOW)
    rule = OpeningRule.objects.create(
        name="Detractors", opens_for="low_score", highest_score=6, within_hours=24, active_from=NOW
    )
    make_signal(2, customer=make_customer(), unit=world.leeds)
    case = open_cases_for(rule, at=NOW)[0]
    note_attempt(case, channel="phone", reached=True, by=world.lead.person, at=NOW)
    close_case(
        case,
        outcome="recovered",
        root_cause=name_root_cause("Driver", by="tests", at=NOW),
        by=world.lead.person,
        at=NOW,
    )
    invite(make_customer(), world.experience, by="tests", at=NOW)
    round_at()
    found = {notice["type"]: notice["data"] for notice in told(receiver)}
    assert set(found) == set(every_kind())
    assert found["case.closed"]["root_cause"] == "Driver"
    assert found["case.opened"]["url"].endswith(f"/act/cases/{case.pk}/")
    assert found["complaint.answered"]["id"] == str(complaint.pk)
    assert found["customer.asked"]["survey"] == "delivery"
    assert "ann@people.example" not in json.dumps(found)


def test_only_what_was_asked_for_and_only_what_happened_since_is_told(receiver, world):
    make_signal(9)
    subscribed(receiver, "customer.asked")
    make_signal(9)
    invite(make_customer(), world.experience, by="tests", at=NOW)
    round_at()
    assert [notice["type"] for notice in told(receiver)] == ["customer.asked"]


def test_what_was_said_long_before_it_arrived_is_not_told(receiver, world):
    subscribed(receiver)
    make_signal(9)
    long_ago = NewSignal("file", "1", "api", NOW - 31 * DAY, 9, kind_of_score="experience")
    receive_signal(long_ago, at=NOW)
    round_at()
    assert len(told(receiver)) == 1


def test_a_thing_that_was_rolled_back_is_told_to_nobody(receiver, world):
    subscribed(receiver)
    with transaction.atomic():
        make_signal(9)
        invite(make_customer(), world.experience, by="tests", at=NOW)
        transaction.set_rollback(True)
    round_at()
    assert told(receiver) == []


def test_nothing_is_written_twice_however_often_the_job_runs(receiver, world):
    subscribed(receiver)
    for _ in range(3):
        make_signal(9)
        round_at()
        round_at()
    assert Notice.objects.count() == len(receiver.asked) == 3


def test_a_voice_that_was_committed_late_is_told_too(receiver, world):
    subscription, _ = subscribed(receiver)
    make_signal(9)
    round_at()
    Subscription.objects.update(voices_through=subscription.voices_through + 50)
    make_signal(9)
    round_at()
    assert len(receiver.asked) == 2
