"""What goes out and what came in by file."""

from django.db import models

from groundswell.foundation.access.models import User
from groundswell.listen.signals.models import Signal


class FileImport(models.Model):
    """One file that somebody brought: what was read, and where every row went."""

    file_name = models.CharField(max_length=200)
    format = models.CharField(
        max_length=40, blank=True, help_text="The tool it came from; empty for our own."
    )
    kind_of_score = models.CharField(max_length=20)
    by = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=500, blank=True, help_text="Why the whole file could not be used.")
    read = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0, help_text="Rows that are no answers, such as previews.")
    left_out_because = models.JSONField(default=dict)
    made_units = models.JSONField(default=list)
    made_touchpoints = models.JSONField(default=list)

    class Meta:
        db_table = "channels_file_import"
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    read=models.F("accepted")
                    + models.F("duplicate")
                    + models.F("rejected")
                    + models.F("left_out")
                ),
                name="every_row_read_went_somewhere",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class RejectedRow(models.Model):
    """A row that could not be used, with everything needed to mend it."""

    file_import = models.ForeignKey(FileImport, on_delete=models.CASCADE, related_name="rejected_rows")
    number = models.PositiveIntegerField()
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=120)
    reason = models.CharField(max_length=40)
    sentence = models.CharField(max_length=400)

    class Meta:
        db_table = "channels_rejected_row"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.sentence}"


from .connections.models import (  # noqa: E402, F401 (Django finds the models of a room here)
    AnsweredMessage,
    AttachedFile,
    Connection,
    Fetch,
    HookCall,
    UnreadableMessage,
)
from .notices.models import Knock, Notice, Subscription  # noqa: E402, F401
from .outbox.models import Delivery, LostAddress, Medium, Message  # noqa: E402, F401


class Upload(models.Model):
    """A file that waits while somebody looks at what it would bring. Its bytes lie under a name of ours and go after a day."""

    token = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "channels_upload"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


class Mapping(models.Model):
    """Which column was taken for which of our fields, remembered for files with the same columns."""

    fingerprint = models.CharField(max_length=64, unique=True)
    fields = models.JSONField(default=dict)
    date_order = models.CharField(max_length=3, default="iso")
    tz = models.CharField(max_length=60, blank=True)
    kind_of_score = models.CharField(max_length=20)
    by = models.CharField(max_length=200)
    chosen_at = models.DateTimeField()

    class Meta:
        db_table = "channels_mapping"

    def __str__(self) -> str:
        return f"Mapping {self.fingerprint[:8]}"


class Enclosure(models.Model):
    """What came along with a signal from another tool: its tags, how it was asked, further answers."""

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="enclosure")
    channel = models.CharField(max_length=60, blank=True)
    tags = models.JSONField(default=list)
    answers = models.JSONField(default=dict)

    class Meta:
        db_table = "channels_enclosure"

    def __str__(self) -> str:
        return f"Along with {self.signal_id}"
