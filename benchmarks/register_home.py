"""The organisation whose register is measured: voices, customers, closed cases, opportunities, and what waits for triage."""

import random
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

OPPORTUNITIES, WAITING = 500, 120
VOICES_EACH, TOUCHPOINTS, UNITS, THEMES, CAUSES, CLOSED = 10, 40, 200, 60, 20, 20_000
DAYS = 720


def fill(voices: int, at: datetime) -> dict[str, Any]:
    """The organisation with so many voices, a tenth as many customers, and its register; who reads."""
    from groundswell.foundation.access.models import User
    from groundswell.foundation.customers.models import Customer, Revenue
    from groundswell.foundation.journeys.models import Touchpoint
    from groundswell.foundation.organisation.models import Unit
    from groundswell.understand.themes.models import Theme
    from tests.world import make_user, make_world

    chance, world = random.Random(7), make_world()
    stage = world.delivery.stage
    region = Unit.objects.create(code="north", name="North", kind=Unit.Kind.BUSINESS_LINE, parent=world.root)
    units = [Unit.objects.create(code=f"t{n}", name=f"Team {n}", parent=region) for n in range(UNITS)]
    places = [
        Touchpoint.objects.create(code=f"p{n}", name=f"Place {n}", stage=stage, position=n + 20)
        for n in range(TOUCHPOINTS)
    ]
    themes = [Theme.objects.create(code=f"m{n}", name=f"Theme {n}", terms=[f"m{n}"]) for n in range(THEMES)]
    Customer.objects.bulk_create(
        (Customer(name=f"Customer {n}") for n in range(voices // VOICES_EACH)), batch_size=500
    )
    customers = np.array(Customer.objects.values_list("pk", flat=True))
    month = at.date().replace(day=1)
    Revenue.objects.bulk_create(
        (Revenue(customer_id=int(pk), month=month, amount=chance.randrange(10, 900)) for pk in customers),
        batch_size=500,
    )
    said = _said(voices, [one.pk for one in units], [one.pk for one in places], customers)
    _write(said, [one.pk for one in themes], at)
    _keep_evidence(said, stage.pk, [one.pk for one in themes], at)
    lead = make_user("Rita Region", region, User.Role.LEAD)
    _register(chance, world, units, places, themes, min(CLOSED, voices // 2), at)
    return {"office": world.office, "lead of a region": lead}


def _said(voices: int, units: list[int], places: list[int], customers: np.ndarray) -> dict[str, np.ndarray]:
    drawn = np.random.default_rng(3)
    return {
        "score": np.minimum(drawn.integers(0, 14, voices), 10),
        "unit": drawn.choice(units, voices),
        "place": drawn.choice(places, voices),
        "customer": drawn.choice(customers, voices),
        "day": drawn.integers(0, DAYS, voices),
        "theme": np.where(drawn.random(voices) < 0.8, drawn.integers(0, THEMES, voices), -1),
    }


def _write(said: dict[str, np.ndarray], themes: list[int], at: datetime) -> None:
    """Rows as they stand in the tables, past the models: a million of them through the models takes ten minutes."""
    from django.db import connection, transaction

    from groundswell.listen.signals.models import Signal
    from groundswell.understand.evidence.models import Batch, Reading
    from groundswell.understand.themes.models import Mention

    batch = Batch.objects.create(read_at=at, loaded_at=at)
    moments = [str((at - timedelta(days=day, hours=1)).replace(tzinfo=None)) for day in range(DAYS)]
    columns = {name: values.tolist() for name, values in said.items()}
    rows = enumerate(zip(*columns.values(), strict=True), start=1)
    empty = {"kind": "answer", "kind_of_score": "experience", "source": "bench", "digest": "", "channel": "email", "metadata": "{}"}  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        signals, mentions, readings = [], [], []
        for number, (score, unit, place, customer, day, theme) in rows:
            words = f"It was m{theme} and I waited for nothing {number}." if theme >= 0 else ""
            moment = moments[day]
            signals.append((number, *empty.values(), str(number), score, words, place, unit, customer, moment, moment, moment))  # fmt: skip
            if theme >= 0:
                mentions.append((number, themes[theme], "", 1))
                readings.append((number, batch.pk, "negative", -0.4, "bench", words))
        names = (*empty, "key", "score", "comment", "touchpoint_id", "unit_id", "customer_id", "episode_at", "submitted_at", "received_at")  # fmt: skip
        _insert(cursor, Signal, ("id", *names), signals)
        _insert(cursor, Mention, ("signal_id", "theme_id", "words", "version"), mentions)
        _insert(cursor, Reading, ("signal_id", "batch_id", "sentiment", "sentiment_value", "model", "redacted_comment"), readings)  # fmt: skip
        cursor.execute("ANALYZE")


def _insert(cursor: Any, model: Any, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    marks = ", ".join(["%s"] * len(names))
    table = model._meta.db_table
    cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608 our own names


def _keep_evidence(said: dict[str, np.ndarray], stage: int, themes: list[int], at: datetime) -> None:
    from groundswell.engine.building import build_cubes
    from groundswell.engine.schema import EVIDENCE
    from groundswell.understand.evidence.store import evidence_store

    n = len(said["score"])
    days = np.datetime64(at.date(), "D") - said["day"]
    has = said["theme"] >= 0
    ends = np.concatenate([[0], np.cumsum(has)])
    found = np.array(themes)[said["theme"][has]]
    columns = {
        "signal_id": np.arange(1, n + 1),
        "day": days,
        "month": days.astype("datetime64[M]").astype("datetime64[D]"),
        "score": said["score"],
        "kind_of_score": pa.array(["experience"] * n),
        "channel": pa.array(["email"] * n),
        "touchpoint_id": said["place"],
        "stage_id": np.full(n, stage),
        "unit_id": said["unit"],
        "customer_id": said["customer"],
        "segment": pa.array(np.array(["home", "small firm", "firm"])[said["customer"] % 3]),
        "sentiment": pa.array(np.where(has, "negative", None)),
        "themes": pa.ListArray.from_arrays(ends.astype(np.int32), pa.array(found)),
    }
    table = pa.table(
        {
            field.name: pa.array(columns[field.name]).cast(field.type)
            if field.name in columns
            else pa.nulls(n, field.type)
            for field in EVIDENCE
        },
        schema=EVIDENCE,
    )
    store = evidence_store()
    store.add("all", table)
    build_cubes(store)


def _register(
    chance: random.Random,
    world: Any,
    units: list[Any],
    places: list[Any],
    themes: list[Any],
    closed: int,
    at: datetime,
) -> None:
    from groundswell.act.cases.models import Case, Closure, RootCause
    from groundswell.act.cases.opening import begin_inner_loop
    from groundswell.act.huddles.models import Elevation
    from groundswell.act.opportunities.merging.actions import merge_opportunity
    from groundswell.act.opportunities.models import Joining, Opportunity

    rule = begin_inner_loop(by="a bench", at=at)[0]
    causes = [RootCause.objects.create(name=f"Cause {n}") for n in range(CAUSES)]
    opened = [
        Case(
            signal_id=number + 1,
            rule=rule,
            owner=world.office.person,
            opened_at=at - timedelta(days=9),
            due_at=at,
        )
        for number in range(closed)
    ]
    Case.objects.bulk_create(opened, batch_size=500)
    Closure.objects.bulk_create(
        (Closure(case=one, outcome="answered", root_cause=chance.choice(causes), by=world.office.person, at=at) for one in opened),
        batch_size=500,
    )  # fmt: skip
    wordy = ["late", "parcel", "courier", "slot", "depot", "label", "queue", "refund", "size", "mirror", "lift", "phone", "wait"]  # fmt: skip

    def words(count: int) -> str:
        return " ".join(chance.choices(wordy, k=count)).capitalize() + "."

    def stands_on(number: int) -> dict[str, Any]:
        if number % 10 == 0:
            return {"touchpoint": chance.choice(places)}
        if number % 10 == 1:
            return {"root_cause": chance.choice(causes)}
        place = chance.choice(places) if number % 3 else None
        return {"theme": chance.choice(themes), "touchpoint": place}

    made = Opportunity.objects.bulk_create(
        Opportunity(title=words(5)[:120], problem=words(40), impact="complaint", opened_at=at, effort_days_low=5, effort_days_high=40, **stands_on(number))
        for number in range(OPPORTUNITIES)
    )  # fmt: skip
    raised = Elevation.objects.bulk_create(
        Elevation(unit=chance.choice(units), raised_by=world.lead.person, title=words(5)[:120], problem=words(30), raised_at=at, answer_due_at=at)
        for _ in range(OPPORTUNITIES + WAITING)
    )  # fmt: skip
    Joining.objects.bulk_create(
        Joining(elevation=one, opportunity=opportunity, at=at)
        for one, opportunity in zip(raised, made, strict=False)
    )
    merge_opportunity(made[-2], made[-3], why="The same depot.", by=world.office, at=at)
