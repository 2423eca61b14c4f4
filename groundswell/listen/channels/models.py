"""What goes out and what came in by file."""

from django.db import models

from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal


class Upload(models.Model):
    """A file that waits while somebody looks at what it would bring. Its bytes lie under a name of ours and go after a day."""

    token = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="uploads")
    uploaded_at = models.DateTimeField()

    class Meta:
        db_table = "channels_upload"
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class FileImport(models.Model):
    """One file that somebody brought: how it is read, how far, and where every row went.

    It stands after each portion as the portion left it, so that whoever goes on with it goes on from there.
    """

    file_name = models.CharField(max_length=200)
    format = models.CharField(
        max_length=40, blank=True, help_text="The tool it came from; empty for our own."
    )
    kind_of_score = models.CharField(max_length=20)
    choices = models.JSONField(default=dict, help_text="How it is read: columns, dates, time zone, source.")
    header = models.JSONField(
        default=list, help_text="Its header rows, for those who mend its rejected rows."
    )
    upload = models.OneToOneField(
        Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="ordered"
    )
    by = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    last_sign_at = models.DateTimeField(null=True, blank=True, help_text="When a portion was last begun.")
    reached = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.CharField(max_length=200, blank=True)
    refusal = models.CharField(max_length=500, blank=True, help_text="Why the whole file could not be used.")
    read = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    came_again = models.PositiveIntegerField(
        default=0, help_text="Of the rejected: those that a later file brought again."
    )
    left_out = models.PositiveIntegerField(default=0, help_text="Rows that are no answers, such as previews.")
    left_out_because = models.JSONField(default=dict)
    made_units = models.JSONField(default=list)
    made_touchpoints = models.JSONField(default=list)

    class Meta:
        db_table = "channels_file_import"
        ordering = ["-started_at", "-id"]
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

    @property
    def state(self) -> str:
        """``waiting``, ``reading``, ``stored``, ``refused`` or ``stopped``."""
        if self.stopped_at:
            return "stopped"
        if self.refusal:
            return "refused"
        if self.ended_at:
            return "stored"
        return "reading" if self.last_sign_at else "waiting"

    @property
    def still_rejected(self) -> int:
        """Rejected rows that nobody has brought again, mended or not."""
        return self.rejected - self.came_again

    @property
    def is_over(self) -> bool:
        """Whether nothing more of it will be read."""
        return self.state in ("stored", "refused", "stopped")

    @property
    def holds_refusals(self) -> bool:
        """Whether it is a list of people who do not want to be contacted."""
        return self.choices.get("holds") == "refusals"

    @property
    def per_cent(self) -> int:
        """How much of it was read."""
        return min(99, self.reached * 100 // self.total) if self.total else 0


class RejectedRow(models.Model):
    """A row that could not be used, with everything needed to mend it."""

    file_import = models.ForeignKey(FileImport, on_delete=models.CASCADE, related_name="rejected_rows")
    number = models.PositiveIntegerField()
    field = models.CharField(max_length=60)
    value = models.CharField(max_length=120)
    reason = models.CharField(max_length=40)
    sentence = models.CharField(max_length=400)
    cells = models.JSONField(default=list, help_text="The row as it stands in the file.")

    class Meta:
        db_table = "channels_rejected_row"
        ordering = ["number", "id"]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.sentence}"

    @property
    def advice(self) -> str:
        """What is wrong and what to do, without the place."""
        return self.sentence.partition(": ")[2] or self.sentence


class NameMatch(models.Model):
    """Which unit, touchpoint or colleague is meant by a name in files; said once by a person, used ever after."""

    class Kind(models.TextChoices):
        UNIT = "unit", "Part of the organisation"
        TOUCHPOINT = "touchpoint", "Moment of the journey"
        EMPLOYEE = "employee", "Colleague"

    kind = models.CharField(max_length=12, choices=Kind)
    words = models.CharField(max_length=254, help_text="As files write it, in small letters.")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        db_table = "channels_name_match"
        constraints = [models.UniqueConstraint(fields=["kind", "words"], name="a_name_means_one_thing")]

    def __str__(self) -> str:
        return f"{self.words} is {self.unit or self.touchpoint or self.person}"


from .connections.models import (  # noqa: E402, F401 (Django finds the models of a room here)
    AnsweredMessage,
    AttachedFile,
    Connection,
    Fetch,
    FiledLetter,
    HookCall,
    UnreadableMessage,
)
from .notices.models import Knock, Notice, Subscription  # noqa: E402, F401
from .outbox.models import Delivery, LostAddress, Medium, Message  # noqa: E402, F401


class Mapping(models.Model):
    """Which column was taken for which of our fields, remembered for files with the same columns."""

    fingerprint = models.CharField(max_length=64, unique=True)
    fields = models.JSONField(default=dict)
    date_order = models.CharField(max_length=3, default="iso")
    tz = models.CharField(max_length=60, blank=True)
    kind_of_score = models.CharField(max_length=20)
    rated_of = models.PositiveSmallIntegerField(
        default=0, help_text="The best rating where scores are ratings; 0 where they are recommendations."
    )
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
