"""Why we do it and what carries it: objectives and their tree of metrics."""

from django.db import models

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person


class Objective(models.Model):
    """What the organisation wants to reach, in words, by a day."""

    title = models.CharField(max_length=160)
    why = models.TextField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        db_table = "objectives_objective"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                name="objective_ends_after_it_starts",
                violation_error_message="The objective ends before it starts. Choose a later last day.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Metric(models.Model):
    """One measure in the tree: money on top, then behaviour, attitude, experience, operations."""

    class Level(models.TextChoices):
        MONEY = "money", "Money"
        BEHAVIOUR = "behaviour", "Behaviour"
        ATTITUDE = "attitude", "Attitude"
        EXPERIENCE = "experience", "Experience"
        OPERATIONS = "operations", "Operations"

    class Source(models.TextChoices):
        RELATIONSHIP_SCORE = "relationship_score", "Relationship score"
        EXPERIENCE_SCORE = "experience_score", "Experience score"
        RETENTION = "retention", "Share of customers who stayed twelve months"
        EARNED_GROWTH = "earned_growth", "Earned growth rate"
        CONTACTED_IN_TIME = "contacted_in_time", "Share of cases contacted in time"
        OPERATIONAL = "operational", "Operational measure"

    class Evidence(models.TextChoices):
        EXPERIMENT = "experiment", "Experiment"
        COMPARISON = "comparison", "Comparison with units without it"
        CORRELATION = "correlation", "Correlation"
        BELIEF = "belief", "Belief"

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="metrics")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=20, choices=Level)
    source = models.CharField(max_length=30, choices=Source)
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, blank=True)
    measure = models.CharField(max_length=80, blank=True, help_text="The name of an operational measure.")
    higher_is_better = models.BooleanField(default=True)
    edge_evidence = models.CharField(
        max_length=20,
        choices=Evidence,
        default=Evidence.BELIEF,
        help_text="How we know that it moves its parent.",
    )
    edge_note = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "objectives_metric"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source="operational") | ~models.Q(measure=""),
                name="operational_metric_names_its_measure",
                violation_error_message="Name the measure that operations reports.",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="metric_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name
