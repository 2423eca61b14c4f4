"""Signals arrive once, in order, and never change."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.listen.signals.errors import SignalIsImmutable
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from tests.world import NOW, make_signal


def new(key: str, score: int = 9) -> NewSignal:
    return NewSignal("till", key, "shop", NOW, score=score, kind_of_score="experience")


def test_what_is_new_is_stored_and_what_came_before_is_recognised(db):
    first = receive_signals([new("a"), new("b")], at=NOW)
    again = receive_signals([new("b"), new("c")], at=NOW)
    assert [arrival.is_new for arrival in first + again] == [True, True, False, True]
    assert again[0].signal_id == first[1].signal_id


def test_other_content_under_an_old_key_is_a_conflict_and_the_first_stays(db):
    receive_signals([new("a", 9)], at=NOW)
    assert receive_signals([new("a", 2)], at=NOW)[0].is_conflict is True
    assert Signal.objects.get().score == 9


def test_the_same_key_from_another_source_is_another_signal(db):
    receive_signals([new("a"), NewSignal("hotline", "a", "phone", NOW, comment="Hello")], at=NOW)
    assert Signal.objects.count() == 2


def test_a_signal_cannot_be_changed(world):
    signal = make_signal(9)
    signal.score = 1
    with pytest.raises(SignalIsImmutable):
        signal.save()
    with pytest.raises(SignalIsImmutable):
        Signal.objects.update(score=1)


@pytest.mark.parametrize(
    "wrong", [{"score": 11, "kind_of_score": "experience"}, {"score": 9, "kind_of_score": ""}, {}]
)
def test_the_database_refuses_a_signal_that_cannot_be(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        receive_signals([NewSignal("till", "x", "shop", NOW, **wrong)], at=NOW)


def test_everybody_sees_the_signals_of_the_own_part_only(world):
    here, there, nowhere = make_signal(9, unit=world.leeds), make_signal(9, unit=world.york), make_signal(9)
    assert set(signals_visible_to(world.frontline)) == {here}
    assert set(signals_visible_to(world.york_lead)) == {there}
    assert set(signals_visible_to(world.office)) == {here, there, nowhere}
    assert set(signals_visible_to(world.partner)) == set()


def test_a_thousand_signals_are_a_handful_of_statements(db, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        arrivals = receive_signals([new(str(number)) for number in range(1000)], at=NOW)
    assert [arrival.signal_id for arrival in arrivals] == sorted(arrival.signal_id for arrival in arrivals)
    assert Signal.objects.count() == 1000


def test_new_old_and_changed_are_told_apart_in_one_batch(db):
    receive_signals([new("a", 9), new("b", 8)], at=NOW)
    arrivals = receive_signals([new("c"), new("a", 9), new("b", 1)], at=NOW)
    assert [(arrival.is_new, arrival.is_conflict) for arrival in arrivals] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_a_moment_comes_back_as_it_was_whatever_zone_it_came_in(db):
    moment = datetime(2026, 7, 1, 0, 30, 15, 250_000, tzinfo=ZoneInfo("Europe/London"))
    arrival = receive_signals([NewSignal("till", "m", "shop", moment, comment="Hello")], at=NOW)[0]
    kept = Signal.objects.get(pk=arrival.signal_id)
    assert (kept.submitted_at, kept.episode_at, kept.received_at) == (moment, moment, NOW)
