"""Ask which signals were read, and how."""

from django.db.models import QuerySet

from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals

from .models import Batch, Reading


def signals_without_reading() -> QuerySet[Signal]:
    """What arrived and was not read yet, in order of arrival."""
    return Signal.objects.filter(reading=None).order_by("id")


def batches_to_load() -> QuerySet[Batch]:
    """Batches that were read and are not known to be in the engine."""
    return Batch.objects.filter(loaded_at=None).order_by("id")


def living_readings() -> QuerySet[Reading]:
    """Readings of signals that no correction has superseded."""
    return Reading.objects.filter(signal__in=living_signals())
