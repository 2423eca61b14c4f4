"""Each signal is read and loaded exactly once."""

import pytest
from django.db import connection

from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal
from groundswell.understand.evidence import actions, jobs
from groundswell.understand.evidence.actions import (
    load_batches,
    read_new_signals,
    rebuild_evidence,
    tidy_evidence,
)
from groundswell.understand.evidence.models import Batch, Reading
from groundswell.understand.evidence.queries import LOOK_BACK
from groundswell.understand.evidence.store import evidence_store
from groundswell.understand.scores.queries import Slice, tally_of
from groundswell.understand.themes.actions import change_theme, make_theme, search_on
from groundswell.understand.themes.models import Mention
from tests.world import NOW, make_signal


def test_a_signal_is_read_with_its_feeling_and_without_personal_data(world):
    signal = make_signal(2, "Terrible, nobody called me back on 020 7946 0958.")
    assert read_new_signals(at=NOW) == 1
    reading = Reading.objects.get(signal=signal)
    assert reading.sentiment == "negative"
    assert "7946" not in reading.redacted_comment


def test_a_signal_without_words_has_no_feeling(world):
    read_new_signals(at=NOW) if make_signal(9) else None
    assert Reading.objects.get().sentiment is None


def test_reading_twice_counts_once(world):
    make_signal(9)
    read_new_signals(at=NOW)
    assert read_new_signals(at=NOW) == 0
    assert evidence_store().rows() == 1


def test_a_crash_between_engine_and_database_doubles_nothing(world):
    make_signal(9)
    read_new_signals(at=NOW)
    Batch.objects.update(loaded_at=None)
    load_batches(at=NOW)
    assert evidence_store().rows() == 1


def test_a_correction_takes_the_place_of_the_old_answer(world):
    old = make_signal(2)
    read_new_signals(at=NOW)
    receive_signal(
        NewSignal(
            "test", "correction", "email", NOW, score=9, kind_of_score="experience", supersedes_id=old.pk
        ),
        at=NOW,
    )
    read_new_signals(at=NOW)
    assert tally_of(Slice("experience")).promoters == 1
    assert tally_of(Slice("experience")).n == 1


def test_a_lost_store_is_rebuilt_from_the_signals(world):
    for score in (10, 8, 1):
        make_signal(score)
    read_new_signals(at=NOW)
    before = tally_of(Slice("experience"))
    evidence_store().replace_all([], [])
    assert tally_of(Slice("experience")).n == 0
    assert rebuild_evidence(at=NOW) == 3
    assert tally_of(Slice("experience")) == before


def test_who_is_erased_while_the_store_is_made_anew_does_not_come_back(world, monkeypatch):
    monkeypatch.setattr(actions, "TOGETHER", 1)
    erased = make_signal(0)
    read_new_signals(at=NOW)
    for score in (10, 8):
        make_signal(score)
        read_new_signals(at=NOW)
    second = Batch.objects.order_by("id")[1].pk
    erasures = [erased]

    def erase_when_the_second_batch_is_read(execute, sql, params, many, context):
        if 'FROM "evidence_reading"' in sql and second in params and erasures:
            Mention.objects.filter(signal=erasures[0]).delete()
            Reading.objects.filter(signal=erasures.pop()).delete()
            evidence_store().remove([erased.pk])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(erase_when_the_second_batch_is_read):
        assert rebuild_evidence(at=NOW) == 2
    assert not erasures
    assert tally_of(Slice("experience")).detractors == 0


@pytest.fixture
def late_parcels(world):
    return make_theme(
        "Late parcels", "late", ["late", "delay"], never_terms=["better late"], by="test", at=NOW
    )


def test_a_theme_is_found_in_new_signals(world, late_parcels):
    signal = make_signal(3, "The parcel came late again.")
    make_signal(9, "Lovely dress.")
    read_new_signals(at=NOW)
    assert [(m.signal, m.words) for m in Mention.objects.select_related("signal")] == [(signal, "late")]
    assert tally_of(Slice("experience", theme_id=late_parcels.pk)).detractors == 1


def test_changed_terms_search_old_signals_again(world, late_parcels):
    make_signal(3, "The parcel came late again.")
    read_new_signals(at=NOW)
    given = {"name": late_parcels.name, "description": "", "terms": ["missing"], "never_terms": []}
    change_theme(late_parcels, **given, by="test", at=NOW)
    search_on(late_parcels.searches.latest("pk"), size=100, at=NOW)
    assert Mention.objects.count() == 0
    rebuild_evidence(at=NOW)
    assert tally_of(Slice("experience", theme_id=late_parcels.pk)).n == 0


def test_a_signal_that_came_in_late_is_found_by_the_slow_look(world):
    """A long transaction may store a signal after later ones were read: the quick look passes it, the slow one does not."""
    first = make_signal(9)
    far = Signal.objects.get(pk=first.pk)
    far.pk, far.key = first.pk + 2 * LOOK_BACK, "far"
    Signal.objects.bulk_create([far])
    read_new_signals(at=NOW)
    late = Signal.objects.get(pk=first.pk)
    late.pk, late.key = first.pk + 1, "late"
    Signal.objects.bulk_create([late])
    assert jobs.read(NOW) == ""
    assert "1 late signals read" in jobs.tidy(NOW)
    assert evidence_store().rows() == 3


def test_batches_that_wait_are_loaded_together_and_once(world):
    for score in (10, 8, 1):
        make_signal(score)
        read_new_signals(at=NOW)
    Batch.objects.update(loaded_at=None)
    make_signal(5)
    read_new_signals(at=NOW)
    assert evidence_store().rows() == 4
    assert not Batch.objects.filter(loaded_at=None).exists()


def test_a_store_that_lost_its_disk_is_made_anew(world):
    make_signal(9)
    read_new_signals(at=NOW)
    evidence_store().replace_all([], [])
    assert tidy_evidence(at=NOW) == "1 voices brought back"
    assert tally_of(Slice("experience")).n == 1
