"""The history cannot be changed unseen."""

from datetime import timedelta

import pytest

from groundswell.foundation.history.actions import empty_events, record
from groundswell.foundation.history.models import Event
from groundswell.foundation.history.queries import events_of, first_broken_event
from tests.world import NOW


@pytest.fixture
def three_events(world):
    for minutes, verb in enumerate(("opened", "called", "closed")):
        record(verb, world.leeds, by=world.lead, at=NOW + timedelta(minutes=minutes), note=verb)


def test_an_untouched_chain_holds(three_events):
    assert first_broken_event() is None


def test_events_of_a_record_are_told_in_order(three_events, world):
    assert [event.verb for event in events_of(world.leeds)] == ["opened", "called", "closed"]


def test_an_altered_event_is_named(three_events):
    second = Event.objects.order_by("id")[1]
    Event.objects.filter(pk=second.pk).update(detail={"note": "never happened"})
    assert first_broken_event() == second


def test_a_removed_event_is_noticed_at_its_successor(three_events):
    _, second, third = Event.objects.order_by("id")
    second.delete()
    assert first_broken_event() == third


def test_what_an_event_told_of_somebody_goes_and_the_chain_holds(three_events, world):
    second = Event.objects.order_by("id")[1]
    assert empty_events(Event.objects.filter(pk=second.pk), world.leeds, by=world.office, at=NOW) == 1
    second.refresh_from_db()
    assert (second.detail, second.salt) == ({}, "")
    assert first_broken_event() is None


def test_an_event_that_was_emptied_without_a_record_of_it_is_named(three_events):
    second = Event.objects.order_by("id")[1]
    Event.objects.filter(pk=second.pk).update(detail={}, salt="")
    assert first_broken_event() == second
