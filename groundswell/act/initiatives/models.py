"""Funded work and its measured effect."""

from django.db import models

from groundswell.act.council.models import Decision
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit

from .designs.models import Allocation, Departure, Design, Guard, Lot
from .gates.models import Criterion, Gate, GateDecision
from .risks.models import Risk, RiskLook
from .running.models import Ending, Handover, Rest
from .team.models import TeamMember, Want

__all__ = [
    "Allocation", "Criterion", "Departure", "Design", "EffectReading", "Ending", "Gate", "GateDecision", "Guard", "Handover", "Initiative",
    "Lot", "Milestone", "Rest", "Risk", "RiskLook", "Rollout", "TeamMember", "Want",
]  # fmt: skip


class Initiative(models.Model):
    """Work that a decision started. What it is measured by is chosen before it begins."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="initiative")
    name = models.CharField(max_length=120)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="initiatives")
    sponsor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey(
        Touchpoint, on_delete=models.PROTECT, null=True, blank=True, help_text="Where its effect is measured."
    )
    expected_points = models.DecimalField(
        max_digits=5, decimal_places=1, help_text="Expected change of the score."
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "initiatives_initiative"
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
                name="initiative_ends_after_it_started",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Rollout(models.Model):
    """From which day one unit works with the change. Units without a row are the comparison."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="rollouts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    from_on = models.DateField()

    class Meta:
        db_table = "initiatives_rollout"
        ordering = ["from_on"]
        constraints = [models.UniqueConstraint(fields=["initiative", "unit"], name="one_rollout_per_unit")]

    def __str__(self) -> str:
        return f"{self.initiative} in {self.unit}"


class Milestone(models.Model):
    """A step of an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=120)
    due_on = models.DateField()
    reached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "initiatives_milestone"
        ordering = ["due_on"]

    def __str__(self) -> str:
        return self.name


class EffectReading(models.Model):
    """The effect as it was measured on one day: estimate, interval, comparison and verdict, kept for good."""

    class Verdict(models.TextChoices):
        WORKED = "worked", "Worked"
        DID_NOT = "did_not", "Did not work"
        CANNOT_TELL = "cannot_tell", "Cannot tell"

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="effect_readings")
    estimate = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    verdict = models.CharField(max_length=20, choices=Verdict)
    sentence = models.CharField(max_length=600)
    detail = models.JSONField(default=dict)
    measured_at = models.DateTimeField()

    class Meta:
        db_table = "initiatives_effect_reading"
        ordering = ["-measured_at"]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.get_verdict_display()}"

    @property
    def breaks_a_guard(self) -> bool:
        """Whether something surely got worse that was not to, however well it worked otherwise."""
        return any(one["state"] == "broken" for one in self.detail.get("guards", ()))
