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


class Attribute(models.Model):
    """Something known about a customer or an occasion by which scores may be compared: somebody said that it is a category."""

    name = models.CharField(max_length=60, unique=True, help_text="As its source calls it.")
    label = models.CharField(max_length=60)
    added_by = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(
        null=True, blank=True, help_text="None for those that come with the product."
    )
    loaded_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when earlier voices are counted by it, too."
    )

    class Meta:
        db_table = "evidence_attribute"
        ordering = ["label", "id"]

    def __str__(self) -> str:
        return self.label


class AttributeValue(models.Model):
    """One value of an attribute. Evidence holds its number and never its words."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="values")
    words = models.CharField(max_length=80)

    class Meta:
        db_table = "evidence_attribute_value"
        ordering = ["attribute_id", "words"]
        constraints = [
            models.UniqueConstraint(
                fields=["attribute", "words"], name="a_value_stands_once_in_its_attribute"
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def address(self) -> str:
        """How an address names it."""
        return f"{self.attribute.name}:{self.words}"


class Recount(models.Model):
    """Something changed of which every voice tells, such as the stage of a touchpoint: the store is made anew once."""

    why = models.CharField(max_length=160)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "evidence_recount"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.why
