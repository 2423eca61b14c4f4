"""From a reading to the voices behind it."""

from urllib.parse import urlencode

from django.urls import reverse

from .models import Metric

KINDS = {
    Metric.Source.RELATIONSHIP_SCORE: "relationship",
    Metric.Source.EXPERIENCE_SCORE: "experience",
}


def voices_url(metric: Metric, *, unit_id: int | None = None, person_id: int | None = None) -> str:
    """The list of voices behind a score of the last three months; empty where a metric rests on no voices."""
    if metric.source not in KINDS:
        return ""
    asked = {
        "kind": KINDS[metric.source],
        "period": "90",
        "unit": unit_id,
        "employee": person_id,
        "touchpoint": metric.touchpoint_id,
    }
    return f"{reverse('desk:voices')}?{urlencode({key: value for key, value in asked.items() if value})}"
