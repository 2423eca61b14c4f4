"""Where an opportunity was found, and what was looked at and passed over."""

from django.db import models
from django.db.models import Q

from groundswell.foundation.organisation.models import Person


class Source(models.TextChoices):
    """The four sources that feed the register."""

    PATTERN = "pattern", "Inner-loop pattern"
    OPERATIONS = "operations", "Operations"
    PEOPLE = "people", "Employees and huddles"
    MARKET = "market", "Market and competitors"


class Origin(models.Model):
    """How an opportunity was found: a question that can be asked again, and what it said then."""

    opportunity = models.ForeignKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="origins"
    )
    source = models.CharField(max_length=12, choices=Source)
    key = models.CharField(
        max_length=120, unique=True, help_text="What was asked: it leads to one opportunity only."
    )
    words = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_origin"
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="an_origin_says_what_it_said")]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.words}"


class PassingOver(models.Model):
    """A candidate was looked at and not entered; it is proposed again after a day."""

    key = models.CharField(max_length=120)
    title = models.CharField(max_length=120, default="", help_text="What it was called then.")
    why = models.CharField(max_length=300)
    until = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "opportunities_passing_over"
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="passing_over_says_why")]

    def __str__(self) -> str:
        return f"{self.title} passed over"
