"""Signals arrive once, in order, and never change."""

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
