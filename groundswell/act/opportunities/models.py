"""The register of what only the organisation can fix, with the evidence behind each entry."""

from django.db import models

from groundswell.act.huddles.models import Elevation
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person
from groundswell.understand.themes.models import Theme


class Opportunity(models.Model):
    """A systemic issue worth solving.

    Its voices are those that mention its theme at its touchpoint without praise, and those of its elevations.
    """

    class Impact(models.TextChoices):
        ATTRITION = "attrition", "Attrition risk"
        COMPLAINT = "complaint", "Complaint"
        ESCALATION = "escalation", "Escalation"
        ANNOYANCE = "annoyance", "Annoyance"
        CHANCE = "chance", "Opportunity"

    title = models.CharField(max_length=120)
    problem = models.TextField()
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="opportunities"
    )
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, blank=True)
    impact = models.CharField(max_length=20, choices=Impact)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="opportunities"
    )
    effort_days_low = models.PositiveIntegerField(help_text="Person-days, optimistic.")
    effort_days_high = models.PositiveIntegerField(help_text="Person-days, pessimistic.")
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_opportunity"
        verbose_name_plural = "opportunities"
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effort_days_high__gte=models.F("effort_days_low")),
                name="effort_range_is_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(effort_days_low__gte=1), name="effort_is_at_least_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Joining(models.Model):
    """An elevation joined to an opportunity: several teams may have raised the same thing."""

    elevation = models.OneToOneField(Elevation, on_delete=models.PROTECT, related_name="joining")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="joinings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_joining"
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.elevation} in {self.opportunity}"


class SettingAside(models.Model):
    """An elevation that becomes no opportunity. Its author reads why."""

    elevation = models.OneToOneField(Elevation, on_delete=models.PROTECT, related_name="setting_aside")
    why = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_setting_aside"
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="setting_aside_says_why")]

    def __str__(self) -> str:
        return f"{self.elevation} set aside"


class Settlement(models.Model):
    """An opportunity leaves the ranking: it is being worked on, or it is not pursued."""

    class Outcome(models.TextChoices):
        TAKEN_UP = "taken_up", "Taken up"
        NOT_PURSUED = "not_pursued", "Not pursued"

    opportunity = models.OneToOneField(Opportunity, on_delete=models.PROTECT, related_name="settlement")
    outcome = models.CharField(max_length=20, choices=Outcome)
    why = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_settlement"
        constraints = [models.CheckConstraint(condition=~models.Q(why=""), name="settlement_says_why")]

    def __str__(self) -> str:
        return f"{self.opportunity}: {self.get_outcome_display()}"
