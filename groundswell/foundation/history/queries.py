"""Ask the history."""

from django.db import models

from .actions import GENESIS, digest_of
from .models import Event


def events_of(subject: models.Model) -> models.QuerySet[Event]:
    """What happened to one record, oldest first."""
    return Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))


def first_broken_event() -> Event | None:
    """The first event that was altered, removed or put in between; None while the chain holds."""
    previous = GENESIS
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        if event.previous_digest != previous or event.digest != digest_of(event):
            return event
        previous = event.digest
    return None
