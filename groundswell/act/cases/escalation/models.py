"""The ladder and who was told."""

from django.db import models

from groundswell.foundation.organisation.models import Person


class Rung(models.Model):
    """At a point of the clock somebody is told. Never changed: ended, and another one set.

    ``hours`` are working hours after the promised moment; negative ones come before it.
    """

    class Tells(models.TextChoices):
        OWNER = "owner", "The owner of the case"
        LEAD = "lead", "Their lead"
        ABOVE = "above", "Who answers for the unit above"
        OFFICE = "office", "The advocacy office"

    hours = models.SmallIntegerField()
    tells = models.CharField(max_length=10, choices=Tells)
    since = models.DateTimeField(help_text="Points of the clock before this moment tell nobody.")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "cases_rung"
        ordering = ["hours", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hours", "tells"],
                condition=models.Q(retired_at=None),
                name="nobody_stands_twice_on_a_rung",
            ),
            models.CheckConstraint(
                condition=models.Q(hours__range=(-200, 200)), name="rung_is_within_some_weeks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tells_display()}, {self.when}"

    @property
    def when(self) -> str:
        """The point of the clock, in words."""
        if self.hours == 0:
            return "at the promised moment"
        hours = abs(self.hours)
        return f"{hours} working hour{'s' if hours > 1 else ''} {'before' if self.hours < 0 else 'after'}"


class Escalation(models.Model):
    """Somebody was told of one promise, once."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="escalations")
    rung = models.ForeignKey(Rung, on_delete=models.PROTECT)
    promised_at = models.DateTimeField()
    to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "cases_escalation"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rung", "promised_at"], name="each_rung_tells_of_a_promise_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.to} was told of {self.case}"
