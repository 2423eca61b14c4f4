"""The journey: stages, their touchpoints, and what operations measures there."""

from django.db import models

from groundswell.foundation.organisation.models import Unit


class Stage(models.Model):
    """A part of the customer's journey, in order."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "journeys_stage"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Touchpoint(models.Model):
    """A moment in which a customer meets us. Without a stage until somebody places it."""

    stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, null=True, blank=True, related_name="touchpoints"
    )
    code = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "journeys_touchpoint"
        ordering = ["stage__position", "position", "name"]

    def __str__(self) -> str:
        return self.name


class OperationalMeasure(models.Model):
    """What operations measured in one month, for example the days a refund took."""

    name = models.CharField(max_length=80)
    unit_of_measure = models.CharField(max_length=30)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE)
    month = models.DateField()
    value = models.FloatField()
    cases = models.PositiveIntegerField(help_text="How many events the value rests on.")

    class Meta:
        db_table = "journeys_operational_measure"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "touchpoint", "unit", "month"], name="one_measure_per_place_and_month"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.month:%Y-%m}"
