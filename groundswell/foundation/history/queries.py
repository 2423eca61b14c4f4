"""Ask the history."""

from django.db import models

from .actions import EMPTIED, GENESIS, detail_digest_of, digest_of
from .models import Event


def events_of(subject: models.Model) -> models.QuerySet[Event]:
    """What happened to one record, oldest first."""
    return Event.objects.filter(subject_kind=subject._meta.label_lower, subject_id=str(subject.pk))


def first_broken_event() -> Event | None:
    """The first event that was altered, removed, put in between, or emptied without a record of it; None while the chain
    holds."""
    previous, empty, named = GENESIS, {}, set()
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        if event.previous_digest != previous or event.digest != digest_of(event):
            return event
        if not event.salt and not event.detail:
            empty[event.pk] = event
        elif event.detail_digest != detail_digest_of(event):
            return event
        elif event.verb == EMPTIED:
            named |= {pk for pk in event.detail["events"] if pk < event.pk}
        previous = event.digest
    return next((event for pk, event in empty.items() if pk not in named), None)
