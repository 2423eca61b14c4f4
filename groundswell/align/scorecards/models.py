"""Targets for a business line, a team, a person; and what is done when they are missed."""

from django.db import models

from groundswell.align.objectives.models import Metric
from groundswell.foundation.organisation.models import Person, Unit


class Scorecard(models.Model):
    """The targets of one unit or one person for one period."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="scorecards")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="scorecards"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        db_table = "scorecards_scorecard"
        ordering = ["-starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, person=None)
                | models.Q(unit=None, person__isnull=False),
                name="scorecard_is_of_a_unit_or_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="scorecard_ends_after_it_starts"
            ),
            models.UniqueConstraint(fields=["unit", "starts_on"], name="one_scorecard_per_unit_and_start"),
            models.UniqueConstraint(
                fields=["person", "starts_on"], name="one_scorecard_per_person_and_start"
            ),
        ]

    def __str__(self) -> str:
        return f"Scorecard of {self.holder}"

    @property
    def holder(self) -> Unit | Person:
        """Whose targets these are."""
        return self.unit or self.person


class Target(models.Model):
    """Where one metric shall stand at the end of the period, and from which target above it follows."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="targets")
    metric = models.ForeignKey(Metric, on_delete=models.PROTECT)
    follows_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="cascaded"
    )
    baseline = models.FloatField()
    goal = models.FloatField()
    weight = models.FloatField(default=1.0)
    move_the_needle = models.CharField(
        max_length=300, blank=True, help_text="What this team or person can do about it."
    )

    class Meta:
        db_table = "scorecards_target"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "metric"], name="one_target_per_metric"),
            models.CheckConstraint(
                condition=~models.Q(goal=models.F("baseline")),
                name="goal_differs_from_baseline",
                violation_error_message="The goal has to differ from where you start.",
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0),
                name="target_weight_is_positive",
                violation_error_message="Give the target a weight above 0, or leave it out.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard.holder}, {self.metric}: {self.goal:g}"

    @property
    def is_upward(self) -> bool:
        """Whether more is what we want."""
        return self.goal > self.baseline


class CourseCorrection(models.Model):
    """What is changed because a target is being missed; looked at again on a day."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="corrections")
    seen = models.TextField(help_text="What the evidence shows.")
    change = models.TextField(help_text="What is done differently from now on.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    review_on = models.DateField()

    class Meta:
        db_table = "scorecards_course_correction"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(seen="") & ~models.Q(change=""),
                name="correction_says_what_was_seen_and_changed",
            )
        ]

    def __str__(self) -> str:
        return f"Correction of {self.target}"
