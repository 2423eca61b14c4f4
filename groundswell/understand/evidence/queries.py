"""Ask which signals were read, and how."""

from django.db.models import Count, Max, QuerySet

from groundswell.listen.signals.models import Signal

from .models import Attribute, Batch, Reading, Recount

LOOK_BACK = 10_000


def signals_without_reading() -> QuerySet[Signal]:
    """What arrived and was not read yet, in order of arrival."""
    return Signal.objects.filter(reading=None).exclude(kind=Signal.Kind.EMPLOYEE).order_by("id")


def batches_to_load() -> QuerySet[Batch]:
    """Batches that were read and are not known to be in the engine."""
    return Batch.objects.filter(loaded_at=None).order_by("id")


def living_readings() -> QuerySet[Reading]:
    """Readings of signals that no correction has superseded."""
    return Reading.objects.filter(signal__superseded_by=None)


def lately_read() -> int:
    """A signal somewhat before the last one that was read. What arrived is behind it, but for a transaction that took very long."""
    newest = Reading.objects.aggregate(newest=Max("signal_id"))["newest"] or 0
    return max(0, int(newest) - LOOK_BACK)


def counted_attributes() -> QuerySet[Attribute]:
    """By what scores may be compared, each with the ``number`` of its values."""
    return Attribute.objects.annotate(number=Count("values")).order_by("label", "id")


def recounts_asked() -> QuerySet[Recount]:
    """What changed since every voice was counted."""
    return Recount.objects.filter(done_at=None)
