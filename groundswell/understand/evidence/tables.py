"""Readings as a table of evidence: ids and counts, never a name or a word of a customer."""

from collections import defaultdict
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.conf import settings
from django.db.models import QuerySet

from groundswell.engine.schema import EVIDENCE
from groundswell.listen.surveys.models import Invitation
from groundswell.understand.themes.models import Mention

from .models import Reading

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
    "sentiment": "sentiment",
}


def table_of(readings: QuerySet[Reading]) -> pa.Table:
    """One row per reading. Days are those of the organisation's own clock, at the moment of the answer."""
    zone = ZoneInfo(settings.TIME_ZONE)
    purpose = "signal__invitation__purpose"
    rows = list(readings.order_by("signal_id").values_list("signal__submitted_at", *FIELDS.values(), purpose))
    days = [row[0].astimezone(zone).date() for row in rows]
    columns = {name: [row[index] for row in rows] for index, name in enumerate(FIELDS, start=1)}
    # Customers who are asked again after a case are no sample of an episode: their numbers count for the case only.
    columns["score"] = [None if row[-1] == Invitation.Purpose.SECOND_ASK else row[2] for row in rows]
    themes = _themes_of(readings)
    columns |= {
        "day": days,
        "month": [day.replace(day=1) for day in days],
        "themes": [themes.get(signal_id, []) for signal_id in columns["signal_id"]],
    }
    return pa.table(
        {field.name: pa.array(columns[field.name], field.type) for field in EVIDENCE}, schema=EVIDENCE
    )


def _themes_of(readings: QuerySet[Reading]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    mentions = Mention.objects.filter(signal__reading__in=readings.order_by()).order_by("theme_id")
    for signal_id, theme_id in mentions.values_list("signal_id", "theme_id"):
        found[signal_id].append(theme_id)
    return found
