"""A gate between two stages of an initiative, what it asks for, and what was decided at it."""

from django.db import models

from groundswell.act.council.models import Release
from groundswell.foundation.organisation.models import Person


class Gate(models.Model):
    """What must be true before the next stage begins, and how much money it releases."""

    class Stage(models.TextChoices):
        PREPARE = "prepare", "Prepare"
        PILOT = "pilot", "Pilot"
        WIDEN = "widen", "Widen"
        KEEP = "keep", "Keep"

    initiative = models.ForeignKey("initiatives.Initiative", on_delete=models.CASCADE, related_name="gates")
    opens = models.CharField(max_length=10, choices=Stage)
    due_on = models.DateField()
    releases = models.DecimalField(max_digits=12, decimal_places=2, default=0)

    class Meta:
        db_table = "initiatives_gate"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "opens"], name="one_gate_into_a_stage"),
            models.CheckConstraint(
                condition=models.Q(releases__gte=0), name="gate_releases_no_less_than_nought"
            ),
            models.CheckConstraint(condition=~models.Q(opens="prepare"), name="preparing_needs_no_gate"),
        ]

    def __str__(self) -> str:
        return f"{self.get_opens_display()}: {self.initiative}"


class Criterion(models.Model):
    """One thing that a gate asks for, and what shows that it is met."""

    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="criteria")
    text = models.CharField(max_length=200)
    shown_by = models.CharField(max_length=300, blank=True, help_text="What shows that it is met.")
    met_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "initiatives_criterion"
        verbose_name_plural = "criteria"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(met_at=None) | ~models.Q(shown_by=""), name="criterion_is_met_by_something"
            )
        ]

    def __str__(self) -> str:
        return self.text


class GateDecision(models.Model):
    """Somebody stood at a gate and let the work through, or did not yet."""

    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="decisions")
    passed = models.BooleanField()
    why = models.CharField(max_length=500)
    despite = models.CharField(
        max_length=500, blank=True, help_text="What was open, and why it passed all the same."
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    release = models.OneToOneField(
        Release, on_delete=models.PROTECT, null=True, blank=True, related_name="gate"
    )

    class Meta:
        db_table = "initiatives_gate_decision"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gate"], condition=models.Q(passed=True), name="a_gate_is_passed_once"
            ),
            models.CheckConstraint(condition=~models.Q(why=""), name="gate_decision_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.gate}: {'passed' if self.passed else 'not yet'}"
