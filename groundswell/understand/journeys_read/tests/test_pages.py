"""The pages of the journey take the same queries for few rows and for many."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groundswell.foundation.journeys.models import OperationalMeasure, Touchpoint
from groundswell.understand.journeys_read.costs import count_work, state_rate
from groundswell.understand.journeys_read.models import (
    Aftermath,
    JourneyReading,
    Path,
    StoryVoice,
)
from tests.world import NOW, make_customer, make_signal


def fill(world, count: int) -> tuple[int, int]:
    """So many touchpoints with answers, calls, rates and measures, so many ways and turns with so many stories."""
    now = timezone.now()
    reading = JourneyReading.objects.create(
        since=now - timedelta(days=700), until=now, people=9, poor_answers=90, good_answers=90, at=now
    )
    for number in range(count):
        point = Touchpoint.objects.create(
            code=f"p{count}-{number}", name=f"Point {number}", stage=world.delivery.stage
        )
        told = [
            make_signal(
                3, "Much too slow.", touchpoint=point, customer=make_customer(), channel="phone", at=now
            )
            for _ in range(count)
        ]
        OperationalMeasure.objects.create(
            name=f"Wait {count} {number}", unit_of_measure="days", touchpoint=point, unit=world.leeds,
            month=date(now.year, now.month, 1), value=3, cases=5,
        )  # fmt: skip
        state_rate(
            "measured",
            measure=f"Wait {count} {number}",
            amount=Decimal(2),
            source="Budget",
            by="test",
            at=NOW,
        )
        turn = {"reading": reading, "touchpoint": point, "people": 9, "bad": 5}
        tallies = {"good_tally": [40, 3, 3], "bad_tally": [3, 3, 40]}
        Aftermath.objects.create(**turn, **tallies)
        pair = Aftermath.objects.create(**turn, **tallies, after=world.returns)
        path = Path.objects.create(reading=reading, steps=[[point.pk, "bad"]], poor=30, good=3)
        for story, signal in enumerate(told):
            StoryVoice.objects.create(path=path, story=story, place=0, signal=signal)
            StoryVoice.objects.create(aftermath=pair, story=story, place=0, signal=signal)
    state_rate("contact", amount=Decimal(4), source="Budget", by="test", at=NOW)
    count_work(at=now)
    return path.pk, pair.pk


def queries_of(office, path: int, pair: int) -> list[int]:
    counted = []
    for address in (
        "/understand/journey/",
        "/understand/journey/rates/",
        f"/understand/journey/before/{path}/",
        f"/understand/journey/turned/{pair}/",
        "/understand/drivers/measures/",
    ):
        with CaptureQueriesContext(connection) as made:
            assert office.get(address).status_code == 200
        counted.append(len(made))
    return counted


def test_the_pages_take_the_same_queries_for_one_row_and_four(world, signed_in):
    office = signed_in(world.office)
    office.get("/")
    few = queries_of(office, *fill(world, 1))
    assert queries_of(office, *fill(world, 4)) == few
    assert max(few) <= 14
