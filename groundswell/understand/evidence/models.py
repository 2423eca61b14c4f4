"""What was read in each signal, and which batches the engine holds."""

from django.db import models

from groundswell.listen.signals.models import Signal


class Batch(models.Model):
    """Signals read together; loaded into the engine exactly once under this row's id."""

    read_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "evidence_batch"
        indexes = [models.Index(fields=["loaded_at"], name="evidence_batches_to_load")]

    def __str__(self) -> str:
        return f"Batch {self.pk}"


class Reading(models.Model):
    """How one signal was understood: the feeling in its words and the model that says so. NULL until somebody wrote words."""

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, related_name="reading")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="readings")
    sentiment = models.CharField(max_length=10, null=True, blank=True)  # noqa: DJ001 absent is None
    sentiment_value = models.FloatField(null=True, blank=True)
    model = models.CharField(max_length=60)
    redacted_comment = models.TextField(blank=True, help_text="The words without personal data.")

    class Meta:
        db_table = "evidence_reading"

    def __str__(self) -> str:
        return f"Reading of {self.signal}"
