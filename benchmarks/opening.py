"""Opening rules judge what arrives: CPU for each signal beside two cores for a thousand a second.

``python -m benchmarks.opening`` runs this bench alone. It runs in an empty home with the settings of a real one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np

from .bar import Bar, at_most, for_scale

ARRIVING, A_SECOND = 20_000, 1_000
HISTORY = 100_000
CORES, PROMISED = 2, 1_000
NOW = datetime(2026, 3, 11, 10, tzinfo=UTC)


def bars() -> Iterator[Bar]:
    """A thousand signals a second by six rules, four in ten with a case; then a round in which nothing arrived."""
    with TemporaryDirectory() as home:
        words = {"GROUNDSWELL_HOME": home, "DJANGO_SETTINGS_MODULE": "groundswell.config.settings"}
        given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | words
        run = [sys.executable, "-m", "benchmarks.opening", "inside"]
        found = json.loads(subprocess.run(run, env=given, check=True, capture_output=True, text=True).stdout)
    limit = 1000 * CORES / PROMISED
    what = f"opening rules over {ARRIVING:,} signals, {found['cases']:,} cases, CPU ms a signal"
    yield at_most(what, found["each"], "two cores for 1,000 signals a second", limit, 1)
    yield for_scale(
        f"a round in which nothing arrived, {HISTORY:,} judged signals behind it, CPU ms",
        found["idle"], "two cores for the five seconds of a round", 1000 * CORES * 5,
    )  # fmt: skip


def measure() -> dict[str, float]:
    """In a process of its own."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from groundswell.act.cases.jobs import open_cases
    from groundswell.act.cases.models import Case

    world = _world()
    _receive(world, HISTORY, NOW - timedelta(days=3), above=6)
    open_cases(NOW - timedelta(hours=1))
    open_cases(NOW - timedelta(minutes=30))
    spent = 0.0
    for second in range(ARRIVING // A_SECOND):
        at = NOW + timedelta(seconds=second)
        _receive(world, A_SECOND, at, above=-1)
        begins = process_time()
        open_cases(at)
        spent += process_time() - begins
    begins = process_time()
    open_cases(NOW + timedelta(minutes=2))
    idle = process_time() - begins
    return {"each": 1000 * spent / ARRIVING, "idle": 1000 * idle, "cases": Case.objects.count()}


def _world() -> dict[str, list[int]]:
    """Forty teams with a lead and three colleagues, five thousand customers with revenue, six rules in force."""
    from datetime import time

    from groundswell.act.cases.opening import begin_inner_loop
    from groundswell.act.cases.ruling import NewRule, switch_on
    from groundswell.foundation.customers.models import Customer, Revenue
    from groundswell.foundation.organisation.models import Person, Unit, WorkingCalendar
    from groundswell.understand.themes.models import Theme

    week = {"opens_at": time(9), "closes_at": time(17), "weekdays": [0, 1, 2, 3, 4]}
    calendar = WorkingCalendar.objects.create(name="Week", **week)
    root = Unit.objects.create(code="all", name="All", calendar=calendar)
    units = [Unit.objects.create(code=f"team{n}", name=f"Team {n}", parent=root) for n in range(40)]
    for unit in units:
        people = [
            Person.objects.create(
                unit=unit, name=f"{post} {n} of {unit}", email=f"{post}{n}@{unit.code}.example", post=post
            )
            for post, n in (("lead", 0), ("frontline", 1), ("frontline", 2), ("frontline", 3))
        ]
        unit.owner = people[0]
        unit.save()
    Customer.objects.bulk_create(
        Customer(name=f"Customer {n}", email=f"c{n}@people.example") for n in range(5000)
    )
    customers = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    month = NOW.date().replace(day=1)
    Revenue.objects.bulk_create(
        [Revenue(customer_id=one, month=month, amount=Decimal(one % 1000)) for one in customers],
        batch_size=500,
    )
    since = NOW - timedelta(days=400)
    begin_inner_loop(by="a bench", at=since)
    theme = Theme.objects.create(code="late", name="Late")
    valued = NewRule("Valued", "low_score", 4, 1, highest_score=6, least_revenue=Decimal(900), goes_to="team")
    switch_on(valued, by="a bench", at=since)
    switch_on(NewRule("Late", "any_voice", 8, themes=[theme]), by="a bench", at=since)
    return {"units": [unit.pk for unit in units], "customers": customers}


def _receive(world: dict[str, list[int]], n: int, at: datetime, *, above: int) -> None:
    from groundswell.listen.signals.actions import NewSignal, receive_signals

    chance = np.random.default_rng(int(at.timestamp()))
    scores = np.where(chance.random(n) < 0.4, chance.integers(0, 7, n), chance.integers(7, 11, n))
    for start in range(0, n, 5000):
        receive_signals(
            [
                NewSignal(
                    source="bench",
                    key=f"{at:%m%d%H%M%S}-{number}",
                    channel="email",
                    submitted_at=at,
                    score=max(int(scores[number]), above + 1),
                    comment="It came late and the box was torn." if number % 2 else "",
                    kind_of_score="experience",
                    unit_id=world["units"][number % 40],
                    customer_id=world["customers"][int(chance.integers(0, 5000))],
                )
                for number in range(start, min(start + 5000, n))
            ],
            at=at,
        )


if __name__ == "__main__":
    if "inside" in sys.argv:
        sys.stdout.write(json.dumps(measure()))
    else:
        for bar in bars():
            sys.stdout.write(
                f"{bar.bench}: {bar.value:g} ({bar.ratio:g} of {bar.against_value:g}) {bar.bar}\n"
            )
