"""The chain of events: each carries the digest of the one before it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Event(models.Model):
    """One thing that somebody did. Never changed, never deleted; ``digest`` seals it to its predecessor."""

    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "history_event"
        ordering = ["id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="history_event_of_subject")]

    def __str__(self) -> str:
        return f"{self.by} {self.verb} {self.subject_kind} {self.subject_id}"
