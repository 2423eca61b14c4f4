"""The stages in which the programme spreads. What happened to a stage is a row."""

from django.db import models

from groundswell.foundation.journeys.models import Stage as JourneyStage
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit


class Stage(models.Model):
    """One step of the roll-out: where, with which teams, for how long, and what must be seen before it widens."""

    number = models.PositiveSmallIntegerField(unique=True)
    name = models.CharField(max_length=80)
    goal = models.CharField(max_length=300, help_text="What must be seen before the next stage.")
    parts = models.ManyToManyField(
        JourneyStage, related_name="+", db_table="programme_stage_part", blank=True,
        help_text="Parts of the journey, each with all its touchpoints.",
    )  # fmt: skip
    touchpoints = models.ManyToManyField(
        Touchpoint, related_name="+", db_table="programme_stage_touchpoint", blank=True
    )
    units = models.ManyToManyField(Unit, related_name="+", db_table="programme_stage_unit")
    weeks = models.PositiveSmallIntegerField(default=12)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "programme_stage"
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=models.Q(weeks__gte=1), name="stage_lasts_a_week")]

    def __str__(self) -> str:
        return self.name


class StageStart(models.Model):
    """The stage began."""

    stage = models.OneToOneField(Stage, on_delete=models.CASCADE, related_name="start")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "programme_stage_start"

    def __str__(self) -> str:
        return f"{self.stage} began"


class StageEnd(models.Model):
    """The stage reached its goal or was given up. ``warned`` keeps what stood against it on that day."""

    class Outcome(models.TextChoices):
        REACHED = "reached", "Its goal was seen"
        GIVEN_UP = "given_up", "Given up"

    stage = models.OneToOneField(Stage, on_delete=models.CASCADE, related_name="end")
    outcome = models.CharField(max_length=20, choices=Outcome)
    why = models.TextField(max_length=500)
    warned = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "programme_stage_end"
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="stage_end_says_why")]

    def __str__(self) -> str:
        return f"{self.stage}: {self.get_outcome_display()}"
