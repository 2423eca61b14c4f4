"""The register of what only the organisation can fix, with the evidence behind each entry."""

from django.db import models
from django.db.models import F, Q

from groundswell.act.cases.models import RootCause
from groundswell.act.huddles.models import Elevation
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person
from groundswell.understand.themes.models import Theme

from . import before_a_body
from .candidates.models import Origin, PassingOver
from .merging.models import Carried, Merger, Separation
from .roots.models import Cause, CauseEvidence, CauseVerdict, Choice, Countermeasure, Removal
from .standing.models import Overlap, Part, Place, Ranking

__all__ = [
    "Carried", "Cause", "CauseEvidence", "CauseVerdict", "Choice", "Countermeasure", "Joining", "Merger", "Opportunity", "Origin",
    "Overlap", "Part", "Parting", "PassingOver", "Place", "Ranking", "Removal", "Separation", "SettingAside", "Settlement",
]  # fmt: skip


class Opportunity(models.Model):
    """A systemic issue worth solving.

    Its voices are a question, never a copy: those that mention its theme at its touchpoint without praise, those whose case
    was closed with its root cause, and those of its elevations.
    """

    class Impact(models.TextChoices):
        ATTRITION = "attrition", "Attrition risk"
        COMPLAINT = "complaint", "Complaint"
        ESCALATION = "escalation", "Escalation"
        ANNOYANCE = "annoyance", "Annoyance"
        CHANCE = "chance", "Opportunity"
        UNKNOWN = "unknown", "Not judged yet"

    title = models.CharField(max_length=120)
    problem = models.TextField()
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="opportunities"
    )
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, blank=True)
    root_cause = models.ForeignKey(
        RootCause, on_delete=models.PROTECT, null=True, blank=True, related_name="opportunities"
    )
    impact = models.CharField(max_length=20, choices=Impact)
    owner = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="opportunities"
    )
    owner_since = models.DateTimeField(null=True, blank=True)
    effort_days_low = models.PositiveIntegerField(null=True, blank=True, help_text="Person-days, optimistic.")
    effort_days_high = models.PositiveIntegerField(
        null=True, blank=True, help_text="Person-days, pessimistic."
    )
    solvable_low = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Per cent of it that can be solved, at least."
    )
    solvable_high = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Per cent of it that can be solved, at most."
    )
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_opportunity"
        verbose_name_plural = "opportunities"
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effort_days_low=None, effort_days_high=None)
                | Q(effort_days_low__gte=1, effort_days_high__gte=F("effort_days_low")),
                name="effort_is_an_ordered_range_of_days",
            ),
            models.CheckConstraint(
                condition=Q(solvable_low=None, solvable_high=None)
                | Q(solvable_low__gte=1, solvable_high__gte=F("solvable_low"), solvable_high__lte=100),
                name="what_can_be_solved_is_a_range_of_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def before_a_body(self) -> str:
        """Before which body a solution waits, or since when it is declined; empty where neither."""
        return before_a_body.in_words(self.proposals.all())


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


class Parting(models.Model):
    """An elevation was split off again: it was something else. It waits for an answer as before."""

    elevation = models.ForeignKey(Elevation, on_delete=models.CASCADE, related_name="partings")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.PROTECT, related_name="partings")
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_parting"
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="parting_says_why")]

    def __str__(self) -> str:
        return f"{self.elevation} out of {self.opportunity}"


class SettingAside(models.Model):
    """An elevation that becomes no opportunity. Its author reads why."""

    elevation = models.OneToOneField(Elevation, on_delete=models.PROTECT, related_name="setting_aside")
    why = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_setting_aside"
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="setting_aside_says_why")]

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
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="settlement_says_why")]

    def __str__(self) -> str:
        return f"{self.opportunity}: {self.get_outcome_display()}"
