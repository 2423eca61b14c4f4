"""Readings as a table of evidence: ids and counts, never a name or a word of a customer."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from groundswell.engine.schema import EVIDENCE
from groundswell.listen.surveys.editions import edition_of_versions
from groundswell.listen.surveys.models import Invitation
from groundswell.understand.themes.models import Mention

from .attributes import AttributeNumbers
from .days import local_days
from .models import Reading

AT_ONCE = 50_000

FIELDS = {
    "signal_id": "signal_id",
    "score": "signal__score",
    "kind_of_score": "signal__kind_of_score",
    "channel": "signal__channel",
    "touchpoint_id": "signal__touchpoint_id",
    "stage_id": "signal__touchpoint__stage_id",
    "unit_id": "signal__unit_id",
    "employee_id": "signal__employee_id",
    "customer_id": "signal__customer_id",
    "segment": "signal__customer__segment",
    "sentiment": "sentiment",
    "edition": "signal__version_id",
    "metadata": "signal__metadata",
    "came_by": "signal__customer__came_by",
    "joined_on": "signal__customer__joined_on",
}


def table_of(readings: QuerySet[Reading]) -> pa.Table:
    """One row per reading. Days are those of the organisation's own clock, at the moment of the answer."""
    themes = _themes_of(readings)
    known, attributes = edition_of_versions(), AttributeNumbers(readings)
    parts = [_part(rows, themes, known, attributes) for rows in _raw(readings)]
    return pa.Table.from_batches(parts, schema=EVIDENCE)


def _raw(readings: QuerySet[Reading]) -> Iterator[list[tuple[Any, ...]]]:
    """Plain rows as the database gives them, so many at a time that memory stays small."""
    purpose = "signal__invitation__purpose"
    wanted = readings.order_by("signal_id").values_list("signal__submitted_at", *FIELDS.values(), purpose)
    try:
        sql, values = wanted.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(AT_ONCE):
            yield rows


def _part(
    rows: list[tuple[Any, ...]],
    themes: dict[int, list[int]],
    known: dict[int, int],
    attributes: AttributeNumbers,
) -> pa.RecordBatch:
    moments, *fields, purposes = zip(*rows, strict=True)
    columns: dict[str, Any] = dict(zip(FIELDS, fields, strict=True))
    # Customers who are asked again after a case are no sample of an episode: their numbers count for the case only.
    columns["score"] = [
        None if purpose == Invitation.Purpose.SECOND_ASK else score
        for score, purpose in zip(columns["score"], purposes, strict=True)
    ]
    columns["segment"] = [segment or None for segment in columns["segment"]]
    columns["edition"] = [known.get(version) for version in columns["edition"]]
    columns["day"] = days = local_days(moments, ZoneInfo(settings.TIME_ZONE))
    columns["month"] = days.astype("datetime64[M]").astype("datetime64[D]")
    columns["themes"] = [themes.get(signal_id, []) for signal_id in columns["signal_id"]]
    told = (columns[name] for name in ("signal_id", "metadata", "customer_id", "came_by", "joined_on"))
    columns["attributes"] = attributes.of_rows(*told, days)
    columns["weight"] = [None] * len(rows)
    return pa.record_batch([pa.array(columns[field.name], field.type) for field in EVIDENCE], schema=EVIDENCE)


def _themes_of(readings: QuerySet[Reading]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    mentions = Mention.objects.filter(signal__in=readings.order_by().values("signal")).order_by("theme_id")
    for signal_id, theme_id in mentions.values_list("signal_id", "theme_id"):
        found[signal_id].append(theme_id)
    return found
