"""Somebody is erased over all rooms: figures, rooms and history go on without them."""

import os
from datetime import date

import pytest

from groundswell.desk.erasing import erase_person, held_of
from groundswell.desk.erasing_finished import finish_erasures
from groundswell.desk.somebody import somebody_behind
from groundswell.foundation.customers.merging import merge_customers
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.erasing.errors import ErasingRefused
from groundswell.foundation.history.models import Event
from groundswell.foundation.history.queries import first_broken_event
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.models import Complaint, StruckEntry
from groundswell.listen.signals.models import Signal
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.evidence.store import evidence_store
from groundswell.understand.scores.queries import Slice, tally_of
from tests.world import NOW, make_customer, make_signal

GIVEN = {"reason": "She wrote from her own address", "asked_on": date(2026, 3, 10), "at": NOW}


def erase(customer, world, **more):
    return erase_person(customer, by=world.office, **GIVEN, **more)


@pytest.fixture
def carla(world):
    carla = make_customer("Carla Canary")
    make_signal(2, "The canary never arrived at my door.", unit=world.leeds, customer=carla)
    make_signal(9, "", unit=world.leeds, customer=make_customer("Otto Other"))
    read_new_signals(at=NOW)
    return carla


@pytest.mark.django_db(transaction=True)
def test_a_person_leaves_every_figure_at_once(world, carla):
    assert tally_of(Slice()).detractors == 1
    erase(carla, world)
    assert (tally_of(Slice()).promoters, tally_of(Slice()).detractors) == (1, 0)
    assert not Customer.objects.filter(name="Carla Canary").exists()
    assert list(Signal.objects.values_list("score", flat=True)) == [9]


def test_all_records_of_a_person_go(world, carla):
    other = make_customer("C. Canary")
    make_signal(3, unit=world.york, customer=other)
    merge_customers(carla, other, by=world.office, at=NOW)
    erase(other, world)
    assert list(Customer.objects.values_list("name", flat=True)) == ["Otto Other"]


def test_the_history_holds_and_tells_nothing_of_them(world, carla):
    erase(carla, world)
    assert first_broken_event() is None
    assert not Event.objects.filter(detail__icontains="canary").exists()
    assert Event.objects.filter(verb="erased a person").get().detail["records"] > 0


def test_the_register_keeps_number_clock_and_outcome(world, carla):
    told = NewComplaint("canary-complaint-0001", "It stands still.", customer_id=carla.pk, email=carla.email)
    entry = receive_complaint(told, at=NOW)
    with pytest.raises(ErasingRefused, match=entry.reference):
        erase(carla, world)
    erase(carla, world, despite=[entry.reference])
    assert not Complaint.objects.exists()
    kept = StruckEntry.objects.get()
    assert (kept.reference, kept.received_at, kept.answer_due_at) == (
        entry.reference, entry.received_at, entry.answer_due_at
    )  # fmt: skip


def test_the_proof_says_by_room_what_is_gone_and_names_nobody(world, carla):
    erasure = erase(carla, world)
    assert ["Signals", "Voices", 1] in erasure.gone
    assert "canary" not in f"{erasure.gone}{erasure.reason}".casefold()


def test_nobody_is_erased_without_a_reason(world, carla):
    with pytest.raises(ErasingRefused, match="Say why"):
        erase_person(carla, reason=" ", asked_on=date(2026, 3, 10), by=world.office, at=NOW)
    assert held_of(somebody_behind(carla))


def grow_old(folder):
    """As if ten minutes had passed: nobody reads what was written before."""
    for path in folder.rglob("*"):
        os.utime(path, (0, 0))


@pytest.mark.django_db(transaction=True)
def test_the_job_ends_when_nothing_is_left_on_the_disk(world, carla):
    erasure = erase(carla, world)
    assert finish_erasures(at=NOW) == ""
    erasure.refresh_from_db()
    assert (erasure.figures_at, erasure.disk_at) == (NOW, None)
    grow_old(evidence_store().home)
    assert finish_erasures(at=NOW) == "1 erasures finished"
    erasure.refresh_from_db()
    assert (erasure.pending, erasure.disk_at) == ({}, NOW)
    assert evidence_store().rows() == 1
