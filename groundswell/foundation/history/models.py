"""The chain of events: each carries the digest of the one before it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Event(models.Model):
    """One thing that somebody did. Never changed, never deleted; ``digest`` seals it to its predecessor.

    The chain holds ``detail`` by its digest with a salt. When somebody is erased, what an event tells of them and its salt
    go, and the chain still holds; a later event names every one that was emptied.
    """

    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    detail = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    salt = models.CharField(max_length=32, blank=True, help_text="Empty when the detail was erased.")
    detail_digest = models.CharField(max_length=64)
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "history_event"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="history_event_of_subject"),
            models.Index(fields=["subject_kind", "-id"], name="history_event_newest_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.verb} {self.subject_kind} {self.subject_id}"
