"""A number that comes beside answers is looked at once somebody has chosen it, answer by answer."""

from datetime import timedelta

import numpy as np
import pytest
from django.db.models import QuerySet

from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.listen.signals.models import Signal
from groundswell.understand.drivers.actions import measure_by, measure_no_more, read_drivers
from groundswell.understand.drivers.errors import NotAMeasure
from groundswell.understand.drivers.gathering import number_in, operations_at
from groundswell.understand.drivers.models import DriverReading, VoiceMeasure
from groundswell.understand.themes.models import Mention, Theme
from tests.world import NOW

SINCE, UNTIL = (NOW - timedelta(days=300)).date(), NOW.date()


@pytest.fixture
def waits(world):
    """Of 150 answers about returns the wait makes the score, who was served is a coin, and few know of a third number."""
    chance, given = np.random.default_rng(4), []
    for number in range(150):
        wait, moment = int(chance.integers(0, 30)), NOW - timedelta(days=number)
        beside = {"wait": wait, "solved": bool(chance.integers(0, 2)), "order": f"A{number}"}
        if number < 20:
            beside["rare"] = number
        score = 9 if wait + chance.normal(0, 4) < 15 else 4
        given.append(
            NewSignal(
                "test", str(number), "email", moment, score=score, kind_of_score="experience",
                touchpoint_id=world.returns.pk, unit_id=world.leeds.pk, metadata=beside,
            )
        )  # fmt: skip
    receive_signals(given, at=NOW)
    return world


def choose(world, *names):
    for name in names:
        measure_by(name, name.title(), "minutes", by=world.office, at=NOW)


def test_nothing_is_looked_at_that_nobody_chose(waits):
    assert operations_at(waits.returns, SINCE, UNTIL).candidates == []


def test_the_wait_that_makes_the_score_is_found(waits):
    choose(waits, "wait", "solved")
    read_drivers(at=NOW)
    reading = DriverReading.objects.get(touchpoint=waits.returns)
    first, second = reading.lines.all()
    assert (first.name, first.kind, first.per, first.rank_is_certain) == ("Wait", "measure", "minute", True)
    assert first.slope < -3
    assert first.relative > 0.9 > second.relative
    assert reading.n == 150


def test_a_number_that_few_answers_have_costs_the_others_nothing(waits):
    choose(waits, "wait", "solved", "rare")
    found = operations_at(waits.returns, SINCE, UNTIL)
    assert found.left_out == ["Rare"]
    assert len(found.outcome) == 150


@pytest.mark.parametrize(
    ("value", "number"),
    [(3, 3.0), (2.5, 2.5), (True, 1.0), (False, 0.0), ("3", None), (None, None), ([], None)],
)
def test_only_numbers_are_numbers(value, number):
    assert number_in(value) == number
    assert number_in(float("inf")) is None


def test_the_page_offers_what_came_and_takes_it_in_and_out(waits, signed_in):
    office = signed_in(waits.office)
    page = office.get("/understand/drivers/measures/").content.decode()
    assert "<legend>wait</legend>" in page
    assert "With 150 of the newest answers, from 0 to 29." in page
    assert "<legend>order</legend>" not in page
    given = {"name": "wait", "label": "Minutes waited", "of": "minutes"}
    taken = office.post("/understand/drivers/beside/", given, follow=True).content.decode()
    assert "“Minutes waited” is part of the next look" in taken
    assert "<legend>wait</legend>" not in taken
    again = office.post("/understand/drivers/beside/", given, follow=True).content.decode()
    assert "“wait” is looked at already." in again
    measure = VoiceMeasure.objects.get()
    office.post(f"/understand/drivers/beside/{measure.pk}/remove/")
    assert not VoiceMeasure.objects.exists()


def test_who_does_not_steer_chooses_nothing(waits, signed_in):
    assert signed_in(waits.lead).post("/understand/drivers/beside/", {"name": "wait"}).status_code == 403


def test_a_name_that_cannot_be_one_is_refused(world):
    with pytest.raises(NotAMeasure):
        measure_by(" ", "", "", by=world.office, at=NOW)
    with pytest.raises(NotAMeasure):
        measure_by("x" * 61, "", "", by=world.office, at=NOW)


def test_what_is_left_out_again_is_in_no_further_look(waits):
    choose(waits, "wait")
    measure_no_more(VoiceMeasure.objects.get(), by=waits.office, at=NOW)
    assert operations_at(waits.returns, SINCE, UNTIL).candidates == []


def test_a_number_that_is_chosen_does_not_wait_for_the_next_week(waits):
    choose(waits, "wait")
    read_drivers(at=NOW)
    measure_by("solved", "Solved", "", by=waits.office, at=NOW + timedelta(hours=1))
    assert read_drivers(at=NOW + timedelta(hours=6)) == 1
    assert read_drivers(at=NOW + timedelta(hours=12)) == 0
    newest = DriverReading.objects.filter(touchpoint=waits.returns).latest("at")
    assert {one.name for one in newest.lines.all()} == {"Wait", "Solved"}


def test_two_that_always_come_along_together_are_named_and_the_others_are_told_all_the_same(waits, signed_in):
    """Minutes and seconds of the same wait; before, one such pair silenced the whole reading."""
    for signal in Signal.objects.all():
        also = {**signal.metadata, "seconds": 60 * signal.metadata["wait"]}
        QuerySet.update(Signal.objects.filter(pk=signal.pk), metadata=also)
    choose(waits, "wait", "seconds", "solved")
    read_drivers(at=NOW)
    reading = DriverReading.objects.get(touchpoint=waits.returns)
    assert (reading.why_not, [line.name for line in reading.lines.all()]) == ("", ["Seconds", "Solved"])
    assert reading.together == [["Wait", "Seconds", 1.0]]
    page = signed_in(waits.office).get(f"/understand/drivers/?reading={reading.pk}").content.decode()
    assert "“Wait” and “Seconds” nearly always come along together" in page


def test_what_place_or_season_says_already_is_left_out_and_named(waits):
    """A theme that all who write carry says what having words says: nothing of its own, and no reason to say nothing."""
    theme = Theme.objects.create(code="wait", name="Waiting", terms=["wait"])
    for signal in Signal.objects.all()[:60]:
        QuerySet.update(Signal.objects.filter(pk=signal.pk), comment="I had to wait")
        Mention.objects.create(signal=signal, theme=theme, version=1, words="wait")
    choose(waits, "wait", "solved")
    read_drivers(at=NOW)
    reading = DriverReading.objects.get(touchpoint=waits.returns)
    assert [line.name for line in reading.lines.all()] == ["Wait", "Solved"]
    assert reading.together == [["Waiting", "", 0.0]]
    assert "“Waiting” cannot be told from who was asked what" in reading.not_told_apart[0]
